//! Documents are entered with what is known of them, and never with what could run.

use hengji_domain::person::{Actor, Role};

use super::*;
use crate::attachments::NewAttachment;
use crate::common::Written;
use crate::error::AppError;
use crate::stage::{Stage, actor, codes, key};

fn keeper() -> Actor {
    actor(Role::PerformanceReviewer)
}

fn draft() -> RegulationDraft {
    RegulationDraft {
        name: "项目支出绩效评价管理办法".into(),
        document_number: "财预〔2020〕10号".into(),
        issuer: "财政部".into(),
        level: "ministry".into(),
        issued_on: "2020-02-25".into(),
        rules: vec!["grade.self_evaluation".into()],
        ..RegulationDraft::default()
    }
}

fn file(name: &str, bytes: &[u8]) -> NewAttachment {
    NewAttachment {
        file_name: name.into(),
        bytes: bytes.to_vec(),
    }
}

fn enter(
    stage: &Stage,
    number: u32,
    draft: &RegulationDraft,
    sent: Option<&NewAttachment>,
) -> Result<Written, AppError> {
    stage.app.enter_regulation(&keeper(), &key(number), draft, sent)
}

#[test]
fn a_document_is_found_with_its_file_and_its_rules() {
    Stage::on_each_engine(|stage| {
        let sent = file("办法.pdf", b"%PDF-1.4 text");
        let written = enter(stage, 1, &draft(), Some(&sent)).unwrap();
        let id = written.id.parse().unwrap();
        let view = stage.app.regulation(&actor(Role::UnitClerk), id).unwrap();
        assert_eq!(
            view.regulation.title(),
            "项目支出绩效评价管理办法(财预〔2020〕10号)"
        );
        assert_eq!(view.rules[0].name, "绩效自评等级");
        assert!(!view.may_edit);
        let (name, bytes) = stage.app.regulation_file(&keeper(), id).unwrap();
        assert_eq!((name.as_str(), bytes), ("办法.pdf", sent.bytes));
        let found = |text: &str, level: &str, rule: &str| {
            let filter = RegulationFilter {
                text: text.into(),
                level: level.into(),
                rule: rule.into(),
                in_force_only: true,
            };
            stage.app.regulations(&keeper(), &filter).unwrap().len()
        };
        assert_eq!(found("绩效评价 10号", "", ""), 1);
        assert_eq!(found("监控", "", ""), 0);
        assert_eq!(found("", "ministry", "grade.self_evaluation"), 1);
        assert_eq!(found("", "law", ""), 0);
        assert_eq!(found("", "", "scoring.reverse"), 0);
    });
}

#[test]
fn what_could_run_is_refused_and_nothing_is_entered() {
    let stage = Stage::new();
    for (number, name, bytes, code) in [
        (
            1,
            "办法.html",
            &b"<html><script>x</script>"[..],
            "attachment-type-unknown",
        ),
        (2, "图.svg", b"<svg onload=x>", "attachment-type-unknown"),
        (3, "表.xlsm", b"PK", "attachment-type-unknown"),
        (
            4,
            "办法.txt",
            b"<script>alert(1)</script>",
            "attachment-active-content",
        ),
        (
            5,
            "办法.pdf",
            b"%PDF-1.4 << /S /JavaScript /JS (x) >>",
            "attachment-active-content",
        ),
        (6, "办法.pdf", b"MZ", "attachment-active-content"),
        (7, "办法.pdf", b"plain", "attachment-mismatch"),
    ] {
        let refused = enter(&stage, number, &draft(), Some(&file(name, bytes))).unwrap_err();
        assert_eq!(codes(&refused), code, "{name}");
    }
    let all = stage
        .app
        .regulations(&keeper(), &RegulationFilter::default())
        .unwrap();
    assert!(all.is_empty());
}

/// `field=text … -> ok or codes`.
fn check(stage: &Stage, number: u32, case: &str) {
    let (given, expected) = case.split_once("->").unwrap();
    let mut input = RegulationDraft {
        name: format!("办法{number}"),
        ..draft()
    };
    for part in given.split_whitespace() {
        let (field, text) = part.split_once('=').unwrap();
        let place = match field {
            "name" => &mut input.name,
            "issuer" => &mut input.issuer,
            "level" => &mut input.level,
            "issued_on" => &mut input.issued_on,
            "from" => &mut input.effective_from,
            "to" => &mut input.effective_to,
            _ => &mut input.rules[0],
        };
        text.clone_into(place);
    }
    let shown = enter(stage, number, &input, None).map_or_else(|error| codes(&error), |_| "ok".to_owned());
    assert_eq!(shown, expected.trim(), "{case}");
}

#[test]
fn refusals_when_entering_a_document() {
    let stage = Stage::new();
    enter(&stage, 90, &draft(), None).unwrap();
    for (number, case) in (1..).zip([
        "-> ok",
        "name= -> name:text-missing",
        "issuer= level= -> level:regulation-level-missing issuer:text-missing",
        "level=村级 -> level:regulation-level-missing",
        "issued_on=2020-02-30 -> issued_on:date-unreadable",
        "from=2020-01-01 to=2019-12-31 -> effective_to:regulation-dates-crossed",
        "from=2020-01-01 to=2020-01-01 -> ok",
        "rule=goal.nothing -> rules:regulation-rule-unknown",
        "name=项目支出绩效评价管理办法 -> name:regulation-taken",
    ]) {
        check(&stage, number, case);
    }
}

#[test]
fn a_document_is_corrected_by_its_keeper_on_the_version_that_was_read() {
    let stage = Stage::new();
    let sent = file("办法.pdf", b"%PDF-1.4 text");
    let id = enter(&stage, 1, &draft(), Some(&sent))
        .unwrap()
        .id
        .parse()
        .unwrap();
    let changed = RegulationDraft {
        version: 1,
        issuer: "财政部预算司".into(),
        ..draft()
    };
    let written = stage
        .app
        .edit_regulation(&keeper(), &key(2), id, &changed, None)
        .unwrap();
    assert_eq!(written.version, 2);
    let view = stage.app.regulation(&keeper(), id).unwrap();
    assert_eq!(view.regulation.issuer, "财政部预算司");
    assert!(view.file.is_some(), "the file stays when no other is sent");
    let late = stage
        .app
        .edit_regulation(&keeper(), &key(3), id, &changed, None)
        .unwrap_err();
    assert_eq!(codes(&late), "stale-version");
    let refused = stage
        .app
        .edit_regulation(&actor(Role::BureauLeader), &key(4), id, &changed, None);
    assert_eq!(codes(&refused.unwrap_err()), "role-not-held");
}

#[test]
fn everybody_may_read_the_documents() {
    let stage = Stage::new();
    for role in Role::ALL {
        assert!(
            stage
                .app
                .regulations(&actor(role), &RegulationFilter::default())
                .is_ok()
        );
    }
}
