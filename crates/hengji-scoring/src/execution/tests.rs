//! The execution row by linear and tiered rules.

use hengji_domain::form::AmountText;
use hengji_domain::rule::Step;
use hengji_domain::value::read::read_number;

use super::*;
use crate::tests::sample::{amount, dated, sheet_rules, sound_form};

fn form(budget: &str, executed: &str, weight: &str) -> Form {
    let mut form = sound_form();
    form.money.initial = AmountText::default();
    form.money.adjusted = amount(budget);
    form.money.executed = amount(executed);
    form.money.weight = read_number(weight);
    form
}

fn check_with(rules: &ScoringRules, case: &str) {
    let (given, expected) = case.split_once(" -> ").unwrap();
    let parts: Vec<&str> = given.split('|').map(str::trim).collect();
    let judged = judge_execution(&form(parts[0], parts[1], parts[2]), rules);
    let found = match judged {
        ExecutionJudgement::Scored { score, rate_bp } => format!("{score} {rate_bp}"),
        ExecutionJudgement::NotWeighted => "not weighted".to_owned(),
        ExecutionJudgement::NotComputable(why) => why.code().to_owned(),
    };
    assert_eq!(found, expected, "{given}");
}

#[test]
fn linear_execution_is_capped_and_exact() {
    let rules = sheet_rules().scoring;
    for case in [
        "106.5 | 36.94 | 10 -> 3.47 3469",
        "148 | 46 | 10 -> 3.11 3108",
        "170 | 179.6 | 10 -> 10 10565",
        "100 | 97.8 | 10 -> 9.78 9780",
        "309 | 309 | 20 -> 20 10000",
        "100 | 0 | 10 -> 0 0",
        "100 | -3 | 10 -> 0 -300",
        "0 | 0 | 10 -> no-budget",
        "-5 | 1 | 10 -> no-budget",
        " | 1 | 10 -> money-missing",
        "100 | — | 10 -> money-missing",
        "100 | 50 |  -> not weighted",
        "100 | 50 | 0 -> weight-not-positive",
    ] {
        check_with(&rules, case);
    }
}

#[test]
fn tiered_execution_takes_the_best_tier_reached() {
    let steps = [(10_000, 10_000), (8000, 7000), (6000, 5000)];
    let steps = steps.map(|(from_bp, score_bp)| Step { from_bp, score_bp });
    let rules = ScoringRules {
        execution: dated("scoring.execution", ExecutionRule::Tiers(steps.to_vec())),
        ..sheet_rules().scoring
    };
    for case in [
        "100 | 100 | 10 -> 10 10000",
        "100 | 99.99 | 10 -> 7 9999",
        "100 | 80 | 10 -> 7 8000",
        "100 | 79.99 | 10 -> 5 7999",
        "100 | 59 | 10 -> 0 5900",
    ] {
        check_with(&rules, case);
    }
}

#[test]
fn the_execution_score_explains_itself() {
    let rules = sheet_rules();
    let words = |form: &Form| explain_execution(form, &rules).arithmetic;
    assert_eq!(
        words(&form("106.5", "36.94", "10")),
        "10 × 36.94 ÷ 106.5 = 10 × 34.69% → 3.47(四舍五入到 0.01)"
    );
    assert_eq!(
        words(&form("100", "100", "10")),
        "执行率 100 ÷ 100 = 100%,不低于 100%,得满分 10 分"
    );
    assert_eq!(
        words(&form("0", "0", "10")),
        "无法计算:全年预算数为 0,执行率不适用。"
    );
    assert_eq!(words(&form("100", "50", "")), "表内未给执行率分值,不计分。");
}

#[test]
fn the_original_budget_stands_in_where_the_adjusted_one_is_blank() {
    let mut form = form("", "50", "10");
    form.money.initial = amount("100");
    let trace = explain_execution(&form, &sheet_rules());
    assert_eq!(trace.result, Some(Score::from_centi(500)));
    assert_eq!(trace.notes, ["表内没有全年预算数,按年初预算数计算。"]);
}
