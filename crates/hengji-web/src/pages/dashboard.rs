//! 全过程进度 (dashboard): the year as one picture, every number of which opens the list behind it.

use axum::extract::State;
use hengji_app::AppError;
use hengji_app::authz::Action;
use hengji_app::monitoring::view::DepartmentLights;
use hengji_app::progress::ProgressTable;
use hengji_app::progress::view::{
    DepartmentYear, FigureValue, StageProgress, Standing, YearFigure, YearProgress,
};
use maud::{Markup, html};

use super::{Answer, framed, workbook};
use crate::extract::Posted;
use crate::look::{self, Crumb, Piece, StageLine, light_strip, stage_chart};
use crate::menu::may;
use crate::routes::{Routes, Verb};
use crate::state::WebState;
use crate::visit::Visit;

/// Where the page is.
const PATH: &str = "/dashboard";

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .person(Verb::Get, PATH, Action::ViewUnitOverview, show)
        .person(
            Verb::Post,
            "/dashboard/export",
            Action::ExportYearProgress,
            export,
        )
}

/// `GET /dashboard`.
async fn show(State(state): State<WebState>, visit: Visit) -> Answer {
    let (actor, year) = (visit.actor(), visit.year());
    let progress = state.run(move |app| app.year_progress(&actor, year)).await?;
    let body = html! {
        div class="title" {
            h1 { (year) " 年度全过程进度" }
            span class="sub" { "截至 " (look::date(progress.as_of)) @if !progress.is_whole { ",只含您范围内的项目" } }
            div class="actions" {
                @if may(&visit.actor(), Action::ExportYearProgress) {
                    form method="post" action="/dashboard/export" {
                        (visit.token().fields())
                        select name="table" aria-label="导出哪张表" { (look::options(ProgressTable::ALL.iter().map(|table| (table.code(), table.name())), "")) }
                        button data-key="e" data-key-name="导出" { "导出 Excel " kbd { "Alt+E" } }
                    }
                }
                button type="button" data-print data-key="p" data-key-name="打印" { "打印 " kbd { "Alt+P" } }
            }
        }
        div class="figures" { @for one in &progress.figures { (figure(one)) } }
        section class="card" {
            h2 { "一年的各个环节" span class="end quiet" { "点色块、名称或逾期数,打开背后的清单" } }
            (look::legend(&[("green", "已完成"), ("blue", "审核或决定中"), ("amber", "编报或退回"), ("grey", "未开始或不办")]))
            (stage_chart(&format!("{year} 年度各环节进度"), &progress.stages.iter().map(stage_line).collect::<Vec<StageLine>>()))
            (explained(&progress))
        }
        section class="card" id="departments" {
            h2 { "各主管部门" span class="end quiet" { @match &progress.light_period { Some((_, name)) => { "灯取自监控期 " (name) ";红灯多的在前" } None => "还没有开启监控期" } } }
            (look::legend(&[("red", "红"), ("amber", "黄"), ("green", "绿"), ("blue", "蓝(超前)"), ("grey", "无灯")]))
            (departments(&progress))
        }
    };
    Ok(framed(&visit, "全过程进度", &[Crumb::here("全过程进度")], body))
}

/// `POST /dashboard/export`.
async fn export(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&["table"])?;
    let table = ProgressTable::from_code(posted.fields.text("table")).ok_or(AppError::NotFound)?;
    let year = posted.visit.year();
    let file = state
        .run(move |app| app.export_year_progress(&posted.visit.actor(), year, table))
        .await?;
    Ok(workbook(&format!("{}-{year}", table.code()), file))
}

fn figure(one: &YearFigure) -> Markup {
    let shown = html! { b { (shown(one)) } span { (one.name) } };
    html! {
        @match &one.list {
            Some(list) => a class="figure" href=(list) title=(one.counted) { (shown) }
            None => div class="figure" title=(one.counted) { (shown) }
        }
    }
}

/// A figure as people read it: a rate in whole percent as reports publish it, with the exact one on hover.
fn shown(one: &YearFigure) -> Markup {
    html! {
        @match one.value {
            FigureValue::Count(count) => { (count) " " span class="unit" { (one.unit) } }
            FigureValue::Money(amount) => { (look::money(amount)) " " span class="unit" { (one.unit) } }
            FigureValue::Rate { part, whole } => {
                @match (one.value.percent(), one.value.basis_points()) {
                    (Some(percent), Some(bp)) => span title={ (part) " ÷ " (whole) " = " (exact(bp)) } { (percent) "%" }
                    _ => "—"
                }
            }
        }
    }
}

