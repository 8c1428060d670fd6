//! 日历 (calendar): a day relative to the budget year.

use std::collections::BTreeSet;
use std::fmt;

use chrono::{Datelike, NaiveDate, Weekday};
use hengji_domain::BudgetYear;
use hengji_domain::time::working_days::YearHolidays;

use crate::fields::Place;
use crate::refusal::{Fault, Refusal};

/// A day of the year before, of, or after the budget year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct YearDay {
    year_offset: i32,
    month: u32,
    /// None for the last day of the month.
    day: Option<u32>,
}

impl YearDay {
    /// The date for this budget year; none only outside the calendar's range.
    pub(crate) fn in_year(self, year: BudgetYear) -> Option<NaiveDate> {
        let year = i32::from(year.get()) + self.year_offset;
        match self.day {
            Some(day) => NaiveDate::from_ymd_opt(year, self.month, day),
            None => last_of_month(year, self.month),
        }
    }
}

impl fmt::Display for YearDay {
    /// `上一年 10 月 31 日`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = match self.year_offset {
            ..0 => "上一年",
            0 => "当年",
            1.. => "下一年",
        };
        match self.day {
            Some(day) => write!(f, "{year} {} 月 {day} 日", self.month),
            None => write!(f, "{year} {} 月末", self.month),
        }
    }
}

fn last_of_month(year: i32, month: u32) -> Option<NaiveDate> {
    let first = NaiveDate::from_ymd_opt(year, month, 1)?;
    let next = first.checked_add_months(chrono::Months::new(1))?;
    next.pred_opt()
}

pub(in crate::value) fn year_day(place: &Place<'_>) -> Result<YearDay, Refusal> {
    let fields = place.fields(&["year", "month", "day"])?;
    let year_offset = fields
        .need("year")?
        .choice(&[("previous", -1), ("same", 0), ("next", 1)])?;
    let bad = |why: &str| {
        place.refuse(Fault::DateBad {
            text: place.tree().to_string(),
            why: why.to_owned(),
        })
    };
    let month = fields.need("month")?.count()?;
    let month = u32::try_from(month).unwrap_or_default();
    let at = fields.need("day")?;
    let day = if at.tree().text() == Some("last") {
        None
    } else {
        Some(u32::try_from(at.count()?).unwrap_or_default())
    };
    // 2021 is no leap year, so the 29th of February is refused: it would not exist in most years.
    match NaiveDate::from_ymd_opt(2021, month, day.unwrap_or(1)) {
        Some(date) => Ok(YearDay {
            year_offset,
            month: date.month(),
            day,
        }),
        None => Err(bad("不是每年都有这一天;月末请写 day = \"last\"")),
    }
}

/// The holidays of the year they stand in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HolidayList {
    pub(crate) year: i32,
    pub(crate) list: YearHolidays,
}

impl fmt::Display for HolidayList {
    /// `放假 28 天,调休上班 6 天(1月19日、…)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = |days: &BTreeSet<NaiveDate>| {
            let words = days.iter().map(|day| format!("{}月{}日", day.month(), day.day()));
            words.collect::<Vec<_>>().join("、")
        };
        let YearHolidays {
            days_off,
            days_worked,
        } = &self.list;
        write!(
            f,
            "{} 年放假 {} 天({}),调休上班 {} 天({})",
            self.year,
            days_off.len(),
            days(days_off),
            days_worked.len(),
            days(days_worked)
        )
    }
}

/// 放假 as spans with their names, 调休上班 as days: all in one year, and a day worked in exchange on a weekend.
pub(super) fn holidays(place: &Place<'_>) -> Result<HolidayList, Refusal> {
    let fields = place.fields(&["days_off", "days_worked"])?;
    let mut list = YearHolidays::default();
    for span in fields.need("days_off")?.entries()? {
        let span = span.fields(&["name", "from", "to"])?;
        span.need("name")?.text()?;
        let (from, to) = (span.need("from")?, span.need("to")?);
        let (first, last) = (from.date()?, to.date()?);
        if last < first {
            return Err(bad(&to, last, "不能早于 from"));
        }
        list.days_off
            .extend(first.iter_days().take_while(|day| *day <= last));
    }
    for day in fields.need("days_worked")?.entries()? {
        let date = day.date()?;
        if !matches!(date.weekday(), Weekday::Sat | Weekday::Sun) {
            return Err(bad(&day, date, "调休上班的日子应在周末"));
        }
        if list.days_off.contains(&date) {
            return Err(bad(&day, date, "同一天不能既放假又上班"));
        }
        list.days_worked.insert(date);
    }
    let year = list.days_off.first().map(Datelike::year).unwrap_or_default();
    let outside = list
        .days_off
        .iter()
        .chain(&list.days_worked)
        .find(|day| day.year() != year);
    match outside {
        None => Ok(HolidayList { year, list }),
        Some(day) => Err(bad(place, *day, "一个值只写同一年的日子,跨年的假期分写两年")),
    }
}

fn bad(place: &Place<'_>, day: NaiveDate, why: &str) -> Refusal {
    place.refuse(Fault::DateBad {
        text: day.to_string(),
        why: why.to_owned(),
    })
}
