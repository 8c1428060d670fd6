//! What became of the project last year: its goal, its actuals, its findings, its money.

use std::collections::BTreeSet;

use hengji_domain::rounding::div_round_half_up;
use hengji_domain::rule::plain_name;
use hengji_domain::sheet::{Line, Sheet, SheetKind};
use hengji_domain::{BudgetYear, Division, Finding};
use hengji_store::projects::{self, ProjectListing};
use hengji_store::review_room::around;
use hengji_store::{Db, findings, sheets};

use crate::app::Step;
use crate::review_room::view::{LastLine, LastYear};
use crate::sheets::judge::finding_view;
use crate::sheets::view::{LineView, SheetPage};

/// Last year's project with its sheets.
pub(super) struct LastYearFound {
    listing: ProjectListing,
    goal: Option<Sheet>,
    evaluation: Option<Sheet>,
    findings: Vec<Finding>,
}

impl LastYearFound {
    /// Looks for the project under its code, else under its name, in six statements at most.
    pub(super) fn read(
        db: &mut Db,
        division: Division,
        year: BudgetYear,
        page: &SheetPage,
    ) -> Step<Option<Self>> {
        let head = &page.project;
        let Some(id) = around::same_project(db, division, year, &head.code, &head.name)? else {
            return Ok(None);
        };
        let Some(listing) = projects::find_listing(db, division, id)? else {
            return Ok(None);
        };
        let mut all = sheets::find_for_project(db, division, id)?;
        let mut take = |kind| {
            let at = all.iter().position(|sheet| sheet.kind == kind)?;
            Some(all.swap_remove(at))
        };
        let (goal, evaluation) = (take(SheetKind::Goal), take(SheetKind::SelfEvaluation));
        // What was wrong with the evaluation says more than what was wrong with its goal.
        let asked = evaluation.as_ref().or(goal.as_ref());
        let findings = match asked {
            Some(sheet) => findings::of_sheet(db, division, sheet.id)?,
            None => Vec::new(),
        };
        Ok(Some(Self {
            listing,
            goal,
            evaluation,
            findings,
        }))
    }

    fn lines(&self) -> &[Line] {
        let sheet = self.evaluation.as_ref().or(self.goal.as_ref());
        sheet.map(|sheet| sheet.lines.as_slice()).unwrap_or_default()
    }

    fn found(&self, line: &LineView) -> Option<&Line> {
        let by_key = self.lines().iter().find(|last| last.key == line.key);
        by_key.or_else(|| {
            self.lines()
                .iter()
                .find(|last| plain_name(&last.level3) == plain_name(&line.level3))
        })
    }

    /// The line of last year: the same key, else the same name.
    pub(super) fn line(&self, line: &LineView) -> Option<LastLine> {
        self.found(line).map(last_line)
    }

    pub(super) fn view(&self, page: &SheetPage) -> LastYear {
        let total = self.listing.project.funding.total().unwrap_or_default();
        let continued: BTreeSet<_> = page
            .lines
            .iter()
            .filter_map(|line| self.found(line))
            .map(|line| line.key)
            .collect();
        let evaluation = self.evaluation.as_ref();
        let money = evaluation.map(|sheet| sheet.money);
        let executed = money.and_then(|money| money.executed);
        let budget = money.and_then(|money| money.adjusted.or(money.initial));
        let change = i128::from(page.project.total.fen()) - i128::from(total.fen());
        LastYear {
            year: self.listing.project.year.get(),
            project_name: self.listing.project.name.clone(),
            total,
            change_bp: div_round_half_up(change * 10_000, i128::from(total.fen())),
            annual_goal: self
                .goal
                .as_ref()
                .map(|goal| goal.annual_goal.clone())
                .unwrap_or_default(),
            achievement: evaluation
                .map(|sheet| sheet.achievement.clone())
                .unwrap_or_default(),
            score: evaluation.and_then(|sheet| sheet.computed_total),
            execution_rate_bp: executed
                .zip(budget)
                .and_then(|(paid, budget)| paid.rate_bp(budget)),
            findings: self.findings.iter().map(finding_view).collect(),
            dropped: self
                .lines()
                .iter()
                .filter(|line| !continued.contains(&line.key))
                .map(last_line)
                .collect(),
        }
    }
}

fn last_line(line: &Line) -> LastLine {
    LastLine {
        level3: line.level3.clone(),
        target: line.target.text.clone(),
        actual: line.actual.text.clone(),
        score: line.computed_score,
        weight: line.weight,
    }
}
