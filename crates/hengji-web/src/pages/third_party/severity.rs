//! 评分宽严: who scores lower than others on the same evaluations, drawn with intervals, raw totals beside corrected
//! ones, and what must not be read into it.

use axum::extract::State;
use axum::response::Response;
use hengji_app::authz::Action;
use hengji_app::third_party::{
    CorrectedTotal, ScorerFigures, SeverityPage, SeverityTable, SeverityVerdict, signed_points,
};
use maud::{Markup, html};

use super::super::{Answer, export_form, framed, workbook};
use crate::error::WebError;
use crate::extract::Posted;
use crate::look::{self, Crumb, Whisker, tag, verification_mark, whisker_chart};
use crate::menu::may;
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /scorer-severity`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit) -> Answer {
    let (actor, year) = (visit.actor(), visit.year());
    let page = state.run(move |app| app.scorer_severity(&actor, year)).await?;
    let exports = may(&visit.actor(), Action::ExportInstitutions);
    let body = html! {
        div class="title" {
            h1 { "评分宽严" }
            span class="sub" { (page.year) " 年度两人以上独立评分的评价,讨论前的分数" }
            div class="actions" { @if exports { (export_form(&visit, "/scorer-severity/export", [("of", "scorers")])) } }
        }
        div class="note" {
            "只用讨论前的独立评分,按共同评分的指标折成百分制。只说明谁比别人严,不说明谁对;校正后的总分仅供参考,不改变任何已定得分。"
            "与他人共同评分不满 " (page.rules.shared_least) " 个评价的不参加比较,不作判断 " (verification_mark(&page.rules.basis)) ";区间为 " (page.confidence_percent) "%。"
        }
        (one("people", "按评分人", &page, &page.people))
        (one("bodies", "按机构(财政局为一方)", &page, &page.bodies))
        (totals(&visit, &page.people, exports))
    };
    let path = [Crumb::to("第三方委托", "/assignments"), Crumb::here("评分宽严")];
    Ok(framed(&visit, "评分宽严", &path, body))
}

/// `POST /scorer-severity/export`.
pub(super) async fn export(State(state): State<WebState>, posted: Posted) -> Result<Response, WebError> {
    posted.only(&["of"])?;
    let year = posted.visit.year();
    let of_totals = posted.fields.text("of") == "totals";
    let file = state
        .run(move |app| {
            let actor = posted.visit.actor();
            if of_totals {
                app.export_corrected_totals(&actor, year)
            } else {
                app.export_scorer_severity(&actor, year)
            }
        })
        .await?;
    let name = if of_totals {
        "corrected-totals"
    } else {
        "scorer-severity"
    };
    Ok(workbook(&format!("{name}-{year}"), file))
}

fn one(id: &str, title: &str, page: &SeverityPage, table: &SeverityTable) -> Markup {
    html! {
        section class="card" id=(id) {
            h2 { (title) span class="end quiet" { "共同评分的评价 " (table.shared) " 个" } }
            @if table.scorers.is_empty() { p class="empty" { "还没有两人以上独立评分并启封的评价。" } }
            @else {
                (agreement(page, table))
                (chart(title, table))
                (figures(table))
            }
        }
    }
}

fn agreement(page: &SeverityPage, table: &SeverityTable) -> Markup {
    html! {
        p {
            "总分一致性:"
            @match &table.agreement {
                Some(found) => {
                    strong { (found.strength) } ",Krippendorff α " (found.value)
                    @if let Some((low, high)) = &found.interval { "(" (low) " 至 " (high) ")" }
                    " " (verification_mark(&page.bands))
                }
                None => (tag("", SeverityVerdict::TooFew.name())),
            }
        }
    }
}

fn chart(title: &str, table: &SeverityTable) -> Markup {
    let rows: Vec<Whisker> = table
        .scorers
        .iter()
        .filter_map(|one| {
            let value = one.severity_centi?;
            Some(Whisker {
                name: one.name.clone(),
                value,
                ends: one.interval_centi,
                text: format!("{} 分,{}", signed_points(value), one.verdict.name()),
                is_marked: matches!(one.verdict, SeverityVerdict::Strict | SeverityVerdict::Lenient),
            })
        })
        .collect();
    html! { @if !rows.is_empty() { (whisker_chart(&format!("{title}:比他人偏严的分数和区间"), &rows)) } }
}

fn figures(table: &SeverityTable) -> Markup {
    html! {
        table class="list" {
            thead { tr {
                th scope="col" { "评分人" } th scope="col" class="num" { "评分(个)" } th scope="col" class="num" { "共同评分(个)" } th scope="col" class="num" { "平均分" }
                th scope="col" class="num" { "比他人偏严(分)" } th scope="col" class="num" { "区间" } th scope="col" { "判断" }
            } }
            tbody { @for one in &table.scorers { (row(one)) } }
        }
    }
}

fn row(one: &ScorerFigures) -> Markup {
    html! {
        tr {
            td { (one.name) } td class="num" { (one.evaluations) } td class="num" { (one.shared) }
            td class="num" { (look::score(one.mean)) }
            td class="num" { @match one.severity_centi { Some(centi) => (signed_points(centi)), None => span class="quiet" { "没有可比的" } } }
            td class="num" { @if let Some((low, high)) = one.interval_centi { (signed_points(low)) " 至 " (signed_points(high)) } }
            td { (verdict(one.verdict)) }
        }
    }
}

fn verdict(verdict: SeverityVerdict) -> Markup {
    let colour = match verdict {
        SeverityVerdict::TooFew => "",
        SeverityVerdict::Level => "green",
        SeverityVerdict::Strict | SeverityVerdict::Lenient => "amber",
    };
    tag(colour, verdict.name())
}

fn totals(visit: &Visit, table: &SeverityTable, exports: bool) -> Markup {
    html! {
        section class="card" id="totals" {
            h2 { "讨论前总分和校正" span class="end" { @if exports { (export_form(visit, "/scorer-severity/export", [("of", "totals")])) } } }
            @if table.totals.is_empty() { p class="empty" { "还没有可列的总分。" } }
            @else {
                table class="list" {
                    thead { tr { th scope="col" { "评价" } th scope="col" { "评分人" } th scope="col" class="num" { "讨论前总分" } th scope="col" class="num" { "校正后(仅供参考)" } } }
                    tbody { @for one in &table.totals { (total(one)) } }
                }
            }
        }
    }
}

fn total(one: &CorrectedTotal) -> Markup {
    html! {
        tr {
            td { a href={ "/evaluations/" (one.evaluation) } { (one.title) } } td { (one.scorer) }
            td class="num" { (one.raw) } td class="num" { (look::score(one.corrected)) }
        }
    }
}
