//! 效率前沿 (frontier): who does more with less, with scale effects.

mod bootstrap;
mod comparable;
mod data;
mod default_efficiency;
#[cfg(test)]
mod drawn_tables;
mod elasticity;
mod error;
mod evidence;
mod fdh;
mod generated;
mod last_rank;
mod malmquist;
mod mixture;
mod order_alpha;
mod order_m;
mod portrait;
mod radial;
mod result;
mod scale;
mod scale_size;
mod settings;

pub use bootstrap::{Bandwidth, Bootstrap, BootstrapError, BootstrapSettings, Bootstrapped, bootstrap};
pub use data::Units;
pub use default_efficiency::{DefaultEfficiency, NoComparison};
pub use elasticity::{Elasticity, Plane, scale_elasticity};
pub use error::{FrontierError, Side};
pub use evidence::{Evidence, EvidenceGrade, EvidenceThresholds, evidence, unit_costs};
pub use fdh::{FreeDisposal, fdh};
pub use generated::{generated_table, generated_tied_table, table_csv, table_sha256};
pub use last_rank::{Beside, LastRank, LastRankError, LastRankQuestion, last_rank};
pub use malmquist::{
    Change, Distances, MalmquistSettings, MeanChange, Panel, PanelError, Technology, malmquist, mean_change,
};
pub use order_alpha::{OrderAlpha, Share, order_alpha};
pub use order_m::{OrderM, order_m};
pub use portrait::{FrontierPortrait, Portrait, PortraitError, PortraitSettings, Portraits, portraits};
pub use radial::{efficiency, efficiency_against};
pub use result::{Efficiency, Peer};
pub use scale::{Returns, SAME_EFFICIENCY, ScaleEfficiency, scale_efficiency};
pub use scale_size::{ScaleSize, scale_size};
pub use settings::{Orientation, RadialSettings, Scale, SlackWeights};
