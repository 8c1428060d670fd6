//! The transition table of a sheet, as cases that do not know the API.

use super::*;

const AT: Timestamp = Timestamp::from_micros(1_600_000_000_000_000);

fn chain() -> Chain {
    let step = |code: &str, role, may_return| ChainStep {
        code: code.to_owned(),
        name: code.to_owned(),
        role,
        may_return,
    };
    Chain {
        steps: vec![
            step("prepare", Role::UnitClerk, false),
            step("finance_sign", Role::UnitFinance, true),
            step("department", Role::DepartmentReviewer, true),
            step("issue", Role::PerformanceReviewer, false),
        ],
    }
}

fn state(word: &str) -> SheetState {
    match word {
        "draft" => SheetState::Draft,
        "returned" => SheetState::Returned { from_step: 2, at: AT },
        "concluded" => SheetState::Concluded { at: AT },
        step => SheetState::InReview {
            step: step.parse().unwrap(),
            since: AT,
        },
    }
}

fn word(state: &SheetState) -> String {
    match state {
        SheetState::InReview { step, .. } => step.to_string(),
        other => other.code().to_owned(),
    }
}

/// `state role action -> state or error code`.
fn check(case: &str) {
    let (given, expected) = case.split_once("->").unwrap();
    let [from, role, action] = given.split_whitespace().collect::<Vec<_>>()[..] else {
        panic!("{case}")
    };
    let (chain, from, roles) = (chain(), state(from), [Role::from_code(role).unwrap()]);
    let notice = ReturnNotice(vec![ReturnOpinion {
        line: None,
        reason: "other".into(),
        text: "改".into(),
    }]);
    let result = match action {
        "submit" => chain.submit(&from, &roles, AT),
        "approve" => chain.approve(&from, &roles, AT),
        "return" => chain.return_for_revision(&from, &roles, &notice, AT),
        "withdraw" => chain.withdraw(&from, &roles),
        other => panic!("{other}"),
    };
    let shown = match result {
        Ok(state) => word(&state),
        Err(refusal) => {
            let text = refusal.to_string();
            text.rsplit_once('[').unwrap().1.trim_end_matches(']').to_owned()
        }
    };
    assert_eq!(shown, expected.trim(), "{case}");
}

#[test]
fn every_move_from_every_state() {
    check("draft     unit_clerk           submit   -> 1");
    check("returned  unit_clerk           submit   -> 1");
    check("draft     unit_finance         submit   -> step-of-another-role");
    check("1         unit_clerk           submit   -> sheet-not-editable");
    check("concluded unit_clerk           submit   -> sheet-concluded");
    check("1         unit_finance         approve  -> 2");
    check("1         unit_clerk           approve  -> step-of-another-role");
    check("2         department_reviewer  approve  -> 3");
    check("3         performance_reviewer approve  -> concluded");
    check("draft     unit_finance         approve  -> sheet-not-in-review");
    check("returned  department_reviewer  approve  -> sheet-not-in-review");
    check("concluded performance_reviewer approve  -> sheet-concluded");
    check("9         performance_reviewer approve  -> chain-step-missing");
    check("1         unit_finance         return   -> returned");
    check("2         department_reviewer  return   -> returned");
    check("3         performance_reviewer return   -> step-may-not-return");
    check("2         unit_finance         return   -> step-of-another-role");
    check("draft     unit_finance         return   -> sheet-not-in-review");
    check("concluded performance_reviewer return   -> sheet-concluded");
    check("1         unit_clerk           withdraw -> draft");
    check("2         unit_clerk           withdraw -> too-late-to-withdraw");
    check("1         unit_finance         withdraw -> step-of-another-role");
    check("draft     unit_clerk           withdraw -> sheet-not-in-review");
    check("concluded unit_clerk           withdraw -> sheet-concluded");
}

#[test]
fn a_return_needs_a_reason_of_the_closed_list() {
    let list = [
        ReviewReason {
            code: "incomplete".into(),
            name: "指标不够完整".into(),
            needs_text: false,
        },
        ReviewReason {
            code: "other".into(),
            name: "其他".into(),
            needs_text: true,
        },
    ];
    let opinion = |reason: &str, text: &str| ReturnOpinion {
        line: None,
        reason: reason.into(),
        text: text.into(),
    };
    assert_eq!(ReturnNotice::new(vec![], &list), Err(WorkflowRefusal::NoReason));
    assert_eq!(
        ReturnNotice::new(vec![opinion("dislike", "")], &list),
        Err(WorkflowRefusal::UnknownReason {
            reason: "dislike".into()
        })
    );
    assert_eq!(
        ReturnNotice::new(vec![opinion("other", "  ")], &list),
        Err(WorkflowRefusal::ReasonNeedsText)
    );
    assert_eq!(
        ReturnNotice::new(vec![opinion("incomplete", "")], &list)
            .unwrap()
            .opinions()
            .len(),
        1
    );
}

#[test]
fn the_current_step_is_the_one_that_must_act() {
    let chain = chain();
    let current = |word: &str| {
        chain
            .current(&state(word))
            .unwrap()
            .map(|step| step.code.as_str())
    };
    assert_eq!(current("draft"), Some("prepare"));
    assert_eq!(current("returned"), Some("prepare"));
    assert_eq!(current("2"), Some("department"));
    assert_eq!(current("concluded"), None);
}
