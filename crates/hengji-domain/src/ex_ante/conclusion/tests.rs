//! Conclusions: proposals at their floors, every refusal, and money that adds up.

use super::*;

fn rules() -> Vec<ConclusionRule> {
    let rule = |code: &str, name: &str, from: Option<i32>, supports, needs_conditions| ConclusionRule {
        code: code.into(),
        name: name.into(),
        from: from.map(Score::from_centi),
        supports,
        needs_conditions,
    };
    vec![
        rule("support", "予以支持", Some(8_000), true, false),
        rule("adjust", "调整完善后支持", Some(6_000), true, false),
        rule("conditions", "附条件支持", None, true, true),
        rule("refuse", "不予支持", Some(0), false, false),
    ]
}

fn money(fen: i64) -> Money {
    Money::from_fen(fen)
}

#[test]
fn a_score_is_proposed_the_conclusion_whose_floor_it_reaches() {
    for (centi, code) in [
        (10_000, "support"),
        (8_000, "support"),
        (7_999, "adjust"),
        (6_000, "adjust"),
        (5_999, "refuse"),
        (0, "refuse"),
    ] {
        let all = rules();
        assert_eq!(
            propose(&all, Score::from_centi(centi)).unwrap().code,
            code,
            "{centi}"
        );
    }
    assert_eq!(propose(&[], Score::from_centi(9_000)), None);
}

/// Confirms with the proposal for 85 points; the code chosen, or the code of the refusal.
fn confirmed(chosen: &str, reason: &str, conditions: usize, granted: i64) -> String {
    let all = rules();
    let proposed = propose(&all, Score::from_centi(8_500));
    let reduction = Reduction::new(money(100), money(granted)).unwrap();
    match confirm(&all, proposed, chosen, reason, conditions, reduction) {
        Ok(rule) => rule.code.clone(),
        Err(refusal) => {
            let text = refusal.to_string();
            text[text.rfind('[').unwrap()..].to_owned()
        }
    }
}

#[test]
fn what_the_lead_chooses_is_held_against_the_rules() {
    for (chosen, reason, conditions, granted, outcome) in [
        ("support", "", 0, 100, "support"),
        ("support", "", 0, 60, "support"),
        ("adjust", "", 0, 60, "[conclusion-departure-without-reason]"),
        ("adjust", "测算偏高", 0, 60, "adjust"),
        ("conditions", "须先取得用地手续", 0, 60, "[conditions-missing]"),
        ("conditions", "须先取得用地手续", 2, 60, "conditions"),
        ("support", "", 1, 60, "[conditions-needless]"),
        ("refuse", "重复建设", 0, 60, "[granted-against-conclusion]"),
        ("refuse", "重复建设", 0, 0, "refuse"),
        ("support", "", 0, 0, "[granted-against-conclusion]"),
        ("delay", "", 0, 60, "[conclusion-unknown]"),
    ] {
        assert_eq!(
            confirmed(chosen, reason, conditions, granted),
            outcome,
            "{chosen} {reason} {granted}"
        );
    }
}

#[test]
fn no_more_is_granted_than_was_asked() {
    let said = Reduction::new(money(100_000_000), money(120_000_000))
        .unwrap_err()
        .to_string();
    assert_eq!(
        said,
        "评估核定 120 万元,超过申请 100 万元;核定金额不能高于申请金额。 [granted-above-asked]"
    );
    assert!(Reduction::new(money(-1), money(-1)).is_err());
}

proptest::proptest! {
    #[test]
    fn granted_and_cut_make_up_what_was_asked(asked in 0_i64..=i64::MAX, share in 0_u8..=100) {
        let granted = asked / 100 * i64::from(share);
        let reduction = Reduction::new(money(asked), money(granted)).unwrap();
        proptest::prop_assert_eq!(reduction.cut().fen() + reduction.granted().fen(), asked);
        proptest::prop_assert!(Money::ZERO <= reduction.cut());
    }
}
