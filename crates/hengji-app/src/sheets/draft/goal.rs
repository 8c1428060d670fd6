//! A goal is written freely: lines come and go, a line keeps its identity while its words change.

use std::collections::BTreeSet;

use hengji_domain::id::{IndicatorId, LineKey};
use hengji_domain::sheet::{Line, Sheet, SheetMoney};
use hengji_domain::value::read::{read_actual, read_target};

use super::text::{Errors, NAME_MAX, STATEMENT_MAX};
use super::{LINES_MAX, LineDraft, SheetDraft};
use crate::error::FieldError;

pub(super) fn apply(
    sheet: &Sheet,
    draft: &SheetDraft,
    fresh_key: &mut dyn FnMut() -> LineKey,
) -> Result<Sheet, Vec<FieldError>> {
    let mut errors = Errors::default();
    if LINES_MAX < draft.lines.len() {
        errors.refuse(
            "lines",
            "too-many-lines",
            format!("共 {} 行指标,最多 {LINES_MAX} 行。", draft.lines.len()),
        );
        return errors.or(sheet.clone());
    }
    let annual_goal = errors.text("annual_goal".to_owned(), &draft.annual_goal, STATEMENT_MAX);
    let initial = errors.money("initial", &draft.initial);
    let lines = lines(sheet, draft, fresh_key, &mut errors);
    errors.or(Sheet {
        annual_goal,
        money: SheetMoney {
            initial: initial.or(sheet.money.initial),
            ..sheet.money
        },
        lines,
        ..sheet.clone()
    })
}

fn lines(
    sheet: &Sheet,
    draft: &SheetDraft,
    fresh_key: &mut dyn FnMut() -> LineKey,
    errors: &mut Errors,
) -> Vec<Line> {
    let mut known: BTreeSet<LineKey> = sheet.lines.iter().map(|line| line.key).collect();
    let mut lines: Vec<Line> = Vec::with_capacity(draft.lines.len());
    let mut whole = None;
    for written in draft.lines.iter().filter(|line| !is_blank(line)) {
        let index = lines.len();
        let key = match written.key.as_deref().map(str::parse::<LineKey>) {
            None => fresh_key(),
            // Each key may come back once: a copied row is a new line.
            Some(Ok(key)) if known.remove(&key) => key,
            Some(_) => {
                errors.refuse(
                    format!("lines[{index}].key"),
                    "line-unknown",
                    "该行不属于本表或重复提交,请刷新页面后重填。",
                );
                continue;
            }
        };
        let parent = if written.is_part { whole } else { None };
        if written.is_part && whole.is_none() {
            errors.refuse(
                format!("lines[{index}].level3"),
                "part-without-whole",
                "“其中”行上方没有所属的指标行,请先填写所属指标。",
            );
        }
        if !written.is_part {
            whole = Some(key);
        }
        lines.push(line(written, index, key, parent, errors));
    }
    lines
}

fn line(
    written: &LineDraft,
    index: usize,
    key: LineKey,
    parent: Option<LineKey>,
    errors: &mut Errors,
) -> Line {
    let at = |field: &str| format!("lines[{index}].{field}");
    let library = written.library_indicator.as_deref().filter(|id| !id.is_empty());
    let library_indicator = library.and_then(|id| id.parse::<IndicatorId>().ok());
    if library.is_some() && library_indicator.is_none() {
        errors.refuse(
            at("library_indicator"),
            "id-unreadable",
            "指标库编号无法识别,请重新选取。",
        );
    }
    Line {
        key,
        position: u32::try_from(index + 1).unwrap_or(u32::MAX),
        level1: errors.text(at("level1"), &written.level1, NAME_MAX),
        level2: errors.text(at("level2"), &written.level2, NAME_MAX),
        level3: errors.text(at("level3"), &written.level3, NAME_MAX),
        target: read_target(&errors.text(at("target"), &written.target, NAME_MAX)),
        actual: read_actual(""),
        weight: errors.weight(at("weight"), &written.weight),
        stated_score: None,
        computed_score: None,
        reason: None,
        parent,
        library_indicator,
    }
}

/// A row of the grid that nobody filled is no line; one with a key was emptied on purpose and goes too.
fn is_blank(line: &LineDraft) -> bool {
    [&line.level3, &line.target, &line.weight]
        .iter()
        .all(|text| text.trim().is_empty())
}
