//! 分类分级 (project classes): a weighted score over published criteria, hard rules, and how sure the class is.
//!
//! The criteria of the field are 重点工作相关性, 主要职能相关性, 项目性质和实施阶段 and 资金规模; the last is scored on a
//! logarithmic scale. Weights, thresholds and rules are fixed before the list is seen. Beside the class stands the
//! share of all weights within a span of the published ones under which the class would be the same (SMAA, Lahdelma,
//! Salminen 2001); what is not clear goes to people.

mod acceptability;
mod score;

#[cfg(test)]
mod tests;

use serde::Serialize;

use super::error::{AllocateError, money_within, unique};
use crate::number::float;
use acceptability::Region;
use score::{by_score, held_to, points};

/// 项目 (project) to be classed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClassProject {
    /// Its name, once in the table.
    pub name: String,
    /// Points 0 to 100 under each criterion of the settings, money excepted.
    pub points: Vec<f64>,
    /// Its amount in fen.
    pub amount_fen: i64,
    /// 刚性支出 (人员经费, 配套补助): spending nobody can steer.
    pub is_rigid: bool,
}

/// 项目类别 (project class). A is evaluated most closely.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum ProjectClass {
    /// 重点资金项目.
    A,
    /// Between the two.
    B,
    /// 一般化管理.
    C,
}

/// A criterion scored in points.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Criterion {
    /// Its name.
    pub name: String,
    /// Its weight; all weights together are scaled to one.
    pub weight: f64,
}

/// 资金规模: from 0 points at `from_fen` to 100 at `full_fen`, by the logarithm.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct MoneyScale {
    /// Its weight, on the scale of the criteria.
    pub weight: f64,
    /// Up to here the amount earns nothing, in fen.
    pub from_fen: i64,
    /// From here on it earns all points, in fen.
    pub full_fen: i64,
}

/// A rule that stands above the score; of several the later wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HardRule {
    /// Projects from an amount on are at least in a class.
    AmountFrom {
        /// The amount in fen.
        amount_fen: i64,
        /// The class.
        at_least: ProjectClass,
    },
    /// Rigid spending is at most in a class.
    Rigid {
        /// The class.
        at_most: ProjectClass,
    },
}

/// What the bureau publishes before the list is seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClassSettings {
    /// The criteria scored in points.
    pub criteria: Vec<Criterion>,
    /// The criterion of money.
    pub money: MoneyScale,
    /// Score from which a project is in class A.
    pub a_from: f64,
    /// Score from which it is in class B.
    pub b_from: f64,
    /// What stands above the score.
    pub rules: Vec<HardRule>,
    /// How far every weight may move, as a share of itself, below 1.
    pub span: f64,
    /// Share of the weights from which a class is clear.
    pub clear_from: f64,
}

/// All classes with the figures they rest on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Classes {
    /// Number of projects.
    pub n: usize,
    /// Weights scaled to one, the one of money last.
    pub weights: Vec<f64>,
    /// Projects in A, B and C.
    pub counts: [usize; 3],
    /// Projects whose class is not clear.
    pub unclear: usize,
    /// One row per project, in the order given.
    pub projects: Vec<ClassRow>,
}

/// One project's class and why.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClassRow {
    /// The project.
    pub project: String,
    /// Its class.
    pub class: ProjectClass,
    /// Its score, 0 to 100: the sum of the contributions.
    pub score: f64,
    /// Weight times points per criterion, money last.
    pub contributions: Vec<f64>,
    /// The class by score alone.
    pub by_score: ProjectClass,
    /// Which of the settings' rules, from 0, set another class than the score; none if the score decides.
    pub rule: Option<usize>,
    /// Shares of the weight region in which the class, rules included, is A, B and C; exact volumes.
    pub shares: [f64; 3],
    /// Whether the share of its class reaches what is clear.
    pub is_clear: bool,
}

/// Puts projects into classes.
///
/// # Errors
///
/// [`AllocateError::Thresholds`] unless 0 ≤ B ≤ A ≤ 100, [`AllocateError::MoneyScale`] unless 0 < from < full,
/// [`AllocateError::Length`] if a project has not one entry per criterion, and the first unusable figure.
pub fn classify(projects: &[ClassProject], settings: &ClassSettings) -> Result<Classes, AllocateError> {
    let weights = check(projects, settings)?;
    let region = Region::around(&weights, settings.span);
    let rows: Vec<ClassRow> = projects
        .iter()
        .map(|project| row(project, settings, &weights, &region))
        .collect();
    let of_class = |class| rows.iter().filter(|row| row.class == class).count();
    Ok(Classes {
        n: rows.len(),
        weights,
        counts: [ProjectClass::A, ProjectClass::B, ProjectClass::C].map(of_class),
        unclear: rows.iter().filter(|row| !row.is_clear).count(),
        projects: rows,
    })
}

fn row(project: &ClassProject, settings: &ClassSettings, weights: &[f64], region: &Region) -> ClassRow {
    let points = points(project, &settings.money);
    let contributions: Vec<f64> = points
        .iter()
        .zip(weights)
        .map(|(points, weight)| points * weight)
        .collect();
    let score = contributions.iter().sum();
    let by_score = by_score(score, settings);
    let (class, rule) = held_to(by_score, project, &settings.rules);
    let below_a = region.share_below(&points, settings.a_from);
    let below_b = region.share_below(&points, settings.b_from);
    let mut shares = [0.0; 3];
    for (from, share) in [
        (ProjectClass::A, 1.0 - below_a),
        (ProjectClass::B, (below_a - below_b).max(0.0)),
        (ProjectClass::C, below_b),
    ] {
        let (to, _) = held_to(from, project, &settings.rules);
        for (at, sum) in [ProjectClass::A, ProjectClass::B, ProjectClass::C]
            .into_iter()
            .zip(&mut shares)
        {
            if at == to {
                *sum += share;
            }
        }
    }
    let own = [ProjectClass::A, ProjectClass::B, ProjectClass::C]
        .into_iter()
        .zip(shares);
    let own: f64 = own.filter(|(at, _)| *at == class).map(|(_, share)| share).sum();
    let is_clear = settings.clear_from <= own;
    ClassRow {
        project: project.name.clone(),
        class,
        score,
        contributions,
        by_score,
        rule,
        shares,
        is_clear,
    }
}

/// Checks everything and scales the weights.
fn check(projects: &[ClassProject], settings: &ClassSettings) -> Result<Vec<f64>, AllocateError> {
    unique("项目", projects.iter().map(|project| project.name.as_str()))?;
    let weights = score::weights(settings)?;
    for project in projects {
        money_within(&project.name, "金额", project.amount_fen)?;
        if project.points.len() != settings.criteria.len() {
            let (expected, found) = (settings.criteria.len(), project.points.len());
            return Err(AllocateError::Length {
                what: "各项目的准则得分",
                expected,
                found,
            });
        }
        for points in &project.points {
            AllocateError::within(&project.name, "准则得分", *points, 0.0, 100.0)?;
        }
    }
    let moving = weights.iter().filter(|weight| 0.0 < **weight).count();
    AllocateError::within(
        "准则表",
        "权重不为零的准则数",
        float(moving),
        1.0,
        float(acceptability::CRITERIA),
    )?;
    Ok(weights)
}
