//! Why a transaction stops: an answer for the person, or the store, which may want another try.

use hengji_analysis::draw::DrawError;
use hengji_domain::case_file::CaseRefusal;
use hengji_domain::circular::CircularRefusal;
use hengji_domain::evaluation::EvaluationRefusal;
use hengji_domain::id::IdError;
use hengji_domain::paper::PaperRefusal;
use hengji_domain::rectification::RectificationRefusal;
use hengji_domain::sign_off::SignOffRefusal;
use hengji_domain::spot::SpotRefusal;
use hengji_domain::third_party::ThirdPartyRefusal;
use hengji_domain::time::working_days::NoHolidays;
use hengji_domain::workflow::WorkflowRefusal;
use hengji_rules::MissingRule;
use hengji_store::{StoreError, StoreFailure};

use crate::error::{AppError, FieldError, Stale};
use crate::ports::{NoRandomness, WorkbookRefusal};

/// What stops a transaction.
#[derive(Debug)]
pub(crate) enum Halt {
    /// The answer is known.
    App(AppError),
    /// The store could not do it.
    Store(StoreError),
}

impl Halt {
    /// The thing was changed since it was opened.
    pub(crate) fn stale(table: &'static str, key: impl ToString) -> Self {
        Self::Store(StoreError::Stale {
            table,
            key: key.to_string(),
        })
    }
}

/// A step inside a transaction.
pub(crate) type Step<T> = Result<T, Halt>;

impl StoreFailure for Halt {
    fn store_error(&self) -> Option<&StoreError> {
        match self {
            Self::App(_) => None,
            Self::Store(error) => Some(error),
        }
    }
}

impl From<StoreError> for Halt {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Errors whose answer is known become answers.
macro_rules! answers {
    ($($error:ty),* $(,)?) => {$(
        impl From<$error> for Halt {
            fn from(error: $error) -> Self {
                Self::App(error.into())
            }
        }
    )*};
}

answers!(
    AppError,
    WorkflowRefusal,
    PaperRefusal,
    RectificationRefusal,
    NoHolidays,
    WorkbookRefusal,
    NoRandomness,
    MissingRule,
    IdError,
    SpotRefusal,
    CircularRefusal,
    SignOffRefusal,
    DrawError,
    EvaluationRefusal,
    CaseRefusal,
    ThirdPartyRefusal
);

impl From<Halt> for AppError {
    fn from(halt: Halt) -> Self {
        match halt {
            Halt::App(error) => error,
            Halt::Store(error) => of_store(error),
        }
    }
}

fn of_store(error: StoreError) -> AppError {
    match error {
        StoreError::Busy | StoreError::Unreachable => AppError::Busy,
        StoreError::Stale { .. } => AppError::Stale(Stale {
            what: "修改".to_owned(),
            changed_by: "其他用户".to_owned(),
            changed_at: None,
        }),
        StoreError::Duplicate { constraint } => duplicate(&constraint),
        StoreError::Full | StoreError::Halted { .. } | StoreError::Backup { .. } => {
            let text = error.to_string();
            let (words, code) = text.rsplit_once(" [").unwrap_or((&text, "store"));
            AppError::refused(code.trim_end_matches(']'), words)
        }
        other => AppError::fault(other),
    }
}

/// A unique constraint is a wrong field, not a fault.
fn duplicate(constraint: &str) -> AppError {
    let field = match constraint {
        "projects_code_unique" => {
            FieldError::new("code", "project-code-taken", "该年度已有相同的项目代码,请核对。")
        }
        "login_names_pkey" => {
            FieldError::new("login_name", "login-name-taken", "该登录名已被使用,请换一个。")
        }
        "institutions_pkey" => FieldError::new(
            "name",
            "institution-registered",
            "该机构已经登记,请在登记簿中打开后修改。",
        ),
        "institutions_credit_code_unique" => FieldError::new(
            "credit_code",
            "institution-registered",
            "已有机构登记了同一信用代码,请核对是否重复登记。",
        ),
        "institution_people_name_unique" => FieldError::new(
            "person_name",
            "institution-person-taken",
            "该机构已登记过同名人员,请核对。",
        ),
        "institution_lists_number_unique" | "institution_draws_number_unique" => {
            return AppError::refused("institution-number-taken", "刚才已有人办理,请刷新页面后查看。");
        }
        "report_ratings_pkey" | "institution_reports_pkey" => {
            return AppError::refused("report-taken", "刚才已有人办理,请刷新页面后查看。");
        }
        "institution_assignments_pair_unique" => {
            return AppError::refused("institution-assigned", "该机构已受托过这一评价,请换一家机构。");
        }
        "units_code_unique" => FieldError::new("code", "unit-code-taken", "已有相同的单位代码,请核对。"),
        "library_indicators_name_unique" => {
            FieldError::new("name", "indicator-taken", "指标库中该分类下已有同名指标。")
        }
        "user_roles_pkey" => FieldError::new("role", "role-already-held", "该用户已有此角色。"),
        "review_sessions_name_unique" => FieldError::new(
            "name",
            "review-session-exists",
            "该年度已有同名的集中审核会议,请换一个名称。",
        ),
        "review_outcomes_pkey" => {
            return AppError::refused(
                "review-concluded",
                "该版目标的审核结果已由他人确定,请刷新后查看。",
            );
        }
        "class_catalogues_edition_unique" => {
            return AppError::refused(
                "class-edition-exists",
                "刚才已有人拟定了同一版目录,请刷新页面后查看。",
            );
        }
        "key_monitorings_pkey" => {
            return AppError::refused(
                "key-monitoring-unchanged",
                "该项目已在重点监控名单中,请刷新后再办。",
            );
        }
        "evaluations_subject_unique" => {
            return AppError::refused(
                "evaluation-exists",
                "其中有评价对象本年度已下达过同类评价,请刷新评价列表后核对。",
            );
        }
        "case_members_pkey" => FieldError::new(
            "user",
            "case-member-exists",
            "该账户已是评价组成员,请在名单中查看。",
        ),
        "case_reports_pkey" => {
            return AppError::refused("case-report-exists", "刚才已有人形成了新的一版,请刷新后查看。");
        }
        "evaluation_hands_pkey" => {
            return AppError::refused("evaluation-handed-in", "该评分已由他人提交,请刷新后查看。");
        }
        "cut_vouchers_number_unique" => FieldError::new(
            "number",
            "voucher-number-taken",
            "这笔压减已登记过同一文号的凭证;金额有变的,请核对原凭证。",
        ),
        "spot_rounds_number_unique" => {
            return AppError::refused(
                "spot-round-exists",
                "刚才已有人为本年度冻结了名单,请刷新页面后查看。",
            );
        }
        "circulars_edition_unique" => {
            return AppError::refused("circular-waiting", "刚才已有人拟写了通报,请刷新页面后查看。");
        }
        "sign_offs_edition_unique" => {
            return AppError::refused("sign-off-exists", "刚才已有人发出签证单,请刷新页面后查看。");
        }
        "sheets_kind_unique" => {
            return AppError::refused("sheet-exists", "该项目已有这种表,请刷新项目页面后打开。");
        }
        other => return AppError::fault(format!("约束 {other}")),
    };
    AppError::Invalid(vec![field])
}
