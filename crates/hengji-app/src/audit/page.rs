//! 审计日志 (audit page): the chain of the acting division, newest first, in two statements.

use hengji_authz::Action;
use hengji_domain::person::Actor;
use hengji_domain::{NaiveDate, Timestamp};
use hengji_store::Page;
use hengji_store::audit::{self, AuditFilter, Event, Object, Outcome};

use super::view::{AuditPage, AuditRow};
use super::words;
use crate::app::App;
use crate::common::{PageOf, PageRequest};
use crate::error::{AppError, FieldError};

/// How the details of an event begin to say that rights were missing, and that a rule of the business refused.
/// The quotation mark before the colon is bare only where a name ends, so no value can look like one of them.
const DENIED: &str = r#""denied_by":"#;
const REFUSED: &str = r#""refused_with":"#;

/// Which events to show. What is `None` does not narrow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditQuery {
    /// Words in the name of the person.
    pub who: Option<String>,
    /// Code of the action.
    pub action: Option<String>,
    /// success, denied or refused.
    pub outcome: Option<String>,
    /// Identifier of what it was done to.
    pub object: Option<String>,
    /// Words in the details, e.g. of a project's name.
    pub text: Option<String>,
    /// First day, in Shanghai.
    pub from: Option<NaiveDate>,
    /// Last day, in Shanghai.
    pub until: Option<NaiveDate>,
    /// Which page.
    pub page: PageRequest,
}

impl App {
    /// A page of the audit chain of the acting division.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`] for all but the audit administrator; [`AppError::Invalid`] for an unknown outcome
    /// or a span of days that ends before it begins.
    pub fn audit_page(&self, actor: &Actor, query: &AuditQuery) -> Result<AuditPage, AppError> {
        self.may_look(actor, Action::ViewAudit)?;
        let filter = filter(query)?;
        let page = Page {
            offset: query.page.offset(),
            limit: query.page.page_size,
        };
        let (events, total) = self.read(|db| {
            let events = audit::list(db, actor.division, &filter, page)?;
            Ok((events, audit::count(db, actor.division, &filter)?))
        })?;
        Ok(AuditPage {
            page: PageOf::of(events.into_iter().map(row).collect(), query.page, total),
        })
    }
}

fn filter(query: &AuditQuery) -> Result<AuditFilter, AppError> {
    let mut errors = Vec::new();
    let mut details: Vec<String> = query.text.iter().cloned().collect();
    let outcome = match query.outcome.as_deref() {
        None => None,
        Some("success") => Some(Outcome::Done),
        Some("denied") => {
            details.push(DENIED.to_owned());
            Some(Outcome::Refused)
        }
        Some("refused") => {
            details.push(REFUSED.to_owned());
            Some(Outcome::Refused)
        }
        Some(other) => {
            let message =
                format!("没有“{other}”这种结果;请选择 success(成功)、denied(无权)或 refused(被规则拒绝)。");
            errors.push(FieldError::new("outcome", "outcome-unknown", message));
            None
        }
    };
    if let (Some(from), Some(until)) = (query.from, query.until)
        && until < from
    {
        let message = format!("截止日期 {until} 早于起始日期 {from},请对调或重选。");
        errors.push(FieldError::new("until", "dates-reversed", message));
    }
    if !errors.is_empty() {
        return Err(AppError::Invalid(errors));
    }
    Ok(AuditFilter {
        actor: None,
        actor_name: query.who.clone(),
        object: query.object.clone(),
        action: query.action.clone(),
        outcome,
        details,
        from: query.from.map(Timestamp::start_of_day),
        until: query
            .until
            .and_then(|day| day.succ_opt())
            .map(Timestamp::start_of_day),
    })
}

fn row(event: Event) -> AuditRow {
    let what = event.what;
    let detail = what.details.unwrap_or_default();
    // An older version may have written actions that this one no longer knows.
    let action_name = Action::from_code(&what.action).map(|action| action.name().to_owned());
    AuditRow {
        seq: event.seq,
        at: what.at,
        who: what.actor_name.unwrap_or_else(|| "未登录".to_owned()),
        action_name: action_name.unwrap_or_else(|| what.action.clone()),
        action: what.action,
        outcome: outcome_code(what.outcome, &detail).to_owned(),
        subject: what.object.as_ref().map(subject).unwrap_or_default(),
        words: words::in_words(&detail),
        detail,
        address: what.address.unwrap_or_default(),
        hash: event.hash,
    }
}

fn outcome_code(outcome: Outcome, detail: &str) -> &'static str {
    match outcome {
        Outcome::Done => "success",
        Outcome::Refused if detail.contains(DENIED) => "denied",
        Outcome::Refused => "refused",
    }
}

/// The kind in Chinese with the identifier, which is what a filter by object takes.
fn subject(object: &Object) -> String {
    let kind = match object.kind.as_str() {
        "sheet" => "表",
        "project" => "项目",
        "user" => "账户",
        "unit" => "单位",
        "division" => "区划",
        "import" => "导入",
        "attachment" => "附件",
        "indicator" => "指标",
        "library_proposal" => "指标库变更",
        "library_batch" => "指标库导入批次",
        other => other,
    };
    format!("{kind} {}", object.id)
}
