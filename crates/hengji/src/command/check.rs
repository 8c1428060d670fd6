//! `hengji check`: what stands in goal and self-evaluation workbooks, and what is wrong with it. Writes nothing.

mod words;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use hengji_domain::form::Form;
use hengji_domain::rule::SheetRules;
use hengji_domain::{BudgetYear, Division};
use hengji_exchange::check::{CheckReport, RefusedFile};
use hengji_exchange::{ProcessReader, WorkbookRefusal};
use hengji_rules::RuleBook;

use crate::exit::{Exit, Failure, Outcome};
use crate::output::{self, Format};

/// 检查绩效目标表、自评表工作簿,只报告,不入库
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji check <文件或目录>... [选项]",
    after_help = "示例:\n  hengji check 自评表.xlsx --division 330108 --year 2020\n  hengji check 报送目录 --year 2020 --format json > 结果.json\n\n可读 .xlsx、.xls、.ods;给出目录时检查其中全部工作簿。\n退出码:0 没有问题 · 1 有问题 · 2 有文件不可用 · 70 内部故障"
)]
pub(crate) struct Arguments {
    /// 工作簿,或装有工作簿的目录
    #[arg(required = true, value_name = "文件或目录", help_heading = "参数")]
    files: Vec<PathBuf>,
    /// 按哪个区划的规则检查,六位代码,默认 330108
    #[arg(
        long,
        value_name = "区划",
        default_value = "330108",
        hide_default_value = true,
        help_heading = "选项"
    )]
    division: Division,
    /// 按哪个预算年度的规则检查;不给则按表上写的年度
    #[arg(long, value_name = "年度", help_heading = "选项")]
    year: Option<BudgetYear>,
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
    /// 规则目录;不给则用程序内置的规则
    #[arg(long, value_name = "目录", help_heading = "选项")]
    rules: Option<PathBuf>,
}

/// Files whose bytes are held in memory at once.
const FILES_AT_ONCE: usize = 32;

/// Checks them.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let judge = Judge {
        book: book(arguments.rules.as_deref())?,
        division: arguments.division,
        asked: arguments.year,
    };
    let files = super::files::workbooks(&arguments.files)?;
    let reader = ProcessReader::this_program()?;
    let bar = output::progress(u64::try_from(files.len()).unwrap_or(u64::MAX), "检查");
    let mut report = CheckReport::default();
    for some in files.chunks(FILES_AT_ONCE) {
        let mut readable = Vec::new();
        for path in some {
            match std::fs::read(path) {
                Ok(bytes) => readable.push((shown(path), bytes)),
                Err(error) => report.refused.push(unreadable(path, &error)),
            }
        }
        let read = reader.forms_of_many(readable.iter().map(|(_, bytes)| bytes.as_slice()));
        for ((name, _), forms) in readable.iter().zip(read) {
            judge.add(&mut report, name, forms);
            bar.inc(1);
        }
    }
    bar.finish_and_clear();
    match arguments.format {
        Format::Json => output::print_json(&report)?,
        Format::Text => output::print(&words::of(&report))?,
    }
    exit(&report)
}

fn book(directory: Option<&Path>) -> Result<RuleBook, Failure> {
    match directory {
        None => RuleBook::embedded().map_err(Failure::fault),
        Some(path) => RuleBook::from_directory(path).map_err(|all| Failure::Unusable(all.to_string())),
    }
}

struct Judge {
    book: RuleBook,
    division: Division,
    asked: Option<BudgetYear>,
}

impl Judge {
    fn add(&self, report: &mut CheckReport, file: &str, read: Result<Vec<Form>, WorkbookRefusal>) {
        let forms = match read {
            Ok(forms) => forms,
            Err(refusal) => {
                report
                    .refused
                    .push(refused(file, refusal.code(), refusal.message()));
                return;
            }
        };
        for form in &forms {
            match self.rules(file, form) {
                Ok((rules, year)) => report.add(file, form, &rules, year),
                Err(refusal) => report.refused.push(refusal),
            }
        }
    }

    fn rules(&self, file: &str, form: &Form) -> Result<(Arc<SheetRules>, BudgetYear), RefusedFile> {
        let year = self.asked.or(form.year).ok_or_else(|| {
            refused(
                file,
                "year-unknown",
                format!(
                    "工作表“{}”没有写年度,请用 --year 指定按哪一年的规则检查。",
                    form.worksheet
                ),
            )
        })?;
        let rules = self
            .book
            .at(self.division, year)
            .sheet_rules()
            .map_err(|missing| refused(file, "rule-missing", without_code(&missing.to_string())))?;
        Ok((rules, year))
    }
}

fn refused(file: &str, code: &str, message: String) -> RefusedFile {
    RefusedFile {
        file: file.to_owned(),
        code: code.to_owned(),
        message,
    }
}

fn without_code(words: &str) -> String {
    words.rsplit_once(" [").map_or(words, |(head, _)| head).to_owned()
}

fn unreadable(path: &Path, error: &std::io::Error) -> RefusedFile {
    refused(
        &shown(path),
        "file-unreadable",
        format!("文件打不开:{error}。请核对路径和权限。"),
    )
}

/// The contract names files without their directories.
fn shown(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

/// A file that cannot be used outweighs findings: a script must not take half an answer for a whole one.
fn exit(report: &CheckReport) -> Outcome {
    match report.refused.len() {
        0 if report.files.iter().all(|file| file.findings.is_empty()) => Ok(Exit::Fine),
        0 => Ok(Exit::Findings),
        count => Err(Failure::unusable(format!(
            "有 {count} 个文件(或工作表)不可用,详见结果。 [files-refused]"
        ))),
    }
}
