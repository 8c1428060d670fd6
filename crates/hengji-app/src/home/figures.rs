//! Figures over the list: how many sheets of each kind stand where, within reach.

use hengji_authz::{Action, Resource, decide, scope};
use hengji_domain::BudgetYear;
use hengji_domain::person::Actor;
use hengji_domain::sheet::SheetKind;
use hengji_store::overview::{self, Tally, UnitOverview};

use super::due::Calendar;
use super::view::Figure;
use crate::app::App;
use crate::error::AppError;

impl App {
    /// The figures, in two statements.
    pub(super) fn figures(
        &self,
        actor: &Actor,
        year: BudgetYear,
        calendar: &Calendar,
    ) -> Result<Vec<Figure>, AppError> {
        let reach = scope(actor);
        let units = self.read(|db| Ok(overview::by_unit(db, actor.division, year, &reach)?))?;
        // Who reads only what is issued or finalised must not learn how many sheets are not.
        let sees_progress = decide(
            actor,
            Action::ViewUnitOverview,
            &Resource::Division(actor.division),
        )
        .allow;
        if units.is_empty() {
            return Ok(Vec::new());
        }
        let mut figures = Vec::new();
        for kind in SheetKind::YEARLY {
            let sums = Sums::of(&units, kind);
            // Before the year has ended, nobody waits for self-evaluations: five zeros would only be noise.
            if kind == SheetKind::SelfEvaluation && !calendar.is_year_over && sums.begun() == 0 {
                continue;
            }
            figures.extend(sums.figures(kind, sees_progress));
        }
        Ok(figures)
    }
}

/// One kind of sheet over all units.
#[derive(Default)]
struct Sums {
    projects: u64,
    tally: Tally,
}

impl Sums {
    fn of(units: &[UnitOverview], kind: SheetKind) -> Self {
        let mut sums = Self::default();
        for unit in units {
            let one = match kind {
                SheetKind::Goal => unit.goals,
                SheetKind::ExAnteEvaluation => Tally::default(),
                SheetKind::SelfEvaluation => unit.self_evaluations,
                SheetKind::GoalAdjustment | SheetKind::Monitoring => Tally::default(),
            };
            sums.projects += unit.projects;
            sums.tally.draft += one.draft;
            sums.tally.in_review += one.in_review;
            sums.tally.returned += one.returned;
            sums.tally.concluded += one.concluded;
        }
        sums
    }

    const fn begun(&self) -> u64 {
        self.tally.draft + self.tally.returned + self.tally.handed_in()
    }

    /// A figure for each state, with the code by which the project list filters.
    fn figures(&self, kind: SheetKind, sees_progress: bool) -> Vec<Figure> {
        let tally = &self.tally;
        let missing = self.projects.saturating_sub(self.begun());
        let all = [
            ("未填报", "missing", missing),
            ("编报中", "draft", tally.draft),
            ("退回修改", "returned", tally.returned),
            ("审核中", "in_review", tally.in_review),
            (kind.concluded_name(), "concluded", tally.concluded),
        ];
        all.into_iter()
            .filter(|(_, code, _)| sees_progress || *code == "concluded")
            .map(|(name, code, count)| Figure {
                name: format!("{}{name}", kind.name()),
                count,
                filter: Some((kind, code)),
            })
            .collect()
    }
}
