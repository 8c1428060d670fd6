//! 导入 (imports): goal and self-evaluation workbooks, checked and then stored all or nothing.
//!
//! Three doors lead to one planner: a person's upload with its preview, the operator's import of published cases,
//! and the import of a whole district.

mod commit;
mod district;
mod judge;
mod names;
mod operator;
mod plan;
mod preview;
mod sheet;
#[cfg(test)]
mod tests;
pub mod view;
mod write;

pub use operator::OperatorImport;
pub use preview::UploadedWorkbook;
