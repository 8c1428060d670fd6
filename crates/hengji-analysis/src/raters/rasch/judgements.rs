//! 分项等级评分 (judgements): which evaluator gave which project which grade on which criterion.

use crate::number::count;
use crate::raters::error::RatersError;
use crate::raters::ratings::Names;

/// A scale with more steps than this is no scale of grades.
const HIGHEST_CATEGORY: usize = 1_000;

/// One grade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Judgement {
    pub(super) project: usize,
    pub(super) criterion: usize,
    pub(super) evaluator: usize,
    pub(super) category: usize,
}

/// 分项等级评分 (judgements): grades as whole numbers from nought, at most one for each project, criterion and
/// evaluator.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgements {
    pub(super) projects: Vec<String>,
    pub(super) criteria: Vec<String>,
    pub(super) evaluators: Vec<String>,
    pub(super) rows: Vec<Judgement>,
}

impl Judgements {
    /// Reads (project, criterion, evaluator, grade) rows; names are numbered in the order of first appearance.
    ///
    /// # Errors
    ///
    /// [`RatersError::Empty`]; [`RatersError::RaschCategory`] for a grade that is no whole number from 0 to 1,000;
    /// [`RatersError::ScoredTwice`].
    pub fn new<P, C, E>(rows: impl IntoIterator<Item = (P, C, E, f64)>) -> Result<Self, RatersError>
    where
        P: Into<String>,
        C: Into<String>,
        E: Into<String>,
    {
        let (mut projects, mut criteria, mut evaluators) =
            (Names::default(), Names::default(), Names::default());
        let mut read = Vec::new();
        for (at, (project, criterion, evaluator, score)) in rows.into_iter().enumerate() {
            let project: String = project.into();
            let whole = count(score).filter(|whole| *whole <= HIGHEST_CATEGORY && score.fract() == 0.0);
            let Some(category) = whole else {
                return Err(RatersError::RaschCategory {
                    row: at + 1,
                    project,
                    score,
                    most: HIGHEST_CATEGORY,
                });
            };
            read.push(Judgement {
                project: projects.number(project),
                criterion: criteria.number(criterion.into()),
                evaluator: evaluators.number(evaluator.into()),
                category,
            });
        }
        if read.is_empty() {
            return Err(RatersError::Empty);
        }
        let judgements = Self {
            projects: projects.names,
            criteria: criteria.names,
            evaluators: evaluators.names,
            rows: read,
        };
        judgements.refuse_repeats()?;
        Ok(judgements)
    }

    fn refuse_repeats(&self) -> Result<(), RatersError> {
        let place = |row: &Judgement| (row.project, row.criterion, row.evaluator);
        let mut sorted: Vec<&Judgement> = self.rows.iter().collect();
        sorted.sort_by_key(|row| place(row));
        let twice = sorted
            .iter()
            .zip(sorted.iter().skip(1))
            .find(|(one, next)| place(one) == place(next));
        let Some((one, next)) = twice else { return Ok(()) };
        let name = |names: &[String], at: usize| names.get(at).cloned().unwrap_or_default();
        let criterion = name(&self.criteria, one.criterion);
        Err(RatersError::ScoredTwice {
            project: format!("{}·{criterion}", name(&self.projects, one.project)),
            evaluator: name(&self.evaluators, one.evaluator),
            first: crate::number::float(one.category),
            second: crate::number::float(next.category),
        })
    }
}
