//! What the rules say of the review: points with their grades, who must be scored, how a change is confirmed.

use hengji_domain::centralised_review::{Aspect, PointItem, PointsTable};
use hengji_domain::money::MoneyUnit;
use hengji_domain::{Money, Score};
use hengji_rules::{RulesInForce, Tree};

use crate::error::AppError;

/// The rules of the review in force.
pub(crate) struct ReviewRules {
    /// Points and grades.
    pub(crate) points: PointsTable,
    /// From this amount on a goal must be scored.
    pub(crate) scored_from: Option<Money>,
    /// Grades with which a scored goal may pass.
    pub(crate) passing: Vec<String>,
    /// What follows from each grade, as printed.
    pub(crate) consequences: Vec<(String, String)>,
    /// Whether a signature on paper confirms a change.
    pub(crate) paper_confirms: bool,
}

/// The word of `goal.review_confirmation` for a signature on paper.
const PAPER: &str = "纸质签字";

impl ReviewRules {
    pub(crate) fn read(in_force: &RulesInForce) -> Result<Self, AppError> {
        let points = in_force.content("goal.review_points")?.value;
        let aspects = points.as_ref().map(Tree::entries).unwrap_or_default();
        let results = in_force.content("goal.review_results")?.value;
        let results = results.as_ref().map(Tree::entries).unwrap_or_default();
        let scored_from = in_force.quantity("goal.review_scored_from")?.value;
        Ok(Self {
            points: PointsTable {
                aspects: aspects.iter().map(aspect).collect::<Result<_, _>>()?,
                bands: in_force.grade_bands("goal_review")?.value,
            },
            scored_from: scored_from.and_then(|amount| Money::from_decimal(amount.value, MoneyUnit::Yuan)),
            passing: words(in_force, "goal.review_passing_grades")?,
            consequences: results
                .iter()
                .filter_map(|entry| Some((text(entry, "grade")?, text(entry, "action")?)))
                .collect(),
            paper_confirms: words(in_force, "goal.review_confirmation")?
                .iter()
                .any(|word| word == PAPER),
        })
    }

    /// Whether a goal of this money must be scored, not only judged.
    pub(crate) fn must_score(&self, total: Money) -> bool {
        self.scored_from.is_some_and(|from| from <= total)
    }

    /// What follows from a grade.
    pub(crate) fn consequence(&self, grade: &str) -> String {
        let found = self.consequences.iter().find(|(name, _)| name == grade);
        found.map(|(_, action)| action.clone()).unwrap_or_default()
    }
}

fn words(in_force: &RulesInForce, rule: &str) -> Result<Vec<String>, AppError> {
    let content = in_force.content(rule)?.value;
    let entries = content.as_ref().map(Tree::entries).unwrap_or_default();
    Ok(entries
        .iter()
        .filter_map(|entry| entry.text().map(ToOwned::to_owned))
        .collect())
}

fn text(entry: &Tree, name: &str) -> Option<String> {
    entry.field(name)?.text().map(ToOwned::to_owned)
}

fn aspect(entry: &Tree) -> Result<Aspect, AppError> {
    let items = entry.field("items").map(Tree::entries).unwrap_or_default();
    Ok(Aspect {
        name: text(entry, "aspect").ok_or_else(unreadable)?,
        points: points(entry)?,
        items: items
            .iter()
            .map(|item| {
                Ok(PointItem {
                    name: text(item, "name").ok_or_else(unreadable)?,
                    points: points(item)?,
                })
            })
            .collect::<Result<_, AppError>>()?,
    })
}

fn points(entry: &Tree) -> Result<Score, AppError> {
    let number = entry.field("points").and_then(Tree::decimal);
    number.and_then(Score::from_points).ok_or_else(unreadable)
}

/// The table is read by this stage only, so a slip in it shows here and not at load.
fn unreadable() -> AppError {
    AppError::refused(
        "review-points-rule-unreadable",
        "规则“绩效目标审核要点及分值”(goal.review_points)缺少名称或分值,请核对规则文件。",
    )
}
