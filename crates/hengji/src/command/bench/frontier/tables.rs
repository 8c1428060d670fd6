//! Generated tables on disk, each with its hash.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use hengji_analysis::frontier::{generated_table, table_csv, table_sha256};
use serde::Serialize;

use crate::exit::Failure;

/// All tables follow from it; another one would make figures that cannot be put beside earlier ones.
const START_VALUE: &str = "hengji bench frontier";

/// A table on disk.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Written {
    pub(super) path: PathBuf,
    pub(super) units: usize,
    pub(super) sha256: String,
}

impl Written {
    pub(super) fn words(&self) -> String {
        format!("{} SHA-256 {}\n", self.path.display(), self.sha256)
    }
}

/// Writes a table for each number of units.
pub(super) fn write(directory: &Path, units: &[NonZeroUsize]) -> Result<Vec<Written>, Failure> {
    let mut written = Vec::new();
    for units in units {
        let table = generated_table(START_VALUE, units.get()).map_err(Failure::fault)?;
        let path = directory.join(format!("units-{units}.csv"));
        std::fs::write(&path, table_csv(&table))?;
        written.push(Written {
            path,
            units: units.get(),
            sha256: table_sha256(&table),
        });
    }
    Ok(written)
}
