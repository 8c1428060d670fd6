//! Workbooks in and out: reading forms and project lists that strangers send, and writing forms and lists.

pub mod grid;
pub mod limits;
pub mod precheck;
pub mod recognise;
pub mod refusal;

pub use limits::Limits;
pub use refusal::WorkbookRefusal;
