//! 评价档案 (case file): the work plan, the team, and the way of a report from the working paper over the exchange of
//! views to its final form.
//!
//! Which kinds of evaluation keep one is a word in their framework file; nothing here knows any kind.

mod refusal;
mod rules;

pub use refusal::CaseRefusal;
pub use rules::{AgreementRule, CaseFileRules};

/// Where the work plan (工作方案) stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlanState {
    /// 编制中.
    Writing,
    /// 待审批.
    Submitted,
    /// 已批准: from here on scores may be handed in.
    Approved,
}

impl PlanState {
    /// Every state, in order.
    pub const ALL: [Self; 3] = [Self::Writing, Self::Submitted, Self::Approved];

    /// The stable identifier in storage.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Writing => "writing",
            Self::Submitted => "submitted",
            Self::Approved => "approved",
        }
    }

    /// The state with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Writing => "方案编制中",
            Self::Submitted => "方案待审批",
            Self::Approved => "方案已批准",
        }
    }

    /// The state after something was done to the plan.
    ///
    /// # Errors
    ///
    /// [`CaseRefusal::PlanNotAt`] when the plan does not stand where that is done.
    pub const fn after(self, deed: PlanDeed) -> Result<Self, CaseRefusal> {
        match (self, deed) {
            (Self::Writing, PlanDeed::Save) => Ok(Self::Writing),
            (Self::Writing, PlanDeed::Submit) => Ok(Self::Submitted),
            (Self::Submitted, PlanDeed::Approve) => Ok(Self::Approved),
            // An approved plan may be opened again while the evaluation runs: reality changes plans.
            (Self::Submitted | Self::Approved, PlanDeed::Return) => Ok(Self::Writing),
            (state, deed) => Err(CaseRefusal::PlanNotAt {
                state: state.name(),
                deed: deed.name(),
            }),
        }
    }
}

/// What is done to a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanDeed {
    /// 保存.
    Save,
    /// 提交审批.
    Submit,
    /// 批准.
    Approve,
    /// 退回修改.
    Return,
}

impl PlanDeed {
    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Save => "修改方案",
            Self::Submit => "提交方案",
            Self::Approve => "批准方案",
            Self::Return => "退回方案",
        }
    }
}

/// How far the report has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CaseStage {
    /// 工作底稿: evidence and scores are collected.
    WorkingPaper,
    /// 初稿: the bureau's own draft, for a last look before the unit sees it.
    Draft,
    /// 交换意见: with the unit, which answers point by point.
    Exchange,
    /// 意见已处理: every opinion was adopted or refused with a reason; now the conclusion is drawn.
    Settled,
    /// 已定稿: the report has its number.
    Final,
}

impl CaseStage {
    /// Every stage, in order.
    pub const ALL: [Self; 5] = [
        Self::WorkingPaper,
        Self::Draft,
        Self::Exchange,
        Self::Settled,
        Self::Final,
    ];

    /// The stable identifier in storage.
    pub const fn code(self) -> &'static str {
        match self {
            Self::WorkingPaper => "working_paper",
            Self::Draft => "draft",
            Self::Exchange => "exchange",
            Self::Settled => "settled",
            Self::Final => "final",
        }
    }

    /// The stage with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::WorkingPaper => "工作底稿",
            Self::Draft => "初稿",
            Self::Exchange => "交换意见",
            Self::Settled => "意见已处理",
            Self::Final => "已定稿",
        }
    }

    /// The stage after something was done.
    ///
    /// # Errors
    ///
    /// [`CaseRefusal::NotAtStage`] when the case does not stand where that is done.
    pub const fn after(self, deed: CaseDeed) -> Result<Self, CaseRefusal> {
        match (self, deed) {
            (Self::WorkingPaper, CaseDeed::MakeDraft) => Ok(Self::Draft),
            (Self::Draft | Self::Exchange | Self::Settled, CaseDeed::TakeBack) => Ok(Self::WorkingPaper),
            (Self::Draft, CaseDeed::SendOut) => Ok(Self::Exchange),
            (Self::Exchange, CaseDeed::Answer | CaseDeed::Decide) => Ok(Self::Exchange),
            (Self::Exchange, CaseDeed::Settle) => Ok(Self::Settled),
            // A conclusion that was opened again and drawn anew has another final report.
            (Self::Settled | Self::Final, CaseDeed::Finalise) => Ok(Self::Final),
            (stage, deed) => Err(CaseRefusal::NotAtStage {
                stage: stage.name(),
                deed: deed.name(),
            }),
        }
    }

    /// Whether the unit may read what it is asked about.
    pub const fn is_with_unit(self) -> bool {
        matches!(self, Self::Exchange | Self::Settled | Self::Final)
    }

    /// Whether the exchange of views is over, as the conclusion demands.
    ///
    /// # Errors
    ///
    /// [`CaseRefusal::ExchangeOpen`].
    pub const fn may_conclude(self) -> Result<(), CaseRefusal> {
        match self {
            Self::Settled | Self::Final => Ok(()),
            Self::WorkingPaper | Self::Draft | Self::Exchange => {
                Err(CaseRefusal::ExchangeOpen { stage: self.name() })
            }
        }
    }
}

