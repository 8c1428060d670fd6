//! 版次比较 (diff): what changed between two editions, line by line, so that a reviewer reads only that.

mod show;

use std::collections::BTreeMap;

use crate::error::AppError;
use crate::sheets::snapshot::{Snapshot, SnapshotLine};
use crate::sheets::view::{FieldChange, LineChange, LineDiff, SheetDiff};

/// Compares two snapshots of one sheet.
pub(crate) fn compare(from: &Snapshot, to: &Snapshot) -> Result<SheetDiff, AppError> {
    let before: BTreeMap<&str, &SnapshotLine> =
        from.lines.iter().map(|line| (line.key.as_str(), line)).collect();
    let mut lines = Vec::with_capacity(to.lines.len());
    for line in &to.lines {
        let fields = before.get(line.key.as_str()).map(|old| line_fields(old, line));
        let change = match &fields {
            None => LineChange::Added,
            Some(fields) if fields.is_empty() => LineChange::Same,
            Some(_) => LineChange::Changed,
        };
        lines.push(line_diff(line, change, fields.unwrap_or_default())?);
    }
    for old in &from.lines {
        if to.lines.iter().all(|line| line.key != old.key) {
            lines.push(line_diff(old, LineChange::Removed, Vec::new())?);
        }
    }
    Ok(SheetDiff {
        from_edition: from.edition,
        to_edition: to.edition,
        head: head_fields(from, to),
        lines,
    })
}

fn line_diff(
    line: &SnapshotLine,
    change: LineChange,
    fields: Vec<FieldChange>,
) -> Result<LineDiff, AppError> {
    Ok(LineDiff {
        key: line.key.parse().map_err(AppError::fault)?,
        change,
        level3: line.level3.clone(),
        fields,
    })
}

fn head_fields(from: &Snapshot, to: &Snapshot) -> Vec<FieldChange> {
    [
        field("年度总体目标", &from.annual_goal, &to.annual_goal),
        field("实际完成情况", &from.achievement, &to.achievement),
        field(
            "年初预算数(万元)",
            &money(from.initial_fen),
            &money(to.initial_fen),
        ),
        field(
            "全年预算数(万元)",
            &money(from.adjusted_fen),
            &money(to.adjusted_fen),
        ),
        field(
            "全年执行数(万元)",
            &money(from.executed_fen),
            &money(to.executed_fen),
        ),
        field(
            "总分",
            &centi(from.stated_total_centi),
            &centi(to.stated_total_centi),
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn line_fields(old: &SnapshotLine, new: &SnapshotLine) -> Vec<FieldChange> {
    [
        field("一级指标", &old.level1, &new.level1),
        field("二级指标", &old.level2, &new.level2),
        field("三级指标", &old.level3, &new.level3),
        field("指标值", &old.target, &new.target),
        field("完成值", &old.actual, &new.actual),
        field("分值", &centi(old.weight_centi), &centi(new.weight_centi)),
        field("得分", &centi(old.stated_centi), &centi(new.stated_centi)),
        field("偏差原因", &old.reason, &new.reason),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn field(name: &'static str, before: &str, after: &str) -> Option<FieldChange> {
    (before != after).then(|| FieldChange {
        field: name,
        before: before.to_owned(),
        after: after.to_owned(),
    })
}

fn money(fen: Option<i64>) -> String {
    fen.map(|fen| hengji_domain::Money::from_fen(fen).to_string())
        .unwrap_or_default()
}

fn centi(centi: Option<i32>) -> String {
    centi
        .map(|centi| hengji_domain::Score::from_centi(centi).to_string())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests;
