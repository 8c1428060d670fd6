//! Business numbers have no gap and no twin.

use super::*;
use crate::samples::division;
use crate::testing::on_each_engine;

#[test]
fn numbers_begin_at_one_and_belong_to_division_and_name() {
    on_each_engine(|database| {
        let number = |division, name| database.write(|db| next(db, division, name)).unwrap();
        assert_eq!(
            [number(division(), "letter"), number(division(), "letter")],
            [1, 2]
        );
        assert_eq!(number(division(), "circular"), 1);
        let row = database.write(|db| advance(db, division(), "letter", 5)).unwrap();
        assert_eq!([row, number(division(), "letter")], [7, 8]);
        assert_eq!(number("990000".parse().unwrap(), "letter"), 1);
    });
}

#[test]
fn numbers_taken_together_are_not_given_again() {
    on_each_engine(|database| {
        let last = |by| database.write(|db| advance(db, division(), "cut", by)).unwrap();
        assert_eq!([last(3), last(1), last(2)], [3, 4, 6]);
    });
}

#[test]
fn a_number_of_an_undone_transaction_is_given_again() {
    on_each_engine(|database| {
        let undone = database.write(|db| {
            next(db, division(), "letter")?;
            Err::<(), _>(StoreError::Full)
        });
        assert!(undone.is_err());
        assert_eq!(database.write(|db| next(db, division(), "letter")).unwrap(), 1);
    });
}

#[test]
fn writers_at_once_get_different_numbers() {
    on_each_engine(|database| {
        let mut numbers: Vec<i64> = std::thread::scope(|scope| {
            let writers: Vec<_> = (0..8)
                .map(|_| scope.spawn(|| database.write(|db| next(db, division(), "letter")).unwrap()))
                .collect();
            writers.into_iter().map(|writer| writer.join().unwrap()).collect()
        });
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=8).collect::<Vec<_>>());
    });
}
