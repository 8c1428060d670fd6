//! The year as a drawing: a line for each stage with its bar, and strips of lights. Every number is a link where the
//! reader has a list behind it, and stands in the drawing as text, for paper and for screen readers.

use maud::{Markup, html};

/// Width of the drawing of stages, in its own pixels.
const WIDTH: u64 = 1080;
/// Height of one line.
const LINE: u64 = 46;
/// Where bars begin.
const LEFT: u64 = 226;
/// Length of a full bar.
const LENGTH: u64 = 470;
/// Where the words behind the bars begin.
const BEHIND: u64 = LEFT + LENGTH + 14;
/// Width of a strip of lights.
const STRIP: u64 = 220;

/// A part of a bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) colour: &'static str,
    pub(crate) name: String,
    pub(crate) count: u64,
    /// Where the list of it is.
    pub(crate) list: Option<String>,
}

/// A line of the drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StageLine {
    /// Written where it changes.
    pub(crate) phase: &'static str,
    pub(crate) name: String,
    /// Below the name: until when.
    pub(crate) due: String,
    pub(crate) pieces: Vec<Piece>,
    /// Behind the bar.
    pub(crate) count: String,
    /// Below that: money.
    pub(crate) money: String,
    /// In red behind the count; empty when nothing is late.
    pub(crate) late: String,
    pub(crate) list: Option<String>,
    pub(crate) late_list: Option<String>,
}

/// `value` of `whole` as a part of the full length.
fn length(value: u64, whole: u64, full: u64) -> u64 {
    let exact = u128::from(value.min(whole)) * u128::from(full);
    u64::try_from(exact / u128::from(whole.max(1))).unwrap_or(full)
}

/// Pieces with where they begin and how long they are; what there is of a piece is never too thin to be seen.
fn laid(pieces: &[Piece], full: u64) -> Vec<(&Piece, u64, u64)> {
    let whole = pieces.iter().map(|piece| piece.count).sum::<u64>();
    let mut before = 0;
    let mut laid = Vec::with_capacity(pieces.len());
    for piece in pieces.iter().filter(|piece| 0 < piece.count) {
        let start = length(before, whole, full);
        before += piece.count;
        laid.push((
            piece,
            start,
            length(before, whole, full).saturating_sub(start).max(2),
        ));
    }
    laid
}

/// What is drawn, inside a link where there is one.
fn linked(list: Option<&str>, drawn: &Markup) -> Markup {
    html! { @match list { Some(list) => a href=(list) { (drawn) } None => { (drawn) } } }
}

/// The stages of a year, one below the other.
pub(crate) fn stage_chart(title: &str, lines: &[StageLine]) -> Markup {
    let phases: Vec<&str> = std::iter::once("")
        .chain(lines.iter().map(|line| line.phase))
        .collect();
    let height = u64::try_from(lines.len()).unwrap_or_default() * LINE + 6;
    html! {
        svg class="chart stages" viewBox={ "0 0 " (WIDTH) " " (height) } role="group" aria-label=(title) {
            @for ((line, before), i) in lines.iter().zip(phases).zip(0_u64..) {
                (stage_line(line, before != line.phase, i * LINE + 4))
            }
        }
    }
}

fn stage_line(line: &StageLine, is_first: bool, top: u64) -> Markup {
    let name = html! { text class="value" x="86" y=(top + 15) { (line.name) } };
    let late = html! { text class="late" x=(WIDTH - 4) y=(top + 15) text-anchor="end" { (line.late) } };
    html! {
        @if is_first {
            line class="rule" x1="0" y1=(top) x2=(WIDTH) y2=(top) {}
            text class="phase" x="4" y=(top + 15) { (line.phase) }
        }
        (linked(line.list.as_deref(), &name))
        text class="sub" x="86" y=(top + 31) { (line.due) }
        rect class="track" x=(LEFT) y=(top + 3) width=(LENGTH) height="16" rx="2" {}
        @for (piece, start, length) in laid(&line.pieces, LENGTH) {
            (linked(piece.list.as_deref(), &rect(piece, LEFT + start, top + 3, length)))
        }
        text class="sub" x=(LEFT) y=(top + 33) { (words(&line.pieces)) }
        text class="value" x=(BEHIND) y=(top + 15) { (line.count) }
        @if !line.late.is_empty() { (linked(line.late_list.as_deref(), &late)) }
        text class="sub" x=(BEHIND) y=(top + 33) { (line.money) }
    }
}

fn rect(piece: &Piece, x: u64, y: u64, width: u64) -> Markup {
    html! {
        rect class=(piece.colour) x=(x) y=(y) width=(width) height="16" { title { (piece.name) " " (piece.count) } }
    }
}

/// The pieces in words, with those that are nothing left out.
fn words(pieces: &[Piece]) -> String {
    let present: Vec<String> = pieces
        .iter()
        .filter(|piece| 0 < piece.count)
        .map(|piece| format!("{} {}", piece.name, piece.count))
        .collect();
    present.join(" · ")
}

/// A strip of lights of one department.
pub(crate) fn light_strip(name: &str, pieces: &[Piece]) -> Markup {
    html! {
        svg class="chart lights" viewBox={ "0 0 " (STRIP) " 16" } role="group" aria-label={ (name) ":" (words(pieces)) } {
            rect class="track" x="0" y="0" width=(STRIP) height="16" {}
            @for (piece, start, length) in laid(pieces, STRIP) {
                (linked(piece.list.as_deref(), &rect(piece, start, 0, length)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(name: &str, count: u64, list: Option<&str>) -> Piece {
        Piece {
            colour: "green",
            name: name.into(),
            count,
            list: list.map(str::to_owned),
        }
    }

    #[test]
    fn pieces_lie_end_to_end_and_none_is_too_thin_to_be_seen() {
        let pieces = [piece("a", 1, None), piece("b", 0, None), piece("c", 2_999, None)];
        let found: Vec<(u64, u64)> = laid(&pieces, 300)
            .into_iter()
            .map(|(_, start, length)| (start, length))
            .collect();
        assert_eq!(found, [(0, 2), (0, 300)]);
        assert_eq!(laid(&[], 300), []);
    }

    #[test]
    fn a_piece_with_a_list_is_a_link_and_one_without_is_not() {
        let shown = light_strip(
            "城管局",
            &[
                piece("红", 1, Some("/monitoring?light=red")),
                piece("绿", 1, None),
            ],
        )
        .into_string();
        assert_eq!(shown.matches("<a ").count(), 1, "{shown}");
        assert!(shown.contains("aria-label=\"城管局:红 1 · 绿 1\""), "{shown}");
    }

    #[test]
    fn the_phase_is_written_where_it_begins_and_late_only_where_something_is() {
        let line = |phase, late: &str| StageLine {
            phase,
            name: "目标编报".into(),
            due: String::new(),
            pieces: vec![piece("已报送", 3, None)],
            count: "3/3".into(),
            money: String::new(),
            late: late.into(),
            list: Some("/goals".into()),
            late_list: None,
        };
        let lines = [
            line("预算编制", ""),
            line("预算编制", "逾期 2"),
            line("预算执行", ""),
        ];
        let shown = stage_chart("全过程", &lines).into_string();
        assert_eq!(shown.matches(">预算编制<").count(), 1, "{shown}");
        assert_eq!(shown.matches("class=\"late\"").count(), 1);
        assert_eq!(shown.matches("href=\"/goals\"").count(), 3);
    }
}
