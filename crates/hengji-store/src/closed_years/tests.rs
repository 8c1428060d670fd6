//! A year is closed once, and the sheets of a year are counted by how far they are.

use super::*;
use crate::samples::{at, district, division, user_id, year};
use crate::testing::on_each_engine;

fn closed() -> ClosedYear {
    ClosedYear {
        year: year(),
        rules_fingerprint: "ab".repeat(16),
        note: String::new(),
        by: user_id(1),
        at: at(9),
    }
}

#[test]
fn a_year_is_closed_once() {
    on_each_engine(|database| {
        database.write(district).unwrap();
        let is_closed = || database.read(|db| is_closed(db, division(), year())).unwrap();
        assert!(!is_closed());
        database.write(|db| insert(db, division(), &closed())).unwrap();
        assert!(is_closed());
        assert_eq!(database.read(|db| list(db, division())).unwrap(), [closed()]);
        let again = database
            .write(|db| insert(db, division(), &closed()))
            .unwrap_err();
        assert!(
            matches!(&again, StoreError::Duplicate { constraint } if constraint == "closed_years_pkey"),
            "{again}"
        );
    });
}

#[test]
fn a_division_without_sheets_has_no_years() {
    on_each_engine(|database| {
        database.write(district).unwrap();
        assert_eq!(database.read(|db| sheets_by_year(db, division())).unwrap(), []);
    });
}
