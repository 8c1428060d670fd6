//! Documents name only paths that exist, and no file names a place on somebody's machine.

use std::collections::BTreeSet;

use super::habits::{Documents, Machine};
use super::{Breach, TextFile};

/// Finds absolute paths of a developer's or a build machine.
pub(crate) fn check_machine_paths(file: &TextFile, machine: &Machine) -> Vec<Breach> {
    if machine.exempt.contains(&file.path) {
        return Vec::new();
    }
    let mut breaches = Vec::new();
    for (number, line) in (1..).zip(file.text.lines()) {
        for directory in machine
            .directories
            .iter()
            .filter(|directory| names_directory(line, directory))
        {
            let message = format!("不应出现本机路径 /{directory}/…");
            breaches.push(Breach::new(&file.path, number, "tidy-machine-path", message));
        }
    }
    breaches
}

/// Whether `/directory/` stands at the start of a path, not in the middle of one.
fn names_directory(line: &str, directory: &str) -> bool {
    let pattern = format!("/{directory}/");
    let continues =
        |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.' | '-' | '}' | '/');
    line.match_indices(&pattern).any(|(at, _)| {
        let before = line.get(..at).and_then(|before| before.chars().next_back());
        !before.is_some_and(continues)
    })
}

/// Checks every path that a guide names against the files of the repository.
pub(crate) fn check_named_paths(texts: &[TextFile], files: &[String], documents: &Documents) -> Vec<Breach> {
    let known = known_paths(files);
    let tops: BTreeSet<&str> = files.iter().filter_map(|path| path.split('/').next()).collect();
    let mut breaches = Vec::new();
    for text in texts.iter().filter(|text| is_document(&text.path, documents)) {
        let directory = text.path.rsplit_once('/').map_or("", |(directory, _)| directory);
        for (number, line) in (1..).zip(text.text.lines()) {
            for named in named_paths(line, &tops) {
                if !known.contains(named.trim_end_matches('/'))
                    && !known.contains(resolved(directory, named).as_str())
                {
                    let message = format!("文中的路径 {named} 不存在");
                    breaches.push(Breach::new(&text.path, number, "tidy-dead-path", message));
                }
            }
        }
    }
    breaches
}

fn is_document(path: &str, documents: &Documents) -> bool {
    let below = |directory: &String| path.starts_with(&format!("{directory}/")) && path.ends_with(".md");
    documents.files.iter().any(|file| file == path) || documents.directories.iter().any(below)
}

/// All files and all directories above them.
fn known_paths(files: &[String]) -> BTreeSet<&str> {
    let mut known = BTreeSet::new();
    for file in files {
        known.insert(file.as_str());
        let mut rest = file.as_str();
        while let Some((directory, _)) = rest.rsplit_once('/') {
            known.insert(directory);
            rest = directory;
        }
    }
    known
}

/// What stands in backquotes or as a link's target and can only be a path of this repository.
fn named_paths<'l>(line: &'l str, tops: &BTreeSet<&str>) -> Vec<&'l str> {
    let quoted = line.split('`').skip(1).step_by(2).filter(|word| {
        let top = word.split('/').next().unwrap_or(word);
        is_path(word) && word.contains('/') && (tops.contains(top) || word.starts_with("../"))
            || is_path(word) && (word.ends_with(".md") || tops.contains(word) && word.contains('.'))
    });
    let linked = line
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .map(|target| target.split('#').next().unwrap_or(target))
        .filter(|target| is_path(target) && !target.is_empty());
    quoted.chain(linked).collect()
}

fn is_path(word: &str) -> bool {
    word.chars()
        .all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '/' | '.' | '_' | '-'))
        && !word.starts_with('/')
}

/// A relative path as seen from a document's directory, `..` steps taken.
fn resolved(directory: &str, named: &str) -> String {
    let mut parts: Vec<&str> = directory.split('/').filter(|part| !part.is_empty()).collect();
    for part in named.trim_end_matches('/').split('/') {
        match part {
            ".." => {
                parts.pop();
            }
            "." | "" => {}
            other => parts.push(other),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machine_paths_are_found_at_the_start_of_a_path_only() {
        let machine = Machine {
            directories: vec!["work".to_owned()],
            exempt: vec!["b.md".to_owned()],
        };
        let slash = '/';
        for (path, line, expected) in [
            ("a.md", format!("see {slash}work{slash}main"), 1),
            ("a.md", format!("\"{slash}work{slash}main\""), 1),
            ("a.md", "docs/work/main".to_owned(), 0),
            ("a.md", "framework/goal".to_owned(), 0),
            ("b.md", format!("{slash}work{slash}main"), 0),
        ] {
            let file = TextFile {
                path: path.to_owned(),
                text: line,
            };
            assert_eq!(
                check_machine_paths(&file, &machine).len(),
                expected,
                "{}",
                file.text
            );
        }
    }

    #[test]
    fn paths_in_documents() {
        let files = [
            "README.md",
            "docs/manual/unit.md",
            "crates/a/src/lib.rs",
            ".ci/run",
        ]
        .map(str::to_owned);
        let documents = Documents {
            files: vec!["README.md".to_owned()],
            directories: vec!["docs".to_owned()],
        };
        for (path, line, dead) in [
            ("README.md", "see `crates/a/src/lib.rs` and `crates/a/`", 0),
            ("README.md", "see `crates/b`", 1),
            ("README.md", "see `docs/missing.md` and `MISSING.md`", 2),
            ("README.md", "see `application/json` and `/api/v1`", 0),
            (
                "README.md",
                "[a](docs/manual/unit.md#part) [b](https://example.org/x)",
                0,
            ),
            ("README.md", "[a](docs/none.md)", 1),
            (
                "docs/manual/unit.md",
                "[up](../../README.md) `.ci/run` [same](unit.md)",
                0,
            ),
            ("docs/manual/unit.md", "[up](../README.md)", 1),
            ("crates/a/src/lib.rs", "`crates/b`", 0),
        ] {
            let text = TextFile {
                path: path.to_owned(),
                text: line.to_owned(),
            };
            assert_eq!(
                check_named_paths(&[text], &files, &documents).len(),
                dead,
                "{line}"
            );
        }
    }
}
