//! 规则更改申请 (rule proposal): what one person proposes and another approves before it is in force.
//!
//! Whether the new value fits the rules is not known here; who may settle a proposal, and when, is.

use crate::id::{RegulationId, RuleProposalId, UserId};
use crate::rule::Verification;
use crate::{BudgetYear, Timestamp};

/// What is proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProposalKind {
    /// 更改: another value.
    Change,
    /// 核实: the same value, checked against a document.
    Verification,
}

impl ProposalKind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Change, Self::Verification];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Change => "change",
            Self::Verification => "verification",
        }
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Change => "更改",
            Self::Verification => "核实",
        }
    }

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Where a proposal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProposalState {
    /// 待审批.
    Proposed,
    /// 已批准: in force.
    Approved,
    /// 未批准.
    Rejected,
    /// 已撤回.
    Withdrawn,
}

impl ProposalState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Proposed, Self::Approved, Self::Rejected, Self::Withdrawn];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Proposed => "待审批",
            Self::Approved => "已批准",
            Self::Rejected => "未批准",
            Self::Withdrawn => "已撤回",
        }
    }

    /// The state with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// How a proposal ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    /// Who ended it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
    /// What they wrote.
    pub opinion: String,
}

/// 规则更改申请 (rule proposal).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleProposal {
    /// Identity.
    pub id: RuleProposalId,
    /// Another value, or the same one checked.
    pub kind: ProposalKind,
    /// `topic.key`.
    pub rule: String,
    /// In force from this budget year.
    pub from: BudgetYear,
    /// The value as a rule file writes it; none for 未设定.
    pub value: Option<String>,
    /// The value that was in force when it was proposed, in words.
    pub before: String,
    /// The proposed value in words.
    pub after: String,
    /// 依据: the document it is based on.
    pub regulation: RegulationId,
    /// The clause in it.
    pub clause: String,
    /// How well it is known.
    pub verification: Verification,
    /// What readers of the rule must know.
    pub note: String,
    /// Why, for whoever decides.
    pub reason: String,
    /// Where it stands.
    pub state: ProposalState,
    /// Who proposed it.
    pub proposed_by: UserId,
    /// When.
    pub proposed_at: Timestamp,
    /// How it ended.
    pub settled: Option<Settlement>,
    /// Optimistic lock.
    pub version: i32,
}

/// Why a proposal cannot be settled so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProposalRefusal {
    /// Its own proposer approves or rejects it.
    #[error("这项申请是您本人提出的,须由另一人审批;您可以撤回它。 [rule-proposal-own]")]
    Own,
    /// Somebody else withdraws it.
    #[error("只有申请人本人可以撤回;如不同意,请选择“不批准”并写明意见。 [rule-proposal-not-own]")]
    NotOwn,
    /// It ended already.
    #[error("这项申请{},不能再办理;请刷新页面查看结果。 [rule-proposal-settled]", .state.name())]
    Settled {
        /// How it stands.
        state: ProposalState,
    },
    /// A refusal without words teaches nothing.
    #[error("不批准须写明意见,以便申请人修改后重新提出。 [rule-proposal-opinion-missing]")]
    OpinionMissing,
}

impl RuleProposal {
    /// 批准.
    ///
    /// # Errors
    ///
    /// [`ProposalRefusal::Own`]: four eyes see more than two; [`ProposalRefusal::Settled`].
    pub fn approve(self, settlement: Settlement) -> Result<Self, ProposalRefusal> {
        self.require_second_hand(&settlement)?;
        Ok(self.settled(ProposalState::Approved, settlement))
    }

    /// 不批准.
    ///
    /// # Errors
    ///
    /// As for [`Self::approve`], and [`ProposalRefusal::OpinionMissing`].
    pub fn reject(self, settlement: Settlement) -> Result<Self, ProposalRefusal> {
        self.require_second_hand(&settlement)?;
        if settlement.opinion.trim().is_empty() {
            return Err(ProposalRefusal::OpinionMissing);
        }
        Ok(self.settled(ProposalState::Rejected, settlement))
    }

