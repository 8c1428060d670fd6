//! `hengji export standard`: goals under the names of the integrated budget system.

use std::path::PathBuf;

use clap::Args;
use hengji_app::standard::StandardTable;
use hengji_domain::{BudgetYear, Division};

use super::{fresh, operator, served};
use crate::data::Data;
use crate::exit::{Exit, Failure, Outcome};
use crate::output;

/// 导出一体化标准表:PM_PERF_GOAL_INFO 或 PM_PERF_INDICATOR(csv 或 xlsx)
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji export standard --table 表名 --division 区划 --year 年度 --output 文件 [选项]",
    after_help = "示例:\n  hengji export standard --table PM_PERF_INDICATOR --division 330108 --year 2021 --output PM_PERF_INDICATOR.csv\n\n文件名以 .csv 结尾写 csv,否则写 xlsx。导出记入审计链。"
)]
pub(super) struct Arguments {
    /// 标准表名:PM_PERF_GOAL_INFO、PM_PERF_INDICATOR
    #[arg(long, value_name = "表名", help_heading = "选项")]
    table: String,
    /// 区划代码,六位
    #[arg(long, value_name = "区划", help_heading = "选项")]
    division: Division,
    /// 预算年度
    #[arg(long, value_name = "年度", help_heading = "选项")]
    year: BudgetYear,
    /// 写到哪个文件(不能已存在)
    #[arg(long, value_name = "文件", help_heading = "选项")]
    output: PathBuf,
    #[command(flatten)]
    data: Data,
}

/// Exports it.
pub(super) fn run(arguments: &Arguments) -> Outcome {
    let table = StandardTable::from_code(&arguments.table).ok_or_else(|| {
        Failure::unusable(format!(
            "没有标准表“{}”;可导出 PM_PERF_GOAL_INFO、PM_PERF_INDICATOR。 [standard-table-unknown]",
            arguments.table
        ))
    })?;
    let app = arguments.data.open_existing()?;
    served(&app, arguments.division)?;
    let is_csv = arguments
        .output
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    let bytes = app.export_standard(&operator(arguments.division)?, arguments.year, table, is_csv)?;
    let mut file = fresh(&arguments.output)?;
    std::io::Write::write_all(&mut file, &bytes)?;
    file.sync_all()?;
    output::print(&format!("已导出到 {}\n", arguments.output.display()))?;
    Ok(Exit::Fine)
}
