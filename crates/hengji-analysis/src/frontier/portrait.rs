//! 画像 (portrait): for "高成本 + 区县第一", all that can be said of every unit, and nothing that the data cannot carry.
//!
//! How much of a gap is scale and how much is not; whether an efficient unit is so only for want of comparison; what the
//! next yuan buys; what one named unit shows; and on how much data all of this rests. At evidence grade C the
//! frontier is left out, and the named unit and the unit costs remain.

use std::num::NonZeroU32;

use serde::Serialize;

use super::default_efficiency::default_efficiencies;
use super::{
    DefaultEfficiency, Efficiency, Elasticity, Evidence, EvidenceGrade, EvidenceThresholds, FreeDisposal,
    FrontierError, LastRank, LastRankError, LastRankQuestion, OrderM, Orientation, RadialSettings, Scale,
    ScaleEfficiency, ScaleSize, Units, efficiency, elasticity, evidence, fdh, last_rank, order_m,
    scale_efficiency, scale_size, unit_costs,
};

/// What is asked of a portrait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PortraitSettings {
    /// Which side is scaled.
    pub orientation: Orientation,
    /// From how many units on a frontier is shown at all.
    pub evidence: EvidenceThresholds,
    /// Of how many comparable units the expected best is taken, m of order-m.
    pub drawn: NonZeroU32,
    /// By which output the first place is priced, and in which money; None to leave it out.
    pub last_rank: Option<LastRankQuestion>,
}

/// Why there is no portrait.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PortraitError {
    /// The radial model refuses the table.
    #[error(transparent)]
    Frontier(#[from] FrontierError),
    /// The price of the last rank cannot be had.
    #[error(transparent)]
    LastRank(#[from] LastRankError),
}

/// A table with the portrait of every unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Portraits {
    /// What was asked.
    pub settings: PortraitSettings,
    /// On how much data everything rests.
    pub evidence: Evidence,
    /// One for each unit, in the order of the table.
    pub units: Vec<Portrait>,
    /// The price of the last rank for every unit at the first place; empty if it was not asked for, at grade C, and
    /// where all deliver the same.
    pub last_rank: Vec<LastRank>,
}

/// One unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Portrait {
    /// The unit's name.
    pub unit: String,
    /// One named unit that did more with less; the most explainable of all.
    pub free_disposal: FreeDisposal,
    /// What one of each output cost of each input: by input, then by output. None where nothing was delivered.
    pub unit_costs: Vec<Vec<Option<f64>>>,
    /// The frontier; None at evidence grade C.
    pub frontier: Option<FrontierPortrait>,
}

/// What the frontier says of one unit. Efficiencies are theta ≤ 1 or phi ≥ 1, as the orientation asks.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FrontierPortrait {
    /// TE, PTE, SE and the returns to scale: how much of the gap is size and how much is not.
    pub scale: ScaleEfficiency,
    /// The answer under variable returns in full, with peers, slacks (weighted by 1/column maximum) and certificate.
    pub pure: Efficiency,
    /// How many times its most productive size the unit is.
    pub scale_size: Option<ScaleSize>,
    /// What one per cent more of everything buys.
    pub elasticity: Option<Elasticity>,
    /// Super-efficiency under variable returns; None if infeasible.
    pub super_efficiency: Option<f64>,
    /// The warning, if the unit is efficient for want of comparison only.
    pub default_efficiency: Option<DefaultEfficiency>,
    /// Beside the expected best of a few comparable units, robust to one odd unit.
    pub order_m: OrderM,
}

