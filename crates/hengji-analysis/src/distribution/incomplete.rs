//! The regularised incomplete beta function and its inverse, which stand behind beta, F and Student's t.
//!
//! The library's inverse is a Newton iteration that does not always end, and its function stops after 140 terms,
//! which is too early from some ten thousand degrees of freedom on. Tables of a million rows have more.

use statrs::function::gamma::ln_gamma;

/// Beyond this a parameter makes no visible difference any more, and logarithms of the gamma function lose digits.
const LARGEST: f64 = 1e8;
/// The continued fraction needs about the root of the larger parameter.
const TERMS_MOST: u32 = 100_000;
/// Enough halvings to cross all floats, first by their exponents and then by their digits.
const HALVINGS_MOST: u32 = 4_000;

/// The probability that a beta variable is at most `x`; `rest` is one less `x`, given apart so that both ends
/// keep their digits.
pub(super) fn below(x: f64, rest: f64, alpha: f64, beta: f64) -> f64 {
    if x.is_nan() || rest.is_nan() || !is_shape(alpha) || !is_shape(beta) {
        return f64::NAN;
    }
    if x <= 0.0 {
        return 0.0;
    }
    if rest <= 0.0 {
        return 1.0;
    }
    let (alpha, beta) = (alpha.min(LARGEST), beta.min(LARGEST));
    let scale =
        (ln_gamma(alpha + beta) - ln_gamma(alpha) - ln_gamma(beta) + alpha * x.ln() + beta * rest.ln()).exp();
    // On the far side of the mean the fraction converges for the complement.
    if x < (alpha + 1.0) / (alpha + beta + 2.0) {
        scale * fraction(x, alpha, beta) / alpha
    } else {
        1.0 - scale * fraction(rest, beta, alpha) / beta
    }
}

/// Where a beta variable is with this probability below: the place and one less the place.
pub(super) fn quantile(probability: f64, alpha: f64, beta: f64) -> (f64, f64) {
    if !(probability > 0.0 && probability < 1.0 && is_shape(alpha) && is_shape(beta)) {
        return (f64::NAN, f64::NAN);
    }
    if probability <= below(0.5, 0.5, alpha, beta) {
        let place = lower_half(probability, alpha, beta);
        (place, 1.0 - place)
    } else {
        let rest = lower_half(1.0 - probability, beta, alpha);
        (1.0 - rest, rest)
    }
}

fn is_shape(parameter: f64) -> bool {
    0.0 < parameter && !parameter.is_nan()
}

/// Halves the bracket from nought to a half, by exponents while its ends are of different size.
fn lower_half(probability: f64, alpha: f64, beta: f64) -> f64 {
    let (mut low, mut high) = (0.0_f64, 0.5_f64);
    for _ in 0..HALVINGS_MOST {
        let middle = if low <= 0.0 {
            high * 1e-3
        } else if low * 4.0 < high {
            low.sqrt() * high.sqrt()
        } else {
            f64::midpoint(low, high)
        };
        if middle <= low || high <= middle {
            break;
        }
        if below(middle, 1.0 - middle, alpha, beta) < probability {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// The continued fraction of the incomplete beta function (DLMF 8.17.22), by Lentz's method.
fn fraction(x: f64, alpha: f64, beta: f64) -> f64 {
    let away = |value: f64| {
        if value.abs() < f64::MIN_POSITIVE {
            f64::MIN_POSITIVE
        } else {
            value
        }
    };
    let (mut above, mut under) = (1.0, 1.0 / away(1.0 - (alpha + beta) * x / (alpha + 1.0)));
    let mut value = under;
    for term in 1..TERMS_MOST {
        let half = f64::from(term);
        let whole = 2.0 * half;
        let even = half * (beta - half) * x / ((alpha + whole - 1.0) * (alpha + whole));
        let odd = -(alpha + half) * (alpha + beta + half) * x / ((alpha + whole) * (alpha + whole + 1.0));
        let mut change = 1.0;
        for coefficient in [even, odd] {
            under = 1.0 / away(1.0 + coefficient * under);
            above = away(1.0 + coefficient / above);
            change = under * above;
            value *= change;
        }
        if (change - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn near(found: f64, expected: f64, tolerance: f64) {
        assert!(
            (found - expected).abs() <= tolerance * expected.abs(),
            "{found} is not {expected}"
        );
    }

    #[test]
    fn whole_parameters_give_polynomials() {
        // Of the smallest and the largest of n uniform variables.
        for (x, n) in [(0.01, 3), (0.3, 7), (0.9, 2), (0.5, 40)] {
            near(
                below(x, 1.0 - x, 1.0, f64::from(n)),
                1.0 - (1.0 - x).powi(n),
                1e-12,
            );
            near(below(x, 1.0 - x, f64::from(n), 1.0), x.powi(n), 1e-12);
        }
    }

    #[test]
    fn the_inverse_comes_back_at_every_size_of_the_parameters() {
        for alpha in [1e-3, 0.5, 1.0, 12.5, 1e3, 1e6] {
            for beta in [1e-3, 0.5, 3.0, 40.0, 1e4, 1e6] {
                for probability in [1e-6, 0.025, 0.5, 0.9, 0.999_999] {
                    let (place, rest) = quantile(probability, alpha, beta);
                    assert!((0.0..=1.0).contains(&place) && (0.0..=1.0).contains(&rest));
                    let back = below(place, rest, alpha, beta);
                    // A variable so skewed that a quantile lies beyond the smallest float cannot come back.
                    if f64::MIN_POSITIVE < place && f64::MIN_POSITIVE < rest {
                        assert!(
                            (back - probability).abs() < 1e-6 * probability,
                            "{alpha} {beta} {probability}: {back} at {place}, {rest}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn outside_its_domain_there_is_no_number() {
        for (probability, alpha, beta) in [
            (0.0, 1.0, 1.0),
            (0.5, 0.0, 1.0),
            (0.5, 1.0, f64::NAN),
            (f64::NAN, 1.0, 1.0),
        ] {
            assert!(quantile(probability, alpha, beta).0.is_nan());
        }
        assert!(below(f64::NAN, 0.5, 1.0, 1.0).is_nan());
    }
}
