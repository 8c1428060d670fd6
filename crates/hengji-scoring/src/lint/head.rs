//! The head of a form: what it is, whose it is, which year it speaks of.

use hengji_domain::{Field, Finding, FindingCode};

use super::{Desk, bare, residue, shortened};

pub(super) fn check(desk: &mut Desk<'_>) {
    identity(desk);
    leftovers(desk);
    goal_copied_into_achievement(desk);
}

fn identity(desk: &mut Desk<'_>) {
    let form = desk.form;
    if form.kind.is_none() {
        desk.findings.push(Finding::new(
            FindingCode::FormUnknown,
            format!(
                "认不出表“{}”是绩效目标申报表还是绩效自评表。",
                shortened(&form.title)
            ),
            "请使用通行表样,保留标题和“三级指标”“指标值”等表头。",
        ));
    }
    if form.project.trim().is_empty() {
        desk.whole(
            FindingCode::ProjectNameMissing,
            Field::ProjectName,
            "没有填写项目名称。".into(),
            "请在表头填写与预算项目库一致的项目名称。",
        );
    }
    if form.year.is_none() {
        let message = if !form.year_text.chars().any(char::is_numeric) {
            "没有填写年度。".to_owned()
        } else {
            format!("年度“{}”读不出四位年份。", shortened(&form.year_text))
        };
        desk.whole(
            FindingCode::YearMismatch,
            Field::Year,
            message,
            "请写四位数字的预算年度,例如 2020。",
        );
    }
}

/// Nothing is dropped silently: a row that could not be placed is shown, remains of the template as such.
fn leftovers(desk: &mut Desk<'_>) {
    for (row, text) in &desk.form.leftovers {
        if residue::is_residue(text) {
            continue;
        }
        desk.findings.push(
            Finding::new(
                FindingCode::RowNotUnderstood,
                format!(
                    "第 {row} 行“{}”不知道属于表的哪一部分,已原样保留。",
                    shortened(text)
                ),
                "请核对表样:指标行应有三级指标和指标值,说明文字请移到表外。",
            )
            .at_row(*row),
        );
    }
}

fn goal_copied_into_achievement(desk: &mut Desk<'_>) {
    let (goal, done) = (bare(&desk.form.annual_goal), bare(&desk.form.achievement));
    if !goal.is_empty() && goal == done {
        desk.whole(
            FindingCode::CopiedGoalText,
            Field::Achievement,
            "实际完成情况与年度总体目标逐字相同。".into(),
            "请写实际做了什么、做到什么程度,不要照抄目标。",
        );
    }
}
