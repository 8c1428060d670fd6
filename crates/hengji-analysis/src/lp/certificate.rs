//! 最优性证明 (certificate): what an auditor needs to check an answer with a pocket calculator.

/// The share of the terms of a row, or of the optimum, by which a certificate may miss and still be accepted:
/// a hundred thousand times the rounding of one sum, a thousandth of the last digit anybody prints.
pub const TOLERANCE: f64 = 1e-9;

/// How well an answer proves itself, computed from the figures as given and not from the solver's own state.
///
/// A feasible answer and feasible prices with the same value are optimal, whoever found them (weak duality).
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Certificate {
    /// All three figures are within [`TOLERANCE`]; for an exact answer, it was proved in fractions.
    pub ok: bool,
    /// Value of the answer against value of the prices, relative to the value or to one.
    pub gap: f64,
    /// The most by which a row or a bound is broken, relative to the terms of the row.
    pub primal_violation: f64,
    /// The most by which a column's price is broken, relative to the terms of the column.
    pub dual_violation: f64,
    /// The answer was found again in exact fractions, because floats could not certify theirs. The three figures
    /// then tell how well its rounding to floats still proves it.
    pub exact: bool,
}

impl Certificate {
    /// The certificate of three measured figures; not-a-number is never within the tolerance.
    #[must_use]
    pub fn new(gap: f64, primal_violation: f64, dual_violation: f64) -> Self {
        let ok = [gap, primal_violation, dual_violation]
            .iter()
            .all(|figure| *figure <= TOLERANCE);
        Self {
            ok,
            gap,
            primal_violation,
            dual_violation,
            exact: false,
        }
    }

    /// The weaker of two proofs: what rests on both answers is proved by this much.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self {
            ok: self.ok && other.ok,
            gap: self.gap.max(other.gap),
            primal_violation: self.primal_violation.max(other.primal_violation),
            dual_violation: self.dual_violation.max(other.dual_violation),
            exact: self.exact || other.exact,
        }
    }

    /// The same figures, for an answer that was proved in fractions, or should have been.
    pub(crate) fn in_fractions(self, proved: Option<bool>) -> Self {
        proved.map_or(self, |ok| Self {
            exact: true,
            ok,
            ..self
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_is_good_only_if_all_three_figures_are() {
        let cases = [
            (0.0, 0.0, 0.0, true),
            (1e-9, 1e-9, 1e-9, true),
            (2e-9, 0.0, 0.0, false),
            (0.0, 2e-9, 0.0, false),
            (0.0, 0.0, 2e-9, false),
            (f64::NAN, 0.0, 0.0, false),
        ];
        for (gap, primal, dual, ok) in cases {
            assert_eq!(
                Certificate::new(gap, primal, dual).ok,
                ok,
                "{gap} {primal} {dual}"
            );
        }
        let exact = Certificate::new(1.0, 0.0, 0.0).in_fractions(Some(true));
        assert!(exact.ok && exact.exact);
        assert_eq!(exact.in_fractions(None), exact);
    }

    #[test]
    fn of_two_proofs_the_weaker_counts() {
        let both = Certificate::new(0.0, 1e-12, 0.5)
            .with(Certificate::new(1e-12, 0.0, 0.0).in_fractions(Some(true)));
        let figures = (both.gap, both.primal_violation, both.dual_violation);
        assert_eq!((figures, both.ok, both.exact), ((1e-12, 1e-12, 0.5), false, true));
    }
}
