//! What the pages of rules show.

use hengji_domain::rule_proposal::{ProposalKind, ProposalState};
use hengji_domain::{BudgetYear, Weight};
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

/// The frameworks in force in a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameworksPage {
    /// By their code.
    pub rows: Vec<FrameworkRow>,
}

/// A framework in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameworkRow {
    /// Stable code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The kinds of evaluation that use it.
    pub kinds: Vec<String>,
    /// How many levels it has.
    pub levels: usize,
    /// How many items of its own it has.
    pub items: usize,
    /// Division whose file states it.
    pub division: String,
    /// In force from.
    pub from: String,
    /// Source document and clause.
    pub source: String,
    /// ✔, ◐ or ✎.
    pub mark: &'static str,
    /// 已核实, 部分核实 or 未核实.
    pub verification: &'static str,
    /// Whether nobody has checked it against an official text.
    pub is_unverified: bool,
    /// The file below the folder of rules.
    pub file: String,
}

/// One framework.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameworkPage {
    /// What the list says of it.
    pub row: FrameworkRow,
    /// The kinds of evaluation that use it.
    pub kinds: Vec<FrameworkKindView>,
    /// Its parts.
    pub parts: Vec<FrameworkPartView>,
    /// Code, name, unit and origin of what its formulas name.
    pub facts: Vec<[String; 4]>,
    /// Situations that set the grade, with that grade.
    pub vetoes: Vec<(String, String)>,
}

/// A kind of evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameworkKindView {
    /// Stable code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it is attached to.
    pub subject: &'static str,
    /// Who scores.
    pub scorers: String,
    /// Whether a sign-off sheet precedes the conclusion.
    pub needs_sign_off: bool,
    /// The rule of its grades, without `grade.`.
    pub grades: String,
}

/// A part of a framework.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameworkPartView {
    /// Its name.
    pub name: String,
    /// Share of the total in per cent.
    pub share: String,
    /// Its items; none where it is made of the project's own lines.
    pub items: Option<Vec<FrameworkItemView>>,
}

/// An item of a framework.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameworkItemView {
    /// Stable code.
    pub code: String,
    /// The levels between part and item.
    pub path: Vec<String>,
    /// Its name.
    pub name: String,
    /// Full points.
    pub weight: Weight,
    /// How it is scored.
    pub method: &'static str,
    /// What is looked at, a sentence each.
    pub criteria: Vec<String>,
    /// What it means.
    pub explanation: String,
    /// What evidence is asked for.
    pub evidence: String,
    /// Where it comes from.
    pub basis: String,
    /// Whether it was not checked against an official text.
    pub is_unverified: bool,
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
