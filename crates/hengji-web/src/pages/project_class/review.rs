//! 核对与批准: what a catalogue brings, what moved, what people moved; handing in, approving, returning.

use axum::extract::State;
use hengji_app::project_classes::view::{CatalogueReview, GoneView};
use hengji_app::project_classes::{CatalogueMove, CatalogueReturn};
use hengji_domain::project_class::ProjectClass;
use maud::{Markup, html};

use super::{class_tag, edition_facts, figures, sources, state_of};
use crate::extract::Posted;
use crate::look::{self, Crumb};
use crate::pages::{Answer, framed, see};
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /classes/review`.
pub(super) async fn review(State(state): State<WebState>, visit: Visit) -> Answer {
    let (actor, year) = (visit.actor(), visit.year());
    let review = state.run(move |app| app.class_review(&actor, year)).await?;
    let path = [Crumb::to("项目分类目录", "/classes"), Crumb::here("核对与批准")];
    let Some(review) = review else {
        let nothing = html! {
            div class="title" { h1 { "目录核对与批准" } span class="sub" { (year) " 年度" } }
            section class="card" { p class="empty" { "本年度还没有拟定项目分类目录,拟定以后在这里核对、批准。" a href="/classes" { "查看项目分类目录" } } }
        };
        return Ok(framed(&visit, "目录核对与批准", &path, nothing));
    };
    let body = html! {
        div class="title" {
            h1 { "目录核对与批准" }
            span class="sub" { (year) " 年度,第 " (review.head.edition) " 版 " (state_of(review.head.state)) }
            div class="actions" { a class="button" href="/classes" { "逐项查看" } }
        }
        div class="columns" {
            div {
                section class="card" { h2 { "各类项目" } (figures(&review.figures)) }
                section class="card" { h2 { "与上年目录比较" } (changes(&review)) }
                section class="card" { h2 { "人工调整 " (review.adjustments.len()) " 项" } (adjustments(&review)) }
            }
            aside {
                section class="card" { h2 { "本版" } (edition_facts(&review.head)) h3 { "依据" } (sources(&review.citations)) }
                (decisions(&review, &visit))
            }
        }
    };
    Ok(framed(&visit, "目录核对与批准", &path, body))
}

/// `POST /classes/submit`.
pub(super) async fn submit(State(state): State<WebState>, posted: Posted) -> Answer {
    let input = seen(&posted)?;
    let year = posted.visit.year();
    state
        .run(move |app| app.submit_class_catalogue(&posted.visit.actor(), &posted.key, year, &input))
        .await?;
    Ok(see("/classes/review"))
}

/// `POST /classes/approve`.
pub(super) async fn approve(State(state): State<WebState>, posted: Posted) -> Answer {
    let input = seen(&posted)?;
    let year = posted.visit.year();
    state
        .run(move |app| app.approve_class_catalogue(&posted.visit.actor(), &posted.key, year, &input))
        .await?;
    Ok(see("/classes"))
}

/// `POST /classes/return`.
pub(super) async fn return_catalogue(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&["version", "words"])?;
    let input = CatalogueReturn {
        version: posted.fields.parsed("version").unwrap_or_default(),
        words: posted.fields.text("words").to_owned(),
    };
    let year = posted.visit.year();
    state
        .run(move |app| app.return_class_catalogue(&posted.visit.actor(), &posted.key, year, &input))
        .await?;
    Ok(see("/classes/review"))
}

fn seen(posted: &Posted) -> Result<CatalogueMove, crate::error::WebError> {
    posted.only(&["version"])?;
    Ok(CatalogueMove {
        version: posted.fields.parsed("version").unwrap_or_default(),
    })
}

/// Rows are classes of last year, columns those of this year.
fn changes(review: &CatalogueReview) -> Markup {
    let count = |previous: Option<ProjectClass>, class: ProjectClass| {
        let found = review
            .changes
            .iter()
            .find(|(from, to, _)| (*from, *to) == (previous, class));
        found.map_or(0, |(_, _, count)| *count)
    };
    let rows = ProjectClass::ALL.map(Some).into_iter().chain([None]);
    html! {
        table class="list" {
            thead { tr { th scope="col" { "上年" } @for class in ProjectClass::ALL { th scope="col" class="num" { "今年 " (class.name()) } } } }
            tbody {
                @for previous in rows {
                    tr {
                        th scope="row" { @match previous { Some(class) => (class_tag(class)), None => "上年没有" } }
                        @for class in ProjectClass::ALL { td class="num" { (count(previous, class)) } }
                    }
                }
            }
        }
        p class="small" { a href="/classes?mark=up" { "升级的项目" } " · " a href="/classes?mark=down" { "降级的项目" } " · " a href="/classes?mark=new" { "新增的项目" } }
        @if 0 < review.gone_count { (gone(&review.gone, review.gone_count)) }
    }
}

fn gone(all: &[GoneView], count: u64) -> Markup {
    html! {
        h3 { "上年有、今年没有的 " (count) " 个项目" @if u64::try_from(all.len()).unwrap_or(count) < count { ",按金额列出前 " (all.len()) " 个" } }
        table class="list" {
            thead { tr { th scope="col" { "上年代码" } th scope="col" { "项目名称" } th scope="col" { "实施单位" } th scope="col" class="num" { "上年资金(万元)" } th scope="col" { "上年类别" } } }
            tbody { @for one in all { tr { td class="mono nowrap" { (one.code) } td { (one.name) } td { (one.unit_name) } td class="num" { (look::money(one.amount)) } td { (class_tag(one.class)) } } } }
        }
    }
}

fn adjustments(review: &CatalogueReview) -> Markup {
    html! {
        @if review.adjustments.is_empty() { p class="empty" { "没有人工调整,全部按测算结果。" } }
        @else {
            table class="list" {
                thead { tr { th scope="col" { "项目" } th scope="col" { "调整" } th scope="col" { "理由" } th scope="col" { "办理人" } th scope="col" { "时间" } } }
                tbody {
                    @for one in &review.adjustments {
                        tr {
                            td { a href={ "/classes/" (one.project) } { (one.name) } }
                            td class="nowrap" { (one.from.code()) " → " (one.to.code()) }
                            td class="verbatim" { (one.reason) } td { (one.hand.name) } td class="nowrap" { (look::moment(one.hand.at)) }
                        }
                    }
                }
            }
        }
    }
}

fn decisions(review: &CatalogueReview, visit: &Visit) -> Markup {
    let version = review.head.version.to_string();
    html! {
        @if review.rights.may_submit {
            form class="card" method="post" action="/classes/submit" {
                h2 { "提请批准" } (visit.token().fields()) (look::hidden("version", &version))
                p class="small quiet" { "提请后不能再调整,除非局领导退回。" }
                div class="buttons" { button class="primary" data-key="j" data-key-name="提请批准" { "提请批准 " kbd { "Alt+J" } } }
            }
        }
        @if review.rights.may_decide {
            form class="card" method="post" action="/classes/approve" {
                h2 { "批准" } (visit.token().fields()) (look::hidden("version", &version))
                p class="warn" { "批准后目录即冻结并生效,只能以新的一版更改。参与测算、调整或提请的人不能批准。" }
                div class="buttons" { button class="primary" data-key="j" data-key-name="批准并冻结" { "批准并冻结 " kbd { "Alt+J" } } }
            }
            form class="card" method="post" action="/classes/return" data-guard {
                h2 { "退回" } (visit.token().fields()) (look::hidden("version", &version))
                (look::field("words", "退回意见", "", None, html! { textarea id="words" name="words" rows="2" maxlength="500" required {} }))
                div class="buttons" { button class="danger" data-key="r" data-key-name="退回" { "退回 " kbd { "Alt+R" } } }
            }
        }
    }
}
