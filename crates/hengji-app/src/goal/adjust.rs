//! 绩效目标调整 (adjustment): a copy of the issued goal that goes through its own chain and, once finally approved,
//! takes the place of the goal in force where the rule says so. What was issued stays as an edition.

use hengji_authz::Action;
use hengji_domain::id::{LineKey, ProjectId, SheetId};
use hengji_domain::person::Actor;
use hengji_domain::sheet::{ExecutionRow, Sheet, SheetKind, SheetMoney, SheetPeriod};
use hengji_domain::workflow::SheetState;
use hengji_domain::{BudgetYear, Division};
use hengji_rules::{RulesInForce, Tree};
use hengji_store::adjustments::{self, Adjustment};
use hengji_store::editions::{self, Edition};
use hengji_store::projects::ProjectListing;
use hengji_store::signatures::{self, Signature};
use hengji_store::{Db, findings, projects, sheets};
use serde::{Deserialize, Serialize};

use crate::app::{App, Request, Step, Tx};
use crate::common::{RequestKey, Written};
use crate::error::{AppError, FieldError};
use crate::projects::page::resource;
use crate::sheets::as_form::Names;
use crate::sheets::case::Case;
use crate::sheets::snapshot::{Snapshot, SnapshotLine};

/// What stands beside the lines of an adjustment, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdjustmentDraft {
    /// 调整原因.
    #[serde(default)]
    pub reason: String,
    /// 调整依据: the paper or meeting that calls for it.
    #[serde(default)]
    pub basis: String,
    /// Lines of the issued goal that are given up, with why.
    #[serde(default)]
    pub dropped: Vec<DroppedDraft>,
}

/// A line that is given up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DroppedDraft {
    /// Key of the line on the issued goal.
    pub line: String,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

/// What an adjustment does, as `goal.adjustment_effects` lists it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Effects {
    /// Finally approved, it takes the place of the goal in force.
    pub(crate) replaces_goal: bool,
    /// Lines that stay keep their weights.
    pub(crate) weights_fixed: bool,
}

impl Effects {
    pub(crate) fn read(in_force: &RulesInForce) -> Result<Self, AppError> {
        let has = |word: &str| listed(in_force, "goal.adjustment_effects", word);
        Ok(Self {
            replaces_goal: has("终审后替换执行中的目标")?,
            weights_fixed: has("保留的指标分值不变")?,
        })
    }
}

/// Whether a rule that is a list of words holds this one.
fn listed(in_force: &RulesInForce, rule: &str, word: &str) -> Result<bool, AppError> {
    let content = in_force.content(rule)?.value;
    let entries = content.as_ref().map(Tree::entries).unwrap_or_default();
    Ok(entries.iter().any(|entry| entry.text() == Some(word)))
}

/// Whether a self-evaluation answers the goal as it was issued, whatever was adjusted since.
pub(crate) fn scores_as_issued(in_force: &RulesInForce) -> Result<bool, AppError> {
    listed(in_force, "goal.self_evaluation_basis", "批复时的目标")
}

/// Longest reason or basis, characters.
const TEXT_MAX: usize = 2_000;

