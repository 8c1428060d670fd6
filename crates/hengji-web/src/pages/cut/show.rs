//! One cut: what was found and where, what the project can lose, the decision, the vouchers, and what comes next.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use hengji_app::cuts::view::{CutPage, VoucherRow};
use hengji_app::cuts::{Ruling, VoucherInput};
use hengji_app::domain::cut::CutRoom;
use hengji_app::{AppError, FieldError, Written};
use hengji_domain::Money;
use hengji_domain::id::CutId;
use hengji_domain::sheet::SheetKind;
use maud::{Markup, html};

use super::super::{Answer, framed, problems, see, sheet::paths};
use super::state_tag;
use crate::error::WebError;
use crate::extract::Posted;
use crate::look::{self, Crumb, Problem, TimelineEntry, error_summary, plain_money, text_field};
use crate::state::WebState;
use crate::visit::Visit;

/// What was typed into a form that was refused.
#[derive(Default)]
struct Typed {
    amount: Option<String>,
    words: String,
    voucher: VoucherInput,
}

/// `GET /cuts/{id}`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    let page = load(&state, &visit, id_of(&id)?).await?;
    Ok(shown(&visit, &page, &Typed::default(), &[]))
}

/// `POST /cuts/{id}/decide`.
pub(super) async fn decide(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&["version", "amount", "words", "do"])?;
    let (id, visit) = (id_of(&id)?, posted.visit.clone());
    let ruling = Ruling {
        version: posted.fields.parsed("version").unwrap_or_default(),
        is_cut: posted.fields.text("do") != "reject",
        amount: posted.fields.text("amount").to_owned(),
        words: posted.fields.text("words").to_owned(),
    };
    let typed = Typed {
        amount: Some(ruling.amount.clone()),
        words: ruling.words.clone(),
        ..Typed::default()
    };
    let outcome = state
        .run(move |app| app.decide_cut(&posted.visit.actor(), &posted.key, id, &ruling))
        .await;
    answer(&state, &visit, id, outcome, &typed).await
}

/// `POST /cuts/{id}/withdraw`.
pub(super) async fn withdraw(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    posted.only(&["version"])?;
    let id = id_of(&id)?;
    let version = posted.fields.parsed("version").unwrap_or_default();
    state
        .run(move |app| app.withdraw_cut(&posted.visit.actor(), &posted.key, id, version))
        .await?;
    Ok(see(&format!("/cuts/{id}")))
}

/// `POST /cuts/{id}/vouchers`.
pub(super) async fn enter_voucher(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    posted.only(&["number", "dated_on", "amount"])?;
    let (id, visit) = (id_of(&id)?, posted.visit.clone());
    let text = |name: &str| posted.fields.text(name).to_owned();
    let voucher = VoucherInput {
        number: text("number"),
        dated_on: text("dated_on"),
        amount: text("amount"),
    };
    let typed = Typed {
        voucher: voucher.clone(),
        ..Typed::default()
    };
    let outcome = state
        .run(move |app| app.enter_cut_voucher(&posted.visit.actor(), &posted.key, id, &voucher))
        .await;
    answer(&state, &visit, id, outcome, &typed).await
}

/// The page of the cut after a write, or the same form with what was wrong.
async fn answer(
    state: &WebState,
    visit: &Visit,
    id: CutId,
    outcome: Result<Written, WebError>,
    typed: &Typed,
) -> Answer {
    let errors: Vec<FieldError> = match outcome {
        Ok(_) => return Ok(see(&format!("/cuts/{id}"))),
        Err(WebError::App(AppError::Invalid(errors))) => errors,
        Err(other) => return Err(other),
    };
    let page = load(state, visit, id).await?;
    let again = shown(visit, &page, typed, &problems(&errors));
    Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
}

async fn load(state: &WebState, visit: &Visit, id: CutId) -> Result<CutPage, WebError> {
    let actor = visit.actor();
    state.run(move |app| app.cut_page(&actor, id)).await
}

fn id_of(text: &str) -> Result<CutId, AppError> {
    Ok(text.parse()?)
}

fn shown(visit: &Visit, page: &CutPage, typed: &Typed, problems: &[Problem]) -> Response {
    let row = &page.row;
    let name = format!("{} {}-{}", row.book.name, row.year, row.serial);
    let body = html! {
        div class="title" { h1 { (name) } span class="sub" { (row.project_name) } (state_tag(row.state)) }
        (error_summary(problems))
        div class="note" id="next" { (page.next) @if !page.why_not.is_empty() { br; (page.why_not) } }
        div class="columns" {
            div {
                section class="card" { h2 { "发现的问题" } (finding(page)) }
                section class="card" id="decision" { h2 { "决定" } (decision(visit, page, typed, problems)) }
                section class="card" id="vouchers" { h2 { "凭证" span class="end quiet" { "预算调整的文件或凭证,逐笔登记" } } (vouchers(visit, page, typed, problems)) }
            }
            aside {
                section class="card" { h2 { "可压减余额" } (room(page.room)) (sources(page)) }
                section class="card" { h2 { "经过" } (trail(page)) }
            }
        }
    };
    let path = [Crumb::to("压减核减台账", "/cuts"), Crumb::here(name.clone())];
    framed(visit, &name, &path, body)
}

