//! Why a line has no computed score: said to the person who then has to score by hand.

use hengji_domain::{Score, Weight};

/// 不可计算的原因 (why not). A score that cannot be computed is never guessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhyNot {
    /// The line carries no weight.
    NoWeight,
    /// The weight is zero or negative.
    WeightNotPositive {
        /// The weight.
        weight: Weight,
    },
    /// No target.
    TargetMissing,
    /// The target is a text that could not be read.
    TargetUnreadable,
    /// The target cell holds several numbers or contents.
    TargetCompound,
    /// The target gives thresholds for grades; no rule says what a grade scores.
    TargetTiers,
    /// The target is zero or negative where the rule divides by it.
    TargetNotPositive,
    /// No actual.
    ActualMissing,
    /// The actual could not be read as one value.
    ActualUnreadable,
    /// The target is a number and the actual is a phrase.
    ActualPhrase,
    /// The actual carries a comparator that does not tell whether the target was met.
    ActualIsBound,
    /// Target and actual are of different kinds, e.g. a date and a percentage.
    KindsDiffer {
        /// Kind of the target.
        target: &'static str,
        /// Kind of the actual.
        actual: &'static str,
    },
    /// A date without a year cannot be compared.
    DateWithoutYear,
    /// Target and actual are in units that cannot be converted.
    UnitsDiffer {
        /// Unit of the target.
        target: String,
        /// Unit of the actual.
        actual: String,
    },
    /// The target is a percentage and the actual a bare number up to one: 0.95 may mean 95 % or 0.95 %.
    FractionOrPercent,
    /// The numbers are too large for exact arithmetic.
    OutOfRange,
    /// A qualitative line whose actual names none of the grades.
    NoBandClaimed,
    /// A qualitative line: the score is set by hand inside the band and is not set yet.
    BandNeedsScore {
        /// The grade that the actual claims.
        band: String,
        /// Lowest score in the band.
        from: Score,
        /// Upper end of the band.
        to: Score,
    },
    /// The score that was set by hand lies outside the band that the actual claims.
    OutsideBand {
        /// The grade that the actual claims.
        band: String,
        /// Lowest score in the band.
        from: Score,
        /// Upper end of the band.
        to: Score,
        /// The score set by hand.
        stated: Score,
    },
    /// Execution: budget or executed amount is missing.
    MoneyMissing,
    /// Execution: the budget is zero, so there is no rate.
    NoBudget,
}

impl WhyNot {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoWeight => "no-weight",
            Self::WeightNotPositive { .. } => "weight-not-positive",
            Self::TargetMissing => "target-missing",
            Self::TargetUnreadable => "target-unreadable",
            Self::TargetCompound => "target-compound",
            Self::TargetTiers => "target-tiers",
            Self::TargetNotPositive => "target-not-positive",
            Self::ActualMissing => "actual-missing",
            Self::ActualUnreadable => "actual-unreadable",
            Self::ActualPhrase => "actual-phrase",
            Self::ActualIsBound => "actual-is-bound",
            Self::KindsDiffer { .. } => "kinds-differ",
            Self::DateWithoutYear => "date-without-year",
            Self::UnitsDiffer { .. } => "units-differ",
            Self::FractionOrPercent => "fraction-or-percent",
            Self::OutOfRange => "out-of-range",
            Self::NoBandClaimed => "no-band-claimed",
            Self::BandNeedsScore { .. } => "band-needs-score",
            Self::OutsideBand { .. } => "outside-band",
            Self::MoneyMissing => "money-missing",
            Self::NoBudget => "no-budget",
        }
    }

    /// The words for the person who must act.
    pub fn message(&self) -> String {
        match self {
            Self::NoWeight => "本行没有分值,不计分。".into(),
            Self::WeightNotPositive { weight } => format!("分值为 {weight},应大于 0。"),
            Self::TargetMissing => "没有指标值,无法计分。".into(),
            Self::TargetUnreadable => "指标值读不出数值,请改写成“比较符+数值+单位”,例如 ≥95%。".into(),
            Self::TargetCompound => "指标值一格写了多个数或多项内容,请拆成多行后再计分。".into(),
            Self::TargetTiers => "指标值给出优良中差各档的界限,规则未规定各档得分,请人工评分。".into(),
            Self::TargetNotPositive => {
                "指标值为 0 或负数,不能按完成比例计分:零目标请写“=0”,其他请人工评分。".into()
            }
            Self::ActualMissing => "没有实际完成值。".into(),
            Self::ActualUnreadable => "实际完成值读不出一个数值,请只写完成的数和单位。".into(),
            Self::ActualPhrase => "指标值是数值而完成值是文字,请填写实际完成的数。".into(),
            Self::ActualIsBound => "完成值带的比较符说明不了是否达标,请填写实际完成的数。".into(),
            Self::KindsDiffer { target, actual } => format!(
                "指标值是{}而完成值是{},不能比较。",
                kind_name(target),
                kind_name(actual)
            ),
            Self::DateWithoutYear => "日期缺少年份,无法比较早晚,请写全年月日。".into(),
            Self::UnitsDiffer { target, actual } => {
                format!("指标值以“{target}”计而完成值以“{actual}”计,不能换算。")
            }
            Self::FractionOrPercent => {
                "指标值是百分数而完成值是不带 % 的小数,可能是比率也可能是百分数,请写明 %。".into()
            }
            Self::OutOfRange => "数值过大,超出可精确计算的范围,请核对。".into(),
            Self::NoBandClaimed => "定性指标:完成值未写明达成档次,请按档次填写并在档内评分。".into(),
            Self::BandNeedsScore { band, from, to } => {
                format!("定性指标“{band}”:请在 {from} 至 {to} 分之间评分。")
            }
            Self::OutsideBand {
                band,
                from,
                to,
                stated,
            } => format!("定性指标“{band}”应在 {from} 至 {to} 分之间,现为 {stated} 分。"),
            Self::MoneyMissing => "缺少全年预算数或全年执行数,无法计算执行率。".into(),
            Self::NoBudget => "全年预算数为 0,执行率不适用。".into(),
        }
    }
}

