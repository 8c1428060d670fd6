//! 整改方案 (plan): measures for each finding of a letter, handed in as the answer to it, once.

use hengji_authz::{Action, decide};
use hengji_domain::id::{CommitmentId, EvaluationFindingId, PaperId};
use hengji_domain::paper::{PaperKind, PaperState, printed_date};
use hengji_domain::person::Actor;
use hengji_domain::rectification::{CommitmentState, FindingState, RectificationRefusal};
use hengji_store::papers::{self, PaperEvent, PaperRecord};
use hengji_store::rectification::{
    Commitment, CommitmentListing, FindingListing, Objection, commitments_of_findings,
    insert_commitment_steps, insert_commitments, listings_of_paper, objections_of, remove_commitment,
    remove_commitment_steps, totals_of_findings,
};
use serde::{Deserialize, Serialize};

use super::case::{
    Names, SHORT_MAX, excerpt, find, find_measure, hand, not_longer, place, read_day, resource, step,
};
use super::letter::follow_letter;
use super::view::PlanPage;
use crate::app::{App, Halt, Request, Step, Tx};
use crate::common::{RequestKey, Written};
use crate::error::AppError;
use crate::papers::addressed_to;
use crate::papers::step::answered;

/// A measure as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommitmentInput {
    /// Code of the kind.
    pub kind: String,
    /// What will be done.
    pub words: String,
    /// 责任科室或岗位.
    pub owner: String,
    /// By when.
    pub due_on: String,
    /// What will prove it.
    pub proof_asked: String,
}

/// A plan that is handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanInput {
    /// The version of the letter that was read.
    pub version: i32,
    /// What the unit says about all findings together; may be blank.
    #[serde(default)]
    pub words: String,
}

