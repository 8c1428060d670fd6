//! 一体化标准表: goals under the names of the integrated budget system, to be taken out.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use hengji_app::AppError;
use hengji_app::authz::Action;
use hengji_app::standard::StandardTable;
use maud::html;

use super::{Answer, XLSX, framed};
use crate::error::WebError;
use crate::extract::Posted;
use crate::look::{self, Crumb};
use crate::routes::{Routes, Verb};
use crate::state::WebState;
use crate::visit::Visit;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .person(Verb::Get, "/standard-tables", Action::ExportStandard, show)
        .person(
            Verb::Post,
            "/standard-tables/export",
            Action::ExportStandard,
            export,
        )
}

/// `GET /standard-tables`.
async fn show(visit: Visit) -> Answer {
    visit.require(Action::ExportStandard)?;
    let body = html! {
        div class="title" { h1 { "一体化标准表" } span class="sub" { (visit.year()) " 年度,按预算管理一体化的字段名导出绩效目标" } }
        section class="card" {
            table class="list" {
                thead { tr { th scope="col" { "标准表" } th scope="col" { "内容" } th scope="col" { "字段" } th scope="col" { "导出" } } }
                tbody {
                    @for table in StandardTable::ALL {
                        tr {
                            td class="mono nowrap" { (table.code()) } td class="nowrap" { (table.name()) }
                            td class="small" { (table.columns().join(" ")) }
                            td class="nowrap" {
                                form method="post" action="/standard-tables/export" {
                                    (visit.token().fields()) (look::hidden("table", table.code()))
                                    button name="format" value="xlsx" { "Excel" } " " button name="format" value="csv" { "csv" }
                                }
                            }
                        }
                    }
                }
            }
            p class="quiet small" { "布尔值 1 是、2 否;财政区划代码九位;分值写在 KPI_EVALSTD(“分值10”)。标准未给出取值的字段留空。导入由运维人员用命令行办理:hengji import standard。" }
        }
    };
    Ok(framed(
        &visit,
        "一体化标准表",
        &[Crumb::here("一体化标准表")],
        body,
    ))
}

/// `POST /standard-tables/export`.
async fn export(State(state): State<WebState>, posted: Posted) -> Result<Response, WebError> {
    posted.only(&["table", "format"])?;
    let table = StandardTable::from_code(posted.fields.text("table")).ok_or(AppError::NotFound)?;
    let (year, is_csv) = (posted.visit.year(), posted.fields.text("format") == "csv");
    let file = state
        .run(move |app| app.export_standard(&posted.visit.actor(), year, table, is_csv))
        .await?;
    let (kind, ending) = if is_csv {
        ("text/csv; charset=utf-8", "csv")
    } else {
        (XLSX, "xlsx")
    };
    let name = format!("attachment; filename=\"{}-{year}.{ending}\"", table.code());
    Ok((
        [
            (header::CONTENT_TYPE, kind.to_owned()),
            (header::CONTENT_DISPOSITION, name),
        ],
        file,
    )
        .into_response())
}
