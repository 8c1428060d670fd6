//! 公文 (paper): what is set in print, signed for and kept. Its content only: how it looks is decided by whoever
//! sets it, and where it stands with its addressee is the register's business.

use chrono::NaiveDate;

mod number;
pub mod phrase;
mod source;
mod state;
mod term;
mod text;

pub use number::{Numbering, NumberingRefusal};
pub use source::PaperSource;
pub use state::{PaperRefusal, PaperState, Standing};
pub use term::{DueDates, Term};
pub use text::{LetterText, LetterWords, PLACES, filled, unknown_place};

/// What a paper is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PaperKind {
    /// 绩效目标批复: goals issued together with the budget.
    GoalIssue,
    /// 事前绩效评估报告.
    ExAnteReport,
    /// 绩效目标集中审核纪要.
    ReviewMinutes,
    /// 绩效重点监控情况反馈书.
    MonitoringFeedback,
    /// 绩效评价签证单: the points of an evaluation as both sides signed them.
    SignOffSheet,
    /// 绩效评价结果反馈书.
    EvaluationFeedback,
    /// 绩效评价报告: of an evaluation with a case file.
    EvaluationReport,
    /// 绩效管理工作告知单: a matter for which the unit must account in writing.
    Notice,
    /// 绩效评价工作报告: what was evaluated in a year and what came of it.
    EvaluationWork,
    /// 绩效抽评情况通报: the conclusion of a round of spot evaluation, to all departments with drawn projects.
    Circular,
}

impl PaperKind {
    /// Every kind, in the order of the yearly cycle.
    pub const ALL: [Self; 10] = [
        Self::ExAnteReport,
        Self::ReviewMinutes,
        Self::GoalIssue,
        Self::MonitoringFeedback,
        Self::EvaluationReport,
        Self::SignOffSheet,
        Self::Circular,
        Self::EvaluationFeedback,
        Self::Notice,
        Self::EvaluationWork,
    ];

    /// The stable identifier in rules, storage and API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::GoalIssue => "goal_issue",
            Self::ExAnteReport => "ex_ante_report",
            Self::ReviewMinutes => "review_minutes",
            Self::MonitoringFeedback => "monitoring_feedback",
            Self::SignOffSheet => "sign_off_sheet",
            Self::EvaluationFeedback => "evaluation_feedback",
            Self::EvaluationReport => "evaluation_report",
            Self::Notice => "notice",
            Self::EvaluationWork => "evaluation_work",
            Self::Circular => "circular",
        }
    }

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::GoalIssue => "绩效目标批复",
            Self::ExAnteReport => "事前绩效评估报告",
            Self::ReviewMinutes => "绩效目标审核纪要",
            Self::MonitoringFeedback => "绩效重点监控情况反馈书",
            Self::SignOffSheet => "绩效评价签证单",
            Self::EvaluationFeedback => "绩效评价结果反馈书",
            Self::EvaluationReport => "绩效评价报告",
            Self::Notice => "绩效管理工作告知单",
            Self::EvaluationWork => "绩效评价工作报告",
            Self::Circular => "绩效抽评情况通报",
        }
    }

    /// How it is set.
    pub const fn layout(self) -> Layout {
        match self {
            Self::GoalIssue
            | Self::MonitoringFeedback
            | Self::EvaluationFeedback
            | Self::Notice
            | Self::Circular => Layout::RedHead,
            Self::ExAnteReport | Self::EvaluationReport | Self::EvaluationWork => Layout::Report,
            Self::ReviewMinutes | Self::SignOffSheet => Layout::Minutes,
        }
    }

    /// Whether it goes to many at once under one number: each signs for it where it was made, and it falls only when
    /// another edition takes its place.
    pub const fn is_circulated(self) -> bool {
        matches!(self, Self::Circular)
    }

    /// Whether both sides sign it, so that nobody has to sign for it once more.
    pub const fn is_signed_by_both(self) -> bool {
        matches!(self.layout(), Layout::Minutes)
    }
}

/// 版式 (layout).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Layout {
    /// 红头: the issuer in red over a red line. Basis: GB/T 9704-2012 第7章.
    RedHead,
    /// 报告: a plain title, the issuer under it.
    Report,
    /// 纪要: a plain title, a table of signatures at the end.
    Minutes,
}

