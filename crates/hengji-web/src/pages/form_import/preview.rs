//! 检查后入库: what was read, what is wrong with it, where it would go.

use axum::extract::{Path, State};
use axum::response::IntoResponse;
use hengji_app::AppError;
use hengji_app::imports::view::{Destination, FormsPreview, PreviewForm};
use hengji_domain::Severity;
use hengji_domain::id::ImportId;
use maud::{Markup, html};

use super::super::{Answer, framed, sheet::paths};
use super::watch;
use crate::extract::Posted;
use crate::look::{self, Crumb, severity_tag, tag};
use crate::progress::Stage;
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /form-imports/{id}`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    let import: ImportId = id.parse().map_err(AppError::from)?;
    let actor = visit.actor();
    let preview = state.run(move |app| app.forms_preview(&actor, import)).await?;
    let path = [
        Crumb::to("导入表格", "/form-imports/new"),
        Crumb::here(preview.file_name.clone()),
    ];
    Ok(framed(&visit, "检查结果", &path, page(&visit, &preview)).into_response())
}

/// `POST /form-imports/{id}/commit`.
pub(super) async fn commit(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&[])?;
    let import: ImportId = id.parse().map_err(AppError::from)?;
    let (visit, key) = (posted.visit.clone(), posted.key.clone());
    Ok(watch::start(&state, &visit, &key, move |app, sender| {
        let tell = |done, total| {
            sender.send_replace(Stage::Running { done, total });
        };
        app.commit_forms(&posted.visit.actor(), &posted.key, import, &tell)?;
        Ok(Stage::Finished {
            location: format!("/form-imports/{import}"),
        })
    }))
}

fn page(visit: &Visit, preview: &FormsPreview) -> Markup {
    let is_stored = preview.state == "stored";
    html! {
        div class="title" {
            h1 { "检查结果" } @if is_stored { (tag("green", "已入库")) } @else { (tag("amber", "尚未入库")) }
            span class="sub" { (preview.file_name) ",读出 " (preview.forms.len()) " 张表,检查于 " (look::moment(preview.checked_at)) }
        }
        @if is_stored { div class="note good" { "本文件的表已全部入库,可在下面逐张打开。" } }
        @else if preview.can_commit {
            form class="note" method="post" action={ "/form-imports/" (preview.import) "/commit" } {
                (visit.token().fields())
                p { "各表都有去处,可以入库。下列问题不妨碍入库,入库后请逐条改正或说明;提交审核时标“错误”的必须改正。" }
                div class="buttons" { button class="primary" data-key="j" data-key-name="入库" { "全部入库 " kbd { "Alt+J" } } a class="button" href="/form-imports/new" { "换一个文件" } }
            }
        } @else {
            div class="note bad" role="alert" { p { "有表找不到去处,整个文件都不能入库;请按下面标红的说明处理后重新上传。 [import-not-ready]" } a class="button" href="/form-imports/new" { "重新上传" } }
        }
        @for form in &preview.forms { (form_card(form)) }
        p class="small quiet" { "文件摘要值 " code { (preview.file_sha256) } }
    }
}

fn form_card(form: &PreviewForm) -> Markup {
    let title = form.kind.map_or("未识别的表", paths::form_name);
    html! {
        section class="card" {
            h2 {
                (title) (destination_tag(form))
                span class="end quiet" { "工作表“" (form.worksheet) "”,指标 " (form.line_count) " 条" }
            }
            @for problem in &form.problems { p class="bad strong" { (problem) } }
            dl class="facts" {
                div { dt { "项目" } dd { (form.project) } }
                div { dt { "单位" } dd { (form.unit) } }
                div { dt { "自报总分" } dd { (look::score(form.stated_total)) } }
                div { dt { "按规则总分" } dd { (look::score(form.computed_total)) } }
            }
            @if let Destination::Update(sheet) = form.destination { @if let Some(kind) = form.kind { p { a href=(paths::sheet(kind, sheet)) { "打开该表" } } } }
            (findings(form))
        }
    }
}

fn destination_tag(form: &PreviewForm) -> Markup {
    match form.destination {
        Destination::Update(_) => tag("blue", "填入已有草稿"),
        Destination::NewSheet(_) => tag("green", "新建表"),
        Destination::NewProject(_) => tag("green", "新建项目和表"),
        Destination::NewUnit => tag("green", "新建单位、项目和表"),
        Destination::Nowhere => tag("red", "无法入库"),
    }
}

fn findings(form: &PreviewForm) -> Markup {
    let count = |severity| {
        form.findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    };
    html! {
        @if form.findings.is_empty() { p class="good" { "✓ 未发现问题。" } }
        @else {
            p class="small quiet" { "错误 " (count(Severity::Error)) ",提醒 " (count(Severity::Warning)) ",提示 " (count(Severity::Notice)) }
            table class="list" {
                thead { tr { th scope="col" { "轻重" } th scope="col" { "位置" } th scope="col" { "问题" } th scope="col" { "怎样改正" } } }
                tbody {
                    @for finding in &form.findings {
                        tr {
                            td { (severity_tag(finding.severity)) }
                            td class="nowrap" { @match (&finding.cell, finding.position) { (Some(cell), _) => (cell) (None, Some(row)) => { "第 " (row) " 行" } (None, None) => "全表" } }
                            td { (finding.message) " " code { "[" (finding.code) "]" } }
                            td { (finding.suggestion) }
                        }
                    }
                }
            }
        }
    }
}
