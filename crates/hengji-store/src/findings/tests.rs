//! Findings are replaced as a whole, keep their order, and are counted by severity.

use super::*;
use crate::Database;
use crate::samples::{district_with_goals, division, sheet_id};
use crate::testing::on_each_engine;

fn finding(code: FindingCode) -> Finding {
    Finding::new(code, "一级指标权重合计为 95%,应为 100%。", "请检查“效益指标”。")
        .at_row(7)
        .on(Field::Weight)
}

fn prepared(database: &Database) {
    database.write(district_with_goals).unwrap();
}

#[test]
fn findings_are_replaced_as_a_whole() {
    on_each_engine(|database| {
        prepared(database);
        let mut first = vec![
            finding(FindingCode::WeightsNot100),
            finding(FindingCode::UnitMissing),
        ];
        first[1].cell = Some("F12".into());
        first[1].suggestion = String::new();
        let second = vec![Finding::new(
            FindingCode::NoSatisfaction,
            "缺少满意度指标。",
            "请补充。",
        )];
        for all in [&first, &second] {
            database
                .write(|db| replace_for_sheet(db, division(), sheet_id(2), all))
                .unwrap();
            assert_eq!(
                &database.read(|db| of_sheet(db, division(), sheet_id(2))).unwrap(),
                all
            );
        }
        database
            .write(|db| replace_for_sheet(db, division(), sheet_id(2), &[]))
            .unwrap();
        assert_eq!(
            database.read(|db| of_sheet(db, division(), sheet_id(2))).unwrap(),
            []
        );
    });
}

#[test]
fn findings_of_many_sheets_are_counted_by_severity() {
    on_each_engine(|database| {
        prepared(database);
        let (two, one) = (
            [
                finding(FindingCode::WeightsNot100),
                finding(FindingCode::UnitMissing),
            ],
            [finding(FindingCode::TargetMissing)],
        );
        let all: [(SheetId, &[Finding]); 2] = [(sheet_id(2), &two), (sheet_id(4), &one)];
        assert_eq!(
            database
                .write(|db| insert_for_sheets(db, division(), &all))
                .unwrap(),
            3
        );
        let counts = database
            .read(|db| count_by_sheet(db, division(), &[sheet_id(2), sheet_id(4), sheet_id(8)]))
            .unwrap();
        let expected = [
            (
                sheet_id(2),
                BTreeMap::from([(Severity::Error, 1), (Severity::Notice, 1)]),
            ),
            (sheet_id(4), BTreeMap::from([(Severity::Error, 1)])),
        ];
        assert_eq!(counts, BTreeMap::from(expected));
    });
}

#[test]
fn every_code_and_field_survives_storage() {
    on_each_engine(|database| {
        prepared(database);
        let fields = Field::ALL.iter().cycle();
        let all: Vec<Finding> = FindingCode::ALL
            .iter()
            .zip(fields)
            .map(|(code, field)| finding(*code).on(*field))
            .collect();
        database
            .write(|db| replace_for_sheet(db, division(), sheet_id(2), &all))
            .unwrap();
        assert_eq!(
            database.read(|db| of_sheet(db, division(), sheet_id(2))).unwrap(),
            all
        );
    });
}
