//! A department or unit over the years, drawn and in numbers.

use axum::extract::{Path, State};
use hengji_app::results::view::{ProfileYear, UnitProfile};
use hengji_domain::Score;
use hengji_domain::id::UnitId;
use maud::{Markup, html};

use super::list::crumb;
use super::{Answer, framed};
use crate::look::{self, Bar, Crumb, bar_chart};
use crate::state::WebState;
use crate::visit::Visit;

/// A hundred points in hundredths: the full length of a bar.
const WHOLE: u64 = 10_000;

/// `GET /results/units/{id}`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    let id: UnitId = id.parse().map_err(hengji_app::AppError::from)?;
    let actor = visit.actor();
    let profile = state.run(move |app| app.unit_profile(&actor, id)).await?;
    let body = html! {
        div class="title" { h1 { (profile.name) "绩效画像" } span class="sub" { "历年评价、问题整改和预算执行" } }
        (charts(&profile))
        (years(&profile))
        (results(&profile))
    };
    let path = [crumb(), Crumb::here(&profile.name)];
    Ok(framed(&visit, &format!("{}绩效画像", profile.name), &path, body))
}

fn bar(name: String, value: Option<u64>, colour: &'static str, text: String) -> Bar {
    Bar {
        name,
        value: value.unwrap_or_default(),
        colour,
        text,
    }
}

fn centi(score: Option<Score>) -> Option<u64> {
    score.and_then(|score| u64::try_from(score.centi()).ok())
}

fn points(score: Option<Score>) -> String {
    score.map_or_else(|| "没有".to_owned(), |score| score.to_string())
}

fn charts(profile: &UnitProfile) -> Markup {
    let scores: Vec<Bar> = profile
        .years
        .iter()
        .flat_map(|year| {
            [
                bar(
                    format!("{} 自评", year.year),
                    centi(year.own_mean),
                    "grey",
                    points(year.own_mean),
                ),
                bar(
                    format!("{} 评价", year.year),
                    centi(year.total_mean),
                    "blue",
                    points(year.total_mean),
                ),
            ]
        })
        .collect();
    let most = profile
        .years
        .iter()
        .map(|year| year.findings)
        .max()
        .unwrap_or_default();
    let findings: Vec<Bar> = profile
        .years
        .iter()
        .flat_map(|year| {
            [
                bar(
                    format!("{} 发现", year.year),
                    Some(year.findings),
                    "amber",
                    year.findings.to_string(),
                ),
                bar(
                    format!("{} 核实", year.year),
                    Some(year.rectified),
                    "green",
                    year.rectified.to_string(),
                ),
            ]
        })
        .collect();
    let rates: Vec<Bar> = profile
        .years
        .iter()
        .map(|year| bar(year.year.to_string(), year.rate_bp, "blue", rate(year)))
        .collect();
    html! {
        section class="card" id="drawn" {
            h2 { "历年变化" }
            div class="charts" {
                div { h3 { "自评和评价的平均分(满分 100)" } (bar_chart("自评和评价的平均分", WHOLE, &scores)) }
                div { h3 { "发现的问题和已核实的整改" } (bar_chart("发现的问题和已核实的整改", most, &findings)) }
                div { h3 { "预算执行率" } (bar_chart("预算执行率", WHOLE, &rates)) }
            }
        }
    }
}

fn rate(year: &ProfileYear) -> String {
    let bp = year.rate_bp.and_then(|bp| i64::try_from(bp).ok());
    bp.map_or_else(|| "没有".to_owned(), look::percent_of_bp)
}

fn years(profile: &UnitProfile) -> Markup {
    html! {
        section class="card" id="years" {
            h2 { "逐年数据" span class="end quiet" { "金额单位:万元;有单位自评的年度,两个平均分都只计这些评价" } }
            table class="list" {
                thead { tr { th scope="col" { "年度" } th scope="col" class="num" { "评价" } th scope="col" class="num" { "自评平均" } th scope="col" class="num" { "评价平均" } th scope="col" class="num" { "问题" } th scope="col" class="num" { "已核实整改" } th scope="col" class="num" { "项目预算" } th scope="col" class="num" { "执行" } th scope="col" class="num" { "执行率" } } }
                tbody {
                    @for year in profile.years.iter().rev() {
                        tr {
                            th scope="row" { (year.year) } td class="num" { (year.evaluations) }
                            td class="num" { (look::score(year.own_mean)) } td class="num" { (look::score(year.total_mean)) }
                            td class="num" { (year.findings) } td class="num" { (year.rectified) }
                            td class="num" { (look::money(year.budget)) } td class="num" { (look::money(year.paid)) } td class="num" { (rate(year)) }
                        }
                    }
                }
            }
        }
    }
}

fn results(profile: &UnitProfile) -> Markup {
    html! {
        section class="card" id="results" {
            h2 { "历次评价" }
            table class="list" {
                thead { tr { th scope="col" { "年度" } th scope="col" { "种类" } th scope="col" { "评价对象" } th scope="col" class="num" { "自评" } th scope="col" class="num" { "得分" } th scope="col" { "等级" } } }
                tbody {
                    @for one in &profile.results {
                        tr {
                            td { (one.year) } td { (one.kind_name) } th scope="row" { a href={ "/evaluations/" (one.id) } { (one.title) } }
                            td class="num" { (look::score(one.self_total)) } td class="num" { (look::score(Some(one.total))) } td { (one.grade) }
                        }
                    }
                    @if profile.results.is_empty() { tr { td class="empty" colspan="6" { "还没有形成结论的评价。" } } }
                }
            }
        }
    }
}
