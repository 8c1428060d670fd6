//! 查阅记录: what people of institutions looked at in one evaluation.

use axum::extract::{Path, State};
use maud::html;

use super::super::{Answer, framed};
use super::{id_of, path};
use crate::look::{self, Crumb};
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /evaluations/{id}/reads`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    let id = id_of(&id)?;
    let actor = visit.actor();
    let (title, reads) = state
        .run(move |app| {
            let reads = app.institution_reads(&actor, id)?;
            Ok((app.evaluation(&actor, id)?.title, reads))
        })
        .await?;
    let body = html! {
        div class="title" { h1 { "查阅记录" } span class="sub" { (title) } }
        section class="card" {
            @if reads.is_empty() { p class="empty" { "第三方机构还没有查阅过本评价。" } }
            @else {
                table class="list" {
                    thead { tr { th scope="col" { "账户" } th scope="col" { "时间" } th scope="col" { "事项" } } }
                    tbody { @for one in &reads { tr { td { (one.who) } td { (look::moment(one.at)) } td { (one.way) } } } }
                }
                p class="quiet small" { "只列最近的 50 次;全部见审计日志。" }
            }
        }
    };
    let crumbs = [
        Crumb::to("绩效评价", "/evaluations"),
        Crumb::to(title.clone(), path(id)),
        Crumb::here("查阅记录"),
    ];
    Ok(framed(&visit, "查阅记录", &crumbs, body))
}
