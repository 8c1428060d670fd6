//! 本地更改文件: what was approved, as files to lay into `rules/`.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use hengji_app::AppError;
use maud::html;

use crate::look::Crumb;
use crate::pages::{Answer, framed};
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /rule-overlay`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit) -> Answer {
    let actor = visit.actor();
    let files = state.run(move |app| app.overlay_files(&actor)).await?;
    let division = visit.session.actor.division;
    let body = html! {
        div class="title" { h1 { "本地更改文件" } span class="sub" { (visit.session.division_name) } }
        @if files.is_empty() {
            div class="note" { "还没有已批准的更改。" }
        } @else {
            div class="note" { "以下文件放入规则目录的 " code { (division) "/" } " 文件夹,可用 " code { "hengji rules check" } " 检查;其中的数值与本系统正在使用的一致。" }
        }
        @for file in &files {
            section class="card" {
                div class="title" { h2 { (file.name) } div class="actions" { a class="button" href={ "/rule-overlay/" (file.name) } { "下载" } } }
                pre class="small" { (file.text) }
            }
        }
    };
    let path = [
        Crumb::to("规则更改", "/rule-proposals"),
        Crumb::here("本地更改文件"),
    ];
    Ok(framed(&visit, "本地更改文件", &path, body))
}

/// `GET /rule-overlay/{file}`.
pub(super) async fn download(
    State(state): State<WebState>,
    visit: Visit,
    Path(name): Path<String>,
) -> Answer {
    let files = state.run(move |app| app.overlay_files(&visit.actor())).await?;
    let file = files.into_iter().find(|file| file.name == name);
    let file = file.ok_or(AppError::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, "application/toml; charset=utf-8".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{}\"", file.name),
        ),
    ];
    Ok((headers, file.text).into_response())
}
