//! Charts as SVG made here, each with its numbers in a text that a screen reader and a printer also have.

use maud::{Markup, html};

/// Height of one row, pixels of the drawing.
const ROW: usize = 26;
/// Where bars begin.
const LEFT: u64 = 170;
/// Length of a full bar.
const LENGTH: u64 = 560;

/// A part of a share bar: its colour class and how many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) colour: &'static str,
    pub(crate) name: &'static str,
    pub(crate) count: u64,
}

/// One bar that is divided into parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Share {
    pub(crate) name: String,
    pub(crate) parts: Vec<Part>,
    /// The words at the end of the bar.
    pub(crate) text: String,
}

/// One bar of its own length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bar {
    pub(crate) name: String,
    pub(crate) value: u64,
    pub(crate) colour: &'static str,
    pub(crate) text: String,
}

/// `value` of `whole` as a part of the full length.
fn length(value: u64, whole: u64, full: u64) -> u64 {
    let exact = u128::from(value.min(whole)) * u128::from(full);
    u64::try_from(exact / u128::from(whole.max(1))).unwrap_or(full)
}

/// Bars of equal length, each divided into its parts.
pub(crate) fn share_chart(title: &str, shares: &[Share]) -> Markup {
    html! {
        svg class="chart" viewBox={ "0 0 900 " (shares.len() * ROW + 6) } role="img" aria-label=(title) {
            title { (title) }
            @for (i, share) in shares.iter().enumerate() {
                @let whole = share.parts.iter().map(|part| part.count).sum::<u64>();
                @let top = i * ROW + 4;
                text x=(LEFT - 8) y=(top + 13) text-anchor="end" { (short(&share.name)) title { (share.name) } }
                rect class="track" x=(LEFT) y=(top) width=(LENGTH) height="18" rx="2" {}
                @for (part, start) in share.parts.iter().zip(starts(&share.parts)) {
                    @if 0 < part.count {
                        rect class=(part.colour) x=(LEFT + length(start, whole, LENGTH)) y=(top) width=(length(part.count, whole, LENGTH).max(1)) height="18" {
                            title { (share.name) " " (part.name) " " (part.count) }
                        }
                    }
                }
                text class="value" x=(LEFT + LENGTH + 8) y=(top + 13) { (share.text) }
            }
        }
    }
}

/// Where each part begins.
fn starts(parts: &[Part]) -> Vec<u64> {
    let mut at = 0;
    let mut starts = Vec::with_capacity(parts.len());
    for part in parts {
        starts.push(at);
        at += part.count;
    }
    starts
}

/// Where the bars of a narrow chart begin, and their full length.
const NARROW: (u64, u64) = (58, 176);

/// Bars whose length is their value, against `whole`: narrow, to stand beside the text.
pub(crate) fn bar_chart(title: &str, whole: u64, bars: &[Bar]) -> Markup {
    let (left, full) = NARROW;
    html! {
        svg class="chart" viewBox={ "0 0 330 " (bars.len() * ROW + 6) } role="img" aria-label=(title) {
            title { (title) }
            @for (i, bar) in bars.iter().enumerate() {
                @let top = i * ROW + 4;
                text x=(left - 6) y=(top + 13) text-anchor="end" { (short(&bar.name)) title { (bar.name) } }
                rect class="track" x=(left) y=(top) width=(full) height="18" rx="2" {}
                rect class=(bar.colour) x=(left) y=(top) width=(length(bar.value, whole, full)) height="18" rx="2" { title { (bar.name) " " (bar.text) } }
                text class="value" x=(left + full + 6) y=(top + 13) { (bar.text) }
            }
        }
    }
}

/// A bar that leads to the list behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LinkedBar {
    pub(crate) bar: Bar,
    pub(crate) href: String,
}

/// Where the bars of a chart of links begin, their full length, and the width of the whole.
const LINKED: (u64, u64, u64) = (150, 250, 560);

/// Bars against the longest of them, each a link: half a page wide.
pub(crate) fn link_chart(title: &str, bars: &[LinkedBar]) -> Markup {
    let (left, full, width) = LINKED;
    let longest = bars.iter().map(|one| one.bar.value).max().unwrap_or_default();
    html! {
        svg class="chart" viewBox={ "0 0 " (width) " " (bars.len() * ROW + 6) } role="group" aria-label=(title) {
            @for (i, LinkedBar { bar, href }) in bars.iter().enumerate() {
                @let top = i * ROW + 4;
                a href=(href) {
                    text x=(left - 8) y=(top + 13) text-anchor="end" { (short(&bar.name)) title { (bar.name) } }
                    rect class="track" x=(left) y=(top) width=(full) height="18" rx="2" {}
                    rect class=(bar.colour) x=(left) y=(top) width=(length(bar.value, longest, full).max(1)) height="18" rx="2" { title { (bar.name) " " (bar.text) } }
                    text class="value" x=(left + full + 8) y=(top + 13) { (bar.text) }
                }
            }
        }
    }
}

/// Colours with their meaning.
pub(crate) fn legend(parts: &[(&str, &str)]) -> Markup {
    html! { div class="legend" { @for (colour, name) in parts { span { i class=(colour) {} (name) } } } }
}

/// A name that fits before its bar.
fn short(name: &str) -> String {
    let mut text: String = name.chars().take(12).collect();
    if text.len() < name.len() {
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(count: u64) -> Part {
        Part {
            colour: "blue",
            name: "已报",
            count,
        }
    }

    #[test]
    fn parts_lie_end_to_end_and_fill_the_bar() {
        let shown = share_chart(
            "填报进度",
            &[Share {
                name: "区城管局".into(),
                parts: vec![part(1), part(3)],
                text: "1/4".into(),
            }],
        )
        .into_string();
        assert!(shown.contains("x=\"170\" y=\"4\" width=\"140\""), "{shown}");
        assert!(shown.contains("x=\"310\" y=\"4\" width=\"420\""), "{shown}");
    }

    #[test]
    fn a_part_of_nothing_is_not_drawn_and_nothing_is_not_divided_by() {
        let empty = Share {
            name: "x".into(),
            parts: vec![part(0)],
            text: String::new(),
        };
        assert!(
            !share_chart("t", &[empty])
                .into_string()
                .contains("class=\"blue\"")
        );
        assert_eq!(length(5, 0, LENGTH), 0);
        assert_eq!(length(20_000, 10_000, LENGTH), LENGTH);
    }

    #[test]
    fn a_bar_leads_to_the_list_behind_it() {
        let linked = |value, href: &str| LinkedBar {
            bar: Bar {
                name: "非急需".into(),
                value,
                colour: "amber",
                text: format!("{value} 万元"),
            },
            href: href.into(),
        };
        let shown = link_chart("按依据", &[linked(4, "/cuts?ground=a"), linked(1, "/b")]).into_string();
        assert!(shown.contains("<a href=\"/cuts?ground=a\">"), "{shown}");
        assert!(
            shown.contains("width=\"250\"") && shown.contains("width=\"62\""),
            "{shown}"
        );
    }

    #[test]
    fn a_chart_says_its_numbers_in_words() {
        let bar = Bar {
            name: "区卫生健康局下属社区卫生服务中心".into(),
            value: 5,
            colour: "red",
            text: "64%".into(),
        };
        let shown = bar_chart("执行率", 10, &[bar]).into_string();
        assert!(
            shown.contains("<title>区卫生健康局下属社区卫生服务中心 64%</title>"),
            "{shown}"
        );
        assert!(shown.contains("role=\"img\" aria-label=\"执行率\""));
    }
}
