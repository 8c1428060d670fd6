//! Sign-off sheets from both sides of the desk, and everything that is refused on the way.

use std::sync::atomic::{AtomicU32, Ordering};

use hengji_domain::evaluation::{EvaluationState, Method};
use hengji_domain::id::EvaluationId;
use hengji_domain::paper::PaperState;
use hengji_domain::person::{Actor, Role};
use hengji_domain::sign_off::{SecondOutcome, SignOffSide, SignOffState, Verdict};
use hengji_store::papers;

use super::view::{SheetView, SignOffPage};
use crate::common::{RequestKey, Written};
use crate::error::AppError;
use crate::evaluations::{
    ConclusionInput, EvaluationQuery, LineInput, OpenInput, PointWords, ScoreInput, SecondLookInput,
    SideInput, SignOffAnswerInput, SignOffAnswersInput, SignOffIssueInput, SignOffWithdrawal,
};
use crate::papers::{Copy, PaperStep};
use crate::stage::district::{bureau, of_year, opened, person, schools};
use crate::stage::{Stage, department, division};

fn key() -> RequestKey {
    static NEXT: AtomicU32 = AtomicU32::new(100_000);
    crate::stage::key(NEXT.fetch_add(1, Ordering::Relaxed))
}

fn performance() -> Actor {
    person(Role::PerformanceReviewer, bureau())
}

fn second() -> Actor {
    person(Role::BureauLeader, bureau())
}

/// 教育局, whose school spends the money of project 7.
fn owner() -> Actor {
    person(Role::DepartmentReviewer, schools())
}

fn stranger() -> Actor {
    person(Role::DepartmentReviewer, department())
}

fn page(stage: &Stage, id: EvaluationId) -> SignOffPage {
    stage.app.sign_off_page(&performance(), id).unwrap()
}

fn sheet(stage: &Stage, id: EvaluationId) -> SheetView {
    page(stage, id).sheet.unwrap()
}

/// The code of a refusal, of the first wrong field, or of what it is otherwise.
fn told<T>(outcome: Result<T, AppError>) -> String {
    match outcome {
        Ok(_) => "ok".into(),
        Err(AppError::Invalid(errors)) => errors.first().unwrap().code.to_owned(),
        Err(other) => other.code().to_owned(),
    }
}

/// A spot evaluation whose first line got a point less than the unit gave itself.
fn scored() -> (Stage, EvaluationId) {
    let stage = opened();
    let input = OpenInput {
        kind: "spot".into(),
        subjects: "P7".into(),
    };
    let ids = stage
        .app
        .open_evaluations(&performance(), &key(), of_year(), &input);
    let id = ids.unwrap().ids.first().unwrap().parse().unwrap();
    let app = &stage.app;
    let view = app.evaluation(&performance(), id).unwrap();
    let mut is_first = true;
    let items = view.parts.iter().flat_map(|part| &part.items).map(|item| {
        let mut line = LineInput {
            item: item.key.clone(),
            seen: item.seen,
            evidence: "第 3 页".into(),
            ..LineInput::default()
        };
        match &item.method {
            Method::Judgement { .. } => {
                let own = item.own.unwrap_or(item.weight.full_score());
                let less = hengji_domain::Score::from_centi(own.centi() - 100);
                line.score = if is_first { less } else { own }.to_string();
                is_first = false;
            }
            Method::Elements { elements } => line.elements = (1..).take(elements.len()).collect(),
            Method::Deduction { .. } => line.counts = vec!["0".into()],
            Method::Condition { .. } => line.holds = "true".into(),
            other => panic!("{other:?}"),
        }
        line
    });
    let input = ScoreInput {
        items: items.collect(),
    };
    app.verify_evaluation(&performance(), &key(), id, &input).unwrap();
    (stage, id)
}

/// What the page proposes: the words of the changed lines as the scorers wrote them.
fn proposed(page: &SignOffPage) -> SignOffIssueInput {
    let draft = page.draft.as_ref().unwrap();
    SignOffIssueInput {
        version: page.evaluation_version,
        seen: draft.seen.clone(),
        words: draft
            .changed
            .iter()
            .map(|line| PointWords {
                item: line.item.clone(),
                words: line.words.clone(),
            })
            .collect(),
        findings: String::new(),
    }
}

fn issue(stage: &Stage, id: EvaluationId, input: &SignOffIssueInput) -> Result<Written, AppError> {
    stage.app.issue_sign_off_sheet(&performance(), &key(), id, input)
}

