//! 规模模型 (scale model): the history of all categories, ready to be asked about plans.

use std::collections::BTreeMap;

use super::category::{CategoryModel, CategorySummary};
use super::error::BenchmarkError;
use super::history::{Numbered, Observed, PriceIndex, Project};
use super::settings::Settings;

/// The scale model `ln c = aᵢ + bᵢ ln q + uᵣ + vₜ + e`, fitted category by category with partial pooling of the
/// levels aᵢ and elasticities bᵢ of the indicator types.
#[derive(Debug, Clone, PartialEq)]
pub struct ScaleModel {
    pub(super) settings: Settings,
    pub(super) prices: PriceIndex,
    pub(super) history: Vec<Project>,
    pub(super) regions: Numbered,
    pub(super) years: Numbered,
    pub(super) categories: BTreeMap<String, CategoryModel>,
}

impl ScaleModel {
    /// Learns from past projects.
    ///
    /// # Errors
    ///
    /// [`BenchmarkError`] when there is no history, a quantity or amount is not positive, a price is missing, or
    /// a setting makes no sense. A category that is too small is no error: its summary says so.
    pub fn fit(
        history: &[Project],
        prices: &PriceIndex,
        settings: &Settings,
    ) -> Result<Self, BenchmarkError> {
        settings.check()?;
        if history.is_empty() {
            return Err(BenchmarkError::NoHistory);
        }
        let (mut regions, mut years) = (Numbered::default(), Numbered::default());
        let mut grouped: BTreeMap<String, (Numbered, Vec<Observed>)> = BTreeMap::new();
        for (row, project) in history.iter().enumerate() {
            let (size, cost) = project.logarithms(prices)?;
            let region = regions.number(project.region.as_deref().unwrap_or_default());
            let year = years.number(&year_name(project));
            let (types, rows) = grouped.entry(project.category.clone()).or_default();
            let kind = types.number(&project.indicator_type);
            rows.push(Observed {
                row,
                kind,
                region,
                year,
                size,
                cost,
            });
        }
        let categories = grouped
            .into_iter()
            .map(|(category, (types, rows))| {
                let model = CategoryModel::new(&category, types, rows, history, settings);
                (category, model)
            })
            .collect();
        let (settings, prices) = (settings.clone(), prices.clone());
        Ok(Self {
            settings,
            prices,
            history: history.to_vec(),
            regions,
            years,
            categories,
        })
    }

    /// What was learnt, category by category in the order of their names.
    pub fn categories(&self) -> impl Iterator<Item = &CategorySummary> {
        self.categories.values().map(|model| &model.summary)
    }
}

/// The name of a project's year; projects without one share a level.
pub(super) fn year_name(project: &Project) -> String {
    project.year.map_or_else(String::new, |year| year.to_string())
}
