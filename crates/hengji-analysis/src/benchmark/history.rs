//! 历史项目 (past projects): rows with a quantity and an amount, in constant prices and in logarithms.

use std::collections::BTreeMap;

use serde::Serialize;

use super::error::BenchmarkError;

/// One project of the past, or one that is planned: what was to be done, and for how much.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Project {
    /// What the row is called in results.
    pub name: String,
    /// 指标类型: what is counted (公里, 人次, 批次), so that quantities can be compared.
    pub indicator_type: String,
    /// 类别: the types that may learn from each other.
    pub category: String,
    /// The district or department that did it, if its costs may differ.
    pub region: Option<String>,
    /// The budget year.
    pub year: Option<i32>,
    /// The quantity, in the unit of its type.
    pub quantity: f64,
    /// The amount, in one unit of money throughout.
    pub amount: f64,
}

/// Price levels by year, to make amounts of different years comparable.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PriceIndex {
    levels: BTreeMap<i32, f64>,
}

/// A row ready for the model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Observed {
    /// The place of the row in the history.
    pub(super) row: usize,
    /// The type within its category.
    pub(super) kind: usize,
    /// The region within the whole history.
    pub(super) region: usize,
    /// The year within the whole history.
    pub(super) year: usize,
    /// The logarithm of the quantity.
    pub(super) size: f64,
    /// The logarithm of the amount in constant prices.
    pub(super) cost: f64,
}

impl PriceIndex {
    /// No conversion: amounts are compared as they stand.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Price levels, such as 100, 102.3, 104.1; amounts are expressed in prices of the last year.
    ///
    /// # Errors
    ///
    /// [`BenchmarkError`] when a level is not positive or a year stands twice.
    pub fn new(levels: &[(i32, f64)]) -> Result<Self, BenchmarkError> {
        let mut kept = BTreeMap::new();
        for (year, level) in levels {
            if !(level.is_finite() && *level > 0.0) {
                let row = format!("{year} 年");
                return Err(BenchmarkError::NotPositive {
                    row,
                    what: "价格指数".to_owned(),
                    value: *level,
                });
            }
            if kept.insert(*year, *level).is_some() {
                return Err(BenchmarkError::PriceIndexTwice { year: *year });
            }
        }
        Ok(Self { levels: kept })
    }

    /// Whether amounts are converted at all.
    #[must_use]
    pub fn converts(&self) -> bool {
        !self.levels.is_empty()
    }

    /// What an amount of the project's year is multiplied by to have constant prices.
    ///
    /// # Errors
    ///
    /// [`BenchmarkError`] when the project has no year or its year no level.
    pub fn factor(&self, project: &Project) -> Result<f64, BenchmarkError> {
        let Some(base) = self.levels.values().next_back() else {
            return Ok(1.0);
        };
        let row = || project.name.clone();
        let year = project
            .year
            .ok_or_else(|| BenchmarkError::YearMissing { row: row() })?;
        let level = self
            .levels
            .get(&year)
            .ok_or_else(|| BenchmarkError::PriceIndexMissing { row: row(), year })?;
        Ok(base / level)
    }
}

impl Project {
    /// The logarithms of quantity and constant-price amount.
    pub(super) fn logarithms(&self, prices: &PriceIndex) -> Result<(f64, f64), BenchmarkError> {
        for (what, value) in [("数量", self.quantity), ("金额", self.amount)] {
            if !(value.is_finite() && value > 0.0) {
                return Err(BenchmarkError::NotPositive {
                    row: self.name.clone(),
                    what: what.to_owned(),
                    value,
                });
            }
        }
        Ok((self.quantity.ln(), self.amount.ln() + prices.factor(self)?.ln()))
    }
}

/// Names numbered in the order in which they first appear.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Numbered {
    names: Vec<String>,
    numbers: BTreeMap<String, usize>,
}

impl Numbered {
    /// The number of a name, a new one if it is new.
    pub(super) fn number(&mut self, name: &str) -> usize {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = self.names.len();
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }

    /// The number of a name that is known.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.numbers.get(name).copied()
    }

    /// The names in order.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project(year: Option<i32>) -> Project {
        Project {
            name: "道路养护".to_owned(),
            indicator_type: "养护里程".to_owned(),
            category: "市政".to_owned(),
            region: None,
            year,
            quantity: 10.0,
            amount: 100.0,
        }
    }

    #[test]
    fn amounts_are_expressed_in_prices_of_the_last_year() {
        let prices = PriceIndex::new(&[(2020, 100.0), (2021, 110.0)]).unwrap();
        assert!((prices.factor(&project(Some(2020))).unwrap() - 1.1).abs() < 1e-12);
        assert!((prices.factor(&project(Some(2021))).unwrap() - 1.0).abs() < 1e-12);
        assert!((PriceIndex::none().factor(&project(None)).unwrap() - 1.0).abs() < 1e-12);
        assert!(prices.converts() && !PriceIndex::none().converts());
    }

    #[test]
    fn refusals_of_prices_and_projects() {
        let prices = PriceIndex::new(&[(2020, 100.0)]).unwrap();
        let check = |error: BenchmarkError, code: &str| {
            assert!(error.to_string().ends_with(&format!("[{code}]")), "{error}");
        };
        check(
            prices.factor(&project(Some(2019))).unwrap_err(),
            "benchmark-price-index-missing",
        );
        check(
            prices.factor(&project(None)).unwrap_err(),
            "benchmark-year-missing",
        );
        check(
            PriceIndex::new(&[(2020, 0.0)]).unwrap_err(),
            "benchmark-not-positive",
        );
        check(
            PriceIndex::new(&[(2020, 1.0), (2020, 1.0)]).unwrap_err(),
            "benchmark-price-index-twice",
        );
        for value in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            let bad = Project {
                quantity: value,
                ..project(Some(2020))
            };
            check(bad.logarithms(&prices).unwrap_err(), "benchmark-not-positive");
        }
    }

    #[test]
    fn names_are_numbered_as_they_come() {
        let mut numbered = Numbered::default();
        assert_eq!(["乙", "甲", "乙"].map(|name| numbered.number(name)), [0, 1, 0]);
        assert_eq!((numbered.find("甲"), numbered.find("丙")), (Some(1), None));
        assert_eq!(numbered.names(), ["乙", "甲"]);
    }
}
