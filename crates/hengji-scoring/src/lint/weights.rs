//! 分值: present, positive, readable, and adding up.

use hengji_domain::sheet::SheetKind;
use hengji_domain::{Field, Finding, FindingCode, Weight};

use super::{Desk, name_of, weight_of};

pub(super) fn check(desk: &mut Desk<'_>) {
    let form = desk.form;
    each_line(desk);
    let is_any_weighted = form.lines.iter().any(|line| line.weight.value.is_some());
    if form.lines.is_empty() {
        return;
    }
    if !is_any_weighted {
        let message = if form.has_weight_column {
            "分值列全部空白,不能核对分值也不能计分。"
        } else {
            "表中没有分值列,不能核对分值也不能计分。"
        };
        desk.whole(
            FindingCode::WeightColumnMissing,
            Field::Weight,
            message.into(),
            "如表样应有分值,请补填各三级指标的分值。",
        );
        return;
    }
    sum(desk);
}

fn each_line(desk: &mut Desk<'_>) {
    for line in &desk.form.lines {
        if let Some(weight) = weight_of(line)
            && weight <= Weight::ZERO
        {
            let message = format!("分值为 {weight},应大于 0。");
            let mend = "请改正分值;不计分的行请留空。";
            desk.line(FindingCode::WeightNotPositive, line, Field::Weight, message, mend);
        }
        let is_number_expected = line.weight.text.chars().any(|c| c.is_ascii_digit());
        if line.weight.value.is_none() && is_number_expected {
            desk.findings.push(
                Finding::new(
                    FindingCode::RowNotUnderstood,
                    format!("{}:分值“{}”读不出数。", name_of(line), line.weight.text),
                    "分值格请只写分数,例如 10。",
                )
                .at_row(line.row)
                .on(Field::Weight),
            );
        }
    }
}

/// 分值合计. A goal carries only the indicators' points; a self-evaluation the execution row too. A form without
/// an execution row is taken as it stands and may fill the whole by itself.
fn sum(desk: &mut Desk<'_>) {
    let form = desk.form;
    let frame = &desk.rules.frame.value;
    let indicators = Weight::total(form.lines.iter().filter_map(weight_of));
    let full = Weight::total([frame.execution_weight, frame.indicator_weight()]);
    let execution = form.money.weight.value.and_then(Weight::from_points);
    let (sum, words) = match execution {
        Some(execution) if form.kind != Some(SheetKind::Goal) => (
            Weight::total([indicators, execution]),
            format!("指标分值合计 {indicators} 分,加预算执行率 {execution} 分"),
        ),
        _ => (indicators, "指标分值".to_owned()),
    };
    let may_be_indicators_only = execution.is_none() || form.kind == Some(SheetKind::Goal);
    if sum == full || (may_be_indicators_only && sum == frame.indicator_weight()) {
        return;
    }
    let due = if may_be_indicators_only && full != frame.indicator_weight() {
        format!("{full} 分(不含预算执行率时为 {} 分)", frame.indicator_weight())
    } else {
        format!("{full} 分")
    };
    let off = sum.points() - full.points();
    let way = if off.is_sign_negative() { "少" } else { "多" };
    let mend = if may_be_indicators_only {
        "请调整各三级指标的分值,使合计相符。".to_owned()
    } else {
        format!(
            "比应有的合计{way} {} 分,请调整各三级指标的分值。",
            off.abs().normalize()
        )
    };
    desk.whole(
        FindingCode::WeightsNot100,
        Field::Weight,
        format!("{words}共 {sum} 分,应为 {due}。"),
        &mend,
    );
}