impl App {
    /// Opens an adjustment of the issued goal of a project, with its lines under the same keys.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `goal-not-issued`, `adjustment-open` while another one is under way, `adjustment-too-late`
    /// after the deadline of the year.
    pub fn open_goal_adjustment(
        &self,
        actor: &Actor,
        key: &RequestKey,
        project: ProjectId,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::OpenGoalAdjustment,
            &Request::new(key, &project.to_string())?,
            |tx| {
                tx.about("project", project);
                let listing =
                    projects::find_listing(tx.db, tx.division, project)?.ok_or(AppError::NotFound)?;
                Ok((resource(tx.division, &listing), listing))
            },
            |tx, listing| {
                let year = listing.project.year;
                self.require_in_time(tx.division, year)?;
                let all = sheets::find_for_project(tx.db, tx.division, project)?;
                let earlier: Vec<&Sheet> = all
                    .iter()
                    .filter(|sheet| sheet.kind == SheetKind::GoalAdjustment)
                    .collect();
                if earlier.iter().any(|sheet| !is_concluded(sheet)) {
                    return Err(AppError::refused(
                        "adjustment-open",
                        "该项目已有一份调整申请在办理,请办结后再申请下一份。",
                    )
                    .into());
                }
                let goal = all
                    .iter()
                    .find(|sheet| sheet.kind == SheetKind::Goal && is_concluded(sheet));
                let goal = goal.ok_or_else(|| {
                    AppError::refused(
                        "goal-not-issued",
                        "该项目的绩效目标尚未批复下达,不用走调整程序,直接修改目标即可。",
                    )
                })?;
                let sheet = copy_of(goal, tx.fresh()?, earlier.len() + 1);
                sheets::insert(tx.db, tx.division, &sheet)?;
                keep_edition(self, tx, actor, goal, &listing)?;
                let adjustment = Adjustment {
                    sheet: sheet.id,
                    goal: goal.id,
                    from_edition: goal.edition,
                    reason: String::new(),
                    basis: String::new(),
                    dropped: "[]".to_owned(),
                    replaced_edition: None,
                };
                adjustments::insert_many(tx.db, tx.division, &[adjustment])?;
                tx.about("sheet", sheet.id);
                tx.detail("project", &listing.project.name);
                tx.detail("kind", sheet.kind.code());
                tx.detail("edition", goal.edition);
                Ok(Written {
                    id: sheet.id.to_string(),
                    version: sheet.version,
                })
            },
        )
    }

    /// Refuses after the last day on which a goal of the year may be adjusted.
    fn require_in_time(&self, division: Division, year: BudgetYear) -> Result<(), AppError> {
        let due_on = self.due_on(division, year, SheetKind::GoalAdjustment);
        let today = self.now().shanghai_date();
        match due_on {
            Some(due_on) if due_on < today => Err(AppError::refused(
                "adjustment-too-late",
                format!("{year} 年度绩效目标的调整截止日是 {due_on},今天是 {today},不能再申请调整。"),
            )),
            _ => Ok(()),
        }
    }

    /// Refuses an adjustment that is not explained, changes fixed weights, changes nothing, or comes too late.
    pub(crate) fn require_adjustable(&self, tx: &mut Tx<'_>, case: &Case, next: &Sheet) -> Step<()> {
        if next.kind != SheetKind::GoalAdjustment {
            return Ok(());
        }
        self.require_in_time(tx.division, next.year)?;
        let beside = Beside::load(tx.db, tx.division, next.id)?;
        let effects = Effects::read(&case.in_force)?;
        beside.require_complete(next, effects)?;
        Ok(())
    }
}

/// A goal that came issued from a workbook has no edition yet; what is adjusted must be kept as it was.
fn keep_edition(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    goal: &Sheet,
    listing: &ProjectListing,
) -> Step<()> {
    if editions::find(tx.db, tx.division, goal.id, goal.edition)?.is_some() {
        return Ok(());
    }
    let names = Names {
        project: &listing.project.name,
        unit: &listing.unit_name,
        department: &listing.department_name,
    };
    let in_force = app.rules(tx.division, goal.year);
    let fingerprint = in_force.fingerprint();
    let kept = Edition::of(
        goal.id,
        goal.edition,
        Snapshot::of(goal, names, fingerprint).to_json()?,
        fingerprint.to_owned(),
        actor.user,
        tx.now,
    );
    Ok(editions::insert(tx.db, tx.division, &kept)?)
}

fn is_concluded(sheet: &Sheet) -> bool {
    matches!(sheet.state, SheetState::Concluded { .. })
}

/// The sheet of an adjustment: the lines of the goal in force under their keys.
pub(crate) fn copy_of(goal: &Sheet, id: SheetId, number: usize) -> Sheet {
    Sheet {
        id,
        kind: SheetKind::GoalAdjustment,
        period: SheetPeriod::new(&number.to_string()),
        state: SheetState::Draft,
        edition: 0,
        version: 1,
        achievement: String::new(),
        money: SheetMoney {
            initial: goal.money.initial,
            ..SheetMoney::default()
        },
        execution: ExecutionRow::default(),
        stated_total: None,
        computed_total: None,
        ..goal.clone()
    }
}

