//! Monitoring of a demonstration: a period that was opened, filled, judged and closed, with what followed from it.

use std::collections::HashMap;

use hengji_authz::Action;
use hengji_domain::fact::money::ProjectMoney;
use hengji_domain::id::{LineKey, ProjectId, SheetId};
use hengji_domain::monitoring::{Light, Outlook};
use hengji_domain::{BudgetYear, Division, Money, NaiveDate, Timestamp};
use hengji_store::monitoring::{
    Disposal, FieldRecord, KeyEntry, OpenedPeriod, Origin, PeriodState, add_record, insert_disposals,
    insert_outlooks, insert_period, key_list, replace_results, set_period, sheets_of_period, update_entry,
};

use hengji_store::facts;

use crate::app::{App, Step, Tx};
use crate::error::AppError;

/// What a unit said on a monitoring sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedOutlook {
    /// The sheet.
    pub sheet: SheetId,
    /// 全年预计执行数.
    pub expected: Option<Money>,
    /// What it said of each line.
    pub lines: Vec<(LineKey, Outlook)>,
}

/// A closed period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedPeriod {
    /// Code of the period.
    pub code: String,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When it was closed.
    pub closed_at: Timestamp,
    /// Who did both.
    pub by: String,
    /// What was said.
    pub said: Vec<SeedOutlook>,
}

/// What the period found of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchedProject {
    /// The project.
    pub project: ProjectId,
    /// Its sheet.
    pub sheet: SheetId,
    /// Its light.
    pub light: Option<Light>,
    /// What is left of its budget when the year is over: what was cut was not paid later.
    pub left: Money,
}

/// What follows from a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedConsequences {
    /// When it was written.
    pub at: Timestamp,
    /// Who found it.
    pub by: String,
    /// The key list keeps so many, the largest first; the others are taken off with `reason`.
    pub kept: usize,
    /// Why the others are taken off.
    pub reason: String,
    /// So many of the kept ones were visited, on this day.
    pub visited: (usize, NaiveDate),
}

impl App {
    /// Writes a closed period over the monitoring sheets that were seeded with their projects.
    ///
    /// # Errors
    ///
    /// [`AppError::RuleMissing`]; [`AppError::Fault`].
    pub fn seed_monitoring(
        &self,
        division: Division,
        year: BudgetYear,
        seed: &SeedPeriod,
    ) -> Result<Vec<WatchedProject>, AppError> {
        self.operate(division, Action::SeedDemonstration, |tx| {
            tx.detail("year", year);
            let rules = self.rules(division, year);
            let mut periods = rules.monitoring_periods()?.value.into_iter();
            let period = periods
                .find(|period| period.code == seed.code)
                .ok_or_else(|| AppError::fault(format!("规则中没有监控期 {}", seed.code)))?;
            let opened = OpenedPeriod {
                period,
                year,
                state: PeriodState::Open,
                opened_by: seed.by.clone(),
                opened_at: seed.opened_at,
                closed_by: None,
                closed_at: None,
                rules_version: None,
                version: 1,
            };
            insert_period(tx.db, division, &opened)?;
            let said: Vec<(SheetId, LineKey, Outlook)> = seed
                .said
                .iter()
                .flat_map(|one| {
                    one.lines
                        .iter()
                        .map(|(key, said)| (one.sheet, *key, said.clone()))
                })
                .collect();
            insert_outlooks(tx.db, division, &said)?;
            let expected: HashMap<SheetId, Option<Money>> =
                seed.said.iter().map(|one| (one.sheet, one.expected)).collect();
            let mut results = self.judge_period(tx.db, division, &opened, true)?;
            for result in &mut results {
                result.expected = expected.get(&result.sheet).copied().flatten();
            }
            replace_results(tx.db, division, year, &seed.code, &results)?;
            let closed = OpenedPeriod {
                state: PeriodState::Closed,
                closed_by: Some(seed.by.clone()),
                closed_at: Some(seed.closed_at),
                rules_version: Some(rules.fingerprint().to_owned()),
                ..opened
            };
            set_period(tx.db, division, &closed)?;
            tx.detail("sheets", results.len());
            let money = facts::project_money(tx.db, division, year)?;
            let projects: HashMap<SheetId, ProjectId> = sheets_of_period(tx.db, division, year, &seed.code)?
                .into_iter()
                .map(|sheet| (sheet.id, sheet.project))
                .collect();
            Ok(results
                .iter()
                .filter_map(|result| {
                    let project = *projects.get(&result.sheet)?;
                    let paid = money.get(&project.to_string()).and_then(ProjectMoney::executed);
                    let spent = paid.unwrap_or_default().max(result.executed);
                    Some(WatchedProject {
                        project,
                        sheet: result.sheet,
                        light: result.light,
                        left: Money::from_fen(result.budget.fen().saturating_sub(spent.fen()).max(0)),
                    })
                })
                .collect())
        })
    }

    /// Writes the key list of the year, cut to its size by hand, with field records; the projects that are on it.
    ///
    /// # Errors
    ///
    /// [`AppError::RuleMissing`]; [`AppError::Fault`].
    pub fn seed_key_monitoring(
        &self,
        division: Division,
        year: BudgetYear,
        seed: &SeedConsequences,
    ) -> Result<Vec<ProjectId>, AppError> {
        self.operate(division, Action::SeedDemonstration, |tx| {
            tx.detail("year", year);
            self.list_by_rule(tx, year, &seed.by)?;
            let all = key_list(tx.db, division, year, &hengji_authz::Scope::AllOfDivision)?;
            let mut kept = Vec::new();
            for (place, listing) in all.into_iter().enumerate() {
                if place < seed.kept {
                    kept.push(listing.entry.project);
                    if place < seed.visited.0 {
                        add_record(tx.db, division, &visit(tx, listing.entry.project, seed)?)?;
                    }
                    continue;
                }
                let off = KeyEntry {
                    origin: Origin::Manual,
                    is_listed: false,
                    reason: seed.reason.clone(),
                    listed_by: seed.by.clone(),
                    listed_at: seed.at,
                    ..listing.entry
                };
                update_entry(tx.db, division, year, &off)?;
            }
            tx.detail("projects", kept.len());
            Ok(kept)
        })
    }

    /// Writes the disposals of a period.
    ///
    /// # Errors
    ///
    /// [`AppError::Fault`].
    pub fn seed_disposals(
        &self,
        division: Division,
        year: BudgetYear,
        period: &str,
        disposals: &[Disposal],
    ) -> Result<(), AppError> {
        self.operate(division, Action::SeedDemonstration, |tx| {
            tx.detail("year", year);
            tx.detail("disposals", disposals.len());
            Ok(insert_disposals(tx.db, division, year, period, disposals)?)
        })
    }
}

fn visit(tx: &Tx<'_>, project: ProjectId, seed: &SeedConsequences) -> Step<FieldRecord> {
    Ok(FieldRecord {
        id: tx.fresh()?,
        project,
        visited_on: seed.visited.1,
        place: "项目现场".to_owned(),
        present: "绩效科、归口科室、项目单位业务科室和财务".to_owned(),
        situation: "查看现场和支付凭证,核对七月末完成情况。".to_owned(),
        problems: "部分工程量签证滞后,支付进度慢于形象进度。".to_owned(),
        made_by: seed.by.clone(),
        made_at: seed.at,
    })
}
