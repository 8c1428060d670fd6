//! Workbooks in and out: reading forms and project lists that strangers send, and writing forms and lists.

pub mod check;
pub mod grid;
pub mod limits;
pub mod precheck;
pub mod recognise;
pub mod refusal;
pub mod worker;
pub mod write;

mod table;

pub use check::CheckReport;
pub use limits::Limits;
pub use refusal::WorkbookRefusal;
pub use table::csv_table;
pub use worker::{ProcessReader, WORKER_ARGUMENT, worker_main};
pub use write::{XlsxWriter, write_form};
