//! 资格与回避 (eligibility): which institution may evaluate which project, and how well it fits.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{AssignmentSettings, Candidates, Conflict, ConflictKind, Engagement, Institution};
use crate::draw::Ticket;
use crate::number::{count, float};

/// Why an institution cannot evaluate a project.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Exclusion {
    /// 缺少专业能力.
    Skills {
        /// The skills it lacks.
        lacking: Vec<String>,
    },
    /// 应当回避.
    Conflict(ConflictKind),
    /// 轮换: it evaluated the department in each of the last so many years.
    Rotation {
        /// How many years running.
        years: u32,
    },
    /// 份额上限: the amount alone, or any engagement at all, would exceed what it may still take.
    Share,
}

/// A pair that is excluded, and why.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Excluded {
    /// The institution.
    pub institution: String,
    /// Why.
    pub why: Exclusion,
}

/// A pair that may be.
#[derive(Debug, Clone)]
pub(super) struct Pair {
    pub(super) engagement: usize,
    pub(super) institution: usize,
    /// Quality times match, in hundredths of a point: whole, so that equal fits are equal.
    pub(super) fit: usize,
    /// Whether the pair worked together within the window.
    pub(super) is_repeat: bool,
    pub(super) ticket: Ticket,
}

/// All pairs, open and excluded.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub(super) pairs: Vec<Pair>,
    /// Per engagement.
    pub(super) excluded: Vec<Vec<Excluded>>,
}

/// Sorts all pairs of projects and institutions.
pub(super) fn pairs(candidates: Candidates<'_>, settings: &AssignmentSettings) -> Table {
    let past = Past::new(candidates, settings);
    let mut table = Table {
        pairs: Vec::new(),
        excluded: Vec::new(),
    };
    for (at, engagement) in candidates.engagements.iter().enumerate() {
        let mut excluded = Vec::new();
        for (who, institution) in candidates.institutions.iter().enumerate() {
            let why = lacks(engagement, institution)
                .or_else(|| conflict(engagement, institution, candidates.conflicts, settings))
                .or_else(|| past.rotation(engagement, institution, settings));
            match why {
                Some(why) => excluded.push(Excluded {
                    institution: institution.name.clone(),
                    why,
                }),
                None => table.pairs.push(Pair {
                    engagement: at,
                    institution: who,
                    fit: fit(engagement, institution),
                    is_repeat: past.is_repeat(engagement, institution),
                    ticket: Ticket::of(
                        &settings.start_value,
                        &format!("{}|{}", engagement.project, institution.name),
                    ),
                }),
            }
        }
        table.excluded.push(excluded);
    }
    table
}

fn lacks(engagement: &Engagement, institution: &Institution) -> Option<Exclusion> {
    let lacking: Vec<String> = engagement
        .skills
        .difference(&institution.skills)
        .cloned()
        .collect();
    (!lacking.is_empty()).then_some(Exclusion::Skills { lacking })
}

fn conflict(
    engagement: &Engagement,
    institution: &Institution,
    conflicts: &[Conflict],
    settings: &AssignmentSettings,
) -> Option<Exclusion> {
    let stands = |kind: ConflictKind| match kind {
        ConflictKind::Auditor { year } => {
            i64::from(settings.year) - i64::from(year) <= i64::from(settings.conflict_years)
        }
        ConflictKind::SharedOwner | ConflictKind::Recipient => true,
    };
    conflicts
        .iter()
        .filter(|conflict| conflict.institution == institution.name)
        .filter(|conflict| conflict.with == engagement.department || conflict.with == engagement.project)
        .find(|conflict| stands(conflict.kind))
        .map(|conflict| Exclusion::Conflict(conflict.kind))
}

/// Quality times the share of preferred skills an institution has.
fn fit(engagement: &Engagement, institution: &Institution) -> usize {
    let wanted = engagement.preferred.len();
    let held = engagement.preferred.intersection(&institution.skills).count();
    let part = if wanted == 0 {
        1.0
    } else {
        float(held) / float(wanted)
    };
    count((institution.quality * part * 100.0).round()).unwrap_or(0)
}

/// Who evaluated whom in which earlier years.
struct Past<'a> {
    years: BTreeMap<&'a str, BTreeMap<&'a str, BTreeSet<i32>>>,
    window_from: i64,
    year: i32,
}

impl<'a> Past<'a> {
    fn new(candidates: Candidates<'a>, settings: &AssignmentSettings) -> Self {
        let mut years: BTreeMap<&str, BTreeMap<&str, BTreeSet<i32>>> = BTreeMap::new();
        for past in candidates.history.iter().filter(|past| past.year < settings.year) {
            let by_department = years.entry(&past.institution).or_default();
            by_department
                .entry(&past.department)
                .or_default()
                .insert(past.year);
        }
        let window_from = i64::from(settings.year) - i64::from(settings.window_years) + 1;
        Self {
            years,
            window_from,
            year: settings.year,
        }
    }

    fn of(&self, engagement: &Engagement, institution: &Institution) -> Option<&BTreeSet<i32>> {
        self.years
            .get(institution.name.as_str())?
            .get(engagement.department.as_str())
    }

    fn rotation(
        &self,
        engagement: &Engagement,
        institution: &Institution,
        settings: &AssignmentSettings,
    ) -> Option<Exclusion> {
        let years = self.of(engagement, institution)?;
        let running = (1..)
            .take_while(|back| years.contains(&self.year.saturating_sub(*back)))
            .count();
        let running = u32::try_from(running).unwrap_or(u32::MAX);
        (settings.pair_years <= running).then_some(Exclusion::Rotation { years: running })
    }

    fn is_repeat(&self, engagement: &Engagement, institution: &Institution) -> bool {
        self.of(engagement, institution)
            .is_some_and(|years| years.iter().any(|year| self.window_from <= i64::from(*year)))
    }
}