    /// 撤回.
    ///
    /// # Errors
    ///
    /// [`ProposalRefusal::NotOwn`], [`ProposalRefusal::Settled`].
    pub fn withdraw(self, settlement: Settlement) -> Result<Self, ProposalRefusal> {
        self.require_open()?;
        if settlement.by == self.proposed_by {
            Ok(self.settled(ProposalState::Withdrawn, settlement))
        } else {
            Err(ProposalRefusal::NotOwn)
        }
    }

    fn require_open(&self) -> Result<(), ProposalRefusal> {
        match self.state {
            ProposalState::Proposed => Ok(()),
            state => Err(ProposalRefusal::Settled { state }),
        }
    }

    fn require_second_hand(&self, settlement: &Settlement) -> Result<(), ProposalRefusal> {
        self.require_open()?;
        if settlement.by == self.proposed_by {
            Err(ProposalRefusal::Own)
        } else {
            Ok(())
        }
    }

    fn settled(self, state: ProposalState, settlement: Settlement) -> Self {
        Self {
            state,
            settled: Some(settlement),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(number: u8) -> UserId {
        UserId::new(Timestamp::from_micros(1), [number; 10])
    }

    fn proposal(state: ProposalState) -> RuleProposal {
        RuleProposal {
            id: RuleProposalId::new(Timestamp::from_micros(1), [9; 10]),
            kind: ProposalKind::Change,
            rule: "goal.quantification_rate_min".into(),
            from: BudgetYear::new(2022).unwrap(),
            value: Some("70".into()),
            before: "60%".into(),
            after: "70%".into(),
            regulation: RegulationId::new(Timestamp::from_micros(1), [8; 10]),
            clause: "第八条".into(),
            verification: Verification::Unverified,
            note: String::new(),
            reason: "提高要求".into(),
            state,
            proposed_by: person(1),
            proposed_at: Timestamp::from_micros(1),
            settled: None,
            version: 1,
        }
    }

    /// `act by 1|2 opinion from state -> state or refusal`.
    fn check(case: &str) {
        let (given, expected) = case.split_once(" -> ").unwrap();
        let [act, by, opinion, from] = given.split_whitespace().collect::<Vec<_>>()[..] else {
            panic!("{case}")
        };
        let settlement = Settlement {
            by: person(by.parse().unwrap()),
            at: Timestamp::from_micros(2),
            opinion: opinion.replace('-', " "),
        };
        let given = proposal(ProposalState::from_code(from).unwrap());
        let done = match act {
            "approve" => given.approve(settlement),
            "reject" => given.reject(settlement),
            _ => given.withdraw(settlement),
        };
        let shown = match done {
            Ok(done) => {
                assert!(done.settled.is_some());
                done.state.code().to_owned()
            }
            Err(refusal) => refusal.to_string(),
        };
        assert!(shown.contains(expected), "{case}: {shown}");
    }

    #[test]
    fn a_second_person_settles_and_the_proposer_only_withdraws() {
        check("approve 2 - proposed -> approved");
        check("approve 1 - proposed -> [rule-proposal-own]");
        check("reject 2 依据不足 proposed -> rejected");
        check("reject 2 - proposed -> [rule-proposal-opinion-missing]");
        check("reject 1 依据不足 proposed -> [rule-proposal-own]");
        check("withdraw 1 - proposed -> withdrawn");
        check("withdraw 2 - proposed -> [rule-proposal-not-own]");
    }

    #[test]
    fn what_has_ended_does_not_end_again() {
        for state in ["approved", "rejected", "withdrawn"] {
            for act in ["approve 2 -", "reject 2 理由", "withdraw 1 -"] {
                check(&format!("{act} {state} -> [rule-proposal-settled]"));
            }
        }
    }

    #[test]
    fn codes_are_found_again() {
        for state in ProposalState::ALL {
            assert_eq!(ProposalState::from_code(state.code()), Some(state));
        }
        for kind in ProposalKind::ALL {
            assert_eq!(ProposalKind::from_code(kind.code()), Some(kind));
        }
        assert_eq!(ProposalState::from_code("x"), None);
    }
}
