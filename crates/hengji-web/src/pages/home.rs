//! 待办: what must I do, until when, and what came back to me.

use axum::extract::State;
use axum::response::IntoResponse;
use hengji_app::authz::Action;
use hengji_app::case_files::view::CaseFilesDue;
use hengji_app::evaluations::sign_off::view::SignOffDue;
use hengji_app::home::view::{DeadlineView, Figure, Home, Todo};
use hengji_app::monitoring::view::Digest;
use hengji_app::rectification::view::RectificationDue;
use hengji_domain::sheet::SheetKind;
use maud::{Markup, html};

use super::Answer;
use crate::look::{self, tag};
use crate::pages::sheet::paths;
use crate::routes::{Routes, Verb};
use crate::state::WebState;
use crate::visit::Visit;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.person(Verb::Get, "/", Action::ViewHome, show)
}

/// `GET /`.
async fn show(State(state): State<WebState>, visit: Visit) -> Answer {
    let (actor, year) = (visit.actor(), visit.year());
    let home = state.run(move |app| app.home(&actor, year)).await?;
    let body = html! {
        div class="title" {
            h1 { "待办" }
            span class="sub" { (visit.session.actor.name) "," (visit.year()) " 年度" }
        }
        (digests(&home.digests))
        (figures(&home.figures))
        @if let Some(papers) = home.papers {
            div class=(if papers.late == 0 { "note" } else { "note warn" }) {
                "有 " (papers.count) " 件公文等您单位签收或答复" @if 0 < papers.late { ",其中逾期 " (papers.late) " 件" } ",最近期限 "
                (look::date(papers.first_on)) " " (days_tag(Some(papers.days_left))) ":" a href="/papers?sort=due" { "去办理" }
            }
        }
        @if 0 < home.library_reviews {
            div class="note" { "指标库有 " (home.library_reviews) " 项变更等您审核:" a href="/library-proposals?state=pending" { "去审核" } }
        }
        @if 0 < home.cuts_to_decide {
            div class="note" { "有 " (home.cuts_to_decide) " 笔压减、核减建议等您决定:" a href="/cuts?state=proposed" { "去决定" } }
        }
        (rectification(&home.rectification))
        (case_files(&home.case_files))
        @if let Some(task) = &home.spot_task {
            div class="note" { (task.words) ":" a href={ "/spot/" (task.round) @if task.is_circular { "/circular" } } { "去办理" } }
        }
        (sign_offs(&home.sign_offs))
        @if let Some((state, count)) = home.evaluations_to_score {
            @if 0 < count {
                div class="note" { "有 " (count) " 个绩效评价等您评分:" a href={ "/evaluations?state=" (state.code()) "#list" } { "去评分" } }
            }
        }
        div class="columns" {
            section class="card" {
                h2 { "需要我办理" span class="tag blue" { (home.todo_count) } }
                (todo_table(&home))
            }
            section class="card rail" {
                h2 { "本年度时限" }
                (deadlines(&home.deadlines))
            }
        }
    };
    Ok(look::page(&visit.frame(), "待办", &[look::Crumb::here("待办")], body).into_response())
}

/// What case files of evaluations ask of the person, on either side of the desk.
fn case_files(due: &CaseFilesDue) -> Markup {
    let to = |all: &[hengji_domain::id::EvaluationId], page: &str| match all {
        [only] => format!("/evaluations/{only}/{page}"),
        _ if page == "exchange" => "/evaluations".to_owned(),
        _ => "/case-files".to_owned(),
    };
    html! {
        @if !due.to_answer.is_empty() {
            div class={ "note" @if due.is_late { " warn" } } {
                "有 " (due.to_answer.len()) " 个绩效评价初稿向本单位征求意见" @if let Some(day) = due.answer_by { ",最早 " (day) " 前答复" } @if due.is_late { "(已逾期)" } ":"
                a href=(to(&due.to_answer, "exchange")) { "去答复" }
            }
        }
        @if !due.to_approve.is_empty() { div class="note" { "有 " (due.to_approve.len()) " 个评价工作方案等您审批:" a href=(to(&due.to_approve, "case")) { "去审批" } } }
        @if !due.to_decide.is_empty() { div class="note" { "有 " (due.to_decide.len()) " 个评价的单位意见待处理:" a href=(to(&due.to_decide, "exchange")) { "去处理" } } }
    }
}

