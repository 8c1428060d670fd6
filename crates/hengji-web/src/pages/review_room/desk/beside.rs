//! What a reviewer compares the goal with as a whole: last year's goal and its result, and goals with a like text.

use hengji_app::review_room::view::{DeskPage, LastYear, SimilarGoal};
use maud::{Markup, html};

use crate::look::{self, severity_tag, tag};

pub(super) fn last_year(page: &DeskPage) -> Markup {
    html! {
        section class="card" {
            div class="columns even" {
                div { h3 { (page.sheet.project.year) " 年度总体目标" } div class="verbatim" { (page.sheet.annual_goal) } }
                @match &page.last_year {
                    Some(last) => (last_card(last)),
                    None => div { h3 { "去年" } p class="quiet" { "上一年度没有同代码或同名的项目,按新增项目审核。" } },
                }
            }
        }
    }
}

fn last_card(last: &LastYear) -> Markup {
    html! {
        div {
            h3 {
                (last.year) " 年度:" (look::money(last.total)) " 万元"
                @if let Some(change) = last.change_bp { " " (change_tag(change)) }
                @if let Some(score) = last.score { " 自评 " (score) " 分" }
                @if let Some(rate) = last.execution_rate_bp { " 执行率 " (look::percent_of_bp(rate)) }
            }
            div class="verbatim" { (last.annual_goal) }
            @if !last.achievement.is_empty() { p class="small" { b { "实际完成:" } (last.achievement) } }
            @for finding in &last.findings { div class="small" { (severity_tag(finding.severity)) " " (finding.message) } }
            @if !last.dropped.is_empty() {
                p class="small" { "今年不再设的指标:" @for (line, n) in last.dropped.iter().zip(0..) { @if 0 < n { "、" } (line.level3) "(" (line.target) " → " (line.actual) ")" } }
            }
        }
    }
}

/// How the money changed against last year.
fn change_tag(change_bp: i64) -> Markup {
    let words = format!(
        "{}{}",
        if 0 < change_bp { "今年 +" } else { "今年 " },
        look::percent_of_bp(change_bp)
    );
    tag(if 0 < change_bp { "amber" } else { "" }, &words)
}

pub(super) fn similar(page: &DeskPage) -> Markup {
    html! {
        section class="card" {
            h2 { "别处相似的目标" }
            @for goal in &page.similar { (similar_goal(goal)) }
            @if page.similar.is_empty() { p class="quiet" { "没有文字相近的目标。" } }
        }
    }
}

fn similar_goal(goal: &SimilarGoal) -> Markup {
    html! {
        details {
            summary {
                (tag(if goal.is_copied { "red" } else { "" }, &format!("{}%", goal.likeness_percent))) " " (goal.project_name)
                span class="quiet small" { " " (goal.unit_name) " " (look::money(goal.total)) " 万元" }
            }
            p class="verbatim small" { (goal.text) }
        }
    }
}
