//! 分类分界 (thresholds of classes): which named numbers the rule must give.

use crate::parameters::Parameter;

/// The score of a project has as many points.
const WHOLE: i64 = 100;

pub(super) const THRESHOLDS: &[Parameter] = &[
    Parameter::decimal("a_from", "A 类起点(分)", 0, WHOLE),
    Parameter::decimal("b_from", "B 类起点(分)", 0, WHOLE),
];
