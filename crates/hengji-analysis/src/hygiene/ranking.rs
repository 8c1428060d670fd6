//! 线索排序 (ranking): which cases to look into first, when many checks flag more than anybody can read.
//!
//! Twelve checks on fourteen hundred projects flag dozens by chance alone. Instead of correcting p-values the cases
//! are ranked by how likely a look is to confirm something, and as many are taken as can be looked into; the record
//! of each check decides what its flags are worth, and whether it goes on.

use std::collections::BTreeMap;

use serde::Serialize;

use super::error::{HygieneError, within};
use crate::number::float;
use crate::progress::{ProgressError, wilson};

/// What became of a check's flags that somebody looked into.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckRecord {
    /// The check.
    pub check: String,
    /// Cases looked into.
    pub examined: usize,
    /// Cases confirmed.
    pub confirmed: usize,
}

/// One check that flagged one case.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// The case, e.g. a project.
    pub case: String,
    /// The check.
    pub check: String,
    /// How strong the flag is, 0 to 1; 1 where a check only says yes or no.
    pub strength: f64,
    /// Money at stake; decides between cases of the same score.
    pub amount: f64,
}

/// How a check stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CheckPrecision {
    /// The check.
    pub check: String,
    /// Cases looked into.
    pub examined: usize,
    /// Cases confirmed.
    pub confirmed: usize,
    /// (confirmed + 1) ÷ (examined + 2): one half where nothing is known yet.
    pub precision: f64,
    /// Upper bound of confirmed ÷ examined (Wilson); 1 where nothing is known.
    pub high: f64,
    /// Even the upper bound is below the threshold: the check is dropped, and its flags count nothing.
    pub is_dropped: bool,
}

/// A case in its place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RankedCase {
    /// Place from 1.
    pub rank: usize,
    /// The case.
    pub case: String,
    /// Chance that a look confirms at least one flag, if checks err independently: 1 − Π(1 − precision × strength).
    pub score: f64,
    /// Largest amount at stake among its flags.
    pub amount: f64,
    /// The checks that flagged it and are not dropped.
    pub checks: Vec<String>,
    /// Whether it fits the month's capacity.
    pub is_chosen: bool,
}

/// The list for the month.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ranking {
    /// The cases, the most promising first.
    pub cases: Vec<RankedCase>,
    /// The checks by name.
    pub checks: Vec<CheckPrecision>,
    /// Cases that fit the month.
    pub capacity: usize,
}

/// How the list is made.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct RankingSettings {
    /// Cases that people can look into in a month.
    pub capacity: usize,
    /// Precision below which a check is dropped, as a share.
    pub precision_least: f64,
    /// Confidence level of that, 0 to 1: a check is not dropped for bad luck.
    pub level: f64,
}

/// Ranks the cases that the checks flagged.
///
/// # Errors
///
/// [`HygieneError::Setting`], [`HygieneError::Precision`] for a record with more confirmed than examined,
/// [`HygieneError::Number`] naming the finding.
pub fn rank(
    findings: &[Finding],
    records: &[CheckRecord],
    settings: &RankingSettings,
) -> Result<Ranking, HygieneError> {
    let least = within("命中率下限", settings.precision_least, 0.0, 1.0)?;
    let names = records
        .iter()
        .map(|record| &record.check)
        .chain(findings.iter().map(|finding| &finding.check));
    let mut checks: BTreeMap<&str, CheckPrecision> = BTreeMap::new();
    for name in names {
        if !checks.contains_key(name.as_str()) {
            checks.insert(name, precision(name, records, least, settings.level)?);
        }
    }
    let mut cases: BTreeMap<&str, RankedCase> = BTreeMap::new();
    for (row, finding) in (1..).zip(findings) {
        for (what, value, most) in [
            ("强度", finding.strength, 1.0),
            ("涉及金额", finding.amount, f64::MAX),
        ] {
            within(what, value, 0.0, most).map_err(|_| HygieneError::Number { what, row, value })?;
        }
        if let Some(check) = checks
            .get(finding.check.as_str())
            .filter(|check| !check.is_dropped)
        {
            add(
                cases
                    .entry(finding.case.as_str())
                    .or_insert_with(|| empty(&finding.case)),
                finding,
                check.precision,
            );
        }
    }
    let mut cases: Vec<RankedCase> = cases.into_values().collect();
    // Ties go by money and then by name, so that the order of the findings decides nothing.
    cases.sort_by(|one, other| {
        other
            .score
            .total_cmp(&one.score)
            .then(other.amount.total_cmp(&one.amount))
    });
    for (rank, case) in (1..).zip(&mut cases) {
        case.rank = rank;
        case.is_chosen = rank <= settings.capacity;
        case.checks.sort();
    }
    Ok(Ranking {
        cases,
        checks: checks.into_values().collect(),
        capacity: settings.capacity,
    })
}

fn empty(case: &str) -> RankedCase {
    RankedCase {
        rank: 0,
        case: case.to_owned(),
        score: 0.0,
        amount: 0.0,
        checks: Vec::new(),
        is_chosen: false,
    }
}

/// Adds one flag. A check that flagged the case twice counts once more only as far as its strength goes.
fn add(case: &mut RankedCase, finding: &Finding, precision: f64) {
    case.score = 1.0 - (1.0 - case.score) * (1.0 - precision * finding.strength);
    case.amount = case.amount.max(finding.amount);
    if !case.checks.contains(&finding.check) {
        case.checks.push(finding.check.clone());
    }
}

fn precision(
    name: &str,
    records: &[CheckRecord],
    least: f64,
    level: f64,
) -> Result<CheckPrecision, HygieneError> {
    let own = || records.iter().filter(|record| record.check == name);
    let examined = own().map(|record| record.examined).fold(0, usize::saturating_add);
    let confirmed = own()
        .map(|record| record.confirmed)
        .fold(0, usize::saturating_add);
    let high = if examined == 0 {
        1.0
    } else {
        wilson(confirmed, examined, level)
            .map(|one| one.high)
            .map_err(|error| match error {
                ProgressError::Share { .. } => HygieneError::Precision {
                    check: name.to_owned(),
                    examined,
                    confirmed,
                },
                _ => HygieneError::Setting {
                    name: "置信水平",
                    value: level,
                    low: 0.0,
                    high: 1.0,
                },
            })?
    };
    Ok(CheckPrecision {
        check: name.to_owned(),
        examined,
        confirmed,
        precision: (float(confirmed) + 1.0) / (float(examined) + 2.0),
        high,
        is_dropped: high < least,
    })
}

#[cfg(test)]
mod tests;
