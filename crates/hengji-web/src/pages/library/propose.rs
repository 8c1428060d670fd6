//! A change of the library is proposed: a new indicator, other words, a merge, an exit.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use hengji_app::authz::Action;
use hengji_app::library::view::LibraryChoices;
use hengji_app::library::{IndicatorField, IndicatorInput, NewProposal, ProposalKind};
use hengji_app::{AppError, FieldError};
use hengji_domain::id::IndicatorId;
use maud::{Markup, html};

use super::{Answer, framed, path, see};
use crate::error::WebError;
use crate::extract::Posted;
use crate::fields::Fields;
use crate::look::{self, Crumb, Problem, error_summary, hidden, problem_of, text_field};
use crate::state::WebState;
use crate::visit::Visit;

/// Fields of the form beside those of the indicator.
const OWN_FIELDS: [&str; 6] = [
    "kind",
    "indicator",
    "base_version",
    "successor",
    "from_year",
    "reason",
];

/// `GET /indicators/new`.
pub(super) async fn enter(State(state): State<WebState>, visit: Visit) -> Answer {
    visit.require(Action::ProposeLibraryChange)?;
    let choices = choices(&state, &visit).await?;
    let content = IndicatorInput {
        is_quantified: "是".into(),
        is_core: "否".into(),
        valid_from: visit.year().to_string(),
        ..IndicatorInput::default()
    };
    let input = blank(ProposalKind::Enter, None, content);
    Ok(page(&visit, &input, &choices, &[]))
}

async fn choices(state: &WebState, visit: &Visit) -> Result<LibraryChoices, WebError> {
    let (actor, year) = (visit.actor(), visit.year());
    state.run(move |app| app.library_choices(&actor, year)).await
}

/// `GET /indicators/{id}/{kind}`: the form of a change, a merge or an exit.
pub(super) async fn form(
    State(state): State<WebState>,
    visit: Visit,
    Path((id, kind)): Path<(String, String)>,
) -> Answer {
    visit.require(Action::ProposeLibraryChange)?;
    let id: IndicatorId = id.parse().map_err(AppError::from)?;
    let kind = ProposalKind::from_code(&kind)
        .filter(|kind| *kind != ProposalKind::Enter)
        .ok_or(AppError::NotFound)?;
    let (actor, year) = (visit.actor(), visit.year());
    let found = state
        .run(move |app| app.library_indicator(&actor, year, id))
        .await?;
    let choices = choices(&state, &visit).await?;
    let concerned = Some((id.to_string(), found.version));
    Ok(page(&visit, &blank(kind, concerned, found.texts), &choices, &[]))
}

fn blank(kind: ProposalKind, concerned: Option<(String, i32)>, content: IndicatorInput) -> NewProposal {
    let (indicator, base_version) = concerned.unzip();
    NewProposal {
        kind: kind.code().to_owned(),
        indicator,
        base_version,
        successor: String::new(),
        from_year: String::new(),
        reason: String::new(),
        content,
    }
}

/// `POST /library-proposals`.
pub(super) async fn post(State(state): State<WebState>, posted: Posted) -> Answer {
    let codes = IndicatorInput::FIELDS.iter().map(|field| field.code);
    let known: Vec<&str> = OWN_FIELDS.into_iter().chain(codes).collect();
    posted.only(&known)?;
    let visit = posted.visit.clone();
    let input = read(&posted.fields);
    let sent = input.clone();
    let outcome = state
        .run(move |app| app.propose_library_change(&posted.visit.actor(), &posted.key, &sent))
        .await;
    match outcome {
        Ok(written) => Ok(see(&format!("/library-proposals/{}", written.id))),
        Err(WebError::App(AppError::Invalid(errors))) => {
            let one = |error: &FieldError| Problem {
                field: error.field.clone(),
                message: format!("{} [{}]", error.message, error.code),
            };
            let problems: Vec<Problem> = errors.iter().map(one).collect();
            let choices = choices(&state, &visit).await?;
            let page = page(&visit, &input, &choices, &problems);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error),
    }
}

fn read(fields: &Fields) -> NewProposal {
    let text = |name: &str| fields.text(name).to_owned();
    let mut content = IndicatorInput::default();
    for field in IndicatorInput::FIELDS {
        content.set(field.code, fields.text(field.code));
    }
    NewProposal {
        kind: text("kind"),
        indicator: Some(text("indicator")).filter(|id| !id.is_empty()),
        base_version: fields.parsed("base_version"),
        successor: text("successor"),
        from_year: text("from_year"),
        reason: text("reason"),
        content,
    }
}

