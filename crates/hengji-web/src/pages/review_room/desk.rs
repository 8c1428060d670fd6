//! The reviewer's screen: one goal, line by line, with last year, library, problems and other goals beside it.

mod beside;
mod lines;

use axum::extract::{Path, State};
use hengji_app::review_room::view::{DeskPage, PointsView};
use hengji_domain::id::{ReviewSlotId, SheetId};
use maud::{Markup, html};

use super::super::{Answer, framed};
use super::slot::outcome_tag;
use super::{desk_path, edit, id_of, slot_path};
use crate::look::{self, Crumb};
use crate::pages::sheet::paths;
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /review/slots/{slot}/goals/{sheet}`.
pub(super) async fn show(
    State(state): State<WebState>,
    visit: Visit,
    Path((slot, sheet)): Path<(String, String)>,
) -> Answer {
    let (slot, sheet): (ReviewSlotId, SheetId) = (id_of(&slot)?, id_of(&sheet)?);
    let actor = visit.actor();
    let page = state.run(move |app| app.review_desk(&actor, slot, sheet)).await?;
    let body = html! {
        (title(&page))
        (beside::last_year(&page))
        (lines::section(&page, &visit))
        div class="columns even" {
            div { (conclude(&page, &visit)) @if let Some(points) = &page.points { (points_card(&page, points, &visit)) } }
            div { (edit::section(&page, &visit)) (beside::similar(&page)) }
        }
    };
    let name = &page.sheet.project.name;
    let crumbs = [
        Crumb::to("集中审核", "/review"),
        Crumb::to(page.slot.department_name.clone(), slot_path(slot)),
        Crumb::here(name.clone()),
    ];
    Ok(framed(&visit, &format!("审核 {name}"), &crumbs, body))
}

fn title(page: &DeskPage) -> Markup {
    let sheet = &page.sheet;
    let (at, all) = page.place;
    let step = |goal: Option<SheetId>, key: &str, name: &str, sign: &str| {
        html! {
            @match goal {
                Some(goal) => a class="button" href=(desk_path(page.slot.id, goal)) data-key=(key) data-key-name=(name) { (sign) " " kbd { "Alt+" (key.to_uppercase()) } },
                None => span class="button" aria-disabled="true" { (sign) },
            }
        }
    };
    html! {
        div class="title" {
            h1 { (sheet.project.name) }
            (look::state_tag(sheet.state.code, &sheet.state.name))
            span class="sub" {
                "第 " (sheet.edition) " 版 · " (sheet.project.unit_name) " · " (look::money(sheet.project.total)) " 万元 · 第 " (at) "/" (all) " 个"
            }
            div class="actions" {
                (step(page.previous, "b", "上一个项目", "← 上一个"))
                (step(page.next, "n", "下一个项目", "下一个 →"))
                a class="button" href=(paths::sheet(sheet.kind, sheet.id)) { "目标表" }
            }
        }
        @if let Some((outcome, hand)) = &page.outcome {
            div class="note" { "本版审核结果 " (outcome_tag(Some(*outcome))) "," (hand.name) " " (look::moment(hand.at)) "。" }
        }
    }
}

fn conclude(page: &DeskPage, visit: &Visit) -> Markup {
    html! {
        @if page.may_conclude {
            form class="card" method="post" action={ (desk_path(page.slot.id, page.sheet.id)) "/outcome" } {
                (visit.token().fields())
                (look::hidden("edition", &page.sheet.edition.to_string())) (look::hidden("version", &page.sheet.version.to_string()))
                @if let Some(next) = page.next { (look::hidden("next", &next.to_string())) }
                h2 { "本项目的审核结果" }
                (look::field("conclude-words", "审核意见", "通过时可留空;退回时随各条理由一并送达", None, html! { textarea id="conclude-words" name="words" rows="2" {} }))
                p class="small quiet" { "由您所在环节办理的目标,结果随即生效:通过则转下一环节,退回则连同全部理由送回单位。" }
                div class="buttons" {
                    button class="primary" name="outcome" value="passed" data-key="j" data-key-name="审核通过" { "审核通过 " kbd { "Alt+J" } }
                    button class="danger" name="outcome" value="returned" data-key="r" data-key-name="退回修改" { "退回修改 " kbd { "Alt+R" } }
                }
            }
        }
    }
}

fn points_card(page: &DeskPage, points: &PointsView, visit: &Visit) -> Markup {
    let mine = |item: &str| {
        let found = points.mine.iter().find(|(name, _)| name == item);
        found.map_or_else(String::new, |(_, points)| points.to_string())
    };
    html! {
        form class="card" id="points" method="post" action={ (desk_path(page.slot.id, page.sheet.id)) "/points" } data-guard {
            (visit.token().fields()) (look::hidden("edition", &page.sheet.edition.to_string()))
            h2 { "审核打分" @if let (Some(mean), Some(grade)) = (points.mean, &points.grade) { span class="end" { "平均 " (mean) " 分 " span class="grade" { (grade) } " " (points.consequence) } } }
            table class="list" {
                thead { tr { th scope="col" { "方面" } th scope="col" { "要点" } th scope="col" class="num" { "满分" } th scope="col" class="num" { "我的打分" } } }
                tbody {
                    @for aspect in &points.table.aspects {
                        @for (item, n) in aspect.items.iter().zip(0..) {
                            tr {
                                @if n == 0 { th scope="rowgroup" rowspan=(aspect.items.len()) { (aspect.name) " " (aspect.points) } }
                                td { (item.name) } td class="num" { (item.points) }
                                td class="num" {
                                    @if page.may_decide {
                                        (look::hidden("item", &item.name))
                                        input type="text" class="num" name="points" value=(mine(&item.name)) inputmode="decimal" autocomplete="off" aria-label={ (item.name) "打分" } size="5";
                                    } @else { (mine(&item.name)) }
                                }
                            }
                        }
                    }
                }
            }
            @for (name, total, grade) in &points.totals { p class="small" { (name) " " (total) " 分 " span class="grade" { (grade) } } }
            @if page.may_decide { div class="buttons" { button data-key="d" data-key-name="保存打分" { "保存打分 " kbd { "Alt+D" } } } }
        }
    }
}
