//! The commands: one file each.

pub(crate) mod bench;
pub(crate) mod check;
pub(crate) mod files;
pub(crate) mod rules;

use clap::Subcommand;

use crate::exit::Outcome;

/// What can be asked of the program.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// 检查绩效目标表、自评表工作簿,只报告,不入库
    Check(check::Arguments),
    /// 测量计分、导入和页面的速度
    Bench(bench::Arguments),
    /// 查看、检查、比较规则
    Rules(rules::Arguments),
}

impl Command {
    /// Does it.
    pub(crate) fn run(self) -> Outcome {
        match self {
            Self::Check(arguments) => check::run(&arguments),
            Self::Bench(arguments) => bench::run(&arguments),
            Self::Rules(arguments) => rules::run(arguments),
        }
    }
}
