//! 前置关口 (gate): a project on the list gets its goal issued and its budget only with a conclusion that supports it.

use super::condition::ConditionTiming;

/// Where the evaluation of a listed project stands, as far as the gate asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Nothing was begun.
    NotBegun,
    /// Under way, at this step.
    Underway {
        /// The step's name.
        step: String,
    },
    /// Final.
    Concluded {
        /// The printed conclusion.
        conclusion: String,
        /// Whether it supports the project.
        supports: bool,
    },
}

/// A precondition that is still unmet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenCondition {
    /// Number on the report.
    pub number: u32,
    /// What must be done.
    pub words: String,
    /// 责任单位.
    pub unit_name: String,
    /// Before what.
    pub timing: ConditionTiming,
}

/// What the gate knows of a project on the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    /// Where its evaluation stands.
    pub standing: Standing,
    /// Preconditions that are unmet.
    pub open: Vec<OpenCondition>,
}

/// Why the gate stays shut.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GateRefusal {
    /// No evaluation.
    #[error(
        "该项目在事前绩效评估名单内,还没有开展评估,不能批复下达;请单位报送评估材料,或由绩效科按程序移出名单。 [ex-ante-not-begun]"
    )]
    NotBegun,
    /// Not final.
    #[error(
        "该项目的事前绩效评估正在“{step}”环节,没有正式结论,不能批复下达;请先办结评估。 [ex-ante-not-concluded]"
    )]
    NotConcluded {
        /// Where it stands.
        step: String,
    },
    /// The conclusion is against it.
    #[error("该项目事前绩效评估结论为“{conclusion}”,不能批复下达。 [ex-ante-not-supported]")]
    NotSupported {
        /// The printed conclusion.
        conclusion: String,
    },
    /// Preconditions that had to come first.
    #[error("该项目有 {} 条批复前须落实的前置条件尚未落实:{}。请责任单位落实并由牵头部门登记后再批复。 [ex-ante-conditions-open]", .open.len(), .open.join(";"))]
    ConditionsOpen {
        /// Number, words and responsible unit of each.
        open: Vec<String>,
    },
}

impl Gate {
    /// Whether the project may pass.
    ///
    /// # Errors
    ///
    /// [`GateRefusal`]; preconditions that concern the payment only do not shut the gate, they are shown.
    pub fn pass(&self) -> Result<(), GateRefusal> {
        match &self.standing {
            Standing::NotBegun => return Err(GateRefusal::NotBegun),
            Standing::Underway { step } => return Err(GateRefusal::NotConcluded { step: step.clone() }),
            Standing::Concluded {
                conclusion,
                supports: false,
            } => {
                return Err(GateRefusal::NotSupported {
                    conclusion: conclusion.clone(),
                });
            }
            Standing::Concluded { supports: true, .. } => {}
        }
        let open: Vec<String> = self
            .open
            .iter()
            .filter(|condition| condition.timing == ConditionTiming::BeforeIssue)
            .map(|condition| {
                format!(
                    "第 {} 条“{}”({})",
                    condition.number, condition.words, condition.unit_name
                )
            })
            .collect();
        if open.is_empty() {
            Ok(())
        } else {
            Err(GateRefusal::ConditionsOpen { open })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn concluded(supports: bool) -> Standing {
        Standing::Concluded {
            conclusion: "附条件支持".into(),
            supports,
        }
    }

    fn open(timing: ConditionTiming) -> OpenCondition {
        OpenCondition {
            number: 2,
            words: "取得用地批复".into(),
            unit_name: "区住建局".into(),
            timing,
        }
    }

    #[test]
    fn only_a_supporting_conclusion_without_open_conditions_opens_the_gate() {
        let step = Standing::Underway {
            step: "专家评分".into(),
        };
        for (standing, conditions, code) in [
            (Standing::NotBegun, vec![], "[ex-ante-not-begun]"),
            (step, vec![], "[ex-ante-not-concluded]"),
            (concluded(false), vec![], "[ex-ante-not-supported]"),
            (
                concluded(true),
                vec![open(ConditionTiming::BeforeIssue)],
                "[ex-ante-conditions-open]",
            ),
            (concluded(true), vec![open(ConditionTiming::BeforePayment)], ""),
            (concluded(true), vec![], ""),
        ] {
            let gate = Gate {
                standing,
                open: conditions,
            };
            let said = gate
                .pass()
                .err()
                .map(|refusal| refusal.to_string())
                .unwrap_or_default();
            assert!(
                said.ends_with(code) && said.is_empty() == code.is_empty(),
                "{said}"
            );
        }
    }

    #[test]
    fn the_refusal_names_the_condition_and_whose_it_is() {
        let gate = Gate {
            standing: concluded(true),
            open: vec![open(ConditionTiming::BeforeIssue)],
        };
        let said = gate.pass().unwrap_err().to_string();
        assert!(
            said.contains("1 条") && said.contains("第 2 条“取得用地批复”(区住建局)"),
            "{said}"
        );
    }
}
