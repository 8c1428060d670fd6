//! When things happened in the demonstration: instants from dates, always in office hours.

use hengji_domain::{NaiveDate, Timestamp};

use super::draw::Draw;

const DAY_SECONDS: i64 = 86_400;
/// Office hours in Shanghai, as seconds after midnight in UTC: 09:00 is 01:00 UTC.
const OPENS_UTC: i64 = 3600;
const OFFICE_SECONDS: i64 = 8 * 3600;

/// A drawn instant in the office hours of a day.
pub(crate) fn office_hour(draw: &mut Draw, day: NaiveDate) -> Timestamp {
    let days = day.signed_duration_since(NaiveDate::default()).num_days();
    Timestamp::from_micros(0)
        .plus_seconds(days * DAY_SECONDS + OPENS_UTC)
        .plus_seconds(draw.between(0, OFFICE_SECONDS))
}

/// The first day of a month, the last day of December where the month does not exist.
pub(crate) fn first_of(year: u16, month: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year.into(), month, 1).unwrap_or_default()
}

/// So many days later.
pub(crate) fn days_after(day: NaiveDate, days: usize) -> NaiveDate {
    day.iter_days().nth(days).unwrap_or(day)
}

/// So many days earlier.
pub(crate) fn days_before(day: NaiveDate, days: usize) -> NaiveDate {
    let mut earlier = day;
    for _ in 0..days {
        earlier = earlier.pred_opt().unwrap_or(earlier);
    }
    earlier
}

/// The last day of a month.
pub(crate) fn last_of(year: u16, month: u32) -> NaiveDate {
    let next = if month == 12 {
        first_of(year + 1, 1)
    } else {
        first_of(year, month + 1)
    };
    next.pred_opt().unwrap_or(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_happens_in_office_hours() {
        let mut draw = Draw::new(1);
        let day = first_of(2021, 3);
        for _ in 0..200 {
            let shown = office_hour(&mut draw, day).to_string();
            let hour: u32 = shown[11..13].parse().unwrap();
            assert!(
                shown.starts_with("2021-03-01") && (9..=17).contains(&hour),
                "{shown}"
            );
        }
    }

    #[test]
    fn months_end_where_the_calendar_says() {
        for (year, month, day) in [
            (2020, 2, "2020-02-29"),
            (2020, 12, "2020-12-31"),
            (2021, 4, "2021-04-30"),
        ] {
            assert_eq!(last_of(year, month).to_string(), day);
        }
    }
}
