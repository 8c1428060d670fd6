//! 机构登记簿 (register) and one institution, each in at most six statements.

use std::collections::BTreeMap;

use hengji_authz::{Action, Resource, decide};
use hengji_domain::id::{ProjectId, UnitId};
use hengji_domain::person::Actor;
use hengji_domain::third_party::{Evidence, blocks};
use hengji_domain::{BudgetYear, Money};
use hengji_store::third_party::{AssignmentListing, InstitutionConflict, InstitutionHand};

use super::judge::Register;
use super::view::{
    AssignmentRow, ConflictView, InstitutionPage, InstitutionRegister, InstitutionRow, PersonView,
};
use crate::app::{App, Directory};
use crate::common::Hand;
use crate::error::AppError;

/// Which institutions to list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InstitutionQuery {
    /// Words in the name or the code.
    pub text: String,
    /// Only who may be chosen, or only who may not.
    pub is_eligible: Option<bool>,
    /// Only of this kind; empty for all.
    pub kind: String,
}

impl App {
    /// The register with the cases of a year.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`]; [`AppError::RuleMissing`].
    pub fn institutions(
        &self,
        actor: &Actor,
        year: BudgetYear,
        query: &InstitutionQuery,
    ) -> Result<InstitutionRegister, AppError> {
        self.may_look(actor, Action::ViewInstitutions)?;
        let judged_in = self.current_year()?;
        let rules = self.rules(actor.division, judged_in);
        let (kinds, _) = rules.institution_words()?;
        let all = self.institution_rows(actor, year)?;
        let counts = (all.len(), all.iter().filter(|row| row.is_eligible).count());
        let words = query.text.trim().to_lowercase();
        let rows = all
            .into_iter()
            .filter(|row| query.is_eligible.is_none_or(|wanted| wanted == row.is_eligible))
            .filter(|row| query.kind.is_empty() || row.kind == query.kind)
            .filter(|row| {
                row.name.to_lowercase().contains(&words) || row.credit_code.to_lowercase().contains(&words)
            });
        Ok(InstitutionRegister {
            rows: rows.collect(),
            counts,
            judged_in,
            kinds,
            may_enter: may(actor, Action::EnterInstitution),
        })
    }

    /// Every institution with its answer, by name.
    pub(super) fn institution_rows(
        &self,
        actor: &Actor,
        year: BudgetYear,
    ) -> Result<Vec<InstitutionRow>, AppError> {
        let admission = self
            .rules(actor.division, self.current_year()?)
            .institution_admission()?;
        let conflict_years = self
            .rules(actor.division, year)
            .institution_assignment()?
            .conflict_years;
        let today = self.now().shanghai_date();
        let register = self.read(|db| Ok(Register::load(db, actor.division)?))?;
        let directory = self.directory(actor.division)?;
        let row = |one: &hengji_store::third_party::Institution| {
            let unmet: Vec<String> = register
                .conditions(one, &admission, today)
                .into_iter()
                .filter(|condition| condition.evidence != Evidence::Met)
                .map(|condition| format!("{}({})", condition.name, condition.evidence.name()))
                .collect();
            let own = register.assignments.iter().filter(|case| {
                case.assignment.institution == one.unit
                    && case.year == year
                    && case.assignment.state.is_live()
            });
            InstitutionRow {
                unit: one.unit,
                name: directory.name(one.unit),
                credit_code: one.credit_code.clone(),
                kind: one.kind.clone(),
                people: register.staff(one.unit).count(),
                leads: register.staff(one.unit).filter(|person| person.is_lead).count(),
                conflicts: register
                    .conflicts
                    .iter()
                    .filter(|known| known.institution == one.unit && holds(known, conflict_years, today))
                    .count(),
                cases: own.clone().count(),
                amount: own.fold(Money::ZERO, |sum, case| {
                    sum.checked_add(case.amount).unwrap_or(sum)
                }),
                is_eligible: unmet.is_empty(),
                why_not: unmet.join(";"),
            }
        };
        let mut rows: Vec<InstitutionRow> = register.institutions.iter().map(row).collect();
        rows.sort_by_key(|row| crate::units::sort_key(&row.name));
        Ok(rows)
    }