fn kind_name(kind: &str) -> &'static str {
    match kind {
        "number" => "数值",
        "percent" => "百分数",
        "date" => "日期",
        "tiers" => "分档",
        "frequency" => "频次",
        "compound" => "复合内容",
        "blank" => "空白",
        "unreadable" => "读不出的文字",
        _ => "定性文字",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn every_reason() -> Vec<WhyNot> {
        let band = "达成年度指标".to_owned();
        let (from, to, stated) = (
            Score::from_centi(800),
            Score::from_centi(1000),
            Score::from_centi(750),
        );
        vec![
            WhyNot::NoWeight,
            WhyNot::WeightNotPositive { weight: Weight::ZERO },
            WhyNot::TargetMissing,
            WhyNot::TargetUnreadable,
            WhyNot::TargetCompound,
            WhyNot::TargetTiers,
            WhyNot::TargetNotPositive,
            WhyNot::ActualMissing,
            WhyNot::ActualUnreadable,
            WhyNot::ActualPhrase,
            WhyNot::ActualIsBound,
            WhyNot::KindsDiffer {
                target: "date",
                actual: "percent",
            },
            WhyNot::DateWithoutYear,
            WhyNot::UnitsDiffer {
                target: "人".into(),
                actual: "人次".into(),
            },
            WhyNot::FractionOrPercent,
            WhyNot::OutOfRange,
            WhyNot::NoBandClaimed,
            WhyNot::BandNeedsScore {
                band: band.clone(),
                from,
                to,
            },
            WhyNot::OutsideBand {
                band,
                from,
                to,
                stated,
            },
            WhyNot::MoneyMissing,
            WhyNot::NoBudget,
        ]
    }

    #[test]
    fn every_reason_has_its_own_code_and_a_whole_sentence() {
        let reasons = every_reason();
        let codes: BTreeSet<_> = reasons.iter().map(WhyNot::code).collect();
        assert_eq!(codes.len(), reasons.len());
        assert!(reasons.iter().all(|why| why.message().ends_with('。')));
    }

    #[test]
    fn a_reason_names_what_does_not_fit() {
        let messages: Vec<_> = every_reason().iter().map(WhyNot::message).collect();
        for expected in [
            "指标值是日期而完成值是百分数,不能比较。",
            "指标值以“人”计而完成值以“人次”计,不能换算。",
            "定性指标“达成年度指标”:请在 8 至 10 分之间评分。",
            "定性指标“达成年度指标”应在 8 至 10 分之间,现为 7.5 分。",
            "分值为 0,应大于 0。",
        ] {
            assert!(messages.iter().any(|message| message == expected), "{expected}");
        }
    }
}
