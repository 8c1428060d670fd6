//! Files named on the command line: workbooks themselves, or directories full of them.

use std::path::{Path, PathBuf};

use crate::exit::Failure;

const ENDINGS: [&str; 3] = ["xlsx", "xls", "ods"];

/// The workbooks meant by these paths: a file is taken as it is, a directory gives its workbooks by name.
///
/// # Errors
///
/// [`Failure::Unusable`] when a directory cannot be listed or holds no workbook.
pub(crate) fn workbooks(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut all = Vec::new();
    for path in paths {
        if path.is_dir() {
            let found = inside(path)?;
            if found.is_empty() {
                return Err(Failure::unusable(format!(
                    "目录“{}”里没有 .xlsx、.xls 或 .ods 工作簿。 [directory-without-workbooks]",
                    path.display()
                )));
            }
            all.extend(found);
        } else {
            all.push(path.clone());
        }
    }
    Ok(all)
}

fn inside(directory: &Path) -> Result<Vec<PathBuf>, Failure> {
    let unlistable = |error: std::io::Error| {
        Failure::unusable(format!(
            "目录“{}”无法列出:{error}。 [directory-unreadable]",
            directory.display()
        ))
    };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(directory).map_err(unlistable)? {
        let path = entry.map_err(unlistable)?.path();
        if is_workbook(&path) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The lock file that a spreadsheet program leaves beside an open workbook is none.
fn is_workbook(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let ending = path
        .extension()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase();
    !name.starts_with("~$") && ENDINGS.contains(&ending.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_gives_its_workbooks_by_name_and_nothing_else() {
        let directory = tempfile::tempdir().unwrap();
        for name in ["b.XLSX", "a.ods", "~$a.ods", "notes.txt"] {
            std::fs::write(directory.path().join(name), "").unwrap();
        }
        let given = [directory.path().to_path_buf(), PathBuf::from("notes.txt")];
        let names: Vec<String> = workbooks(&given)
            .unwrap()
            .iter()
            .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
            .collect();
        assert_eq!(names, ["a.ods", "b.XLSX", "notes.txt"]);
    }

    #[test]
    fn an_empty_directory_is_said_to_be_empty() {
        let directory = tempfile::tempdir().unwrap();
        let failure = workbooks(&[directory.path().to_path_buf()]).unwrap_err();
        assert!(failure.message().ends_with("[directory-without-workbooks]"));
        assert_eq!(failure.code(), 2);
    }
}
