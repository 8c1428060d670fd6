//! 参照项目 (references): what is on record of like projects, and which of it can be used.
//!
//! A project counts where its self-evaluation is finalised, its actual value is a number in the unit of the line, money
//! was paid, and all of that money can be put down to this one line.

use std::collections::{BTreeMap, HashMap};

use hengji_domain::fact::code;
use hengji_domain::id::{LineKey, ProjectId, SheetId};
use hengji_domain::money::MoneyUnit;
use hengji_domain::rule::GoalFrame;
use hengji_domain::sheet::Line;
use hengji_domain::value::{Comparator, Reading, ValueText};
use hengji_domain::{BudgetYear, Decimal, Division, Money, Weight};
use hengji_store::sheets::{self, Alike, AlikeSheet};
use hengji_store::{Db, facts};

use super::rules::BenchmarkRules;
use crate::app::{App, Step};
use crate::error::AppError;

/// Most like projects that are looked at: more make no estimate better that a person could check.
pub(super) const RECORDS_MAX: u32 = 2_000;
/// The whole in basis points.
const WHOLE_BP: i64 = 10_000;

/// A like project with the quantity of its line and its money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reference {
    pub(super) name: String,
    pub(super) unit_name: String,
    pub(super) year: BudgetYear,
    /// 三级指标.
    pub(super) line: String,
    /// Whether it is the very same indicator.
    pub(super) is_same: bool,
    pub(super) quantity: Decimal,
    pub(super) money: Money,
    /// Whether the money is what the form states because no payment was loaded.
    pub(super) is_stated: bool,
    /// The second output of a frontier, in percent.
    pub(super) outcome: Option<Decimal>,
}

/// What is on record.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Records {
    pub(super) kept: Vec<Reference>,
    pub(super) left_out: Vec<(String, usize)>,
    pub(super) is_cut: bool,
}

/// Why a like project is not used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum LeftOut {
    SharedMoney,
    NoActual,
    NothingPaid,
}

impl LeftOut {
    const fn words(self) -> &'static str {
        match self {
            Self::SharedMoney => "有几项数量指标,资金归不到这一条",
            Self::NoActual => "完成值不是同一单位的数",
            Self::NothingPaid => "没有支付数",
        }
    }
}

/// A quantity: a single positive number in the unit, or without one where the target has it.
pub(super) fn quantity(value: &ValueText, unit: &str) -> Option<Decimal> {
    let same = value.unit.as_deref().is_none_or(|own| own == unit);
    match value.reading {
        Reading::Number { value } if same && Decimal::ZERO < value => Some(value),
        _ => None,
    }
}

/// The unit in which a target counts something; why it counts nothing, where it does not.
pub(super) fn counted_in(target: &ValueText) -> Result<String, String> {
    let number = matches!(target.reading, Reading::Number { .. });
    match (&target.unit, target.comparator) {
        _ if !number => Err(format!("指标值“{target}”不是单个数,不能与资金相比")),
        (_, Some(Comparator::AtMost | Comparator::LessThan)) => {
            Err(format!("指标值“{target}”是上限,不是要办成的数量"))
        }
        (None, _) => Err(format!("指标值“{target}”没有计量单位,找不到可比的项目")),
        (Some(unit), _) if MoneyUnit::read(unit).is_some() => {
            Err(format!("指标值“{target}”本身是金额,不能再与资金相比"))
        }
        (Some(unit), _) => Ok(unit.clone()),
    }
}

/// Whether all money of a sheet can be put down to one of its lines: by its share of the weight of the quantity lines,
/// and where the form has no weights only when it is the only one.
pub(super) fn carries_the_money(
    rules: &BenchmarkRules,
    frame: &GoalFrame,
    lines: &[Line],
    key: LineKey,
) -> bool {
    let counted: Vec<&Line> = lines
        .iter()
        .filter(|line| line.parent.is_none() && rules.is_quantity(frame, line))
        .collect();
    if let [only] = counted.as_slice() {
        return only.key == key;
    }
    let weight = |line: &&Line| line.weight.map_or(0, Weight::centi);
    let whole: i64 = counted.iter().map(weight).map(i64::from).sum();
    let own = counted.iter().find(|line| line.key == key).map(weight);
    let least = i64::from(rules.main_share_bp);
    own.is_some_and(|own| 0 < whole && least * whole <= i64::from(own) * WHOLE_BP)
}

