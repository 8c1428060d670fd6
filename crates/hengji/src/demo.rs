//! The demonstration (演示): a synthetic district, repeatable from a start value, and published real forms.
//!
//! The generator is pure: rules and start value in, domain values out. It knows no database.

pub(crate) mod calendar;
pub(crate) mod catalogue;
pub(crate) mod district;
pub(crate) mod draw;
pub(crate) mod goal;
pub(crate) mod outcome;
pub(crate) mod project;
pub(crate) mod story;
pub(crate) mod subject;
pub(crate) mod target;

use include_dir::{Dir, include_dir};

/// Why the demonstration cannot be made. Its files are part of the binary, so each is a fault of the build.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum DemoError {
    /// A file cannot be read at all.
    #[error("演示数据文件 {file} 无法读取:{reason} [demo-file-unreadable]")]
    File {
        /// The file.
        file: String,
        /// Why.
        reason: String,
    },
    /// An indicator says its target in no way or in two.
    #[error("演示指标“{place}”({file})的目标值设定不完整或重复。 [demo-indicator-unclear]")]
    Catalogue {
        /// The file.
        file: String,
        /// The indicator.
        place: String,
    },
    /// A body or account names something that does not exist.
    #[error("演示单位文件中“{place}”引用了不存在的科室、类别、单位或角色。 [demo-district-broken]")]
    District {
        /// The entry.
        place: String,
    },
}

impl DemoError {
    fn file(file: &str, reason: &dyn std::fmt::Display) -> Self {
        Self::File {
            file: file.to_owned(),
            reason: reason.to_string(),
        }
    }
}

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../fixtures/demo");

/// The catalogue in the binary.
///
/// # Errors
///
/// [`DemoError`] where a file does not fit.
pub(crate) fn catalogue() -> Result<catalogue::Catalogue, DemoError> {
    let mut files: Vec<(&str, &str)> = FILES
        .get_dir("catalogue")
        .into_iter()
        .flat_map(Dir::files)
        .filter_map(|file| Some((file.path().to_str()?, file.contents_utf8()?)))
        .collect();
    files.sort_unstable();
    catalogue::Catalogue::read(files.into_iter())
}

/// The text of the district file in the binary.
///
/// # Errors
///
/// [`DemoError`] where it is missing.
pub(crate) fn district_text() -> Result<&'static str, DemoError> {
    FILES
        .get_file("district.toml")
        .and_then(include_dir::File::contents_utf8)
        .ok_or_else(|| DemoError::file("district.toml", &"文件缺失"))
}

#[cfg(test)]
mod tests;