/// The evaluation with a sheet that is out: its first line and a finding of its own.
fn issued() -> (Stage, EvaluationId) {
    let (stage, id) = scored();
    let input = SignOffIssueInput {
        findings: "验收资料不完整\n\n合同没有约定违约责任".into(),
        ..proposed(&page(&stage, id))
    };
    issue(&stage, id, &input).unwrap();
    (stage, id)
}

fn say(number: u32, verdict: Verdict) -> SignOffAnswerInput {
    SignOffAnswerInput {
        number,
        verdict: verdict.code().into(),
        words: if verdict == Verdict::Disputed {
            "验收单已经补齐".into()
        } else {
            String::new()
        },
        evidence: "验收单第 2 页".into(),
    }
}

fn answer(
    stage: &Stage,
    actor: &Actor,
    id: EvaluationId,
    answers: Vec<SignOffAnswerInput>,
) -> Result<Written, AppError> {
    let version = stage
        .app
        .sign_off_page(&performance(), id)?
        .sheet
        .map_or(0, |sheet| sheet.version);
    let input = SignOffAnswersInput { version, answers };
    stage.app.answer_sign_off_sheet(actor, &key(), id, &input)
}

/// A sheet whose first point is disputed and whose others are agreed.
fn disputed() -> (Stage, EvaluationId) {
    let (stage, id) = issued();
    let answers = vec![
        say(1, Verdict::Disputed),
        say(2, Verdict::Agreed),
        say(3, Verdict::Agreed),
    ];
    answer(&stage, &owner(), id, answers).unwrap();
    (stage, id)
}

fn look(
    stage: &Stage,
    actor: &Actor,
    id: EvaluationId,
    (number, outcome, score): (u32, SecondOutcome, &str),
) -> Result<Written, AppError> {
    let point = sheet(stage, id)
        .points
        .into_iter()
        .find(|point| point.number == number);
    let view = stage.app.evaluation(&performance(), id).unwrap();
    let items = view.parts.iter().flat_map(|part| &part.items);
    let mut named = items
        .filter(|item| point.as_ref().is_some_and(|point| point.name == item.name))
        .map(|item| item.key.clone());
    let input = SecondLookInput {
        version: sheet(stage, id).version,
        number,
        outcome: outcome.code().into(),
        words: "补充的验收单可以采信".into(),
        line: LineInput {
            item: named.next_back().unwrap_or_default(),
            score: score.into(),
            ..LineInput::default()
        },
    };
    stage.app.look_again_at_point(actor, &key(), id, &input)
}

fn sign(stage: &Stage, actor: &Actor, id: EvaluationId) -> Result<Written, AppError> {
    let version = sheet(stage, id).version;
    stage.app.sign_sign_off_sheet(actor, &key(), id, version)
}

fn conclude(stage: &Stage, id: EvaluationId) -> Result<Written, AppError> {
    let input = ConclusionInput {
        version: stage.app.evaluation(&performance(), id).unwrap().version,
        words: "总体完成".into(),
        ..ConclusionInput::default()
    };
    stage.app.conclude_evaluation(&performance(), &key(), id, &input)
}

/// Brings an evaluation whose scores are complete to a sheet that both sides signed without a dispute.
pub(in crate::evaluations) fn sign_off(stage: &Stage, id: EvaluationId) {
    issue(stage, id, &proposed(&page(stage, id))).unwrap();
    let points = sheet(stage, id).points;
    if !points.is_empty() {
        let answers = points.iter().map(|point| say(point.number, Verdict::Agreed));
        answer(stage, &owner(), id, answers.collect()).unwrap();
    }
    sign(stage, &owner(), id).unwrap();
    sign(stage, &performance(), id).unwrap();
}

fn state(stage: &Stage, id: EvaluationId) -> SignOffState {
    sheet(stage, id).state
}

#[test]
fn a_sheet_goes_to_the_department_with_every_changed_line_and_finding() {
    let (stage, id) = scored();
    assert_eq!(told(conclude(&stage, id)), "sign-off-missing");
    let draft = page(&stage, id).draft.unwrap();
    assert_eq!(
        (draft.changed.len(), draft.why_not.as_str()),
        (1, ""),
        "one line differs"
    );
    let silent = SignOffIssueInput {
        words: Vec::new(),
        ..proposed(&page(&stage, id))
    };
    assert_eq!(told(issue(&stage, id, &silent)), "sign-off-words-missing");
    let unseen = SignOffIssueInput {
        seen: "0".into(),
        ..proposed(&page(&stage, id))
    };
    assert_eq!(told(issue(&stage, id, &unseen)), "sign-off-scores-changed");
    let strange = stage
        .app
        .issue_sign_off_sheet(&owner(), &key(), id, &proposed(&page(&stage, id)));
    assert_eq!(told(strange), "role-not-held");
    let (stage, id) = issued();
    let sheet = sheet(&stage, id);
    assert_eq!((sheet.edition, sheet.state), (1, SignOffState::Sent));
    let words: Vec<&str> = sheet.points.iter().map(|point| point.words.as_str()).collect();
    assert_eq!(words, ["第 3 页", "验收资料不完整", "合同没有约定违约责任"]);
    let first = sheet.points.first().unwrap();
    assert_eq!(first.own.unwrap().centi() - first.verified.unwrap().centi(), 100);
    assert_eq!(
        told(issue(&stage, id, &SignOffIssueInput::default())),
        "stale-version"
    );
}

