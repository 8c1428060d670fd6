//! What is entered of institutions: forms, and the page again with what is wrong.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use hengji_app::AppError;
use hengji_app::common::Written;
use hengji_app::third_party::{ConflictInput, InstitutionInput, PersonInput, ReasonInput};
use hengji_domain::id::UnitId;
use maud::{Markup, html};

use super::super::{Answer, see};
use super::{institution, refusals, register};
use crate::error::WebError;
use crate::extract::Posted;
use crate::fields::Fields;
use crate::look::{Problem, select_field, text_field};
use crate::state::WebState;
use crate::visit::Visit;

/// The fields of an institution.
const INSTITUTION: [&str; 10] = [
    "version",
    "name",
    "credit_code",
    "kind",
    "founded_on",
    "contact",
    "platform_on",
    "credit_checked_on",
    "violation_on",
    "suspended_reason",
];
const PERSON: [&str; 4] = ["person_name", "practice_from", "evaluation_from", "is_lead"];
const CONFLICT: [&str; 7] = [
    "person",
    "unit_code",
    "project_code",
    "rater",
    "conflict_kind",
    "ended_on",
    "note",
];

/// What was typed into a form that was refused.
#[derive(Default)]
pub(super) struct TypedForm(Vec<(String, String)>);

impl TypedForm {
    fn of(fields: &Fields, names: &[&str]) -> Self {
        Self(
            names
                .iter()
                .map(|name| ((*name).to_owned(), fields.text(name).to_owned()))
                .collect(),
        )
    }

    /// What stands in the register already.
    pub(super) fn known(pairs: Vec<(&str, String)>) -> Self {
        Self(
            pairs
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        )
    }

    /// The text of a field; empty where nothing was typed.
    pub(super) fn text(&self, name: &str) -> &str {
        let mut all = self.0.iter();
        all.find(|(known, _)| known == name)
            .map_or("", |(_, value)| value.as_str())
    }

    /// Whether nothing was typed.
    pub(super) fn is_blank(&self) -> bool {
        self.0.is_empty()
    }
}

/// The fields of an institution; its name is fixed once it is entered.
pub(super) fn institution_fields(
    kinds: &[String],
    typed: &TypedForm,
    problems: &[Problem],
    is_new: bool,
) -> Markup {
    let choices =
        std::iter::once(("", "请选择")).chain(kinds.iter().map(|kind| (kind.as_str(), kind.as_str())));
    let field = |id: &str, label: &str, hint: &str| text_field(id, label, hint, typed.text(id), problems);
    html! {
        @if is_new { (field("name", "机构名称", "与营业执照一致")) }
        (field("credit_code", "统一社会信用代码", "18 位,系统核对校验位"))
        (select_field("kind", "种类", choices, typed.text("kind"), problems))
        (field("founded_on", "成立日期", "如 2010-05-01"))
        (field("contact", "联系方式", "机构的公开电话或邮箱,不填个人手机"))
        (field("platform_on", "信用管理平台登记日期", "没有证明的留空,审查为“未举证”"))
        (field("credit_checked_on", "信用查询日期", "绩效科查询信用记录的日期"))
        (field("violation_on", "最近一次重大违法记录", "没有的留空"))
        (field("suspended_reason", "暂停原因", "填写即暂停委托;恢复时清空"))
    }
}

fn institution_input(fields: &Fields) -> InstitutionInput {
    let text = |name: &str| fields.text(name).to_owned();
    InstitutionInput {
        version: fields.parsed("version").unwrap_or_default(),
        name: text("name"),
        credit_code: text("credit_code"),
        kind: text("kind"),
        founded_on: text("founded_on"),
        contact: text("contact"),
        platform_on: text("platform_on"),
        credit_checked_on: text("credit_checked_on"),
        violation_on: text("violation_on"),
        suspended_reason: text("suspended_reason"),
    }
}

/// `POST /institutions`.
pub(super) async fn enter(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&INSTITUTION)?;
    let (visit, input) = (posted.visit.clone(), institution_input(&posted.fields));
    let typed = TypedForm::of(&posted.fields, &INSTITUTION);
    let outcome = state
        .run(move |app| app.enter_institution(&posted.visit.actor(), &posted.key, &input))
        .await;
    let error = match outcome {
        Ok(written) => return Ok(see(&format!("/institutions/{}", written.id))),
        Err(error) => error,
    };
    let found = refusals(error)?;
    let filter = register::Filter::default();
    let page = register::load(&state, &visit, &filter).await?;
    let shown = register::shown(&visit, &page, &filter, &typed, &found);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
}

