//! The page of an evaluation: everything its reader may see, and what they may do now.

use std::collections::HashMap;

use hengji_authz::{Action, decide};
use hengji_domain::ex_ante::conclusion::propose;
use hengji_domain::ex_ante::{ReportState, Seal};
use hengji_domain::id::{SheetId, UserId};
use hengji_domain::person::Actor;
use hengji_domain::workflow::SheetState;
use hengji_store::attachments::{self, Attachment};
use hengji_store::editions::{self, Edition};
use hengji_store::ex_ante::{self, Expert, ExpertScore, Round};
use hengji_store::opinions::{self, Opinion};

use super::case::{CONCLUSION, EvaluationCase, MATERIALS, SCORING};
use super::matrix::matrix;
use super::view::{
    ConditionView, EvaluationPage, ExAnteRow, ExpertView, GivenScore, MaterialView, OwnItem, OwnScores,
};
use crate::app::{App, Directory};
use crate::attachments::view;
use crate::common::{Choice, Hand};
use crate::error::AppError;
use crate::sheets::opinion::{opinion_view, step_name};
use crate::sheets::tag::tag;
use crate::sheets::view::{EditionView, SignatureView, StepStatus, StepView};

/// What stands around an evaluation, loaded after the right to see it was given.
struct Surroundings {
    files: Vec<Attachment>,
    opinions: Vec<Opinion>,
    editions: Vec<Edition>,
    scores: Vec<ExpertScore>,
    conditions: Vec<hengji_domain::ex_ante::Condition>,
    candidates: Vec<Choice>,
}

impl App {
    /// The page of an evaluation, in at most eighteen statements however long it is.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for one that does not exist or is out of sight.
    pub fn ex_ante_page(&self, actor: &Actor, id: SheetId) -> Result<EvaluationPage, AppError> {
        let case = self.viewed_evaluation(actor, id)?;
        let may = may(actor, &case);
        let invites = may.contains(&Action::InviteExAnteExpert);
        let around = self.read(|db| {
            Ok(Surroundings {
                files: attachments::of_sheet(db, case.division, id)?,
                opinions: opinions::of_sheet(db, case.division, id)?,
                editions: editions::of_sheet(db, case.division, id)?,
                scores: ex_ante::scores_of_sheet(db, case.division, id)?,
                conditions: ex_ante::conditions_of_sheet(db, case.division, id)?,
                candidates: if invites {
                    self.experts(db, case.division)?
                } else {
                    Vec::new()
                },
            })
        })?;
        let directory = self.directory(case.division)?;
        let names = if around.files.is_empty() {
            HashMap::new()
        } else {
            self.names_of(case.division)?
        };
        let row = self.row_of(actor, &case)?;
        Ok(self.told(actor, case, around, may, row, &directory, &names))
    }

