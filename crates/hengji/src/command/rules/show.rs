//! `hengji rules show`: the rules in force, each with its source.

use clap::Args;
use hengji_domain::{BudgetYear, Division};
use serde::Serialize;

use super::{RuleJson, Source};
use crate::exit::{Exit, Failure, Outcome};
use crate::output::{self, Format};

/// 列出某区划某年度生效的规则及其出处
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji rules show --division 区划 --year 年度 [选项]",
    after_help = "示例:\n  hengji rules show --division 330108 --year 2020\n  hengji rules show --division 330108 --year 2021 --rule scoring --format json"
)]
pub(super) struct Arguments {
    /// 区划代码,六位
    #[arg(long, value_name = "区划", help_heading = "选项")]
    division: Division,
    /// 预算年度
    #[arg(long, value_name = "年度", help_heading = "选项")]
    year: BudgetYear,
    /// 只看名称以此开头的规则,如 scoring 或 goal.taxonomy
    #[arg(
        long,
        value_name = "规则",
        default_value = "",
        hide_default_value = true,
        help_heading = "选项"
    )]
    rule: String,
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
struct Answer {
    division: String,
    year: u16,
    fingerprint: String,
    rules: Vec<RuleJson>,
}

/// Shows them. A rule that does not exist is an input that cannot be used, not an empty answer.
pub(super) fn run(arguments: &Arguments) -> Outcome {
    let book = arguments.source.book()?;
    let in_force = book.at(arguments.division, arguments.year);
    let rows: Vec<_> = in_force
        .all()
        .into_iter()
        .filter(|row| row.rule.starts_with(&arguments.rule))
        .collect();
    if rows.is_empty() {
        return Err(Failure::unusable(format!(
            "{} 的 {} 年没有以“{}”开头的规则;去掉 --rule 可看全部,或换一个年度。 [rule-missing]",
            arguments.division, arguments.year, arguments.rule
        )));
    }
    match arguments.format {
        Format::Text => {
            let words: String = rows.iter().map(super::words).collect();
            output::print(&words)?;
        }
        Format::Json => output::print_json(&Answer {
            division: arguments.division.to_string(),
            year: arguments.year.get(),
            fingerprint: in_force.fingerprint().to_owned(),
            rules: rows.into_iter().map(RuleJson::from).collect(),
        })?,
    }
    Ok(Exit::Fine)
}
