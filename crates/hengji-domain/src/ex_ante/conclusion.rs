//! 评估结论 (conclusions): what the rules propose for a score, what the lead makes of it, and the money.

use crate::{Money, Score};

/// One conclusion of the closed list, e.g. 予以支持.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConclusionRule {
    /// Stable code.
    pub code: String,
    /// The printed words.
    pub name: String,
    /// From this score on it is proposed; none for what only people decide.
    pub from: Option<Score>,
    /// Whether the project may have money.
    pub supports: bool,
    /// Whether it stands only with numbered preconditions.
    pub needs_conditions: bool,
}

/// What the rules propose for a score: the conclusion with the highest floor that is not above it.
pub fn propose(rules: &[ConclusionRule], score: Score) -> Option<&ConclusionRule> {
    rules
        .iter()
        .filter(|rule| rule.from.is_some_and(|from| from <= score))
        .max_by_key(|rule| rule.from)
}

/// 评减 (assessed reduction): what was asked, what the evaluation finds right, and what that cuts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reduction {
    asked: Money,
    granted: Money,
}

/// Why a conclusion is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConclusionRefusal {
    /// Not in the closed list.
    #[error("“{code}”不在评估结论清单内。 [conclusion-unknown]")]
    Unknown {
        /// The code given.
        code: String,
    },
    /// The lead departs from the proposal and says nothing.
    #[error(
        "按规则得分对应“{proposed}”,您选择了“{chosen}”,须写明理由。 [conclusion-departure-without-reason]"
    )]
    DepartureWithoutReason {
        /// What the rules propose.
        proposed: String,
        /// What was chosen.
        chosen: String,
    },
    /// Preconditions are needed.
    #[error("“{chosen}”须列明前置条件(责任单位、完成期限),现在一条也没有。 [conditions-missing]")]
    ConditionsMissing {
        /// What was chosen.
        chosen: String,
    },
    /// Preconditions where there is nothing to depend on.
    #[error("“{chosen}”不带前置条件,现在列了 {count} 条;请改选附条件支持,或删去条件。 [conditions-needless]")]
    ConditionsNeedless {
        /// What was chosen.
        chosen: String,
        /// How many there are.
        count: usize,
    },
    /// More than was asked.
    #[error("评估核定 {granted} 万元,超过申请 {asked} 万元;核定金额不能高于申请金额。 [granted-above-asked]")]
    AboveAsked {
        /// What was asked.
        asked: Money,
        /// What would be granted.
        granted: Money,
    },
    /// Less than nothing.
    #[error("金额不能为负,现为 {amount} 万元。 [amount-negative]")]
    Negative {
        /// The amount.
        amount: Money,
    },
    /// Money for what is not supported, or none for what is.
    #[error(
        "“{chosen}”与核定金额 {granted} 万元不符:不予支持的核定金额应为 0,予以支持的应大于 0。 [granted-against-conclusion]"
    )]
    AgainstConclusion {
        /// What was chosen.
        chosen: String,
        /// What would be granted.
        granted: Money,
    },
}

impl Reduction {
    /// What was asked against what is granted.
    ///
    /// # Errors
    ///
    /// [`ConclusionRefusal::Negative`], [`ConclusionRefusal::AboveAsked`].
    pub fn new(asked: Money, granted: Money) -> Result<Self, ConclusionRefusal> {
        if let Some(amount) = [asked, granted].into_iter().find(|amount| *amount < Money::ZERO) {
            return Err(ConclusionRefusal::Negative { amount });
        }
        if asked < granted {
            return Err(ConclusionRefusal::AboveAsked { asked, granted });
        }
        Ok(Self { asked, granted })
    }

    /// 申请金额.
    pub const fn asked(&self) -> Money {
        self.asked
    }

    /// 核定金额.
    pub const fn granted(&self) -> Money {
        self.granted
    }

    /// 评减金额: never negative.
    pub const fn cut(&self) -> Money {
        Money::from_fen(self.asked.fen() - self.granted.fen())
    }
}

/// Holds what the lead chose against the rules: the closed list, the reason for a departure, preconditions, money.
///
/// # Errors
///
/// [`ConclusionRefusal`].
pub fn confirm<'a>(
    rules: &'a [ConclusionRule],
    proposed: Option<&ConclusionRule>,
    chosen: &str,
    reason: &str,
    conditions: usize,
    reduction: Reduction,
) -> Result<&'a ConclusionRule, ConclusionRefusal> {
    let rule = rules
        .iter()
        .find(|rule| rule.code == chosen)
        .ok_or_else(|| ConclusionRefusal::Unknown {
            code: chosen.to_owned(),
        })?;
    let chosen = || rule.name.clone();
    if let Some(proposed) = proposed.filter(|proposed| proposed.code != rule.code && reason.trim().is_empty())
    {
        return Err(ConclusionRefusal::DepartureWithoutReason {
            proposed: proposed.name.clone(),
            chosen: chosen(),
        });
    }
    match (rule.needs_conditions, conditions) {
        (true, 0) => return Err(ConclusionRefusal::ConditionsMissing { chosen: chosen() }),
        (false, count) if 0 < count => {
            return Err(ConclusionRefusal::ConditionsNeedless {
                chosen: chosen(),
                count,
            });
        }
        _ => {}
    }
    if rule.supports == (Money::ZERO < reduction.granted()) {
        Ok(rule)
    } else {
        Err(ConclusionRefusal::AgainstConclusion {
            chosen: chosen(),
            granted: reduction.granted(),
        })
    }
}

#[cfg(test)]
mod tests;
