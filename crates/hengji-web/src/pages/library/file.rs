//! The library in files: out as filtered, in as proposals.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use hengji_app::AppError;
use hengji_app::authz::Action;
use hengji_app::library::IndicatorInput;
use maud::{Markup, html};

use super::list::Filter;
use super::{Answer, framed, see};
use crate::error::WebError;
use crate::extract::{Posted, Upload};
use crate::look::{self, Crumb, Problem, error_summary};
use crate::pages::workbook;
use crate::state::WebState;
use crate::visit::Visit;

/// `POST /indicators/export`: the list exactly as filtered.
pub(super) async fn export(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&Filter::FIELDS)?;
    let (year, query) = (posted.visit.year(), Filter::of(&posted.fields).query());
    let file = state
        .run(move |app| app.export_library(&posted.visit.actor(), year, &query))
        .await?;
    Ok(workbook(&format!("indicators-{year}"), file))
}

/// `GET /indicators/import`.
pub(super) async fn form(visit: Visit) -> Answer {
    visit.require(Action::ImportLibrary)?;
    Ok(page(&visit, &[]))
}

/// `POST /indicators/import`.
pub(super) async fn import(State(state): State<WebState>, upload: Upload) -> Answer {
    upload.only(&[])?;
    let visit = upload.visit.clone();
    let outcome = state
        .run(move |app| {
            let file = &upload.file;
            app.import_library(&upload.visit.actor(), &upload.key, &file.name, &file.bytes)
        })
        .await;
    match outcome {
        Ok(imported) => Ok(match imported.batch {
            Some(batch) => see(&format!("/library-proposals?batch={batch}")),
            None => see("/indicators"),
        }),
        Err(WebError::App(AppError::Invalid(errors))) => {
            let problems: Vec<Problem> = errors
                .iter()
                .map(|error| Problem {
                    field: String::new(),
                    message: format!("{} [{}]", error.message, error.code),
                })
                .collect();
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&visit, &problems)).into_response())
        }
        Err(error) => Err(error),
    }
}

fn page(visit: &Visit, problems: &[Problem]) -> Response {
    let body = html! {
        div class="title" { h1 { "导入指标库" } span class="sub" { (visit.session.division_name) } }
        (error_summary(problems))
        section class="card" {
            form method="post" enctype="multipart/form-data" action="/indicators/import" {
                (visit.token().fields())
                (look::field("file", "指标清单", ".xlsx、.xls、.ods 或 .csv(UTF-8、GBK 均可)", None, html! { input type="file" id="file" name="file" accept=".xlsx,.xls,.ods,.csv" required; }))
                div class="buttons" { button class="primary" { "上传并提交审核" } a class="button" href="/indicators" { "取消" } }
            }
        }
        (columns())
    };
    let path = [Crumb::to("指标库", "/indicators"), Crumb::here("导入")];
    framed(visit, "导入指标库", &path, body)
}

fn columns() -> Markup {
    html! {
        section class="card" {
            h2 { "清单要有什么" }
            ul {
                li { "表头行写明列名,列的次序不限;导出的 Excel 改后可原样导入。" }
                li { "编码与库中相同的按文件修改,完全相同的不动;编码留空的作为新指标,审核通过时按类别顺编。" }
                li { "任何一行有错,整份都不提交;全部正确才生成一批变更申请,由另一人整批审核后生效。" }
            }
            table class="list" {
                thead { tr { th scope="col" { "列名" } th scope="col" { "必填" } th scope="col" { "最多字数" } th scope="col" { "填写说明" } } }
                tbody {
                    @for field in IndicatorInput::FIELDS {
                        tr { td { (field.title) } td { @if field.is_needed { "是" } } td class="num" { (field.most) } td { (field.hint) } }
                    }
                }
            }
        }
    }
}
