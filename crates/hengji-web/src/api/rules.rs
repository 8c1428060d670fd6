//! The rules in force, for programs.

use axum::Json;
use axum::extract::State;
use hengji_app::regulations::RegulationFilter;
use hengji_app::regulations::view::RegulationView;
use hengji_app::rules::ProposalFilter;
use hengji_app::rules::view::{ProposalView, RuleView, RulesPage};
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
    /// Whether the bureau itself put it in force.
    is_local: bool,
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
            is_local: rule.is_local,
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

/// A proposed change of a rule.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RuleProposal {
    id: String,
    /// `change` or `verification`.
    kind: &'static str,
    /// `topic.key`.
    rule: String,
    /// In force from this budget year once approved.
    from_year: u16,
    before: String,
    after: String,
    /// The document and the clause.
    basis: String,
    reason: String,
    /// `proposed`, `approved`, `rejected` or `withdrawn`.
    state: &'static str,
    proposed_by: String,
    settled_by: Option<String>,
    opinion: Option<String>,
}

impl From<ProposalView> for RuleProposal {
    fn from(view: ProposalView) -> Self {
        let (settled_by, opinion) = view.settled.map(|(hand, opinion)| (hand.name, opinion)).unzip();
        Self {
            id: view.id,
            kind: view.kind.code(),
            rule: view.rule,
            from_year: view.from.get(),
            before: view.before,
            after: view.after,
            basis: format!("{} {}", view.document.name, view.clause),
            reason: view.reason,
            state: view.state.code(),
            proposed_by: view.proposed.name,
            settled_by,
            opinion,
        }
    }
}

/// 规则更改申请, 最近的在前.
#[utoipa::path(
    get, path = "/api/v1/rule-proposals", tag = "rules",
    responses((status = 200, body = Vec<RuleProposal>), (status = 401, body = Problem), (status = 403, body = Problem))
)]
pub(super) async fn proposals(
    State(state): State<WebState>,
    visit: Visit,
) -> Result<Json<Vec<RuleProposal>>, WebError> {
    let all = state
        .run(move |app| app.rule_proposals(&visit.actor(), &ProposalFilter::default()))
        .await?;
    Ok(Json(all.into_iter().map(Into::into).collect()))
}

/// A document that rules are based on.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Regulation {
    id: String,
    name: String,
    document_number: String,
    issuer: String,
    /// `law`, `state`, `ministry`, `province`, `city`, `district` or `bureau`.
    level: &'static str,
    issued_on: Option<String>,
    effective_from: Option<String>,
    effective_to: Option<String>,
    /// The rules it grounds.
    rules: Vec<String>,
}

impl From<RegulationView> for Regulation {
    fn from(view: RegulationView) -> Self {
        let one = view.regulation;
        Self {
            id: one.id.to_string(),
            name: one.name,
            document_number: one.document_number,
            issuer: one.issuer,
            level: one.level.code(),
            issued_on: one.issued_on.map(|day| day.to_string()),
            effective_from: one.effective_from.map(|day| day.to_string()),
            effective_to: one.effective_to.map(|day| day.to_string()),
            rules: one.rules,
        }
    }
}

/// 制度文件, 层级高的在前.
#[utoipa::path(
    get, path = "/api/v1/regulations", tag = "rules",
    responses((status = 200, body = Vec<Regulation>), (status = 401, body = Problem))
)]
pub(super) async fn regulations(
    State(state): State<WebState>,
    visit: Visit,
) -> Result<Json<Vec<Regulation>>, WebError> {
    let all = state
        .run(move |app| app.regulations(&visit.actor(), &RegulationFilter::default()))
        .await?;
    Ok(Json(all.into_iter().map(Into::into).collect()))
}
