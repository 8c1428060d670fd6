//! 项目 (projects): the register, its import and export, one project with its life.

pub(crate) mod enter;
mod export;
mod import;
mod list;
pub(crate) mod page;
#[cfg(test)]
mod tests;
pub mod view;

pub use enter::ProjectDraft;
pub use import::{ColumnChoice, ImportedProjects, ProjectField, UploadedList};
pub use list::{Direction, ProjectQuery, ProjectSort, SheetProgress};
