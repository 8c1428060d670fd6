//! Facts are loaded once, and summed exactly.

use hengji_domain::fact::code;
use hengji_domain::fact::load::{FactLoad, LoadKind};
use hengji_domain::id::ImportId;

use super::*;
use crate::samples::{at, division, year};
use crate::testing::on_each_engine;

fn payment(subject: &str, month: u32, value: i64) -> Fact {
    Fact {
        year: year(),
        subject: subject.into(),
        code: code::EXECUTED_FEN.into(),
        period: format!("2020-{month:02}"),
        value,
        source: "支付明细.xlsx".into(),
        source_row: format!("{subject}/{month}"),
        loaded_at: at(0),
    }
}

#[test]
fn payments_are_summed_for_each_subject() {
    on_each_engine(|database| {
        let all = [
            payment("a", 1, 5),
            payment("a", 2, -2),
            payment("b", 1, 9_007_199_254_740_993),
        ];
        assert_eq!(database.write(|db| insert_many(db, division(), &all)).unwrap(), 3);
        let sums = database
            .read(|db| sum_by_subject(db, division(), year(), code::EXECUTED_FEN))
            .unwrap();
        let expected = [("a".to_owned(), 3), ("b".to_owned(), 9_007_199_254_740_993)];
        assert_eq!(sums, BTreeMap::from(expected));
        let none = database
            .read(|db| sum_by_subject(db, division(), year(), code::INITIAL_BUDGET_FEN))
            .unwrap();
        assert_eq!(none, BTreeMap::new());
        assert_eq!(
            database
                .read(|db| of_subject(db, division(), year(), "a"))
                .unwrap(),
            &all[..2]
        );
    });
}

#[test]
fn payments_of_some_subjects_are_summed_within_the_years() {
    on_each_engine(|database| {
        let all = [
            payment("a", 1, 5),
            payment("a", 2, -2),
            payment("b", 1, 7),
            payment("c", 1, 9),
        ];
        database.write(|db| insert_many(db, division(), &all)).unwrap();
        let sums = |years, subjects: &[&str]| {
            let subjects: Vec<String> = subjects.iter().map(|one| (*one).to_owned()).collect();
            database
                .read(|db| sum_of_subjects(db, division(), years, code::EXECUTED_FEN, &subjects))
                .unwrap()
        };
        let expected = [("a".to_owned(), 3), ("c".to_owned(), 9)];
        assert_eq!(
            sums((year(), year()), &["a", "c", "nobody"]),
            BTreeMap::from(expected)
        );
        let next = BudgetYear::new(2021).unwrap();
        assert_eq!(sums((next, next), &["a"]), BTreeMap::new());
        assert_eq!(sums((year(), year()), &[]), BTreeMap::new());
    });
}

#[test]
fn a_source_row_is_not_counted_twice() {
    on_each_engine(|database| {
        database
            .write(|db| insert_many(db, division(), &[payment("a", 1, 5)]))
            .unwrap();
        let refusal = database
            .write(|db| insert_many(db, division(), &[payment("a", 2, 1), payment("a", 1, 5)]))
            .unwrap_err();
        assert!(matches!(refusal, StoreError::Duplicate { .. }), "{refusal}");
        assert_eq!(
            database
                .read(|db| of_subject(db, division(), year(), "a"))
                .unwrap()
                .len(),
            1
        );
    });
}

#[test]
fn a_sum_beyond_all_money_is_refused_not_wrapped() {
    on_each_engine(|database| {
        let all = [payment("a", 1, i64::MAX), payment("a", 2, 1)];
        database.write(|db| insert_many(db, division(), &all)).unwrap();
        let sums = database.read(|db| sum_by_subject(db, division(), year(), code::EXECUTED_FEN));
        assert!(matches!(sums, Err(StoreError::Engine(_))), "{sums:?}");
    });
}

#[test]
fn more_rows_than_fit_into_a_statement_are_loaded() {
    on_each_engine(|database| {
        let all: Vec<Fact> = (0..2_500).map(|row| payment(&row.to_string(), 1, 1)).collect();
        assert_eq!(
            database.write(|db| insert_many(db, division(), &all)).unwrap(),
            2_500
        );
        let sums = database
            .read(|db| sum_by_subject(db, division(), year(), code::EXECUTED_FEN))
            .unwrap();
        assert_eq!(sums.len(), 2_500);
    });
}

