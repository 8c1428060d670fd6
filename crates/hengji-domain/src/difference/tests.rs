//! Differences as cases: what is found, what becomes of it, who may move it.

use std::collections::BTreeMap;

use super::*;
use crate::fact::code;
use crate::fact::money::{FactSum, by_subject};
use crate::id::ProjectId;
use crate::project::{FundingBySource, Project, ProjectNature, ProjectType};

const AT: Timestamp = Timestamp::from_micros(1_000_000);

fn year() -> BudgetYear {
    BudgetYear::new(2020).unwrap()
}

fn unit() -> UnitId {
    UnitId::new(AT, [1; 10])
}

fn project() -> Project {
    Project {
        id: ProjectId::new(AT, [2; 10]),
        year: year(),
        code: "P1".into(),
        name: "道路养护".into(),
        unit: unit(),
        department: unit(),
        project_type: ProjectType::Specific,
        nature: ProjectNature::Continued,
        funding: FundingBySource {
            fiscal: Money::from_fen(1_000),
            ..FundingBySource::default()
        },
        version: 1,
    }
}

fn sum(words: &str) -> FactSum {
    let parts: Vec<&str> = words.split_whitespace().collect();
    let (subject, code) = match parts[0] {
        "initial" => (project().id.to_string(), code::INITIAL_BUDGET_FEN),
        "whole" => (project().id.to_string(), code::ADJUSTED_BUDGET_FEN),
        "paid" => (project().id.to_string(), code::EXECUTED_FEN),
        _ => (unit().to_string(), code::STATED_PAID_FEN),
    };
    FactSum {
        subject,
        code: code.into(),
        period: parts[1].into(),
        source: "预算".into(),
        value: parts[2].parse().unwrap(),
        loaded_at: AT,
    }
}

/// `facts -> kind period expected found, …`.
#[track_caller]
fn check(case: &str) {
    let (facts, expected) = case.split_once("->").unwrap();
    let sums: Vec<FactSum> = facts
        .split(';')
        .filter(|part| !part.trim().is_empty())
        .map(sum)
        .collect();
    let (stated, told): (Vec<FactSum>, Vec<FactSum>) = sums
        .into_iter()
        .partition(|sum| sum.code == code::STATED_PAID_FEN);
    let found = reconcile(&Ground {
        year: year(),
        projects: &[project()],
        money: &by_subject(&told),
        stated: &stated,
        unit_names: &BTreeMap::from([(unit(), "城管局".to_owned())]),
    });
    let shown: Vec<String> = found
        .iter()
        .map(|one| {
            format!(
                "{} {} {} {}",
                one.kind.code(),
                one.period,
                one.expected.fen(),
                one.found.fen()
            )
        })
        .collect();
    assert_eq!(shown.join(", "), expected.trim(), "{case}");
}

#[test]
fn what_differs_is_found_with_both_figures() {
    check(" -> ");
    check("initial 2020 1000; whole 2020 900; paid 2020-03 900 -> ");
    check("initial 2020 1100 -> budget-unlike-register 2020 1000 1100");
    check("paid 2020-03 1000 -> ");
    check("paid 2020-03 1001 -> paid-above-budget 2020 1000 1001");
    check("whole 2020 900; paid 2020-03 901 -> paid-above-budget 2020 900 901");
    check("whole 2020 900; paid 2020-03 950; paid 2020-09 -50 -> ");
    check("paid 2020-03 10; paid 2020-04 -11 -> refunds-above-payments 2020 0 -1");
    check("paid 2020-03 10; stated 2020-03 10 -> ");
    check("paid 2020-03 10; stated 2020-03 12 -> treasury-unlike-payments 2020-03 12 10");
    check("stated 2020-04 5 -> treasury-unlike-payments 2020-04 5 0");
    check("stated 2020-04 5; stated 2020-04 -5 -> ");
    // Months without a control total are not reconciled: nobody stated anything.
    check("paid 2020-03 10 -> ");
}