    /// One institution.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`]; [`AppError::Forbidden`]; [`AppError::RuleMissing`].
    pub fn institution(&self, actor: &Actor, unit: UnitId) -> Result<InstitutionPage, AppError> {
        self.may_look(actor, Action::ViewInstitutions)?;
        let judged_in = self.current_year()?;
        let rules = self.rules(actor.division, judged_in);
        let (kinds, conflict_kinds) = rules.institution_words()?;
        let conflict_years = rules.institution_assignment()?.conflict_years;
        let today = self.now().shanghai_date();
        let register = self.read(|db| Ok(Register::load(db, actor.division)?))?;
        let directory = self.directory(actor.division)?;
        let known = register.find(unit).ok_or(AppError::NotFound)?;
        let people = register.people.iter().filter(|one| one.institution == unit);
        let person_name = |id| {
            people
                .clone()
                .find(|one| one.id == id)
                .map(|one| one.name.clone())
        };
        let projects = self.conflict_projects(actor, &register, unit)?;
        let conflict = |one: &InstitutionConflict| ConflictView {
            id: one.id,
            whose: one
                .person
                .and_then(person_name)
                .unwrap_or_else(|| "本机构".to_owned()),
            with: keeps_away_from(one, &directory, &projects),
            kind: one.kind.clone(),
            note: one.note.clone(),
            ended_on: one.ended_on,
            holds: holds(one, conflict_years, today),
            declared: by(&one.declared),
            withdrawn: one
                .withdrawn
                .as_ref()
                .map(|(hand, reason)| (by(hand), reason.clone())),
        };
        let own = register
            .assignments
            .iter()
            .filter(|one| one.assignment.institution == unit);
        Ok(InstitutionPage {
            institution: known.clone(),
            name: directory.name(unit),
            judged_in,
            conditions: register.conditions(known, &rules.institution_admission()?, today),
            people: people
                .clone()
                .map(|one| PersonView {
                    id: one.id,
                    name: one.name.clone(),
                    practice_from: one.practice_from,
                    evaluation_from: one.evaluation_from,
                    is_lead: one.is_lead,
                    left_on: one.left_on,
                })
                .collect(),
            conflicts: register
                .conflicts
                .iter()
                .filter(|one| one.institution == unit)
                .map(conflict)
                .collect(),
            assignments: own.rev().map(|one| assignment_row(one, &directory)).collect(),
            kinds,
            conflict_kinds,
            raters: self.rater_choices(actor)?,
            may_enter: may(actor, Action::EnterInstitution),
        })
    }

    /// Names of the projects that an institution keeps away from.
    fn conflict_projects(
        &self,
        actor: &Actor,
        register: &Register,
        unit: UnitId,
    ) -> Result<BTreeMap<ProjectId, String>, AppError> {
        let own = register.conflicts.iter().filter(|one| one.institution == unit);
        let ids: Vec<_> = own.filter_map(|one| one.project).collect();
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        self.read(|db| Ok(hengji_store::projects::names(db, actor.division, &ids)?))
    }
}

/// What an institution keeps away from, in words.
fn keeps_away_from(
    one: &InstitutionConflict,
    directory: &Directory,
    projects: &BTreeMap<ProjectId, String>,
) -> String {
    match (one.unit, one.project, &one.rater) {
        (Some(unit), _, _) => directory.name(unit),
        (None, _, Some((_, name))) => format!("评分人 {name}"),
        (None, project, None) => {
            let name = project.and_then(|id| projects.get(&id).cloned());
            name.unwrap_or_default()
        }
    }
}

/// Whether a role of the actor may do this to the division.
pub(super) fn may(actor: &Actor, action: Action) -> bool {
    decide(actor, action, &Resource::Division(actor.division)).allow
}

/// A hand as pages show it.
pub(super) fn by(hand: &InstitutionHand) -> Hand {
    Hand {
        name: hand.name.clone(),
        at: hand.at,
    }
}

fn holds(one: &InstitutionConflict, years: u32, on: hengji_domain::NaiveDate) -> bool {
    one.withdrawn.is_none() && blocks(one.ended_on, years, on)
}

/// An assignment as pages show it.
pub(super) fn assignment_row(one: &AssignmentListing, directory: &Directory) -> AssignmentRow {
    let known = &one.assignment;
    AssignmentRow {
        id: known.id,
        evaluation: known.evaluation,
        year: one.year,
        title: one.title.clone(),
        unit_name: one.unit_name.clone(),
        amount: one.amount,
        institution: known.institution,
        institution_name: directory.name(known.institution),
        way: known.way,
        draw: known.draw,
        reason: known.reason.clone(),
        assigned: by(&known.assigned),
        handed_in: known.handed_in.as_ref().map(by),
        withdrawn: known
            .withdrawn
            .as_ref()
            .map(|(hand, reason)| (by(hand), reason.clone())),
        state: known.state,
        evaluation_state: one.evaluation_state,
        version: known.version,
    }
}
