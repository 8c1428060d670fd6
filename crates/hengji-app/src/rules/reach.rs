//! Which years a change may reach: never a closed one, and none in which papers rest on the old value.

use hengji_domain::rule_proposal::ProposalKind;
use hengji_domain::sheet::SheetKind;
use hengji_domain::{BudgetYear, Division};
use hengji_store::Db;
use hengji_store::closed_years::{self, ClosedYear, YearSheets};

use crate::app::Step;
use crate::error::AppError;

/// Refuses a change that would reach what is settled.
pub(super) fn require_open(
    db: &mut Db,
    division: Division,
    kind: ProposalKind,
    rule: &str,
    from: BudgetYear,
) -> Step<()> {
    let closed = closed_years::list(db, division)?;
    refuse_closed(&closed, from)?;
    // A mark changes no score, so papers may rest on the value that it is about.
    if kind == ProposalKind::Change {
        refuse_used(&closed_years::sheets_by_year(db, division)?, rule, from)?;
    }
    Ok(())
}

fn refuse_closed(closed: &[ClosedYear], from: BudgetYear) -> Result<(), AppError> {
    match closed.iter().map(|one| one.year).max() {
        Some(last) if from <= last => Err(AppError::field(
            "from_year",
            "rule-year-closed",
            format!(
                "{last} 年度已结账,规则不能再改;更改最早可自 {} 年度起。",
                last.get().saturating_add(1)
            ),
        )),
        _ => Ok(()),
    }
}

fn refuse_used(sheets: &[YearSheets], rule: &str, from: BudgetYear) -> Result<(), AppError> {
    let rests = |one: &&YearSheets| from <= one.year && 0 < resting(rule, one);
    let Some(last) = sheets.iter().filter(rests).max_by_key(|one| one.year) else {
        return Ok(());
    };
    let first_free = last.year.get().saturating_add(1);
    Err(AppError::field(
        "from_year",
        "rule-year-used",
        format!(
            "{} 年度已有 {} 张“{}”按现行值办理,改动会使它们前后不一;请改为自 {first_free} 年度起。",
            last.year,
            resting(rule, last),
            last.kind.name()
        ),
    ))
}

/// How many of the sheets rest on the rule. A chain binds a sheet from its first step on, a scoring rule only when
/// the sheet is concluded: until then it is judged again at every step.
fn resting(rule: &str, sheets: &YearSheets) -> u64 {
    let (topic, key) = rule.split_once('.').unwrap_or((rule, ""));
    let code = sheets.kind.code();
    match topic {
        "workflow" if key == code => sheets.concluded + sheets.open,
        "workflow" | "calendar" | "security" | "analysis" => 0,
        "goal" if matches!(sheets.kind, SheetKind::Goal | SheetKind::SelfEvaluation) => sheets.concluded,
        "scoring" if sheets.kind == SheetKind::SelfEvaluation => sheets.concluded,
        "grade" if key == code => sheets.concluded,
        "goal" | "scoring" | "grade" => 0,
        topic if code.starts_with(topic) => sheets.concluded,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stage::year;

    /// `rule from | year kind concluded open … -> ok or code and year named`.
    fn check(case: &str) {
        let (given, expected) = case.split_once(" -> ").unwrap();
        let mut parts = given.split(" | ");
        let (rule, from) = parts.next().unwrap().split_once(' ').unwrap();
        let sheets: Vec<YearSheets> = parts
            .map(|part| {
                let [of, kind, concluded, open] = part.split(' ').collect::<Vec<_>>()[..] else {
                    panic!("{part}")
                };
                YearSheets {
                    year: year(of.parse().unwrap()),
                    kind: SheetKind::from_code(kind).unwrap(),
                    concluded: concluded.parse().unwrap(),
                    open: open.parse().unwrap(),
                }
            })
            .collect();
        let shown = match refuse_used(&sheets, rule, year(from.parse().unwrap())) {
            Ok(()) => "ok".to_owned(),
            Err(AppError::Invalid(fields)) => fields[0].message.clone(),
            Err(other) => other.to_string(),
        };
        assert!(shown.contains(expected), "{case}: {shown}");
    }

    #[test]
    fn a_change_keeps_away_from_years_with_papers_that_rest_on_the_value() {
        check("goal.taxonomy 2021 | 2021 goal 1 9 -> 2021 年度已有 1 张“绩效目标”");
        check("goal.taxonomy 2021 | 2021 goal 0 9 -> ok");
        check("goal.taxonomy 2022 | 2021 goal 900 9 -> ok");
        check("goal.taxonomy 2020 | 2020 goal 3 0 | 2021 goal 5 0 -> 自 2022 年度起");
        check("goal.first_level_weights 2020 | 2020 self_evaluation 2 0 -> “绩效自评”");
        check("scoring.reverse 2020 | 2020 goal 3 0 -> ok");
        check("scoring.reverse 2020 | 2020 self_evaluation 3 0 -> 已有 3 张");
        check("grade.self_evaluation 2020 | 2020 self_evaluation 3 0 -> 已有 3 张");
        check("grade.spot_evaluation 2020 | 2020 self_evaluation 3 0 -> ok");
        check("workflow.goal 2021 | 2021 goal 1 2 -> 已有 3 张");
        check("workflow.goal 2021 | 2021 self_evaluation 1 2 -> ok");
        check("calendar.goal_submit 2021 | 2021 goal 1 2 -> ok");
        check("security.idle_minutes 2021 | 2021 goal 1 2 -> ok");
    }
}
