//! Indicators are found by two characters, by one, by initials, and never by half a match.

use super::*;
use crate::Database;
use crate::page::{Count, Page};
use crate::samples::{at, bytes, division};
use crate::testing::on_each_engine;

fn indicator(number: u64, name: &str, initials: &str) -> LibraryIndicator {
    LibraryIndicator {
        id: IndicatorId::new(at(0), bytes(number)),
        division: division(),
        code: format!("A01-{number:02}"),
        category: "A01".into(),
        class_key: "output.quantity".into(),
        explanation: "按合同计量".into(),
        formula: "完成数量合计".into(),
        evidence: "验收单".into(),
        data_source: "台账".into(),
        value_basis: "计划标准".into(),
        obtained_by: "直接证明".into(),
        scoring_kind: "完成比例赋分".into(),
        functional_classes: "212".into(),
        economic_classes: "30213".into(),
        is_quantified: true,
        is_core: number != 4,
        valid_from: BudgetYear::new(2020).unwrap(),
        valid_to: None,
        successor: None,
        version: 1,
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

/// An indicator of a kind of project and class.
pub(crate) fn indicator_of(number: u64, name: &str, category: &str, class: &str) -> LibraryIndicator {
    LibraryIndicator {
        code: format!("{category}-{number:02}"),
        category: category.into(),
        class_key: class.into(),
        ..indicator(number, name, "x")
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

fn filter(words: &str) -> LibraryFilter {
    LibraryFilter {
        divisions: vec![division(), Division::NATION],
        words: words.split_whitespace().map(str::to_lowercase).collect(),
        ..LibraryFilter::default()
    }
}

fn found(database: &Database, words: &str) -> String {
    let found = database
        .read(|db| list(db, &filter(words), Page { offset: 0, limit: 3 }))
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
            ("里程 养护", "道路养护里程"),
            ("合同计量 培训", "养护人员培训"),
            ("a01-03", "护栏里程"),
            ("a01", "道路养护里程 养护人员培训 护栏里程"),
            ("a02", ""),
            ("a01-03 养护", ""),
            ("计量完成", ""),
        ] {
            assert_eq!(found(database, words), names, "{words}");
        }
    });
}

#[test]
fn without_words_the_library_is_listed_by_code() {
    on_each_engine(|database| {
        prepared(database);
        assert_eq!(found(database, " "), "道路养护里程 养护人员培训 护栏里程");
    });
}

#[test]
fn another_library_is_not_searched() {
    on_each_engine(|database| {
        prepared(database);
        let elsewhere = LibraryFilter {
            divisions: vec!["990000".parse().unwrap()],
            ..filter("养护")
        };
        let page = Page { offset: 0, limit: 9 };
        let found = database.read(|db| list(db, &elsewhere, page)).unwrap();
        assert_eq!(found, vec![]);
    });
}

#[test]
fn an_indicator_comes_back_as_it_was_stored_and_stands_once_in_its_class() {
    on_each_engine(|database| {
        prepared(database);
        let one = indicator(1, "道路养护里程", "dlyhlc");
        let found = database.read(|db| all(db, &[division()])).unwrap();
        assert_eq!(found.first(), Some(&one));
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

#[test]
fn a_list_is_narrowed_by_category_class_year_and_flags() {
    on_each_engine(|database| {
        prepared(database);
        let narrowed = |change: fn(LibraryFilter) -> LibraryFilter| {
            let filter = change(filter(""));
            let page = Page { offset: 0, limit: 9 };
            let (found, counted) = database
                .read(|db| Ok::<_, StoreError>((list(db, &filter, page)?, count(db, &filter)?)))
                .unwrap();
            assert_eq!(counted, Count::Exactly(u64::try_from(found.len()).unwrap()));
            found.len()
        };
        let some = |text: &str| Some(vec![text.to_owned()]);
        assert_eq!(narrowed(|one| one), 4);
        assert_eq!(
            narrowed(|one| LibraryFilter {
                is_core: Some(true),
                ..one
            }),
            3
        );
        assert_eq!(
            narrowed(|one| LibraryFilter {
                is_quantified: Some(false),
                ..one
            }),
            0
        );
        assert_eq!(
            narrowed(|one| LibraryFilter {
                year: BudgetYear::new(2019).ok(),
                ..one
            }),
            0
        );
        assert_eq!(
            narrowed(|one| LibraryFilter {
                year: BudgetYear::new(2021).ok(),
                ..one
            }),
            4
        );
        let by = |categories, classes| {
            let filter = LibraryFilter {
                categories,
                classes,
                ..filter("")
            };
            database.read(|db| count(db, &filter)).unwrap()
        };
        assert_eq!(by(some("A01"), some("output.quantity")), Count::Exactly(4));
        assert_eq!(by(some("A02"), None), Count::Exactly(0));
        assert_eq!(by(None, some("output.cost")), Count::Exactly(0));
    });
}

#[test]
fn the_tally_counts_core_and_quantified_indicators_of_the_year() {
    on_each_engine(|database| {
        prepared(database);
        let counted = |year: u16| {
            let year = BudgetYear::new(year).unwrap();
            database.read(|db| tally(db, &[division()], year)).unwrap()
        };
        let expected = Tally {
            category: "A01".into(),
            all: 4,
            core: 3,
            core_quantified: 3,
        };
        assert_eq!(counted(2020), [expected]);
        assert_eq!(counted(2019), []);
    });
}

#[test]
fn a_changed_indicator_is_found_by_its_new_words_only() {
    on_each_engine(|database| {
        prepared(database);
        let changed = LibraryIndicator {
            version: 2,
            ..indicator(1, "绿道巡查里程", "ldxclc")
        };
        database
            .write(|db| replace_many(db, division(), std::slice::from_ref(&changed)))
            .unwrap();
        assert_eq!(found(database, "道路"), "");
        assert_eq!(found(database, "绿道"), "绿道巡查里程");
        let id = IndicatorId::new(at(0), bytes(1));
        let one = database.read(|db| find(db, &[division()], id)).unwrap();
        assert_eq!(one, Some(changed));
    });
}
