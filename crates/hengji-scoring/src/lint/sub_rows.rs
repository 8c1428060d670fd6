//! 其中行: parts of an indicator against the indicator.

use std::collections::BTreeMap;

use hengji_domain::form::FormLine;
use hengji_domain::{Decimal, Field, FindingCode};

use super::Desk;

pub(super) fn check(desk: &mut Desk<'_>) {
    let mut parts: BTreeMap<usize, Vec<&FormLine>> = BTreeMap::new();
    for line in &desk.form.lines {
        if let Some(parent) = line.parent {
            parts.entry(parent).or_default().push(line);
        }
    }
    for (index, parts) in parts {
        let Some(parent) = desk.form.lines.get(index) else {
            continue;
        };
        if let Some((sum, total)) = compared(parent, &parts)
            && sum != total
        {
            let message = format!("其中各行指标值合计 {sum},与本行 {total} 不符。");
            let mend = "请核对本行与其中各行的指标值。";
            desk.line(FindingCode::SubRowsNotSum, parent, Field::Target, message, mend);
        }
    }
}

/// Sum and total where they can be compared: plain numbers of one unit. One part alone may be only a share.
fn compared(parent: &FormLine, parts: &[&FormLine]) -> Option<(Decimal, Decimal)> {
    let total = parent.target.number()?;
    let is_comparable = |line: &&FormLine| {
        line.target.kind() == "number"
            && line.target.unit == parent.target.unit
            && line.target.number().is_some()
    };
    if parent.target.kind() != "number" || !parts.iter().all(is_comparable) {
        return None;
    }
    let sum = parts
        .iter()
        .filter_map(|line| line.target.number())
        .try_fold(Decimal::ZERO, Decimal::checked_add)?;
    (1 < parts.len() || total < sum).then(|| (sum.normalize(), total.normalize()))
}
