//! What a file of money data would load and replace, what would differ, what is wrong with it.

use axum::extract::{Path, State};
use axum::response::IntoResponse;
use hengji_app::AppError;
use hengji_app::lists::ListField;
use hengji_app::money::MoneyField;
use hengji_app::money::view::{MappedColumn, MoneyPreview, PeriodPreview, PreviewDifference, RowProblem};
use hengji_domain::Money;
use hengji_domain::id::ImportId;
use hengji_domain::money::MoneyUnit;
use maud::{Markup, html};

use super::super::{Answer, framed, see};
use super::new::months;
use crate::extract::Posted;
use crate::look::{self, Crumb, options, tag};
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /money-imports/{id}`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    let import: ImportId = id.parse().map_err(AppError::from)?;
    let actor = visit.actor();
    let preview = state.run(move |app| app.money_import(&actor, import)).await?;
    let path = [
        Crumb::to("资金数据", "/money"),
        Crumb::to("导入文件", "/money-imports/new"),
        Crumb::here(preview.file_name.clone()),
    ];
    Ok(framed(&visit, "预览", &path, page(&visit, &preview)).into_response())
}

/// `POST /money-imports/{id}/commit`.
pub(super) async fn commit(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&[])?;
    let import: ImportId = id.parse().map_err(AppError::from)?;
    state
        .run(move |app| app.commit_money_import(&posted.visit.actor(), &posted.key, import))
        .await?;
    Ok(see("/money"))
}

fn page(visit: &Visit, preview: &MoneyPreview) -> Markup {
    html! {
        div class="title" {
            h1 { (preview.kind.name()) "预览" }
            span class="sub" { (preview.source) " · " (preview.file_name) ",表头在第 " (preview.heading_row) " 行,金额单位 " (preview.money_unit) }
        }
        (figures(preview))
        (verdict(visit, preview))
        @if !preview.problems.is_empty() { (problems(preview)) }
        @if !preview.duplicates.is_empty() && !preview.accepts_duplicates { (duplicates(preview)) }
        @if !preview.is_committed { (reading(visit, preview)) }
        (periods(preview))
        @if !preview.unknown.is_empty() { (unknown(preview)) }
        @if !preview.differences.is_empty() { (differences(preview)) }
    }
}

fn figures(preview: &MoneyPreview) -> Markup {
    let rows: u32 = preview.periods.iter().map(|one| one.file_rows).sum();
    let total = preview.periods.iter().fold(Money::ZERO, |sum, one| {
        sum.checked_add(one.file_total).unwrap_or(sum)
    });
    html! {
        div class="figures" {
            div class="figure" { b { (rows) } span { "行" } }
            div class="figure" { b { (look::money(total)) } span { "文件合计(万元)" } }
            div class="figure" { b { (preview.refund_rows) } span { "负数行 " (look::money(preview.refund_total)) " 万元" } }
            div class="figure" { b class=[(0 < preview.unknown_count).then_some("bad")] { (preview.unknown_count) } span { "未登记项目" } }
            div class="figure" { b class=[(0 < preview.difference_count).then_some("bad")] { (preview.difference_count) } span { "入库后的对账差异" } }
            div class="figure" { b class=[(0 < preview.problem_count).then_some("bad")] { (preview.problem_count) } span { "错误" } }
        }
    }
}

fn verdict(visit: &Visit, preview: &MoneyPreview) -> Markup {
    html! {
        @if preview.is_committed {
            div class="note good" { "✓ 该文件已经入库。" a href="/money" { "查看导入台账" } }
        } @else if preview.is_ready {
            form class="note" method="post" action={ "/money-imports/" (preview.import) "/commit" } {
                (visit.token().fields())
                p { "文件无错,可以入库。请先核对合计与来源一致" @if preview.periods.iter().any(|one| one.replaces.is_some()) { strong { ";其中有已导入过的期间,入库后替换原数据,原数据保留可查" } } "。" }
                div class="buttons" { button class="primary" data-key="j" data-key-name="入库" { "入库 " kbd { "Alt+J" } } a class="button" href="/money-imports/new" { "换一个文件" } }
            }
        } @else if 0 < preview.problem_count {
            div class="note bad" role="alert" { "有错误,整份文件都不能入库。请在原文件中改正后重新上传;若是列认错了,在下面指定各列含义。 [money-not-ready]" }
        } @else if !preview.duplicates.is_empty() {
            div class="note bad" role="alert" { "有完全相同的行,不能判断是重复还是多笔支付。请核对;确属多笔的,在下面勾选后重新预览。 [money-not-ready]" }
        } @else {
            div class="note bad" role="alert" { "文件里没有一行金额,没有可写入的内容。 [money-not-ready]" }
        }
    }
}

fn problems(preview: &MoneyPreview) -> Markup {
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

fn duplicates(preview: &MoneyPreview) -> Markup {
    html! {
        section class="card" {
            h2 { "完全相同的行(" (preview.duplicate_count) ")" }
            ul { @for (row, first) in &preview.duplicates { li { "第 " (row) " 行与第 " (first) " 行" } } }
        }
    }
}

/// How the file was read, to be changed: the file is sent again with it.
fn reading(visit: &Visit, preview: &MoneyPreview) -> Markup {
    let units = [
        MoneyUnit::Yuan,
        MoneyUnit::TenThousandYuan,
        MoneyUnit::HundredMillionYuan,
    ]
    .map(|unit| (unit.name(), unit.name()));
    let months = months();
    let months = months.iter().map(|(code, name)| (code.as_str(), name.as_str()));
    html! {
        details class="card" open[!preview.is_ready] {
            summary { "列的对应关系(按来源“" (preview.source) "”记住)" }
            form method="post" enctype="multipart/form-data" action="/money-imports" {
                (visit.token().fields())
                (look::hidden("kind", preview.kind.code())) (look::hidden("source", &preview.source))
                div class="form-grid" {
                    @for column in &preview.columns { (column_select(column)) }
                    (look::select_field("money_unit", "金额单位", units.into_iter(), preview.money_unit, &[]))
                    (look::select_field("month", "所属月份", months, preview.month.as_deref().unwrap_or_default(), &[]))
                }
                @if !preview.duplicates.is_empty() {
                    p { label { input type="checkbox" name="accepts_duplicates" value="yes" checked[preview.accepts_duplicates]; " 完全相同的行确属多笔支付" } }
                }
                (look::field("file", "重新选择该文件", "", None, html! { input type="file" id="file" name="file" required; }))
                div class="buttons" { button { "按此重新预览" } }
            }
        }
    }
}

fn column_select(column: &MappedColumn) -> Markup {
    let fields = MoneyField::ALL.iter().map(|field| (field.code(), field.name()));
    let all = std::iter::once(("", "不导入")).chain(fields);
    html! {
        div class="field" {
            label for={ "column-" (column.letter) } { (column.letter) " 列 “" (column.heading) "”" }
            (look::hidden("letter", &column.letter))
            select id={ "column-" (column.letter) } name="field" { (options(all, column.field.unwrap_or_default())) }
        }
    }
}

fn periods(preview: &MoneyPreview) -> Markup {
    html! {
        section class="card" {
            h2 { "各期间" }
            table class="list" {
                thead { tr { th scope="col" { "期间" } th scope="col" class="num" { "文件行数" } th scope="col" class="num" { "文件合计(万元)" } th scope="col" class="num" { "入库行数" } th scope="col" class="num" { "入库合计(万元)" } th scope="col" { "替换" } th scope="col" { "同期间其他来源" } } }
                tbody {
                    @for one in &preview.periods { (period_row(one)) }
                    @if preview.periods.is_empty() { tr { td class="empty" colspan="7" { "没有读到金额。" } } }
                }
            }
        }
    }
}

fn period_row(one: &PeriodPreview) -> Markup {
    html! {
        tr {
            td { (one.period) }
            td class="num" { (one.file_rows) } td class="num" { (look::money(one.file_total)) }
            td class="num" { (one.loaded_rows) } td class="num" { (look::money(one.loaded_total)) }
            td {
                @match &one.replaces {
                    Some(load) => { (tag("amber", "替换")) " 原 " (load.loaded_rows) " 行 " (look::money(load.loaded_total)) " 万元(" (load.loaded_by_name) " " (look::moment(load.loaded_at)) ")" }
                    None => span class="quiet" { "新" }
                }
            }
            td { @if one.other_sources.is_empty() { span class="quiet" { "—" } } @else { (tag("amber", "将相加")) " " (one.other_sources.join("、")) } }
        }
    }
}

fn unknown(preview: &MoneyPreview) -> Markup {
    html! {
        section class="card" {
            h2 { "项目库中没有的项目(" (preview.unknown_count) ")" }
            p class="quiet" { "这些行不入库,入库后逐个列为对账差异;确属新项目的先登记项目,再重新导入该期间。" }
            table class="list sticky" {
                thead { tr { th scope="col" { "项目代码" } th scope="col" { "文件中的名称" } th scope="col" { "期间" } th scope="col" class="num" { "首行" } th scope="col" class="num" { "行数" } th scope="col" class="num" { "金额(万元)" } } }
                tbody {
                    @for one in &preview.unknown {
                        tr { td class="mono" { (one.code) } td { (one.name) } td { (one.period) } td class="num" { (one.first_row) } td class="num" { (one.rows) } td class="num" { (look::money(one.total)) } }
                    }
                }
            }
        }
    }
}

fn differences(preview: &MoneyPreview) -> Markup {
    let row = |one: &PreviewDifference| {
        html! {
            tr {
                td { (tag("amber", one.kind.name())) } td { (one.subject_name) } td { (one.period) }
                td class="num" { (look::money(one.expected)) div class="quiet small" { (one.kind.expected_name()) } }
                td class="num" { (look::money(one.found)) div class="quiet small" { (one.kind.found_name()) } }
            }
        }
    };
    html! {
        section class="card" {
            h2 { "入库后的对账差异(" (preview.difference_count) ")" }
            table class="list sticky" {
                thead { tr { th scope="col" { "差异" } th scope="col" { "对象" } th scope="col" { "期间" } th scope="col" class="num" { "应为(万元)" } th scope="col" class="num" { "实为(万元)" } } }
                tbody { @for one in &preview.differences { (row(one)) } }
            }
        }
    }
}
