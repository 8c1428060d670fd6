//! 委托 (assignments) of a year, and one draw.

use std::collections::BTreeSet;

use hengji_analysis::draw::Record;
use hengji_authz::{Action, Scope};
use hengji_domain::BudgetYear;
use hengji_domain::evaluation::EvaluationState;
use hengji_domain::id::{EvaluationId, InstitutionDrawId};
use hengji_domain::person::Actor;
use hengji_domain::third_party::{AssignmentState, InstitutionDrawState};
use hengji_store::evaluations::{self, EvaluationFilter, EvaluationSort};
use hengji_store::third_party::{self, InstitutionDraw, InstitutionSigner};
use hengji_store::{Direction, Page, audit};

use super::draw::candidates_of;
use super::page::{assignment_row, by, may};
use super::view::{AssignmentBoard, CandidateView, DrawBrief, DrawPage, ReadView};
use crate::app::App;
use crate::common::{Choice, Hand};
use crate::error::AppError;

/// Which assignments to list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AssignmentQuery {
    /// Words in the title, the unit or the institution.
    pub text: String,
    /// Only those that stand there.
    pub state: Option<AssignmentState>,
}

/// Evaluations offered for a draw or an assignment at most.
const OFFERED_MAX: u32 = 500;
/// Looks shown at most.
const READS_MAX: u32 = 50;

impl App {
    /// The assignments of a year with what may still be given.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`]; [`AppError::RuleMissing`].
    pub fn assignments(
        &self,
        actor: &Actor,
        year: BudgetYear,
        query: &AssignmentQuery,
    ) -> Result<AssignmentBoard, AppError> {
        self.may_look(actor, Action::ViewInstitutions)?;
        let rules = self.rules(actor.division, year).institution_assignment()?;
        let filter = EvaluationFilter::of_year(year, Scope::AllOfDivision);
        let all_pages = Page {
            offset: 0,
            limit: OFFERED_MAX,
        };
        let (known, cases, draws) = self.read(|db| {
            let known = third_party::all_assignments(db, actor.division)?;
            let (sort, up) = (EvaluationSort::Kind, Direction::Ascending);
            let cases = evaluations::list(db, actor.division, &filter, sort, up, all_pages)?;
            Ok((
                known,
                cases,
                third_party::draws_of_year(db, actor.division, year)?,
            ))
        })?;
        let directory = self.directory(actor.division)?;
        let of_year = || known.iter().filter(|one| one.year == year);
        let given: BTreeSet<EvaluationId> = of_year()
            .filter(|one| one.assignment.state.is_live())
            .map(|one| one.assignment.evaluation)
            .collect();
        let open = cases.iter().filter(|one| {
            one.evaluation.state != EvaluationState::Concluded && !given.contains(&one.evaluation.id)
        });
        let words = query.text.trim().to_lowercase();
        let rows = of_year()
            .rev()
            .map(|one| assignment_row(one, &directory))
            .filter(|row| query.state.is_none_or(|state| state == row.state))
            .filter(|row| {
                let told = format!("{} {} {}", row.title, row.unit_name, row.institution_name);
                told.to_lowercase().contains(&words)
            });
        let institutions = self.institution_rows(actor, year)?.into_iter();
        Ok(AssignmentBoard {
            year,
            rows: rows.collect(),
            counts: AssignmentState::ALL
                .map(|state| of_year().filter(|one| one.assignment.state == state).count()),
            unassigned: open
                .map(|one| Choice {
                    code: one.evaluation.id.to_string(),
                    name: format!("{} · {}", one.evaluation.title, one.unit_name),
                })
                .collect(),
            institutions: institutions
                .filter(|row| row.is_eligible)
                .map(|row| Choice {
                    code: row.unit.to_string(),
                    name: format!("{}(本年度 {} 个)", row.name, row.cases),
                })
                .collect(),
            draws: draws.iter().rev().map(brief).collect(),
            rule: (
                rules.cases_most,
                rules.pair_years,
                rules.conflict_years,
                rules.reason_least,
                rules.basis.verification.mark(),
            ),
            may_assign: may(actor, Action::AssignInstitution),
            may_announce: may(actor, Action::AnnounceInstitutionDraw),
            may_withdraw: may(actor, Action::WithdrawAssignment),
        })
    }

