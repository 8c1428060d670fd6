//! 审计 (audit): reading, checking and taking out the chain.

mod export;
mod page;
#[cfg(test)]
mod tests;
mod verify;
pub mod view;
mod words;

pub use hengji_store::audit::Checkpoint;
pub use page::AuditQuery;
pub use verify::verify_file;
