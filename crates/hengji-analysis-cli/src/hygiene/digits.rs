//! `hengji hygiene digits`: first digits of payment amounts.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use hengji_analysis::hygiene::{Conformity, DigitThresholds, FirstDigits, first_digits};
use serde::Serialize;

use super::QUESTION;
use crate::arguments::Shared;
use crate::report::{Cell, Method, Report, Sheet};
use crate::table::Table;
use crate::{Context, Exit, Failure, Outcome};

/// 首位数字:支付金额的首位数字是否自然(只用于支付金额)
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji hygiene digits <数据.csv> --amount 列 [选项]",
    after_help = "示例:\n  hengji hygiene digits 支付流水.csv --amount 金额\n\n只用于支付金额,不用于目标值和得分。笔数、数量级和偏差分档取自规则 analysis.first_digits,不够时拒绝。\n不符合时退出码为 1。"
)]
pub(super) struct Arguments {
    /// 数据表(CSV,首行为列名,每行一笔支付);- 表示标准输入
    #[arg(value_name = "数据.csv", help_heading = "参数")]
    data: PathBuf,
    /// 支付金额所在列;零和负数(退款)不计
    #[arg(long, value_name = "列", help_heading = "选项")]
    amount: String,
    #[command(flatten)]
    shared: Shared,
}

/// What stands beside `method`.
#[derive(Serialize)]
struct Answer {
    payments: FirstDigits,
}

/// Computes and prints.
pub(super) fn run(arguments: &Arguments, out: &mut dyn Write, context: &mut Context<'_>) -> Outcome {
    let mut rules = arguments.shared.rules(context)?;
    let numbers = rules.parameters("analysis.first_digits")?;
    let thresholds = DigitThresholds {
        payments_least: numbers.count("payments_least")?,
        orders_least: numbers.float("orders_least")?,
        close: numbers.float("close")?,
        acceptable: numbers.float("acceptable")?,
        marginal: numbers.float("marginal")?,
    };
    let table = Table::open(&arguments.data, context)?;
    let amount = table.column("--amount", &arguments.amount)?;
    let mut payments = Vec::new();
    let input = table.read(|row| payments.extend(row.finite(&amount)))?;
    let found = first_digits(&payments, &thresholds).map_err(Failure::refused)?;
    let is_clean = found.conformity != Conformity::Nonconforming;
    let method = Method::new("首位数字(Benford),只用于支付金额", found.n, &input)
        .setting("payments_least", thresholds.payments_least)
        .setting("orders_least", thresholds.orders_least)
        .setting("close", thresholds.close)
        .setting("acceptable", thresholds.acceptable)
        .setting("marginal", thresholds.marginal)
        .rules(rules);
    let sheet = sheet(&found);
    let notes = [
        format!(
            "卡方 {:.4}(自由度 {},偶然的概率 {:.4});平均偏差 {:.5}:{}。",
            found.chi_squared,
            found.freedom,
            found.chance,
            found.mean_deviation,
            found.conformity.words()
        ),
        format!(
            "零和退款 {} 笔不计;金额跨 {:.1} 个数量级。笔数越多,卡方越容易显著,以平均偏差为准。",
            found.skipped, found.orders
        ),
    ];
    let mut report = Report::new(method, Answer { payments: found }, sheet);
    for note in notes {
        report = report.note(note);
    }
    report
        .note(QUESTION)
        .write(arguments.shared.format, out, context)?;
    Ok(if is_clean { Exit::Fine } else { Exit::Findings })
}

fn sheet(found: &FirstDigits) -> Sheet {
    let mut sheet = Sheet::new(["首位数字", "笔数", "应有笔数"]);
    for (digit, (counted, expected)) in (1..).zip(found.counts.iter().zip(found.expected)) {
        sheet.row([Cell::Count(digit), Cell::count(*counted), Cell::number(expected)]);
    }
    sheet
}
