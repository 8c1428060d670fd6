//! The results of the year by kind.

use axum::extract::State;
use axum::response::Response;
use hengji_app::AppError;
use hengji_app::authz::Action;
use hengji_app::results::view::{KindResults, ResultRow, SnapshotList, YearResults};
use hengji_app::results::{ResultTable, SnapshotState};
use maud::{Markup, html};

use super::{Answer, PATH, framed, path, workbook};
use crate::error::WebError;
use crate::extract::Posted;
use crate::look::{self, Crumb, Piece, Problem, error_summary, light_strip, tag};
use crate::menu::may;
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /results`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit) -> Answer {
    page(&state, &visit, &[]).await
}

/// The page, with what was wrong with the last attempt to freeze.
pub(super) async fn page(
    state: &WebState,
    visit: &Visit,
    problems: &[Problem],
) -> Result<Response, WebError> {
    let (actor, year) = (visit.actor(), visit.year());
    let (results, snapshots) = state
        .run(move |app| {
            Ok((
                app.year_results(&actor, year)?,
                app.result_snapshots(&actor, year)?,
            ))
        })
        .await?;
    let body = html! {
        (error_summary(problems))
        div class="title" {
            h1 { (year) " 年度绩效评价结果" }
            span class="sub" { "只列已形成结论的评价" @if !results.is_whole { ",只含您范围内的" } }
            (actions(visit))
        }
        (charts(&results))
        @for kind in &results.kinds { (kind_card(kind, &results)) }
        @if results.kinds.is_empty() { section class="card" { p class="empty" { "本年度还没有形成结论的评价。" } } }
        (snapshot_card(visit, &snapshots))
    };
    Ok(framed(visit, "评价结果", &[Crumb::here("评价结果")], body))
}

/// `POST /results/export`.
pub(super) async fn export(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&["table"])?;
    let table = ResultTable::from_code(posted.fields.text("table")).ok_or(AppError::NotFound)?;
    let year = posted.visit.year();
    let file = state
        .run(move |app| app.export_results(&posted.visit.actor(), year, table))
        .await?;
    Ok(workbook(&format!("{}-{year}", table.code()), file))
}

fn actions(visit: &Visit) -> Markup {
    html! {
        @if may(&visit.actor(), Action::ExportResults) {
            div class="actions" {
                form method="post" action="/results/export" {
                    (visit.token().fields())
                    select name="table" aria-label="导出哪张表" { (look::options(ResultTable::ALL.iter().map(|table| (table.code(), table.name())), "")) }
                    button data-key="e" data-key-name="导出" { "导出 Excel " kbd { "Alt+E" } }
                }
            }
        }
    }
}

/// The colour of a grade by its place among the grades, the best first.
fn colour(place: usize) -> &'static str {
    match place {
        0 => "green",
        1 => "blue",
        2 => "amber",
        _ => "red",
    }
}

/// How many of each kind have each grade, drawn and in numbers.
fn charts(results: &YearResults) -> Markup {
    let pieces = |kind: &KindResults| -> Vec<Piece> {
        let grades = kind.grades.iter().enumerate();
        grades
            .map(|(place, (grade, count))| Piece {
                colour: colour(place),
                name: grade.clone(),
                count: *count,
                list: Some(format!("/evaluations?kind={}&grade={grade}", kind.code)),
            })
            .collect()
    };
    html! {
        @if !results.kinds.is_empty() {
            section class="card" id="grades" {
                h2 { "各类评价的等级" span class="end quiet" { "全区已形成结论的;点色块打开清单" } }
                table class="list" {
                    thead { tr { th scope="col" { "种类" } th scope="col" class="num" { "已形成结论" } th scope="col" { "等级分布" } th scope="col" { "各等级个数" } } }
                    tbody {
                        @for kind in &results.kinds {
                            tr {
                                th scope="row" { a href={ "#kind-" (kind.code) } { (kind.name) } }
                                td class="num" { (kind.concluded) }
                                td class="lights" { (light_strip(&kind.name, &pieces(kind))) }
                                td { @for (grade, count) in &kind.grades { span class="nowrap" { (grade) " " (count) "  " } } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn kind_card(kind: &KindResults, results: &YearResults) -> Markup {
    html! {
        section class="card" id={ "kind-" (kind.code) } {
            h2 {
                (kind.name)
                span class="end quiet" {
                    @if kind.is_ranked { "按得分排名,同分" (results.ties) " " a href="/rules/results.ties" { "✎" } }
                    @else { "按规则不排名 " a href="/rules/results.ranked_kinds" { "✎" } }
                }
            }
            table class="list" {
                thead { tr {
                    @if kind.is_ranked { th scope="col" class="num" { "名次" } }
                    th scope="col" { "评价对象" } th scope="col" { "单位" } th scope="col" { "主管部门" } th scope="col" class="num" { "资金(万元)" }
                    th scope="col" class="num" { "自评" } th scope="col" class="num" { "得分" } th scope="col" { "等级" } th scope="col" class="num" { "问题" } th scope="col" class="num" { "已核实整改" }
                } }
                tbody {
                    @for row in &kind.rows { (result_row(kind, row, results.is_whole)) }
                    @if kind.rows.is_empty() { tr { td class="empty" colspan="10" { "您的范围内没有。" } } }
                }
            }
        }
    }
}

fn result_row(kind: &KindResults, row: &ResultRow, is_whole: bool) -> Markup {
    let place = kind.grades.iter().position(|(grade, _)| *grade == row.grade);
    html! {
        tr {
            @if kind.is_ranked { td class="num" { @match row.place { Some(place) => { (place) " / " (kind.concluded) } None => "—" } } }
            th scope="row" { a href={ "/evaluations/" (row.id) } { (row.title) } }
            td { a href={ "/results/units/" (row.unit_id) } { (row.unit) } }
            td { @if is_whole { a href={ "/results/units/" (row.department_id) } { (row.department) } } @else { (row.department) } }
            td class="num" { (look::optional_money(row.money)) }
            td class="num" { (look::score(row.self_total)) } td class="num" { b { (look::score(Some(row.total))) } }
            td { (tag(place.map_or("grey", colour), &row.grade)) }
            td class="num" { @if 0 < row.findings { a href={ "/evaluation-findings?kind=" (kind.code) } { (row.findings) } } @else { "0" } }
            td class="num" { (row.rectified) }
        }
    }
}

/// 待复核, 已发布, 不予发布.
pub(super) fn state_tag(state: SnapshotState) -> Markup {
    let colour = match state {
        SnapshotState::Proposed => "amber",
        SnapshotState::Published => "green",
        SnapshotState::Rejected => "grey",
    };
    tag(colour, state.name())
}

fn snapshot_card(visit: &Visit, snapshots: &SnapshotList) -> Markup {
    html! {
        section class="card" id="snapshots" {
            h2 { "发布快照" span class="end quiet" { "一人制作、另一人复核签署,发布后不再变化" } }
            @if snapshots.may_propose {
                form class="inline" id="propose" method="post" action="/results/snapshots" {
                    (visit.token().fields())
                    label for="title" { "标题" }
                    input id="title" name="title" maxlength="200" size="40" placeholder={ (visit.year()) " 年度绩效评价结果" };
                    button class="primary" { "按当前结果制作快照" }
                }
            }
            @if !snapshots.why_not.is_empty() { p class="quiet" { (snapshots.why_not) } }
            table class="list" {
                thead { tr { th scope="col" class="num" { "编号" } th scope="col" { "标题" } th scope="col" { "状态" } th scope="col" class="num" { "结果" } th scope="col" { "制作" } th scope="col" { "复核签署" } th scope="col" { "封印" } } }
                tbody {
                    @for row in &snapshots.rows {
                        tr {
                            td class="num" { (row.number) }
                            th scope="row" { a href=(path(row.id)) { (row.title) } }
                            td { (state_tag(row.state)) }
                            td class="num" { (row.results) }
                            td { (row.maker.name) " " (look::moment(row.maker.at)) }
                            td { @if let Some(hand) = &row.checker { (hand.name) " " (look::moment(hand.at)) } @if !row.reason.is_empty() { br; (row.reason) } }
                            td class="mono" { @if row.seal.is_empty() { "—" } @else { (row.seal.chars().take(16).collect::<String>()) "…" } }
                        }
                    }
                    @if snapshots.rows.is_empty() { tr { td class="empty" colspan="7" { "本年度还没有发布快照。" } } }
                }
            }
        }
    }
}

/// Back to the list.
pub(super) fn crumb() -> Crumb {
    Crumb::to("评价结果", PATH)
}
