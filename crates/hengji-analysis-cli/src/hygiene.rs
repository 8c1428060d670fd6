//! `hengji hygiene`: signs that targets, scores, texts or payments deserve a question.

mod category;
mod digits;
mod heaping;
mod rank;
mod scores;
mod stale;
mod targets;
mod texts;

#[cfg(test)]
mod tests;

use std::io::Write;

use clap::{Args, Subcommand};

use crate::{Context, Outcome};

/// 数据卫生:文本雷同、目标偏低或未变、得分、取整、首位数字、线索排序
#[derive(Debug, Args)]
#[command(override_usage = "hengji hygiene <命令>")]
pub struct Arguments {
    #[command(subcommand)]
    check: Check,
}

/// The checks.
#[derive(Debug, Subcommand)]
enum Check {
    /// 文本雷同:互相照抄的绩效目标
    Texts(texts::Arguments),
    /// 目标偏低:多个指标的完成值远超目标值
    Targets(targets::Arguments),
    /// 目标未变:预算变动很大而目标值照旧
    Stale(stale::Arguments),
    /// 自评得分:满分过多、拉不开差距
    Scores(scores::Arguments),
    /// 取整堆积:数值集中在 5 或 10 的倍数
    Heaping(heaping::Arguments),
    /// 首位数字:支付金额的首位数字是否自然(只用于支付金额)
    Digits(digits::Arguments),
    /// 线索排序:按各项检查的命中率排出本月先看哪些
    Rank(rank::Arguments),
}

/// Does the check that was asked for.
pub(crate) fn run(arguments: &Arguments, out: &mut dyn Write, context: &mut Context<'_>) -> Outcome {
    match &arguments.check {
        Check::Texts(arguments) => texts::run(arguments, out, context),
        Check::Targets(arguments) => targets::run(arguments, out, context),
        Check::Stale(arguments) => stale::run(arguments, out, context),
        Check::Scores(arguments) => scores::run(arguments, out, context),
        Check::Heaping(arguments) => heaping::run(arguments, out, context),
        Check::Digits(arguments) => digits::run(arguments, out, context),
        Check::Rank(arguments) => rank::run(arguments, out, context),
    }
}

/// What every check says under its rows.
const QUESTION: &str = "提示只是提问的线索,不能据此认定问题或扣分。";
