//! Conclusions: what sets a grade whatever the score, and what stays of one that is opened again.

use super::*;

#[test]
fn a_veto_sets_the_grade_and_must_be_explained() {
    let stage = opened();
    let id = one(&stage, "spot", "P7");
    stage
        .app
        .verify_evaluation(&performance(), &key(), id, &best(&stage, &performance(), id))
        .unwrap();
    sign_off(&stage, id);
    let conclude = |vetoes: &[&str], words: &str| {
        let input = ConclusionInput {
            version: version(&stage, id),
            vetoes: vetoes.iter().map(|code| (*code).to_owned()).collect(),
            words: words.into(),
        };
        stage.app.conclude_evaluation(&performance(), &key(), id, &input)
    };
    assert_eq!(
        field(&conclude(&["magic"], "有").unwrap_err()),
        "evaluation-veto-unknown"
    );
    assert_eq!(
        field(&conclude(&["fraud"], " ").unwrap_err()),
        "evaluation-veto-reason"
    );
    conclude(&["fraud"], "验收单系伪造").unwrap();
    let page = stage.app.evaluation(&performance(), id).unwrap();
    let result = page.results.first().unwrap();
    assert_eq!(
        (result.total.to_string().as_str(), result.grade.as_str()),
        ("100", "差")
    );
}

#[test]
fn a_conclusion_is_opened_again_with_a_reason_and_stays_to_be_read() {
    let stage = opened();
    let id = one(&stage, "spot", "P7");
    let bureau = performance();
    stage
        .app
        .verify_evaluation(&bureau, &key(), id, &best(&stage, &bureau, id))
        .unwrap();
    sign_off(&stage, id);
    conclude(&stage, id).unwrap();
    assert_eq!(conclude(&stage, id).unwrap_err().code(), "evaluation-not-at-step");
    let reopen = |version, reason| {
        stage
            .app
            .reopen_evaluation(&bureau, &key(), id, &side(version, reason))
    };
    assert_eq!(
        field(&reopen(version(&stage, id), " ").unwrap_err()),
        "evaluation-reason-missing"
    );
    assert_eq!(reopen(1, "有新的事实").unwrap_err().code(), "stale-version");
    reopen(version(&stage, id), "有新的事实").unwrap();
    let page = stage.app.evaluation(&bureau, id).unwrap();
    assert_eq!(
        (page.state, page.recomputed),
        (EvaluationState::Verification, Recomputed::Nothing)
    );
    sign_off(&stage, id);
    conclude(&stage, id).unwrap();
    let page = stage.app.evaluation(&bureau, id).unwrap();
    let kept: Vec<(i32, bool)> = page
        .results
        .iter()
        .map(|one| (one.edition, one.reopened.is_some()))
        .collect();
    assert_eq!(kept, [(2, false), (1, true)]);
}
