//! 规则簿 (rule book): all rules of all divisions, read and checked as a whole.

mod load;
mod overrides;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use hengji_domain::{BudgetYear, Division};

use crate::case::Case;
use crate::catalogue;
use crate::files::{self, RuleFile};
use crate::framework::{self, FrameworkFile, FrameworkInForce};
use crate::in_force::RulesInForce;
use crate::in_force::selection::Selection;
use crate::refusal::{Fault, Refusal, RuleRefusals};
use crate::rule_file::Definition;
use crate::show::{self, RuleRow};
use crate::value::{Taxonomy, Weights};
use load::Loaded;
pub(crate) use load::SOURCES;
use overrides::overrides;

/// 规则簿 (rule book).
#[derive(Debug)]
pub struct RuleBook {
    pub(crate) definitions: Vec<Arc<Definition>>,
    pub(crate) frameworks: Vec<Arc<FrameworkFile>>,
    pub(crate) cases: Vec<Case>,
    timelines: BTreeMap<Division, Vec<(i32, Arc<Selection>)>>,
    lineages: BTreeMap<Division, Vec<Division>>,
    nothing: Arc<Selection>,
}

impl RuleBook {
    /// The book compiled into the binary.
    ///
    /// # Errors
    ///
    /// All faults found, as for any other book.
    pub fn embedded() -> Result<Self, RuleRefusals> {
        Self::load(&files::embedded().map_err(RuleRefusals)?)
    }

    /// The compiled-in rules of one topic only, e.g. `analysis`, for commands that ask of no other: reading all
    /// topics takes longer than many of their answers. The whole book is checked when the program is built.
    ///
    /// # Errors
    ///
    /// All faults found, as for any other book.
    pub fn embedded_topic(topic: &str) -> Result<Self, RuleRefusals> {
        let mut files = files::embedded().map_err(RuleRefusals)?;
        // A file beside the divisions, such as the list of sources, belongs to every topic.
        files.retain(|file| {
            file.name
                .rsplit_once('/')
                .is_none_or(|(_, name)| name == SOURCES || name.strip_suffix(".toml") == Some(topic))
        });
        Self::load(&files)
    }

    /// The book in a folder, laid out like the repository's `rules/`.
    ///
    /// # Errors
    ///
    /// All faults found; a file that cannot be opened is one of them.
    pub fn from_directory(path: &Path) -> Result<Self, RuleRefusals> {
        Self::load(&files::on_disk(path).map_err(RuleRefusals)?)
    }

    /// A book from texts, e.g. of an overlay kept in the database.
    ///
    /// # Errors
    ///
    /// All faults found: a book with one fault is not loaded.
    pub fn load(files: &[RuleFile]) -> Result<Self, RuleRefusals> {
        let mut refusals = Vec::new();
        let loaded = Loaded::read(files, &mut refusals);
        let lineages = loaded.lineages(&mut refusals);
        overrides(&loaded.definitions, &lineages, &mut refusals);
        let book = Self {
            timelines: lineages
                .iter()
                .map(|(division, lineage)| {
                    let timeline = timeline(&loaded.definitions, &loaded.frameworks, lineage);
                    (*division, timeline)
                })
                .collect(),
            definitions: loaded.definitions,
            frameworks: loaded.frameworks,
            lineages,
            cases: loaded.cases,
            nothing: Arc::new(Selection::on(&[], &[], NaiveDate::default())),
        };
        book.check_frames(&mut refusals);
        book.check_frameworks(&mut refusals);
        book.check_cases(&mut refusals);
        if refusals.is_empty() {
            Ok(book)
        } else {
            refusals.sort();
            refusals.dedup();
            Err(RuleRefusals(refusals))
        }
    }

    /// The rules in force for a division and budget year. A division without rules of its own has those of the
    /// next outer one that has some.
    pub fn at(&self, division: Division, year: BudgetYear) -> RulesInForce {
        let timeline = division
            .lineage()
            .into_iter()
            .find_map(|outer| self.timelines.get(&outer));
        let selection = timeline.and_then(|timeline| {
            let mut before = timeline
                .iter()
                .rev()
                .skip_while(|(first, _)| i32::from(year.get()) < *first);
            before.next().map(|(_, selection)| Arc::clone(selection))
        });
        RulesInForce::new(
            division,
            year,
            selection.unwrap_or_else(|| Arc::clone(&self.nothing)),
        )
    }

