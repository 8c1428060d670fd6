//! 规模 (scale): how much of an efficiency is the unit's size, at the cost of one more pass.
//!
//! The returns follow from the sum k of the peers' shares under constant returns, which that pass has anyway: where
//! efficiencies differ, k above one means decreasing and k below one increasing returns (Banker, Thrall 1992). With
//! k at most one the same peers answer under non-increasing returns, so these bring no more than constant ones;
//! with k above one a mixture with any answer whose shares add up to less than one would beat the best under
//! variable returns.

use hengji_analysis::frontier::{
    Efficiency, FrontierError, Orientation, RadialSettings, Returns, SAME_EFFICIENCY, Scale, Units,
    efficiency,
};

/// Size and the rest of one unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct ScaleOfUnit {
    /// 规模效率 SE, in (0, 1].
    pub(super) efficiency: f64,
    /// 规模报酬 at the unit's projection.
    pub(super) returns: Returns,
}

/// The scale of every unit; none where a certificate does not hold. `known` is the answer under `settings`.
pub(super) fn scales(
    units: &Units,
    settings: &RadialSettings,
    known: &[Efficiency],
) -> Result<Vec<Option<ScaleOfUnit>>, FrontierError> {
    let under = |scale| -> Result<Vec<Efficiency>, FrontierError> {
        if settings.scale == scale && !settings.super_efficiency {
            return Ok(known.to_vec());
        }
        let other = RadialSettings {
            scale,
            slacks: None,
            super_efficiency: false,
            ..settings.clone()
        };
        efficiency(units, &other)
    };
    let (constant, variable) = (under(Scale::Constant)?, under(Scale::Variable)?);
    let both = constant.iter().zip(&variable);
    Ok(both
        .map(|(constant, variable)| of_unit(settings.orientation, constant, variable))
        .collect())
}

fn of_unit(orientation: Orientation, constant: &Efficiency, variable: &Efficiency) -> Option<ScaleOfUnit> {
    if !(constant.certificate.ok && variable.certificate.ok) {
        return None;
    }
    let (technical, pure) = (constant.efficiency?, variable.efficiency?);
    let shares: f64 = constant.peers.iter().map(|peer| peer.weight).sum();
    Some(ScaleOfUnit {
        efficiency: match orientation {
            Orientation::Input => technical / pure,
            Orientation::Output => pure / technical,
        },
        returns: if (technical - pure).abs() <= SAME_EFFICIENCY {
            Returns::Constant
        } else if 1.0 < shares {
            Returns::Decreasing
        } else {
            Returns::Increasing
        },
    })
}

/// The code in JSON.
pub(super) const fn code(returns: Returns) -> &'static str {
    match returns {
        Returns::Constant => "crs",
        Returns::Increasing => "irs",
        Returns::Decreasing => "drs",
    }
}

/// The word in a table.
pub(super) const fn word(returns: Returns) -> &'static str {
    match returns {
        Returns::Constant => "不变",
        Returns::Increasing => "递增",
        Returns::Decreasing => "递减",
    }
}

#[cfg(test)]
mod tests {
    use hengji_analysis::frontier::{generated_table, scale_efficiency};

    use super::*;

    #[test]
    fn one_pass_more_tells_the_same_as_three() {
        for start_value in ["a", "b", "c"] {
            let units = generated_table(start_value, 60).unwrap();
            for orientation in [Orientation::Input, Orientation::Output] {
                let expected =
                    scale_efficiency(&units, &RadialSettings::new(orientation, Scale::Variable)).unwrap();
                for scale in [Scale::Constant, Scale::Variable, Scale::NonDecreasing] {
                    let settings = RadialSettings::new(orientation, scale);
                    let known = efficiency(&units, &settings).unwrap();
                    let found = scales(&units, &settings, &known).unwrap();
                    for (found, expected) in found.iter().zip(&expected) {
                        let found = found.unwrap();
                        assert_eq!(found.returns, expected.returns, "{orientation:?} {scale:?}");
                        assert!((found.efficiency - expected.scale_efficiency).abs() < 1e-9);
                    }
                }
            }
        }
    }
}
