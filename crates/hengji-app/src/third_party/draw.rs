//! 机构抽取 (draw): the candidates of each case are announced with the source of the start value; after the event one
//! person enters the value and another confirms it, which draws one institution for each case.

use hengji_analysis::draw::{Columns, Frame, Occasion, Record, Rounding, Rule, Selection, Strata, Unit};
use hengji_authz::{Action, Resource};
use hengji_domain::id::{EvaluationId, InstitutionDrawId, UnitId};
use hengji_domain::person::Actor;
use hengji_domain::third_party::{AssignmentWay, InstitutionDrawState, ThirdPartyRefusal};
use hengji_domain::{BudgetYear, Timestamp};
use hengji_store::evaluations;
use hengji_store::third_party::{self, InstitutionDraw, InstitutionSigner};
use serde::{Deserialize, Serialize};

use super::assign::{REASON_MAX, WithdrawInput, new};
use super::judge::{CaseOf, Judging, Register};
use super::{checked, hand, signer, text};
use crate::app::{App, Halt, Request, Step, Tx};
use crate::budget_years::require_open;
use crate::common::{RequestKey, Written};
use crate::error::{AppError, FieldError};

/// What is announced.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawAnnouncement {
    /// The evaluations, one institution each.
    pub evaluations: Vec<String>,
    /// The future public event, in words.
    pub source: String,
    /// When its outcome becomes known, in Shanghai: `2021-03-05 21:15`.
    pub known_at: String,
}

/// A start value as somebody types it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawValue {
    /// The version that was read.
    pub version: i32,
    /// The text that the public event gave.
    pub value: String,
}

/// One institution that may be drawn for one case, as announced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Candidate {
    /// Its number in the frame.
    pub(super) code: String,
    /// The case, in words that are once in the frame.
    pub(super) case: String,
    pub(super) evaluation: String,
    pub(super) unit: String,
    pub(super) institution: String,
    pub(super) amount_fen: i64,
}

/// Evaluations of one draw at most.
const BATCH_MAX: usize = 200;

impl App {
    /// Announces a draw of one institution for each of some evaluations.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] `draw-evaluations`, `draw-known-at`, `text-length`; [`AppError::Refused`]
    /// `institution-draw-known`, `institution-draw-no-candidates`, `institution-draw-too-large`, `year-closed`;
    /// [`AppError::NotFound`]; [`AppError::RuleMissing`]; [`AppError::Forbidden`].
    pub fn announce_institution_draw(
        &self,
        actor: &Actor,
        key: &RequestKey,
        year: BudgetYear,
        input: &DrawAnnouncement,
    ) -> Result<Written, AppError> {
        let (ids, source, known_at) = read(input)?;
        self.act(
            actor,
            Action::AnnounceInstitutionDraw,
            &Request::new(key, &(year.get(), input))?,
            |tx| Ok((Resource::Division(tx.division), ())),
            |tx, ()| {
                if known_at <= tx.now {
                    let now = tx.now;
                    return Err(ThirdPartyRefusal::KnownAlready { known_at, now }.into());
                }
                let announced = signer(actor, tx);
                let draw = self.announced_draw(tx, (year, &ids), (&source, known_at), announced)?;
                Ok(Written {
                    id: draw.id.to_string(),
                    version: 1,
                })
            },
        )
    }

    /// Enters the start value, or corrects it while nobody has confirmed it.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `institution-draw-early`, `institution-draw-not-now`; [`AppError::Invalid`];
    /// [`AppError::Stale`]; [`AppError::NotFound`].
    pub fn enter_institution_value(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: InstitutionDrawId,
        input: &DrawValue,
    ) -> Result<Written, AppError> {
        let value = value_of(input)?;
        self.act(
            actor,
            Action::EnterInstitutionValue,
            &Request::new(key, &(id.to_string(), "enter", input))?,
            |tx| find(tx, id),
            |tx, draw| {
                draw.state.may_enter(draw.known_at, tx.now)?;
                require_version(&draw, input.version)?;
                tx.detail("start_value", &value);
                let next = InstitutionDraw {
                    value: Some((value.clone(), signer(actor, tx))),
                    state: InstitutionDrawState::Entered,
                    ..draw
                };
                saved(tx, &next)
            },
        )
    }

