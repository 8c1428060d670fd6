//! 各层抽取数 (sizes of strata): the share and the minimum of each, and the rest by Neyman allocation in whole numbers.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use num_bigint::BigUint;

use super::error::DrawError;
use super::rule::Rule;

/// One stratum before its size is known.
pub(crate) struct Population<'a> {
    pub(crate) name: &'a str,
    /// Amounts of its units, in fen.
    pub(crate) amounts: Vec<u64>,
}

/// Number of units drawn from each stratum, in the order given.
///
/// What a total leaves over the shares is handed out one by one, always to the stratum whose next unit lowers the
/// variance of the estimated total amount most: the one with the largest `N² S² / (n (n + 1))`. That is the exact
/// optimum in whole numbers (Wright 2012, *The American Statistician* 66, 217–224), not a rounding of Neyman's
/// fractions, and it needs no floats.
pub(crate) fn sizes(rule: &Rule, strata: &[Population<'_>]) -> Result<Vec<usize>, DrawError> {
    let mut sizes: Vec<usize> = strata
        .iter()
        .map(|stratum| rule.share_of(stratum.amounts.len()))
        .collect();
    let needed: usize = sizes.iter().sum();
    let available: usize = strata.iter().map(|stratum| stratum.amounts.len()).sum();
    let total = rule.total.unwrap_or(needed);
    if total < needed || total > available {
        return Err(DrawError::TotalRange {
            total,
            needed,
            available,
        });
    }
    if total == 0 {
        return Err(DrawError::NothingDrawn {
            share: rule.share_bp,
            least: rule.least,
        });
    }
    if total > needed {
        hand_out(total - needed, strata, &mut sizes);
    }
    Ok(sizes)
}

fn hand_out(rest: usize, strata: &[Population<'_>], sizes: &mut [usize]) {
    let mut heap: BinaryHeap<Claim<'_>> = strata
        .iter()
        .zip(sizes.iter())
        .enumerate()
        .filter(|(_, (stratum, size))| **size < stratum.amounts.len())
        .map(|(at, (stratum, size))| Claim::new(at, stratum, *size))
        .collect();
    for _ in 0..rest {
        let Some(mut first) = heap.pop() else { return };
        first.size += 1;
        if let Some(size) = sizes.get_mut(first.at) {
            *size = first.size;
        }
        if first.size < first.population {
            heap.push(first);
        }
    }
}

/// A stratum's claim to the next unit.
struct Claim<'a> {
    at: usize,
    name: &'a str,
    population: usize,
    size: usize,
    /// `N² S² = N (N Σx² − (Σx)²) / (N − 1)`, above and below the line.
    spread: (BigUint, BigUint),
}

impl<'a> Claim<'a> {
    fn new(at: usize, stratum: &Population<'a>, size: usize) -> Self {
        let population = stratum.amounts.len();
        let units = BigUint::from(population);
        // The amounts of a frame add up to 2^53 at most, so that their squares stay below 2^106.
        let sum: u128 = stratum.amounts.iter().copied().map(u128::from).sum();
        let squares: u128 = stratum
            .amounts
            .iter()
            .map(|amount| u128::from(*amount).pow(2))
            .sum();
        // By Cauchy and Schwarz never negative.
        let spread = &units * (&units * squares - BigUint::from(sum).pow(2));
        let below = BigUint::from(population.saturating_sub(1).max(1));
        Self {
            at,
            name: stratum.name,
            population,
            size,
            spread: (spread, below),
        }
    }

    /// `n (n + 1)`; nothing for a stratum that has no unit yet and comes first.
    fn steps(&self) -> BigUint {
        BigUint::from(self.size) * BigUint::from(self.size + 1)
    }
}

impl Ord for Claim<'_> {
    /// The larger claim; amounts that are all equal leave it to the number of units, equal claims to the name.
    fn cmp(&self, other: &Self) -> Ordering {
        let by_name = || other.name.cmp(self.name);
        match (self.size == 0, other.size == 0) {
            (true, false) => return Ordering::Greater,
            (false, true) => return Ordering::Less,
            (true, true) => return by_name(),
            (false, false) => {}
        }
        let (mine, its) = (self.steps(), other.steps());
        let spread =
            (&self.spread.0 * &other.spread.1 * &its).cmp(&(&other.spread.0 * &self.spread.1 * &mine));
        let units = || {
            let squared = |claim: &Self| BigUint::from(claim.population).pow(2);
            (squared(self) * &its).cmp(&(squared(other) * &mine))
        };
        spread.then_with(units).then_with(by_name)
    }
}

impl PartialOrd for Claim<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Claim<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Claim<'_> {}

#[cfg(test)]
mod tests;
