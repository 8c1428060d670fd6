//! 完成值: present where it is scored, readable, comparable, and no copy of the target.

use hengji_domain::form::FormLine;
use hengji_domain::value::Reading;
use hengji_domain::value::read::damage;
use hengji_domain::{Decimal, Field, FindingCode, Score};

use super::{Desk, bare, score_of, shortened};
use crate::line::Judgement;
use crate::measure::measure;
use crate::trace::words::sign_shown;
use crate::why_not::WhyNot;

pub(super) fn check(desk: &mut Desk<'_>) {
    for (line, judgement) in desk.judged() {
        if line.actual.is_blank() {
            missing(desk, line);
            continue;
        }
        readable(desk, line);
        misread(desk, line);
        copied(desk, line);
        comparator(desk, line);
        units(desk, line, judgement);
    }
}

fn missing(desk: &mut Desk<'_>, line: &FormLine) {
    if let Some(score) = score_of(line).filter(|score| Score::ZERO < *score) {
        desk.line(
            FindingCode::ActualMissingButScored,
            line,
            Field::Actual,
            format!("没有填写完成值,却得 {score} 分。"),
            "请填写实际完成值;未完成的不得分。",
        );
    }
}

fn readable(desk: &mut Desk<'_>, line: &FormLine) {
    let text = shortened(line.actual.text.trim());
    let is_number_due = line.target.number().is_some();
    let message = match line.actual.reading {
        Reading::Unreadable => format!("完成值“{text}”读不出数值。"),
        Reading::Compound => format!("完成值“{text}”一格写了多个数或多项内容。"),
        Reading::Qualitative if is_number_due => {
            format!("指标值是“{}”,完成值“{text}”读不出数。", line.target.text.trim())
        }
        Reading::Date { .. } | Reading::Range { .. } if is_number_due => {
            format!(
                "指标值是“{}”,完成值“{text}”不能与它比较。",
                line.target.text.trim()
            )
        }
        _ if matches!(line.target.reading, Reading::Date { .. })
            && !matches!(line.actual.reading, Reading::Date { .. }) =>
        {
            format!(
                "指标值是期限“{}”,完成值“{text}”不是日期。",
                line.target.text.trim()
            )
        }
        _ => return,
    };
    let mend = if is_number_due {
        "请写实际完成的数和单位,例如 96%、205户。"
    } else {
        "请按指标值的写法填写实际完成情况,期限请写实际完成日期。"
    };
    desk.line(FindingCode::UnreadableActual, line, Field::Actual, message, mend);
}

fn misread(desk: &mut Desk<'_>, line: &FormLine) {
    if let Some(original) = damage::likely_original(&line.actual.text) {
        let text = shortened(line.actual.text.trim());
        desk.line(
            FindingCode::SuspectedMisreading,
            line,
            Field::Actual,
            format!("完成值“{text}”疑似文字识别残损,原文可能是“{original}”。"),
            format!("请对照原件核对;确为“{original}”的请改正,系统不会自动改。"),
        );
    }
}

/// A phrase repeated word for word says nothing about what was done. 是 is an answer, not a copy.
fn copied(desk: &mut Desk<'_>, line: &FormLine) {
    let is_phrase = matches!(line.target.reading, Reading::Qualitative | Reading::Compound);
    let promised = bare(&line.target.text);
    let promised = promised.strip_prefix("定性").unwrap_or(&promised);
    if is_phrase && 1 < promised.chars().count() && bare(&line.actual.text) == promised {
        desk.line(
            FindingCode::CopiedGoalText,
            line,
            Field::Actual,
            format!(
                "完成值“{}”照抄指标值,看不出实际做到什么程度。",
                shortened(line.actual.text.trim())
            ),
            "请写实际完成情况;定性指标请写达成档次。",
        );
    }
}

fn comparator(desk: &mut Desk<'_>, line: &FormLine) {
    let Some(sign) = line.actual.comparator else {
        return;
    };
    desk.line(
        FindingCode::ActualCarriesComparator,
        line,
        Field::Actual,
        format!(
            "完成值“{}”带有比较符“{}”,分不清是目标还是实际。",
            shortened(line.actual.text.trim()),
            sign_shown(sign)
        ),
        "请填写实际完成的数,不带比较符。",
    );
}

fn units(desk: &mut Desk<'_>, line: &FormLine, judgement: &Judgement) {
    let compared = measure(&line.target, &line.actual);
    let why = match (&compared, judgement) {
        (Err(why @ (WhyNot::UnitsDiffer { .. } | WhyNot::FractionOrPercent)), _)
        | (_, Judgement::NotComputable(why @ WhyNot::UnitsDiffer { .. })) => Some(why),
        _ => None,
    };
    if let Some(why) = why {
        let mend = "请统一指标值与完成值的计量单位。";
        desk.line(
            FindingCode::UnitMismatch,
            line,
            Field::Actual,
            why.message(),
            mend,
        );
    }
    let Ok(measured) = compared else {
        return;
    };
    if is_ten_thousand_times(measured.target_shown(), measured.actual_shown()) {
        let message = format!(
            "指标值“{}”与完成值“{}”恰好相差 1 万倍。",
            line.target.text.trim(),
            line.actual.text.trim()
        );
        let mend = "请核对是否混用了“元”和“万元”,或多写少写了“万”。";
        desk.line(FindingCode::UnitMismatch, line, Field::Actual, message, mend);
    }
}

fn is_ten_thousand_times(one: Decimal, other: Decimal) -> bool {
    let times = Decimal::from(10_000);
    let exceeds = |small: Decimal, large: Decimal| {
        Decimal::ZERO < small && small.checked_mul(times).is_some_and(|scaled| scaled == large)
    };
    exceeds(one, other) || exceeds(other, one)
}
