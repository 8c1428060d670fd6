//! Spot evaluations of a demonstration at every stage of their life: scored by the same rules, signed off by the same
//! sheets and concluded from the same scores as those of people, in bulk statements.

mod scores;
mod sheets;

use hengji_authz::Action;
use hengji_domain::id::{EvaluationId, ProjectId, SignOffId, SpotRoundId, UnitId};
use hengji_domain::person::{Actor, Role};
use hengji_domain::sign_off::{
    Answered, SecondLook, SignOffHand, SignOffSheet, SignOffSide, SignOffState, issued_state,
};
use hengji_domain::{BudgetYear, Division, Timestamp};
use hengji_store::evaluations::{self, EvaluationResult, EvaluationScore};
use hengji_store::{sign_offs, spot};

use self::scores::{Mix, scored};
pub(super) use self::sheets::proposed;
use self::sheets::{answered, concluded, looked};
use super::case::EvaluationCase;
use super::open::open_in;
use crate::app::{App, Step, Tx};
use crate::error::AppError;
use crate::papers::issue::IssuingHand;
use crate::seed::Signers;
use crate::spot::{KIND, drawn_subjects};

/// Half a point, hundredths: bureaus lower scores by halves.
const HALF: i32 = 50;

/// How far a spot evaluation of a demonstration has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SeedSpotStage {
    /// Only the quality of the self-evaluation is scored.
    Scoring,
    /// Everything is scored, no sheet is out.
    Scored,
    /// The sheet waits for its answer.
    Sent,
    /// The department disputes.
    Disputed,
    /// The department has signed, the bureau has not.
    HalfSigned,
    /// Both sides have signed.
    Signed,
    /// Concluded.
    Concluded,
}

/// When the evaluations of a batch passed their stages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeedSpotBatch {
    /// Scored.
    pub scored_at: Timestamp,
    /// The sheet went out.
    pub issued_at: Timestamp,
    /// It was answered.
    pub answered_at: Timestamp,
    /// Disputes were looked at again.
    pub looked_at: Timestamp,
    /// Both sides signed.
    pub signed_at: Timestamp,
    /// Concluded.
    pub concluded_at: Timestamp,
}

/// One evaluation: those of the department on show first, each department's in the order of the draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedSpotEvaluation {
    /// How far it has come.
    pub stage: SeedSpotStage,
    /// When, as a number in the batches.
    pub batch: usize,
    /// What is drawn at random for it begins here.
    pub start: u64,
}

/// The words of the demonstration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedSpotWords {
    /// Why a score was lowered.
    pub reasons: Vec<String>,
    /// Findings that belong to no line.
    pub findings: Vec<String>,
    /// Why a department disputes, and its evidence.
    pub disputes: Vec<(String, String)>,
    /// What the second look says where it amends, and where it upholds.
    pub looks: [String; 2],
    /// What is concluded.
    pub conclusion: String,
}

/// The evaluations of a drawn round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedSpotEvaluations {
    /// Budget year.
    pub year: BudgetYear,
    /// The round.
    pub round: SpotRoundId,
    /// The department on show.
    pub focus: Option<UnitId>,
    /// When they were begun.
    pub begun_at: Timestamp,
    /// The batches.
    pub batches: Vec<SeedSpotBatch>,
    /// One for each drawn project.
    pub all: Vec<SeedSpotEvaluation>,
    /// The words.
    pub words: SeedSpotWords,
}

/// The people of a demonstration.
struct Cast {
    scorer: Actor,
    reviewer: Actor,
    department: Actor,
}

impl Cast {
    fn of(division: Division, signers: &Signers) -> Result<Self, AppError> {
        let actor = |role: Role| -> Result<Actor, AppError> {
            let user = signers.get(&role).copied();
            Ok(Actor {
                user: user.ok_or_else(|| AppError::fault(format!("演示账户中没有{}", role.name())))?,
                name: role.name().to_owned(),
                division,
                grants: Vec::new(),
                address: String::new(),
            })
        };
        Ok(Self {
            scorer: actor(Role::PerformanceReviewer)?,
            reviewer: actor(Role::BureauLeader)?,
            department: actor(Role::DepartmentReviewer)?,
        })
    }
}

