//! `hengji progress`: is a project slow for its kind, how sure is a share, how many answers does it take.

mod alert;
mod dual;
mod history;
mod prior;
mod profile;
mod rating;
mod share;
mod size;
mod typed;

#[cfg(test)]
mod tests;

use std::io::Write;

use clap::{Args, Subcommand};

use crate::{Context, Outcome};

/// 进度:同类分位线、进度提示、双监控、比例和平均分的区间、最少样本
#[derive(Debug, Args)]
#[command(override_usage = "hengji progress <命令>")]
pub struct Arguments {
    #[command(subcommand)]
    question: Question,
}

/// What is asked.
#[derive(Debug, Subcommand)]
enum Question {
    /// 进度分位线:同类项目往年各月执行到多少
    Profile(profile::Arguments),
    /// 进度提示:当年哪些项目比同类慢,全年预计多少
    Alert(alert::Arguments),
    /// 双监控:资金进度与目标进度两方面对照
    Dual(dual::Arguments),
    /// 比例的区间:满意率有多准,目标是否达到
    Share(share::Arguments),
    /// 最少样本:要收回多少份才够
    Size(size::Arguments),
    /// 平均分的区间:按档次打分的满意度
    Rating(rating::Arguments),
}

/// Answers what was asked.
pub(crate) fn run(arguments: &Arguments, out: &mut dyn Write, context: &mut Context<'_>) -> Outcome {
    match &arguments.question {
        Question::Profile(arguments) => profile::run(arguments, out, context),
        Question::Alert(arguments) => alert::run(arguments, out, context),
        Question::Dual(arguments) => dual::run(arguments, out, context),
        Question::Share(arguments) => share::run(arguments, out, context),
        Question::Size(arguments) => size::run(arguments, out, context),
        Question::Rating(arguments) => rating::run(arguments, out, context),
    }
}

/// What every answer on the pace of a project says under its rows.
const BESIDE: &str = "提示与绩效监控的红黄绿灯并列,不代替它;慢是提问的线索,不能据此扣分。";
