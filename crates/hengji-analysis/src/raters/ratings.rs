//! 评分表 (ratings): which evaluator gave which project which score; any cell may be empty.

use std::collections::{HashMap, HashSet};

use super::error::RatersError;

/// Above this the sums of squares of a long table would no longer be finite.
const LARGEST_SCORE: f64 = 1e100;

/// One score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// Which project, in the order of [`Ratings::projects`].
    pub project: usize,
    /// Which evaluator, in the order of [`Ratings::evaluators`].
    pub evaluator: usize,
    /// The score.
    pub score: f64,
}

/// 评分表 (ratings): finite scores, at most one for each pair of project and evaluator, in the order given.
#[derive(Debug, Clone, PartialEq)]
pub struct Ratings {
    projects: Vec<String>,
    evaluators: Vec<String>,
    cells: Vec<Cell>,
    /// For each project its evaluators, ascending, and their scores.
    rows: Vec<Vec<(usize, f64)>>,
}

impl Ratings {
    /// Reads (project, evaluator, score) triples; names are numbered in the order of their first appearance.
    ///
    /// # Errors
    ///
    /// [`RatersError::Empty`], [`RatersError::ScoreUnusable`], [`RatersError::ScoredTwice`].
    pub fn new<P, E>(triples: impl IntoIterator<Item = (P, E, f64)>) -> Result<Self, RatersError>
    where
        P: Into<String>,
        E: Into<String>,
    {
        let (mut projects, mut evaluators) = (Names::default(), Names::default());
        let cells = triples
            .into_iter()
            .map(|(project, evaluator, score)| Cell {
                project: projects.number(project.into()),
                evaluator: evaluators.number(evaluator.into()),
                score,
            })
            .collect();
        Self::checked(projects.names, evaluators.names, cells)
    }

    /// Reads a table: one row for each project, one column for each evaluator, `None` where there is no score.
    ///
    /// # Errors
    ///
    /// As [`Ratings::new`]; [`RatersError::RowsUnnamed`], [`RatersError::Ragged`], [`RatersError::NameTwice`] and
    /// [`RatersError::NothingScored`] for the table's shape.
    pub fn from_table<N: Into<String>>(
        projects: impl IntoIterator<Item = N>,
        evaluators: impl IntoIterator<Item = N>,
        table: &[Vec<Option<f64>>],
    ) -> Result<Self, RatersError> {
        let projects: Vec<String> = projects.into_iter().map(Into::into).collect();
        let evaluators: Vec<String> = evaluators.into_iter().map(Into::into).collect();
        if projects.len() != table.len() {
            let (found, expected) = (table.len(), projects.len());
            return Err(RatersError::RowsUnnamed { found, expected });
        }
        refuse_same_names(&projects)?;
        refuse_same_names(&evaluators)?;
        let mut cells = Vec::new();
        for (project, row) in table.iter().enumerate() {
            if row.len() != evaluators.len() {
                let (found, expected) = (row.len(), evaluators.len());
                return Err(RatersError::Ragged {
                    row: project + 1,
                    found,
                    expected,
                });
            }
            let scored = row
                .iter()
                .enumerate()
                .filter_map(|(evaluator, score)| Some((evaluator, (*score)?)));
            cells.extend(scored.map(|(evaluator, score)| Cell {
                project,
                evaluator,
                score,
            }));
        }
        Self::checked(projects, evaluators, cells)
    }

    fn checked(
        projects: Vec<String>,
        evaluators: Vec<String>,
        cells: Vec<Cell>,
    ) -> Result<Self, RatersError> {
        if cells.is_empty() {
            return Err(RatersError::Empty);
        }
        let mut ratings = Self {
            rows: vec![Vec::new(); projects.len()],
            projects,
            evaluators,
            cells,
        };
        let mut scored = vec![false; ratings.evaluators.len()];
        for cell in &ratings.cells {
            if !cell.score.is_finite() || LARGEST_SCORE < cell.score.abs() {
                let (project, evaluator) = ratings.names(cell);
                return Err(RatersError::ScoreUnusable {
                    project,
                    evaluator,
                    score: cell.score,
                });
            }
            if let Some(row) = ratings.rows.get_mut(cell.project) {
                row.push((cell.evaluator, cell.score));
            }
            if let Some(mark) = scored.get_mut(cell.evaluator) {
                *mark = true;
            }
        }
        for row in &mut ratings.rows {
            row.sort_by_key(|(evaluator, _)| *evaluator);
        }
        ratings.refuse_holes(&scored)?;
        ratings.refuse_repeats()?;
        Ok(ratings)
    }

    fn refuse_holes(&self, scored: &[bool]) -> Result<(), RatersError> {
        let project = self
            .projects
            .iter()
            .zip(&self.rows)
            .find(|(_, row)| row.is_empty());
        let evaluator = self.evaluators.iter().zip(scored).find(|(_, scored)| !**scored);
        match project.map(|(name, _)| name).or(evaluator.map(|(name, _)| name)) {
            Some(name) => Err(RatersError::NothingScored { name: name.clone() }),
            None => Ok(()),
        }
    }

