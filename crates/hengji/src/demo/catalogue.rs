//! The catalogue of the demonstration: kinds of projects with their indicators, read from `fixtures/demo`.

use hengji_domain::id::IndicatorId;
use hengji_domain::value::Comparator;
use serde::Deserialize;

use super::DemoError;
use super::library::Shelf;

/// Kinds of projects by category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Catalogue {
    /// The categories in printed order.
    pub(crate) categories: Vec<Category>,
}

/// 项目大类 (category of common projects).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Category {
    /// Stable code.
    pub(crate) code: String,
    /// Chinese name.
    pub(crate) name: String,
    /// Its kinds.
    pub(crate) subcategories: Vec<Subcategory>,
}

/// 项目小类 (subcategory): a kind of project that many units run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Subcategory {
    /// Stable code.
    pub(crate) code: String,
    /// Categories of the indicator library from which its indicators are taken.
    pub(crate) library: Vec<String>,
    /// Chinese name.
    pub(crate) name: String,
    /// What its indicators count where no project says it more precisely.
    pub(crate) object: String,
    /// Half of its projects cost less, in 万元.
    pub(crate) median_wan: i64,
    /// 年度总体目标, with `{name}` for the project.
    pub(crate) goal: String,
    /// Projects of this kind.
    pub(crate) projects: Vec<Pattern>,
    /// Indicators of this kind.
    pub(crate) indicators: Vec<Indicator>,
}

/// A project that units of the demonstration run.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pattern {
    /// 项目名称.
    pub(crate) name: String,
    /// What it counts.
    pub(crate) object: String,
    /// In which unit.
    pub(crate) measure: String,
    /// What one of it costs, in yuan.
    pub(crate) yuan_each: i64,
}

/// An indicator of a kind of project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Indicator {
    /// Key in the dated taxonomy, e.g. `output.quantity`.
    pub(crate) at: String,
    /// 三级指标, with `{object}` for what is counted.
    pub(crate) name: String,
    /// How its target is set.
    pub(crate) aim: Aim,
    /// The library indicator it is taken from.
    pub(crate) library: Option<IndicatorId>,
}

/// How the target of an indicator follows from the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Aim {
    /// What the money buys of the project's own object.
    Main,
    /// What the money buys of something else.
    Each {
        /// Cost of one, in yuan.
        yuan: i64,
        /// 计量单位.
        unit: String,
    },
    /// One of several usual values.
    Pick {
        /// Comparator.
        comparator: Comparator,
        /// The values.
        values: Vec<String>,
        /// 计量单位.
        unit: String,
    },
    /// A day of the budget year.
    Due,
    /// The money itself, as an upper limit.
    Money,
    /// The cost of one, as an upper limit.
    UnitCost,
    /// A phrase.
    Words(Vec<String>),
}