fn exact(bp: u64) -> String {
    look::percent_of_bp(i64::try_from(bp).unwrap_or(i64::MAX))
}

const fn colour(standing: Standing) -> &'static str {
    match standing {
        Standing::Done => "green",
        Standing::UnderWay => "blue",
        Standing::Begun => "amber",
        Standing::Open => "grey",
    }
}

fn stage_line(stage: &StageProgress) -> StageLine {
    let pieces = stage.parts.iter().map(|part| Piece {
        colour: colour(part.standing),
        name: part.name.clone(),
        count: part.count,
        list: part.list.clone(),
    });
    let money: Vec<String> = stage
        .money
        .iter()
        .map(|one| format!("{} {}", one.name, look::money_short(one.amount)))
        .collect();
    StageLine {
        phase: stage.phase,
        name: stage.name.clone(),
        due: stage
            .due_on
            .map_or_else(String::new, |day| format!("期限 {}", look::date(day))),
        pieces: pieces.collect(),
        count: match stage.total {
            0 => "没有".to_owned(),
            total => format!("{} / {total} {}", stage.done, stage.unit),
        },
        money: money.join(" · "),
        late: match stage.late {
            0 => String::new(),
            late => format!("逾期 {late}"),
        },
        list: stage.list.clone(),
        late_list: stage.late_list.clone(),
    }
}

/// How each stage is counted: the same numbers in words, with the exact amounts.
fn explained(progress: &YearProgress) -> Markup {
    html! {
        details class="explained" {
            summary { "各环节的数字和怎样计数(金额单位:万元)" }
            table class="list" {
                thead { tr { th scope="col" { "环节" } th scope="col" class="num" { "完成" } th scope="col" class="num" { "应办" } th scope="col" class="num" { "完成率" } th scope="col" class="num" { "逾期" } th scope="col" { "金额" } th scope="col" { "怎样计数" } } }
                tbody {
                    @for stage in &progress.stages {
                        tr {
                            td { @match &stage.list { Some(list) => a href=(list) { (stage.name) } None => { (stage.name) } } }
                            td class="num" { (stage.done) } td class="num" { (stage.total) }
                            td class="num" { @match stage.done_bp() { Some(bp) => { (exact(bp)) } None => "—" } }
                            td class="num" { (stage.late) }
                            td { @for one in &stage.money { span class="nowrap" { (one.name) " " (look::money(one.amount)) "  " } } }
                            td { (stage.counted) }
                        }
                    }
                }
            }
        }
    }
}

fn departments(progress: &YearProgress) -> Markup {
    let period = progress.light_period.as_ref().map(|(code, _)| code.as_str());
    html! {
        table class="list sticky" {
            thead { tr {
                th scope="col" { "主管部门" } th scope="col" class="num" { "项目" } th scope="col" class="num" { "目标已批复" }
                th scope="col" { "灯" } th scope="col" class="num" { "红" } th scope="col" class="num" { "黄" } th scope="col" class="num" { "绿" } th scope="col" class="num" { "蓝" }
                th scope="col" class="num" { "预算(万元)" } th scope="col" class="num" { "累计执行" } th scope="col" class="num" { "自评审定" } th scope="col" class="num" { "逾期" } th scope="col" class="num" { "决定压减" }
            } }
            tbody {
                @for one in &progress.departments { (department_row(one, period, progress.may_list)) }
                @if progress.departments.is_empty() { tr { td class="empty" colspan="13" { "您的范围内本年度没有项目。" } } }
            }
            @if 1 < progress.departments.len() { tfoot { (total_row(&progress.total)) } }
        }
    }
}

/// A number that opens a list where there is something to see.
fn number(count: u64, list: Option<String>) -> Markup {
    html! {
        td class="num" {
            @match list.filter(|_| 0 < count) { Some(list) => a href=(list) { (count) } None => span class=[(count == 0).then_some("quiet")] { (count) } }
        }
    }
}

