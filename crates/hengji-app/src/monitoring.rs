//! 绩效运行监控 (monitoring): from the opening of a period for all projects to its frozen results and what follows.

mod bulk;
mod close;
mod dispose;
pub(crate) mod draft;
mod exchange;
mod export;
pub(crate) mod fill;
mod finding;
pub(crate) mod forecast;
pub(crate) mod judge;
mod key;
mod letter;
mod list;
mod open;
pub(crate) mod sheet;
mod todo;
pub mod view;

pub use bulk::{Bulk, BulkDeed, BulkOutcome};
pub use close::Reopening;
pub use dispose::Decision;
pub use exchange::PayPerfMonitorInfo;
pub use finding::CutProposal;
pub use key::{KeyAdjustment, RecordInput};
pub use letter::FeedbackInput;
pub use list::MonitoringQuery;
pub(crate) use list::due_on;
pub use open::PeriodOpening;

#[cfg(test)]
mod tests;
