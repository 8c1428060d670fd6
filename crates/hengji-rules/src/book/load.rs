//! From files to definitions: sources, topics and the divisions that follow others.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use hengji_domain::Division;

use crate::case::Case;
use crate::fields::Place;
use crate::files::RuleFile;
use crate::framework::{self, FrameworkFile};
use crate::lineage::{self, Follow};
use crate::refusal::{Fault, Refusal};
use crate::rule_file::{self, Definition, Sources, TopicFile};
use crate::tree::{self, Tree};

/// What the files hold, before it is known how they fit together.
#[derive(Default)]
pub(super) struct Loaded {
    pub(super) definitions: Vec<Arc<Definition>>,
    pub(super) frameworks: Vec<Arc<FrameworkFile>>,
    pub(super) cases: Vec<Case>,
    follows: BTreeMap<Division, Follow>,
}

impl Loaded {
    pub(super) fn read(files: &[RuleFile], refusals: &mut Vec<Refusal>) -> Self {
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
        if file == SOURCES {
            return;
        }
        if file == "inherit.toml" {
            match lineage::read(name, tree) {
                Ok(follow) => drop(self.follows.insert(division, follow)),
                Err(refusal) => refusals.push(refusal),
            }
            return;
        }
        if let Some(name_in_folder) = file.strip_prefix(framework::FOLDER) {
            let code = name_in_folder.trim_end_matches(".toml");
            match framework::read(name, division, code, tree, sources) {
                Ok((read, cases)) => {
                    self.frameworks.push(Arc::new(read));
                    self.cases.extend(cases);
                }
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

    pub(super) fn lineages(&self, refusals: &mut Vec<Refusal>) -> BTreeMap<Division, Vec<Division>> {
        let own: BTreeSet<Division> = self
            .definitions
            .iter()
            .map(|definition| definition.division)
            .chain(self.frameworks.iter().map(|framework| framework.division))
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

/// The one file beside the division folders; in a folder it names the sources that only this division has.
pub(crate) const SOURCES: &str = "sources.toml";

fn whole(file: &str, fault: Fault) -> Refusal {
    Refusal {
        file: file.to_owned(),
        key: String::new(),
        fault,
    }
}

fn read_sources(trees: &[(&str, Tree)], refusals: &mut Vec<Refusal>) -> Sources {
    let mut sources = Sources::new();
    let lists = |name: &str| name == SOURCES || name.ends_with("/sources.toml");
    for (name, tree) in trees.iter().filter(|(name, _)| lists(name)) {
        let Ok(entries) = Place::new(name, "", tree).open_fields() else {
            continue;
        };
        for (id, place) in entries.all() {
            match source_title(&place) {
                Ok(_) if sources.contains_key(id) => {
                    refusals.push(place.refuse(Fault::NameTwice { text: id.to_owned() }))
                }
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
