//! `hengji bench score`: the scoring kernel alone, and the whole district scored again.

use std::hint::black_box;
use std::time::Duration;

use clap::Args;
use hengji_domain::form::FormLine;
use hengji_domain::rule::SheetRules;
use hengji_domain::{BudgetYear, Division, Score};
use hengji_rules::RuleBook;
use hengji_scoring::{CompiledLine, explain};
use serde::Serialize;

use super::meter::{Meter, Reading};
use crate::demo;
use crate::exit::{Exit, Failure, Outcome};
use crate::output::{self, Format};

/// 计分:每秒多少指标行,每行多少 CPU 时间,全区重算多久
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji bench score [选项]",
    after_help = "示例:\n  hengji bench score --format json\n\n请用发布版测量:cargo run --release -- bench score"
)]
pub(super) struct Arguments {
    /// 项目数(每个项目平均 9 行指标),默认 1400
    #[arg(
        long,
        value_name = "个数",
        default_value_t = 1400,
        hide_default_value = true,
        help_heading = "选项"
    )]
    projects: u64,
    /// 测量内核的秒数,默认 2
    #[arg(
        long,
        value_name = "秒",
        default_value_t = 2,
        hide_default_value = true,
        help_heading = "选项"
    )]
    seconds: u64,
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

#[derive(Serialize)]
struct Answer {
    projects: u64,
    lines: usize,
    scored_lines: usize,
    kernel_lines_per_second: u64,
    kernel_cpu_ns_per_line: u64,
    district_rescore_wall_us: u64,
    district_rescore_cpu_us: u64,
    trace_cpu_us_per_line: u64,
}

/// Measures.
pub(super) fn run(arguments: &Arguments) -> Outcome {
    let (lines, rules) = lines(arguments.projects)?;
    let compiled: Vec<CompiledLine> = lines
        .iter()
        .map(|line| CompiledLine::compile(line, &rules.scoring))
        .collect();
    let (rounds, kernel) = kernel(&compiled, Duration::from_secs(arguments.seconds));
    let again = rescore(&lines, &rules);
    let traced = Meter::begin();
    for line in &lines {
        black_box(explain(line, &rules.scoring));
    }
    let traced = traced.read();
    let count = u64::try_from(lines.len()).unwrap_or(u64::MAX);
    let scored = count.saturating_mul(rounds);
    let wall_us = micros(kernel.wall).max(1);
    let answer = Answer {
        projects: arguments.projects,
        lines: lines.len(),
        scored_lines: compiled.iter().filter(|line| line.score().is_some()).count(),
        kernel_lines_per_second: scored.saturating_mul(1_000_000) / wall_us,
        kernel_cpu_ns_per_line: micros(kernel.cpu).saturating_mul(1_000) / scored.max(1),
        district_rescore_wall_us: micros(again.wall),
        district_rescore_cpu_us: micros(again.cpu),
        trace_cpu_us_per_line: micros(traced.cpu) / count.max(1),
    };
    match arguments.format {
        Format::Json => output::print_json(&answer)?,
        Format::Text => output::print(&in_words(&answer))?,
    }
    Ok(Exit::Fine)
}

/// The lines of the self-evaluations of a district, with their actual values.
fn lines(projects: u64) -> Result<(Vec<FormLine>, std::sync::Arc<SheetRules>), Failure> {
    let division: Division = demo::DIVISION.parse().map_err(Failure::fault)?;
    let year: BudgetYear = demo::EVALUATED_YEAR.parse().map_err(Failure::fault)?;
    let book = RuleBook::embedded().map_err(Failure::fault)?;
    let in_force = book.at(division, year);
    let rules = in_force.sheet_rules().map_err(Failure::fault)?;
    let plan = demo::Plan::read(&in_force).map_err(Failure::fault)?;
    let mut lines = Vec::new();
    for index in 0..projects {
        let mut told = plan
            .evaluated(index)
            .ok_or_else(|| Failure::fault("演示项目无法生成"))?;
        demo::judged::state_scores(&mut told, &rules, demo::START, index);
        lines.extend(told.sheet.lines.iter().map(demo::judged::form_line));
    }
    Ok((lines, rules))
}

/// Scores compiled lines over and over for as long as asked; returns how often.
fn kernel(compiled: &[CompiledLine], least: Duration) -> (u64, Reading) {
    let meter = Meter::begin();
    let mut rounds = 0;
    loop {
        let sum = Score::total(black_box(compiled).iter().filter_map(CompiledLine::score));
        black_box(sum);
        rounds += 1;
        let reading = meter.read();
        if least <= reading.wall {
            return (rounds, reading);
        }
    }
}

/// What happens when the rules change: every line is read again and scored.
fn rescore(lines: &[FormLine], rules: &SheetRules) -> Reading {
    let meter = Meter::begin();
    for line in lines {
        black_box(CompiledLine::compile(line, &rules.scoring).score());
    }
    meter.read()
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

fn in_words(answer: &Answer) -> String {
    format!(
        "{} 个项目,{} 行指标(其中 {} 行可由规则计分)\n计分内核:每秒 {} 行,每行 {} 纳秒 CPU\n全区重新计分:{} 微秒(CPU {} 微秒)\n逐行写出计分说明:每行 {} 微秒 CPU\n",
        answer.projects,
        answer.lines,
        answer.scored_lines,
        answer.kernel_lines_per_second,
        answer.kernel_cpu_ns_per_line,
        answer.district_rescore_wall_us,
        answer.district_rescore_cpu_us,
        answer.trace_cpu_us_per_line
    )
}
