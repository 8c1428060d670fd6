//! The rules that keep one schema and one source of queries good for every engine, as a lint.
//!
//! Each is a pitfall that was met in measurement or a documented limit of an engine; the tests below also show
//! that each rule refuses what it forbids.

mod migration_rules;
mod schema_rules;
mod source_rules;

/// Tables replicated to every shard. Only they may lack `division` in front of their keys.
const REFERENCE_TABLES: [&str; 3] = ["divisions", "login_names", "rule_heads"];
