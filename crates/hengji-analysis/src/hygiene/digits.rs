//! 首位数字 (first digits, Benford): whether payments start with 1, 2 … 9 as often as amounts over many sizes do.
//!
//! For payment amounts only. Targets and scores are set, not paid: their first digits follow the setting, and a test
//! of them says nothing.

use serde::Serialize;

use super::error::{HygieneError, finite, within};
use crate::distribution::chi_squared_above;
use crate::number::{count, float};

/// When the check may be made, and how its mean deviation is read.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct DigitThresholds {
    /// Fewest payments above zero.
    pub payments_least: usize,
    /// Fewest orders of magnitude between the smallest and the largest.
    pub orders_least: f64,
    /// Mean absolute deviation up to which the digits are close.
    pub close: f64,
    /// Up to which they are acceptable.
    pub acceptable: f64,
    /// Up to which they are marginally acceptable.
    pub marginal: f64,
}

/// How far the digits are from the law (bands of the mean absolute deviation, after Nigrini).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Conformity {
    /// 非常接近.
    Close,
    /// 可以接受.
    Acceptable,
    /// 勉强接受.
    Marginal,
    /// 不符合.
    Nonconforming,
}

impl Conformity {
    /// The words for a page.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Close => "非常接近",
            Self::Acceptable => "可以接受",
            Self::Marginal => "勉强接受",
            Self::Nonconforming => "不符合",
        }
    }
}

/// The first digits of a list of payments.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FirstDigits {
    /// Payments above zero.
    pub n: usize,
    /// Zeros and refunds, left out.
    pub skipped: usize,
    /// Payments that start with 1, 2 … 9.
    pub counts: [usize; 9],
    /// Expected by the law, same order.
    pub expected: [f64; 9],
    /// Σ (count − expected)² / expected.
    pub chi_squared: f64,
    /// Its degrees of freedom: 8.
    pub freedom: usize,
    /// Chance of so large a sum if the law holds. With many payments it is small for deviations of no importance.
    pub chance: f64,
    /// Mean of |share − expected share| over the nine digits; does not grow with n.
    pub mean_deviation: f64,
    /// How that is read.
    pub conformity: Conformity,
    /// log10(largest ÷ smallest).
    pub orders: f64,
}

/// Counts the first digits of payments and compares them with log10(1 + 1/d).
///
/// # Errors
///
/// [`HygieneError::TooFewPayments`] and [`HygieneError::TooNarrow`] where the law is not to be expected,
/// [`HygieneError::Number`] naming the row, [`HygieneError::Setting`] for bands out of order.
pub fn first_digits(payments: &[f64], thresholds: &DigitThresholds) -> Result<FirstDigits, HygieneError> {
    let close = within("非常接近的上限", thresholds.close, 0.0, 1.0)?;
    let acceptable = within("可以接受的上限", thresholds.acceptable, close, 1.0)?;
    let marginal = within("勉强接受的上限", thresholds.marginal, acceptable, 1.0)?;
    finite("支付金额", payments)?;
    let paid = || payments.iter().copied().filter(|amount| 0.0 < *amount);
    let n = paid().count();
    if n < thresholds.payments_least.max(1) {
        return Err(HygieneError::TooFewPayments {
            n,
            least: thresholds.payments_least.max(1),
        });
    }
    let smallest = paid().fold(f64::INFINITY, f64::min);
    let largest = paid().fold(0.0, f64::max);
    // A difference of logarithms, because the quotient of the extremes may leave the range of floats.
    let orders = largest.log10() - smallest.log10();
    let least = within("数量级下限", thresholds.orders_least, 0.0, f64::MAX)?;
    if orders < least {
        return Err(HygieneError::TooNarrow {
            smallest,
            largest,
            orders,
            least,
        });
    }
    let mut counts = [0_usize; 9];
    for amount in paid() {
        if let Some(counted) = leading(amount).and_then(|digit| counts.get_mut(digit - 1)) {
            *counted += 1;
        }
    }
    let all = float(n);
    let expected = law().map(|share| share * all);
    let pairs = || counts.iter().map(|counted| float(*counted)).zip(expected);
    let chi_squared: f64 = pairs()
        .map(|(counted, expected)| (counted - expected).powi(2) / expected)
        .sum();
    let mean_deviation = pairs()
        .map(|(counted, expected)| (counted - expected).abs() / all)
        .sum::<f64>()
        / 9.0;
    let freedom = counts.len() - 1;
    Ok(FirstDigits {
        n,
        skipped: payments.len() - n,
        counts,
        expected,
        chi_squared,
        freedom,
        chance: chi_squared_above(chi_squared, float(freedom)),
        mean_deviation,
        conformity: match mean_deviation {
            found if found <= close => Conformity::Close,
            found if found <= acceptable => Conformity::Acceptable,
            found if found <= marginal => Conformity::Marginal,
            _ => Conformity::Nonconforming,
        },
        orders,
    })
}

/// log10(1 + 1/d) for d = 1 … 9.
fn law() -> [f64; 9] {
    std::array::from_fn(|at| (1.0 / (float(at) + 1.0)).ln_1p() / std::f64::consts::LN_10)
}

/// The first digit that is not zero, 1 to 9.
///
/// Taken from the shortest decimal that reads back as the number: dividing by a power of ten would make 9.9999 of a
/// ten.
fn leading(amount: f64) -> Option<usize> {
    let text = format!("{amount:e}");
    let digit = text.chars().find_map(|one| one.to_digit(10))?;
    count(f64::from(digit)).filter(|digit| (1..=9).contains(digit))
}

#[cfg(test)]
mod tests;
