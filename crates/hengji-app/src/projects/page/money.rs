//! Money of a project from facts: every figure names its source row, nobody retypes it.

use std::collections::BTreeMap;

use hengji_domain::Money;
use hengji_domain::fact::{Fact, code};

use crate::projects::view::SourcedMoney;

/// Figures of a project.
pub(crate) struct Figures {
    pub(crate) adjusted: Option<SourcedMoney>,
    pub(crate) executed: Option<SourcedMoney>,
    pub(crate) execution_rate_bp: Option<i64>,
    pub(crate) months: Vec<(String, Money)>,
}

/// The figures that the facts give; the initial budget stands in where no adjusted one was loaded.
pub(crate) fn figures(facts: &[Fact], initial: Money) -> Figures {
    let adjusted = latest(facts, code::ADJUSTED_BUDGET_FEN);
    let executed = summed(facts, code::EXECUTED_FEN);
    let budget = adjusted.as_ref().map_or(initial, |adjusted| adjusted.money);
    let mut months: BTreeMap<String, i64> = BTreeMap::new();
    for fact in facts.iter().filter(|fact| fact.code == code::EXECUTED_FEN) {
        let sum = months.entry(fact.period.clone()).or_default();
        *sum = sum.saturating_add(fact.value);
    }
    Figures {
        execution_rate_bp: executed
            .as_ref()
            .and_then(|executed| executed.money.rate_bp(budget)),
        adjusted,
        executed,
        months: months
            .into_iter()
            .map(|(month, fen)| (month, Money::from_fen(fen)))
            .collect(),
    }
}

fn latest(facts: &[Fact], code: &str) -> Option<SourcedMoney> {
    facts
        .iter()
        .filter(|fact| fact.code == code)
        .max_by_key(|fact| fact.loaded_at)
        .map(|fact| SourcedMoney {
            money: Money::from_fen(fact.value),
            source: format!("{} 第 {} 行", fact.source, fact.source_row),
            loaded_at: fact.loaded_at,
        })
}

fn summed(facts: &[Fact], code: &str) -> Option<SourcedMoney> {
    let all: Vec<&Fact> = facts.iter().filter(|fact| fact.code == code).collect();
    let newest = all.iter().max_by_key(|fact| fact.loaded_at)?;
    let fen = all.iter().fold(0_i64, |sum, fact| sum.saturating_add(fact.value));
    Some(SourcedMoney {
        money: Money::from_fen(fen),
        source: format!("{}(共 {} 条支付记录)", newest.source, all.len()),
        loaded_at: newest.loaded_at,
    })
}

#[cfg(test)]
mod tests {
    use hengji_domain::{BudgetYear, Timestamp};

    use super::*;

    fn fact(code: &str, period: &str, value: i64, at: i64) -> Fact {
        Fact {
            year: BudgetYear::new(2020).unwrap(),
            subject: "p".into(),
            code: code.into(),
            period: period.into(),
            value,
            source: "支付明细".into(),
            source_row: at.to_string(),
            loaded_at: Timestamp::from_micros(at),
        }
    }

    #[test]
    fn months_add_up_and_the_newest_budget_counts() {
        let facts = [
            fact(code::ADJUSTED_BUDGET_FEN, "2020", 1_000, 1),
            fact(code::ADJUSTED_BUDGET_FEN, "2020", 2_000, 2),
            fact(code::EXECUTED_FEN, "2020-01", 300, 3),
            fact(code::EXECUTED_FEN, "2020-02", 500, 4),
            fact(code::EXECUTED_FEN, "2020-02", 200, 5),
        ];
        let figures = figures(&facts, Money::from_fen(9));
        assert_eq!(figures.adjusted.unwrap().money.fen(), 2_000);
        assert_eq!(figures.executed.unwrap().money.fen(), 1_000);
        assert_eq!(figures.execution_rate_bp, Some(5_000));
        assert_eq!(figures.months.len(), 2);
        assert_eq!(figures.months[1].1.fen(), 700);
    }

    #[test]
    fn without_facts_nothing_is_invented() {
        let figures = figures(&[], Money::from_fen(9));
        assert!(figures.adjusted.is_none() && figures.executed.is_none());
        assert_eq!(figures.execution_rate_bp, None);
    }
}
