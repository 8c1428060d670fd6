//! `hengji import`: workbooks taken in by the operator, with the units and projects they name; money data.

mod money;
mod standard;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use hengji_app::imports::OperatorImport;
use hengji_app::{App, AppError};
use hengji_domain::{BudgetYear, Division};
use serde::Serialize;

use super::files;
use crate::data::{self, Data};
use crate::exit::{Exit, Failure, Outcome};
use crate::output::{self, Format};

/// 导入绩效目标表、自评表工作簿:检查后入库,每个文件要么全部入库,要么一行不入
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    override_usage = "hengji import <文件或目录>... --division 区划 [选项]\n       hengji import <命令>",
    after_help = "示例:\n  hengji import 报送目录 --division 330108 --year 2020\n\n表中的单位和项目不在库里时一并建立;原件随表保存。请先用 hengji check 检查。\n退出码:0 全部入库 · 1 有文件被规则拒绝 · 2 有文件不可用 · 70 内部故障"
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    deed: Option<Deed>,
    /// 工作簿,或装有工作簿的目录
    #[arg(required = true, value_name = "文件或目录", help_heading = "参数")]
    files: Vec<PathBuf>,
    /// 导入到哪个区划,六位代码
    #[arg(long, required = true, value_name = "区划", help_heading = "选项")]
    division: Option<Division>,
    /// 预算年度;不给则按表上写的年度
    #[arg(long, value_name = "年度", help_heading = "选项")]
    year: Option<BudgetYear>,
    #[command(flatten)]
    data: Data,
    /// 输出格式:text 文字(默认)或 json
    #[arg(
        long,
        value_name = "格式",
        default_value = "text",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "选项"
    )]
    format: Format,
}

#[derive(Debug, Subcommand)]
enum Deed {
    /// 导入资金数据:年初预算、全年预算数、预算调整、支付明细、国库对账数
    Money(money::Arguments),
    /// 导入一体化标准表:项目绩效目标(PM_PERF_GOAL_INFO)和指标(PM_PERF_INDICATOR)
    Standard(standard::Arguments),
}

#[derive(Debug, Default, Serialize)]
struct FileAnswer {
    file: String,
    units: u32,
    projects: u32,
    sheets: usize,
    lines: u32,
    findings: u32,
    refused: Option<Refused>,
}

#[derive(Debug, Serialize)]
struct Refused {
    code: String,
    message: String,
}

/// Stands for whoever runs the program on the server, who has no account.
const OPERATOR: &str = "00000000-0000-0000-0000-000000000000";

/// Imports them.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    match (&arguments.deed, arguments.division) {
        (Some(Deed::Money(arguments)), _) => money::run(arguments),
        (Some(Deed::Standard(arguments)), _) => standard::run(arguments),
        (None, Some(division)) => forms(arguments, division),
        (None, None) => Err(Failure::unusable(
            "没有写明区划;请用 --division 指定。 [division-missing]",
        )),
    }
}

fn forms(arguments: &Arguments, division: Division) -> Outcome {
    let paths = files::workbooks(&arguments.files)?;
    for path in &paths {
        data::require_file(path)?;
    }
    let app = arguments.data.open_existing()?;
    require_served(&app, division)?;
    let bar = output::progress(u64::try_from(paths.len()).unwrap_or(u64::MAX), "导入");
    let mut answers = Vec::new();
    for path in &paths {
        answers.push(import(&app, arguments, division, path)?);
        bar.inc(1);
    }
    bar.finish_and_clear();
    match arguments.format {
        Format::Json => output::print_json(&answers)?,
        Format::Text => output::print(&answers.iter().map(in_words).collect::<String>())?,
    }
    exit(&answers)
}

/// Refuses a division that the database does not have.
fn require_served(app: &App, division: Division) -> Result<(), Failure> {
    if app.serves(division)? {
        return Ok(());
    }
    Err(Failure::unusable(format!(
        "数据库里没有区划 {division};请先运行 hengji init,或核对 --division。 [division-not-served]"
    )))
}

fn import(app: &App, arguments: &Arguments, division: Division, path: &Path) -> Result<FileAnswer, Failure> {
    let name = path.file_name().unwrap_or(path.as_os_str());
    let file = name.to_string_lossy().into_owned();
    let taken = app.import_as_operator(&OperatorImport {
        division,
        year: arguments.year,
        file_name: file.clone(),
        bytes: std::fs::read(path)?,
        keeper: OPERATOR.parse().map_err(Failure::fault)?,
    });
    match taken {
        Ok(taken) => Ok(FileAnswer {
            file,
            units: taken.units,
            projects: taken.projects,
            sheets: taken.sheets.len(),
            lines: taken.lines,
            findings: taken.findings,
            refused: None,
        }),
        // A fault is ours and stops everything; a refusal belongs to this file, the others go on.
        Err(fault @ (AppError::Fault(_) | AppError::Busy)) => Err(fault.into()),
        Err(refusal) => Ok(FileAnswer {
            file,
            refused: Some(Refused {
                code: refusal.code().to_owned(),
                message: refusal.to_string(),
            }),
            ..FileAnswer::default()
        }),
    }
}

fn in_words(answer: &FileAnswer) -> String {
    match &answer.refused {
        Some(refused) => format!("{}:没有入库。{}\n", answer.file, refused.message),
        None => format!(
            "{}:已入库 {} 张表、{} 行指标(新增单位 {}、项目 {}),查出 {} 处问题。\n",
            answer.file, answer.sheets, answer.lines, answer.units, answer.projects, answer.findings
        ),
    }
}

/// A file that the reader could not use weighs more than one that a rule refuses.
fn exit(answers: &[FileAnswer]) -> Outcome {
    let refused: Vec<&Refused> = answers
        .iter()
        .filter_map(|answer| answer.refused.as_ref())
        .collect();
    if refused.is_empty() {
        return Ok(Exit::Fine);
    }
    let words = format!("有 {} 个文件没有入库,详见结果。 [files-refused]", refused.len());
    if refused.iter().any(|refused| refused.code.contains("workbook")) {
        Err(Failure::Unusable(words))
    } else {
        Err(Failure::Refused(words))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(code: Option<&str>) -> FileAnswer {
        FileAnswer {
            file: "a.xlsx".into(),
            sheets: 1,
            lines: 9,
            refused: code.map(|code| Refused {
                code: code.to_owned(),
                message: format!("原因。 [{code}]"),
            }),
            ..FileAnswer::default()
        }
    }

    /// Reads `codes -> exit code`, one code for each file, `-` for a file that was stored.
    fn check(case: &str) {
        let (codes, expected) = case.split_once(" -> ").unwrap();
        let answers: Vec<FileAnswer> = codes
            .split_whitespace()
            .map(|code| answer(Some(code).filter(|code| *code != "-")))
            .collect();
        let found = match exit(&answers) {
            Ok(_) => 0,
            Err(failure) => failure.code(),
        };
        assert_eq!(found.to_string(), expected, "{case}");
    }

    #[test]
    fn the_worst_file_decides_the_exit_code() {
        check("- -> 0");
        check("- - - -> 0");
        check("- import-not-ready -> 1");
        check("rule-missing -> 1");
        check("- workbook-damaged -> 2");
        check("import-not-ready not-a-workbook -> 2");
    }

    #[test]
    fn a_file_that_was_not_stored_is_told_with_its_reason() {
        assert!(in_words(&answer(None)).contains("已入库 1 张表、9 行指标"));
        assert_eq!(in_words(&answer(Some("x-y"))), "a.xlsx:没有入库。原因。 [x-y]\n");
    }
}
