//! A form becomes a sheet: every text verbatim, computed scores beside the stated ones.

use hengji_domain::finding::Finding;
use hengji_domain::form::{Form, FormLine, MoneyRow};
use hengji_domain::id::{LineKey, ProjectId, SheetId};
use hengji_domain::project::FundingBySource;
use hengji_domain::sheet::{ExecutionRow, Line, Sheet, SheetKind, SheetMoney, SheetPeriod};
use hengji_domain::value::read::read_actual;
use hengji_domain::workflow::SheetState;
use hengji_domain::{BudgetYear, Money, Score, Weight};

use super::judge::JudgedForm;

/// A new draft made of a form. `keys` holds an identity for each line.
pub(super) fn new_sheet(
    judged: &JudgedForm,
    id: SheetId,
    project: ProjectId,
    year: BudgetYear,
    kind: SheetKind,
    keys: &[LineKey],
) -> Sheet {
    let empty = Sheet {
        id,
        project,
        year,
        kind,
        period: SheetPeriod::default(),
        state: SheetState::Draft,
        edition: 0,
        version: 1,
        annual_goal: String::new(),
        achievement: String::new(),
        money: SheetMoney::default(),
        execution: ExecutionRow::default(),
        stated_total: None,
        computed_total: None,
        lines: Vec::new(),
    };
    filled(&empty, judged, keys)
}

/// The sheet with everything of the form in it.
pub(super) fn filled(sheet: &Sheet, judged: &JudgedForm, keys: &[LineKey]) -> Sheet {
    let form = &judged.form;
    let is_scored = sheet.kind == SheetKind::SelfEvaluation;
    let lines = form
        .lines
        .iter()
        .zip(keys)
        .zip(&judged.scores)
        .zip(1_u32..)
        .map(|(((line, key), score), position)| {
            let parent = line.parent.and_then(|index| keys.get(index)).copied();
            let score = score.filter(|_| is_scored);
            Line {
                key: *key,
                position,
                parent,
                ..line_of(line, score, is_scored)
            }
        })
        .collect();
    Sheet {
        annual_goal: form.annual_goal.clone(),
        achievement: if is_scored {
            form.achievement.clone()
        } else {
            String::new()
        },
        money: SheetMoney {
            initial: form.money.initial.money,
            adjusted: form.money.adjusted.money,
            executed: form.money.executed.money,
        },
        execution: execution(judged, is_scored),
        stated_total: score_of(form.total_score.value).filter(|_| is_scored),
        computed_total: judged.total.filter(|_| is_scored),
        lines,
        ..sheet.clone()
    }
}

fn line_of(line: &FormLine, computed_score: Option<Score>, is_scored: bool) -> Line {
    Line {
        key: LineKey::from_uuid(uuid::Uuid::nil()),
        position: 0,
        level1: line.level1.clone(),
        level2: line.level2.clone(),
        level3: line.level3.clone(),
        target: line.target.clone(),
        actual: if is_scored {
            line.actual.clone()
        } else {
            read_actual("")
        },
        weight: line.weight.value.and_then(Weight::from_points),
        stated_score: score_of(line.score.value).filter(|_| is_scored),
        computed_score,
        reason: Some(line.reason.clone()).filter(|reason| !reason.is_empty()),
        parent: None,
        library_indicator: None,
    }
}

fn execution(judged: &JudgedForm, is_scored: bool) -> ExecutionRow {
    if !is_scored {
        return ExecutionRow::default();
    }
    let row = &judged.form.money;
    ExecutionRow {
        weight: row.weight.value.and_then(Weight::from_points),
        stated_score: score_of(row.score.value),
        computed_score: judged.execution,
    }
}

fn score_of(value: Option<hengji_domain::Decimal>) -> Option<Score> {
    value.and_then(Score::from_points)
}

/// The money of a project that is made of a form: by source where the parts add up, else all of it fiscal.
pub(super) fn funding(form: &Form) -> FundingBySource {
    let total = form
        .money
        .initial
        .money
        .or(form.money.adjusted.money)
        .unwrap_or_default();
    let named = |words: &[&str]| {
        form.money_parts
            .iter()
            .filter(|row| words.iter().any(|word| row.name.contains(word)))
            .filter_map(budget_of)
            .fold(Money::ZERO, |sum, money| sum.checked_add(money).unwrap_or(sum))
    };
    let by_source = FundingBySource {
        fiscal: named(&["财政拨款", "财政资金"]),
        carried_over: named(&["结转"]),
        other: named(&["其他"]),
    };
    if by_source.total() == Some(total) {
        by_source
    } else {
        FundingBySource {
            fiscal: total,
            ..FundingBySource::default()
        }
    }
}

fn budget_of(row: &MoneyRow) -> Option<Money> {
    row.initial.money.or(row.adjusted.money)
}

/// Findings of a file as findings of a sheet: a row becomes the position of its line, the cell still names the
/// place in the file.
pub(super) fn placed(judged: &JudgedForm) -> Vec<Finding> {
    let position = |row: u32| {
        let index = judged.form.lines.iter().position(|line| line.row == row)?;
        u32::try_from(index + 1).ok()
    };
    judged
        .findings
        .iter()
        .map(|finding| Finding {
            row: finding.row.and_then(position),
            ..finding.clone()
        })
        .collect()
}
