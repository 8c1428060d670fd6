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

#[cfg(test)]
mod tests {
    use super::CompiledLine;
    use crate::tests::sample::{line, scoring};

    #[test]
    fn a_compiled_line_keeps_its_score_and_an_uncomputable_one_has_none() {
        for (target, actual, weight, expected) in [
            ("≥3000米", "2600米", "10", Some(867)),
            ("≤30万元", "33万元", "12.5", Some(1125)),
            ("2020年6月", "2020年5月", "5", Some(500)),
            ("≥90%", "290%", "10", None),
            ("≥90%", "95%", "", None),
        ] {
            let compiled = CompiledLine::compile(&line(target, actual, weight), &scoring());
            let found = compiled.score().map(hengji_domain::Score::centi);
            assert_eq!(found, expected, "{target} {actual} {weight}");
        }
    }
}
