//! The gate: no goal is issued against its evaluation.

use hengji_domain::sheet::SheetKind;
use hengji_domain::workflow::SheetState;
use hengji_store::sheets;

use super::*;
use crate::ex_ante::SettlementInput;
use crate::sheets::Approval;
use crate::stage::district::sheet_id;

/// Puts the goal of project 4 at the last step of its chain and has the leader issue it.
fn issue(stage: &Stage, number: u32) -> Result<Written, AppError> {
    let goal = sheet_id(4, SheetKind::Goal);
    let database = &stage.database.database;
    let stored = database
        .read(|db| sheets::find(db, division(), goal))
        .unwrap()
        .unwrap();
    let last = SheetState::InReview {
        step: 6,
        since: at(20),
    };
    let version = database
        .write(|db| sheets::set_state(db, division(), goal, stored.version, &last, stored.edition))
        .unwrap();
    let leader = person(Role::BureauLeader, bureau());
    let input = Approval {
        version,
        words: String::new(),
    };
    stage.app.approve_sheet(&leader, &key(number), goal, &input)
}

#[test]
fn a_project_off_the_list_passes_as_before() {
    let stage = opened();
    issue(&stage, 500).unwrap();
}

#[test]
fn a_listed_project_waits_for_its_evaluation() {
    assert_eq!(refusal(issue(&listed(), 500)), "ex-ante-not-begun");
    let walk = Walk::begin();
    let told = issue(&walk.stage, 500).unwrap_err();
    assert_eq!(codes(&told), "ex-ante-not-concluded");
    assert!(told.to_string().contains("编报中"), "{told}");
}

#[test]
fn only_a_conclusion_that_supports_lets_the_goal_through() {
    let refused = Walk::concluded("no_support", "0", 0);
    assert_eq!(refusal(issue(&refused.stage, 500)), "ex-ante-not-supported");
    let supported = Walk::concluded("support", "1", 0);
    issue(&supported.stage, 500).unwrap();
}

#[test]
fn preconditions_of_the_issue_must_be_met_and_those_of_the_payment_need_not() {
    let walk = Walk::concluded("support_with_conditions", "0.9", 2);
    let told = issue(&walk.stage, 500).unwrap_err();
    assert_eq!(codes(&told), "ex-ante-conditions-open");
    assert!(
        told.to_string().contains("第 1 条“取得用地批复”(市政中心)"),
        "{told}"
    );
    let input = SettlementInput {
        version: walk.version(),
        number: 1,
        is_met: true,
        evidence: "用地批复〔2021〕3 号".into(),
    };
    let app = &walk.stage.app;
    app.settle_ex_ante_condition(&performance(), &walk.key(), walk.sheet, &input)
        .unwrap();
    issue(&walk.stage, 501).unwrap();
}
