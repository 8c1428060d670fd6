//! 流程条 (steps bar): the chain with who acted in this edition.

use hengji_domain::workflow::SheetState;

use crate::common::Hand;
use crate::sheets::case::Case;
use crate::sheets::view::{StepStatus, StepView};

/// The steps of the chain as they stand.
pub(super) fn steps(case: &Case) -> Vec<StepView> {
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
            let hand = case
                .signatures
                .iter()
                .find(|signature| {
                    signature.edition == case.sheet.edition && usize::try_from(signature.step) == Ok(index)
                })
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
