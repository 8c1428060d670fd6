//! What became of a goal at the end of the year: actual values and stated scores, with the errors that units make.

use hengji_domain::money::MoneyUnit;
use hengji_domain::sheet::{Line, Sheet};
use hengji_domain::value::{ActualValue, Comparator, Reading, TargetValue};
use hengji_domain::{BudgetYear, Decimal, Money, Score};

use super::calendar;
use super::draw::Draw;
use super::goal;
use super::story::Ending;

/// How a line turned out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Met,
    Better,
    FarBetter,
    Missed,
}

/// What the outcome of a year is drawn from.
pub(crate) struct Ends<'a> {
    /// Budget year.
    pub(crate) year: BudgetYear,
    /// 全年执行数: the actual of every money limit.
    pub(crate) executed: Money,
    /// Phrases that claim a qualitative band, best first, as the rules of the year name them.
    pub(crate) band_phrases: &'a [String],
}

/// How carefully a unit fills its form. What stands in the way of a submission is found only in drafts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Care {
    /// A draft: reasons and values are still missing, sums are off.
    Draft,
    /// Handed in: what remains wrong is for a reviewer to see.
    HandedIn,
}

impl Care {
    /// How carefully a sheet with this ending was filled.
    pub(crate) fn of(ending: Ending) -> Self {
        if ending == Ending::Draft {
            Self::Draft
        } else {
            Self::HandedIn
        }
    }
}

/// Fills the actual value of a line, and the reason where one is due.
pub(crate) fn complete(line: &mut Line, ends: &Ends<'_>, care: Care, draw: &mut Draw) {
    let turn = match draw.weighted(&[520, 370, 30, 80]) {
        0 => Turn::Met,
        1 => Turn::Better,
        2 => Turn::FarBetter,
        _ => Turn::Missed,
    };
    let turn = if is_money_limit(&line.target) {
        money_turn(&line.target, ends)
    } else {
        turn
    };
    let text = actual_text(&line.target, turn, ends, draw);
    line.actual = read(&spoil(text, &line.target, care, draw));
    let is_forgotten = draw.chance(300) && care == Care::Draft;
    if matches!(turn, Turn::Missed | Turn::FarBetter) && !is_forgotten {
        line.reason = Some(reason(turn, draw).to_owned());
    }
}

/// What the rules say of a line before the unit states its score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fair {
    /// The rules give this score.
    Score(Score),
    /// The score is set by hand from here up to below there.
    Band(Score, Score),
    /// The rules give none.
    Unknown,
}

/// States a score for each line, as the unit does: mostly what the rules give, sometimes not.
pub(crate) fn state(sheet: &mut Sheet, fair: &[Fair], execution: Option<Score>, care: Care, draw: &mut Draw) {
    // Full marks for what was missed is the commonest error on published forms; more than the weight, or sums
    // that are off, cannot be handed in.
    let slips: [u64; 4] = match care {
        Care::Draft => [900, 40, 30, 15],
        Care::HandedIn => [945, 35, 20, 0],
    };
    for (line, fair) in sheet.lines.iter_mut().zip(fair) {
        line.stated_score = line.weight.map(|weight| {
            let full = weight.full_score();
            let fair = match *fair {
                Fair::Score(score) => score,
                Fair::Band(from, to) => return inside(from, to, full, draw),
                Fair::Unknown => percent_of(full, draw.between(80, 100)),
            };
            match draw.weighted(&slips) {
                1 => full,
                2 => percent_of(fair, 90),
                3 => Score::from_centi(full.centi() + 100),
                _ => fair,
            }
        });
    }
    sheet.execution.stated_score = execution;
    let slip = if care == Care::Draft && draw.chance(150) {
        100
    } else {
        0
    };
    sheet.stated_total = Some(Score::from_centi(sum_of_stated(sheet).centi() - slip));
}

/// The scores as they stood before the sheet was returned: full marks everywhere.
pub(crate) fn before_return(sheet: &Sheet) -> Sheet {
    let mut earlier = Sheet {
        edition: 1,
        ..sheet.clone()
    };
    for line in &mut earlier.lines {
        line.stated_score = line.weight.map(hengji_domain::Weight::full_score);
    }
    earlier.stated_total = Some(sum_of_stated(&earlier));
    earlier
}

fn sum_of_stated(sheet: &Sheet) -> Score {
    let stated = sheet.lines.iter().filter_map(|line| line.stated_score);
    Score::total(stated.chain(sheet.execution.stated_score))
}

