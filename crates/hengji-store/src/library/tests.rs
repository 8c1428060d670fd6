//! Indicators are found by two characters, by one, by initials, and never by half a match.

use super::*;
use crate::Database;
use crate::samples::{at, bytes, division};
use crate::testing::on_each_engine;

fn indicator(number: u64, name: &str, initials: &str) -> LibraryIndicator {
    LibraryIndicator {
        id: IndicatorId::new(at(0), bytes(number)),
        division: division(),
        level1: "产出指标".into(),
        level2: "数量指标".into(),
        name: name.into(),
        comparator: Some(Comparator::AtLeast),
        example: Some("≥266公里".into()),
        unit: None,
        source: "330108 公开目标".into(),
        initials: initials.into(),
        pinyin_sort: initials.into(),
    }
}

fn prepared(database: &Database) {
    let all = [
        indicator(1, "道路养护里程", "dlyhlc"),
        indicator(2, "养护人员培训", "yhrypx"),
        indicator(3, "护栏里程", "hllc"),
        indicator(4, "PM2.5浓度", "pm2.5nd"),
    ];
    assert_eq!(database.write(|db| insert_many(db, &all)).unwrap(), 4);
}

fn found(database: &Database, words: &str) -> String {
    let found = database
        .read(|db| search(db, &[division(), Division::NATION], words, 3))
        .unwrap();
    let names: Vec<&str> = found.iter().map(|one| one.name.as_str()).collect();
    names.join(" ")
}

#[test]
fn an_indicator_is_found_by_what_it_contains() {
    on_each_engine(|database| {
        prepared(database);
        for (words, names) in [
            ("养护里程", "道路养护里程"),
            ("养护", "道路养护里程 养护人员培训"),
            ("里程", "护栏里程 道路养护里程"),
            ("护", "护栏里程 道路养护里程 养护人员培训"),
            ("yh", "道路养护里程 养护人员培训"),
            ("YHLC", "道路养护里程"),
            ("h", "护栏里程 道路养护里程 养护人员培训"),
            ("pm2.5", "PM2.5浓度"),
            // Both pairs occur in one name, but not one after the other.
            ("护养", ""),
            ("里程护栏", ""),
            ("绿化", ""),
            ("%", ""),
        ] {
            assert_eq!(found(database, words), names, "{words}");
        }
    });
}

#[test]
fn blank_words_find_the_beginning_of_the_library() {
    on_each_engine(|database| {
        prepared(database);
        assert_eq!(found(database, " "), "道路养护里程 护栏里程 PM2.5浓度");
    });
}

#[test]
fn another_library_is_not_searched() {
    on_each_engine(|database| {
        prepared(database);
        let elsewhere = "990000".parse().unwrap();
        let found = database.read(|db| search(db, &[elsewhere], "养护", 9)).unwrap();
        assert_eq!(found, vec![]);
    });
}

#[test]
fn an_indicator_comes_back_as_it_was_stored_and_stands_once_in_its_class() {
    on_each_engine(|database| {
        prepared(database);
        let one = indicator(1, "道路养护里程", "dlyhlc");
        let found = database.read(|db| search(db, &[division()], "道路", 1)).unwrap();
        assert_eq!(found, std::slice::from_ref(&one));
        let again = LibraryIndicator {
            id: IndicatorId::new(at(0), bytes(9)),
            ..one
        };
        let refusal = database
            .write(|db| insert_many(db, std::slice::from_ref(&again)))
            .unwrap_err();
        assert!(matches!(refusal, StoreError::Duplicate { .. }), "{refusal}");
    });
}
