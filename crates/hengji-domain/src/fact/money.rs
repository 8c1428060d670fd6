//! 项目资金 (money of a project): budgets and payments by month, as the facts tell them.

use std::collections::BTreeMap;

use super::code;
use crate::{Money, Timestamp};

/// Facts of one subject, code, period and source that were loaded together, added up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactSum {
    /// The subject's id as text.
    pub subject: String,
    /// Fact code.
    pub code: String,
    /// `2020` for a year, `2020-07` for a month.
    pub period: String,
    /// Where they came from.
    pub source: String,
    /// When they were loaded.
    pub loaded_at: Timestamp,
    /// Their sum.
    pub value: i64,
}

/// The money of one project in a budget year. What no fact tells is absent, never zero.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProjectMoney {
    /// 年初预算数.
    pub initial: Option<Money>,
    /// 全年预算数 as a source states it, whole.
    stated: Option<(Timestamp, Money)>,
    /// 预算调整, each with the moment it was loaded.
    adjustments: Vec<(Timestamp, Money)>,
    /// 执行数 of each month that has payments, January first; refunds make a month negative.
    pub months: BTreeMap<u32, Money>,
}

impl ProjectMoney {
    /// 全年预算数 (adjusted budget), where a fact tells one. `registered` is the budget of the register, from which
    /// adjustments count where no file gave an initial budget.
    ///
    /// A stated whole contains the adjustments that were loaded before it, so only later ones are added to it.
    pub fn adjusted(&self, registered: Money) -> Option<Money> {
        let (since, base) = match (self.stated, self.adjustments.is_empty()) {
            (Some((at, whole)), _) => (Some(at), whole),
            (None, false) => (None, self.initial.unwrap_or(registered)),
            (None, true) => return None,
        };
        let later = self
            .adjustments
            .iter()
            .filter(|(at, _)| since.is_none_or(|since| since < *at));
        Some(added(base, later.map(|(_, money)| *money)))
    }

    /// The budget that execution is measured by: the adjusted one, else the initial one, else the register's.
    pub fn budget(&self, registered: Money) -> Money {
        self.adjusted(registered).or(self.initial).unwrap_or(registered)
    }

    /// 全年执行数; none where nothing was ever loaded.
    pub fn executed(&self) -> Option<Money> {
        (!self.months.is_empty()).then(|| added(Money::ZERO, self.months.values().copied()))
    }

    /// 累计执行数 (cumulative executed) up to the end of a month, 1 to 12.
    pub fn executed_to(&self, month: u32) -> Money {
        added(Money::ZERO, self.months.range(..=month).map(|(_, money)| *money))
    }

    /// 累计执行数 at the end of each month, January first.
    pub fn cumulative(&self) -> [Money; 12] {
        let mut all = [Money::ZERO; 12];
        for (month, money) in (1..).zip(all.iter_mut()) {
            *money = self.executed_to(month);
        }
        all
    }

    fn add(&mut self, sum: &FactSum) {
        let money = Money::from_fen(sum.value);
        match sum.code.as_str() {
            code::INITIAL_BUDGET_FEN => {
                self.initial = Some(added(self.initial.unwrap_or_default(), [money]));
            }
            code::ADJUSTED_BUDGET_FEN => {
                self.stated = Some(match self.stated {
                    Some(newer) if sum.loaded_at < newer.0 => newer,
                    // A file may give the budget of a project in several lines.
                    Some((at, known)) if at == sum.loaded_at => (at, added(known, [money])),
                    _ => (sum.loaded_at, money),
                });
            }
            code::ADJUSTMENT_FEN => self.adjustments.push((sum.loaded_at, money)),
            code::EXECUTED_FEN => {
                // What a source states for the year alone is known to be paid by its end.
                let month = month_of(&sum.period).unwrap_or(DECEMBER);
                let known = self.months.entry(month).or_default();
                *known = added(*known, [money]);
            }
            _ => {}
        }
    }
}

/// The money of every subject that the sums speak of.
pub fn by_subject(sums: &[FactSum]) -> BTreeMap<String, ProjectMoney> {
    let mut all: BTreeMap<String, ProjectMoney> = BTreeMap::new();
    for sum in sums {
        all.entry(sum.subject.clone()).or_default().add(sum);
    }
    all
}

const DECEMBER: u32 = 12;

