//! Looking at copies of a database, for `backup`, `restore` and `doctor`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use hengji_app::SystemClock;
use hengji_app::app::Place;
use hengji_app::health::Health;
use serde::Serialize;

use crate::data;
use crate::exit::Failure;

/// Where an audit chain ends, to be kept outside.
#[derive(Debug, Serialize)]
pub(crate) struct ChainJson {
    /// The division.
    pub(crate) division: String,
    /// Its name.
    pub(crate) name: String,
    /// Events that hold together.
    pub(crate) events: i64,
    /// `number:hash` of the last one.
    pub(crate) head: Option<String>,
    /// Where and why it is broken.
    pub(crate) fault: Option<String>,
}

/// The chains of a database.
pub(crate) fn chains(health: &Health) -> Vec<ChainJson> {
    health
        .chains
        .iter()
        .map(|chain| ChainJson {
            division: chain.division.to_string(),
            name: chain.name.clone(),
            events: chain.events,
            head: chain.head.as_ref().map(|hash| format!("{}:{hash}", chain.events)),
            fault: chain.fault.clone(),
        })
        .collect()
}

/// One line for each chain.
pub(crate) fn in_words(chains: &[ChainJson]) -> String {
    chains
        .iter()
        .map(|chain| {
            let end = match (&chain.fault, &chain.head) {
                (Some(fault), _) => fault.clone(),
                (None, Some(head)) => format!("{} 个事件,末端 {head}", chain.events),
                (None, None) => "尚无事件".to_owned(),
            };
            format!("  {} {}:{end}\n", chain.division, chain.name)
        })
        .collect()
}

/// Looks at a copy. It is opened under another name, because opening a database writes beside it and migrates
/// it, and a backup must stay as it was made, byte for byte.
///
/// # Errors
///
/// [`Failure::Unusable`] when it cannot be opened as a database of this program.
pub(crate) fn of_copy(copy: &Path) -> Result<Health, Failure> {
    let opened = Opened::under(named(copy, ".checking"), copy)?;
    let ports = data::ports(Arc::new(SystemClock))?;
    let app = data::open(Place::Sqlite(opened.0.clone()), None, ports).map_err(|failure| {
        Failure::unusable(format!(
            "“{}”不能作为本程序的数据库打开:{}",
            copy.display(),
            failure.message()
        ))
    })?;
    Ok(app.health()?)
}

/// A path beside another one.
pub(crate) fn named(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// A copy under another name that goes away with everything an engine puts beside it.
struct Opened(PathBuf);

impl Opened {
    fn under(path: PathBuf, original: &Path) -> Result<Self, Failure> {
        let opened = Self(path);
        opened.remove();
        std::fs::copy(original, &opened.0)?;
        Ok(opened)
    }

    fn remove(&self) {
        for ending in ["", "-wal", "-shm"] {
            // What is not there needs no removing.
            let _ = std::fs::remove_file(named(&self.0, ending));
        }
    }
}

impl Drop for Opened {
    fn drop(&mut self) {
        self.remove();
    }
}

#[cfg(test)]
mod tests {
    use hengji_app::health::ChainHealth;

    use super::*;

    fn health(fault: Option<&str>, head: Option<&str>) -> Health {
        Health {
            file_faults: vec![],
            orphans: vec![],
            chains: vec![ChainHealth {
                division: "330198".parse().unwrap(),
                name: "测试区".into(),
                events: 7,
                head: head.map(str::to_owned),
                fault: fault.map(str::to_owned),
            }],
        }
    }

    #[test]
    fn the_end_of_a_chain_is_told_as_it_must_be_kept() {
        for (fault, head, words) in [
            (None, Some("ab"), "  330198 测试区:7 个事件,末端 7:ab\n"),
            (None, None, "  330198 测试区:尚无事件\n"),
            (Some("第 3 号不可信"), None, "  330198 测试区:第 3 号不可信\n"),
        ] {
            assert_eq!(in_words(&chains(&health(fault, head))), words);
        }
    }

    #[test]
    fn looking_at_a_copy_leaves_it_as_it_was_and_nothing_beside_it() {
        let directory = tempfile::tempdir().unwrap();
        let copy = directory.path().join("copy.db");
        std::fs::write(&copy, "no database at all, but long enough to be opened as one").unwrap();
        let failure = of_copy(&copy).unwrap_err();
        assert_eq!(failure.code(), 2, "{failure:?}");
        let left: Vec<_> = std::fs::read_dir(directory.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert_eq!(left, ["copy.db"]);
    }

    #[test]
    fn a_name_beside_keeps_the_whole_name() {
        assert_eq!(named(Path::new("a/b.db"), "-wal"), Path::new("a/b.db-wal"));
    }
}
