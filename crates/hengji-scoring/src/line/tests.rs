//! From the texts of a line to its score.

use hengji_domain::form::NumberText;
use hengji_domain::rule::{EqualRule, PositiveRule, ReverseRule};
use hengji_domain::value::read::{read_number, read_split};
use proptest::prelude::*;

use super::*;
use crate::tests::sample::{line, satisfaction_tiers, scoring};
use crate::{CompiledLine, explain};

/// `target | actual | weight | stated score -> score or reason`; rules may be varied before.
fn check_with(rules: &ScoringRules, case: &str) {
    let (given, expected) = case.split_once(" -> ").unwrap();
    let parts: Vec<&str> = given.split('|').map(str::trim).collect();
    let mut line = line(parts[0], parts[1], parts[2]);
    line.score = parts
        .get(3)
        .map_or_else(NumberText::default, |text| read_number(text));
    if let Some(name) = parts.get(4) {
        line.level3 = (*name).to_owned();
    }
    let found = match judge(&line, rules) {
        Judgement::Scored { score, rule } => {
            format!("{score} {}", rule.code().trim_start_matches("scoring."))
        }
        Judgement::NotComputable(why) => why.code().to_owned(),
    };
    assert_eq!(found, expected, "{given}");
}

fn check(case: &str) {
    check_with(&scoring(), case);
}

#[test]
fn quantities_by_comparator() {
    check("≥100 | 90 | 10 -> 9 positive");
    check("≥100 | 140 | 10 -> 10 positive");
    check(">3 | 2 | 10 -> 6.67 positive");
    check("=50个 | 45个 | 8 -> 7.2 equal");
    check("=50个 | 55个 | 8 -> 8 equal");
    check("=0件 | 0件 | 8 -> 8 equal_zero");
    check("=0件 | 1件 | 8 -> 0 equal_zero");
    check("≤10 | 12 | 10 -> 8 reverse");
    check("<10 | 20 | 10 -> 0 reverse");
    check("≤10 | 9 | 10 -> 10 reverse");
    check("≤0 | 0 | 10 -> 10 reverse");
    check("≤0 | 1 | 10 -> 0 reverse");
    check("不低于3场 | 2场 | 10 -> 6.67 positive");
    check("1次/月 | 1次/月 | 5 -> 5 positive");
}

#[test]
fn zero_and_negative_numbers() {
    check("≥0 | 5 | 10 -> target-not-positive");
    check("≥-5% | -3% | 10 -> target-not-positive");
    check("≤-5% | -3% | 10 -> target-not-positive");
    check("=-5 | -5 | 10 -> target-not-positive");
    check("≥100 | -20 | 10 -> 0 positive");
    check("≤100 | -20 | 10 -> 10 reverse");
    check("0起 | 0起 | 5 -> 5 equal_zero");
    check("0起 | 2起 | 5 -> 0 equal_zero");
}

#[test]
fn a_missing_comparator_is_assumed_from_the_name() {
    check("100万元 | 120万元 | 10 |  | 项目总成本 -> 8 reverse");
    check("100万元 | 120万元 | 10 |  | 带动收入 -> 10 positive");
    check("100% | 95% | 6 |  | 验收通过率 -> 5.7 positive");
}

#[test]
fn units_must_agree_or_convert() {
    check("≥95% | 95 | 10 -> 10 positive");
    check("≥50个 | 25 | 8 -> 4 positive");
    check("≥50 | 25个 | 8 -> 4 positive");
    check("≤2000万元 | 0.2亿元 | 10 -> 10 reverse");
    check("=72890元 | 7.289万元 | 10 -> 10 equal");
    check("≥2万人 | 15000人 | 10 -> 7.5 positive");
    check("≤0.9‰ | 0.0738‰ | 10 -> 10 reverse");
    check("≤1% | 9‰ | 10 -> 10 reverse");
    check("100%覆盖 | 90% | 10 -> 9 positive");
    check("≥100人 | 100人次 | 10 -> units-differ");
    check("≥95% | 95个 | 10 -> units-differ");
    check("≥95% | 0.96 | 10 -> fraction-or-percent");
    check("≥95% | 0 | 10 -> 0 positive");
    check("≥0.5% | 0.6 | 10 -> 10 positive");
}

