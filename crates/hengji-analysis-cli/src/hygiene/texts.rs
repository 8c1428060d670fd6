//! `hengji hygiene texts`: goal texts that repeat each other.

use std::io::Write;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use hengji_analysis::hygiene::{Banding, CopiedTexts, Digits, Gram, TextSettings, copied_texts};
use serde::Serialize;

use super::QUESTION;
use crate::arguments::Shared;
use crate::report::{Cell, Method, Report, Sheet};
use crate::table::Table;
use crate::threads::with_threads;
use crate::{Context, Exit, Failure, Outcome};

/// 文本雷同:互相照抄的绩效目标
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji hygiene texts <数据.csv> --unit 列 --text 列 [选项]",
    after_help = "示例:\n  hengji hygiene texts 目标.csv --unit 项目 --text 年度目标\n  hengji hygiene texts 目标.csv --unit 项目 --text 年度目标 --keep-digits --format csv\n\n数字默认不计(只改了个数仍算照抄),标点、空格、全角半角不计。相似度起点取自规则 analysis.copied_text。\n有雷同时退出码为 1。"
)]
pub(super) struct Arguments {
    /// 数据表(CSV,首行为列名,每行一条文本);- 表示标准输入
    #[arg(value_name = "数据.csv", help_heading = "参数")]
    data: PathBuf,
    /// 项目或单位名称所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    unit: String,
    /// 文本所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    text: String,
    /// 数字也算内容:个数不同即不同
    #[arg(long, help_heading = "选项")]
    keep_digits: bool,
    /// 几个字为一组:two 两字(默认,找得多)、three 三字(找得准)
    #[arg(
        long,
        value_name = "字数",
        default_value = "two",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "选项"
    )]
    gram: Width,
    /// 少于几组的短文本不查,默认 1(都查)
    #[arg(
        long,
        value_name = "组数",
        default_value_t = 1,
        hide_default_value = true,
        help_heading = "选项"
    )]
    least_grams: usize,
    /// 最多逐对比较多少对,默认五千万;超过则拒绝
    #[arg(
        long,
        value_name = "对数",
        default_value_t = 50_000_000,
        hide_default_value = true,
        help_heading = "选项"
    )]
    most_comparisons: usize,
    /// 用几个线程;结果与线程数无关
    #[arg(long, value_name = "个数", help_heading = "选项")]
    threads: Option<NonZeroUsize>,
    #[command(flatten)]
    shared: Shared,
}

/// How many characters make a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Width {
    /// 两字
    Two,
    /// 三字
    Three,
}

/// Functions of a signature: more find more at the same cost of comparisons, and take longer to make.
const FUNCTIONS: usize = 256;
/// The chance accepted of missing a pair of just the threshold; it stands in every answer.
const MISSED: f64 = 0.001;

/// What stands beside `method`.
#[derive(Serialize)]
struct Answer<'a> {
    short: usize,
    groups: Vec<Vec<Place<'a>>>,
    pairs: Vec<Pair<'a>>,
    compared: usize,
    all_pairs: usize,
    chance_missed: f64,
}

/// Where a text stands.
#[derive(Debug, Clone, Copy, Serialize)]
struct Place<'a> {
    unit: &'a str,
    row: usize,
}

/// Two like texts.
#[derive(Serialize)]
struct Pair<'a> {
    first: Place<'a>,
    second: Place<'a>,
    likeness: f64,
    simhash_distance: u32,
}

/// Computes and prints.
pub(super) fn run(arguments: &Arguments, out: &mut dyn Write, context: &mut Context<'_>) -> Outcome {
    let mut rules = arguments.shared.rules(context)?;
    let likeness = rules.parameters("analysis.copied_text")?.float("likeness")?;
    let settings = TextSettings {
        likeness,
        gram: match arguments.gram {
            Width::Two => Gram::Two,
            Width::Three => Gram::Three,
        },
        digits: if arguments.keep_digits {
            Digits::Kept
        } else {
            Digits::Masked
        },
        grams_least: arguments.least_grams,
        banding: Banding::reaching(likeness, MISSED, FUNCTIONS).map_err(Failure::refused)?,
        comparisons_most: arguments.most_comparisons,
    };
    let table = Table::open(&arguments.data, context)?;
    let unit = table.column("--unit", &arguments.unit)?;
    let text = table.column("--text", &arguments.text)?;
    let (mut names, mut texts) = (Vec::new(), Vec::new());
    let input = table.read(|row| {
        if let Some(name) = row.text(&unit) {
            names.push((name.to_owned(), row.number()));
            texts.push(row.cell(&text).to_owned());
        }
    })?;
    let found =
        with_threads(arguments.threads, || copied_texts(&texts, &settings))?.map_err(Failure::refused)?;
    let method = Method::new("字组相似度(MinHash 选对,逐对精确计算)", texts.len(), &input)
        .setting("likeness", likeness)
        .setting("gram", if settings.gram == Gram::Two { 2 } else { 3 })
        .setting("digits", if arguments.keep_digits { "kept" } else { "masked" })
        .setting("grams_least", settings.grams_least)
        .setting("bands", settings.banding.bands)
        .setting("rows", settings.banding.rows)
        .rules(rules);
    let answer = Answer::of(&found, &names);
    let is_clean = answer.groups.is_empty() && answer.pairs.is_empty();
    let sheet = sheet(&answer);
    let compared = format!(
        "共 {} 对,实际比较 {} 对;恰在起点的一对漏检的概率为 {:.4}。",
        answer.all_pairs, answer.compared, answer.chance_missed
    );
    Report::new(method, answer, sheet)
        .note(compared)
        .note("同一政策下的项目用语本来相近。")
        .note(QUESTION)
        .write(arguments.shared.format, out, context)?;
    Ok(if is_clean { Exit::Fine } else { Exit::Findings })
}

impl<'a> Answer<'a> {
    fn of(found: &CopiedTexts, names: &'a [(String, usize)]) -> Self {
        let place = |at: usize| {
            let (unit, row) = names.get(at).map_or(("", 0), |(unit, row)| (unit.as_str(), *row));
            Place { unit, row }
        };
        Self {
            short: found.short,
            groups: found
                .groups
                .iter()
                .map(|group| group.iter().map(|at| place(*at)).collect())
                .collect(),
            pairs: found
                .pairs
                .iter()
                .map(|pair| Pair {
                    first: place(pair.first),
                    second: place(pair.second),
                    likeness: pair.likeness,
                    simhash_distance: pair.simhash_distance,
                })
                .collect(),
            compared: found.compared,
            all_pairs: found.all_pairs,
            chance_missed: found.chance_missed,
        }
    }
}

fn sheet(answer: &Answer<'_>) -> Sheet {
    let mut sheet = Sheet::new(["甲", "甲行", "乙", "乙行", "相似度", "SimHash 相差位数"]);
    let mut row = |first: Place<'_>, second: Place<'_>, likeness: f64, distance: u32| {
        sheet.row([
            Cell::text(first.unit),
            Cell::count(first.row),
            Cell::text(second.unit),
            Cell::count(second.row),
            Cell::number(likeness),
            Cell::Count(u64::from(distance)),
        ]);
    };
    for group in &answer.groups {
        if let Some((first, others)) = group.split_first() {
            for other in others {
                row(*first, *other, 1.0, 0);
            }
        }
    }
    for pair in &answer.pairs {
        row(pair.first, pair.second, pair.likeness, pair.simhash_distance);
    }
    sheet
}
