//! 制度文件 (regulations): the documents that rules are based on, entered by the performance division.

mod enter;
mod file;
mod list;
mod seed;
#[cfg(test)]
mod tests;
pub mod view;

pub use enter::RegulationDraft;
pub use list::RegulationFilter;
pub use seed::SeedRegulation;
