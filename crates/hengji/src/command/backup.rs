//! `hengji backup`: a consistent copy while the server runs, looked at before it is called a backup.

use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::health;
use crate::data::Data;
use crate::exit::{Exit, Failure, Outcome};
use crate::output::{self, Format};

/// 备份内嵌数据库(服务运行中也可以),并核验副本
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji backup --output 文件 [选项]",
    after_help = "示例:\n  hengji backup --database /srv/hengji/hengji.db --output /backup/hengji-20261123.db\n\n目标文件必须不存在。PostgreSQL 请用 pg_basebackup 备份。请把打印的审计链末端另行留存:恢复后可据此发现副本是否过旧。"
)]
pub(crate) struct Arguments {
    /// 备份写到哪里
    #[arg(long, value_name = "文件", help_heading = "选项")]
    output: PathBuf,
    #[command(flatten)]
    data: Data,
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
    file: String,
    bytes: u64,
    chains: Vec<health::ChainJson>,
}

/// Backs up. A copy that does not hold together is removed: it would be found out only on the day it is needed.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let app = arguments.data.open_existing()?;
    app.back_up_to(&arguments.output)?;
    make_private(&arguments.output)?;
    let looked_at = health::of_copy(&arguments.output);
    let health = match looked_at {
        Ok(health) if health.is_sound() => health,
        Ok(health) => {
            std::fs::remove_file(&arguments.output)?;
            return Err(Failure::Refused(format!(
                "备份没有通过核验,已删除;请检查数据库和磁盘。{} [backup-unsound]",
                health.problems().join(" ")
            )));
        }
        Err(failure) => {
            std::fs::remove_file(&arguments.output)?;
            return Err(failure);
        }
    };
    let answer = Answer {
        file: arguments.output.display().to_string(),
        bytes: std::fs::metadata(&arguments.output)?.len(),
        chains: health::chains(&health),
    };
    match arguments.format {
        Format::Json => output::print_json(&answer)?,
        Format::Text => output::print(&format!(
            "已备份到 {}({} 字节),核验通过。审计链末端:\n{}",
            answer.file,
            answer.bytes,
            health::in_words(&answer.chains)
        ))?,
    }
    Ok(Exit::Fine)
}

/// A backup holds what the database holds, so nobody else may read it either.
pub(crate) fn make_private(path: &Path) -> Result<(), Failure> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))?;
    }
    Ok(())
}
