//! The projects of the demonstration: who runs them, what they cost, how they are paid.

use hengji_domain::fact::{self, Fact};
use hengji_domain::id::ProjectId;
use hengji_domain::project::{FundingBySource, Project, ProjectNature, ProjectType};
use hengji_domain::{BudgetYear, Division, Money, Timestamp};

use super::calendar;
use super::catalogue::{Catalogue, Pattern, Subcategory};
use super::district::Spender;
use super::draw::Draw;

/// A project with its kind and what was paid for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DemoProject<'a> {
    /// The project.
    pub(crate) project: Project,
    /// Its kind.
    pub(crate) subcategory: &'a Subcategory,
    /// What it counts.
    pub(crate) pattern: &'a Pattern,
    /// Whether its unit picks indicators from the library; others write their own.
    pub(crate) takes_from_library: bool,
    /// 年初预算数.
    pub(crate) initial: Money,
    /// 全年预算数.
    pub(crate) adjusted: Money,
    /// Payments by month, January first.
    pub(crate) payments: [Money; 12],
}

impl DemoProject<'_> {
    /// 全年执行数.
    pub(crate) fn executed(&self) -> Money {
        Money::from_fen(self.payments.iter().map(|paid| paid.fen()).sum())
    }

    /// The figures of the budget and of its execution, each with the source row it came from.
    pub(crate) fn facts(&self, loaded_at: Timestamp) -> Vec<Fact> {
        let year = self.project.year;
        let row = |code: &str, period: String, value: Money, source: &str| Fact {
            year,
            subject: self.project.id.to_string(),
            code: code.to_owned(),
            source_row: format!("{} {period}", self.project.code),
            period,
            value: value.fen(),
            source: source.to_owned(),
            loaded_at,
        };
        let mut facts = vec![
            row(
                fact::code::INITIAL_BUDGET_FEN,
                year.to_string(),
                self.initial,
                "演示预算",
            ),
            row(
                fact::code::ADJUSTED_BUDGET_FEN,
                year.to_string(),
                self.adjusted,
                "演示预算",
            ),
        ];
        for (index, paid) in self.payments.iter().enumerate() {
            if *paid != Money::ZERO {
                let period = format!("{year}-{:02}", index + 1);
                facts.push(row(fact::code::EXECUTED_FEN, period, *paid, "演示支付"));
            }
        }
        facts
    }
}

/// What projects are made from.
pub(crate) struct Ground<'a> {
    /// The division.
    pub(crate) division: Division,
    /// Start value of the whole demonstration.
    pub(crate) start: u64,
    /// Kinds of projects.
    pub(crate) catalogue: &'a Catalogue,
    /// Who runs them.
    pub(crate) spenders: &'a [Spender],
}

const TOPIC_ORDER: u64 = 2;
const TOPIC_PROJECT: u64 = 3;
/// Far from the topics of projects, which have one for each year.
const TOPIC_PICKS: u64 = 3_000_000;
/// Two of three units pick from the library: the report says that it covers more than six tenths of the projects.
const TAKES_FROM_LIBRARY_PER_MILLE: u64 = 670;
const FEN_PER_WAN: i64 = 1_000_000;
/// Budgets are planned in thousands of yuan.
const PLANNING_STEP_FEN: i64 = 100_000;
/// 2^1.4: two thirds of the projects of a kind cost between 0.38 and 2.6 times the median.
const SPREAD: i64 = 91_750;