    /// The row of the list to which the evaluation belongs.
    fn row_of(&self, actor: &Actor, case: &EvaluationCase) -> Result<ExAnteRow, AppError> {
        let rows = self.ex_ante_rows(actor, case.sheet.year, &case.rules)?;
        let found = rows.into_iter().find(|row| row.sheet == Some(case.sheet.id));
        found.ok_or(AppError::NotFound)
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "Everything was loaded under one right; a struct of it would be named after this function."
    )]
    fn told(
        &self,
        actor: &Actor,
        case: EvaluationCase,
        around: Surroundings,
        may: Vec<Action>,
        row: ExAnteRow,
        directory: &Directory,
        names: &HashMap<UserId, String>,
    ) -> EvaluationPage {
        let today = self.now().shanghai_date();
        let seal = case.seal();
        let rules = &case.rules;
        let full = matrix(
            &case.sheet.lines,
            &case.experts,
            &around.scores,
            rules.experts.value.spread,
        );
        let opened = case.result.discussion.is_some();
        let proposed = full
            .summary
            .filter(|_| opened)
            .and_then(|summary| propose(&rules.conclusions.value, summary.mean));
        let draws = may.contains(&Action::DrawExAnteConclusion);
        let conclusion_step = case.index_of(CONCLUSION).unwrap_or(usize::MAX);
        EvaluationPage {
            id: case.sheet.id,
            version: case.sheet.version,
            edition: case.sheet.edition,
            state: tag(case.sheet.kind, &case.sheet.state, Some(&case.chain)),
            report: ReportState::of(&case.sheet.state, conclusion_step),
            steps: steps(&case),
            step: case.step().map(|step| step.code.clone()).unwrap_or_default(),
            row,
            summary: case.result.summary.clone(),
            materials: materials(&case, around.files, names),
            experts: case.experts.iter().map(expert_view).collect(),
            candidates: around
                .candidates
                .into_iter()
                .filter(|one| {
                    !case
                        .experts
                        .iter()
                        .any(|expert| expert.user.to_string() == one.code)
                })
                .collect(),
            experts_least: rules.experts.value.least,
            experts_citation: (*rules.experts.citation).clone(),
            seal,
            discussion: case.result.discussion.as_ref().map(|(at, name)| Hand {
                name: name.clone(),
                at: *at,
            }),
            own: own(actor, &case, &around.scores),
            matrix: seal
                .is_open()
                .then_some(full)
                .filter(|_| may_see_scores(actor, &case, seal)),
            framework_citation: (*rules.framework.citation).clone(),
            conclusions: rules.conclusions.value.clone(),
            conclusions_citation: (*rules.conclusions.citation).clone(),
            proposed: proposed.cloned(),
            conclusion: case.result.conclusion.clone(),
            departure_reason: case.result.departure_reason.clone(),
            advice: case.result.advice.clone(),
            conditions: around
                .conditions
                .into_iter()
                .map(|condition| ConditionView {
                    unit_name: directory.name(condition.unit),
                    is_late: condition.is_late(today),
                    condition,
                })
                .collect(),
            units: if draws { units(directory) } else { Vec::new() },
            opinions: around
                .opinions
                .iter()
                .map(|opinion| opinion_view(opinion, Some(&case.chain), &[]))
                .collect(),
            signatures: signatures(&case),
            editions: around
                .editions
                .iter()
                .map(|edition| edition_view(&case, edition))
                .collect(),
            may,
            due_on: self.ex_ante_due_on(case.division, case.sheet.year),
        }
    }
}

/// The unit and its department read the conclusion, not who gave which score, until the report is final.
fn may_see_scores(actor: &Actor, case: &EvaluationCase, seal: Seal) -> bool {
    let is_final = matches!(case.sheet.state, SheetState::Concluded { .. });
    let is_expert = case.experts.iter().any(|expert| expert.user == actor.user);
    let reviews = [
        Action::ReviewExAnteMaterial,
        Action::ApproveExAnteEvaluation,
        Action::ConcludeExAnteEvaluation,
    ];
    let resource = case.resource();
    let reviewing = reviews.into_iter().any(|action| {
        let decision = decide(actor, action, &resource);
        decision.allow || matches!(decision.rule, "step-of-another-role" | "four-eyes")
    });
    seal.is_open() && (is_final || is_expert || reviewing)
}

fn steps(case: &EvaluationCase) -> Vec<StepView> {
    let current = case.step_index();
    let returned_from = match case.sheet.state {
        SheetState::Returned { from_step, .. } => Some(from_step),
        _ => None,
    };
    case.chain
        .steps
        .iter()
        .enumerate()
        .map(|(index, step)| {
            // Later editions are signed from the conclusion on, so the latest hand at a step is the one that counts.
            let hand = case
                .signatures
                .iter()
                .rev()
                .find(|signature| usize::try_from(signature.step) == Ok(index) && index < current)
                .map(|signature| Hand {
                    name: signature.signer_name.clone(),
                    at: signature.signed_at,
                });
            let status = if returned_from == Some(index) {
                StepStatus::ReturnedFrom
            } else if index < current {
                StepStatus::Done
            } else if index == current {
                StepStatus::Current
            } else {
                StepStatus::Waiting
            };
            StepView {
                code: step.code.clone(),
                name: step.name.clone(),
                role_name: step.role.name(),
                status,
                hand,
            }
        })
        .collect()
}

fn materials(
    case: &EvaluationCase,
    files: Vec<Attachment>,
    names: &HashMap<UserId, String>,
) -> Vec<MaterialView> {
    let mut all: Vec<MaterialView> = case
        .materials
        .iter()
        .map(|material| MaterialView {
            material: material.clone(),
            files: Vec::new(),
        })
        .collect();
    for file in files {
        let found = all.iter_mut().find(|one| Some(one.material.key) == file.line);
        if let Some(found) = found {
            found.files.push(view(file, names));
        }
    }
    all
}

