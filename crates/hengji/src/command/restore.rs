//! `hengji restore`: puts a backup in the place of a database, after it has proved sound.

use std::fs::File;
use std::path::{Path, PathBuf};

use clap::Args;
use hengji_app::app::Place;

use super::{backup, health};
use crate::data::{self, Data, Lock};
use crate::exit::{Exit, Failure, Outcome};
use crate::output;

/// 从备份恢复内嵌数据库;备份先经核验,损坏的不会覆盖现有数据
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji restore --from 备份文件 [选项]",
    after_help = "示例:\n  hengji restore --from /backup/hengji-20261123.db --database /srv/hengji/hengji.db --replace\n\n先停止服务。已有数据库时须加 --replace,旧文件改名留在旁边(.replaced)。"
)]
pub(crate) struct Arguments {
    /// 备份文件
    #[arg(long, value_name = "备份文件", help_heading = "选项")]
    from: PathBuf,
    /// 允许替换已有的数据库
    #[arg(long, help_heading = "选项")]
    replace: bool,
    #[command(flatten)]
    data: Data,
}

/// Restores.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let place = arguments.data.place();
    let Place::Sqlite(target) = &place else {
        return Err(Failure::unusable(
            "restore 只用于内嵌数据库;PostgreSQL 请用其自带工具恢复。 [restore-not-embedded]",
        ));
    };
    data::require_file(&arguments.from)?;
    let _lock = Lock::take(&place)?;
    if target.exists() && !arguments.replace {
        return Err(Failure::Refused(format!(
            "“{}”已有数据库;确认要替换请加 --replace,旧文件会改名保留。 [restore-would-replace]",
            target.display()
        )));
    }
    let health = health::of_copy(&arguments.from)?;
    if !health.is_sound() {
        return Err(Failure::unusable(format!(
            "备份“{}”没有通过核验,现有数据未动。{} [backup-unsound]",
            arguments.from.display(),
            health.problems().join(" ")
        )));
    }
    // An empty file opens as a new database: sound, and worth nothing.
    if health.chains.is_empty() {
        return Err(Failure::unusable(format!(
            "备份“{}”里没有任何区划的数据,现有数据未动;请核对是否选错了文件。 [backup-empty]",
            arguments.from.display()
        )));
    }
    let incoming = health::named(target, ".restoring");
    copy_durably(&arguments.from, &incoming)?;
    set_aside(target)?;
    std::fs::rename(&incoming, target)?;
    output::print(&format!(
        "已从 {} 恢复到 {}。审计链末端(请与留存的比对):\n{}",
        arguments.from.display(),
        target.display(),
        health::in_words(&health::chains(&health))
    ))?;
    Ok(Exit::Fine)
}

/// The copy is on the disk before the old database gives up its name.
fn copy_durably(from: &Path, to: &Path) -> Result<(), Failure> {
    std::fs::copy(from, to)?;
    backup::make_private(to)?;
    Ok(File::open(to)?.sync_all()?)
}

/// Moves the old database away together with its log, which belongs to it and would corrupt any other.
fn set_aside(target: &Path) -> Result<(), Failure> {
    let aside = health::named(target, ".replaced");
    for ending in ["", "-wal", "-shm"] {
        let (old, kept) = (health::named(target, ending), health::named(&aside, ending));
        if old.exists() {
            std::fs::rename(old, kept)?;
        } else if kept.exists() {
            std::fs::remove_file(kept)?;
        }
    }
    Ok(())
}
