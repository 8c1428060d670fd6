//! Smoothed draws of distances, and how wide to smooth.

use super::stream::Stream;
use crate::number::float;

/// Distances reflected about one, from which every replication draws.
pub(super) struct Reflected {
    values: Vec<f64>,
    variance: f64,
    bandwidth: f64,
}

impl Reflected {
    /// From distances of at least one, with the bandwidth h.
    pub(super) fn new(distances: &[f64], bandwidth: f64) -> Self {
        let values = reflected(distances);
        let deviation = deviation(&values);
        Self {
            values,
            variance: deviation * deviation,
            bandwidth,
        }
    }

    /// One distance: drawn, smoothed, pulled in so that the smoothing does not add to the variance, and reflected
    /// back above one (Simar and Wilson 1998, steps 3 and 4; the reflected set has the mean one).
    pub(super) fn draw(&self, stream: &mut Stream<'_>) -> f64 {
        let at = stream.below(self.values.len());
        let drawn = self.values.get(at).copied().unwrap_or(1.0);
        let smoothed = self.bandwidth.mul_add(stream.normal(), drawn);
        let pull = (1.0 + self.bandwidth * self.bandwidth / self.variance).sqrt();
        let value = 1.0 + (smoothed - 1.0) / pull;
        if value < 1.0 { 2.0 - value } else { value }
    }
}

/// The normal reference rule on reflected data: Daraio and Simar (2007), (3.24) and (3.26).
///
/// The shape is read off the inefficient units' efficiencies (input theta, output phi) reflected about one, since
/// the many ones on the frontier are an artefact of the estimator; the spread off the distances of all units. None if
/// nobody is inefficient.
pub(super) fn normal_reference(efficiencies: &[f64], distances: &[f64], tolerance: f64) -> Option<f64> {
    let off = |efficiency: &&f64| tolerance < (**efficiency - 1.0).abs();
    let inefficient: Vec<f64> = efficiencies.iter().filter(off).copied().collect();
    let mut shape = reflected(&inefficient);
    shape.sort_unstable_by(f64::total_cmp);
    let spread = deviation(&shape);
    let middle = (quantile(&shape, 0.75)? - quantile(&shape, 0.25)?) / 1.349;
    let both = float(shape.len());
    let narrow = 0.9 * spread.min(middle) * both.powf(-0.2);
    let bandwidth = narrow * (both / float(distances.len())).powf(0.2) * deviation(distances) / spread;
    (bandwidth.is_finite() && bandwidth > 0.0).then_some(bandwidth)
}

fn reflected(values: &[f64]) -> Vec<f64> {
    values
        .iter()
        .copied()
        .chain(values.iter().map(|value| 2.0 - value))
        .collect()
}

/// The standard deviation with n − 1.
pub(super) fn deviation(values: &[f64]) -> f64 {
    let mean = mean(values);
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (squares / float(values.len().saturating_sub(1))).sqrt()
}

/// The arithmetic mean.
pub(super) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / float(values.len())
}

/// A quantile of ascending values, linear between the order statistics (type 7 of Hyndman and Fan 1996).
pub(super) fn quantile(ascending: &[f64], share: f64) -> Option<f64> {
    let place = share * float(ascending.len().checked_sub(1)?);
    let below = crate::number::count(place)?;
    let low = *ascending.get(below)?;
    let high = ascending.get(below + 1).copied().unwrap_or(low);
    Some((place - float(below)).mul_add(high - low, low))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_lie_between_the_order_statistics() {
        let values = [1.0, 2.0, 4.0, 8.0];
        for (share, expected) in [(0.0, 1.0), (0.5, 3.0), (0.25, 1.75), (0.75, 5.0), (1.0, 8.0)] {
            assert_eq!(quantile(&values, share), Some(expected), "{share}");
        }
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(quantile(&values, f64::NAN), None);
    }

    #[test]
    fn nobody_inefficient_gives_no_bandwidth() {
        assert_eq!(normal_reference(&[1.0, 1.0 + 1e-9], &[1.0, 1.0], 1e-6), None);
        assert_eq!(normal_reference(&[], &[], 1e-6), None);
    }

    #[test]
    fn smoothing_keeps_the_spread_of_the_reflected_distances() {
        let distances = [1.0, 1.05, 1.2, 1.6, 1.0, 1.1];
        let source = Reflected::new(&distances, 0.2);
        let mut stream = Stream::new("spread", 0);
        let drawn: Vec<f64> = (0..20_000).map(|_| source.draw(&mut stream)).collect();
        assert!(drawn.iter().all(|value| 1.0 <= *value));
        let found = deviation(&reflected(&drawn));
        let expected = source.variance.sqrt() * (11.0_f64 / 12.0).sqrt();
        assert!((found / expected - 1.0).abs() < 0.05, "{found} {expected}");
    }
}
