//! Where a finding stands; how an objection and a look-back end.

use super::RectificationRefusal;

/// Where a finding stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingState {
    /// 待反馈: the bureau's own until its letter is served.
    Entered,
    /// 待报方案: with the unit, which has to say what it will do.
    Served,
    /// 整改中: measures promised, not all of them verified.
    Rectifying,
    /// 整改已核实: every measure was verified by the bureau.
    Rectified,
    /// 已撤销, with a reason.
    Withdrawn,
}

impl FindingState {
    /// Every state, in the order of a finding's life.
    pub const ALL: [Self; 5] = [
        Self::Entered,
        Self::Served,
        Self::Rectifying,
        Self::Rectified,
        Self::Withdrawn,
    ];

    /// The stable identifier in storage and API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Entered => "entered",
            Self::Served => "served",
            Self::Rectifying => "rectifying",
            Self::Rectified => "rectified",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Entered => "待反馈",
            Self::Served => "待报方案",
            Self::Rectifying => "整改中",
            Self::Rectified => "整改已核实",
            Self::Withdrawn => "已撤销",
        }
    }

    /// Whether its text may be changed.
    ///
    /// # Errors
    ///
    /// [`RectificationRefusal`] once the unit has it, and for one that was taken back.
    pub const fn may_change(self) -> Result<(), RectificationRefusal> {
        match self {
            Self::Entered => Ok(()),
            Self::Withdrawn => Err(RectificationRefusal::Withdrawn),
            Self::Served | Self::Rectifying | Self::Rectified => Err(RectificationRefusal::Served),
        }
    }

    /// Whether it may be taken back, with a reason.
    ///
    /// # Errors
    ///
    /// [`RectificationRefusal`] for one that was taken back before, or whose rectification was verified.
    pub const fn may_withdraw(self) -> Result<(), RectificationRefusal> {
        match self {
            Self::Entered | Self::Served | Self::Rectifying => Ok(()),
            Self::Withdrawn => Err(RectificationRefusal::Withdrawn),
            Self::Rectified => Err(RectificationRefusal::Rectified),
        }
    }

    /// Whether the unit may promise measures, or object.
    ///
    /// # Errors
    ///
    /// [`RectificationRefusal`] before the service and after the end.
    pub const fn is_with_unit(self) -> Result<(), RectificationRefusal> {
        match self {
            Self::Served | Self::Rectifying => Ok(()),
            Self::Entered => Err(RectificationRefusal::NotServed),
            Self::Withdrawn => Err(RectificationRefusal::Withdrawn),
            Self::Rectified => Err(RectificationRefusal::Rectified),
        }
    }
}

/// 异议处理结果 (outcome of an objection).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ObjectionOutcome {
    /// 维持: the finding stays as it is.
    Kept,
    /// 变更: its text is changed; both texts are kept.
    Changed,
    /// 撤销: the finding is taken back.
    Withdrawn,
}

impl ObjectionOutcome {
    /// Every outcome.
    pub const ALL: [Self; 3] = [Self::Kept, Self::Changed, Self::Withdrawn];

    /// The stable identifier in storage and API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Changed => "changed",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The outcome with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kept => "维持原问题",
            Self::Changed => "变更问题表述",
            Self::Withdrawn => "撤销问题",
        }
    }
}

/// 回头看结果 (result of a look-back).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LookBackResult {
    /// 整改保持: what was rectified still holds.
    Holds,
    /// 问题反弹: the finding is there again.
    Relapsed,
}

impl LookBackResult {
    /// Both results.
    pub const ALL: [Self; 2] = [Self::Holds, Self::Relapsed];

    /// The stable identifier in storage and API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Relapsed => "relapsed",
        }
    }

    /// The result with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|result| result.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Holds => "整改保持",
            Self::Relapsed => "问题反弹",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_from_every_state_of_a_finding() {
        let cases = [
            ("entered", "", "", "finding-not-served"),
            ("served", "finding-served", "", ""),
            ("rectifying", "finding-served", "", ""),
            (
                "rectified",
                "finding-served",
                "finding-rectified",
                "finding-rectified",
            ),
            (
                "withdrawn",
                "finding-withdrawn",
                "finding-withdrawn",
                "finding-withdrawn",
            ),
        ];
        for (code, change, withdraw, promise) in cases {
            let state = FindingState::from_code(code).unwrap();
            for (deed, expected) in [
                (state.may_change(), change),
                (state.may_withdraw(), withdraw),
                (state.is_with_unit(), promise),
            ] {
                match deed {
                    Ok(()) => assert_eq!(expected, "", "{code}"),
                    Err(refusal) => {
                        let said = refusal.to_string();
                        assert!(!expected.is_empty() && said.contains(expected), "{code}: {said}");
                    }
                }
            }
        }
    }

    #[test]
    fn codes_are_found_again() {
        for state in FindingState::ALL {
            assert_eq!(FindingState::from_code(state.code()), Some(state));
        }
        for outcome in ObjectionOutcome::ALL {
            assert_eq!(ObjectionOutcome::from_code(outcome.code()), Some(outcome));
        }
        for result in LookBackResult::ALL {
            assert_eq!(LookBackResult::from_code(result.code()), Some(result));
        }
        assert_eq!(FindingState::from_code("lost"), None);
    }
}