fn department_row(one: &DepartmentYear, period: Option<&str>, may_list: bool) -> Markup {
    let to = |path: String| may_list.then_some(path);
    let light = |code: &str| {
        to(format!(
            "/monitoring?period={}&department={}&light={code}",
            period.unwrap_or_default(),
            one.id
        ))
    };
    let concluded = |list: &str| to(format!("{list}?department={}&state=concluded", one.id));
    let lights = &one.lights;
    html! {
        tr {
            th scope="row" { @match to(format!("/projects?department={}", one.id)) { Some(list) => a href=(list) { (one.name) } None => { (one.name) } } }
            (number(one.projects, to(format!("/projects?department={}", one.id))))
            (number(one.issued, concluded("/goals")))
            td class="lights" { @if 0 < lights.sheets { (light_strip(&one.name, &pieces(lights, &light))) } }
            (number(lights.red, light("red"))) (number(lights.yellow, light("yellow"))) (number(lights.green, light("green"))) (number(lights.blue, light("blue")))
            td class="num" { (look::money(lights.budget)) } td class="num" { (look::money(lights.executed)) }
            (number(one.evaluated, concluded("/self-evaluations")))
            td class="num" { span class=[(0 < one.late).then_some("bad strong")] { (one.late) } }
            td class="num" {
                @match to(format!("/cuts?department={}&state=approved", one.id)).filter(|_| one.cut != Default::default()) {
                    Some(list) => a href=(list) { (look::money(one.cut)) }
                    None => { (look::money(one.cut)) }
                }
            }
        }
    }
}

fn pieces(lights: &DepartmentLights, list: &dyn Fn(&str) -> Option<String>) -> Vec<Piece> {
    let piece = |colour, name: &str, count, code: &str| Piece {
        colour,
        name: name.to_owned(),
        count,
        list: list(code),
    };
    vec![
        piece("red", "红", lights.red, "red"),
        piece("amber", "黄", lights.yellow, "yellow"),
        piece("green", "绿", lights.green, "green"),
        piece("blue", "蓝", lights.blue, "blue"),
        piece("grey", "无灯", lights.unlit, "none"),
    ]
}

fn total_row(total: &DepartmentYear) -> Markup {
    let lights = &total.lights;
    html! {
        tr {
            th scope="row" { "合计" } td class="num" { (total.projects) } td class="num" { (total.issued) }
            td class="lights" { (light_strip("合计", &pieces(lights, &|_| None))) }
            @for count in [lights.red, lights.yellow, lights.green, lights.blue] { td class="num" { (count) } }
            td class="num" { (look::money(lights.budget)) } td class="num" { (look::money(lights.executed)) }
            td class="num" { (total.evaluated) } td class="num" { (total.late) } td class="num" { (look::money(total.cut)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hengji_app::domain::Money;

    fn figure_of(value: FigureValue) -> YearFigure {
        YearFigure {
            code: "x".into(),
            name: "核心指标量化率".into(),
            value,
            unit: "%",
            counted: "条数之比".into(),
            list: Some("/indicators".into()),
        }
    }

    #[test]
    fn a_rate_is_shown_as_published_and_exactly_on_hover() {
        let rate = FigureValue::Rate {
            part: 269,
            whole: 306,
        };
        let shown = figure(&figure_of(rate)).into_string();
        assert!(
            shown.contains(">88%<") && shown.contains("269 ÷ 306 = 87.91%"),
            "{shown}"
        );
        assert!(shown.contains("href=\"/indicators\""), "{shown}");
        let nothing = figure(&figure_of(FigureValue::Rate { part: 0, whole: 0 })).into_string();
        assert!(nothing.contains('—'), "{nothing}");
    }

    #[test]
    fn a_stage_without_anything_says_so() {
        let stage = StageProgress {
            code: "goal_adjustment".into(),
            phase: "预算执行",
            name: "目标调整".into(),
            unit: "张调整表",
            total: 0,
            done: 0,
            late: 0,
            due_on: None,
            parts: Vec::new(),
            money: vec![hengji_app::progress::view::StageMoney {
                name: "预算".into(),
                amount: Money::from_fen(123_456_789),
            }],
            counted: String::new(),
            list: None,
            late_list: None,
        };
        let line = stage_line(&stage);
        assert_eq!((line.count.as_str(), line.late.as_str()), ("没有", ""));
        assert_eq!(line.money, "预算 123.46");
    }

    #[test]
    fn a_number_that_is_nothing_opens_no_list() {
        assert!(!number(0, Some("/goals".into())).into_string().contains("href"));
        assert!(number(3, Some("/goals".into())).into_string().contains("href"));
    }
}
