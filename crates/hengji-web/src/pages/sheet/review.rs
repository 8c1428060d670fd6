//! 审核: the holder of the step passes the sheet on, or sends it back with reasons for single lines.

use axum::extract::{Path, State};
use hengji_app::AppError;
use hengji_app::authz::Action;
use hengji_app::sheets::view::SheetPage;
use hengji_app::sheets::{Approval, OpinionInput, ReturnForRevision};
use hengji_domain::id::SheetId;
use hengji_domain::sheet::SheetKind;
use maud::{Markup, html};

use super::{head, monitored, paths, table};
use crate::extract::Posted;
use crate::fields::Fields;
use crate::look;
use crate::pages::{Answer, see};
use crate::state::WebState;
use crate::visit::Visit;

/// `POST /goals/{id}/approve`: also the last step, which issues or finalises.
pub(super) async fn approve(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    posted.only(&["version", "words"])?;
    let sheet: SheetId = id.parse().map_err(AppError::from)?;
    let approval = Approval {
        version: posted.fields.parsed("version").unwrap_or_default(),
        words: posted.fields.text("words").to_owned(),
    };
    let here = posted.visit.here.clone();
    state
        .run(move |app| app.approve_sheet(&posted.visit.actor(), &posted.key, sheet, &approval))
        .await?;
    Ok(see(here.trim_end_matches("/approve")))
}

/// `POST /goals/{id}/return`.
pub(super) async fn return_for_revision(
    State(state): State<WebState>,
    Path(id): Path<String>,
    posted: Posted,
) -> Answer {
    posted.only(&["version", "line", "reason", "text"])?;
    let sheet: SheetId = id.parse().map_err(AppError::from)?;
    let notice = ReturnForRevision {
        version: posted.fields.parsed("version").unwrap_or_default(),
        opinions: opinions(&posted.fields),
    };
    let here = posted.visit.here.clone();
    state
        .run(move |app| app.return_sheet(&posted.visit.actor(), &posted.key, sheet, &notice))
        .await?;
    Ok(see(here.trim_end_matches("/return")))
}

/// The rows where a reason was chosen or words were written.
fn opinions(fields: &Fields) -> Vec<OpinionInput> {
    let rows = fields.rows(["line", "reason", "text"]).into_iter();
    rows.filter(|[_, reason, text]| !(reason.is_empty() && text.is_empty()))
        .map(|[line, reason, text]| OpinionInput {
            line: (!line.is_empty()).then_some(line),
            reason,
            text,
        })
        .collect()
}

/// The sheet with what the reviewer may do.
pub(super) fn form(page: &SheetPage, visit: &Visit) -> Markup {
    let path = paths::sheet(page.kind, page.id);
    let may_return = page.may(Action::return_for_revision(page.kind));
    html! {
        section class="card" {
            (head::facts(page))
            hr;
            @if page.kind == SheetKind::Monitoring { (monitored::table(page)) } @else { (statements(page)) }
        }
        @if may_return {
            form class="card" method="post" action={ (path) "/return" } data-guard {
                (visit.token().fields()) (look::hidden("version", &page.version.to_string()))
                @if page.kind == SheetKind::Monitoring { (line_opinions(page)) } @else { (table::lines(page, &table::Beside::Opinions(&page.reasons))) }
                (whole_sheet(page))
            }
        } @else {
            @if page.kind != SheetKind::Monitoring { section class="card" { (table::lines(page, &table::Beside::Nothing)) } }
        }
        @if [Action::approve(page.kind), Action::conclude(page.kind)].into_iter().any(|action| page.may(action)) { (approval(page, visit)) }
    }
}

/// The lines of a monitoring sheet with room for an opinion on each; what they say stands above.
fn line_opinions(page: &SheetPage) -> Markup {
    html! {
        h3 { "对单项指标的退回理由" }
        table class="list" {
            tbody { @for line in &page.lines { tr { th scope="row" { (line.position) " " (line.level3) } (table::opinion_controls(&line.key.to_string(), &format!("第 {} 行", line.position), &page.reasons)) } } }
        }
    }
}

