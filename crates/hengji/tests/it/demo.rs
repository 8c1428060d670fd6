//! `hengji demo`: made once, the same on every machine, opened again, ended cleanly.

use std::path::Path;

use crate::run::{Ran, hengji};
use crate::server::Server;

fn prepare(directory: &Path) -> Ran {
    let directory = directory.to_string_lossy();
    hengji(["demo", "--prepare-only", "--data", &directory])
}

fn database(directory: &Path) -> Vec<u8> {
    std::fs::read(directory.join("hengji.db")).unwrap()
}

#[test]
fn the_same_start_value_makes_the_same_database_byte_for_byte() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for directory in [one.path(), other.path()] {
        let ran = prepare(directory);
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
    let made = database(one.path());
    assert!(made == database(other.path()), "two demonstrations differ");

    // A second start makes nothing anew.
    assert_eq!(prepare(one.path()).code, 0);
    assert!(
        made == database(one.path()),
        "the second start changed the demonstration"
    );

    let path = one.path().join("hengji.db");
    let path = path.to_string_lossy();
    let verified = hengji(["audit", "verify", "--format", "json", "--database", &path]);
    assert_eq!(verified.code, 0, "{}", verified.out);
    let divisions: Vec<_> = verified
        .json()
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["source"].clone())
        .collect();
    assert_eq!(divisions, ["330199", "990000"]);

    let list = one.path().join("projects.xlsx");
    let exported = hengji([
        "export",
        "projects",
        "--division",
        "330199",
        "--year",
        "2020",
        "--database",
        &path,
        "--output",
        &list.to_string_lossy(),
    ]);
    assert_eq!(exported.code, 0, "{}", exported.err);
    assert!(10_000 < std::fs::metadata(&list).unwrap().len());
}

#[test]
fn the_demonstration_serves_lists_its_accounts_and_ends_cleanly() {
    let directory = tempfile::tempdir().unwrap();
    let server = Server::demo(directory.path());
    for login in ["clerk", "finance", "head", "performance", "auditadmin"] {
        assert!(server.welcome.contains(login), "{}", server.welcome);
    }
    let page = server.request("GET", "/login", None, None);
    assert_eq!(page.status, 200);
    assert!(page.body.contains("Hengji-Demo-2021"), "{}", page.body);

    let token = server.sign_in("clerk");
    let projects = server
        .request("GET", "/api/v1/projects", Some(&token), None)
        .json();
    assert_eq!(projects["total"], 10, "{projects}");

    let second = hengji([
        "demo",
        "--data",
        &directory.path().to_string_lossy(),
        "--listen",
        "127.0.0.1:0",
    ]);
    assert_eq!(second.code, 1);
    assert!(second.err.contains("[database-in-use]"), "{}", second.err);

    assert!(server.stop().success());
}

#[test]
fn a_directory_with_another_database_is_left_alone() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("hengji.db");
    std::fs::write(&file, "mine").unwrap();
    let ran = prepare(directory.path());
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("[not-a-demonstration]"), "{}", ran.err);
    assert_eq!(std::fs::read(&file).unwrap(), b"mine");
}

#[test]
fn an_unfinished_first_start_is_begun_anew() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("hengji.db.unfinished"), "half a database").unwrap();
    assert_eq!(prepare(directory.path()).code, 0);
    assert!(!directory.path().join("hengji.db.unfinished").exists());
}
