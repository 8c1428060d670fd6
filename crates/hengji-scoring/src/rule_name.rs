//! 计分规则名 (rule name): which of the dated rules gave a score.

use std::sync::Arc;

use hengji_domain::rule::{Citation, ScoringRules};

/// 计分规则 (scoring rule). The code is the key of the rule in the rule files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RuleName {
    /// 正向指标 (`>` `≥`).
    Positive,
    /// 等于目标 (`=`, target other than zero).
    Equal,
    /// 零目标 (`= 0`).
    EqualZero,
    /// 反向指标 (`<` `≤`).
    Reverse,
    /// 期限.
    ByDate,
    /// 区间.
    Between,
    /// 定性分档.
    Qualitative,
    /// 是否类.
    YesNo,
    /// 满意度赋分.
    Satisfaction,
    /// 扣分法.
    Deduction,
    /// 要素法.
    ElementCount,
    /// 一票否决.
    Veto,
    /// 预算执行率.
    Execution,
}

impl RuleName {
    /// Every rule.
    pub const ALL: [Self; 13] = [
        Self::Positive,
        Self::Equal,
        Self::EqualZero,
        Self::Reverse,
        Self::ByDate,
        Self::Between,
        Self::Qualitative,
        Self::YesNo,
        Self::Satisfaction,
        Self::Deduction,
        Self::ElementCount,
        Self::Veto,
        Self::Execution,
    ];

    /// The stable code, e.g. `scoring.positive`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Positive => "scoring.positive",
            Self::Equal => "scoring.equal",
            Self::EqualZero => "scoring.equal_zero",
            Self::Reverse => "scoring.reverse",
            Self::ByDate => "scoring.by_date",
            Self::Between => "scoring.between",
            Self::Qualitative => "scoring.qualitative",
            Self::YesNo => "scoring.yes_no",
            Self::Satisfaction => "scoring.satisfaction",
            Self::Deduction => "scoring.deduction",
            Self::ElementCount => "scoring.element_count",
            Self::Veto => "scoring.veto",
            Self::Execution => "scoring.execution",
        }
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Positive => "正向指标",
            Self::Equal => "等于目标值",
            Self::EqualZero => "零目标",
            Self::Reverse => "反向指标",
            Self::ByDate => "完成期限",
            Self::Between => "目标区间",
            Self::Qualitative => "定性分档",
            Self::YesNo => "是否类",
            Self::Satisfaction => "满意度赋分",
            Self::Deduction => "扣分法",
            Self::ElementCount => "要素法",
            Self::Veto => "一票否决",
            Self::Execution => "预算执行率",
        }
    }

    /// Where the rule in force comes from.
    pub fn citation(self, rules: &ScoringRules) -> &Arc<Citation> {
        match self {
            Self::Positive => &rules.positive.citation,
            Self::Equal => &rules.equal.citation,
            Self::EqualZero => &rules.equal_zero.citation,
            Self::Reverse => &rules.reverse.citation,
            Self::ByDate => &rules.by_date.citation,
            Self::Between => &rules.between.citation,
            Self::Qualitative => &rules.qualitative.citation,
            Self::YesNo => &rules.yes_no.citation,
            Self::Satisfaction => &rules.satisfaction.citation,
            Self::Deduction => &rules.deduction.citation,
            Self::ElementCount => &rules.element_count.citation,
            Self::Veto => &rules.veto.citation,
            Self::Execution => &rules.execution.citation,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RuleName;
    use crate::tests::sample::scoring;

    #[test]
    fn each_rule_cites_the_key_that_it_is_called_by() {
        let rules = scoring();
        for rule in RuleName::ALL {
            assert_eq!(rule.citation(&rules).rule, rule.code());
            assert!(!rule.name().is_empty());
        }
    }
}
