//! A circular from the refused draft to the signature of the last department, from every side of the desk.

use hengji_domain::circular::CircularState;
use hengji_domain::id::{CircularId, EvaluationId, UnitId};
use hengji_domain::paper::{PaperKind, PaperState};
use hengji_store::evaluations::{self, EvaluationFilter, EvaluationResult};
use hengji_store::papers;

use super::*;
use crate::papers::{Copy, PaperStep};
use crate::spot::circular::content::ContentInflation;
use crate::spot::circular::view::{CircularPage, CircularShown};
use crate::spot::circular::{
    CircularInput, CircularQuery, CircularRuling, CircularShow, CircularSort, CircularTable,
};

fn education() -> Actor {
    person(Role::DepartmentReviewer, schools())
}

fn city() -> Actor {
    person(Role::DepartmentReviewer, department())
}

fn oversight() -> Actor {
    person(Role::OversightReader, bureau())
}

/// A round whose evaluations are begun: two projects of each of two departments.
fn begun() -> (Stage, SpotRoundId) {
    let stage = stage();
    let (id, version) = drawn(&stage);
    begin(&stage, 50, &performance(), id, version).unwrap();
    (stage, id)
}

fn evaluations_of(stage: &Stage) -> Vec<(EvaluationId, UnitId)> {
    let filter = EvaluationFilter::of_year(of_year(), hengji_authz::Scope::AllOfDivision);
    let page = hengji_store::Page {
        offset: 0,
        limit: 100,
    };
    let (sort, upward) = (Default::default(), hengji_store::Direction::Ascending);
    let read = stage
        .database
        .database
        .read(|db| evaluations::list(db, division(), &filter, sort, upward, page));
    let one = |one: &evaluations::EvaluationListing| (one.evaluation.id, one.evaluation.department);
    read.unwrap().iter().map(one).collect()
}

/// Concludes evaluations by their totals: those of 城管局 first.
fn conclude(stage: &Stage, totals: &[(i32, &str)]) {
    let mut all = evaluations_of(stage);
    all.sort_by_key(|(id, unit)| (*unit != department(), *id));
    let results: Vec<EvaluationResult> = all
        .iter()
        .zip(totals)
        .map(|((id, _), (centi, grade))| EvaluationResult {
            evaluation: *id,
            edition: 1,
            self_total: None,
            total: Score::from_centi(*centi),
            grade: (*grade).into(),
            vetoes: Vec::new(),
            words: "结论".into(),
            trace: "{}".into(),
            trace_sha256: "0".repeat(64),
            rules_fingerprint: "1".into(),
            concluded_by: performance().user,
            concluded_by_name: "绩效科".into(),
            concluded_at: at(700),
            reopening: None,
        })
        .collect();
    let ids: Vec<EvaluationId> = results.iter().map(|one| one.evaluation).collect();
    let written = stage.database.database.write(|db| {
        evaluations::insert_results(db, division(), &results)?;
        evaluations::conclude_many(db, division(), &ids)
    });
    written.unwrap();
}

/// 城管局 has 95 and 85, 教育局 80 and 55.
const TOTALS: [(i32, &str); 4] = [(9_500, "优"), (8_500, "良"), (8_000, "良"), (5_500, "差")];

fn concluded() -> (Stage, SpotRoundId) {
    let (stage, round) = begun();
    conclude(&stage, &TOTALS);
    (stage, round)
}

fn draft(
    stage: &Stage,
    number: u32,
    who: &Actor,
    round: SpotRoundId,
    reason: &str,
) -> Result<CircularId, String> {
    let input = CircularInput {
        remarks: "请于月底前报送整改报告。\n资料按年度归档。".into(),
        reason: reason.into(),
    };
    let written = told(stage.app.draft_circular(who, &key(number), round, &input))?;
    Ok(written.id.parse().unwrap())
}

