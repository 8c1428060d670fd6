//! Foreign keys: one list for three kinds of engine.
//!
//! The migration that declares them runs unchanged on PostgreSQL. SQLite cannot add a constraint to a table
//! that exists, so there each key is written into the `CREATE TABLE` it belongs to. A sharded engine may do
//! without, in which case [`crate::integrity`] still finds what points at nothing.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::Db;
use crate::migrations::{ALL, Migration};

/// Whether the engine itself watches over references.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ForeignKeys {
    /// Declared in the database.
    #[default]
    Declared,
    /// Left out for an engine without them; the nightly check takes their place.
    LeftOut,
}

/// One foreign key as the migration declares it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ForeignKey {
    pub(crate) table: &'static str,
    pub(crate) name: &'static str,
    /// Columns of the table, `division` first.
    pub(crate) columns: Vec<&'static str>,
    pub(crate) parent: &'static str,
    /// Columns of the parent, in the same order.
    pub(crate) parent_columns: Vec<&'static str>,
    /// Everything after the name, as SQL.
    clause: &'static str,
}

const FILE_ENDING: &str = "_foreign_keys";

/// Every foreign key, in the order of the migrations.
pub(crate) fn all() -> Vec<ForeignKey> {
    ALL.iter()
        .filter(|migration| migration.version.ends_with(FILE_ENDING))
        .flat_map(|migration| migration.sql.lines().filter_map(parse))
        .collect()
}

fn parse(line: &'static str) -> Option<ForeignKey> {
    let rest = line.strip_prefix("ALTER TABLE ")?;
    let (table, rest) = rest.split_once(" ADD CONSTRAINT ")?;
    let (name, rest) = rest.split_once(' ')?;
    let clause = rest.strip_suffix(';')?;
    let (columns, rest) = clause
        .strip_prefix("FOREIGN KEY (")?
        .split_once(") REFERENCES ")?;
    let (parent, rest) = rest.split_once(" (")?;
    let (parent_columns, _) = rest.split_once(')')?;
    Some(ForeignKey {
        table,
        name,
        columns: columns.split(", ").collect(),
        parent,
        parent_columns: parent_columns.split(", ").collect(),
        clause,
    })
}

/// The text of a migration as this engine takes it.
pub(crate) fn adapt(migration: &Migration, db: &Db, keys: ForeignKeys) -> Cow<'static, str> {
    let declares_keys = migration.version.ends_with(FILE_ENDING);
    match (db, keys) {
        (_, ForeignKeys::LeftOut) | (Db::Sqlite(_), _) if declares_keys => Cow::Borrowed(""),
        (Db::Sqlite(_), ForeignKeys::Declared) => weave(migration.sql),
        _ => Cow::Borrowed(migration.sql),
    }
}

/// Writes the keys of a table into the statement that creates it.
fn weave(sql: &'static str) -> Cow<'static, str> {
    let created = sql
        .lines()
        .find_map(|line| line.strip_prefix("CREATE TABLE ")?.strip_suffix(" ("));
    let Some((before, after)) = sql.split_once("\n);") else {
        return Cow::Borrowed(sql);
    };
    let mut woven = before.to_owned();
    for key in all().iter().filter(|key| Some(key.table) == created) {
        // Writing to a String cannot fail.
        let _ = write!(woven, ",\n  CONSTRAINT {} {}", key.name, key.clause);
    }
    woven.push_str("\n);");
    woven.push_str(after);
    Cow::Owned(woven)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_file_is_understood() {
        let lines = ALL
            .iter()
            .filter(|migration| migration.version.ends_with(FILE_ENDING))
            .flat_map(|migration| migration.sql.lines())
            .filter(|line| !line.starts_with("--"))
            .count();
        assert_eq!(all().len(), lines);
        assert!(0 < lines);
    }

    #[test]
    fn a_key_is_woven_into_its_table_and_no_other() {
        let text = |version: &str| weave(ALL.iter().find(|one| one.version.ends_with(version)).unwrap().sql);
        assert!(text("create_lines").contains(
            ",\n  CONSTRAINT lines_sheet_fk FOREIGN KEY (division, sheet_id) REFERENCES sheets (division, sheet_id)\n);"
        ));
        assert!(!text("create_counters").contains("FOREIGN KEY"));
    }

    #[test]
    fn both_sides_of_a_key_have_as_many_columns() {
        for key in all() {
            assert_eq!(key.columns.len(), key.parent_columns.len(), "{}", key.name);
            assert_eq!(key.columns.first(), Some(&"division"), "{}", key.name);
        }
    }
}