/// The month of a period `2020-07`, 1 to 12.
pub fn month_of(period: &str) -> Option<u32> {
    let month = period.split_once('-')?.1.parse().ok()?;
    (1..=12).contains(&month).then_some(month)
}

/// The sum, held at the limit of the type: no budget comes near it, and a page must not fall over a bad file.
fn added(base: Money, more: impl IntoIterator<Item = Money>) -> Money {
    let fen = more
        .into_iter()
        .fold(base.fen(), |sum, money| sum.saturating_add(money.fen()));
    Money::from_fen(fen)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads `code period value at; …` and gives the money of the one subject.
    fn money(text: &str) -> ProjectMoney {
        let sums: Vec<FactSum> = text
            .split(';')
            .filter(|part| !part.trim().is_empty())
            .map(|part| {
                let words: Vec<&str> = part.split_whitespace().collect();
                let code = match words[0] {
                    "initial" => code::INITIAL_BUDGET_FEN,
                    "whole" => code::ADJUSTED_BUDGET_FEN,
                    "change" => code::ADJUSTMENT_FEN,
                    "paid" => code::EXECUTED_FEN,
                    other => other,
                };
                FactSum {
                    subject: "p".into(),
                    code: code.into(),
                    period: words[1].into(),
                    source: "预算".into(),
                    value: words[2].parse().unwrap(),
                    loaded_at: Timestamp::from_micros(words[3].parse().unwrap()),
                }
            })
            .collect();
        by_subject(&sums).remove("p").unwrap_or_default()
    }

    /// `facts -> adjusted budget`, with 1000 in the register.
    #[track_caller]
    fn check(case: &str) {
        let (facts, expected) = case.split_once("->").unwrap();
        let registered = Money::from_fen(1_000);
        let money = money(facts);
        let shown = money
            .adjusted(registered)
            .map_or("-".to_owned(), |adjusted| adjusted.fen().to_string());
        assert_eq!(
            format!("{shown} {}", money.budget(registered).fen()),
            expected.trim(),
            "{case}"
        );
    }

    #[test]
    fn the_adjusted_budget_is_stated_or_added_up_and_never_counted_twice() {
        check("-> - 1000");
        check("initial 2020 900 1 -> - 900");
        check("whole 2020 800 1 -> 800 800");
        check("initial 2020 900 1; whole 2020 800 2 -> 800 800");
        check("whole 2020 800 1; whole 2020 850 3 -> 850 850");
        check("whole 2020 850 3; whole 2020 800 1 -> 850 850");
        check("whole 2020 800 3; whole 2020 50 3 -> 850 850");
        check("change 2020-05 -200 1 -> 800 800");
        check("initial 2020 900 1; change 2020-05 -200 2; change 2020-09 50 3 -> 750 750");
        // What was adjusted before the whole was stated is in it already.
        check("change 2020-05 -200 1; whole 2020 800 2 -> 800 800");
        check("change 2020-05 -200 1; whole 2020 800 2; change 2020-09 30 3 -> 830 830");
        check("something.else 2020 5 1 -> - 1000");
    }

    #[test]
    fn payments_accumulate_over_months_and_refunds_reduce_them() {
        let money = money("paid 2020-02 300 1; paid 2020-02 50 2; paid 2020-05 -100 1; paid 2020 9 1");
        assert_eq!(money.executed().map(Money::fen), Some(259));
        assert_eq!(money.executed_to(1).fen(), 0);
        assert_eq!(money.executed_to(4).fen(), 350);
        let course: Vec<i64> = money.cumulative().iter().map(|money| money.fen()).collect();
        assert_eq!(course, [0, 350, 350, 350, 250, 250, 250, 250, 250, 250, 250, 259]);
    }

    #[test]
    fn a_project_without_payments_was_never_loaded_rather_than_paid_nothing() {
        assert_eq!(money("").executed(), None);
        assert_eq!(money("initial 2020 900 1").executed(), None);
        assert_eq!(money("paid 2020-01 0 1").executed(), Some(Money::ZERO));
    }

    #[test]
    fn a_period_without_a_month_has_none() {
        for (period, month) in [
            ("2020-07", Some(7)),
            ("2020", None),
            ("2020-00", None),
            ("2020-x", None),
        ] {
            assert_eq!(month_of(period), month, "{period}");
        }
    }
}
