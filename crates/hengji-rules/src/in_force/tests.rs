//! What the embedded book answers for Binjiang, the nation and the two followers.

use chrono::NaiveDate;
use hengji_domain::Weight;
use hengji_domain::person::Role;
use hengji_domain::rule::{
    EqualRule, ExecutionRule, OverTargetAction, PositiveRule, ReverseRule, Verification,
};

use super::*;
use crate::sample::{book, division, embedded, year};

fn binjiang(number: u16) -> RulesInForce {
    embedded().at(division("330108"), year(number))
}

fn frame_text(rules: &RulesInForce) -> String {
    let frame = rules.goal_frame().unwrap().value;
    let levels: Vec<String> = frame
        .first_levels
        .iter()
        .map(|level| format!("{} {}", level.name, level.weight))
        .collect();
    format!("执行率 {} + {}", frame.execution_weight, levels.join(" + "))
}

#[test]
fn the_frame_changes_in_2021() {
    for (code, number, expected) in [
        (
            "330108",
            2020,
            "执行率 10 + 产出指标 50 + 效益指标 30 + 满意度指标 10",
        ),
        (
            "330108",
            2021,
            "执行率 10 + 成本指标 20 + 产出指标 40 + 效益指标 20 + 满意度指标 10",
        ),
        (
            "000000",
            2017,
            "执行率 10 + 产出指标 50 + 效益指标 30 + 满意度指标 10",
        ),
        (
            "330199",
            2020,
            "执行率 10 + 产出指标 50 + 效益指标 30 + 满意度指标 10",
        ),
        (
            "990000",
            2020,
            "执行率 10 + 产出指标 50 + 效益指标 30 + 满意度指标 10",
        ),
    ] {
        let rules = embedded().at(division(code), year(number));
        assert_eq!(frame_text(&rules), expected, "{code} {number}");
        let frame = rules.goal_frame().unwrap().value;
        let whole = Weight::total([frame.execution_weight, frame.indicator_weight()]);
        assert_eq!(whole, Weight::from_centi(10_000));
    }
}

#[test]
fn the_frame_of_2020_is_verified_and_that_of_2021_is_not() {
    let mark = |number| binjiang(number).goal_frame().unwrap().citation.verification;
    assert!(matches!(mark(2020), Verification::Verified { .. }));
    assert_eq!(mark(2021), Verification::Unverified);
}

#[test]
fn class_names_of_old_forms_find_their_class() {
    let frame = binjiang(2020).goal_frame().unwrap().value;
    for (first, second, key) in [
        ("产出指标(50分)", "数量指标", "output.quantity"),
        ("项目完成指标", "时效", "output.timeliness"),
        ("产出值", "成本值", "output.cost"),
        ("成效指标", "社会效益", "benefit.social"),
        ("效益指标", "环境效益", "benefit.ecological"),
        ("满意度指标", "服务对象满意度", "satisfaction.service_user"),
    ] {
        let level = frame.first_level(first).unwrap();
        assert_eq!(
            level.second_level(second).map(|found| found.key.as_str()),
            Some(key)
        );
    }
    assert_eq!(frame.first_level("项目决策"), None);
}

#[test]
fn limits_are_binjiangs_and_marked_unverified() {
    let limits = binjiang(2020).goal_limits().unwrap();
    assert_eq!(limits.indicator_count_min.value, Some(5));
    assert_eq!(limits.quantification_rate_min_bp.value, Some(6000));
    assert_eq!(
        limits.indicator_count_min.citation.verification,
        Verification::Unverified
    );
    let national = embedded().at(Division::NATION, year(2020)).goal_limits().unwrap();
    assert_eq!(national.indicator_count_min.value, None);
    assert_eq!(national.quantification_rate_min_bp.value, None);
}

#[test]
fn scoring_rules_are_typed() {
    let scoring = binjiang(2020).scoring().unwrap();
    assert_eq!(scoring.positive.value, PositiveRule::Proportional);
    assert_eq!(scoring.equal.value, EqualRule::AsAtLeast);
    assert_eq!(scoring.reverse.value, ReverseRule::LinearToTwice);
    assert_eq!(scoring.execution.value, ExecutionRule::Linear);
    assert_eq!(scoring.satisfaction.value, None);
    assert_eq!(scoring.over_target.value.trigger_bp, 13_000);
    assert_eq!(scoring.over_target.value.action, OverTargetAction::ReasonRequired);
    assert_eq!(scoring.score_tolerance.value.centi(), 5);
    assert_eq!(scoring.reverse.citation.rule, "scoring.reverse");
    let bounds: Vec<(u32, u32)> = scoring
        .qualitative
        .value
        .iter()
        .map(|band| (band.from_bp, band.to_bp))
        .collect();
    assert_eq!(bounds, [(8000, 10_000), (6000, 8000), (0, 6000)]);
}

#[test]
fn sheet_rules_hold_together_and_are_made_once() {
    let rules = binjiang(2020);
    let sheet = rules.sheet_rules().unwrap();
    assert_eq!(sheet.frame, rules.goal_frame().unwrap());
    assert_eq!(&sheet.scoring, rules.scoring().unwrap().as_ref());
    assert_eq!(sheet.grade_bands, rules.grade_bands("self_evaluation").unwrap());
    assert!(Arc::ptr_eq(&sheet, &rules.sheet_rules().unwrap()));
}

#[test]
fn the_closed_list_has_eleven_reasons_and_only_the_last_needs_words() {
    let reasons = binjiang(2020).review_reasons().unwrap().value;
    assert_eq!(reasons.len(), 11);
    let with_text: Vec<&str> = reasons
        .iter()
        .filter(|reason| reason.needs_text)
        .map(|reason| reason.name.as_str())
        .collect();
    assert_eq!(with_text, ["其他"]);
    assert!(
        embedded()
            .at(Division::NATION, year(2020))
            .review_reasons()
            .is_err()
    );
}

