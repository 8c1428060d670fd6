//! 回头看: the frozen lists of a year, the draw that anyone can repeat, what was seen of each drawn finding.

use axum::extract::{Path, State};
use axum::response::Response;
use hengji_app::AppError;
use hengji_app::rectification::view::{LookBackList, LookBackPage, LookBackRow, LookBackSummary};
use hengji_app::rectification::{FreezeInput, LookBackDraw, LookBackFinding, LookBackResult};
use hengji_domain::id::{EvaluationFindingId, LookBackId};
use maud::{Markup, html};

use super::super::paper::file;
use super::super::{Answer, framed, see, workbook};
use crate::error::WebError;
use crate::extract::Posted;
use crate::look::{self, Crumb, labelled, options, tag, text_field};
use crate::state::WebState;
use crate::visit::Visit;

/// 整改保持 or 问题反弹.
pub(super) fn result_tag(result: LookBackResult) -> Markup {
    let colour = match result {
        LookBackResult::Holds => "green",
        LookBackResult::Relapsed => "red",
    };
    tag(colour, result.name())
}

/// `GET /look-backs`.
pub(super) async fn list(State(state): State<WebState>, visit: Visit) -> Answer {
    let (actor, year) = (visit.actor(), visit.year());
    let page = state.run(move |app| app.look_backs(&actor, year)).await?;
    let body = html! {
        div class="title" { h1 { "回头看" } span class="sub" { (visit.year()) " 年度,回看 " (page.years.0) " 至 " (page.years.1) " 年度已核实的整改" } }
        div class="columns" {
            section class="card" { h2 { "各次回头看" } (summaries(&page)) }
            section class="card rail" { h2 { "冻结名单" } (freeze_form(&visit, &page)) }
        }
    };
    Ok(framed(&visit, "回头看", &[Crumb::here("回头看")], body))
}

fn summaries(page: &LookBackList) -> Markup {
    html! {
        @if page.all.is_empty() { p class="empty" { "本年度还没有组织回头看。" } }
        @else {
            table class="list" {
                thead { tr { th scope="col" { "回头看" } th scope="col" class="num" { "名单" } th scope="col" { "冻结" } th scope="col" { "抽取" } } }
                tbody {
                    @for one in &page.all {
                        tr {
                            td { a href={ "/look-backs/" (one.id) } { (one.title) } }
                            td class="num" { (one.population) }
                            td class="small" { (one.frozen.name) " " (look::moment(one.frozen.at)) }
                            td class="small" { @match &one.drawn { Some((hand, ..)) => { (hand.name) " " (look::moment(hand.at)) } None => (tag("amber", "待抽取")) } }
                        }
                    }
                }
            }
        }
    }
}

fn freeze_form(visit: &Visit, page: &LookBackList) -> Markup {
    let (share, least) = page.rule;
    html! {
        p { "可抽取的对象 " strong { (page.eligible) } " 个:整改已核实、还没有回头看结果的问题。" }
        p class="small quiet" { "按主管部门分层随机抽取 " (look::percent_of_bp(i64::from(share))) ",每个部门至少 " (least) " 个(不足的全取)。先冻结名单、公布校验值和起始值来源,再用公开产生的起始值抽取,任何人都能重算。" }
        @if page.may_freeze {
            form method="post" action="/look-backs" {
                (visit.token().fields())
                (text_field("announced", "公告说明", "何时何地公布校验值,用什么公开数字作起始值", "", &[]))
                @if !page.all.is_empty() { (text_field("reason", "再次抽取的理由", "本年度已组织过,必填", "", &[])) }
                div class="buttons" { button class="primary" { "冻结名单" } }
            }
        } @else { p class="quiet" { "有名单待抽取,或者您的角色不办理冻结。" } }
    }
}

/// `POST /look-backs`.
pub(super) async fn freeze(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&["announced", "reason"])?;
    let year = posted.visit.year();
    let input = FreezeInput {
        announced: posted.fields.text("announced").to_owned(),
        reason: posted.fields.text("reason").to_owned(),
    };
    let written = state
        .run(move |app| app.freeze_look_back(&posted.visit.actor(), &posted.key, year, &input))
        .await?;
    Ok(see(&format!("/look-backs/{}", written.id)))
}

