//! An evaluation with everything that deciding and showing it needs, loaded once.

use hengji_authz::{Action, Resource, Standing};
use hengji_domain::ex_ante::{ExAnteRules, Material, Seal};
use hengji_domain::id::{SheetId, UserId};
use hengji_domain::person::Actor;
use hengji_domain::rule::{Chain, ChainStep};
use hengji_domain::sheet::{Sheet, SheetKind};
use hengji_domain::workflow::{SheetState, WorkflowRefusal};
use hengji_domain::{Division, Timestamp};
use hengji_rules::RulesInForce;
use hengji_store::ex_ante::{self, ExAnteObject, ExAnteResult, Expert};
use hengji_store::projects::{self, ProjectListing};
use hengji_store::signatures::{self, Signature};
use hengji_store::{Db, sheets};

use crate::app::{App, Halt, Step, Tx};
use crate::common::Written;
use crate::error::AppError;
use crate::sheets::case::place_of;

/// Codes of the steps that have work of their own; the chain in the rules must have them.
pub(super) const MATERIALS: &str = "materials";
pub(super) const SCORING: &str = "scoring";
pub(super) const CONCLUSION: &str = "conclusion";

/// An evaluation with its surroundings.
pub(crate) struct EvaluationCase {
    pub(super) division: Division,
    pub(super) sheet: Sheet,
    pub(super) listing: ProjectListing,
    pub(super) object: ExAnteObject,
    pub(super) result: ExAnteResult,
    pub(super) materials: Vec<Material>,
    pub(super) experts: Vec<Expert>,
    pub(super) signatures: Vec<Signature>,
    pub(super) chain: Chain,
    pub(super) rules: ExAnteRules,
    pub(super) in_force: RulesInForce,
}

impl App {
    /// Loads an evaluation: eight statements, however much it has.
    pub(super) fn load_evaluation(
        &self,
        db: &mut Db,
        division: Division,
        id: SheetId,
    ) -> Step<EvaluationCase> {
        let sheet = sheets::find(db, division, id)?
            .filter(|sheet| sheet.kind == SheetKind::ExAnteEvaluation)
            .ok_or(AppError::NotFound)?;
        let in_force = self.rules(division, sheet.year);
        let missing = |what| AppError::fault(format!("事前评估 {id} 缺少{what}"));
        Ok(EvaluationCase {
            division,
            listing: projects::find_listing(db, division, sheet.project)?.ok_or(AppError::NotFound)?,
            object: ex_ante::find_object(db, division, sheet.project)?.ok_or_else(|| missing("名单记录"))?,
            result: ex_ante::find_result(db, division, id)?.ok_or_else(|| missing("结果记录"))?,
            materials: ex_ante::materials_of_sheet(db, division, id)?,
            experts: ex_ante::experts_of_sheet(db, division, id)?,
            signatures: signatures::of_sheet(db, division, id)?,
            chain: in_force.chain(sheet.kind)?.value,
            rules: in_force.ex_ante()?,
            in_force,
            sheet,
        })
    }

    /// The evaluation, for whoever may see it.
    pub(crate) fn viewed_evaluation(&self, actor: &Actor, id: SheetId) -> Result<EvaluationCase, AppError> {
        let case = self.read(|db| self.load_evaluation(db, actor.division, id))?;
        self.may_view(actor, Action::ViewExAnteEvaluation, &case.resource())?;
        Ok(case)
    }

    /// Loads the evaluation that a write is about and says so in the audit event.
    pub(super) fn find_evaluation(&self, tx: &mut Tx<'_>, id: SheetId) -> Step<(Resource, EvaluationCase)> {
        tx.about("sheet", id);
        let case = self.load_evaluation(tx.db, tx.division, id)?;
        tx.detail("project", &case.listing.project.name);
        tx.detail("kind", case.sheet.kind.code());
        Ok((case.resource(), case))
    }
}

impl EvaluationCase {
    /// What a decision about it needs.
    pub(super) fn resource(&self) -> Resource {
        Resource::ExAnteEvaluation {
            division: self.division,
            place: place_of(&self.listing),
            lead: self.object.lead,
            experts: self.experts.iter().map(|expert| expert.user).collect(),
            standing: self.standing(),
        }
    }

    fn standing(&self) -> Standing {
        match (&self.sheet.state, self.step()) {
            (SheetState::Concluded { .. }, _) => Standing::Concluded,
            (SheetState::InReview { .. }, Some(step)) => Standing::Waiting {
                role: step.role,
                hands: self.hands(),
            },
            // A step that the chain in force does not have belongs to nobody; the workflow says so.
            _ => Standing::WithUnit,
        }
    }

    /// Who has put a hand to this edition.
    fn hands(&self) -> Vec<UserId> {
        self.signatures
            .iter()
            .filter(|signature| signature.edition == self.sheet.edition)
            .map(|signature| signature.signer)
            .collect()
    }

