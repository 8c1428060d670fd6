//! 求得的结果 (findings): everything that was asked of one table of units.

use hengji_analysis::frontier::EvidenceGrade;
use hengji_analysis::frontier::{
    Efficiency, Evidence, EvidenceThresholds, FreeDisposal, OrderAlpha, OrderM, RadialSettings, Units,
    efficiency, evidence, fdh, order_alpha, order_m, unit_costs,
};

use super::Arguments;
use crate::Failure;

/// What was computed; a list that was not asked for is absent, any other has one entry for each unit.
pub(super) struct Findings {
    pub(super) units: Units,
    pub(super) evidence: Evidence,
    pub(super) radial: Option<Vec<Efficiency>>,
    pub(super) fdh: Option<Vec<FreeDisposal>>,
    pub(super) order_m: Option<Vec<OrderM>>,
    pub(super) order_alpha: Option<Vec<OrderAlpha>>,
    /// One list for each output: what one of it cost in the first input.
    pub(super) unit_costs: Vec<Vec<Option<f64>>>,
}

impl Findings {
    pub(super) fn of(
        arguments: &Arguments,
        units: Units,
        thresholds: EvidenceThresholds,
    ) -> Result<Self, Failure> {
        let orientation = arguments.orientation.into();
        let evidence = evidence(&units, thresholds);
        let radial = match settings(arguments)? {
            Some(settings) => Some(efficiency(&units, &settings).map_err(Failure::unusable)?),
            None => None,
        };
        let needs_fdh = radial.is_none() || evidence.grade == EvidenceGrade::C;
        Ok(Self {
            radial,
            fdh: needs_fdh.then(|| fdh(&units, orientation)),
            order_m: arguments.order_m.map(|drawn| order_m(&units, orientation, drawn)),
            order_alpha: arguments
                .order_alpha
                .as_ref()
                .map(|quantile| order_alpha(&units, orientation, quantile.share())),
            unit_costs: (0..units.output_count())
                .map(|output| unit_costs(&units, 0, output))
                .collect(),
            evidence,
            units,
        })
    }
}

/// What the options ask of the radial model; none for the free disposal hull.
fn settings(arguments: &Arguments) -> Result<Option<RadialSettings>, Failure> {
    let Some(scale) = arguments.rts.scale() else {
        return Ok(None);
    };
    let inputs = &arguments.columns.inputs;
    let mut fixed_inputs = Vec::new();
    for name in &arguments.fixed {
        let place = inputs.iter().position(|input| input == name).ok_or_else(|| {
            Failure::unusable(format!(
                "--fixed 的“{name}”不在 --inputs 中(现有:{});不可控的投入也是投入,请同时列入。 [fixed-not-input]",
                inputs.join("、")
            ))
        })?;
        fixed_inputs.push(place);
    }
    Ok(Some(RadialSettings {
        slacks: arguments.slacks.map(Into::into),
        super_efficiency: arguments.super_efficiency,
        fixed_inputs,
        ..RadialSettings::new(arguments.orientation.into(), scale)
    }))
}
