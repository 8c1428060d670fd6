//! Files beside sheets: who may add, read and take them away, and when.

use hengji_domain::id::{AttachmentId, SheetId};
use hengji_domain::person::{Actor, Role};
use hengji_domain::sheet::SheetKind;
use hengji_store::sha256_hex;

use super::NewAttachment;
use crate::app::App;
use crate::error::AppError;
use crate::stage::district::{bureau, fill, opened, person, school, schools, sheet_id, works};
use crate::stage::{Stage, codes, department, division, key, year};

const PDF: &[u8] = b"%PDF-1.7\n";

fn file(name: &str, bytes: &[u8]) -> NewAttachment {
    NewAttachment {
        file_name: name.into(),
        bytes: bytes.to_vec(),
    }
}

fn clerk() -> Actor {
    person(Role::UnitClerk, works())
}

/// The draft goal of 市政中心.
fn draft() -> SheetId {
    sheet_id(2, SheetKind::Goal)
}

fn added(app: &App, number: u32) -> AttachmentId {
    let written = app
        .add_attachment(&clerk(), &key(number), draft(), &file("验收单.pdf", PDF))
        .unwrap();
    written.id.parse().unwrap()
}

fn names(app: &App, actor: &Actor, sheet: SheetId) -> Vec<String> {
    let page = app.sheet_page(actor, sheet).unwrap();
    page.attachments.into_iter().map(|one| one.name).collect()
}

#[test]
fn a_file_comes_back_as_it_was_sent() {
    Stage::on_each_engine(|stage| {
        stage.database.database.write(fill).unwrap();
        let id = added(&stage.app, 1);
        let (view, bytes) = stage.app.attachment(&clerk(), id).unwrap();
        assert_eq!(bytes, PDF);
        assert_eq!(
            (view.name.as_str(), view.media_type.as_str(), view.bytes),
            ("验收单.pdf", "application/pdf", 9)
        );
        assert_eq!((view.sha256, view.hand.name), (sha256_hex(PDF), clerk().name));
        assert_eq!(names(&stage.app, &clerk(), draft()), ["验收单.pdf"]);
    });
}

#[test]
fn a_retried_upload_stands_once() {
    let stage = opened();
    let first = added(&stage.app, 1);
    assert_eq!(added(&stage.app, 1), first);
    assert_eq!(names(&stage.app, &clerk(), draft()).len(), 1);
    let other = file("验收单.pdf", b"%PDF-1.4\n");
    let refused = stage.app.add_attachment(&clerk(), &key(1), draft(), &other);
    assert_eq!(refused, Err(AppError::KeyReused));
}

#[test]
fn the_same_content_may_stand_twice_under_two_names() {
    let stage = opened();
    added(&stage.app, 1);
    let copy = file("照片说明.pdf", PDF);
    stage
        .app
        .add_attachment(&clerk(), &key(2), draft(), &copy)
        .unwrap();
    assert_eq!(
        names(&stage.app, &clerk(), draft()),
        ["验收单.pdf", "照片说明.pdf"]
    );
}

#[test]
fn a_bad_file_is_refused_and_nothing_is_written() {
    let stage = opened();
    for (name, bytes, code) in [
        ("../验收单.pdf", PDF, "attachment-name-unfit"),
        ("验收单.html", PDF, "attachment-type-unknown"),
        ("验收单.pdf", b"", "attachment-empty"),
        ("验收单.pdf", b"MZ\x90", "attachment-active-content"),
        ("说明.txt", b"<script>a()</script>", "attachment-active-content"),
        ("验收单.jpg", PDF, "attachment-mismatch"),
    ] {
        let refused = stage
            .app
            .add_attachment(&clerk(), &key(1), draft(), &file(name, bytes));
        let error = refused.unwrap_err();
        assert_eq!(codes(&error), code, "{name}");
        assert!(error.to_string().ends_with(&format!("[{code}]")));
    }
    assert_eq!(names(&stage.app, &clerk(), draft()), Vec::<String>::new());
}

#[test]
fn a_file_above_the_limit_of_the_rules_is_refused_with_both_sizes() {
    let stage = opened();
    let most = stage
        .app
        .rules(division(), year(2020))
        .security()
        .unwrap()
        .attachment_bytes_max;
    let mut bytes = PDF.to_vec();
    bytes.resize(usize::try_from(most).unwrap() + 1, 0);
    let refused = stage
        .app
        .add_attachment(&clerk(), &key(1), draft(), &file("扫描件.pdf", &bytes))
        .unwrap_err();
    assert_eq!(
        refused.to_string(),
        "附件最大 50 MB,现为 51 MB;请压缩图片或拆分后重新上传。 [attachment-too-large]"
    );
}

