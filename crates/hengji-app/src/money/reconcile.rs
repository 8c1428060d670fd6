//! Reconciling inside a transaction: records of differences and the findings on sheets follow the facts.

use std::collections::BTreeMap;

use hengji_domain::difference::{Difference, DifferenceKind, DifferenceState, Found, merge};
use hengji_domain::fact::money::{ProjectMoney, by_subject};
use hengji_domain::id::{ProjectId, SheetId};
use hengji_domain::sheet::{SheetKind, SheetMoney};
use hengji_domain::{BudgetYear, Field, Finding, FindingCode, Money};
use hengji_store::{differences, findings, sheets};

use super::preview::{Ledger, ReadMoney, count};
use crate::app::{Step, Tx};

/// What reconciling changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Reconciled {
    pub(super) fresh: u32,
    pub(super) changed: u32,
}

/// Unknown projects of a file, as differences: they exist only as long as the same source does not send that month
/// again.
pub(super) struct UnknownOf<'a> {
    prefix: String,
    periods: Vec<String>,
    read: &'a ReadMoney,
}

impl<'a> UnknownOf<'a> {
    pub(super) fn new(read: &'a ReadMoney) -> Self {
        Self {
            prefix: format!("{}:{}:", read.kind.code(), read.reading.source),
            periods: read.periods(),
            read,
        }
    }

    fn covers(&self, found: &Found) -> bool {
        found.subject.starts_with(&self.prefix) && self.periods.contains(&found.period)
    }

    /// Each owned by the unit that the file names, else by whoever brought the file.
    fn found(&self, fallback: hengji_domain::id::UnitId) -> Vec<Found> {
        let of_code = |((code, month), unknown): (&(String, u32), &super::check::Unknown)| Found {
            kind: DifferenceKind::UnknownProject,
            subject: format!("{}{code}", self.prefix),
            subject_name: format!("{code} {}", unknown.name).trim_end().to_owned(),
            period: super::period(self.read.year, *month),
            owner: unknown.unit.unwrap_or(fallback),
            expected: Money::ZERO,
            found: unknown.total,
        };
        self.read.checked.unknown.iter().map(of_code).collect()
    }
}

