//! Findings and traces as they are read on a page.

use hengji_app::domain::Finding;
use maud::{Markup, html};

use super::tag::severity_tag;

/// Findings, worst first as given, each with its place, its words and how to mend it.
pub(crate) fn finding_list(findings: &[Finding]) -> Markup {
    html! {
        @if findings.is_empty() {
            p class="good" { "✓ 未发现问题。" }
        }
        @for finding in findings {
            div class="finding" {
                (severity_tag(finding.code.severity())) " "
                span class="where" { (place(finding)) }
                p { (finding.message) }
                @if !finding.suggestion.is_empty() { p class="quiet" { (finding.suggestion) " " code { "[" (finding.code.code()) "]" } } }
                @else { p { code { "[" (finding.code.code()) "]" } } }
            }
        }
    }
}

fn place(finding: &Finding) -> Markup {
    html! {
        @match (finding.row, finding.cell.as_deref()) {
            (_, Some(cell)) => { "单元格 " (cell) }
            (Some(row), None) => { a href={ "#line-" (row) } { "第 " (row) " 行" } }
            (None, None) => { "全表" }
        }
    }
}