#[test]
fn whoever_sees_the_sheet_reads_its_files_and_others_learn_nothing() {
    let stage = opened();
    let id = added(&stage.app, 1);
    for (role, unit, may) in [
        (Role::UnitClerk, works(), true),
        (Role::UnitHead, works(), true),
        (Role::DepartmentReviewer, department(), true),
        (Role::BudgetDivisionReviewer, bureau(), true),
        (Role::PerformanceReviewer, bureau(), true),
        (Role::UnitClerk, school(), false),
        (Role::DepartmentReviewer, schools(), false),
        // The goal is a draft, and oversight reads what is issued.
        (Role::OversightReader, bureau(), false),
        (Role::SystemAdministrator, bureau(), false),
        (Role::AuditAdministrator, bureau(), false),
    ] {
        let read = stage.app.attachment(&person(role, unit), id);
        assert_eq!(read.is_ok(), may, "{role:?}");
        if let Err(error) = read {
            assert_eq!(error, AppError::NotFound, "{role:?}");
        }
    }
}

#[test]
fn only_the_unit_adds_and_takes_away() {
    let stage = opened();
    let id = added(&stage.app, 1);
    for (role, unit, code) in [
        (Role::UnitClerk, school(), "not-found"),
        (Role::PerformanceReviewer, bureau(), "role-not-held"),
        (Role::DepartmentReviewer, department(), "role-not-held"),
        (Role::SystemAdministrator, bureau(), "not-found"),
    ] {
        let actor = person(role, unit);
        let add = stage
            .app
            .add_attachment(&actor, &key(7), draft(), &file("a.pdf", PDF));
        assert_eq!(codes(&add.unwrap_err()), code, "{role:?}");
        let withdraw = stage.app.withdraw_attachment(&actor, &key(8), id);
        assert_eq!(codes(&withdraw.unwrap_err()), code, "{role:?}");
    }
    for role in [Role::UnitFinance, Role::UnitHead] {
        let number = u32::try_from(role.code().len()).unwrap() * 10;
        let actor = person(role, works());
        stage
            .app
            .add_attachment(&actor, &key(number), draft(), &file("b.pdf", PDF))
            .unwrap();
    }
}

#[test]
fn a_sheet_that_left_its_unit_keeps_its_files_as_they_are() {
    let stage = opened();
    for (sheet, place) in [(4, "正在“单位财务会签”环节"), (5, "已办结")] {
        let sheet = sheet_id(sheet, SheetKind::Goal);
        let refused = stage
            .app
            .add_attachment(&clerk(), &key(1), sheet, &file("a.pdf", PDF))
            .unwrap_err();
        assert_eq!(codes(&refused), "attachment-sheet-closed");
        assert!(refused.to_string().contains(place), "{refused}");
    }
    let returned = sheet_id(3, SheetKind::Goal);
    stage
        .app
        .add_attachment(&clerk(), &key(2), returned, &file("a.pdf", PDF))
        .unwrap();
}

#[test]
fn a_withdrawn_file_is_gone_for_everybody_and_only_once() {
    Stage::on_each_engine(|stage| {
        stage.database.database.write(fill).unwrap();
        let id = added(&stage.app, 1);
        stage.app.withdraw_attachment(&clerk(), &key(2), id).unwrap();
        assert_eq!(stage.app.attachment(&clerk(), id), Err(AppError::NotFound));
        assert_eq!(names(&stage.app, &clerk(), draft()), Vec::<String>::new());
        // The retry is answered as the first request was; a new request finds nothing.
        stage.app.withdraw_attachment(&clerk(), &key(2), id).unwrap();
        let again = stage.app.withdraw_attachment(&clerk(), &key(3), id);
        assert_eq!(again, Err(AppError::NotFound));
    });
}

#[test]
fn an_unknown_file_or_sheet_is_not_found() {
    let stage = opened();
    let nowhere: AttachmentId = "0190d2a4-7b1c-7def-8123-456789abcdef".parse().unwrap();
    let no_sheet: SheetId = "0190d2a4-7b1c-7def-8123-456789abcdef".parse().unwrap();
    let app = &stage.app;
    assert_eq!(app.attachment(&clerk(), nowhere), Err(AppError::NotFound));
    assert_eq!(
        app.withdraw_attachment(&clerk(), &key(1), nowhere),
        Err(AppError::NotFound)
    );
    assert_eq!(
        app.add_attachment(&clerk(), &key(2), no_sheet, &file("a.pdf", PDF)),
        Err(AppError::NotFound)
    );
}
