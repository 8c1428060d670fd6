//! Texts on their way into and out of columns.
//!
//! An empty text is stored as NULL, because some engines of the PostgreSQL family turn '' into NULL anyway.

use std::str::FromStr;

use diesel::sql_types::SingleValue;
use hengji_domain::{BudgetYear, NaiveDate};

use crate::error::StoreError;

/// The text for a nullable column: none when empty.
pub(crate) fn stored(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// The text from a nullable column.
pub(crate) fn loaded(text: Option<String>) -> String {
    text.unwrap_or_default()
}

/// The row being read, named in the refusal when it turns out to be corrupt.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    pub(crate) table: &'static str,
    pub(crate) key: &'a str,
}

impl Row<'_> {
    /// Refuses the row.
    pub(crate) fn corrupt(&self, detail: impl ToString) -> StoreError {
        StoreError::corrupt(self.table, self.key, detail)
    }

    /// A column that must parse.
    pub(crate) fn parse<T: FromStr>(&self, column: &str, text: &str) -> Result<T, StoreError> {
        text.parse()
            .map_err(|_| self.corrupt(format!("{column} 为“{text}”")))
    }

    /// A nullable column that must parse when present.
    pub(crate) fn parse_opt<T: FromStr>(
        &self,
        column: &str,
        text: Option<&str>,
    ) -> Result<Option<T>, StoreError> {
        text.map(|text| self.parse(column, text)).transpose()
    }

    /// A column that holds one of a closed list of codes.
    pub(crate) fn code<T>(
        &self,
        column: &str,
        text: &str,
        from_code: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, StoreError> {
        from_code(text).ok_or_else(|| self.corrupt(format!("{column} 为“{text}”")))
    }

    /// A budget year.
    pub(crate) fn year(&self, number: i32) -> Result<BudgetYear, StoreError> {
        u16::try_from(number)
            .ok()
            .and_then(|year| BudgetYear::new(year).ok())
            .ok_or_else(|| self.corrupt(format!("budget_year 为 {number}")))
    }

    /// An integer that must fit into a smaller or unsigned type.
    pub(crate) fn number<T, N>(&self, column: &str, number: N) -> Result<T, StoreError>
    where
        T: TryFrom<N>,
        N: Copy + std::fmt::Display,
    {
        T::try_from(number).map_err(|_| self.corrupt(format!("{column} 为 {number}")))
    }

    /// A date in ISO form.
    pub(crate) fn date(&self, column: &str, text: Option<&str>) -> Result<Option<NaiveDate>, StoreError> {
        self.parse_opt(column, text)
    }
}

/// The year as a column.
pub(crate) fn year_column(year: BudgetYear) -> i32 {
    i32::from(year.get())
}

#[diesel::declare_sql_function]
extern "SQL" {
    /// Lower case of ASCII letters at least, on every engine.
    fn lower<T: diesel::sql_types::SqlType + SingleValue>(text: T) -> T;
}

/// A LIKE pattern that finds the words anywhere, case of ASCII letters aside.
///
/// What the reader types is text, so the wildcards in it are taken literally.
pub(crate) fn contains_pattern(words: &str) -> String {
    let mut pattern = String::with_capacity(words.len() + 2);
    pattern.push('%');
    for letter in words.trim().to_lowercase().chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_typed_by_a_reader_are_text() {
        for (words, pattern) in [
            (" 养护 ", "%养护%"),
            ("100%", "%100\\%%"),
            ("a_B", "%a\\_b%"),
            ("\\", "%\\\\%"),
        ] {
            assert_eq!(contains_pattern(words), pattern);
        }
    }

    #[test]
    fn an_empty_text_is_stored_as_nothing() {
        assert_eq!(stored(""), None);
        assert_eq!(loaded(stored("无")), "无");
        assert_eq!(loaded(None), "");
    }
}
