//! A finding from its entry to its look-back, from both sides of the desk, and everything that is refused on the way.

mod look_back;
mod refusals;
mod walk;

use hengji_domain::id::{CommitmentId, EvaluationFindingId, PaperId};
use hengji_domain::person::{Actor, Role};

use super::{Claim, CommitmentInput, FindingInput, LetterInput, PlanInput, Verification};
use crate::attachments::NewAttachment;
use crate::common::Written;
use crate::error::AppError;
use crate::papers::PaperStep;
use crate::stage::district::{bureau, of_year, opened, person, works};
use crate::stage::{Stage, codes, department, key};

const DAY: i64 = 24 * 3600;

fn performance() -> Actor {
    person(Role::PerformanceReviewer, bureau())
}

fn owner() -> Actor {
    person(Role::BudgetDivisionReviewer, bureau())
}

fn leader() -> Actor {
    person(Role::BureauLeader, bureau())
}

fn clerk() -> Actor {
    person(Role::UnitClerk, works())
}

fn department_head() -> Actor {
    person(Role::DepartmentReviewer, department())
}

/// The district on 15 September 2020.
fn stage() -> Stage {
    let stage = opened();
    stage.clock.pass(-107 * DAY);
    stage
}

fn input(words: &str) -> FindingInput {
    FindingInput {
        origin: "inspection".into(),
        origin_title: "专项检查通知〔2020〕3号".into(),
        project_code: "P5".into(),
        words: words.into(),
        cause: "management".into(),
        severity: "minor".into(),
        amount: "1.5".into(),
        ..FindingInput::default()
    }
}

fn enter(stage: &Stage, number: u32, words: &str) -> EvaluationFindingId {
    let written = stage
        .app
        .enter_finding(&performance(), &key(number), of_year(), &input(words))
        .unwrap();
    written.id.parse().unwrap()
}

fn step(version: i32) -> PaperStep {
    PaperStep {
        version,
        words: String::new(),
    }
}

/// Issues and serves the letter of a finding, and the unit signs for it.
fn receipted(stage: &Stage, number: u32, finding: EvaluationFindingId, findings: usize) -> PaperId {
    let app = &stage.app;
    let letter = LetterInput {
        findings,
        demands: String::new(),
    };
    let issued = app
        .issue_result_letter(&performance(), &key(number), finding, &letter)
        .unwrap();
    let paper: PaperId = issued.id.parse().unwrap();
    app.serve_paper(&performance(), &key(number + 1), paper, &step(1))
        .unwrap();
    app.receipt_paper(&clerk(), &key(number + 2), paper, &step(2))
        .unwrap();
    paper
}

fn measure(due_on: &str) -> CommitmentInput {
    CommitmentInput {
        kind: "records".into(),
        words: "补齐签证资料".into(),
        owner: "工程科".into(),
        due_on: due_on.into(),
        proof_asked: "签证单".into(),
    }
}

/// Promises one measure for the finding and hands the plan in.
fn planned(stage: &Stage, number: u32, paper: PaperId, finding: EvaluationFindingId) -> CommitmentId {
    let app = &stage.app;
    let promised = app
        .promise_measure(&clerk(), &key(number), finding, &measure("2020-10-15"))
        .unwrap();
    let plan = PlanInput {
        version: 3,
        words: String::new(),
    };
    app.hand_in_plan(&clerk(), &key(number + 1), paper, &plan)
        .unwrap();
    promised.id.parse().unwrap()
}

fn file(name: &str, bytes: &[u8]) -> Option<NewAttachment> {
    Some(NewAttachment {
        file_name: name.into(),
        bytes: bytes.to_vec(),
    })
}

fn claim(
    stage: &Stage,
    number: u32,
    actor: &Actor,
    id: CommitmentId,
    version: i32,
    file: Option<NewAttachment>,
) -> Result<Written, AppError> {
    let claim = Claim {
        version,
        words: "资料已补齐".into(),
        file,
        only_keeps: false,
    };
    stage.app.claim_rectification(actor, &key(number), id, &claim)
}

fn verification(version: i32, words: &str) -> Verification {
    Verification {
        version,
        words: words.into(),
    }
}

#[track_caller]
fn refused<T: std::fmt::Debug>(result: Result<T, AppError>, expected: &str) {
    assert_eq!(codes(&result.unwrap_err()), expected);
}
