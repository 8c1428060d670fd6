//! What a list of projects would write, what is wrong with it, and how its columns were read.

use axum::extract::{Path, State};
use axum::response::IntoResponse;
use hengji_app::AppError;
use hengji_app::lists::ListField;
use hengji_app::projects::ProjectField;
use hengji_app::projects::view::{MappedColumn, ProjectImportPreview, RowProblem};
use hengji_domain::id::ImportId;
use hengji_domain::money::MoneyUnit;
use maud::{Markup, html};

use super::super::{Answer, framed, see};
use crate::extract::Posted;
use crate::look::{self, Crumb, options, tag};
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /project-imports/{id}`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    let import: ImportId = id.parse().map_err(AppError::from)?;
    let actor = visit.actor();
    let preview = state.run(move |app| app.project_import(&actor, import)).await?;
    let path = [
        Crumb::to("导入项目清单", "/project-imports/new"),
        Crumb::here(preview.file_name.clone()),
    ];
    Ok(framed(&visit, "预览", &path, page(&visit, &preview)).into_response())
}

/// `POST /project-imports/{id}/commit`.
pub(super) async fn commit(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&[])?;
    let import: ImportId = id.parse().map_err(AppError::from)?;
    state
        .run(move |app| app.commit_project_import(&posted.visit.actor(), &posted.key, import))
        .await?;
    Ok(see("/projects"))
}

fn page(visit: &Visit, preview: &ProjectImportPreview) -> Markup {
    html! {
        div class="title" { h1 { "预览" } span class="sub" { (preview.file_name) ",表头在第 " (preview.heading_row) " 行,金额单位 " (preview.money_unit) } }
        (figures(preview))
        (verdict(visit, preview))
        @if !preview.problems.is_empty() { (problems(preview)) }
        (mapping(visit, preview))
        (rows(preview))
    }
}

fn figures(preview: &ProjectImportPreview) -> Markup {
    html! {
        div class="figures" {
            div class="figure" { b { (preview.new_count) } span { "新增项目" } }
            div class="figure" { b { (preview.changed_count) } span { "变更项目" } }
            div class="figure" { b { (preview.unchanged_count) } span { "不变项目" } }
            div class="figure" { b { (look::money(preview.money_total)) } span { "金额合计(万元)" } }
            div class="figure" { b class=[(0 < preview.problem_count).then_some("bad")] { (preview.problem_count) } span { "错误" } }
        }
    }
}

fn verdict(visit: &Visit, preview: &ProjectImportPreview) -> Markup {
    html! {
        @if preview.problem_count == 0 {
            form class="note" method="post" action={ "/project-imports/" (preview.import) "/commit" } {
                (visit.token().fields())
                p { "清单无错,可以入库。请先核对新增、变更数量和金额合计与预算批复一致。" }
                div class="buttons" { button class="primary" data-key="j" data-key-name="入库" { "入库 " kbd { "Alt+J" } } a class="button" href="/project-imports/new" { "换一个文件" } }
            }
        } @else {
            div class="note bad" role="alert" { "有错误,整份清单都不能入库。请在原文件中改正后重新上传;若是列认错了,在下面指定各列含义。 [import-not-ready]" }
        }
    }
}

fn problems(preview: &ProjectImportPreview) -> Markup {
    let row = |problem: &RowProblem| {
        html! {
            tr {
                td class="nowrap" { @match &problem.cell { Some(cell) => (cell) None => { "第 " (problem.row) " 行" } } }
                td { (problem.message) " " code { "[" (problem.code) "]" } }
                td { (problem.suggestion) }
            }
        }
    };
    html! {
        section class="card" {
            h2 { "错误" }
            table class="list sticky" {
                thead { tr { th scope="col" { "位置" } th scope="col" { "错在哪里" } th scope="col" { "怎样改正" } } }
                tbody { @for problem in &preview.problems { (row(problem)) } }
            }
        }
    }
}

/// The reading of the columns, to be changed: the file is sent again with it.
fn mapping(visit: &Visit, preview: &ProjectImportPreview) -> Markup {
    let units = [
        MoneyUnit::Yuan,
        MoneyUnit::TenThousandYuan,
        MoneyUnit::HundredMillionYuan,
    ]
    .map(|unit| (unit.name(), unit.name()));
    html! {
        details class="card" open[preview.problem_count > 0] {
            summary { "列的对应关系" }
            form method="post" enctype="multipart/form-data" action="/project-imports" {
                (visit.token().fields())
                div class="form-grid" {
                    @for column in &preview.columns { (column_select(column)) }
                    (look::select_field("money_unit", "金额单位", units.into_iter(), preview.money_unit, &[]))
                    (look::text_field("keep_mapping_as", "记住这套对应关系", "取个名字,例如“预算一体化导出”;留空不记", "", &[]))
                }
                (look::field("file", "重新选择该文件", "", None, html! { input type="file" id="file" name="file" required; }))
                div class="buttons" { button { "按此对应重新预览" } }
            }
        }
    }
}

fn column_select(column: &MappedColumn) -> Markup {
    let fields = ProjectField::ALL.iter().map(|field| (field.code(), field.name()));
    let all = std::iter::once(("", "不导入")).chain(fields);
    html! {
        div class="field" {
            label for={ "column-" (column.letter) } { (column.letter) " 列 “" (column.heading) "”" }
            (look::hidden("letter", &column.letter))
            select id={ "column-" (column.letter) } name="field" { (options(all, column.field.unwrap_or_default())) }
        }
    }
}

fn rows(preview: &ProjectImportPreview) -> Markup {
    html! {
        section class="card" {
            h2 { "将写入的项目" }
            table class="list sticky" {
                thead { tr { th scope="col" class="num" { "行" } th scope="col" { "项目代码" } th scope="col" { "项目名称" } th scope="col" { "实施单位" } th scope="col" class="num" { "金额(万元)" } th scope="col" { "变化" } } }
                tbody {
                    @for row in &preview.rows {
                        tr {
                            td class="num" { (row.row) } td class="mono" { (row.code) } td { (row.name) } td { (row.unit_name) } td class="num" { (look::money(row.total)) }
                            td { (tag(change_colour(row.change), row.change)) }
                        }
                    }
                }
            }
        }
    }
}

fn change_colour(change: &str) -> &'static str {
    match change {
        "新增" => "green",
        "变更" => "amber",
        _ => "",
    }
}
