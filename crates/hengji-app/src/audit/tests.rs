//! The audit chain as its administrator meets it: who may, what is found, what a tampered chain says.

use std::io::Write;

use hengji_domain::NaiveDate;
use hengji_domain::person::Role;

use super::{AuditQuery, Checkpoint, verify_file};
use crate::app::Place;
use crate::common::PageRequest;
use crate::error::AppError;
use crate::library::{IndicatorInput, LibraryQuery, NewProposal};
use crate::stage::{Stage, actor, codes, division, key, year};

const AUDITOR: Role = Role::AuditAdministrator;

fn proposal(name: &str) -> NewProposal {
    NewProposal {
        kind: "enter".into(),
        indicator: None,
        base_version: None,
        successor: String::new(),
        from_year: String::new(),
        reason: "本区项目需要".into(),
        content: IndicatorInput {
            category: "C04".into(),
            level1: "产出指标".into(),
            level2: "数量指标".into(),
            name: name.into(),
            explanation: "实际完成量".into(),
            formula: "完成量合计".into(),
            comparator: "≥".into(),
            evidence: "验收单".into(),
            data_source: "台账".into(),
            value_basis: "计划标准".into(),
            obtained_by: "直接证明".into(),
            scoring_kind: "完成比例赋分".into(),
            functional_classes: "212".into(),
            economic_classes: "30213".into(),
            is_quantified: "是".into(),
            is_core: "否".into(),
            valid_from: "2020".into(),
            source: "财预〔2020〕10号".into(),
            ..IndicatorInput::default()
        },
    }
}

fn add(stage: &Stage, number: u32, role: Role, name: &str) -> Result<(), AppError> {
    let added = stage
        .app
        .propose_library_change(&actor(role), &key(number), &proposal(name));
    added.map(|_| ())
}

/// Events 1 seed, 2 and 4 done, 3 refused, 5 denied; 4 and 5 happen on the first day of 2021.
fn five_events(stage: &Stage) {
    add(stage, 1, Role::PerformanceReviewer, "道路养护里程").unwrap();
    add(stage, 2, Role::PerformanceReviewer, "").unwrap_err();
    stage.clock.pass(3_600);
    add(stage, 3, Role::PerformanceReviewer, "绿化\"率\" 100%").unwrap();
    let library = stage.app.library(
        &actor(Role::SystemAdministrator),
        year(2020),
        &LibraryQuery::default(),
    );
    library.unwrap_err();
}

#[test]
fn only_the_audit_administrator_reads_checks_and_takes_out_the_chain() {
    let stage = Stage::new();
    for role in Role::ALL {
        let somebody = actor(role);
        let seen = [
            stage.app.audit_page(&somebody, &AuditQuery::default()).err(),
            stage.app.audit_verify(&somebody).err(),
            stage.app.audit_export(&somebody, &mut Vec::new()).err(),
        ]
        .map(|error| error.map_or_else(|| "ok".to_owned(), |error| codes(&error)));
        let expected = if role == AUDITOR { "ok" } else { "role-not-held" };
        assert_eq!(seen, [expected; 3], "{}", role.code());
    }
}

fn found(stage: &Stage, query: &AuditQuery) -> String {
    match stage.app.audit_page(&actor(AUDITOR), query) {
        Ok(page) => {
            let rows = page.page.rows.iter().map(|row| row.seq.to_string());
            rows.collect::<Vec<_>>().join(" ")
        }
        Err(error) => codes(&error),
    }
}

/// `filter value …-> numbers, newest first`; no value may hold a blank.
fn check(stage: &Stage, case: &str) {
    let (filters, expected) = case.split_once("->").unwrap();
    let mut query = AuditQuery::default();
    let words: Vec<&str> = filters.split_whitespace().collect();
    for pair in words.chunks(2) {
        let [name, value] = pair else { panic!("{case}") };
        let (text, day) = (Some((*value).to_owned()), || {
            Some(value.parse::<NaiveDate>().unwrap())
        });
        match *name {
            "who" => query.who = text,
            "action" => query.action = text,
            "outcome" => query.outcome = text,
            "object" => query.object = text,
            "text" => query.text = text,
            "from" => query.from = day(),
            "until" => query.until = day(),
            "page" => query.page = PageRequest::new(value.parse().unwrap(), 2),
            other => panic!("{other}"),
        }
    }
    assert_eq!(found(stage, &query), expected.trim(), "{case}");
}

