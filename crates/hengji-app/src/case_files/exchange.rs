//! 交换意见 (exchange of views): the unit answers point by point, the bureau adopts or refuses each opinion.

use hengji_authz::{Action, decide};
use hengji_domain::case_file::{CaseDeed, CaseRefusal, PointAnswer, PointOutcome};
use hengji_domain::id::{CasePointId, EvaluationId};
use hengji_domain::person::Actor;
use hengji_store::case_files::{self, CaseFile, CasePoint};
use serde::{Deserialize, Serialize};

use super::case::{WORDS_MAX, bounded, hand, locked, reason, stepped};
use super::view::{ExchangePage, PointView};
use crate::app::{App, Request};
use crate::common::{Hand, RequestKey, Written};
use crate::error::{AppError, FieldError};
use crate::papers::content;

/// An answer as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PointInput {
    /// The point.
    pub point: String,
    /// `agreed`, `objected`, or blank while undecided.
    #[serde(default)]
    pub answer: String,
    /// The opinion.
    #[serde(default)]
    pub opinion: String,
}

/// Answers as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswersInput {
    /// The version that was read.
    pub version: i32,
    /// The points.
    pub points: Vec<PointInput>,
    /// Whether the points without an answer are agreed to.
    #[serde(default)]
    pub rest_agreed: bool,
    /// Whether the answers are handed in, or only saved.
    #[serde(default)]
    pub hands_in: bool,
}

/// A decision as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PointDecision {
    /// The version that was read.
    pub version: i32,
    /// The point.
    pub point: String,
    /// Code of the outcome.
    pub outcome: String,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

impl App {
    /// What the unit is asked about, for both sides of the desk.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for strangers, and for the unit before it is asked.
    pub fn case_exchange(&self, actor: &Actor, id: EvaluationId) -> Result<ExchangePage, AppError> {
        let case = self.read(|db| self.load_scored(db, actor.division, id))?;
        self.may_view(actor, Action::ViewCaseExchange, &case.resource())?;
        let (file, _) = case.kept_file().map_err(|_| AppError::NotFound)?;
        let is_bureau = decide(actor, Action::ViewCaseFile, &case.resource()).allow;
        if !is_bureau && !file.stage.is_with_unit() {
            return Err(AppError::NotFound);
        }
        let (points, reports) = self.read(|db| {
            let points = case_files::points_of(db, actor.division, id, file.round)?;
            Ok((points, case_files::reports_of(db, actor.division, id)?))
        })?;
        let draft = reports.iter().rev().find(|report| report.paper.is_none());
        let paper = draft.map(|report| content::read(&report.text)).transpose()?;
        let is_open = file.stage.after(CaseDeed::Answer).is_ok();
        let today = self.now().shanghai_date();
        let may = |action| is_open && decide(actor, action, &case.resource()).allow;
        let may_answer = may(Action::AnswerCaseExchange) && file.answered_on.is_none();
        let may_decide = may(Action::DecideCasePoint) && file.answered_on.is_some();
        let open = points.iter().filter(|point| point.is_open()).count();
        let unanswered = points.iter().filter(|point| point.answer.is_none()).count();
        let rules = self
            .rules(actor.division, case.listing.evaluation.year)
            .case_files()?;
        Ok(ExchangePage {
            id,
            title: case.listing.evaluation.title.clone(),
            unit_name: case.listing.unit_name.clone(),
            kind: case.frame.kind_name.clone(),
            version: file.version,
            stage: file.stage,
            round: file.round,
            sent_on: file.sent_on,
            due_on: file.due_on,
            answered_on: file.answered_on,
            is_late: is_open && file.answered_on.is_none() && file.due_on.is_some_and(|due| due < today),
            edition: draft.map(|report| report.edition),
            paper,
            final_paper: reports
                .iter()
                .rev()
                .find_map(|report| Some((report.paper?, report.number.clone()))),
            next: next(file, (may_answer, unanswered), (may_decide, open)),
            points: points.into_iter().map(view).collect(),
            may_answer,
            may_decide,
            is_bureau,
            reason_least: rules.reason_length_min,
        })
    }

