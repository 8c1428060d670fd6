//! 压减建议: proposals for cuts from monitoring, and the disposal of a project.

use axum::extract::{Path, State};
use hengji_app::AppError;
use hengji_app::authz::Action;
use hengji_app::monitoring::{CutProposal, Decision};
use hengji_domain::id::SheetId;
use hengji_domain::sheet::SheetKind;
use maud::html;

use super::super::{Answer, cut_state, framed, see, workbook};
use crate::extract::Posted;
use crate::look::{self, Crumb};
use crate::menu::may;
use crate::pages::sheet::paths;
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /monitoring-findings`.
pub(super) async fn list(State(state): State<WebState>, visit: Visit) -> Answer {
    let (actor, year) = (visit.actor(), visit.year());
    let page = state.run(move |app| app.cut_proposals(&actor, year)).await?;
    let body = html! {
        div class="title" {
            h1 { "监控发现和压减建议" }
            span class="sub" { (visit.year()) " 年度,共 " (page.rows.len()) " 条" }
            div class="actions" {
                @if may(&visit.actor(), Action::ExportMonitoring) {
                    form method="post" action="/monitoring-findings/export" { (visit.token().fields()) button data-key="e" data-key-name="导出" { "导出 Excel " kbd { "Alt+E" } } }
                }
            }
        }
        div class="figures" {
            @for sum in &page.sums {
                div class="figure" { b { (look::money_short(sum.proposed)) } span { (sum.book) " · " (sum.ground) "," (sum.count) " 条" } }
            }
        }
        section class="card" {
            table class="list sticky" {
                thead { tr {
                    th scope="col" { "项目" } th scope="col" { "主管部门" } th scope="col" { "台账" } th scope="col" { "依据" }
                    th scope="col" class="num" { "建议压减(万元)" } th scope="col" { "发现的问题" } th scope="col" { "状态" } th scope="col" { "提出" }
                } }
                tbody {
                    @for row in &page.rows {
                        tr {
                            td { a href={ (paths::sheet(SheetKind::Monitoring, row.sheet)) "#cuts" } { (row.project_name) } } td { (row.department_name) }
                            td { (row.book) " " a href={ "/cuts/" (row.cut) } { (row.serial) " 号" } } td { (row.ground) } td class="num" { (look::money(row.proposed_cut)) } td class="verbatim" { (row.words) }
                            td { (cut_state(row.state)) } td class="small" { (row.hand.name) " " (look::moment(row.hand.at)) }
                        }
                    }
                    @if page.rows.is_empty() { tr { td class="empty" colspan="8" { "还没有压减建议;请在监控表页面提出。" } } }
                }
            }
        }
    };
    Ok(framed(
        &visit,
        "监控发现和压减建议",
        &[Crumb::to("绩效监控", "/monitoring"), Crumb::here("压减建议")],
        body,
    ))
}

/// `POST /monitoring-findings/export`.
pub(super) async fn export(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&[])?;
    let year = posted.visit.year();
    let file = state
        .run(move |app| app.export_cut_proposals(&posted.visit.actor(), year))
        .await?;
    Ok(workbook(&format!("monitoring-findings-{year}"), file))
}

/// `POST /monitoring-sheets/{id}/findings`.
pub(super) async fn propose(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&["line", "ground", "cut", "words"])?;
    let sheet: SheetId = id.parse().map_err(AppError::from)?;
    let text = |name: &str| posted.fields.text(name).to_owned();
    let input = CutProposal {
        line: text("line"),
        ground: text("ground"),
        cut: text("cut"),
        words: text("words"),
    };
    state
        .run(move |app| app.propose_cut(&posted.visit.actor(), &posted.key, sheet, &input))
        .await?;
    Ok(see(&format!(
        "{}#cuts",
        paths::sheet(SheetKind::Monitoring, sheet)
    )))
}

/// `POST /monitoring-sheets/{id}/dispose`.
pub(super) async fn dispose(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&["version", "decision", "words"])?;
    let sheet: SheetId = id.parse().map_err(AppError::from)?;
    let input = Decision {
        version: posted.fields.parsed("version").unwrap_or_default(),
        decision: posted.fields.text("decision").to_owned(),
        words: posted.fields.text("words").to_owned(),
    };
    state
        .run(move |app| app.dispose_monitoring(&posted.visit.actor(), &posted.key, sheet, &input))
        .await?;
    Ok(see(&format!(
        "{}#disposal",
        paths::sheet(SheetKind::Monitoring, sheet)
    )))
}
