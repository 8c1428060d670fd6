//! 单位: the tree of bodies, a new one, and one under another department.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use hengji_app::AppError;
use hengji_app::authz::Action;
use hengji_app::units::{CreateUnit, MoveUnit, UnitRow};
use hengji_domain::id::UnitId;
use hengji_domain::unit::UnitKind;
use maud::{Markup, html};
use serde::Deserialize;

use super::{Answer, framed, problems, see};
use crate::error::WebError;
use crate::extract::Posted;
use crate::look::{Crumb, Problem, error_summary, hidden, select_field, text_field};
use crate::menu::may;
use crate::routes::{Routes, Verb};
use crate::state::WebState;
use crate::visit::Visit;

const FIELDS: [&str; 5] = ["code", "name", "kind", "department", "budget_division"];

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .person(Verb::Get, "/units", Action::ViewUnits, show)
        .person(Verb::Post, "/units", Action::CreateUnit, create)
        .person(
            Verb::Post,
            "/units/{unit}/department",
            Action::MoveUnit,
            move_below,
        )
}

/// Which unit is to be moved.
#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    r#move: String,
}

/// What stands in the forms of the page.
struct Typed {
    creation: CreateUnit,
    /// The unit whose department is to change, with what was chosen for it.
    moving: Option<(String, MoveUnit)>,
}

/// `GET /units`: names of bodies are no business data.
async fn show(State(state): State<WebState>, visit: Visit, Query(asked): Query<Asked>) -> Answer {
    let moving = (!asked.r#move.is_empty()).then(|| (asked.r#move, chosen("", "", "")));
    let typed = Typed {
        creation: blank(),
        moving,
    };
    page(&state, &visit, &typed, &[]).await
}

fn chosen(from: &str, to: &str, reason: &str) -> MoveUnit {
    MoveUnit {
        from: from.to_owned(),
        to: to.to_owned(),
        reason: reason.to_owned(),
    }
}

/// `POST /units/{unit}/department`.
async fn move_below(State(state): State<WebState>, Path(unit): Path<String>, posted: Posted) -> Answer {
    posted.only(&["from", "to", "reason"])?;
    let id: UnitId = unit.parse().map_err(|_| AppError::NotFound)?;
    let visit = posted.visit.clone();
    let text = |name: &str| posted.fields.text(name);
    let input = chosen(text("from"), text("to"), text("reason"));
    let typed = Typed {
        creation: blank(),
        moving: Some((unit, input.clone())),
    };
    let outcome = state
        .run(move |app| app.move_unit(&posted.visit.actor(), &posted.key, id, &input))
        .await;
    match outcome {
        Ok(_) => Ok(see("/units")),
        Err(WebError::App(AppError::Invalid(errors))) => {
            let shown = page(&state, &visit, &typed, &problems(&errors)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
        }
        Err(error) => Err(error),
    }
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
    let typed = Typed {
        creation: input.clone(),
        moving: None,
    };
    let outcome = state
        .run(move |app| app.create_unit(&posted.visit.actor(), &posted.key, &input))
        .await;
    match outcome {
        Ok(_) => Ok(see("/units")),
        Err(WebError::App(AppError::Invalid(errors))) => {
            let shown = page(&state, &visit, &typed, &problems(&errors)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
        }
        Err(error) => Err(error),
    }
}

async fn page(
    state: &WebState,
    visit: &Visit,
    typed: &Typed,
    problems: &[Problem],
) -> Result<Response, WebError> {
    visit.require(Action::ViewUnits)?;
    let actor = visit.actor();
    let units = state.run(move |app| app.units(&actor)).await?;
    let body = html! {
        div class="title" { h1 { "单位" } span class="sub" { (visit.session.division_name) ",共 " (units.len()) " 个" } }
        (error_summary(problems))
        @if may(&visit.session.actor, Action::MoveUnit) {
            @if let Some((id, input)) = &typed.moving {
                @if let Some(row) = units.iter().find(|row| row.unit.id.to_string() == *id) { (moving(visit, &units, row, input, problems)) }
            }
        }
        @if typed.moving.is_none() && may(&visit.session.actor, Action::CreateUnit) { (creation(visit, &units, &typed.creation, problems)) }
        section class="card" { (unit_table(&units, may(&visit.session.actor, Action::MoveUnit))) }
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

/// The form that puts one unit under another department.
fn moving(visit: &Visit, units: &[UnitRow], row: &UnitRow, typed: &MoveUnit, problems: &[Problem]) -> Markup {
    let departments: Vec<(String, &str)> = units
        .iter()
        .filter(|one| one.unit.kind == UnitKind::Department)
        .map(|one| (one.unit.id.to_string(), one.unit.name.as_str()))
        .collect();
    let choices = departments.iter().map(|(id, name)| (id.as_str(), *name));
    // What was seen above the unit is sent along, so that a move by somebody else in between is noticed.
    let seen = if typed.from.is_empty() {
        row.unit.department.to_string()
    } else {
        typed.from.clone()
    };
    html! {
        section class="card" {
            h2 { "调整“" (row.unit.name) "”的隶属" }
            p class="quiet" { "现主管部门:" (row.department_name) "。已有项目仍归原主管部门,以后报来的项目归新的主管部门。" }
            form method="post" action={ "/units/" (row.unit.id) "/department" } {
                (visit.token().fields()) (hidden("from", &seen))
                div class="form-grid" {
                    (select_field("to", "新的主管部门", std::iter::once(("", "请选择")).chain(choices), &typed.to, problems))
                    (text_field("reason", "调整依据", "如机构改革文件及文号", &typed.reason, problems))
                }
                div class="buttons" { button class="primary" { "确认调整" } a class="button" href="/units" { "取消" } }
            }
        }
    }
}

fn unit_table(units: &[UnitRow], may_move: bool) -> Markup {
    html! {
        table class="list sticky" {
            thead { tr { th scope="col" { "代码" } th scope="col" { "名称" } th scope="col" { "类别" } th scope="col" { "主管部门" } th scope="col" { "归口科室" } @if may_move { th scope="col" { "办理" } } } }
            tbody {
                @for row in units {
                    tr { td class="mono" { (row.unit.code) } td { (row.unit.name) } td { (kind_name(row.unit.kind)) } td { (row.department_name) } td { (row.budget_division_name) }
                        @if may_move { td { @if row.unit.kind == UnitKind::BudgetUnit { a href={ "/units?move=" (row.unit.id) } { "调整隶属" } } } }
                    }
                }
            }
        }
    }
}
