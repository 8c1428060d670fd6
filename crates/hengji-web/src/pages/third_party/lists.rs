//! 合格机构名单: frozen for the public, printable, with a digest.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use hengji_app::AppError;
use hengji_app::authz::Action;
use hengji_app::third_party::view::PublicListPage;
use hengji_domain::id::InstitutionListId;
use maud::{Markup, html};

use super::super::{Answer, framed, see, workbook};
use crate::error::WebError;
use crate::extract::Posted;
use crate::look::{self, Crumb};
use crate::menu::may;
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /institution-lists`.
pub(super) async fn all(State(state): State<WebState>, visit: Visit) -> Answer {
    let actor = visit.actor();
    let lists = state.run(move |app| app.institution_lists(&actor)).await?;
    let body = html! {
        div class="title" {
            h1 { "合格机构名单" }
            span class="sub" { "符合全部入选条件的机构,公布后不再改动" }
            div class="actions" {
                @if may(&visit.actor(), Action::FreezeInstitutionList) {
                    form method="post" action="/institution-lists" { (visit.token().fields()) button class="primary" data-confirm="以现在的登记和审查结果公布一期名单,确定?" { "公布一期名单" } }
                }
            }
        }
        section class="card" {
            @if lists.is_empty() { p class="empty" { "还没有公布过名单。" } }
            @else {
                table class="list" {
                    thead { tr { th scope="col" { "名单" } th scope="col" class="num" { "机构(家)" } th scope="col" { "公布" } } }
                    tbody { @for one in &lists { tr {
                        td { a href={ "/institution-lists/" (one.id) } { (one.year) " 年第 " (one.number) " 期" } }
                        td class="num" { (one.rows) } td { (one.frozen.name) " · " (look::moment(one.frozen.at)) }
                    } } }
                }
            }
        }
    };
    let path = [
        Crumb::to("第三方机构", "/institutions"),
        Crumb::here("合格机构名单"),
    ];
    Ok(framed(&visit, "合格机构名单", &path, body))
}

/// `POST /institution-lists`.
pub(super) async fn freeze(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&[])?;
    let written = state
        .run(move |app| app.freeze_institution_list(&posted.visit.actor(), &posted.key))
        .await?;
    Ok(see(&format!("/institution-lists/{}", written.id)))
}

/// `GET /institution-lists/{id}`: as it is printed.
pub(super) async fn one(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    let id = id_of(&id)?;
    let actor = visit.actor();
    let page = state.run(move |app| app.institution_list(&actor, id)).await?;
    let title = format!(
        "{} 年合格第三方机构名单(第 {} 期)",
        page.brief.year, page.brief.number
    );
    let body = html! {
        h1 { (title) }
        (table(&page))
        p class="small" { "共 " (page.brief.rows) " 家;" (page.brief.frozen.name) " 于 " (look::moment(page.brief.frozen.at)) " 公布。" }
        p class="small" { "名单指纹(SHA-256):" span class="mono" { (page.sha256) } }
        form class="no-print" method="post" action={ "/institution-lists/" (id) "/export" } { (visit.token().fields()) button data-key="e" data-key-name="导出" { "导出 Excel" } }
    };
    let is_demonstration = visit.frame().is_demonstration;
    Ok(look::paper_page(&title, "/institution-lists", is_demonstration, body).into_response())
}

fn table(page: &PublicListPage) -> Markup {
    html! {
        table class="list" {
            thead { tr { th scope="col" { "机构名称" } th scope="col" { "统一社会信用代码" } th scope="col" { "种类" } th scope="col" { "成立日期" } th scope="col" class="num" { "专业人员" } th scope="col" class="num" { "主评人" } } }
            tbody { @for row in &page.rows { tr {
                td { (row.name) } td class="mono" { (row.credit_code) } td { (row.kind) } td { (row.founded_on) } td class="num" { (row.people) } td class="num" { (row.leads) }
            } } }
        }
    }
}

/// `POST /institution-lists/{id}/export`.
pub(super) async fn export(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, WebError> {
    posted.only(&[])?;
    let id = id_of(&id)?;
    let file = state
        .run(move |app| app.export_institution_list(&posted.visit.actor(), id))
        .await?;
    Ok(workbook("institution-list", file))
}

fn id_of(text: &str) -> Result<InstitutionListId, AppError> {
    text.parse().map_err(AppError::from)
}