/// What of findings and rectification waits, on either side of the desk.
fn rectification(due: &RectificationDue) -> Markup {
    let (objections, late_objections) = due.objections;
    html! {
        @if 0 < due.to_do {
            div class=(if due.late == 0 { "note" } else { "note warn" }) {
                "有 " (due.to_do) " 项整改措施到期或将到期" @if 0 < due.late { ",其中逾期 " (due.late) " 项" } ":" a href="/rectifications?years=all&late=unit" { "去办理" }
            }
        }
        @if 0 < due.escalated { div class="note warn" { "有 " (due.escalated) " 项整改措施逾期,已升级到您:" a href="/rectifications?years=all&late=late" { "去督办" } } }
        @if 0 < due.to_verify { div class="note" { "有 " (due.to_verify) " 项整改单位已报完成,等您核实:" a href="/rectifications?years=all&state=claimed" { "去核实" } } }
        @if 0 < due.to_feed_back { div class="note" { "有 " (due.to_feed_back) " 个问题等您反馈:" a href="/evaluation-findings?years=all&state=entered" { "去出具反馈书" } } }
        @if 0 < objections { div class=(if late_objections == 0 { "note" } else { "note warn" }) { "有 " (objections) " 项异议等答复" @if 0 < late_objections { ",其中逾期 " (late_objections) " 项" } ":" a href="/evaluation-findings?years=all" { "去答复" } } }
    }
}

/// What of sign-off sheets waits, on either side of the desk.
fn sign_offs(due: &SignOffDue) -> Markup {
    html! {
        @if 0 < due.to_answer {
            div class=(if due.late == 0 { "note" } else { "note warn" }) {
                "有 " (due.to_answer) " 份评价签证单等您单位逐项答复" @if 0 < due.late { ",其中逾期 " (due.late) " 份" } ":" a href="/evaluations?sign_off=sent#list" { "去答复" }
            }
        }
        @if 0 < due.to_look { div class="note" { "有 " (due.to_look) " 份签证单部门有异议,等复查:" a href="/evaluations?sign_off=answered#list" { "去复查" } } }
        @if 0 < due.to_sign { div class="note" { "有 " (due.to_sign) " 份签证单等您签字:" a href="/evaluations?sign_off=settled#list" { "去签字" } } }
        @if 0 < due.to_conclude { div class="note" { "有 " (due.to_conclude) " 份签证单已签定,等形成评价结论:" a href="/evaluations?sign_off=locked&state=verification#list" { "去形成结论" } } }
    }
}

/// One strip of figures for each kind of form; each figure leads to the list behind it.
fn figures(figures: &[Figure]) -> Markup {
    let of_kind = |kind: SheetKind| {
        let all = figures.iter();
        all.filter(move |figure| figure.filter.is_some_and(|(other, _)| other == kind))
    };
    html! {
        @for kind in SheetKind::YEARLY {
            @if of_kind(kind).next().is_some() {
                div class="figures strip" {
                    h2 { (kind.name()) }
                    @for figure in of_kind(kind) {
                        @let state = figure.filter.map(|(_, state)| state).unwrap_or_default();
                        a class="figure" href={ (paths::list(kind)) "?state=" (state) } {
                            b { (figure.count) }
                            span { (figure.name.trim_start_matches(kind.name())) }
                        }
                    }
                }
            }
        }
    }
}

