//! The indicator library and its live figures, for programs.

use axum::Json;
use axum::extract::{Query, State};
use hengji_app::common::PageRequest;
use hengji_app::library::LibraryQuery;
use hengji_app::library::view::{LibraryFigures, LibraryRow};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::problem::Problem;
use crate::error::WebError;
use crate::state::WebState;
use crate::visit::Visit;

/// What is listed.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// Words of name, code, explanation or formula, or initials of the name's pinyin.
    q: String,
    /// Code of a branch (common, specific), a group or a kind of projects.
    category: String,
    /// Key of a first- or second-level class of the year.
    class: String,
    /// Which page, from 1.
    page: u32,
}

/// A page of the library as of the acting year.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Indicators {
    indicators: Vec<Indicator>,
    page: u32,
    total: u64,
}

/// An indicator at its place in the taxonomy of the year.
#[derive(Debug, Serialize, ToSchema)]
struct Indicator {
    id: String,
    code: String,
    category: String,
    level1: String,
    level2: String,
    name: String,
    explanation: String,
    comparator: Option<String>,
    unit: Option<String>,
    is_quantified: bool,
    is_core: bool,
}

impl From<&LibraryRow> for Indicator {
    fn from(row: &LibraryRow) -> Self {
        Self {
            id: row.id.to_string(),
            code: row.code.clone(),
            category: row.category.clone(),
            level1: row.level1.clone(),
            level2: row.level2.clone(),
            name: row.name.clone(),
            explanation: row.explanation.clone(),
            comparator: row.comparator.clone(),
            unit: row.unit.clone(),
            is_quantified: row.is_quantified,
            is_core: row.is_core,
        }
    }
}

/// 指标库.
#[utoipa::path(
    get, path = "/api/v1/indicators", tag = "indicators", params(Wanted),
    responses((status = 200, body = Indicators), (status = 401, body = Problem), (status = 403, body = Problem))
)]
pub(super) async fn list(
    State(state): State<WebState>,
    visit: Visit,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Indicators>, WebError> {
    let filled = |text: String| (!text.is_empty()).then_some(text);
    let query = LibraryQuery {
        text: filled(wanted.q),
        category: filled(wanted.category),
        class: filled(wanted.class),
        page: PageRequest::new(wanted.page, 100),
        ..LibraryQuery::default()
    };
    let page = state
        .run(move |app| app.library(&visit.actor(), visit.year(), &query))
        .await?
        .page;
    Ok(Json(Indicators {
        indicators: page.rows.iter().map(Into::into).collect(),
        page: page.page,
        total: page.total,
    }))
}

/// The live figures of the library, each over what the caller may see.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Figures {
    core: u64,
    core_quantified: u64,
    quantification_rate_bp: Option<u64>,
    groups: u64,
    kinds: u64,
    projects: u64,
    covered: u64,
    coverage_bp: Option<u64>,
    uses: u64,
    drifted: u64,
    pending: u64,
}

impl From<LibraryFigures> for Figures {
    fn from(figures: LibraryFigures) -> Self {
        Self {
            core: figures.core,
            core_quantified: figures.core_quantified,
            quantification_rate_bp: figures.quantification_rate_bp,
            groups: figures.groups,
            kinds: figures.kinds,
            projects: figures.projects,
            covered: figures.covered,
            coverage_bp: figures.coverage_bp,
            uses: figures.uses,
            drifted: figures.drifted,
            pending: figures.pending,
        }
    }
}

/// 指标库数据: count, quantification rate, coverage of projects.
#[utoipa::path(
    get, path = "/api/v1/indicator-figures", tag = "indicators",
    responses((status = 200, body = Figures), (status = 401, body = Problem), (status = 403, body = Problem))
)]
pub(super) async fn figures(State(state): State<WebState>, visit: Visit) -> Result<Json<Figures>, WebError> {
    let figures = state
        .run(move |app| app.library_figures(&visit.actor(), visit.year()))
        .await?;
    Ok(Json(figures.into()))
}
