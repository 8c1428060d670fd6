//! Dates and deadlines: the last day that counts.

use chrono::{Days, Months, NaiveDate};

/// Words that show that a year or month belongs to a document or a comparison, not to a deadline.
const NO_DEADLINE: [&str; 9] = ["《", "根据", "按照", "依据", "文件", "通知", "同比", "较", "比"];
/// Words that may stand beside a bare year.
const YEAR_WORDS: [&str; 12] = [
    "全年", "年内", "之前", "以前", "完成", "到位", "时间", "按时", "前", "底", "末", "内",
];
/// The longest text around dates that still reads as a deadline and not as an account.
const AROUND_MAX: usize = 30;

/// Reads a text whose only numbers are dates: the last day meant, or `Some(None)` where no year can be told.
pub(super) fn read(text: &str) -> Option<Option<NaiveDate>> {
    let found = scan(text);
    let around = found.around.as_str();
    if found.days.is_empty() {
        return is_year_end(text).then_some(None);
    }
    let is_account =
        NO_DEADLINE.iter().any(|word| around.contains(word)) || AROUND_MAX < around.chars().count();
    let other_numbers = around.replace("100%", "").contains(|c: char| c.is_ascii_digit());
    let wrong_sign = around.contains(['≥', '>', '%']) && !around.contains("100%");
    let bare_years = found.days.iter().all(|day| day.is_bare_year) && !beside_a_year(around);
    if is_account || other_numbers || wrong_sign || bare_years {
        return None;
    }
    Some(found.days.iter().filter_map(|day| day.last).max())
}

/// 年底前完成 names a deadline without a year.
fn is_year_end(text: &str) -> bool {
    let has_digit = text.contains(|c: char| c.is_ascii_digit());
    let names_it = ["年底", "年末", "年内"].iter().any(|word| text.contains(word));
    names_it && !has_digit && text.chars().count() <= 8
}

fn beside_a_year(around: &str) -> bool {
    let left = YEAR_WORDS
        .iter()
        .fold(around.to_owned(), |text, word| text.replace(word, ""));
    left.chars()
        .all(|c| matches!(c, '为' | '于' | '在' | '=' | '≤' | '-' | '~'))
}

struct Day {
    last: Option<NaiveDate>,
    is_bare_year: bool,
}

struct Found {
    days: Vec<Day>,
    /// The text without the dates.
    around: String,
}

/// Takes every date out of the text; a month without a year belongs to the year named before it.
fn scan(text: &str) -> Found {
    let mut found = Found {
        days: Vec::new(),
        around: String::new(),
    };
    let (mut rest, mut year) = (text, None);
    while let Some(first) = rest.chars().next() {
        let after_digit = found.around.ends_with(|c: char| c.is_ascii_digit() || c == '.');
        let date = (first.is_ascii_digit() && !after_digit)
            .then(|| written(rest, year))
            .flatten();
        if let Some((day, named_year, behind)) = date {
            year = named_year.or(year);
            found.days.push(day);
            rest = behind;
        } else {
            found.around.push(first);
            rest = rest.strip_prefix(first).unwrap_or_default();
        }
    }
    found
}

type Written<'a> = (Day, Option<i32>, &'a str);

/// One date at the start of the text, with the year that it names itself.
fn written(text: &str, year_before: Option<i32>) -> Option<Written<'_>> {
    if let Some((year, rest)) = year(text) {
        if let Some((month, rest)) = month(rest) {
            let (day, rest) = day(rest);
            let last = last_day(Some(year), month, day)?;
            return Some((last, Some(year), rest));
        }
        let last = NaiveDate::from_ymd_opt(year, 12, 31);
        let is_bare_year = !rest.starts_with(['底', '末']);
        return Some((Day { last, is_bare_year }, Some(year), rest));
    }
    if let Some((date, rest)) = with_separators(text) {
        let last = Some(date);
        return Some((
            Day {
                last,
                is_bare_year: false,
            },
            None,
            rest,
        ));
    }
    let (month, rest) = month(text)?;
    let (day, rest) = day(rest);
    Some((last_day(year_before, month, day)?, None, rest))
}

/// 2021年: only a budget year that can be, so that 1500年 stays a length of time.
fn year(text: &str) -> Option<(i32, &str)> {
    let (digits, rest) = text.split_at_checked(4)?;
    let year: i32 = digits.parse().ok().filter(|year| (1990..=2099).contains(year))?;
    Some((year, rest.strip_prefix('年')?))
}

