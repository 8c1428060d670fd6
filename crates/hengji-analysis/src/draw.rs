//! 抽取 (draw): selections that anyone can repeat, and what a sample says of the whole.

pub mod attribute;
pub mod estimate;
pub mod reference;
pub mod systematic;

mod error;
mod frame;
mod hundredths;
mod page;
mod pareto;
mod record;
mod rule;
mod sampford;
mod select;
mod sizes;
mod ticket;

pub use error::DrawError;
pub use frame::{FRAME_FORMAT, Frame, Unit};
pub use hundredths::{decimal, hundredths};
pub use page::verifier_page;
pub use pareto::Probabilities;
pub use record::{Columns, Difference, Occasion, RECORD_FORMAT, Record, RecordedUnit, verify};
pub use rule::{Merged, Rounding, Rule, Selection, Strata, WHOLE};
pub use sampford::sampford_joint;
pub use select::{Drawing, Drawn, Stratum, draw};
pub use ticket::Ticket;