/// `GET /look-backs/{id}`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    let id = id_of(&id)?;
    let actor = visit.actor();
    let page = state.run(move |app| app.look_back(&actor, id)).await?;
    let one = &page.summary;
    let [holds, relapsed, waiting] = page.counts;
    let body = html! {
        div class="title" {
            h1 { (one.title) }
            div class="actions" {
                a class="button" href={ "/look-backs/" (one.id) "/list.csv" } { "名单 CSV" }
                @if one.drawn.is_some() {
                    a class="button" href={ "/look-backs/" (one.id) "/record.json" } { "抽取记录" }
                    a class="button" href={ "/look-backs/" (one.id) "/verifier.html" } { "离线核验页" }
                    form method="post" action={ "/look-backs/" (one.id) "/export" } { (visit.token().fields()) button data-key="e" data-key-name="导出" { "导出 Excel " kbd { "Alt+E" } } }
                }
            }
        }
        @if one.drawn.is_some() {
            div class="figures" {
                div class="figure" { b { (holds) } span { "整改保持" } }
                div class="figure" { b class=[(0 < relapsed).then_some("bad")] { (relapsed) } span { "问题反弹" } }
                div class="figure" { b { (waiting) } span { "待查看" } }
            }
        }
        section class="card" { h2 { "名单和抽取" } (facts(one)) (draw_form(&visit, &page)) }
        @if one.drawn.is_some() { section class="card" id="objects" { h2 { "抽中的问题" } (objects(&visit, &page)) } }
    };
    let path = [Crumb::to("回头看", "/look-backs"), Crumb::here(one.title.clone())];
    Ok(framed(&visit, &one.title, &path, body))
}

fn facts(one: &LookBackSummary) -> Markup {
    html! {
        dl class="facts" {
            div { dt { "回看年度" } dd { (one.years.0) " 至 " (one.years.1) } }
            div { dt { "名单" } dd { (one.population) " 个问题" } }
            div { dt { "名单校验值" } dd class="mono digest" { (one.frame_sha256) } }
            div { dt { "事先公告" } dd { (one.announced) } }
            @if !one.reason.is_empty() { div { dt { "再次抽取的理由" } dd { (one.reason) } } }
            @if let Some((hand, start, seal)) = &one.drawn {
                div { dt { "起始值" } dd class="mono" { (start) } }
                div { dt { "抽取" } dd { (hand.name) " " (look::moment(hand.at)) } }
                div { dt { "记录校验值" } dd class="mono digest" { (seal) } }
            }
        }
    }
}

fn draw_form(visit: &Visit, page: &LookBackPage) -> Markup {
    let one = &page.summary;
    html! {
        @if page.may_draw {
            form method="post" action={ "/look-backs/" (one.id) "/draw" } {
                (visit.token().fields()) (look::hidden("version", &one.version.to_string()))
                (text_field("start_value", "起始值", "公告的公开事件产生的数字,原样填写", "", &[]))
                div class="buttons" { button class="primary" data-confirm="一份名单只能抽取一次,确定按此起始值抽取?" { "抽取" } }
            }
        }
    }
}

fn objects(visit: &Visit, page: &LookBackPage) -> Markup {
    html! {
        table class="list" {
            thead { tr { th scope="col" class="num" { "顺序" } th scope="col" { "问题" } th scope="col" { "单位" } th scope="col" { "根源" } th scope="col" { "结果" } } }
            tbody { @for row in &page.rows { (object(visit, page, row)) } }
        }
    }
}

fn object(visit: &Visit, page: &LookBackPage, row: &LookBackRow) -> Markup {
    let finding = &row.finding;
    html! {
        tr {
            td class="num" { (row.position) }
            td { a href={ "/evaluation-findings/" (finding.id) } { (finding.year) "-" (finding.serial) } div { (finding.words) } }
            td { (finding.unit_name) @if finding.unit_name != finding.department_name { div class="small quiet" { (finding.department_name) } } }
            td { (finding.cause.name) }
            td {
                @match row.result {
                    Some(result) => {
                        (result_tag(result)) " " @if let Some(day) = row.looked_on { (look::date(day)) }
                        div class="small verbatim" { (row.evidence) }
                        @if let Some(relapse) = row.relapse { a href={ "/evaluation-findings/" (relapse) } { "新登记的问题" } }
                        @if let Some(hand) = &row.hand { div class="small quiet" { (hand.name) " " (look::moment(hand.at)) } }
                    }
                    None => @if page.may_record { (result_form(visit, page, row)) } @else { (tag("", "待查看")) }
                }
            }
        }
    }
}

