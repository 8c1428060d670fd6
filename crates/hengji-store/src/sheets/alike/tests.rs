//! Like lines over the years, on both engines.

use hengji_domain::sheet::Sheet;
use hengji_domain::workflow::SheetState;
use hengji_domain::{Timestamp, Weight};

use super::*;
use crate::samples::{at, bytes, district, division, line, project, project_id, sheet, sheet_id, year};
use crate::testing::on_each_engine;
use crate::{projects, sheets, statements};

fn indicator(number: u64) -> IndicatorId {
    IndicatorId::new(at(0), bytes(number))
}

const DONE: SheetState = SheetState::Concluded {
    at: Timestamp::from_micros(0),
};

/// A finalised self-evaluation with one line of this name and unit.
fn finalised(number: u64, name: &str, unit: &str, taken: Option<u64>) -> Sheet {
    let mut own = line(number * 10, 1);
    own.level3 = name.to_owned();
    own.target.unit = Some(unit.to_owned());
    own.library_indicator = taken.map(indicator);
    let mut other = line(number * 10 + 1, 2);
    other.weight = Some(Weight::from_centi(500));
    Sheet {
        state: DONE,
        lines: vec![own, other],
        money: hengji_domain::sheet::SheetMoney {
            executed: Some(Money::from_fen(i64::try_from(number).unwrap() * 1_000)),
            ..hengji_domain::sheet::SheetMoney::default()
        },
        ..sheet(number, SheetKind::SelfEvaluation)
    }
}

/// Projects 1 to 5: the same name; another unit; taken from indicator 7; the same name and not finalised; a stranger.
fn recorded(db: &mut Db) -> Result<(), StoreError> {
    district(db)?;
    let all: Vec<_> = (1..=5).map(|number| project(number, 11)).collect();
    projects::insert_many(db, division(), &all)?;
    let waiting = Sheet {
        state: SheetState::Draft,
        ..finalised(4, "养护里程", "公里", None)
    };
    let all = [
        finalised(1, "养护里程", "公里", None),
        finalised(2, "养护里程", "万元", None),
        finalised(3, "主干道养护里程", "公里", Some(7)),
        waiting,
        finalised(5, "培训人次", "公里", None),
    ];
    sheets::insert_many(db, division(), &all).map(|_| ())
}

fn wanted(except: u64) -> Alike {
    Alike {
        years: (year(), year()),
        name: "养护里程".into(),
        indicators: vec![indicator(7), indicator(8)],
        unit: "公里".into(),
        except: project_id(except),
        at_most: 50,
    }
}

#[test]
fn finalised_lines_of_the_same_name_or_indicator_and_unit_are_found_in_one_statement() {
    on_each_engine(|database| {
        database.write(recorded).unwrap();
        let before = statements::sent();
        let found = database.read(|db| alike(db, division(), &wanted(9))).unwrap();
        assert_eq!(statements::sent() - before, 1);
        let ids: Vec<ProjectId> = found.iter().map(|one| one.project).collect();
        assert_eq!(ids, [project_id(1), project_id(3)]);
        assert_eq!(found[0].stated, Some(Money::from_fen(1_000)));
        assert_eq!(
            (found[0].name.as_str(), found[0].unit_name.as_str()),
            ("道路养护1", "单位11")
        );
    });
}

#[test]
fn neither_the_project_itself_nor_another_year_nor_more_than_asked_is_given() {
    on_each_engine(|database| {
        database.write(recorded).unwrap();
        let count = |wanted: Alike| database.read(|db| alike(db, division(), &wanted)).unwrap().len();
        assert_eq!(count(wanted(1)), 1);
        let next = BudgetYear::new(2021).unwrap();
        assert_eq!(
            count(Alike {
                years: (next, next),
                ..wanted(9)
            }),
            0
        );
        assert_eq!(
            count(Alike {
                at_most: 1,
                ..wanted(9)
            }),
            1
        );
        let nothing = Alike {
            indicators: Vec::new(),
            ..wanted(9)
        };
        assert_eq!(count(nothing), 1, "without a library only the name counts");
    });
}

#[test]
fn all_lines_of_the_sheets_come_back_with_their_sheet() {
    on_each_engine(|database| {
        database.write(recorded).unwrap();
        let ids = [sheet_id(3), sheet_id(7)];
        let found = database.read(|db| lines_of_sheets(db, division(), &ids)).unwrap();
        let of = |id: SheetId| found.iter().filter(|(sheet, _)| *sheet == id).count();
        assert_eq!((of(sheet_id(3)), of(sheet_id(7)), found.len()), (2, 2, 4));
        assert!(
            database
                .read(|db| lines_of_sheets(db, division(), &[]))
                .unwrap()
                .is_empty()
        );
    });
}

#[test]
fn kin_are_of_the_same_kind_of_project_and_class() {
    on_each_engine(|database| {
        let all = [
            (1, "养护里程", "A01", "output.quantity"),
            (2, "养护面积", "A01", "output.quantity"),
            (3, "养护合格率", "A01", "output.quality"),
            (4, "外包养护里程", "B02", "output.quantity"),
        ];
        let all = all.map(|(number, name, category, class)| {
            crate::library::tests::indicator_of(number, name, category, class)
        });
        database
            .write(|db| crate::library::insert_many(db, &all))
            .unwrap();
        let kin = |id: Option<u64>, name: &str| {
            database
                .read(|db| kin(db, &division().lineage(), id.map(indicator), name))
                .unwrap()
        };
        assert_eq!(kin(None, "养护里程"), [indicator(1), indicator(2)]);
        assert_eq!(kin(Some(4), "养护里程"), [indicator(4)]);
        assert_eq!(kin(Some(2), "改过的名称"), [indicator(1), indicator(2)]);
        assert_eq!(kin(None, "没有这个指标"), []);
    });
}
