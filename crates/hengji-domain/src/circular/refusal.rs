//! Why something may not happen to a circular, and what may be done instead.

use super::CircularState;

/// Why a step of a circular is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CircularRefusal {
    /// Nothing of the round is evaluated.
    #[error(
        "本批次抽中的项目还没有开展抽评,没有可以通报的结论。请先在抽评页“开展抽评”。 [circular-not-begun]"
    )]
    NotBegun,
    /// Too few evaluations are concluded.
    #[error(
        "本批次抽中 {drawn} 项,已形成结论 {concluded} 项,还有 {} 项没有形成结论({waiting})。规则要求形成结论的不低于 {least_percent}% 才能拟写通报;请先办结这些抽评,再拟稿。 [circular-not-concluded]",
        .drawn.saturating_sub(*.concluded)
    )]
    NotConcluded {
        /// How many were drawn.
        drawn: u64,
        /// How many are concluded.
        concluded: u64,
        /// The least share by the rule, percent as people write it.
        least_percent: String,
        /// Which are not, the first of them by name.
        waiting: String,
    },
    /// A draft waits for the second hand.
    #[error("第 {edition} 版通报正在等待局领导签发,请先签发或退回,再拟写新的一版。 [circular-waiting]")]
    Waiting {
        /// Its edition.
        edition: i32,
    },
    /// Decided already.
    #[error("这一版通报{},不能再签发或退回;需要更正的,另拟新的一版替换。 [circular-decided]", .state.name())]
    Decided {
        /// Where it stands.
        state: CircularState,
    },
    /// The same person drafted it.
    #[error("通报由您拟稿,须由另一位局领导审核签发。 [circular-same-hand]")]
    SameHand,
    /// The figures are not those that were read.
    #[error(
        "打开通报以后,抽评记录又有变化,通报中的数字已经不同。请刷新页面核对后再签发。 [circular-figures-changed]"
    )]
    FiguresChanged,
    /// The reason says too little.
    #[error("{what}至少 {least} 个字,现有 {found} 个字,请写明具体情况。 [circular-reason-short]")]
    ReasonShort {
        /// Which reason.
        what: &'static str,
        /// Shortest length by the rule.
        least: u32,
        /// What was given.
        found: usize,
    },
    /// Not in force.
    #[error("这一版通报{},不用签收;请签收现行的一版。 [circular-not-in-force]", .state.name())]
    NotInForce {
        /// Where it stands.
        state: CircularState,
    },
    /// Signed for already.
    #[error("贵部门已于 {at} 签收这份通报,无需再次签收。 [circular-already-receipted]")]
    AlreadyReceipted {
        /// When.
        at: crate::Timestamp,
    },
    /// A rule holds a word that the program does not know.
    #[error("规则“{rule}”中的“{word}”不认识,只能写:{known}。请在规则页更正后再办理。 [circular-rule-word]")]
    RuleWord {
        /// The rule.
        rule: &'static str,
        /// The word; empty where one is missing.
        word: String,
        /// The words that it may hold.
        known: String,
    },
}
