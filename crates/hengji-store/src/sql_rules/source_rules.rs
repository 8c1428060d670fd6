//! Rules for queries, read from the text of this crate's sources.

use std::path::Path;

use super::REFERENCE_TABLES;

/// What queries must not use, and why.
const FORBIDDEN: [(&str, &str); 20] = [
    ("ON CONFLICT", "the openGauss family spells it differently"),
    (".on_conflict", "the openGauss family spells it differently"),
    ("FOR UPDATE", "SQLite has none: update with a version"),
    (".for_update", "SQLite has none: update with a version"),
    ("SKIP LOCKED", "only PostgreSQL has it"),
    ("SELECT *", "old and new programs run side by side"),
    ("MERGE INTO", "SQLite has none"),
    ("RECURSIVE", "a shard cannot answer it"),
    ("TABLESAMPLE", "SQLite has none"),
    ("percentile_cont", "SQLite has none"),
    ("NOTIFY", "only PostgreSQL has it"),
    ("NOW()", "the clock is passed in"),
    ("CURRENT_TIMESTAMP", "the clock is passed in"),
    ("diesel::dsl::now", "the clock is passed in"),
    ("RANDOM()", "random values are passed in"),
    ("::jsonb", "JSON is text that Rust reads"),
    (".ilike", "lower both sides"),
    ("::avg(", "divide in Rust"),
    ("::sum(", "cast: SUM of BIGINT is NUMERIC on PostgreSQL"),
    ("NULLS LAST", "say it by a condition"),
];

/// Columns that make an order unique, given what the query filters by.
const UNIQUE_COLUMNS: [&str; 40] = [
    "evaluation_id",
    "user_id",
    "record_id",
    "evidence_id",
    "case_points::position",
    "case_reports::edition",
    "case_steps::serial",
    "paper_id",
    "project_id",
    "sheet_id",
    "lines::position",
    "audit_events::seq",
    "import_id",
    "indicator_id",
    "password_history::changed_at",
    "job_id",
    "attachment_id",
    "opinion_id",
    "difference_id",
    "token_hash",
    "regulation_id",
    "proposal_id",
    "catalogue_id",
    "adjustment_id",
    "budget_cuts::serial",
    "evaluation_findings::serial",
    "finding_id",
    "commitment_id",
    "proof_id",
    "look_back_id",
    "spot_rounds::number",
    "spot_eligible::code",
    "circulars::edition",
    "circular_id",
    "institutions::unit_id",
    "person_id",
    "conflict_id",
    "institution_lists::number",
    "institution_draws::number",
    "assignment_id",
];

/// The product's own sources: name and text without comments and tests.
fn sources() -> Vec<(String, String)> {
    let mut all = Vec::new();
    collect(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut all);
    assert!(30 < all.len());
    all
}

fn collect(folder: &Path, all: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let is_for_tests = ["testing", "samples", "sql_rules", "tests.rs", "crash_tests"]
            .iter()
            .any(|part| name.starts_with(part));
        if is_for_tests {
            continue;
        }
        if path.is_dir() {
            collect(&path, all);
        } else {
            let text = std::fs::read_to_string(&path).unwrap();
            let product = text.split("#[cfg(test)]\nmod tests").next().unwrap();
            all.push((path.display().to_string(), without_comments(product)));
        }
    }
}

fn without_comments(text: &str) -> String {
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .map(|line| format!("{line}\n"))
        .collect()
}

/// The functions and macros of a source, each from its head to the next one's.
fn functions(text: &str) -> Vec<&str> {
    let is_head = |line: &str| {
        let line = line
            .trim_start_matches("pub(crate) ")
            .trim_start_matches("pub(super) ");
        let line = line.trim_start_matches("pub ").trim_start_matches("const ");
        line.starts_with("fn ") || line.starts_with("macro_rules! ")
    };
    let mut starts: Vec<usize> = vec![0];
    let mut at = 0;
    for line in text.lines() {
        if is_head(line) {
            starts.push(at);
        }
        at += line.len() + 1;
    }
    starts.push(text.len());
    starts.windows(2).map(|pair| &text[pair[0]..pair[1]]).collect()
}

/// What stands between a call and its closing parenthesis.
fn arguments<'a>(text: &'a str, call: &str) -> Vec<&'a str> {
    text.match_indices(call)
        .map(|(at, _)| {
            let rest = &text[at + call.len()..];
            let mut depth = 1;
            let end = rest.find(|letter| {
                match letter {
                    '(' => depth += 1,
                    ')' => depth -= 1,
                    _ => {}
                }
                depth == 0
            });
            &rest[..end.unwrap_or(rest.len())]
        })
        .collect()
}

