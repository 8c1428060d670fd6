//! Counts of one unit, of a department or of all: they add up.

use std::collections::BTreeMap;

use hengji_domain::Score;
use hengji_domain::rule::Chain;
use hengji_domain::sheet::SheetKind;
use hengji_store::overview::Standing;

use super::view::StepCount;
use crate::projects::SheetProgress;

/// Where the sheets of some projects stand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Tally {
    pub(super) projects: u64,
    pub(super) draft: u64,
    pub(super) returned: u64,
    pub(super) concluded: u64,
    waiting: BTreeMap<usize, u64>,
    /// Sheets handed in that have a computed total, and the sum of those in hundredths of a point.
    scored: u64,
    score_sum_centi: i64,
}

impl Tally {
    pub(super) fn add(&mut self, standing: &Standing) {
        let sheets = standing.sheets;
        match standing.progress {
            // A sheet that was not opened is no sheet: it is what remains of the projects.
            SheetProgress::NotOpened | SheetProgress::Outstanding => {}
            SheetProgress::Draft => self.draft += sheets,
            SheetProgress::Returned => self.returned += sheets,
            SheetProgress::InReview => *self.waiting.entry(standing.step.unwrap_or(0)).or_default() += sheets,
            SheetProgress::Concluded => self.concluded += sheets,
        }
        // What the unit is still writing says nothing about its results.
        if matches!(
            standing.progress,
            SheetProgress::InReview | SheetProgress::Concluded
        ) {
            self.scored += standing.scored;
            self.score_sum_centi += standing.score_sum_centi;
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.projects += other.projects;
        self.draft += other.draft;
        self.returned += other.returned;
        self.concluded += other.concluded;
        self.scored += other.scored;
        self.score_sum_centi += other.score_sum_centi;
        for (step, count) in &other.waiting {
            *self.waiting.entry(*step).or_default() += count;
        }
    }

    pub(super) fn in_review(&self) -> u64 {
        self.waiting.values().sum()
    }

    pub(super) fn handed_in(&self) -> u64 {
        self.in_review() + self.concluded
    }

    pub(super) fn missing(&self) -> u64 {
        self.projects
            .saturating_sub(self.draft + self.returned + self.handed_in())
    }

    /// Projects whose sheet is still with the unit although it was due.
    pub(super) fn late(&self, is_due: bool) -> u64 {
        if is_due {
            self.projects.saturating_sub(self.handed_in())
        } else {
            0
        }
    }

    /// How many wait at each step, by the names of the chain in force.
    pub(super) fn steps(&self, chain: Option<&Chain>) -> Vec<StepCount> {
        let name = |step: usize| {
            chain
                .and_then(|chain| chain.steps.get(step))
                .map_or_else(|| format!("第 {step} 环节"), |step| step.name.clone())
        };
        self.waiting
            .iter()
            .map(|(step, count)| StepCount {
                name: name(*step),
                count: *count,
            })
            .collect()
    }

    /// The mean of the totals, rounded half up to a hundredth of a point; a goal has no score.
    pub(super) fn average_score(&self, kind: SheetKind) -> Option<Score> {
        let scored = i64::try_from(self.scored).ok().filter(|scored| 0 < *scored)?;
        let mean = (self.score_sum_centi * 2 + scored).div_euclid(scored * 2);
        (kind == SheetKind::SelfEvaluation)
            .then(|| i32::try_from(mean).ok())
            .flatten()
            .map(Score::from_centi)
    }
}

#[cfg(test)]
mod tests {
    use hengji_domain::Timestamp;
    use hengji_domain::id::UnitId;

    use super::*;

    fn standing(progress: SheetProgress, step: Option<usize>, sheets: u64, scores: &[i64]) -> Standing {
        Standing {
            unit: UnitId::new(Timestamp::from_micros(0), [0; 10]),
            progress,
            step,
            sheets,
            scored: u64::try_from(scores.len()).unwrap(),
            score_sum_centi: scores.iter().sum(),
        }
    }

    fn tally(projects: u64, standings: &[Standing]) -> Tally {
        let mut tally = Tally {
            projects,
            ..Tally::default()
        };
        for one in standings {
            tally.add(one);
        }
        tally
    }

    #[test]
    fn what_is_neither_begun_nor_handed_in_is_missing_and_late_once_due() {
        let one = tally(
            10,
            &[
                standing(SheetProgress::Draft, None, 1, &[]),
                standing(SheetProgress::Returned, None, 2, &[]),
                standing(SheetProgress::InReview, Some(1), 2, &[]),
                standing(SheetProgress::InReview, Some(3), 1, &[]),
                standing(SheetProgress::Concluded, None, 1, &[]),
            ],
        );
        assert_eq!((one.missing(), one.in_review(), one.handed_in()), (3, 3, 4));
        assert_eq!((one.late(false), one.late(true)), (0, 6));
        let steps: Vec<_> = one
            .steps(None)
            .into_iter()
            .map(|step| (step.name, step.count))
            .collect();
        assert_eq!(steps, [("第 1 环节".to_owned(), 2), ("第 3 环节".to_owned(), 1)]);
    }

    #[test]
    fn the_mean_takes_what_was_handed_in_and_rounds_half_up() {
        let scores = |handed_in: &[i64]| {
            tally(
                9,
                &[
                    standing(SheetProgress::Draft, None, 1, &[100]),
                    standing(SheetProgress::Concluded, None, 3, handed_in),
                ],
            )
            .average_score(SheetKind::SelfEvaluation)
            .map(Score::centi)
        };
        assert_eq!(scores(&[]), None);
        assert_eq!(scores(&[9_001]), Some(9_001));
        assert_eq!(scores(&[9_000, 9_001]), Some(9_001));
        assert_eq!(scores(&[9_000, 9_000, 9_001]), Some(9_000));
    }

    #[test]
    fn goals_have_no_score() {
        let one = tally(1, &[standing(SheetProgress::Concluded, None, 1, &[9_000])]);
        assert_eq!(one.average_score(SheetKind::Goal), None);
    }

    #[test]
    fn tallies_add_up() {
        let one = tally(
            2,
            &[standing(SheetProgress::InReview, Some(1), 2, &[8_000, 9_000])],
        );
        let other = tally(
            3,
            &[
                standing(SheetProgress::InReview, Some(1), 1, &[10_000]),
                standing(SheetProgress::Draft, None, 1, &[]),
            ],
        );
        let mut sum = one.clone();
        sum.merge(&other);
        assert_eq!(
            (sum.projects, sum.in_review(), sum.draft, sum.missing()),
            (5, 3, 1, 1)
        );
        assert_eq!(
            sum.average_score(SheetKind::SelfEvaluation),
            Some(Score::from_centi(9_000))
        );
    }
}
