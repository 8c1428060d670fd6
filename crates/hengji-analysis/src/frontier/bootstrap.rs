//! 自助法区间 (bootstrap intervals): how far an efficiency would move had other, equally good units been observed.
//!
//! Simar and Wilson (1998), smoothed and homogeneous. The frontier of a sample lies inside the true one, so an
//! estimated efficiency flatters; the bootstrap repeats the flattering on purpose and measures it. Everything
//! is done on distances of at least one (1/theta or phi), as in the later papers of the same authors.

mod smoothing;
mod stream;

use rayon::prelude::*;
use serde::Serialize;

use self::smoothing::{Reflected, deviation, mean, normal_reference, quantile};
use self::stream::Stream;
use super::scale::SAME_EFFICIENCY;
use super::{
    Efficiency, FrontierError, Orientation, RadialSettings, Scale, Units, efficiency, efficiency_against,
};

/// How wide to smooth.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Bandwidth {
    /// This h.
    Given(f64),
    /// The normal reference rule on the reflected distances, Daraio and Simar (2007), (3.24) and (3.26).
    NormalReference,
}

/// What is asked of the bootstrap; numbers of replications and shares are the caller's, from dated rules.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BootstrapSettings {
    /// Which side is scaled.
    pub orientation: Orientation,
    /// Returns to scale.
    pub scale: Scale,
    /// How often the sample is imitated, B.
    pub replications: usize,
    /// How wide to smooth.
    pub bandwidth: Bandwidth,
    /// The share of the interval, as 0.95.
    pub confidence: f64,
    /// The corrected value is given only if the bias exceeds so many standard deviations, as 0.25: correcting less
    /// adds more noise than it takes away.
    pub correction_from: f64,
    /// The text from which all draws follow.
    pub start_value: String,
}

/// The bootstrap of a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bootstrap {
    /// The bandwidth that was used.
    pub bandwidth: f64,
    /// How often the sample was imitated.
    pub replications: usize,
    /// How many units there are: below about twenty the intervals are wide, and are to be shown all the same.
    pub units_counted: usize,
    /// One entry for each unit.
    pub units: Vec<Bootstrapped>,
}

/// What the bootstrap says of one unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bootstrapped {
    /// The estimated efficiency, theta or phi.
    pub efficiency: f64,
    /// Mean of the imitated distances less the estimated one, on the scale of distances (1/theta or phi): negative
    /// where the estimate flatters.
    pub bias: f64,
    /// Standard deviation of the imitated distances.
    pub deviation: f64,
    /// The efficiency without the bias; None if the bias is too small beside its noise to be corrected.
    pub corrected: Option<f64>,
    /// The lower end of the interval, as an efficiency.
    pub lower: f64,
    /// The upper end of the interval, as an efficiency.
    pub upper: f64,
    /// In how many replications the unit had an efficiency; always all, unless a program could not be solved.
    pub counted: usize,
}

/// Why there are no intervals.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum BootstrapError {
    /// One imitation has no spread.
    #[error("重复抽样次数为 {found},至少应为 2,通常取 2000。 [bootstrap-too-few-replications]")]
    TooFewReplications {
        /// The number asked for.
        found: usize,
    },
    /// A share outside nothing and one.
    #[error("置信水平为 {found},应在 0 与 1 之间,如 0.95。 [bootstrap-confidence]")]
    Confidence {
        /// The share asked for.
        found: f64,
    },
    /// A bandwidth that smooths nothing.
    #[error("带宽为 {found},应为正的有限数。可改用自动带宽。 [bootstrap-bandwidth]")]
    Bandwidth {
        /// The bandwidth asked for.
        found: f64,
    },
    /// A threshold that is no number.
    #[error("修正界限为 {found},应为不小于 0 的数,如 0.25。 [bootstrap-correction-from]")]
    CorrectionFrom {
        /// The threshold asked for.
        found: f64,
    },
    /// Everyone is on the frontier, so there is no inefficiency to imitate.
    #[error(
        "{units} 个单位全部在前沿上,没有可供模拟的效率差异,无法给出区间。请减少投入产出列数或增加单位;可以改列自由处置包的可比结论。 [bootstrap-all-efficient]"
    )]
    AllEfficient {
        /// Number of units.
        units: usize,
    },
    /// The radial model refuses the table.
    #[error(transparent)]
    Frontier(#[from] FrontierError),
}

