//! Count, quantification rate, coverage, uses and fate, each held against the list behind it.

use hengji_domain::library::Drift;
use hengji_domain::person::{Actor, Role};

use super::super::figures::rate_bp;
use super::super::{CoverageQuery, FateOrder, FateQuery, IndicatorInput, UseQuery};
use super::{CLERK, KEEPER, input, seed_one};
use crate::seed::SeedIndicator;
use crate::stage::district::{indicator_id, opened, person, works};
use crate::stage::{Stage, actor, division, year};

/// The district, with the indicator that the goals of projects 3, 5 and 7 were taken from, and two more.
fn furnished() -> Stage {
    let stage = opened();
    let taken = SeedIndicator {
        id: indicator_id(),
        input: IndicatorInput {
            code: "C04-01".into(),
            unit: "公里、米".into(),
            ..input("道路养护里程")
        },
    };
    stage.app.seed_library(division(), &[taken]).unwrap();
    let words = IndicatorInput {
        code: "C04-02".into(),
        comparator: String::new(),
        example: "规范".into(),
        unit: String::new(),
        is_quantified: "否".into(),
        ..input("养护作业规范情况")
    };
    seed_one(&stage, division(), 8, words);
    let specific = IndicatorInput {
        code: "S31-01".into(),
        category: "S31".into(),
        is_core: "否".into(),
        ..input("户外广告检测数")
    };
    seed_one(&stage, division(), 9, specific);
    stage
}

#[test]
fn figures_are_those_of_the_lists_behind_them() {
    let stage = furnished();
    for (who, projects, covered) in [
        (actor(KEEPER), 7, 3),
        (person(CLERK, works()), 5, 2),
        (actor(Role::OversightReader), 2, 2),
    ] {
        let figures = stage.app.library_figures(&who, year(2020)).unwrap();
        assert_eq!(
            (figures.projects, figures.covered),
            (projects, covered),
            "{}",
            who.name
        );
        let listed = |is_covered| {
            let query = CoverageQuery {
                is_covered,
                ..CoverageQuery::default()
            };
            stage.app.library_coverage(&who, year(2020), &query).unwrap()
        };
        assert_eq!(listed(None).total, projects);
        assert_eq!(listed(Some(true)).total, covered);
        assert_eq!(listed(Some(false)).total, projects - covered);
        assert!(
            listed(Some(true))
                .rows
                .iter()
                .all(|row| row.is_covered && row.core_lines == 1)
        );
        assert!(listed(Some(false)).rows.iter().all(|row| !row.is_covered));
        let uses = stage
            .app
            .library_uses(&who, year(2020), &UseQuery::default())
            .unwrap();
        assert_eq!((figures.uses, figures.drifted), (uses.total, uses.total));
    }
}

#[test]
fn the_quantification_rate_is_that_of_core_indicators_of_the_common_library() {
    let stage = furnished();
    let figures = stage.app.library_figures(&actor(KEEPER), year(2020)).unwrap();
    assert_eq!((figures.core, figures.core_quantified, figures.others), (2, 1, 1));
    assert_eq!((figures.groups, figures.kinds), (1, 1));
    assert_eq!(figures.quantification_rate_bp, Some(5_000));
    assert!(!figures.is_coverage_rule_verified);
    let later = stage.app.library_figures(&actor(KEEPER), year(2021)).unwrap();
    assert_eq!((later.core, later.projects, later.coverage_bp), (2, 0, None));
}

#[test]
fn a_rate_is_rounded_half_up() {
    for (part, whole, expected) in [
        (269, 306, Some(8_791)),
        (1, 3, Some(3_333)),
        (2, 3, Some(6_667)),
        (1, 20_000, Some(1)),
        (0, 5, Some(0)),
        (0, 0, None),
        (u64::MAX, 1, None),
    ] {
        assert_eq!(rate_bp(part, whole), expected, "{part}/{whole}");
    }
}

fn drifted(stage: &Stage, who: &Actor, drifts: &[Drift]) -> u64 {
    let query = UseQuery {
        drifts: drifts.to_vec(),
        ..UseQuery::default()
    };
    stage.app.library_uses(who, year(2020), &query).unwrap().total
}

#[test]
fn drift_is_shown_beside_each_use() {
    let stage = furnished();
    let keeper = actor(KEEPER);
    assert_eq!(drifted(&stage, &keeper, &[]), 3);
    assert_eq!(drifted(&stage, &keeper, &[Drift::Name]), 3);
    assert_eq!(drifted(&stage, &keeper, &[Drift::Comparator, Drift::Unit]), 0);
    let uses = stage
        .app
        .library_uses(&keeper, year(2020), &UseQuery::default())
        .unwrap();
    let first = uses.rows.first().unwrap();
    assert_eq!(
        (first.project_code.as_str(), first.level3.as_str()),
        ("P3", "养护里程")
    );
    assert_eq!(
        (first.mark.code.as_str(), first.mark.drifts.as_slice()),
        ("C04-01", [Drift::Name].as_slice())
    );
    let of_other = UseQuery {
        indicator: Some(super::id(8)),
        ..UseQuery::default()
    };
    assert_eq!(
        stage
            .app
            .library_uses(&keeper, year(2020), &of_other)
            .unwrap()
            .total,
        0
    );
}

