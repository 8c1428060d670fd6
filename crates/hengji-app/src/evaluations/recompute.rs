//! 重算 (recomputing): the stored scores give the stored conclusion again, byte for byte, or the page says which not.

use hengji_domain::id::EvaluationId;
use hengji_domain::person::Actor;

use super::case::EvaluationCase;
use crate::app::App;
use crate::error::AppError;

/// Whether a conclusion came out again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recomputed {
    /// 一致: the same bytes.
    Same,
    /// 不一致.
    Different,
    /// There is no conclusion that stands.
    Nothing,
}

impl App {
    /// Computes the conclusion that stands once more.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for strangers; [`AppError::Fault`] when the database cannot be read.
    pub fn recompute_evaluation(&self, actor: &Actor, id: EvaluationId) -> Result<Recomputed, AppError> {
        self.viewed_scored(actor, id).map(|case| recomputed(&case))
    }
}

/// Computes the conclusion of a case once more.
pub(super) fn recomputed(case: &EvaluationCase) -> Recomputed {
    let edition = case.listing.evaluation.edition;
    let standing = case.results.iter().find(|result| result.edition == edition);
    let Some(result) = standing.filter(|result| result.reopening.is_none()) else {
        return Recomputed::Nothing;
    };
    match case.concluded(&result.vetoes) {
        Ok(found) if found.trace == result.trace => Recomputed::Same,
        _ => Recomputed::Different,
    }
}
