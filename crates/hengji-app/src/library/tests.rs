//! The library as it is searched and added to.

use hengji_domain::Division;
use hengji_domain::id::IndicatorId;
use hengji_domain::person::Role;
use hengji_store::library::LibraryIndicator;

use super::{LibraryQuery, NewIndicator};
use crate::common::{PageRequest, Written};
use crate::error::AppError;
use crate::stage::{Stage, actor, codes, key, year};

const KEEPER: Role = Role::PerformanceReviewer;

/// Division, classes, name: four libraries that the stage inherits, and one that it does not.
const SEEDED: [(&str, &str, &str, &str); 6] = [
    ("330199", "产出指标", "数量指标", "道路养护里程"),
    ("330199", "产出指标", "数量指标", "绿化养护面积"),
    ("330100", "满意度指标", "服务对象满意度指标", "服务对象满意度"),
    ("000000", "效益指标", "生态效益指标", "PM2.5年均浓度"),
    ("000000", "产出指标", "质量指标", "道路完好率"),
    ("330200", "产出指标", "数量指标", "外地指标"),
];

fn seed(stage: &Stage) {
    for (number, (place, level1, level2, name)) in SEEDED.into_iter().enumerate() {
        let place: Division = place.parse().unwrap();
        let indicator = LibraryIndicator {
            id: IndicatorId::new(stage.app.now(), [u8::try_from(number).unwrap(); 10]),
            division: place,
            level1: level1.into(),
            level2: level2.into(),
            name: name.into(),
            comparator: None,
            example: None,
            unit: None,
            source: "示例".into(),
            initials: String::new(),
            pinyin_sort: String::new(),
        };
        stage.app.seed_library(place, &[indicator]).unwrap();
    }
}

/// `text / level1 / page -> names (total)`; two on a page where one is named, else a hundred.
fn check(stage: &Stage, case: &str) {
    let (given, expected) = case.split_once("->").unwrap();
    let parts: Vec<&str> = given.split('/').map(str::trim).collect();
    let [text, level1, page] = parts[..] else {
        panic!("{case}")
    };
    let query = LibraryQuery {
        text: Some(text.to_owned()),
        level1: Some(level1.to_owned()),
        page: page
            .parse()
            .map_or(PageRequest::new(1, 100), |page| PageRequest::new(page, 2)),
    };
    let found = stage.app.library(&actor(Role::UnitClerk), &query).unwrap();
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
            "/ / -> 道路完好率 道路养护里程 服务对象满意度 绿化养护面积 PM2.5年均浓度 (5)",
        );
        check(stage, "养护 / / -> 道路养护里程 绿化养护面积 (2)");
        check(stage, "路 / / -> 道路完好率 道路养护里程 (2)");
        check(stage, "dl / / -> 道路完好率 道路养护里程 (2)");
        check(stage, "DLYH / / -> 道路养护里程 (1)");
        check(stage, "道路 里程 / / -> 道路养护里程 (1)");
        check(stage, "lc 道路 / / -> 道路养护里程 (1)");
        check(stage, "pm2.5 / / -> PM2.5年均浓度 (1)");
        check(stage, "外地 / / -> (0)");
        check(stage, "% / / -> (0)");
        check(stage, "/ 产出 / -> 道路完好率 道路养护里程 绿化养护面积 (3)");
        check(stage, "/ 产_ / -> (0)");
        check(stage, "养护 / 效益 / -> (0)");
        check(stage, "道 / 产出指标 / -> 道路完好率 道路养护里程 (2)");
        check(stage, "/ / 2 -> 服务对象满意度 绿化养护面积 (5)");
        check(stage, "/ / 4 -> (5)");
        check(stage, "度 / / 1 -> 服务对象满意度 PM2.5年均浓度 (2)");
        check(stage, "路 / / 2 -> (2)");
    });
}

#[test]
fn only_readers_of_business_data_see_the_library() {
    let stage = Stage::new();
    for role in Role::ALL {
        let seen = stage.app.library(&actor(role), &LibraryQuery::default());
        let is_shut = role.is_administrator() || role == Role::ThirdParty;
        assert_eq!(seen.is_err(), is_shut, "{}", role.code());
    }
}

fn indicator() -> NewIndicator {
    NewIndicator {
        level1: "产出指标".into(),
        level2: "数量指标".into(),
        name: "河道保洁长度".into(),
        comparator: "≥".into(),
        example: "95".into(),
        unit: "公里".into(),
        source: "财预〔2020〕10号".into(),
    }
}

fn add(
    stage: &Stage,
    number: u32,
    role: Role,
    in_year: u16,
    input: &NewIndicator,
) -> Result<Written, AppError> {
    stage
        .app
        .add_library_indicator(&actor(role), &key(number), year(in_year), input)
}

