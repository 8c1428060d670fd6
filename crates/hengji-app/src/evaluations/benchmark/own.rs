//! The line that is looked at, with its money, and whether it can be put beside others at all.

use hengji_domain::fact::money::{FactSum, by_subject};
use hengji_domain::id::{LineKey, ProjectId};
use hengji_domain::project::Project;
use hengji_domain::sheet::{Line, Sheet, SheetKind};
use hengji_domain::workflow::SheetState;
use hengji_domain::{Division, Money};
use hengji_rules::RulesInForce;
use hengji_store::{Db, facts, projects, sheets};

use super::records::{carries_the_money, counted_in};
use super::rules::BenchmarkRules;
use crate::app::Step;
use crate::error::AppError;

/// The line with what stands around it.
pub(super) struct Own {
    pub(super) project: Project,
    pub(super) sheet: Sheet,
    pub(super) line: Line,
    pub(super) budget: Money,
    pub(super) executed: Option<Money>,
}

/// The line of the project with its money, in four statements; none where no sheet has it any more.
pub(super) fn own(db: &mut Db, division: Division, id: ProjectId, key: LineKey) -> Step<Option<Own>> {
    let Some(project) = projects::find(db, division, id)? else {
        return Ok(None);
    };
    let all = sheets::find_for_project(db, division, id)?;
    let rank = |sheet: &&Sheet| match (sheet.kind, &sheet.state) {
        (SheetKind::SelfEvaluation, SheetState::Concluded { .. }) => 0,
        (SheetKind::Goal, _) => 1,
        _ => 2,
    };
    let has = |sheet: &&Sheet| sheet.lines.iter().any(|line| line.key == key);
    let Some(sheet) = all.iter().filter(has).min_by_key(rank).cloned() else {
        return Ok(None);
    };
    let Some(line) = sheet.lines.iter().find(|line| line.key == key).cloned() else {
        return Ok(None);
    };
    let sums: Vec<FactSum> = facts::of_subject(db, division, project.year, &id.to_string())?
        .into_iter()
        .map(|fact| FactSum {
            subject: fact.subject,
            code: fact.code,
            period: fact.period,
            source: fact.source,
            loaded_at: fact.loaded_at,
            value: fact.value,
        })
        .collect();
    let money = by_subject(&sums).remove(&id.to_string()).unwrap_or_default();
    let registered = project.funding.total().unwrap_or_default();
    Ok(Some(Own {
        budget: money.budget(registered),
        executed: money.executed().or(sheet.money.executed),
        project,
        sheet,
        line,
    }))
}

/// The unit in which the line counts; why it cannot be compared, where it cannot.
pub(super) fn fitness(
    in_force: &RulesInForce,
    rules: &BenchmarkRules,
    own: &Own,
) -> Step<Result<String, String>> {
    let frame = in_force.goal_frame().map_err(AppError::from)?.value;
    if !rules.is_quantity(&frame, &own.line) {
        return Ok(Err(format!(
            "“{}”不属于可以与资金相比的指标类别(产出数量)。",
            own.line.level2
        )));
    }
    let unit = match counted_in(&own.line.target) {
        Ok(unit) => unit,
        Err(why) => return Ok(Err(format!("{why}。"))),
    };
    if !carries_the_money(rules, &frame, &own.sheet.lines, own.line.key) {
        return Ok(Err(
            "本项目有几项数量指标,资金归不到这一条,不作标杆比较;请看各项的佐证。".to_owned(),
        ));
    }
    Ok(Ok(unit))
}
