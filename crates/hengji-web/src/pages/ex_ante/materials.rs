//! 材料: the checklist with files, what the lead said of each, and how to mend it.

use axum::extract::{Path, State};
use hengji_app::AppError;
use hengji_app::attachments::NewAttachment;
use hengji_app::authz::Action;
use hengji_app::ex_ante::MaterialDecision;
use hengji_app::ex_ante::view::{EvaluationPage, MaterialView};
use hengji_domain::ex_ante::MaterialState;
use hengji_domain::id::{AttachmentId, LineKey, SheetId};
use maud::{Markup, html};

use super::deeds::version;
use super::path;
use crate::extract::{Posted, Upload};
use crate::look::{self, tag};
use crate::pages::{Answer, see};
use crate::state::WebState;
use crate::visit::Visit;

/// `POST /ex-ante/{id}/materials/{material}`.
pub(super) async fn add(
    State(state): State<WebState>,
    Path((id, material)): Path<(String, String)>,
    upload: Upload,
) -> Answer {
    upload.only(&[])?;
    let sheet: SheetId = id.parse().map_err(AppError::from)?;
    let material: LineKey = material.parse().map_err(AppError::from)?;
    let file = NewAttachment {
        file_name: upload.file.name,
        bytes: upload.file.bytes,
    };
    state
        .run(move |app| app.add_ex_ante_material(&upload.visit.actor(), &upload.key, sheet, material, &file))
        .await?;
    Ok(see(&format!("{}#materials", path(sheet))))
}

/// `POST /ex-ante/{id}/materials/{material}/decision`.
pub(super) async fn decide(
    State(state): State<WebState>,
    Path((id, material)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    posted.only(&["version", "deed", "reason"])?;
    let sheet: SheetId = id.parse().map_err(AppError::from)?;
    let material: LineKey = material.parse().map_err(AppError::from)?;
    let input = MaterialDecision {
        version: version(&posted),
        is_accepted: posted.fields.text("deed") == "accept",
        reason: posted.fields.text("reason").to_owned(),
    };
    state
        .run(move |app| {
            app.review_ex_ante_material(&posted.visit.actor(), &posted.key, sheet, material, &input)
        })
        .await?;
    Ok(see(&format!("{}#materials", path(sheet))))
}

/// `POST /ex-ante/{id}/files/{file}/withdraw`.
pub(super) async fn withdraw(
    State(state): State<WebState>,
    Path((id, file)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    posted.only(&[])?;
    let sheet: SheetId = id.parse().map_err(AppError::from)?;
    let file: AttachmentId = file.parse().map_err(AppError::from)?;
    state
        .run(move |app| app.withdraw_ex_ante_material(&posted.visit.actor(), &posted.key, sheet, file))
        .await?;
    Ok(see(&format!("{}#materials", path(sheet))))
}

/// The checklist.
pub(super) fn section(page: &EvaluationPage, visit: &Visit) -> Markup {
    let sends = page.may(Action::SendExAnteMaterial);
    let reviews = page.may(Action::ReviewExAnteMaterial);
    let count = |state| {
        page.materials
            .iter()
            .filter(|one| one.material.state == state)
            .count()
    };
    html! {
        section class="card" id="materials" {
            h2 {
                "评估材料(" (page.row.kind.name()) ")"
                span class="end quiet" {
                    @for state in MaterialState::ALL { (state.name()) " " (count(state)) " " }
                }
            }
            table class="list" {
                thead { tr {
                    th scope="col" class="num" { "序号" } th scope="col" { "材料" } th scope="col" { "状态" } th scope="col" { "文件" }
                    th scope="col" { "审核" } @if sends || reviews { th scope="col" { span class="sr" { "办理" } } }
                } }
                tbody { @for one in &page.materials { (material_row(page, one, visit, sends, reviews)) } }
            }
        }
    }
}

fn material_row(
    page: &EvaluationPage,
    one: &MaterialView,
    visit: &Visit,
    sends: bool,
    reviews: bool,
) -> Markup {
    let material = &one.material;
    let id = format!("material-{}", material.position);
    html! {
        tr id=(id) {
            td class="num" { (material.position) }
            td { (material.item.name) @if material.item.is_required { " " (tag("amber", "必备")) } }
            td class="nowrap" { (state_tag(material.state)) }
            td {
                @for file in &one.files {
                    div {
                        a href={ "/attachments/" (file.id) } { (file.name) }
                        @if sends && material.state != MaterialState::Accepted {
                            form class="inline" method="post" action={ (path(page.id)) "/files/" (file.id) "/withdraw" } {
                                (visit.token().fields()) button class="link" { "撤下" }
                            }
                        }
                    }
                }
                @if one.files.is_empty() { span class="quiet" { "—" } }
            }
            td class="small" {
                @if !material.reason.is_empty() { div class="bad" { (material.reason) } }
                @if let (Some(by), Some(at)) = (&material.decided_by, material.decided_at) { span class="quiet" { (by) " " (look::moment(at)) } }
            }
            @if sends {
                td {
                    @if material.state != MaterialState::Accepted {
                        form class="filters" method="post" enctype="multipart/form-data" action={ (path(page.id)) "/materials/" (material.key) } {
                            (visit.token().fields())
                            input type="file" name="file" required aria-label={ "选择文件:" (material.item.name) };
                            button { "上传" }
                        }
                    }
                }
            } @else if reviews {
                td { @if material.state != MaterialState::Missing { (decision(page, one, visit)) } }
            }
        }
    }
}

fn decision(page: &EvaluationPage, one: &MaterialView, visit: &Visit) -> Markup {
    let material = &one.material;
    html! {
        form class="filters" method="post" action={ (path(page.id)) "/materials/" (material.key) "/decision" } {
            (visit.token().fields()) (look::hidden("version", &page.version.to_string()))
            @if material.state != MaterialState::Accepted { button name="deed" value="accept" { "通过" } }
            input type="text" name="reason" placeholder="驳回理由" aria-label={ "驳回理由:" (material.item.name) };
            button name="deed" value="reject" class="danger" { "驳回" }
        }
    }
}

fn state_tag(state: MaterialState) -> Markup {
    let colour = match state {
        MaterialState::Missing => "",
        MaterialState::Received => "blue",
        MaterialState::Accepted => "green",
        MaterialState::Rejected => "red",
    };
    tag(colour, state.name())
}
