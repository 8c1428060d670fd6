//! 机构登记 (register): an institution with what shows that it may be chosen, its people, what it keeps away from.

use chrono::Datelike;
use hengji_authz::{Action, Resource};
use hengji_domain::id::{InstitutionConflictId, InstitutionPersonId, ProjectId, UnitId, UserId};
use hengji_domain::person::Actor;
use hengji_domain::third_party::CreditCode;
use hengji_domain::unit::{Unit, UnitKind};
use hengji_domain::{BudgetYear, NaiveDate};
use hengji_store::third_party::{self, Institution, InstitutionConflict, InstitutionPerson};
use hengji_store::{projects, units, users};
use serde::{Deserialize, Serialize};

use super::{checked, day, hand, text};
use crate::app::{App, Halt, Request, Step, Tx};
use crate::common::{RequestKey, Written};
use crate::error::{AppError, FieldError};
use crate::units::sorted;

/// An institution as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InstitutionInput {
    /// The version that was read; 0 for a new one.
    pub version: i32,
    /// Its name.
    pub name: String,
    /// 统一社会信用代码.
    pub credit_code: String,
    /// A word of the rule.
    pub kind: String,
    /// 成立日期.
    pub founded_on: String,
    /// How it is reached.
    #[serde(default)]
    pub contact: String,
    /// 信用管理平台登记日期.
    #[serde(default)]
    pub platform_on: String,
    /// 信用查询日期.
    #[serde(default)]
    pub credit_checked_on: String,
    /// 最近一次重大违法记录日期.
    #[serde(default)]
    pub violation_on: String,
    /// Why it is suspended; blank where it is not.
    #[serde(default)]
    pub suspended_reason: String,
}

/// A person as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonInput {
    /// The post.
    pub name: String,
    /// The year in which practice began.
    pub practice_from: String,
    /// The year in which work in performance evaluation began.
    pub evaluation_from: String,
    /// 主评人.
    #[serde(default)]
    pub is_lead: bool,
}

/// A conflict as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConflictInput {
    /// The person whose relation it is; blank for the institution's own.
    #[serde(default)]
    pub person: String,
    /// Code of the unit to keep away from; blank where it is a project.
    #[serde(default)]
    pub unit_code: String,
    /// Code of the project to keep away from.
    #[serde(default)]
    pub project_code: String,
    /// The account of the bureau that keeps away from rating the institution.
    #[serde(default)]
    pub rater: String,
    /// A word of the rule.
    pub kind: String,
    /// When the relation ended; blank while it lasts.
    #[serde(default)]
    pub ended_on: String,
    /// What it is.
    pub note: String,
}

/// Why something is taken back.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReasonInput {
    /// The reason.
    pub reason: String,
}

/// An institution that was read from an input.
pub(crate) struct Registering {
    pub(crate) name: String,
    pub(crate) credit_code: String,
    pub(crate) kind: String,
    pub(crate) founded_on: NaiveDate,
    pub(crate) contact: String,
    pub(crate) platform_on: Option<NaiveDate>,
    pub(crate) credit_checked_on: Option<NaiveDate>,
    pub(crate) violation_on: Option<NaiveDate>,
    pub(crate) suspended_reason: String,
}

/// The earliest year in which anybody of today can have begun.
const YEARS_BACK: i32 = 70;

impl App {
    /// Enters an institution; one whose name the district knows already as a third-party body keeps that body.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] field by field, among them `credit-code-check` and `institution-registered`;
    /// [`AppError::Forbidden`]; [`AppError::RuleMissing`].
    pub fn enter_institution(
        &self,
        actor: &Actor,
        key: &RequestKey,
        input: &InstitutionInput,
    ) -> Result<Written, AppError> {
        let read = self.read_institution(actor, input)?;
        let written = self.act(
            actor,
            Action::EnterInstitution,
            &Request::new(key, &("new", input))?,
            |tx| Ok((Resource::Division(tx.division), ())),
            |tx, ()| {
                let unit = body(tx, &read)?;
                tx.about("institution", unit);
                tx.detail("name", &read.name);
                let entered = hand(actor, tx);
                third_party::insert_institution(tx.db, tx.division, &institution(unit, &read, entered, 1))?;
                Ok(Written {
                    id: unit.to_string(),
                    version: 1,
                })
            },
        )?;
        self.forget_directory(actor.division);
        Ok(written)
    }