#[test]
fn while_a_sheet_is_out_scores_stand_still_and_nothing_is_concluded() {
    let (stage, id) = issued();
    let app = &stage.app;
    assert_eq!(told(conclude(&stage, id)), "sign-off-unsigned");
    let view = app.evaluation(&performance(), id).unwrap();
    assert_eq!((view.writes, view.may.conclude), (None, false));
    assert!(view.next.contains("待部门答复"), "{}", view.next);
    let item = view.parts.last().unwrap().items.first().unwrap();
    let line = LineInput {
        item: item.key.clone(),
        seen: item.seen,
        score: "1".into(),
        ..LineInput::default()
    };
    let input = ScoreInput { items: vec![line] };
    assert_eq!(
        told(app.verify_evaluation(&performance(), &key(), id, &input)),
        "sign-off-out"
    );
    let again = SignOffIssueInput {
        version: view.version,
        ..SignOffIssueInput::default()
    };
    assert_eq!(told(issue(&stage, id, &again)), "sign-off-exists");
}

#[test]
fn every_point_is_answered_by_the_department_and_by_nobody_else() {
    let (stage, id) = issued();
    let all = || (1..=3).map(|number| say(number, Verdict::Agreed)).collect();
    assert_eq!(told(answer(&stage, &performance(), id, all())), "role-not-held");
    assert_eq!(told(answer(&stage, &stranger(), id, all())), "not-found");
    let some = vec![say(1, Verdict::Agreed)];
    assert_eq!(told(answer(&stage, &owner(), id, some)), "sign-off-unanswered");
    let short = SignOffAnswerInput {
        words: "不对".into(),
        ..say(2, Verdict::Disputed)
    };
    let short = vec![say(1, Verdict::Agreed), short, say(3, Verdict::Agreed)];
    assert_eq!(told(answer(&stage, &owner(), id, short)), "sign-off-reason-short");
    answer(&stage, &owner(), id, all()).unwrap();
    assert_eq!(state(&stage, id), SignOffState::Settled);
    assert_eq!(told(answer(&stage, &owner(), id, all())), "sign-off-not-now");
}

#[test]
fn a_disputed_score_is_amended_by_a_second_person_through_the_record_of_scores() {
    let (stage, id) = disputed();
    let amend =
        |actor: &Actor, score: &str| told(look(&stage, actor, id, (1, SecondOutcome::Amended, score)));
    let own = sheet(&stage, id).points.first().unwrap().own.unwrap();
    let given = hengji_domain::Score::from_centi(own.centi() - 100).to_string();
    assert_eq!(amend(&performance(), "8"), "sign-off-own-point");
    assert_eq!(amend(&owner(), "8"), "role-not-held");
    assert_eq!(amend(&second(), ""), "sign-off-score-missing");
    assert_eq!(amend(&second(), "999"), "evaluation-score-out-of-range");
    assert_eq!(amend(&second(), &given), "sign-off-same-score");
    let agreed = look(&stage, &second(), id, (2, SecondOutcome::Upheld, ""));
    assert_eq!(told(agreed), "sign-off-not-disputed");
    assert_eq!(told(sign(&stage, &owner(), id)), "sign-off-not-now");
    assert_eq!(amend(&second(), &own.to_string()), "ok");
    assert_eq!(state(&stage, id), SignOffState::Settled);
    let point = sheet(&stage, id).points.into_iter().next().unwrap();
    assert_eq!(point.signed, Some(own));
    let view = stage.app.evaluation(&second(), id).unwrap();
    let items = view.parts.iter().flat_map(|part| &part.items);
    let amended: Vec<_> = items
        .flat_map(|item| &item.scores)
        .filter(|score| score.is_revised)
        .collect();
    let [score] = amended.as_slice() else {
        panic!("{amended:?}")
    };
    assert_eq!(
        (score.score, score.scorer.as_str()),
        (own, second().name.as_str())
    );
    assert!(
        score.evidence.contains("签证单第 1 项复查变更"),
        "{}",
        score.evidence
    );
}

