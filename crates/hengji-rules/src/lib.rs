//! 规则 (rules): the dated parameters under `rules/`, read, checked and asked for by division and budget year.
//!
//! A rule belongs to a division and is in force from a day; the inner division overrides the outer one
//! (330108 → 330100 → 330000 → 000000). Everything is read and checked when the book is loaded: after that a
//! question is a look-up. A year without a rule is an error, never the newest or the nearest value.

mod book;
mod case;
mod catalogue;
mod check;
mod constraint;
mod diff;
mod edit;
mod fields;
mod files;
mod fingerprint;
mod framework;
mod in_force;
mod lineage;
mod overlay;
mod parameters;
mod refusal;
mod rule_file;
#[cfg(test)]
mod sample;
mod show;
mod toml_text;
mod tree;
mod value;

pub use book::RuleBook;
pub use case::{Case, CaseOutcome};
pub use check::{CaseFault, Evaluator, Report, VerificationCount};
pub use diff::RuleChange;
pub use edit::{Control, EditField, ValueForm};
pub use files::RuleFile;
pub use framework::FrameworkInForce;
pub use in_force::{CircularNumbers, MissingRule, RulesInForce};
pub use overlay::{Basis, OverlayValue, lay};
pub use parameters::{Parameters, UnknownParameter};
pub use refusal::{Fault, Refusal, RuleRefusals};
pub use show::{RuleRow, VariantRow};
pub use tree::Tree;