    /// Saves the unit's answers, or hands them in.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] for an objection without a reason; [`AppError::Refused`] `case-points-unanswered`,
    /// `case-exchange-answered`, `case-not-at-stage`; [`AppError::Stale`]; [`AppError::NotFound`] for strangers and
    /// before the unit is asked.
    pub fn answer_case_exchange(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: EvaluationId,
        input: &AnswersInput,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::AnswerCaseExchange,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| {
                let (resource, case) = self.find_file(tx, id)?;
                let (file, _) = case.kept_file()?;
                if !file.stage.is_with_unit() {
                    return Err(AppError::NotFound.into());
                }
                Ok((resource, case))
            },
            |tx, case| {
                let file = locked(&case, input.version)?;
                file.stage.after(CaseDeed::Answer)?;
                if let Some(on) = file.answered_on {
                    let on = on.to_string();
                    return Err(CaseRefusal::Answered { on }.into());
                }
                let rules = self
                    .rules(tx.division, case.listing.evaluation.year)
                    .case_files()?;
                let known = case_files::points_of(tx.db, tx.division, id, file.round)?;
                let by = hand(actor, tx);
                let answered = answers(known, input, rules.reason_length_min, &by)?;
                let open: Vec<&CasePoint> = answered.iter().filter(|one| one.answer.is_none()).collect();
                if let Some(first) = open.first().filter(|_| input.hands_in) {
                    return Err(CaseRefusal::PointsUnanswered {
                        count: open.len(),
                        first: first.place.clone(),
                    }
                    .into());
                }
                case_files::answer_points(tx.db, tx.division, (id, file.round), &answered)?;
                let objected = answered.iter().filter(|one| one.is_open()).count();
                let words = format!("{} 点,其中有异议 {objected} 点", answered.len());
                let (deed, answered_on) = if input.hands_in {
                    ("提交意见", Some(tx.now.shanghai_date()))
                } else {
                    ("保存意见", None)
                };
                let next = CaseFile { answered_on, ..file };
                stepped(tx, actor, &next, deed, &words)
            },
        )
    }

    /// Adopts an opinion of the unit, or refuses it, with a reason.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] for an unknown outcome or a short reason; [`AppError::Refused`] `case-no-opinion`,
    /// `case-not-at-stage`; [`AppError::Stale`]; [`AppError::NotFound`].
    pub fn decide_case_point(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: EvaluationId,
        input: &PointDecision,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::DecideCasePoint,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| self.find_file(tx, id),
            |tx, case| {
                let file = locked(&case, input.version)?;
                file.stage.after(CaseDeed::Decide)?;
                let point: CasePointId = input.point.parse().map_err(AppError::from)?;
                let known = case_files::points_of(tx.db, tx.division, id, file.round)?;
                let point = known
                    .iter()
                    .find(|one| one.id == point)
                    .ok_or(AppError::NotFound)?;
                if file.answered_on.is_none() || point.answer != Some(PointAnswer::Objected) {
                    return Err(CaseRefusal::NoOpinion.into());
                }
                let field = format!("reason-{}", point.id);
                let outcome = PointOutcome::from_code(&input.outcome)
                    .ok_or_else(|| AppError::field(&field, "case-outcome-unknown", "请选择是否采纳。"))?;
                let rules = self
                    .rules(tx.division, case.listing.evaluation.year)
                    .case_files()?;
                let words = reason(
                    &field,
                    "采纳情况或不采纳的理由",
                    &input.reason,
                    rules.reason_length_min,
                )?;
                let decided = (outcome, words.as_str());
                let by = (actor.name.as_str(), tx.now);
                case_files::decide_point(tx.db, tx.division, point.id, decided, by)?;
                tx.detail("title", &point.place);
                let told = format!("{}:{words}", point.place);
                stepped(tx, actor, &file, outcome.name(), &told)
            },
        )
    }
}

/// The points with what was typed.
fn answers(
    known: Vec<CasePoint>,
    input: &AnswersInput,
    least: u32,
    by: &case_files::CaseHand,
) -> Result<Vec<CasePoint>, AppError> {
    let mut errors: Vec<FieldError> = Vec::new();
    let mut answered = Vec::with_capacity(known.len());
    for point in known {
        let id = point.id.to_string();
        let typed = input.points.iter().find(|one| one.point == id);
        let chosen = typed.and_then(|one| PointAnswer::from_code(&one.answer));
        let chosen = chosen.or_else(|| input.rest_agreed.then_some(PointAnswer::Agreed));
        let field = format!("opinion-{id}");
        let opinion = typed.map(|one| one.opinion.as_str()).unwrap_or_default();
        let opinion = match chosen {
            Some(PointAnswer::Objected) => {
                reason(&field, &format!("对“{}”的意见", point.place), opinion, least)
            }
            _ => bounded(&field, "意见", opinion, WORDS_MAX),
        };
        match opinion {
            Ok(opinion) => answered.push(CasePoint {
                answer: chosen,
                opinion,
                answered: chosen.map(|_| by.clone()),
                ..point
            }),
            Err(AppError::Invalid(found)) => errors.extend(found),
            Err(other) => return Err(other),
        }
    }
    if errors.is_empty() {
        Ok(answered)
    } else {
        Err(AppError::Invalid(errors))
    }
}

fn next(
    file: &CaseFile,
    (may_answer, unanswered): (bool, usize),
    (may_decide, open): (bool, usize),
) -> String {
    let due = file.due_on.map_or_else(String::new, |due| due.to_string());
    if may_answer {
        return format!(
            "请对下列各点逐点答复,还有 {unanswered} 点未答;有异议的写明理由和依据,于 {due} 前提交。"
        );
    }
    if may_decide && 0 < open {
        return format!("单位已答复,还有 {open} 条意见待处理;请逐条写明是否采纳和理由。");
    }
    if may_decide {
        return "意见已逐条处理,请回评价档案结束交换意见。".to_owned();
    }
    match (file.stage.after(CaseDeed::Answer).is_ok(), file.answered_on) {
        (true, None) => format!("等待单位答复,期限为 {due}。"),
        (true, Some(on)) => format!("单位已于 {on} 答复,等待绩效科逐条处理。"),
        (false, _) => format!("评价档案现处于“{}”阶段。", file.stage.name()),
    }
}

pub(super) fn view(point: CasePoint) -> PointView {
    let hand = |one: case_files::CaseHand| Hand {
        name: one.name,
        at: one.at,
    };
    PointView {
        is_open: point.is_open(),
        id: point.id,
        position: point.position,
        sort: point.sort.name(),
        place: point.place,
        words: point.words,
        answer: point.answer,
        opinion: point.opinion,
        answered: point.answered.map(hand),
        outcome: point.outcome,
        reason: point.reason,
        decided: point.decided.map(hand),
    }
}
