//! The page of a sheet: what could stand on it, what does, what was said of it, and what comes next.

use std::collections::BTreeMap;

use hengji_authz::{Action, decide};
use hengji_domain::NaiveDate;
use hengji_domain::evaluation::{EvaluationState, Side};
use hengji_domain::id::EvaluationId;
use hengji_domain::person::Actor;
use hengji_domain::rule::Verification;
use hengji_domain::sign_off::{
    SignOffHand, SignOffPoint, SignOffRules, SignOffSheet, SignOffSide, SignOffState,
};

use super::points::Candidate;
use super::second::scorers;
use super::side_of;
use super::view::{CandidateView, DraftView, LookView, PointView, SheetView, SignOffMay, SignOffPage};
use crate::app::App;
use crate::common::Hand;
use crate::error::AppError;
use crate::evaluations::case::EvaluationCase;
use crate::evaluations::view::ItemView;

impl App {
    /// The sheet of an evaluation, in the statements of the evaluation itself.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for strangers and for kinds without a sign-off; [`AppError::RuleMissing`].
    pub fn sign_off_page(&self, actor: &Actor, id: EvaluationId) -> Result<SignOffPage, AppError> {
        let case = self.viewed_scored(actor, id)?;
        if !case.frame.needs_sign_off {
            return Err(AppError::NotFound);
        }
        let one = &case.listing.evaluation;
        let rules = self.rules(actor.division, one.year).sign_off()?;
        let items = self.scored_items(actor, &case)?;
        let desk = Desk {
            actor,
            case: &case,
            items: items.into_iter().map(|item| (item.key.clone(), item)).collect(),
            today: self.now().shanghai_date(),
        };
        let in_force = case.sheet_in_force();
        let may = desk.may(in_force);
        let draft = desk.draft();
        Ok(SignOffPage {
            evaluation: id,
            year: one.year,
            kind: case.frame.kind_name.clone(),
            title: one.title.clone(),
            unit_name: case.listing.unit_name.clone(),
            department_name: case.listing.department_name.clone(),
            evaluation_state: one.state,
            evaluation_version: one.version,
            next: desk.next(in_force, may, &rules),
            sheet: in_force.map(|sheet| desk.sheet(sheet)),
            earlier: case
                .sign_offs
                .iter()
                .filter(|sheet| !sheet.state.is_in_force())
                .map(|sheet| desk.sheet(sheet))
                .collect(),
            draft,
            answer_within: rules.answer.printed(),
            is_unverified: rules.basis.verification == Verification::Unverified,
            basis: format!("{} {}", rules.basis.source, rules.basis.clause),
            reason_least: rules.reason_least,
            may,
        })
    }
}

/// Whoever looks, and at what.
struct Desk<'a> {
    actor: &'a Actor,
    case: &'a EvaluationCase,
    items: BTreeMap<String, ItemView>,
    today: NaiveDate,
}