    /// Changes what the register says of an institution; the name stays that of its body.
    ///
    /// # Errors
    ///
    /// As [`Self::enter_institution`]; [`AppError::Stale`]; [`AppError::NotFound`].
    pub fn change_institution(
        &self,
        actor: &Actor,
        key: &RequestKey,
        unit: UnitId,
        input: &InstitutionInput,
    ) -> Result<Written, AppError> {
        let read = self.read_institution(actor, input)?;
        self.act(
            actor,
            Action::EnterInstitution,
            &Request::new(key, &(unit.to_string(), input))?,
            |tx| find(tx, unit),
            |tx, known| {
                if known.version != input.version {
                    return Err(Halt::stale("institutions", unit));
                }
                tx.detail("name", &read.name);
                if !read.suspended_reason.is_empty() {
                    tx.detail("reason", &read.suspended_reason);
                }
                let next = institution(unit, &read, known.entered.clone(), known.version);
                Ok(Written {
                    id: unit.to_string(),
                    version: third_party::update_institution(tx.db, tx.division, &next)?,
                })
            },
        )
    }

    /// Enters a person of an institution.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] `person-years`, `text-length`, `institution-person-taken`; [`AppError::NotFound`].
    pub fn add_institution_person(
        &self,
        actor: &Actor,
        key: &RequestKey,
        unit: UnitId,
        input: &PersonInput,
    ) -> Result<Written, AppError> {
        let this_year = self.now().shanghai_date().year();
        let mut errors = Vec::new();
        let name = text(&mut errors, "person_name", "人员", &input.name, (2, 40));
        let mut year = |field: &str, name: &str, given: &str| -> i32 {
            let read = given.trim().parse().ok();
            read.filter(|year| (this_year - YEARS_BACK..=this_year).contains(year))
                .unwrap_or_else(|| {
                    let told = format!("{name}“{}”应为不晚于 {this_year} 年的四位年份。", given.trim());
                    errors.push(FieldError::new(field, "person-years", told));
                    0
                })
        };
        let practice_from = year("practice_from", "从业起始年份", &input.practice_from);
        let evaluation_from = year("evaluation_from", "从事绩效评价起始年份", &input.evaluation_from);
        if errors.is_empty() && evaluation_from < practice_from {
            let told = format!("从事绩效评价的年份({evaluation_from})不能早于从业年份({practice_from})。");
            errors.push(FieldError::new("evaluation_from", "person-years", told));
        }
        checked(errors)?;
        self.act(
            actor,
            Action::EnterInstitution,
            &Request::new(key, &(unit.to_string(), "person", input))?,
            |tx| find(tx, unit),
            |tx, known| {
                let one = InstitutionPerson {
                    id: tx.fresh()?,
                    institution: unit,
                    name: name.clone(),
                    practice_from,
                    evaluation_from,
                    is_lead: input.is_lead,
                    left_on: None,
                };
                tx.detail("name", &one.name);
                third_party::insert_person(tx.db, tx.division, &one)?;
                Ok(Written {
                    id: one.id.to_string(),
                    version: known.version,
                })
            },
        )
    }

