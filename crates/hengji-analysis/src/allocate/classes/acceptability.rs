//! 权重敏感性 (acceptability): the exact share of a region of weights in which a score stays below a threshold.
//!
//! The region is every weight within a span of its own size, together one: a polytope, cut into simplices once. In a
//! simplex the share below a threshold follows from the scores at the corners alone (Varsi 1973; Ali 1973), by sums
//! of positive terms. So the share is exact to rounding, without random points.

use nalgebra::DMatrix;

use super::score::SCORE_TOLERANCE;

/// The most criteria: the simplices number 2^(k−1) k!/2 or so, 96 for four criteria and 11,520 for six.
pub(super) const CRITERIA: usize = 6;

/// The region as simplices with their volumes.
#[derive(Debug, Clone)]
pub(super) struct Region {
    simplices: Vec<(f64, Vec<Vec<f64>>)>,
}

impl Region {
    /// All weights within `span` (a share of each) of weights that add up to one.
    pub(super) fn around(weights: &[f64], span: f64) -> Self {
        let bounds: Vec<(f64, f64)> = weights
            .iter()
            .map(|weight| (weight * (1.0 - span), weight * (1.0 + span)))
            .collect();
        let open: Vec<usize> = bounds
            .iter()
            .enumerate()
            .filter(|(_, (l, u))| l < u)
            .map(|(at, _)| at)
            .collect();
        let face = Face {
            point: weights.to_vec(),
            open,
        };
        let simplices: Vec<(f64, Vec<Vec<f64>>)> = face
            .simplices(&bounds)
            .into_iter()
            .map(|corners| (volume(&corners, &face.open), corners))
            .collect();
        Self { simplices }
    }

    /// Share of the region in which the weighted points stay below `threshold`.
    pub(super) fn share_below(&self, points: &[f64], threshold: f64) -> f64 {
        let at = |corner: &Vec<f64>| corner.iter().zip(points).map(|(w, p)| w * p).sum::<f64>();
        let (mut below, mut whole) = (0.0, 0.0);
        for (volume, corners) in &self.simplices {
            let scores: Vec<f64> = corners
                .iter()
                .map(|corner| at(corner) - threshold + SCORE_TOLERANCE)
                .collect();
            below += volume * share_negative(&scores);
            whole += volume;
        }
        if 0.0 < whole {
            (below / whole).clamp(0.0, 1.0)
        } else {
            0.0
        }
    }
}

/// A face of the region: some weights stand at a bound, the open ones share the rest.
#[derive(Debug, Clone)]
struct Face {
    /// A point of the face.
    point: Vec<f64>,
    open: Vec<usize>,
}

impl Face {
    /// Corners of simplices that fill the face: cones from its point over its own faces.
    fn simplices(&self, bounds: &[(f64, f64)]) -> Vec<Vec<Vec<f64>>> {
        match self.open.as_slice() {
            [] | [_] => vec![vec![self.point.clone()]],
            // The two ends are found directly: a bound of one can be a bound of the other as well.
            [first, second] => vec![self.segment(*first, *second, bounds)],
            open => open
                .iter()
                .flat_map(|&at| {
                    let (lower, upper) = bounds.get(at).copied().unwrap_or_default();
                    [self.side(at, lower, bounds), self.side(at, upper, bounds)]
                })
                .flatten()
                .flat_map(|side| side.simplices(bounds))
                .map(|mut corners| {
                    corners.push(self.point.clone());
                    corners
                })
                .collect(),
        }
    }

    fn segment(&self, first: usize, second: usize, bounds: &[(f64, f64)]) -> Vec<Vec<f64>> {
        let bound = |at: usize| bounds.get(at).copied().unwrap_or_default();
        let value = |at: usize| self.point.get(at).copied().unwrap_or_default();
        let rest = value(first) + value(second);
        let least = bound(first).0.max(rest - bound(second).1);
        let most = bound(first).1.min(rest - bound(second).0);
        [least, most]
            .map(|share| {
                let mut end = self.point.clone();
                set(&mut end, first, share);
                set(&mut end, second, rest - share);
                end
            })
            .to_vec()
    }

    /// The face on which one more weight stands at a bound; nothing if the others cannot make up for it.
    fn side(&self, at: usize, bound: f64, bounds: &[(f64, f64)]) -> Option<Self> {
        let open: Vec<usize> = self.open.iter().copied().filter(|other| *other != at).collect();
        let rest: f64 = self.open.iter().filter_map(|at| self.point.get(*at)).sum::<f64>() - bound;
        let limits = |at: &usize| bounds.get(*at).copied().unwrap_or_default();
        let (least, most) = open
            .iter()
            .map(limits)
            .fold((0.0, 0.0), |sum, l| (sum.0 + l.0, sum.1 + l.1));
        if !(least..=most).contains(&rest) {
            return None;
        }
        let part = if least < most {
            (rest - least) / (most - least)
        } else {
            0.0
        };
        let mut point = self.point.clone();
        set(&mut point, at, bound);
        for at in &open {
            let (lower, upper) = limits(at);
            set(&mut point, *at, lower + part * (upper - lower));
        }
        Some(Self { point, open })
    }
}

