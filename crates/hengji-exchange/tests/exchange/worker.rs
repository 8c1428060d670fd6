//! The worker process: it reads what it should, dies alone, and says how.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use hengji_app::ports::WorkbookReader;
use hengji_exchange::ProcessReader;

use crate::cases::{bytes, expected, read};

/// A reader that starts the worker of this crate.
pub(crate) fn reader() -> ProcessReader {
    ProcessReader::new(env!("CARGO_BIN_EXE_hengji-import-worker"))
}

/// A file of the folder of bad files.
pub(crate) fn bad(file: &str) -> Vec<u8> {
    std::fs::read(
        PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("tests/bad")
            .join(file),
    )
    .unwrap()
}

#[test]
fn a_form_read_through_the_worker_is_the_form_read_directly() {
    let file = "self_evaluation/se-011.xlsx";
    assert_eq!(
        reader().read_forms("se-011.xlsx", &bytes(file)).unwrap(),
        read(file)
    );
}

#[test]
fn one_worker_reads_many_files_and_is_replaced_when_one_kills_it() {
    let files: Vec<Vec<u8>> = expected().iter().map(|case| bytes(&case.file)).collect();
    let killer = bad("far-corners.xls");
    let with_killer = files
        .iter()
        .take(3)
        .chain([&killer])
        .chain(files.iter().skip(3))
        .map(Vec::as_slice);
    let answers: Vec<_> = reader().forms_of_many(with_killer).collect();
    assert_eq!(answers.len(), 51);
    let dead: Vec<usize> = (0..)
        .zip(&answers)
        .filter(|(_, answer)| answer.is_err())
        .map(|(at, _)| at)
        .collect();
    assert_eq!(dead, [3]);
    assert_eq!(answers[3].as_ref().unwrap_err().code(), "workbook-reader-died");
}

#[test]
fn files_read_at_the_same_time_do_not_disturb_each_other() {
    let reader = reader();
    let (good, killer) = (bytes("goal/tg-006.xlsx"), bad("far-corners.xls"));
    std::thread::scope(|scope| {
        let running: Vec<_> = (0..6)
            .map(|turn| {
                let (reader, file) = (&reader, if turn % 2 == 0 { &good } else { &killer });
                scope.spawn(move || reader.forms(file).is_ok())
            })
            .collect();
        let fine: Vec<bool> = running.into_iter().map(|it| it.join().unwrap()).collect();
        assert_eq!(fine, [true, false, true, false, true, false]);
    });
}

#[test]
fn every_way_to_die_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let check = |script: &str, expected: &str| {
        let program = folder.path().join(format!("worker-{}", expected.len()));
        std::fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&program, PermissionsExt::from_mode(0o700)).unwrap();
        let refusal = ProcessReader::new(&program).forms(b"PK\x03\x04").unwrap_err();
        assert!(refusal.to_string().contains(expected), "{refusal}");
    };
    check("kill -ABRT $$", "所需内存超过上限");
    check("kill -XCPU $$", "处理时间或内存超过上限");
    check("exit 101", "异常退出(代码 101)");
    check("read line; echo nonsense", "读出的内容过多或不完整");
}

#[test]
fn a_list_is_read_from_a_workbook_and_from_text() {
    let table = reader()
        .read_table("清单.csv", "代码,名称\nA1,道路\n".as_bytes())
        .unwrap();
    assert_eq!((table.worksheet.as_str(), table.rows.len()), ("清单.csv", 2));
    let table = reader()
        .read_table("se-009.xlsx", &bytes("self_evaluation/se-009.xlsx"))
        .unwrap();
    assert_eq!(table.worksheet, "自评表");
    assert_eq!(table.rows[3].cells[0], "项目名称");
    assert_eq!(
        reader().read_table("空.csv", b"").unwrap_err().code,
        "workbook-empty"
    );
}
