//! What is refused, to whom, and that nothing of it stays.

use hengji_domain::sheet::SheetKind;

use super::*;
use crate::stage::codes;
use crate::stage::district::{opened, school, schools, sheet_id};

fn code<T: std::fmt::Debug>(result: Result<T, AppError>) -> String {
    codes(&result.unwrap_err())
}

#[test]
fn a_goal_with_errors_is_not_submitted_and_names_them() {
    let stage = opened();
    let walker = Walker::open_goal(&stage);
    walker.save(&clerk(), &goal_draft(1, &GOAL[..3])).unwrap();
    let refusal = walker.submit(&clerk()).unwrap_err();
    let AppError::Refused { code, findings, .. } = &refusal else {
        panic!("{refusal}")
    };
    assert_eq!(code, "sheet-has-errors");
    let found: Vec<&str> = findings.iter().map(|finding| finding.code.code()).collect();
    for expected in ["weights-not-100", "first-level-missing", "too-few-indicators"] {
        assert!(found.contains(&expected), "{expected} in {found:?}");
    }
    assert_eq!(walker.page(&clerk()).edition, 0);
}

#[test]
fn an_empty_goal_is_not_submitted() {
    let stage = opened();
    let walker = Walker::open_goal(&stage);
    assert_eq!(
        code(walker.submit(&clerk())),
        "annual_goal:goal-text-missing lines:no-lines"
    );
}

#[test]
fn each_step_belongs_to_its_role_and_reach() {
    let stage = opened();
    let walker = Walker::open_goal(&stage);
    walker.submit_complete_goal();
    let try_approve = |role, unit| code(walker.approve(&person(role, unit)));
    assert_eq!(try_approve(Role::UnitClerk, works()), "role-not-held");
    assert_eq!(try_approve(Role::UnitHead, works()), "step-of-another-role");
    assert_eq!(try_approve(Role::BureauLeader, bureau()), "step-of-another-role");
    assert_eq!(try_approve(Role::UnitFinance, school()), "not-found");
    assert_eq!(try_approve(Role::DepartmentReviewer, schools()), "not-found");
    assert_eq!(try_approve(Role::AuditAdministrator, bureau()), "not-found");
    walker.approve(&person(Role::UnitFinance, works())).unwrap();
    assert_eq!(try_approve(Role::UnitFinance, works()), "step-of-another-role");
}

#[test]
fn nobody_acts_twice_on_one_edition() {
    let stage = opened();
    let walker = Walker::open_goal(&stage);
    walker.submit_complete_goal();
    let mut both = clerk();
    both.grants.extend(person(Role::UnitFinance, works()).grants);
    assert_eq!(code(walker.approve(&both)), "four-eyes");
}

#[test]
fn a_return_needs_reasons_of_the_closed_list() {
    let stage = opened();
    let walker = Walker::open_goal(&stage);
    walker.submit_complete_goal();
    let finance = person(Role::UnitFinance, works());
    assert_eq!(code(walker.send_back(&finance, &[])), "return-without-reason");
    assert_eq!(
        code(walker.send_back(&finance, &[(None, "dislike", "")])),
        "return-reason-unknown"
    );
    assert_eq!(
        code(walker.send_back(&finance, &[(None, "other", " ")])),
        "return-reason-needs-text"
    );
    let long = "长".repeat(1_001);
    assert_eq!(
        code(walker.send_back(&finance, &[(None, "other", &long)])),
        "words:text-too-long"
    );
    let foreign = ReturnForRevision {
        version: walker.version(),
        opinions: vec![OpinionInput {
            line: Some("01957b6e-0000-7000-8000-000000000000".into()),
            reason: "incomplete".into(),
            text: String::new(),
        }],
    };
    let refused = stage
        .app
        .return_sheet(&finance, &walker.key(), walker.sheet, &foreign);
    assert_eq!(code(refused), "line-unknown");
}

#[test]
fn a_sheet_moves_only_as_its_chain_allows() {
    let stage = opened();
    let walker = Walker::open_goal(&stage);
    let finance = person(Role::UnitFinance, works());
    assert_eq!(code(walker.approve(&finance)), "sheet-not-in-review");
    assert_eq!(code(walker.withdraw(&clerk())), "sheet-not-in-review");
    walker.submit_complete_goal();
    assert_eq!(code(walker.submit(&clerk())), "sheet-not-editable");
    let late = goal_draft(walker.version(), &GOAL);
    assert_eq!(code(walker.save(&clerk(), &late)), "sheet-not-editable");
    walker.withdraw(&clerk()).unwrap();
    assert_eq!(walker.page(&clerk()).state.code, "draft");
    walker.submit(&clerk()).unwrap();
    assert_eq!(walker.page(&clerk()).edition, 2);
    walker.approve(&finance).unwrap();
    assert_eq!(code(walker.withdraw(&clerk())), "too-late-to-withdraw");
    walker.approve_by(&reviewers()[1..]);
    assert_eq!(code(walker.submit(&clerk())), "sheet-concluded");
    let frozen = goal_draft(walker.version(), &GOAL);
    assert_eq!(code(walker.save(&clerk(), &frozen)), "sheet-concluded");
}

