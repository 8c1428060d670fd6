//! What the page shows of a benchmark: ready values, every figure already a text or money.

use hengji_domain::id::EvaluationId;
use hengji_domain::rule::Citation;
use hengji_domain::{BudgetYear, Money};

use crate::common::PageOf;

/// The benchmark of one line of an evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BenchmarkPage {
    /// The evaluation.
    pub evaluation: EvaluationId,
    /// Key of the line.
    pub key: String,
    /// What is evaluated.
    pub title: String,
    /// Budget year.
    pub year: BudgetYear,
    /// 三级指标.
    pub line: String,
    /// The levels above it.
    pub path: String,
    /// 年度指标值, verbatim.
    pub target: String,
    /// 实际完成值, verbatim.
    pub actual: String,
    /// 计量单位; empty where none was read.
    pub unit: String,
    /// 全年预算数.
    pub budget: Money,
    /// 全年执行数; none where nothing is known to be paid.
    pub executed: Option<Money>,
    /// Why this line cannot be compared; then nothing below is filled but the rules.
    pub unfit: Option<String>,
    /// On how much the rest stands.
    pub evidence: EvidenceView,
    /// Target beside budget, and what was done beside what was paid.
    pub verdicts: Vec<VerdictView>,
    /// What twice the quantity usually costs; only with a judgement.
    pub elasticity: Option<String>,
    /// What a reader has to know of the estimate.
    pub notes: Vec<String>,
    /// The frontier; none where this line has no actual value or nothing was paid.
    pub frontier: Option<FrontierView>,
    /// Quantity against money, both in logarithms.
    pub chart: Option<ChartView>,
    /// The projects that it is compared with, as filtered.
    pub rows: PageOf<ReferenceRow>,
    /// Like projects that were found and not used: why, and how many.
    pub left_out: Vec<(String, usize)>,
    /// Whether more like projects are on record than are looked at.
    pub is_cut: bool,
    /// Whether the projects are named: somebody of an institution reads them without names.
    pub is_named: bool,
    /// The rules behind it, with their numbers in words.
    pub rules: Vec<(Citation, String)>,
    /// The result in one sentence, for the evidence of a score; none where nothing is judged.
    pub sentence: Option<String>,
    /// Whether the reader can still score this line.
    pub may_cite: bool,
}

/// The evidence grade of the benchmark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceView {
    /// 甲, 乙, 丙 or 无.
    pub grade: &'static str,
    /// What that means, with the counts and what the rule asks for.
    pub words: String,
    /// Whether a judgement may rest on it.
    pub is_enough: bool,
}

/// How far an amount of money is from what like projects had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FitBand {
    /// 相称.
    InLine,
    /// 询问: a little off.
    Ask,
    /// 重点询问: far off.
    Far,
    /// 疑为单位填错.
    UnitError,
    /// 样本不足,不作判断.
    NoJudgement,
}

impl FitBand {
    /// The words on screen.
    pub const fn name(self) -> &'static str {
        match self {
            Self::InLine => "相称",
            Self::Ask => "询问",
            Self::Far => "重点询问",
            Self::UnitError => "疑为单位填错",
            Self::NoJudgement => "样本不足,不作判断",
        }
    }

    /// The colour on screen.
    pub const fn colour(self) -> &'static str {
        match self {
            Self::InLine => "green",
            Self::Ask => "amber",
            Self::Far | Self::UnitError => "red",
            Self::NoJudgement => "",
        }
    }
}

/// A quantity beside its money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerdictView {
    /// 目标与预算 or 完成与支付.
    pub of: &'static str,
    /// The quantity with its unit.
    pub quantity: String,
    /// The money.
    pub money: Money,
    /// Where it stands.
    pub band: FitBand,
    /// The verdict in one sentence.
    pub words: String,
    /// What this quantity usually costs, with the ends of the interval; only with a judgement.
    pub expected: Option<(Money, Money, Money)>,
    /// The target that this money usually pays for, with its interval; only with a judgement.
    pub implied: Option<String>,
}

/// The efficiency frontier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontierView {
    /// A, B or C.
    pub grade: &'static str,
    /// Why, with the counts.
    pub reason: String,
    /// What is put in and what comes out.
    pub columns: String,
    /// The efficiency; none where the grade does not carry it.
    pub shown: Option<EfficiencyView>,
    /// One named project that did no less with less money.
    pub beside: Option<String>,
    /// What the first place costs.
    pub last_rank: Vec<String>,
}

/// What the frontier says of this project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EfficiencyView {
    /// 纯技术效率 under variable returns.
    pub pure: String,
    /// 规模效率.
    pub scale: String,
    /// 规模报酬.
    pub returns: &'static str,
    /// The same in one sentence.
    pub words: String,
    /// The peers with their shares.
    pub peers: Vec<(String, String)>,
    /// That it is efficient for want of comparison only.
    pub warning: Option<String>,
}

/// A project that the line is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferenceRow {
    /// 项目名称; a number for somebody of an institution.
    pub name: String,
    /// 实施单位; empty for somebody of an institution.
    pub unit_name: String,
    /// Budget year.
    pub year: BudgetYear,
    /// 三级指标 of that project.
    pub line: String,
    /// Whether it is the very same indicator, and not only of the same kind of project.
    pub is_same: bool,
    /// 完成值.
    pub quantity: hengji_domain::Decimal,
    /// 全年执行数.
    pub money: Money,
    /// Money for one, as it is.
    pub unit_cost: Money,
    /// Money for one at the common size; only with a judgement.
    pub adjusted: Option<Money>,
    /// What is odd about the row.
    pub note: String,
}

/// A mark on the chart, thousandths of its width and height from the lower left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartPoint {
    /// From the left.
    pub x: i32,
    /// From below.
    pub y: i32,
    /// What it is.
    pub kind: PointKind,
    /// What it says.
    pub name: String,
}

/// What a mark on the chart is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PointKind {
    /// A project with the same indicator.
    Same,
    /// A project of the same kind.
    Kin,
    /// Left out as a unit error.
    Suspected,
    /// This project's target beside its budget.
    OwnTarget,
    /// What this project did beside what it paid.
    OwnActual,
}

/// Quantity against money, both in logarithms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartView {
    /// The marks.
    pub points: Vec<ChartPoint>,
    /// The expected money along the quantities; empty without a judgement.
    pub line: Vec<(i32, i32)>,
    /// The lower end of the interval along the quantities.
    pub low: Vec<(i32, i32)>,
    /// The upper end.
    pub high: Vec<(i32, i32)>,
    /// Quantities on the axis.
    pub x_ticks: Vec<(i32, String)>,
    /// Money on the axis, in 万元.
    pub y_ticks: Vec<(i32, String)>,
    /// What the axes are.
    pub axes: (String, String),
}
