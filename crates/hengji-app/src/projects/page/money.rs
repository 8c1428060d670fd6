//! Money of a project from facts: every figure names its source row, nobody retypes it.

use std::collections::BTreeMap;

use hengji_domain::Money;
use hengji_domain::fact::money::{FactSum, ProjectMoney, by_subject};
use hengji_domain::fact::{Fact, code};

use crate::projects::view::SourcedMoney;

/// Figures of a project.
pub(crate) struct Figures {
    /// 年初预算数, where a file gave one.
    pub(crate) initial: Option<SourcedMoney>,
    pub(crate) adjusted: Option<SourcedMoney>,
    pub(crate) executed: Option<SourcedMoney>,
    pub(crate) execution_rate_bp: Option<i64>,
    pub(crate) months: Vec<(String, Money)>,
}

/// The figures that the facts give; the initial budget stands in where no adjusted one was loaded.
pub(crate) fn figures(facts: &[Fact], registered: Money) -> Figures {
    let money = told(facts);
    let executed = money.executed();
    let mut months: BTreeMap<String, i64> = BTreeMap::new();
    for fact in facts.iter().filter(|fact| fact.code == code::EXECUTED_FEN) {
        let sum = months.entry(fact.period.clone()).or_default();
        *sum = sum.saturating_add(fact.value);
    }
    Figures {
        initial: money
            .initial
            .and_then(|money| sourced(facts, &[code::INITIAL_BUDGET_FEN], money)),
        adjusted: money
            .adjusted(registered)
            .and_then(|money| sourced(facts, &[code::ADJUSTED_BUDGET_FEN, code::ADJUSTMENT_FEN], money)),
        execution_rate_bp: executed.and_then(|executed| executed.rate_bp(money.budget(registered))),
        executed: executed.and_then(|money| sourced(facts, &[code::EXECUTED_FEN], money)),
        months: months
            .into_iter()
            .map(|(month, fen)| (month, Money::from_fen(fen)))
            .collect(),
    }
}

/// The same arithmetic as for all projects at once.
pub(crate) fn told(facts: &[Fact]) -> ProjectMoney {
    let sums: Vec<FactSum> = facts
        .iter()
        .map(|fact| FactSum {
            subject: String::new(),
            code: fact.code.clone(),
            period: fact.period.clone(),
            source: fact.source.clone(),
            loaded_at: fact.loaded_at,
            value: fact.value,
        })
        .collect();
    by_subject(&sums).remove("").unwrap_or_default()
}

/// The amount with where it came from: the one row, or how many of which source.
fn sourced(facts: &[Fact], codes: &[&str], money: Money) -> Option<SourcedMoney> {
    let all: Vec<&Fact> = facts
        .iter()
        .filter(|fact| codes.contains(&fact.code.as_str()))
        .collect();
    let newest = all.iter().max_by_key(|fact| fact.loaded_at)?;
    let source = if newest.value == money.fen() {
        format!("{} 第 {} 行", newest.source, newest.source_row)
    } else {
        format!("{}(共 {} 条记录)", newest.source, all.len())
    };
    Some(SourcedMoney {
        money,
        source,
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
    fn a_figure_names_its_row_or_how_many_rows_it_is_made_of() {
        let facts = [
            fact(code::INITIAL_BUDGET_FEN, "2020", 900, 7),
            fact(code::ADJUSTMENT_FEN, "2020-05", -200, 8),
            fact(code::EXECUTED_FEN, "2020-01", 300, 9),
            fact(code::EXECUTED_FEN, "2020-02", 100, 10),
        ];
        let figures = figures(&facts, Money::from_fen(1_000));
        let shown =
            |known: Option<SourcedMoney>| known.map(|known| (known.money.fen(), known.source)).unwrap();
        assert_eq!(shown(figures.initial), (900, "支付明细 第 7 行".to_owned()));
        assert_eq!(shown(figures.adjusted), (700, "支付明细(共 1 条记录)".to_owned()));
        assert_eq!(shown(figures.executed), (400, "支付明细(共 2 条记录)".to_owned()));
    }

    #[test]
    fn without_facts_nothing_is_invented() {
        let figures = figures(&[], Money::from_fen(9));
        assert!(figures.initial.is_none() && figures.adjusted.is_none() && figures.executed.is_none());
        assert_eq!(figures.execution_rate_bp, None);
    }
}
