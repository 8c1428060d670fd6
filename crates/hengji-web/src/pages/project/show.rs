//! One project: its head and money, all its sheets, the life of its indicators, what happened.

use axum::extract::{Path, State};
use hengji_app::AppError;
use hengji_app::authz::Action;
use hengji_app::projects::view::{IndicatorLife, ProjectPage, SheetSummary, SourcedMoney};
use hengji_domain::Money;
use hengji_domain::id::ProjectId;
use maud::{Markup, html};

use super::super::{Answer, cut_state, framed, sheet::paths};
use crate::look::{self, Bar, Crumb, TimelineEntry, spans, state_tag, tag};
use crate::menu::may;
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /projects/{id}`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    let id: ProjectId = id.parse().map_err(AppError::from)?;
    let actor = visit.actor();
    let page = state.run(move |app| app.project_page(&actor, id)).await?;
    let body = html! {
        (title(&page, &visit))
        div class="columns" {
            div {
                section class="card" { h2 { "基本情况" } (facts(&page)) }
                section class="card" { h2 { "各环节的表" } (sheets(&page, &visit)) }
                section class="card" { h2 { "指标的一生" span class="end quiet" { "从目标到自评" } } (indicators(&page.indicators)) }
            }
            aside {
                section class="card" { h2 { "预算执行" } (execution(&page)) }
                @if !page.cuts.is_empty() { section class="card" id="cuts" { h2 { "压减核减" } (cuts(&page)) } }
                section class="card" { h2 { "时间线" } (timeline(&page)) }
            }
        }
    };
    let path = [
        Crumb::to("项目列表", "/projects"),
        Crumb::here(page.head.name.clone()),
    ];
    Ok(framed(&visit, &page.head.name, &path, body))
}

fn title(page: &ProjectPage, visit: &Visit) -> Markup {
    html! {
        div class="title" {
            h1 { (page.head.name) }
            span class="sub mono" { (page.head.code) }
            div class="actions" {
                @for kind in &page.may_open {
                    form method="post" action={ "/projects/" (page.head.id) (paths::list(*kind)) } {
                        (visit.token().fields()) button class="primary" { "填报" (kind.name()) }
                    }
                }
                @if may(&visit.actor(), Action::ProposeCut) { a class="button" href={ "/cuts/new?project=" (page.head.id) } { "提出压减" } }
                @if page.may_edit { a class="button" href={ "/projects/" (page.head.id) "/edit" } { "修改项目" } }
            }
        }
    }
}

fn facts(page: &ProjectPage) -> Markup {
    let head = &page.head;
    html! {
        dl class="facts" {
            div { dt { "主管部门" } dd { (head.department_name) } }
            div { dt { "实施单位" } dd { (head.unit_name) } }
            div { dt { "预算年度" } dd { (head.year) } }
            div { dt { "项目类型" } dd { (head.project_type.name()) " · " (head.nature.name()) } }
            div { dt { "年度资金总额" } dd { (look::money(head.total)) " 万元" } }
            div { dt { "其中:当年财政拨款" } dd { (look::money(head.funding.fiscal)) } }
            div { dt { "上年结转资金" } dd { (look::money(head.funding.carried_over)) } }
            div { dt { "其他资金" } dd { (look::money(head.funding.other)) } }
        }
    }
}

fn sheets(page: &ProjectPage, visit: &Visit) -> Markup {
    html! {
        table class="list" {
            thead { tr { th scope="col" { "表" } th scope="col" { "状态" } th scope="col" class="num" { "版次" } th scope="col" class="num" { "指标" } th scope="col" class="num" { "自报总分" } th scope="col" class="num" { "按规则总分" } th scope="col" { "检查结果" } } }
            tbody {
                @for sheet in &page.sheets { (sheet_row(sheet)) }
                @if page.sheets.is_empty() {
                    tr { td class="empty" colspan="7" { @if page.may_open.is_empty() { "尚未填报。" } @else { "尚未填报;" (visit.session.actor.name) "可从右上角开始。" } } }
                }
            }
        }
    }
}

fn sheet_row(sheet: &SheetSummary) -> Markup {
    let [errors, warnings, notices] = sheet.finding_counts;
    html! {
        tr {
            td { a href=(paths::sheet(sheet.kind, sheet.id)) { (paths::form_name(sheet.kind)) } }
            td { (state_tag(sheet.state.code, &sheet.state.name)) }
            td class="num" { (sheet.edition) } td class="num" { (sheet.line_count) }
            td class="num" { (look::score(sheet.stated_total)) } td class="num" { (look::score(sheet.computed_total)) }
            td class="nowrap" {
                @if errors + warnings + notices == 0 { span class="good" { "✓ 无问题" } }
                @if 0 < errors { (tag("red", &format!("错误 {errors}"))) " " }
                @if 0 < warnings { (tag("amber", &format!("提醒 {warnings}"))) " " }
                @if 0 < notices { (tag("blue", &format!("提示 {notices}"))) }
            }
        }
    }
}

fn indicators(lives: &[IndicatorLife]) -> Markup {
    let firsts = spans(lives, |life| life.level1.clone());
    let seconds = spans(lives, |life| (life.level1.clone(), life.level2.clone()));
    let text = |value: &Option<String>| html! { @match value { Some(text) => (text) None => span class="quiet" { "—" } } };
    html! {
        @if lives.is_empty() { p class="empty" { "填报目标后,这里列出每条指标从目标到自评的数值。" } }
        @else {
            table class="sheet" {
                thead { tr { th scope="col" { "一级指标" } th scope="col" { "二级指标" } th scope="col" { "三级指标" } th scope="col" { "目标值" } th scope="col" { "完成值" } th scope="col" class="num" { "分值" } th scope="col" class="num" { "自报" } th scope="col" class="num" { "按规则" } } }
                tbody {
                    @for (life, (first, second)) in lives.iter().zip(firsts.into_iter().zip(seconds)) {
                        tr {
                            @if 0 < first { th class="level1" scope="rowgroup" rowspan=(first) { (life.level1) } }
                            @if 0 < second { th class="level2" scope="rowgroup" rowspan=(second) { (life.level2) } }
                            td { (life.level3) } td { (text(&life.goal_target)) } td { (text(&life.actual)) }
                            td class="num" { (look::weight(life.weight)) } td class="num" { (look::score(life.stated_score)) } td class="num" { (look::score(life.computed_score)) }
                        }
                    }
                }
            }
        }
    }
}

fn execution(page: &ProjectPage) -> Markup {
    let whole = page
        .adjusted
        .as_ref()
        .map_or(page.head.total, |adjusted| adjusted.money);
    let bar = |(period, paid): &(String, Money)| Bar {
        name: period.clone(),
        value: u64::try_from(paid.fen()).unwrap_or_default(),
        colour: "blue",
        text: look::money_short(*paid),
    };
    let bars: Vec<Bar> = page.months.iter().map(bar).collect();
    html! {
        dl class="facts" {
            div { dt { "全年预算" } dd { (sourced(page.adjusted.as_ref())) } }
            div { dt { "累计执行" } dd { (sourced(page.executed.as_ref())) } }
            div { dt { "执行率" } dd { @match page.execution_rate_bp { Some(rate) => strong { (look::percent_of_bp(rate)) } None => span class="quiet" { "—" } } } }
        }
        @if !bars.is_empty() { br; (look::bar_chart("各月支出(万元),与全年预算相比", u64::try_from(whole.fen()).unwrap_or_default(), &bars)) }
    }
}

/// What was taken from the budget, or is to be: the figure beside it is what the project may still spend.
fn cuts(page: &ProjectPage) -> Markup {
    let budget = page
        .adjusted
        .as_ref()
        .map_or(page.head.total, |adjusted| adjusted.money);
    let sum = |amounts: Vec<Money>| {
        Money::from_fen(
            amounts
                .iter()
                .fold(0, |sum: i64, one| sum.saturating_add(one.fen())),
        )
    };
    let decided = sum(page.cuts.iter().filter_map(|cut| cut.decided).collect());
    let taken = sum(page.cuts.iter().map(|cut| cut.taken).collect());
    let net = Money::from_fen(budget.fen().saturating_sub(decided.fen()));
    html! {
        dl class="facts" {
            div { dt { "已决定压减" } dd { (look::money(decided)) " 万元" } }
            div { dt { "已取得凭证" } dd { (look::money(taken)) " 万元" } }
            div { dt { "压减后预算" } dd { strong { (look::money(net)) } " 万元" } }
        }
        ul class="plain" {
            @for cut in &page.cuts {
                li class="finding" {
                    a href={ "/cuts/" (cut.id) } { (cut.book) " " (cut.serial) " 号" } " " (cut_state(cut.state))
                    div class="small" { (cut.ground) ",建议 " (look::money(cut.proposed)) " 万元" @if let Some(decided) = cut.decided { ",决定 " (look::money(decided)) " 万元" } }
                    div class="small quiet" { (look::moment(cut.at)) }
                }
            }
        }
    }
}

/// An amount with the row of the source it comes from.
fn sourced(amount: Option<&SourcedMoney>) -> Markup {
    html! {
        @match amount {
            Some(amount) => { (look::money(amount.money)) " 万元" div class="small quiet" { "来源 " (amount.source) "," (look::moment(amount.loaded_at)) " 载入" } }
            None => span class="quiet" { "尚未载入" }
        }
    }
}

fn timeline(page: &ProjectPage) -> Markup {
    let entries: Vec<TimelineEntry> = page
        .timeline
        .iter()
        .map(|event| TimelineEntry {
            at: event.at,
            who: event.who.clone(),
            what: event.what.clone(),
            text: event.detail.clone(),
            is_return: event.what.contains("退回"),
        })
        .collect();
    look::timeline(&entries)
}
