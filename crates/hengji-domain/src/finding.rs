//! 问题 (finding) in a sheet: what is wrong, where, and how to mend it.

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// 错误: the sheet cannot be accepted as it is.
    Error,
    /// 提醒: a person must look.
    Warning,
    /// 提示: worth knowing.
    Notice,
}

impl Severity {
    /// The stable identifier: `error`, `warning`, `notice`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Notice => "notice",
        }
    }

    /// The severity with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Error, Self::Warning, Self::Notice]
            .into_iter()
            .find(|severity| severity.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "错误",
            Self::Warning => "提醒",
            Self::Notice => "提示",
        }
    }
}

macro_rules! finding_codes {
    ($($(#[$doc:meta])* $variant:ident = $code:literal, $severity:ident;)*) => {
        /// What kind of finding it is. Codes are stable: integrators and tests rely on them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum FindingCode { $($(#[$doc])* $variant,)* }

        impl FindingCode {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable identifier, e.g. `weights-not-100`.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// How much it weighs.
            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// The kind with this identifier.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.code() == code)
            }
        }
    };
}

finding_codes! {
    /// 分值合计不符: the weights do not add up to what the form must carry.
    WeightsNot100 = "weights-not-100", Error;
    /// 一级指标分值 differ from the frame in force.
    FirstLevelWeightOff = "first-level-weight-off", Error;
    /// 得分合计与总分不符.
    ScoresNotTotal = "scores-not-total", Error;
    /// 得分超过分值.
    ScoreAboveWeight = "score-above-weight", Error;
    /// 执行率 stated differs from executed over budget.
    ExecutionRateMismatch = "execution-rate-mismatch", Error;
    /// 执行率得分 differs from the rule.
    ExecutionScoreMismatch = "execution-score-mismatch", Error;
    /// 未达标给满分.
    FullScoreThoughMissed = "full-score-though-missed", Warning;
    /// 达标被扣分 without a reason.
    DeductedThoughMet = "deducted-though-met", Warning;
    /// 得分与规则不符, neither of the two above.
    ScoreMismatch = "score-mismatch", Warning;
    /// 超额完成 beyond the rule's trigger without a reason.
    OverAchievedWithoutReason = "over-achieved-without-reason", Warning;
    /// 未达标 without a reason where the rule asks for one.
    MissedWithoutReason = "missed-without-reason", Warning;
    /// 目标值读不出.
    UnreadableTarget = "unreadable-target", Warning;
    /// 完成值读不出.
    UnreadableActual = "unreadable-actual", Warning;
    /// 目标值 blank.
    TargetMissing = "target-missing", Error;
    /// 完成值带比较符: one cannot tell whether it is the target or the actual.
    ActualCarriesComparator = "actual-carries-comparator", Warning;
    /// 完成值空 but scored.
    ActualMissingButScored = "actual-missing-but-scored", Error;
    /// 单位不一致 between target and actual, or between a cell and the form.
    UnitMismatch = "unit-mismatch", Warning;
    /// 目标缺少度量单位.
    UnitMissing = "unit-missing", Notice;
    /// 方向可疑: the comparator contradicts the meaning of the indicator.
    DirectionSuspect = "direction-suspect", Warning;
    /// 目标值无比较符: the direction was inferred from the indicator's name.
    DirectionAssumed = "direction-assumed", Notice;
    /// 疑似文字识别残损: ≥90% read as 290%.
    SuspectedMisreading = "suspected-misreading", Warning;
    /// 目标空泛: a phrase without a measure.
    VagueTarget = "vague-target", Warning;
    /// 分行合计不等于总额.
    SubRowsNotSum = "sub-rows-not-sum", Warning;
    /// 总额为零而分行非零.
    TotalRowZeroButParts = "total-row-zero-but-parts", Warning;
    /// 零执行.
    NothingExecuted = "nothing-executed", Warning;
    /// 执行数超过预算数.
    ExecutedAboveBudget = "executed-above-budget", Warning;
    /// 与资金数据不符: an amount on the form differs from what the budget and payment data say.
    MoneyUnlikeFacts = "money-unlike-facts", Warning;
    /// 缺满意度指标.
    NoSatisfaction = "no-satisfaction", Warning;
    /// A first-level class that the frame requires is missing.
    FirstLevelMissing = "first-level-missing", Error;
    /// 模板残留.
    TemplateResidue = "template-residue", Warning;
    /// 实际完成情况 repeats the goal, or the text stands in another unit's goal.
    CopiedGoalText = "copied-goal-text", Notice;
    /// 分值列缺失.
    WeightColumnMissing = "weight-column-missing", Notice;
    /// 得分列缺失 or wholly blank.
    ScoreColumnMissing = "score-column-missing", Notice;
    /// 一二级指标名 not in the taxonomy of the year.
    TaxonomyUnknown = "taxonomy-unknown", Warning;
    /// 指标数量 below the minimum.
    TooFewIndicators = "too-few-indicators", Error;
    /// 指标量化率 below the minimum.
    QuantificationRateLow = "quantification-rate-low", Warning;
    /// 目标与资金不匹配: the target is far from what the money suggests.
    TargetFarFromMoney = "target-far-from-money", Notice;
    /// 同名指标 appears twice.
    DuplicateIndicator = "duplicate-indicator", Warning;
    /// 分值不是正数.
    WeightNotPositive = "weight-not-positive", Error;
    /// 单元格为公式: its stored result was read.
    FormulaCell = "formula-cell", Notice;
    /// 隐藏内容: hidden rows were read, hidden worksheets were not.
    HiddenContent = "hidden-content", Notice;
    /// 年度缺失 or unlike the one asked for.
    YearMismatch = "year-mismatch", Notice;
    /// 项目名称缺失.
    ProjectNameMissing = "project-name-missing", Error;
    /// A row was kept but could not be placed (nothing is dropped silently).
    RowNotUnderstood = "row-not-understood", Warning;
    /// The kind of form was not recognised.
    FormUnknown = "form-unknown", Error;
}

macro_rules! fields {
    ($($(#[$doc:meta])* $variant:ident = $code:literal;)*) => {
        /// The part of a form that a finding points at, so that a page can link to the field and a check to the
        /// cell.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field { $($(#[$doc])* $variant,)* }

        impl Field {
            /// Every field.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable identifier in storage and API, e.g. `annual_goal`.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The field with this identifier.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|field| field.code() == code)
            }
        }
    };
}

fields! {
    /// 项目名称.
    ProjectName = "project_name";
    /// 年度.
    Year = "year";
    /// 年初预算数.
    InitialBudget = "initial_budget";
    /// 全年预算数.
    AdjustedBudget = "adjusted_budget";
    /// 全年执行数.
    Executed = "executed";
    /// 执行率.
    ExecutionRate = "execution_rate";
    /// 执行率的分值.
    ExecutionWeight = "execution_weight";
    /// 执行率的得分.
    ExecutionScore = "execution_score";
    /// 总体目标.
    AnnualGoal = "annual_goal";
    /// 实际完成情况.
    Achievement = "achievement";
    /// 一级指标.
    Level1 = "level1";
    /// 二级指标.
    Level2 = "level2";
    /// 三级指标.
    Level3 = "level3";
    /// 指标值.
    Target = "target";
    /// 完成值.
    Actual = "actual";
    /// 分值.
    Weight = "weight";
    /// 得分.
    Score = "score";
    /// 偏差原因.
    Reason = "reason";
    /// 总分.
    Total = "total";
}

/// A finding with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What kind.
    pub code: FindingCode,
    /// The row in the file (1-based), or the position on the sheet; none for the whole form.
    pub row: Option<u32>,
    /// The part of the form.
    pub field: Option<Field>,
    /// The cell, e.g. `F12`, where there is one.
    pub cell: Option<String>,
    /// What is wrong, in Chinese, with the numbers.
    pub message: String,
    /// How to mend it, in Chinese.
    pub suggestion: String,
}

impl Finding {
    /// A finding about the whole form.
    pub fn new(code: FindingCode, message: impl Into<String>, suggestion: impl Into<String>) -> Self {
        Self {
            code,
            row: None,
            field: None,
            cell: None,
            message: message.into(),
            suggestion: suggestion.into(),
        }
    }

    /// The same finding, placed at a row.
    #[must_use]
    pub fn at_row(self, row: u32) -> Self {
        Self {
            row: Some(row),
            ..self
        }
    }

    /// The same finding, placed at a field of a row or of the head.
    #[must_use]
    pub fn on(self, field: Field) -> Self {
        Self {
            field: Some(field),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_found_again() {
        for kind in FindingCode::ALL {
            assert_eq!(FindingCode::from_code(kind.code()), Some(*kind));
        }
        assert_eq!(FindingCode::from_code("no-such-code"), None);
        for field in Field::ALL {
            assert_eq!(Field::from_code(field.code()), Some(*field));
        }
    }

    #[test]
    fn the_manual_explains_every_finding_at_its_level() {
        let manual = include_str!("../../../docs/manual/findings.md");
        for kind in FindingCode::ALL {
            let row = format!("| `{}` | {} |", kind.code(), kind.severity().name());
            assert!(manual.contains(&row), "docs/manual/findings.md lacks {row}");
        }
    }
}
