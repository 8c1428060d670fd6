//! Projects for programs.

use axum::Json;
use axum::extract::{Path, Query, State};
use hengji_app::AppError;
use hengji_app::common::PageRequest;
use hengji_app::projects::ProjectQuery;
use hengji_app::projects::view::{ProjectHead, ProjectPage, ProjectRow, SheetMark, SheetSummary};
use hengji_domain::id::ProjectId;
use hengji_domain::sheet::SheetKind;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::problem::Problem;
use crate::error::WebError;
use crate::pages::progress;
use crate::state::WebState;
use crate::visit::Visit;

/// What is listed.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// Part of the name or code.
    q: String,
    /// goal or self_evaluation: whose state is meant by `state`.
    kind: String,
    /// missing, draft, in_review, returned, concluded.
    state: String,
    /// Which page, from 1.
    page: u32,
    /// Rows a page holds, at most 100.
    page_size: Option<u32>,
}

/// A page of projects.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Projects {
    /// Projects of this page.
    projects: Vec<ProjectItem>,
    /// Which page, from 1.
    page: u32,
    /// Projects altogether.
    total: u64,
}

/// A project in a list.
#[derive(Debug, Serialize, ToSchema)]
struct ProjectItem {
    id: String,
    code: String,
    name: String,
    unit: String,
    department: String,
    /// staff, running or specific.
    project_type: &'static str,
    /// 年初预算 in fen.
    total_fen: i64,
    goal: Option<SheetItem>,
    self_evaluation: Option<SheetItem>,
}

/// Where a sheet stands.
#[derive(Debug, Serialize, ToSchema)]
struct SheetItem {
    id: String,
    /// goal or self_evaluation.
    kind: &'static str,
    /// draft, in_review, returned or concluded.
    state: &'static str,
    /// Total as the rules give it, hundredths of a point.
    computed_total_centi: Option<i32>,
}

/// One project.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Project {
    id: String,
    year: u16,
    code: String,
    name: String,
    unit: String,
    department: String,
    /// staff, running or specific.
    project_type: &'static str,
    /// new or continued.
    nature: &'static str,
    /// 当年财政拨款 in fen.
    fiscal_fen: i64,
    /// 上年结转资金 in fen.
    carried_over_fen: i64,
    /// 其他资金 in fen.
    other_fen: i64,
    /// 全年预算数 in fen; none before it is loaded.
    adjusted_fen: Option<i64>,
    /// 执行数 in fen; none before it is loaded.
    executed_fen: Option<i64>,
    /// 执行率, basis points.
    execution_rate_bp: Option<i64>,
    sheets: Vec<SheetItem>,
    version: i32,
}

impl SheetItem {
    fn of_mark(kind: SheetKind, mark: &SheetMark) -> Self {
        Self {
            id: mark.sheet.to_string(),
            kind: kind.code(),
            state: mark.state.code,
            computed_total_centi: mark.computed_total.map(hengji_domain::Score::centi),
        }
    }
}

impl From<&SheetSummary> for SheetItem {
    fn from(sheet: &SheetSummary) -> Self {
        Self {
            id: sheet.id.to_string(),
            kind: sheet.kind.code(),
            state: sheet.state.code,
            computed_total_centi: sheet.computed_total.map(hengji_domain::Score::centi),
        }
    }
}

impl From<&ProjectRow> for ProjectItem {
    fn from(row: &ProjectRow) -> Self {
        let self_evaluation = row.self_evaluation.as_ref();
        Self {
            id: row.id.to_string(),
            code: row.code.clone(),
            name: row.name.clone(),
            unit: row.unit_name.clone(),
            department: row.department_name.clone(),
            project_type: row.project_type.code(),
            total_fen: row.total.fen(),
            goal: row
                .goal
                .as_ref()
                .map(|mark| SheetItem::of_mark(SheetKind::Goal, mark)),
            self_evaluation: self_evaluation.map(|mark| SheetItem::of_mark(SheetKind::SelfEvaluation, mark)),
        }
    }
}

impl From<&ProjectPage> for Project {
    fn from(page: &ProjectPage) -> Self {
        let ProjectHead { funding, .. } = &page.head;
        Self {
            id: page.head.id.to_string(),
            year: page.head.year.get(),
            code: page.head.code.clone(),
            name: page.head.name.clone(),
            unit: page.head.unit_name.clone(),
            department: page.head.department_name.clone(),
            project_type: page.head.project_type.code(),
            nature: page.head.nature.code(),
            fiscal_fen: funding.fiscal.fen(),
            carried_over_fen: funding.carried_over.fen(),
            other_fen: funding.other.fen(),
            adjusted_fen: page.adjusted.as_ref().map(|amount| amount.money.fen()),
            executed_fen: page.executed.as_ref().map(|amount| amount.money.fen()),
            execution_rate_bp: page.execution_rate_bp,
            sheets: page.sheets.iter().map(Into::into).collect(),
            version: page.head.version,
        }
    }
}

/// 项目列表,只含您可见的项目.
#[utoipa::path(
    get, path = "/api/v1/projects", tag = "projects", params(Wanted),
    responses((status = 200, body = Projects), (status = 401, body = Problem), (status = 403, body = Problem))
)]
pub(super) async fn list(
    State(state): State<WebState>,
    visit: Visit,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Projects>, WebError> {
    let filled = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
    let (kind, progress) = (SheetKind::from_code(&wanted.kind), progress(&wanted.state));
    let query = ProjectQuery {
        text: filled(&wanted.q),
        goal: progress.filter(|_| kind == Some(SheetKind::Goal)),
        self_evaluation: progress.filter(|_| kind == Some(SheetKind::SelfEvaluation)),
        page: PageRequest::new(wanted.page, wanted.page_size.unwrap_or(100)),
        ..ProjectQuery::default()
    };
    let list = state
        .run(move |app| app.list_projects(&visit.actor(), visit.year(), &query))
        .await?;
    Ok(Json(Projects {
        projects: list.page.rows.iter().map(Into::into).collect(),
        page: list.page.page,
        total: list.page.total,
    }))
}

/// 一个项目及其各表.
#[utoipa::path(
    get, path = "/api/v1/projects/{id}", tag = "projects", params(("id" = String, Path, description = "项目标识")),
    responses((status = 200, body = Project), (status = 401, body = Problem), (status = 404, body = Problem))
)]
pub(super) async fn show(
    State(state): State<WebState>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Json<Project>, WebError> {
    let id: ProjectId = id.parse().map_err(AppError::from)?;
    let page = state.run(move |app| app.project_page(&visit.actor(), id)).await?;
    Ok(Json((&page).into()))
}
