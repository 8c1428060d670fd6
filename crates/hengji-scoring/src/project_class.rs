//! 分类分级 (project class): the class of a project under the year's rules, with the points of each criterion.
//!
//! Everything is whole numbers, so that whoever has the published rules and a pocket calculator gets the same class.

use hengji_domain::project_class::{
    ClassRules, ClassTraits, Criterion, CriterionKind, CriterionScale, HardCondition, ProjectClass,
};
use hengji_domain::rounding::div_round_half_up;
use hengji_domain::{Money, Score};

/// Hundredths of a point in a whole weight: weights are basis points.
const WHOLE_WEIGHT: i128 = 10_000;

/// What one criterion gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CriterionScore {
    /// Which criterion.
    pub kind: CriterionKind,
    /// Code of the level entered; none for money, and where nothing was entered that the rules know.
    pub level: Option<String>,
    /// Points, 0 to 100; nothing where the level is missing.
    pub points: Score,
    /// Weight × points, rounded half up to a hundredth.
    pub contribution: Score,
    /// Whether a level is needed and missing.
    pub is_missing: bool,
}

/// The class of a project and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Classified {
    /// What each criterion gave, in the order of the rules.
    pub criteria: Vec<CriterionScore>,
    /// The weighted points, rounded half up once.
    pub score: Score,
    /// The class by score alone.
    pub by_score: ProjectClass,
    /// The class with the hard rules.
    pub class: ProjectClass,
    /// Code of the hard rule that set another class than the score; none where the score decides.
    pub hard_rule: Option<String>,
}

impl Classified {
    /// Whether a level is missing under some criterion.
    pub fn is_incomplete(&self) -> bool {
        self.criteria.iter().any(|criterion| criterion.is_missing)
    }
}

/// Classes a project.
pub fn classify(traits: &ClassTraits, amount: Money, rules: &ClassRules) -> Classified {
    let criteria: Vec<CriterionScore> = rules
        .criteria
        .value
        .iter()
        .map(|criterion| criterion_score(criterion, traits, amount))
        .collect();
    let weighted: i128 = rules
        .criteria
        .value
        .iter()
        .zip(&criteria)
        .map(|(criterion, scored)| product(criterion, scored.points))
        .sum();
    let score = hundredths(weighted);
    let by_score = rules.thresholds.value.class(score);
    let (mut class, mut hard_rule) = (by_score, None);
    for rule in &rules.hard_rules.value {
        if !applies(&rule.condition, traits, amount) {
            continue;
        }
        let held = rule.bound.hold(class);
        if held != class {
            (class, hard_rule) = (held, Some(rule.code.clone()));
        }
    }
    Classified {
        criteria,
        score,
        by_score,
        class,
        hard_rule,
    }
}

/// Whether a hard rule speaks about the project.
pub fn applies(condition: &HardCondition, traits: &ClassTraits, amount: Money) -> bool {
    match condition {
        HardCondition::Rigid(kinds) => traits.rigid.as_ref().is_some_and(|rigid| kinds.contains(rigid)),
        HardCondition::AmountFrom(least) => *least <= amount,
    }
}

fn criterion_score(criterion: &Criterion, traits: &ClassTraits, amount: Money) -> CriterionScore {
    let (level, points, is_missing) = match &criterion.scale {
        CriterionScale::Levels(levels) => {
            let entered = traits.level(criterion.kind);
            let found = levels.iter().find(|level| Some(level.code.as_str()) == entered);
            (
                found.map(|level| level.code.clone()),
                found.map_or(Score::ZERO, |level| level.points),
                found.is_none(),
            )
        }
        CriterionScale::Bands(bands) => {
            let found = bands.iter().find(|band| band.from <= amount);
            (None, found.map_or(Score::ZERO, |band| band.points), false)
        }
    };
    CriterionScore {
        kind: criterion.kind,
        level,
        points,
        contribution: hundredths(product(criterion, points)),
        is_missing,
    }
}

fn product(criterion: &Criterion, points: Score) -> i128 {
    i128::from(criterion.weight.centi()) * i128::from(points.centi())
}

fn hundredths(weighted: i128) -> Score {
    let centi = div_round_half_up(weighted, WHOLE_WEIGHT).and_then(|centi| i32::try_from(centi).ok());
    Score::from_centi(centi.unwrap_or(i32::MAX))
}

#[cfg(test)]
mod tests;
