//! 抽取 (draw): selections that anyone can repeat, and what a sample says of the whole.

mod error;
mod frame;
mod pareto;
mod rule;
mod select;
mod sizes;
mod ticket;

pub use error::DrawError;
pub use frame::{FRAME_FORMAT, Frame, Unit};
pub use pareto::Probabilities;
pub use rule::{Merged, Rounding, Rule, Selection, Strata, WHOLE};
pub use select::{Drawing, Drawn, Stratum, draw};
pub use ticket::Ticket;