    /// Writes down that a person left an institution today.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for nobody of this institution, or who left already.
    pub fn institution_person_left(
        &self,
        actor: &Actor,
        key: &RequestKey,
        (unit, person): (UnitId, InstitutionPersonId),
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::EnterInstitution,
            &Request::new(key, &(unit.to_string(), person.to_string(), "left"))?,
            |tx| find(tx, unit),
            |tx, known| {
                let today = tx.now.shanghai_date();
                if !third_party::leave(tx.db, tx.division, (unit, person), today)? {
                    return Err(AppError::NotFound.into());
                }
                tx.detail("change", "人员离开");
                Ok(Written {
                    id: unit.to_string(),
                    version: known.version,
                })
            },
        )
    }

    /// Declares what an institution, or one of its people, must keep away from; a project by its code in a year.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] `conflict-with-one`, `conflict-unknown`, `conflict-kind`, `date-unreadable`,
    /// `text-length`; [`AppError::NotFound`]; [`AppError::RuleMissing`].
    pub fn declare_conflict(
        &self,
        actor: &Actor,
        key: &RequestKey,
        (unit, year): (UnitId, BudgetYear),
        input: &ConflictInput,
    ) -> Result<Written, AppError> {
        let (_, kinds) = self
            .rules(actor.division, self.current_year()?)
            .institution_words()?;
        let mut errors = Vec::new();
        let note = text(&mut errors, "note", "说明", &input.note, (2, 300));
        let ended_on = day(&mut errors, "ended_on", "关系终止日期", &input.ended_on);
        if !kinds.contains(&input.kind) {
            errors.push(FieldError::new(
                "conflict_kind",
                "conflict-kind",
                "请从清单中选择回避情形。",
            ));
        }
        let codes = (input.unit_code.trim(), input.project_code.trim());
        let given = [codes.0, codes.1, input.rater.as_str()];
        if given.iter().filter(|one| !one.is_empty()).count() != 1 {
            let told = "请填写应当回避的单位代码、项目代码或者评分人,三者选一。";
            errors.push(FieldError::new("unit_code", "conflict-with-one", told));
        }
        let rater = self.chosen_rater(actor, &input.rater, &mut errors)?;
        checked(errors)?;
        self.act(
            actor,
            Action::DeclareConflict,
            &Request::new(key, &(unit.to_string(), input))?,
            |tx| find(tx, unit),
            |tx, known| {
                let (with_unit, with_project) = match &rater {
                    Some((_, name)) => {
                        tx.detail("name", name);
                        (None, None)
                    }
                    None => with(tx, year, codes)?,
                };
                let one = InstitutionConflict {
                    id: tx.fresh()?,
                    institution: unit,
                    person: person_of(tx, unit, &input.person)?,
                    unit: with_unit,
                    project: with_project,
                    rater: rater.clone(),
                    kind: input.kind.clone(),
                    ended_on,
                    note: note.clone(),
                    declared: hand(actor, tx),
                    withdrawn: None,
                };
                tx.detail("ground", &one.kind);
                tx.detail("words", &one.note);
                third_party::insert_conflict(tx.db, tx.division, &one)?;
                Ok(Written {
                    id: one.id.to_string(),
                    version: known.version,
                })
            },
        )
    }

    /// Takes a conflict back with a reason; it stays to be read.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `assignment-reason-short`; [`AppError::NotFound`]; [`AppError::RuleMissing`].
    pub fn withdraw_conflict(
        &self,
        actor: &Actor,
        key: &RequestKey,
        (unit, conflict): (UnitId, InstitutionConflictId),
        input: &ReasonInput,
    ) -> Result<Written, AppError> {
        let rules = self
            .rules(actor.division, self.current_year()?)
            .institution_assignment()?;
        let reason = rules.reason(&input.reason)?;
        self.act(
            actor,
            Action::DeclareConflict,
            &Request::new(key, &(unit.to_string(), conflict.to_string(), input))?,
            |tx| find(tx, unit),
            |tx, known| {
                let by = hand(actor, tx);
                if !third_party::withdraw_conflict(tx.db, tx.division, (unit, conflict), &by, &reason)? {
                    return Err(AppError::NotFound.into());
                }
                tx.detail("reason", &reason);
                Ok(Written {
                    id: unit.to_string(),
                    version: known.version,
                })
            },
        )
    }

    /// The account of the bureau that keeps away; an error is noted where there is none of that identity.
    fn chosen_rater(
        &self,
        actor: &Actor,
        given: &str,
        errors: &mut Vec<FieldError>,
    ) -> Result<Option<(UserId, String)>, AppError> {
        if given.is_empty() {
            return Ok(None);
        }
        let choices = self.rater_choices(actor)?;
        let chosen = choices.into_iter().find(|(user, _)| user.to_string() == given);
        if chosen.is_none() {
            let told = "请从列表中选择财政局的评分人。";
            errors.push(FieldError::new("rater", "conflict-unknown", told));
        }
        Ok(chosen)
    }

    /// Accounts that rate reports, by name; none for whoever declares no conflicts.
    pub(super) fn rater_choices(&self, actor: &Actor) -> Result<Vec<(UserId, String)>, AppError> {
        if !self.holds(actor, Action::DeclareConflict) {
            return Ok(Vec::new());
        }
        let division = actor.division;
        let (grants, all) = self.read(|db| {
            let grants = users::grants_in_division(db, division)?;
            Ok((grants, users::list(db, division)?))
        })?;
        let raters = Action::RateInstitutionReport.roles();
        let rates = |id: UserId| {
            let mut own = grants.iter().filter(|one| one.user == id);
            own.any(|one| raters.contains(&one.grant.role))
        };
        let found = all.into_iter().filter(|user| rates(user.id));
        Ok(found.map(|user| (user.id, user.name)).collect())
    }

    fn read_institution(&self, actor: &Actor, input: &InstitutionInput) -> Result<Registering, AppError> {
        let (kinds, _) = self
            .rules(actor.division, self.current_year()?)
            .institution_words()?;
        let today = self.now().shanghai_date();
        let mut errors = Vec::new();
        let name = text(&mut errors, "name", "机构名称", &input.name, (2, 100));
        let contact = text(&mut errors, "contact", "联系方式", &input.contact, (0, 100));
        let suspended_reason = text(
            &mut errors,
            "suspended_reason",
            "暂停原因",
            &input.suspended_reason,
            (0, 200),
        );
        let founded_on = day(&mut errors, "founded_on", "成立日期", &input.founded_on);
        let platform_on = day(&mut errors, "platform_on", "平台登记日期", &input.platform_on);
        let credit_checked_on = day(
            &mut errors,
            "credit_checked_on",
            "信用查询日期",
            &input.credit_checked_on,
        );
        let violation_on = day(&mut errors, "violation_on", "违法记录日期", &input.violation_on);
        let past = [
            ("founded_on", founded_on),
            ("platform_on", platform_on),
            ("credit_checked_on", credit_checked_on),
            ("violation_on", violation_on),
        ];
        for (field, day) in past {
            if let Some(day) = day.filter(|day| today < *day) {
                let told = format!("{day} 晚于今天({today}),请核对。");
                errors.push(FieldError::new(field, "date-ahead", told));
            }
        }
        if input.founded_on.trim().is_empty() {
            errors.push(FieldError::new("founded_on", "text-length", "请填写成立日期。"));
        }
        if !kinds.contains(&input.kind) {
            errors.push(FieldError::new(
                "kind",
                "institution-kind",
                "请从清单中选择机构种类。",
            ));
        }
        let credit_code = match CreditCode::read(&input.credit_code) {
            Ok(code) => code.to_string(),
            Err(refused) => {
                let words = refused.to_string();
                let words = words.split(" [").next().unwrap_or_default();
                errors.push(FieldError::new("credit_code", "credit-code-unfit", words));
                String::new()
            }
        };
        checked(errors)?;
        Ok(Registering {
            name,
            credit_code,
            kind: input.kind.clone(),
            founded_on: founded_on.unwrap_or(today),
            contact,
            platform_on,
            credit_checked_on,
            violation_on,
            suspended_reason,
        })
    }
}

