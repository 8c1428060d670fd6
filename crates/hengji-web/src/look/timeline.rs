//! A timeline: what happened to a thing, newest first.

use hengji_app::domain::Timestamp;
use maud::{Markup, html};

use super::amount::moment;

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TimelineEntry {
    pub(crate) at: Timestamp,
    /// Who, by name.
    pub(crate) who: String,
    /// What, e.g. 提交绩效目标.
    pub(crate) what: String,
    /// Words that go with it.
    pub(crate) text: String,
    /// A return is marked red.
    pub(crate) is_return: bool,
}

/// The list.
pub(crate) fn timeline(entries: &[TimelineEntry]) -> Markup {
    html! {
        @if entries.is_empty() {
            p class="empty" { "尚无记录。" }
        } @else {
            ul class="timeline" {
                @for entry in entries {
                    li class=[entry.is_return.then_some("back")] {
                        strong { (entry.what) } " " span class="quiet" { (entry.who) " " (moment(entry.at)) }
                        @if !entry.text.is_empty() { div class="verbatim" { (entry.text) } }
                    }
                }
            }
        }
    }
}
