//! 效率前沿 (frontier): who does more with less, with scale effects.

mod comparable;
mod data;
#[cfg(test)]
mod drawn_tables;
mod error;
mod evidence;
mod fdh;
mod order_alpha;
mod order_m;
mod radial;
mod result;
mod settings;

pub use data::Units;
pub use error::{FrontierError, Side};
pub use evidence::{Evidence, EvidenceGrade, EvidenceThresholds, evidence, unit_costs};
pub use fdh::{FreeDisposal, fdh};
pub use order_alpha::{OrderAlpha, Share, order_alpha};
pub use order_m::{OrderM, order_m};
pub use radial::{efficiency, efficiency_against};
pub use result::{Efficiency, Peer};
pub use settings::{Orientation, RadialSettings, Scale, SlackWeights};