#[test]
fn the_sheet_page_says_where_a_line_comes_from_and_what_was_changed() {
    use crate::stage::district::sheet_id;
    use hengji_domain::sheet::SheetKind;
    let stage = furnished();
    let page = stage
        .app
        .sheet_page(&actor(KEEPER), sheet_id(5, SheetKind::Goal))
        .unwrap();
    let mark = page.lines[0].library_mark.clone().unwrap();
    assert_eq!(
        (mark.name.as_str(), mark.drifts, mark.gone),
        ("道路养护里程", vec![Drift::Name], None)
    );
    let page = stage
        .app
        .sheet_page(&actor(KEEPER), sheet_id(6, SheetKind::Goal))
        .unwrap();
    assert_eq!(page.lines[0].library_mark, None);
}

#[test]
fn the_fate_of_an_indicator_counts_uses_failures_and_disputes() {
    let stage = furnished();
    let fates = |query: &FateQuery| {
        let page = stage
            .app
            .library_fates(&actor(KEEPER), year(2020), query)
            .unwrap();
        page.rows
    };
    let rows = fates(&FateQuery::default());
    let [row] = rows.as_slice() else {
        panic!("{rows:?}")
    };
    let fate = row.fate;
    assert_eq!(
        (fate.uses, fate.targets, fate.scored, fate.failed, fate.disputes),
        (3, 1, 1, 0, 1)
    );
    assert!(fate.never_below());
    let query = |never_below, text: &str| FateQuery {
        order: FateOrder::Disputes,
        never_below,
        text: Some(text.to_owned()),
        ..FateQuery::default()
    };
    assert_eq!(fates(&query(true, "养护")).len(), 1);
    assert_eq!(fates(&query(true, "绿化")).len(), 0);
    let page = stage
        .app
        .library_indicator(&actor(CLERK), year(2020), indicator_id())
        .unwrap();
    let spread = page.spreads.first().unwrap();
    assert_eq!(
        (spread.unit.as_str(), spread.count, spread.most.as_str()),
        ("公里", 3, "266")
    );
}

#[test]
fn figures_and_lists_take_as_many_statements_however_long_they_are() {
    let stage = furnished();
    let who = actor(KEEPER);
    let counted = |act: &dyn Fn()| {
        let before = hengji_store::statements::sent();
        act();
        hengji_store::statements::sent() - before
    };
    let of = counted(&|| {
        stage.app.library_figures(&who, year(2020)).unwrap();
    });
    assert!(of <= 10, "{of}");
    let of = counted(&|| {
        stage
            .app
            .library_uses(&who, year(2020), &UseQuery::default())
            .unwrap();
    });
    assert!(of <= 6, "{of}");
    let of = counted(&|| {
        stage
            .app
            .library_indicator(&who, year(2020), indicator_id())
            .unwrap();
    });
    assert!(of <= 12, "{of}");
}

#[test]
fn a_goal_takes_only_what_the_library_offers_in_its_year() {
    use crate::sheets::{LineDraft, SheetDraft};
    use crate::stage::district::sheet_id;
    use crate::stage::{codes, key};
    use hengji_domain::sheet::SheetKind;
    let stage = furnished();
    let gone = IndicatorInput {
        valid_from: "2019".into(),
        valid_to: "2019".into(),
        ..input("旧路养护里程")
    };
    seed_one(&stage, division(), 10, gone);
    let clerk = person(CLERK, works());
    let save = |number: u32, version: i32, indicator: String| {
        let line = LineDraft {
            level1: "产出指标".into(),
            level2: "数量指标".into(),
            level3: "道路养护里程".into(),
            target: "≥5公里".into(),
            library_indicator: Some(indicator),
            ..LineDraft::default()
        };
        let draft = SheetDraft {
            version,
            lines: vec![line],
            ..SheetDraft::default()
        };
        let saved = stage
            .app
            .save_sheet(&clerk, &key(number), sheet_id(2, SheetKind::Goal), &draft);
        saved.map_or_else(|error| codes(&error), |_| "ok".to_owned())
    };
    let unknown = "lines[0].library_indicator:library-indicator-unknown";
    assert_eq!(save(1, 1, super::id(99).to_string()), unknown);
    assert_eq!(save(2, 1, super::id(10).to_string()), unknown);
    assert_eq!(save(3, 1, super::id(9).to_string()), "ok");
}
