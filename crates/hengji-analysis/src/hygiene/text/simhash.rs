//! 相似哈希 (SimHash): 64 bits for a text; texts that share most of their runs differ in few of them (Charikar 2002).

use super::minhash::mix;

/// Each bit is the majority of that bit over the mixed runs; a tie is zero, and so is an empty set.
#[must_use]
pub fn simhash(set: &[u64]) -> u64 {
    (0..u64::BITS).fold(0, |hash, bit| {
        let ones = set.iter().filter(|gram| (mix(**gram) >> bit) & 1 == 1).count();
        let is_majority = set.len() < 2 * ones;
        hash | (u64::from(is_majority) << bit)
    })
}

/// The number of bits in which two hashes differ, 0 to 64.
#[must_use]
pub const fn distance(one: u64, other: u64) -> u32 {
    (one ^ other).count_ones()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::grams::{Gram, grams};
    use super::*;

    fn hash(text: &str) -> u64 {
        simhash(&grams(text, Gram::Two))
    }

    #[test]
    fn a_text_with_one_word_changed_is_nearer_than_another_text() {
        let goal = "完成辖区内老旧小区改造工程,改善居民居住条件,提升小区环境质量和居民满意度";
        let near = "完成辖区内老旧小区改造工程,改善居民居住环境,提升小区环境质量和居民满意度";
        let far = "组织开展全民健身活动,举办社区运动会,提高群众身体素质和参与热情";
        assert!(distance(hash(goal), hash(near)) < 16);
        assert!(distance(hash(goal), hash(near)) < distance(hash(goal), hash(far)));
    }

    #[test]
    fn nothing_has_the_hash_zero() {
        assert_eq!(simhash(&[]), 0);
    }

    proptest! {
        #[test]
        fn distance_is_symmetric_and_zero_only_for_equal(one in any::<u64>(), other in any::<u64>(), third in any::<u64>()) {
            prop_assert_eq!(distance(one, other), distance(other, one));
            prop_assert_eq!(distance(one, other) == 0, one == other);
            prop_assert!(distance(one, third) <= distance(one, other) + distance(other, third));
        }

        #[test]
        fn the_order_of_the_runs_does_not_matter(mut set in prop::collection::vec(any::<u64>(), 0..40)) {
            let forward = simhash(&set);
            set.reverse();
            prop_assert_eq!(forward, simhash(&set));
        }

        #[test]
        fn one_run_is_its_own_hash(gram in any::<u64>()) {
            prop_assert_eq!(simhash(&[gram]), mix(gram));
        }
    }
}
