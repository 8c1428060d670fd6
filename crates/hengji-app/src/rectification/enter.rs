//! 登记问题 (entering a finding), by hand or by whatever found it; changing it until it is served; taking it back.

use hengji_authz::{Action, Resource};
use hengji_domain::id::{EvaluationFindingId, LineKey, ProjectId, UnitId};
use hengji_domain::money::MoneyUnit;
use hengji_domain::person::Actor;
use hengji_domain::rectification::FindingState;
use hengji_domain::rule::ReviewReason;
use hengji_domain::value::read::read_amount;
use hengji_domain::{BudgetYear, Money, NaiveDate};
use hengji_store::rectification::{
    EvaluationFinding, FindingOrigin, RectificationHand, Step as Trail, insert_evaluation_findings,
    insert_finding_steps, update_evaluation_finding,
};
use hengji_store::{counters, projects, units};
use serde::{Deserialize, Serialize};

use super::case::{Names, SHORT_MAX, WORDS_MAX, excerpt, find, hand, sees_unserved, step};
use super::view::Lists;
use crate::app::{App, Halt, Request, Step, Tx};
use crate::budget_years::require_open;
use crate::common::{RequestKey, Written};
use crate::error::{AppError, FieldError};
use crate::papers::addressed_to;

/// A finding as whoever found it hands it over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NewFinding {
    pub(crate) year: BudgetYear,
    pub(crate) origin: FindingOrigin,
    pub(crate) unit: UnitId,
    pub(crate) project: Option<ProjectId>,
    /// The indicator line or item it hangs on.
    pub(crate) line: Option<LineKey>,
    /// The same in words; empty where it hangs on the whole.
    pub(crate) place: String,
    /// The text, verbatim.
    pub(crate) words: String,
    /// Code of the root cause.
    pub(crate) cause: String,
    /// Code of the severity.
    pub(crate) severity: String,
    pub(crate) amount: Option<Money>,
    pub(crate) evidence: String,
    /// The finding it is the relapse of.
    pub(crate) earlier: Option<EvaluationFindingId>,
    /// The day on which the result was fixed: from it the days of the feedback are counted.
    pub(crate) fixed_on: NaiveDate,
}

/// Numbers and writes findings of one year, in few statements however many; what was written.
///
/// # Errors
///
/// [`AppError::RuleMissing`]; [`AppError::Refused`] `year-closed`, `holidays-missing`; a code outside the closed
/// lists is a fault of whoever hands it over.
pub(crate) fn enter(
    app: &App,
    tx: &mut Tx<'_>,
    by: &RectificationHand,
    all: &[NewFinding],
) -> Step<Vec<EvaluationFinding>> {
    let Some(first) = all.first() else {
        return Ok(Vec::new());
    };
    require_open(tx, first.year)?;
    let names = Names::of(&app.rules(tx.division, first.year))?;
    let holidays = app.rule_book().holidays_around(tx.division, first.year);
    let count = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let last = counters::advance(tx.db, tx.division, &counter(first.year), count)?;
    let mut written = Vec::with_capacity(all.len());
    for (new, serial) in all.iter().zip(last - count + 1..) {
        known(&names.rules.origins, &new.origin.kind)?;
        known(&names.rules.causes, &new.cause)?;
        known(&names.rules.severities, &new.severity)?;
        written.push(EvaluationFinding {
            id: tx.fresh()?,
            year: first.year,
            serial: i32::try_from(serial).map_err(AppError::fault)?,
            origin: new.origin.clone(),
            unit: new.unit,
            project: new.project,
            line: new.line,
            place: new.place.clone(),
            words: new.words.clone(),
            cause: new.cause.clone(),
            severity: new.severity.clone(),
            amount: new.amount,
            evidence: new.evidence.clone(),
            state: FindingState::Entered,
            paper: None,
            earlier: new.earlier,
            feedback_due_on: Some(names.rules.feedback.last_day(new.fixed_on, &holidays)?),
            served_on: None,
            entered: by.clone(),
            version: 1,
        });
    }
    insert_evaluation_findings(tx.db, tx.division, &written)?;
    let steps: Vec<_> = written
        .iter()
        .map(|one| {
            let entered = Trail {
                deed: "entered".to_owned(),
                words: one.origin.title.clone(),
                before: String::new(),
                hand: by.clone(),
            };
            (one.id, entered)
        })
        .collect();
    insert_finding_steps(tx.db, tx.division, &steps)?;
    Ok(written)
}