/// Finds the institution that a write is about.
pub(super) fn find(tx: &mut Tx<'_>, unit: UnitId) -> Step<(Resource, Institution)> {
    tx.about("institution", unit);
    let known = third_party::find_institution(tx.db, tx.division, unit)?.ok_or(AppError::NotFound)?;
    Ok((Resource::Division(tx.division), known))
}

/// The row of the register.
pub(crate) fn institution(
    unit: UnitId,
    read: &Registering,
    entered: third_party::InstitutionHand,
    version: i32,
) -> Institution {
    Institution {
        unit,
        credit_code: read.credit_code.clone(),
        kind: read.kind.clone(),
        founded_on: read.founded_on,
        contact: read.contact.clone(),
        platform_on: read.platform_on,
        credit_checked_on: read.credit_checked_on,
        violation_on: read.violation_on,
        suspended_reason: read.suspended_reason.clone(),
        entered,
        version,
    }
}

/// The body of that name, made where there is none: an institution is known before anybody there has an account.
pub(crate) fn body(tx: &mut Tx<'_>, read: &Registering) -> Step<UnitId> {
    let all = units::list(tx.db, tx.division)?;
    if let Some(known) = all.iter().find(|unit| unit.name == read.name) {
        if known.kind == UnitKind::ThirdPartyInstitution {
            return Ok(known.id);
        }
        let told = format!("“{}”是本区划的预算单位或科室,不能登记为第三方机构。", read.name);
        return Err(AppError::field("name", "institution-is-unit", told).into());
    }
    // The code of a body made here is the credit code, so that a second one would be refused as a unit.
    if all.iter().any(|unit| unit.code == read.credit_code) {
        let told = "已有机构登记了同一信用代码,请核对是否重复登记。";
        return Err(AppError::field("credit_code", "institution-registered", told).into());
    }
    let id: UnitId = tx.fresh()?;
    let unit = Unit {
        id,
        code: read.credit_code.clone(),
        name: read.name.clone(),
        kind: UnitKind::ThirdPartyInstitution,
        department: id,
        budget_division: None,
    };
    units::insert_many(tx.db, tx.division, &[sorted(unit)])?;
    Ok(id)
}

/// What a conflict is with: one unit or one project.
fn with(
    tx: &mut Tx<'_>,
    year: BudgetYear,
    (unit_code, project_code): (&str, &str),
) -> Step<(Option<UnitId>, Option<ProjectId>)> {
    let unknown = |field: &str, code: &str| {
        let told = format!("没有找到代码“{code}”,请从列表中复制。");
        AppError::field(field, "conflict-unknown", told)
    };
    if project_code.is_empty() {
        let found = units::by_codes(tx.db, tx.division, &[unit_code])?;
        let unit = found.first().ok_or_else(|| unknown("unit_code", unit_code))?;
        return Ok((Some(unit.id), None));
    }
    let found = projects::by_code(tx.db, tx.division, year, project_code)?;
    let project = found.ok_or_else(|| unknown("project_code", project_code))?;
    Ok((None, Some(project.id)))
}

fn person_of(tx: &mut Tx<'_>, unit: UnitId, text: &str) -> Step<Option<InstitutionPersonId>> {
    if text.is_empty() {
        return Ok(None);
    }
    let id: InstitutionPersonId = text.parse()?;
    let all = third_party::people(tx.db, tx.division)?;
    let known = all.iter().any(|one| one.id == id && one.institution == unit);
    if known {
        Ok(Some(id))
    } else {
        Err(AppError::NotFound.into())
    }
}
