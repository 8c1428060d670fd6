//! A new indicator of the library.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use hengji_app::authz::Action;
use hengji_app::library::NewIndicator;
use hengji_app::{AppError, FieldError};
use maud::html;

use super::super::{Answer, framed, see};
use crate::error::{WebError, form_encoded};
use crate::extract::Posted;
use crate::look::{Crumb, Problem, error_summary, text_field};
use crate::state::WebState;
use crate::visit::Visit;

/// The fields with their labels and hints.
const FIELDS: [(&str, &str, &str); 7] = [
    ("level1", "一级指标", "按本年度分类,例如:产出指标"),
    ("level2", "二级指标", "例如:数量指标"),
    ("name", "三级指标", "例如:道路养护里程"),
    ("comparator", "比较符", "≥、>、=、<、≤,可留空"),
    ("example", "指标值示例", "可留空"),
    ("unit", "计量单位", "可留空"),
    ("source", "来源", "文件、历年目标或编制说明"),
];

/// `GET /indicators/new`.
pub(super) async fn form(visit: Visit) -> Answer {
    visit.require(Action::AddLibraryIndicator)?;
    Ok(page(&visit, &[""; 7], &[]))
}

/// `POST /indicators`.
pub(super) async fn add(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&FIELDS.map(|(name, _, _)| name))?;
    let visit = posted.visit.clone();
    let typed = FIELDS.map(|(name, _, _)| posted.fields.text(name).to_owned());
    let [level1, level2, name, comparator, example, unit, source] = typed.clone();
    let input = NewIndicator {
        level1,
        level2,
        name,
        comparator,
        example,
        unit,
        source,
    };
    let (year, found) = (visit.year(), form_encoded(&input.name));
    let outcome = state
        .run(move |app| app.add_library_indicator(&posted.visit.actor(), &posted.key, year, &input))
        .await;
    match outcome {
        Ok(_) => Ok(see(&format!("/indicators?q={found}"))),
        Err(WebError::App(AppError::Invalid(errors))) => {
            let one = |error: &FieldError| Problem {
                field: error.field.clone(),
                message: format!("{} [{}]", error.message, error.code),
            };
            let problems: Vec<Problem> = errors.iter().map(one).collect();
            let typed = typed.each_ref().map(String::as_str);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&visit, &typed, &problems)).into_response())
        }
        Err(error) => Err(error),
    }
}

fn page(visit: &Visit, typed: &[&str; 7], problems: &[Problem]) -> Response {
    let body = html! {
        div class="title" { h1 { "新增指标" } span class="sub" { (visit.session.division_name) "指标库" } }
        (error_summary(problems))
        form class="card" method="post" action="/indicators" data-guard {
            (visit.token().fields())
            div class="form-grid" {
                @for ((id, label, hint), value) in FIELDS.iter().zip(typed) { (text_field(id, label, hint, value, problems)) }
            }
            div class="buttons" { button class="primary" data-key="s" data-key-name="保存" { "保存 " kbd { "Alt+S" } } a class="button" href="/indicators" { "取消" } }
        }
    };
    framed(
        visit,
        "新增指标",
        &[Crumb::to("指标库", "/indicators"), Crumb::here("新增指标")],
        body,
    )
}
