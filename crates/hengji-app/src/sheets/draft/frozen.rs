//! A self-evaluation answers an issued goal: its lines stand as issued, only what was achieved is written.

use hengji_domain::Money;
use hengji_domain::sheet::{ExecutionRow, Line, Sheet, SheetMoney};
use hengji_domain::value::read::read_actual;

use super::text::{Errors, NAME_MAX, STATEMENT_MAX};
use super::{LineDraft, SheetDraft, Sourced};
use crate::error::FieldError;

pub(super) fn apply(sheet: &Sheet, draft: &SheetDraft, sourced: Sourced) -> Result<Sheet, Vec<FieldError>> {
    let mut errors = Errors::default();
    let Some(lines) = answers(sheet, draft, "自评表", &mut errors) else {
        return errors.or(sheet.clone());
    };
    let next = Sheet {
        annual_goal: sheet.annual_goal.clone(),
        achievement: errors.text("achievement".to_owned(), &draft.achievement, STATEMENT_MAX),
        money: SheetMoney {
            initial: sheet.money.initial,
            adjusted: money(
                &mut errors,
                "adjusted",
                &draft.adjusted,
                sheet.money.adjusted,
                sourced.adjusted,
            ),
            executed: money(
                &mut errors,
                "executed",
                &draft.executed,
                sheet.money.executed,
                sourced.executed,
            ),
        },
        execution: ExecutionRow {
            stated_score: errors.score("execution_score".to_owned(), &draft.execution_score),
            ..sheet.execution
        },
        stated_total: errors.score("total_score".to_owned(), &draft.total_score),
        lines,
        ..sheet.clone()
    };
    errors.or(next)
}

/// The lines as issued with what was written to them; none where lines came or went. `form` is the form's name.
pub(super) fn answers(
    sheet: &Sheet,
    draft: &SheetDraft,
    form: &str,
    errors: &mut Errors,
) -> Option<Vec<Line>> {
    if draft.lines.len() != sheet.lines.len() {
        errors.refuse(
            "lines",
            "lines-frozen",
            format!(
                "{form}的指标以批复的绩效目标为准,共 {} 行,提交了 {} 行;不能增删指标。",
                sheet.lines.len(),
                draft.lines.len()
            ),
        );
        return None;
    }
    let written = sheet.lines.iter().zip(&draft.lines).enumerate();
    Some(
        written
            .map(|(index, (line, written))| answered(line, written, index, errors))
            .collect(),
    )
}

/// An amount as typed, unless a source gives it: then a blank takes what the source says, and another one is refused.
/// What stood on the form before the source spoke is kept until somebody mends it: a finding tells the difference.
fn money(
    errors: &mut Errors,
    field: &str,
    text: &str,
    stored: Option<Money>,
    sourced: Option<Money>,
) -> Option<Money> {
    let typed = errors.money(field, text);
    let is_kept = typed.is_some() && typed == stored;
    if is_kept {
        return typed;
    }
    if let (Some(sourced), Some(typed)) = (sourced, typed)
        && sourced != typed
    {
        errors.refuse(
            field,
            "money-sourced",
            format!(
                "该金额取自预算执行数据,为 {sourced} 万元,不能改为 {typed} 万元;数据有误请联系财政核对来源。"
            ),
        );
    }
    sourced.or(typed)
}

fn answered(line: &Line, written: &LineDraft, index: usize, errors: &mut Errors) -> Line {
    let at = |field: &str| format!("lines[{index}].{field}");
    if written.key.as_deref() != Some(line.key.to_string().as_str()) {
        errors.refuse(
            at("key"),
            "line-unknown",
            "指标行的次序或标识与批复的绩效目标不一致,请刷新页面后重填。",
        );
    }
    let issued = [
        (&written.level1, &line.level1),
        (&written.level2, &line.level2),
        (&written.level3, &line.level3),
        (&written.target, &line.target.text),
    ];
    if issued
        .iter()
        .any(|(sent, stored)| !sent.is_empty() && sent != stored)
    {
        errors.refuse(
            at("target"),
            "target-frozen",
            "指标名称和指标值以批复的绩效目标为准,填报时不能修改;确需变动请走目标调整程序。",
        );
    }
    let reason = errors.text(at("reason"), &written.reason, STATEMENT_MAX);
    Line {
        actual: read_actual(&errors.text(at("actual"), &written.actual, NAME_MAX)),
        stated_score: errors.score(at("score"), &written.score),
        reason: (!reason.is_empty()).then_some(reason),
        ..line.clone()
    }
}
