//! 求得的结果 (findings): everything that was asked of one table of units.

use hengji_analysis::frontier::{
    Bootstrap, BootstrapSettings, Efficiency, Evidence, EvidenceGrade, EvidenceThresholds, FreeDisposal,
    OrderAlpha, OrderM, Portraits, Units, bootstrap, efficiency, evidence, fdh, order_alpha, order_m,
    unit_costs,
};

use super::Arguments;
use super::portrait;
use super::scale::{ScaleOfUnit, scales};
use crate::Failure;

/// What was computed; a list that was not asked for is absent, any other has one entry for each unit.
pub(super) struct Findings {
    pub(super) units: Units,
    pub(super) evidence: Evidence,
    pub(super) radial: Option<Vec<Efficiency>>,
    pub(super) scales: Option<Vec<Option<ScaleOfUnit>>>,
    pub(super) fdh: Option<Vec<FreeDisposal>>,
    pub(super) order_m: Option<Vec<OrderM>>,
    pub(super) order_alpha: Option<Vec<OrderAlpha>>,
    pub(super) portraits: Option<Portraits>,
    pub(super) bootstrap: Option<Bootstrap>,
    /// One list for each output: what one of it cost in the first input.
    pub(super) unit_costs: Vec<Vec<Option<f64>>>,
}

impl Findings {
    pub(super) fn of(
        arguments: &Arguments,
        units: Units,
        thresholds: EvidenceThresholds,
        intervals: Option<&BootstrapSettings>,
    ) -> Result<Self, Failure> {
        let orientation = arguments.orientation.into();
        let evidence = evidence(&units, thresholds);
        let (mut radial, mut scale) = (None, None);
        if let Some(settings) = arguments.radial()? {
            let found = efficiency(&units, &settings).map_err(Failure::unusable)?;
            if !arguments.efficiency_only {
                scale = Some(scales(&units, &settings, &found).map_err(Failure::unusable)?);
            }
            radial = Some(found);
        }
        let needs_fdh = radial.is_none() || arguments.portrait || evidence.grade == EvidenceGrade::C;
        let portraits = match arguments.portrait {
            true => Some(portrait::draw(arguments, &units, thresholds)?),
            false => None,
        };
        let asks_order_m = arguments.portrait || arguments.order_m.is_some();
        Ok(Self {
            radial,
            scales: scale,
            fdh: needs_fdh.then(|| fdh(&units, orientation)),
            order_m: asks_order_m.then(|| order_m(&units, orientation, arguments.drawn())),
            order_alpha: arguments
                .order_alpha
                .as_ref()
                .map(|quantile| order_alpha(&units, orientation, quantile.share())),
            portraits,
            bootstrap: intervals
                .map(|settings| bootstrap(&units, settings).map_err(Failure::unusable))
                .transpose()?,
            unit_costs: (0..units.output_count())
                .map(|output| unit_costs(&units, 0, output))
                .collect(),
            evidence,
            units,
        })
    }
}
