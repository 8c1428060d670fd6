//! 绩效抽评 (spot evaluation): a frozen list, an announced event, a draw that anyone can repeat.

mod announce;
mod begin;
mod case;
pub mod circular;
mod export;
mod files;
mod frame;
mod freeze;
mod list;
mod outcomes;
mod page;
mod redraw;
mod todo;
mod value;
pub mod view;

pub use announce::AnnouncementInput;
pub use begin::SpotBegun;
pub use files::{SpotDownload, SpotFile};
pub use list::SpotQuery;
pub use redraw::RedrawInput;
pub use value::ValueInput;

pub use hengji_domain::spot::SpotState;
pub use hengji_store::spot::SpotSort;

pub(crate) use announce::announced;
pub(crate) use begin::{KIND, drawn_subjects};
pub(crate) use freeze::{Freezing, freeze};
pub(crate) use value::draw_now;

#[cfg(test)]
mod tests;
