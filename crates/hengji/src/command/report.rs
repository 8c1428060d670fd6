//! `hengji report`: the figures of a year for those who write the report, and for other programs.

mod progress;

use clap::{Args, Subcommand};

use crate::exit::Outcome;

/// 年度报告用的数据:全过程进度
#[derive(Debug, Args)]
#[command(override_usage = "hengji report <命令>")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    deed: Deed,
}

#[derive(Debug, Subcommand)]
enum Deed {
    /// 全过程进度:年度数据、各环节、各主管部门,与“全过程进度”页面同数
    Progress(progress::Arguments),
}

/// Reports.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    match &arguments.deed {
        Deed::Progress(arguments) => progress::run(arguments),
    }
}
