//! 绩效目标 (goal): weights, taxonomy and review reasons.

use std::collections::BTreeMap;

use hengji_domain::Weight;
use hengji_domain::rule::{FirstLevel, GoalFrame, ReviewReason, SecondLevel};

use super::wrong;
use crate::fields::{Fields, Place, unique};
use crate::refusal::Refusal;

/// The key under which the weight of 预算执行率 stands beside the first-level classes.
const EXECUTION: &str = "budget_execution";

/// 一级指标权重: the execution weight and one weight for each class of the taxonomy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Weights {
    execution: Weight,
    by_class: BTreeMap<String, Weight>,
}

/// 指标分类: first-level classes in printed order, still without weights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Taxonomy(Vec<FirstLevel>);

/// First-level classes by key with their printed names, in printed order: weights name classes by key only.
#[derive(Debug, Default)]
pub(crate) struct ClassNames(Vec<(String, String)>);

impl ClassNames {
    /// From every taxonomy of some divisions, the newest first: it has the most classes.
    pub(crate) fn of<'a>(taxonomies: impl Iterator<Item = &'a Taxonomy>) -> Self {
        let mut names: Vec<(String, String)> = Vec::new();
        for level in taxonomies.flat_map(Taxonomy::levels) {
            if !names.iter().any(|(class, _)| *class == level.key) {
                names.push((level.key.clone(), level.name.clone()));
            }
            for second in &level.second_levels {
                if !names.iter().any(|(class, _)| *class == second.key) {
                    names.push((second.key.clone(), format!("{}—{}", level.name, second.name)));
                }
            }
        }
        Self(names)
    }

    /// Keys with printed names, in printed order.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(class, name)| (class.as_str(), name.as_str()))
    }

    /// The printed name of a class, or its key where no taxonomy knows it.
    pub(crate) fn name<'a>(&'a self, key: &'a str) -> &'a str {
        let found = self.0.iter().find(|(class, _)| class == key);
        found.map_or(key, |(_, name)| name)
    }
}

impl Taxonomy {
    /// The classes in printed order.
    pub(crate) fn levels(&self) -> &[FirstLevel] {
        &self.0
    }
}

impl Weights {
    /// Names with their weights for display: execution first, then the classes in the order of `names`.
    pub(crate) fn named<'a>(&'a self, names: &'a ClassNames) -> impl Iterator<Item = (&'a str, Weight)> {
        let classes = names
            .0
            .iter()
            .filter_map(|(class, name)| Some((name.as_str(), *self.by_class.get(class)?)));
        std::iter::once(("预算执行率", self.execution)).chain(classes)
    }

    /// The frame of the year.
    ///
    /// # Errors
    ///
    /// The class that has a weight but no place in the taxonomy.
    pub(crate) fn frame(&self, taxonomy: &Taxonomy) -> Result<GoalFrame, String> {
        let stray = |class: &&String| !taxonomy.0.iter().any(|level| level.key == **class);
        if let Some(class) = self.by_class.keys().find(stray) {
            return Err(class.clone());
        }
        // A class without a weight does not belong to this division's form (no 成本指标 in a 50/30/10 frame).
        let first_levels = taxonomy
            .0
            .iter()
            .filter_map(|level| {
                let weight = *self.by_class.get(&level.key)?;
                Some(FirstLevel {
                    weight,
                    ..level.clone()
                })
            })
            .collect();
        Ok(GoalFrame {
            execution_weight: self.execution,
            first_levels,
        })
    }
}

pub(super) fn weights(place: &Place<'_>) -> Result<Weights, Refusal> {
    let fields = place.open_fields()?;
    let execution = weight(&fields.need(EXECUTION)?)?;
    let mut by_class = BTreeMap::new();
    for (class, at) in fields.all().filter(|(class, _)| *class != EXECUTION) {
        by_class.insert(class.to_owned(), weight(&at)?);
    }
    Ok(Weights { execution, by_class })
}

fn weight(place: &Place<'_>) -> Result<Weight, Refusal> {
    let bp = place.percent_bp()?;
    i32::try_from(bp)
        .map(Weight::from_centi)
        .map_err(|_| wrong(place, "百分数"))
}

pub(super) fn taxonomy(place: &Place<'_>) -> Result<Taxonomy, Refusal> {
    let levels: Vec<FirstLevel> = place
        .entries()?
        .iter()
        .map(first_level)
        .collect::<Result<_, _>>()?;
    let names = |level: &FirstLevel| {
        let printed = std::iter::once(level.name.clone());
        printed.chain(level.aliases.iter().cloned()).collect::<Vec<_>>()
    };
    // An alias of two classes would file an indicator under whichever stands first.
    let all: Vec<String> = levels.iter().flat_map(names).collect();
    unique(place, all.iter().map(String::as_str))?;
    unique(place, levels.iter().map(|level| level.key.as_str()))?;
    Ok(Taxonomy(levels))
}

fn first_level(place: &Place<'_>) -> Result<FirstLevel, Refusal> {
    let fields = place.fields(&["key", "name", "required", "aliases", "second_levels"])?;
    let second = fields.need("second_levels")?;
    let second_levels: Vec<SecondLevel> = second
        .entries()?
        .iter()
        .map(second_level)
        .collect::<Result<_, _>>()?;
    let names = second_levels
        .iter()
        .flat_map(|level| std::iter::once(&level.name).chain(&level.aliases));
    unique(&second, names.map(String::as_str))?;
    Ok(FirstLevel {
        key: own(&fields, "key")?,
        name: own(&fields, "name")?,
        weight: Weight::ZERO,
        is_required: fields.flag("required")?,
        second_levels,
        aliases: fields.texts("aliases")?,
    })
}

fn second_level(place: &Place<'_>) -> Result<SecondLevel, Refusal> {
    let fields = place.fields(&["key", "name", "aliases"])?;
    Ok(SecondLevel {
        key: own(&fields, "key")?,
        name: own(&fields, "name")?,
        aliases: fields.texts("aliases")?,
    })
}

pub(super) fn reasons(place: &Place<'_>) -> Result<Vec<ReviewReason>, Refusal> {
    let reasons: Vec<ReviewReason> = place.entries()?.iter().map(reason).collect::<Result<_, _>>()?;
    unique(place, reasons.iter().map(|reason| reason.code.as_str()))?;
    unique(place, reasons.iter().map(|reason| reason.name.as_str()))?;
    Ok(reasons)
}

fn reason(place: &Place<'_>) -> Result<ReviewReason, Refusal> {
    let fields = place.fields(&["code", "name", "needs_text"])?;
    Ok(ReviewReason {
        code: own(&fields, "code")?,
        name: own(&fields, "name")?,
        needs_text: fields.flag("needs_text")?,
    })
}

fn own(fields: &Fields<'_>, name: &str) -> Result<String, Refusal> {
    Ok(fields.need(name)?.text()?.to_owned())
}
