//! The report counts what is there, opens every number, and is read by those only who write it.

use std::sync::atomic::{AtomicU32, Ordering};

use hengji_domain::evaluation::Answer;
use hengji_domain::person::{Actor, Role};
use hengji_domain::{Decimal, Timestamp};

use super::ReportTable;
use super::view::{EvaluationReport, FigureValue, RecordKind};
use crate::evaluations::view::Recomputed;
use crate::evaluations::{EvaluationQuery, OpenInput};
use crate::papers::Copy;
use crate::seed::{SeedAnswer, SeedEvaluated, SeedEvaluation, SeedEvaluationFinding, SeedFigure, Signers};
use crate::stage::district::{bureau, fill, of_year, opened, person, works};
use crate::stage::{Stage, department, division};

fn key() -> crate::common::RequestKey {
    static NEXT: AtomicU32 = AtomicU32::new(50_000);
    crate::stage::key(NEXT.fetch_add(1, Ordering::Relaxed))
}

fn leader() -> Actor {
    person(Role::BureauLeader, bureau())
}

fn performance() -> Actor {
    person(Role::PerformanceReviewer, bureau())
}

pub(crate) fn signers() -> Signers {
    [
        (Role::PerformanceReviewer, performance().user),
        (
            Role::DepartmentReviewer,
            person(Role::DepartmentReviewer, department()).user,
        ),
    ]
    .into_iter()
    .collect()
}

fn at(hour: i64) -> Timestamp {
    Timestamp::from_micros(1_605_000_000_000_000).plus_seconds(hour * 3_600)
}

/// A figure for each fact of a framework, the same for all, so that no rate is above one.
fn figures(stage: &Stage, kind: &str) -> Vec<SeedFigure> {
    let rules = stage.app.rules(division(), of_year());
    let (_, framework) = rules.evaluation_kind(kind).unwrap();
    let facts = framework.framework.facts.iter();
    let (kind, _) = rules.evaluation_kind(kind).unwrap();
    facts
        .map(|fact| SeedFigure {
            is_verified: !kind.has_self_score,
            code: fact.code.clone(),
            value: "100".parse::<Decimal>().unwrap(),
            source: "决算报表".into(),
        })
        .collect()
}

fn surveys(items: &[&str]) -> Vec<SeedAnswer> {
    let survey = |item: &&str| SeedAnswer {
        is_verified: false,
        item: (*item).to_owned(),
        answer: Answer::Survey {
            asked: 200,
            satisfied: 190,
        },
        evidence: "问卷".into(),
    };
    items.iter().map(survey).collect()
}

fn finding(words: &str) -> SeedEvaluationFinding {
    SeedEvaluationFinding {
        item: "a1".into(),
        words: words.into(),
        cause: "procurement".into(),
        severity: "major".into(),
        amount: None,
        evidence: "采购档案".into(),
    }
}

/// A purchaser's evaluation of a unit, with two findings.
pub(crate) fn purchaser(stage: &Stage) -> SeedEvaluation {
    SeedEvaluation {
        kind: "purchaser".into(),
        subject: SeedEvaluated::Unit(works()),
        figures: figures(stage, "purchaser"),
        answers: surveys(&["d6", "d7"]),
        words: "采购管理较规范。".into(),
        findings: vec![finding("需求调查不充分。"), finding("合同超期签订。")],
        at: [at(0), at(1), at(2), at(3)],
        letter_at: [at(4), at(5), at(6)],
    }
}

pub(crate) fn procurement(stage: &Stage, words: &str) -> SeedEvaluation {
    SeedEvaluation {
        kind: "procurement".into(),
        subject: SeedEvaluated::ProjectNamed(words.into()),
        figures: figures(stage, "procurement"),
        answers: surveys(&["d4"]),
        findings: vec![finding("绩效目标没有写入合同。")],
        ..purchaser(stage)
    }
}

fn told(stage: &Stage) {
    let seeds = [purchaser(stage), procurement(stage, "")];
    let seeded = stage
        .app
        .seed_evaluations(division(), of_year(), &seeds, &signers());
    assert_eq!(seeded.unwrap().len(), 2);
}

fn report(stage: &Stage) -> EvaluationReport {
    stage.app.evaluation_report_in_full(&leader(), of_year()).unwrap()
}

fn value(report: &EvaluationReport, code: &str) -> FigureValue {
    report.figure(code).unwrap().value
}

#[test]
fn an_empty_year_is_told_with_zeros() {
    let stage = opened();
    let report = report(&stage);
    for code in [
        "key_evaluations",
        "key_findings",
        "purchaser_evaluations",
        "looked_back",
    ] {
        assert_eq!(value(&report, code), FigureValue::Count(0), "{code}");
    }
    assert!(report.figure("spot_drawn").is_none());
    assert_eq!(
        value(&report, "self_evaluated"),
        FigureValue::Rate { part: 1, whole: 7 }
    );
    let key = report
        .sentences
        .iter()
        .find(|one| one.text.contains("重点评价,涉及资金"));
    assert!(key.unwrap().text.contains("对0个政策项目"), "{:?}", key.unwrap());
}

