//! 规则簿 (rule book): all rules of all divisions, read and checked as a whole.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use hengji_domain::{BudgetYear, Division};

use crate::case::Case;
use crate::fields::Place;
use crate::files::{self, RuleFile};
use crate::in_force::RulesInForce;
use crate::in_force::selection::Selection;
use crate::lineage::{self, Follow};
use crate::refusal::{Fault, Refusal, RuleRefusals};
use crate::rule_file::{self, Definition, Sources, TopicFile};
use crate::show::{self, RuleRow};
use crate::tree::{self, Tree};
use crate::value::{Taxonomy, Weights};

/// 规则簿 (rule book).
#[derive(Debug)]
pub struct RuleBook {
    pub(crate) definitions: Vec<Arc<Definition>>,
    pub(crate) cases: Vec<Case>,
    timelines: BTreeMap<Division, Vec<(i32, Arc<Selection>)>>,
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
                .map(|(division, lineage)| (*division, timeline(&loaded.definitions, lineage)))
                .collect(),
            definitions: loaded.definitions,
            cases: loaded.cases,
            nothing: Arc::new(Selection::on(&[], NaiveDate::default())),
        };
        book.check_frames(&mut refusals);
        book.check_variants(&mut refusals);
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
        self.definitions
            .iter()
            .flat_map(|definition| definition.values.iter().map(|value| show::row(definition, value)))
            .collect()
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

    /// A case that names a variant which does not exist would be checked against the rule itself.
    fn check_variants(&self, refusals: &mut Vec<Refusal>) {
        for case in &self.cases {
            let Some(variant) = &case.variant else { continue };
            let rules = self.at(case.division, case.as_of);
            if rules.with_variant(&case.rule, variant).is_none() {
                refusals.push(Refusal {
                    file: case.file.clone(),
                    key: format!("case“{}”", case.name),
                    fault: Fault::VariantUnknown {
                        variant: variant.clone(),
                    },
                });
            }
        }
    }
}

/// What the files hold, before it is known how they fit together.
#[derive(Default)]
struct Loaded {
    definitions: Vec<Arc<Definition>>,
    cases: Vec<Case>,
    follows: BTreeMap<Division, Follow>,
}

impl Loaded {
    fn read(files: &[RuleFile], refusals: &mut Vec<Refusal>) -> Self {
        let mut trees = Vec::new();
        for file in files {
            match tree::read(&file.name, &file.text) {
                Ok(tree) => trees.push((file.name.as_str(), tree)),
                Err(faults) => refusals.extend(faults),
            }
        }
        let sources = read_sources(&trees, refusals);
        let mut loaded = Self::default();
        for (name, tree) in &trees {
            loaded.take(name, tree, &sources, refusals);
        }
        loaded
    }

    fn take(&mut self, name: &str, tree: &Tree, sources: &Sources, refusals: &mut Vec<Refusal>) {
        let Some((folder, file)) = name.split_once('/') else {
            if name != SOURCES {
                refusals.push(whole(
                    name,
                    Fault::KeyUnknown {
                        rule: name.to_owned(),
                        near: format!(",根目录下只放 {SOURCES}"),
                    },
                ));
            }
            return;
        };
        let Ok(division) = folder.parse::<Division>() else {
            let folder = folder.to_owned();
            return refusals.push(whole(name, Fault::FolderUnknown { folder }));
        };
        if file == "inherit.toml" {
            match lineage::read(name, tree) {
                Ok(follow) => drop(self.follows.insert(division, follow)),
                Err(refusal) => refusals.push(refusal),
            }
            return;
        }
        let topic = file.trim_end_matches(".toml");
        let TopicFile { definitions, cases } =
            rule_file::read(name, division, topic, tree, sources, refusals);
        self.definitions.extend(definitions.into_iter().map(Arc::new));
        self.cases.extend(cases);
    }

