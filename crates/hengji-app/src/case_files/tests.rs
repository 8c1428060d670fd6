//! Case files from plan to final report, from both sides of the desk, and everything that is refused on the way.

use hengji_domain::case_file::{CaseStage, PlanState};
use hengji_domain::id::EvaluationId;
use hengji_domain::person::{Actor, Role};
use hengji_store::users::{self, GrantRecord};

use super::view::{CaseFilePage, ExchangePage};
use super::{
    AnswersInput, CaseFileQuery, CaseInput, CaseTable, DeclarationInput, EvidenceInput, MemberInput,
    PlanInput, PointDecision, PointInput, RecordInput, ReportInput,
};
use crate::attachments::NewAttachment;
use crate::common::Written;
use crate::error::AppError;
use crate::evaluations::tests::{
    best, conclude, figures, key, one, performance, points, second, sheet, stranger, with_team,
};
use crate::evaluations::{Side, SideInput};
use crate::papers::Copy;
use crate::stage::district::{bureau, of_year, opened, person, works};
use crate::stage::{Stage, division};

mod refusals;

fn leader() -> Actor {
    person(Role::BureauLeader, bureau())
}

fn clerk() -> Actor {
    person(Role::UnitClerk, works())
}

/// A key evaluation of a project of 市政中心; the accounts of the bureau hold their roles.
fn begun() -> (Stage, EvaluationId) {
    let stage = opened();
    let granted = stage.database.database.write(|db| {
        for actor in [performance(), second(), leader()] {
            for grant in &actor.grants {
                let record = GrantRecord {
                    user: actor.user,
                    grant: *grant,
                    granted_by: None,
                    granted_at: hengji_domain::Timestamp::from_micros(1),
                };
                users::grant(db, division(), &record)?;
            }
        }
        Ok::<_, hengji_store::StoreError>(())
    });
    granted.unwrap();
    let id = one(&stage, "key", "P5");
    (stage, id)
}

fn page(stage: &Stage, id: EvaluationId) -> CaseFilePage {
    stage.app.case_file(&performance(), id).unwrap()
}

fn exchange(stage: &Stage, actor: &Actor, id: EvaluationId) -> ExchangePage {
    stage.app.case_exchange(actor, id).unwrap()
}

fn plan(version: i32) -> PlanInput {
    PlanInput {
        version,
        purpose: "检验政策效果".into(),
        scope: "2020 年度全部资金".into(),
        method: "成本效益分析、公众评判".into(),
        schedule: "1 月进场\n2 月成稿".into(),
        funds: "850.5".into(),
        funds_source: "预算批复".into(),
        institution: "甲评价机构".into(),
    }
}

fn now(stage: &Stage, id: EvaluationId, words: &str) -> CaseInput {
    CaseInput {
        version: page(stage, id).version,
        words: words.into(),
    }
}

fn join(stage: &Stage, id: EvaluationId, actor: &Actor, duty: &str) -> Result<Written, AppError> {
    let input = MemberInput {
        user: actor.user.to_string(),
        duty: duty.into(),
    };
    stage.app.add_case_member(&performance(), &key(), id, &input)
}

fn declare(
    stage: &Stage,
    id: EvaluationId,
    actor: &Actor,
    said: &str,
    why: &str,
) -> Result<Written, AppError> {
    let input = DeclarationInput {
        declaration: said.into(),
        reason: why.into(),
    };
    stage.app.declare_case_conflict(actor, &key(), id, &input)
}

/// The plan approved, the team declared.
fn planned(stage: &Stage, id: EvaluationId) {
    let app = &stage.app;
    app.save_case_plan(&performance(), &key(), id, &plan(page(stage, id).version))
        .unwrap();
    join(stage, id, &performance(), "lead").unwrap();
    join(stage, id, &second(), "scorer").unwrap();
    app.submit_case_plan(&performance(), &key(), id, &now(stage, id, ""))
        .unwrap();
    app.approve_case_plan(&leader(), &key(), id, &now(stage, id, "同意"))
        .unwrap();
    for actor in [performance(), second()] {
        declare(stage, id, &actor, "clear", "").unwrap();
    }
}

/// Both scorers have handed in; the second gave less for one item.
fn scored(stage: &Stage, id: EvaluationId) {
    let app = &stage.app;
    let facts = figures(stage, &performance(), id);
    app.enter_evaluation_facts(&performance(), &key(), (id, Side::Verification), &facts)
        .unwrap();
    for (actor, timely) in [(performance(), "6"), (second(), "4")] {
        let mut all = best(stage, &actor, id);
        for line in all.items.iter_mut().filter(|line| line.item == "o3") {
            line.score = timely.into();
        }
        app.verify_evaluation(&actor, &key(), id, &all).unwrap();
        app.hand_in_verification(&actor, &key(), id).unwrap();
    }
}

