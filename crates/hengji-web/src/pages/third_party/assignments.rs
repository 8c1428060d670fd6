//! 第三方委托: what was given to whom, what still waits, direct assignment, and the announcement of a draw.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use hengji_app::AppError;
use hengji_app::authz::Action;
use hengji_app::third_party::view::{AssignmentBoard, AssignmentRow};
use hengji_app::third_party::{
    AssignInput, AssignmentQuery, AssignmentState, DrawAnnouncement, InstitutionDrawState, WithdrawInput,
};
use hengji_domain::id::AssignmentId;
use maud::{Markup, html};
use serde::Deserialize;

use super::super::{Answer, export_form, framed, see, workbook};
use super::{assignment_tag, refusals};
use crate::error::WebError;
use crate::extract::Posted;
use crate::fields::Fields;
use crate::look::{
    self, Crumb, Problem, error_summary, hidden, labelled, options, select_field, tag, text_field,
};
use crate::menu::may;
use crate::state::WebState;
use crate::visit::Visit;

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct Filter {
    q: String,
    state: String,
}

impl Filter {
    const FIELDS: [&'static str; 2] = ["q", "state"];

    fn of(fields: &Fields) -> Self {
        Self {
            q: fields.text("q").to_owned(),
            state: fields.text("state").to_owned(),
        }
    }

    fn query(&self) -> AssignmentQuery {
        AssignmentQuery {
            text: self.q.clone(),
            state: AssignmentState::from_code(&self.state),
        }
    }

    fn pairs(&self) -> [(&'static str, &str); 2] {
        [("q", &self.q), ("state", &self.state)]
    }
}

/// What was typed into a form that was refused.
#[derive(Default)]
struct Typed {
    direct: AssignInput,
    draw: DrawAnnouncement,
}

/// `GET /assignments`.
pub(super) async fn show(
    State(state): State<WebState>,
    visit: Visit,
    Query(filter): Query<Filter>,
) -> Answer {
    let board = load(&state, &visit, &filter).await?;
    Ok(shown(&visit, &board, &filter, &Typed::default(), &[]))
}

async fn load(state: &WebState, visit: &Visit, filter: &Filter) -> Result<AssignmentBoard, WebError> {
    let (actor, year, query) = (visit.actor(), visit.year(), filter.query());
    state.run(move |app| app.assignments(&actor, year, &query)).await
}

/// `POST /assignments/export`.
pub(super) async fn export(State(state): State<WebState>, posted: Posted) -> Result<Response, WebError> {
    posted.only(&Filter::FIELDS)?;
    let (year, query) = (posted.visit.year(), Filter::of(&posted.fields).query());
    let file = state
        .run(move |app| app.export_assignments(&posted.visit.actor(), year, &query))
        .await?;
    Ok(workbook(&format!("assignments-{year}"), file))
}

/// `POST /assignments`.
pub(super) async fn assign(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&["evaluation", "institution", "reason"])?;
    let visit = posted.visit.clone();
    let text = |name: &str| posted.fields.text(name).to_owned();
    let input = AssignInput {
        evaluation: text("evaluation"),
        institution: text("institution"),
        reason: text("reason"),
    };
    let typed = Typed {
        direct: input.clone(),
        ..Typed::default()
    };
    let outcome = state
        .run(move |app| app.assign_institution(&posted.visit.actor(), &posted.key, &input))
        .await;
    match outcome {
        Ok(_) => Ok(see("/assignments#list")),
        Err(error) => again(&state, &visit, error, &typed).await,
    }
}

/// `POST /institution-draws`.
pub(super) async fn announce(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&["evaluation", "source", "known_at"])?;
    let (visit, year) = (posted.visit.clone(), posted.visit.year());
    let chosen = posted.fields.all("evaluation").into_iter();
    let input = DrawAnnouncement {
        evaluations: chosen.map(str::to_owned).collect(),
        source: posted.fields.text("source").to_owned(),
        known_at: posted.fields.text("known_at").to_owned(),
    };
    let typed = Typed {
        draw: input.clone(),
        ..Typed::default()
    };
    let outcome = state
        .run(move |app| app.announce_institution_draw(&posted.visit.actor(), &posted.key, year, &input))
        .await;
    match outcome {
        Ok(written) => Ok(see(&format!("/institution-draws/{}", written.id))),
        Err(error) => again(&state, &visit, error, &typed).await,
    }
}