#[test]
fn an_upheld_point_keeps_its_score() {
    let (stage, id) = disputed();
    let before = sheet(&stage, id).points.first().unwrap().verified;
    look(&stage, &second(), id, (1, SecondOutcome::Upheld, "")).unwrap();
    let point = sheet(&stage, id).points.into_iter().next().unwrap();
    assert_eq!(point.signed, before);
    assert_eq!(point.second.unwrap().0, SecondOutcome::Upheld);
    let again = look(&stage, &second(), id, (1, SecondOutcome::Upheld, ""));
    assert_eq!(told(again), "sign-off-not-now");
}

#[test]
fn both_sides_sign_and_then_nothing_changes_until_the_conclusion_is_opened_again() {
    let (stage, id) = disputed();
    let app = &stage.app;
    look(&stage, &second(), id, (1, SecondOutcome::Upheld, "")).unwrap();
    sign(&stage, &owner(), id).unwrap();
    assert_eq!(told(sign(&stage, &owner(), id)), "sign-off-signed");
    assert_eq!(told(conclude(&stage, id)), "sign-off-unsigned");
    assert_eq!(page(&stage, id).may.sign, Some(SignOffSide::Bureau));
    sign(&stage, &performance(), id).unwrap();
    assert_eq!(state(&stage, id), SignOffState::Locked);
    let refused = sign(&stage, &performance(), id).unwrap_err();
    assert_eq!(refused.code(), "sign-off-locked");
    assert!(refused.to_string().contains(&owner().name), "{refused}");
    let withdrawal = SignOffWithdrawal {
        version: sheet(&stage, id).version,
        reason: "有一项漏写了".into(),
    };
    let back = app.withdraw_sign_off_sheet(&performance(), &key(), id, &withdrawal);
    assert_eq!(told(back), "sign-off-locked");
    let paper = sheet(&stage, id).paper.unwrap();
    let step = PaperStep {
        version: 2,
        words: "撤回看看".into(),
    };
    let alone = app.withdraw_paper(&performance(), &key(), paper, &step);
    assert_eq!(told(alone), "paper-signed-off");
    conclude(&stage, id).unwrap();
    let input = SideInput {
        version: app.evaluation(&performance(), id).unwrap().version,
        reason: "审计发现新的事实".into(),
    };
    app.reopen_evaluation(&performance(), &key(), id, &input).unwrap();
    let after = page(&stage, id);
    assert!(after.sheet.is_none() && after.draft.is_some());
    let old = after.earlier.first().unwrap();
    assert_eq!((old.edition, old.state), (1, SignOffState::Superseded));
    let record = stage
        .database
        .database
        .read(|db| papers::find(db, division(), paper))
        .unwrap()
        .unwrap();
    assert_eq!(record.standing.state, PaperState::Withdrawn);
    assert_eq!(told(conclude(&stage, id)), "sign-off-missing");
    sign_off(&stage, id);
    assert_eq!(sheet(&stage, id).edition, 2);
    conclude(&stage, id).unwrap();
    let view = app.evaluation(&performance(), id).unwrap();
    assert_eq!(view.state, EvaluationState::Concluded);
}

#[test]
fn a_sheet_is_taken_back_with_a_reason_and_another_edition_follows() {
    let (stage, id) = issued();
    let back = |reason: &str| {
        let input = SignOffWithdrawal {
            version: sheet(&stage, id).version,
            reason: reason.into(),
        };
        told(
            stage
                .app
                .withdraw_sign_off_sheet(&performance(), &key(), id, &input),
        )
    };
    assert_eq!(back(" 重发 "), "sign-off-reason-short");
    assert_eq!(back("第一项理由写错了"), "ok");
    issue(&stage, id, &proposed(&page(&stage, id))).unwrap();
    let page = page(&stage, id);
    assert_eq!(page.sheet.unwrap().edition, 2);
    let old = page.earlier.first().unwrap();
    assert_eq!(old.closing.as_ref().unwrap().1, "第一项理由写错了");
}

#[test]
fn one_person_does_not_sign_for_both_sides() {
    let (stage, id) = issued();
    let all = (1..=3).map(|number| say(number, Verdict::Agreed)).collect();
    answer(&stage, &owner(), id, all).unwrap();
    sign(&stage, &owner(), id).unwrap();
    let mut both = performance();
    both.user = owner().user;
    assert_eq!(told(sign(&stage, &both, id)), "sign-off-both-sides");
}