#[test]
fn events_are_found_by_person_action_outcome_words_and_day() {
    Stage::on_each_engine(|stage| {
        five_events(stage);
        check(stage, "-> 5 4 3 2 1");
        check(stage, "page 1 -> 5 4");
        check(stage, "page 3 -> 1");
        check(stage, "page 4 ->");
        check(stage, "who 绩效科 -> 4 3 2");
        check(stage, "who 系统 -> 5");
        check(stage, "who 100% ->");
        check(stage, "action propose_library_change -> 4 3 2");
        check(stage, "action fly ->");
        check(stage, "outcome success -> 4 2 1");
        check(stage, "outcome refused -> 3");
        check(stage, "outcome denied -> 5");
        check(stage, "outcome done -> outcome:outcome-unknown");
        check(stage, "object 330199 -> 1");
        check(stage, "text 养护 -> 2");
        check(stage, "text 100% -> 4");
        check(stage, "text role-not-held -> 5");
        check(stage, "from 2021-01-01 -> 5 4");
        check(stage, "until 2020-12-31 -> 3 2 1");
        check(stage, "from 2020-12-31 until 2021-01-01 -> 5 4 3 2 1");
        check(stage, "from 2021-01-02 ->");
        check(stage, "from 2021-01-02 until 2021-01-01 -> until:dates-reversed");
        check(stage, "who 绩效科 outcome success from 2021-01-01 -> 4");
    });
}

#[test]
fn a_row_says_who_did_what_to_what_from_where_and_how_it_ended() {
    let stage = Stage::new();
    five_events(&stage);
    let page = stage
        .app
        .audit_page(&actor(AUDITOR), &AuditQuery::default())
        .unwrap()
        .page;
    assert_eq!((page.total, page.is_total_exact), (5, true));
    let told = |index: usize| {
        let row = &page.rows[index];
        let subject = row.subject.split(' ').next().unwrap();
        [
            &row.who,
            &row.action_name,
            &row.outcome,
            subject,
            &row.detail,
            &row.address,
        ]
        .join("|")
    };
    assert_eq!(
        told(0),
        "演示系统管理员|查看指标库|denied||{\"denied_by\":\"role-not-held\"}|10.1.2.3"
    );
    assert_eq!(
        told(1),
        "演示绩效科|申请变更指标库|success|指标库变更|{\"change\":\"新增入库\",\"name\":\"绿化\\\"率\\\" 100%\",\"reason\":\"本区项目需要\"}|10.1.2.3"
    );
    assert_eq!(
        told(2),
        "演示绩效科|申请变更指标库|refused||{\"refused_with\":\"invalid-input\"}|10.1.2.3"
    );
    assert_eq!(
        told(4),
        "运维人员(服务器命令行)|生成演示数据|success|区划|{\"units\":\"1\"}|"
    );
    assert_eq!(page.rows[0].at.to_string(), "2021-01-01 00:00:00");
}

#[test]
fn a_value_that_looks_like_a_mark_does_not_change_how_an_event_ended() {
    let stage = Stage::new();
    add(&stage, 1, Role::PerformanceReviewer, "\"denied_by\":\"x\"").unwrap();
    check(&stage, "outcome denied ->");
    check(&stage, "outcome success -> 2 1");
}

#[test]
fn a_sound_chain_is_counted_and_its_head_named() {
    let stage = Stage::new();
    five_events(&stage);
    let verdict = stage.app.audit_verify(&actor(AUDITOR)).unwrap();
    let newest = stage
        .app
        .audit_page(&actor(AUDITOR), &AuditQuery::default())
        .unwrap();
    assert_eq!(verdict.checked, 5);
    assert_eq!(verdict.broken, None);
    assert_eq!(verdict.head.as_ref(), Some(&newest.page.rows[0].hash));
    let operator = stage.app.verify_audit_as_operator(division(), &[]).unwrap();
    assert_eq!(operator, verdict);
}

#[test]
fn a_division_without_events_has_a_sound_chain_without_a_head() {
    let stage = Stage::new();
    let verdict = stage
        .app
        .verify_audit_as_operator("330106".parse().unwrap(), &[])
        .unwrap();
    assert_eq!((verdict.checked, verdict.head, verdict.broken), (0, None, None));
}

/// A copy of the database file in which a text of the same length stands for another.
fn altered_copy(stage: &Stage, directory: &std::path::Path, from: &str, to: &str) -> Place {
    assert_eq!(from.len(), to.len());
    let file = directory.join("altered.db");
    stage.app.back_up_to(&file).unwrap();
    let mut bytes = std::fs::read(&file).unwrap();
    let places: Vec<usize> = bytes
        .windows(from.len())
        .enumerate()
        .filter_map(|(place, window)| (window == from.as_bytes()).then_some(place))
        .collect();
    assert!(!places.is_empty(), "{from}");
    for place in places {
        bytes[place..place + to.len()].copy_from_slice(to.as_bytes());
    }
    std::fs::write(&file, bytes).unwrap();
    Place::Sqlite(file)
}

