//! 评价档案的参数 (parameters of case files).

use crate::parameters::Parameter;

/// Most items that a framework can have.
const ITEMS: i64 = 500;

pub(super) const AGREEMENT: &[Parameter] = &[
    Parameter::count("items_least", "下判断至少要有的共同评分项数", 2, ITEMS),
    Parameter::percent("near", "视为接近的分差占满分的比例", 0, 100),
];
