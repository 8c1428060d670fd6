//! The evaluations of what was drawn: begun all at once, and from then on nothing is drawn again.

use hengji_domain::evaluation::EvaluationState;

use super::*;
use crate::spot::view::SpotInference;

mod circular;

fn begin(stage: &Stage, number: u32, who: &Actor, id: SpotRoundId, version: i32) -> Result<usize, String> {
    let begun = stage.app.begin_spot_evaluations(who, &key(number), id, version);
    told(begun).map(|begun| begun.evaluations)
}

#[test]
fn what_was_drawn_is_evaluated_all_at_once_and_not_drawn_again() {
    let stage = stage();
    let (id, version) = drawn(&stage);
    let before = page(&stage, &performance(), id);
    assert!(before.may.begin && before.begun == 0 && before.inference.is_none());
    assert_eq!(
        begin(&stage, 30, &clerk(), id, version).unwrap_err(),
        "role-not-held"
    );
    assert_eq!(
        begin(&stage, 31, &performance(), id, version - 1).unwrap_err(),
        "stale-version"
    );
    let begun = begin(&stage, 32, &performance(), id, version).unwrap();
    let after = page(&stage, &performance(), id);
    assert_eq!(u64::try_from(begun).unwrap(), after.totals.drawn);
    assert_eq!(
        (after.begun, after.concluded, after.may.begin),
        (after.totals.drawn, 0, false)
    );
    for row in &after.list.rows {
        let outcome = row.outcome.as_ref();
        assert_eq!(outcome.is_some(), row.position.is_some(), "{}", row.code);
        if let Some(outcome) = outcome {
            assert_eq!(
                (outcome.state, outcome.verified, outcome.quality, outcome.sign_off),
                (EvaluationState::Verification, None, None, None)
            );
        }
    }
    assert_eq!(
        after.inference,
        Some(SpotInference::Waiting {
            verified: 0,
            drawn: after.totals.drawn
        })
    );
    assert_eq!(
        page(&stage, &clerk(), id).inference,
        None,
        "the district is the bureau's"
    );
    assert_eq!(
        begin(&stage, 33, &performance(), id, version).unwrap_err(),
        "evaluation-exists"
    );
    assert!(!page(&stage, &leader(), id).may.redraw);
    let input = RedrawInput {
        version,
        reason: "公告的开奖期号写错,结果不能作为起始值".into(),
    };
    let again = stage.app.redraw_spot_projects(&leader(), &key(34), id, &input);
    assert_eq!(told(again).unwrap_err(), "spot-evaluations-begun");
}

#[test]
fn nothing_is_evaluated_before_the_draw() {
    let stage = stage();
    let (id, version) = freeze(&stage, 1).unwrap();
    assert_eq!(
        begin(&stage, 40, &performance(), id, version).unwrap_err(),
        "spot-not-now"
    );
}
