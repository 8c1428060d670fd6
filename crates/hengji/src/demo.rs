//! The demonstration (演示): a synthetic district, repeatable from a start value, and published real forms.
//!
//! The generator is pure: rules and start value in, domain values out. It knows no database.

pub(crate) mod calendar;
pub(crate) mod cases;
pub(crate) mod catalogue;
pub(crate) mod district;
pub(crate) mod draw;
pub(crate) mod goal;
pub(crate) mod judged;
pub(crate) mod library;
pub(crate) mod library_story;
pub(crate) mod monitored;
pub(crate) mod outcome;
pub(crate) mod project;
pub(crate) mod project_class;
pub(crate) mod reviews;
pub(crate) mod rules_of_year;
pub(crate) mod seed;
pub(crate) mod story;
pub(crate) mod subject;
pub(crate) mod target;

use hengji_domain::Division;
use hengji_rules::RulesInForce;
use include_dir::{Dir, include_dir};

use catalogue::Catalogue;
use district::Bodies;
use project::Ground;
use subject::{DemoSheet, Season, Subject, SubjectMaker, YearRules};

/// 示范区(演示数据): no real district.
pub(crate) const DIVISION: &str = "330199";
/// The budget year whose self-evaluation is under way.
pub(crate) const EVALUATED_YEAR: &str = "2020";
/// The budget year whose goals are being reviewed.
pub(crate) const PREPARED_YEAR: &str = "2021";
/// Start value of the demonstration: another one makes another district.
pub(crate) const START: u64 = 20_201_231;
/// When the bodies of the district were entered: 2019-01-02 09:00 in Shanghai.
const BODIES_MADE_AT: hengji_domain::Timestamp = hengji_domain::Timestamp::from_micros(1_546_390_800_000_000);

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
    /// A rule that the generator needs is not in force.
    #[error(transparent)]
    Rule(#[from] hengji_rules::MissingRule),
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

/// Everything the demonstration makes for one budget year.
#[derive(Debug)]
pub(crate) struct Plan {
    division: Division,
    catalogue: Catalogue,
    bodies: Bodies,
    rules: YearRules,
    season: Season,
}

impl Plan {
    /// The plan for the division and year whose rules these are.
    ///
    /// # Errors
    ///
    /// [`DemoError`].
    pub(crate) fn read(in_force: &RulesInForce) -> Result<Self, DemoError> {
        let season = if in_force.year().to_string() == EVALUATED_YEAR {
            Season::Evaluating
        } else {
            Season::Preparing
        };
        Ok(Self {
            division: in_force.division(),
            catalogue: catalogue()?,
            bodies: district::read(district_text()?, START, BODIES_MADE_AT)?,
            rules: rules_of_year::read(in_force, in_force.year())?,
            season,
        })
    }

    /// The bodies and accounts of the district.
    pub(crate) const fn bodies(&self) -> &Bodies {
        &self.bodies
    }

    /// The project with this index and all that belongs to it.
    pub(crate) fn subject(&self, index: u64) -> Option<Subject> {
        self.maker().subject(index)
    }

    /// The finished self-evaluation of the project with this index, for measuring.
    pub(crate) fn evaluated(&self, index: u64) -> Option<DemoSheet> {
        self.maker().evaluated(index)
    }

    fn maker(&self) -> SubjectMaker<'_> {
        SubjectMaker {
            ground: Ground {
                division: self.division,
                start: START,
                catalogue: &self.catalogue,
                spenders: &self.bodies.spenders,
            },
            rules: &self.rules,
            season: self.season,
            focus: self.bodies.accounts.first().map(|account| account.unit),
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
    let mut catalogue = catalogue::Catalogue::read(files.into_iter())?;
    catalogue.take_from(&library::Shelf::open()?);
    Ok(catalogue)
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
