//! What pages show of the indicator library (指标库).

use hengji_domain::id::IndicatorId;

/// An indicator that can be picked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LibraryRow {
    /// Identity.
    pub id: IndicatorId,
    /// 一级指标.
    pub level1: String,
    /// 二级指标.
    pub level2: String,
    /// 三级指标.
    pub name: String,
    /// Usual comparator, as written (≥, ≤ …).
    pub comparator: Option<String>,
    /// An example of a target value.
    pub example: Option<String>,
    /// 计量单位.
    pub unit: Option<String>,
    /// Where it comes from.
    pub source: String,
}
