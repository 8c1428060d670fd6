//! 监控总览: the lights by department, and the sheets of a period with what can be done to many of them.

use axum::extract::{Query, State};
use hengji_app::authz::Action;
use hengji_app::common::PageRequest;
use hengji_app::monitoring::MonitoringQuery;
use hengji_app::monitoring::view::{DepartmentLights, MonitoringPage, PeriodView, WatchView};
use hengji_domain::monitoring::Light;
use hengji_domain::sheet::SheetKind;
use maud::{Markup, html};

use super::super::{Answer, export_form, framed, workbook};
use crate::extract::Posted;
use crate::look::{self, Crumb, Part, Share, Sorting, labelled, options, state_tag, tag};
use crate::pages::list_filter::list_filter;
use crate::pages::sheet::paths;
use crate::state::WebState;
use crate::visit::Visit;

/// Rows of one page.
const PAGE_SIZE: u32 = 50;
/// Departments drawn in the chart; the filter knows all.
const BARS: usize = 16;

/// States to filter by.
const STATES: [(&str, &str); 7] = [
    ("late", "逾期"),
    ("unfinished", "尚在单位"),
    ("draft", "填报中"),
    ("returned", "退回修改"),
    ("in_review", "审核中"),
    ("concluded", "已审定"),
    ("", "全部状态"),
];

list_filter! {
    pub(super) exported struct Filter { period, q, department, light, state, sort, order }
}

impl Filter {
    pub(super) fn query(&self) -> MonitoringQuery {
        MonitoringQuery {
            period: self.period.clone(),
            words: self.q.clone(),
            department: self.department.clone(),
            light: self.light.clone(),
            state: self.state.clone(),
            sort: self.sort.clone(),
            descending: self.order == "desc",
            page: PageRequest::new(self.page, PAGE_SIZE),
        }
    }
}

/// `GET /monitoring`.
pub(super) async fn show(
    State(state): State<WebState>,
    visit: Visit,
    Query(filter): Query<Filter>,
) -> Answer {
    let (actor, year, query) = (visit.actor(), visit.year(), filter.query());
    let page = state
        .run(move |app| app.monitoring_page(&actor, year, &query))
        .await?;
    let body = html! {
        div class="title" {
            h1 { "绩效监控" }
            span class="sub" {
                (visit.year()) " 年度"
                @if let Some(current) = &page.current { "," (current.period.name) @if current.is_closed { " " (tag("", "已关闭")) } @else { " " (tag("green", "填报中")) } }
            }
            div class="actions" { @if page.may.contains(&Action::ExportMonitoring) && page.current.is_some() { (export_form(&visit, "/monitoring/export", filter.pairs())) } }
        }
        (periods(&page, &visit))
        @if let Some(current) = &page.current {
            (figures(&page, &filter))
            (chart(&page, current))
            (rows(&page, current, &filter, &visit))
        } @else {
            section class="card" { p class="empty" { "本年度还没有开启监控期。" @if page.periods.is_empty() { "规则中没有监控期,请先在规则中设定。" } } }
        }
    };
    Ok(framed(&visit, "绩效监控", &[Crumb::here("绩效监控")], body))
}

/// `POST /monitoring/export`.
pub(super) async fn export(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&Filter::FIELDS)?;
    let (year, query) = (posted.visit.year(), Filter::of(&posted.fields).query());
    let file = state
        .run(move |app| app.export_monitoring(&posted.visit.actor(), year, &query))
        .await?;
    Ok(workbook(&format!("monitoring-{year}"), file))
}

/// The periods of the year with their days, and what may be done to them.
fn periods(page: &MonitoringPage, visit: &Visit) -> Markup {
    html! {
        section class="card" {
            table class="list" {
                thead { tr {
                    th scope="col" { "监控期" } th scope="col" { "数据截止" } th scope="col" { "单位报送" } th scope="col" { "部门审核" } th scope="col" { "财政审定" } th scope="col" { "状态" } th scope="col" {}
                } }
                tbody { @for period in &page.periods { (period_row(page, period, visit)) } }
            }
        }
    }
}

