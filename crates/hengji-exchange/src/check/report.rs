//! The report of a check as integrators read it: the names and units of its fields are a contract.

use serde::Serialize;

/// 检查报告 (check report): one entry for each form found, and the files that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct CheckReport {
    /// The forms, in order of files, worksheets and rows.
    pub files: Vec<FileReport>,
    /// Files of which nothing could be used.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<RefusedFile>,
    /// Goal texts of the forms so far, each with its project: a later form may have been copied from one of them.
    #[serde(skip)]
    pub(super) goals: Vec<(String, String)>,
}

/// A file of which nothing could be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RefusedFile {
    /// Its name.
    pub file: String,
    /// Stable code.
    pub code: String,
    /// What is wrong and how to mend it, in Chinese.
    pub message: String,
}

/// One form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileReport {
    /// Name of the file.
    pub file: String,
    /// `goal`, `self_evaluation`, or null where the form was not recognised.
    pub form: Option<&'static str>,
    /// 项目名称, verbatim.
    pub project: String,
    /// 实施单位, verbatim.
    pub unit: String,
    /// 主管部门, verbatim.
    pub department: String,
    /// The year that the form states.
    pub year: Option<u16>,
    /// Its money.
    pub money: MoneyReport,
    /// Its indicator rows.
    pub lines: Vec<LineReport>,
    /// Its execution row.
    pub execution: ExecutionReport,
    /// Its totals.
    pub totals: TotalsReport,
    /// What is wrong.
    pub findings: Vec<FindingReport>,
}

/// The money of a form, fen and basis points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MoneyReport {
    /// 年初预算数.
    pub initial_fen: Option<i64>,
    /// 全年预算数.
    pub adjusted_fen: Option<i64>,
    /// 全年执行数.
    pub executed_fen: Option<i64>,
    /// Executed over budget, computed.
    pub execution_rate_bp: Option<i64>,
    /// 执行率 as stated, verbatim.
    pub stated_rate_text: Option<String>,
}

/// One indicator row; weights and scores in hundredths of a point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LineReport {
    /// Row in the file.
    pub row: u32,
    /// 一级指标.
    pub level1: String,
    /// 二级指标.
    pub level2: String,
    /// 三级指标.
    pub level3: String,
    /// 指标值.
    pub target: ValueReport,
    /// 完成值.
    pub actual: ValueReport,
    /// 分值.
    pub weight_centi: Option<i32>,
    /// 得分 as stated.
    pub stated_score_centi: Option<i32>,
    /// 得分 as the rules give it.
    pub computed_score_centi: Option<i32>,
    /// The rule that gave it.
    pub rule: Option<&'static str>,
    /// The computation in figures, or why there is none.
    pub explanation: String,
}

/// A value as written and as read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ValueReport {
    /// The text, verbatim.
    pub text: String,
    /// number, percent, date, qualitative, tiers, frequency, compound, blank, unreadable.
    pub kind: &'static str,
    /// `>=` `>` `=` `<` `<=` `between` `by_date`.
    pub comparator: Option<&'static str>,
    /// The exact decimal in the unit as written.
    pub value: Option<String>,
    /// The unit as written.
    pub unit: Option<String>,
}

/// The execution row; hundredths of a point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExecutionReport {
    /// 分值.
    pub weight_centi: Option<i32>,
    /// 得分 as stated.
    pub stated_score_centi: Option<i32>,
    /// 得分 as the rule gives it.
    pub computed_score_centi: Option<i32>,
}

/// The totals; hundredths of a point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TotalsReport {
    /// The weights of all rows and of execution added up; null where the form has none.
    pub weight_centi: Option<i32>,
    /// 总分 as stated.
    pub stated_centi: Option<i32>,
    /// The stated scores added up; null where the form has none.
    pub sum_of_stated_centi: Option<i32>,
    /// 总分 as the rules give it; null unless every weighted row could be computed.
    pub computed_centi: Option<i32>,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindingReport {
    /// Stable code.
    pub code: &'static str,
    /// error, warning, notice.
    pub severity: &'static str,
    /// Row in the file.
    pub row: Option<u32>,
    /// The cell, e.g. `F12`.
    pub cell: Option<String>,
    /// What is wrong, in Chinese.
    pub message: String,
    /// How to mend it, in Chinese.
    pub suggestion: String,
}
