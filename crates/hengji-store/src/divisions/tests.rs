//! A division is added once and may be renamed.

use super::*;
use crate::samples::division;
use crate::testing::on_each_engine;

#[test]
fn a_division_is_added_and_renamed() {
    on_each_engine(|database| {
        let mut served = ServedDivision {
            division: division(),
            name: "示范区".into(),
            is_demonstration: false,
        };
        let national = ServedDivision {
            division: Division::NATION,
            name: "全国".into(),
            is_demonstration: false,
        };
        for name in ["示范区", "示范区(演示数据)"] {
            served.name = name.into();
            served.is_demonstration = name.contains("演示");
            database.write(|db| save(db, &served)).unwrap();
            assert_eq!(database.read(list).unwrap(), [served.clone()]);
        }
        database.write(|db| save(db, &national)).unwrap();
        assert_eq!(database.read(list).unwrap(), [national, served.clone()]);
    });
}