/// The draft is with the unit.
fn sent(stage: &Stage, id: EvaluationId) {
    planned(stage, id);
    scored(stage, id);
    let app = &stage.app;
    app.draft_case_report(&performance(), &key(), id, &now(stage, id, ""))
        .unwrap();
    app.send_case_report(&performance(), &key(), id, &now(stage, id, ""))
        .unwrap();
}

/// The unit objects to the first point and agrees to the others.
fn answered(stage: &Stage, id: EvaluationId) {
    let asked = exchange(stage, &clerk(), id);
    let first = asked.points.first().unwrap();
    let input = AnswersInput {
        version: asked.version,
        points: vec![PointInput {
            point: first.id.to_string(),
            answer: "objected".into(),
            opinion: "完成时间以批复的延期文件为准".into(),
        }],
        rest_agreed: true,
        hands_in: true,
    };
    stage
        .app
        .answer_case_exchange(&clerk(), &key(), id, &input)
        .unwrap();
}

fn decided(stage: &Stage, id: EvaluationId) {
    let asked = exchange(stage, &performance(), id);
    let input = PointDecision {
        version: asked.version,
        point: asked
            .points
            .iter()
            .find(|point| point.is_open)
            .unwrap()
            .id
            .to_string(),
        outcome: "not_adopted".into(),
        reason: "延期文件在年度终了之后批复".into(),
    };
    stage
        .app
        .decide_case_point(&performance(), &key(), id, &input)
        .unwrap();
}

/// From plan to exchange, all settled.
fn settled(stage: &Stage, id: EvaluationId) {
    sent(stage, id);
    answered(stage, id);
    decided(stage, id);
    let input = now(stage, id, "");
    stage
        .app
        .settle_case_exchange(&performance(), &key(), id, &input)
        .unwrap();
}

