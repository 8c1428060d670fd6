//! 一行的计分 (judging a line): which rule applies to the texts of a line, and what it gives.

mod by_hand;
mod number;

use hengji_domain::form::FormLine;
use hengji_domain::rule::ScoringRules;
use hengji_domain::value::read::normalise;
use hengji_domain::value::{Comparator, Reading};
use hengji_domain::{Score, Weight};

use crate::kernel::Kernel;
use crate::measure::Measured;
use crate::rule_name::RuleName;
use crate::why_not::WhyNot;

pub(crate) use number::{between, comparator};

/// 计分结果 (judgement) of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgement {
    /// The rules give a score.
    Scored {
        /// The score, between nothing and the weight.
        score: Score,
        /// The rule that gave it.
        rule: RuleName,
    },
    /// No score can be computed; the reason is for a person.
    NotComputable(WhyNot),
}

impl Judgement {
    /// The score, where there is one.
    pub const fn score(&self) -> Option<Score> {
        match self {
            Self::Scored { score, .. } => Some(*score),
            Self::NotComputable(_) => None,
        }
    }

    /// The rule, where one gave a score.
    pub const fn rule(&self) -> Option<RuleName> {
        match self {
            Self::Scored { rule, .. } => Some(*rule),
            Self::NotComputable(_) => None,
        }
    }
}

/// Judges a line by the rules in force. Pure: the same line and rules give the same score for ever.
pub fn judge(line: &FormLine, rules: &ScoringRules) -> Judgement {
    match plan(line, rules) {
        Ok(plan) => Judgement::Scored {
            score: plan.kernel.score(plan.weight),
            rule: plan.rule,
        },
        Err(stop) => Judgement::NotComputable(stop.why),
    }
}

/// A line made ready for the kernel, with what the trace needs to put it into words.
pub(crate) struct Plan {
    pub(crate) weight: Weight,
    pub(crate) rule: RuleName,
    pub(crate) kernel: Kernel,
    /// The two numbers in one unit, where the rule compares numbers.
    pub(crate) measured: Option<Measured>,
    /// The comparator that was used although the form states none.
    pub(crate) assumed: Option<Comparator>,
}

/// Why there is no plan, and the rule that would have applied.
pub(crate) struct Stop {
    pub(crate) rule: RuleName,
    pub(crate) why: WhyNot,
}

/// What a rule makes of a line before its weight is known.
type Chosen = Result<(Kernel, Option<Measured>, Option<Comparator>), WhyNot>;

pub(crate) fn plan(line: &FormLine, rules: &ScoringRules) -> Result<Plan, Stop> {
    let weight = weight(line).map_err(|why| Stop {
        rule: rule_for(line, rules),
        why,
    })?;
    plan_for(line, weight, rules)
}

/// The plan of a line as if it weighed so much: whether a target was met can be told without a weight too.
pub(crate) fn plan_for(line: &FormLine, weight: Weight, rules: &ScoringRules) -> Result<Plan, Stop> {
    let rule = rule_for(line, rules);
    let chosen = missing(line).map_or_else(|| choose(line, weight, rule, rules), Err);
    chosen
        .map(|(kernel, measured, assumed)| Plan {
            weight,
            rule,
            kernel,
            measured,
            assumed,
        })
        .map_err(|why| Stop { rule, why })
}

/// The weight of a line in hundredths of a point.
pub(crate) fn weight(line: &FormLine) -> Result<Weight, WhyNot> {
    let points = line.weight.value.ok_or(WhyNot::NoWeight)?;
    let weight = Weight::from_points(points).ok_or(WhyNot::OutOfRange)?;
    if weight <= Weight::ZERO {
        return Err(WhyNot::WeightNotPositive { weight });
    }
    Ok(weight)
}

fn missing(line: &FormLine) -> Option<WhyNot> {
    if line.target.is_blank() {
        return Some(WhyNot::TargetMissing);
    }
    line.actual.is_blank().then_some(WhyNot::ActualMissing)
}

/// The rule that the target asks for, whatever the actual may be.
fn rule_for(line: &FormLine, rules: &ScoringRules) -> RuleName {
    match &line.target.reading {
        Reading::Date { .. } => RuleName::ByDate,
        Reading::Range { .. } => RuleName::Between,
        Reading::Qualitative if is_yes_or_no(&line.target.text) => RuleName::YesNo,
        Reading::Qualitative | Reading::Tiers { .. } => RuleName::Qualitative,
        Reading::Number { .. } | Reading::Percent { .. } | Reading::Frequency { .. } => {
            number::rule_for(line, rules)
        }
        Reading::Compound | Reading::Blank | Reading::Unreadable => RuleName::Positive,
    }
}

fn choose(line: &FormLine, weight: Weight, rule: RuleName, rules: &ScoringRules) -> Chosen {
    let whole = |is_met: bool| Ok((Kernel::Whole { is_met }, None, None));
    match &line.target.reading {
        Reading::Blank => Err(WhyNot::TargetMissing),
        Reading::Unreadable => Err(WhyNot::TargetUnreadable),
        Reading::Compound => Err(WhyNot::TargetCompound),
        Reading::Tiers { .. } => Err(WhyNot::TargetTiers),
        Reading::Date { due_on } => match &line.actual.reading {
            Reading::Date { due_on: done_on } => match (due_on, done_on) {
                (Some(due_on), Some(done_on)) => whole(done_on <= due_on),
                _ => Err(WhyNot::DateWithoutYear),
            },
            _ => Err(kinds_differ(line)),
        },
        Reading::Range { low, high } => number::between(line, *low, *high).and_then(whole),
        Reading::Qualitative if rule == RuleName::YesNo && is_yes_or_no(&line.actual.text) => {
            whole(normalise(&line.target.text) == normalise(&line.actual.text))
        }
        Reading::Qualitative => by_hand::score(line, weight, &rules.qualitative.value)
            .map(|stated| (Kernel::ByHand { stated }, None, None)),
        Reading::Number { .. } | Reading::Percent { .. } | Reading::Frequency { .. } => {
            number::choose(line, rule, rules)
        }
    }
}

fn is_yes_or_no(text: &str) -> bool {
    matches!(normalise(text).as_str(), "是" | "否")
}

fn kinds_differ(line: &FormLine) -> WhyNot {
    WhyNot::KindsDiffer {
        target: line.target.kind(),
        actual: line.actual.kind(),
    }
}

#[cfg(test)]
mod tests;
