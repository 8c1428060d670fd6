//! What pages show of project classes: the catalogue, a project's card, the comparison with last year.

use hengji_domain::id::ProjectId;
use hengji_domain::project_class::{CatalogueState, ProjectClass};
use hengji_domain::rule::Citation;
use hengji_domain::{BudgetYear, Money, Score, Weight};

use crate::common::{Choice, Hand, PageOf};
use crate::project_classes::Change;

/// An edition of a catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionHead {
    /// Budget year.
    pub year: BudgetYear,
    /// 版次.
    pub edition: i32,
    /// Where it stands.
    pub state: CatalogueState,
    /// Why it was made; empty for the first.
    pub reason: String,
    /// Digest, once frozen.
    pub sha256: Option<String>,
    /// Who had it computed.
    pub proposed: Hand,
    /// Who handed it in.
    pub submitted: Option<Hand>,
    /// Who approved or returned it.
    pub decided: Option<Hand>,
    /// Why it was returned.
    pub returned_words: String,
    /// Optimistic lock.
    pub version: i32,
}

/// A project in a catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassRow {
    /// The project.
    pub project: ProjectId,
    /// 项目代码.
    pub code: String,
    /// 项目名称.
    pub name: String,
    /// 实施单位.
    pub unit_name: String,
    /// 主管部门.
    pub department_name: String,
    /// 年度资金总额.
    pub amount: Money,
    /// The weighted points.
    pub score: Score,
    /// The class.
    pub class: ProjectClass,
    /// The computed class.
    pub proposed: ProjectClass,
    /// The class of last year.
    pub previous: Option<ProjectClass>,
    /// How it stands to last year.
    pub change: Change,
    /// Share of the weight choices that keep the computed class, in basis points.
    pub share_bp: i32,
    /// Whether that share is clear.
    pub is_clear: bool,
    /// Whether something it is classed by is missing.
    pub is_incomplete: bool,
    /// Whether a person moved it.
    pub is_adjusted: bool,
    /// The hard rule that decided, in words.
    pub hard_rule: Option<String>,
}

/// The figures of a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClassFigure {
    /// The class.
    pub class: ProjectClass,
    /// Projects.
    pub count: u64,
    /// Their money.
    pub amount: Money,
    /// Projects whose class is not clear.
    pub unclear: u64,
    /// Projects that a person moved.
    pub adjusted: u64,
    /// Projects of which something is missing.
    pub incomplete: u64,
    /// Projects that a hard rule moved.
    pub by_rule: u64,
}

/// An adjustment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdjustmentView {
    /// The project.
    pub project: ProjectId,
    /// 项目代码.
    pub code: String,
    /// 项目名称.
    pub name: String,
    /// The class before.
    pub from: ProjectClass,
    /// The class after.
    pub to: ProjectClass,
    /// Why.
    pub reason: String,
    /// Who, and when.
    pub hand: Hand,
}

/// What a person may do with the newest edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CatalogueRights {
    /// Computing it, or a new edition.
    pub may_propose: bool,
    /// Moving projects.
    pub may_adjust: bool,
    /// Handing it in.
    pub may_submit: bool,
    /// Approving and returning it.
    pub may_decide: bool,
}

/// The catalogue of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CataloguePage {
    /// The edition shown; none where there is none yet.
    pub shown: Option<EditionHead>,
    /// Every edition, newest first.
    pub editions: Vec<EditionHead>,
    /// The figures by class of what the reader sees.
    pub figures: Vec<ClassFigure>,
    /// The rows.
    pub page: PageOf<ClassRow>,
    /// Departments, for the filter.
    pub departments: Vec<Choice>,
    /// Share from which a class is clear, in basis points.
    pub clear_from_bp: u32,
    /// How far weights may move, in basis points.
    pub span_bp: u32,
    /// The rules it rests on.
    pub citations: Vec<Citation>,
    /// What the reader may do.
    pub rights: CatalogueRights,
}

/// What an approver reads: the figures, what moved since last year, what people moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueReview {
    /// The edition.
    pub head: EditionHead,
    /// The figures by class.
    pub figures: Vec<ClassFigure>,
    /// Projects by class of last year and class of this; none for new ones.
    pub changes: Vec<(Option<ProjectClass>, ProjectClass, u64)>,
    /// The largest projects of last year that are gone.
    pub gone: Vec<GoneView>,
    /// How many are gone altogether.
    pub gone_count: u64,
    /// What people moved, oldest first.
    pub adjustments: Vec<AdjustmentView>,
    /// The rules it rests on.
    pub citations: Vec<Citation>,
    /// What the reader may do.
    pub rights: CatalogueRights,
}

/// A project of last year's catalogue that is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoneView {
    /// 项目代码 of last year.
    pub code: String,
    /// 项目名称.
    pub name: String,
    /// 实施单位.
    pub unit_name: String,
    /// 年度资金总额 of last year.
    pub amount: Money,
    /// The class of last year.
    pub class: ProjectClass,
}

/// What one criterion gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CriterionView {
    /// The printed name.
    pub name: String,
    /// The level entered, or the amount in words; empty where it is missing.
    pub level: String,
    /// The weight.
    pub weight: Weight,
    /// The points.
    pub points: Score,
    /// Weight × points.
    pub contribution: Score,
    /// Whether it is missing.
    pub is_missing: bool,
}

/// A project's class and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassCard {
    /// The edition it is read from.
    pub head: EditionHead,
    /// The row of the list.
    pub row: ClassRow,
    /// The class by score alone.
    pub by_score: ProjectClass,
    /// Points of the thresholds of A and of B.
    pub thresholds: (Score, Score),
    /// What each criterion gave.
    pub criteria: Vec<CriterionView>,
    /// The entry of the list of key work.
    pub key_work: Option<String>,
    /// The kind of rigid spending, in words.
    pub rigid: Option<String>,
    /// Shares of A, B and C in basis points.
    pub shares_bp: [i32; 3],
    /// Share from which a class is clear, in basis points.
    pub clear_from_bp: u32,
    /// How far weights may move, in basis points.
    pub span_bp: u32,
    /// Its adjustments in this edition, oldest first.
    pub adjustments: Vec<AdjustmentView>,
    /// What the class means for the process, in words.
    pub depth: Vec<String>,
    /// The rules it rests on.
    pub citations: Vec<Citation>,
    /// Whether the reader may move it.
    pub may_adjust: bool,
}
