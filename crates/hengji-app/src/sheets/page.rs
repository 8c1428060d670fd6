//! The page of a sheet: a goal or a self-evaluation with everything around it.

mod steps;

use std::collections::BTreeMap;

use hengji_authz::{Action, decide};
use hengji_domain::id::{IndicatorId, SheetId};
use hengji_domain::person::Actor;
use hengji_domain::rule::ReviewReason;
use hengji_domain::sheet::{Line, SheetKind};
use hengji_domain::workflow::SheetState;
use hengji_store::attachments::{self, Attachment};
use hengji_store::editions::{self, Edition};
use hengji_store::findings;
use hengji_store::library::LibraryIndicator;
use hengji_store::opinions::{self, Opinion, Verdict};

use super::as_form::as_form;
use super::case::Case;
use super::judge::finding_view;
use super::opinion::{opinion_view, step_name};
use super::tag::tag;
use super::totals::totals;
use super::view::{
    AttachmentView, EditionView, ExecutionView, LineView, OpinionView, SheetPage, SignatureView,
};
use crate::app::App;
use crate::attachments::view;
use crate::common::Hand;
use crate::error::AppError;
use crate::library::marks;
use crate::library::view::LibraryMark;
use crate::monitoring::fill;
use crate::projects::page::{Figures, head};

/// What stands around a sheet, loaded after the right to see it was given.
struct Surroundings {
    findings: Vec<hengji_domain::Finding>,
    opinions: Vec<Opinion>,
    editions: Vec<Edition>,
    attachments: Vec<Attachment>,
    figures: Figures,
    indicators: BTreeMap<IndicatorId, LibraryIndicator>,
}

impl App {
    /// The page of a sheet, in a dozen statements however long it is, and one more where lines come from the library.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for a sheet that does not exist or is out of sight.
    pub fn sheet_page(&self, actor: &Actor, id: SheetId) -> Result<SheetPage, AppError> {
        let case = self.viewed_case(actor, id)?;
        let around = self.read(|db| {
            Ok(Surroundings {
                findings: findings::of_sheet(db, case.division, id)?,
                opinions: opinions::of_sheet(db, case.division, id)?,
                editions: editions::of_sheet(db, case.division, id)?,
                attachments: attachments::of_sheet(db, case.division, id)?,
                figures: case.figures(db)?,
                indicators: marks(db, case.division, library_ids(&case))?,
            })
        })?;
        let reasons = case.in_force.review_reasons()?.value;
        let due_on = match &case.period {
            Some(opened) => Some(opened.period.unit_due_on),
            None => self.due_by(case.division, case.sheet.year, &case.due_code()),
        };
        let today = self.now().shanghai_date();
        let sheet = &case.sheet;
        Ok(SheetPage {
            id,
            kind: sheet.kind,
            state: tag(sheet.kind, &sheet.state, Some(&case.chain)),
            edition: sheet.edition,
            version: sheet.version,
            project: head(&case.listing),
            steps: steps::steps(&case),
            annual_goal: sheet.annual_goal.clone(),
            achievement: sheet.achievement.clone(),
            money: sheet.money,
            adjusted_source: around.figures.adjusted,
            executed_source: around.figures.executed,
            execution_rate_bp: execution_rate(&case),
            execution: execution(&case),
            lines: lines(&case, &around.indicators),
            totals: totals(sheet, &case.rules),
            frame: case.rules.frame.value.clone(),
            frame_citation: (*case.rules.frame.citation).clone(),
            findings: around.findings.iter().map(finding_view).collect(),
            opinions: open_opinions(&case, &around.opinions, &reasons),
            earlier_opinions: earlier_opinions(&case, &around.opinions, &reasons),
            signatures: signatures(&case),
            editions: around
                .editions
                .iter()
                .map(|edition| edition_view(&case, edition))
                .collect(),
            attachments: self.attachment_views(&case, around.attachments)?,
            reasons,
            is_late: sheet.state.is_editable() && due_on.is_some_and(|due_on| due_on < today),
            due_on,
            may: may(actor, &case),
            adjustment: self.adjustment_of(&case)?,
            versions: self.versions_of(&case)?,
            monitoring: self.monitoring_view(actor, &case)?,
            paper_sha256: paper(&case),
        })
    }

    fn attachment_views(&self, case: &Case, all: Vec<Attachment>) -> Result<Vec<AttachmentView>, AppError> {
        if all.is_empty() {
            return Ok(Vec::new());
        }
        let names = self.names_of(case.division)?;
        Ok(all
            .into_iter()
            .filter(|attachment| attachment.withdrawn_at.is_none())
            .map(|attachment| view(attachment, &names))
            .collect())
    }
}

fn execution_rate(case: &Case) -> Option<i64> {
    let money = &case.sheet.money;
    money.executed?.rate_bp(money.adjusted.or(money.initial)?)
}

fn execution(case: &Case) -> Option<ExecutionView> {
    let row = &case.sheet.execution;
    (case.sheet.kind == SheetKind::SelfEvaluation).then_some(ExecutionView {
        weight: row.weight,
        stated_score: row.stated_score,
        computed_score: row.computed_score,
    })
}

