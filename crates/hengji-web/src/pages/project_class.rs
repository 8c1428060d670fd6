//! 分类分级: the yearly catalogue, a project's class card with its adjustment, the approval page.

mod card;
mod filter;
mod list;
mod review;

use hengji_app::authz::Action;
use hengji_app::project_classes::view::{ClassFigure, EditionHead};
use hengji_domain::project_class::{CatalogueState, ProjectClass};
use hengji_domain::rule::Citation;
use maud::{Markup, html};

use crate::look::{self, Part, Share, tag};
use crate::routes::{Routes, Verb};

/// The routes of classification.
pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .person(Verb::Get, "/classes", Action::ViewClassCatalogue, list::list)
        .person(
            Verb::Post,
            "/classes/export",
            Action::ExportClassCatalogue,
            list::export,
        )
        .person(
            Verb::Post,
            "/classes/propose",
            Action::ProposeClassCatalogue,
            list::propose,
        )
        .person(
            Verb::Post,
            "/classes/submit",
            Action::SubmitClassCatalogue,
            review::submit,
        )
        .person(
            Verb::Get,
            "/classes/review",
            Action::ReviewClassCatalogue,
            review::review,
        )
        .person(
            Verb::Post,
            "/classes/approve",
            Action::ApproveClassCatalogue,
            review::approve,
        )
        .person(
            Verb::Post,
            "/classes/return",
            Action::ReturnClassCatalogue,
            review::return_catalogue,
        )
        .person(
            Verb::Get,
            "/classes/{project}",
            Action::ViewClassCatalogue,
            card::card,
        )
        .person(
            Verb::Post,
            "/classes/{project}/adjust",
            Action::AdjustProjectClass,
            card::adjust,
        )
}

/// A class as a tag: A stands out most.
fn class_tag(class: ProjectClass) -> Markup {
    tag(colour(class), class.name())
}

const fn colour(class: ProjectClass) -> &'static str {
    match class {
        ProjectClass::A => "red",
        ProjectClass::B => "amber",
        ProjectClass::C => "",
    }
}

fn state_of(state: CatalogueState) -> Markup {
    let colour = match state {
        CatalogueState::Proposed => "amber",
        CatalogueState::Submitted => "blue",
        CatalogueState::Frozen => "green",
        CatalogueState::Superseded => "",
    };
    tag(colour, state.name())
}

/// Projects and money by class, drawn: few projects of class A hold much of the money, and one should see it.
fn figures(figures: &[ClassFigure]) -> Markup {
    let part = |figure: &ClassFigure, count: u64| Part {
        colour: match figure.class {
            ProjectClass::A => "red",
            ProjectClass::B => "amber",
            ProjectClass::C => "blue",
        },
        name: figure.class.name(),
        count,
    };
    let words = |text: &dyn Fn(&ClassFigure) -> String| {
        let all: Vec<String> = figures
            .iter()
            .map(|figure| format!("{} {}", figure.class.code(), text(figure)))
            .collect();
        all.join(",")
    };
    let shares = [
        Share {
            name: "项目数".to_owned(),
            parts: figures.iter().map(|figure| part(figure, figure.count)).collect(),
            text: words(&|figure| figure.count.to_string()),
        },
        Share {
            name: "资金(万元)".to_owned(),
            parts: figures
                .iter()
                .map(|figure| part(figure, u64::try_from(figure.amount.fen()).unwrap_or_default()))
                .collect(),
            text: String::new(),
        },
    ];
    html! {
        (look::share_chart("各类项目的个数和资金", &shares))
        (look::legend(&[("red", "A 类"), ("amber", "B 类"), ("blue", "C 类")]))
        table class="list" {
            thead { tr { th scope="col" { "类别" } th scope="col" class="num" { "项目数" } th scope="col" class="num" { "资金(万元)" } th scope="col" class="num" { "临界" } th scope="col" class="num" { "人工调整" } th scope="col" class="num" { "按规则归类" } th scope="col" class="num" { "要素未齐" } } }
            tbody {
                @for figure in figures {
                    tr {
                        th scope="row" { a href={ "/classes?class=" (figure.class.code()) } { (class_tag(figure.class)) } }
                        td class="num" { (figure.count) } td class="num" { (look::money(figure.amount)) }
                        td class="num" { (figure.unclear) } td class="num" { (figure.adjusted) } td class="num" { (figure.by_rule) } td class="num" { (figure.incomplete) }
                    }
                }
            }
        }
    }
}

/// Where an edition stands and whose hands are on it.
fn edition_facts(head: &EditionHead) -> Markup {
    html! {
        dl class="facts" {
            div { dt { "版次" } dd { "第 " (head.edition) " 版 " (state_of(head.state)) } }
            div { dt { "测算" } dd { (head.proposed.name) "," (look::moment(head.proposed.at)) } }
            @if let Some(hand) = &head.submitted { div { dt { "提请批准" } dd { (hand.name) "," (look::moment(hand.at)) } } }
            @if let Some(hand) = &head.decided {
                div { dt { @if head.returned_words.is_empty() { "批准" } @else { "退回" } } dd { (hand.name) "," (look::moment(hand.at)) } }
            }
            @if !head.returned_words.is_empty() { div { dt { "退回意见" } dd class="verbatim" { (head.returned_words) } } }
            @if !head.reason.is_empty() { div { dt { "另拟新版的理由" } dd class="verbatim" { (head.reason) } } }
            @if let Some(digest) = &head.sha256 { div { dt { "内容摘要" } dd class="mono small" { (digest) } } }
        }
    }
}

/// The rules a catalogue rests on, with their marks.
fn sources(citations: &[Citation]) -> Markup {
    html! {
        @if !citations.is_empty() {
            ul class="small" {
                @for citation in citations { li { (citation.description) " " (look::verification_mark(citation)) } }
            }
            p class="small" { a href="/rules" { "查看现行规则" } }
        }
    }
}

/// `82.3%` of basis points.
fn share(bp: i32) -> String {
    look::percent_of_bp(i64::from(bp))
}

#[cfg(test)]
mod tests {
    use hengji_domain::Money;

    use super::*;

    #[test]
    fn figures_say_their_numbers_beside_the_drawing() {
        let figure = |class, count| ClassFigure {
            class,
            count,
            amount: Money::from_fen(123_400_000_000),
            unclear: 4,
            adjusted: 0,
            incomplete: 0,
            by_rule: 2,
        };
        let shown = figures(&[figure(ProjectClass::A, 23), figure(ProjectClass::C, 900)]).into_string();
        for part in ["A 23,C 900", "123,400.00", "role=\"img\"", "class=A"] {
            assert!(shown.contains(part), "{part}: {shown}");
        }
    }

    #[test]
    fn class_a_stands_out_and_c_does_not() {
        assert!(class_tag(ProjectClass::A).into_string().contains("red"));
        assert!(!class_tag(ProjectClass::C).into_string().contains("red"));
    }
}
