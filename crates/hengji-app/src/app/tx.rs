//! What a use case holds inside its write transaction.

use std::collections::BTreeMap;

use hengji_domain::id::uuid_v7;
use hengji_domain::{Division, Timestamp};
use hengji_store::Db;

use super::halt::Step;
use crate::ports::Randomness;

/// Makes identifiers: ordered by the instant, told apart by randomness.
#[derive(Clone, Copy)]
pub(crate) struct IdSource<'a> {
    now: Timestamp,
    randomness: &'a dyn Randomness,
}

impl<'a> IdSource<'a> {
    pub(crate) const fn new(now: Timestamp, randomness: &'a dyn Randomness) -> Self {
        Self { now, randomness }
    }

    /// A fresh identifier.
    pub(crate) fn fresh<I: FreshId>(&self) -> Step<I> {
        let mut random = [0_u8; 10];
        self.randomness.fill(&mut random)?;
        Ok(I::from_uuid(uuid_v7(self.now, random)))
    }
}

/// A write transaction of one division.
pub(crate) struct Tx<'a> {
    /// The database, inside the transaction.
    pub(crate) db: &'a mut Db,
    /// The division written to: no transaction crosses divisions.
    pub(crate) division: Division,
    /// The instant of the transaction: everything in it happens at once.
    pub(crate) now: Timestamp,
    /// Where identifiers come from.
    pub(crate) ids: IdSource<'a>,
    pub(super) object: Option<(&'static str, String)>,
    pub(super) details: BTreeMap<&'static str, String>,
}

impl<'a> Tx<'a> {
    pub(crate) fn new(db: &'a mut Db, division: Division, ids: IdSource<'a>) -> Self {
        Self {
            db,
            division,
            now: ids.now,
            ids,
            object: None,
            details: BTreeMap::new(),
        }
    }

    /// A fresh identifier.
    pub(crate) fn fresh<I: FreshId>(&self) -> Step<I> {
        self.ids.fresh()
    }

    /// Goes to another instant, for what is told of the past: deeds and identifiers after it are of that instant. The
    /// teller comes back to the instant of the transaction before it ends.
    pub(crate) const fn turn_to(&mut self, at: Timestamp) {
        self.now = at;
        self.ids.now = at;
    }

    /// Says what the audit event is about.
    pub(crate) fn about(&mut self, kind: &'static str, id: impl ToString) {
        self.object = Some((kind, id.to_string()));
    }

    /// Adds a detail to the audit event; never a password, a code or a token.
    pub(crate) fn detail(&mut self, name: &'static str, value: impl ToString) {
        self.details.insert(name, value.to_string());
    }
}

/// Identifiers the application makes.
pub(crate) trait FreshId {
    /// Wraps a UUID.
    fn from_uuid(uuid: uuid::Uuid) -> Self;
}

macro_rules! fresh_ids {
    ($($id:ident),* $(,)?) => {$(
        impl FreshId for hengji_domain::id::$id {
            fn from_uuid(uuid: uuid::Uuid) -> Self {
                Self::from_uuid(uuid)
            }
        }
    )*};
}

fresh_ids!(
    UnitId,
    UserId,
    ProjectId,
    SheetId,
    LineKey,
    IndicatorId,
    ProposalId,
    ImportId,
    OpinionId,
    AttachmentId,
    DifferenceId,
    CutId,
    VoucherId,
    MappingId,
    ReviewSessionId,
    ReviewSlotId,
    RoomEditId,
    RegulationId,
    RuleProposalId,
    CatalogueId,
    AdjustmentId,
    ListChangeId,
    ReminderId,
    MonitoringFindingId,
    FieldRecordId,
    PaperId,
    EvaluationFindingId,
    CommitmentId,
    ProofId,
    LookBackId,
    SpotRoundId,
    EvaluationId,
    EvaluationScoreId,
    EvaluationFactId,
    ResultSnapshotId,
    CircularId,
    CaseRecordId,
    CaseEvidenceId,
    CasePointId,
    InstitutionPersonId,
    InstitutionConflictId,
    InstitutionListId,
    InstitutionDrawId,
    AssignmentId,
    SignOffId
);