/// The counter that numbers the findings of a year.
fn counter(year: BudgetYear) -> String {
    format!("evaluation_findings:{year}")
}

fn known(list: &[ReviewReason], code: &str) -> Result<(), AppError> {
    if list.iter().any(|one| one.code == code) {
        Ok(())
    } else {
        Err(AppError::fault(format!("封闭清单中没有“{code}”")))
    }
}

/// A finding as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FindingInput {
    /// The version that was read; nothing for a new one.
    #[serde(default)]
    pub version: i32,
    /// Code of the origin.
    pub origin: String,
    /// Identifier of the origin in its own register; blank where entered by hand.
    #[serde(default)]
    pub origin_id: String,
    /// What the origin is called: the project, or the document it is based on.
    pub origin_title: String,
    /// 项目代码; blank where the finding is about the unit.
    #[serde(default)]
    pub project_code: String,
    /// 单位编码; blank where the project says it.
    #[serde(default)]
    pub unit_code: String,
    /// What it hangs on.
    #[serde(default)]
    pub place: String,
    /// The text.
    pub words: String,
    /// Code of the root cause.
    pub cause: String,
    /// Code of the severity.
    pub severity: String,
    /// 涉及金额 in 万元; blank where none.
    #[serde(default)]
    pub amount: String,
    /// What proves it.
    #[serde(default)]
    pub evidence: String,
}

/// A finding that is taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal {
    /// The version that was read.
    pub version: i32,
    /// Why.
    pub words: String,
}

/// What the form of a new finding begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingPrefill {
    /// What is filled in.
    pub input: FindingInput,
    /// Closed lists to choose from.
    pub lists: Lists,
}

/// What was typed, read.
struct Typed {
    amount: Option<Money>,
    words: String,
}

impl App {
    /// The form of a new finding, for a project under key monitoring or with an ex-ante evaluation, or blank.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`]; [`AppError::NotFound`] for a project out of sight; [`AppError::RuleMissing`].
    pub fn finding_form(
        &self,
        actor: &Actor,
        year: BudgetYear,
        (origin, origin_id): (&str, &str),
        project: Option<ProjectId>,
    ) -> Result<FindingPrefill, AppError> {
        self.may_look(actor, Action::ViewEvaluationFindings)?;
        let lists = Names::of(&self.rules(actor.division, year))?.lists();
        let mut input = FindingInput {
            origin: origin.to_owned(),
            ..FindingInput::default()
        };
        if let Some(project) = project {
            let listing = self.viewed_project(actor, project)?;
            input.origin_id = if origin_id.is_empty() {
                project.to_string()
            } else {
                origin_id.to_owned()
            };
            input.origin_title = listing.project.name;
            input.project_code = listing.project.code;
        }
        Ok(FindingPrefill { input, lists })
    }

