//! 项目支出绩效目标申报表 on paper.

use hengji_app::sheets::view::SheetPage;
use maud::{Markup, html};

use crate::look::{self, spans};

/// The table: seven columns, the first of them upright.
pub(super) fn table(page: &SheetPage) -> Markup {
    html! {
        table {
            tbody {
                (head(page))
                (lines(page))
            }
        }
    }
}

fn head(page: &SheetPage) -> Markup {
    let project = &page.project;
    let funding = &project.funding;
    html! {
        tr { th colspan="2" { "项目名称" } td colspan="5" { (project.name) } }
        tr { th colspan="2" { "项目代码" } td colspan="2" { (project.code) } th { "项目类型" } td colspan="2" { (project.project_type.name()) "(" (project.nature.name()) ")" } }
        tr { th colspan="2" { "主管部门" } td colspan="2" { (project.department_name) } th { "实施单位" } td colspan="2" { (project.unit_name) } }
        tr { th colspan="2" rowspan="4" { "项目资金" br; "(万元)" } th colspan="2" { "年度资金总额" } td colspan="3" { (look::money_short(project.total)) } }
        tr { th colspan="2" { "其中:当年财政拨款" } td colspan="3" { (look::money_short(funding.fiscal)) } }
        tr { th colspan="2" { "上年结转资金" } td colspan="3" { (look::money_short(funding.carried_over)) } }
        tr { th colspan="2" { "其他资金" } td colspan="3" { (look::money_short(funding.other)) } }
        tr { th colspan="2" { "年度总体目标" } td class="left" colspan="5" { (page.annual_goal) } }
    }
}

fn lines(page: &SheetPage) -> Markup {
    let firsts = spans(&page.lines, |line| line.level1.clone());
    let seconds = spans(&page.lines, |line| (line.level1.clone(), line.level2.clone()));
    html! {
        tr {
            th class="upright" rowspan=(page.lines.len() + 2) { "绩" br; "效" br; "指" br; "标" }
            th { "一级指标" } th { "二级指标" } th { "三级指标" } th { "指标值" } th { "分值" } th { "备注" }
        }
        @for (line, (first, second)) in page.lines.iter().zip(firsts.into_iter().zip(seconds)) {
            tr {
                @if 0 < first { td rowspan=(first) { (line.level1) } }
                @if 0 < second { td rowspan=(second) { (line.level2) } }
                td { @if line.is_part { "其中:" } (line.level3) }
                td { (line.target.text) }
                td { (look::weight(line.weight)) }
                td {}
            }
        }
        tr { th colspan="4" { "合  计" } td { (page.totals.weight) } td {} }
    }
}