/// A score set by hand inside its band: near the upper end, which the best band includes.
fn inside(from: Score, to: Score, full: Score, draw: &mut Draw) -> Score {
    if to == full && draw.chance(600) {
        return full;
    }
    let (low, high) = (from.centi() / 50, (to.centi() - 1) / 50);
    let halves = draw.between(i64::from(low.min(high)), i64::from(high));
    i32::try_from(halves * 50).map_or(from, |centi| Score::from_centi(centi).max(from))
}

fn percent_of(score: Score, percent: i64) -> Score {
    let centi = i64::from(score.centi()) * percent / 100;
    // Units state whole or half points, not hundredths.
    let halves = centi / 50 * 50;
    Score::from_centi(i32::try_from(halves).unwrap_or(score.centi()))
}

fn read(text: &str) -> ActualValue {
    if text.is_empty() {
        goal::blank()
    } else {
        hengji_domain::value::read::read_actual(text)
    }
}

fn actual_text(target: &TargetValue, turn: Turn, ends: &Ends<'_>, draw: &mut Draw) -> String {
    let unit = target.unit.as_deref().unwrap_or_default();
    match &target.reading {
        Reading::Number { .. } if is_money_limit(target) => {
            let wan = ends.executed.in_unit(MoneyUnit::TenThousandYuan);
            format!("{}万元", wan.round_dp(2).normalize())
        }
        Reading::Percent { value } => {
            format!("{}{unit}", percent(*value, target.comparator, turn, draw))
        }
        Reading::Number { value } | Reading::Frequency { value } => {
            format!(
                "{}{unit}",
                count(*value, target.comparator, turn, draw).normalize()
            )
        }
        Reading::Date { due_on } => {
            let due_on = due_on.unwrap_or_else(|| calendar::last_of(ends.year.get(), 12));
            let days = usize::try_from(draw.between(3, 40)).unwrap_or(3);
            let done_on = if turn == Turn::Missed {
                calendar::days_after(due_on, days)
            } else {
                calendar::days_before(due_on, days)
            };
            done_on.format("%Y年%-m月%-d日").to_string()
        }
        _ => phrase(turn, ends),
    }
}

/// The cost limit of the whole project, whose actual is what was paid.
fn is_money_limit(target: &TargetValue) -> bool {
    target.unit.as_deref() == Some("万元") && target.comparator == Some(Comparator::AtMost)
}

/// What was paid is a fact, so the limit is kept or not whatever is drawn. Paying far less than planned is
/// explained like a target missed: the work was not done, not cheaper.
fn money_turn(target: &TargetValue, ends: &Ends<'_>) -> Turn {
    let paid = ends.executed.in_unit(MoneyUnit::TenThousandYuan);
    let limit = target.number().unwrap_or(paid);
    let is_usual = limit * Decimal::new(8, 1) < paid && paid <= limit;
    if is_usual { Turn::Met } else { Turn::Missed }
}

fn percent(target: Decimal, comparator: Option<Comparator>, turn: Turn, draw: &mut Draw) -> Decimal {
    let tenths = |low, high, draw: &mut Draw| Decimal::new(draw.between(low, high), 1);
    let reverse = comparator.is_some_and(Comparator::is_reverse);
    let value = match (turn, reverse) {
        (Turn::Met, _) => target,
        (Turn::Missed, false) => target - tenths(5, 90, draw).min(target),
        (Turn::Missed, true) => target + tenths(2, 20, draw),
        // A growth rate of three percent that grew by three points was set far too low: that is another turn.
        (_, false) => target + tenths(1, 30, draw).min((target * Decimal::new(12, 2)).round_dp(1)),
        (_, true) => target - tenths(1, 20, draw).min((target * Decimal::new(15, 2)).round_dp(1)),
    };
    // A share cannot exceed the whole; growth rates are far below it in the catalogue.
    value.min(Decimal::ONE_HUNDRED).normalize()
}

