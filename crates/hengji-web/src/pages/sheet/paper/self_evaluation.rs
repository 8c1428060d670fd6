//! 项目支出绩效自评表 on paper.

use hengji_app::sheets::view::{LineView, SheetPage};
use hengji_domain::Score;
use maud::{Markup, html};

use crate::look::{self, spans};

/// The table: nine columns, the first of them upright.
pub(super) fn table(page: &SheetPage) -> Markup {
    html! {
        table class="nine" {
            colgroup { @for _ in 0..9 { col; } }
            tbody {
                (head(page))
                (money(page))
                tr { th colspan="2" rowspan="2" { "年度总体目标" } th colspan="3" { "预期目标" } th colspan="4" { "实际完成情况" } }
                tr { td class="left" colspan="3" { (page.annual_goal) } td class="left" colspan="4" { (page.achievement) } }
                (lines(page))
            }
        }
    }
}

fn head(page: &SheetPage) -> Markup {
    let project = &page.project;
    html! {
        tr { th colspan="2" { "项目名称" } td colspan="7" { (project.name) } }
        tr { th colspan="2" { "主管部门" } td colspan="3" { (project.department_name) } th { "实施单位" } td colspan="3" { (project.unit_name) } }
    }
}

/// The money block. Budget by source is known from the register; adjusted and executed amounts as a whole only.
fn money(page: &SheetPage) -> Markup {
    let funding = &page.project.funding;
    let execution = page.execution.as_ref();
    let parts = [
        ("其中:当年财政拨款", funding.fiscal),
        ("上年结转资金", funding.carried_over),
        ("其他资金", funding.other),
    ];
    html! {
        tr {
            th colspan="2" rowspan="5" { "项目资金" br; "(万元)" }
            th {} th { "年初预算数" } th { "全年预算数" } th { "全年执行数" } th { "分值" } th { "执行率" } th { "得分" }
        }
        tr {
            th { "年度资金总额" }
            td { (look::money_short(page.money.initial.unwrap_or(page.project.total))) }
            td { (look::optional_money(page.money.adjusted)) } td { (look::optional_money(page.money.executed)) }
            td { (look::weight(execution.and_then(|row| row.weight))) }
            td { @if let Some(rate) = page.execution_rate_bp { (look::percent_of_bp(rate)) } @else { "—" } }
            td { (look::score(execution.and_then(|row| row.stated_score.or(row.computed_score)))) }
        }
        @for (name, amount) in parts { tr { th { (name) } td { (look::money_short(amount)) } td { "—" } td { "—" } td { "—" } td { "—" } td { "—" } } }
    }
}

/// The score on the paper: what the unit states, else what the rules give.
fn score_of(line: &LineView) -> Option<Score> {
    line.stated_score.or(line.computed_score)
}

fn lines(page: &SheetPage) -> Markup {
    let firsts = spans(&page.lines, |line| line.level1.clone());
    let seconds = spans(&page.lines, |line| (line.level1.clone(), line.level2.clone()));
    let totals = &page.totals;
    html! {
        tr {
            th class="upright" rowspan=(page.lines.len() + 1) { "绩" br; "效" br; "指" br; "标" }
            th { "一级指标" } th { "二级指标" } th { "三级指标" } th { "年度指标值" } th { "实际完成值" } th { "分值" } th { "得分" } th { "偏差原因分析及改进措施" }
        }
        @for (line, (first, second)) in page.lines.iter().zip(firsts.into_iter().zip(seconds)) {
            tr {
                @if 0 < first { td rowspan=(first) { (line.level1) } }
                @if 0 < second { td rowspan=(second) { (line.level2) } }
                td { @if line.is_part { "其中:" } (line.level3) }
                td { (line.target.text) } td { (line.actual.text) } td { (look::weight(line.weight)) }
                td { (look::score(score_of(line))) }
                td class="left" { (line.reason) }
            }
        }
        tr {
            th colspan="6" { "总  分" } td { (super::super::table::total_weight(page)) }
            td { (look::score(totals.stated_total.or(totals.computed_total))) }
            td { @if let Some(grade) = &totals.grade { "等级:" (grade) } }
        }
    }
}
