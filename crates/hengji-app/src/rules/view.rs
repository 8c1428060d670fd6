//! What the rules page shows.

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
    /// The rules in force.
    pub rules: Vec<RuleView>,
    /// How many of them nobody has checked against the official text.
    pub unverified_count: usize,
    /// Fingerprint stored beside every score.
    pub fingerprint: String,
}
