//! 类别模型 (model of a category): screening, then the best method that its rows allow.

use serde::Serialize;

use super::closed_form::{ClosedForm, NoLine};
use super::history::{Numbered, Observed, Project};
use super::line::ScaleLine;
use super::pooled_lines::PooledLines;
use super::settings::Settings;
use super::unit_error::{UnitError, screen};
use crate::mixed::{Convergence, Estimate};

/// How the lines of a category were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FitMethod {
    /// Mixed model by restricted maximum likelihood.
    Reml,
    /// Normal–normal pooling in closed form.
    ClosedForm,
    /// Not at all: see the notes.
    NotFitted,
}

/// A row that pulls less than the others because it lies far from its line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DownWeighted {
    /// The name of the row.
    pub row: String,
    /// The place of the row in the history, counted from zero.
    pub index: usize,
    /// What is left of its pull, below one.
    pub reliability: f64,
}

/// What was learnt from the history of a category.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CategorySummary {
    /// The category.
    pub category: String,
    /// How its lines were found.
    pub method: FitMethod,
    /// The rows used.
    pub rows: usize,
    /// The indicator types that have rows in use.
    pub types: usize,
    /// The elasticity b₀ of the category.
    pub elasticity: Option<Estimate>,
    /// The standard deviation of the elasticities of its types.
    pub elasticity_spread: Option<f64>,
    /// The standard deviation of the levels of its types.
    pub level_spread: Option<f64>,
    /// The standard deviation of the regions.
    pub region_spread: Option<f64>,
    /// The standard deviation of the years.
    pub year_spread: Option<f64>,
    /// The standard deviation of one project around its line, in logarithms.
    pub residual_sd: Option<f64>,
    /// How the search for the standard deviations went.
    pub convergence: Option<Convergence>,
    /// Rows left out because their amount seems to be in another unit.
    pub unit_errors: Vec<UnitError>,
    /// Rows that pull less.
    pub down_weighted: Vec<DownWeighted>,
    /// What a reader has to know.
    pub notes: Vec<String>,
}

/// A category with its lines.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct CategoryModel {
    pub(super) summary: CategorySummary,
    pub(super) types: Numbered,
    /// The rows in use, sorted by type and size.
    pub(super) rows: Vec<Observed>,
    lines: Lines,
}

#[derive(Debug, Clone, PartialEq)]
enum Lines {
    Pooled(Box<PooledLines>),
    Closed(ClosedForm),
    None,
}

impl CategoryModel {
    /// Fits a category.
    pub(super) fn new(
        category: &str,
        types: Numbered,
        rows: Vec<Observed>,
        history: &[Project],
        settings: &Settings,
    ) -> Self {
        let screening = screen(&rows, types.names().len(), settings);
        let mut unit_errors = Vec::new();
        let mut kept = Vec::with_capacity(rows.len());
        let mut distance = Vec::with_capacity(rows.len());
        for ((row, suspected), far) in rows
            .into_iter()
            .zip(&screening.suspected)
            .zip(&screening.distance)
        {
            if let Some((factor, kind)) = suspected {
                let name = history
                    .get(row.row)
                    .map_or_else(String::new, |project| project.name.clone());
                unit_errors.push(UnitError {
                    row: name,
                    index: row.row,
                    factor: *factor,
                    kind: *kind,
                });
            } else {
                kept.push(row);
                distance.push(*far);
            }
        }
        let mut summary = CategorySummary::empty(category, &kept, unit_errors);
        let lines = summary.fit(&kept, types.names().len(), &distance, history, settings);
        kept.sort_by_key(|row| (row.kind, row.row));
        Self {
            summary,
            types,
            rows: kept,
            lines,
        }
    }

    /// The line of a type in a region and year.
    pub(super) fn line(
        &self,
        kind: Option<usize>,
        region: Option<usize>,
        year: Option<usize>,
    ) -> Option<ScaleLine> {
        match &self.lines {
            Lines::Pooled(lines) => lines.line(kind, region, year),
            Lines::Closed(lines) => lines.line(kind),
            Lines::None => None,
        }
    }

