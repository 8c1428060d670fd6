//! The list of projects, and the same list seen from goals or from self-evaluations.

use axum::extract::{Query, State};
use axum::response::Response;
use hengji_app::projects::view::{ProjectList, ProjectRow, SheetMark};
use hengji_domain::project::ProjectType;
use hengji_domain::sheet::SheetKind;
use maud::{Markup, html};

use super::super::list_filter::sorting;
use super::super::{Answer, export_form, framed, sheet::paths, workbook};
use crate::error::WebError;
use crate::extract::Posted;
use crate::look::{self, Crumb, labelled, options, state_tag, tag};
use crate::state::WebState;
use crate::visit::Visit;

pub(crate) mod filter;

use filter::{Filter, STATES};

/// From which side the list is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Projects,
    Sheets(SheetKind),
}

impl Side {
    const fn path(self) -> &'static str {
        match self {
            Self::Projects => "/projects",
            Self::Sheets(kind) => paths::list(kind),
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Projects => "项目列表",
            Self::Sheets(SheetKind::Goal) => "绩效目标申报与审核",
            Self::Sheets(SheetKind::GoalAdjustment) => "绩效目标调整",
            Self::Sheets(SheetKind::Monitoring) => "绩效监控",
            Self::Sheets(SheetKind::ExAnteEvaluation) => "事前绩效评估",
            Self::Sheets(SheetKind::SelfEvaluation) => "单位自评",
        }
    }

    const fn kind(self) -> Option<SheetKind> {
        match self {
            Self::Projects => None,
            Self::Sheets(kind) => Some(kind),
        }
    }
}

/// `GET /projects`.
pub(super) async fn projects(state: State<WebState>, visit: Visit, filter: Query<Filter>) -> Answer {
    list(Side::Projects, state, visit, filter).await
}

/// `GET /goals`.
pub(super) async fn goals(state: State<WebState>, visit: Visit, filter: Query<Filter>) -> Answer {
    list(Side::Sheets(SheetKind::Goal), state, visit, filter).await
}

/// `GET /self-evaluations`.
pub(super) async fn self_evaluations(state: State<WebState>, visit: Visit, filter: Query<Filter>) -> Answer {
    list(Side::Sheets(SheetKind::SelfEvaluation), state, visit, filter).await
}

async fn list(
    side: Side,
    State(state): State<WebState>,
    visit: Visit,
    Query(filter): Query<Filter>,
) -> Answer {
    let (actor, year, query) = (visit.actor(), visit.year(), filter.query(side.kind()));
    let list = state
        .run(move |app| app.list_projects(&actor, year, &query))
        .await?;
    let page = &list.page;
    let body = html! {
        div class="title" {
            h1 { (side.title()) }
            span class="sub" { (visit.year()) " 年度,符合条件 " (page.total) " 个项目" @if !page.is_total_exact { "以上" } }
            div class="actions" { (export_form(&visit, "/projects/export", exported(side, &filter))) }
        }
        section class="card" {
            (filters(side, &filter, &list))
            (table(side, &filter, &list))
            (look::pager(page, &filter.parameters(&[])))
        }
    };
    Ok(framed(&visit, side.title(), &[Crumb::here(side.title())], body))
}

/// `POST /projects/export`: the list exactly as filtered and sorted.
pub(super) async fn export(State(state): State<WebState>, posted: Posted) -> Result<Response, WebError> {
    posted.only(&["kind"].into_iter().chain(Filter::FIELDS).collect::<Vec<_>>())?;
    let filter = Filter::of(&posted.fields);
    let kind = SheetKind::from_code(posted.fields.text("kind"));
    let (year, query) = (posted.visit.year(), filter.query(kind));
    let file = state
        .run(move |app| app.export_projects(&posted.visit.actor(), year, &query))
        .await?;
    Ok(workbook(&format!("projects-{year}"), file))
}

/// What the list shows, and of which side of the year.
fn exported(side: Side, filter: &Filter) -> impl Iterator<Item = (&'static str, &str)> {
    let kind = side.kind().map(SheetKind::code).unwrap_or_default();
    std::iter::once(("kind", kind)).chain(filter.pairs())
}

