//! 填报进度: which unit has handed in, which is late.

use axum::extract::{Path, State};
use hengji_app::AppError;
use hengji_app::authz::Action;
use hengji_app::overview::view::{Overview, UnitProgress};
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
    let kind = SheetKind::from_code(&kind).ok_or(AppError::NotFound)?;
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
        }
        (figures(&overview))
        section class="card" {
            h2 { "各主管部门" }
            (chart(&overview))
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
            div class="figure" { b class=[(0 < total.late_units).then_some("bad")] { (total.late_units) } span { "逾期单位" } }
        }
    }
}

/// Units of one department together, in the order in which departments first occur.
fn by_department(units: &[UnitProgress]) -> Vec<(String, [u64; 4])> {
    let mut all: Vec<(String, [u64; 4])> = Vec::new();
    for unit in units {
        let counts = [
            unit.concluded,
            unit.in_review,
            unit.draft + unit.returned,
            unit.missing,
        ];
        match all.iter_mut().find(|(name, _)| *name == unit.department_name) {
            Some((_, sums)) => sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count),
            None => all.push((unit.department_name.clone(), counts)),
        }
    }
    all
}

fn chart(overview: &Overview) -> Markup {
    let share = |(name, [concluded, in_review, at_unit, missing]): (String, [u64; 4])| {
        let part = |colour, name, count| Part { colour, name, count };
        let total = concluded + in_review + at_unit + missing;
        Share {
            name,
            parts: vec![
                part("green", "已办结", concluded),
                part("blue", "审核中", in_review),
                part("amber", "编报或退回", at_unit),
                part("grey", "未填报", missing),
            ],
            text: format!("{}/{total} 已报送", concluded + in_review),
        }
    };
    let departments = by_department(&overview.units);
    let rest = departments.len().saturating_sub(BARS);
    let shares: Vec<Share> = departments.into_iter().take(BARS).map(share).collect();
    html! {
        (look::legend(&[("green", "已办结"), ("blue", "审核中"), ("amber", "编报或退回"), ("grey", "未填报")]))
        (look::share_chart("各主管部门报送情况", &shares))
        @if 0 < rest { p class="quiet small" { "另有 " (rest) " 个部门未画出,数字见下表。" } }
    }
}

fn unit_table(overview: &Overview) -> Markup {
    html! {
        table class="list sticky" {
            thead { tr {
                th scope="col" { "单位" } th scope="col" { "主管部门" } th scope="col" class="num" { "项目" } th scope="col" class="num" { "未填报" }
                th scope="col" class="num" { "编报中" } th scope="col" class="num" { "退回修改" } th scope="col" class="num" { "审核中" }
                th scope="col" class="num" { (overview.kind.concluded_name()) } th scope="col" { "状况" }
            } }
            tbody {
                @for unit in &overview.units {
                    tr class=[unit.is_late.then_some("late")] {
                        td { a href={ (paths::list(overview.kind)) "?unit=" (unit.unit) } { (unit.unit_name) } }
                        td { (unit.department_name) }
                        @for count in [unit.projects, unit.missing, unit.draft, unit.returned, unit.in_review, unit.concluded] {
                            td class="num" { (count) }
                        }
                        td { @if unit.is_late { (tag("red", "逾期")) } @else if unit.handed_in() == unit.projects { (tag("green", "已报齐")) } @else { (tag("", "进行中")) } }
                    }
                }
                @if overview.units.is_empty() { tr { td class="empty" colspan="9" { "您的范围内没有单位。" } } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hengji_domain::Timestamp;
    use hengji_domain::id::UnitId;

    fn unit(department: &str, concluded: u64, missing: u64) -> UnitProgress {
        UnitProgress {
            unit: UnitId::new(Timestamp::from_micros(1), [1; 10]),
            unit_name: "单位".into(),
            department_name: department.into(),
            projects: concluded + missing,
            missing,
            draft: 0,
            returned: 0,
            in_review: 0,
            concluded,
            is_late: false,
            late: 0,
            steps: Vec::new(),
            average_score: None,
        }
    }

    #[test]
    fn units_of_one_department_are_drawn_as_one_bar() {
        let units = [
            unit("区城管局", 1, 2),
            unit("区教育局", 3, 0),
            unit("区城管局", 4, 0),
        ];
        assert_eq!(
            by_department(&units),
            [
                ("区城管局".to_owned(), [5, 0, 0, 2]),
                ("区教育局".to_owned(), [3, 0, 0, 0])
            ]
        );
    }
}
