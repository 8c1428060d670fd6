//! Why a step of a case file is refused.

/// Why something is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CaseRefusal {
    /// The kind keeps no case file.
    #[error(
        "该类评价不建评价档案;如需建档,请在指标体系文件的评价种类中写明 case_file。 [case-file-not-kept]"
    )]
    NotKept,
    /// The plan stands elsewhere.
    #[error("{state},现在不能{deed};请刷新后按“下一步”的提示办理。 [case-plan-not-at-step]")]
    PlanNotAt {
        /// Where it stands.
        state: &'static str,
        /// What was to be done.
        deed: &'static str,
    },
    /// The plan lacks something.
    #[error("工作方案还缺:{missing};请补齐并保存后再提交审批。 [case-plan-incomplete]")]
    PlanIncomplete {
        /// What is missing.
        missing: String,
    },
    /// Whoever submitted it does not approve it.
    #[error("工作方案由您提交,须由另一人审批。 [case-plan-own]")]
    OwnPlan,
    /// Scores before the plan.
    #[error("工作方案尚未批准({state}),不能{deed};请先提交方案并由另一人审批。 [case-plan-not-approved]")]
    PlanNotApproved {
        /// Where the plan stands.
        state: &'static str,
        /// What was to be done.
        deed: &'static str,
    },
    /// Too small a team.
    #[error(
        "评价组现有 {found} 人可以评分,该类评价须至少 {least} 人独立评分;请补充成员。 [case-members-too-few]"
    )]
    MembersTooFew {
        /// How many the kind asks for.
        least: u32,
        /// How many there are.
        found: usize,
    },
    /// Outside the team.
    #[error("您不是该评价的评价组成员,不能评分;请绩效科先将您加入评价组。 [case-not-member]")]
    NotMember,
    /// No declaration yet.
    #[error("您还没有申报利益冲突,不能评分;请先在评价档案的“评价组”中申报。 [case-conflict-undeclared]")]
    Undeclared,
    /// A conflict of interest.
    #[error("您已申报利益冲突({reason}),应当回避,不能评分。 [case-conflict]")]
    Conflict {
        /// What was declared.
        reason: String,
    },
    /// The member has scored.
    #[error("“{name}”已经评分,不能移出评价组;如有利益冲突,请其本人申报。 [case-member-scored]")]
    MemberScored {
        /// The name.
        name: String,
    },
    /// The report stands elsewhere.
    #[error("评价档案处于“{stage}”阶段,现在不能{deed}。 [case-not-at-stage]")]
    NotAtStage {
        /// Where it stands.
        stage: &'static str,
        /// What was to be done.
        deed: &'static str,
    },
    /// The unit has not said something to each point.
    #[error(
        "还有 {count} 点没有答复(如“{first}”),请逐点选择“无异议”或写明意见后再提交。 [case-points-unanswered]"
    )]
    PointsUnanswered {
        /// How many.
        count: usize,
        /// The first of them.
        first: String,
    },
    /// The unit has answered already.
    #[error("征求意见已于 {on} 答复,不能再改;如有新的事实,请与绩效科联系。 [case-exchange-answered]")]
    Answered {
        /// The day.
        on: String,
    },
    /// Opinions without a decision.
    #[error("还有 {count} 条意见没有处理(如“{first}”),请逐条写明是否采纳和理由。 [case-opinions-open]")]
    OpinionsOpen {
        /// How many.
        count: usize,
        /// The first of them.
        first: String,
    },
    /// The unit still has time.
    #[error("单位尚未答复,答复期限为 {due_on};期满仍未答复的,方可结束交换意见。 [case-exchange-running]")]
    ExchangeRunning {
        /// The last day.
        due_on: String,
    },
    /// Only what the unit objects to is decided on.
    #[error("单位答复前,或单位无异议的,不用处理。 [case-no-opinion]")]
    NoOpinion,
    /// The conclusion waits for the exchange.
    #[error("评价档案处于“{stage}”阶段,须与单位交换意见并处理完毕后才能形成结论。 [case-exchange-open]")]
    ExchangeOpen {
        /// Where it stands.
        stage: &'static str,
    },
    /// The final report waits for the conclusion.
    #[error("评价还没有形成结论,不能定稿;请先在评价页面形成结论。 [case-not-concluded]")]
    NotConcluded,
    /// Nothing changed since the final report.
    #[error("该结论已经定稿({number}),不能重复定稿;结论有变的,请先重新开启评价。 [case-already-final]")]
    AlreadyFinal {
        /// Number of the report.
        number: String,
    },
}
