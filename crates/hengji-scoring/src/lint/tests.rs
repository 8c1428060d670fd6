//! One line for each code: the case that is found, and the good case just beside it.

use hengji_domain::form::{Form, MoneyRow};
use hengji_domain::rule::{OverTargetAction, OverTargetRule};
use hengji_domain::value::read::{read_actual, read_number, read_target};

use super::*;
use crate::tests::sample::{amount, dated, line, sheet_rules, sound_form};

/// Applies changes such as `target=≥90%; 14.reason=…` to the sound form (line 12 where no row is named) and
/// gives the codes found.
fn codes(changes: &str, rules: &SheetRules) -> Vec<&'static str> {
    let mut form = sound_form();
    for change in changes
        .split(';')
        .map(str::trim)
        .filter(|change| !change.is_empty())
    {
        let (place, text) = change.split_once('=').unwrap();
        apply(&mut form, place, text);
    }
    let mut codes: Vec<_> = lint(&form, rules).iter().map(|found| found.code.code()).collect();
    codes.dedup();
    codes
}

fn apply(form: &mut Form, place: &str, text: &str) {
    let (row, name) = place.split_once('.').unwrap_or(("12", place));
    match name {
        "kind" => form.kind = SheetKind::from_code(text),
        "project" => form.project = text.to_owned(),
        "year" => {
            form.year = text.parse().ok();
            form.year_text = text.to_owned();
        }
        "goal" => form.annual_goal = text.to_owned(),
        "done" => form.achievement = text.to_owned(),
        "total" => form.total_score = read_number(text),
        "left" => form.leftovers.push((30, text.to_owned())),
        "initial" => form.money.initial = amount(text),
        "budget" => form.money.adjusted = amount(text),
        "executed" => form.money.executed = amount(text),
        "rate" => form.money.rate_text = text.to_owned(),
        "money_weight" => form.money.weight = read_number(text),
        "money_score" => form.money.score = read_number(text),
        "part" => form.money_parts.push(MoneyRow {
            adjusted: amount(text),
            ..MoneyRow::default()
        }),
        "drop" => form.lines.retain(|line| line.row.to_string() != text),
        "weights" => form
            .lines
            .iter_mut()
            .for_each(|line| line.weight = read_number(text)),
        "scores" => form
            .lines
            .iter_mut()
            .for_each(|line| line.score = read_number(text)),
        "child" => form.lines.push(FormLine {
            row: 20,
            level3: format!("其中{text}"),
            parent: Some(0),
            ..line(text, text, "")
        }),
        _ => {
            let line = form
                .lines
                .iter_mut()
                .find(|line| line.row.to_string() == row)
                .unwrap();
            change_line(line, name, text);
        }
    }
}

fn change_line(line: &mut FormLine, name: &str, text: &str) {
    match name {
        "level1" => line.level1 = text.to_owned(),
        "level2" => line.level2 = text.to_owned(),
        "name" => line.level3 = text.to_owned(),
        "target" => line.target = read_target(text),
        "actual" => line.actual = read_actual(text),
        "weight" => line.weight = read_number(text),
        "score" => line.score = read_number(text),
        "reason" => line.reason = text.to_owned(),
        "formula" => line.formula_fields = vec![Field::Actual],
        _ => panic!("no such place: {name}"),
    }
}

fn check(case: &str) {
    check_with(&sheet_rules(), case);
}

fn check_with(rules: &SheetRules, case: &str) {
    let (changes, expected) = case.split_once(" -> ").unwrap();
    let found = codes(changes, rules).join(" ");
    let found = if found.is_empty() { "fine" } else { &found };
    assert_eq!(found, expected, "{changes}");
}

#[test]
fn a_sound_form_has_no_findings() {
    assert_eq!(lint(&sound_form(), &sheet_rules()), []);
}

#[test]
fn heads() {
    check("project=道路养护 -> fine");
    check("project=  -> project-name-missing");
    check("year=2021 -> fine");
    check("year=20 17 -> year-mismatch");
    check("year=(  年度) -> year-mismatch");
    check("kind=unknown -> form-unknown");
    check("left=填表人签字 -> row-not-understood");
    check("left=…… -> template-residue");
    check("left=指标2: -> template-residue");
    check("done=完成改造200户,居民满意。 -> copied-goal-text");
    check("done=完成改造201户,居民满意。 -> fine");
    check("goal=改造**户 -> template-residue");
    check("name=改造户数(≥**户) -> template-residue");
    check("12.name=指标2: -> template-residue");
    check("12.name=指标2:改造户数 -> fine");
    check("formula=yes -> formula-cell");
}