    fn lineages(&self, refusals: &mut Vec<Refusal>) -> BTreeMap<Division, Vec<Division>> {
        let own: BTreeSet<Division> = self
            .definitions
            .iter()
            .map(|definition| definition.division)
            .collect();
        let mut lineages = BTreeMap::new();
        for division in own.iter().chain(self.follows.keys()) {
            match lineage::line(*division, &self.follows, |target| own.contains(&target)) {
                Ok(line) => drop(lineages.insert(*division, line)),
                Err(refusal) => refusals.push(refusal),
            }
        }
        lineages
    }
}

/// The one file beside the division folders.
const SOURCES: &str = "sources.toml";

fn whole(file: &str, fault: Fault) -> Refusal {
    Refusal {
        file: file.to_owned(),
        key: String::new(),
        fault,
    }
}

fn read_sources(trees: &[(&str, Tree)], refusals: &mut Vec<Refusal>) -> Sources {
    let mut sources = Sources::new();
    for (name, tree) in trees.iter().filter(|(name, _)| *name == SOURCES) {
        let Ok(entries) = Place::new(name, "", tree).open_fields() else {
            continue;
        };
        for (id, place) in entries.all() {
            match source_title(&place) {
                Ok(title) => drop(sources.insert(id.to_owned(), title)),
                Err(refusal) => refusals.push(refusal),
            }
        }
    }
    sources
}

/// `title` is what papers cite; `found_at` says where it was read and how far.
fn source_title(place: &Place<'_>) -> Result<String, Refusal> {
    let fields = place.fields(&["title", "found_at"])?;
    fields.need("found_at")?.text()?;
    Ok(fields.need("title")?.text()?.to_owned())
}

fn overrides(
    definitions: &[Arc<Definition>],
    lineages: &BTreeMap<Division, Vec<Division>>,
    refusals: &mut Vec<Refusal>,
) {
    for definition in definitions {
        let Some(lineage) = lineages.get(&definition.division) else {
            continue;
        };
        let outer = lineage.iter().skip(1).find_map(|division| {
            definitions
                .iter()
                .find(|other| other.division == *division && other.known.rule == definition.known.rule)
        });
        let refuse = |fault| Refusal {
            file: definition.file.clone(),
            key: definition.key.clone(),
            fault,
        };
        match outer {
            None if !definition.introduces && definition.division != Division::NATION => {
                refusals.push(refuse(Fault::OverridesNothing));
            }
            None => {}
            Some(outer) if definition.introduces => refusals.push(refuse(Fault::NotIntroduced {
                outer: outer.division.to_string(),
            })),
            Some(outer) if outer.unit != definition.unit => refusals.push(refuse(Fault::UnitDiffers {
                unit: definition.unit.clone(),
                outer: outer.division.to_string(),
                outer_unit: outer.unit.clone(),
            })),
            Some(outer) => hold_outer(definition, outer, refusals),
        }
    }
}

/// The outer division's constraints bind the inner one too: 100 % is 100 % everywhere.
fn hold_outer(definition: &Definition, outer: &Definition, refusals: &mut Vec<Refusal>) {
    for value in &definition.values {
        let Some(content) = &value.content else { continue };
        let path = format!("{}.value", value.place);
        let place = Place::new(&definition.file, &path, &content.tree);
        for constraint in &outer.constraints {
            refusals.extend(constraint.hold(&place).err());
        }
    }
}

/// The selections of a lineage, each from its first budget year; between two boundaries nothing changes.
fn timeline(definitions: &[Arc<Definition>], lineage: &[Division]) -> Vec<(i32, Arc<Selection>)> {
    let own: Vec<Arc<Definition>> = lineage
        .iter()
        .flat_map(|division| definitions.iter().filter(move |one| one.division == *division))
        .map(Arc::clone)
        .collect();
    let values = || own.iter().flat_map(|definition| &definition.values);
    let starts = values().map(|value| value.from.year());
    let ends = values().filter_map(|value| Some(value.until?.year() + 1));
    let boundaries: BTreeSet<i32> = starts.chain(ends).collect();
    boundaries
        .into_iter()
        .filter_map(|year| {
            let day = NaiveDate::from_ymd_opt(year, 1, 1)?;
            Some((year, Arc::new(Selection::on(&own, day))))
        })
        .collect()
}

#[cfg(test)]
mod tests;
