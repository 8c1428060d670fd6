//! The OpenAPI document, served and committed as `openapi.json`.

use axum::http::header;
use axum::response::IntoResponse;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::{audit, check, finding, library, project, rules, session, sheet, trace};

/// 衡绩接口.
#[derive(OpenApi)]
#[openapi(
    info(title = "衡绩 预算绩效管理接口", description = "金额为分,得分为百分之一分,比率为万分之一。", license(name = "MulanPSL-2.0")),
    paths(
        session::create, session::end,
        project::list, project::show,
        sheet::open, sheet::show, sheet::save, sheet::submit, sheet::withdraw, sheet::approve, sheet::return_for_revision,
        trace::show,
        check::upload, check::show, check::commit,
        finding::list, library::list, library::figures, rules::list, rules::proposals, rules::regulations, audit::head,
    ),
    modifiers(&Bearer),
    security(("bearer" = []))
)]
struct Document;

/// Every address but sign-in wants the bearer token.
struct Bearer;

impl Modify for Bearer {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        let components = document.components.get_or_insert_with(Default::default);
        components.add_security_scheme("bearer", scheme);
    }
}

/// The document as committed, with a line end.
///
/// # Errors
///
/// When it cannot be written as JSON, which would be a fault of the schema library.
pub fn openapi_json() -> Result<String, serde_json::Error> {
    Document::openapi().to_pretty_json().map(|text| text + "\n")
}

/// `GET /api/v1/openapi.json`.
pub(crate) async fn document() -> impl IntoResponse {
    let text = openapi_json().unwrap_or_default();
    ([(header::CONTENT_TYPE, "application/json")], text)
}
