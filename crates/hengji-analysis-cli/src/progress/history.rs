//! 读入往年进度 (reading the history): one row for a project in a past year, cumulative by period.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use hengji_analysis::progress::{Profile, ProfileSettings, profile};

use crate::groups::Groups;
use crate::table::{Column, Input, Row, Table};
use crate::{Context, Failure};

/// Which columns hold a course through the year.
#[derive(Debug, Clone, Args)]
pub(super) struct CourseOptions {
    /// 各期累计数所在列,从第一期到最后一期,用逗号分隔,如 1月,2月,…,12月
    #[arg(
        long,
        value_name = "列,…",
        value_delimiter = ',',
        required = true,
        help_heading = "选项"
    )]
    pub(super) periods: Vec<String>,
    /// 全年预算(或全年目标)所在列,各期累计数除以它;不给则各期已是比例
    #[arg(long, value_name = "列", help_heading = "选项")]
    pub(super) budget: Option<String>,
    /// 类别所在列;不给则全表一类
    #[arg(long, value_name = "列", help_heading = "选项")]
    pub(super) category: Option<String>,
}

/// One project in one past year.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Course {
    pub(super) unit: String,
    pub(super) year: Option<u64>,
    pub(super) curve: Vec<f64>,
}

/// All courses by category.
#[derive(Debug)]
pub(super) struct History {
    pub(super) periods: usize,
    pub(super) categories: Groups<Course>,
    pub(super) input: Input,
}

/// The name of the one category where no column names any.
pub(super) const WHOLE: &str = "全部";

impl History {
    /// Reads a table of past years; names and years are kept where there are columns for them.
    pub(super) fn read(
        path: &Path,
        options: &CourseOptions,
        unit: Option<&str>,
        year: Option<&str>,
        context: &mut Context<'_>,
    ) -> Result<Self, Failure> {
        let table = Table::open(path, context)?;
        let maybe =
            |option: &str, name: Option<&str>| name.map(|name| table.column(option, name)).transpose();
        let periods = table.columns("--periods", &options.periods)?;
        let budget = maybe("--budget", options.budget.as_deref())?;
        let category = maybe("--category", options.category.as_deref())?;
        let (unit, year) = (maybe("--unit", unit)?, maybe("--history-year", year)?);
        let mut categories = Groups::new();
        let input = table.read(|row| {
            let name = category.as_ref().map_or(Some(WHOLE), |column| row.text(column));
            let unit = unit.as_ref().map_or(Some(""), |column| row.text(column));
            let year = year
                .as_ref()
                .map_or(Some(None), |column| row.whole(column).map(Some));
            let curve = curve(row, &periods, budget.as_ref());
            if let (Some(name), Some(unit), Some(year), Some(curve)) = (name, unit, year, curve) {
                categories.add(
                    name,
                    Course {
                        unit: unit.to_owned(),
                        year,
                        curve,
                    },
                );
            }
        })?;
        Ok(Self {
            periods: periods.len(),
            categories,
            input,
        })
    }

    /// Last year's course of a project: the latest one under its name.
    pub(super) fn last_year(&self, unit: &str) -> Option<&Course> {
        let own = self
            .categories
            .iter()
            .flat_map(|(_, rows)| rows)
            .filter(|row| row.unit == unit);
        own.filter(|row| row.year.is_some()).max_by_key(|row| row.year)
    }
}

/// The cumulative shares of a row.
fn curve(row: &mut Row<'_>, periods: &[Column], budget: Option<&Column>) -> Option<Vec<f64>> {
    let amounts = row.all_at_least_zero(periods);
    let whole = budget.map_or(Some(1.0), |column| row.positive(column))?;
    Some(amounts?.into_iter().map(|amount| amount / whole).collect())
}

/// Which file holds the past years.
#[derive(Debug, Clone, Args)]
pub(super) struct HistoryFile {
    /// 往年进度表(CSV),列名与 --periods、--budget、--category 相同
    #[arg(long, value_name = "往年.csv", help_heading = "选项")]
    pub(super) history: PathBuf,
}

/// One profile for each category that was asked for; a category without history leans on the prior.
#[derive(Debug)]
pub(super) struct Profiles(BTreeMap<String, Profile>);

impl Profiles {
    /// None made yet.
    pub(super) const fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// The profile of a category, made when it is asked for first.
    pub(super) fn of(
        &mut self,
        category: &str,
        history: &History,
        settings: &ProfileSettings,
    ) -> Result<&Profile, Failure> {
        if !self.0.contains_key(category) {
            let rows = history.categories.get(category).unwrap_or_default();
            let curves: Vec<&[f64]> = rows.iter().map(|row| row.curve.as_slice()).collect();
            let made = profile(&curves, settings).map_err(Failure::unusable)?;
            self.0.insert(category.to_owned(), made);
        }
        self.0
            .get(category)
            .ok_or_else(|| Failure::fault("类别没有分位线"))
    }
}
