//! What pages show of the indicator library (指标库).

use hengji_domain::id::{ImportId, IndicatorId, ProjectId, ProposalId, SheetId};
use hengji_domain::library::{Branch, Category, Drift};
use hengji_store::library::Fate;
use hengji_store::library::proposals::{ProposalKind, ProposalState};

use super::IndicatorInput;
use crate::common::{Hand, PageOf};

/// An indicator that can be picked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LibraryRow {
    /// Identity.
    pub id: IndicatorId,
    /// 编码.
    pub code: String,
    /// Name of its project category.
    pub category: String,
    /// 一级指标 in the taxonomy of the year.
    pub level1: String,
    /// 二级指标 in the taxonomy of the year.
    pub level2: String,
    /// 三级指标.
    pub name: String,
    /// 指标解释.
    pub explanation: String,
    /// Usual comparator, as written (≥, ≤ …).
    pub comparator: Option<String>,
    /// An example of a target value.
    pub example: Option<String>,
    /// 计量单位.
    pub unit: Option<String>,
    /// 量化.
    pub is_quantified: bool,
    /// 核心.
    pub is_core: bool,
    /// Whether it may be picked in the year asked for.
    pub is_valid: bool,
    /// Where it comes from.
    pub source: String,
}

/// A page of the library with what it can be narrowed by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LibraryPage {
    /// The rows.
    pub page: PageOf<LibraryRow>,
    /// The tree of categories of the year.
    pub categories: Vec<Category>,
    /// First- and second-level classes of the year: key, printed name; second-level ones follow their first.
    pub classes: Vec<(String, String)>,
}

/// The live figures of the library, each over what the reader may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LibraryFigures {
    /// 共性核心指标 that may be picked in the year.
    pub core: u64,
    /// Those of them that are quantified.
    pub core_quantified: u64,
    /// 量化率 in basis points; none without indicators.
    pub quantification_rate_bp: Option<u64>,
    /// Other common and specific indicators.
    pub others: u64,
    /// Groups and kinds of common projects that have indicators.
    pub groups: u64,
    /// Kinds of common projects that have indicators.
    pub kinds: u64,
    /// Projects of the year.
    pub projects: u64,
    /// Those of them whose goal takes enough lines from core indicators.
    pub covered: u64,
    /// 覆盖率 in basis points; none without projects.
    pub coverage_bp: Option<u64>,
    /// Lines that count a project as covered.
    pub coverage_lines_min: u32,
    /// Whether that number was verified against its source.
    pub is_coverage_rule_verified: bool,
    /// Lines of goals taken from the library.
    pub uses: u64,
    /// Those of them that drifted.
    pub drifted: u64,
    /// Proposals that wait for review.
    pub pending: u64,
    /// Core indicators by category: the kind, all core ones, the quantified ones.
    pub by_kind: Vec<(Category, u64, u64)>,
}

/// What a line shows of the indicator it was taken from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LibraryMark {
    /// The indicator.
    pub id: IndicatorId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What the unit changed.
    pub drifts: Vec<Drift>,
    /// Left the library or was merged since, in words; none while it stays.
    pub gone: Option<String>,
}

/// A line of a goal that was taken from the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UseRow {
    /// The goal.
    pub sheet: SheetId,
    /// The project.
    pub project: ProjectId,
    /// 项目代码.
    pub project_code: String,
    /// 项目名称.
    pub project_name: String,
    /// 实施单位名称.
    pub unit_name: String,
    /// Place on the sheet.
    pub position: u32,
    /// 三级指标 as the unit wrote it.
    pub level3: String,
    /// 年度指标值 as the unit wrote it.
    pub target: String,
    /// The indicator behind it.
    pub mark: LibraryMark,
}

/// A project in the list of coverage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageView {
    /// The project.
    pub project: ProjectId,
    /// 项目代码.
    pub code: String,
    /// 项目名称.
    pub name: String,
    /// 实施单位名称.
    pub unit_name: String,
    /// Lines of its goal that come from core indicators.
    pub core_lines: u64,
    /// Whether that is enough.
    pub is_covered: bool,
}

