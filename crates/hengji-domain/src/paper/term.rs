//! 期限 (term): by when a paper must be signed for, in working days, and answered, counted as its rule says.

use chrono::NaiveDate;

use crate::time::working_days::{DayCount, Holidays, NoHolidays};

/// How many days the addressee has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// Working days from the service to the receipt; none where nobody has to sign.
    pub receipt_days: Option<u32>,
    /// From the receipt to the answer; none where no answer is asked.
    pub answer_days: Option<DayCount>,
}

/// The last days of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueDates {
    /// By when it must be signed for.
    pub receipt_on: Option<NaiveDate>,
    /// By when it must be answered.
    pub answer_on: Option<NaiveDate>,
}

impl Term {
    /// The last days of a paper that is served on this day. Signing early shortens nothing and signing late wins
    /// nothing: the answer is due so many days after the last day of the receipt.
    ///
    /// # Errors
    ///
    /// [`NoHolidays`] when the count runs into a year without a list.
    pub fn due_dates(&self, served_on: NaiveDate, holidays: &Holidays) -> Result<DueDates, NoHolidays> {
        let after = |day: NaiveDate, count: Option<DayCount>| {
            count.map(|count| count.last_day(day, holidays)).transpose()
        };
        let receipt_on = after(served_on, self.receipt_days.map(DayCount::WorkingDays))?;
        Ok(DueDates {
            receipt_on,
            answer_on: after(receipt_on.unwrap_or(served_on), self.answer_days)?,
        })
    }
}

impl DueDates {
    /// The same, but never earlier than what was printed on the paper when it was issued.
    #[must_use]
    pub fn not_before(self, printed: Self) -> Self {
        Self {
            receipt_on: self.receipt_on,
            answer_on: self.answer_on.max(printed.answer_on),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::working_days::YearHolidays;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// A year without holidays but the weekends.
    fn holidays() -> Holidays {
        Holidays::default().with(2020, YearHolidays::default())
    }

    #[test]
    fn days_are_counted_from_the_service_and_then_from_the_last_day_of_the_receipt() {
        let term = |receipt_days, answer_days: Option<u32>| Term {
            receipt_days,
            answer_days: answer_days.map(DayCount::WorkingDays),
        };
        let cases = [
            // Monday: Thursday, then two weeks.
            (
                term(Some(3), Some(10)),
                "2020-08-03",
                Some("2020-08-06"),
                Some("2020-08-20"),
            ),
            (term(Some(3), None), "2020-08-03", Some("2020-08-06"), None),
            (term(None, Some(1)), "2020-08-07", None, Some("2020-08-10")),
            (term(None, None), "2020-08-07", None, None),
        ];
        for (term, served_on, receipt_on, answer_on) in cases {
            let due = term.due_dates(day(served_on), &holidays()).unwrap();
            assert_eq!(due.receipt_on, receipt_on.map(day), "{term:?}");
            assert_eq!(due.answer_on, answer_on.map(day), "{term:?}");
        }
        let plan = Term {
            receipt_days: Some(3),
            answer_days: Some(DayCount::Days(30)),
        };
        let due = plan.due_dates(day("2020-08-03"), &holidays()).unwrap();
        // Thirty days after the sixth of August is a Saturday.
        assert_eq!(due.answer_on, Some(day("2020-09-07")));
        let into_the_dark = term(Some(3), None).due_dates(day("2020-12-30"), &holidays());
        assert_eq!(into_the_dark, Err(NoHolidays { year: 2021 }));
    }

    #[test]
    fn what_was_printed_is_never_shortened() {
        let due = |receipt: &str, answer: Option<&str>| DueDates {
            receipt_on: Some(day(receipt)),
            answer_on: answer.map(day),
        };
        let printed = due("2020-08-06", Some("2020-08-20"));
        let later = due("2020-08-11", Some("2020-08-25"));
        assert_eq!(later.not_before(printed), later);
        assert_eq!(printed.not_before(later).answer_on, later.answer_on);
        assert_eq!(
            due("2020-08-06", None)
                .not_before(due("2020-08-06", None))
                .answer_on,
            None
        );
    }
}