fn period_row(page: &MonitoringPage, view: &PeriodView, visit: &Visit) -> Markup {
    let period = &view.period;
    let may = |action| page.may.contains(&action);
    html! {
        tr {
            td { @if view.is_opened { a href={ "/monitoring?period=" (period.code) } { (period.name) } } @else { (period.name) } " " span class="mark" title="期限规则的核实情况" { (view.mark) } }
            td { (look::date(period.cut_off)) } td { (look::date(period.unit_due_on)) } td { (look::date(period.department_due_on)) } td { (look::date(period.finance_due_on)) }
            td {
                @if !view.is_opened { (tag("", "未开启")) } @else if view.is_closed { (tag("", "已关闭")) } @else { (tag("green", "填报中")) }
                @if let Some(hand) = view.closed.as_ref().or(view.opened.as_ref()) { span class="small quiet" { " " (hand.name) " " (look::moment(hand.at)) } }
            }
            td class="nowrap" {
                @if !view.is_opened && may(Action::OpenMonitoringPeriod) { (opening(visit, view)) }
                @if view.is_opened && !view.is_closed && may(Action::RefreshMonitoring) { (deed(visit, &period.code, "refresh", "重新研判", "按最新执行数据重算全部预警灯,并为新批复的项目补开监控表?")) }
                @if view.is_opened && !view.is_closed && may(Action::CloseMonitoringPeriod) { (deed(visit, &period.code, "close", "关闭并固定结果", "关闭后结果连同规则版本固定,未报的表不能再报,确定关闭?")) }
                @if view.is_closed && may(Action::Recompute) { a class="button" href={ "/monitoring/" (period.code) "/verify" } { "按当年规则复算" } }
                @if view.is_closed && may(Action::ReopenMonitoringPeriod) {
                    form method="post" action={ "/monitoring/" (period.code) "/reopen" } class="inline" {
                        (visit.token().fields())
                        input type="text" name="reason" placeholder="重新开启的理由" aria-label="重新开启的理由" size="16";
                        button { "重新开启" }
                    }
                }
            }
        }
    }
}

/// The button that opens a period; one whose months are not over asks whether that is meant.
fn opening(visit: &Visit, view: &PeriodView) -> Markup {
    let period = &view.period;
    if !view.is_early {
        let question = "将为每个已批复目标的项目生成监控表,确定开启?";
        return deed(visit, &period.code, "open", "为全部项目开启", question);
    }
    let question = format!(
        "数据截止日 {} 还没有到,尚未发生的支付会算成进度落后。确定提前为全部项目开启?",
        look::date(period.cut_off)
    );
    html! {
        form method="post" action={ "/monitoring/" (period.code) "/open" } class="inline" {
            (visit.token().fields()) (look::hidden("early", "yes"))
            button data-confirm=(question) { "提前开启" }
        }
    }
}

fn deed(visit: &Visit, code: &str, verb: &str, name: &str, question: &str) -> Markup {
    html! {
        form method="post" action={ "/monitoring/" (code) "/" (verb) } class="inline" {
            (visit.token().fields())
            button class=[(verb != "refresh").then_some("primary")] data-confirm=(question) { (name) }
        }
    }
}

/// One figure for each light; each leads to the list behind it.
fn figures(page: &MonitoringPage, filter: &Filter) -> Markup {
    let total = &page.total;
    let period = &filter.period;
    let figure = |count: u64, name: &str, query: &str, look: Option<&str>| {
        html! { a class="figure" href={ "/monitoring?period=" (period) (query) } { b class=[look] { (count) } span { (name) } } }
    };
    html! {
        div class="figures" {
            (figure(total.sheets, "监控项目", "", None))
            (figure(total.red, "红灯", "&light=red", Some("bad")))
            (figure(total.yellow, "黄灯", "&light=yellow", None))
            (figure(total.green, "绿灯", "&light=green", None))
            (figure(total.blue, "蓝灯", "&light=blue", None))
            (figure(total.unlit, "尚无灯", "&light=none", None))
            (figure(total.concluded, "已审定", "&state=concluded", None))
            (figure(total.late, "逾期", "&state=late&sort=late&order=desc", (0 < total.late).then_some("bad")))
            div class="figure" { b { (look::money_short(total.executed)) } span { "累计执行,预算 " (look::money_short(total.budget)) } }
        }
    }
}

