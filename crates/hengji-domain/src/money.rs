//! 金额 (money) as integer fen.

use std::fmt;

use rust_decimal::Decimal;

use crate::rounding::{div_round_half_up, round_half_up};

/// An amount in fen (分, a hundredth of a yuan). Negative amounts are refunds and corrections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Money(i64);

/// The unit in which a form states money (金额单位).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoneyUnit {
    /// 元.
    Yuan,
    /// 万元: 10,000 yuan.
    TenThousandYuan,
    /// 亿元: 100,000,000 yuan.
    HundredMillionYuan,
}

impl MoneyUnit {
    /// Fen in one of this unit.
    pub const fn fen(self) -> i64 {
        match self {
            Self::Yuan => 100,
            Self::TenThousandYuan => 1_000_000,
            Self::HundredMillionYuan => 10_000_000_000,
        }
    }

    /// The unit as written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Yuan => "元",
            Self::TenThousandYuan => "万元",
            Self::HundredMillionYuan => "亿元",
        }
    }

    /// Reads 元, 万元 or 万, 亿元 or 亿.
    pub fn read(text: &str) -> Option<Self> {
        match text.trim() {
            "元" => Some(Self::Yuan),
            "万元" | "万" => Some(Self::TenThousandYuan),
            "亿元" | "亿" => Some(Self::HundredMillionYuan),
            _ => None,
        }
    }
}

impl Money {
    /// No money.
    pub const ZERO: Self = Self(0);

    /// From fen.
    pub const fn from_fen(fen: i64) -> Self {
        Self(fen)
    }

    /// Fen.
    pub const fn fen(self) -> i64 {
        self.0
    }

    /// An amount written in `unit`, rounded half up to a fen; `None` when out of range.
    pub fn from_decimal(amount: Decimal, unit: MoneyUnit) -> Option<Self> {
        let fen = amount.checked_mul(Decimal::from(unit.fen()))?;
        i64::try_from(round_half_up(fen, 0)).ok().map(Self)
    }

    /// The amount in `unit`, exact.
    pub fn in_unit(self, unit: MoneyUnit) -> Decimal {
        (Decimal::from(self.0) / Decimal::from(unit.fen())).normalize()
    }

    /// The sum, `None` on overflow.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// 执行率 (execution rate) in basis points, rounded half up: this over `budget`. `None` when the budget is zero,
    /// because a rate of nothing is not applicable.
    pub fn rate_bp(self, budget: Self) -> Option<i64> {
        div_round_half_up(i128::from(self.0) * 10_000, i128::from(budget.0))
    }
}

impl fmt::Display for Money {
    /// 万元 with as many places as are needed and thousands separators, e.g. `5,337` or `0.000001`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.in_unit(MoneyUnit::TenThousandYuan).to_string();
        let (sign, digits) = text
            .strip_prefix('-')
            .map_or(("", text.as_str()), |rest| ("-", rest));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        f.write_str(sign)?;
        for (i, digit) in whole.chars().enumerate() {
            if 0 < i && (whole.len() - i) % 3 == 0 {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        if fraction.is_empty() {
            Ok(())
        } else {
            write!(f, ".{fraction}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_to_the_fen_and_shown_in_ten_thousand_yuan() {
        let read = |text: &str, unit| Money::from_decimal(text.parse().unwrap(), unit).unwrap();
        assert_eq!(read("0.005", MoneyUnit::Yuan).fen(), 1);
        assert_eq!(read("89.974", MoneyUnit::TenThousandYuan).fen(), 89_974_000);
        assert_eq!(read("2.66", MoneyUnit::HundredMillionYuan).fen(), 26_600_000_000);
        assert_eq!(read("5337", MoneyUnit::TenThousandYuan).to_string(), "5,337");
        assert_eq!(read("-1234567.89", MoneyUnit::Yuan).to_string(), "-123.456789");
        assert_eq!(Money::from_fen(123_456_700_000_000).to_string(), "123,456,700");
        assert_eq!(Money::from_decimal(Decimal::MAX, MoneyUnit::Yuan), None);
    }

    #[test]
    fn a_rate_of_no_budget_is_not_applicable() {
        assert_eq!(
            Money::from_fen(3_694).rate_bp(Money::from_fen(10_650)),
            Some(3469)
        );
        assert_eq!(Money::from_fen(1).rate_bp(Money::ZERO), None);
    }
}
