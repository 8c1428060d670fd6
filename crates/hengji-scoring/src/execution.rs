//! 预算执行率得分 (execution score): a formula over the money of the form, not over what somebody typed as the rate.

use std::sync::Arc;

use hengji_domain::form::Form;
use hengji_domain::rule::{ExecutionRule, ScoringRules, SheetRules};
use hengji_domain::{Money, Score, Weight};

use crate::kernel::Kernel;
use crate::rule_name::RuleName;
use crate::trace::Trace;
use crate::why_not::WhyNot;

/// 执行率计分结果 (execution judgement).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExecutionJudgement {
    /// The rule gives a score.
    Scored {
        /// The score.
        score: Score,
        /// Executed over budget, basis points, rounded half up.
        rate_bp: i64,
    },
    /// The form gives execution no weight: it counts for nothing and nothing is added for it.
    NotWeighted,
    /// No score can be computed.
    NotComputable(WhyNot),
}

impl ExecutionJudgement {
    /// The score, where there is one.
    pub const fn score(&self) -> Option<Score> {
        match self {
            Self::Scored { score, .. } => Some(*score),
            Self::NotWeighted | Self::NotComputable(_) => None,
        }
    }
}

/// The budget that the rate is measured against: 全年预算数, or 年初预算数 where that alone is stated.
pub fn budget(form: &Form) -> Option<Money> {
    form.money.adjusted.money.or(form.money.initial.money)
}

/// Judges 预算执行率.
pub fn judge_execution(form: &Form, rules: &ScoringRules) -> ExecutionJudgement {
    let Some(points) = form.money.weight.value else {
        return ExecutionJudgement::NotWeighted;
    };
    let Some(weight) = Weight::from_points(points) else {
        return ExecutionJudgement::NotComputable(WhyNot::OutOfRange);
    };
    if weight <= Weight::ZERO {
        return ExecutionJudgement::NotComputable(WhyNot::WeightNotPositive { weight });
    }
    match ready(form, rules) {
        Ok(ready) => ExecutionJudgement::Scored {
            score: ready.kernel.score(weight),
            rate_bp: ready.rate_bp,
        },
        Err(why) => ExecutionJudgement::NotComputable(why),
    }
}

struct Ready {
    kernel: Kernel,
    rate_bp: i64,
    executed: Money,
    budget: Money,
}

fn ready(form: &Form, rules: &ScoringRules) -> Result<Ready, WhyNot> {
    let budget = budget(form).ok_or(WhyNot::MoneyMissing)?;
    let executed = form.money.executed.money.ok_or(WhyNot::MoneyMissing)?;
    let rate_bp = executed.rate_bp(budget).ok_or(WhyNot::NoBudget)?;
    if budget <= Money::ZERO {
        return Err(WhyNot::NoBudget);
    }
    let (part, whole) = (i128::from(executed.fen()).max(0), i128::from(budget.fen()));
    let kernel = match &rules.execution.value {
        ExecutionRule::Linear => Kernel::Proportional {
            actual: part,
            target: whole,
        },
        ExecutionRule::Tiers(steps) => Kernel::Steps {
            part,
            whole,
            steps: Arc::from(steps.as_slice()),
        },
    };
    Ok(Ready {
        kernel,
        rate_bp,
        executed,
        budget,
    })
}

/// Puts the execution score into words.
pub fn explain_execution(form: &Form, rules: &SheetRules) -> Trace {
    let judgement = judge_execution(form, &rules.scoring);
    let mut trace = Trace::empty(RuleName::Execution, &rules.scoring);
    trace.input("分值", &form.money.weight.text);
    trace.input("全年预算数", &form.money.adjusted.text);
    trace.input("全年执行数", &form.money.executed.text);
    trace.result = judgement.score();
    if form.money.adjusted.money.is_none() && form.money.initial.money.is_some() {
        trace.input("年初预算数", &form.money.initial.text);
        trace.notes.push("表内没有全年预算数,按年初预算数计算。".into());
    }
    match &judgement {
        ExecutionJudgement::NotWeighted => trace.arithmetic = "表内未给执行率分值,不计分。".into(),
        ExecutionJudgement::NotComputable(why) => trace.arithmetic = format!("无法计算:{}", why.message()),
        ExecutionJudgement::Scored { score, .. } => {
            if let (Ok(ready), Some(points)) = (ready(form, &rules.scoring), form.money.weight.value) {
                trace.arithmetic = words(&ready, points.normalize().to_string(), *score);
            }
        }
    }
    trace
}

fn words(ready: &Ready, weight: String, score: Score) -> String {
    let (executed, budget) = (ready.executed, ready.budget);
    let rate = Score::from_centi(i32::try_from(ready.rate_bp).unwrap_or(i32::MAX));
    match &ready.kernel {
        Kernel::Steps { .. } => {
            format!("执行率 {executed} ÷ {budget} = {rate}%,按档得 {score} 分")
        }
        _ if ready.budget <= ready.executed => {
            format!("执行率 {executed} ÷ {budget} = {rate}%,不低于 100%,得满分 {score} 分")
        }
        _ => format!("{weight} × {executed} ÷ {budget} = {weight} × {rate}% → {score}(四舍五入到 0.01)"),
    }
}

#[cfg(test)]
mod tests;