/// Monitoring comes for many projects at once, so it is told as one line for a period.
fn digests(digests: &[Digest]) -> Markup {
    html! {
        @if !digests.is_empty() {
            section class="card" {
                h2 { "绩效监控" }
                table class="list" {
                    thead { tr { th scope="col" { "办理事项" } th scope="col" class="num" { "项目" } th scope="col" { "办理期限" } th scope="col" { "催报" } } }
                    tbody {
                        @for digest in digests {
                            tr class=[(digest.days_left < 0).then_some("late")] {
                                td { a href={ "/monitoring?period=" (digest.period) "&state=" (digest.state) } { (digest.what) } @if digest.is_escalated { " " (tag("red", "升级提醒")) } }
                                td class="num" { (digest.count) }
                                td class="nowrap" { (look::date(digest.due_on)) " " (days_tag(Some(digest.days_left))) }
                                td { @match digest.reminded_at { Some(at) => (look::moment(at)) None => span class="quiet" { "—" } } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn todo_table(home: &Home) -> Markup {
    html! {
        @if home.todos.is_empty() {
            p class="empty" { "✓ 现在没有需要您办理的事项。" }
        } @else {
            table class="list sticky" {
                thead { tr {
                    th scope="col" { "办理事项" } th scope="col" { "项目" } th scope="col" { "单位" }
                    th scope="col" { "到达时间" } th scope="col" { "办理期限" }
                } }
                tbody { @for todo in &home.todos { (todo_row(todo)) } }
            }
            @if u64::try_from(home.todos.len()).unwrap_or_default() < home.todo_count {
                p class="quiet small" { "只列出最紧迫的 " (home.todos.len()) " 项,共 " (home.todo_count) " 项;其余见目标申报与自评列表。" }
            }
        }
    }
}

fn todo_row(todo: &Todo) -> Markup {
    let is_late = todo.days_left.is_some_and(|days| days < 0);
    let path = match todo.sheet {
        Some(sheet) => paths::sheet(todo.kind, sheet),
        None if todo.kind == SheetKind::ExAnteEvaluation => "/ex-ante".to_owned(),
        None => format!("/projects/{}", todo.project),
    };
    html! {
        tr class=[is_late.then_some("late")] {
            td class="nowrap" { (kind_tag(todo.kind)) " " (todo.what) }
            td {
                a href=(path) { (todo.project_name) }
                @if let Some(opinion) = todo.opinions.first() {
                    div class="small bad" {
                        "“" (opinion.step) "”退回:" (opinion.reason)
                        @if !opinion.text.is_empty() { "," (opinion.text) }
                        @if 1 < todo.opinions.len() { "(共 " (todo.opinions.len()) " 条意见)" }
                    }
                }
            }
            td { (todo.unit_name) }
            td class="nowrap" { @match todo.since { Some(at) => (look::moment(at)) None => span class="quiet" { "—" } } }
            td class="nowrap" {
                @if let Some(day) = todo.due_on { (look::date(day)) " " }
                (days_tag(todo.days_left))
            }
        }
    }
}

fn kind_tag(kind: SheetKind) -> Markup {
    match kind {
        SheetKind::Goal => tag("blue", "目标"),
        SheetKind::GoalAdjustment => tag("blue", "目标调整"),
        SheetKind::Monitoring => tag("amber", "监控"),
        SheetKind::ExAnteEvaluation => tag("green", "事前评估"),
        SheetKind::SelfEvaluation => tag("", "自评"),
    }
}

/// Days left, in words that need no counting.
fn days_tag(days: Option<i64>) -> Markup {
    match days {
        None => html! {},
        Some(days) if days < 0 => tag("red", &format!("逾期 {} 天", -days)),
        Some(0) => tag("red", "今天到期"),
        Some(days) if days <= 7 => tag("amber", &format!("还剩 {days} 天")),
        Some(days) => tag("", &format!("还剩 {days} 天")),
    }
}

fn deadlines(deadlines: &[DeadlineView]) -> Markup {
    html! {
        @if deadlines.is_empty() {
            p class="empty" { "本年度尚未设定时限规则。" }
        }
        ul class="plain" {
            @for deadline in deadlines {
                li class="finding" {
                    (deadline.name) span class="mark" title="规则核实情况" { (deadline.mark) }
                    br;
                    strong { (look::date(deadline.due_on)) } " "
                    @if deadline.days_left < 0 { span class="quiet small" { "已过" } } @else { (days_tag(Some(deadline.days_left))) }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_left_are_told_in_words() {
        for (days, words) in [
            (Some(-3), "逾期 3 天"),
            (Some(0), "今天到期"),
            (Some(7), "还剩 7 天"),
            (Some(30), "还剩 30 天"),
        ] {
            assert!(days_tag(days).into_string().contains(words));
        }
        assert_eq!(days_tag(None).into_string(), "");
    }
}
