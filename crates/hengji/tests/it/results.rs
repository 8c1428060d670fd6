//! `hengji results verify` on snapshot files: what holds, what was changed, what is missing between two.

use std::path::{Path, PathBuf};

use hengji_app::results::content::{Content, ContentKind, ContentResult, FORMAT, FileHand, Sealed};

use crate::run::{Ran, hengji};

fn content(total_centi: i32) -> Content {
    Content {
        format: FORMAT,
        division: "330199".into(),
        year: 2020,
        title: "2020 年度绩效评价结果".into(),
        rules_fingerprint: "f".repeat(64),
        ties: "并列占位".into(),
        kinds: vec![ContentKind {
            code: "department".into(),
            name: "部门整体绩效评价".into(),
            is_ranked: true,
            grades: vec![("优".into(), 1)],
        }],
        results: vec![ContentResult {
            id: "0177eb4c-9280-7b27-aaea-b14e6612dc40".into(),
            kind: "department".into(),
            title: "某局".into(),
            unit: "某局".into(),
            department: "某局".into(),
            money_fen: None,
            total_centi,
            grade: "优".into(),
            place: Some(1),
            findings: 2,
            words: "“目标”清楚\n支付偏慢".into(),
            trace_sha256: "a".repeat(64),
        }],
    }
}

/// A file of a published snapshot, and its seal.
fn write(directory: &Path, number: i32, previous: &str, total_centi: i32) -> (PathBuf, String) {
    let content = content(total_centi).to_text().unwrap();
    let hand = |name: &str| FileHand {
        name: name.into(),
        at: "2021-03-01 09:00:00".into(),
    };
    let sealed = Sealed {
        format: FORMAT,
        number,
        content_sha256: digest(&content),
        previous_seal: previous.into(),
        maker: hand("绩效管理科经办"),
        checker: hand("财政局分管领导"),
    };
    let seal = sealed.seal().unwrap();
    let sealed = serde_json::to_string(&sealed).unwrap();
    let path = directory.join(format!("results-2020-{number}.json"));
    std::fs::write(
        &path,
        format!("{{\"content\":{content},\"sealed\":{sealed},\"seal\":\"{seal}\"}}"),
    )
    .unwrap();
    (path, seal)
}

/// The digest by another program than ours.
fn digest(text: &str) -> String {
    use std::io::Write as _;
    use std::process::{Command, Stdio};
    let mut child = Command::new("sha256sum")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let out = child.wait_with_output().unwrap();
    String::from_utf8(out.stdout).unwrap().chars().take(64).collect()
}

fn verify(files: &[&Path]) -> Ran {
    let files = files.iter().map(|path| path.to_string_lossy().into_owned());
    hengji(
        ["results".to_owned(), "verify".to_owned()]
            .into_iter()
            .chain(files),
    )
}

#[test]
fn a_snapshot_file_holds_by_itself_and_in_its_chain() {
    let directory = tempfile::tempdir().unwrap();
    let (first, seal) = write(directory.path(), 1, "", 9_476);
    let (second, _) = write(directory.path(), 2, &seal, 9_400);
    let ran = verify(&[&first, &second]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert_eq!(ran.out.matches("相符。").count(), 2, "{}", ran.out);
    let turned = verify(&[&second, &first]);
    assert_eq!(turned.code, 1);
    assert!(turned.out.contains("[snapshot-chain-broken]"), "{}", turned.out);
}

#[test]
fn a_changed_file_says_what_was_changed() {
    let directory = tempfile::tempdir().unwrap();
    let (path, _) = write(directory.path(), 1, "", 9_476);
    let text = std::fs::read_to_string(&path).unwrap();
    for (from, to, code) in [
        ("9476", "9976", "[snapshot-content-changed]"),
        ("财政局分管领导", "另一人", "[snapshot-seal-wrong]"),
        ("{\"content\"", "\"content\"", "[snapshot-unreadable]"),
    ] {
        std::fs::write(&path, text.replacen(from, to, 1)).unwrap();
        let ran = verify(&[&path]);
        assert_eq!(ran.code, 1, "{}", ran.out);
        assert!(ran.out.contains(code), "{code}: {}", ran.out);
    }
    let missing = verify(&[&directory.path().join("nowhere.json")]);
    assert_eq!(missing.code, 2, "{}", missing.err);
    assert!(missing.err.contains("[file-not-found]"), "{}", missing.err);
}