fn circular(stage: &Stage, who: &Actor, round: SpotRoundId) -> CircularPage {
    let query = CircularQuery::default();
    stage.app.circular(who, round, &query).unwrap()
}

fn shown(stage: &Stage, who: &Actor, round: SpotRoundId) -> CircularShown {
    *circular(stage, who, round).shown.unwrap()
}

fn decide(
    stage: &Stage,
    number: u32,
    who: &Actor,
    round: SpotRoundId,
    change: impl Fn(&mut CircularRuling),
) -> Result<i32, String> {
    let shown = shown(stage, &performance(), round);
    let mut ruling = CircularRuling {
        version: shown.version,
        issues: true,
        seen: shown.content_sha256,
        reason: String::new(),
    };
    change(&mut ruling);
    let id = shown.brief.id;
    Ok(told(stage.app.decide_on_circular(who, &key(number), id, &ruling))?.version)
}

fn receipt(stage: &Stage, number: u32, who: &Actor, id: CircularId, unit: UnitId) -> Result<i32, String> {
    Ok(told(stage.app.receipt_circular(who, &key(number), id, unit))?.version)
}

fn text(shown: &CircularShown) -> String {
    format!("{:?}", shown.paper.blocks)
}

#[test]
fn nothing_is_drafted_before_enough_is_concluded() {
    let stage = stage();
    let (id, version) = drawn(&stage);
    let early = draft(&stage, 60, &performance(), id, "");
    assert_eq!(early.unwrap_err(), "circular-not-begun");
    begin(&stage, 61, &performance(), id, version).unwrap();
    conclude(&stage, &TOTALS[..3]);
    let partial = draft(&stage, 62, &performance(), id, "");
    assert_eq!(partial.unwrap_err(), "circular-not-concluded");
    let page = circular(&stage, &performance(), id);
    let ready = page.preparation.unwrap();
    assert_eq!((ready.drawn, ready.concluded, ready.waiting.len()), (4, 3, 1));
    assert!(
        !ready.may_draft && ready.refusal.contains("还有 1 项"),
        "{}",
        ready.refusal
    );
    assert!(ready.trial.is_some(), "what it would say can be read");
    assert!(page.shown.is_none());
    let reader = circular(&stage, &education(), id);
    assert!(reader.shown.is_none() && reader.preparation.is_none());
    let strange = draft(&stage, 63, &leader(), id, "");
    assert_eq!(strange.unwrap_err(), "role-not-held");
}

#[test]
fn a_rule_can_let_a_part_be_told_and_the_paper_says_so() {
    let (stage, round) = begun();
    conclude(&stage, &TOTALS[..3]);
    let directory = tempfile::tempdir().unwrap();
    let rules = crate::stage::changed_rules(
        directory.path(),
        "000000/spot_evaluation.toml",
        "concluded_min = 100",
        "concluded_min = 75",
    );
    let app = stage.under_rules(rules);
    let input = CircularInput::default();
    app.draft_circular(&performance(), &key(65), round, &input)
        .unwrap();
    let page = app.circular(&leader(), round, &CircularQuery::default()).unwrap();
    let shown = page.shown.unwrap();
    assert!(
        text(&shown).contains("其余1个形成结论后另行通报"),
        "{}",
        text(&shown)
    );
}

