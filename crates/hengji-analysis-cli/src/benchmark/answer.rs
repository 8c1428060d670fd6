//! The JSON of `hengji benchmark`: what the history taught, and each plan judged.

use hengji_analysis::benchmark::{CategorySummary, Judgement, Plan, ScaleModel};
use serde::Serialize;

/// What stands beside `method`.
#[derive(Serialize)]
pub(super) struct Answer<'a> {
    pub(super) categories: Vec<&'a CategorySummary>,
    plans: Vec<PlanAnswer<'a>>,
}

#[derive(Serialize)]
struct PlanAnswer<'a> {
    indicator_type: &'a str,
    category: &'a str,
    target: f64,
    amount: f64,
    #[serde(flatten)]
    judgement: &'a Judgement,
}

impl<'a> Answer<'a> {
    pub(super) fn of(model: &'a ScaleModel, plans: &'a [Plan], judged: &'a [Judgement]) -> Self {
        let plans = plans.iter().zip(judged).map(|(plan, judgement)| PlanAnswer {
            indicator_type: &plan.project.indicator_type,
            category: &plan.project.category,
            target: plan.project.quantity,
            amount: plan.project.amount,
            judgement,
        });
        Self {
            categories: model.categories().collect(),
            plans: plans.collect(),
        }
    }

    pub(super) fn has_unit_errors(&self) -> bool {
        self.categories
            .iter()
            .any(|category| !category.unit_errors.is_empty())
    }

    /// What the reader has to know, with the rows that need to be checked by name.
    pub(super) fn notes(&self) -> Vec<String> {
        // A long list would bury the notes; the JSON has all of it.
        const NAMED: usize = 10;
        let mut notes = Vec::new();
        for category in &self.categories {
            notes.extend(
                category
                    .notes
                    .iter()
                    .map(|note| format!("{}:{note}", category.category)),
            );
            let errors = &category.unit_errors;
            if !errors.is_empty() {
                let rows: Vec<&str> = errors
                    .iter()
                    .take(NAMED)
                    .map(|error| error.row.as_str())
                    .collect();
                let more = if NAMED < errors.len() { "等" } else { "" };
                notes.push(format!(
                    "{}:请核对金额单位:{}{more}。",
                    category.category,
                    rows.join("、")
                ));
            }
        }
        notes
    }
}
