//! The library as it is searched, changed by two people, carried in files, and counted.

mod changes;
mod figures;
mod files;
mod texts;

use hengji_domain::Division;
use hengji_domain::id::IndicatorId;
use hengji_domain::person::Role;

use super::{IndicatorInput, LibraryQuery};
use crate::common::PageRequest;
use crate::seed::SeedIndicator;
use crate::stage::{Stage, actor, codes, year};

const KEEPER: Role = Role::PerformanceReviewer;
const LEADER: Role = Role::BureauLeader;
const CLERK: Role = Role::UnitClerk;

/// An indicator that the library of 2020 takes.
fn input(name: &str) -> IndicatorInput {
    IndicatorInput {
        code: String::new(),
        category: "C04".into(),
        level1: "产出指标".into(),
        level2: "数量指标".into(),
        name: name.into(),
        explanation: "全年实际完成的工作量".into(),
        formula: "验收数量合计".into(),
        comparator: "≥".into(),
        example: "95".into(),
        unit: "公里".into(),
        evidence: "验收单".into(),
        data_source: "设施管理系统".into(),
        value_basis: "计划标准".into(),
        obtained_by: "直接证明".into(),
        scoring_kind: "完成比例赋分".into(),
        functional_classes: "212、21205".into(),
        economic_classes: "30213".into(),
        is_quantified: "是".into(),
        is_core: "是".into(),
        valid_from: "2020".into(),
        valid_to: String::new(),
        source: "梳理编制".into(),
    }
}

fn id(number: u8) -> IndicatorId {
    IndicatorId::new(hengji_domain::Timestamp::from_micros(0), [number; 10])
}

fn seed_one(stage: &Stage, place: Division, number: u8, input: IndicatorInput) {
    let seed = SeedIndicator {
        id: id(number),
        input,
    };
    stage.app.seed_library(place, &[seed]).unwrap();
}

/// Division, category, classes, name: libraries that the stage inherits, and one that it does not.
const SEEDED: [(&str, &str, &str, &str, &str); 7] = [
    ("330199", "C04", "产出指标", "数量指标", "道路养护里程"),
    ("330199", "C03", "产出指标", "数量指标", "绿化养护面积"),
    (
        "330100",
        "D02",
        "满意度指标",
        "服务对象满意度指标",
        "服务对象满意度",
    ),
    ("000000", "A04", "效益指标", "生态效益指标", "PM2.5年均浓度"),
    ("000000", "C02", "产出指标", "质量指标", "道路完好率"),
    ("000000", "S31", "产出指标", "成本指标", "单位作业成本"),
    ("330200", "C02", "产出指标", "数量指标", "外地指标"),
];

fn seed(stage: &Stage) {
    for (number, (place, category, level1, level2, name)) in (0..).zip(SEEDED) {
        let one = IndicatorInput {
            code: format!("{category}-{number:02}"),
            category: category.into(),
            level1: level1.into(),
            level2: level2.into(),
            ..input(name)
        };
        seed_one(stage, place.parse().unwrap(), number, one);
    }
}

/// `text / category / class / page -> names (total)` in 2020; two on a page where one is named, else a hundred.
fn check(stage: &Stage, case: &str) {
    check_in(stage, 2020, case);
}

fn check_in(stage: &Stage, in_year: u16, case: &str) {
    let (given, expected) = case.split_once("->").unwrap();
    let parts: Vec<&str> = given.split('/').map(str::trim).collect();
    let [text, category, class, page] = parts[..] else {
        panic!("{case}")
    };
    let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let query = LibraryQuery {
        text: Some(text.to_owned()),
        category: filled(category),
        class: filled(class),
        page: page
            .parse()
            .map_or(PageRequest::new(1, 100), |page| PageRequest::new(page, 2)),
        ..LibraryQuery::default()
    };
    let found = stage
        .app
        .library(&actor(CLERK), year(in_year), &query)
        .unwrap()
        .page;
    let names: Vec<&str> = found.rows.iter().map(|row| row.name.as_str()).collect();
    let shown = format!("{} ({})", names.join(" "), found.total);
    assert_eq!(shown.trim(), expected.trim(), "{case}");
}

