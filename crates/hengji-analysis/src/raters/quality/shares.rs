//! 比例 (shares): punctual reports and findings that stand, shrunken to the share of all institutions together.

use super::Estimated;
use crate::distribution::beta_quantile;
use crate::number::float;
use crate::raters::error::RatersError;
use crate::raters::ranks::Interval;

/// So many of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// How many have the property.
    pub count: usize,
    /// Of how many.
    pub of: usize,
}

/// The beta posterior of each share, with the common share as prior, worth so many observations.
pub(super) fn shrunken(
    shares: &[Option<Share>],
    prior: f64,
    upper: f64,
) -> Result<Vec<Option<Estimated>>, RatersError> {
    if let Some(Share { count, of }) = shares.iter().flatten().find(|share| share.of < share.count) {
        return Err(RatersError::ShareUnusable {
            count: *count,
            of: *of,
        });
    }
    if !prior.is_finite() || prior <= 0.0 {
        return Err(RatersError::PriorUnusable { prior });
    }
    let (count, of) = shares
        .iter()
        .flatten()
        .fold((0, 0), |(count, of), share| (count + share.count, of + share.of));
    // Half an observation of each kind keeps the prior from excluding what has just not happened yet.
    let common = (float(count) + 0.5) / (float(of) + 1.0);
    let one = |share: &Option<Share>| {
        let Share { count, of } = share.filter(|share| 0 < share.of)?;
        let (hits, misses) = (
            float(count) + prior * common,
            float(of - count) + prior * (1.0 - common),
        );
        let quantile = |probability| beta_quantile(probability, hits, misses);
        let interval = Interval::between(quantile(1.0 - upper), quantile(upper))?;
        Some(Estimated {
            observations: of,
            raw: float(count) / float(of),
            estimate: hits / (hits + misses),
            interval,
        })
    };
    Ok(shares.iter().map(one).collect())
}