#[test]
fn in_binjiang_business_writes_and_finance_signs() {
    let roles = |code: &str, kind| -> Vec<Role> {
        let chain = embedded().at(division(code), year(2020)).chain(kind).unwrap();
        chain.value.steps.iter().map(|step| step.role).collect()
    };
    assert_eq!(
        roles("330108", SheetKind::Goal),
        [
            Role::UnitClerk,
            Role::UnitFinance,
            Role::UnitHead,
            Role::DepartmentReviewer,
            Role::BudgetDivisionReviewer,
            Role::PerformanceReviewer,
            Role::BureauLeader,
        ]
    );
    assert!(!roles("330100", SheetKind::Goal).contains(&Role::UnitFinance));
    assert_eq!(
        roles("330199", SheetKind::SelfEvaluation).last(),
        Some(&Role::PerformanceReviewer)
    );
}

#[test]
fn deadlines_stand_in_order_around_the_budget_year() {
    let calendar = binjiang(2020).calendar().unwrap();
    let day = |code: &str| {
        let deadline = calendar.iter().find(|one| one.value.code == code).unwrap();
        deadline.value.due_on.to_string()
    };
    assert_eq!(day("goal_submit"), "2019-10-31");
    assert_eq!(day("goal_issue"), "2020-01-31");
    assert_eq!(day("self_evaluation_submit"), "2021-03-31");
    assert_eq!(day("appraisal_self_score"), "2021-02-28");
    assert_eq!(day("congress_report"), "2021-09-30");
    let days: Vec<NaiveDate> = calendar.iter().map(|one| one.value.due_on).collect();
    assert!(days.is_sorted());
    assert!(binjiang(2014).calendar().is_err());
}

#[test]
fn security_limits_are_complete() {
    let security = binjiang(2026).security().unwrap();
    assert_eq!(security.lockout_failures, 5);
    assert_eq!(security.idle_minutes, 30);
    assert_eq!(security.absolute_hours, 12);
    assert_eq!(security.password_length_min, 8);
    assert_eq!(security.password_classes_min, 3);
    assert_eq!(security.password_days_max, 90);
    assert_eq!(security.password_history, 5);
    assert_eq!(security.initial_password_hours, 24);
    assert_eq!(security.address_failures, 50);
    assert_eq!(security.workbook_bytes_max, 20 * 1024 * 1024);
}

#[test]
fn quantities_carry_their_unit() {
    let text = |rule: &str| match binjiang(2020).quantity(rule) {
        Ok(dated) => dated
            .value
            .map_or_else(|| "unset".to_owned(), |one| format!("{} {}", one.value, one.unit)),
        Err(missing) => missing.why,
    };
    assert_eq!(text("monitoring.key_threshold"), "5000000 yuan");
    assert_eq!(text("rectification.notice_days"), "10 workdays");
    assert_eq!(text("spot_evaluation.share_min"), "10 percent");
    assert_eq!(text("scoring.score_tolerance"), "0.05 points");
    assert_eq!(text("appraisal.points"), "该规则不是单个数值");
    assert_eq!(text("department.procurement_ratio"), "unset");
    assert_eq!(text("something.else"), "程序不认识规则名“something.else”");
}

#[test]
fn open_content_is_given_as_written() {
    let content = binjiang(2020)
        .content("spot_evaluation.formula")
        .unwrap()
        .value
        .unwrap();
    assert_eq!(content.field("quality"), Some(&Tree::Integer(40)));
    let situations = binjiang(2020).content("veto.situations").unwrap();
    assert_eq!(situations.value, None);
}

#[test]
fn an_unset_rule_that_is_needed_says_so() {
    let reverse = "reverse = { description = \"d\", unit = \"method\", selects_on = \"budget_year\", value = [{ from = 2020-01-01, unset = true, SEEN }] }";
    let rules = book(&[("000000/scoring.toml", reverse)]).at(Division::NATION, year(2020));
    let gap = rules.answer(rules.selection.required::<ReverseRule>("scoring.reverse"));
    assert_eq!(gap.unwrap_err().why, "来源没有给出数值,目前标为未设定");
}

#[test]
fn an_unknown_kind_of_evaluation_has_no_grades() {
    let missing = binjiang(2020).grade_bands("horoscope").unwrap_err();
    assert_eq!(missing.why, "程序不认识规则名“grade.horoscope”");
    assert!(missing.to_string().ends_with("[rule-missing]"));
}

#[test]
fn a_variant_replaces_its_rule_and_nothing_else() {
    let rules = binjiang(2020);
    let varied = rules.with_variant("scoring.reverse", "目标与完成之比").unwrap();
    assert_eq!(varied.scoring().unwrap().reverse.value, ReverseRule::Ratio);
    assert_eq!(
        varied.scoring().unwrap().positive,
        rules.scoring().unwrap().positive
    );
    assert_ne!(varied.fingerprint(), rules.fingerprint());
    assert!(rules.with_variant("scoring.reverse", "没有的变体").is_none());
}

#[test]
fn followers_have_the_very_rules_they_follow() {
    for number in [2019, 2020, 2021, 2026] {
        let print = |code: &str| {
            let rules = embedded().at(division(code), year(number));
            rules.fingerprint().to_owned()
        };
        assert_eq!(print("330199"), print("330108"));
        assert_eq!(print("990000"), print("330108"));
        assert_ne!(print("330100"), print("330108"));
    }
}
