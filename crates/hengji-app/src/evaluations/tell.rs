//! 讲述一次评价 (telling): the whole life of an evaluation in one transaction, from what the demonstration says of it.
//!
//! Every step is the one that people take: the same items are copied, the same methods score them, the same conclusion
//! is stored, so that it recomputes to the same bytes. Only the instants and the names of the hands are told.

use hengji_domain::Score;
use hengji_domain::evaluation::{Answer, EvaluationState, ItemKey, Method, ScoreStage, Side};
use hengji_domain::id::EvaluationId;
use hengji_domain::person::Actor;
use hengji_domain::sign_off::{
    Answered, PointAnswer, SignOffPoint, SignOffSheet, SignOffSide, Verdict, issued_state,
};
use hengji_domain::{Decimal, Timestamp};
use hengji_rules::RulesInForce;
use hengji_scoring::evaluation::score_item;
use hengji_store::evaluations::{self, EnteredFact, EvaluationItem, EvaluationScore, HandIn};
use hengji_store::sign_offs;

use super::case::{BUREAU_SLOT, EvaluationCase};
use super::frame::answer_text;
use super::hand::{fix_computed, moved};
use super::open::{Subject, open_in};
use super::seed::{hand, proposed};
use crate::app::{App, Step, Tx};
use crate::error::AppError;
use crate::papers::issue::IssuingHand;

/// A figure of a side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ToldFact {
    pub(crate) side: Side,
    pub(crate) code: String,
    pub(crate) value: Decimal,
    pub(crate) source: String,
}

/// What a side says of an item. An item that nobody speaks of meets everything that its method asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ToldAnswer {
    pub(crate) side: Side,
    pub(crate) item: String,
    pub(crate) answer: Answer,
    pub(crate) evidence: String,
}

/// An evaluation as it is told.
pub(crate) struct Told<'a> {
    pub(crate) kind: &'a str,
    pub(crate) subject: Subject,
    pub(crate) facts: &'a [ToldFact],
    pub(crate) answers: &'a [ToldAnswer],
    pub(crate) words: &'a str,
    /// Who speaks for the evaluated unit, and who for the bureau.
    pub(crate) hands: (&'a Actor, &'a Actor),
    /// When it was opened, handed in, verified and concluded.
    pub(crate) at: [Timestamp; 4],
}

impl App {
    /// Opens, scores and concludes an evaluation; which.
    pub(crate) fn tell_evaluation(
        &self,
        tx: &mut Tx<'_>,
        rules: &RulesInForce,
        told: &Told<'_>,
    ) -> Step<EvaluationId> {
        let now = tx.now;
        let (unit, bureau) = told.hands;
        let [opened_at, handed_in_at, verified_at, concluded_at] = told.at;
        tx.turn_to(opened_at);
        let opened = open_in(tx, bureau, rules, told.kind, std::slice::from_ref(&told.subject))?;
        let id = *opened.first().ok_or_else(|| AppError::fault("评价没有下达"))?;
        let case = self.load_scored(tx.db, tx.division, id)?;
        if case.frame.has_self_score {
            tx.turn_to(handed_in_at);
            self.tell_side(tx, &case, told, Side::SelfScore)?;
            let case = self.load_scored(tx.db, tx.division, id)?;
            let slot = case.slot(Side::SelfScore, unit);
            fix_computed(tx, unit, &case, Side::SelfScore, &slot)?;
            let hand = HandIn {
                side: Side::SelfScore,
                slot,
                user: unit.user,
                name: unit.name.clone(),
                at: tx.now,
            };
            evaluations::hand_in(tx.db, tx.division, id, &hand)?;
            moved(tx, &case, EvaluationState::Verification)?;
        }
        tx.turn_to(verified_at);
        let case = self.load_scored(tx.db, tx.division, id)?;
        self.tell_side(tx, &case, told, Side::Verification)?;
        let case = self.load_scored(tx.db, tx.division, id)?;
        fix_computed(tx, bureau, &case, Side::Verification, BUREAU_SLOT)?;
        if case.frame.needs_sign_off {
            self.tell_sign_off(tx, id, told)?;
        }
        tx.turn_to(concluded_at);
        self.conclude_in(tx, bureau, id, (&[], told.words.to_owned()))?;
        tx.turn_to(now);
        Ok(id)
    }