#[test]
fn an_actual_with_a_comparator_counts_only_in_the_direction_of_the_target() {
    check("≥266米 | ≥266米 | 10 -> 10 positive");
    check("≥90% | >85% | 10 -> 9.44 positive");
    check("≥90% | =90% | 10 -> 10 positive");
    check("=100% | ≥100% | 10 -> 10 equal");
    check("≤10 | ≤10 | 10 -> 10 reverse");
    check("≥90% | ≤95% | 10 -> actual-is-bound");
    check("≤10 | ≥8 | 10 -> actual-is-bound");
    check("=0件 | ≥0件 | 10 -> actual-is-bound");
}

#[test]
fn dates_and_ranges_are_met_or_not() {
    check("2023年12月 | 2023年10月 | 10 -> 10 by_date");
    check("2020年5月20日 | 2020年6月20日 | 10 -> 0 by_date");
    check("2020年5月20日 | 2020年5月20日 | 10 -> 10 by_date");
    check("12月底之前完成 | 2021年11月 | 10 -> date-without-year");
    check("12月底之前完成 | 100% | 10 -> kinds-differ");
    check("80-90 | 80 | 10 -> 10 between");
    check("80-90 | 90 | 10 -> 10 between");
    check("80-90 | 91 | 10 -> 0 between");
    check("±3%以内 | -2% | 10 -> 10 between");
    check("±3%以内 | 4% | 10 -> 0 between");
    check("1-2万元 | 15000元 | 10 -> 10 between");
    check("1-2万元 | 15000个 | 10 -> units-differ");
    check("80-90 | ≥85 | 10 -> actual-is-bound");
}

#[test]
fn phrases_give_no_points_by_themselves() {
    check("是 | 是 | 5 -> 5 yes_no");
    check("是 | 否 | 5 -> 0 yes_no");
    check("效果明显 | 达成预期指标 | 10 -> band-needs-score");
    check("效果明显 | 达成预期指标 | 10 | 9 -> 9 qualitative");
    check("效果明显 | 达成预期指标 | 10 | 8 -> 8 qualitative");
    check("效果明显 | 达成预期指标 | 10 | 10 -> 10 qualitative");
    check("效果明显 | 达成预期指标 | 10 | 7.99 -> outside-band");
    check("效果明显 | 部分达成预期指标 | 10 | 8 -> outside-band");
    check("效果明显 | 部分达成预期指标 | 10 | 7.99 -> 7.99 qualitative");
    check("效果明显 | 未达成预期指标 | 10 | 0 -> 0 qualitative");
    check("效果明显 | 效果明显 | 10 | 10 -> no-band-claimed");
    check("≤30万元 | 完成 | 90 -> actual-phrase");
}

#[test]
fn what_cannot_be_computed_says_why() {
    check("≥100 | 90 |  -> no-weight");
    check("≥100 | 90 | — -> no-weight");
    check("≥100 | 90 | 0 -> weight-not-positive");
    check("≥100 | 90 | -5 -> weight-not-positive");
    check(" | 90 | 10 -> target-missing");
    check("≥100 |  | 10 -> actual-missing");
    check("290% | 95% | 10 -> target-unreadable");
    check("≥90% | 290% | 10 -> actual-unreadable");
    check("完成1部宣传片,2套方案 | 3 | 10 -> target-compound");
    check("优100%;良90%;中85%;差85% | 95% | 10 -> target-tiers");
    check("≥90% | 2021年12月 | 10 -> kinds-differ");
    check("≥9999999999999999999999999 | 1 | 10 -> out-of-range");
}