fn page(visit: &Visit, input: &NewProposal, choices: &LibraryChoices, problems: &[Problem]) -> Response {
    let kind = ProposalKind::from_code(&input.kind).unwrap_or(ProposalKind::Enter);
    let title = match kind {
        ProposalKind::Enter => "申请新增指标",
        ProposalKind::Change => "申请修改指标",
        ProposalKind::Merge => "申请合并指标",
        ProposalKind::Exit => "申请指标退出",
    };
    let back = input.indicator.as_ref().map_or_else(
        || "/indicators".to_owned(),
        |id| id.parse().map_or_else(|_| "/indicators".to_owned(), path),
    );
    let body = html! {
        div class="title" { h1 { (title) } span class="sub" { "提交后由另一人审核,通过后生效" } }
        (error_summary(problems))
        form class="card" method="post" action="/library-proposals" data-guard {
            (visit.token().fields())
            (hidden("kind", kind.code()))
            (hidden("indicator", input.indicator.as_deref().unwrap_or_default()))
            (hidden("base_version", &input.base_version.map(|version| version.to_string()).unwrap_or_default()))
            @match kind {
                ProposalKind::Enter | ProposalKind::Change => { (lists(choices)) (content(&input.content, problems)) },
                ProposalKind::Merge | ProposalKind::Exit => (leaving(kind, input, problems)),
            }
            (text_field("reason", "申请理由", "哪些项目要用,为什么现有指标不够", &input.reason, problems))
            div class="buttons" { button class="primary" data-key="j" data-key-name="提交审核" { "提交审核 " kbd { "Alt+J" } } a class="button" href=(back) { "取消" } }
        }
    };
    let path = [Crumb::to("指标库", "/indicators"), Crumb::here(title)];
    framed(visit, title, &path, body)
}

fn content(input: &IndicatorInput, problems: &[Problem]) -> Markup {
    html! {
        div class="form-grid" {
            @for field in IndicatorInput::FIELDS {
                @if field.is_long {
                    @let control = html! { textarea id=(field.code) name=(field.code) rows="2" { (input.text(field.code)) } };
                    div class="wide" { (look::field(field.code, field.title, field.hint, problem_of(problems, field.code), control)) }
                } @else {
                    (short_field(field, input, problems))
                }
            }
        }
    }
}

/// Fields whose texts are offered while typing.
const LISTED: [&str; 6] = [
    "category",
    "level1",
    "level2",
    "value_basis",
    "obtained_by",
    "scoring_kind",
];

fn short_field(field: &IndicatorField, input: &IndicatorInput, problems: &[Problem]) -> Markup {
    let (code, value) = (field.code, input.text(field.code));
    if !LISTED.contains(&code) {
        return text_field(code, field.title, field.hint, value, problems);
    }
    let problem = problem_of(problems, code);
    let control = html! {
        input type="text" id=(code) name=(code) value=(value) list={ (code) "-choices" } autocomplete="off"
            aria-describedby=[problem.map(|_| format!("{code}-error"))];
    };
    look::field(code, field.title, field.hint, problem, control)
}

/// The closed lists, offered while typing.
fn lists(choices: &LibraryChoices) -> Markup {
    let plain = [
        ("level1", &choices.level1),
        ("value_basis", &choices.value_bases),
        ("obtained_by", &choices.obtained_by),
        ("scoring_kind", &choices.scoring_kinds),
    ];
    html! {
        datalist id="category-choices" { @for (code, name) in &choices.categories { option value=(code) { (name) } } }
        datalist id="level2-choices" { @for (name, level1) in &choices.level2 { option value=(name) { (level1) } } }
        @for (code, texts) in plain {
            datalist id={ (code) "-choices" } { @for text in texts { option value=(text) {} } }
        }
    }
}

/// A merge and an exit say from when, and a merge also into what.
fn leaving(kind: ProposalKind, input: &NewProposal, problems: &[Problem]) -> Markup {
    html! {
        p { "指标:" strong { (input.content.name) } " " span class="mono quiet" { (input.content.code) } "。以前年度的目标仍按原内容保留。" }
        div class="form-grid" {
            @if kind == ProposalKind::Merge { (text_field("successor", "并入哪一条指标", "填写编码,例如 A01-02", &input.successor, problems)) }
            (text_field("from_year", "从哪一预算年度起不再使用", "例如 2022", &input.from_year, problems))
        }
    }
}