impl<'a> Ground<'a> {
    /// The project with this index in a year: the units take turns, so that every unit has as many.
    /// None only where the catalogue does not know a subcategory of the district file.
    pub(crate) fn project(&self, year: BudgetYear, index: u64) -> Option<DemoProject<'a>> {
        let units = u64::try_from(self.spenders.len()).ok()?;
        let turn = index.checked_div(units)?;
        let spender = self
            .spenders
            .get(usize::try_from(index.checked_rem(units)?).ok()?)?;
        let (subcategory, pattern, batch) = self.kind(spender, index % units, turn)?;
        let topic = TOPIC_PROJECT + u64::from(year.get());
        let mut draw = Draw::branch(self.start, topic, index);
        let initial = planned_money(subcategory, pattern, &mut draw);
        let adjusted = adjust(initial, &mut draw);
        let payments = pay(adjusted, &mut draw);
        let registered_on = calendar::first_of(year.get() - 1, 9);
        let registered_at = calendar::office_hour(&mut draw, registered_on);
        let serial = index + 1;
        let is_running = ["property_service", "system_upkeep"].contains(&subcategory.code.as_str());
        let project_type = if is_running {
            ProjectType::Running
        } else {
            ProjectType::Specific
        };
        let letter = if is_running { 'Y' } else { 'T' };
        let project = Project {
            id: ProjectId::new(registered_at, draw.bytes()),
            year,
            code: format!("{}{:02}{letter}{serial:012}", self.division, year.get() % 100),
            name: format!("{}{batch}", pattern.name),
            unit: spender.unit.id,
            department: spender.unit.department,
            project_type,
            nature: if draw.chance(620) {
                ProjectNature::Continued
            } else {
                ProjectNature::New
            },
            funding: split(initial, &mut draw),
            version: 1,
        };
        Some(DemoProject {
            project,
            subcategory,
            pattern,
            takes_from_library: Draw::branch(self.start, TOPIC_PICKS + u64::from(year.get()), index)
                .chance(TAKES_FROM_LIBRARY_PER_MILLE),
            initial,
            adjusted,
            payments,
        })
    }

    /// The kind of a unit's project in its turn, and what tells it from an earlier one of the same kind.
    fn kind(
        &self,
        spender: &Spender,
        place: u64,
        turn: u64,
    ) -> Option<(&'a Subcategory, &'a Pattern, String)> {
        let mut kinds: Vec<(&Subcategory, &Pattern)> = spender
            .subcategories
            .iter()
            .filter_map(|code| self.catalogue.subcategory(code))
            .flat_map(|sub| sub.projects.iter().map(move |pattern| (sub, pattern)))
            .collect();
        Draw::branch(self.start, TOPIC_ORDER, place).shuffle(&mut kinds);
        let count = u64::try_from(kinds.len()).ok()?;
        let (subcategory, pattern) = kinds
            .get(usize::try_from(turn.checked_rem(count)?).ok()?)
            .copied()?;
        let batch = match turn.checked_div(count)? {
            0 => String::new(),
            more => format!("(第{}批)", more + 1),
        };
        Some((subcategory, pattern, batch))
    }
}

fn planned_money(subcategory: &Subcategory, pattern: &Pattern, draw: &mut Draw) -> Money {
    let drawn = draw.log_normal(subcategory.median_wan * FEN_PER_WAN, SPREAD);
    // Less than one and a half of what the project counts would be no project.
    let least = pattern
        .yuan_each
        .saturating_mul(150)
        .min(subcategory.median_wan * FEN_PER_WAN);
    let fen = drawn.max(least).min(subcategory.median_wan * FEN_PER_WAN * 20);
    Money::from_fen((fen / PLANNING_STEP_FEN).max(1) * PLANNING_STEP_FEN)
}

/// 全年预算数: mostly unchanged, sometimes cut or raised during the year.
fn adjust(initial: Money, draw: &mut Draw) -> Money {
    let percent = match draw.weighted(&[84, 11, 5]) {
        0 => 100,
        1 => draw.between(70, 98),
        _ => draw.between(103, 125),
    };
    let fen = initial.fen() / 100 * percent / PLANNING_STEP_FEN * PLANNING_STEP_FEN;
    Money::from_fen(fen.max(PLANNING_STEP_FEN))
}

