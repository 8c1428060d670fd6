//! 评价工作报告 (report of the year's evaluations): the sentences that are published, every number of which opens the
//! records that it is counted from.

use axum::extract::State;
use hengji_app::AppError;
use hengji_app::authz::Action;
use hengji_app::evaluation_report::ReportTable;
use hengji_app::evaluation_report::view::{
    EvaluationReport, FigureValue, KindOfYear, ReportFigure, ReportRecord, Sentence,
};
use hengji_app::papers::Copy;
use maud::{Markup, html};

use super::{Answer, framed, paper, workbook};
use crate::extract::Posted;
use crate::look::{self, Crumb, tag};
use crate::menu::may;
use crate::routes::{Routes, Verb};
use crate::state::WebState;
use crate::visit::Visit;

/// Where the page is.
const PATH: &str = "/evaluation-report";
/// Records that are unfolded at once; a longer list is read in the list behind the number.
const RECORDS: usize = 200;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .person(Verb::Get, PATH, Action::ViewEvaluationReport, show)
        .person(
            Verb::Get,
            "/evaluation-report/pdf",
            Action::ViewEvaluationReport,
            pdf,
        )
        .person(
            Verb::Get,
            "/evaluation-report/docx",
            Action::ViewEvaluationReport,
            docx,
        )
        .person(
            Verb::Post,
            "/evaluation-report/export",
            Action::ExportEvaluationReport,
            export,
        )
}

/// `GET /evaluation-report`.
async fn show(State(state): State<WebState>, visit: Visit) -> Answer {
    let (actor, year) = (visit.actor(), visit.year());
    let report = state.run(move |app| app.evaluation_report(&actor, year)).await?;
    let body = html! {
        div class="title" {
            h1 { (year) " 年度绩效评价工作报告" }
            span class="sub" { "截至 " (look::date(report.as_of)) ",全部由记录计数" }
            (actions(&visit))
        }
        section class="card" id="sentences" {
            h2 { "报告文字" span class="end quiet" { "点数字打开背后的清单;文字是规则“公文文本模板”,可按本地写法修改" } }
            (sentences(&report))
        }
        section class="card" id="kinds" {
            h2 { "各类评价" span class="end quiet" { "金额单位:万元" } }
            (kinds(&report.kinds))
        }
        section class="card" id="figures" {
            h2 { "每个数字从哪里来" span class="end quiet" { "点“记录”展开到每一条" } }
            (figures(&report.figures))
        }
    };
    let path = [Crumb::here("评价工作报告")];
    Ok(framed(&visit, "评价工作报告", &path, body))
}

/// `GET /evaluation-report/pdf`.
async fn pdf(State(state): State<WebState>, visit: Visit) -> Answer {
    print(&state, &visit, Copy::Pdf).await
}

/// `GET /evaluation-report/docx`.
async fn docx(State(state): State<WebState>, visit: Visit) -> Answer {
    print(&state, &visit, Copy::Word).await
}

async fn print(state: &WebState, visit: &Visit, copy: Copy) -> Answer {
    let (actor, year) = (visit.actor(), visit.year());
    let printed = state
        .run(move |app| app.print_evaluation_report(&actor, year, copy))
        .await?;
    let (media_type, ending) = match copy {
        Copy::Pdf => (paper::PDF, "pdf"),
        Copy::Word => (paper::WORD, "docx"),
    };
    Ok(paper::file(media_type, &printed.name, ending, printed.bytes))
}

/// `POST /evaluation-report/export`.
async fn export(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&["table"])?;
    let table = ReportTable::from_code(posted.fields.text("table")).ok_or(AppError::NotFound)?;
    let year = posted.visit.year();
    let file = state
        .run(move |app| app.export_evaluation_report(&posted.visit.actor(), year, table))
        .await?;
    Ok(workbook(
        &format!("evaluation-report-{}-{year}", table.code()),
        file,
    ))
}

fn actions(visit: &Visit) -> Markup {
    html! {
        div class="actions" {
            @if may(&visit.actor(), Action::ExportEvaluationReport) {
                form method="post" action="/evaluation-report/export" {
                    (visit.token().fields())
                    select name="table" aria-label="导出哪张表" { (look::options(ReportTable::ALL.iter().map(|table| (table.code(), table.name())), "")) }
                    button data-key="e" data-key-name="导出" { "导出 Excel " kbd { "Alt+E" } }
                }
            }
            a class="button" href="/evaluation-report/docx" { "Word" }
            a class="button" href="/evaluation-report/pdf" data-key="p" data-key-name="PDF" { "PDF " kbd { "Alt+P" } }
        }
    }
}

/// The sentences under their headings, each with its numbers as links.
fn sentences(report: &EvaluationReport) -> Markup {
    let lengths = look::spans(&report.sentences, |sentence| sentence.heading.clone());
    html! {
        @for (sentence, length) in report.sentences.iter().zip(lengths) {
            @if 0 < length { h3 { (sentence.heading) } }
            p { (sentence.text) }
            (numbers(report, sentence))
        }
    }
}

fn numbers(report: &EvaluationReport, sentence: &Sentence) -> Markup {
    let known = sentence.figures.iter().filter_map(|code| report.figure(code));
    html! {
        p class="numbers" {
            @for figure in known {
                span class="nowrap" {
                    (figure.name) " "
                    @match &figure.list {
                        Some(list) => a href=(list) title=(figure.counted) { b { (shown(figure)) } }
                        None => a href={ "#figure-" (figure.code) } title=(figure.counted) { b { (shown(figure)) } }
                    }
                }
                "  "
            }
        }
    }
}