    /// Confirms the start value by typing it again, and draws in the same transaction.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `institution-draw-own-value`, `institution-draw-value-differs`,
    /// `institution-draw-not-now`, `institution-draw-list-changed`; [`AppError::Stale`]; [`AppError::NotFound`].
    pub fn draw_institutions(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: InstitutionDrawId,
        input: &DrawValue,
    ) -> Result<Written, AppError> {
        let confirmed = value_of(input)?;
        self.act(
            actor,
            Action::DrawInstitutions,
            &Request::new(key, &(id.to_string(), "draw", input))?,
            |tx| find(tx, id),
            |tx, draw| {
                let (entered, by) = draw.value.clone().unzip();
                draw.state.may_confirm(by.map(|signer| signer.user), actor.user)?;
                require_version(&draw, input.version)?;
                let entered = entered.unwrap_or_default();
                if entered != confirmed {
                    let confirmed = confirmed.clone();
                    return Err(ThirdPartyRefusal::ValueDiffers { entered, confirmed }.into());
                }
                require_open(tx, draw.year)?;
                self.institutions_drawn(tx, actor, draw, &entered)
            },
        )
    }

    /// Gives a draw up before anything was drawn; its announcement stays to be read.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `institution-draw-not-now`, `assignment-reason-short`; [`AppError::Stale`];
    /// [`AppError::NotFound`].
    pub fn cancel_institution_draw(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: InstitutionDrawId,
        input: &WithdrawInput,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::AnnounceInstitutionDraw,
            &Request::new(key, &(id.to_string(), "cancel", input))?,
            |tx| find(tx, id),
            |tx, draw| {
                draw.state.may_cancel()?;
                require_version(&draw, input.version)?;
                let rules = self.rules(tx.division, draw.year).institution_assignment()?;
                let reason: String = rules.reason(&input.reason)?.chars().take(REASON_MAX).collect();
                tx.detail("reason", &reason);
                let next = InstitutionDraw {
                    cancelled: Some((hand(actor, tx), reason)),
                    state: InstitutionDrawState::Cancelled,
                    ..draw
                };
                saved(tx, &next)
            },
        )
    }

    /// Draws with a confirmed value, and writes record and assignments.
    pub(crate) fn institutions_drawn(
        &self,
        tx: &mut Tx<'_>,
        actor: &Actor,
        draw: InstitutionDraw,
        value: &str,
    ) -> Step<Written> {
        let candidates = candidates_of(&draw)?;
        self.require_unchanged(tx, &draw, &candidates)?;
        let drawn = signer(actor, tx);
        let record = Record::new(&frame(&candidates)?, &rule(), &occasion(&draw, value, drawn.at))?;
        let mut made = Vec::new();
        for code in &record.sample {
            let lost = || AppError::fault("机构抽取记录中有名单以外的机构");
            let one = candidates.iter().find(|one| one.code == *code).ok_or_else(lost)?;
            let (evaluation, unit): (EvaluationId, UnitId) = (one.evaluation.parse()?, one.unit.parse()?);
            made.push(new(
                tx,
                actor,
                (evaluation, unit),
                (AssignmentWay::Drawn, Some(draw.id), ""),
            )?);
        }
        third_party::insert_assignments(tx.db, tx.division, &made)?;
        tx.detail("start_value", value);
        tx.detail("evaluations", made.len());
        tx.detail("seal", &record.seal);
        let next = InstitutionDraw {
            drawn: Some(drawn),
            record: serde_json::to_string(&record).map_err(AppError::fault)?,
            state: InstitutionDrawState::Drawn,
            ..draw
        };
        saved(tx, &next)
    }

    /// Keeps a draw with its candidates of now.
    pub(crate) fn announced_draw(
        &self,
        tx: &mut Tx<'_>,
        (year, ids): (BudgetYear, &[EvaluationId]),
        (source, known_at): (&str, Timestamp),
        announced: InstitutionSigner,
    ) -> Step<InstitutionDraw> {
        require_open(tx, year)?;
        let candidates = self.institution_candidates(tx, year, ids)?;
        let frame = frame(&candidates)?;
        let earlier = third_party::draws_of_year(tx.db, tx.division, year)?;
        let number = earlier.last().map_or(1, |last| last.number.saturating_add(1));
        let draw = InstitutionDraw {
            id: tx.fresh()?,
            year,
            number,
            title: format!("{year} 年度绩效评价第三方机构抽取(第 {number} 次)"),
            candidates: serde_json::to_string(&candidates).map_err(AppError::fault)?,
            frame_sha256: frame.sha256().to_owned(),
            source: source.to_owned(),
            known_at,
            announced,
            value: None,
            drawn: None,
            record: String::new(),
            cancelled: None,
            state: InstitutionDrawState::Announced,
            version: 1,
        };
        third_party::insert_draw(tx.db, tx.division, &draw)?;
        tx.about("institution_draw", draw.id);
        tx.detail("title", &draw.title);
        tx.detail("evaluations", ids.len());
        tx.detail("source", source);
        tx.detail("known_at", known_at);
        tx.detail("frame_sha256", &draw.frame_sha256);
        Ok(draw)
    }

    /// The institutions that may be drawn for each of some evaluations.
    pub(super) fn institution_candidates(
        &self,
        tx: &mut Tx<'_>,
        year: BudgetYear,
        ids: &[EvaluationId],
    ) -> Step<Vec<Candidate>> {
        let register = Register::load(tx.db, tx.division)?;
        let admission = self
            .rules(tx.division, self.current_year()?)
            .institution_admission()?;
        let assignment = self.rules(tx.division, year).institution_assignment()?;
        let directory = self.directory(tx.division)?;
        let by = Judging {
            admission: &admission,
            assignment: &assignment,
            on: tx.now.shanghai_date(),
            directory: &directory,
        };
        let mut all = Vec::new();
        for (number, id) in (1_usize..).zip(ids) {
            let case = self.case_named(tx, year, *id)?;
            let mut out = Vec::new();
            let before = all.len();
            for institution in &register.institutions {
                match register.may_take(institution, &case, &by) {
                    Ok(()) => all.push(Candidate {
                        code: format!("{number:03}-{}", institution.credit_code),
                        case: format!("{number:03} {}", case.title.trim()),
                        evaluation: case.id.to_string(),
                        unit: institution.unit.to_string(),
                        institution: directory.name(institution.unit),
                        amount_fen: case.amount.fen().max(0),
                    }),
                    Err(refusal) => out.push(plain(&refusal)),
                }
            }
            if all.len() == before {
                let (title, why) = (case.title, out.concat());
                return Err(ThirdPartyRefusal::NoCandidates { title, why }.into());
            }
        }
        // Whoever could be drawn for every case must have room for every case: nobody chooses after the draw.
        for institution in &register.institutions {
            let unit = institution.unit.to_string();
            let batch = all.iter().filter(|one| one.unit == unit).count();
            let cases = register.cases(institution.unit, year);
            let most = assignment.cases_most;
            if 0 < batch && usize::try_from(most).is_ok_and(|most| most < cases.saturating_add(batch)) {
                let institution = directory.name(institution.unit);
                let refusal = ThirdPartyRefusal::BatchTooLarge {
                    institution,
                    cases,
                    batch,
                    most,
                };
                return Err(refusal.into());
            }
        }
        Ok(all)
    }

    fn case_named(&self, tx: &mut Tx<'_>, year: BudgetYear, id: EvaluationId) -> Step<CaseOf> {
        let listing = evaluations::find_listing(tx.db, tx.division, id)?;
        let listing = listing.filter(|known| known.evaluation.year == year);
        self.case_of(tx, &listing.ok_or(AppError::NotFound)?)
    }

    /// Refuses a draw whose candidates are no longer who may be drawn.
    fn require_unchanged(
        &self,
        tx: &mut Tx<'_>,
        draw: &InstitutionDraw,
        announced: &[Candidate],
    ) -> Step<()> {
        let register = Register::load(tx.db, tx.division)?;
        let admission = self
            .rules(tx.division, self.current_year()?)
            .institution_admission()?;
        let assignment = self.rules(tx.division, draw.year).institution_assignment()?;
        let directory = self.directory(tx.division)?;
        let by = Judging {
            admission: &admission,
            assignment: &assignment,
            on: tx.now.shanghai_date(),
            directory: &directory,
        };
        let mut case: Option<CaseOf> = None;
        for one in announced {
            let id: EvaluationId = one.evaluation.parse()?;
            let known = match case.take().filter(|known| known.id == id) {
                Some(known) => known,
                None => self.case_named(tx, draw.year, id)?,
            };
            let unit: UnitId = one.unit.parse()?;
            let institution = register.find(unit).ok_or(AppError::NotFound)?;
            if let Err(refusal) = register.may_take(institution, &known, &by) {
                let why = plain(&refusal);
                return Err(ThirdPartyRefusal::ListChanged { why }.into());
            }
            case = Some(known);
        }
        Ok(())
    }
}

