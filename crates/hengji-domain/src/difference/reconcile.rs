//! 对账 (reconciliation): the register, the facts and the control totals beside each other, and what became of the
//! differences that were known.

use std::collections::{BTreeMap, BTreeSet};

use super::{Difference, DifferenceKind, DifferenceState, Found, Statement};
use crate::fact::money::{FactSum, ProjectMoney};
use crate::id::UnitId;
use crate::project::Project;
use crate::{BudgetYear, Money, Timestamp};

/// What is reconciled.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// Budget year.
    pub year: BudgetYear,
    /// The register of the year.
    pub projects: &'a [Project],
    /// What the facts say of each project, by its id as text.
    pub money: &'a BTreeMap<String, ProjectMoney>,
    /// What the treasury states for units, by month.
    pub stated: &'a [FactSum],
    /// Names of units by id.
    pub unit_names: &'a BTreeMap<UnitId, String>,
}

/// Every difference that the figures show, in a fixed order. Unknown projects are not among them: only the import of
/// their file knows them.
pub fn reconcile(ground: &Ground<'_>) -> Vec<Found> {
    let mut all = Vec::new();
    let mut paid: BTreeMap<(UnitId, u32), Money> = BTreeMap::new();
    for project in ground.projects {
        let Some(money) = ground.money.get(&project.id.to_string()) else {
            continue;
        };
        for (month, amount) in &money.months {
            let sum = paid.entry((project.unit, *month)).or_default();
            *sum = Money::from_fen(sum.fen().saturating_add(amount.fen()));
        }
        all.extend(of_project(ground.year, project, money));
    }
    all.extend(of_units(ground, &paid));
    all
}

fn of_project(year: BudgetYear, project: &Project, money: &ProjectMoney) -> Vec<Found> {
    let registered = project.funding.total().unwrap_or_default();
    let found = |kind, expected, found| Found {
        kind,
        subject: project.id.to_string(),
        subject_name: project.name.clone(),
        period: year.to_string(),
        owner: project.unit,
        expected,
        found,
    };
    let mut all = Vec::new();
    if let Some(initial) = money.initial.filter(|initial| *initial != registered) {
        all.push(found(DifferenceKind::BudgetUnlikeRegister, registered, initial));
    }
    if let Some(executed) = money.executed() {
        let budget = money.budget(registered);
        if executed < Money::ZERO {
            all.push(found(DifferenceKind::RefundsAbovePayments, Money::ZERO, executed));
        } else if budget < executed {
            all.push(found(DifferenceKind::PaidAboveBudget, budget, executed));
        }
    }
    all
}

fn of_units(ground: &Ground<'_>, paid: &BTreeMap<(UnitId, u32), Money>) -> Vec<Found> {
    let mut stated: BTreeMap<(UnitId, &str), Money> = BTreeMap::new();
    for sum in ground.stated {
        if let Ok(unit) = sum.subject.parse::<UnitId>() {
            let known = stated.entry((unit, sum.period.as_str())).or_default();
            *known = Money::from_fen(known.fen().saturating_add(sum.value));
        }
    }
    let differing = stated.into_iter().filter_map(|((unit, period), expected)| {
        let month = crate::fact::money::month_of(period)?;
        let found = paid.get(&(unit, month)).copied().unwrap_or_default();
        (found != expected).then(|| Found {
            kind: DifferenceKind::TreasuryUnlikePayments,
            subject: unit.to_string(),
            subject_name: ground.unit_names.get(&unit).cloned().unwrap_or_default(),
            period: period.to_owned(),
            owner: unit,
            expected,
            found,
        })
    });
    differing.collect()
}

/// What reconciling does to the records.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Merged {
    /// Differences that have no record yet.
    pub fresh: Vec<Found>,
    /// Records that change; their versions are those that were read.
    pub changed: Vec<Difference>,
}

/// Beside what is known goes what was found now. `covers` says which known differences this reconciling could have
/// found again: only those settle when they are gone.
///
/// An owner to whom the bureau gave a difference keeps it. A concluded one comes back to life when its figures are
/// others than those that were concluded.
pub fn merge(
    known: &[Difference],
    found: Vec<Found>,
    covers: impl Fn(&Found) -> bool,
    now: Timestamp,
) -> Merged {
    let mut merged = Merged::default();
    let by_key: BTreeMap<_, &Difference> = known.iter().map(|one| (key(&one.found), one)).collect();
    let mut seen = BTreeSet::new();
    for one in found {
        match by_key.get(&key(&one)) {
            None => merged.fresh.push(one.clone()),
            Some(record) => merged.changed.extend(again(record, &one)),
        }
        let (kind, subject, period) = key(&one);
        seen.insert((kind, subject.to_owned(), period.to_owned()));
    }
    for record in known {
        let (kind, subject, period) = key(&record.found);
        let is_gone = !seen.contains(&(kind, subject.to_owned(), period.to_owned()));
        if is_gone && record.state.is_pending() && covers(&record.found) {
            merged.changed.push(settled(record, now));
        }
    }
    merged
}

fn key(found: &Found) -> (DifferenceKind, &str, &str) {
    (found.kind, &found.subject, &found.period)
}

fn again(record: &Difference, found: &Found) -> Option<Difference> {
    let is_same = (record.found.expected, record.found.found) == (found.expected, found.found);
    if is_same && record.state != DifferenceState::Settled {
        return None;
    }
    Some(Difference {
        found: Found {
            owner: record.found.owner,
            ..found.clone()
        },
        state: DifferenceState::Open,
        conclusion: None,
        ..record.clone()
    })
}

fn settled(record: &Difference, now: Timestamp) -> Difference {
    Difference {
        state: DifferenceState::Settled,
        conclusion: Some(Statement {
            text: "重新对账后两数一致".to_owned(),
            by_name: "系统对账".to_owned(),
            at: now,
        }),
        ..record.clone()
    }
}
