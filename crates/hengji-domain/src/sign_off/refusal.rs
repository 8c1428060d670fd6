//! Why something may not happen to a sign-off sheet, and what may be done instead.

use super::{SignOffSide, SignOffState};

/// Why a step of a sign-off sheet is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignOffRefusal {
    /// The sheet stands elsewhere.
    #[error("签证单现为“{}”,不能{deed}。请刷新后按页面提示的下一步办理。 [sign-off-not-now]", .state.name())]
    NotNow {
        /// Where it stands.
        state: SignOffState,
        /// What was asked for.
        deed: &'static str,
    },
    /// Both sides have signed.
    #[error(
        "签证单双方已签定({signed}),不能再{deed}。有新的事实的,形成结论后写明理由重新开启评价,另发一份签证单。 [sign-off-locked]"
    )]
    Locked {
        /// What was asked for.
        deed: &'static str,
        /// Who signed when.
        signed: String,
    },
    /// The sheet is with the other side, so scores stand still.
    #[error(
        "第 {edition} 份签证单已发出,现为“{}”,评分和数据不能直接修改:有异议的事项通过复查改分,确需全面修改的请先收回签证单。 [sign-off-out]",
        .state.name()
    )]
    Out {
        /// Number of the edition.
        edition: i32,
        /// Where it stands.
        state: SignOffState,
    },
    /// No sheet was issued.
    #[error(
        "该类评价须先与被评价部门签证:还没有发出签证单,不能形成结论。请先发出签证单。 [sign-off-missing]"
    )]
    Missing,
    /// The sheet is not signed by both sides.
    #[error("签证单现为“{}”,{missing}尚未签字,不能形成结论。请双方签字后再办。 [sign-off-unsigned]", .state.name())]
    Unsigned {
        /// Where it stands.
        state: SignOffState,
        /// Sides without a signature.
        missing: String,
    },
    /// A sheet is out already.
    #[error("第 {edition} 份签证单现为“{}”,不能另发一份。需要修改的,请先收回。 [sign-off-exists]", .state.name())]
    Exists {
        /// Number of the edition.
        edition: i32,
        /// Where it stands.
        state: SignOffState,
    },
    /// The kind asks for none.
    #[error("该类评价不用签证,评完后直接形成结论。 [sign-off-not-needed]")]
    NotNeeded,
    /// A changed score without words.
    #[error(
        "“{name}”自评 {own} 分,复核 {verified} 分,请写明改分的理由再发出签证单。 [sign-off-words-missing]"
    )]
    WordsMissing {
        /// The line.
        name: String,
        /// The unit's own score.
        own: String,
        /// The verification score.
        verified: String,
    },
    /// Points without an answer.
    #[error("第 {} 项还没有表态,请逐项选择“无异议”,或选择“有异议”并写明理由。 [sign-off-unanswered]", .numbers.iter().map(u32::to_string).collect::<Vec<_>>().join("、"))]
    Unanswered {
        /// Their numbers.
        numbers: Vec<u32>,
    },
    /// A number that is not on the sheet.
    #[error("签证单上没有第 {number} 项,请刷新后重填。 [sign-off-point-unknown]")]
    UnknownPoint {
        /// The number.
        number: u32,
    },
    /// Too few words.
    #[error(
        "第 {number} 项的{what}至少 {least} 字,现有 {found} 字,请写清楚依据和情况。 [sign-off-reason-short]"
    )]
    ReasonShort {
        /// What the words are.
        what: &'static str,
        /// The point.
        number: u32,
        /// Shortest length by the rule.
        least: u32,
        /// What was given.
        found: usize,
    },
    /// The point is not disputed.
    #[error("第 {number} 项部门没有异议,不需要复查。 [sign-off-not-disputed]")]
    NotDisputed {
        /// Its number.
        number: u32,
    },
    /// Somebody has looked.
    #[error("第 {number} 项已由{by}复查,结果为“{outcome}”。 [sign-off-looked-at]")]
    LookedAt {
        /// Its number.
        number: u32,
        /// What it came to.
        outcome: &'static str,
        /// Who and when.
        by: String,
    },
    /// The same person would look again.
    #[error("第 {number} 项由您评分或提出,须由财政局另一人复查。 [sign-off-own-point]")]
    OwnPoint {
        /// Its number.
        number: u32,
    },
    /// An amended score that is the same.
    #[error(
        "第 {number} 项变更后的得分与原复核得分相同({score} 分)。维持原分的请选“维持”。 [sign-off-same-score]"
    )]
    SameScore {
        /// Its number.
        number: u32,
        /// The score.
        score: String,
    },
    /// A score that follows from figures.
    #[error(
        "第 {number} 项按数据计分,不能直接改分。数据有误的,请收回签证单,更正数据后另发。 [sign-off-computed]"
    )]
    Computed {
        /// Its number.
        number: u32,
    },
    /// The side has signed.
    #[error("{}{signed}已签字,等待另一方签字。 [sign-off-signed]", .side.name())]
    SignedAlready {
        /// The side.
        side: SignOffSide,
        /// Who and when.
        signed: String,
    },
    /// One person for both sides.
    #[error("您已代表另一方签字,同一人不能代表双方。 [sign-off-both-sides]")]
    BothSides,
}
