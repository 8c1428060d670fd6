//! What is public of a round: hash, rule, source, value and seal, and the files by which anybody checks the draw.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use hengji_app::AppError;
use hengji_app::spot::SpotFile;
use hengji_app::spot::view::SpotPage;
use maud::{Markup, html};

use super::super::Answer;
use super::deeds::id_of;
use crate::look::{self, verification_mark};
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /spot/{id}/files/{file}`.
pub(super) async fn download(
    State(state): State<WebState>,
    visit: Visit,
    Path((id, file)): Path<(String, String)>,
) -> Answer {
    let (actor, id) = (visit.actor(), id_of(&id)?);
    let file = SpotFile::from_code(&file).ok_or(AppError::NotFound)?;
    let made = state.run(move |app| app.spot_file(&actor, id, file)).await?;
    let headers = [
        (header::CONTENT_TYPE, made.file.media_type().to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{}\"", made.name),
        ),
    ];
    Ok((headers, made.bytes).into_response())
}

pub(super) fn card(page: &SpotPage) -> Markup {
    html! {
        section class="card" id="publication" {
            h2 { "公示内容" }
            dl class="facts" {
                div { dt { "名单指纹" } dd { span class="mono small" { (page.frame_sha256) } } }
                div { dt { "规则" } dd {
                    "每个部门不低于 " (look::percent_of_bp(page.share_bp.into())) " " (verification_mark(&page.share_basis))
                    ",至少 " (page.department_least) " 个 " (verification_mark(&page.basis))
                    @if let Some(total) = page.total { ";共抽 " (total) " 个" }
                } }
                @if let Some(announced) = &page.announced {
                    div { dt { "起始值来源" } dd { (announced.source) } }
                    div { dt { "产生时间" } dd { (look::moment(announced.known_at)) } }
                }
                @if let Some(text) = page.start.as_ref().and_then(|start| start.text.as_ref()) {
                    div { dt { "起始值" } dd { span class="mono" { (text) } } }
                }
                @if !page.seal.is_empty() { div { dt { "记录封印" } dd { span class="mono small" { (page.seal) } } } }
                @if !page.reason.is_empty() { div { dt { "重抽理由" } dd { (page.reason) } } }
            }
            h3 { "下载" }
            ul class="plain" {
                @for file in SpotFile::ALL {
                    @if page.state.has_record() || !file.needs_record() {
                        li { a href={ "/spot/" (page.id) "/files/" (file.code()) } download { (file.name()) } }
                    }
                }
            }
            p class="small quiet" { "核验页不联网、不依赖本系统:选入名单文件,就在您的浏览器里重算一遍。也可用 hengji draw verify,或按规范文本自行编程核对。" }
        }
    }
}