fn set(point: &mut [f64], at: usize, value: f64) {
    if let Some(weight) = point.get_mut(at) {
        *weight = value;
    }
}

/// Volume of a simplex up to a common factor, measured in all open weights but the last.
fn volume(corners: &[Vec<f64>], open: &[usize]) -> f64 {
    let Some(((last, rest), axes)) = corners.split_last().zip(open.split_last().map(|(_, axes)| axes)) else {
        return 1.0;
    };
    let value = |corner: &[f64], axis: usize| corner.get(axis).copied().unwrap_or_default();
    let edges = rest
        .iter()
        .flat_map(|corner| axes.iter().map(|&axis| value(corner, axis) - value(last, axis)));
    DMatrix::from_row_iterator(rest.len(), axes.len(), edges)
        .determinant()
        .abs()
}

/// Share of a simplex in which a linear function, given at the corners, is negative.
fn share_negative(corners: &[f64]) -> f64 {
    let (negative, other): (Vec<f64>, Vec<f64>) = corners.iter().copied().partition(|value| *value < 0.0);
    // Entry k is the share for the first k + 1 negative corners and the other corners seen so far. The zero on the
    // edge between two corners splits the simplex, and in either part that zero can be left out.
    let mut shares = vec![1.0; negative.len()];
    for above in &other {
        let mut without = 0.0;
        for (share, below) in shares.iter_mut().zip(&negative) {
            *share = (above * without - below * *share) / (above - below);
            without = *share;
        }
    }
    shares.last().copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_of_a_simplex_is_known_in_small_cases() {
        for (corners, expected) in [
            (&[-1.0, 1.0][..], 0.5),
            (&[-1.0, 3.0][..], 0.25),
            (&[-1.0, 1.0, 1.0][..], 0.25),
            (&[-1.0, -1.0, 1.0][..], 0.75),
            (&[-1.0, 1.0, 1.0, 1.0][..], 0.125),
            (&[-1.0, -1.0, 1.0, 1.0][..], 0.5),
            (&[0.0, 1.0, 1.0][..], 0.0),
            (&[-2.0, -1.0, -3.0][..], 1.0),
        ] {
            let found = share_negative(corners);
            assert!((found - expected).abs() < 1e-14, "{corners:?}: {found}");
        }
    }

    #[test]
    fn the_region_has_the_volume_it_should() {
        // Three equal weights: a hexagon, in two coordinates the square of side 2/15 less two corner triangles.
        let region = Region::around(&[1.0 / 3.0; 3], 0.2);
        let side: f64 = 2.0 / 15.0;
        let doubled: f64 = region.simplices.iter().map(|(volume, _)| volume).sum();
        assert!((doubled / 2.0 - 0.75 * side * side).abs() < 1e-12, "{doubled}");
    }

    #[test]
    fn shares_agree_with_an_even_grid() {
        let weights = [0.35, 0.3, 0.2, 0.15];
        let region = Region::around(&weights, 0.2);
        let points = [90.0, 40.0, 70.0, 55.0];
        let (mut below, mut all) = (0_u32, 0_u32);
        let steps: Vec<f64> = (0..80_u8)
            .map(|step| -0.2 + 0.4 * (f64::from(step) + 0.5) / 80.0)
            .collect();
        for a in &steps {
            for b in &steps {
                for c in &steps {
                    let (w0, w1, w2) = (0.35 * (1.0 + a), 0.3 * (1.0 + b), 0.2 * (1.0 + c));
                    let w3 = 1.0 - w0 - w1 - w2;
                    if (0.12..=0.18).contains(&w3) {
                        all += 1;
                        let score = w0 * points[0] + w1 * points[1] + w2 * points[2] + w3 * points[3];
                        below += u32::from(score < 66.0);
                    }
                }
            }
        }
        let exact = region.share_below(&points, 66.0);
        let counted = f64::from(below) / f64::from(all);
        assert!((exact - counted).abs() < 0.003, "{exact} is not {counted}");
    }

    #[test]
    fn without_span_the_share_is_all_or_nothing() {
        let region = Region::around(&[0.5, 0.5, 0.0], 0.0);
        assert!(
            region.share_below(&[80.0, 60.0, 0.0], 70.0).abs() < 1e-15,
            "reached exactly"
        );
        assert!((region.share_below(&[80.0, 60.0, 0.0], 70.1) - 1.0).abs() < 1e-15);
    }
}
