//! 占优关系 (dominance): which units can never be a peer, because another one does at least as well in every column.

use std::collections::BTreeMap;

/// Who is left after dropping the dominated, and who comes back when a unit leaves.
#[derive(Debug, Clone, Default)]
pub(super) struct Dominance {
    /// The units nothing dominates, in order; of exact copies the first.
    pub(super) kept: Vec<usize>,
    /// For a kept unit, those dominated by it alone.
    pub(super) returning: BTreeMap<usize, Vec<usize>>,
}

/// Drops the dominated. `merits` holds `width` figures per unit, the more the better in each.
///
/// Exact: whatever a dominated unit allows, the dominating one allows too, with the same sum of weights.
pub(super) fn dominance(merits: &[f64], width: usize) -> Dominance {
    let mut order: Vec<(f64, usize, &[f64])> = merits
        .chunks_exact(width.max(1))
        .enumerate()
        .map(|(unit, merits)| (merits.iter().sum(), unit, merits))
        .collect();
    // A dominating unit never has the smaller sum: adding in one order is monotone even with rounding.
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut kept: Vec<(usize, &[f64])> = Vec::new();
    let mut returning: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for group in order.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        let before = kept.len();
        for (_, unit, merits) in group {
            let rivals = group
                .iter()
                .map(|(_, rival, merits)| (*rival, *merits))
                .filter(|(rival, rival_merits)| rival != unit && (rival_merits != merits || rival < unit));
            let earlier = kept.iter().take(before).copied();
            let mut dominating = earlier.chain(rivals).filter(|(_, rival)| covers(rival, merits));
            match (dominating.next(), dominating.next()) {
                (None, _) => kept.push((*unit, merits)),
                (Some((only, _)), None) => returning.entry(only).or_default().push(*unit),
                (Some(_), Some(_)) => {}
            }
        }
    }
    let mut kept: Vec<usize> = kept.into_iter().map(|(unit, _)| unit).collect();
    kept.sort_unstable();
    Dominance { kept, returning }
}

/// Whether one unit does at least as well as another in every column.
fn covers(one: &[f64], other: &[f64]) -> bool {
    one.iter().zip(other).all(|(one, other)| other <= one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dominated_go_and_those_dominated_by_one_alone_come_back() {
        // Merits are outputs and inputs with the sign turned.
        let merits = [
            [5.0, -1.0], // Dominates all but the last.
            [5.0, -1.0], // Its copy.
            [4.0, -1.0], // Dominated by both copies.
            [6.0, -3.0],
            [6.0, -4.0], // Dominated by the fourth alone.
        ];
        let found = dominance(&merits.concat(), 2);
        assert_eq!(found.kept, [0, 3]);
        assert_eq!(
            found.returning.get(&0).map(Vec::as_slice),
            Some([1, 2].as_slice())
        );
        assert_eq!(found.returning.get(&3).map(Vec::as_slice), Some([4].as_slice()));
    }

    #[test]
    fn rounding_of_the_sum_hides_no_dominance() {
        // Both sums round to 1e16, so the order of the table decides which is looked at first.
        let found = dominance(&[1e16, 0.25, 1e16, 0.5], 2);
        assert_eq!(found.kept, [1]);
    }

    #[test]
    fn an_empty_table_keeps_nobody() {
        assert!(dominance(&[], 0).kept.is_empty());
    }
}
