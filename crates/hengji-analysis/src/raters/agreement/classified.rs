//! 分级评分 (classified projects): for each project how many evaluators gave it which category.

use serde::Serialize;

use crate::number::{count, float};
use crate::raters::error::RatersError;
use crate::raters::ratings::Ratings;

/// Beyond this many categories a table of all pairs is no longer a table of categories.
const CATEGORIES_MOST: usize = 2_000;

/// How near misses count between two categories.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Weighting {
    /// Equal or not.
    Identity,
    /// By the number of pairs of categories between the two.
    Ordinal,
    /// Falling linearly with the difference of the categories' values.
    Linear,
    /// Falling with the squared difference.
    Quadratic,
}

/// 分级评分 (classified projects).
#[derive(Debug, Clone, PartialEq)]
pub struct Classified {
    /// Ascending.
    categories: Vec<f64>,
    /// For each project the categories given, by number, and how often.
    projects: Vec<Vec<(usize, f64)>>,
}

impl Classified {
    /// Counts the scores of a table as categories. With an empty list the categories are the values seen; a list
    /// adds those that nobody gave, which matters to Gwet's coefficient.
    ///
    /// # Errors
    ///
    /// [`RatersError::CategoryUnknown`] for a score outside the list; [`RatersError::TooMany`] beyond 2,000
    /// categories.
    pub fn from_ratings(ratings: &Ratings, categories: &[f64]) -> Result<Self, RatersError> {
        let seen = ratings.cells().iter().map(|cell| cell.score);
        let mut all: Vec<f64> = if categories.is_empty() {
            seen.collect()
        } else {
            categories.to_vec()
        };
        // Adding nought makes one of the two noughts of floats.
        all.iter_mut().for_each(|value| *value += 0.0);
        all.sort_by(f64::total_cmp);
        all.dedup();
        if CATEGORIES_MOST < all.len() {
            let (method, what) = ("分级一致性系数", "等级");
            return Err(RatersError::TooMany {
                method,
                what,
                found: all.len(),
                most: CATEGORIES_MOST,
            });
        }
        let mut classified = Self {
            categories: all,
            projects: Vec::new(),
        };
        for (project, row) in ratings.projects().iter().zip(ratings.rows()) {
            let mut counts: Vec<(usize, f64)> = Vec::new();
            for (_, score) in row {
                let Some(category) = classified.number(*score) else {
                    return Err(RatersError::CategoryUnknown {
                        project: project.clone(),
                        score: *score,
                    });
                };
                match counts.iter_mut().find(|(known, _)| *known == category) {
                    Some((_, times)) => *times += 1.0,
                    None => counts.push((category, 1.0)),
                }
            }
            classified.projects.push(counts);
        }
        Ok(classified)
    }

    /// Takes a table of counts: one row for each project, one column for each category, in ascending order of the
    /// categories, whose values are taken as 1, 2, 3….
    ///
    /// # Errors
    ///
    /// [`RatersError::Empty`]; [`RatersError::Ragged`]; [`RatersError::CountUnusable`] for a cell that is no
    /// count or a row without any; [`RatersError::TooMany`].
    pub fn from_counts(table: &[Vec<f64>]) -> Result<Self, RatersError> {
        let expected = table.first().map_or(0, Vec::len);
        if expected == 0 {
            return Err(RatersError::Empty);
        }
        if CATEGORIES_MOST < expected {
            let (method, what) = ("分级一致性系数", "等级");
            return Err(RatersError::TooMany {
                method,
                what,
                found: expected,
                most: CATEGORIES_MOST,
            });
        }
        let mut projects = Vec::new();
        for (row, cells) in table.iter().enumerate().map(|(at, cells)| (at + 1, cells)) {
            if cells.len() != expected {
                return Err(RatersError::Ragged {
                    row,
                    found: cells.len(),
                    expected,
                });
            }
            let is_count = |cell: &f64| count(*cell).is_some_and(|whole| float(whole) == *cell);
            if !cells.iter().all(is_count) || cells.iter().all(|cell| *cell == 0.0) {
                return Err(RatersError::CountUnusable { row });
            }
            projects.push(
                cells
                    .iter()
                    .copied()
                    .enumerate()
                    .filter(|(_, times)| 0.0 < *times)
                    .collect(),
            );
        }
        Ok(Self {
            categories: (1..=expected).map(float).collect(),
            projects,
        })
    }

    /// The categories that could be given, ascending.
    #[must_use]
    pub fn categories(&self) -> &[f64] {
        &self.categories
    }

    pub(super) fn projects(&self) -> &[Vec<(usize, f64)>] {
        &self.projects
    }

    pub(super) fn number(&self, score: f64) -> Option<usize> {
        let at = self.categories.partition_point(|value| *value < score);
        (self.categories.get(at) == Some(&(score + 0.0))).then_some(at)
    }

    /// The category of the first score, for a refusal where there is no other.
    pub(super) fn only_value(&self) -> f64 {
        let first = self.projects.first().and_then(|counts| counts.first());
        first
            .and_then(|(category, _)| self.categories.get(*category))
            .copied()
            .unwrap_or(f64::NAN)
    }

    /// How much a pair of categories counts as agreement, from 0 to 1.
    pub(super) fn weight(&self, weighting: Weighting, one: usize, other: usize) -> f64 {
        if one == other {
            return 1.0;
        }
        let steps = float(one.abs_diff(other));
        let value = |at: usize| self.categories.get(at).copied().unwrap_or(f64::NAN);
        let last = self.categories.len() - 1;
        let gap = (value(one) - value(other)).abs() / (value(last) - value(0));
        match weighting {
            Weighting::Identity => 0.0,
            Weighting::Ordinal => 1.0 - steps * (steps + 1.0) / (float(last) * (float(last) + 1.0)),
            Weighting::Linear => 1.0 - gap,
            Weighting::Quadratic => 1.0 - gap * gap,
        }
    }

    /// For each project with at least two scores the share of its pairs that agree.
    pub(super) fn within(&self, weighting: Weighting) -> Vec<Option<f64>> {
        let agreeing = |counts: &Vec<(usize, f64)>| {
            let scores: f64 = counts.iter().map(|(_, times)| times).sum();
            let near = |one: &usize| -> f64 {
                counts
                    .iter()
                    .map(|(other, times)| self.weight(weighting, *one, *other) * times)
                    .sum()
            };
            let pairs: f64 = counts
                .iter()
                .map(|(category, times)| times * (near(category) - 1.0))
                .sum();
            (2.0 <= scores).then(|| pairs / (scores * (scores - 1.0)))
        };
        self.projects.iter().map(agreeing).collect()
    }
}
