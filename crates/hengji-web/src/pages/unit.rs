//! 单位: the tree of bodies, and a new one.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use hengji_app::authz::Action;
use hengji_app::units::{CreateUnit, UnitRow};
use hengji_app::{AppError, FieldError};
use hengji_domain::unit::UnitKind;
use maud::{Markup, html};

use super::{Answer, framed, see};
use crate::error::WebError;
use crate::extract::Posted;
use crate::look::{Crumb, Problem, error_summary, select_field, text_field};
use crate::menu::may;
use crate::routes::{Routes, Verb};
use crate::state::WebState;
use crate::visit::Visit;

const FIELDS: [&str; 5] = ["code", "name", "kind", "department", "budget_division"];

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .person(Verb::Get, "/units", Action::ViewRules, show)
        .person(Verb::Post, "/units", Action::CreateUnit, create)
}

/// `GET /units`: names of bodies are no business data.
async fn show(State(state): State<WebState>, visit: Visit) -> Answer {
    page(&state, &visit, &blank(), &[]).await
}

fn blank() -> CreateUnit {
    CreateUnit {
        code: String::new(),
        name: String::new(),
        kind: String::new(),
        department: String::new(),
        budget_division: String::new(),
    }
}

/// `POST /units`.
async fn create(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&FIELDS)?;
    let visit = posted.visit.clone();
    let text = |name: &str| posted.fields.text(name).to_owned();
    let input = CreateUnit {
        code: text("code"),
        name: text("name"),
        kind: text("kind"),
        department: text("department"),
        budget_division: text("budget_division"),
    };
    let typed = input.clone();
    let outcome = state
        .run(move |app| app.create_unit(&posted.visit.actor(), &posted.key, &input))
        .await;
    match outcome {
        Ok(_) => Ok(see("/units")),
        Err(WebError::App(AppError::Invalid(errors))) => {
            let one = |error: &FieldError| Problem {
                field: error.field.clone(),
                message: format!("{} [{}]", error.message, error.code),
            };
            let problems: Vec<Problem> = errors.iter().map(one).collect();
            let shown = page(&state, &visit, &typed, &problems).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
        }
        Err(error) => Err(error),
    }
}

async fn page(
    state: &WebState,
    visit: &Visit,
    typed: &CreateUnit,
    problems: &[Problem],
) -> Result<Response, WebError> {
    let actor = visit.actor();
    let units = state.run(move |app| app.units(&actor)).await?;
    let body = html! {
        div class="title" { h1 { "单位" } span class="sub" { (visit.session.division_name) ",共 " (units.len()) " 个" } }
        (error_summary(problems))
        @if may(&visit.session.actor, Action::CreateUnit) { (creation(visit, &units, typed, problems)) }
        section class="card" { (unit_table(&units)) }
    };
    Ok(framed(visit, "单位", &[Crumb::here("单位")], body))
}

const fn kind_name(kind: UnitKind) -> &'static str {
    match kind {
        UnitKind::Department => "主管部门",
        UnitKind::BudgetUnit => "预算单位",
        UnitKind::Subdistrict => "街道",
        UnitKind::BureauDivision => "财政局科室",
        UnitKind::ThirdPartyInstitution => "第三方机构",
    }
}

fn creation(visit: &Visit, units: &[UnitRow], typed: &CreateUnit, problems: &[Problem]) -> Markup {
    let of_kind = |kind: UnitKind| {
        let rows = units.iter().filter(move |row| row.unit.kind == kind);
        rows.map(|row| (row.unit.id.to_string(), row.unit.name.clone()))
            .collect::<Vec<_>>()
    };
    let (departments, divisions) = (of_kind(UnitKind::Department), of_kind(UnitKind::BureauDivision));
    let choices = |all: &'static str| std::iter::once(("", all));
    let kinds = UnitKind::ALL.iter().map(|kind| (kind.code(), kind_name(*kind)));
    let names = |list: &'static str, pairs: &[(String, String)], id: &str, label: &str, chosen: &str| {
        let pairs = pairs.iter().map(|(code, name)| (code.as_str(), name.as_str()));
        select_field(id, label, choices(list).chain(pairs), chosen, problems)
    };
    html! {
        section class="card" {
            h2 { "新增单位" }
            form method="post" action="/units" {
                (visit.token().fields())
                div class="form-grid" {
                    (text_field("code", "单位代码", "", &typed.code, problems))
                    (text_field("name", "单位名称", "", &typed.name, problems))
                    (select_field("kind", "类别", kinds, &typed.kind, problems))
                    (names("本身即主管部门", &departments, "department", "主管部门", &typed.department))
                    (names("无", &divisions, "budget_division", "归口科室", &typed.budget_division))
                }
                div class="buttons" { button class="primary" { "新增" } }
            }
        }
    }
}

fn unit_table(units: &[UnitRow]) -> Markup {
    html! {
        table class="list sticky" {
            thead { tr { th scope="col" { "代码" } th scope="col" { "名称" } th scope="col" { "类别" } th scope="col" { "主管部门" } th scope="col" { "归口科室" } } }
            tbody {
                @for row in units {
                    tr { td class="mono" { (row.unit.code) } td { (row.unit.name) } td { (kind_name(row.unit.kind)) } td { (row.department_name) } td { (row.budget_division_name) } }
                }
            }
        }
    }
}
