//! A workbook is sent and checked while the page watches.

use axum::extract::State;
use axum::response::IntoResponse;
use hengji_app::authz::Action;
use hengji_app::imports::UploadedWorkbook;
use maud::{Markup, html};

use super::super::{Answer, framed};
use super::watch;
use crate::extract::Upload;
use crate::look::{self, Crumb};
use crate::progress::Stage;
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /form-imports/new`.
pub(super) async fn form(visit: Visit) -> Answer {
    visit.require(Action::ImportForms)?;
    Ok(framed(&visit, "导入表格", &[Crumb::here("导入表格")], page(&visit)).into_response())
}

/// `POST /form-imports`: reading a large workbook takes seconds, so the page is sent to watch it.
pub(super) async fn upload(State(state): State<WebState>, upload: Upload) -> Answer {
    upload.only(&[])?;
    let (visit, year) = (upload.visit.clone(), upload.visit.year());
    let file = UploadedWorkbook {
        file_name: upload.file.name,
        bytes: upload.file.bytes,
    };
    let key = upload.key;
    Ok(watch::start(&state, &visit, &key.clone(), move |app, _| {
        let preview = app.preview_forms(&upload.visit.actor(), &key, year, &file)?;
        Ok(Stage::Finished {
            location: format!("/form-imports/{}", preview.import),
        })
    }))
}

fn page(visit: &Visit) -> Markup {
    html! {
        div class="title" { h1 { "导入表格" } span class="sub" { "绩效目标申报表、绩效自评表" } }
        section class="card" {
            form method="post" enctype="multipart/form-data" action="/form-imports" {
                (visit.token().fields())
                (look::field("file", "工作簿", ".xlsx、.xls、.ods,20 MB 以内;一个文件可有多张表", None, html! { input type="file" id="file" name="file" accept=".xlsx,.xls,.ods" required; }))
                div class="buttons" { button class="primary" { "上传并检查" } span class="quiet" { "先检查、后入库:检查时不写入任何表。" } }
            }
        }
        section class="card" {
            h2 { "怎样读表" }
            ul {
                li { "按表头文字认列,合并单元格、“其中”行、指标值分三列、缺列的表都可以;认不出的行列在检查结果中,不会悄悄丢掉。" }
                li { "文字原样保存;读不出的数保留原文并列为问题,不猜。" }
                li { "一个文件要么全部入库,要么全不入库;已提交审核的表不会被覆盖。" }
            }
        }
    }
}
