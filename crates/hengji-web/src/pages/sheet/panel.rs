//! What is wrong with a sheet, and its sums against the frame in force.

use hengji_app::FieldError;
use hengji_app::sheets::view::{FindingView, TotalsView};
use hengji_domain::Severity;
use hengji_domain::finding::Field;
use hengji_domain::rule::GoalFrame;
use hengji_domain::sheet::SheetKind;
use maud::{Markup, html};

use crate::look::{self, severity_tag};

/// The list of problems, worst first.
pub(in crate::pages) fn findings(findings: &[FindingView]) -> Markup {
    let mut sorted: Vec<&FindingView> = findings.iter().collect();
    sorted.sort_by_key(|finding| (finding.severity, finding.position));
    html! {
        @if sorted.is_empty() { p class="good" { "✓ 未发现问题。" } }
        @else { p class="small quiet" { (counts(findings)) } }
        @for finding in sorted {
            div class="finding" {
                (severity_tag(finding.severity)) " "
                span class="where" {
                    @match finding.position {
                        Some(row) => a href={ "#" (control_of(row, finding.field)) } { "第 " (row) " 行" }
                        None => "全表"
                    }
                }
                p { (finding.message) " " code { "[" (finding.code) "]" } }
                @if !finding.suggestion.is_empty() { p class="quiet small" { (finding.suggestion) } }
            }
        }
    }
}

/// What is simply not there yet: no error while one is still writing, but in the way of submission.
pub(super) fn missing(unanswered: &[FieldError]) -> Markup {
    html! {
        @if !unanswered.is_empty() {
            details class="finding" {
                summary { "提交前还须填写 " (unanswered.len()) " 处" }
                ul { @for error in unanswered { li { (error.message) } } }
            }
        }
    }
}

fn counts(findings: &[FindingView]) -> String {
    let count = |severity| {
        let same = findings.iter().filter(|finding| finding.severity == severity);
        same.count()
    };
    let errors = match count(Severity::Error) {
        0 => "没有错误".to_owned(),
        errors => format!("错误 {errors}(须改正后才能提交)"),
    };
    format!(
        "{errors},提醒 {},提示 {}。",
        count(Severity::Warning),
        count(Severity::Notice)
    )
}

/// The name of the control that shows this part of a line.
pub(super) const fn control(field: Field) -> Option<&'static str> {
    match field {
        Field::Level1 => Some("level1"),
        Field::Level2 => Some("level2"),
        Field::Level3 => Some("level3"),
        Field::Target => Some("target"),
        Field::Actual => Some("actual"),
        Field::Weight => Some("weight"),
        Field::Score => Some("score"),
        Field::Reason => Some("reason"),
        _ => None,
    }
}

fn control_of(row: u32, field: Option<Field>) -> String {
    match field.and_then(control) {
        Some(control) => format!("line-{row}-{control}"),
        None => format!("line-{row}"),
    }
}

/// Sums as chips; the script keeps those with data attributes up to date while one types.
pub(super) fn sums(totals: &TotalsView, frame: &GoalFrame, kind: SheetKind) -> Markup {
    html! {
        div class="chips" aria-live="polite" {
            (sum_chip("合计", "", totals.weight.centi(), totals.weight_required.centi()))
            @for level in &totals.by_first_level {
                (sum_chip(level.name.trim_end_matches("指标"), &names(frame, &level.name), level.weight.centi(), level.required.centi()))
            }
            @if kind.is_goal_shaped() {
                (count_chip(totals))
                (quantified_chip(totals))
            }
        }
    }
}

/// The class under every spelling that the frame knows, because a unit may type any of them.
fn names(frame: &GoalFrame, name: &str) -> String {
    match frame.first_level(name) {
        Some(level) => std::iter::once(&level.name)
            .chain(&level.aliases)
            .cloned()
            .collect::<Vec<_>>()
            .join("|"),
        None => name.to_owned(),
    }
}

fn sum_chip(name: &str, data: &str, sum: i32, want: i32) -> Markup {
    let look = if sum == want { "chip ok" } else { "chip off" };
    let points = |centi| hengji_domain::Weight::from_centi(centi).to_string();
    html! { span class=(look) data-sum=(data) data-want=(want) { (name) " " b { (points(sum)) } "/" (points(want)) } }
}

fn count_chip(totals: &TotalsView) -> Markup {
    let is_short = totals.line_count_min.is_some_and(|min| totals.line_count < min);
    html! {
        span class={ "chip" @if is_short { " off" } } data-count=(totals.line_count_min.unwrap_or_default()) {
            "指标 " b { (totals.line_count) } " 条"
            @if let Some(min) = totals.line_count_min { "(≥" (min) ")" }
        }
    }
}

fn quantified_chip(totals: &TotalsView) -> Markup {
    html! {
        span class="chip" title={ (totals.quantified_count) "/" (totals.line_count) " 条已量化" } { "量化率 " b data-slot="quantified" { (rate(totals)) }
            @if let Some(min) = totals.quantification_rate_min_bp { "(≥" (look::percent_of_bp(i64::from(min))) ")" }
        }
    }
}

/// Quantification rate.
pub(super) fn rate(totals: &TotalsView) -> String {
    match totals.quantification_rate_bp {
        Some(bp) => look::percent_of_bp(bp),
        None => "—".to_owned(),
    }
}