/// An adjustment with the edition of the goal it was made from.
pub(crate) struct Beside {
    pub(crate) adjustment: Adjustment,
    pub(crate) issued: Snapshot,
    pub(crate) dropped: Vec<DroppedDraft>,
}

impl Beside {
    pub(crate) fn load(db: &mut Db, division: Division, sheet: SheetId) -> Step<Self> {
        let adjustment = adjustments::find(db, division, sheet)?
            .ok_or_else(|| AppError::fault(format!("调整表 {sheet} 缺少调整说明")))?;
        let issued = editions::find(db, division, adjustment.goal, adjustment.from_edition)?
            .ok_or_else(|| AppError::fault(format!("目标 {} 的版次缺失", adjustment.goal)))?;
        Ok(Self {
            issued: Snapshot::from_json(&issued.snapshot)?,
            dropped: serde_json::from_str(&adjustment.dropped).map_err(AppError::fault)?,
            adjustment,
        })
    }

    /// The lines of the issued goal that the sheet no longer has.
    pub(crate) fn missing<'a>(&'a self, sheet: &'a Sheet) -> impl Iterator<Item = &'a SnapshotLine> {
        self.issued
            .lines
            .iter()
            .filter(|line| sheet.lines.iter().all(|kept| kept.key.to_string() != line.key))
    }

    /// Why a line was given up.
    pub(crate) fn reason_of(&self, key: &str) -> &str {
        let found = self.dropped.iter().find(|one| one.line == key);
        found.map_or("", |one| one.reason.as_str())
    }

    fn require_complete(&self, sheet: &Sheet, effects: Effects) -> Result<(), AppError> {
        let mut errors = Vec::new();
        for (field, text, code, name) in [
            (
                "reason",
                &self.adjustment.reason,
                "adjustment-reason-missing",
                "调整原因",
            ),
            (
                "basis",
                &self.adjustment.basis,
                "adjustment-basis-missing",
                "调整依据",
            ),
        ] {
            if text.trim().is_empty() {
                errors.push(FieldError::new(field, code, format!("没有填写{name}。")));
            }
        }
        for line in self.missing(sheet) {
            if self.reason_of(&line.key).trim().is_empty() {
                errors.push(FieldError::new(
                    "dropped",
                    "dropped-reason-missing",
                    format!("取消的指标“{}”没有写明理由。", line.level3),
                ));
            }
        }
        if effects.weights_fixed {
            errors.extend(self.changed_weights(sheet));
        }
        if self.is_unchanged(sheet) {
            errors.push(FieldError::new(
                "lines",
                "adjustment-empty",
                "与批复的目标相同,没有需要调整的内容。",
            ));
        }
        if errors.is_empty() {
            Ok(())
        } else {
            Err(AppError::Invalid(errors))
        }
    }

    fn changed_weights<'a>(&'a self, sheet: &'a Sheet) -> impl Iterator<Item = FieldError> + 'a {
        sheet.lines.iter().enumerate().filter_map(|(index, line)| {
            let key = line.key.to_string();
            let issued = self.issued.lines.iter().find(|one| one.key == key)?;
            let now = line.weight.map(hengji_domain::Weight::centi);
            (issued.weight_centi != now).then(|| {
                let shown = issued.weight_centi.map(hengji_domain::Weight::from_centi);
                FieldError::new(
                    format!("lines[{index}].weight"),
                    "adjustment-weight-fixed",
                    format!(
                        "“{}”的分值批复为 {},按规则调整时不能改变。",
                        line.level3,
                        shown.unwrap_or_default()
                    ),
                )
            })
        })
    }

    fn is_unchanged(&self, sheet: &Sheet) -> bool {
        self.issued.annual_goal == sheet.annual_goal
            && self.issued.lines.len() == sheet.lines.len()
            && self.issued.lines.iter().zip(&sheet.lines).all(|(issued, line)| {
                issued.key == line.key.to_string()
                    && issued.level3 == line.level3
                    && issued.target == line.target.text
                    && issued.weight_centi == line.weight.map(hengji_domain::Weight::centi)
            })
    }
}

