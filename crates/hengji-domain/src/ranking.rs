//! 排名 (ranking) of concluded evaluations of one kind: by their totals, with the rule for equal ones.

use crate::Score;

/// 同分的名次 (ties): what place comes after equal ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ties {
    /// 并列占位: 1, 1, 3.
    Skip,
    /// 并列不占位: 1, 1, 2.
    Dense,
}

impl Ties {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Skip, Self::Dense];

    /// The word in the rule `results.ties`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Skip => "并列占位",
            Self::Dense => "并列不占位",
        }
    }

    /// The rule of this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ties| ties.word() == word)
    }
}

/// The place of each score, the highest first, in the order of the scores given; equal scores have equal places.
pub fn places(scores: &[Score], ties: Ties) -> Vec<u32> {
    let place = |score: &Score| {
        let mut better: Vec<Score> = scores.iter().copied().filter(|other| score < other).collect();
        if ties == Ties::Dense {
            better.sort_unstable();
            better.dedup();
        }
        u32::try_from(better.len()).unwrap_or(u32::MAX).saturating_add(1)
    };
    scores.iter().map(place).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn scores(centi: &[i32]) -> Vec<Score> {
        centi.iter().copied().map(Score::from_centi).collect()
    }

    #[test]
    fn equal_scores_share_a_place_and_the_rule_says_what_follows() {
        for (ties, found) in [(Ties::Skip, [2, 1, 2, 4]), (Ties::Dense, [2, 1, 2, 3])] {
            assert_eq!(
                places(&scores(&[9_000, 9_500, 9_000, 8_000]), ties),
                found,
                "{ties:?}"
            );
        }
        assert!(places(&[], Ties::Skip).is_empty());
    }

    #[test]
    fn words_and_rules_are_one_to_one() {
        for ties in Ties::ALL {
            assert_eq!(Ties::from_word(ties.word()), Some(ties));
        }
        assert_eq!(Ties::from_word("抓阄"), None);
    }

    proptest! {
        #[test]
        fn a_better_score_never_has_a_worse_place(centi in proptest::collection::vec(0..=10_000, 1..40)) {
            let scores = scores(&centi);
            for ties in Ties::ALL {
                let places = places(&scores, ties);
                for (one, place) in scores.iter().zip(&places) {
                    for (other, behind) in scores.iter().zip(&places) {
                        prop_assert_eq!(one.cmp(other), behind.cmp(place));
                    }
                }
                prop_assert_eq!(places.iter().min(), Some(&1));
            }
        }
    }
}
