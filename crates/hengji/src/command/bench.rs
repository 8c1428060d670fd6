//! `hengji bench`: measures what the README promises, on this machine.

mod meter;
mod score;

use clap::{Args, Subcommand};

use crate::exit::Outcome;

/// 测量计分、导入和页面的速度
#[derive(Debug, Args)]
#[command(override_usage = "hengji bench <命令>")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    deed: Deed,
}

#[derive(Debug, Subcommand)]
enum Deed {
    /// 计分:每秒多少指标行,每行多少 CPU 时间,全区重算多久
    Score(score::Arguments),
}

/// Measures what was asked.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    match &arguments.deed {
        Deed::Score(arguments) => score::run(arguments),
    }
}
