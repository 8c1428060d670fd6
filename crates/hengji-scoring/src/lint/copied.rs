//! 照抄: a goal text that stands, word for word, in another project's goal.

use hengji_domain::{Field, Finding, FindingCode};

use super::{bare, shortened};

/// Shorter texts (完成全年任务) are common property and prove nothing.
const TELLING_CHARS_MIN: usize = 12;

/// Looks for this goal among others, each with the name of its project; the first match is reported.
pub fn copied_goal<'o>(this: &str, others: impl Iterator<Item = (&'o str, &'o str)>) -> Option<Finding> {
    let own = bare(this);
    if own.chars().count() < TELLING_CHARS_MIN {
        return None;
    }
    for (name, text) in others {
        if bare(text) == own {
            let message = format!("年度总体目标与“{}”逐字相同。", shortened(name));
            let mend = "请写本项目自己的目标:做什么、做多少、达到什么效果。";
            return Some(Finding::new(FindingCode::CopiedGoalText, message, mend).on(Field::AnnualGoal));
        }
    }
    None
}
