//! What can go wrong in the store, told so that the caller can decide what to do about it.

use diesel::result::{DatabaseErrorKind, Error as DieselError};

use crate::constraints;

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A unique key is taken. The name is that of the constraint, the same on every engine.
    #[error("已有相同的记录(约束 {constraint})。 [store-duplicate]")]
    Duplicate {
        /// Name of the constraint, e.g. `projects_code_unique` or `projects_pkey`.
        constraint: String,
    },
    /// A row points at one that does not exist, or is still pointed at.
    #[error("引用的记录不存在或仍被引用:{detail} [store-reference]")]
    Reference {
        /// What the engine said.
        detail: String,
    },
    /// The row was changed by somebody else since it was read.
    #[error("{table} 的记录 {key} 已被他人修改,请刷新后重试。 [store-stale]")]
    Stale {
        /// The table.
        table: &'static str,
        /// The key of the row.
        key: String,
    },
    /// A stored row cannot be what the product wrote.
    #[error("数据库表 {table} 的记录 {key} 已损坏:{detail}。请停止使用并从备份恢复。 [store-corrupt]")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The key of the row.
        key: String,
        /// What is wrong with it.
        detail: String,
    },
    /// Another writer was in the way; the same request may succeed now.
    #[error("数据库正忙,请稍后重试。 [store-busy]")]
    Busy,
    /// No connection could be had in time: the server is away, restarts, or has all hands full.
    #[error("暂时连接不上数据库,本次操作没有保存,请稍后重试。 [store-unreachable]")]
    Unreachable,
    /// No space is left. Nothing was stored; writing resumes when there is space again.
    #[error("存储空间已满,本次操作没有保存。请系统管理员清理磁盘后重试。 [store-full]")]
    Full,
    /// The disk failed while writing. What the operating system kept of it is unknown, so no more is written.
    #[error("磁盘读写出错({detail}),系统已停止写入以保护数据,请重启服务并检查磁盘。 [store-halted]")]
    Halted {
        /// What the engine said.
        detail: String,
    },
    /// A setting of the engine would lose acknowledged data in a power cut.
    #[error("数据库设置 {setting} 为 {found},应为 {needed}:否则断电会丢失已确认的数据。 [store-not-durable]")]
    NotDurable {
        /// Name of the setting.
        setting: &'static str,
        /// Its value.
        found: String,
        /// What it must be.
        needed: &'static str,
    },
    /// The database was made by a newer version of the product.
    #[error("数据库结构版本 {version} 比本程序新,请升级程序后再启动。 [store-schema-newer]")]
    SchemaNewer {
        /// The unknown migration.
        version: String,
    },
    /// A migration that was applied reads differently now.
    #[error("数据库升级脚本 {version} 与当初执行的内容不同,程序文件可能被改动。 [store-migration-changed]")]
    MigrationChanged {
        /// The migration.
        version: String,
    },
    /// The database cannot be opened.
    #[error("无法打开数据库 {place}:{detail} [store-unavailable]")]
    Unavailable {
        /// The path or address, without a password.
        place: String,
        /// Why.
        detail: String,
    },
    /// A file beside the database cannot be written.
    #[error("无法写入备份文件 {path}:{detail} [store-backup-failed]")]
    Backup {
        /// The file.
        path: String,
        /// Why.
        detail: String,
    },
    /// Anything else that the engine refuses.
    #[error("数据库拒绝了操作:{0} [store-engine]")]
    Engine(DieselError),
}

impl StoreError {
    /// Whether the same transaction may succeed when run once more: another writer was faster.
    pub const fn is_worth_retrying(&self) -> bool {
        matches!(self, Self::Duplicate { .. } | Self::Busy)
    }

    /// A row that is not what the product writes.
    pub(crate) fn corrupt(table: &'static str, key: impl ToString, detail: impl ToString) -> Self {
        Self::Corrupt {
            table,
            key: key.to_string(),
            detail: detail.to_string(),
        }
    }
}

impl From<DieselError> for StoreError {
    fn from(error: DieselError) -> Self {
        let DieselError::DatabaseError(kind, information) = error else {
            return Self::Engine(error);
        };
        let message = information.message().to_owned();
        match kind {
            DatabaseErrorKind::UniqueViolation => Self::Duplicate {
                constraint: information
                    .constraint_name()
                    .map_or_else(|| constraints::name_of(&message), str::to_owned),
            },
            DatabaseErrorKind::ForeignKeyViolation => Self::Reference { detail: message },
            DatabaseErrorKind::SerializationFailure => Self::Busy,
            DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand => Self::Unreachable,
            _ => {
                from_message(&message).unwrap_or(Self::Engine(DieselError::DatabaseError(kind, information)))
            }
        }
    }
}

/// The engines tell these apart by words only: Diesel gives no code for them.
fn from_message(message: &str) -> Option<StoreError> {
    let says = |part: &str| message.contains(part);
    if says("database is locked") || says("deadlock detected") {
        Some(StoreError::Busy)
    } else if says("database or disk is full") || says("No space left on device") {
        Some(StoreError::Full)
    } else if says("disk I/O error") || says("could not fsync") || says("Input/output error") {
        Some(StoreError::Halted {
            detail: message.to_owned(),
        })
    } else {
        None
    }
}

#[cfg(test)]
mod tests;
