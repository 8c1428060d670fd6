//! What the bureau and the institution both see of a report: what it is about, what it is like, its versions and its
//! ratings.

use hengji_app::third_party::{
    LikeReport, RatingView, ReportBrief, ReportReading, ReportRules, Topic, TopicCounts,
};
use hengji_domain::Score;
use hengji_domain::third_party::ReportSection;
use maud::{Markup, html};

use crate::look::{self, Part, Share, percent_of_bp, tag, verification_mark};

/// Colours of the topics in their order.
const COLOURS: [&str; 3] = ["amber", "green", "blue"];

fn size(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

/// What the sentences of a report are about: characters and sentences, drawn, with the caution.
pub(super) fn topics(counts: &TopicCounts, asks: bool, rules: &ReportRules) -> Markup {
    let share = |name: &str, of: fn(hengji_app::third_party::Amount) -> usize, unit: &str| {
        let amounts = Topic::ALL.map(|topic| of(counts.of(topic)));
        let part = |((topic, count), colour): ((&Topic, usize), &'static str)| Part {
            name: topic.name(),
            count: size(count),
            colour,
        };
        Share {
            name: name.to_owned(),
            parts: Topic::ALL.iter().zip(amounts).zip(COLOURS).map(part).collect(),
            text: format!("{} {unit}", amounts.iter().sum::<usize>()),
        }
    };
    let shares = [
        share("正文字数", |amount| amount.chars, "字"),
        share("语句", |amount| amount.sentences, "句"),
    ];
    let legend: Vec<(&str, &str)> = COLOURS.into_iter().zip(Topic::ALL.map(Topic::name)).collect();
    html! {
        section class="card" id="topics" {
            h2 { "正文在写什么" span class="end quiet" { "按语句用语计数 " (verification_mark(&rules.words_basis)) } }
            (look::share_chart("正文在写什么", &shares)) (look::legend(&legend))
            table class="list" {
                thead { tr { th scope="col" { "内容" } th scope="col" class="num" { "字数" } th scope="col" class="num" { "语句" } } }
                tbody { @for topic in Topic::ALL { tr { td { (topic.name()) } td class="num" { (counts.of(topic).chars) } td class="num" { (counts.of(topic).sentences) } } } }
            }
            p {
                "产出效益占二者 "
                @match counts.outcome_bp() {
                    Some(bp) => {
                        strong { (percent_of_bp(bp.into())) } " "
                        @if asks { (tag("amber", "偏少,请核对")) } @else { (tag("green", "未达提示线")) }
                    }
                    None => (tag("", "样本不足,不作判断")),
                }
                " 低于 " (percent_of_bp(rules.outcome_least_bp.into())) " 提示 " (verification_mark(&rules.basis)) "。"
            }
            p class="small quiet" { "只按用语计数,不理解文意;篇幅多不等于写得好。提示用于提问,不是扣分依据。" }
        }
    }
}

/// The institution's other reports with what stands in both.
pub(super) fn likeness(
    reading: &ReportReading,
    rules: &ReportRules,
    href: &dyn Fn(&LikeReport) -> String,
) -> Markup {
    html! {
        section class="card" id="likeness" {
            h2 { "与该机构其他报告的雷同" span class="end quiet" { "三字组的 Jaccard 相似度,数字不计;达到 " (percent_of_bp(rules.likeness_bp.into())) " 提示 " (verification_mark(&rules.basis)) } }
            @if reading.others.is_empty() { p class="empty" { "没有可比的其他报告:样本不足,不作判断。" } }
            @else {
                table class="list" {
                    thead { tr { th scope="col" { "其他报告" } th scope="col" class="num" { "相似度" } th scope="col" { "提示" } th scope="col" { "相同的语句" } } }
                    tbody { @for other in &reading.others { (like(other, href)) } }
                }
                p class="small quiet" { "同类项目用语相近是正常的。提示用于提问,由人核对,不是扣分依据。" }
            }
        }
    }
}

fn like(other: &LikeReport, href: &dyn Fn(&LikeReport) -> String) -> Markup {
    let listed = other.passages.len();
    html! {
        tr {
            td { a href=(href(other)) { (other.title) } }
            td class="num" { (percent_of_bp(other.likeness_bp.into())) }
            td { @if other.is_like { (tag("amber", "雷同,请核对")) } @else { (tag("green", "未达提示线")) } }
            td {
                @if other.passages.is_empty() { span class="quiet" { "没有" } }
                @else {
                    details open[other.is_like] {
                        summary class="small" { (other.passage_count) " 处" @if listed < other.passage_count { ",列出前 " (listed) " 处" } }
                        ul class="plain small" { @for passage in &other.passages { li class="verbatim" { (passage) } } }
                    }
                }
            }
        }
    }
}

/// The headings with what the sentences below them are about.
pub(super) fn sections(all: &[ReportSection]) -> Markup {
    html! {
        section class="card" id="sections" {
            details { summary { "各级标题(" (all.len()) " 个)" }
                table class="list" {
                    thead { tr { th scope="col" { "标题" } @for topic in Topic::ALL { th scope="col" class="num" { (topic.name()) "(字)" } } } }
                    tbody { @for section in all { tr {
                        td { @if section.heading.is_empty() { "(标题前)" } @else { (section.heading) } }
                        @for topic in Topic::ALL { td class="num" { (section.counts.of(topic).chars) } }
                    } } }
                }
            }
        }
    }
}

/// Every version with its digest and what the institution said to it.
pub(super) fn versions(all: &[ReportBrief]) -> Markup {
    html! {
        section class="card" id="versions" {
            h2 { "报送记录" }
            table class="list" {
                thead { tr { th scope="col" { "稿次" } th scope="col" class="num" { "页数" } th scope="col" { "报送" } th scope="col" { "说明" } th scope="col" { "指纹(SHA-256)" } } }
                tbody { @for one in all { tr {
                    td { "第 " (one.version) " 稿" } td class="num" { (one.pages) }
                    td { (one.handed.name) " " (look::moment(one.handed.at)) }
                    td { @if one.explanation.is_empty() { span class="quiet" { "没有说明" } } @else { (one.explanation) } }
                    td class="mono small" { (one.sha256.chars().take(16).collect::<String>()) "…" }
                } } }
            }
        }
    }
}

/// The ratings item by item with their pages.
pub(super) fn ratings(all: &[RatingView]) -> Markup {
    html! {
        @if let Some((latest, earlier)) = all.split_first() {
            section class="card" id="ratings" {
                h2 { "报告评分" }
                (rating(latest, true))
                @for one in earlier { (rating(one, false)) }
            }
        }
    }
}

fn rating(one: &RatingView, is_open: bool) -> Markup {
    let score = |centi: i32| Score::from_centi(centi).to_string();
    html! {
        div class="timeline-entry" {
            p { "第 " (one.version) " 稿:" strong { (one.total) " 分" } " " (tag("blue", &one.grade)) " · " (one.rated.name) " · " (look::moment(one.rated.at)) }
            @if !one.words.is_empty() { p { (one.words) } }
            details open[is_open] { summary class="small" { "各项得分和页码" }
                table class="list" {
                    thead { tr { th scope="col" { "评分项" } th scope="col" class="num" { "分值" } th scope="col" class="num" { "得分" } th scope="col" { "页码和依据" } } }
                    tbody { @for item in &one.items { tr {
                        td { (item.name) div class="small quiet" { (item.section) } }
                        td class="num" { (score(item.full_centi)) } td class="num" { (score(item.points_centi)) }
                        td class="small" { "第 " (item.page) " 页:" (item.evidence) }
                    } } }
                }
            }
        }
    }
}
