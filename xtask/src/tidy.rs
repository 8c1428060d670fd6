//! Checks the tree against its own habits: what a reviewer should not have to look for.
//!
//! Each check is a small module of pure functions over texts, so that each is tested on a few lines made up
//! for it; the limits and lists are data in `xtask/tidy.toml`.

mod documents;
mod habits;
mod heads;
mod layers;
mod licences;
mod manifest;
mod messages;
mod migrations;
mod numbers;
mod purity;
mod sizes;
mod source;
mod words;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;

use crate::shell::Failure;
use habits::Habits;
use source::RustSource;

/// One place where the tree breaks a habit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Breach {
    /// Relative to the root.
    pub(crate) path: String,
    /// One-based; zero where the whole file is meant.
    pub(crate) line: usize,
    /// Stable, to be searched for.
    pub(crate) code: &'static str,
    /// What is wrong and how to mend it.
    pub(crate) message: String,
}

impl Breach {
    fn new(path: &str, line: usize, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line,
            code,
            message: message.into(),
        }
    }
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {} [{}]", self.path, self.message, self.code),
            line => write!(f, "{}:{line}: {} [{}]", self.path, self.message, self.code),
        }
    }
}

/// A text file of the repository.
#[derive(Debug)]
struct TextFile {
    path: String,
    text: String,
}

/// Runs every check on the given files of the repository at `root`.
pub(crate) fn check(root: &Path, files: &[String]) -> Result<Vec<Breach>, Failure> {
    let habits = Habits::read(root)?;
    let texts = read_texts(root, files)?;
    let mut breaches = Vec::new();
    let mut sources = Vec::new();
    for file in texts.iter().filter(|file| file.path.ends_with(".rs")) {
        match RustSource::parse(&file.path, &file.text) {
            Ok(source) => sources.push(source),
            Err(breach) => breaches.push(breach),
        }
    }
    let for_tests: BTreeSet<String> = sources.iter().flat_map(RustSource::files_for_tests).collect();
    for source in &mut sources {
        source.is_declared_for_tests = for_tests.iter().any(|module| is_in_module(&source.path, module));
    }
    for source in &sources {
        breaches.extend(heads::check(source, &habits.leftovers));
        breaches.extend(words::check(source, &habits.words));
        breaches.extend(numbers::check(source, &habits.numbers));
        breaches.extend(purity::check(source, &habits.purity));
        breaches.extend(messages::check(source));
    }
    breaches.extend(sizes::check(&sources, &habits.sizes));
    breaches.extend(heads::check_comments(&sources, &habits.comments));
    for file in &texts {
        breaches.extend(documents::check_machine_paths(file, &habits.machine));
        breaches.extend(migrations::check(file, &habits.sizes));
        breaches.extend(manifest::check(file));
    }
    breaches.extend(documents::check_named_paths(&texts, files, &habits.documents));
    breaches.extend(layers::check(root, &habits)?);
    breaches.extend(licences::check(root, &habits.licences)?);
    breaches.sort();
    Ok(breaches)
}

/// Whether a file is a module's own or one of those below it.
fn is_in_module(path: &str, module: &str) -> bool {
    path == module
        || path
            .strip_prefix(module.trim_end_matches(".rs"))
            .is_some_and(|rest| rest.starts_with('/'))
}

/// Reads what is text; workbooks and pictures are nobody's prose.
fn read_texts(root: &Path, files: &[String]) -> Result<Vec<TextFile>, Failure> {
    let mut texts = Vec::new();
    for path in files {
        let bytes =
            std::fs::read(root.join(path)).map_err(|cause| Failure::io(&format!("读 {path} "), cause))?;
        if let Ok(text) = String::from_utf8(bytes) {
            texts.push(TextFile {
                path: path.clone(),
                text,
            });
        }
    }
    Ok(texts)
}