/// Reconciles the year as it stands in the transaction, in a fixed number of statements and as many inserts as there
/// are changes.
pub(super) fn reconcile_in(
    tx: &mut Tx<'_>,
    year: BudgetYear,
    unknown: Option<(&UnknownOf<'_>, hengji_domain::id::UnitId)>,
) -> Step<Reconciled> {
    let ledger = Ledger::load(tx.db, tx.division, year)?;
    let mut found = ledger.differences(year, &ledger.sums);
    if let Some((unknown, fallback)) = unknown {
        found.extend(unknown.found(fallback));
    }
    let known = differences::of_year(tx.db, tx.division, year)?;
    let covers = |one: &Found| {
        one.kind != DifferenceKind::UnknownProject || unknown.is_some_and(|(unknown, _)| unknown.covers(one))
    };
    let merged = merge(&known, found, covers, tx.now);
    let fresh = merged
        .fresh
        .into_iter()
        .map(|found| {
            Ok(Difference {
                id: tx.fresh()?,
                year,
                found,
                state: DifferenceState::Open,
                explanation: None,
                conclusion: None,
                found_at: tx.now,
                version: 1,
            })
        })
        .collect::<Step<Vec<_>>>()?;
    differences::insert_many(tx.db, tx.division, &fresh)?;
    differences::replace_many(tx.db, tx.division, &merged.changed)?;
    mark_sheets(tx, year, &ledger)?;
    Ok(Reconciled {
        fresh: count(fresh.len()),
        changed: count(merged.changed.len()),
    })
}

/// Sheets keep what their people wrote; where the facts say otherwise, a finding says so.
fn mark_sheets(tx: &mut Tx<'_>, year: BudgetYear, ledger: &Ledger) -> Step<()> {
    let money = by_subject(&ledger.sums);
    let registered: BTreeMap<ProjectId, Money> = ledger
        .projects
        .iter()
        .map(|project| (project.id, project.funding.total().unwrap_or_default()))
        .collect();
    let mut found: Vec<(SheetId, Vec<Finding>)> = Vec::new();
    for stated in sheets::stated_money(tx.db, tx.division, year)? {
        let Some(told) = money.get(&stated.project.to_string()) else {
            continue;
        };
        let registered = registered.get(&stated.project).copied().unwrap_or_default();
        let all = unlike_facts(stated.kind, stated.money, told, registered);
        if !all.is_empty() {
            found.push((stated.sheet, all));
        }
    }
    findings::replace_code(tx.db, tx.division, year, FindingCode::MoneyUnlikeFacts, &found)?;
    Ok(())
}

/// The amounts of a sheet that are not what the facts say.
pub(crate) fn unlike_facts(
    kind: SheetKind,
    stated: SheetMoney,
    told: &ProjectMoney,
    registered: Money,
) -> Vec<Finding> {
    let mut pairs = vec![(Field::InitialBudget, "年初预算数", stated.initial, told.initial)];
    if kind == SheetKind::SelfEvaluation {
        pairs.push((
            Field::AdjustedBudget,
            "全年预算数",
            stated.adjusted,
            told.adjusted(registered),
        ));
        pairs.push((Field::Executed, "全年执行数", stated.executed, told.executed()));
    }
    pairs
        .into_iter()
        .filter_map(|(field, name, stated, told)| {
            let (stated, told) = (stated?, told?);
            (stated != told).then(|| {
                Finding::new(
                    FindingCode::MoneyUnlikeFacts,
                    format!("{name}填 {stated} 万元,预算和支付数据为 {told} 万元。"),
                    "表在单位手中的,改填为数据中的金额后保存;数据有误的,请财政更正后重新导入。",
                )
                .on(field)
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use hengji_domain::Timestamp;
    use hengji_domain::fact::code;
    use hengji_domain::fact::money::FactSum;

    use super::*;

    fn told() -> ProjectMoney {
        let sum = |code: &str, period: &str, value| FactSum {
            subject: "p".into(),
            code: code.into(),
            period: period.into(),
            source: "国库".into(),
            loaded_at: Timestamp::from_micros(1),
            value,
        };
        let sums = [
            sum(code::INITIAL_BUDGET_FEN, "2020", 100),
            sum(code::ADJUSTMENT_FEN, "2020-05", -10),
            sum(code::EXECUTED_FEN, "2020-03", 80),
        ];
        by_subject(&sums).remove("p").unwrap()
    }

    /// `kind initial adjusted executed -> fields that are not as the facts say`.
    #[track_caller]
    fn check(case: &str) {
        let (stated, expected) = case.split_once("->").unwrap();
        let words: Vec<&str> = stated.split_whitespace().collect();
        let amount = |index: usize| words[index].parse().ok().map(Money::from_fen);
        let money = SheetMoney {
            initial: amount(1),
            adjusted: amount(2),
            executed: amount(3),
        };
        let kind = SheetKind::from_code(words[0]).unwrap();
        let fields: Vec<&str> = unlike_facts(kind, money, &told(), Money::from_fen(100))
            .iter()
            .map(|finding| finding.field.unwrap().code())
            .collect();
        assert_eq!(fields.join(" "), expected.trim(), "{case}");
    }

    #[test]
    fn a_sheet_is_held_against_the_facts_amount_by_amount() {
        check("self_evaluation 100 90 80 -> ");
        check("self_evaluation 100 100 80 -> adjusted_budget");
        check("self_evaluation 90 90 70 -> initial_budget executed");
        // What the form does not state cannot differ; a goal states no execution.
        check("self_evaluation - - - -> ");
        check("goal 100 1 1 -> ");
        check("goal 99 - - -> initial_budget");
    }
}
