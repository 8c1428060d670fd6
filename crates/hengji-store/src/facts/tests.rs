//! Facts are loaded once, and summed exactly.

use hengji_domain::fact::code;

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
