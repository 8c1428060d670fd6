//! Why a use case does not give what was asked: one enum, stable codes, words for the person who asked.

use hengji_analysis::draw::DrawError;
use hengji_domain::case_file::CaseRefusal;
use hengji_domain::circular::CircularRefusal;
use hengji_domain::evaluation::EvaluationRefusal;
use hengji_domain::finding::Finding;
use hengji_domain::sign_off::SignOffRefusal;
use hengji_domain::spot::SpotRefusal;
use hengji_domain::third_party::ThirdPartyRefusal;
use hengji_domain::workflow::WorkflowRefusal;
use hengji_domain::{Timestamp, id};

use hengji_rules::MissingRule;

use hengji_domain::paper::PaperRefusal;
use hengji_domain::rectification::RectificationRefusal;
use hengji_domain::time::working_days::NoHolidays;

use crate::ports::{DocumentRefusal, NoRandomness, WorkbookRefusal};

/// What is wrong with one field of an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name in the input struct, with its row where there is one: `lines[3].weight`, `project_name`.
    pub field: String,
    /// Stable code, e.g. `weight-unreadable`.
    pub code: &'static str,
    /// What is wrong and how to mend it, in Chinese, without the code.
    pub message: String,
}

impl FieldError {
    /// A field error.
    pub fn new(field: impl Into<String>, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            code,
            message: message.into(),
        }
    }
}

/// Somebody else was faster: what changed, by whom, when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stale {
    /// What the last change was, in Chinese, e.g. 保存绩效目标.
    pub what: String,
    /// Who made it.
    pub changed_by: String,
    /// When.
    pub changed_at: Option<Timestamp>,
}

/// Why a use case refuses or fails.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AppError {
    /// No valid session: sign in (again).
    #[error("登录已失效,请重新登录。 [not-signed-in]")]
    NotSignedIn,
    /// It does not exist, or the actor must not learn that it does.
    #[error("没有找到该内容,或您无权查看。 [not-found]")]
    NotFound,
    /// The actor sees the thing but may not do this.
    #[error("{why} [{rule}]")]
    Forbidden {
        /// The rule of the matrix that refused.
        rule: &'static str,
        /// Why, in Chinese.
        why: String,
    },
    /// A rule of the business refuses.
    #[error("{message} [{code}]")]
    Refused {
        /// Stable code.
        code: String,
        /// What is wrong and how to mend it, without the code.
        message: String,
        /// The findings that stand in the way, each with its row and field.
        findings: Vec<Finding>,
    },
    /// The version is stale.
    #[error("{}已于{}由“{}”更改({}),您的页面不是最新内容;请刷新后重新填写。 [stale-version]",
        "该内容", .0.changed_at.map_or_else(|| "刚才".to_owned(), |at| at.to_string()), .0.changed_by, .0.what)]
    Stale(Stale),
    /// Fields are wrong.
    #[error("有 {} 处填写有误,请按提示修改。 [invalid-input]", .0.len())]
    Invalid(Vec<FieldError>),
    /// No rule for that division and year.
    #[error("{message} [rule-missing]")]
    RuleMissing {
        /// Which rule is missing and who must add it.
        message: String,
    },
    /// The request key was used for something else.
    #[error("同一请求编号已用于另一项内容,请刷新页面后重新提交。 [request-key-reused]")]
    KeyReused,
    /// Another writer holds the database: try again.
    #[error("系统正忙,请稍后重试;本次操作没有写入。 [busy]")]
    Busy,
    /// Our fault; the details are in the log only.
    #[error("系统内部故障,本次操作没有写入;请把时间告诉系统管理员。 [internal-fault]")]
    Fault(String),
}

impl AppError {
    /// The stable code, as in the brackets of the message.
    pub fn code(&self) -> &str {
        match self {
            Self::NotSignedIn => "not-signed-in",
            Self::NotFound => "not-found",
            Self::Forbidden { rule, .. } => rule,
            Self::Refused { code, .. } => code,
            Self::Stale(_) => "stale-version",
            Self::Invalid(_) => "invalid-input",
            Self::RuleMissing { .. } => "rule-missing",
            Self::KeyReused => "request-key-reused",
            Self::Busy => "busy",
            Self::Fault(_) => "internal-fault",
        }
    }

    /// A refusal by a rule of the business.
    pub fn refused(code: &str, message: impl Into<String>) -> Self {
        Self::Refused {
            code: code.to_owned(),
            message: message.into(),
            findings: Vec::new(),
        }
    }

    /// A refusal about one field.
    pub fn field(field: &str, code: &'static str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError::new(field, code, message)])
    }

    /// A fault, with its words for the log.
    pub fn fault(error: impl std::fmt::Display) -> Self {
        Self::Fault(error.to_string())
    }
}

/// Splits `… [code]` into the words and the code.
fn split_code(text: &str) -> (String, String) {
    match text.rsplit_once(" [") {
        Some((words, code)) => (words.to_owned(), code.trim_end_matches(']').to_owned()),
        None => (text.to_owned(), "refused".to_owned()),
    }
}

/// Refusals that say their code at the end of their words.
macro_rules! refusals {
    ($($refusal:ty),* $(,)?) => {$(
        impl From<$refusal> for AppError {
            fn from(refusal: $refusal) -> Self {
                let (message, code) = split_code(&refusal.to_string());
                Self::Refused {
                    code,
                    message,
                    findings: Vec::new(),
                }
            }
        }
    )*};
}

refusals!(
    WorkflowRefusal,
    PaperRefusal,
    NoHolidays,
    DocumentRefusal,
    RectificationRefusal,
    SpotRefusal,
    CircularRefusal,
    SignOffRefusal,
    DrawError,
    EvaluationRefusal,
    CaseRefusal,
    ThirdPartyRefusal
);

impl From<WorkbookRefusal> for AppError {
    fn from(refusal: WorkbookRefusal) -> Self {
        Self::Refused {
            code: refusal.code,
            message: refusal.message,
            findings: Vec::new(),
        }
    }
}

impl From<MissingRule> for AppError {
    fn from(missing: MissingRule) -> Self {
        Self::RuleMissing {
            message: split_code(&missing.to_string()).0,
        }
    }
}

impl From<NoRandomness> for AppError {
    fn from(fault: NoRandomness) -> Self {
        Self::fault(fault)
    }
}

impl From<id::IdError> for AppError {
    /// An unreadable identifier names nothing, so nothing is found.
    fn from(_: id::IdError) -> Self {
        Self::NotFound
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_ends_with_the_code_of_its_error() {
        for error in [
            AppError::NotSignedIn,
            AppError::NotFound,
            AppError::refused("goal-weights-not-100", "分值合计为 95。"),
            AppError::Stale(Stale {
                what: "保存绩效目标".into(),
                changed_by: "城管局业务经办".into(),
                changed_at: None,
            }),
            AppError::Invalid(vec![]),
            AppError::KeyReused,
            AppError::Busy,
            AppError::Fault("disk".into()),
            WorkflowRefusal::NoReason.into(),
        ] {
            let text = error.to_string();
            assert!(text.ends_with(&format!("[{}]", error.code())), "{text}");
        }
    }

    #[test]
    fn a_fault_keeps_its_details_out_of_the_message() {
        assert!(!AppError::fault("secret path").to_string().contains("secret"));
    }
}