#[test]
fn weights_add_up_in_each_class_and_in_all() {
    check("weight=31; score=31; total=101 -> weights-not-100 first-level-weight-off");
    check("weight=40; score=40; 13.weight=10; 13.score=10 -> fine");
    check("12.weight=20; 12.score=20; 14.weight=40; 14.score=40 -> first-level-weight-off");
    check("money_weight=20; money_score=20; total=110 -> weights-not-100 first-level-weight-off");
    check("money_weight=; money_score=; total=90 -> fine");
    check("weight=0; score=; total=70 -> weights-not-100 first-level-weight-off weight-not-positive");
    check("weight=-30; score=; total=70 -> weights-not-100 first-level-weight-off weight-not-positive");
    check("weight=3O分5; score=30 -> weights-not-100 first-level-weight-off row-not-understood");
    check("weights= -> weight-column-missing");
    check("kind=goal; money_weight= -> fine");
    check("kind=goal; money_weight=; weight=25 -> weights-not-100 first-level-weight-off");
}

#[test]
fn classes_of_the_year() {
    check("level1=产出指标(50分) -> fine");
    check("12.level1=产出指标50分; 13.level1=产出指标50分 -> fine");
    check("12.level1=过程指标; 13.level1=过程指标 -> first-level-missing taxonomy-unknown");
    check("level2=面积指标 -> taxonomy-unknown");
    check("level2= -> taxonomy-unknown");
    check("15.level1=效益指标; 15.level2=社会效益指标 -> first-level-weight-off");
    check(
        "15.level1=效益指标; 15.level2=社会效益指标; 15.name=投诉处理 -> first-level-weight-off no-satisfaction",
    );
    check("13.level2=数量指标; 13.name=改造户数 -> duplicate-indicator");
    check("13.name=改造户数 -> fine");
}

#[test]
fn limits_of_a_goal_apply_only_where_a_rule_sets_them() {
    let mut rules = sheet_rules();
    rules.limits.indicator_count_min = dated("goal.indicator_count_min", Some(4));
    rules.limits.quantification_rate_min_bp = dated("goal.quantification_rate_min", Some(7500));
    let goal = "kind=goal; money_weight=";
    check_with(&rules, &format!("{goal} -> fine"));
    check_with(&rules, &format!("{goal}; 13.target=合格 -> fine"));
    check_with(
        &rules,
        &format!("{goal}; 13.target=合格; 14.target=较多 -> quantification-rate-low"),
    );
    let fewer = "drop=13; 12.weight=50";
    check_with(&rules, &format!("{goal}; {fewer} -> too-few-indicators"));
    check(&format!("{goal}; {fewer} -> fine"));
}

#[test]
fn money_rows() {
    check("part=150; part=50 -> fine");
    check("part=150; part=49.97 -> sub-rows-not-sum");
    check("part=150 -> fine");
    check("part=201 -> sub-rows-not-sum");
    check("budget=0; executed=0; rate=0; money_score=0; part=200; total=90 -> total-row-zero-but-parts");
    check("executed=0; rate=0%; money_score=0; total=90 -> nothing-executed");
    check("executed=210; rate=105% -> executed-above-budget");
    check("executed=106.5106.5; money_score=; total=90 -> row-not-understood");
    check("part=136?; part=64 -> row-not-understood");
    check("part=—; part=64 -> fine");
}

#[test]
fn execution_rate_and_score() {
    check("executed=150; rate=75%; money_score=7.5; total=97.5 -> fine");
    check("executed=150; rate=75.01%; money_score=7.5; total=97.5 -> execution-rate-mismatch");
    check("executed=150; rate=0.75; money_score=7.5; total=97.5 -> unit-mismatch");
    check("executed=150; rate=75%; money_score=7.55; total=97.55 -> fine");
    check("executed=150; rate=75%; money_score=7.56; total=97.56 -> execution-score-mismatch");
    check("executed=150; rate=75 %; money_score=7; total=97 -> execution-score-mismatch");
    check("money_score=11; total=101 -> score-above-weight execution-score-mismatch");
    check("executed=150; rate=—; money_score=7.5; total=97.5 -> fine");
}