/// The words of a refusal without its code.
fn plain(refusal: &ThirdPartyRefusal) -> String {
    let words = refusal.to_string();
    words.split(" [").next().unwrap_or_default().to_owned()
}

type Announced = (Vec<EvaluationId>, String, Timestamp);

fn read(input: &DrawAnnouncement) -> Result<Announced, AppError> {
    let mut errors = Vec::new();
    let source = text(&mut errors, "source", "起始值来源", &input.source, (4, 300));
    let known_at = Timestamp::read_shanghai(&input.known_at);
    if known_at.is_none() {
        let told = format!(
            "产生时间“{}”读不通,请写成 2021-03-05 21:15 的样子。",
            input.known_at
        );
        errors.push(FieldError::new("known_at", "draw-known-at", told));
    }
    let mut ids: Vec<EvaluationId> = input
        .evaluations
        .iter()
        .map(|id| id.parse())
        .collect::<Result<_, _>>()?;
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() || BATCH_MAX < ids.len() {
        let told = format!("请勾选 1 至 {BATCH_MAX} 个评价,现勾选 {} 个。", ids.len());
        errors.push(FieldError::new("evaluation", "draw-evaluations", told));
    }
    checked(errors)?;
    // The errors above include the time that could not be read.
    let known_at = known_at.ok_or_else(|| AppError::fault("产生时间"))?;
    Ok((ids, source, known_at))
}

