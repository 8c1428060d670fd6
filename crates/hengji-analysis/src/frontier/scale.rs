//! 规模效率 (scale efficiency): how much of a gap is the unit's size and how much is not.

use super::data::Units;
use super::error::FrontierError;
use super::radial::efficiency;
use super::result::Efficiency;
use super::settings::{Orientation, RadialSettings, Scale};
use crate::lp::Certificate;

/// Two efficiencies this close are one: the answers are certified to a thousandth of it, and no statement about
/// returns to scale should hang on less.
pub const SAME_EFFICIENCY: f64 = 1e-6;

/// 规模报酬区间: what a larger or smaller size would bring at the projection of the unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum Returns {
    /// 规模报酬不变: the size is right.
    #[serde(rename = "crs")]
    Constant,
    /// 规模报酬递增: too small.
    #[serde(rename = "irs")]
    Increasing,
    /// 规模报酬递减: too large.
    #[serde(rename = "drs")]
    Decreasing,
}

/// The efficiency of one unit taken apart into size and the rest.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct ScaleEfficiency {
    /// 技术效率 TE: against all sizes.
    pub technical: f64,
    /// 纯技术效率 PTE: against units of this size.
    pub pure_technical: f64,
    /// The efficiency under non-increasing returns, which tells on which side the size misses.
    pub non_increasing: f64,
    /// 规模效率 SE: in (0, 1] for both orientations.
    pub scale_efficiency: f64,
    /// Returns to scale at the projection; they depend on the orientation for a unit off the frontier.
    pub returns: Returns,
    /// The weakest of the three proofs.
    pub certificate: Certificate,
}

/// Scale efficiency and returns to scale of every unit (Färe, Grosskopf 1985): constant if TE and PTE are one,
/// decreasing if the efficiency under non-increasing returns is PTE, increasing otherwise.
///
/// Of the settings, `scale`, `slacks` and `super_efficiency` have no effect.
///
/// # Errors
///
/// As [`efficiency`].
pub fn scale_efficiency(
    units: &Units,
    settings: &RadialSettings,
) -> Result<Vec<ScaleEfficiency>, FrontierError> {
    let under = |scale| {
        efficiency(
            units,
            &RadialSettings {
                scale,
                slacks: None,
                super_efficiency: false,
                ..settings.clone()
            },
        )
    };
    let (constant, variable, other) = (
        under(Scale::Constant)?,
        under(Scale::Variable)?,
        under(Scale::NonIncreasing)?,
    );
    let answers = constant.iter().zip(&variable).zip(&other);
    Ok(answers
        .map(|((constant, variable), other)| taken_apart(settings.orientation, [constant, variable, other]))
        .collect())
}

fn taken_apart(orientation: Orientation, answers: [&Efficiency; 3]) -> ScaleEfficiency {
    // A unit among its own references always has an efficiency; not-a-number would show a broken proof.
    let [technical, pure_technical, non_increasing] =
        answers.map(|answer| answer.efficiency.unwrap_or(f64::NAN));
    let scale_efficiency = match orientation {
        Orientation::Input => technical / pure_technical,
        Orientation::Output => pure_technical / technical,
    };
    let returns = if (technical - pure_technical).abs() <= SAME_EFFICIENCY {
        Returns::Constant
    } else if (non_increasing - pure_technical).abs() <= SAME_EFFICIENCY {
        Returns::Decreasing
    } else {
        Returns::Increasing
    };
    let [first, second, third] = answers.map(|answer| answer.certificate);
    let certificate = first.with(second).with(third);
    ScaleEfficiency {
        technical,
        pure_technical,
        non_increasing,
        scale_efficiency,
        returns,
        certificate,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_a_right_and_a_large_unit_are_told_apart() {
        let names = ["小", "中", "大"].map(str::to_owned).to_vec();
        let units = Units::new(
            names,
            vec![vec![2.0], vec![3.0], vec![6.0]],
            vec![vec![1.0], vec![3.0], vec![4.0]],
        );
        for (orientation, expected) in [(Orientation::Input, 0.5), (Orientation::Output, 2.0)] {
            let settings = RadialSettings::new(orientation, Scale::Variable);
            let found = units
                .clone()
                .and_then(|units| scale_efficiency(&units, &settings));
            let Ok([small, right, large]) = found.as_deref() else {
                panic!("{found:?}")
            };
            assert!(
                (small.technical - expected).abs() < 1e-12 && (small.scale_efficiency - 0.5).abs() < 1e-12
            );
            assert_eq!(small.returns, Returns::Increasing);
            assert_eq!(right.returns, Returns::Constant);
            assert!((right.scale_efficiency - 1.0).abs() < 1e-12);
            assert_eq!(large.returns, Returns::Decreasing);
            assert!((large.scale_efficiency - 2.0 / 3.0).abs() < 1e-12 && large.certificate.ok);
        }
    }
}