#[test]
fn indicators_are_found_by_words_and_by_initials() {
    Stage::on_each_engine(|stage| {
        seed(stage);
        check(
            stage,
            "/ / / -> PM2.5年均浓度 道路完好率 绿化养护面积 道路养护里程 服务对象满意度 单位作业成本 (6)",
        );
        check(stage, "养护 / / / -> 道路养护里程 绿化养护面积 (2)");
        check(stage, "路 / / / -> 道路完好率 道路养护里程 (2)");
        check(stage, "DLYH / / / -> 道路养护里程 (1)");
        check(stage, "道路 里程 / / / -> 道路养护里程 (1)");
        check(stage, "lc 道路 / / / -> 道路养护里程 (1)");
        check(stage, "pm2.5 / / / -> PM2.5年均浓度 (1)");
        check(stage, "c02-04 / / / -> 道路完好率 (1)");
        check(stage, "外地 / / / -> (0)");
        check(stage, "% / / / -> (0)");
        check(stage, "/ / / 2 -> 绿化养护面积 道路养护里程 (6)");
        check(stage, "/ / / 4 -> (6)");
    });
}

#[test]
fn an_explanation_is_searched_too_but_names_come_first() {
    let stage = Stage::new();
    seed(&stage);
    let explained = IndicatorInput {
        explanation: "反映道路安全".into(),
        ..input("标线补划长度")
    };
    seed_one(&stage, "330199".parse().unwrap(), 20, explained);
    check(&stage, "道路 / / / -> 道路完好率 道路养护里程 标线补划长度 (3)");
}

#[test]
fn a_list_is_narrowed_by_branch_group_kind_and_class() {
    let stage = Stage::new();
    seed(&stage);
    check(&stage, "/ C / / -> 道路完好率 绿化养护面积 道路养护里程 (3)");
    check(&stage, "/ C03 / / -> 绿化养护面积 (1)");
    check(&stage, "/ specific / / -> 单位作业成本 (1)");
    check(&stage, "/ Z / / -> (0)");
    check(&stage, "/ / benefit / -> PM2.5年均浓度 (1)");
    check(&stage, "/ / output.quantity / -> 绿化养护面积 道路养护里程 (2)");
    check(&stage, "养护 / C04 / output / -> 道路养护里程 (1)");
    check(&stage, "/ / output.cost / -> 单位作业成本 (1)");
}

#[test]
fn an_indicator_stands_where_the_taxonomy_of_the_year_has_its_class() {
    let stage = Stage::new();
    seed(&stage);
    check_in(&stage, 2021, "/ / cost.economic / -> 单位作业成本 (1)");
    check_in(&stage, 2021, "/ / output.cost / -> 单位作业成本 (1)");
    let place = |in_year: u16| {
        let query = LibraryQuery {
            text: Some("单位作业".into()),
            ..LibraryQuery::default()
        };
        let found = stage.app.library(&actor(CLERK), year(in_year), &query).unwrap();
        let row = found.page.rows.first().unwrap().clone();
        format!("{} {}", row.level1, row.level2)
    };
    assert_eq!(place(2020), "产出指标 成本指标");
    assert_eq!(place(2021), "成本指标 经济成本指标");
}

#[test]
fn only_readers_of_business_data_see_the_library() {
    let stage = Stage::new();
    for role in Role::ALL {
        let seen = stage
            .app
            .library(&actor(role), year(2020), &LibraryQuery::default());
        let is_shut = role.is_administrator() || role == Role::ThirdParty;
        assert_eq!(seen.is_err(), is_shut, "{}", role.code());
    }
    let error = stage
        .app
        .library(&actor(CLERK), year(1999), &LibraryQuery::default());
    assert_eq!(codes(&error.unwrap_err()), "rule-missing");
}
