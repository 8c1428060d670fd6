//! The limits and lists of `xtask/tidy.toml`.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::shell::Failure;

/// Everything tidy is told.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Habits {
    pub(crate) sizes: Sizes,
    pub(crate) comments: Comments,
    pub(crate) leftovers: Leftovers,
    pub(crate) machine: Machine,
    pub(crate) words: Words,
    pub(crate) numbers: Numbers,
    pub(crate) layers: BTreeMap<String, Vec<String>>,
    pub(crate) purity: Purity,
    pub(crate) homes: BTreeMap<String, Vec<String>>,
    pub(crate) licences: Licences,
    pub(crate) documents: Documents,
}

/// How large files, functions and migrations may be, in lines.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sizes {
    pub(crate) file_lines_median: usize,
    pub(crate) file_lines_p90: usize,
    pub(crate) file_lines_max: usize,
    pub(crate) function_lines_long: usize,
    pub(crate) function_lines_max: usize,
    pub(crate) long_functions_percent: usize,
    pub(crate) migration_lines_max: usize,
}

/// How many of a hundred comments must be sentences.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Comments {
    pub(crate) capital_percent: usize,
    pub(crate) full_stop_percent: usize,
}

/// Marks that must not be in sources.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Leftovers {
    pub(crate) marks: Vec<String>,
}

/// Directories that exist on one machine only.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Machine {
    pub(crate) directories: Vec<String>,
    pub(crate) exempt: Vec<String>,
}

/// Words that are not the glossary's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    pub(crate) pinyin: Vec<String>,
    pub(crate) instead_of: BTreeMap<String, String>,
    pub(crate) exempt: BTreeMap<String, String>,
    pub(crate) policy: Policy,
}

/// Where `policy` would not mean 政策.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Policy {
    pub(crate) not_beside: Vec<String>,
}

/// How an official's number is recognised, and which are none.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Numbers {
    pub(crate) suffixes: Vec<String>,
    pub(crate) constructors: Vec<String>,
    pub(crate) neutral: Vec<u64>,
    #[serde(default)]
    pub(crate) exempt: Vec<NumberExemption>,
}

/// A file or directory, or one name in it, whose numbers are nobody's rule.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NumberExemption {
    pub(crate) path: String,
    /// The constant, field or constructor meant; absent for everything under the path.
    pub(crate) name: Option<String>,
    pub(crate) reason: String,
}

/// What the pure packages may use.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Purity {
    pub(crate) packages: Vec<String>,
    pub(crate) dependencies: Vec<String>,
    pub(crate) features: Vec<String>,
    pub(crate) standard: Vec<String>,
}

/// Under which licences a library may come.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Licences {
    /// The platform whose dependencies are looked at.
    pub(crate) platform: String,
    /// SPDX identifiers.
    pub(crate) allowed: Vec<String>,
}

/// Which files are guides.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Documents {
    pub(crate) files: Vec<String>,
    pub(crate) directories: Vec<String>,
}

impl Habits {
    pub(crate) fn read(root: &Path) -> Result<Self, Failure> {
        let path = root.join("xtask/tidy.toml");
        let text =
            std::fs::read_to_string(&path).map_err(|cause| Failure::io("读 xtask/tidy.toml ", cause))?;
        toml::from_str(&text).map_err(|cause| Failure::Usage(format!("xtask/tidy.toml 无法读取: {cause}")))
    }
}
