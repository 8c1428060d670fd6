//! 目标批复发文: which units have their letter with the approved goals of the year, and issuing those that have none.

use axum::extract::State;
use hengji_app::authz::Action;
use hengji_app::goal::{GoalLetterRow, GoalLettersInput};
use maud::{Markup, html};

use super::paper::{due, state_tag};
use super::{Answer, framed, see};
use crate::extract::Posted;
use crate::look::{self, Crumb};
use crate::routes::{Routes, Verb};
use crate::state::WebState;
use crate::visit::Visit;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .person(Verb::Get, "/goal-letters", Action::IssueGoalLetters, show)
        .person(Verb::Post, "/goal-letters", Action::IssueGoalLetters, issue)
}

/// `GET /goal-letters`.
async fn show(State(state): State<WebState>, visit: Visit) -> Answer {
    let (actor, year) = (visit.actor(), visit.year());
    let rows = state.run(move |app| app.goal_letters(&actor, year)).await?;
    let waiting = rows.iter().filter(|row| row.letter.is_none()).count();
    let body = html! {
        div class="title" {
            h1 { "目标批复发文" }
            span class="sub" { (year) " 年度,每个单位一份,列明已批复的全部项目绩效目标,随预算批复下达" }
        }
        div class="figures" {
            div class="figure" { b { (rows.len()) } span { "有已批复目标的单位" } }
            div class="figure" { b { (waiting) } span { "尚未发文" } }
        }
        section class="card" {
            form method="post" action="/goal-letters" {
                (visit.token().fields())
                (table(&rows))
                @if 0 < waiting {
                    div class="buttons" { button class="primary" data-key="s" data-key-name="发文" { "为勾选的单位编号并送达 " kbd { "Alt+S" } } }
                }
            }
            p class="small quiet" { "发文清单在公文登记按“绩效目标批复”筛选并导出。" a href="/papers?kind=goal_issue" { "去公文登记" } }
        }
    };
    Ok(framed(
        &visit,
        "目标批复发文",
        &[Crumb::here("目标批复发文")],
        body,
    ))
}

fn table(rows: &[GoalLetterRow]) -> Markup {
    html! {
        table class="list sticky" {
            thead { tr { th scope="col" { "选" } th scope="col" { "单位" } th scope="col" class="num" { "目标" } th scope="col" class="num" { "资金(万元)" } th scope="col" { "批复" } th scope="col" { "当前期限" } } }
            tbody {
                @for row in rows {
                    tr {
                        td { @if row.letter.is_none() { input type="checkbox" name="units" value=(row.unit) checked aria-label={ "选 " (row.unit_name) }; } }
                        td { (row.unit_name) }
                        td class="num" { (row.goals) } td class="num" { (look::money(row.total)) }
                        @match &row.letter {
                            Some(letter) => { td class="nowrap" { a href={ "/papers/" (letter.id) } { (letter.number) } " " (state_tag(letter.state)) } td class="nowrap" { (due(letter)) } }
                            None => { td { span class="quiet" { "尚未发文" } } td {} }
                        }
                    }
                }
                @if rows.is_empty() { tr { td class="empty" colspan="6" { "本年度还没有已批复的绩效目标。" } } }
            }
        }
    }
}

/// `POST /goal-letters`.
async fn issue(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&["units"])?;
    let year = posted.visit.year();
    let input = GoalLettersInput {
        units: posted
            .fields
            .all("units")
            .into_iter()
            .map(str::to_owned)
            .collect(),
    };
    state
        .run(move |app| app.issue_goal_letters(&posted.visit.actor(), &posted.key, year, &input))
        .await?;
    Ok(see("/goal-letters"))
}
