//! Where rule files come from: embedded in the binary, or a folder of the bureau.

use std::fs;
use std::path::Path;

use include_dir::{Dir, include_dir};

use crate::refusal::{Fault, Refusal, RuleRefusals};

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../rules");

/// A rule file: its path below `rules/` with forward slashes, and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleFile {
    /// E.g. `330108/goal.toml`.
    pub name: String,
    /// Its content.
    pub text: String,
}

impl RuleFile {
    /// The files compiled into the binary.
    ///
    /// # Errors
    ///
    /// A file that is no UTF-8.
    pub fn embedded() -> Result<Vec<Self>, RuleRefusals> {
        embedded().map_err(RuleRefusals)
    }

    /// The files of a folder laid out like the repository's `rules/`.
    ///
    /// # Errors
    ///
    /// Files that cannot be opened.
    pub fn in_directory(path: &Path) -> Result<Vec<Self>, RuleRefusals> {
        on_disk(path).map_err(RuleRefusals)
    }
}

/// The files compiled into the binary.
pub(crate) fn embedded() -> Result<Vec<RuleFile>, Vec<Refusal>> {
    let mut files = Vec::new();
    let mut refusals = Vec::new();
    collect(&EMBEDDED, &mut files, &mut refusals);
    if refusals.is_empty() {
        Ok(files)
    } else {
        Err(refusals)
    }
}

fn collect(folder: &Dir<'_>, files: &mut Vec<RuleFile>, refusals: &mut Vec<Refusal>) {
    for file in folder.files().filter(|file| is_toml(file.path())) {
        let name = slashed(file.path());
        match file.contents_utf8() {
            Some(text) => files.push(RuleFile {
                name,
                text: text.to_owned(),
            }),
            None => refusals.push(unopened(name, "不是 UTF-8 编码")),
        }
    }
    for inner in folder.dirs() {
        collect(inner, files, refusals);
    }
}

/// The files of a folder on disk: division folders and, within them, folders of frameworks, as in the embedded book.
pub(crate) fn on_disk(root: &Path) -> Result<Vec<RuleFile>, Vec<Refusal>> {
    let mut files = Vec::new();
    let mut refusals = Vec::new();
    walk(root, root, &mut files, &mut refusals);
    files.sort_by(|one, other| one.name.cmp(&other.name));
    if refusals.is_empty() {
        Ok(files)
    } else {
        Err(refusals)
    }
}

fn walk(root: &Path, folder: &Path, files: &mut Vec<RuleFile>, refusals: &mut Vec<Refusal>) {
    let name = |path: &Path| slashed(path.strip_prefix(root).unwrap_or(path));
    let listing = match fs::read_dir(folder) {
        Ok(listing) => listing,
        Err(error) => return refusals.push(unopened(name(folder), &error.to_string())),
    };
    for entry in listing {
        let path = match entry {
            Ok(entry) => entry.path(),
            Err(error) => {
                refusals.push(unopened(name(folder), &error.to_string()));
                continue;
            }
        };
        if path.is_dir() {
            walk(root, &path, files, refusals);
        } else if is_toml(&path) {
            match fs::read_to_string(&path) {
                Ok(text) => files.push(RuleFile {
                    name: name(&path),
                    text,
                }),
                Err(error) => refusals.push(unopened(name(&path), &error.to_string())),
            }
        }
    }
}

fn is_toml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "toml")
}

fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    parts.join("/")
}

fn unopened(file: String, detail: &str) -> Refusal {
    Refusal {
        file,
        key: String::new(),
        fault: Fault::Unopened {
            detail: detail.to_owned(),
        },
    }
}

#[cfg(test)]
mod tests;
