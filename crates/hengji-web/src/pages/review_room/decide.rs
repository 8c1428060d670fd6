//! What a reviewer says: of lines, in points, and how the review of a goal ends.

use axum::extract::{Path, State};
use hengji_app::review_room::{ConcludeInput, LineDecision, PointsInput, SaidInput};
use hengji_domain::id::{ReviewSlotId, SheetId};

use super::super::{Answer, see};
use super::{desk_path, id_of};
use crate::error::WebError;
use crate::extract::Posted;
use crate::fields::Fields;
use crate::state::WebState;

/// What stands in the select of a line that is accepted; a blank one says nothing.
pub(super) const ACCEPTED: &str = "accepted";

fn place(slot: &str, sheet: &str) -> Result<(ReviewSlotId, SheetId), WebError> {
    Ok((id_of(slot)?, id_of(sheet)?))
}

/// `POST …/lines`.
pub(super) async fn lines(
    State(state): State<WebState>,
    Path((slot, sheet)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    posted.only(&["edition", "line", "reason", "words", "do", "next"])?;
    let (slot, sheet) = place(&slot, &sheet)?;
    let accept_rest = posted.fields.text("do") == "accept_rest";
    let said = SaidInput {
        edition: posted.fields.parsed("edition").unwrap_or_default(),
        lines: said(&posted.fields, accept_rest),
    };
    state
        .run(move |app| app.decide_lines(&posted.visit.actor(), &posted.key, slot, sheet, &said))
        .await?;
    Ok(see(&desk_path(slot, sheet)))
}

/// The rows of which something was said; with `accept_rest` the others are accepted.
fn said(fields: &Fields, accept_rest: bool) -> Vec<LineDecision> {
    fields
        .rows(["line", "reason", "words"])
        .into_iter()
        .filter_map(|[line, reason, words]| {
            let is_line = !line.is_empty();
            let reason = match reason.as_str() {
                "" if !words.is_empty() => return Some(decision(line, "other".to_owned(), words)),
                "" if accept_rest && is_line => String::new(),
                "" => return None,
                ACCEPTED => String::new(),
                _ => reason,
            };
            Some(decision(line, reason, words))
        })
        .collect()
}

fn decision(line: String, reason: String, words: String) -> LineDecision {
    LineDecision {
        line: (!line.is_empty()).then_some(line),
        reason,
        words,
    }
}

/// `POST …/points`.
pub(super) async fn points(
    State(state): State<WebState>,
    Path((slot, sheet)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    posted.only(&["edition", "item", "points"])?;
    let (slot, sheet) = place(&slot, &sheet)?;
    let input = PointsInput {
        edition: posted.fields.parsed("edition").unwrap_or_default(),
        items: posted
            .fields
            .rows(["item", "points"])
            .into_iter()
            .map(|[item, points]| (item, points))
            .collect(),
    };
    state
        .run(move |app| app.score_in_room(&posted.visit.actor(), &posted.key, slot, sheet, &input))
        .await?;
    Ok(see(&format!("{}#points", desk_path(slot, sheet))))
}

/// `POST …/outcome`: then the next goal on the list.
pub(super) async fn conclude(
    State(state): State<WebState>,
    Path((slot, sheet)): Path<(String, String)>,
    posted: Posted,
) -> Answer {
    posted.only(&["edition", "version", "outcome", "words", "next"])?;
    let (slot, sheet) = place(&slot, &sheet)?;
    let next: Option<SheetId> = posted.fields.parsed("next");
    let input = ConcludeInput {
        edition: posted.fields.parsed("edition").unwrap_or_default(),
        version: posted.fields.parsed("version").unwrap_or_default(),
        outcome: posted.fields.text("outcome").to_owned(),
        words: posted.fields.text("words").to_owned(),
    };
    state
        .run(move |app| app.conclude_in_room(&posted.visit.actor(), &posted.key, slot, sheet, &input))
        .await?;
    Ok(see(&desk_path(slot, next.unwrap_or(sheet))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posted(rows: &[(&str, &str, &str)]) -> Fields {
        let pairs = rows
            .iter()
            .flat_map(|(line, reason, words)| [("line", *line), ("reason", *reason), ("words", *words)]);
        Fields::new(
            pairs
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
        )
    }

    #[track_caller]
    fn check(accept_rest: bool, expected: &str) {
        let fields = posted(&[
            ("a", ACCEPTED, ""),
            ("b", "not-quantified", "请量化"),
            ("c", "", ""),
            ("d", "", "只写了意见"),
            ("", "", ""),
        ]);
        let found: Vec<String> = said(&fields, accept_rest)
            .into_iter()
            .map(|one| format!("{}:{}", one.line.unwrap_or_default(), one.reason))
            .collect();
        assert_eq!(found.join(" "), expected);
    }

    #[test]
    fn only_what_was_said_is_sent_and_words_alone_are_another_reason() {
        check(false, "a: b:not-quantified d:other");
    }

    #[test]
    fn the_rest_is_accepted_only_when_that_is_asked() {
        check(true, "a: b:not-quantified c: d:other");
    }
}