pub(super) fn hand(actor: &Actor, at: Timestamp) -> SignOffHand {
    SignOffHand {
        user: actor.user,
        name: actor.name.clone(),
        at,
    }
}

/// What is written at once at the end.
#[derive(Default)]
struct Made {
    scores: Vec<EvaluationScore>,
    sheets: Vec<SignOffSheet>,
    answers: Vec<(SignOffId, Vec<Answered>)>,
    looks: Vec<(SignOffId, u32, SecondLook)>,
    results: Vec<EvaluationResult>,
    concluded: Vec<EvaluationId>,
}

impl App {
    /// Begins the evaluations of a drawn round and brings each to its stage; how many.
    ///
    /// # Errors
    ///
    /// [`AppError::RuleMissing`]; [`AppError::Refused`] for what an evaluation or a sheet refuses;
    /// [`AppError::Fault`] for a role that nobody of the demonstration has.
    pub fn seed_spot_evaluations(
        &self,
        division: Division,
        seed: &SeedSpotEvaluations,
        signers: &Signers,
    ) -> Result<usize, AppError> {
        let cast = Cast::of(division, signers)?;
        self.operate(division, Action::SeedDemonstration, |tx| {
            let now = tx.now;
            tx.now = seed.begun_at;
            let made = self.begin_and_bring(tx, seed, &cast)?;
            tx.now = now;
            Ok(made)
        })
    }

    fn begin_and_bring(&self, tx: &mut Tx<'_>, seed: &SeedSpotEvaluations, cast: &Cast) -> Step<usize> {
        let round = spot::find_round(tx.db, tx.division, seed.round)?.ok_or(AppError::NotFound)?;
        let subjects = drawn_subjects(tx.db, tx.division, &round)?;
        let rules = self.rules(tx.division, seed.year);
        open_in(tx, &cast.scorer, &rules, KIND, &subjects)?;
        let cases = self.load_many(tx.db, tx.division, seed.year, KIND)?;
        let mut order: Vec<Option<ProjectId>> = Vec::new();
        for is_on_show in [true, false] {
            let own = subjects
                .iter()
                .filter(|one| (Some(one.department) == seed.focus) == is_on_show);
            order.extend(own.map(|one| one.project));
        }
        let mut made = Made::default();
        let mut signed: Vec<(EvaluationCase, SignOffSheet, &SeedSpotEvaluation)> = Vec::new();
        for mut case in cases {
            let project = case.listing.evaluation.project;
            let place = order.iter().position(|one| *one == project);
            let told = place.and_then(|place| seed.all.get(place));
            let Some((told, batch)) = told.and_then(|told| Some((told, seed.batches.get(told.batch)?)))
            else {
                continue;
            };
            let mut mix = Mix(told.start);
            case.scores = scored(tx, &case, told, (batch, seed), cast, &mut mix)?;
            made.scores.extend(case.scores.iter().cloned());
            if told.stage >= SeedSpotStage::Sent {
                let sheet = self.brought(tx, &mut case, (told, batch, seed), cast, &mut mix, &mut made)?;
                signed.push((case, sheet, told));
            }
        }
        self.papers_of(tx, seed, cast, &mut signed)?;
        for (case, sheet, told) in signed {
            if let Some(batch) = seed
                .batches
                .get(told.batch)
                .filter(|_| told.stage == SeedSpotStage::Concluded)
            {
                made.results.push(concluded(&case, cast, batch, &seed.words)?);
                made.concluded.push(case.listing.evaluation.id);
            }
            made.sheets.push(sheet);
        }
        written(tx, &made)?;
        Ok(subjects.len())
    }

