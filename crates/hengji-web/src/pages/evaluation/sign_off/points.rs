//! The points of a sheet: to be answered by the department, to be looked at again by the bureau, to be read.

use hengji_app::evaluations::sign_off::view::{LookView, PointView, SheetView, SignOffPage};
use hengji_app::evaluations::{SecondOutcome, Verdict};
use maud::{Markup, html};

use super::here;
use crate::fields::Fields;
use crate::look::{hidden, moment, points, tag};
use crate::pages::evaluation::answer::controls;
use crate::visit::Visit;

/// The answers of points are posted below this name.
pub(super) const ROOT: &str = "a";

/// The form of the department.
pub(super) fn answer_form(visit: &Visit, page: &SignOffPage, sheet: &SheetView, typed: &Fields) -> Markup {
    html! {
        form method="post" action={ (here(page.evaluation)) "/answers" } id="answers" {
            (visit.token().fields())
            (hidden("version", &sheet.version.to_string()))
            table class="list sticky" {
                thead { tr { (heads()) th scope="col" { "本部门意见" } } }
                tbody { @for point in &sheet.points { tr { (cells(point)) td class="answer" { (answer_controls(point, page.reason_least, typed)) } } } }
            }
            button class="primary" data-key="s" data-key-name="提交答复" { "提交答复 " kbd { "Alt+S" } }
            span class="small quiet" { " 全部表态后一次提交,提交后不能修改" }
        }
    }
}

fn answer_controls(point: &PointView, least: u32, typed: &Fields) -> Markup {
    let name = |what: &str| format!("{ROOT}.{}.{what}", point.number);
    let verdict = typed.text(&name("verdict")).to_owned();
    html! {
        div {
            @for one in Verdict::ALL {
                label class="check" { input type="radio" name=(name("verdict")) value=(one.code()) checked[verdict == one.code()]; " " (one.name()) }
            }
        }
        textarea name=(name("words")) rows="2" maxlength="1000" aria-label={ "第 " (point.number) " 项异议理由" } placeholder={ "有异议的写明理由,至少 " (least) " 字" } { (typed.text(&name("words"))) }
        input type="text" name=(name("evidence")) maxlength="1000" aria-label={ "第 " (point.number) " 项佐证" } placeholder="佐证:文件名称、文号、页码" value=(typed.text(&name("evidence")));
    }
}

/// The points as they stand, with the form of a second look where one is due.
pub(super) fn table(visit: &Visit, page: &SignOffPage, sheet: &SheetView, typed: &Fields) -> Markup {
    html! {
        (plain_table(sheet))
        @for point in sheet.points.iter().filter(|point| point.look.is_some() || !point.why_not.is_empty()) {
            section class="card inset" id={ "look-" (point.number) } {
                h3 { "复查第 " (point.number) " 项 " (name_of(point)) }
                @match &point.look {
                    Some(look) => (look_form(visit, page, sheet, (point, look), typed))
                    None => p class="quiet" { (point.why_not) }
                }
            }
        }
    }
}

/// The points as they stand.
pub(super) fn plain_table(sheet: &SheetView) -> Markup {
    html! {
        @if sheet.points.is_empty() {
            p class="quiet" { "各项复核得分与自评一致,没有需要逐项答复的事项,双方直接签字。" }
        } @else {
            table class="list sticky" {
                thead { tr { (heads()) th scope="col" class="num" { "签定分" } th scope="col" { "部门意见" } th scope="col" { "复查" } } }
                tbody { @for point in &sheet.points {
                    tr {
                        (cells(point))
                        td class="num" { strong { (points(point.signed)) } }
                        td { (answer(point)) }
                        td { (second(point)) }
                    }
                } }
            }
        }
    }
}

fn heads() -> Markup {
    html! {
        th scope="col" class="num" { "序号" } th scope="col" { "指标" } th scope="col" class="num" { "分值" }
        th scope="col" class="num" { "自评分" } th scope="col" class="num" { "复核分" } th scope="col" { "改分理由、发现的问题" }
    }
}

fn name_of(point: &PointView) -> &str {
    if point.name.is_empty() {
        "其他问题"
    } else {
        &point.name
    }
}

fn cells(point: &PointView) -> Markup {
    let weight = point
        .weight
        .map_or_else(|| "—".to_owned(), |weight| weight.to_string());
    html! {
        td class="num" { (point.number) }
        td { (name_of(point)) }
        td class="num" { (weight) }
        td class="num" { (points(point.own)) }
        td class="num" { (points(point.verified)) }
        td { (point.words) }
    }
}

fn answer(point: &PointView) -> Markup {
    html! {
        @match &point.answer {
            None => span class="quiet" { "未答复" }
            Some((verdict, words, evidence)) => {
                (tag(if *verdict == Verdict::Disputed { "red" } else { "green" }, verdict.name()))
                @if !words.is_empty() { div { (words) } }
                @if !evidence.is_empty() { div class="small quiet" { "佐证:" (evidence) } }
            }
        }
    }
}

fn second(point: &PointView) -> Markup {
    html! {
        @match &point.second {
            None if point.is_open => (tag("amber", "待复查"))
            None => span class="quiet" { "—" }
            Some((outcome, words, hand)) => {
                (tag("blue", outcome.name())) div { (words) }
                div class="small quiet" { (hand.name) " · " (moment(hand.at)) }
            }
        }
    }
}

fn look_form(
    visit: &Visit,
    page: &SignOffPage,
    sheet: &SheetView,
    (point, look): (&PointView, &LookView),
    typed: &Fields,
) -> Markup {
    let number = point.number.to_string();
    let is_typed = typed.text("number") == number;
    let text = |name: &str| if is_typed { typed.text(name) } else { "" };
    html! {
        form method="post" action={ (here(page.evaluation)) "/look" } {
            (visit.token().fields())
            (hidden("version", &sheet.version.to_string()))
            (hidden("number", &number))
            div {
                @for one in SecondOutcome::ALL {
                    @if one == SecondOutcome::Upheld || look.may_amend {
                        label class="check" { input type="radio" name="outcome" value=(one.code()) checked[text("outcome") == one.code()] required; " " (one.name()) }
                    }
                }
                @if !look.may_amend { span class="small quiet" { " 该项按数据计分;数据有误的,收回签证单更正数据后另发" } }
            }
            @if let Some(item) = &look.item {
                fieldset { legend { "变更后的评分(选“变更”时填写)" } (controls(item, None)) }
            }
            label { "复查意见(至少 " (page.reason_least) " 字)" textarea name="words" rows="2" maxlength="1000" required { (text("words")) } }
            button class="primary" { "确定复查结果" }
        }
    }
}
