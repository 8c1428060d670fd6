//! `hengji hygiene scores`: self-scores at the full mark, or all alike.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use hengji_analysis::hygiene::{ScoreSpread, ScoreThresholds, score_spread};
use serde::Serialize;

use super::QUESTION;
use super::category::{self, Hits};
use crate::arguments::Shared;
use crate::groups::Groups;
use crate::portion::Portion;
use crate::report::{Cell, Method, Report, Sheet};
use crate::table::Table;
use crate::{Context, Exit, Failure, Outcome};

/// 自评得分:满分过多、拉不开差距
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji hygiene scores <数据.csv> --unit 列 --score 列 [选项]",
    after_help = "示例:\n  hengji hygiene scores 自评.csv --unit 部门 --score 自评得分\n\n每行一个项目的自评得分,按部门归集。满分比例与表中其他部门相比(或用 --category-share 给出);\n标准差下限取自规则 analysis.score_spread。有提示时退出码为 1。"
)]
pub(super) struct Arguments {
    /// 数据表(CSV,首行为列名,每行一个得分);- 表示标准输入
    #[arg(value_name = "数据.csv", help_heading = "参数")]
    data: PathBuf,
    /// 部门或机构所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    unit: String,
    /// 得分所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    score: String,
    /// 满分,默认 100
    #[arg(
        long,
        value_name = "分",
        default_value_t = 100.0,
        hide_default_value = true,
        help_heading = "选项"
    )]
    full: f64,
    /// 同类满分比例,如 10%;不给则用表中其他部门的
    #[arg(long, value_name = "比例", help_heading = "选项")]
    category_share: Option<Portion>,
    #[command(flatten)]
    shared: Shared,
}

/// What stands beside `method`.
#[derive(Serialize)]
struct Answer<'a> {
    units: Vec<UnitAnswer<'a>>,
}

#[derive(Serialize)]
struct UnitAnswer<'a> {
    unit: &'a str,
    category_full_share: f64,
    #[serde(flatten)]
    found: ScoreSpread,
}

/// Computes and prints.
pub(super) fn run(arguments: &Arguments, out: &mut dyn Write, context: &mut Context<'_>) -> Outcome {
    let mut rules = arguments.shared.rules(context)?;
    let sd_least = rules.parameters("analysis.score_spread")?.float("sd_least")?;
    let level = rules.parameters("analysis.confidence")?.float("level")?;
    let table = Table::open(&arguments.data, context)?;
    let unit = table.column("--unit", &arguments.unit)?;
    let score = table.column("--score", &arguments.score)?;
    let mut departments: Groups<f64> = Groups::new();
    let input = table.read(|row| {
        if let (Some(name), Some(score)) = (row.text(&unit), row.finite(&score)) {
            departments.add(name, score);
        }
    })?;
    let hits = |scores: &[f64]| Hits {
        hits: scores.iter().filter(|score| arguments.full <= **score).count(),
        n: scores.len(),
    };
    let whole = departments
        .iter()
        .map(|(_, scores)| hits(scores))
        .fold(Hits::default(), |sum, one| Hits {
            hits: sum.hits + one.hits,
            n: sum.n + one.n,
        });
    let mut units = Vec::new();
    for (unit, scores) in departments.iter() {
        let category_full_share = category::share(arguments.category_share, whole, hits(scores))?;
        let thresholds = ScoreThresholds {
            full: arguments.full,
            sd_least,
            category_full_share,
            level,
        };
        let found = score_spread(scores, &thresholds).map_err(Failure::refused)?;
        units.push(UnitAnswer {
            unit,
            category_full_share,
            found,
        });
    }
    let is_clean = units
        .iter()
        .all(|one| !one.found.is_full_flagged && !one.found.is_spread_flagged);
    let method = Method::new("满分比例(精确二项检验)与标准差", whole.n, &input)
        .setting("full", arguments.full)
        .setting("sd_least", sd_least)
        .setting("level", level)
        .rules(rules);
    let sheet = sheet(&units);
    Report::new(method, Answer { units }, sheet)
        .note("部门多时总有几个偶然被提示,宜与其他检查合并排序(hengji hygiene rank)。")
        .note(QUESTION)
        .write(arguments.shared.format, out, context)?;
    Ok(if is_clean { Exit::Fine } else { Exit::Findings })
}

fn sheet(units: &[UnitAnswer<'_>]) -> Sheet {
    let mut sheet = Sheet::new([
        "部门",
        "个数",
        "平均分",
        "标准差",
        "满分个数",
        "同类满分比例",
        "偶然的概率",
        "满分过多",
        "拉不开差距",
    ]);
    for one in units {
        let found = &one.found;
        sheet.row([
            Cell::text(one.unit),
            Cell::count(found.n),
            Cell::number(found.mean),
            Cell::number_if_any(found.sd),
            Cell::count(found.full),
            Cell::number(one.category_full_share),
            Cell::number(found.full_chance),
            Cell::flag(found.is_full_flagged),
            Cell::flag(found.is_spread_flagged),
        ]);
    }
    sheet
}
