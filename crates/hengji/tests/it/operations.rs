//! `init`, `migrate`, `backup`, `restore`, `audit verify`, `doctor`: what an operator does at the machine.

use std::path::{Path, PathBuf};

use crate::run::{Ran, hengji};

/// A directory with a database of one initialised division.
struct Site {
    directory: tempfile::TempDir,
}

impl Site {
    fn new() -> Self {
        let site = Self {
            directory: tempfile::tempdir().unwrap(),
        };
        let ran = site.run(&[
            "init",
            "--division",
            "330198",
            "--name",
            "测试区",
            "--format",
            "json",
        ]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let made = ran.json();
        assert_eq!(made.as_array().map(Vec::len), Some(3));
        for administrator in made.as_array().unwrap() {
            assert!(
                12 <= administrator["initial_password"].as_str().unwrap().len(),
                "{made}"
            );
        }
        site
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// Runs a command on the database of this site.
    fn run(&self, arguments: &[&str]) -> Ran {
        let database = self.path("hengji.db");
        let database = database.to_string_lossy();
        hengji(arguments.iter().copied().chain(["--database", &database]))
    }

    fn back_up(&self) -> PathBuf {
        let copy = self.path("backup.db");
        let ran = self.run(&["backup", "--output", &copy.to_string_lossy(), "--format", "json"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(ran.json()["chains"][0]["head"].is_string());
        copy
    }

    fn restore(&self, from: &Path, more: &[&str]) -> Ran {
        let from = from.to_string_lossy();
        self.run(&[&["restore", "--from", &from], more].concat())
    }
}

#[test]
fn a_division_is_initialised_once() {
    let site = Site::new();
    let again = site.run(&["init", "--division", "330198", "--name", "测试区"]);
    assert_eq!(again.code, 1);
    assert!(again.err.contains("[already-initialised]"), "{}", again.err);
    assert!(again.out.is_empty());
}

#[test]
fn migrating_twice_changes_nothing() {
    let site = Site::new();
    let before = site.run(&["audit", "verify", "--format", "json"]).json();
    assert_eq!(site.run(&["migrate"]).code, 0);
    assert_eq!(site.run(&["migrate"]).code, 0);
    assert_eq!(site.run(&["audit", "verify", "--format", "json"]).json(), before);
}

#[test]
fn an_untouched_chain_is_clean_and_a_flipped_byte_is_found() {
    let site = Site::new();
    let clean = site.run(&["audit", "verify", "--format", "json"]);
    assert_eq!(clean.code, 0, "{}", clean.out);
    assert!(clean.json()[0]["head"].as_str().unwrap().starts_with("1:"));

    let file = site.path("hengji.db");
    let mut bytes = std::fs::read(&file).unwrap();
    // The name of the operator stands in the first event and nowhere else.
    let needle = "运维人员".as_bytes();
    let at = bytes
        .windows(needle.len())
        .position(|window| window == needle)
        .unwrap();
    bytes[at + 2] ^= 1;
    std::fs::write(&file, bytes).unwrap();
    let broken = site.run(&["audit", "verify"]);
    assert_eq!(broken.code, 1, "{} {}", broken.out, broken.err);
    assert!(broken.out.contains("[audit-chain-broken]"), "{}", broken.out);
}

#[test]
fn a_kept_head_shows_that_an_old_copy_came_back() {
    let site = Site::new();
    let old = site.back_up();
    let ran = site.run(&["init", "--division", "330197", "--name", "另一区"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    // The chain of the first division has not grown, so its head still fits; a head beyond it does not.
    let head = site
        .run(&["audit", "verify", "--division", "330198", "--format", "json"])
        .json();
    let head = head[0]["head"].as_str().unwrap().to_owned();
    let verify = |head: &str| site.run(&["audit", "verify", "--division", "330198", "--head", head]);
    assert_eq!(verify(&head).code, 0);
    let later = format!("9:{}", "a".repeat(64));
    let cut = verify(&later);
    assert_eq!(cut.code, 1, "{}", cut.err);
    assert!(cut.out.contains("链尾缺失"), "{}", cut.out);
    assert!(old.exists());
}

#[test]
fn a_backup_is_restored_and_the_old_file_is_kept() {
    let site = Site::new();
    let copy = site.back_up();
    assert_eq!(
        site.run(&["init", "--division", "330197", "--name", "另一区"])
            .code,
        0
    );

    let refused = site.restore(&copy, &[]);
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("[restore-would-replace]"), "{}", refused.err);

    let restored = site.restore(&copy, &["--replace"]);
    assert_eq!(restored.code, 0, "{}", restored.err);
    let chains = site.run(&["audit", "verify", "--format", "json"]).json();
    assert_eq!(chains.as_array().map(Vec::len), Some(1), "{chains}");
    assert!(site.path("hengji.db.replaced").exists());
}

#[test]
fn a_damaged_backup_overwrites_nothing() {
    let site = Site::new();
    let copy = site.back_up();
    let whole = std::fs::read(&copy).unwrap();
    let before = std::fs::read(site.path("hengji.db")).unwrap();
    let half = whole[..whole.len() / 2].to_vec();
    let mut flipped = whole.clone();
    let needle = "运维人员".as_bytes();
    let at = whole
        .windows(needle.len())
        .position(|window| window == needle)
        .unwrap();
    flipped[at] ^= 1;
    for (name, bytes) in [
        ("half", half),
        ("empty", vec![]),
        ("flipped", flipped),
        ("text", b"no database".to_vec()),
    ] {
        let damaged = site.path(name);
        std::fs::write(&damaged, bytes).unwrap();
        let ran = site.restore(&damaged, &["--replace"]);
        assert_eq!(ran.code, 2, "{name}: {} {}", ran.out, ran.err);
        assert_eq!(std::fs::read(site.path("hengji.db")).unwrap(), before, "{name}");
    }
    assert_eq!(site.restore(&site.path("missing"), &["--replace"]).code, 2);
}

#[test]
fn a_backup_does_not_overwrite_a_file() {
    let site = Site::new();
    let copy = site.back_up();
    let again = site.run(&["backup", "--output", &copy.to_string_lossy()]);
    assert_eq!(again.code, 1, "{}", again.err);
    assert!(again.err.contains("[store-backup-failed]"), "{}", again.err);
}

#[cfg(unix)]
#[test]
fn nobody_else_may_read_a_backup() {
    use std::os::unix::fs::PermissionsExt;
    let site = Site::new();
    let mode = std::fs::metadata(site.back_up()).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0, "{mode:o}");
}

#[test]
fn a_mistyped_path_is_refused_and_leaves_no_empty_database() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("hengij.db");
    for command in [&["audit", "verify"][..], &["backup", "--output", "x.db"]] {
        let database = path.to_string_lossy();
        let ran = hengji(command.iter().copied().chain(["--database", &*database]));
        assert_eq!(ran.code, 2, "{command:?} {}", ran.err);
        assert!(ran.err.contains("[file-not-found]"), "{}", ran.err);
        assert!(!path.exists());
    }
}
