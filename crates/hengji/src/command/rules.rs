//! `hengji rules`: what the rules are, whether they hold, what changes from year to year.

mod check;
mod diff;
mod show;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use hengji_rules::{RuleBook, RuleRow};
use serde::Serialize;

use crate::exit::{Failure, Outcome};

/// 查看、检查、比较规则
#[derive(Debug, Args)]
#[command(override_usage = "hengji rules <命令>")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    deed: Deed,
}

#[derive(Debug, Subcommand)]
enum Deed {
    /// 检查全部规则:格式、约束、出处,并逐一验算规则旁的算例
    Check(check::Arguments),
    /// 列出某区划某年度生效的规则及其出处
    Show(show::Arguments),
    /// 比较两个年度的规则
    Diff(diff::Arguments),
}

/// Where the rules come from.
#[derive(Debug, Args)]
struct Source {
    /// 规则目录;不给则用程序内置的规则
    #[arg(long, value_name = "目录", help_heading = "选项")]
    rules: Option<PathBuf>,
}

impl Source {
    fn book(&self) -> Result<RuleBook, Failure> {
        match &self.rules {
            // The embedded book was checked when the program was built, so a refusal is our own fault.
            None => RuleBook::embedded().map_err(Failure::fault),
            Some(path) => RuleBook::from_directory(path).map_err(|all| Failure::Unusable(all.to_string())),
        }
    }
}

/// Does what was asked.
pub(crate) fn run(arguments: Arguments) -> Outcome {
    match arguments.deed {
        Deed::Check(arguments) => check::run(&arguments),
        Deed::Show(arguments) => show::run(&arguments),
        Deed::Diff(arguments) => diff::run(&arguments),
    }
}

/// A rule in JSON.
#[derive(Debug, Serialize)]
struct RuleJson {
    rule: &'static str,
    description: String,
    division: String,
    from: String,
    value: String,
    is_set: bool,
    source: String,
    clause: String,
    mark: &'static str,
    note: Option<String>,
    variants: Vec<String>,
    file: String,
}

impl From<RuleRow> for RuleJson {
    fn from(row: RuleRow) -> Self {
        Self {
            rule: row.rule,
            description: row.description,
            division: row.division.to_string(),
            from: row.from.to_string(),
            value: row.value,
            is_set: row.is_set,
            source: row.citation.source.clone(),
            clause: row.citation.clause.clone(),
            mark: row.citation.verification.mark(),
            note: row.note,
            variants: row
                .variants
                .into_iter()
                .map(|variant| format!("{}:{}", variant.name, variant.value))
                .collect(),
            file: row.file,
        }
    }
}

/// A rule in words: one line for the value, one for its source.
fn words(row: &RuleRow) -> String {
    let citation = &row.citation;
    format!(
        "{} {}({})\n    {}\n    {} 自 {} 起;{} {}\n",
        citation.verification.mark(),
        row.description,
        row.rule,
        row.value,
        row.division,
        row.from,
        citation.source,
        citation.clause
    )
}
