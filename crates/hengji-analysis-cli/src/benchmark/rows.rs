//! 读入历史与计划 (reading history and plans): one set of column names for both tables.

use std::path::{Path, PathBuf};

use clap::Args;
use hengji_analysis::benchmark::{LastYear, Plan, PriceIndex, Project};

use crate::table::{Column, Input, Row, Table};
use crate::{Context, Failure};

/// Which file and which columns.
#[derive(Debug, Clone, Args)]
pub(crate) struct Columns {
    /// 历史表(CSV,首行为列名,每行一个已完成的项目);- 表示标准输入
    #[arg(value_name = "历史.csv", help_heading = "参数")]
    history: PathBuf,
    /// 项目名称所在列;不给则用行号
    #[arg(long, value_name = "列", help_heading = "选项")]
    unit: Option<String>,
    /// 指标类型所在列(同一类型的数量可直接比较)
    #[arg(long = "type", value_name = "列", help_heading = "选项")]
    indicator_type: String,
    /// 数量(目标值)所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    quantity: String,
    /// 金额所在列,全表同一货币单位
    #[arg(long, value_name = "列", help_heading = "选项")]
    amount: String,
    /// 地区或部门所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    region: Option<String>,
    /// 年度所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    period: Option<String>,
    /// 类别所在列:同一类别的各类型互相借鉴;不给则全表一类
    #[arg(long, value_name = "列", help_heading = "选项")]
    category: Option<String>,
    /// 计划表中上年实际完成数量所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    last_actual: Option<String>,
    /// 计划表中上年金额所在列
    #[arg(long, value_name = "列", requires = "last_actual", help_heading = "选项")]
    last_amount: Option<String>,
}

/// The columns found in a table.
struct Found {
    unit: Option<Column>,
    indicator_type: Column,
    quantity: Column,
    amount: Column,
    region: Option<Column>,
    period: Option<Column>,
    category: Option<Column>,
}

impl Columns {
    /// Reads the history.
    pub(super) fn history(&self, context: &mut Context<'_>) -> Result<(Vec<Project>, Input), Failure> {
        let table = Table::open(&self.history, context)?;
        let found = self.find(&table)?;
        let mut rows = Vec::new();
        let input = table.read(|row| rows.extend(found.project(row)))?;
        Ok((rows, input))
    }

    /// Reads the plans.
    pub(super) fn plans(
        &self,
        path: &Path,
        context: &mut Context<'_>,
    ) -> Result<(Vec<Plan>, Input), Failure> {
        let table = Table::open(path, context)?;
        let found = self.find(&table)?;
        let last_actual = optional(&table, "--last-actual", self.last_actual.as_ref())?;
        let last_amount = optional(&table, "--last-amount", self.last_amount.as_ref())?;
        let mut rows = Vec::new();
        let input = table.read(|row| {
            let actual = if_any(row, last_actual.as_ref());
            let amount = if_any(row, last_amount.as_ref());
            if let (Some(project), Some(actual), Some(amount)) = (found.project(row), actual, amount) {
                let last_year = actual.map(|actual| LastYear { actual, amount });
                rows.push(Plan { project, last_year });
            }
        })?;
        Ok((rows, input))
    }

    fn find(&self, table: &Table) -> Result<Found, Failure> {
        Ok(Found {
            unit: optional(table, "--unit", self.unit.as_ref())?,
            indicator_type: table.column("--type", &self.indicator_type)?,
            quantity: table.column("--quantity", &self.quantity)?,
            amount: table.column("--amount", &self.amount)?,
            region: optional(table, "--region", self.region.as_ref())?,
            period: optional(table, "--period", self.period.as_ref())?,
            category: optional(table, "--category", self.category.as_ref())?,
        })
    }
}

impl Found {
    fn project(&self, row: &mut Row<'_>) -> Option<Project> {
        // All cells are asked before any is missed, so that every fault of a row is told.
        let name = match &self.unit {
            Some(unit) => named(row, unit),
            None => Some(format!("第 {} 行", row.number())),
        };
        let indicator_type = named(row, &self.indicator_type);
        let category = self
            .category
            .as_ref()
            .map_or_else(|| Some("全部".to_owned()), |column| named(row, column));
        let region = self
            .region
            .as_ref()
            .map(|region| row.cell(region).to_owned())
            .filter(|name| !name.is_empty());
        let year = self
            .period
            .as_ref()
            .map_or(Some(None), |period| year(row, period));
        let quantity = row.positive(&self.quantity);
        let amount = row.positive(&self.amount);
        Some(Project {
            name: name?,
            indicator_type: indicator_type?,
            category: category?,
            region,
            year: year?,
            quantity: quantity?,
            amount: amount?,
        })
    }
}

/// Reads the price index: the columns 年度 and 价格指数.
pub(super) fn prices(path: &Path, context: &mut Context<'_>) -> Result<(PriceIndex, Input), Failure> {
    let table = Table::open(path, context)?;
    let period = table.column("--price-index", "年度")?;
    let level = table.column("--price-index", "价格指数")?;
    let mut levels = Vec::new();
    let input = table.read(|row| {
        // A price without a year is of no use, so here the cell must not be empty.
        let year = row.text(&period).and_then(|_| year(row, &period)).flatten();
        let found = year.zip(row.positive(&level));
        levels.extend(found);
    })?;
    Ok((PriceIndex::new(&levels).map_err(Failure::unusable)?, input))
}

fn named(row: &mut Row<'_>, column: &Column) -> Option<String> {
    row.text(column).map(str::to_owned)
}

/// A year, or nothing where the cell is empty; none only where a fault was noted.
fn year(row: &mut Row<'_>, column: &Column) -> Option<Option<i32>> {
    if row.cell(column).is_empty() {
        return Some(None);
    }
    let whole = row.whole(column)?;
    let year = i32::try_from(whole)
        .ok()
        .filter(|year| (1_000..10_000).contains(year));
    if year.is_none() {
        row.note(
            column,
            row.cell(column),
            "不是四位年份,例如 2025。 [cell-not-year]",
        );
    }
    year.map(Some)
}

fn if_any(row: &mut Row<'_>, column: Option<&Column>) -> Option<Option<f64>> {
    column.map_or(Some(None), |column| row.finite_if_any(column))
}

fn optional(table: &Table, option: &str, name: Option<&String>) -> Result<Option<Column>, Failure> {
    name.map(|name| table.column(option, name)).transpose()
}
