//! 事前评估的参数 (parameters of ex-ante evaluation).

use crate::parameters::Parameter;

/// Numbers of the experts of an ex-ante evaluation. The bounds keep out what has no meaning.
pub(super) const EXPERTS: &[Parameter] = &[
    Parameter::count("least", "专家最少人数", 1, 100),
    Parameter::decimal("spread", "总分相差较大的提示起点(分)", 0, 100),
];
