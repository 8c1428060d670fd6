//! Every fixture stands in `GOLDEN.md`, as met or as not built with its reason, and nothing else does.

use std::collections::BTreeSet;
use std::path::Path;

/// The names in the first column of the tables of `GOLDEN.md`.
fn listed(document: &str) -> Vec<String> {
    document
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .filter_map(|rest| rest.split_once('`'))
        .map(|(name, _)| name.to_owned())
        .collect()
}

#[test]
fn the_catalogue_lists_every_fixture_once() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let document = std::fs::read_to_string(root.join("GOLDEN.md")).unwrap_or_default();
    let listed = listed(&document);
    let once: BTreeSet<String> = listed.iter().cloned().collect();
    assert_eq!(once.len(), listed.len(), "a fixture is listed twice");
    let fixtures: BTreeSet<String> = std::fs::read_dir(root.join("fixtures"))
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            entry
                .file_name()
                .to_str()?
                .strip_suffix(".golden")
                .map(str::to_owned)
        })
        .collect();
    assert!(!fixtures.is_empty(), "there are fixtures");
    assert_eq!(once, fixtures);
}
