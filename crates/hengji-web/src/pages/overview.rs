//! 填报进度: which unit has handed in, which is late.

use axum::extract::{Path, State};
use hengji_app::AppError;
use hengji_app::authz::Action;
use hengji_app::overview::view::{DepartmentProgress, Overview};
use hengji_domain::sheet::SheetKind;
use maud::{Markup, html};

use super::{Answer, framed};
use crate::look::{self, Crumb, Part, Share, tag};
use crate::pages::sheet::paths;
use crate::routes::{Routes, Verb};
use crate::state::WebState;
use crate::visit::Visit;

/// Departments drawn in the chart; the table below holds every unit.
const BARS: usize = 16;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.person(Verb::Get, "/overview/{kind}", Action::ViewUnitOverview, show)
}

/// `GET /overview/{kind}`.
async fn show(State(state): State<WebState>, visit: Visit, Path(kind): Path<String>) -> Answer {
    let kind = SheetKind::from_code(&kind)
        .filter(|kind| SheetKind::YEARLY.contains(kind))
        .ok_or(AppError::NotFound)?;
    let (actor, year) = (visit.actor(), visit.year());
    let overview = state.run(move |app| app.overview(&actor, year, kind)).await?;
    let title = format!("{}填报进度", kind.name());
    let body = html! {
        div class="title" {
            h1 { (title) }
            span class="sub" {
                (visit.year()) " 年度"
                @if let Some(day) = overview.due_on { ",报送截止 " (look::date(day)) }
            }
            div class="actions" { a class="button" href="/dashboard" { "全过程进度" } }
        }
        (figures(&overview))
        section class="card" {
            h2 { "各主管部门" }
            (chart(&overview))
            (waiting(&overview))
        }
        section class="card" {
            h2 { "各单位" span class="end quiet" { "逾期单位在前" } }
            (unit_table(&overview))
        }
    };
    Ok(framed(&visit, &title, &[Crumb::here(title.clone())], body))
}

fn figures(overview: &Overview) -> Markup {
    let total = overview.total;
    html! {
        div class="figures" {
            div class="figure" { b { (total.projects) } span { "应报项目" } }
            div class="figure" { b { (total.handed_in) } span { "已报送" } }
            div class="figure" { b { (total.projects.saturating_sub(total.handed_in)) } span { "尚在单位" } }
            div class="figure" { b { (total.concluded) } span { (overview.kind.concluded_name()) } }
            @if let Some(average) = total.average_score { div class="figure" { b { (average) } span { "已报送平均分" } } }
            div class="figure" { b class=[(0 < total.late).then_some("bad")] { (total.late) } span { "逾期项目(" (total.late_units) " 个单位)" } }
        }
    }
}

fn chart(overview: &Overview) -> Markup {
    let share = |department: &DepartmentProgress| {
        let part = |colour, name, count| Part { colour, name, count };
        Share {
            name: department.name.clone(),
            parts: vec![
                part("green", "已办结", department.concluded),
                part("blue", "审核中", department.in_review),
                part("amber", "编报或退回", department.draft + department.returned),
                part("grey", "未填报", department.missing),
            ],
            text: words(department),
        }
    };
    let rest = overview.departments.len().saturating_sub(BARS);
    let shares: Vec<Share> = overview.departments.iter().take(BARS).map(share).collect();
    html! {
        (look::legend(&[("green", "已办结"), ("blue", "审核中"), ("amber", "编报或退回"), ("grey", "未填报")]))
        (look::share_chart("各主管部门报送情况", &shares))
        @if 0 < rest { p class="quiet small" { "另有 " (rest) " 个部门未画出,数字见下表。" } }
    }
}

/// The words at the end of a bar.
fn words(department: &DepartmentProgress) -> String {
    let handed_in = department.in_review + department.concluded;
    let late = match department.late {
        0 => String::new(),
        late => format!(",逾期 {late}"),
    };
    format!("{handed_in}/{} 已报送{late}", department.projects)
}

/// Where handed-in sheets wait.
fn waiting(overview: &Overview) -> Markup {
    html! {
        @if !overview.steps.is_empty() {
            p class="chips" { "审核中的表停在:" @for step in &overview.steps { span class="chip" { (step.name) " " b { (step.count) } } } }
        }
    }
}

fn unit_table(overview: &Overview) -> Markup {
    let is_scored = overview.kind == SheetKind::SelfEvaluation;
    html! {
        table class="list sticky" {
            thead { tr {
                th scope="col" { "单位" } th scope="col" { "主管部门" } th scope="col" class="num" { "项目" } th scope="col" class="num" { "未填报" }
                th scope="col" class="num" { "编报中" } th scope="col" class="num" { "退回修改" } th scope="col" class="num" { "审核中" }
                th scope="col" class="num" { (overview.kind.concluded_name()) }
                @if is_scored { th scope="col" class="num" { "平均分" } }
                th scope="col" { "状况" }
            } }
            tbody {
                @for unit in &overview.units {
                    tr class=[unit.is_late.then_some("late")] {
                        td { a href={ (paths::list(overview.kind)) "?unit=" (unit.unit) } { (unit.unit_name) } }
                        td { (unit.department_name) }
                        @for count in [unit.projects, unit.missing, unit.draft, unit.returned, unit.in_review, unit.concluded] {
                            td class="num" { (count) }
                        }
                        @if is_scored { td class="num" { (look::score(unit.average_score)) } }
                        td { @if unit.is_late { (tag("red", &format!("逾期 {} 项", unit.late))) } @else if unit.handed_in() == unit.projects { (tag("green", "已报齐")) } @else { (tag("", "进行中")) } }
                    }
                }
                @if overview.units.is_empty() { tr { td class="empty" colspan="10" { "您的范围内没有单位。" } } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_says_how_many_are_in_and_how_many_late() {
        let department = |late| DepartmentProgress {
            name: "城管局".into(),
            units: 2,
            projects: 10,
            missing: 3,
            draft: 2,
            returned: 0,
            in_review: 4,
            concluded: 1,
            late,
            average_score: None,
        };
        assert_eq!(words(&department(0)), "5/10 已报送");
        assert_eq!(words(&department(5)), "5/10 已报送,逾期 5");
    }
}
