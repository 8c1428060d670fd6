//! 测算 (computing): the class of every project, and the share of weight choices under which it would stay.
//!
//! The class itself is whole numbers. Only the shares are floats: they are asked of the analysis once for each set of
//! points, which are few however many projects there are, and are basis points again when they come back.

use std::collections::BTreeMap;

use hengji_analysis::allocate::{self, ClassProject, ClassSettings, MoneyScale};
use hengji_domain::id::UnitId;
use hengji_domain::project_class::{ClassRules, ProjectClass};
use hengji_domain::{Decimal, Money, Weight};
use hengji_scoring::project_class::{Classified, applies, classify};
use hengji_store::project_classes::{Candidate, ClassEntry, Shares};

use super::basis::trace;
use crate::error::AppError;

/// Basis points in a whole.
const WHOLE: i32 = 10_000;

/// Classes of last year by unit and name.
pub(super) type Previous = BTreeMap<(UnitId, String), ProjectClass>;

/// The entries of a catalogue, in the order of the candidates.
pub(super) fn entries(
    candidates: &[Candidate],
    rules: &ClassRules,
    previous: &Previous,
) -> Result<Vec<ClassEntry>, AppError> {
    let classified: Vec<Classified> = candidates
        .iter()
        .map(|candidate| classify(&candidate.traits, candidate.amount, rules))
        .collect();
    let by_points = shares_by_points(&classified, rules)?;
    candidates
        .iter()
        .zip(classified)
        .map(|(candidate, classified)| {
            let free = by_points.get(&points(&classified)).copied().unwrap_or_default();
            let shares = held(free, candidate, rules);
            let clear_from = i32::try_from(rules.stability.value.clear_from_bp).unwrap_or(WHOLE);
            Ok(ClassEntry {
                project: candidate.project,
                code: candidate.code.clone(),
                name: candidate.name.clone(),
                unit: candidate.unit,
                amount: candidate.amount,
                key_work: candidate.traits.key_work.clone(),
                rigid: candidate.traits.rigid.clone(),
                trace: trace(&classified)?,
                score: classified.score,
                by_score: classified.by_score,
                proposed: classified.class,
                class: classified.class,
                previous: previous.get(&(candidate.unit, candidate.name.clone())).copied(),
                is_clear: clear_from <= shares.of(classified.class),
                is_incomplete: classified.is_incomplete(),
                is_adjusted: false,
                hard_rule: classified.hard_rule,
                shares,
            })
        })
        .collect()
}

fn points(classified: &Classified) -> Vec<i32> {
    classified
        .criteria
        .iter()
        .map(|criterion| criterion.points.centi())
        .collect()
}

/// Shares by score alone, for every set of points that occurs.
fn shares_by_points(
    classified: &[Classified],
    rules: &ClassRules,
) -> Result<BTreeMap<Vec<i32>, Shares>, AppError> {
    let mut sets: Vec<Vec<i32>> = classified.iter().map(points).collect();
    sets.sort_unstable();
    sets.dedup();
    if sets.is_empty() {
        return Ok(BTreeMap::new());
    }
    let projects: Vec<ClassProject> = sets
        .iter()
        .enumerate()
        .map(|(at, points)| ClassProject {
            name: at.to_string(),
            points: points.iter().map(|centi| hundredths(*centi)).collect(),
            amount_fen: 0,
            is_rigid: false,
        })
        .collect();
    let found = allocate::classify(&projects, &settings(rules)).map_err(|error| {
        let text = error.to_string();
        let (words, code) = text.rsplit_once(" [").unwrap_or((&text, "allocate"));
        AppError::refused(code.trim_end_matches(']'), words)
    })?;
    let rows = found.projects.iter().map(|row| shares(row.shares));
    Ok(sets.into_iter().zip(rows).collect())
}

/// The rules as the analysis takes them. The amount is one of the criteria in points already, so its own scale there
/// weighs nothing; hard rules are applied here, because ours know kinds of rigid spending.
fn settings(rules: &ClassRules) -> ClassSettings {
    let thresholds = rules.thresholds.value;
    let stability = rules.stability.value;
    ClassSettings {
        criteria: rules
            .criteria
            .value
            .iter()
            .map(|criterion| allocate::Criterion {
                name: criterion.name.clone(),
                weight: hundredths(criterion.weight.centi()),
            })
            .collect(),
        money: MoneyScale {
            weight: hundredths(Weight::ZERO.centi()),
            from_fen: Money::ZERO.fen() + 1,
            full_fen: i64::from(WHOLE),
        },
        a_from: hundredths(thresholds.a_from.centi()),
        b_from: hundredths(thresholds.b_from.centi()),
        rules: Vec::new(),
        span: f64::from(stability.span_bp) / f64::from(WHOLE),
        clear_from: f64::from(stability.clear_from_bp) / f64::from(WHOLE),
    }
}

fn hundredths(centi: i32) -> f64 {
    f64::from(centi) / 100.0
}

/// Shares in basis points that make one whole: A and B rounded half up, C the rest.
fn shares([a, b, _]: [f64; 3]) -> Shares {
    let a_bp = basis_points(a);
    let b_bp = basis_points(b).min(WHOLE - a_bp);
    Shares {
        a_bp,
        b_bp,
        c_bp: WHOLE - a_bp - b_bp,
    }
}

fn basis_points(share: f64) -> i32 {
    let exact = Decimal::try_from(share).unwrap_or_default() * Decimal::from(WHOLE);
    let rounded = hengji_domain::rounding::round_half_up(exact, 0);
    i32::try_from(rounded).unwrap_or(0).clamp(0, WHOLE)
}

/// Shares with the hard rules: what a rule moves from one class to another moves with its share.
fn held(free: Shares, candidate: &Candidate, rules: &ClassRules) -> Shares {
    let mut shares = Shares::default();
    for class in ProjectClass::ALL {
        let to = rules
            .hard_rules
            .value
            .iter()
            .filter(|rule| applies(&rule.condition, &candidate.traits, candidate.amount))
            .fold(class, |class, rule| rule.bound.hold(class));
        let share = match to {
            ProjectClass::A => &mut shares.a_bp,
            ProjectClass::B => &mut shares.b_bp,
            ProjectClass::C => &mut shares.c_bp,
        };
        *share += free.of(class);
    }
    shares
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn shares_are_basis_points_of_one_whole() {
        for (given, expected) in [
            ([1.0, 0.0, 0.0], (10_000, 0, 0)),
            ([0.0, 0.82344, 0.17656], (0, 8_234, 1_766)),
            ([0.33333, 0.33333, 0.33334], (3_333, 3_333, 3_334)),
            ([f64::NAN, 0.5, 0.5], (0, 5_000, 5_000)),
        ] {
            let found = shares(given);
            assert_eq!((found.a_bp, found.b_bp, found.c_bp), expected, "{given:?}");
        }
    }

    proptest! {
        #[test]
        fn shares_always_make_a_whole(a in 0.0_f64..1.0, rest in 0.0_f64..1.0) {
            let found = shares([a, (1.0 - a) * rest, (1.0 - a) * (1.0 - rest)]);
            prop_assert_eq!(found.a_bp + found.b_bp + found.c_bp, WHOLE);
            prop_assert!(0 <= found.a_bp && 0 <= found.b_bp && 0 <= found.c_bp);
        }
    }
}