impl App {
    /// Promises a measure for a finding: before the plan is handed in, or one more after it.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] for each field that is wrong, a day that has passed among them; [`AppError::Refused`]
    /// `finding-not-served`, `finding-withdrawn`, `finding-rectified`, `paper-not-receipted`;
    /// [`AppError::Forbidden`]; [`AppError::NotFound`].
    pub fn promise_measure(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: EvaluationFindingId,
        input: &CommitmentInput,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::PlanRectification,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| find(tx, actor, id),
            |tx, listing| {
                let finding = &listing.finding;
                finding.state.is_with_unit()?;
                require_receipt(tx, &listing)?;
                let names = Names::of(&self.rules(tx.division, finding.year))?;
                let commitment = read(tx, actor, &names, id, input)?;
                insert_commitments(tx.db, tx.division, std::slice::from_ref(&commitment))?;
                let promised = step(actor, tx, "promised", &commitment.words, "");
                insert_commitment_steps(tx.db, tx.division, &[(commitment.id, promised)])?;
                tx.detail("commitment", excerpt(&commitment.words));
                tx.detail("due_on", commitment.due_on);
                Ok(Written {
                    id: commitment.id.to_string(),
                    version: commitment.version,
                })
            },
        )
    }

    /// Takes a measure out of a plan that was not handed in.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `plan-handed-in`; [`AppError::Stale`]; [`AppError::NotFound`].
    pub fn drop_measure(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: CommitmentId,
        version: i32,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::PlanRectification,
            &Request::new(key, &(id.to_string(), version))?,
            |tx| find_measure(tx, id),
            |tx, listing| {
                if listing.finding.state != FindingState::Served {
                    let told = "整改方案已经报送,措施不能删除;需要调整的,可以增加措施,并向财政部门说明。";
                    return Err(AppError::refused("plan-handed-in", told).into());
                }
                if listing.commitment.version != version {
                    return Err(Halt::stale("rectification_commitments", id));
                }
                remove_commitment_steps(tx.db, tx.division, id)?;
                if !remove_commitment(tx.db, tx.division, id, version)? {
                    return Err(Halt::stale("rectification_commitments", id));
                }
                Ok(Written {
                    id: listing.finding.id.to_string(),
                    version: listing.finding.version,
                })
            },
        )
    }

    /// Hands the plan in: the letter is answered, and its findings are being rectified from now on.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `plan-incomplete` with the findings that have no measure, `paper-not-receipted`,
    /// `paper-already-answered`, `paper-withdrawn`; [`AppError::Stale`]; [`AppError::NotFound`].
    pub fn hand_in_plan(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: PaperId,
        input: &PlanInput,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::HandInRectificationPlan,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| {
                tx.about("paper", id);
                let (record, unit) = letter(tx.db, actor, id)?;
                Ok((addressed_to(tx.division, &unit), record))
            },
            |tx, known| {
                let findings = listings_of_paper(tx.db, tx.division, id)?;
                let ids: Vec<EvaluationFindingId> = findings.iter().map(|one| one.finding.id).collect();
                let commitments = commitments_of_findings(tx.db, tx.division, &ids)?;
                let words = plan_words(&findings, &commitments, &input.words);
                let state = known.standing.answer(&words)?;
                let objections = objections_of(tx.db, tx.division, &ids)?;
                let missing = missing(&findings, &commitments, &objections);
                if !missing.is_empty() {
                    let told = format!(
                        "下列问题还没有整改措施:{};请逐条填写后再报送。",
                        missing.join("、")
                    );
                    return Err(AppError::refused("plan-incomplete", told).into());
                }
                if known.version != input.version {
                    return Err(Halt::stale("papers", id));
                }
                let next = answered(known, state, tx.now.shanghai_date());
                let version = papers::update(tx.db, tx.division, &next)?;
                let event = PaperEvent {
                    paper: id,
                    version,
                    state,
                    words,
                    user: Some(actor.user),
                    user_name: actor.name.clone(),
                    at: tx.now,
                };
                papers::insert_events(tx.db, tx.division, &[event])?;
                let by = hand(actor, tx);
                follow_letter(tx, &by, &next)?;
                tx.detail("paper", &next.number);
                tx.detail("commitments", commitments.len());
                Ok(Written {
                    id: id.to_string(),
                    version,
                })
            },
        )
    }

    /// The plan of a letter, in at most seven statements.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for a stranger, before the service, and for a paper of another kind.
    pub fn plan(&self, actor: &Actor, id: PaperId) -> Result<PlanPage, AppError> {
        self.may_look(actor, Action::ViewEvaluationFindings)?;
        let division = actor.division;
        let today = self.now().shanghai_date();
        let (record, unit, findings, commitments, objections) = self.read(|db| {
            let (record, unit) = letter(db, actor, id)?;
            let findings = listings_of_paper(db, division, id)?;
            let ids: Vec<EvaluationFindingId> = findings.iter().map(|one| one.finding.id).collect();
            let commitments = commitments_of_findings(db, division, &ids)?;
            let objections = objections_of(db, division, &ids)?;
            Ok((record, unit, findings, commitments, objections))
        })?;
        let names = Names::of(&self.rules(division, record.year))?;
        let totals = |one: &FindingListing| tally(&commitments, one.finding.id);
        let rows = findings
            .iter()
            .map(|one| {
                let of_it = commitments.iter().filter(|other| other.finding == one.finding.id);
                let shown = of_it
                    .map(|other| names.commitment(&beside(one, other.clone()), today))
                    .collect();
                let disputed = is_disputed(&objections, one.finding.id);
                (names.row(one, totals(one), today), shown, disputed)
            })
            .collect();
        let can = matches!(record.standing.state, PaperState::Receipted);
        let may_plan = decide(actor, Action::PlanRectification, &addressed_to(division, &unit)).allow;
        Ok(PlanPage {
            paper: id,
            number: record.number,
            state: record.standing.state,
            due_on: record.standing.answer_due_on,
            term: names.rules.plan,
            unit_name: unit.name,
            findings: rows,
            lists: names.lists(),
            may_plan: can && may_plan,
            missing: missing(&findings, &commitments, &objections),
            version: record.version,
        })
    }
}

/// The letter with its addressee, as far as it has reached the actor.
fn letter(
    db: &mut hengji_store::Db,
    actor: &Actor,
    id: PaperId,
) -> Step<(PaperRecord, hengji_domain::unit::Unit)> {
    let (record, unit) = crate::papers::page::found(db, actor, id)?;
    if record.kind != PaperKind::EvaluationFeedback {
        return Err(AppError::NotFound.into());
    }
    Ok((record, unit))
}

/// The unit has signed for the letter of the finding.
fn require_receipt(tx: &mut Tx<'_>, listing: &FindingListing) -> Step<()> {
    let paper = listing.finding.paper.ok_or(RectificationRefusal::NotServed)?;
    let record = papers::find(tx.db, tx.division, paper)?.ok_or(AppError::NotFound)?;
    match record.standing.state {
        PaperState::Receipted | PaperState::Answered => Ok(()),
        _ => {
            let told = "请先签收反馈书,再填写整改措施或提出异议。";
            Err(AppError::refused("paper-not-receipted", told).into())
        }
    }
}

pub(super) fn receipted_letter(tx: &mut Tx<'_>, listing: &FindingListing) -> Step<PaperRecord> {
    require_receipt(tx, listing)?;
    let paper = listing.finding.paper.ok_or(RectificationRefusal::NotServed)?;
    Ok(papers::find(tx.db, tx.division, paper)?.ok_or(AppError::NotFound)?)
}

