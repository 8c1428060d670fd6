//! Typed identifiers: UUIDv7 made by the application, so that two ids cannot be swapped.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

/// Why a text is no identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("标识无法识别:“{text}”。 [id-unreadable]")]
pub struct IdError {
    /// What was given.
    pub text: String,
}

/// Builds the bytes of a UUIDv7 from an instant and ten random bytes, both passed in.
pub fn uuid_v7(at: crate::Timestamp, random: [u8; 10]) -> Uuid {
    let millis = u64::try_from(at.micros() / 1000).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// A fresh identifier, ordered by time.
            pub fn new(at: crate::Timestamp, random: [u8; 10]) -> Self {
                Self(uuid_v7(at, random))
            }

            /// Wraps an existing UUID.
            pub fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.0.hyphenated())
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                Uuid::try_parse(text).map(Self).map_err(|_| IdError { text: text.to_owned() })
            }
        }
    )*};
}

ids! {
    /// 预算单位 (budget unit), 主管部门 (department), bureau division or institution.
    UnitId;
    /// A person who signs in.
    UserId;
    /// 项目 (project).
    ProjectId;
    /// 表 (sheet): one form for one subject and year.
    SheetId;
    /// The identity of an indicator line: the same from the goal to the last evaluation of that project.
    LineKey;
    /// An indicator of the indicator library (指标库).
    IndicatorId;
    /// A proposed change of the indicator library.
    ProposalId;
    /// One import of a file.
    ImportId;
    /// A finding (问题) written down.
    FindingId;
    /// A review opinion (审核意见).
    OpinionId;
    /// A change of the list of ex-ante evaluations by hand (名单调整).
    ListChangeId;
    /// An attachment (附件).
    AttachmentId;
    /// A saved column mapping (列对应).
    MappingId;
    /// A session of the centralised review (集中审核会议).
    ReviewSessionId;
    /// A department's slot on the agenda of a session (议程).
    ReviewSlotId;
    /// An edit made in the review room (现场修改).
    RoomEditId;
    /// A reconciliation difference (对账差异).
    DifferenceId;
    /// A budget cut (压减、核减).
    CutId;
    /// A voucher (凭证) by which a budget cut took effect.
    VoucherId;
    /// A background job (后台任务).
    JobId;
    /// A document in the collection of regulations (制度文件).
    RegulationId;
    /// A proposed change of a rule (规则更改申请).
    RuleProposalId;
    /// One edition of a yearly catalogue of project classes (年度动态目录).
    CatalogueId;
    /// A hand adjustment of a project's class (类别调整).
    AdjustmentId;
    /// A reminder (催报) of a monitoring period.
    ReminderId;
    /// A finding of monitoring (监控发现) with its proposed cut.
    MonitoringFindingId;
    /// A field record (现场监控记录) of key monitoring.
    FieldRecordId;
    /// An issued paper (公文).
    PaperId;
    /// A finding (问题) of an evaluation, of monitoring or of a look-back.
    EvaluationFindingId;
    /// A measure (整改措施) that a unit promised.
    CommitmentId;
    /// A file that proves a rectification (整改证明).
    ProofId;
    /// A look-back (回头看).
    LookBackId;
    /// A round of spot evaluation (抽评批次).
    SpotRoundId;
    /// An evaluation (绩效评价).
    EvaluationId;
    /// One score (评分) within an evaluation.
    EvaluationScoreId;
    /// One entered fact (数据) of an evaluation.
    EvaluationFactId;
    /// A snapshot (发布快照) of a year's results.
    ResultSnapshotId;
    /// A circular (公开通报) of a round of spot evaluation.
    CircularId;
    /// A field record (现场记录) of a case file.
    CaseRecordId;
    /// A file of evidence (佐证) of a case file.
    CaseEvidenceId;
    /// A point that a unit is asked about in the exchange of views (征求意见点).
    CasePointId;
    /// A person of a third-party institution (机构人员).
    InstitutionPersonId;
    /// A conflict of interest of an institution or its person (回避事项).
    InstitutionConflictId;
    /// A frozen list of eligible institutions (合格机构名单).
    InstitutionListId;
    /// A draw of institutions for cases (机构抽取).
    InstitutionDrawId;
    /// An assignment of an institution to an evaluation (委托).
    AssignmentId;
    /// One edition of a sign-off sheet (签证单).
    SignOffId;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Timestamp;

    #[test]
    fn ids_are_ordered_by_time_and_survive_text() {
        let early = SheetId::new(Timestamp::from_micros(1_600_000_000_000_000), [255; 10]);
        let late = SheetId::new(Timestamp::from_micros(1_600_000_000_001_000), [0; 10]);
        assert!(early < late);
        assert_eq!(early.to_string().parse::<SheetId>().unwrap(), early);
        assert!("no-id".parse::<SheetId>().is_err());
    }
}