#[test]
fn a_tampered_database_is_named_by_the_number_of_its_first_bad_event() {
    let stage = Stage::new();
    five_events(&stage);
    // Each text stands in one event only.
    for (from, to, seq) in [
        ("\"道路养护里程\"", "\"道路养护面积\"", 2),
        ("invalid-input", "invalid-imput", 3),
        ("演示系统管理员", "演示安全管理员", 5),
    ] {
        let directory = tempfile::tempdir().unwrap();
        let app = stage.at(&altered_copy(&stage, directory.path(), from, to));
        let verdict = app.audit_verify(&actor(AUDITOR)).unwrap();
        assert_eq!(
            verdict.broken,
            Some((seq, "内容与哈希不符".to_owned())),
            "{from} → {to}"
        );
        assert_eq!(i64::try_from(verdict.checked).unwrap(), seq - 1);
        assert_eq!(verdict.head, None);
    }
}

#[test]
fn an_old_copy_of_the_database_is_found_only_by_a_head_kept_outside() {
    let stage = Stage::new();
    let directory = tempfile::tempdir().unwrap();
    let old = directory.path().join("old.db");
    stage.app.back_up_to(&old).unwrap();
    five_events(&stage);
    let verdict = stage.app.audit_verify(&actor(AUDITOR)).unwrap();
    let kept = Checkpoint {
        seq: i64::try_from(verdict.checked).unwrap(),
        hash: verdict.head.unwrap(),
    };
    let restored = stage.at(&Place::Sqlite(old));
    let without = restored.verify_audit_as_operator(division(), &[]).unwrap();
    assert_eq!(without.broken, None);
    let with = restored
        .verify_audit_as_operator(division(), std::slice::from_ref(&kept))
        .unwrap();
    assert_eq!(with.broken, Some((2, "链尾缺失,校验点记到第 5 号".to_owned())));
    let sound = stage.app.verify_audit_as_operator(division(), &[kept]).unwrap();
    assert_eq!(sound.broken, None);
}

fn exported(stage: &Stage) -> (String, Checkpoint) {
    let mut file = Vec::new();
    let last = stage.app.audit_export(&actor(AUDITOR), &mut file).unwrap();
    (String::from_utf8(file).unwrap(), last)
}

#[test]
fn an_export_ends_with_itself_and_is_checked_without_a_database() {
    Stage::on_each_engine(|stage| {
        five_events(stage);
        let (file, last) = exported(stage);
        assert_eq!(file.lines().count(), 6);
        assert!(file.lines().last().unwrap().contains("\"export_audit\""));
        assert_eq!(last.seq, 6);
        let verdict = verify_file(file.as_bytes(), std::slice::from_ref(&last));
        assert_eq!((verdict.checked, verdict.broken), (6, None));
        assert_eq!(verdict.head, Some(last.hash));
        check(stage, "action export_audit -> 6");
    });
}

#[test]
fn a_tampered_export_is_named_by_the_number_of_its_first_bad_line() {
    let stage = Stage::new();
    five_events(&stage);
    let (file, last) = exported(&stage);
    let lines: Vec<&str> = file.split_inclusive('\n').collect();
    let altered = lines[3].replace("绿化", "美化");
    let half = lines[5].split_at(20).0;
    let cases: [(&str, Vec<&str>, Option<i64>); 7] = [
        ("as it is", lines.clone(), None),
        (
            "a line altered",
            [&lines[..3], &[altered.as_str()], &lines[4..]].concat(),
            Some(4),
        ),
        ("a line removed", [&lines[..1], &lines[2..]].concat(), Some(2)),
        (
            "two lines swapped",
            [&lines[..2], &[lines[3], lines[2]], &lines[4..]].concat(),
            Some(3),
        ),
        ("the tail cut off", lines[..4].to_vec(), Some(5)),
        ("the last line cut", [&lines[..5], &[half]].concat(), Some(6)),
        ("an empty file", vec![], Some(1)),
    ];
    for (what, lines, expected) in cases {
        let verdict = verify_file(lines.concat().as_bytes(), std::slice::from_ref(&last));
        assert_eq!(verdict.broken.map(|(seq, _)| seq), expected, "{what}");
    }
}

#[test]
fn the_operator_exports_a_chain_that_begins_with_the_export() {
    let stage = Stage::new();
    let mut file = Vec::new();
    let last = stage
        .app
        .export_audit_as_operator("330106".parse().unwrap(), &mut file)
        .unwrap();
    assert_eq!(last.seq, 1);
    assert_eq!(verify_file(file.as_slice(), &[last]).broken, None);
}

/// A disk with room for so many bytes.
struct SmallDisk(usize);

impl Write for SmallDisk {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match self.0.checked_sub(bytes.len()) {
            Some(room) => {
                self.0 = room;
                Ok(bytes.len())
            }
            None => Err(std::io::Error::other("disk full")),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn an_export_to_a_full_disk_is_refused_and_noted_all_the_same() {
    let stage = Stage::new();
    five_events(&stage);
    let error = stage
        .app
        .audit_export(&actor(AUDITOR), &mut SmallDisk(700))
        .unwrap_err();
    assert_eq!(codes(&error), "audit-export-unwritable");
    assert!(error.to_string().contains("disk full"), "{error}");
    check(&stage, "action export_audit -> 6");
}