fn finding(page: &CutPage) -> Markup {
    let row = &page.row;
    html! {
        dl class="facts" {
            div { dt { "项目" } dd { a href={ "/projects/" (row.project) "#cuts" } { (row.project_name) } " " span class="mono small quiet" { (row.project_code) } } }
            div { dt { "主管部门" } dd { (row.department_name) } }
            div { dt { "实施单位" } dd { (row.unit_name) } }
            div { dt { "压减依据" } dd { (row.ground) } }
            div { dt { "建议压减" } dd { strong { (look::money(row.proposed)) } " 万元" } }
            div { dt { "提出" } dd { (row.proposer.name) " " (look::moment(row.proposer.at)) } }
            div { dt { "来源" } dd {
                @match &page.source {
                    Some(source) => { a href={ (paths::sheet(SheetKind::Monitoring, source.sheet)) "#cuts" } { "监控表 " (source.period) } ",指标:" @if source.line.is_empty() { "全项目" } @else { (source.line) } }
                    None => "在台账中直接提出"
                }
            } }
        }
        p class="verbatim" { (page.finding) }
    }
}

fn decision(visit: &Visit, page: &CutPage, typed: &Typed, problems: &[Problem]) -> Markup {
    let row = &page.row;
    let version = page.version.to_string();
    let path = |verb: &str| format!("/cuts/{}/{verb}", row.id);
    let amount = typed
        .amount
        .clone()
        .unwrap_or_else(|| plain_money(Some(row.proposed)));
    let words = html! { textarea id="words" name="words" rows="2" maxlength="2000" { (typed.words) } };
    html! {
        @match &row.decider {
            Some(hand) => dl class="facts" {
                div { dt { "结果" } dd { (state_tag(row.state)) @if let Some(decided) = row.decided { " " strong { (look::money(decided)) } " 万元" } } }
                div { dt { "办理" } dd { (hand.name) " " (look::moment(hand.at)) } }
                @if !page.words.is_empty() { div { dt { "意见" } dd { (page.words) } } }
            },
            None => @if !page.may_decide { p class="quiet" { "尚未决定。" } }
        }
        @if page.may_decide {
            form method="post" action=(path("decide")) {
                (visit.token().fields()) (look::hidden("version", &version))
                (text_field("amount", "决定压减(万元)", "不超过建议金额和可压减余额", &amount, problems))
                (look::field("words", "意见", "不予压减时必填", look::problem_of(problems, "words"), words))
                div class="buttons" {
                    button class="primary" name="do" value="cut" { "决定压减" }
                    button name="do" value="reject" data-confirm="确定不予压减?" { "不予压减" }
                }
            }
        }
        @if page.may_withdraw {
            form method="post" action=(path("withdraw")) {
                (visit.token().fields()) (look::hidden("version", &version))
                div class="buttons" { button data-confirm="撤回后该建议不再由财政决定,确定撤回?" { "撤回建议" } }
            }
        }
    }
}

fn vouchers(visit: &Visit, page: &CutPage, typed: &Typed, problems: &[Problem]) -> Markup {
    let row = |one: &VoucherRow| {
        html! {
            tr {
                td { (one.number) } td class="nowrap" { (look::date(one.dated_on)) } td class="num" { (look::money(one.amount)) }
                td class="small" { (one.hand.name) " " (look::moment(one.hand.at)) }
            }
        }
    };
    let rest = page
        .row
        .decided
        .map(|decided| Money::from_fen(decided.fen().saturating_sub(page.row.taken.fen())));
    let amount = if typed.voucher.amount.is_empty() {
        plain_money(rest)
    } else {
        typed.voucher.amount.clone()
    };
    let voucher = &typed.voucher;
    html! {
        @if page.vouchers.is_empty() { p class="empty" { "还没有凭证。" } }
        @else {
            table class="list" {
                thead { tr { th scope="col" { "文号、凭证号" } th scope="col" { "日期" } th scope="col" class="num" { "金额(万元)" } th scope="col" { "登记" } } }
                tbody { @for one in &page.vouchers { (row(one)) } }
                tfoot { tr { th scope="row" colspan="2" { "合计" } td class="num" { strong { (look::money(page.row.taken)) } } td class="small quiet" { @if let Some(decided) = page.row.decided { "决定压减 " (look::money(decided)) } } } }
            }
        }
        @if page.may_enter_voucher {
            form method="post" action={ "/cuts/" (page.row.id) "/vouchers" } {
                (visit.token().fields())
                (text_field("number", "文号、凭证号", "", &voucher.number, problems))
                (text_field("dated_on", "日期", "如 2020-09-20,须在预算年度内", &voucher.dated_on, problems))
                (text_field("amount", "金额(万元)", "不超过尚未取得凭证的金额", &amount, problems))
                div class="buttons" { button class="primary" { "登记凭证" } }
            }
        }
    }
}

/// The arithmetic of what a project can lose.
pub(super) fn room(room: CutRoom) -> Markup {
    let line = |sign: &str, name: &str, money: Money| {
        html! { tr { td { (sign) } th scope="row" { (name) } td class="num" { (look::money(money)) } } }
    };
    html! {
        table class="list" {
            tbody {
                (line("", "预算(万元)", room.budget))
                (line("−", "已支付", room.paid))
                (line("−", "其他压减(待决定和已决定)", room.claimed))
                tr { td { "=" } th scope="row" { "可压减余额" } td class="num" { strong { @match room.left() { Some(left) => (look::money(left)) None => "—" } } } }
            }
        }
    }
}

fn sources(page: &CutPage) -> Markup {
    let [budget, paid] = &page.money_sources;
    let source = |name: &str, text: &Option<String>| {
        html! { li { (name) ":" (text.as_deref().unwrap_or("项目登记数或尚未载入")) } }
    };
    html! { ul class="small quiet" { (source("预算来源", budget)) (source("支付来源", paid)) } }
}

fn trail(page: &CutPage) -> Markup {
    let entries: Vec<TimelineEntry> = page
        .trail
        .iter()
        .map(|one| TimelineEntry {
            at: one.at,
            who: one.who.clone(),
            what: one.what.clone(),
            text: one.detail.clone(),
            is_return: one.what.contains("不予"),
        })
        .collect();
    look::timeline(&entries)
}
