//! 编译后的行 (compiled line): a line reduced to whole numbers for re-scoring in bulk, without texts or traces.

use hengji_domain::form::FormLine;
use hengji_domain::rule::ScoringRules;
use hengji_domain::{Score, Weight};

use crate::kernel::Kernel;
use crate::line::plan;

/// A line ready for the kernel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompiledLine {
    weight: Weight,
    kernel: Option<Kernel>,
}

impl CompiledLine {
    /// Reads a line once, by the rules in force.
    pub fn compile(line: &FormLine, rules: &ScoringRules) -> Self {
        match plan(line, rules) {
            Ok(plan) => Self {
                weight: plan.weight,
                kernel: Some(plan.kernel),
            },
            Err(_) => Self {
                weight: Weight::ZERO,
                kernel: None,
            },
        }
    }

    /// The score; none where the line cannot be computed.
    pub fn score(&self) -> Option<Score> {
        self.kernel.as_ref().map(|kernel| kernel.score(self.weight))
    }
}
