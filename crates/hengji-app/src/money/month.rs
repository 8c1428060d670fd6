//! 月份 (month) of a row, as treasuries write it: `7`, `7月`, `2020-07`, `202007`, `2020年7月15日`.

use hengji_domain::{BudgetYear, NaiveDate};

/// What the cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MonthRead {
    /// A month of the year, 1 to 12.
    Month(u32),
    /// A month of another year.
    OtherYear(u32),
    /// Nothing.
    Blank,
    /// No month.
    Unreadable,
}

/// Reads the month of a cell in a file for this year.
pub(super) fn read_month(text: &str, year: BudgetYear) -> MonthRead {
    let text = text.trim();
    if text.is_empty() {
        return MonthRead::Blank;
    }
    // A time of day says nothing more about the month.
    let day = text.split([' ', 'T']).next().unwrap_or(text);
    let groups: Option<Vec<u32>> = day
        .split(|c: char| !c.is_ascii_digit())
        .filter(|group| !group.is_empty())
        .map(|group| group.parse().ok())
        .collect();
    let split = match groups.as_deref() {
        Some([month]) if *month <= 12 => return month_of(*month),
        Some([joined]) if (190_001..=999_912).contains(joined) => Some((joined / 100, joined % 100, None)),
        Some([joined]) if (19_000_101..=99_991_231).contains(joined) => {
            Some((joined / 10_000, joined / 100 % 100, Some(joined % 100)))
        }
        Some([year, month]) => Some((*year, *month, None)),
        Some([year, month, day]) => Some((*year, *month, Some(*day))),
        _ => None,
    };
    match split {
        Some((of_year, month, day)) if is_date(of_year, month, day.unwrap_or(1)) => {
            if of_year == u32::from(year.get()) {
                month_of(month)
            } else {
                MonthRead::OtherYear(of_year)
            }
        }
        _ => MonthRead::Unreadable,
    }
}

fn month_of(month: u32) -> MonthRead {
    if (1..=12).contains(&month) {
        MonthRead::Month(month)
    } else {
        MonthRead::Unreadable
    }
}

fn is_date(year: u32, month: u32, day: u32) -> bool {
    let year = i32::try_from(year).unwrap_or(0);
    // Two digits of a year could as well be a day.
    1900 <= year && NaiveDate::from_ymd_opt(year, month, day).is_some()
}

/// A year that a title states, e.g. `2019年度支付明细`.
pub(super) fn stated_year(text: &str) -> Option<u32> {
    let (before, _) = text.split_once('年')?;
    let digits: String = before
        .trim_end()
        .chars()
        .rev()
        .take_while(char::is_ascii_digit)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    (digits.len() == 4).then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `text -> month`, with `!` before another year and `-` for what cannot be read, in 2020.
    #[track_caller]
    fn check(case: &str) {
        let (text, expected) = case.split_once("->").unwrap();
        let shown = match read_month(text, BudgetYear::new(2020).unwrap()) {
            MonthRead::Month(month) => month.to_string(),
            MonthRead::OtherYear(year) => format!("!{year}"),
            MonthRead::Blank => String::new(),
            MonthRead::Unreadable => "-".to_owned(),
        };
        assert_eq!(shown, expected.trim(), "{case}");
    }

    #[test]
    fn months_are_read_as_treasuries_write_them() {
        check("7 -> 7");
        check("07 -> 7");
        check("12月 -> 12");
        check("2020-07 -> 7");
        check("2020/7/31 -> 7");
        check("2020.07.15 -> 7");
        check("2020年7月 -> 7");
        check("2020年7月15日 -> 7");
        check("202007 -> 7");
        check("20200715 -> 7");
        check("2020-07-15 10:20:30 -> 7");
        check("2020-07-15T10:20:30 -> 7");
    }

    #[test]
    fn another_year_is_told_apart_from_no_month() {
        check("2019-12 -> !2019");
        check("20210101 -> !2021");
        check(" -> ");
        check("13 -> -");
        check("0 -> -");
        check("2020 -> -");
        check("2020-13 -> -");
        check("2020-02-30 -> -");
        check("7/15 -> -");
        check("15/07/2020 -> -");
        check("七月 -> -");
        check("99999999999 -> -");
    }

    #[test]
    fn a_title_states_its_year() {
        for (text, year) in [
            ("2019年度国库支付明细", Some(2019)),
            ("滨江区 2020 年支付", Some(2020)),
            ("支付明细", None),
            ("单位:万元", None),
            ("第20年", None),
        ] {
            assert_eq!(stated_year(text), year, "{text}");
        }
    }
}