#[test]
fn a_key_evaluation_goes_from_plan_to_final_report() {
    let (stage, id) = begun();
    let app = &stage.app;
    settled(&stage, id);
    conclude(&stage, id).unwrap();
    let input = now(&stage, id, "");
    app.finalise_case_report(&leader(), &key(), id, &input).unwrap();
    let file = page(&stage, id);
    assert_eq!((file.stage, file.plan), (CaseStage::Final, PlanState::Approved));
    let report = file.reports.first().unwrap();
    assert!(
        report.paper.is_some() && report.number.contains('号'),
        "{}",
        report.number
    );
    let printed = app
        .print_paper(&clerk(), report.paper.unwrap(), Copy::Pdf)
        .unwrap();
    let text = String::from_utf8(printed.bytes).unwrap();
    for part in [
        "一、基本情况",
        "二、评价工作开展情况",
        "三、综合评价情况及评价结论",
        "四、绩效评价指标分析",
        "五、主要经验及做法、存在的问题及原因分析",
        "六、有关建议",
        "七、其他需要说明的问题",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(text.contains("850.5万元"), "{text}");
    assert!(text.contains("甲评价机构"), "{text}");
    assert!(text.contains("完成时间以批复的延期文件为准"), "{text}");
    let again = app.finalise_case_report(&leader(), &key(), id, &now(&stage, id, ""));
    assert_eq!(again.unwrap_err().code(), "case-already-final");
    // A conclusion that is drawn anew has a report of its own, and the earlier one is taken back.
    let version = app.evaluation(&performance(), id).unwrap().version;
    let reason = SideInput {
        version,
        reason: "审计发现新的情况".into(),
    };
    app.reopen_evaluation(&leader(), &key(), id, &reason).unwrap();
    conclude(&stage, id).unwrap();
    app.finalise_case_report(&leader(), &key(), id, &now(&stage, id, ""))
        .unwrap();
    let finals = page(&stage, id)
        .reports
        .into_iter()
        .filter(|one| one.paper.is_some());
    assert_eq!(finals.count(), 2);
}

#[test]
fn the_unit_learns_of_the_draft_when_it_is_asked() {
    let (stage, id) = begun();
    let app = &stage.app;
    planned(&stage, id);
    scored(&stage, id);
    app.draft_case_report(&performance(), &key(), id, &now(&stage, id, ""))
        .unwrap();
    assert_eq!(app.case_exchange(&clerk(), id).unwrap_err().code(), "not-found");
    let early = app.print_case_report(&clerk(), id, 1, Copy::Pdf);
    assert_eq!(early.unwrap_err().code(), "not-found");
    app.send_case_report(&performance(), &key(), id, &now(&stage, id, ""))
        .unwrap();
    let asked = exchange(&stage, &clerk(), id);
    assert!(asked.may_answer && !asked.is_bureau && asked.due_on.is_some());
    assert_eq!(asked.points.len(), 2, "the item that lost points, and the whole");
    app.print_case_report(&clerk(), id, 1, Copy::Pdf).unwrap();
    assert_eq!(app.case_file(&clerk(), id).unwrap_err().code(), "role-not-held");
    assert_eq!(
        app.case_exchange(&stranger(), id).unwrap_err().code(),
        "not-found"
    );
    let home = app.home(&clerk(), of_year()).unwrap();
    assert_eq!(home.case_files.to_answer, [id]);
    answered(&stage, id);
    assert!(
        app.home(&clerk(), of_year())
            .unwrap()
            .case_files
            .to_answer
            .is_empty()
    );
    let home = app.home(&performance(), of_year()).unwrap();
    assert_eq!(home.case_files.to_decide, [id]);
}

#[test]
fn a_report_taken_back_is_sent_again_and_keeps_both_rounds() {
    let (stage, id) = begun();
    let app = &stage.app;
    sent(&stage, id);
    answered(&stage, id);
    let reason = now(&stage, id, "补充现场记录后重新征求意见");
    app.take_case_report_back(&performance(), &key(), id, &reason)
        .unwrap();
    assert_eq!(page(&stage, id).stage, CaseStage::WorkingPaper);
    app.draft_case_report(&performance(), &key(), id, &now(&stage, id, ""))
        .unwrap();
    app.send_case_report(&performance(), &key(), id, &now(&stage, id, ""))
        .unwrap();
    let asked = exchange(&stage, &clerk(), id);
    assert_eq!((asked.round, asked.edition), (2, Some(2)));
    assert!(asked.points.iter().all(|point| point.answer.is_none()));
    let earlier = stage
        .database
        .database
        .read(|db| hengji_store::case_files::points_of(db, division(), id, 1))
        .unwrap();
    assert!(earlier.iter().all(|point| point.answer.is_some()));
    let old = app.print_case_report(&clerk(), id, 1, Copy::Pdf);
    assert_eq!(old.unwrap_err().code(), "not-found");
}

#[test]
fn a_unit_that_lets_its_days_pass_does_not_hold_up_the_report() {
    let (stage, id) = begun();
    sent(&stage, id);
    let settle = || {
        let input = now(&stage, id, "");
        stage.app.settle_case_exchange(&performance(), &key(), id, &input)
    };
    assert_eq!(settle().unwrap_err().code(), "case-exchange-running");
    stage.clock.pass(30 * 24 * 3_600);
    assert!(stage.app.home(&clerk(), of_year()).unwrap().case_files.is_late);
    settle().unwrap();
    let last = page(&stage, id).trail.into_iter().next().unwrap();
    assert_eq!(last.detail, "单位逾期未答复");
}

#[test]
fn evidence_and_records_stand_beside_their_items() {
    let (stage, id) = begun();
    let app = &stage.app;
    let sent = |name: &str, bytes: &[u8], item: &str| {
        let input = EvidenceInput {
            item: item.into(),
            page: "第 3 页".into(),
            note: "立项批复".into(),
            file: Some(NewAttachment {
                file_name: name.into(),
                bytes: bytes.to_vec(),
            }),
        };
        app.keep_case_evidence(&performance(), &key(), id, &input)
    };
    sent("批复.txt", "立项批复".as_bytes(), "d1").unwrap();
    let record = RecordInput {
        seen_on: "2020-01-01".into(),
        place: "园区".into(),
        present: "评价组 2 人".into(),
        situation: "设备已安装".into(),
        items: vec!["d1".into(), "o1".into()],
    };
    app.keep_case_record(&second(), &key(), id, &record).unwrap();
    let file = page(&stage, id);
    let item = file.items.iter().find(|item| item.key == "d1").unwrap();
    let evidence = item.files.first().unwrap();
    assert_eq!(
        (item.files.len(), item.records, evidence.page.as_str()),
        (1, 1, "第 3 页")
    );
    let (name, bytes) = app.case_evidence_file(&second(), evidence.id).unwrap();
    assert_eq!(
        (name.as_str(), bytes.as_slice()),
        ("批复.txt", "立项批复".as_bytes())
    );
    let foreign = app.case_evidence_file(&clerk(), evidence.id).unwrap_err();
    assert_eq!(foreign.code(), "role-not-held");
    for table in [CaseTable::Evidence, CaseTable::Records] {
        app.export_case_file(&performance(), id, table).unwrap();
        assert_eq!(stage.desk.last_written().rows.len(), 1);
    }
    app.withdraw_case_evidence(&performance(), &key(), (id, evidence.id))
        .unwrap();
    let record = file.records.first().unwrap().id;
    app.withdraw_case_record(&performance(), &key(), (id, record))
        .unwrap();
    let file = page(&stage, id);
    assert!(
        file.items
            .iter()
            .all(|item| item.files.is_empty() && item.records == 0)
    );
    assert!(file.records.first().unwrap().withdrawn.is_some());
}

#[test]
fn agreement_is_told_before_the_discussion_closes_and_judged_where_there_is_enough() {
    let (stage, id) = begun();
    planned(&stage, id);
    assert!(page(&stage, id).agreement.is_none(), "sealed");
    scored(&stage, id);
    let found = page(&stage, id).agreement.unwrap();
    assert_eq!((found.scorers, found.exact + 1), (2, found.items));
    assert_eq!(found.widest.first().unwrap().item, "完成及时性");
    assert!(
        found.correlation.is_some() || found.verdict == "样本不足,不作判断",
        "{found:?}"
    );
    // A change after the discussion does not make the independent scores agree.
    let mended = sheet(vec![points("o3", 1, "6")]);
    stage
        .app
        .verify_evaluation(&second(), &key(), id, &mended)
        .unwrap();
    let after = page(&stage, id).agreement.unwrap();
    assert_eq!(after.exact, found.exact);
    let surveys = page(&stage, id).surveys;
    assert!(
        surveys.iter().all(|one| one.interval.contains("n = 200")),
        "{surveys:?}"
    );
}

#[test]
fn the_list_adds_up_evaluations_money_and_findings() {
    let (stage, id) = begun();
    let app = &stage.app;
    planned(&stage, id);
    let finding = crate::rectification::FindingInput {
        origin: "evaluation".into(),
        origin_id: id.to_string(),
        origin_title: "重点评价".into(),
        project_code: "P5".into(),
        place: "产出".into(),
        words: "验收资料不完整。".into(),
        cause: "records".into(),
        severity: "minor".into(),
        amount: "12".into(),
        ..crate::rectification::FindingInput::default()
    };
    app.enter_finding(&performance(), &key(), of_year(), &finding)
        .unwrap();
    let list = app
        .case_files(&performance(), of_year(), &CaseFileQuery::default())
        .unwrap();
    let totals = list.totals;
    assert_eq!(
        (totals.evaluations, totals.funds.to_string(), totals.findings),
        (1, "850.5".to_owned(), 1)
    );
    assert_eq!(list.page.rows.first().unwrap().findings, 1);
    let other = CaseFileQuery {
        stage: Some(CaseStage::Final),
        ..CaseFileQuery::default()
    };
    assert_eq!(
        app.case_files(&leader(), of_year(), &other)
            .unwrap()
            .totals
            .evaluations,
        0
    );
    app.export_case_files(&performance(), of_year(), &CaseFileQuery::default())
        .unwrap();
    assert_eq!(stage.desk.last_written().rows.len(), 1);
    assert_eq!(
        app.case_files(&clerk(), of_year(), &CaseFileQuery::default())
            .unwrap_err()
            .code(),
        "role-not-held"
    );
    scored(&stage, id);
    let texts = ReportInput {
        version: page(&stage, id).version,
        advice: "完善验收制度。".into(),
        ..ReportInput::default()
    };
    app.save_case_report_texts(&performance(), &key(), id, &texts)
        .unwrap();
    app.draft_case_report(&performance(), &key(), id, &now(&stage, id, ""))
        .unwrap();
    let draft = app.print_case_report(&performance(), id, 1, Copy::Pdf).unwrap();
    let text = String::from_utf8(draft.bytes).unwrap();
    for words in [
        "验收资料不完整",
        "档案和佐证资料不全",
        "完善验收制度",
        "征求意见稿",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn a_kind_without_a_case_file_is_as_it_was() {
    let stage = opened();
    let id = one(&stage, "spot", "P7");
    assert_eq!(
        stage.app.case_file(&performance(), id).unwrap_err().code(),
        "not-found"
    );
    let saved = stage.app.save_case_plan(&performance(), &key(), id, &plan(1));
    assert_eq!(saved.unwrap_err().code(), "case-file-not-kept");
    let all = best(&stage, &performance(), id);
    stage
        .app
        .verify_evaluation(&performance(), &key(), id, &all)
        .unwrap();
    // No plan and no exchange of views is missed, only what every spot evaluation asks for.
    assert_eq!(conclude(&stage, id).unwrap_err().code(), "sign-off-missing");
}
