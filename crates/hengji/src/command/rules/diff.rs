//! `hengji rules diff`: what changes from one budget year to another.

use clap::Args;
use hengji_domain::{BudgetYear, Division};
use hengji_rules::RuleChange;
use serde::Serialize;

use super::{RuleJson, Source};
use crate::exit::{Exit, Outcome};
use crate::output::{self, Format};

/// 比较两个年度的规则
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji rules diff --division 区划 年度 年度 [选项]",
    after_help = "示例:\n  hengji rules diff --division 330108 2020 2021\n\n两年规则相同时退出码为 0,有不同时为 1。"
)]
pub(super) struct Arguments {
    /// 前一年度
    #[arg(value_name = "前一年度", help_heading = "参数")]
    before: BudgetYear,
    /// 后一年度
    #[arg(value_name = "后一年度", help_heading = "参数")]
    after: BudgetYear,
    /// 区划代码,六位
    #[arg(long, value_name = "区划", help_heading = "选项")]
    division: Division,
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
    #[command(flatten)]
    source: Source,
}

#[derive(Serialize)]
struct ChangeJson {
    rule: &'static str,
    before: Option<RuleJson>,
    after: Option<RuleJson>,
}

#[derive(Serialize)]
struct Answer {
    division: String,
    before: u16,
    after: u16,
    changes: Vec<ChangeJson>,
}

/// Compares them.
pub(super) fn run(arguments: &Arguments) -> Outcome {
    let book = arguments.source.book()?;
    let changes = book.diff(arguments.division, arguments.before, arguments.after);
    let exit = if changes.is_empty() {
        Exit::Fine
    } else {
        Exit::Findings
    };
    match arguments.format {
        Format::Text => {
            let mut words: String = changes.iter().map(in_words).collect();
            if changes.is_empty() {
                words = format!(
                    "{} 的规则在 {} 年和 {} 年相同。\n",
                    arguments.division, arguments.before, arguments.after
                );
            }
            output::print(&words)?;
        }
        Format::Json => output::print_json(&Answer {
            division: arguments.division.to_string(),
            before: arguments.before.get(),
            after: arguments.after.get(),
            changes: changes
                .into_iter()
                .map(|change| ChangeJson {
                    rule: change.rule,
                    before: change.before.map(RuleJson::from),
                    after: change.after.map(RuleJson::from),
                })
                .collect(),
        })?,
    }
    Ok(exit)
}

fn in_words(change: &RuleChange) -> String {
    let side = |row: &Option<hengji_rules::RuleRow>| {
        row.as_ref().map_or("(无)".to_owned(), |row| {
            format!("{}({} 自 {} 起)", row.value, row.division, row.from)
        })
    };
    let named = change.after.as_ref().or(change.before.as_ref());
    format!(
        "{}({})\n  - {}\n  + {}\n",
        named.map_or("", |row| row.description.as_str()),
        change.rule,
        side(&change.before),
        side(&change.after)
    )
}
