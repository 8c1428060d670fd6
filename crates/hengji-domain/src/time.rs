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
}
