//! 对比范围 (comparison): where a plan belongs in the history, and the rows that it is compared with.

use serde::Serialize;

use super::category::CategoryModel;
use super::error::BenchmarkError;
use super::history::{Observed, Project};
use super::line::ScaleLine;
use super::model::{ScaleModel, year_name};

/// What the plan was compared with.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// Whether the rows are of the same type; otherwise they are those of the category.
    pub same_type: bool,
    /// How many there are.
    pub rows: usize,
    /// The nearest in size.
    pub nearest: Vec<ComparedRow>,
    /// Rows of the same type left out as unit errors.
    pub left_out: Vec<String>,
}

/// A past project beside a plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ComparedRow {
    /// Its name.
    pub name: String,
    /// Its region.
    pub region: Option<String>,
    /// Its year.
    pub year: Option<i32>,
    /// Its quantity.
    pub quantity: f64,
    /// Its amount, in prices of the plan's year.
    pub amount: f64,
    /// Its unit cost, adjusted to the common size.
    pub unit_cost: Option<f64>,
}

/// A plan with its place in the history.
pub(super) struct Placed<'a> {
    pub(super) project: &'a Project,
    pub(super) category: Option<&'a CategoryModel>,
    /// The rows of the same type.
    pub(super) own: &'a [Observed],
    pub(super) line: Option<ScaleLine>,
    /// The logarithm of the quantity.
    pub(super) size: f64,
    /// The logarithm of the amount in constant prices.
    pub(super) cost: f64,
    /// The logarithm of the size at which unit costs are compared.
    pub(super) common: f64,
    /// What turns amounts of the plan's year into constant prices.
    pub(super) prices: f64,
}

impl<'a> Placed<'a> {
    /// Finds the place of a plan.
    pub(super) fn new(model: &'a ScaleModel, project: &'a Project) -> Result<Self, BenchmarkError> {
        let (size, cost) = project.logarithms(&model.prices)?;
        let category = model.categories.get(&project.category);
        let kind = category.and_then(|category| category.types.find(&project.indicator_type));
        let region = model.regions.find(project.region.as_deref().unwrap_or_default());
        let year = model.years.find(&year_name(project));
        let line = category.and_then(|category| category.line(kind, region, year));
        let own = match (category, kind) {
            (Some(category), Some(kind)) => category.of_type(kind),
            _ => &[],
        };
        let typical = line.map_or(size, |line| line.pivot);
        let common = model.settings.common_size.map_or(typical, f64::ln);
        let prices = model.prices.factor(project)?;
        Ok(Self {
            project,
            category,
            own,
            line,
            size,
            cost,
            common,
            prices,
        })
    }
}

/// The rows that a plan is compared with, nearest in size first.
pub(super) fn comparison(model: &ScaleModel, placed: &Placed<'_>) -> Comparison {
    let same_type = !placed.own.is_empty();
    let rows = match placed.category {
        Some(category) if !same_type => &category.rows,
        _ => placed.own,
    };
    let mut nearest: Vec<&Observed> = rows.iter().collect();
    let far = |row: &Observed| (row.size - placed.size).abs();
    nearest.sort_by(|one, other| far(one).total_cmp(&far(other)));
    nearest.truncate(model.settings.compared_rows);
    let nearest = nearest
        .into_iter()
        .filter_map(|row| compared(model, placed, row))
        .collect();
    let of_type = |index: usize| {
        model
            .history
            .get(index)
            .is_some_and(|past| past.indicator_type == placed.project.indicator_type)
    };
    let suspected = placed
        .category
        .iter()
        .flat_map(|category| &category.summary.unit_errors);
    let left_out = suspected
        .filter(|row| of_type(row.index))
        .map(|row| row.row.clone())
        .collect();
    Comparison {
        same_type,
        rows: rows.len(),
        nearest,
        left_out,
    }
}

fn compared(model: &ScaleModel, placed: &Placed<'_>, row: &Observed) -> Option<ComparedRow> {
    let past = model.history.get(row.row)?;
    let unit_cost = placed
        .line
        .map(|line| line.unit_cost_at(placed.common, row.size, row.cost).exp() / placed.prices);
    Some(ComparedRow {
        name: past.name.clone(),
        region: past.region.clone(),
        year: past.year,
        quantity: past.quantity,
        amount: row.cost.exp() / placed.prices,
        unit_cost,
    })
}
