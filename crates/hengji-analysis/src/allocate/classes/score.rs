//! 得分 (score): points, weights, thresholds and hard rules of one project.

use super::{ClassProject, ClassSettings, HardRule, MoneyScale, ProjectClass};
use crate::allocate::error::AllocateError;
use crate::allocate::money::{Yuan, float};

/// Sums of weighted points end a few units in the last place off a threshold that they meet.
pub(super) const SCORE_TOLERANCE: f64 = 1e-9;

/// The weights scaled to one, money last.
pub(super) fn weights(settings: &ClassSettings) -> Result<Vec<f64>, AllocateError> {
    let (a_from, b_from) = (settings.a_from, settings.b_from);
    if !(0.0 <= b_from && b_from <= a_from && a_from <= 100.0) {
        return Err(AllocateError::Thresholds { a_from, b_from });
    }
    let (from_fen, full_fen) = (settings.money.from_fen, settings.money.full_fen);
    if !(0 < from_fen && from_fen < full_fen) {
        let (from, full) = (Yuan(from_fen).to_string(), Yuan(full_fen).to_string());
        return Err(AllocateError::MoneyScale { from, full });
    }
    AllocateError::within("权重敏感性", "变动幅度", settings.span, 0.0, 0.99)?;
    AllocateError::within("权重敏感性", "明确所需比例", settings.clear_from, 0.0, 1.0)?;
    let named = settings
        .criteria
        .iter()
        .map(|criterion| (criterion.name.as_str(), criterion.weight));
    let all: Vec<(&str, f64)> = named.chain([("资金规模", settings.money.weight)]).collect();
    for (name, weight) in &all {
        AllocateError::within(&format!("准则“{name}”"), "权重", *weight, 0.0, 1e12)?;
    }
    let sum: f64 = all.iter().map(|(_, weight)| weight).sum();
    if sum <= 0.0 {
        return Err(AllocateError::Nothing {
            what: "权重大于零的准则",
        });
    }
    Ok(all.into_iter().map(|(_, weight)| weight / sum).collect())
}

/// The points of a project, those of money last.
pub(super) fn points(project: &ClassProject, money: &MoneyScale) -> Vec<f64> {
    let amount = float(project.amount_fen.max(1));
    let (from, full) = (float(money.from_fen), float(money.full_fen));
    let of_money = 100.0 * ((amount / from).ln() / (full / from).ln()).clamp(0.0, 1.0);
    project.points.iter().copied().chain([of_money]).collect()
}

/// The class by score alone.
pub(super) fn by_score(score: f64, settings: &ClassSettings) -> ProjectClass {
    let reaches = |from: f64| from - SCORE_TOLERANCE <= score;
    if reaches(settings.a_from) {
        ProjectClass::A
    } else if reaches(settings.b_from) {
        ProjectClass::B
    } else {
        ProjectClass::C
    }
}

/// The class after the hard rules, and the last rule that changed it.
pub(super) fn held_to(
    class: ProjectClass,
    project: &ClassProject,
    rules: &[HardRule],
) -> (ProjectClass, Option<usize>) {
    let mut held = (class, None);
    for (at, rule) in rules.iter().enumerate() {
        let to = match *rule {
            HardRule::AmountFrom { amount_fen, at_least } if amount_fen <= project.amount_fen => {
                held.0.min(at_least)
            }
            HardRule::Rigid { at_most } if project.is_rigid => held.0.max(at_most),
            HardRule::AmountFrom { .. } | HardRule::Rigid { .. } => held.0,
        };
        if to != held.0 {
            held = (to, Some(at));
        }
    }
    held
}