#[test]
fn a_stale_edit_is_refused_with_what_changed_and_by_whom() {
    let stage = opened();
    let walker = Walker::open_goal(&stage);
    walker.save(&clerk(), &goal_draft(1, &GOAL)).unwrap();
    let finance = person(Role::UnitFinance, works());
    let refusal = walker.save(&finance, &goal_draft(1, &GOAL[..1])).unwrap_err();
    let AppError::Stale(stale) = &refusal else {
        panic!("{refusal}")
    };
    assert_eq!(
        (stale.what.as_str(), stale.changed_by.as_str()),
        ("保存绩效目标", "演示单位业务经办")
    );
    assert!(stale.changed_at.is_some());
    assert!(refusal.to_string().contains("演示单位业务经办"), "{refusal}");
    assert_eq!(walker.page(&clerk()).lines.len(), 7);
}

#[test]
fn a_self_evaluation_needs_an_issued_goal_and_every_answer() {
    let stage = opened();
    let open = |number, actor: &Actor| {
        let mut bytes = [0; 10];
        bytes[9] = number;
        let id = ProjectId::new(at(0), bytes);
        stage
            .app
            .open_self_evaluation(actor, &key(u32::from(number) + 50), id)
    };
    assert_eq!(code(open(1, &clerk())), "goal-not-issued");
    assert_eq!(code(open(4, &clerk())), "goal-not-issued");
    assert_eq!(code(open(7, &person(Role::UnitClerk, school()))), "sheet-exists");
    assert_eq!(code(open(6, &clerk())), "not-found");
    assert_eq!(
        code(open(5, &person(Role::UnitFinance, works()))),
        "role-not-held"
    );
    let opened = open(5, &clerk()).unwrap();
    let walker = Walker {
        stage: &stage,
        sheet: opened.id.parse().unwrap(),
        next_key: std::cell::Cell::new(600),
    };
    let refusal = walker.submit(&clerk()).unwrap_err();
    assert!(
        ["sheet-has-errors", "invalid-input"].contains(&refusal.code()),
        "{refusal}"
    );
}

#[test]
fn an_unanswered_line_is_named_by_its_field() {
    let stage = opened();
    let goal = Walker::open_goal(&stage);
    goal.submit_complete_goal();
    goal.approve_by(&reviewers());
    let opened = stage
        .app
        .open_self_evaluation(&clerk(), &goal.key(), project())
        .unwrap();
    let walker = Walker {
        sheet: opened.id.parse().unwrap(),
        next_key: std::cell::Cell::new(700),
        ..goal
    };
    let page = walker.page(&clerk());
    let mut draft = SheetDraft {
        version: page.version,
        achievement: "完成".into(),
        adjusted: "900".into(),
        executed: "900".into(),
        lines: page
            .lines
            .iter()
            .map(|line| LineDraft {
                key: Some(line.key.to_string()),
                actual: line.target.text.trim_start_matches(['≥', '≤']).into(),
                ..LineDraft::default()
            })
            .collect(),
        ..SheetDraft::default()
    };
    draft.lines[2].actual = "2020年12月1日".into();
    draft.lines[4].actual = String::new();
    walker.save(&clerk(), &draft).unwrap();
    assert_eq!(code(walker.submit(&clerk())), "lines[4].actual:actual-missing");
}

#[test]
fn strangers_learn_nothing_of_a_sheet() {
    let stage = opened();
    let sheet = sheet_id(4, SheetKind::Goal);
    for (role, unit) in [
        (Role::UnitClerk, school()),
        (Role::DepartmentReviewer, schools()),
        (Role::OversightReader, bureau()),
        (Role::ThirdParty, works()),
        (Role::SystemAdministrator, bureau()),
    ] {
        let stranger = person(role, unit);
        assert_eq!(
            code(stage.app.sheet_page(&stranger, sheet)),
            "not-found",
            "{role:?}"
        );
        let draft = goal_draft(1, &GOAL);
        let saved = stage.app.save_sheet(&stranger, &key(77), sheet, &draft);
        assert_eq!(code(saved), "not-found", "{role:?}");
    }
    let nowhere = SheetId::new(at(9), [9; 10]);
    assert_eq!(code(stage.app.sheet_page(&clerk(), nowhere)), "not-found");
    let mut elsewhere = clerk();
    elsewhere.division = "330108".parse().unwrap();
    assert_eq!(code(stage.app.sheet_page(&elsewhere, sheet)), "not-found");
    let issued = sheet_id(5, SheetKind::Goal);
    assert!(
        stage
            .app
            .sheet_page(&person(Role::OversightReader, bureau()), issued)
            .is_ok()
    );
}

#[test]
fn editions_that_do_not_exist_cannot_be_compared() {
    let stage = opened();
    let walker = Walker::open_goal(&stage);
    assert_eq!(
        code(stage.app.sheet_diff(&clerk(), walker.sheet, 1, 2)),
        "not-found"
    );
}
