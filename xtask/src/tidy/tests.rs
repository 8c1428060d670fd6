//! The tree is held to its habits by the ordinary test run.

use super::*;
use crate::repository;

#[test]
fn the_tree_keeps_its_habits() {
    let breaches = check(&repository::root(), &repository::files().unwrap()).unwrap();
    let report: Vec<String> = breaches.iter().map(Breach::to_string).collect();
    assert!(report.is_empty(), "{}", report.join("\n"));
}

#[test]
fn a_breach_reads_like_a_compiler_message() {
    for (line, expected) in [(3, "a.rs:3: 说明 [tidy-x]"), (0, "a.rs: 说明 [tidy-x]")] {
        assert_eq!(Breach::new("a.rs", line, "tidy-x", "说明").to_string(), expected);
    }
}

#[test]
fn a_module_holds_its_file_and_those_below() {
    for (path, expected) in [
        ("crates/a/src/stage.rs", true),
        ("crates/a/src/stage/district.rs", true),
        ("crates/a/src/stages.rs", false),
        ("crates/a/src/lib.rs", false),
    ] {
        assert_eq!(is_in_module(path, "crates/a/src/stage.rs"), expected, "{path}");
    }
}
