//! Instants in UTC, shown in Asia/Shanghai. The clock itself is passed in by the application.

pub mod working_days;

use std::fmt;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveTime, Timelike};

/// An instant: microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

/// Asia/Shanghai has kept UTC+8 without summer time since 1991, so a fixed offset is exact for every budget year.
const SHANGHAI_SECONDS: i32 = 8 * 3600;

impl Timestamp {
    /// From microseconds since the epoch.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since the epoch.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// The instant so many seconds later (or earlier, when negative).
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// The calendar date in Shanghai, on which deadlines are judged.
    pub fn shanghai_date(self) -> NaiveDate {
        self.shanghai().date_naive()
    }

    /// The instant at which the day begins in Shanghai.
    pub fn start_of_day(day: NaiveDate) -> Self {
        let local = day.and_time(NaiveTime::MIN).and_utc().timestamp_micros();
        Self(local).plus_seconds(-i64::from(SHANGHAI_SECONDS))
    }

    /// Reads an instant in Shanghai as people and browsers write it: `2021-03-05 21:15`, also with a `T` between and
    /// with seconds.
    pub fn read_shanghai(text: &str) -> Option<Self> {
        let (day, time) = text.trim().split_once([' ', 'T'])?;
        let mut parts = time.trim().splitn(3, ':').map(str::parse::<i64>);
        let hour = parts.next()?.ok().filter(|hour| (0..24).contains(hour))?;
        let minute = parts.next()?.ok().filter(|minute| (0..60).contains(minute))?;
        let second = parts.next().unwrap_or(Ok(0)).ok();
        let second = second.filter(|second| (0..60).contains(second))?;
        let begins = Self::start_of_day(day.parse().ok()?);
        Some(begins.plus_seconds((hour * 60 + minute) * 60 + second))
    }

    fn shanghai(self) -> DateTime<FixedOffset> {
        let utc = DateTime::from_timestamp_micros(self.0).unwrap_or_default();
        let offset = FixedOffset::east_opt(SHANGHAI_SECONDS);
        offset.map_or_else(|| utc.fixed_offset(), |offset| utc.with_timezone(&offset))
    }
}

impl fmt::Display for Timestamp {
    /// Shanghai time to the second, e.g. `2026-11-23 09:30:00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.shanghai();
        write!(
            f,
            "{:04}-{:02}-{:02} {:02}:{:02}:{:02}",
            at.year(),
            at.month(),
            at.day(),
            at.hour(),
            at.minute(),
            at.second()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_shown_and_dated_in_shanghai() {
        // 2020-12-31T16:00:00Z is midnight of the new year in Shanghai.
        let at = Timestamp::from_micros(1_609_430_400_000_000);
        assert_eq!(at.to_string(), "2021-01-01 00:00:00");
        assert_eq!(
            at.plus_seconds(-1).shanghai_date(),
            NaiveDate::from_ymd_opt(2020, 12, 31).unwrap()
        );
        assert_eq!(Timestamp::start_of_day(at.shanghai_date()), at);
    }

    #[test]
    fn an_instant_is_read_as_it_is_shown() {
        for (text, shown) in [
            ("2021-03-05 15:00", Some("2021-03-05 15:00:00")),
            ("2021-03-05T09:05", Some("2021-03-05 09:05:00")),
            (" 2021-12-31 23:59 ", Some("2021-12-31 23:59:00")),
            ("2021-03-05 09:05:07", Some("2021-03-05 09:05:07")),
            ("2021-03-05 24:00", None),
            ("2021-03-05 09:60", None),
            ("2021-03-05 09:05:60", None),
            ("2021-03-05 09:05:07:08", None),
            ("2021-03-05 -1:00", None),
            ("2021-02-30 10:00", None),
            ("2021-03-05", None),
            ("三月五日 下午", None),
        ] {
            let read = Timestamp::read_shanghai(text).map(|at| at.to_string());
            assert_eq!(read.as_deref(), shown, "{text}");
        }
    }
}