/// Keeps what stands beside the lines of an adjustment.
pub(crate) fn explain(tx: &mut Tx<'_>, sheet: SheetId, draft: &AdjustmentDraft) -> Step<()> {
    let mut errors = Vec::new();
    let mut bounded = |field: &str, name: &str, text: &str| {
        let text = text.trim();
        let length = text.chars().count();
        if TEXT_MAX < length {
            errors.push(FieldError::new(
                field,
                "text-too-long",
                format!("{name}最多 {TEXT_MAX} 字,现有 {length} 字,请精简。"),
            ));
        }
        text.to_owned()
    };
    let reason = bounded("reason", "调整原因", &draft.reason);
    let basis = bounded("basis", "调整依据", &draft.basis);
    let dropped: Vec<DroppedDraft> = draft
        .dropped
        .iter()
        .filter(|one| one.line.parse::<LineKey>().is_ok())
        .map(|one| DroppedDraft {
            line: one.line.clone(),
            reason: bounded("dropped", "取消理由", &one.reason),
        })
        .collect();
    if !errors.is_empty() {
        return Err(AppError::Invalid(errors).into());
    }
    let dropped = serde_json::to_string(&dropped).map_err(AppError::fault)?;
    Ok(adjustments::explain(
        tx.db,
        tx.division,
        sheet,
        &reason,
        &basis,
        &dropped,
    )?)
}

/// An adjustment that was finally approved becomes the next edition of its goal, where the rule says so.
pub(crate) fn take_effect(tx: &mut Tx<'_>, actor: &Actor, case: &Case) -> Step<()> {
    if case.sheet.kind != SheetKind::GoalAdjustment || !Effects::read(&case.in_force)?.replaces_goal {
        return Ok(());
    }
    let beside = Beside::load(tx.db, tx.division, case.sheet.id)?;
    let goal = sheets::find(tx.db, tx.division, beside.adjustment.goal)?.ok_or(AppError::NotFound)?;
    if goal.edition != beside.adjustment.from_edition {
        return Err(AppError::refused(
            "goal-changed-meanwhile",
            format!(
                "目标已从第 {} 版变为第 {} 版,这份调整是按旧版做的,请退回重新核对。",
                beside.adjustment.from_edition, goal.edition
            ),
        )
        .into());
    }
    let next = Sheet {
        edition: goal.edition.saturating_add(1),
        annual_goal: case.sheet.annual_goal.clone(),
        money: case.sheet.money,
        lines: case.sheet.lines.clone(),
        ..goal.clone()
    };
    sheets::update_head(tx.db, tx.division, &next)?;
    sheets::replace_lines(tx.db, tx.division, &next)?;
    // What was wrong with the lines was judged on the adjustment; the goal takes it over with them.
    let known = findings::of_sheet(tx.db, tx.division, case.sheet.id)?;
    findings::replace_for_sheet(tx.db, tx.division, next.id, &known)?;
    let fingerprint = case.in_force.fingerprint();
    let edition = Edition::of(
        next.id,
        next.edition,
        Snapshot::of(&next, case.names(), fingerprint).to_json()?,
        fingerprint.to_owned(),
        actor.user,
        tx.now,
    );
    editions::insert(tx.db, tx.division, &edition)?;
    let role = case.step().map(|step| step.role);
    let signature = Signature {
        sheet: next.id,
        edition: next.edition,
        step: 0,
        role: role.ok_or(AppError::NotFound)?,
        signer: actor.user,
        signer_name: actor.name.clone(),
        content_sha256: edition.sha256.clone(),
        signed_at: tx.now,
    };
    signatures::insert(tx.db, tx.division, &signature)?;
    adjustments::set_replaced(tx.db, tx.division, case.sheet.id, next.edition)?;
    tx.detail("replaced", next.edition);
    Ok(())
}

/// The edition of a goal that was issued: the last one that passed the last step of its chain.
pub(crate) fn issued_edition(signatures: &[Signature], steps: usize) -> Option<i32> {
    let last = steps.checked_sub(1)?;
    signatures
        .iter()
        .filter(|signature| usize::try_from(signature.step) == Ok(last))
        .map(|signature| signature.edition)
        .max()
}
