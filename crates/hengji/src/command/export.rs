//! `hengji export`: what leaves the product from the command line.

mod standard;

use std::fs::{File, OpenOptions};
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use hengji_app::projects::ProjectQuery;
use hengji_domain::person::{Actor, Grant, Role};
use hengji_domain::{BudgetYear, Division};

use super::backup;
use crate::data::Data;
use crate::exit::{Exit, Failure, Outcome};
use crate::output;

/// 导出审计链、项目清单、一体化标准表
#[derive(Debug, Args)]
#[command(override_usage = "hengji export <命令>")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    deed: Deed,
}

#[derive(Debug, Subcommand)]
enum Deed {
    /// 导出审计链(每行一个事件),可用 hengji audit verify --file 离线核验
    Audit(AuditArguments),
    /// 导出某年度的项目清单(xlsx)
    Projects(ProjectsArguments),
    /// 导出一体化标准表:PM_PERF_GOAL_INFO 或 PM_PERF_INDICATOR(csv 或 xlsx)
    Standard(standard::Arguments),
}

/// 导出审计链(每行一个事件),可用 hengji audit verify --file 离线核验
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji export audit --division 区划 --output 文件 [选项]",
    after_help = "示例:\n  hengji export audit --division 330108 --output 审计-2026.jsonl\n\n导出本身也记入审计链。请把打印的链末端另行留存。"
)]
struct AuditArguments {
    /// 区划代码,六位
    #[arg(long, value_name = "区划", help_heading = "选项")]
    division: Division,
    /// 写到哪个文件(不能已存在)
    #[arg(long, value_name = "文件", help_heading = "选项")]
    output: PathBuf,
    #[command(flatten)]
    data: Data,
}

/// 导出某年度的项目清单(xlsx)
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji export projects --division 区划 --year 年度 --output 文件 [选项]",
    after_help = "示例:\n  hengji export projects --division 330108 --year 2020 --output 项目清单.xlsx\n\n导出记入审计链。"
)]
struct ProjectsArguments {
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

/// Exports.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    match &arguments.deed {
        Deed::Audit(arguments) => audit(arguments),
        Deed::Projects(arguments) => projects(arguments),
        Deed::Standard(arguments) => standard::run(arguments),
    }
}

fn audit(arguments: &AuditArguments) -> Outcome {
    let app = arguments.data.open_existing()?;
    served(&app, arguments.division)?;
    let mut file = BufWriter::new(fresh(&arguments.output)?);
    let end = app.export_audit_as_operator(arguments.division, &mut file)?;
    file.into_inner()
        .map_err(|error| error.into_error())?
        .sync_all()?;
    output::print(&format!(
        "已导出到 {},共 {} 个事件;链末端 {}:{}\n",
        arguments.output.display(),
        end.seq,
        end.seq,
        end.hash
    ))?;
    Ok(Exit::Fine)
}

fn projects(arguments: &ProjectsArguments) -> Outcome {
    let app = arguments.data.open_existing()?;
    served(&app, arguments.division)?;
    let actor = operator(arguments.division)?;
    let bytes = app.export_projects(&actor, arguments.year, &ProjectQuery::default())?;
    let mut file = fresh(&arguments.output)?;
    std::io::Write::write_all(&mut file, &bytes)?;
    file.sync_all()?;
    output::print(&format!("已导出到 {}\n", arguments.output.display()))?;
    Ok(Exit::Fine)
}

pub(super) fn served(app: &hengji_app::App, division: Division) -> Result<(), Failure> {
    if app.serves(division)? {
        Ok(())
    } else {
        Err(Failure::unusable(format!(
            "数据库里没有区划 {division};请核对 --division。 [division-not-served]"
        )))
    }
}

/// Whoever runs the program on the server reads what the 绩效科 reads; the audit chain says who it was.
pub(super) fn operator(division: Division) -> Result<Actor, Failure> {
    const NOBODY: &str = "00000000-0000-0000-0000-000000000000";
    Ok(Actor {
        user: NOBODY.parse().map_err(Failure::fault)?,
        name: "运维人员(服务器命令行)".to_owned(),
        division,
        grants: vec![Grant {
            role: Role::PerformanceReviewer,
            unit: NOBODY.parse().map_err(Failure::fault)?,
        }],
        address: String::new(),
    })
}

/// A file that nobody else may read and that was not there before: an export never overwrites.
pub(super) fn fresh(path: &Path) -> Result<File, Failure> {
    let file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .map_err(|error| {
            Failure::unusable(format!(
                "不能新建“{}”:{error}。请换一个文件名,或先移走已有的文件。 [output-unwritable]",
                path.display()
            ))
        })?;
    backup::make_private(path)?;
    Ok(file)
}
