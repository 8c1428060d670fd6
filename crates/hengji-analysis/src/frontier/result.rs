//! 效率结果 (results of the radial models): the efficiency, the peers and what proves them.

use crate::lp::Certificate;

/// 标杆单位: a unit another one is measured against.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Peer {
    /// Its place in the reference table, from zero.
    pub unit: usize,
    /// Its share of the composed unit, lambda. Not unique where optima are not; see the slack weights.
    pub weight: f64,
}

/// What a radial model says about one unit.
///
/// Without an efficiency (super-efficiency, or another reference set) there is no comparable unit at this scale:
/// an answer, not an error. All lists are then empty.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Efficiency {
    /// 效率值: theta (input) or phi (output).
    pub efficiency: Option<f64>,
    /// 松弛合计: the maximised weighted sum of slacks, if a second phase was asked for.
    pub slack_sum: Option<f64>,
    /// Input slack by column, in the column's units of measure.
    pub input_slacks: Vec<f64>,
    /// Output slack by column, in the column's units of measure.
    pub output_slacks: Vec<f64>,
    /// What the peers use, by column: the projection of the unit's inputs.
    pub projected_inputs: Vec<f64>,
    /// What the peers achieve, by column: the projection of the unit's outputs.
    pub projected_outputs: Vec<f64>,
    /// The peers, in the order of the reference table.
    pub peers: Vec<Peer>,
    /// Price v of each input on a supporting plane v'x − u'y + w0 >= 0 that touches the projection. Scaled so that
    /// v'x_o = 1 (input orientation) over the scaled columns; one of several where prices are not unique.
    pub input_multipliers: Vec<f64>,
    /// Price u of each output on the same plane; scaled so that u'y_o = 1 in output orientation.
    pub output_multipliers: Vec<f64>,
    /// The constant w0 of the plane; zero under constant returns to scale.
    pub scale_multiplier: f64,
    /// Proof of the efficiency: peers and prices checked against the table as given. For a unit without a
    /// comparable one, the prices prove that there is none.
    pub certificate: Certificate,
    /// Proof of the slack sum, on the set of answers with the optimal efficiency.
    pub slack_certificate: Option<Certificate>,
    /// Steps of the simplex, both phases.
    pub iterations: usize,
}