/// `POST /assignments/{id}/withdraw`.
pub(super) async fn withdraw(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    posted.only(&["version", "reason"])?;
    let id: AssignmentId = id.parse().map_err(AppError::from)?;
    let visit = posted.visit.clone();
    let input = WithdrawInput {
        version: posted.fields.parsed("version").unwrap_or_default(),
        reason: posted.fields.text("reason").to_owned(),
    };
    let outcome = state
        .run(move |app| app.withdraw_assignment(&posted.visit.actor(), &posted.key, id, &input))
        .await;
    match outcome {
        Ok(_) => Ok(see("/assignments#list")),
        Err(error) => again(&state, &visit, error, &Typed::default()).await,
    }
}

async fn again(state: &WebState, visit: &Visit, error: WebError, typed: &Typed) -> Answer {
    let found = refusals(error)?;
    let filter = Filter::default();
    let board = load(state, visit, &filter).await?;
    let shown = shown(visit, &board, &filter, typed, &found);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
}

fn shown(
    visit: &Visit,
    board: &AssignmentBoard,
    filter: &Filter,
    typed: &Typed,
    problems: &[Problem],
) -> Response {
    let body = html! {
        div class="title" {
            h1 { "第三方委托" }
            span class="sub" { (board.year) " 年度评价" }
            div class="actions" { a class="button" href="/institution-reports" { "报告评价" } a class="button" href="/scorer-severity" { "评分宽严" } a class="button" href="/institution-concentration" { "委托集中度" } @if may(&visit.actor(), Action::ExportInstitutions) { (export_form(visit, "/assignments/export", filter.pairs())) } }
        }
        (error_summary(problems))
        div class="figures" {
            @for (state, count) in AssignmentState::ALL.iter().zip(board.counts) {
                a class="figure" href={ "/assignments?state=" (state.code()) "#list" } { b { (count) } span { (state.name()) "(个)" } }
            }
            div class="figure" { b { (board.unassigned.len()) } span { "尚未委托的评价(个)" } }
        }
        (rule(board))
        section class="card" id="list" {
            h2 { "委托" }
            (filters(filter))
            @if board.rows.is_empty() { p class="empty" { "没有符合筛选的委托。" } }
            @else { (rows_of(&board.rows, board.may_withdraw.then_some(visit))) }
        }
        (draws(board))
        @if board.may_announce { (announcement(visit, board, &typed.draw, problems)) }
        @if board.may_assign { (direct(visit, board, &typed.direct, problems)) }
    };
    framed(visit, "第三方委托", &[Crumb::here("第三方委托")], body)
}

fn rule(board: &AssignmentBoard) -> Markup {
    let (cases, years, conflict, _, mark) = board.rule;
    html! {
        p class="note" {
            "规则 " (mark) ":每家机构一年最多 " (cases) " 个评价;同一单位最多连续 " (years) " 年由同一机构评价;审计、咨询等关系终止后 " (conflict) " 年内回避。"
        }
    }
}

fn filters(filter: &Filter) -> Markup {
    let states = std::iter::once(("", "全部")).chain(
        AssignmentState::ALL
            .iter()
            .map(|state| (state.code(), state.name())),
    );
    html! {
        form class="filters" method="get" action="/assignments#list" {
            (labelled("进展", html! { select name="state" { (options(states, &filter.state)) } }))
            (labelled("查找", html! { input type="search" name="q" value=(filter.q) placeholder="评价、单位或机构"; }))
            button { "筛选" }
        }
    }
}