#[test]
fn parts_of_an_indicator() {
    check("child=120户; child=80户 -> direction-assumed");
    assert!(codes("child=120户; child=81户", &sheet_rules()).contains(&"sub-rows-not-sum"));
    assert!(!codes("child=120户; child=81人", &sheet_rules()).contains(&"sub-rows-not-sum"));
    assert!(!codes("child=120户", &sheet_rules()).contains(&"sub-rows-not-sum"));
    assert!(codes("child=220户", &sheet_rules()).contains(&"sub-rows-not-sum"));
}

#[test]
fn targets() {
    check("target= -> target-missing");
    check("target=; weight=30; score=0; total=70 -> target-missing");
    check("13.target=290% -> unreadable-target suspected-misreading");
    check("13.target=二100百分比 -> unreadable-target suspected-misreading");
    check("13.target=扁2200篇 -> unreadable-target suspected-misreading");
    check("13.target=约100% -> unreadable-target");
    check("target=改造150户,拆除50户 -> unreadable-target");
    check("target=显著改善; actual=达成预期指标 -> vague-target");
    check("target=居民点全部通水; actual=达成预期指标 -> fine");
    check("target=≥200; actual=205户 -> unit-missing");
    check("target=200户 -> direction-assumed");
    check("name= -> row-not-understood");
    check("name=; target=; actual=; weight=; score=; 13.weight=50; 13.score=50 -> fine");
    check("target=0户; actual=0户 -> direction-assumed");
    check("13.target=≥100% -> direction-suspect");
    check("13.target=≥100%; 13.name=产量增长率 -> fine");
    check("13.target=≥99% -> fine");
    check("13.target=≤100% -> direction-suspect");
    check("name=项目成本; target=≥200万元; actual=205万元 -> direction-suspect");
}

#[test]
fn cost_targets_beside_the_money() {
    let cost = |target: &str, actual: &str| {
        codes(
            &format!("level2=成本指标; name=总成本; target={target}; actual={actual}"),
            &sheet_rules(),
        )
        .join(" ")
    };
    assert_eq!(cost("≤200万元", "200万元"), "");
    assert_eq!(cost("≤201万元", "200万元"), "target-far-from-money");
    assert_eq!(cost("≤200元", "200元"), "unit-mismatch");
    assert_eq!(cost("≤2000000元", "2000000元"), "");
    assert_eq!(cost("≤5000元/户", "5000元/户"), "");
}

#[test]
fn actuals() {
    check("actual=; score=30 -> actual-missing-but-scored");
    check("actual=; score=0; total=70 -> fine");
    check("actual=≥205户 -> actual-carries-comparator");
    check("actual=完成 -> unreadable-actual");
    check("actual=290%; target=显著改善 -> vague-target unreadable-actual suspected-misreading");
    check("13.actual=290% -> unreadable-actual suspected-misreading");
    check("target=居民点全部通水; actual=居民点全部通水。 -> copied-goal-text");
    check("target=是; actual=是 -> fine");
    check("target=定性好坏; actual=好坏 -> copied-goal-text");
    check("actual=2020年12月 -> unreadable-actual");
    check("target=2020年12月; actual=已完成 -> unreadable-actual");
    check("target=2020年12月; actual=2020年11月 -> fine");
    check("actual=205人 -> unit-mismatch");
    check("13.actual=0.98 -> unit-mismatch");
    check("target=≥200万元; actual=200元; score=0; reason=未完成; total=70 -> unit-mismatch");
    check("target=≥200万元; actual=201元; score=0; reason=未完成; total=70 -> fine");
    check("target=≥200万元; actual=2050000元 -> fine");
}