/// Bias and interval of every unit's efficiency. Replications are spread over all cores; each has its own stream of
/// numbers, so the answer does not depend on how many there are.
///
/// ```
/// use hengji_analysis::frontier::{
///     Bandwidth, BootstrapSettings, Orientation, Scale, Units, bootstrap,
/// };
///
/// // 六个街道的环卫: 投入 (百万元), 清扫面积 (万平方米).
/// let names = ["甲", "乙", "丙", "丁", "戊", "己"].map(str::to_owned).to_vec();
/// let money = [2.0, 4.0, 3.0, 5.0, 6.0, 5.5].map(|cell| vec![cell]).to_vec();
/// let area = [1.0, 2.0, 3.0, 4.0, 5.0, 3.0].map(|cell| vec![cell]).to_vec();
/// let units = Units::new(names, money, area)?;
/// let settings = BootstrapSettings {
///     orientation: Orientation::Input,
///     scale: Scale::Variable,
///     replications: 200,
///     bandwidth: Bandwidth::NormalReference,
///     confidence: 0.95,
///     correction_from: 0.25,
///     start_value: "2026 年 11 月 23 日开奖号码 05 11 17".to_owned(),
/// };
/// let found = bootstrap(&units, &settings)?;
/// // 乙街道: 0.625 flatters, as every estimated efficiency does.
/// assert!((found.units[1].efficiency - 0.625).abs() < 1e-9);
/// assert!(found.units[1].corrected.is_some_and(|corrected| corrected < 0.625));
/// # Ok::<(), hengji_analysis::frontier::BootstrapError>(())
/// ```
///
/// # Errors
///
/// [`BootstrapError`] for settings without a meaning, for a table on which nobody is inefficient, and what the radial
/// model refuses.
pub fn bootstrap(units: &Units, settings: &BootstrapSettings) -> Result<Bootstrap, BootstrapError> {
    check(settings)?;
    let radial = RadialSettings {
        slacks: None,
        ..RadialSettings::new(settings.orientation, settings.scale)
    };
    let estimated = efficiencies(&efficiency(units, &radial)?);
    let distances: Vec<f64> = estimated
        .iter()
        .map(|value| distance(settings.orientation, *value))
        .collect();
    let all_efficient = BootstrapError::AllEfficient { units: units.len() };
    let rule = normal_reference(&estimated, &distances, SAME_EFFICIENCY).ok_or(all_efficient)?;
    let bandwidth = match settings.bandwidth {
        Bandwidth::Given(bandwidth) => bandwidth,
        Bandwidth::NormalReference => rule,
    };
    let imitated = imitations(units, settings, &radial, &distances, bandwidth)?;
    let units_found = estimated
        .iter()
        .zip(&distances)
        .enumerate()
        .map(|(unit, (efficiency, own))| {
            let column = imitated.iter().filter_map(|replication| replication.get(unit));
            let found = column
                .map(|value| distance(settings.orientation, *value))
                .filter(|value| value.is_finite());
            summary(*efficiency, *own, found.collect(), settings)
        });
    let units_found = units_found.collect();
    let (replications, units_counted) = (settings.replications, units.len());
    Ok(Bootstrap {
        bandwidth,
        replications,
        units_counted,
        units: units_found,
    })
}

/// The efficiencies of all units in every replication.
fn imitations(
    units: &Units,
    settings: &BootstrapSettings,
    radial: &RadialSettings,
    distances: &[f64],
    bandwidth: f64,
) -> Result<Vec<Vec<f64>>, FrontierError> {
    let source = Reflected::new(distances, bandwidth);
    (0..settings.replications)
        .into_par_iter()
        .map(|replication| {
            let mut stream = Stream::new(&settings.start_value, replication);
            let drawn: Vec<f64> = distances.iter().map(|_| source.draw(&mut stream)).collect();
            let frontier = imitation(units, settings.orientation, distances, &drawn)?;
            Ok(efficiencies(&efficiency_against(&frontier, units, radial)?))
        })
        .collect()
}

fn check(settings: &BootstrapSettings) -> Result<(), BootstrapError> {
    if settings.replications < 2 {
        return Err(BootstrapError::TooFewReplications {
            found: settings.replications,
        });
    }
    if !(settings.confidence > 0.0 && settings.confidence < 1.0) {
        return Err(BootstrapError::Confidence {
            found: settings.confidence,
        });
    }
    if !(0.0..f64::INFINITY).contains(&settings.correction_from) {
        return Err(BootstrapError::CorrectionFrom {
            found: settings.correction_from,
        });
    }
    match settings.bandwidth {
        Bandwidth::Given(found) if !(found > 0.0 && found.is_finite()) => {
            Err(BootstrapError::Bandwidth { found })
        }
        _ => Ok(()),
    }
}

/// Efficiencies of a table's units; not a number where there is none.
fn efficiencies(found: &[Efficiency]) -> Vec<f64> {
    found
        .iter()
        .map(|unit| unit.efficiency.unwrap_or(f64::NAN))
        .collect()
}

/// The distance of at least one that belongs to an efficiency, and back again: the way is the same.
fn distance(orientation: Orientation, efficiency: f64) -> f64 {
    match orientation {
        Orientation::Input => 1.0 / efficiency,
        Orientation::Output => efficiency,
    }
}

/// The units as they would be at the drawn distances from the same frontier.
fn imitation(
    units: &Units,
    orientation: Orientation,
    distances: &[f64],
    drawn: &[f64],
) -> Result<Units, FrontierError> {
    let (mut inputs, mut outputs) = (Vec::with_capacity(units.len()), Vec::with_capacity(units.len()));
    for (unit, (own, drawn)) in distances.iter().zip(drawn).enumerate() {
        let (on_inputs, on_outputs) = match orientation {
            Orientation::Input => (drawn / own, 1.0),
            Orientation::Output => (1.0, own / drawn),
        };
        inputs.push(units.inputs_of(unit).map(|cell| cell * on_inputs).collect());
        outputs.push(units.outputs_of(unit).map(|cell| cell * on_outputs).collect());
    }
    Units::new(units.names().to_vec(), inputs, outputs)
}

fn summary(efficiency: f64, own: f64, mut imitated: Vec<f64>, settings: &BootstrapSettings) -> Bootstrapped {
    imitated.sort_unstable_by(f64::total_cmp);
    let bias = mean(&imitated) - own;
    let spread = deviation(&imitated);
    let outside = (1.0 - settings.confidence) / 2.0;
    let end = |share| quantile(&imitated, share).map_or(f64::NAN, |value| 2.0 * own - value);
    let (far, near) = (end(outside), end(1.0 - outside));
    let back = |value: f64| distance(settings.orientation, value);
    let (lower, upper) = match settings.orientation {
        Orientation::Input => (back(far), back(near)),
        Orientation::Output => (back(near), back(far)),
    };
    let corrected = (settings.correction_from * spread < bias.abs()).then(|| back(own - bias));
    let counted = imitated.len();
    Bootstrapped {
        efficiency,
        bias,
        deviation: spread,
        corrected,
        lower,
        upper,
        counted,
    }
}

#[cfg(test)]
mod tests;