    /// Enters a finding by hand.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] for each field that is wrong; [`AppError::Refused`] `year-closed`, `holidays-missing`;
    /// [`AppError::Forbidden`].
    pub fn enter_finding(
        &self,
        actor: &Actor,
        key: &RequestKey,
        year: BudgetYear,
        input: &FindingInput,
    ) -> Result<Written, AppError> {
        let names = Names::of(&self.rules(actor.division, year))?;
        self.act(
            actor,
            Action::EnterEvaluationFinding,
            &Request::new(key, &(year.get(), input))?,
            |tx| subject(tx, year, input),
            |tx, (unit, project)| {
                let typed = read(&names, input)?;
                let origin_id = input.origin_id.trim();
                let new = NewFinding {
                    year,
                    origin: FindingOrigin {
                        kind: input.origin.clone(),
                        id: (!origin_id.is_empty()).then(|| origin_id.to_owned()),
                        title: input.origin_title.trim().to_owned(),
                    },
                    unit,
                    project,
                    line: None,
                    place: input.place.trim().to_owned(),
                    words: typed.words,
                    cause: input.cause.clone(),
                    severity: input.severity.clone(),
                    amount: typed.amount,
                    evidence: input.evidence.trim().to_owned(),
                    earlier: None,
                    fixed_on: tx.now.shanghai_date(),
                };
                let by = hand(actor, tx);
                let mut entered = enter(self, tx, &by, std::slice::from_ref(&new))?;
                let one = entered.pop().ok_or_else(|| AppError::fault("问题没有登记"))?;
                tx.about("evaluation_finding", one.id);
                tx.detail("finding", super::case::number(&one));
                tx.detail("words", excerpt(&one.words));
                Ok(Written {
                    id: one.id.to_string(),
                    version: one.version,
                })
            },
        )
    }

    /// Changes a finding that its unit does not know yet; its subject and origin stay.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `finding-served`, `finding-withdrawn`, `finding-in-letter`; [`AppError::Invalid`];
    /// [`AppError::Stale`]; [`AppError::NotFound`].
    pub fn change_finding(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: EvaluationFindingId,
        input: &FindingInput,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::ChangeEvaluationFinding,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| find(tx, actor, id),
            |tx, listing| {
                let one = listing.finding;
                one.state.may_change()?;
                require_version(&one, input.version)?;
                if one.paper.is_some() {
                    let told = "该问题已写入待送达的反馈书,请先撤回反馈书再修改,免得两处不一致。";
                    return Err(AppError::refused("finding-in-letter", told).into());
                }
                let names = Names::of(&self.rules(tx.division, one.year))?;
                let typed = read(&names, input)?;
                tx.detail("before", excerpt(&one.words));
                tx.detail("after", excerpt(&typed.words));
                let changed = step(actor, tx, "changed", "", &one.words);
                let next = EvaluationFinding {
                    words: typed.words,
                    amount: typed.amount,
                    cause: input.cause.clone(),
                    severity: input.severity.clone(),
                    place: input.place.trim().to_owned(),
                    evidence: input.evidence.trim().to_owned(),
                    ..one
                };
                let version = update_evaluation_finding(tx.db, tx.division, &next)?;
                insert_finding_steps(tx.db, tx.division, &[(id, changed)])?;
                Ok(Written {
                    id: id.to_string(),
                    version,
                })
            },
        )
    }

    /// Takes a finding back, with a reason. It stays readable and keeps its number.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] `withdrawal-needs-reason`; [`AppError::Refused`] `finding-withdrawn`,
    /// `finding-rectified`; [`AppError::Stale`]; [`AppError::NotFound`].
    pub fn withdraw_finding(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: EvaluationFindingId,
        input: &Withdrawal,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::WithdrawEvaluationFinding,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| find(tx, actor, id),
            |tx, listing| {
                let one = listing.finding;
                one.state.may_withdraw()?;
                require_version(&one, input.version)?;
                let names = Names::of(&self.rules(tx.division, one.year))?;
                let words = names.reason("words", "withdrawal-needs-reason", "撤销理由", &input.words)?;
                tx.detail("reason", excerpt(words));
                let withdrawn = step(actor, tx, "withdrawn", words, "");
                let next = EvaluationFinding {
                    state: FindingState::Withdrawn,
                    ..one
                };
                let version = update_evaluation_finding(tx.db, tx.division, &next)?;
                insert_finding_steps(tx.db, tx.division, &[(id, withdrawn)])?;
                Ok(Written {
                    id: id.to_string(),
                    version,
                })
            },
        )
    }
}

