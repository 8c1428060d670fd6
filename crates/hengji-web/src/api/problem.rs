//! Problem documents (RFC 9457): what a program is told when it is refused.

use hengji_app::{FieldError, Stale};
use hengji_domain::Finding;
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::Refusal;

/// A refusal. `code` is stable; `detail` is for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// Address of the kind of problem: relative, ends with the code.
    #[serde(rename = "type")]
    kind: String,
    /// The HTTP status.
    status: u16,
    /// Stable code, e.g. `goal-weights-not-100`.
    code: String,
    /// What is wrong and how to mend it, in Chinese.
    detail: String,
    /// Single fields that are wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<FieldProblem>,
    /// Findings that stand in the way.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    findings: Vec<FindingProblem>,
    /// Who was faster, when the version is stale.
    #[serde(skip_serializing_if = "Option::is_none")]
    stale: Option<StaleProblem>,
}

/// A field that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
struct FieldProblem {
    /// Name of the field in the input, e.g. `lines[3].weight`.
    field: String,
    /// Stable code.
    code: String,
    /// What is wrong, in Chinese.
    message: String,
}

/// A finding that stands in the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
struct FindingProblem {
    /// Stable code.
    code: String,
    /// error, warning or notice.
    severity: String,
    /// Position of the line; none for the whole sheet.
    row: Option<u32>,
    /// What is wrong, in Chinese.
    message: String,
    /// How to mend it, in Chinese.
    suggestion: String,
}

/// The change that made the version stale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
struct StaleProblem {
    /// What the change was.
    what: String,
    /// Who made it.
    changed_by: String,
    /// Microseconds since 1970 in UTC.
    changed_at: Option<i64>,
}

impl From<&FieldError> for FieldProblem {
    fn from(error: &FieldError) -> Self {
        Self {
            field: error.field.clone(),
            code: error.code.to_owned(),
            message: error.message.clone(),
        }
    }
}

impl From<&Finding> for FindingProblem {
    fn from(finding: &Finding) -> Self {
        Self {
            code: finding.code.code().to_owned(),
            severity: finding.code.severity().code().to_owned(),
            row: finding.row,
            message: finding.message.clone(),
            suggestion: finding.suggestion.clone(),
        }
    }
}

impl From<&Stale> for StaleProblem {
    fn from(stale: &Stale) -> Self {
        Self {
            what: stale.what.clone(),
            changed_by: stale.changed_by.clone(),
            changed_at: stale.changed_at.map(hengji_domain::Timestamp::micros),
        }
    }
}

impl From<&Refusal> for Problem {
    fn from(refusal: &Refusal) -> Self {
        Self {
            kind: format!("problems/{}", refusal.code),
            status: refusal.status.as_u16(),
            code: refusal.code.clone(),
            detail: refusal.message.clone(),
            fields: refusal.fields.iter().map(Into::into).collect(),
            findings: refusal.findings.iter().map(Into::into).collect(),
            stale: refusal.stale.as_ref().map(Into::into),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hengji_app::AppError;

    fn json(error: AppError) -> serde_json::Value {
        serde_json::to_value(Problem::from(&Refusal::from(error))).unwrap()
    }

    #[test]
    fn a_problem_names_its_code_and_fields() {
        let problem = json(AppError::field(
            "lines[3].weight",
            "weight-unreadable",
            "不是数字。",
        ));
        assert_eq!(problem["code"], "invalid-input");
        assert_eq!(problem["type"], "problems/invalid-input");
        assert_eq!(problem["fields"][0]["field"], "lines[3].weight");
        assert!(problem.get("stale").is_none());
    }

    #[test]
    fn a_fault_tells_nothing_of_itself() {
        let problem = json(AppError::fault("SELECT secret")).to_string();
        assert!(!problem.contains("secret"), "{problem}");
    }
}
