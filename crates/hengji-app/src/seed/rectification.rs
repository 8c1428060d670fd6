//! Findings of a demonstration at every stage of their life: through the same letters, plans, proofs and draws as what
//! people write; only the instants and the names of the hands come from the generator.

use hengji_authz::Action;
use hengji_domain::id::{EvaluationFindingId, ProjectId, UnitId};
use hengji_domain::paper::PaperState;
use hengji_domain::rectification::{CommitmentState, FindingState, LookBackResult};
use hengji_domain::{BudgetYear, Division, Money, NaiveDate, Timestamp};
use hengji_store::papers::{self, PaperEvent, PaperRecord};
use hengji_store::rectification::{
    Commitment, EvaluationFinding, FindingListing, FindingOrigin, LookBack, Proof, RectificationHand,
    Step as Trail, find_look_back, finding_listings, insert_commitment_steps, insert_commitments,
    insert_finding_steps, insert_look_back, insert_proofs, objects_of, record_result,
    update_evaluation_finding,
};
use hengji_store::{attachments, projects};

use crate::app::{App, Step, Tx};
use crate::error::AppError;
use crate::papers::issue::IssuingHand;
use crate::papers::step::{answered, receipted};
use crate::rectification::{NewFinding, eligible_for_look_back, enter, follow_letter, frame_of_findings};

/// A finding of a demonstration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedFinding {
    /// Code of the origin.
    pub origin: &'static str,
    /// What the origin is called; after the name of the project, where there is one.
    pub origin_title: String,
    /// The unit, where no project says it.
    pub unit: UnitId,
    /// The project, which is the origin too.
    pub project: Option<ProjectId>,
    /// The text.
    pub words: &'static str,
    /// Code of the root cause.
    pub cause: &'static str,
    /// Code of the severity.
    pub severity: &'static str,
    /// The money.
    pub amount: Option<Money>,
    /// What proves it.
    pub evidence: &'static str,
    /// What was promised, and how far it has come.
    pub measure: Option<(&'static str, &'static str, NaiveDate, CommitmentState)>,
}

/// Findings of one year, unit and origin with the letter they travel in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedLetterOfFindings {
    /// Budget year.
    pub year: BudgetYear,
    /// The findings.
    pub findings: Vec<SeedFinding>,
    /// When they were entered.
    pub entered_at: Timestamp,
    /// When the letter was issued and served; none while it waits.
    pub served_at: Option<Timestamp>,
    /// When the unit signed for it.
    pub receipted_at: Option<Timestamp>,
    /// When the unit handed its plan in.
    pub planned_at: Option<Timestamp>,
}

/// A look-back of a demonstration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedLookBack {
    /// The year in which it is done.
    pub year: BudgetYear,
    /// The years looked back at.
    pub years: (BudgetYear, BudgetYear),
    /// Where and when it was announced.
    pub announced: &'static str,
    /// The value of the public event.
    pub start_value: &'static str,
    /// When the list was frozen, drawn from, and looked at.
    pub at: [Timestamp; 3],
    /// What was seen, in the order of the draw: whether it holds, and why.
    pub seen: &'static [(bool, &'static str)],
}

const BUREAU: &str = "绩效科";
const UNIT: &str = "项目单位";

fn hand(name: &str, at: Timestamp) -> RectificationHand {
    RectificationHand {
        user: None,
        name: name.to_owned(),
        at,
    }
}

impl App {
    /// Writes findings with their letters, measures and proofs; the numbers run in the order given.
    ///
    /// # Errors
    ///
    /// [`AppError::RuleMissing`]; [`AppError::Fault`] for what the demonstration's own tables have wrong.
    pub fn seed_findings(
        &self,
        division: Division,
        letters: &[SeedLetterOfFindings],
    ) -> Result<(), AppError> {
        self.operate(division, Action::SeedDemonstration, |tx| {
            let mut rows = 0;
            for letter in letters {
                rows += letter.findings.len();
                self.seed_letter_of_findings(tx, letter)?;
            }
            tx.detail("rows", rows);
            Ok(())
        })
    }

    fn seed_letter_of_findings(&self, tx: &mut Tx<'_>, letter: &SeedLetterOfFindings) -> Step<()> {
        let mut new: Vec<NewFinding> = Vec::with_capacity(letter.findings.len());
        for one in &letter.findings {
            new.push(new_finding(tx, letter, one)?);
        }
        self.seed_letter_with(tx, letter, &new)
    }

    /// Enters findings and walks their letter as far as it has come.
    pub(super) fn seed_letter_with(
        &self,
        tx: &mut Tx<'_>,
        letter: &SeedLetterOfFindings,
        new: &[NewFinding],
    ) -> Step<()> {
        if new.is_empty() {
            return Ok(());
        }
        let entered = enter(self, tx, &hand(BUREAU, letter.entered_at), new)?;
        let Some(served_at) = letter.served_at else {
            return Ok(());
        };
        let ids: Vec<EvaluationFindingId> = entered.iter().map(|one| one.id).collect();
        let group = finding_listings(tx.db, tx.division, &ids)?;
        let record = self.seed_result_letter(tx, &group, served_at)?;
        let record = self.walk_letter(tx, letter, record)?;
        if record.standing.state != PaperState::Answered {
            return Ok(());
        }
        let group = finding_listings(tx.db, tx.division, &ids)?;
        for (listing, seed) in group.iter().zip(&letter.findings) {
            if let Some(measure) = &seed.measure {
                live(tx, &listing.finding, letter, *measure)?;
            }
        }
        Ok(())
    }

