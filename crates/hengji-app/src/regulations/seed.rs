//! Documents that come with a demonstration.

use hengji_authz::Action;
use hengji_domain::Division;
use hengji_domain::id::RegulationId;
use hengji_domain::regulation::Regulation;
use hengji_store::regulations::{self, KeptRegulation};

use crate::app::{App, Tx};
use crate::error::AppError;
use crate::units::sort_key;

/// A document to be written; its identifier is given here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedRegulation(
    /// The document; its identifier is made anew.
    pub Regulation,
);

impl App {
    /// Writes documents; their identifiers in the same order.
    ///
    /// # Errors
    ///
    /// [`AppError::Fault`].
    pub fn seed_regulations(
        &self,
        division: Division,
        seeds: &[SeedRegulation],
    ) -> Result<Vec<RegulationId>, AppError> {
        self.operate(division, Action::SeedDemonstration, |tx| {
            let all = seeds
                .iter()
                .map(|SeedRegulation(seed)| kept(tx, seed))
                .collect::<Result<Vec<_>, _>>()?;
            tx.detail("regulations", all.len());
            regulations::insert_many(tx.db, tx.division, &all)?;
            Ok(all.iter().map(|kept| kept.regulation.id).collect())
        })
    }
}

fn kept(tx: &Tx<'_>, seed: &Regulation) -> Result<KeptRegulation, crate::app::Halt> {
    Ok(KeptRegulation {
        regulation: Regulation {
            id: tx.fresh()?,
            ..seed.clone()
        },
        file: None,
        pinyin_sort: sort_key(&seed.name),
        entered_by: None,
        entered_at: tx.now,
    })
}
