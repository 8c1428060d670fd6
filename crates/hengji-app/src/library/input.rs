//! 指标卡 (indicator input): an indicator as texts of a form or of a row in a file, and back.

use hengji_domain::BudgetYear;
use hengji_store::library::LibraryIndicator;
use serde::{Deserialize, Serialize};

use super::sign;

/// A field of an indicator: its name in forms, its heading in files, how long it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndicatorField {
    /// Stable code.
    pub code: &'static str,
    /// Chinese name, also the heading in files.
    pub title: &'static str,
    /// What to write, for a form.
    pub hint: &'static str,
    /// Longest text, characters.
    pub most: usize,
    /// Whether it must be filled.
    pub is_needed: bool,
    /// Whether it may take several lines on a form.
    pub is_long: bool,
}

macro_rules! fields {
    ($($name:ident $title:literal $hint:literal $most:literal $needed:literal $long:literal;)*) => {
        /// An indicator as texts: what people type and what files hold.
        #[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub struct IndicatorInput {
            $(#[doc = $title] pub $name: String,)*
        }

        impl IndicatorInput {
            /// Every field, in the order of files.
            pub const FIELDS: &'static [IndicatorField] = &[$(IndicatorField {
                code: stringify!($name),
                title: $title,
                hint: $hint,
                most: $most,
                is_needed: $needed,
                is_long: $long,
            },)*];

            /// The text of a field; blank for a code that is none.
            pub fn text(&self, code: &str) -> &str {
                match code {
                    $(stringify!($name) => &self.$name,)*
                    _ => "",
                }
            }

            /// Writes a text into a field; a code that is none changes nothing.
            pub fn set(&mut self, code: &str, text: &str) {
                match code {
                    $(stringify!($name) => text.trim().clone_into(&mut self.$name),)*
                    _ => {}
                }
            }
        }
    };
}

fields! {
    code "编码" "可留空,入库时按类别顺编" 20 false false;
    category "项目类别" "小类代码,例如 A01" 10 true false;
    level1 "一级指标" "按生效年度的分类,例如:产出指标" 20 true false;
    level2 "二级指标" "例如:数量指标" 20 true false;
    name "三级指标" "例如:道路养护里程" 60 true false;
    explanation "指标解释" "说明衡量什么、口径是什么" 300 true true;
    formula "计算公式" "定性指标写明从哪几方面评判" 300 true true;
    comparator "比较符" "≥、>、=、<、≤、区间、期限;定性指标留空" 10 false false;
    example "指标值示例" "可留空" 100 false false;
    unit "计量单位" "可写几个,用“、”分开;可留空" 60 false false;
    evidence "佐证资料" "完成值凭什么资料证明" 300 true true;
    data_source "数据来源" "完成值从哪里取数" 100 true false;
    value_basis "指标值设定依据" "从清单中选" 20 true false;
    obtained_by "完成值取值方式" "从清单中选" 20 true false;
    scoring_kind "赋分规则" "从清单中选" 20 true false;
    functional_classes "支出功能分类" "适用科目代码,用“、”分开,例如:205、212" 100 true false;
    economic_classes "部门经济分类" "适用科目代码,用“、”分开,例如:30213" 100 true false;
    is_quantified "是否量化" "是或否" 1 true false;
    is_core "是否核心" "是或否" 1 true false;
    valid_from "生效年度" "从哪一预算年度起可选用" 4 true false;
    valid_to "失效年度" "最后一个可选用的预算年度;长期有效留空" 4 false false;
    source "来源" "文件、历年目标或编制说明" 200 true false;
}

/// 是 or 否.
pub(super) const fn yes_or_no(flag: bool) -> &'static str {
    if flag { "是" } else { "否" }
}

impl IndicatorInput {
    /// A stored indicator as texts: what is exported, shown for change, and kept as a version.
    pub fn of(one: &LibraryIndicator) -> Self {
        Self {
            code: one.code.clone(),
            category: one.category.clone(),
            level1: one.level1.clone(),
            level2: one.level2.clone(),
            name: one.name.clone(),
            explanation: one.explanation.clone(),
            formula: one.formula.clone(),
            comparator: one.comparator.map_or("", sign).to_owned(),
            example: one.example.clone().unwrap_or_default(),
            unit: one.unit.clone().unwrap_or_default(),
            evidence: one.evidence.clone(),
            data_source: one.data_source.clone(),
            value_basis: one.value_basis.clone(),
            obtained_by: one.obtained_by.clone(),
            scoring_kind: one.scoring_kind.clone(),
            functional_classes: one.functional_classes.clone(),
            economic_classes: one.economic_classes.clone(),
            is_quantified: yes_or_no(one.is_quantified).to_owned(),
            is_core: yes_or_no(one.is_core).to_owned(),
            valid_from: one.valid_from.to_string(),
            valid_to: one.valid_to.map(|year| year.to_string()).unwrap_or_default(),
            source: one.source.clone(),
        }
    }

    /// Fields that differ: title, before, after.
    pub fn differences(&self, after: &Self) -> Vec<(&'static str, String, String)> {
        Self::FIELDS
            .iter()
            .filter(|field| self.text(field.code) != after.text(field.code))
            .map(|field| {
                let text = |one: &Self| one.text(field.code).to_owned();
                (field.title, text(self), text(after))
            })
            .collect()
    }

    /// The year from which it holds, where one can be read.
    pub(super) fn first_year(&self) -> Option<BudgetYear> {
        self.valid_from.trim().parse().ok()
    }
}