#[test]
fn scores_against_weights_totals_and_rules() {
    check("score=31; total=101 -> score-above-weight");
    check("total=99 -> scores-not-total");
    check("total=99.95 -> fine");
    check("total= -> fine");
    check("scores=; money_score=; total= -> score-column-missing");
    check("actual=190户; reason=资金未到位 -> full-score-though-missed");
    check("actual=190户; score=28.5; reason=资金未到位; total=98.5 -> fine");
    check("actual=190户; score=28.45; reason=资金未到位; total=98.45 -> fine");
    check("actual=190户; score=28.44; reason=资金未到位; total=98.44 -> score-mismatch");
    check("actual=190户; score=28.5; total=98.5 -> missed-without-reason");
    check("score=29; total=99 -> deducted-though-met");
    check("score=29; reason=台账不全; total=99 -> fine");
    check("target=通水; actual=达成预期指标; score=23; total=93 -> score-mismatch");
    check("target=通水; actual=达成预期指标; score=24; total=94 -> fine");
}

#[test]
fn over_achievement_needs_a_reason_only_where_the_rule_says_so() {
    check("actual=259户 -> fine");
    check("actual=260户 -> over-achieved-without-reason");
    check("actual=260户; reason=争取到中央资金 -> fine");
    check("target=≤200户; actual=141户 -> fine");
    check("target=≤200户; actual=140户 -> over-achieved-without-reason");
    check("target=≤200户; actual=0户 -> over-achieved-without-reason");
    check("target==0户; actual=0户 -> fine");
    check("weights=; actual=260户 -> weight-column-missing over-achieved-without-reason");
    check("weights=; actual=150户 -> weight-column-missing missed-without-reason");
    let rule = |action| SheetRules {
        scoring: ScoringRules {
            over_target: dated(
                "scoring.over_target",
                OverTargetRule {
                    trigger_bp: 12_000,
                    action,
                },
            ),
            ..sheet_rules().scoring
        },
        ..sheet_rules()
    };
    check_with(&rule(OverTargetAction::Off), "actual=900户 -> fine");
    check_with(
        &rule(OverTargetAction::ManualDeduction),
        "actual=240户 -> over-achieved-without-reason",
    );
}

#[test]
fn a_goal_is_not_asked_for_actuals_or_scores() {
    check("kind=goal; money_weight=; actual=; scores=; money_score=; total= -> fine");
}

/// One example for each code that one form can show by itself.
const EXAMPLES: [(&str, &str); 43] = [
    ("weights-not-100", "weight=31"),
    ("first-level-weight-off", "weight=31"),
    ("scores-not-total", "total=99"),
    ("score-above-weight", "score=31"),
    ("execution-rate-mismatch", "rate=99%"),
    ("execution-score-mismatch", "money_score=9"),
    ("full-score-though-missed", "actual=190户"),
    ("deducted-though-met", "score=29"),
    ("score-mismatch", "actual=190户; score=20"),
    ("over-achieved-without-reason", "actual=900户"),
    ("missed-without-reason", "actual=190户"),
    ("unreadable-target", "target=约200户"),
    ("unreadable-actual", "actual=完成"),
    ("target-missing", "target="),
    ("actual-carries-comparator", "actual=≥200户"),
    ("actual-missing-but-scored", "actual="),
    ("unit-mismatch", "actual=205人"),
    ("unit-missing", "target=≥200"),
    ("direction-suspect", "13.target=≥100%"),
    ("direction-assumed", "target=200户"),
    ("suspected-misreading", "13.target=290%"),
    ("vague-target", "target=显著提升"),
    ("sub-rows-not-sum", "part=150; part=60"),
    ("total-row-zero-but-parts", "budget=0; part=200"),
    ("nothing-executed", "executed=0"),
    ("executed-above-budget", "executed=201"),
    ("no-satisfaction", "drop=15"),
    ("first-level-missing", "drop=14"),
    ("template-residue", "name=受益**人"),
    ("copied-goal-text", "done=完成改造200户,居民满意"),
    ("weight-column-missing", "weights="),
    ("score-column-missing", "scores="),
    ("taxonomy-unknown", "level1=过程指标"),
    ("too-few-indicators", "kind=goal; drop=13"),
    ("quantification-rate-low", "kind=goal; target=较多"),
    ("target-far-from-money", "name=总成本; target=≤900万元"),
    ("duplicate-indicator", "13.level2=数量指标; 13.name=改造户数"),
    ("weight-not-positive", "weight=-1"),
    ("formula-cell", "formula=yes"),
    ("year-mismatch", "year=二〇二〇"),
    ("project-name-missing", "project="),
    ("row-not-understood", "left=备注"),
    ("form-unknown", "kind=none"),
];

