//! Whether an institution may be chosen at all, and for one case: from the whole register, read in four statements.

use std::collections::BTreeSet;

use hengji_domain::evaluation::EvaluationState;
use hengji_domain::id::{EvaluationId, ProjectId, UnitId};
use hengji_domain::third_party::{
    AdmissionRules, AssignmentRules, Condition, Evidence, InstitutionFacts, PersonFacts, ThirdPartyRefusal,
    blocks, conditions, running_years,
};
use hengji_domain::{BudgetYear, Division, Money, NaiveDate};
use hengji_store::third_party::{
    self, AssignmentListing, Institution, InstitutionConflict, InstitutionPerson,
};
use hengji_store::{Db, StoreError};

use crate::app::Directory;

/// Everything that is known of institutions.
pub(super) struct Register {
    pub(super) institutions: Vec<Institution>,
    pub(super) people: Vec<InstitutionPerson>,
    pub(super) conflicts: Vec<InstitutionConflict>,
    pub(super) assignments: Vec<AssignmentListing>,
}

/// A case as far as choosing asks.
pub(super) struct CaseOf {
    pub(super) id: EvaluationId,
    pub(super) title: String,
    pub(super) year: BudgetYear,
    pub(super) unit: UnitId,
    pub(super) unit_name: String,
    pub(super) department: UnitId,
    pub(super) project: Option<ProjectId>,
    pub(super) amount: Money,
    pub(super) state: EvaluationState,
}

/// What choosing is judged by.
pub(super) struct Judging<'a> {
    pub(super) admission: &'a AdmissionRules,
    pub(super) assignment: &'a AssignmentRules,
    pub(super) on: NaiveDate,
    pub(super) directory: &'a Directory,
}

impl Register {
    pub(super) fn load(db: &mut Db, division: Division) -> Result<Self, StoreError> {
        Ok(Self {
            institutions: third_party::institutions(db, division)?,
            people: third_party::people(db, division)?,
            conflicts: third_party::conflicts(db, division)?,
            assignments: third_party::all_assignments(db, division)?,
        })
    }

    pub(super) fn find(&self, unit: UnitId) -> Option<&Institution> {
        self.institutions.iter().find(|one| one.unit == unit)
    }

    /// The people of an institution who have not left.
    pub(super) fn staff(&self, unit: UnitId) -> impl Iterator<Item = &InstitutionPerson> {
        let own = self
            .people
            .iter()
            .filter(move |person| person.institution == unit);
        own.filter(|person| person.left_on.is_none())
    }

    /// The conditions of admission, each with its answer.
    pub(super) fn conditions(
        &self,
        one: &Institution,
        rules: &AdmissionRules,
        on: NaiveDate,
    ) -> Vec<Condition> {
        let people: Vec<PersonFacts> = self
            .staff(one.unit)
            .map(|person| PersonFacts {
                practice_from: person.practice_from,
                evaluation_from: person.evaluation_from,
                is_lead: person.is_lead,
            })
            .collect();
        let facts = InstitutionFacts {
            suspended: Some(one.suspended_reason.as_str()).filter(|reason| !reason.is_empty()),
            platform_on: one.platform_on,
            credit_checked_on: one.credit_checked_on,
            violation_on: one.violation_on,
            people: &people,
        };
        conditions(&facts, rules, on)
    }

    /// The live assignments of an institution in a year.
    pub(super) fn cases(&self, unit: UnitId, year: BudgetYear) -> usize {
        let own = self
            .assignments
            .iter()
            .filter(|one| one.assignment.institution == unit);
        own.filter(|one| one.year == year && one.assignment.state.is_live())
            .count()
    }

    /// Whether an institution may be chosen for a case.
    pub(super) fn may_take(
        &self,
        one: &Institution,
        case: &CaseOf,
        by: &Judging<'_>,
    ) -> Result<(), ThirdPartyRefusal> {
        let institution = by.directory.name(one.unit);
        if case.state == EvaluationState::Concluded {
            let title = case.title.clone();
            return Err(ThirdPartyRefusal::Concluded { title });
        }
        let own = || {
            self.assignments
                .iter()
                .filter(|known| known.assignment.institution == one.unit)
        };
        if let Some(known) = own().find(|known| known.assignment.evaluation == case.id) {
            return Err(ThirdPartyRefusal::Assigned {
                institution,
                title: case.title.clone(),
                state: known.assignment.state,
            });
        }
        let unmet: Vec<String> = self
            .conditions(one, by.admission, by.on)
            .into_iter()
            .filter(|condition| condition.evidence != Evidence::Met)
            .map(|condition| {
                format!(
                    "{}{}:{}",
                    condition.name,
                    condition.evidence.name(),
                    condition.why
                )
            })
            .collect();
        if !unmet.is_empty() {
            let why = unmet.concat();
            return Err(ThirdPartyRefusal::NotEligible { institution, why });
        }
        if let Some(conflict) = self.conflict(one.unit, case, by) {
            return Err(ThirdPartyRefusal::Conflict {
                institution,
                with: conflict
                    .unit
                    .map_or_else(|| case.title.clone(), |unit| by.directory.name(unit)),
                kind: conflict.kind.clone(),
                note: conflict.note.clone(),
            });
        }
        let live = || own().filter(|known| known.assignment.state.is_live());
        let years: BTreeSet<i32> = live()
            .filter(|known| known.unit == case.unit)
            .map(|known| i32::from(known.year.get()))
            .collect();
        let years = running_years(&years, i32::from(case.year.get()));
        if by.assignment.pair_years <= years {
            return Err(ThirdPartyRefusal::Rotation {
                institution,
                unit: case.unit_name.clone(),
                years,
                most: by.assignment.pair_years,
            });
        }
        let cases = self.cases(one.unit, case.year);
        if usize::try_from(by.assignment.cases_most).is_ok_and(|most| most <= cases) {
            return Err(ThirdPartyRefusal::CasesFull {
                institution,
                cases,
                most: by.assignment.cases_most,
            });
        }
        Ok(())
    }

    /// The first conflict that keeps an institution away from a case.
    fn conflict(&self, unit: UnitId, case: &CaseOf, by: &Judging<'_>) -> Option<&InstitutionConflict> {
        let own = self.conflicts.iter().filter(|one| one.institution == unit);
        own.filter(|one| one.withdrawn.is_none())
            .filter(|one| {
                let with_unit = one
                    .unit
                    .is_some_and(|with| with == case.unit || with == case.department);
                with_unit || (one.project.is_some() && one.project == case.project)
            })
            .find(|one| blocks(one.ended_on, by.assignment.conflict_years, by.on))
    }
}