/// A figure as people read it, with its unit.
fn shown(figure: &ReportFigure) -> String {
    match figure.value {
        FigureValue::Count(count) => format!("{count} {}", figure.unit),
        FigureValue::Money(amount) => format!("{} 万元", look::money_short(amount)),
        FigureValue::Rate { part, whole } => {
            let bp = figure.value.basis_points();
            let rate = bp.map_or_else(
                || "—".to_owned(),
                |bp| look::percent_of_bp(i64::try_from(bp).unwrap_or(i64::MAX)),
            );
            format!("{rate}({part}/{whole})")
        }
    }
}

fn kinds(kinds: &[KindOfYear]) -> Markup {
    let number = |count: u64, list: String| {
        html! {
            td class="num" { @if 0 < count { a href=(list) { (count) } } @else { span class="quiet" { "0" } } }
        }
    };
    html! {
        table class="list" {
            thead { tr {
                th scope="col" { "评价种类" } th scope="col" class="num" { "评价" } th scope="col" class="num" { "已形成结论" }
                th scope="col" class="num" { "涉及资金" } th scope="col" class="num" { "发现问题" }
                th scope="col" class="num" { "指标" } th scope="col" class="num" { "级数" } th scope="col" { "体系来源" }
            } }
            tbody {
                @for kind in kinds {
                    tr {
                        th scope="row" { a href={ "/evaluations?kind=" (kind.code) } { (kind.name) } }
                        (number(kind.evaluations, format!("/evaluations?kind={}", kind.code)))
                        (number(kind.concluded, format!("/evaluations?kind={}&state=concluded", kind.code)))
                        td class="num" { @match kind.funds { Some(funds) => (look::money(funds)), None => "—" } }
                        (number(kind.findings, format!("/evaluation-findings?kind={}", kind.code)))
                        td class="num" {
                            @if 0 < kind.indicators { a href={ "#figure-" (kind.code) "_indicators" } { (kind.indicators) } }
                            @else { span class="quiet" title="复核项目自评的指标,没有自己的指标" { "—" } }
                        }
                        td class="num" { @if 0 < kind.indicators { (kind.levels) } @else { "—" } }
                        td { @if kind.is_unverified { (tag("amber", "✎ 待核定")) } @else { (tag("green", "已核对")) } }
                    }
                }
                @if kinds.is_empty() { tr { td class="empty" colspan="8" { "本年度的规则里没有评价种类。" } } }
            }
        }
    }
}

fn figures(figures: &[ReportFigure]) -> Markup {
    html! {
        table class="list" {
            thead { tr { th scope="col" { "数据" } th scope="col" class="num" { "数值" } th scope="col" { "怎样计数" } th scope="col" { "记录" } } }
            tbody {
                @for figure in figures {
                    tr id={ "figure-" (figure.code) } {
                        th scope="row" { (figure.name) }
                        td class="num nowrap" { @match &figure.list { Some(list) => a href=(list) { (shown(figure)) } None => (shown(figure)) } }
                        td { (figure.counted) }
                        td { (records(figure)) }
                    }
                }
            }
        }
    }
}

fn records(figure: &ReportFigure) -> Markup {
    html! {
        @if figure.records.is_empty() { span class="quiet" { "—" } }
        @else {
            details {
                summary { (figure.records.len()) " 条记录" }
                ol {
                    @for one in figure.records.iter().take(RECORDS) { li { (record(one)) } }
                }
                @if RECORDS < figure.records.len() { p class="quiet" { "只列前 " (RECORDS) " 条,其余见清单。" } }
            }
        }
    }
}

fn record(one: &ReportRecord) -> Markup {
    html! {
        @match &one.address { Some(address) => a href=(address) { (one.title) } None => (one.title) }
        @if !one.unit.is_empty() && one.unit != one.title { span class="quiet" { " " (one.unit) } }
        @if let Some(money) = one.money { " " (look::money_short(money)) " 万元" }
        @if !one.note.is_empty() { span class="quiet" { " " (one.note) } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hengji_app::domain::Money;

    fn figure(value: FigureValue, list: Option<&str>) -> ReportFigure {
        ReportFigure {
            code: "key_funds".into(),
            name: "重点评价:涉及资金".into(),
            value,
            unit: "个",
            counted: "合计".into(),
            list: list.map(str::to_owned),
            records: Vec::new(),
        }
    }

    #[test]
    fn a_number_is_shown_with_its_unit_and_what_it_is_a_part_of() {
        for (value, told) in [
            (FigureValue::Count(8), "8 个"),
            (
                FigureValue::Money(Money::from_fen(5_337_000_000)),
                "5,337.00 万元",
            ),
            (
                FigureValue::Rate {
                    part: 140,
                    whole: 1_389,
                },
                "10.08%(140/1389)",
            ),
            (FigureValue::Rate { part: 0, whole: 0 }, "—(0/0)"),
        ] {
            assert_eq!(shown(&figure(value, None)), told);
        }
    }

    #[test]
    fn a_number_without_a_list_opens_its_records_on_the_page() {
        let report = |list| EvaluationReport {
            year: "2020".parse().unwrap(),
            as_of: hengji_app::domain::NaiveDate::from_ymd_opt(2021, 3, 1).unwrap(),
            sentences: Vec::new(),
            figures: vec![figure(FigureValue::Count(17), list)],
            kinds: Vec::new(),
            evaluations: Vec::new(),
            findings: Vec::new(),
        };
        let sentence = Sentence {
            heading: String::new(),
            text: String::new(),
            figures: vec!["key_funds".into(), "unknown".into()],
        };
        let told = |list| numbers(&report(list), &sentence).into_string();
        assert!(told(None).contains("#figure-key_funds"), "{}", told(None));
        let listed = told(Some("/evaluations?kind=key"));
        assert!(listed.contains("/evaluations?kind=key"), "{listed}");
    }
}