/// How an indicator fared in a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FateRow {
    /// The indicator.
    pub id: IndicatorId,
    /// 编码.
    pub code: String,
    /// 三级指标.
    pub name: String,
    /// Name of its category.
    pub category: String,
    /// What happened.
    pub fate: Fate,
}

/// How widely the targets set on an indicator spread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spread {
    /// 计量单位, as written by units.
    pub unit: String,
    /// How many targets.
    pub count: usize,
    /// The smallest.
    pub least: String,
    /// The middle one.
    pub middle: String,
    /// The greatest.
    pub most: String,
}

/// A version of an indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionView {
    /// Its number.
    pub version: i32,
    /// What was done.
    pub change: String,
    /// Why.
    pub reason: String,
    /// Who proposed it.
    pub proposer: String,
    /// Who approved it, and when.
    pub hand: Hand,
    /// What differs from the version before.
    pub differences: Vec<(&'static str, String, String)>,
}

/// The page of one indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndicatorPage {
    /// The indicator as a row.
    pub row: LibraryRow,
    /// Everything it says, as texts.
    pub texts: IndicatorInput,
    /// Its category.
    pub category: Option<Category>,
    /// Its half of the library.
    pub branch: Option<Branch>,
    /// Its version.
    pub version: i32,
    /// The indicator it was merged into.
    pub successor: Option<(IndicatorId, String)>,
    /// How it fared in the year.
    pub fate: Fate,
    /// Spread of the targets of the year, by unit.
    pub spreads: Vec<Spread>,
    /// Versions, newest first.
    pub versions: Vec<VersionView>,
    /// Proposals that wait for review.
    pub pending: Vec<ProposalRow>,
    /// Whether it belongs to the library of the acting division, which alone may change it.
    pub is_own: bool,
}

/// A proposal in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalRow {
    /// Identity.
    pub id: ProposalId,
    /// The file that brought it.
    pub batch: Option<ImportId>,
    /// What is proposed.
    pub kind: ProposalKind,
    /// Where it stands.
    pub state: ProposalState,
    /// The indicator concerned.
    pub indicator: Option<IndicatorId>,
    /// 三级指标.
    pub name: String,
    /// First budget year of the change.
    pub year: String,
    /// Why.
    pub reason: String,
    /// Who proposed it, and when.
    pub proposed: Hand,
    /// Who decided, and when.
    pub decided: Option<Hand>,
    /// What was said about it.
    pub opinion: String,
}

/// The page of a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalPage {
    /// The proposal.
    pub row: ProposalRow,
    /// Its version, sent back with the decision.
    pub version: i32,
    /// The indicator as proposed; none where nothing of it changes.
    pub texts: Option<IndicatorInput>,
    /// What differs from the library: title, before, after.
    pub differences: Vec<(&'static str, String, String)>,
    /// The indicator that takes its place in a merge.
    pub successor: Option<(IndicatorId, String)>,
    /// Indicators of the library whose names are close to the proposed one.
    pub similar: Vec<LibraryRow>,
    /// Whether the reader may decide it.
    pub may_decide: bool,
    /// Why not, where somebody with the right to review may not decide this one.
    pub why_not: Option<&'static str>,
}

/// What may be written into the fields of an indicator that have closed lists: texts with what they mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LibraryChoices {
    /// Project kinds: code and name.
    pub categories: Vec<(String, String)>,
    /// 一级指标 of the year.
    pub level1: Vec<String>,
    /// 二级指标 of the year, with its first level.
    pub level2: Vec<(String, String)>,
    /// 指标值设定依据.
    pub value_bases: Vec<String>,
    /// 完成值取值方式.
    pub obtained_by: Vec<String>,
    /// 赋分规则.
    pub scoring_kinds: Vec<String>,
}
