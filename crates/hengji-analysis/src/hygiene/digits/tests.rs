//! First digits: exact counts, the law on its own powers, refusals, powers of ten.

use proptest::prelude::*;

use super::*;

const THRESHOLDS: DigitThresholds = DigitThresholds {
    payments_least: 500,
    orders_least: 3.0,
    close: 0.006,
    acceptable: 0.012,
    marginal: 0.015,
};

/// Powers of 1.01 run evenly through the logarithms, as the law wants.
fn powers(n: u32) -> Vec<f64> {
    (0..n).map(|row| 1.01_f64.powf(f64::from(row))).collect()
}

#[test]
fn the_first_digit_is_read_from_the_decimal() {
    for (amount, digit) in [
        (1.0, 1),
        (0.35, 3),
        (15.6, 1),
        (9.999, 9),
        (1e22, 1),
        (0.000_7, 7),
        (29_999.99, 2),
        (5e-324, 5),
    ] {
        assert_eq!(leading(amount), Some(digit), "{amount}");
    }
    assert_eq!(leading(0.0), None);
}

#[test]
fn the_shares_of_the_law_make_the_whole() {
    assert!((law().iter().sum::<f64>() - 1.0).abs() < 1e-15);
}

#[test]
fn growth_by_one_percent_follows_the_law() {
    let found = first_digits(&powers(2_315), &THRESHOLDS);
    assert!(
        found.is_ok_and(|one| one.conformity == Conformity::Close && one.chance > 0.99 && one.orders > 9.9)
    );
}

#[test]
fn amounts_that_all_start_alike_do_not() {
    let mut amounts = powers(1_000);
    amounts.extend(std::iter::repeat_n(4_999.0, 600));
    let found = first_digits(&amounts, &THRESHOLDS);
    assert!(found.is_ok_and(|one| one.conformity == Conformity::Nonconforming && one.chance < 1e-6));
}

#[test]
fn the_check_is_refused_where_the_law_is_not_to_be_expected() {
    let few = first_digits(
        &powers(499),
        &DigitThresholds {
            orders_least: 1.0,
            ..THRESHOLDS
        },
    );
    assert!(few.is_err_and(|error| {
        let text = error.to_string();
        text.contains("499 笔") && text.contains("只适用于支付金额") && text.ends_with("[hygiene-digits-few]")
    }));
    let narrow: Vec<f64> = (0..600_u32).map(|row| 100.0 + f64::from(row)).collect();
    assert!(first_digits(&narrow, &THRESHOLDS).is_err_and(|error| {
        let text = error.to_string();
        text.contains("0.84 个数量级") && text.contains("不适用于目标值和得分")
    }));
    assert!(matches!(
        first_digits(
            &[],
            &DigitThresholds {
                payments_least: 0,
                ..THRESHOLDS
            }
        ),
        Err(HygieneError::TooFewPayments { .. })
    ));
}

#[test]
fn refunds_and_zeros_are_left_out_and_counted() {
    let mut amounts = powers(800);
    amounts.extend([0.0, -5.0, -120.5]);
    assert!(first_digits(&amounts, &THRESHOLDS).is_ok_and(|one| one.n == 800 && one.skipped == 3));
    amounts.push(f64::NAN);
    assert!(matches!(
        first_digits(&amounts, &THRESHOLDS),
        Err(HygieneError::Number { row: 804, .. })
    ));
}

#[test]
fn bands_out_of_order_are_refused() {
    for bad in [
        DigitThresholds {
            close: 0.02,
            ..THRESHOLDS
        },
        DigitThresholds {
            marginal: 0.01,
            ..THRESHOLDS
        },
        DigitThresholds {
            close: f64::NAN,
            ..THRESHOLDS
        },
        DigitThresholds {
            orders_least: f64::NAN,
            ..THRESHOLDS
        },
    ] {
        assert!(
            matches!(
                first_digits(&powers(900), &bad),
                Err(HygieneError::Setting { .. })
            ),
            "{bad:?}"
        );
    }
}

proptest! {
    #[test]
    fn yuan_or_fen_makes_no_difference(amounts in prop::collection::vec(1..9_999_999_u32, 20..60)) {
        let loose = DigitThresholds { payments_least: 1, orders_least: 0.0, ..THRESHOLDS };
        let yuan: Vec<f64> = amounts.iter().map(|one| f64::from(*one)).collect();
        let fen: Vec<f64> = amounts.iter().map(|one| f64::from(*one) * 100.0).collect();
        let (yuan, fen) = (first_digits(&yuan, &loose)?, first_digits(&fen, &loose)?);
        prop_assert_eq!(yuan.counts, fen.counts);
        prop_assert_eq!(yuan.chi_squared.to_bits(), fen.chi_squared.to_bits());
    }

    #[test]
    fn every_payment_is_counted_once(amounts in prop::collection::vec(1e-6..1e12_f64, 1..60)) {
        let loose = DigitThresholds { payments_least: 1, orders_least: 0.0, ..THRESHOLDS };
        let found = first_digits(&amounts, &loose)?;
        prop_assert_eq!(found.counts.iter().sum::<usize>(), amounts.len());
    }
}