/// A paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// What it is for.
    pub kind: PaperKind,
    /// 发文机关.
    pub issuer: String,
    /// 发文字号; none until it is issued.
    pub number: Option<String>,
    /// 标题.
    pub title: String,
    /// 主送机关.
    pub addressee: Option<String>,
    /// The text.
    pub blocks: Vec<Block>,
    /// 附件: their names, as printed under the text.
    pub enclosures: Vec<String>,
    /// 抄送机关.
    pub copies_to: Vec<String>,
    /// 成文日期.
    pub date: NaiveDate,
    /// Not issued: it is marked so on every page.
    pub is_draft: bool,
}

/// What is printed on a paper beside its content: it changes with the paper's fate, not with its text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Imprint {
    /// The digest by which a copy on paper can be compared with the register.
    pub digest: Option<String>,
    /// A word across each page, such as 已撤回.
    pub mark: Option<String>,
}

/// A part of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// 小标题, with its number as it shall be printed: `一、总体情况`.
    Heading {
        /// How deep, from 1 (黑体) over 2 (楷体) to 3 and 4 (as the text).
        level: u8,
        /// The words.
        text: String,
    },
    /// 正文 of one paragraph.
    Paragraph(String),
    /// Points, each a paragraph with its number as it shall be printed.
    List(Vec<String>),
    /// 表.
    Table(PaperTable),
    /// 图: a drawing, with the words for those who cannot see it.
    Picture {
        /// The drawing as SVG.
        svg: String,
        /// 图题, which is also its text equivalent.
        caption: String,
    },
    /// 签字栏: who signs by hand.
    Signatures(Vec<SignatureLine>),
}

/// A table that may run over pages; its head is repeated on each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperTable {
    /// 表题; may be empty.
    pub caption: String,
    /// The columns.
    pub columns: Vec<PaperColumn>,
    /// The rows: as many cells each as there are columns.
    pub rows: Vec<Vec<String>>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperColumn {
    /// 栏名.
    pub name: String,
    /// Its share of the width, beside the shares of the others.
    pub width: u16,
    /// How its cells stand.
    pub align: Align,
}

impl PaperColumn {
    /// A column of text.
    pub fn text(name: &str, width: u16) -> Self {
        Self::new(name, width, Align::Left)
    }

    /// A column of amounts or scores.
    pub fn number(name: &str, width: u16) -> Self {
        Self::new(name, width, Align::Right)
    }

    /// A column of short words.
    pub fn word(name: &str, width: u16) -> Self {
        Self::new(name, width, Align::Centre)
    }

    fn new(name: &str, width: u16, align: Align) -> Self {
        Self {
            name: name.to_owned(),
            width,
            align,
        }
    }
}

/// How cells stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Align {
    /// Text.
    Left,
    /// Short words.
    Centre,
    /// Numbers.
    Right,
}

impl Align {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Left, Self::Centre, Self::Right];

    /// The stable identifier in stored papers.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Centre => "centre",
            Self::Right => "right",
        }
    }

    /// The alignment with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|align| align.code() == code)
    }
}

/// One who signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureLine {
    /// For whom: a unit or an office.
    pub party: String,
    /// As what.
    pub role: String,
    /// The name, where it was signed in the system; none leaves the field blank for a pen.
    pub name: Option<String>,
    /// When it was signed.
    pub date: Option<NaiveDate>,
}

/// The date as papers print it: `2020年8月31日`. Basis: GB/T 9704-2012 7.3.5.
pub fn printed_date(date: NaiveDate) -> String {
    use chrono::Datelike;
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_kinds_are_one_to_one() {
        for kind in PaperKind::ALL {
            assert_eq!(PaperKind::from_code(kind.code()), Some(kind));
        }
        assert_eq!(PaperKind::from_code("love_letter"), None);
        for align in Align::ALL {
            assert_eq!(Align::from_code(align.code()), Some(align));
        }
    }

    #[test]
    fn a_date_is_printed_without_leading_zeros() {
        let date = NaiveDate::from_ymd_opt(2020, 8, 3).unwrap();
        assert_eq!(printed_date(date), "2020年8月3日");
    }
}
