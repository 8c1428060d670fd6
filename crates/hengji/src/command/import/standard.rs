//! `hengji import standard`: goals under the names of the integrated budget system.

use std::path::{Path, PathBuf};

use clap::Args;
use hengji_app::standard::StandardFiles;
use hengji_domain::{BudgetYear, Division};

use super::require_served;
use crate::data::{self, Data};
use crate::exit::{Exit, Failure, Outcome};
use crate::output;

/// 导入一体化标准表:项目绩效目标(PM_PERF_GOAL_INFO)和指标(PM_PERF_INDICATOR)
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji import standard --goals 文件 --indicators 文件 --division 区划 --year 年度 [选项]",
    after_help = "示例:\n  hengji import standard --goals PM_PERF_GOAL_INFO.csv --indicators PM_PERF_INDICATOR.csv --division 330108 --year 2021\n\n项目须已登记;新建目标或填入编报中的目标,已提交的不覆盖。两份文件全部导入或全不导入。"
)]
pub(super) struct Arguments {
    /// 项目绩效目标信息表(PM_PERF_GOAL_INFO)
    #[arg(long, value_name = "文件", help_heading = "选项")]
    goals: PathBuf,
    /// 项目绩效指标信息表(PM_PERF_INDICATOR)
    #[arg(long, value_name = "文件", help_heading = "选项")]
    indicators: PathBuf,
    /// 区划代码,六位
    #[arg(long, value_name = "区划", help_heading = "选项")]
    division: Division,
    /// 预算年度
    #[arg(long, value_name = "年度", help_heading = "选项")]
    year: BudgetYear,
    #[command(flatten)]
    data: Data,
}

/// Imports them.
pub(super) fn run(arguments: &Arguments) -> Outcome {
    let files = StandardFiles {
        goals: file(&arguments.goals)?,
        indicators: file(&arguments.indicators)?,
    };
    let app = arguments.data.open_existing()?;
    require_served(&app, arguments.division)?;
    let done = app.import_standard_as_operator(arguments.division, arguments.year, &files)?;
    output::print(&format!(
        "已导入 {} 个目标、{} 条指标;标为已删除的 {} 行未导入。\n",
        done.goals, done.lines, done.deleted
    ))?;
    Ok(Exit::Fine)
}

fn file(path: &Path) -> Result<(String, Vec<u8>), Failure> {
    data::require_file(path)?;
    let name = path.file_name().unwrap_or(path.as_os_str());
    Ok((name.to_string_lossy().into_owned(), std::fs::read(path)?))
}
