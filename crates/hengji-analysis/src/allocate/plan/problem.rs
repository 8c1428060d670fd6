//! The plan in numbers: levels with nothing first, departments as indices.

use std::collections::BTreeMap;

use super::{Coverage, Level, PlanProject, PlanSettings, Required};
use crate::allocate::error::AllocateError;

/// Days are sums of what people typed in halves and tenths; so much above the capacity is rounding.
pub(super) const DAYS_TOLERANCE: f64 = 1e-9;

/// What the search works on.
#[derive(Debug, Clone)]
pub(super) struct Problem {
    pub(super) projects: Vec<Candidate>,
    pub(super) capacity: f64,
    /// Projects to evaluate at least.
    pub(super) least: usize,
    /// Departments to cover.
    pub(super) departments: usize,
}

#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// Nothing first, then the levels as given; a level that does not suit the project is empty and never open.
    pub(super) levels: Vec<Level>,
    /// One bit per level that suits the project.
    pub(super) suitable: u64,
    pub(super) required: bool,
    /// The department, if it has to be covered.
    pub(super) department: Option<usize>,
}

/// A level for every project.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Selection {
    pub(super) levels: Vec<usize>,
    pub(super) days: f64,
    pub(super) value: f64,
}

/// For every project one bit per level still open.
pub(super) type Open = Vec<u64>;

impl Candidate {
    pub(super) fn level(&self, at: usize) -> Level {
        self.levels.get(at).copied().unwrap_or_default()
    }
}

impl Problem {
    pub(super) fn new(projects: &[PlanProject], settings: &PlanSettings) -> Result<Self, AllocateError> {
        let covered = |department: &String| match &settings.coverage {
            Coverage::Every => true,
            Coverage::Only(names) => names.contains(department),
        };
        let mut departments: BTreeMap<&str, usize> = BTreeMap::new();
        for project in projects.iter().filter(|project| covered(&project.department)) {
            let next = departments.len();
            departments.entry(project.department.as_str()).or_insert(next);
        }
        if let Coverage::Only(names) = &settings.coverage
            && let Some(name) = names.iter().find(|name| !departments.contains_key(name.as_str()))
        {
            return Err(AllocateError::NoProject {
                department: name.clone(),
            });
        }
        let nothing = Level::default();
        let candidates = projects.iter().map(|project| Candidate {
            levels: std::iter::once(nothing)
                .chain(project.levels.iter().map(|level| level.unwrap_or(nothing)))
                .collect(),
            suitable: project
                .levels
                .iter()
                .enumerate()
                .filter(|(_, level)| level.is_some())
                .fold(1, |bits, (at, _)| bits | 2 << at),

            required: project.required != Required::No,
            department: departments.get(project.department.as_str()).copied(),
        });
        let share = projects
            .len()
            .saturating_mul(usize::try_from(settings.share_bp).unwrap_or(usize::MAX));
        Ok(Self {
            projects: candidates.collect(),
            capacity: settings.days,
            least: share.div_ceil(10_000),
            departments: departments.len(),
        })
    }

    pub(super) fn fits(&self, days: f64) -> bool {
        days <= self.capacity + DAYS_TOLERANCE * self.capacity.max(1.0)
    }

    /// Everything open, except doing nothing about what is required.
    pub(super) fn open(&self) -> Open {
        let bits = |candidate: &Candidate| {
            if candidate.required {
                candidate.suitable & !1
            } else {
                candidate.suitable
            }
        };
        self.projects.iter().map(bits).collect()
    }

    /// Days and value of a choice of levels.
    pub(super) fn selection(&self, levels: Vec<usize>) -> Selection {
        let (mut days, mut value) = (0.0, 0.0);
        for (candidate, at) in self.projects.iter().zip(&levels) {
            let level = candidate.level(*at);
            days += level.days;
            value += level.value;
        }
        Selection { levels, days, value }
    }
}

/// The levels of one project that are still open.
pub(super) fn levels_of(open: u64) -> impl Iterator<Item = usize> {
    (0..64).filter(move |at| open >> at & 1 == 1)
}

/// Value per day; what costs no day comes first.
pub(super) fn per_day(value: f64, days: f64) -> f64 {
    let is_free = days <= f64::default();
    match (is_free, 0.0 < value) {
        (false, _) => value / days,
        (true, true) => f64::MAX,
        (true, false) => 0.0,
    }
}
