//! Which texts the library takes: one refusal for each rule, and beside it what just passes.

use proptest::prelude::*;

use super::super::page::spreads;
use super::super::proposals::are_close;
use super::super::{IndicatorInput, NewProposal};
use super::{CLERK, input};
use crate::error::AppError;
use crate::stage::{Stage, actor, codes, key};

/// `field=text … -> ok or what is wrong`, against a good indicator of 2020. `~` stands for a blank.
fn check(case: &str) {
    let (given, expected) = case.split_once("->").unwrap();
    let stage = Stage::new();
    super::seed(&stage);
    let mut content = input("河道保洁长度");
    for pair in given.split_whitespace() {
        let (field, text) = pair.split_once('=').unwrap();
        assert!(
            IndicatorInput::FIELDS.iter().any(|known| known.code == field),
            "{case}"
        );
        content.set(field, &text.replace('~', ""));
    }
    let proposed = NewProposal {
        kind: "enter".into(),
        indicator: None,
        base_version: None,
        successor: String::new(),
        from_year: String::new(),
        reason: "本区有此类项目".into(),
        content,
    };
    let result = stage
        .app
        .propose_library_change(&actor(CLERK), &key(1), &proposed);
    let shown = result.map_or_else(|error| codes(&error), |_| "ok".to_owned());
    assert_eq!(shown, expected.trim(), "{case}");
}

#[test]
fn refusals_when_an_indicator_is_proposed() {
    let long = "长".repeat(61);
    check("-> ok");
    check("level1=产出 level2=数量 -> ok");
    check("level1=产值指标 -> level1:level1-unknown");
    check("level1= -> level1:text-missing");
    check("level2=社会效益指标 -> level2:level2-unknown");
    check("level1=成本指标 level2=经济成本指标 -> level1:level1-unknown");
    check("level1=成本指标 level2=经济成本指标 valid_from=2021 -> ok");
    check("name= -> name:text-missing");
    check("explanation=~ evidence= -> explanation:text-missing evidence:text-missing");
    check(&format!("name={long} -> name:text-unfit"));
    check("category=A -> category:category-unknown");
    check("category=Z09 -> category:category-unknown");
    check("category=S11 -> ok");
    check("code=甲-1 -> code:code-unfit");
    check("code=C04-77 -> ok");
    check("code=C04-00 -> code:code-taken");
    check("comparator=约 -> comparator:comparator-unknown");
    check("comparator=<= -> ok");
    check("comparator= -> comparator:comparator-missing");
    check("comparator= is_quantified=否 example=符合规范 unit= -> ok");
    check("is_quantified=否 -> comparator:comparator-unfit");
    check("is_quantified=对 -> is_quantified:flag-unreadable comparator:comparator-unfit");
    check("comparator=区间 example=80-90 unit=% -> ok");
    check("comparator=期限 example=12月底前 unit= -> ok");
    check("example=≥XX% -> example:example-unreadable");
    check("value_basis=领导要求 -> value_basis:choice-unknown");
    check("obtained_by=估计 -> obtained_by:choice-unknown");
    check("scoring_kind=平均 -> scoring_kind:choice-unknown");
    check("functional_classes=21 -> functional_classes:classification-unreadable");
    check("functional_classes=212、2120501 -> ok");
    check("economic_classes=2120501 -> economic_classes:classification-unreadable");
    check("valid_from=明年 -> valid_from:year-unreadable");
    check("valid_to=2019 -> valid_to:years-reversed");
    check("valid_to=2020 -> ok");
    check("valid_from=1999 -> rule-missing");
    check("name=道路养护里程 -> name:indicator-taken");
    check("name=道路完好率 level2=质量指标 -> name:indicator-taken");
    check("name=道路完好率 level2=数量指标 -> ok");
    check("name=外地指标 -> ok");
}

#[test]
fn a_refusal_names_the_classes_of_the_year() {
    let stage = Stage::new();
    let proposed = NewProposal {
        kind: "enter".into(),
        indicator: None,
        base_version: None,
        successor: String::new(),
        from_year: String::new(),
        reason: "本区有此类项目".into(),
        content: IndicatorInput {
            level2: "社会效益指标".into(),
            ..input("河道保洁长度")
        },
    };
    let error = stage
        .app
        .propose_library_change(&actor(CLERK), &key(1), &proposed)
        .unwrap_err();
    let AppError::Invalid(fields) = error else {
        panic!("{error}")
    };
    assert_eq!(
        fields[0].message,
        "2020 年“产出指标”下没有二级指标“社会效益指标”,可填:数量指标、质量指标、时效指标、成本指标。"
    );
}

#[test]
fn names_are_close_that_share_most_of_their_characters() {
    for (one, other, expected) in [
        ("道路养护里程", "道路养护里程", true),
        ("道路养护里程", "道路养护总里程", false),
        ("购置设备数量", "购置设备总数量", false),
        ("工程完工时间", "工程按期完工时间", false),
        ("年度检查完成时间", "年度检查的完成时间", true),
        ("道路养护里程", "绿化养护面积", false),
        ("率", "率", false),
        ("", "", false),
    ] {
        assert_eq!(are_close(one, other), expected, "{one} {other}");
    }
}

#[test]
fn the_spread_of_targets_is_told_for_each_unit_of_measure() {
    let target = |value: &str, unit: &str| (value.to_owned(), unit.to_owned());
    let all = [
        target("50", "台"),
        target("8.50", "台"),
        target("120", "台"),
        target("3", "套"),
        target("甲", "套"),
    ];
    let told: Vec<String> = spreads(&all)
        .into_iter()
        .map(|one| {
            format!(
                "{} {}: {} {} {}",
                one.unit, one.count, one.least, one.middle, one.most
            )
        })
        .collect();
    assert_eq!(told, ["台 3: 8.5 50 120", "套 1: 3 3 3"]);
    assert_eq!(spreads(&[]), []);
}

proptest! {
    #[test]
    fn a_text_set_into_a_field_is_read_from_it_and_changes_no_other(
        index in 0..IndicatorInput::FIELDS.len(),
        text in "[一-龥a-z0-9]{1,12}",
    ) {
        let before = input("河道保洁长度");
        let mut after = before.clone();
        let field = IndicatorInput::FIELDS[index];
        after.set(field.code, &text);
        prop_assert_eq!(after.text(field.code), &text);
        let changed: Vec<&str> = before.differences(&after).iter().map(|(title, _, _)| *title).collect();
        let expected = if before.text(field.code) == text { vec![] } else { vec![field.title] };
        prop_assert_eq!(changed, expected);
    }

    #[test]
    fn closeness_is_the_same_both_ways(one in "[甲乙丙丁]{0,8}", other in "[甲乙丙丁]{0,8}") {
        prop_assert_eq!(are_close(&one, &other), are_close(&other, &one));
    }
}
