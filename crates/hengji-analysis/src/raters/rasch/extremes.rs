//! 极端评分 (extreme scores): who got or gave only one end of the scale has no finite place and is set aside.

use serde::Serialize;

use super::judgements::{Judgement, Judgements};
use crate::raters::error::RatersError;

/// 侧面 (facet): what a measured element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Facet {
    /// A project.
    Project,
    /// A criterion.
    Criterion,
    /// An evaluator.
    Evaluator,
}

/// An element set aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Extreme {
    /// What it is.
    pub facet: Facet,
    /// Its name.
    pub name: String,
    /// Whether all its grades are the highest ones; else the lowest.
    pub highest: bool,
    /// How many grades were set aside with it.
    pub scores: usize,
}

/// What is left, with elements and grades numbered afresh, sorted by project.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Active {
    pub(super) rows: Vec<Judgement>,
    /// The number of each remaining element in the judgements.
    pub(super) projects: Vec<usize>,
    pub(super) criteria: Vec<usize>,
    pub(super) evaluators: Vec<usize>,
    pub(super) lowest: usize,
    /// How many steps lead from the lowest to the highest grade.
    pub(super) steps: usize,
}

const FACETS: [Facet; 3] = [Facet::Project, Facet::Criterion, Facet::Evaluator];

impl Facet {
    pub(super) fn of(self, row: &Judgement) -> usize {
        match self {
            Self::Project => row.project,
            Self::Criterion => row.criterion,
            Self::Evaluator => row.evaluator,
        }
    }

    fn names(self, judgements: &Judgements) -> &[String] {
        match self {
            Self::Project => &judgements.projects,
            Self::Criterion => &judgements.criteria,
            Self::Evaluator => &judgements.evaluators,
        }
    }
}

/// Sets extreme elements aside until none is left: removing one may make another extreme, or leave an end of the
/// scale unused.
pub(super) fn set_aside(judgements: &Judgements) -> Result<(Active, Vec<Extreme>), RatersError> {
    let mut rows = judgements.rows.clone();
    let mut extremes = Vec::new();
    loop {
        let (Some(lowest), Some(highest)) = (
            rows.iter().map(|row| row.category).min(),
            rows.iter().map(|row| row.category).max(),
        ) else {
            return Err(RatersError::RaschAllExtreme);
        };
        let before = rows.len();
        for facet in FACETS {
            extremes.extend(one_facet(judgements, &mut rows, facet, (lowest, highest)));
        }
        if rows.len() == before {
            refuse_unused(&rows, lowest, highest)?;
            return Ok((active(rows, lowest, highest), extremes));
        }
    }
}

fn one_facet(
    judgements: &Judgements,
    rows: &mut Vec<Judgement>,
    facet: Facet,
    (lowest, highest): (usize, usize),
) -> Vec<Extreme> {
    let names = facet.names(judgements);
    let mut seen: Vec<(usize, usize, usize)> = vec![(0, 0, 0); names.len()];
    for row in rows.iter() {
        if let Some((scores, low, high)) = seen.get_mut(facet.of(row)) {
            *scores += 1;
            *low += usize::from(row.category == lowest);
            *high += usize::from(row.category == highest);
        }
    }
    let extreme =
        |(scores, low, high): &(usize, usize, usize)| 0 < *scores && (low == scores || high == scores);
    rows.retain(|row| !seen.get(facet.of(row)).is_some_and(extreme));
    let named = names.iter().zip(&seen).filter(|(_, seen)| extreme(seen));
    named
        .map(|(name, (scores, _, high))| Extreme {
            facet,
            name: name.clone(),
            highest: high == scores,
            scores: *scores,
        })
        .collect()
}

fn refuse_unused(rows: &[Judgement], lowest: usize, highest: usize) -> Result<(), RatersError> {
    let mut used = vec![false; highest - lowest + 1];
    for row in rows {
        if let Some(used) = used.get_mut(row.category - lowest) {
            *used = true;
        }
    }
    match used.iter().position(|used| !used) {
        Some(at) => Err(RatersError::RaschCategoryUnused {
            category: lowest + at,
        }),
        None => Ok(()),
    }
}

fn active(mut rows: Vec<Judgement>, lowest: usize, highest: usize) -> Active {
    let kept = |facet: Facet| {
        let mut kept: Vec<usize> = rows.iter().map(|row| facet.of(row)).collect();
        kept.sort_unstable();
        kept.dedup();
        kept
    };
    let (projects, criteria, evaluators) = (
        kept(Facet::Project),
        kept(Facet::Criterion),
        kept(Facet::Evaluator),
    );
    // What is searched for is always there: the lists were made from these rows.
    let place = |kept: &[usize], at: usize| kept.partition_point(|known| *known < at);
    for row in &mut rows {
        row.project = place(&projects, row.project);
        row.criterion = place(&criteria, row.criterion);
        row.evaluator = place(&evaluators, row.evaluator);
        row.category -= lowest;
    }
    rows.sort_by_key(|row| row.project);
    Active {
        rows,
        projects,
        criteria,
        evaluators,
        lowest,
        steps: highest - lowest,
    }
}
