//! `hengji allocate`: budgets by results, cuts, evaluation days, institutions, project classes.

mod assign;
mod budget;
mod classes;
mod cuts;
mod money;
mod plan;

#[cfg(test)]
mod tests;

use std::io::Write;

use clap::{Args, Subcommand};
use hengji_analysis::allocate::AllocateError;

use crate::{Context, Failure, Outcome};

/// 分配:按结果分预算、分担压减、排评价计划、分派机构、项目分类
#[derive(Debug, Args)]
#[command(override_usage = "hengji allocate <命令>")]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

/// What is allocated.
#[derive(Debug, Subcommand)]
enum What {
    /// 激励分配:按基数和得分分配总额,保底封顶,精确到分
    Budget(budget::Arguments),
    /// 评价计划:有限的评价日用在哪些项目上,多一天值多少
    Plan(plan::Arguments),
    /// 机构分派:份额上限、回避、轮换,并列时公开抽签
    Assign(assign::Arguments),
    /// 项目分类:A、B、C 类及其对权重的敏感性
    Classes(classes::Arguments),
    /// 压减分担:按等比例、等额保障、等额压减或 Talmud 规则
    Cuts(cuts::Arguments),
}

/// Does the allocation that was asked for.
pub(crate) fn run(arguments: &Arguments, out: &mut dyn Write, context: &mut Context<'_>) -> Outcome {
    match &arguments.what {
        What::Budget(arguments) => budget::run(arguments, out, context),
        What::Plan(arguments) => plan::run(arguments, out, context),
        What::Assign(arguments) => assign::run(arguments, out, context),
        What::Classes(arguments) => classes::run(arguments, out, context),
        What::Cuts(arguments) => cuts::run(arguments, out, context),
    }
}

/// What stands under every proposal.
const PROPOSAL: &str = "结果是供决策的建议;参数须在得分公布之前公开,最终结果由人签字。";

/// Whether the method says no, or the input cannot be used.
fn failure(error: AllocateError) -> Failure {
    match error {
        AllocateError::Infeasible { .. }
        | AllocateError::Seats { .. }
        | AllocateError::NoShortage { .. }
        | AllocateError::TooFewDays { .. }
        | AllocateError::TooFewProjects { .. }
        | AllocateError::Unplaceable(_)
        | AllocateError::NodeLimit { .. }
        | AllocateError::Solver { .. } => Failure::refused(error),
        _ => Failure::unusable(error),
    }
}

/// Cells that mean yes.
fn is_yes(cell: &str) -> bool {
    ["是", "1", "√", "✓", "Y", "y", "yes", "true"].contains(&cell)
}