    /// The step that must act now.
    pub(super) fn step(&self) -> Option<&ChainStep> {
        self.chain.current(&self.sheet.state).ok().flatten()
    }

    /// Index of the step that must act now; 0 while it is with the unit.
    pub(super) fn step_index(&self) -> usize {
        match self.sheet.state {
            SheetState::InReview { step, .. } => step,
            SheetState::Draft | SheetState::Returned { .. } => 0,
            SheetState::Concluded { .. } => self.chain.steps.len(),
        }
    }

    /// Whether the step that acts now is the last.
    pub(super) fn is_at_last_step(&self) -> bool {
        self.step_index() + 1 == self.chain.steps.len()
    }

    /// Index of the step with this code.
    pub(super) fn index_of(&self, code: &str) -> Result<usize, AppError> {
        let found = self.chain.steps.iter().position(|step| step.code == code);
        found.ok_or_else(|| AppError::RuleMissing {
            message: format!(
                "事前绩效评估流程缺少“{code}”环节,请系统管理员核对规则 workflow.ex_ante_evaluation。"
            ),
        })
    }

    /// Whether it waits at the step with this code.
    pub(super) fn is_at(&self, code: &str) -> bool {
        matches!(self.sheet.state, SheetState::InReview { .. })
            && self.step().is_some_and(|step| step.code == code)
    }

    /// Refuses unless it waits at one of these steps.
    pub(super) fn require_at(&self, codes: &[&str], deed: &str) -> Result<(), AppError> {
        if codes.iter().any(|code| self.is_at(code)) {
            return Ok(());
        }
        let names: Vec<&str> = self
            .chain
            .steps
            .iter()
            .filter(|step| codes.contains(&step.code.as_str()))
            .map(|step| step.name.as_str())
            .collect();
        let now = match &self.sheet.state {
            SheetState::Concluded { .. } => "已出具正式结论".to_owned(),
            SheetState::Draft | SheetState::Returned { .. } => "还在单位".to_owned(),
            SheetState::InReview { .. } => {
                let step = self.step().map(|step| step.name.as_str());
                format!("在“{}”环节", step.unwrap_or_default())
            }
        };
        Err(AppError::refused(
            "ex-ante-not-at-step",
            format!("{deed}只能在“{}”环节办理,现在{now}。", names.join("”或“")),
        ))
    }

    /// Refuses unless it is with the unit.
    pub(super) fn require_with_unit(&self) -> Result<(), WorkflowRefusal> {
        match (self.sheet.state.is_editable(), self.step()) {
            (true, _) => Ok(()),
            (false, None) => Err(WorkflowRefusal::Concluded),
            (false, Some(step)) => Err(WorkflowRefusal::NotEditable {
                step: step.name.clone(),
            }),
        }
    }

    /// Refuses when it was changed since the version that the request knows.
    pub(super) fn require_version(&self, version: i32) -> Step<()> {
        if self.sheet.version == version {
            Ok(())
        } else {
            Err(Halt::stale("sheets", self.sheet.id))
        }
    }

    /// Whether the scores may be seen.
    pub(super) fn seal(&self) -> Seal {
        let submitted: Vec<Option<Timestamp>> =
            self.experts.iter().map(|expert| expert.submitted_at).collect();
        let opened = self.result.discussion.as_ref().map(|(at, _)| *at);
        Seal::of(&submitted, opened)
    }

    /// Moves the sheet to a state and edition, one version further: every change of the evaluation does.
    pub(super) fn moved(&self, tx: &mut Tx<'_>, state: &SheetState, edition: i32) -> Step<Written> {
        let sheet = &self.sheet;
        let version = sheets::set_state(tx.db, tx.division, sheet.id, sheet.version, state, edition)?;
        Ok(Written {
            id: sheet.id.to_string(),
            version,
        })
    }

    /// One version further, where it is.
    pub(super) fn touched(&self, tx: &mut Tx<'_>) -> Step<Written> {
        self.moved(tx, &self.sheet.state, self.sheet.edition)
    }
}

/// Turns a refusal of the domain, which ends with its code, into an answer.
pub(super) fn refused(refusal: impl std::fmt::Display) -> AppError {
    let text = refusal.to_string();
    match text.rsplit_once(" [") {
        Some((words, code)) => AppError::refused(code.trim_end_matches(']'), words),
        None => AppError::refused("refused", text),
    }
}

/// A text within its bound, without control characters.
pub(super) fn bounded(field: &str, text: &str, most: usize) -> Result<String, AppError> {
    let text = text.trim();
    let length = text.chars().count();
    if most < length {
        return Err(AppError::field(
            field,
            "text-too-long",
            format!("最多 {most} 字,现有 {length} 字,请精简。"),
        ));
    }
    Ok(text.chars().filter(|c| !c.is_control() || *c == '\n').collect())
}
