//! 重新计算 (recompute): scores every self-evaluation of a year again and says what differs from what is stored.
//!
//! Nothing is written: a stored score was signed. A difference means that rules or program changed since, and a
//! person decides what follows.

use std::collections::HashMap;

use hengji_authz::Action;
use hengji_domain::id::{ProjectId, SheetId};
use hengji_domain::person::Actor;
use hengji_domain::rule::SheetRules;
use hengji_domain::sheet::{Sheet, SheetKind};
use hengji_domain::{BudgetYear, Division, Score};
use hengji_scoring::{ExecutionJudgement, score_form};
use hengji_store::{projects, sheets};

use crate::app::App;
use crate::error::AppError;
use crate::sheets::as_form::{Names, as_form};

/// Differences that are told in full: a changed rule can touch every line of a province.
const TOLD_MAX: usize = 1_000;

/// What a recomputation found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recomputed {
    /// Fingerprint of the rules it was done under.
    pub fingerprint: String,
    /// Self-evaluations scored.
    pub sheets: u64,
    /// Lines scored.
    pub lines: u64,
    /// Scores that differ.
    pub differing: u64,
    /// The first thousand of them, by sheet and place.
    pub differences: Vec<Difference>,
}

/// A stored score that the rules in force no longer give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The sheet.
    pub sheet: SheetId,
    /// The project.
    pub project: ProjectId,
    /// 项目名称.
    pub project_name: String,
    /// Where on the sheet.
    pub place: ScorePlace,
    /// As stored.
    pub stored: Option<Score>,
    /// As the rules give it.
    pub computed: Option<Score>,
}

/// Where a score stands on a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScorePlace {
    /// The line at this position.
    Line(u32),
    /// 预算执行率.
    Execution,
    /// 总分.
    Total,
}

impl App {
    /// Scores the self-evaluations of the acting division and year again, under the rules in force of that year.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`] for all but the performance division; [`AppError::RuleMissing`].
    pub fn recompute(&self, actor: &Actor, year: BudgetYear) -> Result<Recomputed, AppError> {
        self.may_look(actor, Action::Recompute)?;
        self.recompute_as_operator(actor.division, year)
    }

    /// The same for whoever runs the server.
    ///
    /// # Errors
    ///
    /// [`AppError::RuleMissing`]; [`AppError::Fault`] when the database cannot be read.
    pub fn recompute_as_operator(
        &self,
        division: Division,
        year: BudgetYear,
    ) -> Result<Recomputed, AppError> {
        let in_force = self.rules(division, year);
        let rules = in_force.sheet_rules()?;
        let all = self.read(|db| Ok(sheets::of_year(db, division, year, SheetKind::SelfEvaluation)?))?;
        let mut found = Recomputed {
            fingerprint: in_force.fingerprint().to_owned(),
            sheets: count(all.len()),
            lines: all.iter().map(|sheet| count(sheet.lines.len())).sum(),
            differing: 0,
            differences: Vec::new(),
        };
        for stored in &all {
            found.compare(stored, &rules);
        }
        if !found.differences.is_empty() {
            let names = self.project_names(division, year)?;
            for difference in &mut found.differences {
                difference.project_name = names.get(&difference.project).cloned().unwrap_or_default();
            }
        }
        Ok(found)
    }

    fn project_names(
        &self,
        division: Division,
        year: BudgetYear,
    ) -> Result<HashMap<ProjectId, String>, AppError> {
        let all = self.read(|db| Ok(projects::of_year(db, division, year)?))?;
        Ok(all
            .into_iter()
            .map(|project| (project.id, project.name))
            .collect())
    }
}

impl Recomputed {
    fn compare(&mut self, stored: &Sheet, rules: &SheetRules) {
        // Names stand on a form but decide no score.
        let form = as_form(
            stored,
            Names {
                project: "",
                unit: "",
                department: "",
            },
        );
        let fresh = score_form(&form, rules);
        for (line, judgement) in stored.lines.iter().zip(&fresh.lines) {
            let place = ScorePlace::Line(line.position);
            self.note(stored, place, line.computed_score, judgement.score());
        }
        let execution = match &fresh.execution {
            ExecutionJudgement::Scored { score, .. } => Some(*score),
            ExecutionJudgement::NotWeighted | ExecutionJudgement::NotComputable(_) => None,
        };
        self.note(
            stored,
            ScorePlace::Execution,
            stored.execution.computed_score,
            execution,
        );
        self.note(stored, ScorePlace::Total, stored.computed_total, fresh.total);
    }

    fn note(&mut self, sheet: &Sheet, place: ScorePlace, stored: Option<Score>, computed: Option<Score>) {
        if stored == computed {
            return;
        }
        self.differing += 1;
        if self.differences.len() < TOLD_MAX {
            self.differences.push(Difference {
                sheet: sheet.id,
                project: sheet.project,
                project_name: String::new(),
                place,
                stored,
                computed,
            });
        }
    }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