fn count(target: Decimal, comparator: Option<Comparator>, turn: Turn, draw: &mut Draw) -> Decimal {
    let share = |low, high, draw: &mut Draw| target * Decimal::new(draw.between(low, high), 2);
    let reverse = comparator.is_some_and(Comparator::is_reverse);
    let value = match (turn, reverse) {
        (Turn::Met, _) => target,
        (Turn::Missed, _) if target.is_zero() => Decimal::ONE,
        (Turn::Missed, false) => share(68, 97, draw),
        (Turn::Missed, true) => share(104, 135, draw),
        (Turn::Better, false) if comparator == Some(Comparator::Equal) => target,
        (Turn::FarBetter, false) if comparator == Some(Comparator::Equal) => target,
        (Turn::Better, false) => share(101, 115, draw),
        (Turn::FarBetter, false) => share(135, 260, draw),
        (_, true) => share(80, 99, draw),
    };
    value.round_dp(target.scale().max(u32::from(reverse)))
}

fn phrase(turn: Turn, ends: &Ends<'_>) -> String {
    let best = ends.band_phrases.first();
    let claimed = if turn == Turn::Missed {
        ends.band_phrases.get(1).or(best)
    } else {
        best
    };
    claimed.cloned().unwrap_or_default()
}

/// The slips that make real forms hard to read: the comparator copied from the target, the unit lost, the
/// cell left empty.
fn spoil(text: String, target: &TargetValue, care: Care, draw: &mut Draw) -> String {
    let slips: [u64; 4] = match care {
        Care::Draft => [930, 20, 10, 40],
        Care::HandedIn => [985, 8, 7, 0],
    };
    match draw.weighted(&slips) {
        1 => target.text.clone(),
        2 => {
            let unit = target.unit.as_deref().unwrap_or_default();
            text.strip_suffix(unit).map_or(text.clone(), str::to_owned)
        }
        3 => String::new(),
        _ => text,
    }
}

fn reason(turn: Turn, draw: &mut Draw) -> &'static str {
    let missed = [
        "受施工场地移交推迟影响,部分内容结转下年实施;已与施工单位重新排定计划。",
        "年中压减预算后工作量相应减少,下年将按资金规模核定目标。",
        "受公共卫生防控影响活动减少,下年改为线上线下结合。",
        "供货周期延长导致到货推迟,今后提前启动采购。",
    ];
    let exceeded = [
        "实际需求多于年初测算,下年将参照近三年数据测定目标。",
        "合并采购后单价下降,同样资金完成数量增加,目标测算偏低。",
        "上级追加任务,已在下年目标中调整。",
    ];
    let all: &[&'static str] = if turn == Turn::Missed { &missed } else { &exceeded };
    draw.pick(all).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turned(target: &str, turn: Turn) -> String {
        let ends = Ends {
            year: BudgetYear::new(2020).unwrap(),
            executed: Money::from_fen(98_765_400),
            band_phrases: &["达成".to_owned(), "部分达成".to_owned()],
        };
        let target = hengji_domain::value::read::read_target(target);
        actual_text(&target, turn, &ends, &mut Draw::new(9))
    }

    #[test]
    fn what_was_met_states_the_target_itself() {
        for (target, actual) in [
            ("≥120台", "120台"),
            ("≥95%", "95%"),
            ("=0起", "0起"),
            ("≤100万元", "98.77万元"),
            ("覆盖各年龄群体", "达成"),
        ] {
            assert_eq!(turned(target, Turn::Met), actual);
        }
    }

    #[test]
    fn what_was_missed_lies_on_the_worse_side() {
        let number = |target, turn| {
            hengji_domain::value::read::read_actual(&turned(target, turn))
                .number()
                .unwrap()
        };
        assert!(number("≥120台", Turn::Missed) < Decimal::from(120));
        assert!(Decimal::from(4) < number("≤4小时", Turn::Missed));
        assert_eq!(number("=0起", Turn::Missed), Decimal::ONE);
        assert!(number("≥95%", Turn::Missed) < Decimal::from(95));
        assert!(number("≥98%", Turn::FarBetter) <= Decimal::ONE_HUNDRED);
        assert!(Decimal::from(160) < number("≥120台", Turn::FarBetter));
        assert_eq!(turned("覆盖各年龄群体", Turn::Missed), "部分达成");
    }

    #[test]
    fn work_is_dated_on_the_right_side_of_its_deadline() {
        let done_on = |turn| {
            let actual = hengji_domain::value::read::read_actual(&turned("2020年9月30日前", turn));
            match actual.reading {
                Reading::Date { due_on } => due_on.unwrap(),
                other => panic!("{other:?}"),
            }
        };
        let due_on = calendar::last_of(2020, 9);
        assert!(due_on < done_on(Turn::Missed));
        assert!(done_on(Turn::Met) < due_on);
    }
}