#[test]
fn every_code_that_one_form_can_show_has_its_example() {
    let mut rules = sheet_rules();
    rules.limits.indicator_count_min = dated("goal.indicator_count_min", Some(4));
    rules.limits.quantification_rate_min_bp = dated("goal.quantification_rate_min", Some(9000));
    for (code, changes) in EXAMPLES {
        let found = codes(changes, &rules);
        assert!(found.contains(&code), "{changes}: {code} not in {found:?}");
    }
    // Only the reader of a file sees what is hidden in it, and only who knows the budget what differs from it.
    let of_others = [FindingCode::HiddenContent, FindingCode::MoneyUnlikeFacts];
    for code in FindingCode::ALL.iter().filter(|code| !of_others.contains(code)) {
        assert!(
            EXAMPLES.iter().any(|(named, _)| *named == code.code()),
            "{}",
            code.code()
        );
    }
}

#[test]
fn findings_name_place_numbers_and_remedy() {
    let mut form = sound_form();
    form.lines[0].actual = read_actual("190户");
    form.lines[0].reason = "资金未到位".to_owned();
    form.lines[0].cells = vec![(Field::Score, "G12".to_owned())];
    let found = lint(&form, &sheet_rules());
    let found = found.first().unwrap();
    assert_eq!((found.row, found.field), (Some(12), Some(Field::Score)));
    assert_eq!(found.cell.as_deref(), Some("G12"));
    assert_eq!(
        found.message,
        "“改造户数”:未达标却得满分:指标值“≥200户”,完成值“190户”,按规则应得 28.5 分(分值 30 分),表列 30 分。"
    );
    assert_eq!(found.suggestion, "请核对完成值;无误的,得分应改为 28.5 分。");

    let mut form = sound_form();
    form.lines[0].weight = read_number("40");
    let found = lint(&form, &sheet_rules());
    assert_eq!(
        found.first().unwrap().message,
        "指标分值合计 100 分,加预算执行率 10 分共 110 分,应为 100 分。"
    );
}

#[test]
fn a_number_beside_certain_damage_is_suspected_too() {
    let targets = "13.target=292%; 12.target=2280次; 12.actual=280次; 12.reason=x; 12.score=; total=";
    let found = codes(targets, &sheet_rules());
    assert_eq!(
        found
            .iter()
            .filter(|code| **code == "suspected-misreading")
            .count(),
        2
    );
}

#[test]
fn a_very_long_text_is_shortened_in_messages() {
    let mut form = sound_form();
    form.lines[0].level3 = "户".repeat(10_000);
    form.lines[0].actual = read_actual("完成");
    let found = lint(&form, &sheet_rules());
    assert!(found.first().unwrap().message.chars().count() < 150);
}

#[test]
fn a_copied_goal_names_the_other_project() {
    let others = [("甲项目", "改造老旧小区二百户,居民满意"), ("乙项目", "修建道路")];
    let found = copied_goal("改造老旧小区二百户、居民满意。", others.into_iter());
    assert_eq!(
        found.map(|found| found.message).as_deref(),
        Some("年度总体目标与“甲项目”逐字相同。")
    );
    assert_eq!(
        copied_goal("改造老旧小区三百户,居民满意", others.into_iter()),
        None
    );
    assert_eq!(copied_goal("修建道路", others.into_iter()), None);
}

proptest::proptest! {
    #[test]
    fn any_form_is_checked_without_a_panic(texts in proptest::collection::vec("[≥≤=0-9.%万元个年月/*指标: -]{0,12}", 12)) {
        let mut form = sound_form();
        let places = ["target", "actual", "weight", "score", "name", "rate", "budget", "executed", "13.target", "13.actual", "part", "child"];
        for (place, text) in places.iter().zip(&texts) {
            apply(&mut form, place, text);
        }
        for found in lint(&form, &sheet_rules()) {
            proptest::prop_assert!(!found.message.is_empty() && !found.suggestion.is_empty());
        }
    }
}