/// What moves a case on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseDeed {
    /// 形成初稿.
    MakeDraft,
    /// 退回底稿.
    TakeBack,
    /// 发出征求意见.
    SendOut,
    /// 单位逐点答复.
    Answer,
    /// 处理意见.
    Decide,
    /// 结束交换意见.
    Settle,
    /// 定稿.
    Finalise,
}

impl CaseDeed {
    /// Every deed.
    pub const ALL: [Self; 7] = [
        Self::MakeDraft,
        Self::TakeBack,
        Self::SendOut,
        Self::Answer,
        Self::Decide,
        Self::Settle,
        Self::Finalise,
    ];

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::MakeDraft => "形成初稿",
            Self::TakeBack => "退回底稿",
            Self::SendOut => "发出征求意见",
            Self::Answer => "答复意见",
            Self::Decide => "处理意见",
            Self::Settle => "结束交换意见",
            Self::Finalise => "定稿",
        }
    }
}

/// What the unit says of one point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PointAnswer {
    /// 无异议.
    Agreed,
    /// 有异议, with its reason.
    Objected,
}

impl PointAnswer {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Agreed, Self::Objected];

    /// The stable identifier in storage.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Agreed => "agreed",
            Self::Objected => "objected",
        }
    }

    /// The answer with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Agreed => "无异议",
            Self::Objected => "有异议",
        }
    }
}

/// What became of an opinion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PointOutcome {
    /// 采纳.
    Adopted,
    /// 部分采纳.
    PartlyAdopted,
    /// 不采纳.
    NotAdopted,
}

impl PointOutcome {
    /// Every outcome.
    pub const ALL: [Self; 3] = [Self::Adopted, Self::PartlyAdopted, Self::NotAdopted];

    /// The stable identifier in storage.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Adopted => "adopted",
            Self::PartlyAdopted => "partly_adopted",
            Self::NotAdopted => "not_adopted",
        }
    }

    /// The outcome with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Adopted => "采纳",
            Self::PartlyAdopted => "部分采纳",
            Self::NotAdopted => "不采纳",
        }
    }
}

/// What a member said of interests in the matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Declaration {
    /// 未申报.
    Missing,
    /// 无利益冲突.
    Clear,
    /// 有利益冲突: the member stands back.
    Conflict,
}

impl Declaration {
    /// Every declaration.
    pub const ALL: [Self; 3] = [Self::Missing, Self::Clear, Self::Conflict];

    /// The stable identifier in storage.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Clear => "clear",
            Self::Conflict => "conflict",
        }
    }

    /// The declaration with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Missing => "未申报",
            Self::Clear => "无利益冲突",
            Self::Conflict => "有利益冲突,已回避",
        }
    }

    /// Whether somebody who declared so may score. `None` is somebody outside the team.
    ///
    /// # Errors
    ///
    /// [`CaseRefusal`] for who is no member, has not declared, or stands back; with the declared reason.
    pub fn may_score(member: Option<(Self, &str)>) -> Result<(), CaseRefusal> {
        match member {
            None => Err(CaseRefusal::NotMember),
            Some((Self::Missing, _)) => Err(CaseRefusal::Undeclared),
            Some((Self::Conflict, reason)) => Err(CaseRefusal::Conflict {
                reason: reason.to_owned(),
            }),
            Some((Self::Clear, _)) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
