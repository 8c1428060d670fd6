//! The rules in force, for programs.

use axum::Json;
use axum::extract::State;
use hengji_app::rules::view::{RuleView, RulesPage};
use serde::Serialize;
use utoipa::ToSchema;

use super::problem::Problem;
use crate::error::WebError;
use crate::state::WebState;
use crate::visit::Visit;

/// The rules of the session's division and year.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Rules {
    rules: Vec<Rule>,
    /// How many of them nobody has checked against the official text.
    unverified_count: usize,
    /// Stored beside every score.
    fingerprint: String,
}

/// One rule.
#[derive(Debug, Serialize, ToSchema)]
struct Rule {
    /// `topic.key`.
    key: String,
    description: String,
    division: String,
    from: String,
    value: String,
    source: String,
    /// 已核实, 部分核实 or 未核实.
    verification: &'static str,
}

impl From<RuleView> for Rule {
    fn from(rule: RuleView) -> Self {
        Self {
            key: rule.key,
            description: rule.description,
            division: rule.division,
            from: rule.from,
            value: rule.value,
            source: rule.source,
            verification: rule.verification,
        }
    }
}

impl From<RulesPage> for Rules {
    fn from(page: RulesPage) -> Self {
        Self {
            rules: page.rules.into_iter().map(Into::into).collect(),
            unverified_count: page.unverified_count,
            fingerprint: page.fingerprint,
        }
    }
}

/// 现行规则及其依据.
#[utoipa::path(
    get, path = "/api/v1/rules", tag = "rules",
    responses((status = 200, body = Rules), (status = 401, body = Problem))
)]
pub(super) async fn list(State(state): State<WebState>, visit: Visit) -> Result<Json<Rules>, WebError> {
    let page = state
        .run(move |app| app.rules_page(&visit.actor(), visit.year()))
        .await?;
    Ok(Json(page.into()))
}