impl Desk<'_> {
    fn holds(&self, action: Action) -> bool {
        decide(self.actor, action, &self.case.resource()).allow
    }

    fn is_open(&self) -> bool {
        self.case.listing.evaluation.state == EvaluationState::Verification
    }

    fn may(&self, sheet: Option<&SignOffSheet>) -> SignOffMay {
        let Some(sheet) = sheet.filter(|_| self.is_open()) else {
            return SignOffMay::default();
        };
        let side = side_of(self.actor);
        let signs = sheet.state == SignOffState::Settled
            && sheet.signature(side).is_none()
            && self.holds(Action::SignSignOffSheet);
        SignOffMay {
            answer: sheet.state == SignOffState::Sent && self.holds(Action::AnswerSignOffSheet),
            sign: signs.then_some(side),
            withdraw: sheet.state != SignOffState::Locked && self.holds(Action::WithdrawSignOffSheet),
        }
    }

    /// What could stand on a sheet, for whoever issues it.
    fn draft(&self) -> Option<DraftView> {
        let case = self.case;
        let is_asked = self.is_open() && case.sheet_in_force().is_none();
        if !is_asked || !self.holds(Action::IssueSignOffSheet) {
            return None;
        }
        let open = case
            .unscored(Side::Verification)
            .into_iter()
            .filter(|item| {
                case.item(item.key.as_str())
                    .is_some_and(|(_, method)| !method.is_computed())
            })
            .count();
        let why_not = if !case.is_unsealed() {
            format!(
                "独立评分还没有全部提交:须 {} 人,已提交 {} 人。",
                case.frame.scorers_least,
                case.handed_in(Side::Verification)
            )
        } else if 0 < open {
            format!("还有 {open} 项没有复核评分,评完后才能发出签证单。")
        } else {
            String::new()
        };
        let all = if case.is_unsealed() {
            case.candidates()
        } else {
            Vec::new()
        };
        let (changed, others): (Vec<Candidate>, Vec<Candidate>) =
            all.into_iter().partition(Candidate::differs);
        Some(DraftView {
            seen: case.seen_scores(),
            changed: changed.into_iter().map(candidate).collect(),
            others: others
                .into_iter()
                .map(|one| CandidateView {
                    words: String::new(),
                    ..candidate(one)
                })
                .collect(),
            why_not,
        })
    }

    fn sheet(&self, sheet: &SignOffSheet) -> SheetView {
        let looks =
            sheet.state == SignOffState::Answered && self.is_open() && self.holds(Action::LookAgainAtPoint);
        SheetView {
            edition: sheet.edition,
            state: sheet.state,
            answer_due_on: sheet.answer_due_on,
            is_late: sheet.is_late(self.today),
            issued: shown(&sheet.issued),
            answered: sheet.answered.as_ref().map(shown),
            signatures: SignOffSide::ALL
                .into_iter()
                .map(|side| (side, sheet.signature(side).map(shown)))
                .collect(),
            closing: sheet
                .closing
                .as_ref()
                .map(|closing| (shown(&closing.hand), closing.reason.clone())),
            paper: sheet.paper,
            version: sheet.version,
            points: sheet
                .points
                .iter()
                .map(|point| self.point(sheet, point, looks))
                .collect(),
        }
    }

    fn point(&self, sheet: &SignOffSheet, point: &SignOffPoint, looks: bool) -> PointView {
        let looks = looks && point.is_open();
        let is_own = match &point.item {
            Some(_) => scorers(self.case, point).contains(&self.actor.user),
            None => sheet.issued.user == self.actor.user,
        };
        PointView {
            number: point.number,
            name: point.name.clone(),
            weight: point.weight,
            own: point.own,
            verified: point.verified,
            signed: point.signed_score(),
            words: point.words.clone(),
            answer: point
                .answer
                .as_ref()
                .map(|answer| (answer.verdict, answer.words.clone(), answer.evidence.clone())),
            second: point
                .second
                .as_ref()
                .map(|look| (look.outcome, look.words.clone(), shown(&look.hand))),
            is_open: point.is_open(),
            look: (looks && !is_own).then(|| self.look(point)),
            why_not: if looks && is_own {
                "由您评分或提出,须由财政局另一人复查。".to_owned()
            } else {
                String::new()
            },
        }
    }

    fn look(&self, point: &SignOffPoint) -> LookView {
        let item = point.item.as_ref().and_then(|key| self.items.get(key.as_str()));
        let is_computed = item.is_some_and(|item| item.method.is_computed());
        LookView {
            may_amend: !is_computed,
            item: item.filter(|_| !is_computed).cloned(),
        }
    }

    /// What comes next for this person.
    fn next(&self, sheet: Option<&SignOffSheet>, may: SignOffMay, rules: &SignOffRules) -> String {
        let Some(sheet) = sheet else {
            return if self.is_open() && self.holds(Action::IssueSignOffSheet) {
                format!(
                    "请核对改分的指标,写明理由,补充发现的问题后发出;部门应在 {}内逐项答复。",
                    rules.answer.printed()
                )
            } else {
                "财政局正在评分复核,还没有发出签证单。".to_owned()
            };
        };
        let due = sheet.answer_due_on;
        match sheet.state {
            SignOffState::Sent if may.answer => {
                format!("请在 {due} 前逐项选择“无异议”或“有异议”;有异议的写明理由和佐证。")
            }
            SignOffState::Sent => format!("等待部门逐项答复,期限 {due}。"),
            SignOffState::Answered => {
                let open = sheet.open_disputes().len();
                format!("部门对 {open} 项有异议,由财政局另一人复查:维持,或写明理由变更评分。")
            }
            SignOffState::Settled if may.sign.is_some() => {
                "各项已经核对完毕,请签字;双方签字后锁定。".to_owned()
            }
            SignOffState::Settled => {
                let missing = SignOffSide::ALL
                    .into_iter()
                    .filter(|side| sheet.signature(*side).is_none());
                let missing: Vec<&str> = missing.map(SignOffSide::name).collect();
                format!("等待{}签字。", missing.join("、"))
            }
            SignOffState::Locked if self.is_open() => "双方已经签定,可以形成评价结论。".to_owned(),
            SignOffState::Locked => "双方已经签定,评价已形成结论。".to_owned(),
            SignOffState::Withdrawn | SignOffState::Superseded => String::new(),
        }
    }
}

fn candidate(one: Candidate) -> CandidateView {
    CandidateView {
        item: one.item.to_string(),
        name: one.name,
        weight: one.weight,
        own: one.own,
        verified: one.verified,
        words: one.words,
    }
}

fn shown(hand: &SignOffHand) -> Hand {
    Hand {
        name: hand.name.clone(),
        at: hand.at,
    }
}
