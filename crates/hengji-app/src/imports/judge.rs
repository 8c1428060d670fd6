//! A form of a file, scored and checked under the rules of its year.

use std::collections::BTreeMap;

use hengji_domain::finding::{Field, Finding, FindingCode};
use hengji_domain::form::Form;
use hengji_domain::rule::SheetRules;
use hengji_domain::{BudgetYear, Score};
use hengji_scoring::lint::copied_goal;
use hengji_scoring::{ExecutionJudgement, lint, score_form};

/// What the rules make of a form.
pub(super) struct JudgedForm {
    /// The form, verbatim.
    pub(super) form: Form,
    /// Score of each line.
    pub(super) scores: Vec<Option<Score>>,
    /// Score of the execution row.
    pub(super) execution: Option<Score>,
    /// Total.
    pub(super) total: Option<Score>,
    /// What is wrong, rows and cells as in the file.
    pub(super) findings: Vec<Finding>,
}

/// Judges a form under the rules of the year it is imported for.
pub(super) fn judge(form: Form, asked: BudgetYear, rules: &SheetRules) -> JudgedForm {
    let scored = score_form(&form, rules);
    let mut findings = lint(&form, rules);
    findings.extend(other_year(&form, asked));
    JudgedForm {
        scores: scored
            .lines
            .iter()
            .map(hengji_scoring::Judgement::score)
            .collect(),
        execution: match scored.execution {
            ExecutionJudgement::Scored { score, .. } => Some(score),
            ExecutionJudgement::NotWeighted | ExecutionJudgement::NotComputable(_) => None,
        },
        total: scored.total,
        findings,
        form,
    }
}

fn other_year(form: &Form, asked: BudgetYear) -> Option<Finding> {
    let year = form.year.filter(|year| *year != asked)?;
    let mut finding = Finding::new(
        FindingCode::YearMismatch,
        format!("表上写的是 {year} 年度,本次按 {asked} 年度导入。"),
        "请确认年度:表填错了就改表,选错了就切换年度后重新导入。",
    )
    .on(Field::Year);
    finding.cell = form.cell(None, Field::Year).map(ToOwned::to_owned);
    Some(finding)
}

/// Adds a finding to every goal whose text stands word for word in another one of the same import.
///
/// Equal texts are brought together by a map first: comparing each with each would take the square of a district.
pub(super) fn find_copies(forms: &mut [JudgedForm]) {
    let mut by_text: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, judged) in forms.iter().enumerate() {
        let text: String = judged.form.annual_goal.split_whitespace().collect();
        if !text.is_empty() {
            by_text.entry(text).or_default().push(index);
        }
    }
    for group in by_text.values().filter(|group| 1 < group.len()) {
        for index in group {
            let found = forms.get(*index).and_then(|judged| copy_of(judged, group, forms));
            if let (Some(found), Some(judged)) = (found, forms.get_mut(*index)) {
                judged.findings.push(found);
            }
        }
    }
}

/// The goal and the self-evaluation of one project carry the same text by right.
fn copy_of(judged: &JudgedForm, group: &[usize], forms: &[JudgedForm]) -> Option<Finding> {
    let others = group
        .iter()
        .filter_map(|index| forms.get(*index))
        .filter(|other| other.form.project != judged.form.project)
        .map(|other| (other.form.project.as_str(), other.form.annual_goal.as_str()));
    let mut finding = copied_goal(&judged.form.annual_goal, others)?;
    finding.cell = judged.form.cell(None, Field::AnnualGoal).map(ToOwned::to_owned);
    Some(finding)
}
