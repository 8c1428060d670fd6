//! 差异 (difference): one thing in which a record, a list and the draw repeated from them do not agree.

/// One disagreement, said in a sentence with the figures of both sides.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, serde::Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Difference {
    /// The record is of another kind, and nothing else can be said.
    #[error("记录的格式是“{recorded}”,本程序核对的是“{expected}”。请用同一版本的核验程序。 [draw-format]")]
    Format {
        /// As recorded.
        recorded: String,
        /// The one known here.
        expected: String,
    },
    /// A later draw has no reason, or the first has number nought.
    #[error("第 {number} 次抽取没有合规的次数或理由:次数从 1 计起,重抽须写明理由。 [draw-occasion]")]
    Occasion {
        /// Number of the draw.
        number: u32,
    },
    /// The published list is not the one that was frozen.
    #[error("名单与抽取前公布的不同:公布的指纹是 {recorded},所给名单的是 {found}。 [draw-frame-changed]")]
    FrameChanged {
        /// The hash in the record.
        recorded: String,
        /// The hash of the list given.
        found: String,
    },
    /// A unit of the list is missing in the record.
    #[error("名单中的项目“{id}”不在抽取记录里。 [draw-unit-added]")]
    UnitAdded {
        /// The unit.
        id: String,
    },
    /// A unit of the record is missing in the list.
    #[error("抽取记录里的项目“{id}”不在名单中。 [draw-unit-removed]")]
    UnitRemoved {
        /// The unit.
        id: String,
    },
    /// A field of a unit differs.
    #[error("项目“{id}”的{field}:抽取记录为“{recorded}”,名单为“{found}”。 [draw-unit-changed]")]
    UnitChanged {
        /// The unit.
        id: String,
        /// Which field.
        field: &'static str,
        /// As recorded.
        recorded: String,
        /// In the list given.
        found: String,
    },
    /// The list in the record is not one that can be drawn from.
    #[error("抽取记录里的名单不成立:{reason} [draw-record-list]")]
    RecordList {
        /// Why.
        reason: String,
    },
    /// The units in the record do not have the recorded hash.
    #[error(
        "抽取记录里的名单已被改动:记录的指纹是 {recorded},按其名单重算是 {found}。 [draw-record-changed]"
    )]
    RecordChanged {
        /// The hash in the record.
        recorded: String,
        /// The hash of its units.
        found: String,
    },
    /// A ticket is not that of its id.
    #[error("项目“{id}”的抽取号:抽取记录为 {recorded},重算为 {expected}。 [draw-ticket-wrong]")]
    TicketWrong {
        /// The unit.
        id: String,
        /// As recorded.
        recorded: String,
        /// As computed again.
        expected: String,
    },
    /// The rule cannot be applied to the list.
    #[error("按记录的规则无法重抽:{reason} [draw-rule-unusable]")]
    RuleUnusable {
        /// Why.
        reason: String,
    },
    /// A stratum has another size.
    #[error("“{name}”一层:抽取记录为{recorded},重算为{expected}。 [draw-stratum-wrong]")]
    StratumWrong {
        /// The stratum.
        name: String,
        /// As recorded.
        recorded: String,
        /// As computed again.
        expected: String,
    },
    /// A unit is marked as drawn and should not be, or the other way round.
    #[error("项目“{id}”:抽取记录标为{recorded},重算应为{expected}。 [draw-selection-wrong]")]
    SelectionWrong {
        /// The unit.
        id: String,
        /// As recorded.
        recorded: &'static str,
        /// As computed again.
        expected: &'static str,
    },
    /// A unit stands in the sample and was not drawn.
    #[error("样本中的“{id}”并未抽中。 [draw-sample-extra]")]
    SampleExtra {
        /// The unit.
        id: String,
    },
    /// A unit was drawn and does not stand in the sample.
    #[error("抽中的“{id}”不在样本中。 [draw-sample-missing]")]
    SampleMissing {
        /// The unit.
        id: String,
    },
    /// The sample is in another order.
    #[error("样本的次序从第 {position} 个起与重算不同。 [draw-sample-order]")]
    SampleOrder {
        /// The first place, from one.
        position: usize,
    },
    /// The seal is not that of the record.
    #[error(
        "封印:抽取记录为 {recorded},重算为 {expected}。标题、公告、规则、样本等至少一处被改动。 [draw-seal-wrong]"
    )]
    SealWrong {
        /// As recorded.
        recorded: String,
        /// As computed again.
        expected: String,
    },
}
