//! What Diesel is told of the tables is what the migrations make.

use std::collections::BTreeMap;

use crate::migrations::ALL;

type Tables = BTreeMap<String, Vec<String>>;

/// Columns of each table as the migrations declare them: `name type`, nullable ones with `?`.
fn migrated() -> Tables {
    let mut tables = Tables::new();
    for migration in ALL {
        for line in migration.sql.lines() {
            add_column(&mut tables, line);
        }
        let Some((_, rest)) = migration.sql.split_once("\nCREATE TABLE ") else {
            continue;
        };
        let (name, rest) = rest.split_once(" (").unwrap();
        let (body, _) = rest.split_once("\n);").unwrap();
        let columns = body
            .lines()
            .filter(|line| !line.trim_start().starts_with("CONSTRAINT"))
            .flat_map(|line| line.split(", "))
            .map(|column| column.trim().trim_end_matches(','))
            .filter(|column| !column.is_empty())
            .map(|column| {
                let mut words = column.split_whitespace();
                let (name, kind) = (words.next().unwrap(), words.next().unwrap());
                let nullable = if column.ends_with("NOT NULL") { "" } else { "?" };
                format!("{name} {kind}{nullable}")
            })
            .collect();
        tables.insert(name.to_owned(), columns);
    }
    tables
}

/// A column that a later migration added stands behind the others.
fn add_column(tables: &mut Tables, line: &str) {
    let added = line
        .strip_prefix("ALTER TABLE ")
        .and_then(|rest| rest.split_once(" ADD COLUMN "));
    if let Some((table, column)) = added {
        let mut words = column.trim_end_matches(';').split_whitespace();
        let (name, kind) = (words.next().unwrap(), words.next().unwrap());
        let nullable = if column.contains("NOT NULL") { "" } else { "?" };
        let columns = tables.get_mut(table).unwrap();
        columns.push(format!("{name} {kind}{nullable}"));
    }
}

/// Columns of each table as the `table!` macros declare them, in the words of the migrations.
fn declared() -> Tables {
    let mut tables = Tables::new();
    let source = concat!(
        include_str!("../schema.rs"),
        include_str!("../schema/evaluation.rs"),
        include_str!("../schema/ex_ante.rs"),
        include_str!("../schema/monitoring.rs"),
        include_str!("../schema/paper.rs")
    );
    for block in source.split("diesel::table! {").skip(1) {
        let name = block.split_whitespace().next().unwrap().to_owned();
        let columns = block
            .lines()
            .take_while(|line| *line != "}")
            .filter_map(|line| line.trim().trim_end_matches(',').split_once(" -> "))
            .map(|(column, kind)| {
                let plain = kind.trim_start_matches("Nullable<").trim_end_matches('>');
                let nullable = if plain == kind { "" } else { "?" };
                let word = match plain {
                    "Text" => "TEXT",
                    "BigInt" => "BIGINT",
                    "Integer" => "INTEGER",
                    "Bool" => "BOOLEAN",
                    "Binary" => "BYTEA",
                    other => other,
                };
                format!("{column} {word}{nullable}")
            })
            .collect();
        tables.insert(name, columns);
    }
    tables
}

#[test]
fn diesel_and_the_migrations_agree_on_every_column() {
    let (declared, migrated) = (declared(), migrated());
    assert!(20 < migrated.len());
    assert_eq!(declared, migrated);
}

#[test]
fn no_table_has_more_columns_than_a_chunk_of_rows_allows() {
    // SQLite's limit on bound values in a statement.
    let limit = 32_766;
    for (table, columns) in migrated() {
        assert!(columns.len() * crate::db::ROWS_PER_STATEMENT <= limit, "{table}");
    }
}