    fn refuse_repeats(&self) -> Result<(), RatersError> {
        for (project, row) in self.rows.iter().enumerate() {
            for (one, next) in row.iter().zip(row.iter().skip(1)) {
                if one.0 == next.0 {
                    let cell = Cell {
                        project,
                        evaluator: one.0,
                        score: one.1,
                    };
                    let (project, evaluator) = self.names(&cell);
                    return Err(RatersError::ScoredTwice {
                        project,
                        evaluator,
                        first: one.1,
                        second: next.1,
                    });
                }
            }
        }
        Ok(())
    }

    /// The projects' names.
    #[must_use]
    pub fn projects(&self) -> &[String] {
        &self.projects
    }

    /// The evaluators' names.
    #[must_use]
    pub fn evaluators(&self) -> &[String] {
        &self.evaluators
    }

    /// The scores in the order given.
    #[must_use]
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// For each project the evaluators who scored it, ascending, with their scores.
    #[must_use]
    pub fn rows(&self) -> &[Vec<(usize, f64)>] {
        &self.rows
    }

    /// The score in a cell of the table.
    #[must_use]
    pub fn score(&self, project: usize, evaluator: usize) -> Option<f64> {
        let row = self.rows.get(project)?;
        let at = row
            .binary_search_by_key(&evaluator, |(evaluator, _)| *evaluator)
            .ok()?;
        row.get(at).map(|(_, score)| *score)
    }

    /// How many cells of the table of projects by evaluators are empty.
    #[must_use]
    pub fn missing(&self) -> usize {
        self.projects
            .len()
            .saturating_mul(self.evaluators.len())
            .saturating_sub(self.cells.len())
    }

    /// The table without holes, row by row.
    ///
    /// # Errors
    ///
    /// [`RatersError::ScoresMissing`] names the first hole.
    pub fn complete(&self) -> Result<Vec<Vec<f64>>, RatersError> {
        let hole = self
            .rows
            .iter()
            .enumerate()
            .find(|(_, row)| row.len() < self.evaluators.len());
        let Some((project, row)) = hole else {
            return Ok(self
                .rows
                .iter()
                .map(|row| row.iter().map(|(_, score)| *score).collect())
                .collect());
        };
        // The row is ascending, so the first number that is not its own place is the first one missing.
        let evaluator = row
            .iter()
            .enumerate()
            .take_while(|(at, (evaluator, _))| at == evaluator)
            .count();
        let (project, evaluator) = self.names(&Cell {
            project,
            evaluator,
            score: 0.0,
        });
        Err(RatersError::ScoresMissing {
            missing: self.missing(),
            project,
            evaluator,
        })
    }

    /// Only the projects that every evaluator scored, or nothing if there is none.
    #[must_use]
    pub fn scored_by_all(&self) -> Option<Self> {
        let full = |project: usize| {
            self.rows
                .get(project)
                .is_some_and(|row| row.len() == self.evaluators.len())
        };
        self.keeping(|cell| full(cell.project))
    }

    /// Only the scores for which the answer is yes, or nothing if there is none; names keep their order.
    #[must_use]
    pub fn keeping(&self, keep: impl Fn(&Cell) -> bool) -> Option<Self> {
        let kept: Vec<Cell> = self.cells.iter().filter(|cell| keep(cell)).copied().collect();
        let (projects, project_at) = renumbered(&self.projects, kept.iter().map(|cell| cell.project));
        let (evaluators, evaluator_at) = renumbered(&self.evaluators, kept.iter().map(|cell| cell.evaluator));
        let cells = kept.iter().filter_map(|cell| {
            let project = (*project_at.get(cell.project)?)?;
            let evaluator = (*evaluator_at.get(cell.evaluator)?)?;
            Some(Cell {
                project,
                evaluator,
                score: cell.score,
            })
        });
        Self::checked(projects, evaluators, cells.collect()).ok()
    }

    /// The names of a cell's project and evaluator.
    pub(crate) fn names(&self, cell: &Cell) -> (String, String) {
        let name = |names: &[String], at: usize| names.get(at).cloned().unwrap_or_default();
        (
            name(&self.projects, cell.project),
            name(&self.evaluators, cell.evaluator),
        )
    }
}

fn refuse_same_names(names: &[String]) -> Result<(), RatersError> {
    let mut seen = HashSet::new();
    match names.iter().find(|name| !seen.insert(*name)) {
        Some(name) => Err(RatersError::NameTwice { name: name.clone() }),
        None => Ok(()),
    }
}

/// The names in use, in their order, and for each old number its new one.
fn renumbered(names: &[String], used: impl Iterator<Item = usize>) -> (Vec<String>, Vec<Option<usize>>) {
    let mut at = vec![None; names.len()];
    for number in used {
        if let Some(mark) = at.get_mut(number) {
            *mark = Some(0);
        }
    }
    let mut kept = Vec::new();
    for (mark, name) in at.iter_mut().zip(names) {
        if let Some(number) = mark {
            *number = kept.len();
            kept.push(name.clone());
        }
    }
    (kept, at)
}

/// Numbers names in the order of their first appearance.
#[derive(Debug, Default)]
pub(crate) struct Names {
    pub(crate) names: Vec<String>,
    numbers: HashMap<String, usize>,
}

impl Names {
    pub(crate) fn number(&mut self, name: String) -> usize {
        let next = self.names.len();
        match self.numbers.get(&name) {
            Some(number) => *number,
            None => {
                self.names.push(name.clone());
                self.numbers.insert(name, next);
                next
            }
        }
    }
}

#[cfg(test)]
mod tests;
