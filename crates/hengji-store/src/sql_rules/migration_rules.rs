//! Rules for migrations: keys, types and statements that every engine takes.

use sqlparser::ast::{
    AlterTableOperation, ColumnDef, ColumnOption, CreateIndex, CreateTable, DataType, Expr,
    ForeignKeyConstraint, IndexColumn, ObjectType, Statement, TableConstraint,
};
use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::parser::Parser;

use super::REFERENCE_TABLES;
use crate::migrations::ALL;

const LINES_MAX: usize = 30;

/// What is wrong with a migration, in the order in which it was found.
fn lint(version: &str, sql: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let keys_only = version.ends_with("_foreign_keys");
    let (digits, name) = version.split_at(version.find('_').unwrap_or(0));
    if digits.len() != 14 || !digits.bytes().all(|byte| byte.is_ascii_digit()) || name.len() < 2 {
        faults.push("the file name is not a moment and what the migration does".to_owned());
    }
    if !sql.starts_with("-- ") {
        faults.push("no comment says why".to_owned());
    }
    if LINES_MAX < sql.lines().count() {
        faults.push(format!("longer than {LINES_MAX} lines"));
    }
    if sql.contains("''") {
        faults.push("an empty text has no meaning on some engines".to_owned());
    }
    let statements = match Parser::parse_sql(&PostgreSqlDialect {}, sql) {
        Ok(statements) => statements,
        Err(error) => return vec![format!("cannot be parsed: {error}")],
    };
    let tables = statements
        .iter()
        .filter(|one| matches!(one, Statement::CreateTable(_)))
        .count();
    if 1 < tables {
        faults.push("more than one table in a file".to_owned());
    }
    for statement in &statements {
        match statement {
            Statement::CreateTable(table) if !keys_only => lint_table(table, &mut faults),
            Statement::CreateIndex(index) if !keys_only => lint_index(index, &mut faults),
            // An index holds nothing of its own: it may go when another takes its place.
            Statement::Drop {
                object_type: ObjectType::Index,
                if_exists: false,
                cascade: false,
                ..
            } if !keys_only => {}
            Statement::AlterTable(change) => {
                let table = change.name.to_string();
                for operation in &change.operations {
                    lint_change(&table, operation, keys_only, &mut faults);
                }
            }
            other => faults.push(format!("not allowed here: {other}")),
        }
    }
    faults
}

fn is_reference(table: &str) -> bool {
    REFERENCE_TABLES.contains(&table)
}

fn lint_table(table: &CreateTable, faults: &mut Vec<String>) {
    let name = table.name.to_string();
    let first = table.columns.first().map(|column| column.name.to_string());
    if !is_reference(&name) && first.as_deref() != Some("division") {
        faults.push(format!("{name} does not begin with division"));
    }
    for column in &table.columns {
        lint_column(&name, column, faults);
    }
    let mut has_key = false;
    for constraint in &table.constraints {
        let (key, columns, is_primary) = match constraint {
            TableConstraint::PrimaryKey(key) => (key.name.as_ref(), &key.columns, true),
            TableConstraint::Unique(key) => (key.name.as_ref(), &key.columns, false),
            other => {
                faults.push(format!("{name}: not allowed in a table: {other}"));
                continue;
            }
        };
        has_key |= is_primary;
        let ending = if is_primary { "_pkey" } else { "_unique" };
        let key = key.map(ToString::to_string).unwrap_or_default();
        if !key.starts_with(&name) || !key.ends_with(ending) {
            faults.push(format!("{name}: a key is not named {name}…{ending}"));
        }
        if !is_reference(&name) {
            lint_first(&name, columns, faults);
        }
    }
    if !has_key {
        faults.push(format!("{name} has no primary key"));
    }
}

fn lint_first(name: &str, columns: &[IndexColumn], faults: &mut Vec<String>) {
    let first = columns.first().map(|column| column.column.expr.to_string());
    if first.as_deref() != Some("division") {
        faults.push(format!("{name}: a key does not begin with division"));
    }
}

fn lint_column(table: &str, column: &ColumnDef, faults: &mut Vec<String>) {
    let name = &column.name;
    let is_portable = matches!(
        column.data_type,
        DataType::Text
            | DataType::BigInt(None)
            | DataType::Integer(None)
            | DataType::Boolean
            | DataType::Bytea
    );
    if !is_portable {
        faults.push(format!("{table}.{name}: {} is not portable", column.data_type));
    }
    for option in &column.options {
        if !matches!(option.option, ColumnOption::NotNull | ColumnOption::Null) {
            faults.push(format!("{table}.{name}: {} is not portable", option.option));
        }
    }
}

