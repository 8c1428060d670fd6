//! Why something may not happen with an institution, and what may be done instead.

use super::{AssignmentState, InstitutionDrawState};
use crate::Timestamp;

/// Why it is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ThirdPartyRefusal {
    /// A condition of admission is not met.
    #[error(
        "“{institution}”现在不符合入选条件:{why}请补正后再委托,或换一家机构。 [institution-not-eligible]"
    )]
    NotEligible {
        /// Its name.
        institution: String,
        /// The conditions with their reasons.
        why: String,
    },
    /// It must keep away.
    #[error("“{institution}”应当回避“{with}”:{kind}({note})。请换一家机构。 [institution-conflict]")]
    Conflict {
        /// Its name.
        institution: String,
        /// What it keeps away from.
        with: String,
        /// The kind of relation.
        kind: String,
        /// Who and since when.
        note: String,
    },
    /// Too many years running.
    #[error(
        "“{institution}”已连续 {years} 年评价“{unit}”,规则为最多连续 {most} 年,请轮换其他机构。 [institution-rotation]"
    )]
    Rotation {
        /// Its name.
        institution: String,
        /// The unit.
        unit: String,
        /// Years running before this one.
        years: u32,
        /// The rule.
        most: u32,
    },
    /// Its cases of the year are as many as may be.
    #[error(
        "“{institution}”本年度已有 {cases} 个评价,规则为最多 {most} 个,请换一家机构。 [institution-cases-full]"
    )]
    CasesFull {
        /// Its name.
        institution: String,
        /// Cases of the year.
        cases: usize,
        /// The rule.
        most: u32,
    },
    /// It has, or had, this case.
    #[error("“{institution}”已受托评价“{title}”({}),同一机构不能再次受托同一评价。 [institution-assigned]", .state.name())]
    Assigned {
        /// Its name.
        institution: String,
        /// The case.
        title: String,
        /// Where that assignment stands.
        state: AssignmentState,
    },
    /// The case is closed.
    #[error("“{title}”已形成结论,不能再委托;确需重做的,请先重新开启评价。 [assignment-evaluation-concluded]")]
    Concluded {
        /// The case.
        title: String,
    },
    /// The assignment stands elsewhere.
    #[error("该委托现为“{}”,不能{deed}。 [assignment-not-now]", .state.name())]
    NotNow {
        /// Where it stands.
        state: AssignmentState,
        /// What was asked for.
        deed: &'static str,
    },
    /// What was handed in stays.
    #[error("贵机构已提交该评价,评分不能再改;确需更改的,请与财政局绩效科联系。 [assignment-handed-in]")]
    HandedIn,
    /// The version was rated already.
    #[error(
        "报告第 {version} 稿已由{who}于 {at} 评分,同一稿只评一次;机构报送新的一稿后再评。 [report-rated]"
    )]
    Rated {
        /// Which version.
        version: i32,
        /// Who rated it.
        who: String,
        /// When.
        at: Timestamp,
    },
    /// The same text again is no new version.
    #[error(
        "这份报告与已报送的第 {version} 稿完全相同,没有重复保存;请粘贴修改后的全文再报送。 [report-unchanged]"
    )]
    ReportUnchanged {
        /// Which version.
        version: i32,
    },
    /// There is nothing to rate.
    #[error("该机构还没有报送评价报告,不能评分;请机构在评价页的“评价报告”中报送。 [report-missing]")]
    ReportMissing,
    /// Who would rate has to keep away.
    #[error("您与“{institution}”有须回避的关系:{kind}({note}),请由其他人评分。 [rater-conflict]")]
    RaterConflict {
        /// The institution.
        institution: String,
        /// The kind of relation.
        kind: String,
        /// What it is.
        note: String,
    },
    /// The reason says too little.
    #[error("理由至少 {least} 个字,现有 {found} 个字,请写明具体情况。 [assignment-reason-short]")]
    ReasonShort {
        /// Shortest length by the rule.
        least: u32,
        /// What was given.
        found: usize,
    },
    /// The draw stands elsewhere.
    #[error("本次抽取现为“{}”,不能{deed}。 [institution-draw-not-now]", .state.name())]
    DrawNotNow {
        /// Where it stands.
        state: InstitutionDrawState,
        /// What was asked for.
        deed: &'static str,
    },
    /// Nobody may evaluate the case.
    #[error(
        "“{title}”没有可抽的机构:{why}请先补正机构条件,或改为直接委托。 [institution-draw-no-candidates]"
    )]
    NoCandidates {
        /// The case.
        title: String,
        /// Why each institution is out.
        why: String,
    },
    /// One institution could be drawn more often than it may have cases.
    #[error(
        "本批 {batch} 个评价一起抽取时,“{institution}”(已有 {cases} 个)可能超过每年 {most} 个的上限,请分批抽取。 [institution-draw-too-large]"
    )]
    BatchTooLarge {
        /// Its name.
        institution: String,
        /// Cases of the year.
        cases: usize,
        /// Cases it could be drawn for.
        batch: usize,
        /// The rule.
        most: u32,
    },
    /// A candidate may no longer be drawn.
    #[error("公告之后情况有变:{why}名单不能再改,请作废本次抽取后重新公告。 [institution-draw-list-changed]")]
    ListChanged {
        /// What changed.
        why: String,
    },
    /// The announced event lies in the past.
    #[error(
        "起始值的产生时间 {known_at} 不晚于现在({now}),请改为公告之后才有结果的公开事件。 [institution-draw-known]"
    )]
    KnownAlready {
        /// When it was said to become known.
        known_at: Timestamp,
        /// Now.
        now: Timestamp,
    },
    /// The event has not happened.
    #[error("公告写明起始值 {known_at} 产生,现在是 {now},请到时再录入。 [institution-draw-early]")]
    TooEarly {
        /// When it becomes known.
        known_at: Timestamp,
        /// Now.
        now: Timestamp,
    },
    /// The same person would enter and confirm.
    #[error("起始值由您录入,须由另一人核对公开结果后确认。 [institution-draw-own-value]")]
    OwnValue,
    /// The two entries differ.
    #[error(
        "两次录入的起始值不同:先录入的是“{entered}”,您录入的是“{confirmed}”,请对照公开结果。 [institution-draw-value-differs]"
    )]
    ValueDiffers {
        /// What was entered first.
        entered: String,
        /// What was entered to confirm it.
        confirmed: String,
    },
}
