//! From items to parts, total and grade.

use hengji_domain::evaluation::ratio::Ratio;
use hengji_domain::evaluation::{EvaluationRefusal, Veto};
use hengji_domain::rounding::div_round_half_up;
use hengji_domain::rule::GradeBand;
use hengji_domain::{Decimal, Score, Weight};

/// A part of the framework with its share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartWeight {
    /// Code of the part.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Share of the total, basis points.
    pub share_bp: u32,
}

/// What an item adds to its part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoredItem {
    /// Code of the part.
    pub part: String,
    /// Full points.
    pub weight: Weight,
    /// Points.
    pub score: Score,
}

/// What a part gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartScore {
    /// Code of the part.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Share of the total, basis points.
    pub share_bp: u32,
    /// Sum of the weights of its items.
    pub weight: Weight,
    /// Sum of their points.
    pub score: Score,
    /// What it adds to the total, rounded half up for display; the total is rounded on its own.
    pub contribution: Score,
}

/// A total with its parts and its arithmetic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    /// The parts in the order of the framework.
    pub parts: Vec<PartScore>,
    /// The total of a hundred, rounded half up once.
    pub total: Score,
    /// The arithmetic, a sentence for each part and one for the total.
    pub steps: Vec<String>,
}

/// Adds items up to parts and parts to the total: share × points ÷ weights, exactly.
///
/// # Errors
///
/// [`EvaluationRefusal::Overflow`] for what leaves the range, or a part without any weight.
pub fn total_of(parts: &[PartWeight], items: &[ScoredItem]) -> Result<Total, EvaluationRefusal> {
    let mut sum = Ratio::ZERO;
    let mut scored = Vec::new();
    let mut steps = Vec::new();
    for part in parts {
        let own = || items.iter().filter(|item| item.part == part.code);
        let weight = Weight::total(own().map(|item| item.weight));
        let score = Score::total(own().map(|item| item.score));
        // Basis points of a hundred points are hundredths of a point.
        let share = Ratio::new(
            i128::from(part.share_bp) * i128::from(score.centi()),
            weight.centi().into(),
        );
        let share = share.ok_or(EvaluationRefusal::Overflow)?;
        sum = sum.plus(share).ok_or(EvaluationRefusal::Overflow)?;
        let contribution = to_score(share)?;
        let percent = Decimal::new(i64::from(part.share_bp), 2).normalize();
        steps.push(if u32::try_from(weight.centi()) == Ok(part.share_bp) {
            format!("{}:{score} 分(满分 {weight} 分)。", part.name)
        } else {
            format!(
                "{}:{score} ÷ {weight} × {percent} = {contribution} 分。",
                part.name
            )
        });
        scored.push(PartScore {
            code: part.code.clone(),
            name: part.name.clone(),
            share_bp: part.share_bp,
            weight,
            score,
            contribution,
        });
    }
    let total = to_score(sum)?;
    steps.push(format!("合计 {total} 分(各部分精确相加后一次四舍五入到 0.01)。"));
    Ok(Total {
        parts: scored,
        total,
        steps,
    })
}

/// Hundredths held as a ratio, rounded half up to a score.
fn to_score(hundredths: Ratio) -> Result<Score, EvaluationRefusal> {
    let points = hundredths.over(Ratio::whole(100));
    points
        .and_then(Ratio::hundredths_half_up)
        .and_then(|centi| i32::try_from(centi).ok())
        .map(Score::from_centi)
        .ok_or(EvaluationRefusal::Overflow)
}

/// What several independent scorers gave, as one score: their mean, rounded half up; none of none.
pub fn mean_of_scorers(scores: &[Score]) -> Option<Score> {
    let sum: i128 = scores.iter().map(|score| i128::from(score.centi())).sum();
    let mean = div_round_half_up(sum, i128::try_from(scores.len()).ok()?)?;
    i32::try_from(mean).ok().map(Score::from_centi)
}

/// The grade of a total, or that of the first veto met; with the sentence that says why.
///
/// # Errors
///
/// [`EvaluationRefusal::GradeMissing`] where no band holds the total.
pub fn conclude_grade(
    total: Score,
    bands: &[GradeBand],
    grades: &str,
    vetoes_met: &[&Veto],
) -> Result<(String, String), EvaluationRefusal> {
    if let Some(veto) = vetoes_met.first() {
        let told = format!("出现“{}”的情形,等级直接定为“{}”。", veto.name, veto.grade);
        return Ok((veto.grade.clone(), told));
    }
    let band = bands.iter().find(|band| band.from <= total);
    let band = band.ok_or_else(|| EvaluationRefusal::GradeMissing {
        score: total,
        grades: grades.to_owned(),
    })?;
    let told = format!("{total} 分不低于 {} 分,等级为“{}”。", band.from, band.name);
    Ok((band.name.clone(), told))
}
