//! A value with its interval for each of several rows, on one scale: where an interval is long, little is known.

use maud::{Markup, html};

/// Height of one row, pixels of the drawing.
const ROW: usize = 24;
/// Where the scale begins, and its length.
const SCALE: (i64, i64) = (170, 470);

/// A value with its interval, in hundredths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Whisker {
    pub(crate) name: String,
    pub(crate) value: i32,
    /// The ends of the interval; none where there is none.
    pub(crate) ends: Option<(i32, i32)>,
    /// The words at the end of the row.
    pub(crate) text: String,
    /// Whether it stands out.
    pub(crate) is_marked: bool,
}

/// The ends of the scale: every value and interval, and nought.
fn scale(all: &[Whisker]) -> (i64, i64) {
    let ends = all.iter().flat_map(|one| {
        let (low, high) = one.ends.unwrap_or((one.value, one.value));
        [i64::from(low), i64::from(high)]
    });
    ends.fold((0, 1), |(low, high), end| (low.min(end), high.max(end)))
}

/// Where a value stands on the drawing.
fn place(value: i32, (low, high): (i64, i64)) -> i64 {
    let (left, length) = SCALE;
    left + (i64::from(value) - low) * length / (high - low).max(1)
}

/// Dots with their intervals under each other, a line at nought.
pub(crate) fn whisker_chart(title: &str, all: &[Whisker]) -> Markup {
    let scale = scale(all);
    let nought = place(0, scale);
    html! {
        svg class="chart" viewBox={ "0 0 900 " (all.len() * ROW + 6) } role="img" aria-label=(title) {
            title { (title) }
            line class="rule" x1=(nought) x2=(nought) y1="0" y2=(all.len() * ROW + 6) {}
            @for (i, one) in all.iter().enumerate() {
                @let top = i * ROW + 4;
                @let colour = if one.is_marked { "amber" } else { "blue" };
                text x="162" y=(top + 13) text-anchor="end" { (one.name) }
                @if let Some((low, high)) = one.ends {
                    rect class=(colour) x=(place(low, scale)) y=(top + 8) width=((place(high, scale) - place(low, scale)).max(1)) height="2" {}
                }
                rect class=(colour) x=(place(one.value, scale) - 4) y=(top + 5) width="8" height="8" rx="4" { title { (one.name) " " (one.text) } }
                text class="value" x="652" y=(top + 13) { (one.text) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(value: i32, ends: Option<(i32, i32)>) -> Whisker {
        Whisker {
            name: "教育局".into(),
            value,
            ends,
            text: "5.00".into(),
            is_marked: false,
        }
    }

    #[test]
    fn the_scale_holds_nought_and_every_interval() {
        assert_eq!(scale(&[one(500, Some((200, 800))), one(100, None)]), (0, 800));
        assert_eq!(scale(&[one(-100, Some((-300, 100)))]), (-300, 100));
        assert_eq!(scale(&[]), (0, 1));
    }

    #[test]
    fn a_value_stands_where_the_scale_says() {
        for (value, x) in [(0, 170), (400, 405), (800, 640)] {
            assert_eq!(place(value, (0, 800)), x);
        }
        let drawn = whisker_chart("虚高", &[one(400, Some((0, 800)))]).into_string();
        assert!(
            drawn.contains("教育局") && drawn.contains("width=\"470\""),
            "{drawn}"
        );
    }
}
