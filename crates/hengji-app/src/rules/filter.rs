//! Which rules are shown.

use super::view::RuleView;

/// Which rules to show. What is blank does not narrow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RuleFilter {
    /// Words of the name, the key, the value or the source, divided by blanks.
    pub text: String,
    /// The word before the dot.
    pub topic: String,
    /// ✔, ◐ or ✎.
    pub mark: String,
    /// Only what the bureau itself changed.
    pub is_local: bool,
}

impl RuleFilter {
    /// Whether the rule is shown.
    pub(super) fn takes(&self, rule: &RuleView) -> bool {
        let topic = rule.key.split('.').next().unwrap_or_default();
        let text = [&rule.key, &rule.description, &rule.value, &rule.source].map(|text| text.to_lowercase());
        (self.topic.is_empty() || self.topic == topic)
            && (self.mark.is_empty() || self.mark == rule.mark)
            && (!self.is_local || rule.is_local)
            && self
                .text
                .split_whitespace()
                .all(|word| text.iter().any(|text| text.contains(&word.to_lowercase())))
    }
}