fn value_of(input: &DrawValue) -> Result<String, AppError> {
    let mut errors = Vec::new();
    let value = text(&mut errors, "value", "起始值", &input.value, (1, 200));
    checked(errors)?;
    Ok(value)
}

fn find(tx: &mut Tx<'_>, id: InstitutionDrawId) -> Step<(Resource, InstitutionDraw)> {
    tx.about("institution_draw", id);
    let draw = third_party::find_draw(tx.db, tx.division, id)?.ok_or(AppError::NotFound)?;
    tx.detail("title", &draw.title);
    Ok((Resource::Division(tx.division), draw))
}

fn require_version(draw: &InstitutionDraw, version: i32) -> Step<()> {
    if draw.version == version {
        Ok(())
    } else {
        Err(Halt::stale("institution_draws", draw.id))
    }
}

fn saved(tx: &mut Tx<'_>, draw: &InstitutionDraw) -> Step<Written> {
    Ok(Written {
        id: draw.id.to_string(),
        version: third_party::update_draw(tx.db, tx.division, draw)?,
    })
}

/// The candidates as announced.
pub(super) fn candidates_of(draw: &InstitutionDraw) -> Result<Vec<Candidate>, AppError> {
    serde_json::from_str(&draw.candidates).map_err(AppError::fault)
}

/// The frame: a row for each pair of case and institution, the cases in the place of departments.
pub(super) fn frame(candidates: &[Candidate]) -> Result<Frame, AppError> {
    let units = candidates.iter().map(|one| Unit {
        id: one.code.clone(),
        department: one.case.clone(),
        amount_fen: one.amount_fen,
        self_score_centi: None,
    });
    Ok(Frame::new(units.collect())?)
}

/// One institution of each case, with equal chances.
pub(super) const fn rule() -> Rule {
    Rule {
        selection: Selection::Equal,
        strata: Strata::Departments(Vec::new()),
        share_bp: 0,
        least: 1,
        rounding: Rounding::Up,
        total: None,
    }
}

/// What the columns of the published list are called.
pub(super) fn columns() -> Columns {
    Columns {
        id: "编号".to_owned(),
        department: "评价".to_owned(),
        amount: "金额(元)".to_owned(),
        self_score: None,
    }
}

fn occasion(draw: &InstitutionDraw, start_value: &str, drawn_at: Timestamp) -> Occasion {
    Occasion {
        title: draw.title.clone(),
        announced: format!(
            "{} 公告候选名单指纹和抽取规则;起始值取自“{}”,{} 产生",
            draw.announced.at, draw.source, draw.known_at
        ),
        start_value: start_value.to_owned(),
        drawn_at: drawn_at.to_string(),
        number: 1,
        reason: None,
        columns: columns(),
    }
}
