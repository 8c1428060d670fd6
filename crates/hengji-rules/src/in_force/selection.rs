//! 选择 (selection): which dated value of which division is in force on the first day of a budget year.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use hengji_domain::rule::{Dated, Quantity, ScoringRules, SheetRules};

use crate::catalogue::{self, Shape};
use crate::fingerprint::Fingerprint;
use crate::framework::{FrameworkFile, FrameworkInForce};
use crate::parameters::Parameters;
use crate::rule_file::{DatedValue, Definition};
use crate::show::{self, RuleRow};
use crate::tree::Tree;
use crate::value::{ClassNames, Typed, YearDay};

/// A rule that has no usable value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Gap {
    pub(crate) rule: String,
    pub(crate) cause: GapCause,
}

/// Why there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GapCause {
    /// No value is in force.
    Absent,
    /// The value in force says that the source states none.
    Unset,
    /// A table was asked for as a number.
    NoNumber,
    /// The table has no entry for the kind asked for.
    KindAbsent,
    /// Something else was asked for as a table of named numbers.
    NoParameters,
}

impl Gap {
    pub(crate) fn absent(rule: &str) -> Self {
        Self {
            rule: rule.to_owned(),
            cause: GapCause::Absent,
        }
    }

    fn unset(rule: &str) -> Self {
        Self {
            rule: rule.to_owned(),
            cause: GapCause::Unset,
        }
    }
}

type Rules = BTreeMap<&'static str, (Arc<Definition>, Arc<DatedValue>)>;

/// The frameworks in force by their code, each with its content as text for the fingerprint.
type Frameworks = BTreeMap<String, (FrameworkInForce, String)>;

/// The values in force, with the typed bundles that are asked for at every request already made.
#[derive(Debug)]
pub(crate) struct Selection {
    rules: Rules,
    earliest: Arc<BTreeMap<&'static str, NaiveDate>>,
    pub(crate) scoring: Result<Arc<ScoringRules>, Gap>,
    pub(crate) sheet_rules: Result<Arc<SheetRules>, Gap>,
    pub(crate) fingerprint: String,
    frameworks: Arc<Frameworks>,
    names: Arc<ClassNames>,
}

impl Selection {
    /// Chooses from the definitions of a lineage, innermost division first. Where the inner division has no
    /// value on that day (before its first rule, or after `until`), the outer one is in force.
    pub(crate) fn on(lineage: &[Arc<Definition>], files: &[Arc<FrameworkFile>], day: NaiveDate) -> Self {
        let mut rules = Rules::new();
        let mut earliest = BTreeMap::new();
        for definition in lineage {
            let rule = definition.known.rule;
            for value in &definition.values {
                let first = earliest.entry(rule).or_insert(value.from);
                *first = value.from.min(*first);
            }
            if let Some(value) = in_force(definition, day) {
                rules
                    .entry(rule)
                    .or_insert_with(|| (Arc::clone(definition), Arc::clone(value)));
            }
        }
        let names = show::class_names(lineage.iter().map(Arc::as_ref));
        let frameworks = frameworks(files, day);
        let surroundings = Surroundings {
            earliest: Arc::new(earliest),
            frameworks: Arc::new(frameworks),
            names: Arc::new(names),
        };
        Self::of(rules, surroundings)
    }

    fn of(rules: Rules, surroundings: Surroundings) -> Self {
        let fingerprint = fingerprint(&rules, &surroundings.frameworks);
        let Surroundings {
            earliest,
            frameworks,
            names,
        } = surroundings;
        let mut selection = Self {
            rules,
            earliest,
            frameworks,
            scoring: Err(Gap::absent("scoring.positive")),
            sheet_rules: Err(Gap::absent("goal.first_level_weights")),
            fingerprint,
            names,
        };
        selection.scoring = selection.assemble_scoring().map(Arc::new);
        selection.sheet_rules = selection.assemble_sheet_rules().map(Arc::new);
        selection
    }

    pub(crate) fn with_variant(&self, rule: &str, variant: &str) -> Option<Self> {
        let (definition, _) = self.rules.get(rule)?;
        let variant = definition.variants.iter().find(|one| one.name == variant)?;
        let mut rules = self.rules.clone();
        rules.insert(
            definition.known.rule,
            (Arc::clone(definition), Arc::clone(&variant.value)),
        );
        let surroundings = Surroundings {
            earliest: Arc::clone(&self.earliest),
            frameworks: Arc::clone(&self.frameworks),
            names: Arc::clone(&self.names),
        };
        Some(Self::of(rules, surroundings))
    }

    /// Rows for display, in the order of the catalogue, which is that of the yearly cycle.
    pub(crate) fn rows(&self) -> Vec<RuleRow> {
        catalogue::CATALOGUE
            .iter()
            .filter_map(|known| self.rules.get(known.rule))
            .map(|(definition, value)| show::row(definition, value, &self.names))
            .collect()
    }

    /// The frameworks in force, by their code.
    pub(crate) fn frameworks(&self) -> impl Iterator<Item = &FrameworkInForce> {
        self.frameworks.values().map(|(framework, _)| framework)
    }