fn result_form(visit: &Visit, page: &LookBackPage, row: &LookBackRow) -> Markup {
    let results = LookBackResult::ALL
        .into_iter()
        .map(|one| (one.code(), one.name()));
    html! {
        form class="filters" method="post" action={ "/look-backs/" (page.summary.id) "/results/" (row.finding.id) } {
            (visit.token().fields()) (look::hidden("version", &row.version.to_string()))
            (labelled("结果", html! { select name="result" { (options(std::iter::once(("", "请选择")).chain(results), "")) } }))
            (labelled("查看日期", html! { input type="text" name="looked_on" placeholder="2021-03-01"; }))
            (labelled("依据", html! { textarea name="evidence" rows="2" maxlength="2000" {} }))
            button { "登记结果" }
        }
    }
}

/// `POST /look-backs/{id}/draw`.
pub(super) async fn draw(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&["version", "start_value"])?;
    let id = id_of(&id)?;
    let input = LookBackDraw {
        version: posted.fields.parsed("version").unwrap_or_default(),
        start_value: posted.fields.text("start_value").to_owned(),
    };
    state
        .run(move |app| app.draw_look_back(&posted.visit.actor(), &posted.key, id, &input))
        .await?;
    Ok(see(&format!("/look-backs/{id}")))
}

/// `POST /look-backs/{id}/results/{finding}`.
pub(super) async fn record(
    State(state): State<WebState>,
    Path((id, finding)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    posted.only(&["version", "result", "looked_on", "evidence"])?;
    let id = id_of(&id)?;
    let finding: EvaluationFindingId = finding.parse().map_err(AppError::from)?;
    let text = |name: &str| posted.fields.text(name).to_owned();
    let input = LookBackFinding {
        version: posted.fields.parsed("version").unwrap_or_default(),
        result: text("result"),
        looked_on: text("looked_on"),
        evidence: text("evidence"),
    };
    state
        .run(move |app| app.record_look_back(&posted.visit.actor(), &posted.key, (id, finding), &input))
        .await?;
    Ok(see(&format!("/look-backs/{id}#objects")))
}

/// `POST /look-backs/{id}/export`.
pub(super) async fn export(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, WebError> {
    posted.only(&[])?;
    let id = id_of(&id)?;
    let file = state
        .run(move |app| app.export_look_back(&posted.visit.actor(), id))
        .await?;
    Ok(workbook("look-back", file))
}

/// `GET /look-backs/{id}/record.json`: for `hengji draw verify`.
pub(super) async fn record_file(
    State(state): State<WebState>,
    visit: Visit,
    Path(id): Path<String>,
) -> Answer {
    let id = id_of(&id)?;
    let text = state
        .run(move |app| app.look_back_record(&visit.actor(), id))
        .await?;
    Ok(file(
        "application/json",
        "回头看抽取记录",
        "json",
        text.into_bytes(),
    ))
}

/// `GET /look-backs/{id}/list.csv`: the list as it is published.
pub(super) async fn frame_file(
    State(state): State<WebState>,
    visit: Visit,
    Path(id): Path<String>,
) -> Answer {
    let id = id_of(&id)?;
    let text = state
        .run(move |app| app.look_back_frame(&visit.actor(), id))
        .await?;
    Ok(file("text/csv", "回头看名单", "csv", text.into_bytes()))
}

/// `GET /look-backs/{id}/verifier.html`: saved, never shown here, because it carries a script.
pub(super) async fn verifier_file(
    State(state): State<WebState>,
    visit: Visit,
    Path(id): Path<String>,
) -> Answer {
    let id = id_of(&id)?;
    let text = state
        .run(move |app| app.look_back_verifier(&visit.actor(), id))
        .await?;
    Ok(file("text/html", "回头看离线核验", "html", text.into_bytes()))
}

fn id_of(text: &str) -> Result<LookBackId, AppError> {
    Ok(text.parse()?)
}