#[test]
fn a_draft_follows_the_records_and_an_issued_circular_does_not() {
    let (stage, round) = concluded();
    let id = draft(&stage, 70, &performance(), round, "").unwrap();
    assert_eq!(
        draft(&stage, 71, &performance(), round, "").unwrap_err(),
        "circular-waiting"
    );
    let drafted = shown(&stage, &leader(), round);
    assert!(drafted.may_decide && drafted.paper.number.is_none() && drafted.paper.is_draft);
    assert_eq!(drafted.content.concluded, 4);
    let ranks: Vec<_> = drafted
        .content
        .ranking
        .rows
        .iter()
        .map(|one| (one.place, one.mean_centi))
        .collect();
    assert_eq!(ranks, [(Some(1), Some(9_000)), (Some(2), Some(6_750))]);
    assert!(matches!(drafted.content.inflation, ContentInflation::Silent(_)));
    // A conclusion is opened again while the leader reads.
    let seen = drafted.content_sha256.clone();
    let (evaluation, _) = *evaluations_of(&stage).first().unwrap();
    let input = crate::evaluations::SideInput {
        version: stage.app.evaluation(&performance(), evaluation).unwrap().version,
        reason: "补充核对合同".into(),
    };
    let reopened = stage
        .app
        .reopen_evaluation(&performance(), &key(72), evaluation, &input);
    reopened.unwrap();
    let issued = decide(&stage, 73, &leader(), round, |ruling| {
        ruling.seen.clone_from(&seen)
    });
    assert_eq!(issued.unwrap_err(), "circular-not-concluded");
    assert_eq!(shown(&stage, &leader(), round).brief.id, id);
}

#[test]
fn figures_that_were_not_read_are_not_issued() {
    let (stage, round) = concluded();
    draft(&stage, 75, &performance(), round, "").unwrap();
    type Change = fn(&mut CircularRuling);
    let unseen: Change = |ruling| ruling.seen = "0".repeat(64);
    for (number, who, change, expected) in [
        (76, leader(), unseen, "circular-figures-changed"),
        (77, leader(), |ruling| ruling.version += 1, "stale-version"),
        (78, performance(), |_| {}, "role-not-held"),
        (79, education(), |_| {}, "role-not-held"),
        (
            80,
            leader(),
            |ruling| {
                ruling.issues = false;
                ruling.reason = "不行".into();
            },
            "circular-reason-short",
        ),
        (
            81,
            leader(),
            |ruling| {
                ruling.issues = false;
                ruling.reason = "理".repeat(1_001);
            },
            "text-too-long",
        ),
    ] {
        let outcome = decide(&stage, number, &who, round, change);
        assert_eq!(outcome.unwrap_err(), expected, "{number}");
    }
    let both = Actor {
        grants: [leader().grants, performance().grants].concat(),
        ..performance()
    };
    let own = decide(&stage, 82, &both, round, |_| {});
    assert_eq!(own.unwrap_err(), "circular-same-hand");
    let page = shown(&stage, &both, round);
    assert!(!page.may_decide && !page.why_not.is_empty());
}

#[test]
fn a_returned_draft_says_why_and_makes_room_for_another() {
    let (stage, round) = concluded();
    draft(&stage, 85, &performance(), round, "").unwrap();
    let reason = "整改要求写得不够具体,请补充";
    decide(&stage, 86, &leader(), round, |ruling| {
        ruling.issues = false;
        ruling.reason = reason.into();
    })
    .unwrap();
    let page = circular(&stage, &performance(), round);
    assert_eq!(page.editions.first().unwrap().decision, reason);
    assert!(page.preparation.unwrap().may_draft);
    assert!(circular(&stage, &education(), round).editions.is_empty());
    let home = stage.app.home(&performance(), of_year()).unwrap();
    assert!(home.spot_task.unwrap().words.contains("被退回"));
    draft(&stage, 87, &performance(), round, "").unwrap();
    assert_eq!(shown(&stage, &leader(), round).brief.edition, 2);
}

