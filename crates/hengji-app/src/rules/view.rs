//! What the pages of rules show.

use hengji_domain::BudgetYear;
use hengji_domain::rule_proposal::{ProposalKind, ProposalState};
use hengji_rules::EditField;

use crate::common::{Choice, Hand};

/// A rule in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleView {
    /// `topic.key`.
    pub key: String,
    /// What it is.
    pub description: String,
    /// Division whose file states it.
    pub division: String,
    /// In force from.
    pub from: String,
    /// In force to this day, where it has an end.
    pub until: Option<String>,
    /// The value as text.
    pub value: String,
    /// Source document and clause.
    pub source: String,
    /// ✔, ◐ or ✎.
    pub mark: &'static str,
    /// 已核实, 部分核实 or 未核实.
    pub verification: &'static str,
    /// Whether nobody has checked it against the official text.
    pub is_unverified: bool,
    /// Whether the bureau itself put it in force.
    pub is_local: bool,
    /// What a reader must know about the value.
    pub note: Option<String>,
    /// What other places do: shown as not in force.
    pub variants: Vec<VariantView>,
}

/// A variant of a rule seen elsewhere. It is never in force here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariantView {
    /// Its name.
    pub name: String,
    /// The value as text.
    pub value: String,
    /// Source document and clause.
    pub source: String,
    /// ✔, ◐ or ✎.
    pub mark: &'static str,
    /// 已核实, 部分核实 or 未核实.
    pub verification: &'static str,
    /// What a reader must know about it.
    pub note: Option<String>,
}

/// The rules page of one division and year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulesPage {
    /// The rules in force that the filter takes.
    pub rules: Vec<RuleView>,
    /// How many rules are in force.
    pub total: usize,
    /// How many the bureau itself put in force.
    pub local_count: usize,
    /// The words before the dots, in the order of the yearly cycle.
    pub topics: Vec<String>,
    /// How many of them nobody has checked against the official text.
    pub unverified_count: usize,
    /// Fingerprint stored beside every score.
    pub fingerprint: String,
}

/// A rule that differs between two years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedRule {
    /// `topic.key`.
    pub key: String,
    /// What it is.
    pub description: String,
    /// In the first year, where it was in force.
    pub before: Option<RuleView>,
    /// In the second year, where it is in force.
    pub after: Option<RuleView>,
}

/// Two years beside each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The first year.
    pub before: BudgetYear,
    /// The second year.
    pub after: BudgetYear,
    /// Whether both have the same values, whatever their sources.
    pub same: bool,
    /// What differs.
    pub changes: Vec<ChangedRule>,
}

/// A file of approved changes, to lay into `rules/<division>/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverlayFile {
    /// Its name in that folder.
    pub name: String,
    /// Its content.
    pub text: String,
}

/// One rule with its history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulePage {
    /// `topic.key`.
    pub key: String,
    /// What it is.
    pub description: String,
    /// The value in force in the year; none where there is none.
    pub now: Option<RuleView>,
    /// Every dated value of the division and those above it, innermost division first, latest first.
    pub history: Vec<RuleView>,
    /// The documents that ground it: identifier and title.
    pub documents: Vec<Choice>,
    /// Its proposals, the latest first.
    pub proposals: Vec<ProposalView>,
    /// Whether the reader may propose a change.
    pub may_propose: bool,
}

/// A proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalView {
    /// Identity.
    pub id: String,
    /// Another value, or the same one checked.
    pub kind: ProposalKind,
    /// `topic.key`.
    pub rule: String,
    /// What the rule is.
    pub description: String,
    /// In force from this budget year.
    pub from: BudgetYear,
    /// The value in force when it was proposed, in words.
    pub before: String,
    /// The proposed value in words.
    pub after: String,
    /// The proposed value as a rule file writes it.
    pub toml: String,
    /// The document it is based on: identifier and title.
    pub document: Choice,
    /// The clause in it.
    pub clause: String,
    /// 已核实 or 未核实.
    pub verification: &'static str,
    /// What readers of the rule must know.
    pub note: String,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub state: ProposalState,
    /// Who proposed it.
    pub proposed: Hand,
    /// Who ended it, and what they wrote.
    pub settled: Option<(Hand, String)>,
    /// Optimistic lock.
    pub version: i32,
    /// Whether the reader may approve or reject it.
    pub may_settle: bool,
    /// Whether the reader may withdraw it.
    pub may_withdraw: bool,
    /// Why it could not be approved now, where somebody may approve it.
    pub obstacle: Option<String>,
}

/// The form in which a change is proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalForm {
    /// `topic.key`.
    pub key: String,
    /// What it is.
    pub description: String,
    /// The value in force in the year from which the change shall hold.
    pub now: Option<RuleView>,
    /// The value as fields; none where it can only be written as text.
    pub field: Option<EditField>,
    /// The value as a rule file writes it.
    pub toml: String,
    /// The documents to choose from.
    pub documents: Vec<Choice>,
    /// The years from which a change may hold.
    pub years: Vec<BudgetYear>,
    /// The year chosen.
    pub from: BudgetYear,
}
