//! `hengji draw run`: draws from a published list, and writes the record and the page that checks it.

use std::fs::OpenOptions;
use std::io::{BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use hengji_analysis::draw::{
    Columns, Frame, Merged, Occasion, Record, RecordedUnit, Rounding, Rule, Selection, Strata, draw,
    verifier_page,
};
use serde::Serialize;

use super::frame;
use super::share::Percentage;
use crate::arguments::Shared;
use crate::report::{Cell, Method, Report, Sheet};
use crate::rules::Rules;
use crate::{Context, Exit, Failure, Outcome};

/// 抽取:按公布的名单、规则和起始值抽出样本,写下抽取记录和核验页
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji draw run <名单.csv> --id 列 --department 列 --amount 列 --start-value 文字 --announced 文字 --record 记录.json [选项]",
    after_help = "示例:\n  hengji draw run 名单.csv --id 项目编号 --department 部门 --amount 金额 --score 自评分 --start-value 20210131-071923 --announced 2021年1月15日公告第3号 --record 抽取记录.json --page 核验页.html\n\n名单指纹和规则须在起始值产生之前公布。比例和每个部门的最少个数取自规则 analysis.selection,可用选项改写。\n抽取记录已存在时拒绝:原则上不重抽;确需重抽的用 --number、--reason 写明。"
)]
pub(super) struct Arguments {
    /// 名单(CSV,首行为列名);- 表示标准输入
    #[arg(value_name = "名单.csv", help_heading = "参数")]
    data: PathBuf,
    /// 项目编号所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    id: String,
    /// 部门所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    department: String,
    /// 金额(元)所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    amount: String,
    /// 自评分所在列;不给则名单没有自评分
    #[arg(long, value_name = "列", help_heading = "选项")]
    score: Option<String>,
    /// 起始值:事先指定的公开事件产生的文字
    #[arg(long, value_name = "文字", help_heading = "选项")]
    start_value: String,
    /// 事先公告:何时何处公布了名单指纹、规则和起始值的来源
    #[arg(long, value_name = "文字", help_heading = "选项")]
    announced: String,
    /// 方法:stratified 按部门分层、层内机会相等(默认)或 proportional 全部名单按金额定机会
    #[arg(
        long,
        value_name = "方法",
        default_value = "stratified",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "选项"
    )]
    method: Way,
    /// 抽取比例,如 10%;不给则按规则
    #[arg(long, value_name = "比例", help_heading = "选项")]
    share: Option<Percentage>,
    /// 每层最少个数;不给则按规则
    #[arg(long, value_name = "个数", help_heading = "选项")]
    least: Option<usize>,
    /// 不足一个时:up 进为一个(默认)或 nearest 四舍五入
    #[arg(
        long,
        value_name = "方式",
        default_value = "up",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "选项"
    )]
    rounding: Fractions,
    /// 共抽多少个;多出的名额逐个给金额最参差的一层
    #[arg(long, value_name = "个数", help_heading = "选项")]
    total: Option<usize>,
    /// 把几个部门并成一层,可写多次,如 社会事业=民政局,人社局
    #[arg(long, value_name = "层=部门,…", help_heading = "选项")]
    merge: Vec<Group>,
    /// 标题
    #[arg(
        long,
        value_name = "文字",
        default_value = "项目绩效抽评",
        hide_default_value = true,
        help_heading = "选项"
    )]
    title: String,
    /// 抽取时间,照原样写进记录
    #[arg(
        long,
        value_name = "文字",
        default_value = "见公告",
        hide_default_value = true,
        help_heading = "选项"
    )]
    drawn_at: String,
    /// 第几次抽取,默认 1
    #[arg(
        long,
        value_name = "次数",
        default_value_t = 1,
        hide_default_value = true,
        help_heading = "选项"
    )]
    number: u32,
    /// 重抽的理由;第二次起必填
    #[arg(long, value_name = "文字", help_heading = "选项")]
    reason: Option<String>,
    /// 抽取记录写到哪里(JSON)
    #[arg(long, value_name = "记录.json", help_heading = "选项")]
    record: PathBuf,
    /// 核验页写到哪里(HTML,离线可用)
    #[arg(long, value_name = "核验页.html", help_heading = "选项")]
    page: Option<PathBuf>,
    #[command(flatten)]
    shared: Shared,
}

