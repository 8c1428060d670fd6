//! Units survive storage in whatever order they come.

use super::*;
use crate::Database;
use crate::samples::*;
use crate::testing::on_each_engine;

fn codes(units: &[Unit]) -> Vec<&str> {
    units.iter().map(|unit| unit.code.as_str()).collect()
}

fn prepared(database: &Database) {
    database.write(district).unwrap();
}

#[test]
fn units_are_listed_by_their_pinyin() {
    on_each_engine(|database| {
        prepared(database);
        let all = database.read(|db| list(db, division())).unwrap();
        assert_eq!(codes(&all), ["10", "11", "12", "20", "21", "90"]);
        assert_eq!(all[1].budget_division, Some(unit_id(90)));
        assert_eq!(all[3].budget_division, None);
    });
}

#[test]
fn units_are_found_by_id_and_by_code() {
    on_each_engine(|database| {
        prepared(database);
        let one = database
            .read(|db| find(db, division(), unit_id(21)))
            .unwrap()
            .unwrap();
        assert_eq!((one.code.as_str(), one.department), ("21", unit_id(20)));
        assert_eq!(
            database.read(|db| find(db, division(), unit_id(5))).unwrap(),
            None
        );
        let some = database
            .read(|db| by_codes(db, division(), &["12", "nobody", "10"]))
            .unwrap();
        assert_eq!(codes(&some), ["10", "12"]);
    });
}

#[test]
fn a_unit_under_no_department_is_refused_at_the_end_of_the_transaction() {
    on_each_engine(|database| {
        prepared(database);
        let stray = Sorted {
            record: Unit {
                id: unit_id(31),
                code: "31".into(),
                name: "无主单位".into(),
                kind: UnitKind::BudgetUnit,
                department: unit_id(30),
                budget_division: None,
            },
            pinyin_sort: "wuzhudanwei".into(),
        };
        let refusal = database
            .write(|db| insert_many(db, division(), std::slice::from_ref(&stray)))
            .unwrap_err();
        assert!(matches!(refusal, StoreError::Reference { .. }), "{refusal}");
        assert_eq!(database.read(|db| list(db, division())).unwrap().len(), 6);
    });
}

#[test]
fn a_unit_that_nobody_wrote_is_refused_by_table_and_key() {
    on_each_engine(|database| {
        prepared(database);
        let key = unit_id(12).to_string();
        database
            .write(|db| {
                diesel::update(units::table.find((division().as_str(), &key)))
                    .set(units::kind.eq("kingdom"))
                    .execute(db)
                    .map_err(StoreError::from)
            })
            .unwrap();
        let refusal = database.read(|db| list(db, division())).unwrap_err().to_string();
        assert!(refusal.contains("units") && refusal.contains(&key), "{refusal}");
        assert!(
            refusal.contains("kingdom") && refusal.ends_with("[store-corrupt]"),
            "{refusal}"
        );
    });
}