/// `POST /institutions/{id}`.
pub(super) async fn change(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&INSTITUTION)?;
    let (id, visit, input) = (
        id_of(&id)?,
        posted.visit.clone(),
        institution_input(&posted.fields),
    );
    let typed = TypedForm::of(&posted.fields, &INSTITUTION);
    let outcome = state
        .run(move |app| app.change_institution(&posted.visit.actor(), &posted.key, id, &input))
        .await;
    answered(&state, &visit, id, outcome, &typed).await
}

/// `POST /institutions/{id}/people`.
pub(super) async fn add_person(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    posted.only(&PERSON)?;
    let (id, visit) = (id_of(&id)?, posted.visit.clone());
    let text = |name: &str| posted.fields.text(name).to_owned();
    let input = PersonInput {
        name: text("person_name"),
        practice_from: text("practice_from"),
        evaluation_from: text("evaluation_from"),
        is_lead: text("is_lead") == "yes",
    };
    let typed = TypedForm::of(&posted.fields, &PERSON);
    let outcome = state
        .run(move |app| app.add_institution_person(&posted.visit.actor(), &posted.key, id, &input))
        .await;
    answered(&state, &visit, id, outcome, &typed).await
}

/// `POST /institutions/{id}/people/{person}/left`.
pub(super) async fn person_left(
    State(state): State<WebState>,
    Path((id, person)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    posted.only(&[])?;
    let (id, visit) = (id_of(&id)?, posted.visit.clone());
    let person = person.parse().map_err(AppError::from)?;
    let outcome = state
        .run(move |app| app.institution_person_left(&posted.visit.actor(), &posted.key, (id, person)))
        .await;
    answered(&state, &visit, id, outcome, &TypedForm::default()).await
}

/// `POST /institutions/{id}/conflicts`.
pub(super) async fn declare(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&CONFLICT)?;
    let (id, visit, year) = (id_of(&id)?, posted.visit.clone(), posted.visit.year());
    let text = |name: &str| posted.fields.text(name).to_owned();
    let input = ConflictInput {
        person: text("person"),
        unit_code: text("unit_code"),
        project_code: text("project_code"),
        rater: text("rater"),
        kind: text("conflict_kind"),
        ended_on: text("ended_on"),
        note: text("note"),
    };
    let typed = TypedForm::of(&posted.fields, &CONFLICT);
    let outcome = state
        .run(move |app| app.declare_conflict(&posted.visit.actor(), &posted.key, (id, year), &input))
        .await;
    answered(&state, &visit, id, outcome, &typed).await
}

/// `POST /institutions/{id}/conflicts/{conflict}/withdraw`.
pub(super) async fn withdraw_conflict(
    State(state): State<WebState>,
    Path((id, conflict)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    posted.only(&["reason"])?;
    let (id, visit) = (id_of(&id)?, posted.visit.clone());
    let conflict = conflict.parse().map_err(AppError::from)?;
    let input = ReasonInput {
        reason: posted.fields.text("reason").to_owned(),
    };
    let outcome = state
        .run(move |app| app.withdraw_conflict(&posted.visit.actor(), &posted.key, (id, conflict), &input))
        .await;
    answered(&state, &visit, id, outcome, &TypedForm::default()).await
}

pub(super) fn id_of(text: &str) -> Result<UnitId, AppError> {
    text.parse().map_err(AppError::from)
}

/// Back to the institution, or its page again with what is wrong.
async fn answered(
    state: &WebState,
    visit: &Visit,
    id: UnitId,
    outcome: Result<Written, WebError>,
    typed: &TypedForm,
) -> Answer {
    let error = match outcome {
        Ok(_) => return Ok(see(&format!("/institutions/{id}"))),
        Err(error) => error,
    };
    let found = refusals(error)?;
    let page = institution::load(state, visit, id).await?;
    let shown = institution::shown(visit, &page, typed, &found);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
}
