//! 抽取的错误 (draw errors): why a list cannot be drawn from, or a sample cannot speak for it, and how to mend it.

/// Why a draw, an estimate or a sample size is refused. Units are counted from one, as in a workbook.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum DrawError {
    /// There is nothing to draw from.
    #[error("名单里没有项目,无从抽取。请检查名单文件是否只有表头。 [draw-empty-frame]")]
    EmptyFrame,
    /// A text that goes into a hash would look the same as another one.
    #[error(
        "{place}的{field}“{text}”为空、含控制字符(如换行、制表符)或首尾有空格:看上去相同的文字会算出不同的抽取号。\
         请改正后重试。 [draw-unclean-text]"
    )]
    UncleanText {
        /// Where: the position of the unit, or the part of the record.
        place: String,
        /// Which field.
        field: &'static str,
        /// The text, with control characters escaped.
        text: String,
    },
    /// Two units have one id.
    #[error(
        "编号“{id}”出现在第 {first} 个和第 {second} 个项目上,抽取号由编号算出,编号不能重复。请改编号或删去重复行。 [draw-duplicate-id]"
    )]
    DuplicateId {
        /// The id.
        id: String,
        /// Where it is first.
        first: usize,
        /// Where it is again.
        second: usize,
    },
    /// An amount is negative or too large to be read exactly everywhere.
    #[error(
        "项目“{id}”的金额是 {amount} 分,应在 0 到 {largest} 分之间。请检查单位是否填错。 [draw-amount-range]"
    )]
    AmountRange {
        /// The unit.
        id: String,
        /// Its amount in fen.
        amount: i64,
        /// The largest amount accepted, in fen.
        largest: i64,
    },
    /// The amounts add up to more than can be read exactly everywhere.
    #[error(
        "金额合计超过 {largest} 分,超出可准确核对的范围。请检查金额单位是否填错(应为元)。 [draw-total-amount]"
    )]
    TotalAmount {
        /// The largest total accepted, in fen.
        largest: i64,
    },
    /// A self-score cannot be read exactly everywhere.
    #[error(
        "项目“{id}”的自评分是 {score}(百分之一分),超出可准确记录的范围。请检查该单元格。 [draw-score-range]"
    )]
    ScoreRange {
        /// The unit.
        id: String,
        /// Its self-score in hundredths of a point.
        score: i64,
    },
    /// A share above the whole.
    #[error("抽取比例是万分之 {share},不能超过一万(即 100 %)。请改规则中的比例。 [draw-share-range]")]
    ShareRange {
        /// The share in basis points.
        share: u32,
    },
    /// The rule draws nobody.
    #[error(
        "按此规则一个项目也抽不到(比例 {share},每层最少 {least} 个)。请提高比例或最少个数。 [draw-nothing-drawn]"
    )]
    NothingDrawn {
        /// The share in basis points.
        share: u32,
        /// The least number in each stratum.
        least: usize,
    },
    /// The total is not within what the strata need and have.
    #[error(
        "规则要求共抽 {total} 个,而按各层比例和最少个数已需 {needed} 个,名单共 {available} 个。请改总数或比例。 [draw-total-range]"
    )]
    TotalRange {
        /// What the rule asks for.
        total: usize,
        /// What the shares and minimums add up to.
        needed: usize,
        /// Number of units in the frame.
        available: usize,
    },
    /// A department stands in two merged groups.
    #[error(
        "部门“{department}”同时属于合并组“{first}”和“{second}”。每个部门只能并入一组,请改规则。 [draw-merged-twice]"
    )]
    MergedTwice {
        /// The department.
        department: String,
        /// One group.
        first: String,
        /// The other group.
        second: String,
    },
    /// A merged group has the name of a department outside it.
    #[error("合并组“{group}”与未并入它的部门同名,结果会混在一起。请给合并组另取名称。 [draw-merged-name]")]
    MergedName {
        /// The name of the group.
        group: String,
    },
    /// Units without money cannot be drawn in proportion to it.
    #[error(
        "{count} 个项目金额为 0(如“{id}”),按金额大小抽取时永远抽不到。请剔出名单另行安排,或改用等概率抽取。 [draw-zero-amount]"
    )]
    ZeroAmount {
        /// How many.
        count: usize,
        /// The first of them in the order of ids.
        id: String,
    },
    /// A second draw without a reason.
    #[error(
        "这是第 {number} 次抽取而没有写明理由。原则上不重抽;确需重抽的,请写明理由,理由随结果一并公开。 [draw-no-reason]"
    )]
    NoReason {
        /// Number of the draw.
        number: u32,
    },
    /// Draws are counted from one.
    #[error("抽取次数从 1 计起,不能是 0。 [draw-number-zero]")]
    NumberZero,
    /// A figure that is not a number, or out of its range.
    #[error("第 {position} 个{what}是 {value},应{expected}。请检查该单元格。 [draw-bad-figure]")]
    BadFigure {
        /// Which figure.
        what: &'static str,
        /// Where, from one.
        position: usize,
        /// What was found.
        value: f64,
        /// What it has to be.
        expected: &'static str,
    },
    /// Two lists that belong together are of different lengths.
    #[error("{what}应一一对应,但分别有 {left} 个和 {right} 个。请检查是否漏行。 [draw-lengths-differ]")]
    LengthsDiffer {
        /// Which lists.
        what: &'static str,
        /// Length of one.
        left: usize,
        /// Length of the other.
        right: usize,
    },
    /// A stratum with too small a sample.
    #[error(
        "“{stratum}”共 {population} 个项目,只核了 {sampled} 个,估不出误差。请与相近部门合并成一层,或补核。\
         不足时只能报告已核项目本身,不能推断全体。 [draw-lonely-stratum]"
    )]
    LonelyStratum {
        /// The stratum.
        stratum: String,
        /// Units in it.
        population: usize,
        /// Units observed.
        sampled: usize,
    },
    /// More units observed than there are.
    #[error(
        "“{stratum}”核了 {sampled} 个项目,多于名单中的 {population} 个。请检查部门是否填错。 [draw-oversampled]"
    )]
    Oversampled {
        /// The stratum.
        stratum: String,
        /// Units in it.
        population: usize,
        /// Units observed.
        sampled: usize,
    },
    /// Too few observations for the method.
    #[error("只有 {found} 个{what},此法至少要 {needed} 个。请补充数据,或只报告原始数字。 [draw-too-few]")]
    TooFew {
        /// Of what.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many the method needs.
        needed: usize,
    },
    /// A ratio over nothing.
    #[error("分母(如金额)合计为 0,算不出加权平均。请检查金额列。 [draw-zero-base]")]
    ZeroBase,
    /// A probability that leaves no room.
    #[error("{what}是 {value},应大于 0 且小于 1。请改为如 0.95。 [draw-probability-range]")]
    ProbabilityRange {
        /// Which one.
        what: &'static str,
        /// What was given.
        value: f64,
    },
    /// No sample of an acceptable size shows what is asked.
    #[error(
        "到 {limit} 个为止都不够:预计差错率须明显低于可容忍差错率。请放宽可容忍差错率,或改为全查。 [draw-no-size]"
    )]
    NoSize {
        /// The largest size tried.
        limit: u64,
    },
}
