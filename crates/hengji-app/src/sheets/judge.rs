//! Scores a sheet and says what is wrong with it: the same engine and lint as for workbooks.

use hengji_domain::rule::SheetRules;
use hengji_domain::sheet::{Sheet, SheetKind};
use hengji_domain::{Finding, FindingCode, Severity};
use hengji_scoring::{ExecutionJudgement, lint, score_form};

use crate::sheets::as_form::{Names, as_form};
use crate::sheets::view::FindingView;

/// Findings that speak of columns a page always has.
const NOT_ON_A_PAGE: [FindingCode; 2] = [FindingCode::ScoreColumnMissing, FindingCode::WeightColumnMissing];

/// Warnings that stop a submission all the same: a rule demands the reason.
const REASON_DEMANDED: [FindingCode; 2] = [
    FindingCode::OverAchievedWithoutReason,
    FindingCode::MissedWithoutReason,
];

/// Writes the computed scores into the sheet and gives what is wrong with it.
pub(crate) fn judge(sheet: &mut Sheet, names: Names<'_>, rules: &SheetRules) -> Vec<Finding> {
    if sheet.kind == SheetKind::Monitoring {
        // Its lights are judged by the rules of monitoring, and nothing on it is scored.
        return Vec::new();
    }
    let form = as_form(sheet, names);
    if sheet.kind == SheetKind::SelfEvaluation {
        let scored = score_form(&form, rules);
        for (line, judgement) in sheet.lines.iter_mut().zip(&scored.lines) {
            line.computed_score = judgement.score();
        }
        sheet.execution.computed_score = match &scored.execution {
            ExecutionJudgement::Scored { score, .. } => Some(*score),
            ExecutionJudgement::NotWeighted | ExecutionJudgement::NotComputable(_) => None,
        };
        sheet.computed_total = scored.total;
    }
    lint(&form, rules)
        .into_iter()
        .filter(|finding| !NOT_ON_A_PAGE.contains(&finding.code))
        .collect()
}

/// The findings that stand in the way of a submission.
pub(crate) fn blocking(findings: &[Finding]) -> Vec<Finding> {
    findings
        .iter()
        .filter(|finding| {
            finding.code.severity() == Severity::Error || REASON_DEMANDED.contains(&finding.code)
        })
        .cloned()
        .collect()
}

/// A finding for a page.
pub(crate) fn finding_view(finding: &Finding) -> FindingView {
    FindingView {
        code: finding.code.code(),
        severity: finding.code.severity(),
        position: finding.row,
        field: finding.field,
        cell: finding.cell.clone(),
        message: finding.message.clone(),
        suggestion: finding.suggestion.clone(),
    }
}