fn lint_index(index: &CreateIndex, faults: &mut Vec<String>) {
    let table = index.table_name.to_string();
    let name = index.name.as_ref().map(ToString::to_string).unwrap_or_default();
    if !name.starts_with(&table) {
        faults.push(format!("index {name} does not begin with the name of its table"));
    }
    if index.unique {
        faults.push(format!("index {name}: say UNIQUE in the table"));
    }
    lint_first(&table, &index.columns, faults);
}

fn lint_change(table: &str, operation: &AlterTableOperation, keys_only: bool, faults: &mut Vec<String>) {
    match operation {
        AlterTableOperation::AddConstraint {
            constraint: TableConstraint::ForeignKey(key),
            ..
        } if keys_only => lint_foreign_key(table, key, faults),
        AlterTableOperation::AddColumn { column_def, .. } if !keys_only => {
            let defaults: Vec<&Expr> = column_def
                .options
                .iter()
                .filter_map(|option| match &option.option {
                    ColumnOption::Default(value) => Some(value),
                    _ => None,
                })
                .collect();
            let must_be_given = column_def
                .options
                .iter()
                .any(|one| one.option == ColumnOption::NotNull);
            let is_constant = defaults.iter().all(|value| matches!(value, Expr::Value(_)));
            if must_be_given && defaults.is_empty() || !is_constant {
                faults.push(format!(
                    "{table}: a new column is neither nullable nor constant by default"
                ));
            }
        }
        other => faults.push(format!("{table}: not allowed here: {other}")),
    }
}

fn lint_foreign_key(table: &str, key: &ForeignKeyConstraint, faults: &mut Vec<String>) {
    let name = key.name.as_ref().map(ToString::to_string).unwrap_or_default();
    let parent = key.foreign_table.to_string();
    if !name.starts_with(table) {
        faults.push(format!("{name} does not begin with the name of its table"));
    }
    let begins =
        |columns: &[sqlparser::ast::Ident]| columns.first().is_some_and(|one| one.value == "division");
    if !begins(&key.columns) || !begins(&key.referred_columns) {
        faults.push(format!("{name} leaves the division"));
    }
    if is_reference(table) && !is_reference(&parent) {
        faults.push(format!("{name}: a reference table points at {parent}"));
    }
    if key.on_delete.is_some() || key.on_update.is_some() {
        faults.push(format!("{name}: rows are deleted by the application alone"));
    }
}

#[test]
fn every_migration_keeps_the_rules() {
    for migration in ALL {
        assert_eq!(
            lint(migration.version, migration.sql),
            Vec::<String>::new(),
            "{}",
            migration.version
        );
    }
}

#[test]
fn every_file_of_the_folder_is_embedded_in_its_order() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    let embedded: Vec<String> = ALL
        .iter()
        .map(|migration| format!("{}.sql", migration.version))
        .collect();
    assert_eq!(files, embedded);
}

/// Checks a migration of one statement after the arrow's left side.
fn check(case: &str) {
    let (sql, fault) = case.split_once(" -> ").unwrap();
    let faults = lint("20261123000000_sample", &format!("-- Why.\n{sql}"));
    let found = faults.join("; ");
    assert!(
        if fault == "ok" {
            faults.is_empty()
        } else {
            found.contains(fault)
        },
        "{case}\n{found}"
    );
}

