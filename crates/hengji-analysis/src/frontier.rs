//! 效率前沿 (frontier): who does more with less, with scale effects.
//!
//! A bureau compares six subdistricts (街道) by what they spent on their service centres (经费, 万元) and what these
//! achieved (办件, 件; 走访, 户). 丁街道 reports the highest output at the highest cost. Is the money well spent?
//!
//! ```
//! use hengji_analysis::frontier::{
//!     Orientation, RadialSettings, Returns, Scale, Units, efficiency, scale_efficiency,
//! };
//!
//! let names = ["甲街道", "乙街道", "丙街道", "丁街道", "戊街道", "己街道"].map(str::to_owned).to_vec();
//! let money = [200.0, 300.0, 400.0, 900.0, 350.0, 500.0].map(|amount| vec![amount]).to_vec();
//! let achieved =
//!     [[4000.0, 300.0], [7500.0, 360.0], [8000.0, 640.0], [12000.0, 700.0], [7000.0, 350.0], [7600.0, 420.0]];
//! let units = Units::new(names, money, achieved.map(|row| row.to_vec()).to_vec())?;
//!
//! // 产出导向、规模报酬可变: phi 是同样投入可以达到的产出倍数。
//! let settings = RadialSettings::new(Orientation::Output, Scale::Variable);
//! let answers = efficiency(&units, &settings)?;
//! assert!(answers.iter().all(|answer| answer.certificate.ok), "每个结果都可以用对偶价格核对");
//!
//! // 己街道: 以乙、丙、丁三个街道按约 58%、10%、32% 组合,500 万元可使两项产出都达到实际的 1.181 倍。
//! let last = answers.last().ok_or("没有结果")?;
//! assert!(last.efficiency.is_some_and(|phi| (phi - 1.181).abs() < 0.001));
//! let peers: Vec<_> = last.peers.iter().map(|peer| units.name(peer.unit)).collect();
//! assert_eq!(peers, ["乙街道", "丙街道", "丁街道"]);
//!
//! // 丁街道在可变规模下“有效”,只因没有同等规模的单位;规模效率说明差距在规模。
//! let scale = scale_efficiency(&units, &settings)?;
//! let largest = scale.get(3).ok_or("没有结果")?;
//! assert!(largest.pure_technical < 1.0 + 1e-9);
//! assert!(largest.scale_efficiency < 0.6 && largest.returns == Returns::Decreasing);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! With few units nearly all look efficient: no efficiency is shown without its [`evidence`] grade.

mod additive;
mod bootstrap;
mod comparable;
mod data;
mod default_efficiency;
mod directional;
#[cfg(test)]
mod drawn_tables;
mod economic;
mod elasticity;
mod envelope;
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
mod slacks_based;
mod weight_bounds;

pub use additive::{Additive, additive};
pub use bootstrap::{Bandwidth, Bootstrap, BootstrapError, BootstrapSettings, Bootstrapped, bootstrap};
pub use data::Units;
pub use default_efficiency::{DefaultEfficiency, NoComparison};
pub use directional::{Direction, Directional, DirectionalSettings, Disposal, directional};
pub use economic::{Economic, EconomicScale, cost_efficiency, revenue_efficiency};
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
pub use slacks_based::{Counted, SlacksBased, SlacksSettings, slacks_based};
pub use weight_bounds::{Restricted, WeightBound, restricted_efficiency};