impl Catalogue {
    /// Reads the files of a catalogue; each is its name and its text.
    ///
    /// # Errors
    ///
    /// [`DemoError`] where a file is not as the catalogue needs it: the files are part of the binary, so
    /// this is a fault of the build, not of its user.
    pub(crate) fn read<'a>(files: impl Iterator<Item = (&'a str, &'a str)>) -> Result<Self, DemoError> {
        let mut categories = Vec::new();
        for (name, text) in files {
            let file: CategoryFile = toml::from_str(text).map_err(|fault| DemoError::file(name, &fault))?;
            categories.push(file.into_category(name)?);
        }
        Ok(Self { categories })
    }

    /// Points each indicator at the one of the library that has its name, where there is one.
    pub(crate) fn take_from(&mut self, shelf: &Shelf) {
        for category in &mut self.categories {
            for sub in &mut category.subcategories {
                for indicator in &mut sub.indicators {
                    let name = super::target::name(indicator, &sub.object);
                    indicator.library = shelf.find(&sub.library, &name);
                }
            }
        }
    }

    /// The subcategory with this code.
    pub(crate) fn subcategory(&self, code: &str) -> Option<&Subcategory> {
        self.subcategories().find(|sub| sub.code == code)
    }

    /// Every subcategory.
    pub(crate) fn subcategories(&self) -> impl Iterator<Item = &Subcategory> {
        self.categories
            .iter()
            .flat_map(|category| &category.subcategories)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CategoryFile {
    category: String,
    name: String,
    subcategory: Vec<SubcategoryEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SubcategoryEntry {
    code: String,
    library: Vec<String>,
    name: String,
    object: String,
    median_wan: i64,
    goal: String,
    projects: Vec<Pattern>,
    indicators: Vec<IndicatorEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IndicatorEntry {
    at: String,
    name: String,
    op: Option<String>,
    pick: Option<Vec<String>>,
    unit: Option<String>,
    each_yuan: Option<i64>,
    words: Option<Vec<String>>,
    #[serde(default)]
    main: bool,
    #[serde(default)]
    due: bool,
    #[serde(default)]
    money: bool,
    #[serde(default)]
    unit_cost: bool,
}

impl CategoryFile {
    fn into_category(self, file: &str) -> Result<Category, DemoError> {
        let mut subcategories = Vec::new();
        for entry in self.subcategory {
            let mut indicators = Vec::new();
            for indicator in entry.indicators {
                indicators.push(indicator.into_indicator(file)?);
            }
            subcategories.push(Subcategory {
                code: entry.code,
                library: entry.library,
                name: entry.name,
                object: entry.object,
                median_wan: entry.median_wan,
                goal: entry.goal,
                projects: entry.projects,
                indicators,
            });
        }
        Ok(Category {
            code: self.category,
            name: self.name,
            subcategories,
        })
    }
}

impl IndicatorEntry {
    fn into_indicator(self, file: &str) -> Result<Indicator, DemoError> {
        let refusal = || DemoError::Catalogue {
            file: file.to_owned(),
            place: self.name.clone(),
        };
        let unit = self.unit.clone();
        let aim = match (self.main, self.due, self.money, self.unit_cost) {
            (true, false, false, false) => Aim::Main,
            (false, true, false, false) => Aim::Due,
            (false, false, true, false) => Aim::Money,
            (false, false, false, true) => Aim::UnitCost,
            (false, false, false, false) => match (self.each_yuan, self.pick.clone(), self.words.clone()) {
                (Some(yuan), None, None) if 0 < yuan => Aim::Each {
                    yuan,
                    unit: unit.ok_or_else(refusal)?,
                },
                (None, Some(values), None) if !values.is_empty() => Aim::Pick {
                    comparator: self
                        .op
                        .as_deref()
                        .and_then(Comparator::from_code)
                        .ok_or_else(refusal)?,
                    values,
                    unit: unit.ok_or_else(refusal)?,
                },
                (None, None, Some(words)) if !words.is_empty() => Aim::Words(words),
                _ => return Err(refusal()),
            },
            _ => return Err(refusal()),
        };
        Ok(Indicator {
            at: self.at,
            name: self.name,
            aim,
            library: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(indicator: &str) -> Result<Catalogue, DemoError> {
        let text = format!(
            "category='c'\nname='n'\n[[subcategory]]\ncode='s'\nlibrary=['A01']\nname='n'\nobject='o'\nmedian_wan=1\ngoal='g'\n\
             projects=[{{name='p',object='o',measure='个',yuan_each=1}}]\nindicators=[{{{indicator}}}]"
        );
        Catalogue::read(std::iter::once(("c.toml", text.as_str())))
    }

    #[test]
    fn an_indicator_says_in_exactly_one_way_how_its_target_is_set() {
        for good in [
            "at='a',name='n',main=true",
            "at='a',name='n',due=true",
            "at='a',name='n',words=['w']",
            "at='a',name='n',op='>=',pick=['1'],unit='个'",
            "at='a',name='n',each_yuan=5,unit='个'",
        ] {
            assert!(read(good).is_ok(), "{good}");
        }
        for bad in [
            "at='a',name='n'",
            "at='a',name='n',main=true,due=true",
            "at='a',name='n',pick=['1'],unit='个'",
            "at='a',name='n',op='~',pick=['1'],unit='个'",
            "at='a',name='n',each_yuan=0,unit='个'",
            "at='a',name='n',each_yuan=5",
            "at='a',name='n',main=true,colour='red'",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