#[test]
fn every_number_opens_down_to_scores_evidence_and_findings() {
    let stage = opened();
    told(&stage);
    let report = report(&stage);
    assert_eq!(value(&report, "purchaser_evaluations"), FigureValue::Count(1));
    assert_eq!(value(&report, "purchaser_findings"), FigureValue::Count(2));
    assert_eq!(value(&report, "purchaser_indicators"), FigureValue::Count(28));
    assert_eq!(value(&report, "purchaser_levels"), FigureValue::Count(3));
    assert_eq!(value(&report, "procurement_indicators"), FigureValue::Count(17));
    assert_eq!(value(&report, "evaluation_letters"), FigureValue::Count(2));
    for figure in &report.figures {
        if let FigureValue::Count(count) = figure.value
            && !figure.code.ends_with("_levels")
        {
            assert_eq!(Ok(count), u64::try_from(figure.records.len()), "{}", figure.code);
        }
        for record in &figure.records {
            let is_there = match record.kind {
                RecordKind::Evaluation => report
                    .evaluations
                    .iter()
                    .any(|one| one.id.to_string() == record.id),
                RecordKind::Finding => report.findings.iter().any(|one| one.id.to_string() == record.id),
                _ => true,
            };
            assert!(is_there, "{record:?}");
        }
    }
    let one = report
        .evaluations
        .iter()
        .find(|one| one.kind == "purchaser")
        .unwrap();
    assert_eq!(one.lines.len(), 28);
    assert_eq!(one.findings.len(), 2);
    assert!(!one.trace_sha256.is_empty() && one.words == "采购管理较规范。");
    for line in &one.lines {
        assert!(line.own.is_some() && line.score.is_some(), "{line:?}");
        assert!(!line.steps.is_empty() && !line.evidence.is_empty(), "{line:?}");
    }
}

#[test]
fn what_is_told_recomputes_to_the_same_bytes() {
    let stage = opened();
    told(&stage);
    for one in report(&stage).evaluations {
        let page = stage.app.evaluation(&performance(), one.id).unwrap();
        assert_eq!(page.recomputed, Recomputed::Same, "{}", one.title);
    }
}

#[test]
fn money_is_that_of_the_project_and_units_have_none() {
    let stage = opened();
    told(&stage);
    let report = report(&stage);
    let of = |kind: &str| {
        report
            .evaluations
            .iter()
            .find(|one| one.kind == kind)
            .unwrap()
            .money
    };
    assert_eq!(of("purchaser"), None);
    let money = of("procurement").unwrap();
    assert_eq!(value(&report, "procurement_funds"), FigureValue::Money(money));
    assert!(report.figure("purchaser_funds").is_none());
}

#[test]
fn an_evaluation_that_is_not_concluded_counts_and_shows_no_scores() {
    let stage = opened();
    let input = OpenInput {
        kind: "procurement".into(),
        subjects: "P5".into(),
    };
    stage
        .app
        .open_evaluations(&performance(), &key(), of_year(), &input)
        .unwrap();
    let report = report(&stage);
    let kind = report
        .kinds
        .iter()
        .find(|kind| kind.code == "procurement")
        .unwrap();
    assert_eq!((kind.evaluations, kind.concluded), (1, 0));
    let one = report.evaluations.first().unwrap();
    assert_eq!((one.total, one.grade.as_deref()), (None, None));
    assert_eq!(one.lines.len(), 17);
    assert!(
        one.lines
            .iter()
            .all(|line| line.score.is_none() && line.evidence.is_empty())
    );
}

#[test]
fn those_who_do_not_write_it_do_not_read_it() {
    let stage = opened();
    for role in Role::ALL {
        let seen = stage.app.evaluation_report(&person(role, bureau()), of_year());
        let writes = [Role::PerformanceReviewer, Role::BureauLeader].contains(&role);
        assert_eq!(seen.is_ok(), writes, "{role:?}");
        if let Err(refused) = seen {
            assert_eq!(refused.code(), "role-not-held", "{role:?}");
        }
    }
}

#[test]
fn each_table_leaves_with_its_rows_and_the_paper_is_a_draft() {
    let stage = opened();
    told(&stage);
    let seen = report(&stage);
    for (table, rows) in [
        (ReportTable::Figures, seen.figures.len()),
        (ReportTable::Evaluations, 2),
        (ReportTable::Findings, 3),
    ] {
        stage
            .app
            .export_evaluation_report(&leader(), of_year(), table)
            .unwrap();
        let written = stage.desk.last_written();
        assert_eq!(written.rows.len(), rows, "{table:?}");
        assert!(written.rows.iter().all(|row| row.len() == written.columns.len()));
        assert_eq!(ReportTable::from_code(table.code()), Some(table));
    }
    let printed = stage
        .app
        .print_evaluation_report(&leader(), of_year(), Copy::Pdf)
        .unwrap();
    assert!(printed.name.ends_with("年度绩效评价工作报告"), "{}", printed.name);
    let text = String::from_utf8(printed.bytes).unwrap();
    assert!(
        text.contains("is_draft: true") && text.contains("涵盖3级28条指标"),
        "{text}"
    );
}

#[test]
fn the_report_takes_as_many_statements_whatever_was_evaluated() {
    Stage::on_each_engine(|stage| {
        stage.database.database.write(fill).unwrap();
        stage.app.forget_directory(division());
        let sent = || {
            report(stage);
            let before = hengji_store::statements::sent();
            report(stage);
            hengji_store::statements::sent() - before
        };
        told(stage);
        let few = sent();
        let more: Vec<SeedEvaluation> = ["6", "7"].iter().map(|name| procurement(stage, name)).collect();
        stage
            .app
            .seed_evaluations(division(), of_year(), &more, &signers())
            .unwrap();
        assert_eq!(sent(), few);
        let query = EvaluationQuery::default();
        let list = stage.app.evaluations(&leader(), of_year(), &query).unwrap();
        assert_eq!(list.page.rows.len(), 4);
    });
}