/// The unit and project that are meant, where they can be found.
fn subject(
    tx: &mut Tx<'_>,
    year: BudgetYear,
    input: &FindingInput,
) -> Step<(Resource, (UnitId, Option<ProjectId>))> {
    let code = input.project_code.trim();
    let (unit, project) = if code.is_empty() {
        let code = input.unit_code.trim();
        let found = units::by_codes(tx.db, tx.division, &[code])?;
        let unknown = || {
            let told = format!("没有编码为“{code}”的单位;请填项目代码,或从单位页复制单位编码。");
            AppError::field("unit_code", "finding-unit-unknown", told)
        };
        (found.into_iter().next().ok_or_else(unknown)?, None)
    } else {
        let unknown = || {
            let told = format!("{year} 年度没有代码为“{code}”的项目,请从项目列表复制项目代码。");
            AppError::field("project_code", "finding-project-unknown", told)
        };
        let project = projects::by_code(tx.db, tx.division, year, code)?.ok_or_else(unknown)?;
        let unit = units::find(tx.db, tx.division, project.unit)?.ok_or(AppError::NotFound)?;
        (unit, Some(project.id))
    };
    tx.detail("unit", &unit.name);
    Ok((addressed_to(tx.division, &unit), (unit.id, project)))
}

/// Each wrong field told.
fn read(names: &Names, input: &FindingInput) -> Result<Typed, AppError> {
    let mut errors = Vec::new();
    let mut refuse = |field: &str, code, words: String| errors.push(FieldError::new(field, code, words));
    let rules = &names.rules;
    for (field, list, code, told) in [
        ("origin", &rules.origins, &input.origin, "请选择问题来源。"),
        ("cause", &rules.causes, &input.cause, "请选择问题根源。"),
        ("severity", &rules.severities, &input.severity, "请选择严重程度。"),
    ] {
        if list.iter().all(|one| one.code != *code) {
            refuse(field, "finding-choice-unknown", told.to_owned());
        }
    }
    let words = input.words.trim();
    if words.is_empty() {
        refuse("words", "finding-words-missing", "请写明发现的问题。".to_owned());
    }
    if input.origin_title.trim().is_empty() {
        let told = "请写明来源:项目、评价的名称,或者所依据的文件。".to_owned();
        refuse("origin_title", "finding-basis-missing", told);
    }
    for (field, text, most) in [
        ("words", words, WORDS_MAX),
        ("evidence", input.evidence.trim(), WORDS_MAX),
        ("origin_title", input.origin_title.trim(), SHORT_MAX),
        ("place", input.place.trim(), SHORT_MAX),
    ] {
        let length = text.chars().count();
        if most < length {
            let told = format!("此处最多 {most} 字,现有 {length} 字,请精简。");
            refuse(field, "text-too-long", told);
        }
    }
    let text = input.amount.trim();
    let amount = (!text.is_empty()).then(|| read_amount(text, MoneyUnit::TenThousandYuan).money);
    if amount.is_some_and(|money| money.is_none_or(|money| money < Money::ZERO)) {
        let told = format!("涉及金额“{text}”应为不小于零的数字(万元);没有的留空。");
        refuse("amount", "amount-unreadable", told);
    }
    if errors.is_empty() {
        Ok(Typed {
            amount: amount.flatten(),
            words: words.to_owned(),
        })
    } else {
        Err(AppError::Invalid(errors))
    }
}

/// Somebody else was faster.
pub(super) fn require_version(one: &EvaluationFinding, version: i32) -> Step<()> {
    if one.version == version {
        Ok(())
    } else {
        Err(Halt::stale("evaluation_findings", one.id))
    }
}

/// Whether the actor may read a finding in this state at all.
pub(super) fn reaches(actor: &Actor, served: bool) -> bool {
    served || sees_unserved(actor)
}
