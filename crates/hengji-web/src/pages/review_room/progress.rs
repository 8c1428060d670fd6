//! Progress of the whole review, drawn: departments done, lines to be mended, quantification before and after.

use hengji_app::review_room::view::{DepartmentReview, ReviewCounts, ReviewProgress};
use maud::{Markup, html};

use super::{minutes_tag, slot_path};
use crate::look::{self, Part, Share};

/// Departments drawn in the chart; the table holds every one.
const BARS: usize = 16;

pub(super) fn section(progress: &ReviewProgress) -> Markup {
    let total = &progress.total;
    html! {
        div class="figures" {
            (figure(&format!("{}/{}", total.departments_done, total.departments), "部门已审完"))
            (figure(&format!("{}/{}", total.passed + total.returned, total.goals), "目标已有结果"))
            (figure(&total.returned.to_string(), "退回修改"))
            (figure(&format!("{}/{}", total.lines_to_mend, total.lines_seen), "要求修改的指标行"))
            (figure(&rates(total), "量化率 审核前 → 现在"))
        }
        section class="card" {
            h2 { "各部门进度" }
            (look::legend(&[("green", "审核通过"), ("red", "退回修改"), ("amber", "未定")]))
            (chart(progress))
            details {
                summary { "逐部门数字" }
                table class="list sticky" {
                    thead { tr {
                        th scope="col" { "部门" } th scope="col" class="num" { "已报目标" } th scope="col" class="num" { "通过" } th scope="col" class="num" { "退回" }
                        th scope="col" class="num" { "已表态/指标行" } th scope="col" class="num" { "要求修改" } th scope="col" class="num" { "量化率 审核前 → 现在" } th scope="col" { "纪要" }
                    } }
                    tbody { @for one in &progress.departments { (row(one)) } }
                }
            }
        }
    }
}

fn figure(number: &str, name: &str) -> Markup {
    html! { div class="figure" { b { (number) } span { (name) } } }
}

fn rates(counts: &ReviewCounts) -> String {
    let shown = |rate: Option<i64>| rate.map_or_else(|| "—".to_owned(), look::percent_of_bp);
    format!(
        "{} → {}",
        shown(counts.rate_before_bp()),
        shown(counts.rate_after_bp())
    )
}

fn chart(progress: &ReviewProgress) -> Markup {
    let shares: Vec<Share> = progress
        .departments
        .iter()
        .filter(|one| 0 < one.counts.goals)
        .take(BARS)
        .map(|one| {
            let counts = &one.counts;
            let open = counts.goals.saturating_sub(counts.passed + counts.returned);
            let part = |colour, name, count: u32| Part {
                colour,
                name,
                count: u64::from(count),
            };
            Share {
                name: one.name.clone(),
                parts: vec![
                    part("green", "审核通过", counts.passed),
                    part("red", "退回修改", counts.returned),
                    part("amber", "未定", open),
                ],
                text: format!("{}/{}", counts.passed + counts.returned, counts.goals),
            }
        })
        .collect();
    look::share_chart("各部门集中审核进度", &shares)
}

fn row(one: &DepartmentReview) -> Markup {
    let counts = &one.counts;
    html! {
        tr {
            td { @match one.slot { Some(slot) => { a href=(slot_path(slot)) { (one.name) } } None => { (one.name) " " span class="quiet small" { "未排入议程" } } } }
            td class="num" { (counts.goals) } td class="num" { (counts.passed) } td class="num" { (counts.returned) }
            td class="num" { (counts.lines_seen) "/" (counts.lines) } td class="num" { (counts.lines_to_mend) }
            td class="num nowrap" { (rates(counts)) }
            td class="nowrap" { (minutes_tag(one.minutes)) }
        }
    }
}