    fn seed_result_letter(
        &self,
        tx: &mut Tx<'_>,
        group: &[FindingListing],
        at: Timestamp,
    ) -> Step<PaperRecord> {
        let issuing = IssuingHand {
            user: None,
            name: BUREAU.to_owned(),
            at,
            serves: false,
        };
        let record = self.issue_letter_of(tx, &issuing, group, "")?;
        let next = self.served(record, at.shanghai_date(), tx.division)?;
        step_of(tx, next, BUREAU, "", at)
    }

    fn walk_letter(
        &self,
        tx: &mut Tx<'_>,
        letter: &SeedLetterOfFindings,
        mut record: PaperRecord,
    ) -> Step<PaperRecord> {
        if let Some(at) = letter.receipted_at {
            let next = receipted(record, PaperState::Receipted, at.shanghai_date());
            record = step_of(tx, next, UNIT, "", at)?;
        }
        if let Some(at) = letter.planned_at {
            let next = answered(record, PaperState::Answered, at.shanghai_date());
            record = step_of(tx, next, UNIT, "整改措施逐条见整改方案。", at)?;
        }
        Ok(record)
    }

    /// Freezes a list, draws from it and writes down what was seen.
    ///
    /// # Errors
    ///
    /// As [`App::freeze_look_back`] and [`App::draw_look_back`].
    pub fn seed_look_back(&self, division: Division, seed: &SeedLookBack) -> Result<(), AppError> {
        self.operate(division, Action::SeedDemonstration, |tx| {
            let [frozen_at, drawn_at, seen_at] = seed.at;
            let eligible = eligible_for_look_back(tx.db, division, seed.years)?;
            let frame = frame_of_findings(&eligible)?;
            let one = LookBack {
                id: tx.fresh()?,
                year: seed.year,
                number: 1,
                title: format!("{} 年度绩效问题整改回头看(第 1 次)", seed.year),
                years: seed.years,
                announced: seed.announced.to_owned(),
                reason: String::new(),
                frame: serde_json::to_string(frame.units()).map_err(AppError::fault)?,
                frame_sha256: frame.sha256().to_owned(),
                frozen: hand(BUREAU, frozen_at),
                drawn: None,
                version: 1,
            };
            insert_look_back(tx.db, division, &one)?;
            let rule = self.rules(division, seed.year).rectification()?.look_back;
            self.draw_now(tx, &one, rule, seed.start_value, &hand(BUREAU, drawn_at))?;
            let one = find_look_back(tx.db, division, one.id)?.ok_or(AppError::NotFound)?;
            let objects = objects_of(tx.db, division, one.id)?;
            for (object, (holds, evidence)) in objects.into_iter().zip(seed.seen) {
                self.look_again(tx, &one, object, (*holds, evidence), seen_at)?;
            }
            Ok(())
        })
    }

    fn look_again(
        &self,
        tx: &mut Tx<'_>,
        one: &LookBack,
        object: hengji_store::rectification::LookBackObject,
        (holds, evidence): (bool, &str),
        at: Timestamp,
    ) -> Step<()> {
        let by = hand(BUREAU, at);
        let found = finding_listings(tx.db, tx.division, &[object.finding])?;
        let listing = found.into_iter().next().ok_or(AppError::NotFound)?;
        let (result, deed) = if holds {
            (LookBackResult::Holds, "held")
        } else {
            (LookBackResult::Relapsed, "relapsed")
        };
        let relapse = match result {
            LookBackResult::Holds => None,
            LookBackResult::Relapsed => Some(self.reopen(tx, one, &listing, evidence, &by)?),
        };
        let told = Trail {
            deed: deed.to_owned(),
            words: evidence.to_owned(),
            before: String::new(),
            hand: by.clone(),
        };
        insert_finding_steps(tx.db, tx.division, &[(object.finding, told)])?;
        let seen = hengji_store::rectification::LookBackObject {
            result: Some(result),
            evidence: evidence.to_owned(),
            looked_on: Some(at.shanghai_date()),
            hand: Some(by),
            relapse,
            ..object
        };
        record_result(tx.db, tx.division, &seen)?;
        Ok(())
    }
}