/// 12月 or 12月份.
fn month(text: &str) -> Option<(u32, &str)> {
    let (month, rest) = small_number(text)?;
    let rest = rest.strip_prefix('月')?;
    let is_month = (1..=12).contains(&month);
    is_month.then_some((month, rest.strip_prefix('份').unwrap_or(rest)))
}

/// 31日 or 31号 after the month; a month alone counts to its last day.
fn day(text: &str) -> (Option<u32>, &str) {
    let named = small_number(text)
        .and_then(|(day, rest)| rest.strip_prefix(['日', '号']).map(|rest| (Some(day), rest)));
    named.unwrap_or_else(|| match text {
        _ if text.starts_with("上旬") => (Some(10), text),
        _ if text.starts_with("中旬") => (Some(20), text),
        _ => (None, text),
    })
}

fn small_number(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    let (digits, rest) = text.split_at_checked(end)?;
    (1..=2)
        .contains(&digits.len())
        .then(|| digits.parse().ok())
        .flatten()
        .map(|number| (number, rest))
}

fn last_day(year: Option<i32>, month: u32, day: Option<u32>) -> Option<Day> {
    // Without a year the month and day are still checked, in a leap year, so that 2月30日 is no date.
    let known = year.unwrap_or(2000);
    let date = match day {
        Some(day) => NaiveDate::from_ymd_opt(known, month, day)?,
        None => NaiveDate::from_ymd_opt(known, month, 1)?
            .checked_add_months(Months::new(1))?
            .checked_sub_days(Days::new(1))?,
    };
    Some(Day {
        last: year.map(|_| date),
        is_bare_year: false,
    })
}

/// 2021-12-31, 2021.12.31, 2021/12/31.
fn with_separators(text: &str) -> Option<(NaiveDate, &str)> {
    let (year, rest) = text.split_at_checked(4)?;
    let year: i32 = year.parse().ok().filter(|year| (1990..=2099).contains(year))?;
    let separator = rest.chars().next().filter(|c| matches!(c, '-' | '.' | '/'))?;
    let (month, rest) = small_number(rest.strip_prefix(separator)?)?;
    let rest = rest.strip_prefix(separator)?;
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (day, rest) = rest.split_at_checked(end)?;
    let date = NaiveDate::from_ymd_opt(year, month, day.parse().ok()?)?;
    Some((date, rest))
}

#[cfg(test)]
mod tests {
    use super::read;

    fn check(case: &str) {
        let (text, expected) = case.split_once(" -> ").unwrap();
        let found = match read(text) {
            None => "no date".to_owned(),
            Some(None) => "no year".to_owned(),
            Some(Some(day)) => day.to_string(),
        };
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn deadlines_end_on_the_last_day_meant() {
        check("2021年12月31日 -> 2021-12-31");
        check("2023年12月 -> 2023-12-31");
        check("2020年2月底前 -> 2020-02-29");
        check("2021年6月中旬 -> 2021-06-20");
        check("完成时间为2022年12月30日 -> 2022-12-30");
        check("2017年12月31日前完成 -> 2017-12-31");
        check("2020年1月--2020年11月 -> 2020-11-30");
        check("2021年1月-12月 -> 2021-12-31");
        check("2021年全年 -> 2021-12-31");
        check("2021年底前完成 -> 2021-12-31");
        check("2021-06-30 -> 2021-06-30");
        check("≤2021.6.30 -> 2021-06-30");
        check("11月底 -> no year");
        check("12月底之前完成 -> no year");
        check("11月底完成100% -> no year");
        check("年底前完成 -> no year");
        check("6月份完成宣传片制作;9月份完成文本;11月完成专家评审 -> no year");
    }

    #[test]
    fn other_numbers_and_documents_are_no_deadlines() {
        check("15年 -> no date");
        check("1次/月 -> no date");
        check("3500元/月 -> no date");
        check("2021年完成50个 -> no date");
        check("根据2021年3月文件执行 -> no date");
        check("比2020年有所提高 -> no date");
        check("2020年工作稳步推进 -> no date");
        check("2021年13月 -> no date");
        check("2021年2月30日 -> no date");
        check("95% -> no date");
    }
}
