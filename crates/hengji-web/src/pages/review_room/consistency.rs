//! 审核一致性: who asks for more changes on the same lines, with caution where there is too little to say.

use axum::extract::State;
use hengji_app::review_room::view::{ConsistencyPage, ReviewerFigures};
use maud::{Markup, html};

use super::super::{Answer, framed};
use super::export_form;
use crate::look::{self, Crumb, Part, Share, share_chart};
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /review/consistency`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit) -> Answer {
    let (actor, year) = (visit.actor(), visit.year());
    let page = state.run(move |app| app.review_consistency(&actor, year)).await?;
    let body = html! {
        div class="title" {
            h1 { "审核一致性" }
            span class="sub" { (visit.year()) " 年度集中审核" }
            div class="actions" { (export_form(&visit, "consistency", "", "导出 Excel")) }
        }
        div class="figures" {
            div class="figure" { b { (page.lines) } span { "有人表态的指标行" } }
            div class="figure" { b { (page.shared_lines) } span { "两人以上审核的指标行" } }
            div class="figure" { b { (agreement_figure(&page)) } span { "一致性系数(Gwet AC1)" } }
        }
        (caution(&page))
        section class="card" { h2 { "各审核人" } (table(&page)) }
        section class="card" { h2 { "要求修改的比例" } (chart(&page)) }
    };
    let crumbs = [Crumb::to("集中审核", "/review"), Crumb::here("审核一致性")];
    Ok(framed(&visit, "审核一致性", &crumbs, body))
}

fn agreement_figure(page: &ConsistencyPage) -> String {
    page.agreement
        .as_ref()
        .map_or_else(|_| "—".to_owned(), |found| found.value.clone())
}

fn caution(page: &ConsistencyPage) -> Markup {
    html! {
        @match &page.agreement {
            Ok(found) => div class="note" {
                "两人以上审核同一指标时,意见一致程度" b { (found.strength) } ",系数 " (found.value)
                @if let Some((low, high)) = &found.interval { "," (page.confidence_percent) "% 区间 " (low) " 至 " (high) }
                "。分档依据 " (look::verification_mark(&page.citation)) "。数字只说明谁比别人严,不说明谁对;共同审核的指标少时,区间很宽,不宜用于评价个人。"
            },
            Err(why) => div class="note warn" { "还不能计算一致性:" (why) },
        }
    }
}

fn table(page: &ConsistencyPage) -> Markup {
    html! {
        table class="list" {
            thead { tr {
                th scope="col" { "审核人" } th scope="col" class="num" { "表态行数" } th scope="col" class="num" { "要求修改" } th scope="col" class="num" { "比例" }
                th scope="col" class="num" { "比他人偏严(百分点)" } th scope="col" class="num" { (page.confidence_percent) "% 区间" }
            } }
            tbody {
                @for one in &page.reviewers { (row(one)) }
                @if page.reviewers.is_empty() { tr { td class="empty" colspan="6" { "还没有审核记录。" } } }
            }
        }
    }
}

fn row(one: &ReviewerFigures) -> Markup {
    html! {
        tr {
            td { (one.name) } td class="num" { (one.lines) } td class="num" { (one.to_mend) }
            td class="num" { @if let Some(rate) = one.rate_bp { (look::percent_of_bp(rate)) } }
            @match &one.severity {
                Ok(found) => {
                    td class="num" { @if found.is_clear { b { (found.points) } } @else { (found.points) } }
                    td class="num" { @match &found.interval { Some((low, high)) => { (low) " 至 " (high) } None => span class="quiet" { "样本不足" } } }
                }
                Err(why) => { td class="quiet small" colspan="2" { (why) } }
            }
        }
    }
}

fn chart(page: &ConsistencyPage) -> Markup {
    let shares: Vec<Share> = page
        .reviewers
        .iter()
        .map(|one| {
            let part = |colour, name, count: u32| Part {
                colour,
                name,
                count: u64::from(count),
            };
            Share {
                name: one.name.clone(),
                parts: vec![
                    part("red", "要求修改", one.to_mend),
                    part("green", "认可", one.lines.saturating_sub(one.to_mend)),
                ],
                text: one.rate_bp.map_or_else(|| "—".to_owned(), look::percent_of_bp),
            }
        })
        .collect();
    share_chart("要求修改的比例", &shares)
}
