//! 绩效抽评的参数 (parameters of spot evaluation).

use crate::parameters::Parameter;

/// Numbers of the draw of spot evaluation. The bounds keep out what has no meaning.
pub(super) const DRAW: &[Parameter] = &[
    Parameter::count("department_least", "每个部门最少抽取数", 0, 1_000),
    Parameter::count("reason_least", "撤下项目和重新抽取的理由最少字数", 1, 500),
];

/// Numbers of the circular of spot evaluation. The bounds keep out what has no meaning.
pub(super) const CIRCULAR: &[Parameter] = &[
    Parameter::percent("concluded_min", "已形成结论的比例下限", 1, 100),
    Parameter::count("ranked_least", "参加排名的最少抽评项目数", 1, 1_000),
    Parameter::count("named_first", "点名居前的名次数", 0, 1_000),
    Parameter::count("named_last", "点名居后的名次数", 0, 1_000),
    Parameter::count("examples_most", "每类点名项目的最多个数", 0, 1_000),
];
