//! 日历 (calendar): a day relative to the budget year.

use std::fmt;

use chrono::{Datelike, NaiveDate};
use hengji_domain::BudgetYear;

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
