//! 参数表 (parameters): the named numbers of one rule, each with its kind and bounds, read once when the book is loaded.

use hengji_domain::Decimal;

use crate::fields::Place;
use crate::refusal::{Fault, Refusal};

/// What kind of number a parameter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A whole number from zero up.
    Count,
    /// A decimal number.
    Decimal,
    /// A percentage with at most two decimals.
    Percent,
}

/// One named number that a rule must give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Parameter {
    /// Its key in the file.
    pub(crate) name: &'static str,
    /// What it is, in Chinese.
    pub(crate) title: &'static str,
    /// What kind of number it is.
    pub(crate) kind: Kind,
    /// Smallest number with a meaning, in the unit of the file.
    least: i64,
    /// Largest number with a meaning, in the unit of the file.
    most: i64,
}

impl Parameter {
    pub(crate) const fn count(name: &'static str, title: &'static str, least: i64, most: i64) -> Self {
        Self::of(name, title, Kind::Count, least, most)
    }

    pub(crate) const fn decimal(name: &'static str, title: &'static str, least: i64, most: i64) -> Self {
        Self::of(name, title, Kind::Decimal, least, most)
    }

    pub(crate) const fn percent(name: &'static str, title: &'static str, least: i64, most: i64) -> Self {
        Self::of(name, title, Kind::Percent, least, most)
    }

    const fn of(name: &'static str, title: &'static str, kind: Kind, least: i64, most: i64) -> Self {
        Self {
            name,
            title,
            kind,
            least,
            most,
        }
    }

    /// Reads the number at this place.
    fn read(&self, place: &Place<'_>) -> Result<Decimal, Refusal> {
        let number = match self.kind {
            Kind::Count => Decimal::from(place.count()?),
            Kind::Decimal => place.decimal()?,
            Kind::Percent => {
                place.percent_bp()?;
                place.decimal()?
            }
        };
        if Decimal::from(self.least) <= number && number <= Decimal::from(self.most) {
            Ok(number)
        } else {
            Err(place.refuse(Fault::ConstraintBroken {
                constraint: format!("{} <= {} <= {}", self.least, self.name, self.most),
                found: format!("{}现为 {number}", self.title),
            }))
        }
    }
}

/// 参数表 (parameters): the named numbers of a rule in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameters {
    numbers: Vec<(&'static Parameter, Decimal)>,
}

/// A parameter asked for that the rule does not have, or has as another kind: a fault of the asking program, since
/// the files were checked against the same list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "程序要的参数“{name}”({kind})不在这条规则的参数表里,表中有:{known}。这是程序的错误,请报告维护人员。 \
     [rule-parameter-unknown]"
)]
pub struct UnknownParameter {
    /// The name asked for.
    pub name: String,
    /// The kind asked for, in Chinese.
    pub kind: &'static str,
    /// The names that the rule has.
    pub known: String,
}

impl Parameters {
    /// Reads the table at this place: exactly the listed parameters, each of its kind and within its bounds.
    pub(crate) fn read(place: &Place<'_>, list: &'static [Parameter]) -> Result<Self, Refusal> {
        let names: Vec<&str> = list.iter().map(|parameter| parameter.name).collect();
        let fields = place.fields(&names)?;
        let numbers = list
            .iter()
            .map(|parameter| Ok((parameter, parameter.read(&fields.need(parameter.name)?)?)))
            .collect::<Result<_, Refusal>>()?;
        Ok(Self { numbers })
    }

    /// A whole number.
    ///
    /// # Errors
    ///
    /// [`UnknownParameter`].
    pub fn count(&self, name: &str) -> Result<u32, UnknownParameter> {
        self.found(name, Kind::Count)
            .and_then(|number| u32::try_from(number).ok())
            .ok_or_else(|| self.unknown(name, "整数"))
    }

    /// A decimal number.
    ///
    /// # Errors
    ///
    /// [`UnknownParameter`].
    pub fn decimal(&self, name: &str) -> Result<Decimal, UnknownParameter> {
        self.found(name, Kind::Decimal)
            .ok_or_else(|| self.unknown(name, "小数"))
    }

    /// A percentage in basis points: 10 % is 1000.
    ///
    /// # Errors
    ///
    /// [`UnknownParameter`].
    pub fn percent_bp(&self, name: &str) -> Result<u32, UnknownParameter> {
        self.found(name, Kind::Percent)
            .and_then(|number| u32::try_from(number * Decimal::ONE_HUNDRED).ok())
            .ok_or_else(|| self.unknown(name, "百分数"))
    }

    /// A number of any kind as the nearest float, for the numerics of the analysis; a percentage as its share, so
    /// that 10 % is 0.1.
    ///
    /// # Errors
    ///
    /// [`UnknownParameter`].
    pub fn float(&self, name: &str) -> Result<f64, UnknownParameter> {
        let found = self.numbers.iter().find(|(parameter, _)| parameter.name == name);
        let exact = found.map(|(parameter, number)| match parameter.kind {
            Kind::Percent => *number / Decimal::ONE_HUNDRED,
            Kind::Count | Kind::Decimal => *number,
        });
        // Reading the exact text rounds once; a conversion by division may round twice.
        exact
            .and_then(|number| number.to_string().parse().ok())
            .ok_or_else(|| self.unknown(name, "数"))
    }

    /// Each number with its Chinese name and its unit, in the order of the catalogue.
    pub fn words(&self) -> impl Iterator<Item = String> + '_ {
        self.numbers.iter().map(|(parameter, number)| {
            let unit = match parameter.kind {
                Kind::Percent => "%",
                Kind::Count | Kind::Decimal => "",
            };
            format!("{} {}{unit}", parameter.title, number.normalize())
        })
    }

    fn found(&self, name: &str, kind: Kind) -> Option<Decimal> {
        self.numbers
            .iter()
            .find(|(parameter, _)| parameter.name == name && parameter.kind == kind)
            .map(|(_, number)| *number)
    }

    fn unknown(&self, name: &str, kind: &'static str) -> UnknownParameter {
        let known: Vec<&str> = self.numbers.iter().map(|(parameter, _)| parameter.name).collect();
        UnknownParameter {
            name: name.to_owned(),
            kind,
            known: known.join("、"),
        }
    }
}

#[cfg(test)]
mod tests;
