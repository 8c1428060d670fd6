//! 分类分级 (project classes): the yearly catalogue is computed, adjusted by hand, approved by a second person and frozen.

mod adjust;
mod basis;
mod card;
mod compute;
mod decide;
mod export;
mod list;
mod propose;
pub mod seed;
#[cfg(test)]
mod tests;
pub(crate) mod traits;
pub mod view;

use std::collections::BTreeMap;

use hengji_domain::id::ProjectId;
use hengji_domain::person::Actor;
use hengji_domain::project_class::{CatalogueState, ProjectClass};
use hengji_domain::{BudgetYear, Division};
use hengji_store::Db;
use hengji_store::project_classes::{self, Catalogue, Hand};

use crate::app::{App, Step, Tx};
use crate::error::AppError;

pub use adjust::ClassMove;
pub use decide::{CatalogueMove, CatalogueReturn};
pub use hengji_store::project_classes::{Change, ClassSort};
pub use list::ClassQuery;
pub use propose::NewEdition;
pub use traits::TraitChoices;

impl App {
    /// The class in force of every project of the year that has one: one statement for all, for the stages whose
    /// depth depends on it. A project that no frozen catalogue holds is managed like any other.
    ///
    /// # Errors
    ///
    /// [`AppError::Fault`] when the database cannot be read.
    pub fn classes_of_year(
        &self,
        division: Division,
        year: BudgetYear,
    ) -> Result<BTreeMap<ProjectId, ProjectClass>, AppError> {
        self.read(|db| Ok(project_classes::classes_of_year(db, division, year)?))
    }
}

/// The newest edition of the year in this state, at this version.
fn newest(db: &mut Db, division: Division, year: BudgetYear, state: CatalogueState) -> Step<Catalogue> {
    let found = project_classes::latest(db, division, year)?.ok_or(AppError::NotFound)?;
    if found.state == state {
        return Ok(found);
    }
    let (code, mend) = match found.state {
        CatalogueState::Proposed => ("class-catalogue-proposed", "请先提请批准"),
        CatalogueState::Submitted => ("class-catalogue-submitted", "请等局领导批准,或由局领导退回后再改"),
        CatalogueState::Frozen | CatalogueState::Superseded => {
            ("class-catalogue-frozen", "如需更改,请写明理由,另拟新的一版")
        }
    };
    Err(AppError::refused(
        code,
        format!(
            "{year} 年度目录第 {} 版{},不能办理;{mend}。",
            found.edition,
            found.state.name()
        ),
    )
    .into())
}

/// The actor's hand at the instant of the transaction.
fn hand(tx: &Tx<'_>, actor: &Actor) -> Hand {
    Hand {
        user: actor.user,
        name: actor.name.clone(),
        at: tx.now,
    }
}