    /// The sheet of what the bureau scored: the unit agrees to every point, and both sides sign.
    fn tell_sign_off(&self, tx: &mut Tx<'_>, id: EvaluationId, told: &Told<'_>) -> Step<()> {
        let (unit, bureau) = told.hands;
        let [_, _, verified_at, concluded_at] = told.at;
        let case = self.load_scored(tx.db, tx.division, id)?;
        let year = case.listing.evaluation.year;
        let rules = self.rules(tx.division, year).sign_off()?;
        let holidays = self.rule_book().holidays_around(tx.division, year);
        let points = proposed(&case, String::new())?;
        let sheet = SignOffSheet {
            id: tx.fresh()?,
            evaluation: id,
            edition: 1,
            state: issued_state(&points),
            answer_due_on: rules.answer.last_day(verified_at.shanghai_date(), &holidays)?,
            issued: hand(bureau, verified_at),
            answered: None,
            bureau: None,
            department: None,
            closing: None,
            paper: None,
            version: 1,
            points,
        };
        let agreed = |point: &SignOffPoint| Answered {
            number: point.number,
            answer: PointAnswer {
                verdict: Verdict::Agreed,
                words: String::new(),
                evidence: String::new(),
            },
        };
        let answers: Vec<Answered> = sheet.points.iter().map(agreed).collect();
        let sheet = if answers.is_empty() {
            sheet
        } else {
            sheet.answered(&answers, rules.reason_least, hand(unit, concluded_at))?
        };
        let sheet = sheet.signed(SignOffSide::Department, hand(unit, concluded_at))?;
        let sheet = sheet.signed(SignOffSide::Bureau, hand(bureau, concluded_at))?;
        let issuing = IssuingHand {
            user: Some(bureau.user),
            name: bureau.name.clone(),
            at: concluded_at,
            serves: true,
        };
        let draft = self.sign_off_paper(tx.division, &case, &sheet)?;
        let issued = self.issue_papers(tx, &issuing, &[draft])?;
        let sheet = SignOffSheet {
            paper: issued.first().map(|paper| paper.record.id),
            ..sheet
        };
        sign_offs::insert_sheets(tx.db, tx.division, std::slice::from_ref(&sheet))?;
        sign_offs::insert_answers(tx.db, tx.division, &[(sheet.id, answers)])?;
        Ok(())
    }

    /// Figures and scores of one side.
    fn tell_side(&self, tx: &mut Tx<'_>, case: &EvaluationCase, told: &Told<'_>, side: Side) -> Step<()> {
        let actor = match side {
            Side::SelfScore => told.hands.0,
            Side::Verification => told.hands.1,
        };
        let id = case.listing.evaluation.id;
        let mut facts = Vec::new();
        for fact in told.facts.iter().filter(|fact| fact.side == side) {
            facts.push(EnteredFact {
                id: tx.fresh()?,
                evaluation: id,
                side,
                code: fact.code.clone(),
                serial: 1,
                value: fact.value,
                source: fact.source.clone(),
                entered_by: actor.user,
                entered_by_name: actor.name.clone(),
                entered_at: tx.now,
            });
        }
        evaluations::insert_facts(tx.db, tx.division, &facts)?;
        let case = self.load_scored(tx.db, tx.division, id)?;
        let rows = scores(tx, &case, told, (side, actor))?;
        evaluations::insert_scores(tx.db, tx.division, &rows)?;
        Ok(())
    }
}

/// The scores that a side gives by hand.
fn scores(
    tx: &Tx<'_>,
    case: &EvaluationCase,
    told: &Told<'_>,
    (side, actor): (Side, &Actor),
) -> Step<Vec<EvaluationScore>> {
    let basis = case.basis(side);
    let slot = case.slot(side, actor);
    let mut rows = Vec::new();
    for (item, method) in case.items.iter().zip(&case.methods) {
        if method.is_computed() {
            continue;
        }
        let (answer, evidence) = said(item, method, told, side);
        let found = score_item(&item.name, item.weight, method, &answer, &basis);
        let found = found.map_err(|refusal| case.named(refusal))?;
        rows.push(EvaluationScore {
            id: tx.fresh()?,
            evaluation: item.evaluation,
            item: ItemKey::new(item.key.as_str()),
            side,
            slot: slot.clone(),
            serial: 1,
            stage: ScoreStage::Independent,
            scorer: actor.user,
            scorer_name: actor.name.clone(),
            score: found.score,
            answer: answer_text(&answer)?,
            trace: found.steps.join("\n"),
            evidence,
            made_at: tx.now,
        });
    }
    Ok(rows)
}

/// What a side says of an item. The bureau goes by the unit's answer where it says nothing of its own.
fn said(item: &EvaluationItem, method: &Method, told: &Told<'_>, side: Side) -> (Answer, String) {
    let of = |side: Side| {
        let mut all = told.answers.iter();
        all.find(|one| one.side == side && one.item == item.key.as_str())
    };
    let agreed = of(Side::SelfScore).filter(|_| side == Side::Verification);
    match of(side) {
        Some(own) => (own.answer.clone(), own.evidence.clone()),
        None => {
            let answer = agreed.map_or_else(|| met(item, method), |one| one.answer.clone());
            let evidence = match side {
                Side::SelfScore => format!("见{}。", item.evidence),
                Side::Verification => format!("核对{},情况属实。", item.evidence),
            };
            (answer, evidence)
        }
    }
}

/// The answer that gives full points. A survey must be told; one that is not was answered by nobody and refused.
fn met(item: &EvaluationItem, method: &Method) -> Answer {
    match method {
        Method::Judgement { .. } => Answer::Points(Score::from_centi(item.weight.centi())),
        Method::Elements { elements } => Answer::Elements((1..).take(elements.len()).collect()),
        Method::Deduction { deductions } => Answer::Counts(vec![0; deductions.len()]),
        Method::Condition { .. } => Answer::Holds(true),
        Method::Survey { .. } => Answer::Survey {
            asked: 0,
            satisfied: 0,
        },
        Method::Formula { .. } | Method::Conversion { .. } => Answer::Computed,
    }
}
