//! 计分说明 (trace): "为什么是 8.67 分" — the rule, its clause, the inputs and the arithmetic.

pub(crate) mod words;

use std::sync::Arc;

use hengji_domain::Score;
use hengji_domain::form::FormLine;
use hengji_domain::rule::{Citation, ScoringRules};

use crate::line::plan;
use crate::rule_name::RuleName;

/// 计分说明 (trace) of one score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// Where the rule comes from.
    pub rule: Arc<Citation>,
    /// The rule's code, e.g. `scoring.positive`.
    pub rule_code: &'static str,
    /// What went in, name and text as written.
    pub inputs: Vec<(String, String)>,
    /// The computation in figures, e.g. `10 × 2600 ÷ 3000 = 8.6667 → 8.67(四舍五入到 0.01)`.
    pub arithmetic: String,
    /// The score; none where it cannot be computed.
    pub result: Option<Score>,
    /// What a reader should know besides: an assumed direction, a conversion.
    pub notes: Vec<String>,
}

impl Trace {
    pub(crate) fn empty(rule: RuleName, rules: &ScoringRules) -> Self {
        Self {
            rule: Arc::clone(rule.citation(rules)),
            rule_code: rule.code(),
            inputs: Vec::new(),
            arithmetic: String::new(),
            result: None,
            notes: Vec::new(),
        }
    }

    pub(crate) fn input(&mut self, name: &str, text: &str) {
        if !text.trim().is_empty() {
            self.inputs.push((name.to_owned(), text.to_owned()));
        }
    }
}

/// Explains a line: the same computation as [`crate::judge`], in words.
pub fn explain(line: &FormLine, rules: &ScoringRules) -> Trace {
    let planned = plan(line, rules);
    let rule = match &planned {
        Ok(plan) => plan.rule,
        Err(stop) => stop.rule,
    };
    let mut trace = Trace::empty(rule, rules);
    trace.input("三级指标", &line.level3);
    trace.input("指标值", &line.target.text);
    trace.input("实际完成值", &line.actual.text);
    trace.input("分值", &line.weight.text);
    match planned {
        Ok(plan) => {
            trace.result = Some(plan.kernel.score(plan.weight));
            trace.arithmetic = words::arithmetic(&plan);
            trace.notes = words::notes(line, &plan);
        }
        Err(stop) => trace.arithmetic = format!("无法计算:{}", stop.why.message()),
    }
    trace
}

#[cfg(test)]
mod tests;
