//! 工作日 (working days): the week, less the holidays of a year, plus the days worked in exchange (调休上班).
//!
//! The lists are dated rules, one a year, from the yearly notice of the State Council's office.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, Weekday};

/// The holidays of one year.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct YearHolidays {
    /// 放假: days off, weekends among them or not.
    pub days_off: BTreeSet<NaiveDate>,
    /// 调休上班: days of a weekend that are worked.
    pub days_worked: BTreeSet<NaiveDate>,
}

/// The holidays of the years that are known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Holidays {
    years: BTreeMap<i32, YearHolidays>,
}

/// A day of a year whose holidays nobody has entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "没有 {year} 年的节假日安排,不能推算工作日。请按国务院办公厅当年的放假通知,在规则 calendar.holidays 补充 {year} 年的放假和调休上班日期。 [holidays-missing]"
)]
pub struct NoHolidays {
    /// The year without a list.
    pub year: i32,
}

impl Holidays {
    /// Adds the list of a year.
    #[must_use]
    pub fn with(mut self, year: i32, list: YearHolidays) -> Self {
        self.years.insert(year, list);
        self
    }

    /// Whether the day is worked.
    ///
    /// # Errors
    ///
    /// [`NoHolidays`]: guessing that a year has none would make a deadline too early for whoever must keep it.
    pub fn is_working_day(&self, day: NaiveDate) -> Result<bool, NoHolidays> {
        let year = day.year();
        let list = self.years.get(&year).ok_or(NoHolidays { year })?;
        let is_weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        Ok(list.days_worked.contains(&day) || !(is_weekend || list.days_off.contains(&day)))
    }
}

/// 期限 (a period): so many days, counted as the rule says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayCount {
    /// 工作日.
    WorkingDays(u32),
    /// 自然日: a last day that is a holiday moves to the next working day.
    Days(u32),
}

impl DayCount {
    /// The period of this number and unit, as rule files write units.
    pub fn of(count: u32, unit: &str) -> Option<Self> {
        match unit {
            "workdays" => Some(Self::WorkingDays(count)),
            "days" => Some(Self::Days(count)),
            _ => None,
        }
    }

    /// How many.
    pub const fn count(self) -> u32 {
        match self {
            Self::WorkingDays(count) | Self::Days(count) => count,
        }
    }

    /// The unit, as rule files write it.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::WorkingDays(_) => "workdays",
            Self::Days(_) => "days",
        }
    }

    /// As papers print it: 10个工作日, 30日.
    pub fn printed(self) -> String {
        match self {
            Self::WorkingDays(count) => format!("{count}个工作日"),
            Self::Days(count) => format!("{count}日"),
        }
    }

    /// The last day of the period that begins after this day.
    ///
    /// # Errors
    ///
    /// [`NoHolidays`] when the count runs into a year without a list.
    pub fn last_day(self, from: NaiveDate, holidays: &Holidays) -> Result<NaiveDate, NoHolidays> {
        match self {
            Self::WorkingDays(count) => add_working_days(from, count, holidays),
            Self::Days(count) => add_days(from, count, holidays),
        }
    }
}

/// The last of so many working days after this day, which itself does not count. Basis: 民法典 第二百零一条: the
/// day on which a period begins is not counted.
///
/// With no days it is the day itself where that is worked, else the next one that is. Basis: 第二百零三条.
///
/// # Errors
///
/// [`NoHolidays`] when the count runs into a year without a list.
pub fn add_working_days(day: NaiveDate, count: u32, holidays: &Holidays) -> Result<NaiveDate, NoHolidays> {
    let mut at = day;
    let mut left = count;
    if left == 0 {
        return next_working_day(day, holidays);
    }
    while 0 < left {
        at = at.succ_opt().ok_or(NoHolidays { year: at.year() })?;
        if holidays.is_working_day(at)? {
            left -= 1;
        }
    }
    Ok(at)
}

/// The last of so many calendar days after this day; where it is a holiday, the next working day. Basis: 民法典
/// 第二百零三条.
///
/// # Errors
///
/// [`NoHolidays`] when that day lies in a year without a list.
pub fn add_days(day: NaiveDate, count: u32, holidays: &Holidays) -> Result<NaiveDate, NoHolidays> {
    let last = day.checked_add_days(chrono::Days::new(count.into()));
    let last = last.ok_or(NoHolidays { year: day.year() })?;
    next_working_day(last, holidays)
}

/// The day itself where it is worked, else the first after it that is.
///
/// # Errors
///
/// [`NoHolidays`] for a year without a list.
pub fn next_working_day(day: NaiveDate, holidays: &Holidays) -> Result<NaiveDate, NoHolidays> {
    let mut at = day;
    while !holidays.is_working_day(at)? {
        at = at.succ_opt().ok_or(NoHolidays { year: at.year() })?;
    }
    Ok(at)
}