/// A project says itself which unit answers for it, and what the origin is called.
fn new_finding(tx: &mut Tx<'_>, letter: &SeedLetterOfFindings, one: &SeedFinding) -> Step<NewFinding> {
    let project = match one.project {
        None => None,
        Some(id) => Some(projects::find(tx.db, tx.division, id)?.ok_or(AppError::NotFound)?),
    };
    let (unit, title) = match &project {
        None => (one.unit, one.origin_title.clone()),
        Some(project) => (project.unit, format!("{}{}", project.name, one.origin_title)),
    };
    Ok(NewFinding {
        year: letter.year,
        origin: FindingOrigin {
            kind: one.origin.to_owned(),
            id: one.project.map(|id| id.to_string()),
            title,
        },
        unit,
        project: one.project,
        line: None,
        place: String::new(),
        words: one.words.to_owned(),
        cause: one.cause.to_owned(),
        severity: one.severity.to_owned(),
        amount: one.amount,
        evidence: one.evidence.to_owned(),
        earlier: None,
        fixed_on: letter.entered_at.shanghai_date(),
    })
}

/// One step of a letter; its findings move with it.
fn step_of(tx: &mut Tx<'_>, next: PaperRecord, who: &str, words: &str, at: Timestamp) -> Step<PaperRecord> {
    let version = papers::update(tx.db, tx.division, &next)?;
    let event = PaperEvent {
        paper: next.id,
        version,
        state: next.standing.state,
        words: words.to_owned(),
        user: None,
        user_name: who.to_owned(),
        at,
    };
    papers::insert_events(tx.db, tx.division, &[event])?;
    let next = PaperRecord { version, ..next };
    follow_letter(tx, &hand(who, at), &next)?;
    Ok(next)
}

/// The life of a measure as far as it has come.
fn live(
    tx: &mut Tx<'_>,
    finding: &EvaluationFinding,
    letter: &SeedLetterOfFindings,
    (kind, words, due_on, state): (&str, &str, NaiveDate, CommitmentState),
) -> Step<()> {
    let planned_at = letter.planned_at.unwrap_or(letter.entered_at);
    let claimed_at = Timestamp::start_of_day(due_on).plus_seconds(15 * 3_600);
    let verified_at = claimed_at.plus_seconds(6 * 24 * 3_600);
    let was_claimed = state != CommitmentState::Promised;
    let is_verified = state == CommitmentState::Verified;
    let one = Commitment {
        id: tx.fresh()?,
        finding: finding.id,
        kind: kind.to_owned(),
        words: words.to_owned(),
        owner: "业务科室".to_owned(),
        due_on,
        proof_asked: "整改情况说明及佐证".to_owned(),
        state,
        promised: hand(UNIT, planned_at),
        claimed_by: None,
        claimed_on: was_claimed.then(|| claimed_at.shanghai_date()),
        verified_by: None,
        verified_on: is_verified.then(|| verified_at.shanghai_date()),
        version: match state {
            CommitmentState::Promised => 1,
            CommitmentState::Claimed => 2,
            CommitmentState::Rejected | CommitmentState::Verified => 3,
        },
    };
    insert_commitments(tx.db, tx.division, std::slice::from_ref(&one))?;
    let told = |deed: &str, said: &str, who: &str, at| {
        let step = Trail {
            deed: deed.to_owned(),
            words: said.to_owned(),
            before: String::new(),
            hand: hand(who, at),
        };
        (one.id, step)
    };
    let mut steps = vec![told("promised", words, UNIT, planned_at)];
    if was_claimed {
        steps.push(told("claimed", "已按方案整改,材料附后。", UNIT, claimed_at));
        prove(tx, &one, claimed_at)?;
    }
    match state {
        CommitmentState::Verified => steps.push(told("verified", "查看材料,情况属实。", BUREAU, verified_at)),
        CommitmentState::Rejected => {
            steps.push(told(
                "rejected",
                "材料只有说明,没有支付凭证,请补充。",
                BUREAU,
                verified_at,
            ));
        }
        CommitmentState::Promised | CommitmentState::Claimed => {}
    }
    insert_commitment_steps(tx.db, tx.division, &steps)?;
    if is_verified {
        let next = EvaluationFinding {
            state: FindingState::Rectified,
            ..finding.clone()
        };
        update_evaluation_finding(tx.db, tx.division, &next)?;
        let told = Trail {
            deed: "rectified".to_owned(),
            words: String::new(),
            before: String::new(),
            hand: hand(BUREAU, verified_at),
        };
        insert_finding_steps(tx.db, tx.division, &[(finding.id, told)])?;
    }
    Ok(())
}

/// A proof of the demonstration says that it is one.
fn prove(tx: &mut Tx<'_>, one: &Commitment, at: Timestamp) -> Step<()> {
    let text = format!("演示数据:整改情况说明。\n{}\n", one.words);
    let sha256 = attachments::store_content(tx.db, tx.division, text.as_bytes())?;
    let proof = Proof {
        id: tx.fresh()?,
        commitment: one.id,
        round: 1,
        file_name: "整改情况说明.txt".to_owned(),
        media_type: "text/plain".to_owned(),
        byte_count: u64::try_from(text.len()).map_err(AppError::fault)?,
        sha256,
        hand: hand(UNIT, at),
    };
    insert_proofs(tx.db, tx.division, std::slice::from_ref(&proof))?;
    Ok(())
}