    /// The divisions that have a folder under `rules/`.
    pub fn divisions(&self) -> impl Iterator<Item = Division> + '_ {
        self.timelines.keys().copied()
    }

    /// Every dated value of every division, in force or not, for display and for the list of what is unverified.
    pub fn every_value(&self) -> Vec<RuleRow> {
        let names = show::class_names(self.definitions.iter().map(Arc::as_ref));
        let rows = self.definitions.iter().flat_map(|definition| {
            let values = definition.values.iter();
            values.map(|value| show::row(definition, value, &names))
        });
        rows.collect()
    }

    /// Every dated value that the division and those above it state of one rule, innermost division first.
    pub fn values_of(&self, division: Division, rule: &str) -> Vec<RuleRow> {
        let names = show::class_names(self.definitions.iter().map(Arc::as_ref));
        let stated = self.lineage(division).into_iter().flat_map(|outer| {
            let own = self.definitions.iter();
            own.filter(move |one| one.division == outer && one.known.rule == rule)
        });
        let rows = stated.flat_map(|definition| {
            let values = definition.values.iter().rev();
            values.map(|value| show::row(definition, value, &names))
        });
        rows.collect()
    }

    /// Every rule that the division or one above it states, with its name, in the order of the catalogue.
    pub fn names(&self, division: Division) -> Vec<(&'static str, &str)> {
        let known = catalogue::CATALOGUE.iter();
        known
            .filter_map(|known| {
                Some((
                    known.rule,
                    self.definition(division, known.rule)?.description.as_str(),
                ))
            })
            .collect()
    }

    /// What the innermost division that states the rule says of it.
    pub(crate) fn definition(&self, division: Division, rule: &str) -> Option<&Definition> {
        self.lineage(division).into_iter().find_map(|outer| {
            let mut own = self.definitions.iter();
            own.find(|one| one.division == outer && one.known.rule == rule)
                .map(Arc::as_ref)
        })
    }

    /// The division and those whose rules it has, innermost first.
    fn lineage(&self, division: Division) -> Vec<Division> {
        let known = division
            .lineage()
            .into_iter()
            .find_map(|outer| self.lineages.get(&outer));
        known.cloned().unwrap_or_else(|| division.lineage())
    }

    /// The cases beside the rules.
    pub fn cases(&self) -> &[Case] {
        &self.cases
    }

    /// Weights and taxonomy are two rules that change apart; in every year the classes of one must be in the other.
    fn check_frames(&self, refusals: &mut Vec<Refusal>) {
        for (division, timeline) in &self.timelines {
            for (first, selection) in timeline {
                let weights = selection.required::<Weights>("goal.first_level_weights");
                let taxonomy = selection.required::<Taxonomy>("goal.taxonomy");
                let (Ok(weights), Ok(taxonomy)) = (weights, taxonomy) else {
                    continue;
                };
                if let Err(class) = weights.value.frame(&taxonomy.value) {
                    refusals.push(Refusal {
                        file: format!("{}/goal.toml", weights.citation.division),
                        key: "first_level_weights".to_owned(),
                        fault: Fault::ClassUnknown {
                            division: division.to_string(),
                            year: u16::try_from(*first).unwrap_or_default(),
                            class,
                        },
                    });
                }
            }
        }
    }

    /// What only fits or not once all files are read. The stretch before the first rule has nothing to check.
    fn check_frameworks(&self, refusals: &mut Vec<Refusal>) {
        for timeline in self.timelines.values() {
            for (_, selection) in timeline {
                framework::check_frameworks(selection, refusals);
            }
        }
    }

    /// 评价指标体系 as each division states it, in force or not: for counts of what is verified.
    pub fn every_framework(&self) -> Vec<FrameworkInForce> {
        let all = self.frameworks.iter();
        all.flat_map(|file| file.values.iter().map(|value| file.in_force(value)))
            .collect()
    }

    /// A case of an unknown rule, or of a variant that does not exist, would prove nothing.
    fn check_cases(&self, refusals: &mut Vec<Refusal>) {
        for case in &self.cases {
            let mut refuse = |fault| {
                refusals.push(Refusal {
                    file: case.file.clone(),
                    key: format!("case“{}”", case.name),
                    fault,
                });
            };
            let is_framework = case.rule.strip_prefix("framework.").is_some_and(|code| {
                let mut known = self.frameworks.iter();
                known.any(|framework| framework.code == code)
            });
            if catalogue::find(&case.rule).is_none() && !is_framework {
                refuse(Fault::KeyUnknown {
                    rule: case.rule.clone(),
                    near: catalogue::nearest(&case.rule),
                });
            } else if let Some(variant) = &case.variant
                && self
                    .at(case.division, case.as_of)
                    .with_variant(&case.rule, variant)
                    .is_none()
            {
                refuse(Fault::VariantUnknown {
                    variant: variant.clone(),
                });
            }
        }
    }
}

/// The selections of a lineage, each from its first budget year; between two boundaries nothing changes.
fn timeline(
    definitions: &[Arc<Definition>],
    frameworks: &[Arc<FrameworkFile>],
    lineage: &[Division],
) -> Vec<(i32, Arc<Selection>)> {
    let own: Vec<Arc<Definition>> = lineage
        .iter()
        .flat_map(|division| definitions.iter().filter(move |one| one.division == *division))
        .map(Arc::clone)
        .collect();
    let files: Vec<Arc<FrameworkFile>> = lineage
        .iter()
        .flat_map(|division| frameworks.iter().filter(move |one| one.division == *division))
        .map(Arc::clone)
        .collect();
    let values = || own.iter().flat_map(|definition| &definition.values);
    let starts = values().map(|value| value.from.year());
    let ends = values().filter_map(|value| Some(value.until?.year() + 1));
    // The stretch before the first rule has no values, but knows when the first one starts.
    let boundaries: BTreeSet<i32> = std::iter::once(0)
        .chain(starts)
        .chain(ends)
        .chain(framework::boundaries(files.iter().map(Arc::as_ref)))
        .collect();
    boundaries
        .into_iter()
        .filter_map(|year| {
            let day = NaiveDate::from_ymd_opt(year, 1, 1)?;
            Some((year, Arc::new(Selection::on(&own, &files, day))))
        })
        .collect()
}

#[cfg(test)]
mod tests;
