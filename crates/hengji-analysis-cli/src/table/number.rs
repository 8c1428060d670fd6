//! Numbers as people write them: thousands separators, full-width digits, a percent sign.

/// Why a text is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoNumber {
    /// Something else is written there.
    Unreadable,
    /// Commas that do not part groups of three.
    Grouping,
    /// Not-a-number, infinity or beyond what a float holds.
    NotFinite,
}

impl NoNumber {
    /// What is wrong and how to mend it, with its code.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Unreadable => {
                "不是数;请只填数字(可带千分位、小数点、%),不带单位和说明。 [cell-not-a-number]"
            }
            Self::Grouping => "的逗号不是千分位(每三位一个);请去掉逗号或改正。 [cell-grouping]",
            Self::NotFinite => "不是有限的数;缺数据的单位请删去这一行,不要填 NaN 或无穷。 [cell-not-finite]",
        }
    }
}

/// The number in a cell; a percentage is divided by a hundred.
pub(super) fn parse(cell: &str) -> Result<f64, NoNumber> {
    // Most cells of a large table are plain digits; they need no copy.
    let is_plain = cell.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if is_plain
        && let Ok(value) = cell.parse::<f64>()
        && value.is_finite()
    {
        return Ok(value);
    }
    let plain: String = cell.trim().chars().map(half_width).collect();
    let (digits, is_percent) = match plain.strip_suffix('%') {
        Some(rest) => (rest.trim_end(), true),
        None => (plain.as_str(), false),
    };
    let lower = digits.trim_start_matches(['+', '-']).to_ascii_lowercase();
    if ["nan", "inf", "infinity", "∞", "#n/a", "#div/0!"].contains(&lower.as_str()) {
        return Err(NoNumber::NotFinite);
    }
    let value: f64 = ungrouped(digits)?.parse().map_err(|_| NoNumber::Unreadable)?;
    if !value.is_finite() {
        return Err(NoNumber::NotFinite);
    }
    Ok(if is_percent { value / 100.0 } else { value })
}

/// The amount of yuan in a cell as fen; none where it is finer than a fen or too large.
pub(super) fn parse_fen(cell: &str) -> Result<Option<i64>, NoNumber> {
    parse(cell)?;
    let plain: String = cell.trim().chars().map(half_width).collect();
    let digits = ungrouped(&plain)?;
    let (is_negative, digits) = match digits.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, digits.trim_start_matches('+')),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let part = part.trim_end_matches('0');
    if 2 < part.len() {
        return Ok(None);
    }
    let Ok(fen) = format!("0{whole}{part:0<2}").parse::<i64>() else {
        return Ok(None);
    };
    Ok(Some(if is_negative { -fen } else { fen }))
}

/// The digits without thousands separators, which must stand every three digits before the point.
fn ungrouped(digits: &str) -> Result<String, NoNumber> {
    if !digits
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '+' | '-' | 'e' | 'E'))
    {
        return Err(NoNumber::Unreadable);
    }
    if !digits.contains(',') {
        return Ok(digits.to_owned());
    }
    let whole = digits.split(['.', 'e', 'E']).next().unwrap_or_default();
    let behind = digits.get(whole.len()..).unwrap_or_default();
    let mut groups = whole.trim_start_matches(['+', '-']).split(',');
    let first = groups.next().unwrap_or_default();
    let holds = (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
    if holds && !behind.contains(',') {
        Ok(digits.replace(',', ""))
    } else {
        Err(NoNumber::Grouping)
    }
}

/// Full-width signs and digits, as Chinese input methods write them, in their ASCII form.
const fn half_width(c: char) -> char {
    match c {
        '０' => '0',
        '１' => '1',
        '２' => '2',
        '３' => '3',
        '４' => '4',
        '５' => '5',
        '６' => '6',
        '７' => '7',
        '８' => '8',
        '９' => '9',
        '．' => '.',
        ',' => ',',
        '+' => '+',
        '-' | '−' => '-',
        '%' => '%',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (cell, expected) in [
            ("12", 12.0),
            (" 1,234,567.89 ", 1_234_567.89),
            ("1234567", 1_234_567.0),
            ("−5.5", -5.5),
            ("+3", 3.0),
            ("１２３．５", 123.5),
            ("1,234", 1234.0),
            ("95%", 0.95),
            ("９５%", 0.95),
            ("95 %", 0.95),
            ("1e-05", 1e-5),
            (".5", 0.5),
            ("0", 0.0),
        ] {
            assert_eq!(parse(cell), Ok(expected), "{cell}");
        }
    }

    #[test]
    fn what_is_no_number_says_which_mistake_it_is() {
        use NoNumber::{Grouping, NotFinite, Unreadable};
        for (cell, expected) in [
            ("", Unreadable),
            ("12万元", Unreadable),
            ("约 12", Unreadable),
            ("1-2", Unreadable),
            ("--1", Unreadable),
            ("¥12", Unreadable),
            ("1,23", Grouping),
            ("1234,567", Grouping),
            ("1,234.5,6", Grouping),
            (",5", Grouping),
            ("NaN", NotFinite),
            ("-inf", NotFinite),
            ("∞", NotFinite),
            ("1e999", NotFinite),
            ("#N/A", NotFinite),
            ("#DIV/0!", NotFinite),
        ] {
            assert_eq!(parse(cell), Err(expected), "{cell}");
        }
    }

    #[test]
    fn yuan_become_fen_exactly_or_not_at_all() {
        for (cell, expected) in [
            ("1,234.5", Some(123_450)),
            ("0.01", Some(1)),
            ("-12.30", Some(-1_230)),
            ("90071992547409.93", Some(9_007_199_254_740_993)),
            (".5", Some(50)),
            ("1.500", Some(150)),
            ("1.005", None),
            ("95%", None),
            ("1e3", None),
            ("99999999999999999999", None),
        ] {
            let found = parse_fen(cell);
            assert_eq!(found.unwrap_or(None), expected, "{cell}");
        }
        assert_eq!(parse_fen("十元"), Err(NoNumber::Unreadable));
    }
}