/// Payments by month. Most projects spend nearly all, some stall, a few pay nothing at all.
fn pay(budget: Money, draw: &mut Draw) -> [Money; 12] {
    let per_mille = match draw.weighted(&[30, 38, 20, 9, 2, 1]) {
        0 => 1000,
        1 => draw.between(950, 999),
        2 => draw.between(850, 949),
        3 => draw.between(600, 849),
        4 => draw.between(150, 599),
        _ => 0,
    };
    let executed = budget.fen() / 1000 * per_mille;
    let mut weights = [0_i64; 12];
    for (month, weight) in (1_i64..).zip(weights.iter_mut()) {
        // Payments gather towards the end of the year, as they do in every treasury.
        *weight = if draw.chance(350) {
            0
        } else {
            draw.between(1, 4) * month
        };
    }
    let whole = weights.iter().sum::<i64>().max(1);
    let mut payments = weights.map(|weight| Money::from_fen(executed / whole / 100 * 100 * weight));
    let paid: i64 = payments.iter().map(|money| money.fen()).sum();
    if let Some(last) = payments.last_mut() {
        *last = Money::from_fen(last.fen() + executed - paid);
    }
    payments
}

fn split(total: Money, draw: &mut Draw) -> FundingBySource {
    let percent = |share: i64| Money::from_fen(total.fen() / 100 * share);
    let (carried_over, other) = match draw.weighted(&[82, 12, 6]) {
        0 => (Money::ZERO, Money::ZERO),
        1 => (percent(draw.between(5, 30)), Money::ZERO),
        _ => (Money::ZERO, percent(draw.between(10, 50))),
    };
    FundingBySource {
        fiscal: Money::from_fen(total.fen() - carried_over.fen() - other.fen()),
        carried_over,
        other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Many draws of one kind.
    fn drawn<T>(make: impl Fn(&mut Draw) -> T) -> Vec<T> {
        (0..500).map(|start| make(&mut Draw::new(start))).collect()
    }

    fn budget() -> Money {
        Money::from_fen(1_234 * PLANNING_STEP_FEN)
    }

    #[test]
    fn payments_add_up_and_never_exceed_the_budget() {
        for payments in drawn(|draw| pay(budget(), draw)) {
            let paid: i64 = payments.iter().map(|money| money.fen()).sum();
            assert!((0..=budget().fen()).contains(&paid), "{payments:?}");
            assert!(payments.iter().all(|money| Money::ZERO <= *money), "{payments:?}");
        }
    }

    #[test]
    fn most_projects_spend_nearly_all_and_a_few_nothing() {
        let paid = drawn(|draw| {
            let payments = pay(budget(), draw);
            let sum: i64 = payments.iter().map(|money| money.fen()).sum();
            sum * 100 / budget().fen()
        });
        let count = |range: std::ops::RangeInclusive<i64>| {
            paid.iter().filter(|percent| range.contains(percent)).count()
        };
        assert!(300 < count(94..=100), "{}", count(94..=100));
        assert!((1..=20).contains(&count(0..=0)), "{}", count(0..=0));
    }

    #[test]
    fn sources_of_money_add_up_to_the_budget() {
        for funding in drawn(|draw| split(budget(), draw)) {
            assert_eq!(funding.total(), Some(budget()), "{funding:?}");
            assert!(Money::ZERO < funding.fiscal, "{funding:?}");
        }
    }

    #[test]
    fn a_budget_is_changed_within_a_quarter_and_stays_a_planning_figure() {
        for adjusted in drawn(|draw| adjust(budget(), draw)) {
            let percent = adjusted.fen() * 100 / budget().fen();
            assert!((69..=125).contains(&percent), "{adjusted}");
            assert_eq!(adjusted.fen() % PLANNING_STEP_FEN, 0);
        }
    }

    #[test]
    fn no_project_costs_less_than_a_planning_step() {
        let pattern = Pattern {
            name: "p".into(),
            object: "o".into(),
            measure: "个".into(),
            yuan_each: 1,
        };
        let kind = Subcategory {
            library: Vec::new(),
            code: "s".into(),
            name: "s".into(),
            object: "o".into(),
            median_wan: 1,
            goal: String::new(),
            projects: vec![],
            indicators: vec![],
        };
        let money = drawn(|draw| planned_money(&kind, &pattern, draw));
        assert!(
            money
                .iter()
                .all(|money| PLANNING_STEP_FEN <= money.fen() && money.fen() <= 20 * FEN_PER_WAN)
        );
    }
}