/// The portrait of every unit.
///
/// ```
/// use hengji_analysis::frontier::{
///     Beside, EvidenceThresholds, LastRankQuestion, NoComparison, Orientation, PortraitSettings, Returns, Units, portraits,
/// };
/// use std::num::NonZeroU32;
///
/// // 十六个街道的城市管理: 投入 (万元), 考核得分; 最后一个花钱最多, 得分第一.
/// let names = (1..=16).map(|number| format!("{number} 号街道")).collect();
/// let money: Vec<Vec<f64>> = (1..=15).map(|at| vec![f64::from(at) * 40.0]).chain([vec![2_000.0]]).collect();
/// let score: Vec<Vec<f64>> = (1..=15).map(|at| vec![60.0 + f64::from(at) * 2.0]).chain([vec![95.0]]).collect();
/// let units = Units::new(names, money, score)?;
/// let settings = PortraitSettings {
///     orientation: Orientation::Input,
///     evidence: EvidenceThresholds { a_units: 30, a_units_per_column: 10, b_units: 15 },
///     drawn: NonZeroU32::MIN.saturating_add(9),
///     last_rank: Some(LastRankQuestion { money: 0, output: 0, beside: Beside::Second }),
/// };
/// let found = portraits(&units, settings)?;
/// let Some(top) = found.units[15].frontier.as_ref() else { return Ok(()) };
/// // Efficient, but only because nobody scores as high; and far beyond the most productive size.
/// assert_eq!(top.pure.efficiency.map(|value| value.round()), Some(1.0));
/// let flag = top.default_efficiency.as_ref();
/// assert!(flag.is_some_and(|flag| flag.reasons.contains(&NoComparison::NobodyDeliversAsMuch)));
/// assert!(flag.is_some_and(|flag| flag.text.starts_with("没有可比对象,不能据此认定高效")));
/// assert_eq!(top.scale.returns, Returns::Decreasing);
/// assert_eq!(
///     found.last_rank[0].sentence(&units, "万元", "分"),
///     "“16 号街道”比“15 号街道”多出 5.00 分,前沿上至少要 1400.00 万元,实际多花 1400.00 万元。"
/// );
/// # Ok::<(), hengji_analysis::frontier::PortraitError>(())
/// ```
///
/// # Errors
///
/// [`PortraitError`] as for the radial model and for the price of the last rank.
pub fn portraits(units: &Units, settings: PortraitSettings) -> Result<Portraits, PortraitError> {
    let evidence = evidence(units, settings.evidence);
    let (frontiers, last_rank) = match evidence.grade {
        EvidenceGrade::C => (Vec::new(), Vec::new()),
        EvidenceGrade::A | EvidenceGrade::B => {
            (frontiers(units, settings)?, priced(units, settings.last_rank)?)
        }
    };
    let mut frontiers = frontiers.into_iter();
    let mut costs = costs(units).into_iter();
    let named = units.names().iter().zip(fdh(units, settings.orientation));
    let units = named.map(|(name, free_disposal)| Portrait {
        unit: name.clone(),
        free_disposal,
        unit_costs: costs.next().unwrap_or_default(),
        frontier: frontiers.next(),
    });
    Ok(Portraits {
        settings,
        evidence,
        units: units.collect(),
        last_rank,
    })
}

/// The price of the last rank; that all deliver the same is no reason to refuse the rest of the portrait.
fn priced(units: &Units, question: Option<LastRankQuestion>) -> Result<Vec<LastRank>, LastRankError> {
    match question.map(|question| last_rank(units, question)) {
        None | Some(Err(LastRankError::AllEqual { .. })) => Ok(Vec::new()),
        Some(found) => found,
    }
}

/// The unit costs by unit, by input, by output.
fn costs(units: &Units) -> Vec<Vec<Vec<Option<f64>>>> {
    let of_input = |input| {
        (0..units.output_count())
            .map(move |output| unit_costs(units, input, output))
            .collect()
    };
    let table: Vec<Vec<Vec<Option<f64>>>> = (0..units.input_count()).map(of_input).collect();
    let cell = |column: &Vec<Option<f64>>, unit: usize| column.get(unit).copied().flatten();
    let row =
        |outputs: &Vec<Vec<Option<f64>>>, unit| outputs.iter().map(|column| cell(column, unit)).collect();
    (0..units.len())
        .map(|unit| table.iter().map(|outputs| row(outputs, unit)).collect())
        .collect()
}

fn frontiers(units: &Units, settings: PortraitSettings) -> Result<Vec<FrontierPortrait>, FrontierError> {
    let orientation = settings.orientation;
    let variable = RadialSettings::new(orientation, Scale::Variable);
    let pure = efficiency(units, &variable)?;
    let scales = scale_efficiency(units, &variable)?;
    let alone = RadialSettings {
        super_efficiency: true,
        slacks: None,
        ..variable
    };
    let without_itself: Vec<Option<f64>> = efficiency(units, &alone)?
        .iter()
        .map(|found| found.efficiency)
        .collect();
    let technical: Vec<f64> = scales.iter().map(|scale| scale.technical).collect();

    let mut sizes = scale_size::of_technical(units, orientation, &technical).into_iter();
    let mut elasticities = elasticity::of_variable(units, orientation, &pure).into_iter();
    let mut flags = default_efficiencies(units, orientation, &pure, &without_itself).into_iter();
    let mut expected = order_m(units, orientation, settings.drawn).into_iter();
    let known = pure.into_iter().zip(scales).zip(without_itself);
    let portraits = known.map_while(|((pure, scale), super_efficiency)| {
        Some(FrontierPortrait {
            scale,
            pure,
            scale_size: sizes.next()?,
            elasticity: elasticities.next()?,
            super_efficiency,
            default_efficiency: flags.next()?,
            order_m: expected.next()?,
        })
    });
    Ok(portraits.collect())
}

#[cfg(test)]
mod tests;