    pub(crate) fn earliest(&self, rule: &str) -> Option<NaiveDate> {
        self.earliest.get(rule).copied()
    }

    fn found(&self, rule: &str) -> Result<&(Arc<Definition>, Arc<DatedValue>), Gap> {
        self.rules.get(rule).ok_or_else(|| Gap::absent(rule))
    }

    /// A typed value that may be unset.
    pub(crate) fn optional<T: Typed + Clone>(&self, rule: &str) -> Result<Dated<Option<T>>, Gap> {
        let (_, value) = self.found(rule)?;
        let typed = value.content.as_ref().and_then(|content| T::of(&content.typed));
        Ok(Dated {
            value: typed.cloned(),
            citation: Arc::clone(&value.citation),
        })
    }

    /// A typed value that the program cannot do without.
    pub(crate) fn required<T: Typed + Clone>(&self, rule: &str) -> Result<Dated<T>, Gap> {
        let dated = self.optional(rule)?;
        match dated.value {
            Some(value) => Ok(Dated {
                value,
                citation: dated.citation,
            }),
            None => Err(Gap::unset(rule)),
        }
    }

    /// A rule named by its topic and a code, e.g. `grade` and `self_evaluation`.
    pub(crate) fn named<T: Typed + Clone>(&self, topic: &str, key: &str) -> Result<Dated<T>, Gap> {
        self.required(&format!("{topic}.{key}"))
    }

    /// The days of the calendar that are set: code, title, day.
    pub(crate) fn days(&self) -> impl Iterator<Item = (&'static str, &str, Dated<YearDay>)> {
        self.rules.iter().filter_map(|(rule, (definition, _))| {
            let code = rule.strip_prefix("calendar.")?;
            let day = self.required(rule).ok()?;
            Some((code, definition.description.as_str(), day))
        })
    }

    pub(crate) fn quantity(&self, rule: &str) -> Result<Dated<Option<Quantity>>, Gap> {
        let (definition, value) = self.found(rule)?;
        let is_number = matches!(
            definition.known.shape,
            Shape::Count | Shape::Bytes | Shape::Percent | Shape::Yuan | Shape::Points
        );
        if !is_number {
            return Err(Gap {
                rule: rule.to_owned(),
                cause: GapCause::NoNumber,
            });
        }
        let number = value.content.as_ref().and_then(|content| content.tree.decimal());
        Ok(Dated {
            value: number.map(|value| Quantity {
                value,
                unit: definition.unit.clone(),
            }),
            citation: Arc::clone(&value.citation),
        })
    }

    pub(crate) fn parameters(&self, rule: &str) -> Result<Dated<Parameters>, Gap> {
        let (definition, _) = self.found(rule)?;
        if !matches!(definition.known.shape, Shape::Parameters(_)) {
            return Err(Gap {
                rule: rule.to_owned(),
                cause: GapCause::NoParameters,
            });
        }
        self.required(rule)
    }

    pub(crate) fn content(&self, rule: &str) -> Result<Dated<Option<Tree>>, Gap> {
        let (_, value) = self.found(rule)?;
        Ok(Dated {
            value: value.content.as_ref().map(|content| content.tree.clone()),
            citation: Arc::clone(&value.citation),
        })
    }
}

fn in_force(definition: &Definition, day: NaiveDate) -> Option<&Arc<DatedValue>> {
    let latest = definition.values.iter().rev().find(|value| value.from <= day)?;
    let is_over = latest.until.is_some_and(|until| until < day);
    (!is_over).then_some(latest)
}

/// What a selection has beside its rules.
struct Surroundings {
    earliest: Arc<BTreeMap<&'static str, NaiveDate>>,
    frameworks: Arc<Frameworks>,
    names: Arc<ClassNames>,
}

/// The framework of each code that is in force, with its content as text; the innermost division's stands.
fn frameworks(files: &[Arc<FrameworkFile>], day: NaiveDate) -> Frameworks {
    let mut all = Frameworks::new();
    for file in files {
        let Some(value) = file.on(day) else { continue };
        match all.get_mut(&file.code) {
            None => {
                let found = (file.in_force(value), value.tree.to_string());
                all.insert(file.code.clone(), found);
            }
            // An inner file that states no kinds has those of the outer one.
            Some((inner, _)) if inner.kinds.is_empty() => inner.kinds.clone_from(&file.kinds),
            Some(_) => {}
        }
    }
    all
}

fn fingerprint(rules: &Rules, frameworks: &Frameworks) -> String {
    let mut hash = Fingerprint::default();
    for (rule, (_, value)) in rules {
        let text = value.content.as_ref().map(|content| content.tree.to_string());
        hash.add(rule);
        hash.add("=");
        hash.add(text.as_deref().unwrap_or("unset"));
        hash.add("\n");
    }
    for (code, (_, text)) in frameworks {
        hash.add("framework.");
        hash.add(code);
        hash.add("=");
        hash.add(text);
        hash.add("\n");
    }
    hash.finish()
}