/// The indicators that lines were taken from.
fn library_ids(case: &Case) -> Vec<IndicatorId> {
    let lines = &case.sheet.lines;
    lines.iter().filter_map(|line| line.library_indicator).collect()
}

fn lines(case: &Case, indicators: &BTreeMap<IndicatorId, LibraryIndicator>) -> Vec<LineView> {
    let form = as_form(&case.sheet, case.names());
    let is_scored = case.sheet.kind == SheetKind::SelfEvaluation;
    case.sheet
        .lines
        .iter()
        .zip(&form.lines)
        .map(|(line, read)| {
            let judged = is_scored.then(|| hengji_scoring::judge(read, &case.rules.scoring));
            let (rule, why_not) = match judged {
                Some(hengji_scoring::Judgement::Scored { rule, .. }) => (Some(rule.code().to_owned()), None),
                Some(hengji_scoring::Judgement::NotComputable(why)) => (None, Some(why.message())),
                None => (None, None),
            };
            let indicator = line.library_indicator.and_then(|id| indicators.get(&id));
            let mark = indicator.map(|one| LibraryMark::of(one, &line.level3, &line.target, case.sheet.year));
            line_view(line, rule, why_not, mark)
        })
        .collect()
}

fn line_view(
    line: &Line,
    rule: Option<String>,
    why_not_computed: Option<String>,
    library_mark: Option<LibraryMark>,
) -> LineView {
    LineView {
        key: line.key,
        position: line.position,
        level1: line.level1.clone(),
        level2: line.level2.clone(),
        level3: line.level3.clone(),
        target: line.target.clone(),
        actual: line.actual.clone(),
        weight: line.weight,
        stated_score: line.stated_score,
        computed_score: line.computed_score,
        rule,
        why_not_computed,
        reason: line.reason.clone().unwrap_or_default(),
        is_part: line.parent.is_some(),
        library_indicator: line.library_indicator.map(|id| id.to_string()),
        library_mark,
    }
}

/// Whether the opinion belongs to the return that is still to be answered.
fn is_open(case: &Case, opinion: &Opinion) -> bool {
    case.sheet.state.is_editable()
        && opinion.edition == case.sheet.edition
        && opinion.verdict == Verdict::Returned
}

fn open_opinions(case: &Case, all: &[Opinion], reasons: &[ReviewReason]) -> Vec<OpinionView> {
    all.iter()
        .filter(|opinion| is_open(case, opinion))
        .map(|opinion| opinion_view(opinion, Some(&case.chain), reasons))
        .collect()
}

fn earlier_opinions(case: &Case, all: &[Opinion], reasons: &[ReviewReason]) -> Vec<OpinionView> {
    all.iter()
        .rev()
        .filter(|opinion| !is_open(case, opinion))
        .filter(|opinion| opinion.verdict == Verdict::Returned || !opinion.words.is_empty())
        .map(|opinion| opinion_view(opinion, Some(&case.chain), reasons))
        .collect()
}

fn signatures(case: &Case) -> Vec<SignatureView> {
    case.signatures
        .iter()
        .map(|signature| SignatureView {
            edition: signature.edition,
            step: step_name(Some(&case.chain), signature.step),
            role_name: signature.role.name(),
            hand: Hand {
                name: signature.signer_name.clone(),
                at: signature.signed_at,
            },
            content_sha256: signature.content_sha256.clone(),
        })
        .collect()
}

fn edition_view(case: &Case, edition: &Edition) -> EditionView {
    let name = case
        .signatures
        .iter()
        .find(|signature| signature.edition == edition.edition && signature.step == 0)
        .map(|signature| signature.signer_name.clone());
    EditionView {
        edition: edition.edition,
        hand: Hand {
            name: name.unwrap_or_default(),
            at: edition.made_at,
        },
        content_sha256: edition.sha256.clone(),
    }
}

/// What the actor may do now: what the matrix allows, of what the chain allows in this state.
fn may(actor: &Actor, case: &Case) -> Vec<Action> {
    let kind = case.sheet.kind;
    if kind == SheetKind::Monitoring && fill::open_period(case).is_err() {
        return Vec::new();
    }
    let candidates: Vec<Action> = match case.sheet.state {
        SheetState::Draft | SheetState::Returned { .. } => {
            vec![
                Action::save(kind),
                Action::submit(kind),
                Action::AddAttachment,
                Action::WithdrawAttachment,
            ]
        }
        SheetState::InReview { step, .. } => {
            let pass = if case.is_at_last_step() {
                Action::conclude(kind)
            } else {
                Action::approve(kind)
            };
            let mut all = vec![pass];
            if case.step().is_some_and(|step| step.may_return) {
                all.push(Action::return_for_revision(kind));
            }
            if step == 1 {
                all.push(Action::withdraw(kind));
            }
            all
        }
        SheetState::Concluded { .. } => Vec::new(),
    };
    let resource = case.resource();
    candidates
        .into_iter()
        .filter(|action| decide(actor, *action, &resource).allow)
        .collect()
}

/// The hash of the paper that was issued or finalised.
fn paper(case: &Case) -> Option<String> {
    matches!(case.sheet.state, SheetState::Concluded { .. })
        .then(|| case.content_sha256().map(ToOwned::to_owned))
        .flatten()
}