    /// The sheet of an evaluation as far as its stage asks.
    fn brought(
        &self,
        tx: &Tx<'_>,
        case: &mut EvaluationCase,
        (told, batch, seed): (&SeedSpotEvaluation, &SeedSpotBatch, &SeedSpotEvaluations),
        cast: &Cast,
        mix: &mut Mix,
        made: &mut Made,
    ) -> Step<SignOffSheet> {
        let rules = self.rules(tx.division, seed.year).sign_off()?;
        let holidays = self.rule_book().holidays_around(tx.division, seed.year);
        let findings = if mix.below(100) < 45 {
            mix.one_of(&seed.words.findings).to_owned()
        } else {
            String::new()
        };
        let points = proposed(case, findings)?;
        let sheet = SignOffSheet {
            id: tx.fresh()?,
            evaluation: case.listing.evaluation.id,
            edition: 1,
            state: issued_state(&points),
            answer_due_on: rules
                .answer
                .last_day(batch.issued_at.shanghai_date(), &holidays)?,
            issued: hand(&cast.scorer, batch.issued_at),
            answered: None,
            bureau: None,
            department: None,
            closing: None,
            paper: None,
            version: 1,
            points,
        };
        if told.stage == SeedSpotStage::Sent {
            return Ok(sheet);
        }
        let disputes = told.stage == SeedSpotStage::Disputed || mix.below(100) < 18;
        let sheet = answered(
            sheet,
            disputes,
            (batch, seed),
            cast,
            (mix, rules.reason_least),
            made,
        )?;
        if told.stage == SeedSpotStage::Disputed {
            return Ok(sheet);
        }
        let sheet = looked(
            tx,
            case,
            sheet,
            (batch, seed),
            cast,
            (mix, rules.reason_least),
            made,
        )?;
        let sheet = sheet.signed(SignOffSide::Department, hand(&cast.department, batch.signed_at))?;
        if told.stage == SeedSpotStage::HalfSigned {
            return Ok(sheet);
        }
        Ok(sheet.signed(SignOffSide::Bureau, hand(&cast.scorer, batch.signed_at))?)
    }

    /// Numbers the signed sheets, batch by batch, each on its day.
    fn papers_of(
        &self,
        tx: &mut Tx<'_>,
        seed: &SeedSpotEvaluations,
        cast: &Cast,
        signed: &mut [(EvaluationCase, SignOffSheet, &SeedSpotEvaluation)],
    ) -> Step<()> {
        for (number, batch) in seed.batches.iter().enumerate() {
            let mut own: Vec<&mut (EvaluationCase, SignOffSheet, &SeedSpotEvaluation)> = signed
                .iter_mut()
                .filter(|(_, sheet, told)| told.batch == number && sheet.state == SignOffState::Locked)
                .collect();
            let drafts: Vec<_> = own
                .iter()
                .map(|(case, sheet, _)| self.sign_off_paper(tx.division, case, sheet))
                .collect::<Result<_, _>>()?;
            let hand = IssuingHand {
                user: Some(cast.scorer.user),
                name: cast.scorer.name.clone(),
                at: batch.signed_at,
                serves: true,
            };
            let issued = self.issue_papers(tx, &hand, &drafts)?;
            for (one, paper) in own.iter_mut().zip(issued) {
                one.1.paper = Some(paper.record.id);
            }
        }
        Ok(())
    }
}

/// Everything in bulk statements, what is pointed at before what points.
fn written(tx: &mut Tx<'_>, made: &Made) -> Step<()> {
    evaluations::insert_scores(tx.db, tx.division, &made.scores)?;
    sign_offs::insert_sheets(tx.db, tx.division, &made.sheets)?;
    sign_offs::insert_answers(tx.db, tx.division, &made.answers)?;
    sign_offs::insert_looks(tx.db, tx.division, &made.looks)?;
    evaluations::insert_results(tx.db, tx.division, &made.results)?;
    evaluations::conclude_many(tx.db, tx.division, &made.concluded)?;
    Ok(())
}
