//! 校验审计链 (verify): the whole chain, a thousand events in memory at once; live or from an export.

use std::io::BufRead;

use hengji_authz::Action;
use hengji_domain::Division;
use hengji_domain::person::Actor;
use hengji_store::audit::{self, Checkpoint, Fault, Verified};

use super::view::AuditVerdict;
use crate::app::App;
use crate::error::AppError;

impl App {
    /// Checks the chain of the acting division against itself and its head.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`] for all but the audit administrator. What is wrong with the chain is a verdict, not
    /// an error.
    pub fn audit_verify(&self, actor: &Actor) -> Result<AuditVerdict, AppError> {
        self.may_look(actor, Action::VerifyAudit)?;
        self.verify_audit_as_operator(actor.division, &[])
    }

    /// Checks the chain of a division for whoever runs the server, also against heads that were kept outside: only
    /// those show that the tail was cut off or an old copy was restored.
    ///
    /// # Errors
    ///
    /// [`AppError::Fault`] when the database cannot be read.
    pub fn verify_audit_as_operator(
        &self,
        division: Division,
        kept: &[Checkpoint],
    ) -> Result<AuditVerdict, AppError> {
        let outcome = self.read(|db| Ok(audit::verify_chain(db, division, kept)?))?;
        Ok(verdict(outcome))
    }
}

/// Checks an exported chain without any database, against heads that were kept outside.
pub fn verify_file(export: impl BufRead, kept: &[Checkpoint]) -> AuditVerdict {
    verdict(audit::verify_export(export, kept))
}

fn verdict(outcome: Result<Verified, Fault>) -> AuditVerdict {
    match outcome {
        Ok(verified) => AuditVerdict {
            checked: count(verified.events),
            head: verified.head.map(|head| head.hash),
            broken: None,
        },
        Err(fault) => AuditVerdict {
            checked: count(fault.seq.saturating_sub(1)),
            head: None,
            broken: Some((fault.seq, fault.what)),
        },
    }
}

fn count(events: i64) -> u64 {
    u64::try_from(events).unwrap_or(0)
}
