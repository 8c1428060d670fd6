//! 字组 (grams): the runs of two or three characters of a text, as a set.

use serde::Serialize;

use crate::number::float;

/// How many characters make a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Gram {
    /// Two: most Chinese words. Finds more, also what only shares a vocabulary.
    Two,
    /// Three: phrases. Finds what was copied.
    Three,
}

/// A Unicode character fits 21 bits, so three of them fit one number without loss.
const CHARACTER_BITS: u32 = 21;

/// The set of runs of a plain text as sorted numbers, each standing for exactly one run.
///
/// A text shorter than a run is one run by itself; an empty text has none. Because no run shares its number with
/// another, a likeness computed from the sets is exact.
#[must_use]
pub fn grams(plain: &str, gram: Gram) -> Vec<u64> {
    let characters: Vec<u64> = plain.chars().map(|one| u64::from(u32::from(one))).collect();
    let width = match gram {
        Gram::Two => 2,
        Gram::Three => 3,
    };
    let packed = |run: &[u64]| run.iter().fold(0, |packed, one| (packed << CHARACTER_BITS) | one);
    let mut set: Vec<u64> = if characters.is_empty() {
        Vec::new()
    } else if characters.len() < width {
        vec![packed(&characters)]
    } else {
        characters.windows(width).map(packed).collect()
    };
    set.sort_unstable();
    set.dedup();
    set
}

/// Jaccard's likeness of two sorted sets: shared ÷ all; 0 where both are empty, because nothing was copied.
#[must_use]
pub fn likeness(one: &[u64], other: &[u64]) -> f64 {
    let (mut left, mut right) = (one.iter().peekable(), other.iter().peekable());
    let mut shared = 0_usize;
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        match a.cmp(b) {
            std::cmp::Ordering::Less => drop(left.next()),
            std::cmp::Ordering::Greater => drop(right.next()),
            std::cmp::Ordering::Equal => {
                shared += 1;
                left.next();
                right.next();
            }
        }
    }
    let all = one.len() + other.len() - shared;
    if all == 0 { 0.0 } else { float(shared) / float(all) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn likeness_counts_shared_runs() {
        let set = |text: &str| grams(text, Gram::Two);
        for (one, other, shared, all) in [
            ("完成道路改造", "完成道路改造", 5, 5),
            ("完成道路改造", "完成河道改造", 2, 8),
            ("完成", "改造", 0, 2),
            ("好", "好", 1, 1),
            ("好好好", "好好", 1, 1),
        ] {
            let expected = float(shared) / float(all);
            assert!(
                (likeness(&set(one), &set(other)) - expected).abs() < 1e-15,
                "{one} {other}"
            );
        }
        assert!(likeness(&[], &[]).abs() < 1e-15);
    }

    #[test]
    fn runs_of_different_characters_have_different_numbers() {
        let last = '\u{10ffff}';
        let text: String = [last, '完', last, '成', last].into_iter().collect();
        assert_eq!(grams(&text, Gram::Three).len(), 3);
        assert_ne!(grams("ab", Gram::Three), grams("ba", Gram::Three));
        assert!(grams("", Gram::Two).is_empty());
    }

    proptest! {
        #[test]
        fn likeness_is_mutual_and_one_only_for_equal_sets(one in "[甲乙丙丁]{0,12}", other in "[甲乙丙丁]{0,12}") {
            let (one, other) = (grams(&one, Gram::Two), grams(&other, Gram::Two));
            let found = likeness(&one, &other);
            prop_assert!((0.0..=1.0).contains(&found));
            prop_assert_eq!(found.to_bits(), likeness(&other, &one).to_bits());
            let is_whole = (found - 1.0).abs() < 1e-15;
            prop_assert_eq!(is_whole, one == other && !one.is_empty());
        }
    }
}