/// How units are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Way {
    /// 按部门分层
    Stratified,
    /// 按金额
    Proportional,
}

/// What happens to a fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Fractions {
    /// 进位
    Up,
    /// 四舍五入
    Nearest,
}

/// Departments that count as one.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Group(Merged);

/// What is no group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("应写成 层=部门,部门,例如 社会事业=民政局,人社局 [option-merge]")]
struct NoGroup;

impl std::str::FromStr for Group {
    type Err = NoGroup;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, departments) = text.split_once('=').ok_or(NoGroup)?;
        let departments: Vec<String> = departments
            .split([',', '\u{ff0c}'])
            .map(|name| name.trim().to_owned())
            .collect();
        if name.trim().is_empty() || departments.iter().any(String::is_empty) {
            return Err(NoGroup);
        }
        Ok(Self(Merged {
            name: name.trim().to_owned(),
            departments,
        }))
    }
}

/// What stands beside `method`.
#[derive(Serialize)]
struct Answer<'a> {
    frame_sha256: &'a str,
    seal: &'a str,
    rule: &'a Rule,
    strata: &'a [hengji_analysis::draw::Stratum],
    sample: Vec<Drawn<'a>>,
}

/// A unit of the sample.
#[derive(Serialize)]
struct Drawn<'a> {
    id: &'a str,
    department: &'a str,
    amount_fen: i64,
    inclusion: f64,
    ticket: &'a str,
}

/// Draws, writes and prints.
pub(super) fn run(arguments: &Arguments, out: &mut dyn Write, context: &mut Context<'_>) -> Outcome {
    let mut rules = arguments.shared.rules(context)?;
    let rule = rule(arguments, &mut rules)?;
    let occasion = occasion(arguments);
    let (frame, input) = frame::read(&arguments.data, &occasion.columns, context)?;
    let record = Record::new(&frame, &rule, &occasion).map_err(Failure::refused)?;
    // The page can always be made again; a record that stands there is an earlier draw.
    let page = match &arguments.page {
        Some(path) => Some((path, verifier_page(&record).map_err(Failure::fault)?)),
        None => None,
    };
    write_new(&arguments.record, &record)?;
    if let Some((path, page)) = page {
        std::fs::write(path, page).map_err(|error| unwritable(path, &error))?;
    }
    let answer = answer(&frame, &rule, &record)?;
    let sheet = sheet(&answer);
    let method = Method::new(name(&rule), frame.units().len(), &input)
        .setting("start_value", occasion.start_value)
        .setting("share_bp", rule.share_bp)
        .setting("least", rule.least)
        .rules(rules);
    Report::new(method, answer, sheet)
        .note(format!("名单指纹 {}", record.frame_sha256))
        .note(format!("记录封印 {}", record.seal))
        .note("名单指纹和规则须在起始值产生之前公布;任何人可用 hengji draw verify 或核验页重算。")
        .write(arguments.shared.format, out, context)?;
    Ok(Exit::Fine)
}

