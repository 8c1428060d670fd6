//! What could stand on a sheet, and what does: every line whose score differs from the unit's own, lines with words,
//! and findings that belong to no line.

use hengji_domain::evaluation::{ItemKey, Side};
use hengji_domain::sign_off::{SignOffPoint, SignOffRefusal};
use hengji_domain::{Score, Weight};
use hengji_store::sha256_hex;

use super::bounded;
use super::issue::SignOffIssueInput;
use crate::app::Step;
use crate::error::AppError;
use crate::evaluations::case::EvaluationCase;

/// Most findings beside the lines: a sheet is read aloud.
const FINDINGS_MAX: usize = 50;
/// So much of a digest is enough to see that a score moved.
const SEEN: usize = 16;

/// A scored line that may become a point.
pub(in crate::evaluations) struct Candidate {
    pub(in crate::evaluations) item: ItemKey,
    pub(super) name: String,
    pub(super) weight: Weight,
    pub(super) own: Option<Score>,
    pub(super) verified: Option<Score>,
    /// What the scorers wrote as evidence: the words that the form proposes.
    pub(in crate::evaluations) words: String,
    /// Whether its points follow from figures.
    pub(super) is_computed: bool,
}

impl Candidate {
    /// Whether the bureau's score is another than the unit's own: then it must stand on the sheet.
    pub(in crate::evaluations) fn differs(&self) -> bool {
        self.own.is_some() && self.verified.is_some() && self.own != self.verified
    }
}

impl EvaluationCase {
    /// Every line with both scores.
    pub(in crate::evaluations) fn candidates(&self) -> Vec<Candidate> {
        let all = self.items.iter().zip(&self.methods);
        all.map(|(item, method)| {
            let is_computed = method.is_computed();
            let standing = self.standing_scores(item, Side::Verification);
            let words: Vec<&str> = if is_computed {
                standing
                    .iter()
                    .filter_map(|one| one.trace.lines().next())
                    .collect()
            } else {
                standing.iter().map(|one| one.evidence.as_str()).collect()
            };
            let mut words: Vec<&str> = words.into_iter().filter(|text| !text.is_empty()).collect();
            words.dedup();
            Candidate {
                item: item.key.clone(),
                name: item.name.clone(),
                weight: item.weight,
                own: item.own.or_else(|| self.side_score(item, Side::SelfScore)),
                verified: self.side_score(item, Side::Verification),
                words: words.join(";"),
                is_computed,
            }
        })
        .collect()
    }

    /// A digest of the scores that people gave: who issues a sheet has seen these.
    pub(super) fn seen_scores(&self) -> String {
        let centi = |score: Option<Score>| score.map_or_else(String::new, |score| score.centi().to_string());
        let all = self.candidates().into_iter().filter(|one| !one.is_computed);
        let lines: Vec<String> = all
            .map(|one| format!("{} {} {}", one.item, centi(one.own), centi(one.verified)))
            .collect();
        sha256_hex(lines.join("\n").as_bytes())
            .chars()
            .take(SEEN)
            .collect()
    }
}

/// The points of a sheet as they are issued.
pub(in crate::evaluations) fn chosen(
    case: &EvaluationCase,
    input: &SignOffIssueInput,
) -> Step<Vec<SignOffPoint>> {
    let candidates = case.candidates();
    if let Some(strange) = input
        .words
        .iter()
        .find(|typed| !candidates.iter().any(|one| one.item.as_str() == typed.item))
    {
        return Err(AppError::fault(format!("签证单没有指标 {}", strange.item)).into());
    }
    let mut points = Vec::new();
    for one in candidates {
        let typed = input.words.iter().find(|typed| typed.item == one.item.as_str());
        let field = format!("words-{}", one.item);
        let typed = typed.map_or("", |typed| typed.words.as_str());
        let mut words = bounded(&field, "签证事项的说明", typed)?;
        if words.is_empty() && one.is_computed && one.differs() {
            words.clone_from(&one.words);
        }
        if !one.differs() && words.is_empty() {
            continue;
        }
        if words.is_empty() {
            return Err(SignOffRefusal::WordsMissing {
                name: one.name,
                own: one.own.unwrap_or_default().to_string(),
                verified: one.verified.unwrap_or_default().to_string(),
            }
            .into());
        }
        points.push(SignOffPoint {
            number: next(&points),
            item: Some(one.item),
            name: one.name,
            weight: Some(one.weight),
            own: one.own,
            verified: one.verified,
            words,
            answer: None,
            second: None,
        });
    }
    let findings: Vec<&str> = input
        .findings
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    if FINDINGS_MAX < findings.len() {
        let told = format!(
            "其他问题最多 {FINDINGS_MAX} 条,现有 {} 条,请合并。",
            findings.len()
        );
        return Err(AppError::field("findings", "sign-off-findings-too-many", told).into());
    }
    for finding in findings {
        points.push(SignOffPoint {
            number: next(&points),
            item: None,
            name: String::new(),
            weight: None,
            own: None,
            verified: None,
            words: bounded("findings", "每条问题", finding)?,
            answer: None,
            second: None,
        });
    }
    Ok(points)
}

fn next(points: &[SignOffPoint]) -> u32 {
    u32::try_from(points.len()).unwrap_or(u32::MAX).saturating_add(1)
}
