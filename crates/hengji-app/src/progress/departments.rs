//! The departments of a year: projects, lights of the latest period, what is late, what was cut.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use hengji_domain::Money;
use hengji_domain::cut::CutState;
use hengji_domain::id::UnitId;
use hengji_domain::monitoring::{Light, MonitoringPeriod};
use hengji_domain::sheet::SheetKind;
use hengji_store::projects::Progress;
use hengji_store::year_progress::SheetTally;

use super::Ground;
use super::view::DepartmentYear;
use crate::app::Directory;
use crate::monitoring::view::DepartmentLights;

/// Counts of a department while they are gathered.
#[derive(Default)]
struct Gathered {
    row: DepartmentYear,
    goals_handed_in: u64,
    evaluations_handed_in: u64,
}

/// One row for each department with projects, those with the most red lights first, then as the directory has them.
pub(super) fn rows(
    ground: &Ground,
    period: Option<&MonitoringPeriod>,
    directory: &Directory,
) -> Vec<DepartmentYear> {
    let mut all: BTreeMap<UnitId, Gathered> = BTreeMap::new();
    for tally in &ground.projects {
        let gathered = all.entry(tally.department).or_default();
        gathered.row.projects += tally.projects;
        gathered.row.total = added(gathered.row.total, tally.total);
    }
    for tally in &ground.sheets {
        all.entry(tally.department)
            .or_default()
            .add(ground, tally, period);
    }
    for sum in ground.cuts.iter().filter(|sum| sum.state == CutState::Approved) {
        let gathered = all.entry(sum.department).or_default();
        gathered.row.cut = added(gathered.row.cut, sum.decided);
    }
    let place: BTreeMap<UnitId, usize> = directory.units().iter().map(|unit| unit.id).zip(0..).collect();
    let mut rows: Vec<(Option<usize>, DepartmentYear)> = all
        .into_iter()
        .map(|(id, gathered)| {
            (
                place.get(&id).copied(),
                gathered.concluded(ground, id, directory.name(id)),
            )
        })
        .collect();
    rows.sort_by_key(|(place, row)| {
        (
            Reverse((row.lights.red, row.lights.yellow, row.late)),
            place.is_none(),
            *place,
        )
    });
    rows.into_iter().map(|(_, row)| row).collect()
}

impl Gathered {
    fn add(&mut self, ground: &Ground, tally: &SheetTally, period: Option<&MonitoringPeriod>) {
        let is_handed_in = matches!(tally.progress, Progress::InReview | Progress::Concluded);
        let concluded = if tally.progress == Progress::Concluded {
            tally.sheets
        } else {
            0
        };
        match tally.kind {
            SheetKind::Goal => {
                self.row.issued += concluded;
                self.goals_handed_in += if is_handed_in { tally.sheets } else { 0 };
            }
            SheetKind::SelfEvaluation => {
                self.row.evaluated += concluded;
                self.evaluations_handed_in += if is_handed_in { tally.sheets } else { 0 };
            }
            SheetKind::Monitoring => {
                let late = ground.late_in_period(tally);
                self.row.late += late;
                let is_shown = tally.period.as_ref().map(|days| &days.period.code)
                    == period.map(|period| &period.code)
                    && period.is_some();
                if is_shown {
                    self.lights(tally, late);
                }
            }
            SheetKind::GoalAdjustment | SheetKind::ExAnteEvaluation => {}
        }
    }

    fn lights(&mut self, tally: &SheetTally, late: u64) {
        let lights = &mut self.row.lights;
        lights.sheets += tally.sheets;
        lights.late += late;
        match tally.light {
            Some(Light::Red) => lights.red += tally.sheets,
            Some(Light::Yellow) => lights.yellow += tally.sheets,
            Some(Light::Green) => lights.green += tally.sheets,
            Some(Light::Blue) => lights.blue += tally.sheets,
            None => lights.unlit += tally.sheets,
        }
        if tally.progress == Progress::Concluded {
            lights.concluded += tally.sheets;
        }
        lights.budget = added(lights.budget, tally.budget);
        lights.executed = added(lights.executed, tally.executed);
    }

    /// The row with its name; what was due and was not handed in is late.
    fn concluded(mut self, ground: &Ground, id: UnitId, name: String) -> DepartmentYear {
        let mut late = |is_due: bool, handed_in: u64| {
            if is_due {
                self.row.late += self.row.projects.saturating_sub(handed_in);
            }
        };
        late(ground.is_past(ground.due.goal_submit), self.goals_handed_in);
        late(
            ground.is_past(ground.due.self_evaluation),
            self.evaluations_handed_in,
        );
        self.row.id = id.to_string();
        self.row.lights.id = self.row.id.clone();
        self.row.lights.name = name.clone();
        self.row.name = name;
        self.row
    }
}

/// All departments together.
pub(super) fn sum(rows: &[DepartmentYear]) -> DepartmentYear {
    rows.iter().fold(DepartmentYear::default(), |sum, one| {
        let (a, b) = (&sum.lights, &one.lights);
        DepartmentYear {
            projects: sum.projects + one.projects,
            total: added(sum.total, one.total),
            issued: sum.issued + one.issued,
            lights: DepartmentLights {
                sheets: a.sheets + b.sheets,
                red: a.red + b.red,
                yellow: a.yellow + b.yellow,
                green: a.green + b.green,
                blue: a.blue + b.blue,
                unlit: a.unlit + b.unlit,
                late: a.late + b.late,
                concluded: a.concluded + b.concluded,
                budget: added(a.budget, b.budget),
                executed: added(a.executed, b.executed),
                ..DepartmentLights::default()
            },
            evaluated: sum.evaluated + one.evaluated,
            late: sum.late + one.late,
            cut: added(sum.cut, one.cut),
            ..DepartmentYear::default()
        }
    })
}

/// A sum beyond all money stays at the limit: it is shown, and nothing is decided by it.
pub(super) fn added(sum: Money, more: Money) -> Money {
    sum.checked_add(more).unwrap_or(Money::from_fen(i64::MAX))
}