impl App {
    /// What is on record of projects like the one with this line, in five statements however many there are.
    pub(super) fn benchmark_records(
        &self,
        db: &mut Db,
        division: Division,
        rules: &BenchmarkRules,
        (project, year, line, unit): (ProjectId, BudgetYear, &Line, &str),
    ) -> Step<Records> {
        let first = year.get().saturating_sub(rules.past_years);
        let first = BudgetYear::new(first).unwrap_or(year);
        let wanted = Alike {
            years: (first, year),
            name: line.level3.clone(),
            indicators: sheets::kin(db, &division.lineage(), line.library_indicator, &line.level3)?,
            unit: unit.to_owned(),
            except: project,
            at_most: RECORDS_MAX,
        };
        let found = sheets::alike(db, division, &wanted)?;
        let ids: Vec<SheetId> = found.iter().map(|one| one.sheet).collect();
        let mut lines: HashMap<SheetId, Vec<Line>> = HashMap::new();
        for (sheet, line) in sheets::lines_of_sheets(db, division, &ids)? {
            lines.entry(sheet).or_default().push(line);
        }
        let subjects: Vec<String> = found.iter().map(|one| one.project.to_string()).collect();
        let paid = facts::sum_of_subjects(db, division, wanted.years, code::EXECUTED_FEN, &subjects)?;
        let mut frames: BTreeMap<BudgetYear, GoalFrame> = BTreeMap::new();
        for one in &found {
            if let std::collections::btree_map::Entry::Vacant(vacant) = frames.entry(one.year) {
                // A year whose taxonomy nobody stated has no classes, and its projects are not compared.
                if let Ok(frame) = self.rules(division, one.year).goal_frame() {
                    vacant.insert(frame.value);
                }
            }
        }
        let is_cut = u32::try_from(found.len()).is_ok_and(|count| RECORDS_MAX <= count);
        let mut records = Records {
            is_cut,
            ..Records::default()
        };
        let mut left: BTreeMap<LeftOut, usize> = BTreeMap::new();
        for one in &found {
            let (Some(frame), Some(lines)) = (frames.get(&one.year), lines.get(&one.sheet)) else {
                continue;
            };
            match reference(rules, frame, one, lines, &wanted, &paid) {
                Some(Ok(reference)) => records.kept.push(reference),
                Some(Err(why)) => *left.entry(why).or_default() += 1,
                None => {}
            }
        }
        let told = left
            .into_iter()
            .map(|(why, count)| (why.words().to_owned(), count));
        records.left_out = told.collect();
        Ok(records)
    }
}

/// What one like project says; none where it has no such line of quantity at all.
fn reference(
    rules: &BenchmarkRules,
    frame: &GoalFrame,
    found: &AlikeSheet,
    lines: &[Line],
    wanted: &Alike,
    paid: &BTreeMap<String, i64>,
) -> Option<Result<Reference, LeftOut>> {
    let unit = wanted.unit.as_str();
    let is_same = |line: &&Line| line.level3 == wanted.name;
    let is_kin = |line: &&Line| {
        line.library_indicator
            .is_some_and(|id| wanted.indicators.contains(&id))
    };
    let counts = |line: &&Line| {
        line.parent.is_none()
            && rules.is_quantity(frame, line)
            && counted_in(&line.target).is_ok_and(|own| own == unit)
    };
    let line = lines
        .iter()
        .filter(counts)
        .find(is_same)
        .or_else(|| lines.iter().filter(counts).find(is_kin))?;
    if !carries_the_money(rules, frame, lines, line.key) {
        return Some(Err(LeftOut::SharedMoney));
    }
    let Some(quantity) = quantity(&line.actual, unit) else {
        return Some(Err(LeftOut::NoActual));
    };
    let known = paid.get(&found.project.to_string()).copied().map(Money::from_fen);
    let money = known.or(found.stated).filter(|money| Money::ZERO < *money);
    let Some(money) = money else {
        return Some(Err(LeftOut::NothingPaid));
    };
    Some(Ok(Reference {
        name: found.name.clone(),
        unit_name: found.unit_name.clone(),
        year: found.year,
        line: line.level3.clone(),
        is_same: is_same(&line),
        quantity,
        money,
        is_stated: known.is_none(),
        outcome: outcome(rules, frame, lines),
    }))
}

/// The second output of a sheet: of its lines that measure it in percent the one of the greatest weight.
pub(super) fn outcome(rules: &BenchmarkRules, frame: &GoalFrame, lines: &[Line]) -> Option<Decimal> {
    let measured = lines.iter().filter(|line| rules.is_outcome(frame, line));
    let measured = measured.filter_map(|line| match line.actual.reading {
        Reading::Percent { value } if Decimal::ZERO < value => Some((line.weight, value)),
        _ => None,
    });
    measured
        .max_by_key(|(weight, _)| weight.map(Weight::centi))
        .map(|(_, value)| value)
}

/// Names by number in the place of projects and units, for somebody of an institution.
pub(super) fn without_names(records: &mut Records) {
    for (one, number) in records.kept.iter_mut().zip(1_u32..) {
        one.name = format!("同类项目 {number}");
        one.unit_name = String::new();
    }
}

/// The taxonomy of a year.
pub(super) fn frame_of(app: &App, division: Division, year: BudgetYear) -> Result<GoalFrame, AppError> {
    Ok(app.rules(division, year).goal_frame()?.value)
}

#[cfg(test)]
mod tests {
    use hengji_domain::value::read::{read_actual, read_target};

    use super::*;

    #[test]
    fn a_target_counts_something_or_it_is_said_why_not() {
        for (target, told) in [
            ("≥45公里", "公里"),
            ("45台", "台"),
            ("有效提升", "不是单个数"),
            ("≥95%", "不是单个数"),
            ("80-90台", "不是单个数"),
            ("≤3次", "是上限"),
            ("≥45", "没有计量单位"),
            ("≥100万元", "本身是金额"),
        ] {
            let found = counted_in(&read_target(target));
            let words = found.clone().unwrap_or_else(|why| why);
            assert!(words.contains(told), "{target}: {words}");
            assert_eq!(found.is_ok(), told.chars().count() <= 2, "{target}");
        }
    }

    #[test]
    fn an_actual_value_counts_in_the_unit_of_the_target() {
        for (actual, expected) in [
            ("46公里", Some(46)),
            ("46", Some(46)),
            ("46米", None),
            ("0公里", None),
            ("达成", None),
            ("95%", None),
            ("", None),
        ] {
            let found = quantity(&read_actual(actual), "公里");
            assert_eq!(found, expected.map(Decimal::from), "{actual}");
        }
    }
}
