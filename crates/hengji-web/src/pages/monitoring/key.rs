//! 财政重点监控: the list of the year with its reasons, and one project with what was seen on the spot.

use axum::extract::{Path, State};
use hengji_app::AppError;
use hengji_app::authz::Action;
use hengji_app::monitoring::view::{KeyPage, KeyProject, KeyRow};
use hengji_app::monitoring::{KeyAdjustment, RecordInput};
use hengji_domain::id::ProjectId;
use hengji_domain::sheet::SheetKind;
use maud::{Markup, html};

use super::super::{Answer, framed, see, workbook};
use crate::extract::Posted;
use crate::look::{self, Crumb, labelled, tag, verification_mark};
use crate::pages::sheet::{monitored, paths};
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /key-monitoring`.
pub(super) async fn list(State(state): State<WebState>, visit: Visit) -> Answer {
    let (actor, year) = (visit.actor(), visit.year());
    let page = state.run(move |app| app.key_monitoring(&actor, year)).await?;
    let body = html! {
        div class="title" {
            h1 { "财政重点监控" }
            span class="sub" { (visit.year()) " 年度,列入 " (page.listed) " 个项目,资金 " (look::money_short(page.total)) }
            div class="actions" { (actions(&page, &visit)) }
        }
        (rule(&page))
        section class="card" { (table(&page)) }
    };
    Ok(framed(
        &visit,
        "财政重点监控",
        &[Crumb::here("财政重点监控")],
        body,
    ))
}

fn actions(page: &KeyPage, visit: &Visit) -> Markup {
    html! {
        @if page.may.contains(&Action::MakeKeyList) {
            form method="post" action="/key-monitoring" { (visit.token().fields()) button class="primary" { "按规则生成名单" } }
        }
        @if page.may.contains(&Action::ExportMonitoring) {
            form method="post" action="/key-monitoring/export" { (visit.token().fields()) button data-key="e" data-key-name="导出" { "导出 Excel " kbd { "Alt+E" } } }
        }
    }
}

fn rule(page: &KeyPage) -> Markup {
    html! {
        @match &page.rule {
            Some((words, citation)) => p class="small" { "选取规则:" (words) " " (verification_mark(citation)) "。规则之外的调整逐条写明理由。" }
            None => p class="warn" { "本年度没有财政重点监控的选取规则。" }
        }
    }
}

fn table(page: &KeyPage) -> Markup {
    html! {
        table class="list sticky" {
            thead { tr {
                th scope="col" { "项目" } th scope="col" { "部门 / 单位" } th scope="col" class="num" { "年度资金(万元)" } th scope="col" { "名单" }
                th scope="col" { "理由" } th scope="col" { "项目灯" } th scope="col" { "监控表" }
            } }
            tbody {
                @for row in &page.rows {
                    tr {
                        td { a href={ "/key-monitoring/" (row.project) } { (row.project_name) } div class="mono small quiet" { (row.project_code) } }
                        td { (row.department_name) @if row.unit_name != row.department_name { div class="small quiet" { (row.unit_name) } } }
                        td class="num" { (look::money(row.total)) }
                        td class="nowrap" { (listed(row)) }
                        td { (row.reason) }
                        td { (look::light(row.light)) }
                        td { @if let Some(sheet) = row.sheet { a href=(paths::sheet(SheetKind::Monitoring, sheet)) { "打开" } } @else { span class="quiet" { "—" } } }
                    }
                }
                @if page.rows.is_empty() { tr { td class="empty" colspan="7" { "名单还没有生成。" } } }
            }
        }
    }
}

fn listed(row: &KeyRow) -> Markup {
    html! {
        @if row.is_listed { (tag("green", "列入")) } @else { (tag("", "移出")) }
        " " span class="small quiet" title={ (row.hand.name) " " (row.hand.at) } { (row.origin) }
    }
}

/// `POST /key-monitoring`.
pub(super) async fn make(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&[])?;
    let year = posted.visit.year();
    state
        .run(move |app| app.make_key_list(&posted.visit.actor(), &posted.key, year))
        .await?;
    Ok(see("/key-monitoring"))
}

/// `POST /key-monitoring/export`.
pub(super) async fn export(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&[])?;
    let year = posted.visit.year();
    let file = state
        .run(move |app| app.export_key_monitoring(&posted.visit.actor(), year))
        .await?;
    Ok(workbook(&format!("key-monitoring-{year}"), file))
}

/// `GET /key-monitoring/{project}`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    let project: ProjectId = id.parse().map_err(AppError::from)?;
    let (actor, year) = (visit.actor(), visit.year());
    let page = state
        .run(move |app| app.key_project(&actor, year, project))
        .await?;
    let row = &page.row;
    let body = html! {
        div class="title" {
            h1 { (row.project_name) } (listed(row)) (look::light(row.light))
            @if crate::menu::may(&visit.actor(), Action::EnterEvaluationFinding) {
                div class="actions" { a class="button" href={ "/evaluation-findings/new?origin=key_monitoring&project=" (row.project) } { "登记为问题" } }
            }
        }
        section class="card" {
            dl class="facts" {
                div { dt { "项目代码" } dd class="mono" { (row.project_code) } }
                div { dt { "主管部门" } dd { (row.department_name) } }
                div { dt { "实施单位" } dd { (row.unit_name) } }
                div { dt { "年度资金(万元)" } dd { (look::money(row.total)) } }
                div { dt { "监控表" } dd { @if let Some(sheet) = row.sheet { a href=(paths::sheet(SheetKind::Monitoring, sheet)) { "打开本期监控表" } } @else { "尚未开启" } } }
            }
            p { strong { "列入或移出的理由:" } (row.reason) span class="quiet small" { " " (row.hand.name) " " (look::moment(row.hand.at)) } }
            @if page.may.contains(&Action::AdjustKeyList) { (adjustment(row, &visit)) }
        }
        (records(&page, &visit))
        (super::letter::card(&page, page.may.contains(&Action::IssuePaper)))
        section class="card" {
            h2 { "监控发现和压减建议" }
            @if page.findings.is_empty() { p class="empty" { "还没有压减建议;请在监控表页面提出。" } } @else { (monitored::findings(&page.findings, &visit, false)) }
        }
    };
    let path = [
        Crumb::to("财政重点监控", "/key-monitoring"),
        Crumb::here(row.project_name.clone()),
    ];
    Ok(framed(&visit, &row.project_name, &path, body))
}

fn adjustment(row: &KeyRow, visit: &Visit) -> Markup {
    let (value, name) = if row.is_listed {
        ("0", "移出名单")
    } else {
        ("1", "列入名单")
    };
    html! {
        form method="post" action={ "/key-monitoring/" (row.project) "/adjust" } class="filters" {
            (visit.token().fields()) (look::hidden("version", &row.version.to_string())) (look::hidden("listed", value))
            (labelled("理由", html! { input type="text" name="reason" required size="50"; }))
            button { (name) }
        }
    }
}

fn records(page: &KeyProject, visit: &Visit) -> Markup {
    html! {
        section class="card" id="records" {
            h2 { "现场监控记录 " span class="tag blue" { (page.records.len()) } }
            @for record in &page.records {
                article class="note" {
                    h3 { (look::date(record.visited_on)) " " (record.place) }
                    p { "到场:" (record.present) }
                    p class="verbatim" { (record.situation) }
                    @if !record.problems.is_empty() { p class="verbatim bad" { "发现的问题:" (record.problems) } }
                    p class="quiet small" { (record.hand.name) " " (look::moment(record.hand.at)) " 登记" }
                }
            }
            @if page.records.is_empty() { p class="empty" { "还没有现场记录。" } }
            @if page.may.contains(&Action::RecordKeyMonitoring) && page.row.is_listed { (record_form(page, visit)) }
        }
    }
}

fn record_form(page: &KeyProject, visit: &Visit) -> Markup {
    html! {
        form method="post" action={ "/key-monitoring/" (page.row.project) "/records" } {
            (visit.token().fields())
            div class="form-grid" {
                (look::field("visited_on", "现场日期", "", None, html! { input type="date" id="visited_on" name="visited_on" required; }))
                (look::field("place", "地点", "", None, html! { input type="text" id="place" name="place" required; }))
                (look::field("present", "到场人员", "写岗位", None, html! { input type="text" id="present" name="present" required; }))
            }
            (look::field("situation", "现场情况", "", None, html! { textarea id="situation" name="situation" rows="3" required {} }))
            (look::field("problems", "发现的问题", "可留空", None, html! { textarea id="problems" name="problems" rows="2" {} }))
            div class="buttons" { button class="primary" data-key="s" data-key-name="登记" { "登记现场记录 " kbd { "Alt+S" } } }
        }
    }
}

/// `POST /key-monitoring/{project}/adjust`.
pub(super) async fn adjust(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&["version", "listed", "reason"])?;
    let project: ProjectId = id.parse().map_err(AppError::from)?;
    let input = KeyAdjustment {
        version: posted.fields.parsed("version").unwrap_or_default(),
        is_listed: posted.fields.text("listed") == "1",
        reason: posted.fields.text("reason").to_owned(),
    };
    state
        .run(move |app| app.adjust_key_list(&posted.visit.actor(), &posted.key, project, &input))
        .await?;
    Ok(see(&format!("/key-monitoring/{project}")))
}

/// `POST /key-monitoring/{project}/records`.
pub(super) async fn record(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&["visited_on", "place", "present", "situation", "problems"])?;
    let project: ProjectId = id.parse().map_err(AppError::from)?;
    let text = |name: &str| posted.fields.text(name).to_owned();
    let input = RecordInput {
        visited_on: text("visited_on"),
        place: text("place"),
        present: text("present"),
        situation: text("situation"),
        problems: text("problems"),
    };
    state
        .run(move |app| app.record_key_monitoring(&posted.visit.actor(), &posted.key, project, &input))
        .await?;
    Ok(see(&format!("/key-monitoring/{project}#records")))
}