/// What is wrong with the text of a source.
fn lint(text: &str) -> Vec<String> {
    let mut faults: Vec<String> = FORBIDDEN
        .iter()
        .filter(|(word, _)| text.contains(word))
        .map(|(word, why)| format!("{word}: {why}"))
        .collect();
    for sql in text.split('"').skip(1).step_by(2) {
        let is_sql = ["SELECT ", "CAST(", "SUM(", "COUNT("]
            .iter()
            .any(|word| sql.contains(word));
        if is_sql && sql.contains('/') {
            faults.push(format!("a quotient means something else on every engine: {sql}"));
        }
        let is_cast = ["CAST(SUM(", "CAST(COALESCE(SUM("]
            .iter()
            .any(|word| sql.contains(word));
        if is_sql && sql.contains("SUM(") && !is_cast {
            faults.push(format!("a sum without a cast: {sql}"));
        }
    }
    for call in ["inner_join(", "left_join("] {
        for join in arguments(text, call) {
            if !join.contains("division") {
                faults.push(format!("a join leaves the division: {join}"));
            }
        }
    }
    for set in arguments(text, ".set(") {
        if set.contains("::division.eq(") {
            faults.push(format!("a division is changed: {set}"));
        }
    }
    for part in text.split("AsChangeset").skip(1) {
        let head = part.split("struct").next().unwrap_or_default();
        if head.contains("diesel(table_name") && !head.contains("primary_key(division") {
            faults.push("a changed row may change its division".to_owned());
        }
    }
    let parts = functions(text);
    for function in &parts {
        lint_function(function, &with_macros(function, &parts), &mut faults);
    }
    faults
}

/// A function together with the macros of its file that it uses.
fn with_macros(function: &str, parts: &[&str]) -> String {
    let used = parts.iter().filter(|part| {
        let name = part
            .strip_prefix("macro_rules! ")
            .and_then(|rest| rest.split_whitespace().next());
        name.is_some_and(|name| function.contains(&format!("{name}!(")))
    });
    used.fold(function.to_owned(), |text, part| text + part)
}

fn lint_function(own: &str, function: &str, faults: &mut Vec<String>) {
    let head = own.lines().next().unwrap_or_default();
    let has = |words: &[&str]| words.iter().any(|word| function.contains(word));
    // A key finds one row; what counts any query asks its callers to order it.
    let is_limited = has(&[".limit(", ".offset(", ".first(db", ".first::<"]) && !has(&[".find(", "LimitDsl"]);
    if is_limited && !(has(&[".order("]) && has(&UNIQUE_COLUMNS)) {
        faults.push(format!("a limit without an order by a unique key: {head}"));
    }
    // A row that is inserted carries its division; the ledger of migrations has none.
    let is_exempt = has(&["insert_into(", "insert_chunked!(", "schema_migrations"]) || has(&REFERENCE_TABLES);
    if function.contains("::table") && !has(&["division", "Division", "home"]) && !is_exempt {
        faults.push(format!("a query without its division: {head}"));
    }
}

#[test]
fn every_source_keeps_the_rules() {
    let faults: Vec<String> = sources()
        .iter()
        .flat_map(|(name, text)| {
            lint(text)
                .into_iter()
                .map(move |fault| format!("{name}: {fault}"))
        })
        .collect();
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn what_differs_between_engines_is_refused() {
    let check = |case: &str| {
        let (text, fault) = case.split_once(" -> ").unwrap();
        let found = lint(text).join("; ");
        assert!(
            if fault == "ok" {
                found.is_empty()
            } else {
                found.contains(fault)
            },
            "{case}\n{found}"
        );
    };
    check("fn f() { t::table.filter(t::division.eq(d)).load(db) } -> ok");
    check("fn f() { t::table.load(db) } -> a query without its division");
    check("fn f() { divisions::table.load(db) } -> ok");
    check("fn f() { t::table.filter(t::division.eq(d)).limit(1) } -> a limit without an order");
    check(
        "fn f() { t::table.filter(t::division.eq(d)).order(t::name).limit(1) } -> a limit without an order",
    );
    check("fn f() { t::table.filter(t::division.eq(d)).order((t::name, t::job_id)).limit(1) } -> ok");
    check("fn f() { t::table.filter(t::division.eq(d)).first(db) } -> a limit without an order");
    check("fn f() { t::table.find((division, id)).first(db) } -> ok");
    check("fn f() { a.inner_join(b.on(b::id.eq(a::id))); division } -> a join leaves the division");
    check("fn f() { a.left_join(b.on(b::division.eq(a::division))) } -> ok");
    check("fn f() { update(x).set((t::division.eq(d), t::name.eq(n))) } -> a division is changed");
    check("#[derive(AsChangeset)] #[diesel(table_name = t)] struct Row -> may change its division");
    check("sql(\"SELECT a / b\") -> a quotient");
    check("sql(\"SUM(value)\") -> a sum without a cast");
    check("sql(\"CAST(SUM(value) AS BIGINT)\") -> ok");
    check("insert.on_conflict(x) -> openGauss");
    check("sql(\"SELECT * FROM t\") -> side by side");
    check("sql(\"SELECT a FROM t FOR UPDATE\") -> update with a version");
}
