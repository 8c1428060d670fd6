//! 一张表的计分 (scoring a form): every line, the execution row, the total and the grade.

use hengji_domain::Score;
use hengji_domain::form::Form;
use hengji_domain::rule::{GradeBand, SheetRules};

use crate::execution::{ExecutionJudgement, judge_execution};
use crate::line::{Judgement, judge};
use crate::why_not::WhyNot;

/// 计分结果 (score) of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormScore {
    /// One judgement for each line, in order.
    pub lines: Vec<Judgement>,
    /// The execution row.
    pub execution: ExecutionJudgement,
    /// The total; none unless every weighted line and the weighted execution row could be computed.
    pub total: Option<Score>,
    /// The grade of the total.
    pub grade: Option<GradeBand>,
}

/// Scores a form by the rules in force.
pub fn score_form(form: &Form, rules: &SheetRules) -> FormScore {
    let lines: Vec<Judgement> = form
        .lines
        .iter()
        .map(|line| judge(line, &rules.scoring))
        .collect();
    let execution = judge_execution(form, &rules.scoring);
    let total = total(&lines, &execution);
    let grade = total.and_then(|total| grade(total, &rules.grade_bands.value).cloned());
    FormScore {
        lines,
        execution,
        total,
        grade,
    }
}

/// A line without a weight adds nothing; a weighted line that cannot be computed makes the total unknown.
fn total(lines: &[Judgement], execution: &ExecutionJudgement) -> Option<Score> {
    let mut sum = match execution {
        ExecutionJudgement::Scored { score, .. } => *score,
        ExecutionJudgement::NotWeighted => Score::ZERO,
        ExecutionJudgement::NotComputable(_) => return None,
    };
    let mut is_anything_scored = false;
    for line in lines {
        match line {
            Judgement::Scored { score, .. } => {
                sum = sum.checked_add(*score)?;
                is_anything_scored = true;
            }
            Judgement::NotComputable(WhyNot::NoWeight) => {}
            Judgement::NotComputable(_) => return None,
        }
    }
    is_anything_scored.then_some(sum)
}

/// The grade of a total: the first band, best first, whose lower bound it reaches.
pub fn grade(total: Score, bands: &[GradeBand]) -> Option<&GradeBand> {
    bands.iter().find(|band| band.from <= total)
}

#[cfg(test)]
mod tests;
