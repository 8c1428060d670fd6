//! Opening, judging again, closing and reopening a period, and computing a closed one again.

use axum::extract::{Path, State};
use hengji_app::monitoring::{PeriodOpening, Reopening};
use maud::html;

use super::super::{Answer, framed, see};
use crate::extract::Posted;
use crate::look::Crumb;
use crate::pages::sheet::paths;
use crate::state::WebState;
use crate::visit::Visit;
use hengji_domain::sheet::SheetKind;

fn back(code: &str) -> String {
    format!("/monitoring?period={code}")
}

/// `POST /monitoring/{period}/open`.
pub(super) async fn open(State(state): State<WebState>, Path(code): Path<String>, posted: Posted) -> Answer {
    posted.only(&["early"])?;
    let year = posted.visit.year();
    let opening = PeriodOpening {
        code,
        is_early: posted.fields.text("early") == "yes",
    };
    let written = state
        .run(move |app| app.open_monitoring_period(&posted.visit.actor(), &posted.key, year, &opening))
        .await?;
    Ok(see(&back(&written.id)))
}

/// `POST /monitoring/{period}/refresh`.
pub(super) async fn refresh(
    State(state): State<WebState>,
    Path(code): Path<String>,
    posted: Posted,
) -> Answer {
    posted.only(&[])?;
    let year = posted.visit.year();
    let written = state
        .run(move |app| app.refresh_monitoring(&posted.visit.actor(), &posted.key, year, &code))
        .await?;
    Ok(see(&back(&written.id)))
}

/// `POST /monitoring/{period}/close`.
pub(super) async fn close(State(state): State<WebState>, Path(code): Path<String>, posted: Posted) -> Answer {
    posted.only(&[])?;
    let year = posted.visit.year();
    let written = state
        .run(move |app| app.close_monitoring_period(&posted.visit.actor(), &posted.key, year, &code))
        .await?;
    Ok(see(&back(&written.id)))
}

/// `POST /monitoring/{period}/reopen`.
pub(super) async fn reopen(
    State(state): State<WebState>,
    Path(code): Path<String>,
    posted: Posted,
) -> Answer {
    posted.only(&["reason"])?;
    let year = posted.visit.year();
    let input = Reopening {
        reason: posted.fields.text("reason").to_owned(),
    };
    let written = state
        .run(move |app| app.reopen_monitoring_period(&posted.visit.actor(), &posted.key, year, &code, &input))
        .await?;
    Ok(see(&back(&written.id)))
}

/// `GET /monitoring/{period}/verify`: reads everything and writes nothing, because the results are frozen.
pub(super) async fn verify(State(state): State<WebState>, visit: Visit, Path(code): Path<String>) -> Answer {
    let (actor, year, asked) = (visit.actor(), visit.year(), code.clone());
    let differences = state
        .run(move |app| app.verify_monitoring_period(&actor, year, &asked))
        .await?;
    let body = html! {
        div class="title" { h1 { "监控结果复算" } span class="sub" { (visit.year()) " 年度" } }
        @if differences.is_empty() {
            div class="note good" { "✓ 按当年规则重新研判,各项目的预警灯和依据与关闭时固定的结果逐字相同。" }
        } @else {
            div class="note warn" { "下列 " (differences.len()) " 个项目的复算结果与固定的结果不同:规则、程序或数据在关闭之后变动过。固定的结果不会自动更改,请逐项核实。" }
            @for difference in differences.iter().take(100) {
                section class="card" {
                    h2 { a href=(paths::sheet(SheetKind::Monitoring, difference.sheet)) { "监控表" } }
                    div class="columns even" {
                        div { h3 { "固定的结果" } pre class="small" { (difference.frozen) } }
                        div { h3 { "复算" } pre class="small" { (difference.now) } }
                    }
                }
            }
        }
    };
    let path = [Crumb::to("绩效监控", back(&code)), Crumb::here("复算")];
    Ok(framed(&visit, "监控结果复算", &path, body))
}
