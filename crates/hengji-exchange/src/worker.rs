//! 读取进程 (import worker): workbooks of strangers are read in a process of their own, with a limit on memory
//! and processor time. What happens to it happens to one file; the server lives on and says why.

mod child;
mod gate;
mod parent;
mod reader;

pub use child::worker_main;
pub use reader::ProcessReader;

use serde::{Deserialize, Serialize};

use crate::grid::Grid;
use crate::limits::Limits;
use crate::refusal::WorkbookRefusal;

/// The argument that turns the binary into the worker.
pub const WORKER_ARGUMENT: &str = "import-worker";

/// What a file is read for; it decides the limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Goal and self-evaluation forms.
    Forms,
    /// A project list.
    Table,
}

impl Purpose {
    /// The limits that hold for it.
    pub const fn limits(self) -> Limits {
        match self {
            Self::Forms => Limits::FORMS,
            Self::Table => Limits::TABLE,
        }
    }
}

/// The line before the bytes of a file.
#[derive(Debug, Serialize, Deserialize)]
struct Request {
    purpose: Purpose,
    bytes: u64,
}

/// The line that answers it.
type Answer = Result<Grid, WorkbookRefusal>;
