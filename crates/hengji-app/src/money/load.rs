//! What is loaded in a year, beside what stands now.

use std::collections::BTreeMap;

use hengji_authz::{Action, decide, scope};
use hengji_domain::fact::money::{FactSum, by_subject};
use hengji_domain::person::Actor;
use hengji_domain::{BudgetYear, Money};
use hengji_store::differences;

use super::check::plus;
use super::preview::Ledger;
use super::view::{LoadList, LoadRow};
use crate::app::App;
use crate::error::AppError;

impl App {
    /// The loads of a year with the course of its payments: five statements, whatever the year holds.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`].
    pub fn money_loads(&self, actor: &Actor, year: BudgetYear) -> Result<LoadList, AppError> {
        self.may_look(actor, Action::ViewMoneyLoads)?;
        let (ledger, counts) = self.read(|db| {
            let ledger = Ledger::load(db, actor.division, year)?;
            let counts = differences::count_by_state(db, actor.division, year, &scope(actor))?;
            Ok((ledger, counts))
        })?;
        let money = by_subject(&ledger.sums);
        let mut list = LoadList {
            loads: rows(&ledger),
            initial: Money::ZERO,
            budget: Money::ZERO,
            cumulative: [Money::ZERO; 12],
            last_month: 0,
            paid_projects: 0,
            projects: super::preview::count(ledger.projects.len()),
            differences: counts.into_iter().collect(),
            may_import: decide(
                actor,
                Action::ImportMoney,
                &hengji_authz::Resource::Division(actor.division),
            )
            .allow,
        };
        for project in &ledger.projects {
            let registered = project.funding.total().unwrap_or_default();
            let Some(told) = money.get(&project.id.to_string()) else {
                list.initial = plus(list.initial, registered);
                list.budget = plus(list.budget, registered);
                continue;
            };
            list.initial = plus(list.initial, told.initial.unwrap_or(registered));
            list.budget = plus(list.budget, told.budget(registered));
            for (sum, month) in list.cumulative.iter_mut().zip(told.cumulative()) {
                *sum = plus(*sum, month);
            }
            list.paid_projects += u32::from(!told.months.is_empty());
            list.last_month = list
                .last_month
                .max(told.months.keys().next_back().copied().unwrap_or(0));
        }
        Ok(list)
    }
}

fn rows(ledger: &Ledger) -> Vec<LoadRow> {
    let mut standing: BTreeMap<(&str, &str, &str), Money> = BTreeMap::new();
    for sum in &ledger.sums {
        let entry = standing.entry(key(sum)).or_default();
        *entry = plus(*entry, Money::from_fen(sum.value));
    }
    ledger
        .loads
        .iter()
        .map(|load| LoadRow {
            standing: load.replaced.is_none().then(|| {
                let of_load = (
                    load.kind.fact_code(),
                    load.period.as_str(),
                    load.fact_source.as_str(),
                );
                standing.get(&of_load).copied().unwrap_or_default()
            }),
            load: load.clone(),
        })
        .collect()
}

fn key(sum: &FactSum) -> (&str, &str, &str) {
    (&sum.code, &sum.period, &sum.source)
}