#[test]
fn an_issued_circular_is_a_numbered_paper_that_departments_sign_for_once() {
    let (stage, round) = concluded();
    let home = |who: &Actor| {
        let home = stage.app.home(who, of_year()).unwrap();
        home.spot_task.map(|task| task.words).unwrap_or_default()
    };
    assert!(home(&performance()).contains("请拟写抽评通报"));
    let id = draft(&stage, 90, &performance(), round, "").unwrap();
    assert!(home(&leader()).contains("审核签发"));
    assert_eq!(home(&education()), "");
    decide(&stage, 91, &leader(), round, |_| {}).unwrap();
    let issued = shown(&stage, &performance(), round);
    assert_eq!(issued.brief.state, CircularState::Issued);
    assert!(issued.is_intact && issued.has_changed == Some(false));
    let number = issued.paper.number.clone().unwrap();
    assert!(number.starts_with("区财绩通〔"), "{number}");
    let said = text(&issued);
    for part in [
        "随机抽取4个",
        "等级为“优”的1个",
        "请于月底前报送整改报告",
        "资料按年度归档",
        "予以批评",
    ] {
        assert!(said.contains(part), "{part} in {said}");
    }
    // Both sides and the congress read it; who is below the mean is counted, not named, but to itself and the bureau.
    assert_eq!(issued.departments.len(), 2);
    assert_eq!(shown(&stage, &oversight(), round).departments.len(), 1);
    let own = shown(&stage, &education(), round);
    assert_eq!((own.departments.len(), own.served.len()), (2, 1));
    assert_eq!(own.has_changed, None);
    assert!(home(&education()).contains("签收") && home(&city()).contains("签收"));
    assert_eq!(
        receipt(&stage, 92, &city(), id, schools()).unwrap_err(),
        "not-found",
        "a stranger"
    );
    assert_eq!(
        receipt(&stage, 93, &education(), id, works()).unwrap_err(),
        "not-found"
    );
    receipt(&stage, 94, &education(), id, schools()).unwrap();
    assert_eq!(
        receipt(&stage, 95, &education(), id, schools()).unwrap_err(),
        "circular-already-receipted"
    );
    let paper = |who: &Actor| stage.app.paper(who, issued.registered.unwrap());
    assert_eq!(paper(&leader()).unwrap().row.state, PaperState::Served);
    receipt(&stage, 96, &city(), id, department()).unwrap();
    let kept = paper(&performance()).unwrap();
    assert_eq!(
        (kept.row.state, kept.row.kind),
        (PaperState::Receipted, PaperKind::Circular)
    );
    assert!(kept.may.is_empty(), "{:?}", kept.may);
    let step = PaperStep {
        version: kept.version,
        words: "写错了".into(),
    };
    let taken = stage
        .app
        .withdraw_paper(&performance(), &key(97), issued.registered.unwrap(), &step);
    assert_eq!(told(taken).unwrap_err(), "paper-circulated");
    assert_eq!(home(&education()), "");
    let printed = stage.app.print_circular(&education(), id, Copy::Pdf).unwrap();
    assert_eq!(printed.name, number);
}

#[test]
fn another_edition_takes_the_place_of_the_first_with_a_reason() {
    let (stage, round) = concluded();
    let first = draft(&stage, 100, &performance(), round, "").unwrap();
    decide(&stage, 101, &leader(), round, |_| {}).unwrap();
    let old = shown(&stage, &performance(), round);
    assert_eq!(
        draft(&stage, 102, &performance(), round, "错了").unwrap_err(),
        "circular-reason-short"
    );
    draft(
        &stage,
        103,
        &performance(),
        round,
        "第二部分的等级个数有误,予以更正",
    )
    .unwrap();
    assert_eq!(
        shown(&stage, &education(), round).brief.id,
        first,
        "readers keep the edition in force until the next is issued"
    );
    decide(&stage, 104, &leader(), round, |_| {}).unwrap();
    let page = circular(&stage, &education(), round);
    let states: Vec<_> = page.editions.iter().map(|one| (one.edition, one.state)).collect();
    assert_eq!(states, [(2, CircularState::Issued), (1, CircularState::Replaced)]);
    let record = stage
        .database
        .database
        .read(|db| papers::find(db, division(), old.registered.unwrap()))
        .unwrap()
        .unwrap();
    assert_eq!(record.standing.state, PaperState::Withdrawn);
    let query = CircularQuery {
        edition: Some(1),
        ..CircularQuery::default()
    };
    let kept = stage
        .app
        .circular(&education(), round, &query)
        .unwrap()
        .shown
        .unwrap();
    assert_eq!(kept.content_sha256, old.content_sha256);
    assert_eq!(kept.paper, old.paper, "what was published keeps its text");
    assert_eq!(
        receipt(&stage, 105, &education(), first, schools()).unwrap_err(),
        "circular-not-in-force"
    );
}

