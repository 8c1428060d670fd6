//! `hengji hygiene heaping`: more values at multiples of five or ten than other departments have.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use hengji_analysis::hygiene::{Heaping, heaping, multiples};
use serde::Serialize;

use super::QUESTION;
use super::category::{self, Hits};
use crate::arguments::Shared;
use crate::groups::Groups;
use crate::portion::Portion;
use crate::report::{Cell, Method, Report, Sheet};
use crate::table::Table;
use crate::{Context, Exit, Failure, Outcome};

/// 取整堆积:数值集中在 5 或 10 的倍数
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji hygiene heaping <数据.csv> --unit 列 --value 列 --step 数 [选项]",
    after_help = "示例:\n  hengji hygiene heaping 自评.csv --unit 部门 --value 完成值 --step 5\n\n按部门归集,取整比例与表中其他部门相比(或用 --category-share 给出)。计划数本来多取整,宜查完成值和得分。\n有提示时退出码为 1。"
)]
pub(super) struct Arguments {
    /// 数据表(CSV,首行为列名,每行一个数值);- 表示标准输入
    #[arg(value_name = "数据.csv", help_heading = "参数")]
    data: PathBuf,
    /// 部门或机构所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    unit: String,
    /// 数值所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    value: String,
    /// 取整的步长,如 5 或 10
    #[arg(long, value_name = "数", help_heading = "选项")]
    step: f64,
    /// 同类取整比例,如 30%;不给则用表中其他部门的
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
    #[serde(flatten)]
    found: Heaping,
}

/// Computes and prints.
pub(super) fn run(arguments: &Arguments, out: &mut dyn Write, context: &mut Context<'_>) -> Outcome {
    let mut rules = arguments.shared.rules(context)?;
    let level = rules.parameters("analysis.confidence")?.float("level")?;
    let table = Table::open(&arguments.data, context)?;
    let unit = table.column("--unit", &arguments.unit)?;
    let value = table.column("--value", &arguments.value)?;
    let mut departments: Groups<f64> = Groups::new();
    let input = table.read(|row| {
        if let (Some(name), Some(value)) = (row.text(&unit), row.finite(&value)) {
            departments.add(name, value);
        }
    })?;
    let hits = |values: &[f64]| -> Result<Hits, Failure> {
        let hits = multiples(values, arguments.step).map_err(Failure::refused)?;
        Ok(Hits {
            hits,
            n: values.len(),
        })
    };
    let mut whole = Hits::default();
    for (_, values) in departments.iter() {
        let own = hits(values)?;
        whole = Hits {
            hits: whole.hits + own.hits,
            n: whole.n + own.n,
        };
    }
    let mut units = Vec::new();
    for (unit, values) in departments.iter() {
        let share = category::share(arguments.category_share, whole, hits(values)?)?;
        let found = heaping(values, arguments.step, share, level).map_err(Failure::refused)?;
        units.push(UnitAnswer { unit, found });
    }
    let is_clean = units.iter().all(|one| !one.found.is_flagged);
    let method = Method::new("取整比例(精确二项检验)", whole.n, &input)
        .setting("step", arguments.step)
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
        "取整个数",
        "取整比例",
        "同类比例",
        "偶然的概率",
        "提示",
    ]);
    for UnitAnswer { unit, found } in units {
        sheet.row([
            Cell::text(*unit),
            Cell::count(found.n),
            Cell::count(found.heaped),
            Cell::number(found.share),
            Cell::number(found.category_share),
            Cell::number(found.chance),
            Cell::flag(found.is_flagged),
        ]);
    }
    sheet
}