fn one(found: i64) -> Found {
    Found {
        kind: DifferenceKind::PaidAboveBudget,
        subject: "p".into(),
        subject_name: "道路养护".into(),
        period: "2020".into(),
        owner: unit(),
        expected: Money::from_fen(100),
        found: Money::from_fen(found),
    }
}

fn record(state: DifferenceState) -> Difference {
    Difference {
        id: DifferenceId::new(AT, [3; 10]),
        year: year(),
        found: Found {
            owner: UnitId::new(AT, [9; 10]),
            ..one(120)
        },
        state,
        explanation: Some(said("漏导调整")),
        conclusion: None,
        found_at: AT,
        version: 4,
    }
}

fn said(text: &str) -> Statement {
    Statement {
        text: text.into(),
        by_name: "单位财务".into(),
        at: AT,
    }
}

#[test]
fn a_known_difference_changes_only_when_its_figures_do() {
    use DifferenceState::{Closed, Explained, Open, Settled};
    // Before, what is found now, and what becomes of the record.
    for (before, now, after) in [
        (Open, Some(120), None),
        (Explained, Some(120), None),
        (Closed, Some(120), None),
        (Open, Some(130), Some(Open)),
        (Explained, Some(130), Some(Open)),
        (Closed, Some(130), Some(Open)),
        (Settled, Some(120), Some(Open)),
        (Open, None, Some(Settled)),
        (Explained, None, Some(Settled)),
        (Closed, None, None),
        (Settled, None, None),
    ] {
        let merged = merge(
            &[record(before)],
            now.map(one).into_iter().collect(),
            |_| true,
            AT,
        );
        assert!(merged.fresh.is_empty());
        let state = merged.changed.first().map(|one| one.state);
        assert_eq!(state, after, "{before:?} {now:?}");
        if let Some(changed) = merged.changed.first() {
            assert_eq!(changed.found.owner, record(before).found.owner, "{before:?}");
            assert!(changed.explanation.is_some(), "{before:?}");
        }
    }
}

#[test]
fn what_could_not_be_found_again_does_not_settle() {
    let merged = merge(&[record(DifferenceState::Open)], vec![], |_| false, AT);
    assert_eq!(merged, Merged::default());
    let merged = merge(&[], vec![one(1)], |_| true, AT);
    assert_eq!(merged.fresh, [one(1)]);
}

#[test]
fn moves_of_a_difference() {
    use DifferenceState::{Closed, Explained, Open, Settled};
    let other = UnitId::new(AT, [8; 10]);
    for state in DifferenceState::ALL {
        let record = record(state);
        let pending = matches!(state, Open | Explained);
        assert_eq!(record.assigned(other).is_ok(), pending, "{state:?}");
        assert_eq!(
            record.explained(said("x")).map(|one| one.state).ok(),
            pending.then_some(Explained)
        );
        assert_eq!(
            record.closed(said("x")).map(|one| one.state).ok(),
            pending.then_some(Closed)
        );
        assert_eq!(DifferenceState::from_code(state.code()), Some(state));
    }
    assert_eq!(record(Explained).assigned(other).unwrap().state, Open);
    assert_eq!(record(Settled).state.name(), "已一致");
}

#[test]
fn a_move_wants_words_that_fit() {
    for (words, code) in [
        ("  ".to_owned(), "[difference-words-missing]"),
        ("长".repeat(501), "[difference-words-too-long]"),
    ] {
        let record = record(DifferenceState::Open);
        for refused in [record.explained(said(&words)), record.closed(said(&words))] {
            let message = refused.unwrap_err().to_string();
            assert!(message.ends_with(code), "{message}");
        }
    }
    assert!(
        record(DifferenceState::Open)
            .closed(said(&"长".repeat(500)))
            .is_ok()
    );
}

#[test]
fn kinds_are_found_by_their_codes_and_say_how_to_mend() {
    for kind in DifferenceKind::ALL {
        assert_eq!(DifferenceKind::from_code(kind.code()), Some(kind));
        assert!(kind.remedy().starts_with('请'), "{kind:?}");
        assert_ne!(kind.expected_name(), kind.found_name());
    }
    assert_eq!(DifferenceKind::from_code("mood"), None);
}