#[test]
fn the_ranking_is_filtered_sorted_and_leaves_the_house() {
    let (stage, round) = concluded();
    draft(&stage, 110, &performance(), round, "").unwrap();
    decide(&stage, 111, &leader(), round, |_| {}).unwrap();
    let rows = |query: CircularQuery| {
        let page = stage.app.circular(&leader(), round, &query).unwrap();
        let names = page.shown.unwrap().departments;
        names
            .into_iter()
            .map(|one| one.mean_centi.unwrap())
            .collect::<Vec<_>>()
    };
    let of = |show, sort, descending| CircularQuery {
        show,
        sort,
        descending,
        ..CircularQuery::default()
    };
    assert_eq!(
        rows(of(CircularShow::All, CircularSort::Place, false)),
        [9_000, 6_750]
    );
    assert_eq!(
        rows(of(CircularShow::All, CircularSort::Mean, false)),
        [6_750, 9_000]
    );
    assert_eq!(
        rows(of(CircularShow::All, CircularSort::Mean, true)),
        [9_000, 6_750]
    );
    assert!(rows(of(CircularShow::Unranked, CircularSort::Name, true)).is_empty());
    let words = CircularQuery {
        text: Some("没有这个部门".into()),
        ..CircularQuery::default()
    };
    assert!(rows(words).is_empty());
    for (table, count) in [
        (CircularTable::Ranking, 2),
        (CircularTable::Projects, 4),
        (CircularTable::Causes, 0),
    ] {
        let query = CircularQuery::default();
        stage
            .app
            .export_circular(&leader(), round, &query, table)
            .unwrap();
        let written = stage.desk.last_written();
        assert_eq!(written.rows.len(), count, "{table:?}");
        assert!(written.rows.iter().all(|row| row.len() == written.columns.len()));
        assert_eq!(CircularTable::from_code(table.code()), Some(table));
    }
}

#[test]
fn strangers_do_not_learn_of_circulars() {
    let (stage, round) = concluded();
    let id = draft(&stage, 115, &performance(), round, "").unwrap();
    let printed = stage.app.print_circular(&education(), id, Copy::Pdf);
    assert_eq!(
        told(printed.map(|_| ())).unwrap_err(),
        "not-found",
        "a draft is the bureau's own"
    );
    for role in [
        Role::ThirdParty,
        Role::SystemAdministrator,
        Role::AuditAdministrator,
    ] {
        let who = person(role, bureau());
        let refused = stage.app.circular(&who, round, &CircularQuery::default());
        assert_eq!(
            told(refused.map(|_| ())).unwrap_err(),
            "role-not-held",
            "{role:?}"
        );
    }
    let query = CircularQuery {
        edition: Some(7),
        ..CircularQuery::default()
    };
    let missing = stage.app.circular(&leader(), round, &query);
    assert_eq!(told(missing.map(|_| ())).unwrap_err(), "not-found");
}

#[test]
fn a_page_takes_as_many_statements_whatever_was_drawn() {
    let (stage, round) = concluded();
    draft(&stage, 120, &performance(), round, "").unwrap();
    decide(&stage, 121, &leader(), round, |_| {}).unwrap();
    let sent = |who: &Actor| {
        circular(&stage, who, round);
        let before = hengji_store::statements::sent();
        circular(&stage, who, round);
        hengji_store::statements::sent() - before
    };
    assert!(sent(&education()) <= 7, "{}", sent(&education()));
    assert!(sent(&leader()) <= 15, "{}", sent(&leader()));
}
