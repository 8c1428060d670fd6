//! 问题根源的重现 (recurrence): which root causes come back in which departments over the years.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use hengji_authz::{Action, scope};
use hengji_domain::BudgetYear;
use hengji_domain::id::UnitId;
use hengji_domain::person::Actor;
use hengji_store::rectification::{FindingFilter, Recurrence, recurrences};

use super::case::{Names, choice, sees_unserved};
use super::view::{RecurrenceRow, RecurrenceTable};
use crate::app::App;
use crate::error::AppError;

/// Years that are shown at most, the latest of them.
const YEARS: usize = 6;

impl App {
    /// Root causes across years and departments within the reader's scope, in one statement.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`]; [`AppError::RuleMissing`].
    pub fn recurrences(&self, actor: &Actor, year: BudgetYear) -> Result<RecurrenceTable, AppError> {
        self.may_look(actor, Action::ViewEvaluationFindings)?;
        let names = Names::of(&self.rules(actor.division, year))?;
        let directory = self.directory(actor.division)?;
        let filter = FindingFilter {
            with_unserved: sees_unserved(actor),
            ..FindingFilter::of_year(None, scope(actor))
        };
        let found = self.read(|db| Ok(recurrences(db, actor.division, &filter)?))?;
        let (years, counted) = table(&found);
        let mut rows: Vec<RecurrenceRow> = counted
            .into_iter()
            .map(|((department, cause), counts)| RecurrenceRow {
                department_name: directory.name(department),
                cause: choice(&names.rules.causes, &cause),
                years: counts.iter().filter(|count| 0 < **count).count(),
                counts,
            })
            .collect();
        rows.sort_by_key(|row| (Reverse(row.years), Reverse(row.counts.iter().sum::<u64>())));
        let causes = names
            .rules
            .causes
            .iter()
            .map(|cause| {
                let of_it = |year: &BudgetYear| {
                    let same = found
                        .iter()
                        .filter(|one| one.year == *year && one.cause == cause.code);
                    same.map(|one| one.findings).sum::<u64>()
                };
                (
                    choice(&names.rules.causes, &cause.code),
                    years.iter().map(of_it).collect::<Vec<u64>>(),
                )
            })
            .filter(|(_, counts)| counts.iter().any(|count| 0 < *count))
            .collect();
        Ok(RecurrenceTable { years, rows, causes })
    }
}

type Counted = BTreeMap<(UnitId, String), Vec<u64>>;

/// The latest years, and for each department and cause a number in each of them.
fn table(found: &[Recurrence]) -> (Vec<BudgetYear>, Counted) {
    let all: BTreeSet<BudgetYear> = found.iter().map(|one| one.year).collect();
    let mut years: Vec<BudgetYear> = all.into_iter().rev().take(YEARS).collect();
    years.reverse();
    let mut counted = Counted::new();
    for one in found {
        let Some(place) = years.iter().position(|year| *year == one.year) else {
            continue;
        };
        let counts = counted
            .entry((one.department, one.cause.clone()))
            .or_insert_with(|| vec![0; years.len()]);
        if let Some(count) = counts.get_mut(place) {
            *count += one.findings;
        }
    }
    (years, counted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use hengji_domain::Timestamp;

    #[test]
    fn a_cause_is_counted_in_each_of_the_latest_years() {
        let unit = UnitId::new(Timestamp::from_micros(0), [1; 10]);
        let one = |year, findings| Recurrence {
            year: BudgetYear::new(year).unwrap(),
            department: unit,
            cause: "progress".into(),
            findings,
        };
        let found = [
            one(2012, 9),
            one(2015, 1),
            one(2016, 1),
            one(2017, 1),
            one(2018, 2),
            one(2019, 3),
            one(2020, 4),
        ];
        let (years, counted) = table(&found);
        assert_eq!(years.len(), YEARS);
        assert_eq!(counted[&(unit, "progress".to_owned())], [1, 1, 1, 2, 3, 4]);
    }
}
