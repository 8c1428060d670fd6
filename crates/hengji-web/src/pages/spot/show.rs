//! The page of a round: what is fixed, what comes next, what each department has, and the list.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use hengji_app::spot::view::{SpotDepartment, SpotPage, SpotPrepared, SpotYear};
use hengji_app::{AppError, Written};
use hengji_domain::id::SpotRoundId;
use maud::{Markup, html};

use super::super::{Answer, framed, problems, see};
use super::deeds::{Typed, id_of};
use super::filter::Filter;
use super::{inference, list, publication, state_tag, steps};
use crate::error::WebError;
use crate::look::{
    self, Crumb, Part, Problem, Share, TimelineEntry, error_summary, percent_of_bp, text_field,
};
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /spot`: the latest round of the year, or the way to the first.
pub(super) async fn of_year(
    State(state): State<WebState>,
    visit: Visit,
    Query(filter): Query<Filter>,
) -> Answer {
    let (actor, year, query) = (visit.actor(), visit.year(), filter.query());
    let found = state.run(move |app| app.spot_year(&actor, year, &query)).await?;
    Ok(match found {
        SpotYear::Round(page) => shown(&visit, &page, &filter, &Typed::default(), &[]),
        SpotYear::Prepared(prepared) => prepare(&visit, &prepared, &prepared.title, &[]),
    })
}

/// `GET /spot/{id}`.
pub(super) async fn one(
    State(state): State<WebState>,
    visit: Visit,
    Path(id): Path<String>,
    Query(filter): Query<Filter>,
) -> Answer {
    let page = load(&state, &visit, id_of(&id)?, &filter).await?;
    Ok(shown(&visit, &page, &filter, &Typed::default(), &[]))
}

async fn load(
    state: &WebState,
    visit: &Visit,
    id: SpotRoundId,
    filter: &Filter,
) -> Result<SpotPage, WebError> {
    let (actor, query) = (visit.actor(), filter.query());
    state.run(move |app| app.spot_round(&actor, id, &query)).await
}

/// The page of the round after a write, or the same page with what was wrong and what was typed.
pub(super) async fn answer(
    state: &WebState,
    visit: &Visit,
    id: SpotRoundId,
    outcome: Result<Written, WebError>,
    typed: &Typed,
) -> Answer {
    let wrong = match outcome {
        Ok(written) => return Ok(see(&format!("/spot/{}", written.id))),
        Err(error) => refusal(error)?,
    };
    let filter = Filter::default();
    let page = load(state, visit, id, &filter).await?;
    let again = shown(visit, &page, &filter, typed, &wrong);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
}

/// The page of a year without a round, with what was wrong.
pub(super) async fn prepare_again(state: &WebState, visit: &Visit, error: WebError, title: &str) -> Answer {
    let wrong = refusal(error)?;
    let (actor, year, filter) = (visit.actor(), visit.year(), Filter::default());
    let query = filter.query();
    let found = state.run(move |app| app.spot_year(&actor, year, &query)).await?;
    let again = match found {
        SpotYear::Round(page) => shown(visit, &page, &filter, &Typed::default(), &wrong),
        SpotYear::Prepared(prepared) => prepare(visit, &prepared, title, &wrong),
    };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
}

/// What a person can mend on this page; everything else is answered elsewhere.
fn refusal(error: WebError) -> Result<Vec<Problem>, WebError> {
    match error {
        WebError::App(AppError::Invalid(errors)) => Ok(problems(&errors)),
        WebError::App(AppError::Refused { code, message, .. }) => Ok(vec![Problem {
            field: String::new(),
            message: format!("{message} [{code}]"),
        }]),
        other => Err(other),
    }
}

fn prepare(visit: &Visit, prepared: &SpotPrepared, title: &str, problems: &[Problem]) -> Response {
    let body = html! {
        div class="title" { h1 { "绩效抽评" } span class="sub" { (prepared.year) " 年度" } }
        (error_summary(problems))
        @if prepared.may_freeze {
            div class="figures" {
                a class="figure" href="/self-evaluations?state=concluded" { b { (prepared.eligible) } span { "自评已审定,可列入名单" } }
                div class="figure" { b { @match prepared.least { Some(least) => (least) None => "—" } } span { "按规则至少抽取" } }
            }
            section class="card" id="freeze" {
                h2 { "冻结名单" span class="end quiet" { "抽取的第一步" } }
                p { "名单取自绩效自评已审定的项目,冻结后得到一个指纹(SHA-256)。公告之前可以重新冻结,也可以写明理由撤下个别项目;公告之后一个字也不能改。" }
                form method="post" action="/spot" {
                    (visit.token().fields())
                    (text_field("title", "标题", "印在抽取记录和核验页上", title, problems))
                    div class="buttons" { button class="primary" { "冻结名单" } }
                }
            }
        } @else {
            section class="card" { p class="empty" { "本年度还没有公告抽评。名单公告后,这里可以下载名单、抽取记录和核验页。" } }
        }
    };
    framed(visit, "绩效抽评", &[Crumb::here("绩效抽评")], body)
}

fn shown(visit: &Visit, page: &SpotPage, filter: &Filter, typed: &Typed, problems: &[Problem]) -> Response {
    let body = html! {
        div class="title" {
            h1 { (page.title) }
            span class="sub" { "第 " (page.number) " 次抽取" }
            (state_tag(page.state))
            div class="actions" {
                @if 0 < page.begun { a class="button" href={ "/spot/" (page.id) "/circular" } { "通报" } }
                (list::export_form(visit, page, filter))
            }
        }
        (error_summary(problems))
        (steps::bar(page))
        div class="note" id="next" { (page.next) @if !page.why_not.is_empty() { br; (page.why_not) } }
        (figures(page))
        div class="columns" {
            div {
                (steps::forms(visit, page, typed, problems))
                (inference::card(page))
                section class="card" id="departments" {
                    h2 { "按主管部门" span class="end quiet" { "每个部门单独抽取,部门内机会相等" } }
                    (departments(page))
                }
            }
            aside {
                (publication::card(page))
                section class="card" { h2 { "经过" } (trail(page)) }
                (others(page))
            }
        }
        section class="card" id="list" { (list::section(visit, page, filter)) }
    };
    let name = format!("第 {} 次抽取", page.number);
    let path = [Crumb::to("绩效抽评", "/spot"), Crumb::here(name)];
    framed(visit, &page.title, &path, body)
}

fn figures(page: &SpotPage) -> Markup {
    let totals = page.totals;
    let here = format!("/spot/{}", page.id);
    html! {
        div class="figures" {
            a class="figure" href={ (here) "#list" } { b { (totals.eligible) } span { "名单项目" } }
            a class="figure" href={ (here) "?show=drawn&sort=position#list" } { b { (totals.drawn) } span { "抽中项目" } }
            div class="figure" { b { @if page.state.has_record() { (percent_of_bp(totals.share_bp)) } @else { "—" } } span { "抽取比例(不低于 " (percent_of_bp(page.share_bp.into())) ")" } }
            div class="figure" { b { (page.departments.len()) } span { "主管部门" } }
            div class="figure" { b { (look::money_short(totals.drawn_amount)) } span { "抽中金额(万元,名单共 " (look::money_short(totals.amount)) ")" } }
            @if 0 < page.begun { a class="figure" href="/evaluations?kind=spot" { b { (page.concluded) } span { "已有结论(共 " (page.begun) " 项抽评)" } } }
            @if 0 < totals.off { a class="figure" href={ (here) "?show=off#list" } { b { (totals.off) } span { "公告前撤下" } } }
        }
    }
}

fn departments(page: &SpotPage) -> Markup {
    let share = |one: &SpotDepartment| Share {
        name: one.name.clone(),
        parts: vec![
            Part {
                colour: "green",
                name: "抽中",
                count: one.drawn,
            },
            Part {
                colour: "grey",
                name: "未抽中",
                count: one.eligible.saturating_sub(one.drawn),
            },
        ],
        text: format!(
            "{} / {} 个,{}",
            one.drawn,
            one.eligible,
            percent_of_bp(one.share_bp)
        ),
    };
    let shares: Vec<Share> = page.departments.iter().map(share).collect();
    html! {
        @if page.state.has_record() {
            (look::share_chart("各主管部门抽中的项目占名单的比例", &shares))
            (look::legend(&[("green", "抽中"), ("grey", "未抽中")]))
        } @else {
            table class="list" {
                thead { tr { th scope="col" { "主管部门" } th scope="col" class="num" { "名单项目" } th scope="col" class="num" { "金额(万元)" } } }
                tbody {
                    @for one in &page.departments {
                        tr {
                            td { a href={ "/spot/" (page.id) "?department=" (one.department) "#list" } { (one.name) } }
                            td class="num" { (one.eligible) } td class="num" { (look::money(one.amount)) }
                        }
                    }
                }
            }
        }
    }
}

fn trail(page: &SpotPage) -> Markup {
    let entries: Vec<TimelineEntry> = page
        .trail
        .iter()
        .map(|one| TimelineEntry {
            at: one.at,
            who: one.who.clone(),
            what: one.what.clone(),
            text: one.detail.clone(),
            is_return: false,
        })
        .collect();
    look::timeline(&entries)
}

fn others(page: &SpotPage) -> Markup {
    html! {
        @if !page.rounds.is_empty() {
            section class="card" id="rounds" {
                h2 { "本年度其他抽取" }
                ul class="plain" {
                    @for one in &page.rounds {
                        li {
                            a href={ "/spot/" (one.id) } { "第 " (one.number) " 次" } " " (state_tag(one.state))
                            @if !one.reason.is_empty() { div class="small quiet" { "重抽理由:" (one.reason) } }
                        }
                    }
                }
            }
        }
    }
}
