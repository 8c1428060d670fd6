//! Lines of a form and lines of the register: which are the same indicator.

use std::collections::BTreeSet;

use hengji_domain::form::FormLine;
use hengji_domain::id::LineKey;
use hengji_domain::sheet::{Line, Sheet};

use super::Placing;
use crate::app::IdSource;
use crate::imports::judge::JudgedForm;
use crate::imports::names;
use crate::imports::sheet::filled;

/// An identity for each line of a form: that of the known line of the same name, else a fresh one.
pub(super) fn keys(known: &[Line], lines: &[FormLine], ids: IdSource<'_>) -> Placing<Vec<LineKey>> {
    let mut used = BTreeSet::new();
    let mut keys = Vec::with_capacity(lines.len());
    for line in lines {
        let same = known
            .iter()
            .find(|other| !used.contains(&other.key) && is_same(other, line))
            .map(|other| other.key);
        let key = match same {
            Some(key) => key,
            None => ids.fresh()?,
        };
        used.insert(key);
        keys.push(key);
    }
    Ok(keys)
}

/// The answers of a form written into a self-evaluation whose lines were issued.
///
/// The issued lines stand; the form must answer each of them, and each with the target that was issued.
pub(super) fn answered(sheet: &Sheet, judged: &JudgedForm) -> Result<Sheet, String> {
    let form = &judged.form;
    let mut order = Vec::with_capacity(form.lines.len());
    for line in &form.lines {
        let issued = sheet
            .lines
            .iter()
            .find(|other| !order.contains(&other.key) && is_same(other, line))
            .ok_or_else(|| {
                format!(
                    "第 {} 行“{}”不在批复的绩效目标中;自评的指标以批复为准,不能增加或改名。",
                    line.row, line.level3
                )
            })?;
        if names::key(&issued.target.text) != names::key(&line.target.text) {
            return Err(format!(
                "第 {} 行“{}”的指标值是“{}”,批复的是“{}”;自评时不能修改指标值。",
                line.row, line.level3, line.target.text, issued.target.text
            ));
        }
        order.push(issued.key);
    }
    if let Some(missing) = sheet.lines.iter().find(|line| !order.contains(&line.key)) {
        return Err(format!(
            "批复的指标“{}”在表中没有自评,请补上后重新上传。",
            missing.level3
        ));
    }
    let read = filled(sheet, judged, &order);
    let lines = sheet
        .lines
        .iter()
        .map(
            |issued| match read.lines.iter().find(|line| line.key == issued.key) {
                None => issued.clone(),
                Some(line) => Line {
                    actual: line.actual.clone(),
                    stated_score: line.stated_score,
                    computed_score: line.computed_score,
                    reason: line.reason.clone(),
                    ..issued.clone()
                },
            },
        )
        .collect();
    Ok(Sheet {
        annual_goal: sheet.annual_goal.clone(),
        lines,
        ..read
    })
}

fn is_same(line: &Line, other: &FormLine) -> bool {
    names::key(&line.level3) == names::key(&other.level3)
        && names::key(&line.level2) == names::key(&other.level2)
}
