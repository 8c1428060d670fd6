//! The steps of a round as a bar, and the form of the step that the person may take.

use hengji_app::spot::SpotState;
use hengji_app::spot::view::{SpotPage, SpotStart};
use maud::{Markup, html};

use super::deeds::Typed;
use crate::look::{self, Problem, Step, StepLook, problem_of, text_field, verification_mark};
use crate::visit::Visit;

/// 冻结名单, 公告, 录入起始值, 确认并抽取.
pub(super) fn bar(page: &SpotPage) -> Markup {
    let done = |hand: Option<&hengji_app::common::Hand>, is_next: bool| match hand {
        Some(hand) => {
            let at = hand.at.to_string();
            let minute = at.get(..16).unwrap_or(&at);
            (StepLook::Done, format!("{} {minute}", hand.name))
        }
        None if is_next => (StepLook::Now, String::new()),
        None => (StepLook::Ahead, String::new()),
    };
    let start = page.start.as_ref();
    let announced = page.announced.as_ref().map(|one| &one.hand);
    let entered = start.map(|one| &one.entered);
    let confirmed = start.and_then(|one| one.confirmed.as_ref());
    let step = |name: &str, (look, note)| Step {
        name: name.to_owned(),
        look,
        note,
    };
    look::steps_bar(&[
        step("冻结名单", done(Some(&page.frozen), false)),
        step("公告规则和来源", done(announced, page.state == SpotState::Frozen)),
        step("录入起始值", done(entered, page.state == SpotState::Announced)),
        step("确认并抽取", done(confirmed, page.state == SpotState::Entered)),
    ])
}

/// What the person may do now; nothing where they only read.
pub(super) fn forms(visit: &Visit, page: &SpotPage, typed: &Typed, problems: &[Problem]) -> Markup {
    html! {
        @if page.may.announce { (announce(visit, page, typed, problems)) }
        @if page.may.enter || page.may.draw { (value(visit, page, typed, problems)) }
        @if page.may.change_list { (freeze_again(visit, page)) }
        @if page.may.begin { (begin(visit, page)) }
        @if page.may.redraw { (redraw(visit, page, typed, problems)) }
    }
}

fn announce(visit: &Visit, page: &SpotPage, typed: &Typed, problems: &[Problem]) -> Markup {
    let source = html! {
        textarea id="source" name="source" rows="2" maxlength="300" required { (typed.announcement.source) }
    };
    let hint = "写明哪一天、哪个公开事件、取它的哪个数字,例:中国福利彩票双色球第 2021024 期红球号码,按开出顺序写,以“-”相连";
    html! {
        section class="card" id="announce" {
            h2 { "公告" span class="end quiet" { "公告后名单和规则不能再改" } }
            p {
                "规则:每个部门不低于 " (look::percent_of_bp(page.share_bp.into())) " " (verification_mark(&page.share_basis))
                ",至少 " (page.department_least) " 个 " (verification_mark(&page.basis)) ";不足一个的进为一个。"
            }
            form method="post" action={ "/spot/" (page.id) "/announce" } {
                (visit.token().fields()) (look::hidden("version", &page.version.to_string()))
                (look::field("source", "起始值来源", hint, problem_of(problems, "source"), source))
                (text_field("known_at", "产生时间", "须在公告之后,如 2021-03-05 21:15", &typed.announcement.known_at, problems))
                (text_field("total", "抽取总数", "留空则由规则决定;填写的不得少于规则算出的数,多出的名额给金额最参差的部门", &typed.announcement.total, problems))
                div class="buttons" { button class="primary" data-confirm="公告后名单和规则都不能再改,确定公告?" { "公告" } }
            }
        }
    }
}

fn value(visit: &Visit, page: &SpotPage, typed: &Typed, problems: &[Problem]) -> Markup {
    let (path, title, button) = if page.may.draw {
        ("draw", "确认起始值并抽取", "确认并抽取")
    } else {
        ("value", "录入起始值", "录入")
    };
    html! {
        section class="card" id="value-card" {
            h2 { (title) }
            @if let Some(announced) = &page.announced { p { "来源:" (announced.source) } }
            @if page.may.draw {
                p { "请自己查对公开结果后录入。两次录入相同才会抽取;先前录入的值这里不显示。" }
            }
            (entered(page.start.as_ref()))
            form method="post" action={ "/spot/" (page.id) "/" (path) } {
                (visit.token().fields()) (look::hidden("version", &page.version.to_string()))
                (text_field("value", "起始值", "照公开结果逐字录入,标点和空格也算", &typed.value, problems))
                div class="buttons" { button class="primary" { (button) } }
            }
        }
    }
}

fn entered(start: Option<&SpotStart>) -> Markup {
    html! {
        @if let Some(start) = start {
            p class="quiet" {
                (start.entered.name) " 于 " (look::moment(start.entered.at)) " 录入"
                @if let Some(text) = &start.text { ":" span class="mono" { (text) } }
            }
        }
    }
}

fn freeze_again(visit: &Visit, page: &SpotPage) -> Markup {
    html! {
        section class="card" id="freeze" {
            h2 { "重新冻结名单" }
            p class="quiet" { "自评又有审定的,可按现在的审定情况重新冻结;撤下的项目须重新办理。" }
            form method="post" action="/spot" {
                (visit.token().fields()) (look::hidden("title", &page.title))
                div class="buttons" { button data-confirm="以现在已审定的自评重新冻结名单?" { "重新冻结" } }
            }
        }
    }
}

fn begin(visit: &Visit, page: &SpotPage) -> Markup {
    html! {
        section class="card" id="begin" {
            h2 { "开展抽评" span class="end quiet" { "抽中的 " (page.totals.drawn) " 个项目一次下达" } }
            p class="quiet" { "每个项目一张抽评表:自评质量和逐条指标复核,单位自评分列在旁边。开展以后不能再重新抽取。" }
            form method="post" action={ "/spot/" (page.id) "/begin" } {
                (visit.token().fields()) (look::hidden("version", &page.version.to_string()))
                div class="buttons" { button class="primary" { "开展抽评" } }
            }
        }
    }
}

fn redraw(visit: &Visit, page: &SpotPage, typed: &Typed, problems: &[Problem]) -> Markup {
    let reason = html! { textarea id="reason" name="reason" rows="2" maxlength="500" { (typed.reason) } };
    let hint = format!("至少 {} 字,随抽取记录公布", page.reason_least);
    html! {
        section class="card" id="redraw" {
            h2 { "重新抽取" span class="end quiet" { "原抽取记录保留" } }
            p class="quiet" { "只在抽取不能成立时办理。重新抽取须另行公告新的起始值来源,不能用已经用过的起始值。" }
            form method="post" action={ "/spot/" (page.id) "/redraw" } {
                (visit.token().fields()) (look::hidden("version", &page.version.to_string()))
                (look::field("reason", "理由", &hint, problem_of(problems, "reason"), reason))
                div class="buttons" { button data-confirm="原抽取结果将作废(记录保留),确定重新抽取?" { "重新抽取" } }
            }
        }
    }
}
