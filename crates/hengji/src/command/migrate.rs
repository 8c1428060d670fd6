//! `hengji migrate`: brings a database to the schema of this program.

use clap::Args;

use crate::data::{Data, Lock};
use crate::exit::{Exit, Outcome};
use crate::output;

/// 把数据库升级到本程序的结构(升级前自动留存备份)
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji migrate [选项]",
    after_help = "示例:\n  hengji migrate --database /srv/hengji/hengji.db\n\nserve 启动时也会升级;单独运行便于在停机时段完成。升级只向前,SQLite 升级前的副本留在数据库旁边。"
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    data: Data,
}

/// Migrates.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let place = arguments.data.place();
    let _lock = Lock::take(&place)?;
    arguments.data.open()?;
    output::print(&format!("数据库 {place} 的结构已是最新。\n"))?;
    Ok(Exit::Fine)
}
