//! Where the repository is and which files belong to it.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::shell::{Failure, capture};

/// The directory of the root manifest: the parent of this package's own.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Every file git knows or would take, relative to the root, sorted; ignored files are left out.
///
/// Files not yet added count too: a check that looks only at what is committed speaks one commit late.
pub(crate) fn files() -> Result<Vec<String>, Failure> {
    let listing = capture(Command::new("git").current_dir(root()).args([
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]))?;
    let mut files: Vec<String> = listing
        .split('\0')
        .filter(|path| !path.is_empty())
        .map(str::to_owned)
        .collect();
    files.retain(|path| root().join(path).is_file());
    files.sort();
    files.dedup();
    Ok(files)
}

/// What differs from the last commit, contents included, as one text to compare before and after.
pub(crate) fn differences() -> Result<String, Failure> {
    let status = capture(
        Command::new("git")
            .current_dir(root())
            .args(["status", "--porcelain"]),
    )?;
    let content = capture(
        Command::new("git")
            .current_dir(root())
            .args(["diff", "--no-ext-diff", "HEAD"]),
    )?;
    Ok(format!("{status}\n{content}"))
}