#[test]
fn variants_of_the_rules() {
    let ratio = ScoringRules {
        reverse: crate::tests::sample::dated("scoring.reverse", ReverseRule::Ratio),
        ..scoring()
    };
    check_with(&ratio, "≤5300元/户 | 5830元/户 | 10 -> 9.09 reverse");
    check_with(&ratio, "≤10 | 20 | 10 -> 5 reverse");

    let gate = ScoringRules {
        positive: crate::tests::sample::dated("scoring.positive", PositiveRule::PassGate { gate_bp: 6000 }),
        ..scoring()
    };
    check_with(&gate, "≥100 | 59 | 10 -> 0 positive");
    check_with(&gate, "≥100 | 75 | 10 -> 3.75 positive");
    check_with(&gate, "=100 | 90 | 10 -> 7.5 equal");

    let strict = ScoringRules {
        equal: crate::tests::sample::dated("scoring.equal", EqualRule::Strict),
        ..scoring()
    };
    check_with(&strict, "=50 | 55 | 8 -> 7.2 equal");

    let tiers = ScoringRules {
        satisfaction: crate::tests::sample::dated("scoring.satisfaction", Some(satisfaction_tiers())),
        ..scoring()
    };
    check_with(&tiers, "≥95% | 91.5% | 10 |  | 居民满意度 -> 10 satisfaction");
    check_with(&tiers, "≥95% | 89.99 | 10 |  | 居民满意度 -> 8 satisfaction");
    check_with(&tiers, "≥95% | 59% | 10 |  | 居民满意度 -> 0 satisfaction");
    check_with(&tiers, "≥95% | 89% | 10 |  | 验收合格率 -> 9.37 positive");
}

#[test]
fn a_target_in_three_columns_is_judged_like_one_cell() {
    let mut line = line("", "93", "10");
    line.target = read_split("≥", "95", "%");
    assert_eq!(judge(&line, &scoring()).score(), Some(Score::from_centi(979)));
}

proptest! {
    #[test]
    fn judge_explain_and_compiled_line_agree(sign in "(≥|>|=|<|≤|)", t in -50_i32..500, a in -50_i32..900, places in 0_u32..3, w in "(0\\.5|3|10|33\\.33)", unit in "(%|个|万元|)") {
        let number = |n: i32| hengji_domain::Decimal::new(n.into(), places);
        let line = line(&format!("{sign}{}{unit}", number(t)), &format!("{}{unit}", number(a)), &w);
        let rules = scoring();
        let judged = judge(&line, &rules);
        prop_assert_eq!(explain(&line, &rules).result, judged.score());
        prop_assert_eq!(CompiledLine::compile(&line, &rules).score(), judged.score());
        if let Some(rule) = judged.rule() {
            prop_assert_eq!(explain(&line, &rules).rule_code, rule.code());
        }
    }

    #[test]
    fn any_texts_are_judged_without_a_panic(target in ".{0,24}", actual in ".{0,24}", weight in ".{0,8}") {
        let line = line(&target, &actual, &weight);
        let rules = scoring();
        let judged = judge(&line, &rules);
        let trace = explain(&line, &rules);
        prop_assert_eq!(trace.result, judged.score());
        prop_assert!(!trace.arithmetic.is_empty());
        if let (Some(score), Ok(full)) = (judged.score(), super::weight(&line)) {
            prop_assert!(Score::ZERO <= score && score <= full.full_score());
        }
    }
}

proptest! {
    #[test]
    fn more_done_never_scores_less_where_more_is_better(sign in "(≥|>|=)", t in 1_i32..500, a in 0_i32..900, more in 0_i32..300) {
        let scores = [a, a + more].map(|a| judge(&line(&format!("{sign}{t}个"), &format!("{a}个"), "10"), &scoring()).score());
        prop_assert!(scores[0].is_some() && scores[0] <= scores[1]);
    }

    #[test]
    fn more_used_never_scores_more_where_less_is_better(sign in "(≤|<)", t in 0_i32..500, a in 0_i32..900, more in 0_i32..300) {
        let scores = [a, a + more].map(|a| judge(&line(&format!("{sign}{t}元"), &format!("{a}元"), "10"), &scoring()).score());
        prop_assert!(scores[1].is_some() && scores[1] <= scores[0]);
    }

    #[test]
    fn the_unit_of_writing_does_not_change_the_score(sign in "(≥|=|≤)", t in 1_i64..100_000_000, a in 0_i64..200_000_000) {
        let in_yuan = line(&format!("{sign}{t}元"), &format!("{a}元"), "10");
        let ten_thousands = hengji_domain::Decimal::new(a, 4);
        let mixed = line(&format!("{sign}{t}元"), &format!("{ten_thousands}万元"), "10");
        prop_assert_eq!(judge(&in_yuan, &scoring()).score(), judge(&mixed, &scoring()).score());
    }
}
