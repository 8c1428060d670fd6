//! 方法 (method): how an answer was reached, precisely enough to reach it again.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::rules::{Rules, UsedRule};
use crate::table::Input;

/// How an answer was reached.
#[derive(Debug, Clone, Serialize)]
pub struct Method {
    name: String,
    settings: Settings,
    n: usize,
    weights: Option<Value>,
    version: &'static str,
    input_sha256: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    further_inputs: Vec<FurtherInput>,
    rules: Vec<UsedRule>,
    #[serde(skip)]
    file: String,
}

/// An input beside the first.
#[derive(Debug, Clone, Serialize)]
struct FurtherInput {
    file: String,
    sha256: String,
}

/// Settings in the order in which they were named.
#[derive(Debug, Clone, Default)]
struct Settings(Vec<(&'static str, Value)>);

impl Serialize for Settings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl Method {
    /// A method with its name, the number of units it saw, and its input.
    pub fn new(name: impl Into<String>, n: usize, input: &Input) -> Self {
        Self {
            name: name.into(),
            settings: Settings::default(),
            n,
            weights: None,
            version: env!("CARGO_PKG_VERSION"),
            input_sha256: input.sha256.clone(),
            further_inputs: Vec::new(),
            rules: Vec::new(),
            file: input.file.clone(),
        }
    }

    /// Adds a setting, in English snake case as JSON has it.
    pub fn setting(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.settings.0.push((name, value.into()));
        self
    }

    /// Says how the parts of a sum were weighted.
    pub fn weights(mut self, weights: impl Into<Value>) -> Self {
        self.weights = Some(weights.into());
        self
    }

    /// Adds a second or third input.
    pub fn and_input(mut self, input: &Input) -> Self {
        self.further_inputs.push(FurtherInput {
            file: input.file.clone(),
            sha256: input.sha256.clone(),
        });
        self
    }

    /// Names the rules that were asked.
    pub fn rules(mut self, rules: Rules) -> Self {
        self.rules = rules.into_used();
        self
    }

    /// The same in words, a line each.
    pub(super) fn words(&self) -> Vec<String> {
        let settings: Vec<String> = self
            .settings
            .0
            .iter()
            .map(|(name, value)| format!("{name}={}", plain(value)))
            .chain(
                self.weights
                    .iter()
                    .map(|weights| format!("weights={}", plain(weights))),
            )
            .collect();
        let mut lines = vec![format!("方法:{}(n={};{})", self.name, self.n, settings.join(";"))];
        if settings.is_empty() {
            lines = vec![format!("方法:{}(n={})", self.name, self.n)];
        }
        lines.extend(self.rules.iter().map(|rule| {
            format!(
                "规则:{} {} 自 {} 起({} {})",
                rule.key, rule.division, rule.from, rule.mark, rule.verification
            )
        }));
        lines.push(format!(
            "版本:{};数据:{} SHA-256 {}",
            self.version, self.file, self.input_sha256
        ));
        lines
    }
}

/// A setting without the quotation marks and brackets of JSON.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().map(plain).collect::<Vec<_>>().join("、"),
        other => other.to_string(),
    }
}