/// How many working days lie after the first day, up to and with the second; none where the second is not later.
///
/// # Errors
///
/// [`NoHolidays`] when a day between them lies in a year without a list.
pub fn working_days_between(
    first: NaiveDate,
    second: NaiveDate,
    holidays: &Holidays,
) -> Result<u32, NoHolidays> {
    let mut count: u32 = 0;
    for day in first.iter_days().skip(1).take_while(|day| *day <= second) {
        if holidays.is_working_day(day)? {
            count = count.saturating_add(1);
        }
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// The national day of 2020, invented neighbours left out.
    fn holidays() -> Holidays {
        let off = (1..=8).map(|of| NaiveDate::from_ymd_opt(2020, 10, of).unwrap());
        let list = YearHolidays {
            days_off: off.collect(),
            days_worked: [day("2020-09-27"), day("2020-10-10")].into(),
        };
        Holidays::default().with(2020, list)
    }

    #[test]
    fn working_days_are_counted_over_weekends_holidays_and_days_worked_in_exchange() {
        let cases = [
            // Monday to Friday of one week.
            ("2020-08-03", 4, "2020-08-07"),
            // Over a weekend.
            ("2020-08-07", 1, "2020-08-10"),
            // From a Saturday: the Monday is the first day.
            ("2020-08-08", 1, "2020-08-10"),
            // 27 September is a Sunday that is worked.
            ("2020-09-25", 1, "2020-09-27"),
            // Over the eight days of the national day.
            ("2020-09-30", 1, "2020-10-09"),
            // 10 October is a Saturday that is worked.
            ("2020-09-30", 2, "2020-10-10"),
            ("2020-09-30", 3, "2020-10-12"),
            // No days: the day itself, or the next that is worked.
            ("2020-08-07", 0, "2020-08-07"),
            ("2020-10-01", 0, "2020-10-09"),
        ];
        for (from, count, expected) in cases {
            let last = add_working_days(day(from), count, &holidays()).unwrap();
            assert_eq!(last, day(expected), "{count} after {from}");
        }
    }

    #[test]
    fn a_last_calendar_day_that_is_a_holiday_moves_to_the_next_working_day() {
        let cases = [
            ("2020-08-31", 30, "2020-09-30"),
            ("2020-08-31", 31, "2020-10-09"),
            ("2020-08-01", 7, "2020-08-10"),
            ("2020-08-20", 38, "2020-09-27"),
        ];
        for (from, count, expected) in cases {
            assert_eq!(
                add_days(day(from), count, &holidays()).unwrap(),
                day(expected),
                "{count} after {from}"
            );
        }
    }

    #[test]
    fn lateness_counts_the_working_days_after_the_last_day() {
        for (due, today, late) in [
            ("2020-08-07", "2020-08-07", 0),
            ("2020-08-07", "2020-08-06", 0),
            ("2020-08-07", "2020-08-09", 0),
            ("2020-08-07", "2020-08-10", 1),
            ("2020-09-30", "2020-10-08", 0),
            ("2020-09-30", "2020-10-10", 2),
        ] {
            let counted = working_days_between(day(due), day(today), &holidays()).unwrap();
            assert_eq!(counted, late, "{today} after {due}");
        }
        let unknown = working_days_between(day("2020-12-31"), day("2021-01-04"), &holidays());
        assert_eq!(unknown, Err(NoHolidays { year: 2021 }));
    }

    #[test]
    fn a_year_without_a_list_is_an_error_that_names_it() {
        let missing = Err(NoHolidays { year: 2021 });
        assert_eq!(add_working_days(day("2020-12-31"), 1, &holidays()), missing);
        assert_eq!(add_days(day("2020-12-31"), 1, &holidays()), missing);
        assert!(add_working_days(day("2020-12-30"), 1, &holidays()).is_ok());
    }

    proptest! {
        #[test]
        fn as_many_working_days_lie_between_as_were_asked_for(start in 0_u64..200, count in 1_u32..60) {
            let from = day("2020-01-06").checked_add_days(chrono::Days::new(start)).unwrap();
            let last = add_working_days(from, count, &holidays()).unwrap();
            let between = from
                .iter_days()
                .skip(1)
                .take_while(|at| *at <= last)
                .filter(|at| holidays().is_working_day(*at).unwrap())
                .count();
            prop_assert_eq!(u32::try_from(between).unwrap(), count);
            prop_assert_eq!(working_days_between(from, last, &holidays()).unwrap(), count);
            prop_assert!(holidays().is_working_day(last).unwrap());
        }
    }
}