fn filters(side: Side, filter: &Filter, list: &ProjectList) -> Markup {
    let all = |name: &'static str| std::iter::once(("", name));
    let departments = list
        .departments
        .iter()
        .map(|choice| (choice.code.as_str(), choice.name.as_str()));
    let units = list
        .units
        .iter()
        .map(|choice| (choice.code.as_str(), choice.name.as_str()));
    let types = ProjectType::ALL.iter().map(|kind| (kind.code(), kind.name()));
    let states = all("全部状态").chain(STATES);
    html! {
        form class="filters" method="get" action=(side.path()) data-autosubmit {
            (look::hidden("sort", &filter.sort)) (look::hidden("order", &filter.order))
            (labelled("项目名称或代码", html! { input type="search" name="q" value=(filter.q) placeholder="按 / 键跳到此处"; }))
            (labelled("主管部门", html! { select name="department" { (options(all("全部部门").chain(departments), &filter.department)) } }))
            (labelled("单位", html! { select name="unit" { (options(all("全部单位").chain(units), &filter.unit)) } }))
            (labelled("类型", html! { select name="project_type" { (options(all("全部类型").chain(types), &filter.project_type)) } }))
            @if side != Side::Projects {
                (labelled("状态", html! { select name="state" { (options(states, &filter.state)) } }))
            }
            button { "查询" }
        }
    }
}

fn table(side: Side, filter: &Filter, list: &ProjectList) -> Markup {
    let sorting = sorting(&filter.sort, &filter.order, "code");
    let query = filter.parameters(&["sort", "order"]);
    let head = |key: &str, name: &str, class: &str| look::sort_head(&sorting, key, name, &query, class);
    html! {
        table class="list sticky" {
            thead { tr {
                (head("code", "项目代码", "")) (head("name", "项目名称", "")) th scope="col" { "实施单位" } th scope="col" { "类型" } (head("total", "年初预算(万元)", "num"))
                @if side.kind() != Some(SheetKind::SelfEvaluation) { th scope="col" { "绩效目标" } }
                @if side.kind() != Some(SheetKind::Goal) { th scope="col" { "绩效自评" } th scope="col" class="num" { "自评得分" } }
            } }
            tbody {
                @for row in &list.page.rows { (project_row(side, row)) }
                @if list.page.rows.is_empty() { tr { td class="empty" colspan="8" { "没有符合条件的项目;请放宽查询条件,或先登记、导入项目。" } } }
            }
        }
    }
}

fn project_row(side: Side, row: &ProjectRow) -> Markup {
    let mark = match side {
        Side::Projects => None,
        Side::Sheets(SheetKind::Goal) => row.goal.as_ref(),
        Side::Sheets(SheetKind::ExAnteEvaluation) => None,
        Side::Sheets(SheetKind::SelfEvaluation) => row.self_evaluation.as_ref(),
        Side::Sheets(SheetKind::GoalAdjustment | SheetKind::Monitoring) => None,
    };
    let path = match (side, mark) {
        (Side::Sheets(kind), Some(mark)) => paths::sheet(kind, mark.sheet),
        _ => format!("/projects/{}", row.id),
    };
    let is_late = mark.is_some_and(|mark| mark.is_late);
    html! {
        tr class=[is_late.then_some("late")] {
            td class="mono nowrap" { (row.code) }
            td { a href=(path) { (row.name) } }
            td title=(row.department_name) { (row.unit_name) }
            td class="nowrap" { (row.project_type.name()) }
            td class="num" { (look::money(row.total)) }
            @if side.kind() != Some(SheetKind::SelfEvaluation) { td class="nowrap" { (sheet_cell(SheetKind::Goal, row.goal.as_ref())) } }
            @if side.kind() != Some(SheetKind::Goal) {
                td class="nowrap" { (sheet_cell(SheetKind::SelfEvaluation, row.self_evaluation.as_ref())) }
                td class="num" { (look::score(row.self_evaluation.as_ref().and_then(|mark| mark.computed_total))) }
            }
        }
    }
}

fn sheet_cell(kind: SheetKind, mark: Option<&SheetMark>) -> Markup {
    html! {
        @match mark {
            Some(mark) => { a href=(paths::sheet(kind, mark.sheet)) { (state_tag(mark.state.code, &mark.state.name)) } @if mark.is_late { " " (tag("red", "逾期")) } }
            None => (tag("", "未填报"))
        }
    }
}