fn rule(arguments: &Arguments, rules: &mut Rules) -> Result<Rule, Failure> {
    let (share_bp, least) = match (arguments.share, arguments.least) {
        (Some(share), Some(least)) => (share.basis_points(), least),
        (share, least) => {
            let numbers = rules.parameters("analysis.selection")?;
            let by_rule = numbers.percent_bp("share")?;
            let least = least.map_or_else(|| numbers.count("department_least"), Ok)?;
            (share.map_or(by_rule, Percentage::basis_points), least)
        }
    };
    let merged = arguments.merge.iter().map(|group| group.0.clone()).collect();
    let (selection, strata) = match arguments.method {
        Way::Stratified => (Selection::Equal, Strata::Departments(merged)),
        Way::Proportional if arguments.merge.is_empty() => (Selection::Proportional, Strata::Whole),
        Way::Proportional => (Selection::Proportional, Strata::Departments(merged)),
    };
    let rounding = match arguments.rounding {
        Fractions::Up => Rounding::Up,
        Fractions::Nearest => Rounding::Nearest,
    };
    Ok(Rule {
        selection,
        strata,
        share_bp,
        least,
        rounding,
        total: arguments.total,
    })
}

fn occasion(arguments: &Arguments) -> Occasion {
    let trimmed = |text: &String| text.trim().to_owned();
    Occasion {
        title: trimmed(&arguments.title),
        announced: trimmed(&arguments.announced),
        // A start value is taken as it is: with blanks at its ends it is refused, not mended.
        start_value: arguments.start_value.clone(),
        drawn_at: trimmed(&arguments.drawn_at),
        number: arguments.number,
        reason: arguments.reason.as_ref().map(trimmed),
        columns: Columns {
            id: trimmed(&arguments.id),
            department: trimmed(&arguments.department),
            amount: trimmed(&arguments.amount),
            self_score: arguments.score.as_ref().map(trimmed),
        },
    }
}

fn name(rule: &Rule) -> &'static str {
    match (rule.selection, &rule.strata) {
        (Selection::Equal, _) => "分层等概率抽取(SHA-256 抽取号,最小者抽中)",
        (Selection::Proportional, Strata::Whole) => "按金额抽取(帕累托次序抽样,SHA-256 抽取号)",
        (Selection::Proportional, Strata::Departments(_)) => "分层按金额抽取(帕累托次序抽样,SHA-256 抽取号)",
    }
}

/// Writes the record where nothing stands yet.
fn write_new(path: &Path, record: &Record) -> Result<(), Failure> {
    let mut file = match OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            return Err(Failure::refused(format!(
                "“{}”已经存在,它可能是前一次抽取的记录。请保留它并换一个文件名;重抽须用 --number 和 --reason 写明。 [record-exists]",
                path.display()
            )));
        }
        Err(error) => return Err(unwritable(path, &error)),
    };
    // A large list makes a large record; it is never whole in memory a second time.
    let mut buffer = BufWriter::new(&mut file);
    serde_json::to_writer_pretty(&mut buffer, record).map_err(Failure::fault)?;
    buffer.flush().map_err(|error| unwritable(path, &error))
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::unusable(format!(
        "“{}”写不进去:{error}。请核对目录和权限。 [file-unwritable]",
        path.display()
    ))
}

fn answer<'a>(frame: &Frame, rule: &'a Rule, record: &'a Record) -> Result<Answer<'a>, Failure> {
    let drawing = draw(frame, rule, &record.start_value).map_err(Failure::refused)?;
    let sample = drawing.sample.iter().filter_map(|drawn| {
        let RecordedUnit { unit, ticket, .. } = record.units.get(drawn.unit)?;
        Some(Drawn {
            id: &unit.id,
            department: &unit.department,
            amount_fen: unit.amount_fen,
            inclusion: drawn.inclusion,
            ticket,
        })
    });
    Ok(Answer {
        frame_sha256: &record.frame_sha256,
        seal: &record.seal,
        rule,
        strata: &record.strata,
        sample: sample.collect(),
    })
}

fn sheet(answer: &Answer<'_>) -> Sheet {
    let mut sheet = Sheet::new(["编号", "部门", "金额(元)", "入样概率", "抽取号"]);
    for drawn in &answer.sample {
        sheet.row([
            Cell::text(drawn.id),
            Cell::text(drawn.department),
            Cell::Money(drawn.amount_fen),
            Cell::number(drawn.inclusion),
            Cell::text(drawn.ticket),
        ]);
    }
    sheet
}
