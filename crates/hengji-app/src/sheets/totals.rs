//! Sums of a sheet: weights by class, number of indicators, quantification rate, totals.

use hengji_domain::rounding::div_round_half_up;
use hengji_domain::rule::SheetRules;
use hengji_domain::sheet::{Line, Sheet};
use hengji_domain::{Score, Weight};

use crate::sheets::view::{FirstLevelTotal, TotalsView};

/// The sums of a sheet under the rules in force. Parts (其中) are shown but not counted: their line is.
pub(crate) fn totals(sheet: &Sheet, rules: &SheetRules) -> TotalsView {
    let whole: Vec<&Line> = sheet.lines.iter().filter(|line| line.parent.is_none()).collect();
    let frame = &rules.frame.value;
    let weight_of = |wanted: Option<&str>| {
        Weight::total(
            whole
                .iter()
                .filter(|line| {
                    wanted.is_none_or(|name| {
                        frame
                            .first_level(&line.level1)
                            .is_some_and(|class| class.name == name)
                    })
                })
                .filter_map(|line| line.weight),
        )
    };
    let quantified = whole.iter().filter(|line| line.target.is_quantified()).count();
    let grade = sheet.computed_total.and_then(|total| grade(total, rules));
    TotalsView {
        weight: weight_of(None),
        weight_required: frame.indicator_weight(),
        by_first_level: frame
            .first_levels
            .iter()
            .map(|class| FirstLevelTotal {
                name: class.name.clone(),
                weight: weight_of(Some(&class.name)),
                required: class.weight,
            })
            .collect(),
        line_count: count(whole.len()),
        line_count_min: rules.limits.indicator_count_min.value,
        quantified_count: count(quantified),
        quantification_rate_bp: div_round_half_up(
            i128::from(count(quantified)) * 10_000,
            i128::from(count(whole.len())),
        ),
        quantification_rate_min_bp: rules.limits.quantification_rate_min_bp.value,
        stated_total: sheet.stated_total,
        computed_total: sheet.computed_total,
        grade,
    }
}

/// The grade of a total: the best band it reaches.
pub(crate) fn grade(total: Score, rules: &SheetRules) -> Option<String> {
    let bands = &rules.grade_bands.value;
    bands
        .iter()
        .find(|band| band.from <= total)
        .map(|band| band.name.clone())
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