/// Reasons that concern the whole sheet, and the button.
fn whole_sheet(page: &SheetPage) -> Markup {
    html! {
        h3 { "对全表的退回理由" }
        table class="list" {
            tbody { @for n in 1..=2 { tr { th scope="row" { "全表意见 " (n) } (table::opinion_controls("", &format!("全表意见 {n}"), &page.reasons)) } } }
        }
        p class="small quiet" { "在有问题的行上选择理由,或选择对全表的理由;选“其他”须写明具体意见。不选任何理由不能退回。" }
        div class="buttons" { button class="danger" data-key="r" data-key-name="退回修改" { "退回修改 " kbd { "Alt+R" } } }
    }
}

fn approval(page: &SheetPage, visit: &Visit) -> Markup {
    let is_last = page.may(Action::conclude(page.kind));
    let verb = match (is_last, page.kind) {
        (true, SheetKind::Goal) => "批复下达",
        (true, SheetKind::GoalAdjustment) => "批准调整",
        (true, SheetKind::Monitoring | SheetKind::SelfEvaluation | SheetKind::ExAnteEvaluation) => "审定",
        (false, _) => "审核通过",
    };
    html! {
        form class="card" method="post" action={ (paths::sheet(page.kind, page.id)) "/approve" } {
            (visit.token().fields()) (look::hidden("version", &page.version.to_string()))
            h2 { "审核意见" }
            (look::field("words", "意见", "可留空", None, html! { textarea id="words" name="words" rows="2" {} }))
            @if is_last { p class="warn" { (consequence(page.kind)) } }
            div class="buttons" { button class="primary" data-key="j" data-key-name=(verb) { (verb) " " kbd { "Alt+J" } } }
        }
    }
}

/// What the last step brings about, said before it is done.
const fn consequence(kind: SheetKind) -> &'static str {
    match kind {
        SheetKind::Goal => "批复下达后,目标即作为执行、监控和自评的依据,不能再退回。",
        SheetKind::GoalAdjustment => "批准后按规则替换执行中的目标,原目标作为批复版保留,不能再退回。",
        SheetKind::Monitoring => "审定后,本期监控结果即作为处置和压减的依据,不能再退回。",
        SheetKind::SelfEvaluation | SheetKind::ExAnteEvaluation => {
            "审定后,自评得分和等级即为本项目的自评结果,不能再退回。"
        }
    }
}

/// 年度总体目标 and, on a self-evaluation, 实际完成情况.
pub(super) fn statements(page: &SheetPage) -> Markup {
    html! {
        div class={ @if page.kind == SheetKind::SelfEvaluation { "columns even" } } {
            div { h3 { "年度总体目标" } div class="verbatim" { @if page.annual_goal.is_empty() { span class="quiet" { "未填写" } } (page.annual_goal) } }
            @if page.kind == SheetKind::SelfEvaluation {
                div { h3 { "实际完成情况" } div class="verbatim" { @if page.achievement.is_empty() { span class="quiet" { "未填写" } } (page.achievement) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_rows_with_a_reason_or_words_become_opinions() {
        let pairs = [
            ("line", "k1"),
            ("reason", ""),
            ("text", ""),
            ("line", "k2"),
            ("reason", "not-quantified"),
            ("text", "请量化"),
            ("line", ""),
            ("reason", "other"),
            ("text", ""),
            ("line", ""),
            ("reason", ""),
            ("text", "忘选理由"),
        ];
        let fields = Fields::new(
            pairs
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .to_vec(),
        );
        let seen: Vec<(Option<String>, String)> = opinions(&fields)
            .into_iter()
            .map(|opinion| (opinion.line, opinion.reason))
            .collect();
        assert_eq!(
            seen,
            [
                (Some("k2".into()), "not-quantified".into()),
                (None, "other".into()),
                (None, String::new())
            ]
        );
    }
}
