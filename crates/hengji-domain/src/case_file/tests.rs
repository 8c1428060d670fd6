//! Plans, stages and declarations as tables.

use super::*;

fn code(refusal: &CaseRefusal) -> String {
    let text = refusal.to_string();
    let (_, code) = text.rsplit_once(" [").unwrap();
    code.trim_end_matches(']').to_owned()
}

#[test]
fn codes_are_one_to_one() {
    for state in PlanState::ALL {
        assert_eq!(PlanState::from_code(state.code()), Some(state));
    }
    for stage in CaseStage::ALL {
        assert_eq!(CaseStage::from_code(stage.code()), Some(stage));
    }
    for answer in PointAnswer::ALL {
        assert_eq!(PointAnswer::from_code(answer.code()), Some(answer));
    }
    for outcome in PointOutcome::ALL {
        assert_eq!(PointOutcome::from_code(outcome.code()), Some(outcome));
    }
    for declaration in Declaration::ALL {
        assert_eq!(Declaration::from_code(declaration.code()), Some(declaration));
    }
    assert_eq!(CaseStage::from_code("sent"), None);
}

#[test]
fn a_plan_is_written_submitted_and_approved() {
    use PlanDeed::{Approve, Return, Save, Submit};
    use PlanState::{Approved, Submitted, Writing};
    let table = [
        (Writing, Save, Some(Writing)),
        (Writing, Submit, Some(Submitted)),
        (Writing, Approve, None),
        (Writing, Return, None),
        (Submitted, Save, None),
        (Submitted, Submit, None),
        (Submitted, Approve, Some(Approved)),
        (Submitted, Return, Some(Writing)),
        (Approved, Save, None),
        (Approved, Submit, None),
        (Approved, Approve, None),
        (Approved, Return, Some(Writing)),
    ];
    for (state, deed, expected) in table {
        let found = state.after(deed);
        if let Err(refusal) = &found {
            assert_eq!(code(refusal), "case-plan-not-at-step");
        }
        assert_eq!(found.ok(), expected, "{} {}", state.name(), deed.name());
    }
}

#[test]
fn a_report_goes_from_working_paper_to_final_and_nowhere_else() {
    use CaseDeed::{Answer, Decide, Finalise, MakeDraft, SendOut, Settle, TakeBack};
    use CaseStage::{Draft, Exchange, Final, Settled, WorkingPaper};
    let allowed = [
        (WorkingPaper, MakeDraft, Draft),
        (Draft, TakeBack, WorkingPaper),
        (Draft, SendOut, Exchange),
        (Exchange, TakeBack, WorkingPaper),
        (Exchange, Answer, Exchange),
        (Exchange, Decide, Exchange),
        (Exchange, Settle, Settled),
        (Settled, TakeBack, WorkingPaper),
        (Settled, Finalise, Final),
        (Final, Finalise, Final),
    ];
    for stage in CaseStage::ALL {
        for deed in CaseDeed::ALL {
            let expected = allowed
                .iter()
                .find(|(from, by, _)| *from == stage && *by == deed)
                .map(|(_, _, to)| *to);
            let found = stage.after(deed);
            if let Err(refusal) = &found {
                assert_eq!(code(refusal), "case-not-at-stage");
            }
            assert_eq!(found.ok(), expected, "{} {}", stage.name(), deed.name());
        }
    }
}

#[test]
fn a_conclusion_waits_for_the_exchange_of_views() {
    let table = [
        (CaseStage::WorkingPaper, false),
        (CaseStage::Draft, false),
        (CaseStage::Exchange, false),
        (CaseStage::Settled, true),
        (CaseStage::Final, true),
    ];
    for (stage, may) in table {
        assert_eq!(stage.may_conclude().is_ok(), may, "{}", stage.name());
    }
    let refusal = CaseStage::Exchange.may_conclude().unwrap_err();
    assert_eq!(code(&refusal), "case-exchange-open");
}

#[test]
fn who_declares_a_conflict_does_not_score() {
    let table = [
        (None, Some("case-not-member")),
        (Some((Declaration::Missing, "")), Some("case-conflict-undeclared")),
        (
            Some((Declaration::Conflict, "曾任职于该单位")),
            Some("case-conflict"),
        ),
        (Some((Declaration::Clear, "")), None),
    ];
    for (member, expected) in table {
        let found = Declaration::may_score(member).err();
        assert_eq!(found.as_ref().map(code).as_deref(), expected);
    }
    let refusal = Declaration::may_score(Some((Declaration::Conflict, "曾任职于该单位"))).unwrap_err();
    assert!(refusal.to_string().contains("曾任职于该单位"));
}

#[test]
fn the_unit_reads_nothing_before_it_is_asked() {
    let seen = CaseStage::ALL.map(CaseStage::is_with_unit);
    assert_eq!(seen, [false, false, true, true, true]);
}