#[test]
fn the_money_of_all_projects_is_one_statement() {
    on_each_engine(|database| {
        let budget = |subject: &str, code: &str, value, seconds: i64| Fact {
            code: code.into(),
            period: "2020".into(),
            source: "预算".into(),
            source_row: seconds.to_string(),
            loaded_at: at(seconds),
            ..payment(subject, 1, value)
        };
        let all = [
            payment("a", 2, 300),
            payment("a", 11, -40),
            budget("a", code::INITIAL_BUDGET_FEN, 900, 1),
            budget("a", code::ADJUSTED_BUDGET_FEN, 800, 2),
            budget("a", code::ADJUSTED_BUDGET_FEN, 850, 3),
            payment("b", 1, 5),
            budget("u", code::STATED_PAID_FEN, 7, 1),
        ];
        database.write(|db| insert_many(db, division(), &all)).unwrap();
        let before = crate::statements::sent();
        let money = database.read(|db| project_money(db, division(), year())).unwrap();
        assert_eq!(crate::statements::sent() - before, 1);
        let register = hengji_domain::Money::ZERO;
        let shown: Vec<_> = money
            .iter()
            .map(|(subject, money)| {
                (
                    subject.as_str(),
                    money.budget(register).fen(),
                    money.executed_to(6).fen(),
                )
            })
            .collect();
        // The control total of a unit is no money of a project.
        assert_eq!(shown, [("a", 850, 300), ("b", 0, 5)]);
        assert_eq!(money["a"].executed().unwrap().fen(), 260);
    });
}

fn import_id(number: u64) -> ImportId {
    ImportId::new(at(0), crate::samples::bytes(number))
}

fn batch(number: u64) -> crate::imports::ImportBatch {
    crate::imports::ImportBatch {
        id: import_id(number),
        year: year(),
        kind: crate::imports::ImportKind::Money(LoadKind::Payment),
        state: crate::imports::ImportState::Committed,
        file_name: "支付.csv".into(),
        file_sha256: "ab".into(),
        report: "{}".into(),
        created_by: crate::samples::user_id(1),
        created_at: at(0),
        concluded_at: Some(at(0)),
        version: 1,
    }
}

fn load(number: u64, period: &str) -> FactLoad {
    FactLoad {
        import: import_id(number),
        year: year(),
        kind: LoadKind::Payment,
        period: period.into(),
        source_name: "国库".into(),
        fact_source: "支付明细.xlsx".into(),
        file_rows: 2,
        file_total: hengji_domain::Money::from_fen(7),
        loaded_rows: 1,
        loaded_total: hengji_domain::Money::from_fen(5),
        loaded_by: crate::samples::user_id(1),
        loaded_by_name: "绩效科".into(),
        loaded_at: at(number.cast_signed()),
        replaced: None,
    }
}

#[test]
fn a_replaced_month_leaves_the_sums_and_stays_to_be_read() {
    on_each_engine(|database| {
        let all = [payment("a", 1, 5), payment("a", 2, 7), payment("b", 1, 9)];
        let loads = [load(1, "2020-01"), load(1, "2020-02")];
        database
            .write(|db| {
                crate::imports::insert_many(db, division(), &[batch(1), batch(2)])?;
                insert_many(db, division(), &all)?;
                insert_loads(db, division(), &loads)
            })
            .unwrap();
        let moved = database
            .write(|db| retire(db, division(), &loads[..1], import_id(2), at(50)))
            .unwrap();
        assert_eq!(moved, 2);
        let left = database
            .read(|db| sum_by_subject(db, division(), year(), code::EXECUTED_FEN))
            .unwrap();
        assert_eq!(left, BTreeMap::from([("a".to_owned(), 7)]));
        let history = database
            .read(|db| superseded_of_subject(db, division(), year(), "a"))
            .unwrap();
        assert_eq!(history.len(), 1);
        assert_eq!(history[0].fact, all[0]);
        assert_eq!(
            (history[0].superseded_by, history[0].superseded_at),
            (import_id(2), at(50))
        );
        let stored = database.read(|db| loads_of_year(db, division(), year())).unwrap();
        let replaced: Vec<_> = stored
            .iter()
            .map(|load| (load.period.as_str(), load.replaced))
            .collect();
        assert_eq!(
            replaced,
            [("2020-02", None), ("2020-01", Some((import_id(2), at(50))))]
        );
        // The same rows may now be loaded again: they are in force once.
        database
            .write(|db| insert_many(db, division(), &all[..1]))
            .unwrap();
    });
}

#[test]
fn a_load_without_its_import_is_refused() {
    on_each_engine(|database| {
        let refusal = database
            .write(|db| insert_loads(db, division(), &[load(1, "2020-01")]))
            .unwrap_err();
        assert!(matches!(refusal, StoreError::Reference { .. }), "{refusal}");
    });
}