fn chart(page: &MonitoringPage, current: &PeriodView) -> Markup {
    let part = |colour, name, count| Part { colour, name, count };
    let share = |one: &DepartmentLights| Share {
        name: one.name.clone(),
        parts: vec![
            part("red", "红", one.red),
            part("amber", "黄", one.yellow),
            part("green", "绿", one.green),
            part("blue", "蓝", one.blue),
            part("grey", "无灯", one.unlit),
        ],
        text: words(one),
    };
    let mut departments: Vec<&DepartmentLights> = page.departments.iter().collect();
    departments.sort_by_key(|one| std::cmp::Reverse((one.red, one.yellow, one.late)));
    let shares: Vec<Share> = departments.iter().take(BARS).map(|one| share(one)).collect();
    let rest = departments.len().saturating_sub(BARS);
    html! {
        section class="card" {
            h2 { "各部门预警灯" span class="end quiet" { "红灯多的在前" } }
            (look::legend(&[("red", "红"), ("amber", "黄"), ("green", "绿"), ("blue", "蓝(超前)"), ("grey", "无灯")]))
            (look::share_chart(&format!("{} 各部门预警灯", current.period.name), &shares))
            @if 0 < rest { p class="quiet small" { "另有 " (rest) " 个部门未画出,可在下面按部门筛选。" } }
        }
    }
}

/// The words at the end of a bar.
fn words(one: &DepartmentLights) -> String {
    let late = match one.late {
        0 => String::new(),
        late => format!(",逾期 {late}"),
    };
    format!("红 {} / 共 {}{late}", one.red, one.sheets)
}

fn rows(page: &MonitoringPage, current: &PeriodView, filter: &Filter, visit: &Visit) -> Markup {
    let may_act = !current.is_closed
        && (page.may.contains(&Action::ApproveMonitoring) || page.may.contains(&Action::RemindMonitoring));
    html! {
        section class="card" {
            (filters(page, filter))
            form method="post" action="/monitoring/approve" id="bulk" {
                (visit.token().fields())
                (look::hidden("period", &current.period.code)) (look::hidden("department", &filter.department))
                (table(page, filter, may_act))
                @if may_act { (deeds(page)) }
            }
            (look::pager(&page.rows, &filter.parameters(&[])))
        }
    }
}

fn filters(page: &MonitoringPage, filter: &Filter) -> Markup {
    let all = |name: &'static str| std::iter::once(("", name));
    let departments = page
        .choices
        .iter()
        .map(|one| (one.code.as_str(), one.name.as_str()));
    let lights = Light::ALL.iter().map(|light| (light.code(), light.name()));
    html! {
        form class="filters" method="get" action="/monitoring" data-autosubmit {
            (look::hidden("period", &filter.period)) (look::hidden("sort", &filter.sort)) (look::hidden("order", &filter.order))
            (labelled("项目名称或代码", html! { input type="search" name="q" value=(filter.q) placeholder="按 / 键跳到此处"; }))
            (labelled("主管部门", html! { select name="department" { (options(all("全部部门").chain(departments), &filter.department)) } }))
            (labelled("项目灯", html! { select name="light" { (options(all("全部").chain(lights).chain([("none", "无灯")]), &filter.light)) } }))
            (labelled("状态", html! { select name="state" { (options(STATES.into_iter().rev(), &filter.state)) } }))
            button { "查询" }
        }
    }
}

fn table(page: &MonitoringPage, filter: &Filter, may_act: bool) -> Markup {
    let sorting = Sorting {
        key: filter.sort.clone(),
        descending: filter.order == "desc",
    };
    let query = filter.parameters(&["sort", "order"]);
    let head = |key: &str, name: &str, class: &str| look::sort_head(&sorting, key, name, &query, class);
    html! {
        table class="list sticky" {
            thead { tr {
                @if may_act { th scope="col" { span class="quiet" title="勾选后可批量办理" { "选" } } }
                th scope="col" { "项目" } th scope="col" { "部门 / 单位" } th scope="col" { "状态" }
                (head("budget", "预算(万元)", "num")) th scope="col" class="num" { "累计执行" } (head("execution", "执行进度", "")) th scope="col" { "指标" } (head("light", "项目灯", ""))
                th scope="col" { "全年预计执行率" } th scope="col" { "提示" }
            } }
            tbody {
                @for row in &page.rows.rows { (watch_row(row, may_act)) }
                @if page.rows.rows.is_empty() { tr { td class="empty" colspan="11" { "没有符合条件的项目;请放宽查询条件。" } } }
            }
        }
    }
}

