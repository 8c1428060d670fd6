//! 径向模型的设定 (settings of the radial models): which way to measure, which scale, which slack weights.

use super::data::Units;
use super::error::{FrontierError, Side};

/// 导向: whether a unit is asked to spend less or to achieve more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Orientation {
    /// 投入导向: theta <= 1, the share of its inputs that would have been enough.
    Input,
    /// 产出导向: phi >= 1, how many times its outputs the same inputs could have brought.
    Output,
}

/// 规模报酬: what the sum of the peer weights may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum Scale {
    /// 规模报酬不变 (CCR): any sum; Charnes, Cooper, Rhodes 1978.
    #[serde(rename = "crs")]
    Constant,
    /// 规模报酬可变 (BCC): exactly one; Banker, Charnes, Cooper 1984.
    #[serde(rename = "vrs")]
    Variable,
    /// 规模报酬非递增: at most one.
    #[serde(rename = "nirs")]
    NonIncreasing,
    /// 规模报酬非递减: at least one.
    #[serde(rename = "ndrs")]
    NonDecreasing,
}

/// 松弛权重: what the second phase maximises. Peers and projections depend on it, so it is printed with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SlackWeights {
    /// Each slack over the maximum of its column among the reference units: invariant to units of measure.
    Scaled,
    /// The plain sum, as several packages print it; yuan and head counts are added as they stand.
    Plain,
}

/// What is asked of a radial model (methods: Charnes, Cooper, Rhodes 1978; Banker, Charnes, Cooper 1984).
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct RadialSettings {
    /// Which side is scaled.
    pub orientation: Orientation,
    /// Which sums of peer weights are allowed.
    pub scale: Scale,
    /// Weights of the second phase; without them no slacks are maximised.
    pub slacks: Option<SlackWeights>,
    /// 超效率: leave the unit out of its own reference set (Andersen, Petersen 1993).
    pub super_efficiency: bool,
    /// 不可控投入 (non-discretionary inputs, from zero): they bound the peers but are not scaled, and their slack
    /// does not count (Banker, Morey 1986). Population, area.
    pub fixed_inputs: Vec<usize>,
    /// Outputs that bound the peers but are not scaled.
    pub fixed_outputs: Vec<usize>,
    /// Inputs in which the peers must have exactly the unit's figure (non-controllable, equality).
    pub equal_inputs: Vec<usize>,
    /// Outputs in which the peers must have exactly the unit's figure.
    pub equal_outputs: Vec<usize>,
    /// The most units to accept, since the work grows with their square; without it, any number.
    pub most_units: Option<usize>,
}

/// How one column takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Scaled by the efficiency.
    Radial,
    /// A bound of the side that is not scaled; its slack counts.
    Bound,
    /// A bound out of the unit's hands; its slack does not count.
    Fixed,
    /// Met exactly.
    Equal,
}

impl RadialSettings {
    /// The usual question: slacks weighted by one over the column maximum, the unit among its own references,
    /// every column in its hands.
    #[must_use]
    pub fn new(orientation: Orientation, scale: Scale) -> Self {
        Self {
            orientation,
            scale,
            slacks: Some(SlackWeights::Scaled),
            super_efficiency: false,
            fixed_inputs: Vec::new(),
            fixed_outputs: Vec::new(),
            equal_inputs: Vec::new(),
            equal_outputs: Vec::new(),
            most_units: None,
        }
    }

    /// The role of each column of a side, or which named column is wrong.
    pub(crate) fn roles(&self, side: Side, count: usize) -> Result<Vec<Role>, FrontierError> {
        let (fixed, equal, radial) = match side {
            Side::Input => (&self.fixed_inputs, &self.equal_inputs, Orientation::Input),
            Side::Output => (&self.fixed_outputs, &self.equal_outputs, Orientation::Output),
        };
        let usual = if self.orientation == radial {
            Role::Radial
        } else {
            Role::Bound
        };
        let mut roles = vec![None; count];
        let named = fixed
            .iter()
            .map(|at| (*at, Role::Fixed))
            .chain(equal.iter().map(|at| (*at, Role::Equal)));
        for (at, role) in named {
            match roles.get_mut(at) {
                Some(place @ None) => *place = Some(role),
                _ => {
                    return Err(FrontierError::UnknownColumn {
                        side,
                        column: at + 1,
                        count,
                    });
                }
            }
        }
        Ok(roles.into_iter().map(|role| role.unwrap_or(usual)).collect())
    }

    /// Whether the table may be worked on at all.
    pub(crate) fn admit(&self, units: &Units) -> Result<(), FrontierError> {
        match self.most_units {
            Some(most) if most < units.len() => Err(FrontierError::TooManyUnits {
                units: units.len(),
                most,
            }),
            _ => Ok(()),
        }
    }
}
