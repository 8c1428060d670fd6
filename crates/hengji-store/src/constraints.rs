//! Names of unique constraints, read from the migrations.
//!
//! PostgreSQL names the constraint that was violated, SQLite only its columns. The application turns names
//! into words for the field concerned, so both must give the same name.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::migrations;

/// `table(columns)` to constraint name.
static NAMES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    migrations::ALL
        .iter()
        .flat_map(|migration| named_keys(migration.sql))
        .collect()
});

fn named_keys(sql: &str) -> Vec<(String, String)> {
    let mut table = "";
    let mut names = Vec::new();
    for line in sql.lines() {
        if let Some(rest) = line.strip_prefix("CREATE TABLE ") {
            table = rest.split_whitespace().next().unwrap_or_default();
        }
        let Some(rest) = line.trim().strip_prefix("CONSTRAINT ") else {
            continue;
        };
        let mut words = rest.split_whitespace();
        let (name, kind) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let columns = rest
            .split_once('(')
            .and_then(|(_, columns)| columns.split_once(')'));
        if let (true, Some((columns, _))) = (matches!(kind, "PRIMARY" | "UNIQUE"), columns) {
            names.push((format!("{table}({columns})"), name.to_owned()));
        }
    }
    names
}

/// The constraint behind SQLite's `UNIQUE constraint failed: projects.division, projects.code`.
///
/// What cannot be found is given back as it was said, which still tells the reader more than nothing.
pub(crate) fn name_of(message: &str) -> String {
    let columns = message.rsplit(": ").next().unwrap_or(message);
    let table = columns.split('.').next().unwrap_or_default();
    let plain: Vec<&str> = columns
        .split(", ")
        .map(|column| column.rsplit('.').next().unwrap_or(column))
        .collect();
    NAMES
        .get(&format!("{table}({})", plain.join(", ")))
        .cloned()
        .unwrap_or_else(|| message.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(case: &str) {
        let (message, name) = case.split_once(" -> ").unwrap();
        assert_eq!(name_of(message), name, "{case}");
    }

    #[test]
    fn sqlite_messages_name_the_constraint_as_postgresql_does() {
        check(
            "UNIQUE constraint failed: projects.division, projects.budget_year, projects.code -> projects_code_unique",
        );
        check("UNIQUE constraint failed: projects.division, projects.project_id -> projects_pkey");
        check("UNIQUE constraint failed: login_names.login_name -> login_names_pkey");
        check("UNIQUE constraint failed: nowhere.division -> UNIQUE constraint failed: nowhere.division");
    }
}