fn watch_row(row: &WatchView, may_act: bool) -> Markup {
    html! {
        tr class=[(0 < row.days_late).then_some("late")] {
            @if may_act {
                td { input type="checkbox" name="sheet" value={ (row.sheet) ":" (row.version) } aria-label={ "选择 " (row.project_name) }; }
            }
            td { a href=(paths::sheet(SheetKind::Monitoring, row.sheet)) { (row.project_name) } div class="mono small quiet" { (row.project_code) } }
            td { (row.department_name) @if row.unit_name != row.department_name { div class="small quiet" { (row.unit_name) } } }
            td class="nowrap" {
                (state_tag(row.state.code, &row.state.name))
                @if 0 < row.days_late { " " (tag("red", &format!("逾期 {} 天", row.days_late))) }
                @if let Some(at) = row.reminded_at { div class="small quiet" { "已催报 " (look::moment(at)) } }
            }
            td class="num" { (look::money(row.budget)) }
            td class="num" { (look::money(row.executed)) }
            td class="nowrap" { (look::light(row.execution_light)) @if let Some(centi) = row.execution_centi { " " span class="small" { (look::percent_of_centi(centi)) } } }
            td { (look::light(row.goal_light)) }
            td { (look::light(row.light)) }
            td class="nowrap" { (look::forecast(row.forecast)) }
            td class="small" {
                @if 0 < row.unlikely { div { (row.unlikely) " 项指标不能确定完成" } }
                @if !row.warning.is_empty() { div { (row.warning) } }
                @if let Some(disposal) = &row.disposal {
                    @match &disposal.decision {
                        Some(decision) => div { "处置:" (decision) }
                        None if disposal.is_suspended => (tag("red", "逾期未处置,视同暂停"))
                        None => (tag("amber", "待处置"))
                    }
                }
            }
        }
    }
}

/// What can be done to the chosen rows, and to all that are missing.
fn deeds(page: &MonitoringPage) -> Markup {
    let reasons = page
        .reasons
        .iter()
        .map(|one| (one.code.as_str(), one.name.as_str()));
    html! {
        div class="buttons" {
            @if page.may.contains(&Action::ApproveMonitoring) {
                button class="primary" formaction="/monitoring/approve" data-confirm="对勾选的项目逐项审核通过?" { "批量审核通过" }
                select name="reason" aria-label="批量退回理由" { (options(std::iter::once(("", "选择退回理由")).chain(reasons), "")) }
                input type="text" name="words" placeholder="具体意见" aria-label="批量退回的具体意见";
                button class="danger" formaction="/monitoring/return" { "批量退回" }
            }
            @if page.may.contains(&Action::RemindMonitoring) {
                button formaction="/monitoring/remind" data-confirm="向范围内尚未报送的每个单位发出一份催报清单?" { "催报未报单位" }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_leave_out_what_is_empty_and_sorting_when_a_head_sorts() {
        let filter = Filter {
            period: "m07".into(),
            light: "red".into(),
            sort: "late".into(),
            ..Filter::default()
        };
        assert_eq!(filter.parameters(&[]), "&period=m07&light=red&sort=late");
        assert_eq!(filter.parameters(&["sort", "order"]), "&period=m07&light=red");
    }

    #[test]
    fn a_bar_tells_red_and_late_projects() {
        let one = DepartmentLights {
            red: 2,
            sheets: 9,
            ..DepartmentLights::default()
        };
        assert_eq!(words(&one), "红 2 / 共 9");
        assert_eq!(words(&DepartmentLights { late: 3, ..one }), "红 2 / 共 9,逾期 3");
    }
}