    /// The rows in use of a type.
    pub(super) fn of_type(&self, kind: usize) -> &[Observed] {
        let start = self.rows.partition_point(|row| row.kind < kind);
        let end = self.rows.partition_point(|row| row.kind <= kind);
        self.rows.get(start..end).unwrap_or_default()
    }
}

impl CategorySummary {
    fn empty(category: &str, kept: &[Observed], unit_errors: Vec<UnitError>) -> Self {
        let mut types: Vec<usize> = kept.iter().map(|row| row.kind).collect();
        types.sort_unstable();
        types.dedup();
        let mut notes = Vec::new();
        if !unit_errors.is_empty() {
            let count = unit_errors.len();
            notes.push(format!(
                "有 {count} 行疑似金额单位错误(元、千元、万元混用),未参与估计,请先核对。"
            ));
        }
        Self {
            category: category.to_owned(),
            method: FitMethod::NotFitted,
            rows: kept.len(),
            types: types.len(),
            elasticity: None,
            elasticity_spread: None,
            level_spread: None,
            region_spread: None,
            year_spread: None,
            residual_sd: None,
            convergence: None,
            unit_errors,
            down_weighted: Vec::new(),
            notes,
        }
    }

    fn fit(
        &mut self,
        rows: &[Observed],
        types: usize,
        distance: &[f64],
        history: &[Project],
        settings: &Settings,
    ) -> Lines {
        if rows.len() >= settings.evidence.category {
            match PooledLines::new(rows, types, distance, settings) {
                Ok(lines) => {
                    self.take_pooled(&lines, rows, history);
                    return Lines::Pooled(Box::new(lines));
                }
                Err(error) => self.notes.push(format!("方差成分无法用 REML 估计:{error}")),
            }
        }
        match ClosedForm::new(rows, types, settings.sizes) {
            Ok(lines) => {
                self.take_closed(&lines);
                Lines::Closed(lines)
            }
            Err(reason) => {
                self.notes.push(why(reason, rows.len()));
                Lines::None
            }
        }
    }

    fn take_pooled(&mut self, lines: &PooledLines, rows: &[Observed], history: &[Project]) {
        let fit = &lines.robust.fit;
        self.method = FitMethod::Reml;
        self.elasticity = fit.fixed.get(1).copied();
        [
            self.level_spread,
            self.elasticity_spread,
            self.region_spread,
            self.year_spread,
        ] = lines.spreads();
        self.residual_sd = Some(fit.residual_sd);
        self.convergence = Some(fit.convergence.clone());
        self.down_weighted = rows
            .iter()
            .zip(&lines.robust.reliabilities)
            .filter(|(_, reliability)| **reliability < 1.0)
            .map(|(row, reliability)| DownWeighted {
                row: history
                    .get(row.row)
                    .map_or_else(String::new, |project| project.name.clone()),
                index: row.row,
                reliability: *reliability,
            })
            .collect();
        if !lines.robust.settled || !fit.convergence.converged {
            self.notes.push("估计未完全收敛,结果只作参考。".to_owned());
        }
        for factor in &fit.convergence.at_boundary {
            self.notes.push(format!(
                "“{factor}”的差异估计为零:数据看不出差异,不等于没有差异。"
            ));
        }
    }

    fn take_closed(&mut self, lines: &ClosedForm) {
        self.method = FitMethod::ClosedForm;
        self.elasticity = Some(lines.elasticity);
        self.level_spread = lines.level_spread;
        self.elasticity_spread = lines.elasticity_spread;
        self.residual_sd = Some(lines.residual_variance.sqrt());
        self.notes
            .push("历史行数较少,用闭式部分汇总估计;地区、年度差异并入残差。".to_owned());
    }
}

fn why(reason: NoLine, rows: usize) -> String {
    match reason {
        NoLine::TooFewRows => format!("只有 {rows} 行可用,不足以估计规模与成本的关系。"),
        NoLine::OneSize => "同类型历史的数量全部相同,看不出规模与成本的关系。".to_owned(),
        NoLine::NoResidual => "历史金额与数量完全成比例,没有误差可供判断,请核对是否由公式生成。".to_owned(),
    }
}
