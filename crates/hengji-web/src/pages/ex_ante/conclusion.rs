//! 结论: what the lead makes of the scores, the money, the preconditions and how they were settled.

use axum::extract::{Path, State};
use hengji_app::AppError;
use hengji_app::authz::Action;
use hengji_app::ex_ante::view::{ConditionView, EvaluationPage};
use hengji_app::ex_ante::{ConclusionInput, ConditionInput, SettlementInput};
use hengji_domain::ex_ante::{ConclusionRule, ConditionTiming};
use hengji_domain::id::SheetId;
use maud::{Markup, html};

use super::deeds::version;
use super::path;
use crate::extract::Posted;
use crate::look::{self, options, tag, verification_mark};
use crate::pages::{Answer, see};
use crate::state::WebState;
use crate::visit::Visit;

/// Blank rows for preconditions under those that are there.
const BLANK_ROWS: usize = 2;

/// `POST /ex-ante/{id}/conclusion`.
pub(super) async fn draw(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&[
        "version",
        "conclusion",
        "reason",
        "granted",
        "advice",
        "words",
        "unit",
        "due_on",
        "timing",
    ])?;
    let sheet: SheetId = id.parse().map_err(AppError::from)?;
    let rows = posted
        .fields
        .rows(["words", "unit", "due_on", "timing"])
        .into_iter();
    let text = |name| posted.fields.text(name).to_owned();
    let input = ConclusionInput {
        version: version(&posted),
        conclusion: text("conclusion"),
        reason: text("reason"),
        granted: text("granted"),
        advice: text("advice"),
        // A row whose words are blank was not filled in; its selects always hold something.
        conditions: rows
            .filter(|[words, _, due_on, _]| !(words.is_empty() && due_on.is_empty()))
            .map(|[words, unit, due_on, timing]| ConditionInput {
                words,
                unit,
                due_on,
                timing,
            })
            .collect(),
    };
    state
        .run(move |app| app.draw_ex_ante_conclusion(&posted.visit.actor(), &posted.key, sheet, &input))
        .await?;
    Ok(see(&format!("{}#conclusion", path(sheet))))
}

/// `POST /ex-ante/{id}/conditions`.
pub(super) async fn settle(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&["version", "number", "deed", "evidence"])?;
    let sheet: SheetId = id.parse().map_err(AppError::from)?;
    let input = SettlementInput {
        version: version(&posted),
        number: posted.fields.parsed("number").unwrap_or_default(),
        is_met: posted.fields.text("deed") == "met",
        evidence: posted.fields.text("evidence").to_owned(),
    };
    state
        .run(move |app| app.settle_ex_ante_condition(&posted.visit.actor(), &posted.key, sheet, &input))
        .await?;
    Ok(see(&format!("{}#conditions", path(sheet))))
}

/// The conclusion: a form for the lead while it is drawn, words for everybody else.
pub(super) fn section(page: &EvaluationPage, visit: &Visit) -> Markup {
    let draws = page.may(Action::DrawExAnteConclusion);
    html! {
        @if draws || page.conclusion.is_some() || page.proposed.is_some() {
            section class="card" id="conclusion" {
                h2 { "评估结论" (verification_mark(&page.conclusions_citation)) }
                (proposal(page))
                @if draws { (form(page, visit)) } @else { (told(page)) }
            }
        }
        @if !page.conditions.is_empty() && !draws { (conditions(page, visit)) }
    }
}

fn proposal(page: &EvaluationPage) -> Markup {
    let mean = page.matrix.as_ref().and_then(|matrix| matrix.summary);
    html! {
        @if let (Some(summary), Some(rule)) = (mean, &page.proposed) {
            p { "专家平均 " b { (summary.mean) } " 分,按规则建议:" b { (rule.name) } "(" (floors(&page.conclusions)) ")" }
        }
    }
}

/// The floors of the rule in one line.
fn floors(rules: &[ConclusionRule]) -> String {
    let floors = rules
        .iter()
        .filter_map(|rule| Some(format!("{} {} 分起", rule.name, rule.from?)));
    floors.collect::<Vec<_>>().join(",")
}

fn told(page: &EvaluationPage) -> Markup {
    let name = page.row.conclusion.as_deref().unwrap_or("尚未形成");
    html! {
        dl class="facts" {
            div { dt { "结论" } dd { b { (name) } } }
            div { dt { "得分" } dd { (look::score(page.row.score)) } }
            div { dt { "申请(万元)" } dd { (look::optional_money(page.row.asked)) } }
            div { dt { "核定(万元)" } dd { (look::optional_money(page.row.granted)) } }
            div { dt { "评减(万元)" } dd { (look::optional_money(page.row.cut)) } }
        }
        @if !page.departure_reason.is_empty() { p { strong { "与规则建议不同的理由:" } (page.departure_reason) } }
        @if !page.advice.is_empty() { h3 { "相关建议" } div class="verbatim" { (page.advice) } }
    }
}