#[test]
fn what_some_engine_does_not_take_is_refused() {
    check("CREATE TABLE t (division TEXT, CONSTRAINT t_pkey PRIMARY KEY (division)) -> ok");
    check("CREATE TABLE t (division TEXT, a TEXT) -> no primary key");
    check("CREATE TABLE t (a TEXT, CONSTRAINT t_pkey PRIMARY KEY (a)) -> does not begin with division");
    check(
        "CREATE TABLE t (division TEXT, a TEXT, CONSTRAINT t_pkey PRIMARY KEY (a)) -> a key does not begin with division",
    );
    check("CREATE TABLE t (division TEXT, CONSTRAINT x PRIMARY KEY (division)) -> not named t…_pkey");
    check(
        "CREATE TABLE t (division TEXT, CONSTRAINT t_pkey PRIMARY KEY (division), CONSTRAINT t_a_unique UNIQUE (a)) -> a key does not begin with division",
    );
    check("CREATE TABLE t (division TEXT PRIMARY KEY) -> is not portable");
    check(
        "CREATE TABLE t (division SERIAL, CONSTRAINT t_pkey PRIMARY KEY (division)) -> SERIAL is not portable",
    );
    check(
        "CREATE TABLE t (division TEXT, a JSONB, CONSTRAINT t_pkey PRIMARY KEY (division)) -> JSONB is not portable",
    );
    check(
        "CREATE TABLE t (division TEXT, a TIMESTAMP, CONSTRAINT t_pkey PRIMARY KEY (division)) -> TIMESTAMP is not portable",
    );
    check(
        "CREATE TABLE t (division TEXT, a DOUBLE PRECISION, CONSTRAINT t_pkey PRIMARY KEY (division)) -> is not portable",
    );
    check(
        "CREATE TABLE t (division TEXT, a BIGINT GENERATED ALWAYS AS IDENTITY, CONSTRAINT t_pkey PRIMARY KEY (division)) -> is not portable",
    );
    check(
        "CREATE TABLE t (division TEXT, a TEXT DEFAULT '', CONSTRAINT t_pkey PRIMARY KEY (division)) -> an empty text",
    );
    check(
        "CREATE TABLE t (division TEXT, CONSTRAINT t_pkey PRIMARY KEY (division), CONSTRAINT t_x_fk FOREIGN KEY (division) REFERENCES divisions (division)) -> not allowed in a table",
    );
    check("CREATE INDEX t_by_a ON t (a) -> a key does not begin with division");
    check("CREATE INDEX by_a ON t (division, a) -> does not begin with the name of its table");
    check("CREATE UNIQUE INDEX t_by_a ON t (division, a) -> say UNIQUE in the table");
    check("DROP INDEX t_by_a -> ok");
    check("DROP INDEX IF EXISTS t_by_a -> not allowed here");
    check("DROP TABLE t -> not allowed here");
    check("ALTER TABLE t ADD COLUMN a TEXT -> ok");
    check("ALTER TABLE t ADD COLUMN a BIGINT NOT NULL DEFAULT 0 -> ok");
    check("ALTER TABLE t ADD COLUMN a BIGINT NOT NULL -> neither nullable nor constant");
    check("ALTER TABLE t ADD COLUMN a BIGINT DEFAULT now() -> neither nullable nor constant");
    check("ALTER TABLE t DROP COLUMN a -> not allowed here");
    check("ALTER TABLE t ADD CONSTRAINT t_u UNIQUE (division, a) -> not allowed here");
    check("CREATE TRIGGER x AFTER INSERT ON t EXECUTE FUNCTION f() -> not allowed here");
    check("CREATE SEQUENCE s -> not allowed here");
    check("UPDATE t SET division = 'x' -> not allowed here");
}

#[test]
fn a_foreign_key_outside_its_file_or_its_division_is_refused() {
    let check = |case: &str| {
        let (sql, fault) = case.split_once(" -> ").unwrap();
        let found = lint("20261123000000_foreign_keys", &format!("-- Why.\n{sql}")).join("; ");
        assert!(
            if fault == "ok" {
                found.is_empty()
            } else {
                found.contains(fault)
            },
            "{case}\n{found}"
        );
    };
    check("ALTER TABLE t ADD CONSTRAINT t_p_fk FOREIGN KEY (division, p) REFERENCES p (division, p) -> ok");
    check("ALTER TABLE t ADD CONSTRAINT t_p_fk FOREIGN KEY (p) REFERENCES p (p) -> leaves the division");
    check(
        "ALTER TABLE t ADD CONSTRAINT t_p_fk FOREIGN KEY (division, p) REFERENCES p (division, p) ON DELETE SET NULL -> deleted by the application",
    );
    check(
        "ALTER TABLE login_names ADD CONSTRAINT login_names_p_fk FOREIGN KEY (division, p) REFERENCES p (division, p) -> a reference table points at p",
    );
    check(
        "ALTER TABLE t ADD CONSTRAINT x_fk FOREIGN KEY (division) REFERENCES divisions (division) -> name of its table",
    );
    check("ALTER TABLE t ADD COLUMN a TEXT -> not allowed here");
    let elsewhere =
        "-- Why.\nALTER TABLE t ADD CONSTRAINT t_p_fk FOREIGN KEY (division, p) REFERENCES p (division, p)";
    assert!(!lint("20261123000000_sample", elsewhere).is_empty());
}

#[test]
fn a_migration_says_what_it_does_and_why() {
    let sound = "-- Why.\nALTER TABLE t ADD COLUMN a TEXT;";
    assert_eq!(lint("20261123000000_add_a", sound), Vec::<String>::new());
    for (version, sql, fault) in [
        ("create_a", sound.to_owned(), "file name"),
        ("20261123_create_a", sound.to_owned(), "file name"),
        ("20261123000000_", sound.to_owned(), "file name"),
        (
            "20261123000000_add_a",
            "ALTER TABLE t ADD COLUMN a TEXT;".to_owned(),
            "no comment",
        ),
        (
            "20261123000000_add_a",
            format!("-- Why.\n{}", "\n".repeat(40)),
            "longer than 30",
        ),
        (
            "20261123000000_add_a",
            "-- Why.\nALTER TABEL t".to_owned(),
            "cannot be parsed",
        ),
    ] {
        let found = lint(version, &sql).join("; ");
        assert!(found.contains(fault), "{version} {fault}: {found}");
    }
}