    /// What people of institutions looked at in an evaluation, the latest first.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`]; [`AppError::Fault`] when the database cannot be read.
    pub fn institution_reads(&self, actor: &Actor, id: EvaluationId) -> Result<Vec<ReadView>, AppError> {
        self.may_look(actor, Action::ViewInstitutions)?;
        let filter = audit::AuditFilter {
            object: Some(id.to_string()),
            action: Some(Action::ReadAssignedCase.code().to_owned()),
            ..audit::AuditFilter::default()
        };
        let page = Page {
            offset: 0,
            limit: READS_MAX,
        };
        let events = self.read(|db| Ok(audit::list(db, actor.division, &filter, page)?))?;
        let way = |details: Option<String>| -> String {
            let read: Option<std::collections::BTreeMap<String, String>> =
                details.and_then(|text| serde_json::from_str(&text).ok());
            read.and_then(|mut read| read.remove("change"))
                .unwrap_or_default()
        };
        let view = events.into_iter().map(|event| ReadView {
            who: event.what.actor_name.unwrap_or_default(),
            at: event.what.at,
            way: way(event.what.details),
        });
        Ok(view.collect())
    }

    /// One draw.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`]; [`AppError::Forbidden`].
    pub fn institution_draw(&self, actor: &Actor, id: InstitutionDrawId) -> Result<DrawPage, AppError> {
        self.may_look(actor, Action::ViewInstitutions)?;
        let found = self.read(|db| Ok(third_party::find_draw(db, actor.division, id)?))?;
        let draw = found.ok_or(AppError::NotFound)?;
        let record: Option<Record> = match draw.record.as_str() {
            "" => None,
            text => Some(serde_json::from_str(text).map_err(AppError::fault)?),
        };
        let ticket = |code: &str| {
            let mut units = record.iter().flat_map(|record| &record.units);
            units.find(|one| one.unit.id == code)
        };
        let candidates = candidates_of(&draw)?.into_iter().map(|one| {
            let drawn = ticket(&one.code);
            CandidateView {
                is_drawn: drawn.is_some_and(|drawn| drawn.is_drawn),
                ticket: drawn.map(|drawn| drawn.ticket.clone()).unwrap_or_default(),
                code: one.code,
                case: one.case,
                institution: one.institution,
            }
        });
        let entered_by = draw.value.as_ref().map(|(_, signer)| signer.user);
        let knows = draw.state == InstitutionDrawState::Drawn || entered_by == Some(actor.user);
        let is_known = draw.known_at <= self.now();
        let confirms = draw.state == InstitutionDrawState::Entered && entered_by != Some(actor.user);
        Ok(DrawPage {
            id,
            candidates: candidates.collect(),
            entered: draw
                .value
                .as_ref()
                .map(|(text, signer)| (knows.then(|| text.clone()), signed(signer))),
            drawn: draw.drawn.as_ref().map(signed),
            seal: record.map(|record| record.seal).unwrap_or_default(),
            cancelled: draw
                .cancelled
                .as_ref()
                .map(|(hand, reason)| (by(hand), reason.clone())),
            next: next(&draw, is_known).to_owned(),
            may: (
                draw.state.is_open() && is_known && !confirms && may(actor, Action::EnterInstitutionValue),
                confirms && may(actor, Action::DrawInstitutions),
                draw.state.is_open() && may(actor, Action::AnnounceInstitutionDraw),
            ),
            announced: signed(&draw.announced),
            title: draw.title,
            state: draw.state,
            frame_sha256: draw.frame_sha256,
            source: draw.source,
            known_at: draw.known_at,
            version: draw.version,
        })
    }
}

fn brief(draw: &InstitutionDraw) -> DrawBrief {
    DrawBrief {
        id: draw.id,
        title: draw.title.clone(),
        state: draw.state,
        known_at: draw.known_at,
    }
}

fn signed(signer: &InstitutionSigner) -> Hand {
    Hand {
        name: signer.name.clone(),
        at: signer.at,
    }
}

const fn next(draw: &InstitutionDraw, is_known: bool) -> &'static str {
    match draw.state {
        InstitutionDrawState::Announced if is_known => "起始值已经产生,请一人录入。",
        InstitutionDrawState::Announced => "等待公告的公开事件产生起始值。",
        InstitutionDrawState::Entered => "请另一人核对公开结果后再次录入,两次相同即抽取。",
        InstitutionDrawState::Drawn => "已抽取并委托;抽取记录可下载核验。",
        InstitutionDrawState::Cancelled => "已作废,没有抽取。",
    }
}
