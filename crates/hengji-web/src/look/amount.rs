//! Money, scores, rates and times as people read them.

use hengji_app::domain::money::MoneyUnit;
use hengji_app::domain::rounding::div_round_half_up;
use hengji_app::domain::{Money, NaiveDate, Score, Timestamp, Weight};
use maud::{Markup, html};

/// Fen in a hundredth of 万元.
const FEN_PER_HUNDREDTH: i128 = 10_000;

/// Digits in groups of three.
fn grouped(digits: &str) -> String {
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if 0 < i && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn hundredths(value: i64) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let size = value.unsigned_abs();
    format!("{sign}{}.{:02}", grouped(&(size / 100).to_string()), size % 100)
}

/// 万元 rounded to two places, e.g. `1,250.00`.
pub(crate) fn money_short(money: Money) -> String {
    hundredths(div_round_half_up(i128::from(money.fen()), FEN_PER_HUNDREDTH).unwrap_or_default())
}

/// The exact amount in yuan, e.g. `12,500,000.00 元`.
pub(crate) fn money_exact(money: Money) -> String {
    format!("{} 元", hundredths(money.fen()))
}

/// 万元 with the exact figure on hover.
pub(crate) fn money(money: Money) -> Markup {
    html! { span class="nowrap" title=(money_exact(money)) { (money_short(money)) } }
}

/// The same, or a dash where the form states none.
pub(crate) fn optional_money(amount: Option<Money>) -> Markup {
    match amount {
        Some(amount) => money(amount),
        None => html! { span class="quiet" { "—" } },
    }
}

/// An amount for an input field: exact, in 万元, without separators.
pub(crate) fn plain_money(money: Option<Money>) -> String {
    money.map_or_else(String::new, |money| {
        money.in_unit(MoneyUnit::TenThousandYuan).to_string()
    })
}

/// A score or a dash.
pub(crate) fn score(score: Option<Score>) -> Markup {
    html! { @match score { Some(score) => { (score) } None => { span class="quiet" { "—" } } } }
}

/// A weight or a dash.
pub(crate) fn weight(weight: Option<Weight>) -> Markup {
    html! { @match weight { Some(weight) => { (weight) } None => { span class="quiet" { "—" } } } }
}

/// A score for an input field.
pub(crate) fn points(score: Option<Score>) -> String {
    score.map_or_else(String::new, |score| score.to_string())
}

/// Basis points as a percentage, e.g. `92.35%`.
pub(crate) fn percent_of_bp(bp: i64) -> String {
    let text = hundredths(bp);
    let short = text.trim_end_matches('0').trim_end_matches('.');
    format!("{short}%")
}

/// An instant in Shanghai time, to the minute; the second on hover.
pub(crate) fn moment(at: Timestamp) -> Markup {
    let text = at.to_string();
    let minute = text.get(..16).unwrap_or(&text).to_owned();
    html! { time class="nowrap" title=(text) { (minute) } }
}

/// A date as officials write it, e.g. `2020年11月30日`.
pub(crate) fn date(day: NaiveDate) -> String {
    day.format("%Y年%-m月%-d日").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_shown_in_ten_thousand_yuan_with_the_exact_figure_on_hover() {
        let amount = Money::from_fen(1_234_567_890_123);
        let shown = money(amount).into_string();
        assert!(shown.contains("1,234,567.89"), "{shown}");
        assert!(shown.contains("title=\"12,345,678,901.23 元\""), "{shown}");
        assert_eq!(money_short(Money::from_fen(-5_000)), "-0.01");
        assert_eq!(money_short(Money::from_fen(4_999)), "0.00");
        assert_eq!(money_short(Money::ZERO), "0.00");
    }

    #[test]
    fn an_amount_to_edit_is_exact() {
        assert_eq!(plain_money(Some(Money::from_fen(12_345_678))), "12.345678");
        assert_eq!(plain_money(None), "");
    }

    #[test]
    fn rates_lose_needless_zeros() {
        for (bp, shown) in [
            (10_000, "100%"),
            (9_235, "92.35%"),
            (50, "0.5%"),
            (0, "0%"),
            (-120, "-1.2%"),
        ] {
            assert_eq!(percent_of_bp(bp), shown);
        }
    }

    #[test]
    fn times_are_shown_in_shanghai() {
        let at = Timestamp::from_micros(1_609_430_400_000_000);
        assert!(moment(at).into_string().contains(">2021-01-01 00:00<"));
        assert_eq!(
            date(NaiveDate::from_ymd_opt(2020, 11, 3).unwrap()),
            "2020年11月3日"
        );
    }

    #[test]
    fn what_a_form_does_not_state_is_a_dash() {
        assert!(optional_money(None).into_string().contains('—'));
        assert!(score(None).into_string().contains('—'));
        assert_eq!(score(Some(Score::from_centi(857))).into_string(), "8.57");
    }
}