#[test]
fn the_signed_sheet_is_a_numbered_paper_with_both_signatures() {
    let (stage, id) = disputed();
    let draft = stage.app.print_sign_off_draft(&owner(), id, Copy::Pdf);
    assert_eq!(told(draft), "ok");
    let strange = stage.app.print_sign_off_draft(&stranger(), id, Copy::Pdf);
    assert_eq!(told(strange), "not-found");
    look(&stage, &second(), id, (1, SecondOutcome::Upheld, "")).unwrap();
    sign(&stage, &performance(), id).unwrap();
    sign(&stage, &owner(), id).unwrap();
    let paper = sheet(&stage, id).paper.unwrap();
    let (record, text) = stage
        .database
        .database
        .read(|db| {
            let record = papers::find(db, division(), paper)?.unwrap();
            Ok::<_, hengji_store::StoreError>((record, papers::content(db, division(), paper)?.unwrap()))
        })
        .unwrap();
    assert!(record.number.starts_with("区财绩签〔"), "{}", record.number);
    for words in [
        "有异议1项",
        "变更0项",
        "验收单已经补齐",
        "补充的验收单可以采信",
        "合同没有约定违约责任",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    for signer in [owner().name, performance().name] {
        assert!(text.contains(&signer), "{signer}");
    }
}

#[test]
fn what_waits_is_told_to_the_side_that_must_act() {
    let due = |stage: &Stage, actor: &Actor| stage.app.sign_off_due(actor, of_year()).unwrap();
    let (stage, id) = issued();
    assert_eq!(due(&stage, &owner()).to_answer, 1);
    assert_eq!(due(&stage, &stranger()).to_answer, 0);
    assert_eq!(due(&stage, &performance()).to_look, 0);
    stage.clock.pass(30 * 24 * 3_600);
    assert_eq!(due(&stage, &owner()).late, 1);
    assert!(sheet(&stage, id).is_late);
    let answers = (1..=3).map(|number| say(number, Verdict::Disputed)).collect();
    answer(&stage, &owner(), id, answers).unwrap();
    assert_eq!(
        (due(&stage, &owner()).to_answer, due(&stage, &second()).to_look),
        (0, 1)
    );
    let filter = EvaluationQuery {
        sign_off: Some(SignOffState::Answered),
        ..EvaluationQuery::default()
    };
    let listed = |filter: &EvaluationQuery| {
        let list = stage.app.evaluations(&owner(), of_year(), filter).unwrap();
        let rows: Vec<_> = list.page.rows.iter().map(|row| row.sign_off).collect();
        rows
    };
    assert_eq!(listed(&filter), [Some(SignOffState::Answered)]);
    let none = EvaluationQuery {
        sign_off: Some(SignOffState::Locked),
        ..filter
    };
    assert!(listed(&none).is_empty());
    // The findings are the issuer's, the line is the scorer's: both are the same person here.
    for number in 1..=3 {
        look(&stage, &second(), id, (number, SecondOutcome::Upheld, "")).unwrap();
    }
    assert_eq!(
        (due(&stage, &owner()).to_sign, due(&stage, &performance()).to_sign),
        (1, 1)
    );
    sign(&stage, &owner(), id).unwrap();
    sign(&stage, &performance(), id).unwrap();
    assert_eq!(
        (
            due(&stage, &owner()).to_sign,
            due(&stage, &performance()).to_conclude
        ),
        (0, 1)
    );
    conclude(&stage, id).unwrap();
    assert_eq!(due(&stage, &performance()).to_conclude, 0);
}

#[test]
fn the_points_leave_the_house_as_a_table() {
    let (stage, id) = disputed();
    stage.app.export_sign_off(&owner(), id).unwrap();
    let table = stage.desk.last_written();
    assert_eq!((table.columns.len(), table.rows.len()), (15, 3));
    assert_eq!(told(stage.app.export_sign_off(&stranger(), id)), "not-found");
}

#[test]
fn a_kind_that_asks_for_no_sheet_has_none() {
    let stage = opened();
    let input = OpenInput {
        kind: "purchaser".into(),
        subjects: "219001".into(),
    };
    let ids = stage
        .app
        .open_evaluations(&performance(), &key(), of_year(), &input);
    let id: EvaluationId = ids.unwrap().ids.first().unwrap().parse().unwrap();
    assert_eq!(told(stage.app.sign_off_page(&performance(), id)), "not-found");
    let input = SignOffIssueInput {
        version: 1,
        ..SignOffIssueInput::default()
    };
    assert_eq!(told(issue(&stage, id, &input)), "sign-off-not-needed");
}