fn read(
    tx: &Tx<'_>,
    actor: &Actor,
    names: &Names,
    finding: EvaluationFindingId,
    input: &CommitmentInput,
) -> Step<Commitment> {
    if names
        .rules
        .commitment_kinds
        .iter()
        .all(|one| one.code != input.kind)
    {
        return Err(AppError::field("kind", "commitment-kind-unknown", "请选择措施种类。").into());
    }
    let text = |field: &str, what: &str, words: &str, most: usize| -> Result<String, AppError> {
        let words = not_longer(field, what, words.trim(), most)?;
        if words.is_empty() {
            let told = format!("请填写{what}。");
            return Err(AppError::field(field, "commitment-text-missing", told));
        }
        Ok(words.to_owned())
    };
    let due_on = read_day("due_on", "完成日期", &input.due_on)?;
    let today = tx.now.shanghai_date();
    if due_on < today {
        let told = format!("完成日期 {due_on} 已经过去(今天是 {today}),请改为今天或以后的日期。");
        return Err(AppError::field("due_on", "date-past", told).into());
    }
    Ok(Commitment {
        id: tx.fresh()?,
        finding,
        kind: input.kind.clone(),
        words: text("words", "整改措施", &input.words, super::case::WORDS_MAX)?,
        owner: text("owner", "责任科室或岗位", &input.owner, SHORT_MAX)?,
        due_on,
        proof_asked: text("proof_asked", "证明材料", &input.proof_asked, SHORT_MAX)?,
        state: CommitmentState::Promised,
        promised: hand(actor, tx),
        claimed_by: None,
        claimed_on: None,
        verified_by: None,
        verified_on: None,
        version: 1,
    })
}

/// Numbers of the findings that wait for a measure; one under objection may wait for its answer.
fn missing(findings: &[FindingListing], commitments: &[Commitment], objections: &[Objection]) -> Vec<String> {
    let has_measure = |id| commitments.iter().any(|other| other.finding == id);
    findings
        .iter()
        .filter(|one| one.finding.state == FindingState::Served)
        .filter(|one| !has_measure(one.finding.id) && !is_disputed(objections, one.finding.id))
        .map(|one| super::case::number(&one.finding))
        .collect()
}

/// Whether an objection against the finding waits for its answer.
pub(super) fn is_disputed(objections: &[Objection], id: EvaluationFindingId) -> bool {
    objections
        .iter()
        .any(|one| one.finding == id && one.end.is_none())
}

/// The answer as the trail of the letter keeps it: each finding with its measures.
fn plan_words(findings: &[FindingListing], commitments: &[Commitment], words: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for one in findings {
        let of_it = commitments.iter().filter(|other| other.finding == one.finding.id);
        for other in of_it {
            lines.push(format!(
                "问题 {}:{}(责任:{},{}前完成,证明:{})",
                super::case::number(&one.finding),
                other.words,
                other.owner,
                printed_date(other.due_on),
                other.proof_asked
            ));
        }
    }
    if lines.is_empty() {
        lines.push("所列问题均已撤销或正在处理异议,没有需要报送的措施。".to_owned());
    }
    let said = words.trim();
    lines.extend((!said.is_empty()).then(|| said.to_owned()));
    lines.join("\n")
}

/// How many measures of a finding stand where.
pub(super) fn tally(
    commitments: &[Commitment],
    finding: EvaluationFindingId,
) -> hengji_store::rectification::CommitmentTotals {
    let mut totals = hengji_store::rectification::CommitmentTotals::default();
    for one in commitments.iter().filter(|one| one.finding == finding) {
        totals.promised += 1;
        match one.state {
            CommitmentState::Claimed => totals.claimed += 1,
            CommitmentState::Verified => totals.verified += 1,
            CommitmentState::Promised | CommitmentState::Rejected => {}
        }
    }
    totals
}

/// A measure beside its finding.
pub(super) fn beside(listing: &FindingListing, commitment: Commitment) -> CommitmentListing {
    CommitmentListing {
        commitment,
        finding: listing.finding.clone(),
        unit_name: listing.unit_name.clone(),
        budget_division: listing.budget_division,
        department: listing.department,
        department_name: listing.department_name.clone(),
    }
}

/// What the page of a finding needs to know of the rights to plan.
pub(super) fn may_plan(actor: &Actor, listing: &FindingListing) -> bool {
    let about = resource(actor.division, place(listing), listing.finding.state);
    decide(actor, Action::PlanRectification, &about).allow
}

/// The totals of one finding, in one statement.
pub(super) fn totals_of(
    db: &mut hengji_store::Db,
    division: hengji_domain::Division,
    finding: EvaluationFindingId,
) -> Step<hengji_store::rectification::CommitmentTotals> {
    let all = totals_of_findings(db, division, &[finding])?;
    Ok(all.get(&finding).copied().unwrap_or_default())
}
