//! One deed for many rows; what was refused is told row by row.

use axum::extract::State;
use hengji_app::monitoring::{Bulk, BulkDeed, BulkOutcome};
use hengji_domain::id::SheetId;
use hengji_domain::sheet::SheetKind;
use maud::html;

use super::super::{Answer, framed, see};
use crate::error::form_encoded;
use crate::extract::Posted;
use crate::fields::Fields;
use crate::look::Crumb;
use crate::pages::sheet::paths;
use crate::state::WebState;

/// Fields of the form around the list.
const FIELDS: [&str; 5] = ["period", "department", "sheet", "reason", "words"];

/// `POST /monitoring/approve`.
pub(super) async fn approve(state: State<WebState>, posted: Posted) -> Answer {
    decide(state, posted, BulkDeed::Approve, "审核通过").await
}

/// `POST /monitoring/return`.
pub(super) async fn return_for_revision(state: State<WebState>, posted: Posted) -> Answer {
    let deed = BulkDeed::Return {
        reason: posted.fields.text("reason").to_owned(),
        words: posted.fields.text("words").to_owned(),
    };
    decide(state, posted, deed, "退回").await
}

async fn decide(State(state): State<WebState>, posted: Posted, deed: BulkDeed, name: &str) -> Answer {
    posted.only(&FIELDS)?;
    let visit = posted.visit.clone();
    let back = format!(
        "/monitoring?period={}",
        form_encoded(posted.fields.text("period"))
    );
    let bulk = Bulk {
        deed,
        rows: chosen(&posted.fields),
    };
    let outcome: BulkOutcome = state
        .run(move |app| app.bulk_monitoring(&posted.visit.actor(), &posted.key, &bulk))
        .await?;
    if outcome.refused.is_empty() {
        return Ok(see(&back));
    }
    let body = html! {
        div class="title" { h1 { "批量" (name) } }
        div class="note warn" { "已" (name) " " (outcome.done) " 个项目;另有 " (outcome.refused.len()) " 个项目没有办理,原因逐项如下,已办理的不受影响。" }
        section class="card" {
            table class="list" {
                thead { tr { th scope="col" { "监控表" } th scope="col" { "没有办理的原因" } } }
                tbody {
                    @for (sheet, why) in &outcome.refused {
                        tr { td { a href=(paths::sheet(SheetKind::Monitoring, *sheet)) { "打开该表" } } td { (why) } }
                    }
                }
            }
            div class="buttons" { a class="button primary" href=(back) { "返回列表" } }
        }
    };
    Ok(framed(
        &visit,
        "批量办理结果",
        &[Crumb::to("绩效监控", back.clone()), Crumb::here("批量办理结果")],
        body,
    ))
}

/// The chosen rows: `sheet:version`. What cannot be read names nothing and is left out.
fn chosen(fields: &Fields) -> Vec<(SheetId, i32)> {
    let read = |text: &str| {
        let (sheet, version) = text.split_once(':')?;
        Some((sheet.parse().ok()?, version.parse().ok()?))
    };
    fields.all("sheet").into_iter().filter_map(read).collect()
}

/// `POST /monitoring/remind`.
pub(super) async fn remind(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&FIELDS)?;
    let year = posted.visit.year();
    let text = |name: &str| posted.fields.text(name).to_owned();
    let (period, department) = (text("period"), text("department"));
    let back = format!("/monitoring?period={}&state=unfinished", form_encoded(&period));
    state
        .run(move |app| app.remind_monitoring(&posted.visit.actor(), &posted.key, year, &period, &department))
        .await?;
    Ok(see(&back))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_with_the_version_that_was_seen() {
        let id = "0190d2a4-7b1c-7def-8123-456789abcdef";
        let fields = Fields::new(vec![
            ("sheet".to_owned(), format!("{id}:3")),
            ("sheet".to_owned(), "nothing".to_owned()),
        ]);
        assert_eq!(chosen(&fields), [(id.parse().unwrap(), 3)]);
    }
}