/// `field=text … -> ok or what is wrong`, against a good indicator of 2020. `~` stands for a blank.
fn check_added(case: &str) {
    let (given, expected) = case.split_once("->").unwrap();
    let stage = Stage::new();
    seed(&stage);
    let (mut input, mut in_year) = (indicator(), 2020);
    for part in given.split_whitespace() {
        let (field, text) = part.split_once('=').unwrap();
        let text = text.replace('~', " ");
        match field {
            "level1" => input.level1 = text,
            "level2" => input.level2 = text,
            "name" => input.name = text,
            "comparator" => input.comparator = text,
            "example" => input.example = text,
            "unit" => input.unit = text,
            "source" => input.source = text,
            "year" => in_year = text.parse().unwrap(),
            other => panic!("{other}"),
        }
    }
    let shown =
        add(&stage, 1, KEEPER, in_year, &input).map_or_else(|error| codes(&error), |_| "ok".to_owned());
    assert_eq!(shown, expected.trim(), "{case}");
}

#[test]
fn refusals_when_adding_an_indicator() {
    let long = "长".repeat(61);
    check_added("-> ok");
    check_added("level1=产出 level2=数量 -> ok");
    check_added("level1=产值指标 -> level1:level1-unknown");
    check_added("level1= -> level1:level1-unknown");
    check_added("level2=社会效益指标 -> level2:level2-unknown");
    check_added("level1=成本指标 level2=经济成本指标 year=2020 -> level1:level1-unknown");
    check_added("level1=成本指标 level2=经济成本指标 year=2021 -> ok");
    check_added("name= -> name:text-missing");
    check_added("name=~ source=~ -> name:text-missing source:text-missing");
    check_added(&format!("name={long} -> name:text-unfit"));
    check_added("comparator=约 -> comparator:comparator-unknown");
    check_added("comparator=<= -> ok");
    check_added("comparator= example= unit= -> ok");
    check_added("comparator=区间 example=80-90 unit=% -> ok");
    check_added("comparator=期限 example=2020年12月底 unit= -> ok");
    check_added("example=符合规范 comparator= unit= -> ok");
    check_added("example=≥XX% comparator= unit= -> example:example-unreadable");
    check_added("unit=一二三四五六七八九十一二三四五六七八九十一 -> unit:text-unfit");
    check_added("name=道路养护里程 -> name:indicator-taken");
    check_added("name=道路完好率 level2=质量指标 -> name:indicator-taken");
    check_added("name=道路完好率 level2=数量指标 -> ok");
    check_added("name=外地指标 -> ok");
    check_added("year=1999 -> rule-missing");
}

#[test]
fn a_refusal_names_the_classes_of_the_year() {
    let stage = Stage::new();
    let input = NewIndicator {
        level2: "社会效益指标".into(),
        ..indicator()
    };
    let error = add(&stage, 1, KEEPER, 2020, &input).unwrap_err();
    let AppError::Invalid(fields) = error else {
        panic!("{error}")
    };
    assert_eq!(
        fields[0].message,
        "2020 年“产出指标”下没有二级指标“社会效益指标”,可填:数量指标、质量指标、时效指标、成本指标。"
    );
}

#[test]
fn only_the_performance_division_adds_to_the_library() {
    let stage = Stage::new();
    for (number, role) in (1..).zip(Role::ALL) {
        let added = add(&stage, number, role, 2020, &indicator());
        assert_eq!(added.is_ok(), role == KEEPER, "{}", role.code());
    }
}

#[test]
fn an_added_indicator_is_found_at_once_under_the_printed_names() {
    let stage = Stage::new();
    let input = NewIndicator {
        level1: "产出".into(),
        level2: "数量".into(),
        name: " 河道保洁长度 ".into(),
        comparator: ">=".into(),
        ..indicator()
    };
    let written = add(&stage, 1, KEEPER, 2020, &input).unwrap();
    let query = LibraryQuery {
        text: Some("hdbj".into()),
        ..LibraryQuery::default()
    };
    let found = stage.app.library(&actor(Role::UnitClerk), &query).unwrap().rows;
    assert_eq!(found.len(), 1);
    let row = &found[0];
    assert_eq!(row.id.to_string(), written.id);
    assert_eq!(
        (row.level1.as_str(), row.level2.as_str(), row.name.as_str()),
        ("产出指标", "数量指标", "河道保洁长度")
    );
    assert_eq!(row.comparator.as_deref(), Some("≥"));
    assert_eq!(
        (row.example.as_deref(), row.unit.as_deref()),
        (Some("95"), Some("公里"))
    );
}

#[test]
fn a_retried_request_adds_no_second_indicator() {
    let stage = Stage::new();
    let first = add(&stage, 1, KEEPER, 2020, &indicator()).unwrap();
    assert_eq!(add(&stage, 1, KEEPER, 2020, &indicator()).unwrap(), first);
    let error = add(&stage, 1, KEEPER, 2021, &indicator()).unwrap_err();
    assert_eq!(codes(&error), "request-key-reused");
    let again = add(&stage, 2, KEEPER, 2020, &indicator()).unwrap_err();
    assert_eq!(codes(&again), "name:indicator-taken");
    check(&stage, "河道 / / -> 河道保洁长度 (1)");
}
