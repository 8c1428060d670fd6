//! 填报进度 (unit overview): who has handed in and who is late.

mod tally;
pub mod view;

use std::cmp::Reverse;
use std::collections::HashMap;

use hengji_authz::{Action, Scope, scope};
use hengji_domain::BudgetYear;
use hengji_domain::id::UnitId;
use hengji_domain::person::Actor;
use hengji_domain::rule::Chain;
use hengji_domain::sheet::SheetKind;
use hengji_store::overview::{self, UnitOverview};

use crate::app::App;
use crate::error::AppError;
use tally::Tally;
use view::{DepartmentProgress, Overview, UnitProgress, UnitProgressTotal};

impl App {
    /// How far the units within reach have come with a kind of sheet, the latest first, in three statements.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`] for whoever has no part in the work.
    pub fn overview(&self, actor: &Actor, year: BudgetYear, kind: SheetKind) -> Result<Overview, AppError> {
        self.may_look(actor, Action::ViewUnitOverview)?;
        let reach = work_scope(actor);
        let (units, standings) = self.read(|db| {
            let units = overview::by_unit(db, actor.division, year, &reach)?;
            let standings = overview::standings(db, actor.division, year, kind, &reach)?;
            Ok((units, standings))
        })?;
        let due_on = self.due_on(actor.division, year, kind);
        let is_due = due_on.is_some_and(|due_on| due_on < self.now().shanghai_date());
        let mut tallies: HashMap<UnitId, Tally> = HashMap::new();
        for standing in &standings {
            tallies.entry(standing.unit).or_default().add(standing);
        }
        let told: Vec<Told> = units
            .into_iter()
            .map(|unit| {
                let mut tally = tallies.remove(&unit.unit).unwrap_or_default();
                tally.projects = unit.projects;
                Told { unit, tally }
            })
            .collect();
        let chain = self.rules(actor.division, year).chain(kind).ok();
        let teller = Teller {
            kind,
            chain: chain.map(|chain| chain.value),
            is_due,
        };
        Ok(teller.overview(due_on, told))
    }
}

/// What the actor works on. Reading what is issued and finalised is no part in the work, and would show every unit
/// with that part of its sheets only.
fn work_scope(actor: &Actor) -> Scope {
    scope(&working(actor))
}

/// The actor with those grants only that are a part in the work.
pub(crate) fn working(actor: &Actor) -> Actor {
    let mut working = actor.clone();
    working
        .grants
        .retain(|grant| Action::ViewUnitOverview.roles().contains(&grant.role));
    working
}

/// A unit with its tally.
struct Told {
    unit: UnitOverview,
    tally: Tally,
}

/// Puts tallies into words.
struct Teller {
    kind: SheetKind,
    chain: Option<Chain>,
    is_due: bool,
}

impl Teller {
    fn overview(&self, due_on: Option<hengji_domain::NaiveDate>, told: Vec<Told>) -> Overview {
        let mut all = Tally::default();
        let mut by_department: Vec<(String, u64, Tally)> = Vec::new();
        for Told { unit, tally } in &told {
            all.merge(tally);
            match by_department
                .iter_mut()
                .find(|(name, ..)| *name == unit.department_name)
            {
                Some((_, units, sum)) => {
                    *units += 1;
                    sum.merge(tally);
                }
                None => by_department.push((unit.department_name.clone(), 1, tally.clone())),
            }
        }
        let mut units: Vec<UnitProgress> = told.into_iter().map(|one| self.unit(one)).collect();
        // The sorts are stable, so that equals keep the order of the names.
        units.sort_by_key(|unit| (Reverse(unit.late), Reverse(unit.projects - unit.handed_in())));
        let mut departments: Vec<DepartmentProgress> = by_department
            .into_iter()
            .map(|(name, units, tally)| self.department(name, units, &tally))
            .collect();
        departments.sort_by_key(|one| {
            let handed_in = one.in_review + one.concluded;
            (Reverse(one.late), Reverse(one.projects - handed_in))
        });
        Overview {
            kind: self.kind,
            due_on,
            total: UnitProgressTotal {
                projects: all.projects,
                handed_in: all.handed_in(),
                concluded: all.concluded,
                late_units: u64::try_from(units.iter().filter(|unit| unit.is_late).count())
                    .unwrap_or(u64::MAX),
                late: all.late(self.is_due),
                average_score: all.average_score(self.kind),
            },
            steps: all.steps(self.chain.as_ref()),
            units,
            departments,
        }
    }

    fn unit(&self, Told { unit, tally }: Told) -> UnitProgress {
        let late = tally.late(self.is_due);
        UnitProgress {
            unit: unit.unit,
            unit_name: unit.unit_name,
            department_name: unit.department_name,
            projects: tally.projects,
            missing: tally.missing(),
            draft: tally.draft,
            returned: tally.returned,
            in_review: tally.in_review(),
            concluded: tally.concluded,
            is_late: 0 < late,
            late,
            steps: tally.steps(self.chain.as_ref()),
            average_score: tally.average_score(self.kind),
        }
    }

    fn department(&self, name: String, units: u64, tally: &Tally) -> DepartmentProgress {
        DepartmentProgress {
            name,
            units,
            projects: tally.projects,
            missing: tally.missing(),
            draft: tally.draft,
            returned: tally.returned,
            in_review: tally.in_review(),
            concluded: tally.concluded,
            late: tally.late(self.is_due),
            average_score: tally.average_score(self.kind),
        }
    }
}

#[cfg(test)]
mod tests;