fn form(page: &EvaluationPage, visit: &Visit) -> Markup {
    let chosen = page
        .conclusion
        .as_deref()
        .or(page.proposed.as_ref().map(|rule| rule.code.as_str()))
        .unwrap_or_default();
    let choices = page
        .conclusions
        .iter()
        .map(|rule| (rule.code.as_str(), rule.name.as_str()));
    html! {
        form method="post" action={ (path(page.id)) "/conclusion" } data-guard {
            (visit.token().fields()) (look::hidden("version", &page.version.to_string()))
            div class="form-grid" {
                (look::field("conclusion-code", "结论", "", None, html! { select id="conclusion-code" name="conclusion" { (options(choices, chosen)) } }))
                (look::field("granted", "核定金额(万元)", &format!("申请 {} 万元,不能超过", page.row.asked.unwrap_or_default()), None, html! {
                    input type="text" id="granted" name="granted" inputmode="decimal" value=(look::plain_money(page.row.granted.or(page.row.asked)));
                }))
                (look::field("reason", "与规则建议不同的理由", "相同的不填", None, html! { input type="text" id="reason" name="reason" value=(page.departure_reason); }))
            }
            (look::field("advice", "相关建议", "可留空", None, html! { textarea id="advice" name="advice" rows="3" { (page.advice) } }))
            h3 { "前置条件(选“附条件支持”时填写)" }
            table class="list" {
                thead { tr { th scope="col" class="num" { "编号" } th scope="col" { "条件" } th scope="col" { "责任单位" } th scope="col" { "完成期限" } th scope="col" { "时点" } } }
                tbody {
                    @for (index, view) in page.conditions.iter().enumerate() { (condition_controls(page, index + 1, Some(view))) }
                    @for blank in 1..=BLANK_ROWS { (condition_controls(page, page.conditions.len() + blank, None)) }
                }
            }
            div class="buttons" { button class="primary" { "保存结论" } }
        }
    }
}

fn condition_controls(page: &EvaluationPage, number: usize, view: Option<&ConditionView>) -> Markup {
    let condition = view.map(|view| &view.condition);
    let unit = condition.map(|one| one.unit.to_string()).unwrap_or_default();
    let units = page
        .units
        .iter()
        .map(|choice| (choice.code.as_str(), choice.name.as_str()));
    let timings = ConditionTiming::ALL
        .iter()
        .map(|timing| (timing.code(), timing.name()));
    let day = condition.map(|one| one.due_on.to_string()).unwrap_or_default();
    html! {
        tr {
            td class="num" { (number) }
            td { input type="text" name="words" id={ "condition-" (number) "-words" } value=(condition.map(|one| one.words.as_str()).unwrap_or_default()) aria-label={ "第 " (number) " 条条件" }; }
            td { select name="unit" id={ "condition-" (number) "-unit" } aria-label={ "第 " (number) " 条责任单位" } { (options(units, &unit)) } }
            td { input type="date" name="due_on" id={ "condition-" (number) "-due_on" } value=(day) aria-label={ "第 " (number) " 条完成期限" }; }
            td { select name="timing" aria-label={ "第 " (number) " 条时点" } { (options(timings, condition.map(|one| one.timing.code()).unwrap_or_default())) } }
        }
    }
}

fn conditions(page: &EvaluationPage, visit: &Visit) -> Markup {
    let settles = page.may(Action::SettleExAnteCondition);
    html! {
        section class="card" id="conditions" {
            h2 { "前置条件" span class="end quiet" { "批复前的条件没有落实,目标和预算不能批复下达" } }
            table class="list" {
                thead { tr {
                    th scope="col" class="num" { "编号" } th scope="col" { "条件" } th scope="col" { "责任单位" } th scope="col" { "期限" }
                    th scope="col" { "时点" } th scope="col" { "落实情况" } @if settles { th scope="col" { span class="sr" { "登记" } } }
                } }
                tbody {
                    @for view in &page.conditions {
                        @let condition = &view.condition;
                        tr class=[view.is_late.then_some("late")] {
                            td class="num" { (condition.number) } td { (condition.words) } td { (view.unit_name) }
                            td class="nowrap" { (look::date(condition.due_on)) @if view.is_late { " " (tag("red", "逾期")) } }
                            td class="nowrap" { (condition.timing.name()) }
                            td {
                                @match &condition.settled {
                                    Some(settled) => { (tag("green", "已落实")) " " (settled.evidence) div class="small quiet" { (settled.by) " " (look::moment(settled.at)) } }
                                    None => (tag("amber", "未落实"))
                                }
                            }
                            @if settles { td { (settlement(page, view, visit)) } }
                        }
                    }
                }
            }
        }
    }
}

fn settlement(page: &EvaluationPage, view: &ConditionView, visit: &Visit) -> Markup {
    let number = view.condition.number;
    let is_met = view.condition.is_met();
    html! {
        form class="filters" method="post" action={ (path(page.id)) "/conditions" } {
            (visit.token().fields()) (look::hidden("version", &page.version.to_string())) (look::hidden("number", &number.to_string()))
            input type="text" name="evidence" placeholder={ @if is_met { "恢复未落实的原因" } @else { "依据:文件、文号、日期" } } aria-label={ "第 " (number) " 条依据" };
            button name="deed" value={ @if is_met { "unmet" } @else { "met" } } { @if is_met { "恢复未落实" } @else { "登记已落实" } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hengji_domain::Score;

    #[test]
    fn the_floors_are_told_without_what_only_people_decide() {
        let rule = |name: &str, from: Option<i32>| ConclusionRule {
            code: name.into(),
            name: name.into(),
            from: from.map(Score::from_centi),
            supports: true,
            needs_conditions: false,
        };
        let rules = [
            rule("予以支持", Some(8_000)),
            rule("附条件支持", None),
            rule("不予支持", Some(0)),
        ];
        assert_eq!(floors(&rules), "予以支持 80 分起,不予支持 0 分起");
    }
}
