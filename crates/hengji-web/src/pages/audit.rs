//! 审计日志: who did what, in a chain that shows any later change. For the audit administrator only.

use axum::extract::{Query, State};
use axum::http::header;
use axum::response::IntoResponse;
use hengji_app::audit::AuditQuery;
use hengji_app::audit::view::{AuditPage, AuditRow, AuditVerdict};
use hengji_app::authz::Action;
use hengji_app::common::PageRequest;
use maud::{Markup, html};

use super::list_filter::{filled, list_filter};
use super::{Answer, framed};
use crate::extract::Posted;
use crate::look::{self, Crumb, labelled, options, tag};
use crate::routes::{Routes, Verb};
use crate::state::WebState;
use crate::visit::Visit;

/// Events on one page.
const PAGE_SIZE: u32 = 50;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .person(Verb::Get, "/audit", Action::ViewAudit, list)
        .person(Verb::Get, "/audit/verify", Action::VerifyAudit, verify)
        .person(Verb::Post, "/audit/export", Action::ExportAudit, export)
}

list_filter! {
    struct Filter { who, action, outcome, q, from, until }
}

impl Filter {
    fn query(&self) -> AuditQuery {
        AuditQuery {
            who: filled(&self.who),
            action: filled(&self.action),
            outcome: filled(&self.outcome),
            object: None,
            text: filled(&self.q),
            from: self.from.parse().ok(),
            until: self.until.parse().ok(),
            page: PageRequest::new(self.page, PAGE_SIZE),
        }
    }
}

/// `GET /audit`.
async fn list(State(state): State<WebState>, visit: Visit, Query(filter): Query<Filter>) -> Answer {
    let (actor, query) = (visit.actor(), filter.query());
    let page = state.run(move |app| app.audit_page(&actor, &query)).await?;
    let body = html! {
        (head(&visit))
        section class="card" {
            (filters(&filter))
            (event_table(&page))
            (look::pager(&page.page, &filter.parameters(&[])))
        }
    };
    Ok(framed(&visit, "审计日志", &[Crumb::here("审计日志")], body))
}

/// `GET /audit/verify`: reads the whole chain and writes nothing.
async fn verify(State(state): State<WebState>, visit: Visit) -> Answer {
    let actor = visit.actor();
    let verdict = state.run(move |app| app.audit_verify(&actor)).await?;
    let body = html! { (head(&visit)) (verdict_note(&verdict)) };
    let path = [Crumb::to("审计日志", "/audit"), Crumb::here("校验")];
    Ok(framed(&visit, "校验审计日志", &path, body))
}

/// `POST /audit/export`: one event a line, for the offline verifier.
async fn export(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&[])?;
    let name = format!("audit-{}.jsonl", posted.visit.session.actor.division);
    let text = state
        .run(move |app| {
            let mut text = Vec::new();
            app.audit_export(&posted.visit.actor(), &mut text)?;
            Ok(text)
        })
        .await?;
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers = [
        (
            header::CONTENT_TYPE,
            "application/jsonl; charset=utf-8".to_owned(),
        ),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, text).into_response())
}

fn head(visit: &Visit) -> Markup {
    html! {
        div class="title" {
            h1 { "审计日志" }
            span class="sub" { (visit.session.division_name) }
            div class="actions" {
                a class="button" href="/audit/verify" { "校验全链" }
                form method="post" action="/audit/export" { (visit.token().fields()) button { "导出 JSONL" } }
            }
        }
    }
}

fn filters(filter: &Filter) -> Markup {
    let actions = Action::ALL.iter().map(|action| (action.code(), action.name()));
    let all_actions = std::iter::once(("", "全部操作")).chain(actions);
    let outcomes = [
        ("", "全部结果"),
        ("success", "成功"),
        ("refused", "被规则拒绝"),
        ("denied", "无权"),
    ];
    html! {
        form class="filters" method="get" action="/audit" data-autosubmit {
            (labelled("人员", html! { input type="search" name="who" value=(filter.who) placeholder="姓名"; }))
            (labelled("内容", html! { input type="search" name="q" value=(filter.q) placeholder="例如项目名称"; }))
            (labelled("自", html! { input type="date" name="from" value=(filter.from); }))
            (labelled("至", html! { input type="date" name="until" value=(filter.until); }))
            (labelled("操作", html! { select name="action" { (options(all_actions, &filter.action)) } }))
            (labelled("结果", html! { select name="outcome" { (options(outcomes.into_iter(), &filter.outcome)) } }))
            button { "查询" }
        }
    }
}

fn event_table(page: &AuditPage) -> Markup {
    html! {
        table class="list sticky" {
            thead { tr {
                th scope="col" class="num" { "序号" } th scope="col" { "时间" } th scope="col" { "人员" } th scope="col" { "操作" } th scope="col" { "结果" }
                th scope="col" { "对象" } th scope="col" { "内容" } th scope="col" { "地址" } th scope="col" { "摘要值" }
            } }
            tbody {
                @for row in &page.page.rows { (event_row(row)) }
                @if page.page.rows.is_empty() { tr { td class="empty" colspan="9" { "没有符合条件的记录。" } } }
            }
        }
    }
}

fn event_row(row: &AuditRow) -> Markup {
    let (colour, outcome) = match row.outcome.as_str() {
        "success" => ("green", "成功"),
        "denied" => ("red", "无权"),
        _ => ("amber", "被规则拒绝"),
    };
    html! {
        tr {
            td class="num" { (row.seq) }
            td { (look::moment(row.at)) }
            td class="nowrap" { (row.who) }
            td class="nowrap" title=(row.action) { (row.action_name) }
            td { (tag(colour, outcome)) }
            td class="mono id" title=(row.subject) { (row.subject) }
            td class="clip small" title=(row.detail) { (row.words) }
            td class="mono" { (row.address) }
            td class="mono" title=(row.hash) { (row.hash.get(..12).unwrap_or(&row.hash)) "…" }
        }
    }
}

fn verdict_note(verdict: &AuditVerdict) -> Markup {
    html! {
        @match &verdict.broken {
            None => div class="note good" {
                h2 { "✓ 全链完好" }
                p { "共校验 " (verdict.checked) " 条,未发现改动、缺失或顺序颠倒。" }
                @if let Some(head) = &verdict.head {
                    p { "末条摘要值 " code { (head) } ";请抄存在系统之外:只有外存的末值才能发现日志尾部被整段截去。" }
                }
            }
            Some((seq, why)) => div class="note bad" {
                h2 { "✕ 第 " (seq) " 条起不可信" }
                p { (why) }
                p { "此前 " (verdict.checked) " 条完好。请立即保护现场并报告安全负责人。 [audit-chain-broken]" }
            }
        }
    }
}
