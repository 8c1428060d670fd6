//! How the target of a line of the demonstration follows from the project's money.

use hengji_domain::value::{Comparator, TargetValue};
use hengji_domain::{BudgetYear, Decimal, Money};

use super::calendar;
use super::catalogue::{Aim, Indicator, Pattern};
use super::draw::Draw;

const FEN_PER_YUAN: i64 = 100;
const YUAN_PER_WAN: i64 = 10_000;
/// Things that are measured, not counted, so that half of one makes sense.
const MEASURED: [&str; 5] = ["公里", "万平方米", "万页", "平方公里", "万元"];

/// The target of an indicator for a project.
pub(crate) fn set(
    indicator: &Indicator,
    pattern: &Pattern,
    budget: Money,
    year: BudgetYear,
    draw: &mut Draw,
) -> TargetValue {
    let yuan = budget.fen() / FEN_PER_YUAN;
    let text = match &indicator.aim {
        Aim::Main => count(yuan, pattern.yuan_each, &pattern.measure, draw),
        Aim::Each { yuan: each, unit } => count(yuan, *each, unit, draw),
        Aim::Pick {
            comparator,
            values,
            unit,
        } => {
            let value = draw.pick(values).map_or("1", String::as_str);
            format!("{}{value}{unit}", sign(*comparator))
        }
        Aim::Due => due(year, draw),
        Aim::Money => format!("≤{budget}万元").replace(',', ""),
        Aim::UnitCost => unit_cost(pattern, draw),
        Aim::Words(words) => draw.pick(words).cloned().unwrap_or_default(),
    };
    hengji_domain::value::read::read_target(&text)
}

/// The name of an indicator, with what it counts.
pub(crate) fn name(indicator: &Indicator, object: &str) -> String {
    indicator.name.replace("{object}", object)
}

/// The comparator as units write it.
pub(crate) const fn sign(comparator: Comparator) -> &'static str {
    match comparator {
        Comparator::AtLeast => "≥",
        Comparator::MoreThan => ">",
        Comparator::Equal => "=",
        Comparator::LessThan => "<",
        Comparator::AtMost => "≤",
        Comparator::Between | Comparator::ByDate => "",
    }
}

/// A number as planners write it: two leading digits, the rest zeros, except where it is small.
fn planned(number: i64) -> i64 {
    let mut step = 1;
    while 100 * step <= number {
        step *= 10;
    }
    (number / step * step).max(1)
}

fn count(yuan: i64, each: i64, unit: &str, draw: &mut Draw) -> String {
    // Nine tenths of the money buys the thing itself; the rest is design, supervision and tax.
    let share = yuan / 100 * draw.between(80, 98);
    let each = each.max(1);
    if MEASURED.contains(&unit) && share < 20 * each {
        let tenths = (share * 10 / each).max(1);
        format!("≥{}{unit}", Decimal::new(tenths, 1).normalize())
    } else {
        format!("≥{}{unit}", planned(share / each))
    }
}

fn due(year: BudgetYear, draw: &mut Draw) -> String {
    let month = draw.between(5, 12);
    let month = u32::try_from(month).unwrap_or(12);
    if draw.chance(500) {
        format!("{year}年{month}月底前")
    } else {
        let day = calendar::last_of(year.get(), month);
        day.format("%Y年%-m月%-d日前").to_string()
    }
}

fn unit_cost(pattern: &Pattern, draw: &mut Draw) -> String {
    let yuan = planned(pattern.yuan_each * draw.between(100, 125) / 100);
    if YUAN_PER_WAN <= yuan {
        let wan = Decimal::from(yuan) / Decimal::from(YUAN_PER_WAN);
        format!("≤{}万元/{}", wan.normalize(), pattern.measure)
    } else {
        format!("≤{yuan}元/{}", pattern.measure)
    }
}

#[cfg(test)]
mod tests {
    use hengji_domain::value::Reading;

    use super::*;

    fn indicator(aim: Aim) -> Indicator {
        Indicator {
            at: "output.quantity".into(),
            name: "整治{object}数量".into(),
            aim,
            library: None,
        }
    }

    fn pattern(measure: &str, yuan_each: i64) -> Pattern {
        Pattern {
            name: "支路网提升改造".into(),
            object: "道路".into(),
            measure: measure.into(),
            yuan_each,
        }
    }

    fn target(aim: Aim, measure: &str, yuan_each: i64, budget_yuan: i64) -> TargetValue {
        let budget = Money::from_fen(budget_yuan * 100);
        let year = BudgetYear::new(2020).unwrap();
        set(
            &indicator(aim),
            &pattern(measure, yuan_each),
            budget,
            year,
            &mut Draw::new(5),
        )
    }

    #[test]
    fn counts_follow_the_money() {
        let small = target(Aim::Main, "套", 520, 100_000).number().unwrap();
        let large = target(Aim::Main, "套", 520, 10_000_000).number().unwrap();
        assert!(Decimal::from(50) * small < large, "{small} {large}");
        let road = target(Aim::Main, "公里", 6_200_000, 3_000_000);
        assert_eq!(road.unit.as_deref(), Some("公里"));
        assert!(road.number().unwrap() < Decimal::ONE, "{road}");
    }

    #[test]
    fn every_kind_of_target_is_read_as_it_was_meant() {
        let limit = target(Aim::Money, "套", 520, 1_234_500);
        assert_eq!(
            (limit.text.as_str(), limit.comparator),
            ("≤123.45万元", Some(Comparator::AtMost))
        );
        let cost = target(Aim::UnitCost, "套", 520, 1);
        assert_eq!(cost.comparator, Some(Comparator::AtMost));
        let due = target(Aim::Due, "套", 520, 1);
        assert!(matches!(due.reading, Reading::Date { due_on: Some(_) }), "{due}");
        let picked = target(
            Aim::Pick {
                comparator: Comparator::AtLeast,
                values: vec!["95".into()],
                unit: "%".into(),
            },
            "套",
            520,
            1,
        );
        assert_eq!((picked.text.as_str(), picked.kind()), ("≥95%", "percent"));
    }

    #[test]
    fn planners_round_to_two_digits() {
        for (exact, written) in [(0, 1), (7, 7), (99, 99), (123, 120), (98_765, 98_000)] {
            assert_eq!(planned(exact), written);
        }
    }

    #[test]
    fn the_name_says_what_is_counted() {
        assert_eq!(name(&indicator(Aim::Main), "桥梁"), "整治桥梁数量");
    }
}
