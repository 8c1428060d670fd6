//! 附件: files beside a sheet.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use hengji_app::AppError;
use hengji_app::attachments::NewAttachment;
use hengji_app::authz::Action;
use hengji_app::sheets::view::SheetPage;
use hengji_domain::id::{AttachmentId, SheetId};
use maud::{Markup, html};

use super::paths;
use crate::error::form_encoded;
use crate::extract::{Posted, Upload};
use crate::look;
use crate::pages::{Answer, local, see};
use crate::state::WebState;
use crate::visit::Visit;

/// `POST /goals/{id}/attachments`.
pub(super) async fn add(State(state): State<WebState>, Path(id): Path<String>, upload: Upload) -> Answer {
    upload.only(&[])?;
    let sheet: SheetId = id.parse().map_err(AppError::from)?;
    let here = upload.visit.here.clone();
    let file = NewAttachment {
        file_name: upload.file.name,
        bytes: upload.file.bytes,
    };
    state
        .run(move |app| app.add_attachment(&upload.visit.actor(), &upload.key, sheet, &file))
        .await?;
    Ok(see(here.trim_end_matches("/attachments")))
}

/// `GET /attachments/{id}`: always as a download, never shown by us, whatever it says it is.
pub(super) async fn download(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    let id: AttachmentId = id.parse().map_err(AppError::from)?;
    let (file, bytes) = state.run(move |app| app.attachment(&visit.actor(), id)).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, disposition(&file.name)),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; sandbox".to_owned(),
        ),
    ];
    Ok((headers, bytes).into_response())
}

/// `POST /attachments/{id}/withdraw`.
pub(super) async fn withdraw(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    posted.only(&["next"])?;
    let id: AttachmentId = id.parse().map_err(AppError::from)?;
    let next = local(posted.fields.text("next")).to_owned();
    state
        .run(move |app| app.withdraw_attachment(&posted.visit.actor(), &posted.key, id))
        .await?;
    Ok(see(&next))
}

/// The name in the encoding of RFC 5987, so that quotes and line ends in it reach no header.
pub(in crate::pages) fn disposition(name: &str) -> String {
    format!("attachment; filename*=UTF-8''{}", form_encoded(name))
}

/// The list with the form to add one.
pub(super) fn section(page: &SheetPage, visit: &Visit) -> Markup {
    let may_add = page.may(Action::AddAttachment);
    let may_withdraw = page.may(Action::WithdrawAttachment);
    html! {
        @if may_add || !page.attachments.is_empty() {
            section class="card" {
                h2 { "附件(佐证材料)" }
                @if !page.attachments.is_empty() {
                    table class="list" {
                        thead { tr { th scope="col" { "文件" } th scope="col" class="num" { "大小" } th scope="col" { "上传人" } th scope="col" { "时间" } th scope="col" { "摘要值" } @if may_withdraw { th scope="col" { span class="sr" { "操作" } } } } }
                        tbody {
                            @for file in &page.attachments {
                                tr {
                                    td { a href={ "/attachments/" (file.id) } { (file.name) } }
                                    td class="num" { (size(file.bytes)) } td { (file.hand.name) } td { (look::moment(file.hand.at)) }
                                    td class="mono" title=(file.sha256) { (file.sha256.get(..12).unwrap_or_default()) "…" }
                                    @if may_withdraw { td { (withdrawal(page, visit, &file.id.to_string())) } }
                                }
                            }
                        }
                    }
                }
                @if may_add {
                    form class="filters" method="post" enctype="multipart/form-data" action={ (paths::sheet(page.kind, page.id)) "/attachments" } {
                        (visit.token().fields())
                        (look::labelled("选择文件", html! { input type="file" name="file" required; }))
                        button { "上传附件" }
                    }
                }
            }
        }
    }
}

fn withdrawal(page: &SheetPage, visit: &Visit, file: &str) -> Markup {
    html! {
        form method="post" action={ "/attachments/" (file) "/withdraw" } {
            (visit.token().fields()) (look::hidden("next", &paths::sheet(page.kind, page.id)))
            button class="link" data-confirm="撤下后审核人看不到该附件,确定撤下?" { "撤下" }
        }
    }
}

/// Bytes in the unit that people read.
pub(in crate::pages) fn size(bytes: u64) -> String {
    match bytes {
        0..=1023 => format!("{bytes} B"),
        1024..=1_048_575 => format!("{} KB", bytes / 1024),
        _ => format!("{}.{} MB", bytes / 1_048_576, bytes % 1_048_576 * 10 / 1_048_576),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hostile_file_name_cannot_leave_its_header() {
        let shown = disposition("a\"\r\nSet-Cookie: x;验收.pdf");
        assert_eq!(
            shown,
            "attachment; filename*=UTF-8''a%22%0D%0ASet-Cookie%3A%20x%3B%E9%AA%8C%E6%94%B6.pdf"
        );
    }

    #[test]
    fn sizes_are_shown_in_a_readable_unit() {
        for (bytes, shown) in [(12, "12 B"), (2_048, "2 KB"), (1_572_864, "1.5 MB")] {
            assert_eq!(size(bytes), shown);
        }
    }
}