/// Assignments as a table; with a visit also the form that takes them away.
pub(super) fn rows_of(rows: &[AssignmentRow], withdraws: Option<&Visit>) -> Markup {
    html! {
        table class="list" {
            thead { tr { th scope="col" { "评价" } th scope="col" { "单位" } th scope="col" class="num" { "项目金额" } th scope="col" { "第三方机构" } th scope="col" { "方式" } th scope="col" { "进展" } th scope="col" { "办理" } } }
            tbody { @for row in rows { tr {
                td { a href={ "/evaluations/" (row.evaluation) } { (row.title) } div class="small quiet" { (row.year) " 年度" } }
                td { (row.unit_name) }
                td class="num" { (look::money(row.amount)) }
                td { a href={ "/institutions/" (row.institution) } { (row.institution_name) } }
                td { @match row.draw { Some(draw) => { a href={ "/institution-draws/" (draw) } { (row.way.name()) } } None => { (row.way.name()) div class="small" { (row.reason) } } } }
                td { (assignment_tag(row.state)) div class="small" { a href={ "/assignments/" (row.id) "/report" } { "报告" } } @if let Some(hand) = &row.handed_in { div class="small quiet" { (hand.name) " " (look::moment(hand.at)) } } }
                td class="small" {
                    (row.assigned.name) " " (look::moment(row.assigned.at))
                    @if let Some((hand, reason)) = &row.withdrawn { div { (hand.name) " " (look::moment(hand.at)) " 撤回:" (reason) } }
                    @if let Some(visit) = withdraws.filter(|_| row.state.is_live()) {
                        details { summary { "撤回" }
                            form class="filters" method="post" action={ "/assignments/" (row.id) "/withdraw" } {
                                (visit.token().fields()) (hidden("version", &row.version.to_string()))
                                (labelled("理由", html! { input name="reason" required; }))
                                button data-confirm="撤回后该机构不能再查阅本评价,确定?" { "撤回" }
                            }
                        }
                    }
                }
            } } }
        }
    }
}

/// 已公告, 待确认, 已抽取, 已作废.
pub(super) fn draw_tag(state: InstitutionDrawState) -> Markup {
    let colour = match state {
        InstitutionDrawState::Announced => "blue",
        InstitutionDrawState::Entered => "amber",
        InstitutionDrawState::Drawn => "green",
        InstitutionDrawState::Cancelled => "",
    };
    tag(colour, state.name())
}

fn draws(board: &AssignmentBoard) -> Markup {
    html! {
        @if !board.draws.is_empty() {
            section class="card" id="draws" {
                h2 { "机构抽取" }
                table class="list" { tbody { @for one in &board.draws { tr {
                    td { a href={ "/institution-draws/" (one.id) } { (one.title) } }
                    td { (draw_tag(one.state)) }
                    td class="small" { "起始值 " (look::moment(one.known_at)) " 产生" }
                } } } }
            }
        }
    }
}

fn announcement(
    visit: &Visit,
    board: &AssignmentBoard,
    typed: &DrawAnnouncement,
    problems: &[Problem],
) -> Markup {
    html! {
        section class="card" id="announce" {
            h2 { "公告机构抽取" span class="end quiet" { "每个评价抽取一家机构;公告后候选名单不能再改" } }
            @if board.unassigned.is_empty() { p class="empty" { "本年度没有尚未委托的评价。" } }
            @else {
                form method="post" action="/institution-draws" {
                    (visit.token().fields())
                    fieldset id="evaluation" {
                        legend { "参加抽取的评价" }
                        @for one in &board.unassigned {
                            label class="check" { input type="checkbox" name="evaluation" value=(one.code) checked[typed.evaluations.contains(&one.code)]; " " (one.name) }
                        }
                    }
                    (text_field("source", "起始值来源", "写明哪一天、哪个公开事件、取它的哪个数字", &typed.source, problems))
                    (text_field("known_at", "产生时间", "须在公告之后,如 2021-03-05 21:15", &typed.known_at, problems))
                    div class="buttons" { button class="primary" data-confirm="公告后候选名单和规则都不能再改,确定公告?" { "公告" } }
                }
            }
        }
    }
}

fn direct(visit: &Visit, board: &AssignmentBoard, typed: &AssignInput, problems: &[Problem]) -> Markup {
    let blank = || std::iter::once(("", "请选择"));
    let cases = blank().chain(
        board
            .unassigned
            .iter()
            .map(|one| (one.code.as_str(), one.name.as_str())),
    );
    let institutions = blank().chain(
        board
            .institutions
            .iter()
            .map(|one| (one.code.as_str(), one.name.as_str())),
    );
    let hint = format!("至少 {} 字,说明为什么不抽取", board.rule.3);
    html! {
        section class="card" id="direct" {
            h2 { "直接委托" span class="end quiet" { "由局领导决定" } }
            form method="post" action="/assignments" {
                (visit.token().fields())
                (select_field("evaluation", "评价", cases, &typed.evaluation, problems))
                (select_field("institution", "第三方机构", institutions, &typed.institution, problems))
                (text_field("reason", "理由", &hint, &typed.reason, problems))
                div class="buttons" { button class="primary" { "委托" } }
            }
        }
    }
}
