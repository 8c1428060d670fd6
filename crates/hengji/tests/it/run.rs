//! Running the binary and looking at how it ended.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::{Command, Output};

/// The binary under test.
pub(crate) const HENGJI: &str = env!("CARGO_BIN_EXE_hengji");

/// What a run left.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// Standard output as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}\n{}\n{}", self.out, self.err))
    }
}

/// Runs the binary to its end.
pub(crate) fn hengji<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Ran {
    let Output {
        status,
        stdout,
        stderr,
    } = Command::new(HENGJI).args(arguments).output().unwrap();
    Ran {
        code: status.code().unwrap_or(-1),
        out: String::from_utf8(stdout).unwrap(),
        err: String::from_utf8(stderr).unwrap(),
    }
}

/// A file of the repository's fixtures.
pub(crate) fn fixture(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../fixtures")
        .join(path)
}