fn expert_view(expert: &Expert) -> ExpertView {
    ExpertView {
        code: expert.user.to_string(),
        name: expert.name.clone(),
        institution: expert.institution.clone(),
        invited: Hand {
            name: expert.invited_by.clone(),
            at: expert.invited_at,
        },
        submitted_at: expert.submitted_at,
        revised_at: expert.revised_at,
    }
}

/// The acting expert's own sheet; none for anybody else.
fn own(actor: &Actor, case: &EvaluationCase, scores: &[ExpertScore]) -> Option<OwnScores> {
    let expert = case.experts.iter().find(|expert| expert.user == actor.user)?;
    let of = |line, round| {
        let mut all = scores.iter();
        all.find(|one| one.user == expert.user && one.line == line && one.round == round)
    };
    let items = case
        .sheet
        .lines
        .iter()
        .map(|line| OwnItem {
            key: line.key,
            position: line.position,
            content: line.level1.clone(),
            section: line.level2.clone(),
            item: line.level3.clone(),
            points: line.weight.unwrap_or_default(),
            given: of(line.key, Round::Independent).map(|first| {
                let revised = of(line.key, Round::Revised);
                GivenScore {
                    independent: first.score,
                    words: first.words.clone(),
                    revised: revised.map(|one| one.score),
                    reason: revised.map(|one| one.words.clone()).unwrap_or_default(),
                }
            }),
        })
        .collect();
    Some(OwnScores {
        version: expert.version,
        items,
        opinion: expert.opinion.clone(),
        submitted_at: expert.submitted_at,
        may_score: case.is_at(SCORING) && expert.submitted_at.is_none(),
        may_revise: case.is_at(CONCLUSION) && expert.submitted_at.is_some(),
    })
}

fn units(directory: &Directory) -> Vec<Choice> {
    let all = directory.units().iter();
    all.map(|unit| Choice {
        code: unit.id.to_string(),
        name: unit.name.clone(),
    })
    .collect()
}

fn signatures(case: &EvaluationCase) -> Vec<SignatureView> {
    case.signatures
        .iter()
        .map(|signature| SignatureView {
            edition: signature.edition,
            step: step_name(Some(&case.chain), signature.step),
            role_name: signature.role.name(),
            hand: Hand {
                name: signature.signer_name.clone(),
                at: signature.signed_at,
            },
            content_sha256: signature.content_sha256.clone(),
        })
        .collect()
}

fn edition_view(case: &EvaluationCase, edition: &Edition) -> EditionView {
    let made = case
        .signatures
        .iter()
        .find(|signature| signature.content_sha256 == edition.sha256);
    EditionView {
        edition: edition.edition,
        hand: Hand {
            name: made
                .map(|signature| signature.signer_name.clone())
                .unwrap_or_default(),
            at: edition.made_at,
        },
        content_sha256: edition.sha256.clone(),
    }
}

/// What the actor may do now: what the matrix allows, of what the step allows.
fn may(actor: &Actor, case: &EvaluationCase) -> Vec<Action> {
    let mut all: Vec<Action> = match case.sheet.state {
        SheetState::Draft | SheetState::Returned { .. } => vec![
            Action::SaveExAnteEvaluation,
            Action::SendExAnteMaterial,
            Action::SubmitExAnteEvaluation,
        ],
        SheetState::InReview { step, .. } => {
            let mut all = vec![if case.is_at_last_step() {
                Action::ConcludeExAnteEvaluation
            } else {
                Action::ApproveExAnteEvaluation
            }];
            if case.step().is_some_and(|step| step.may_return) {
                all.push(Action::ReturnExAnteEvaluation);
            }
            if step == 1 {
                all.push(Action::WithdrawExAnteEvaluation);
            }
            if case.is_at(MATERIALS) {
                all.push(Action::ReviewExAnteMaterial);
            }
            if case.is_at(MATERIALS) || case.is_at(SCORING) {
                all.push(Action::InviteExAnteExpert);
            }
            if case.is_at(SCORING) || case.is_at(CONCLUSION) {
                all.push(Action::ScoreExAnteEvaluation);
            }
            if case.is_at(CONCLUSION) {
                all.push(Action::DrawExAnteConclusion);
            }
            all
        }
        SheetState::Concluded { .. } => Vec::new(),
    };
    if case
        .index_of(CONCLUSION)
        .is_ok_and(|conclusion| conclusion < case.step_index())
    {
        all.push(Action::SettleExAnteCondition);
    }
    let resource = case.resource();
    all.retain(|action| decide(actor, *action, &resource).allow);
    all
}
