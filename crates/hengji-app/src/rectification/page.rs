//! The page of a finding: its text and where it comes from, its letter, its measures, its objection, its look-backs.

use hengji_authz::{Action, decide, scope};
use hengji_domain::id::EvaluationFindingId;
use hengji_domain::paper::PaperState;
use hengji_domain::person::Actor;
use hengji_domain::rectification::FindingState;
use hengji_domain::{Division, NaiveDate};
use hengji_store::papers::{self, PaperRecord};
use hengji_store::rectification::{
    FindingListing, Objection, commitments_of_findings, find_finding_listing, find_objection, finding_steps,
    objects_of_finding,
};

use super::case::{Names, is_settled, number, place, resource, trail};
use super::enter::reaches;
use super::plan::{beside, may_plan, tally};
use super::view::{CommitmentRow, FindingPage, ObjectionView};
use crate::app::App;
use crate::common::Hand;
use crate::error::AppError;

impl App {
    /// One finding, in at most seven statements.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for one that does not exist or is out of sight; [`AppError::Forbidden`].
    pub fn evaluation_finding(
        &self,
        actor: &Actor,
        id: EvaluationFindingId,
    ) -> Result<FindingPage, AppError> {
        self.may_look(actor, Action::ViewEvaluationFindings)?;
        let division = actor.division;
        let listing = self.read(|db| Ok(find_finding_listing(db, division, id)?))?;
        let listing = listing.ok_or(AppError::NotFound)?;
        let one = &listing.finding;
        let is_seen = scope(actor).contains(&place(&listing), is_settled(one.state));
        if !is_seen || !reaches(actor, one.served_on.is_some()) {
            return Err(AppError::NotFound);
        }
        let names = Names::of(&self.rules(division, one.year))?;
        let (steps, commitments, objection, look_backs, letter, earlier) = self.read(|db| {
            let letter = match one.paper {
                Some(paper) => papers::find(db, division, paper)?,
                None => None,
            };
            let earlier = match one.earlier {
                Some(earlier) => find_finding_listing(db, division, earlier)?,
                None => None,
            };
            Ok((
                finding_steps(db, division, id)?,
                commitments_of_findings(db, division, &[id])?,
                find_objection(db, division, id)?,
                objects_of_finding(db, division, id)?,
                letter,
                earlier,
            ))
        })?;
        let today = self.now().shanghai_date();
        let until = self.until(division, &names, &listing, letter.as_ref());
        // The plan of a unit is its own until it is handed in.
        let shows = one.state != FindingState::Served || may_plan(actor, &listing);
        let rows: Vec<CommitmentRow> = commitments
            .iter()
            .filter(|_| shows)
            .map(|other| names.commitment(&beside(&listing, other.clone()), today))
            .collect();
        Ok(FindingPage {
            row: names.row(&listing, tally(&commitments, id), today),
            place: one.place.clone(),
            evidence: one.evidence.clone(),
            next: next(&listing, letter.as_ref(), objection.as_ref(), commitments.len()),
            may: rights(actor, &listing, letter.as_ref(), objection.as_ref(), until, today),
            paper: letter.map(|letter| (letter.id, letter.number, letter.standing.state)),
            earlier: earlier.map(|earlier| (earlier.finding.id, number(&earlier.finding))),
            commitments: rows,
            objection: objection.map(|objection| shown(objection, today)),
            objection_until: until,
            look_backs: look_backs
                .into_iter()
                .map(|object| (object.look_back, object.result, object.relapse))
                .collect(),
            trail: trail(steps),
            lists: names.lists(),
            version: one.version,
        })
    }

    /// Until when the unit may object; a year without holidays leaves it open for the bureau to say.
    fn until(
        &self,
        division: Division,
        names: &Names,
        listing: &FindingListing,
        letter: Option<&PaperRecord>,
    ) -> Option<NaiveDate> {
        let until = self.objection_until(division, listing.finding.year, names, letter?);
        until.ok().flatten()
    }
}

fn shown(objection: Objection, today: NaiveDate) -> ObjectionView {
    let hand = |name, at| Hand { name, at };
    ObjectionView {
        is_late: objection.end.is_none() && objection.due_on < today,
        words: objection.words,
        raised: hand(objection.raised.name, objection.raised.at),
        due_on: objection.due_on,
        end: objection.end.map(|end| {
            (
                end.outcome,
                end.words,
                end.before,
                hand(end.hand.name, end.hand.at),
            )
        }),
        version: objection.version,
    }
}

/// What comes next, and by whom.
fn next(
    listing: &FindingListing,
    letter: Option<&PaperRecord>,
    objection: Option<&Objection>,
    measures: usize,
) -> String {
    let unit = &listing.unit_name;
    let state = letter.map(|letter| letter.standing.state);
    let due = letter
        .and_then(|letter| letter.standing.answer_due_on)
        .map_or_else(String::new, |day| format!("(期限 {day})"));
    let disputed = objection.is_some_and(|objection| objection.end.is_none());
    match (listing.finding.state, state) {
        (FindingState::Entered, None) => match listing.finding.feedback_due_on {
            Some(day) => format!("等绩效科出具反馈书,应在 {day} 前反馈{unit}。"),
            None => format!("等绩效科出具反馈书,反馈{unit}。"),
        },
        (FindingState::Entered, Some(_)) => "反馈书已成文,等绩效科送达。".to_owned(),
        _ if disputed => "单位提出的异议等另一人复核答复。".to_owned(),
        (FindingState::Served, Some(PaperState::Served)) => format!("等{unit}签收反馈书。"),
        (FindingState::Served, _) => format!("等{unit}报送整改方案{due}。"),
        (FindingState::Rectifying, _) if measures == 0 => format!("等{unit}补充整改措施。"),
        (FindingState::Rectifying, _) => "按整改措施办理:单位报完成并附证明,财政部门另一人核实。".to_owned(),
        (FindingState::Rectified, _) => "整改措施全部核实,以后年度纳入回头看抽取范围。".to_owned(),
        (FindingState::Withdrawn, _) => "已撤销,不再办理;内容保留备查。".to_owned(),
    }
}

fn rights(
    actor: &Actor,
    listing: &FindingListing,
    letter: Option<&PaperRecord>,
    objection: Option<&Objection>,
    until: Option<NaiveDate>,
    today: NaiveDate,
) -> Vec<Action> {
    let state = listing.finding.state;
    let is_receipted = letter.is_some_and(|letter| {
        matches!(
            letter.standing.state,
            PaperState::Receipted | PaperState::Answered
        )
    });
    let is_with_unit = state.is_with_unit().is_ok() && is_receipted;
    let is_own = listing.finding.entered.user == Some(actor.user);
    let possible = [
        (
            Action::ChangeEvaluationFinding,
            state.may_change().is_ok() && letter.is_none(),
        ),
        (Action::WithdrawEvaluationFinding, state.may_withdraw().is_ok()),
        (
            Action::IssuePaper,
            state == FindingState::Entered && letter.is_none(),
        ),
        (Action::PlanRectification, is_with_unit),
        (
            Action::RaiseObjection,
            is_with_unit && objection.is_none() && until.is_some_and(|until| today <= until),
        ),
        (
            Action::DecideObjection,
            !is_own && objection.is_some_and(|objection| objection.end.is_none()),
        ),
    ];
    let about = resource(actor.division, place(listing), state);
    possible
        .into_iter()
        .filter(|(action, is_possible)| *is_possible && decide(actor, *action, &about).allow)
        .map(|(action, _)| action)
        .collect()
}
