//! `hengji rules check`: loads all rules and computes every case beside them.

use clap::Args;
use hengji_app::rules::evaluate;
use serde::Serialize;

use super::Source;
use crate::exit::{Exit, Outcome};
use crate::output::{self, Format};

/// 检查全部规则:格式、约束、出处,并逐一验算规则旁的算例
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji rules check [选项]",
    after_help = "示例:\n  hengji rules check\n  hengji rules check --rules 本地规则目录 --format json\n\n算例全部符合时退出码为 0,有不符时为 1,规则文件有误时为 2。"
)]
pub(super) struct Arguments {
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
struct FaultJson {
    file: String,
    rule: String,
    case: String,
    problem: String,
}

#[derive(Serialize)]
struct Answer {
    rules: usize,
    frameworks: usize,
    variants: usize,
    verified: usize,
    partly: usize,
    unverified: usize,
    cases_held: usize,
    faults: Vec<FaultJson>,
}

/// Checks them.
pub(super) fn run(arguments: &Arguments) -> Outcome {
    let book = arguments.source.book()?;
    let report = book.check(&evaluate);
    let exit = if report.is_clean() {
        Exit::Fine
    } else {
        Exit::Findings
    };
    let answer = Answer {
        rules: report.rules,
        frameworks: report.frameworks,
        variants: report.variants,
        verified: report.values.verified,
        partly: report.values.partly,
        unverified: report.values.unverified,
        cases_held: report.cases_held,
        faults: report
            .faults
            .into_iter()
            .map(|fault| FaultJson {
                file: fault.file,
                rule: fault.rule,
                case: fault.name,
                problem: fault.problem,
            })
            .collect(),
    };
    match arguments.format {
        Format::Json => output::print_json(&answer)?,
        Format::Text => output::print(&in_words(&answer))?,
    }
    Ok(exit)
}

fn in_words(answer: &Answer) -> String {
    let mut words = format!(
        "规则 {} 条(另有变体 {} 个),评价指标体系 {} 个;已核实 ✔ {} · 部分核实 ◐ {} · 未核实 ✎ {};算例符合 {} 个。\n",
        answer.rules,
        answer.variants,
        answer.frameworks,
        answer.verified,
        answer.partly,
        answer.unverified,
        answer.cases_held
    );
    for fault in &answer.faults {
        words += &format!(
            "算例不符:“{}”({},规则 {}):{} [rule-case-failed]\n",
            fault.case, fault.file, fault.rule, fault.problem
        );
    }
    words
}
