//! 指标值: present, readable, in a unit, in the right direction, and in keeping with the money.

use hengji_domain::form::FormLine;
use hengji_domain::money::MoneyUnit;
use hengji_domain::value::read::{bracketed_unit, damage, normalise, unit_factor};
use hengji_domain::value::{Comparator, Reading};
use hengji_domain::{Decimal, Field, FindingCode, Money};

use super::{Desk, shortened};
use crate::direction;

pub(super) fn check(desk: &mut Desk<'_>) {
    let is_damaged = desk
        .form
        .lines
        .iter()
        .any(|line| damage::likely_original(&line.target.text).is_some());
    for line in &desk.form.lines {
        named(desk, line);
        present(desk, line);
        readable(desk, line, is_damaged);
        vague(desk, line);
        unit(desk, line);
        direction(desk, line);
        money(desk, line);
        formula(desk, line);
    }
}

fn present(desk: &mut Desk<'_>, line: &FormLine) {
    // An empty row of the template, or one marked 无, promises nothing and carries nothing.
    let is_idle = line.weight.value.is_none()
        && line.score.value.is_none()
        && (line.level3.trim().is_empty() || !line.target.text.trim().is_empty());
    if line.target.is_blank() && !is_idle {
        desk.line(
            FindingCode::TargetMissing,
            line,
            Field::Target,
            "没有指标值。".into(),
            "请填写指标值,例如 ≥95%;写在指标名称里的数请移到指标值列。",
        );
    }
}

/// A target without an indicator says how much of nothing.
fn named(desk: &mut Desk<'_>, line: &FormLine) {
    if line.level3.trim().is_empty() && !line.target.is_blank() {
        desk.line(
            FindingCode::RowNotUnderstood,
            line,
            Field::Level3,
            format!(
                "有指标值“{}”而没有三级指标名称。",
                shortened(line.target.text.trim())
            ),
            "请填写三级指标名称;不是指标的数请移出指标值列。",
        );
    }
}

fn readable(desk: &mut Desk<'_>, line: &FormLine, is_damaged: bool) {
    let text = shortened(line.target.text.trim());
    match line.target.reading {
        Reading::Compound => desk.line(
            FindingCode::UnreadableTarget,
            line,
            Field::Target,
            format!("指标值“{text}”一格写了多个数或多项内容,读不成一个数。"),
            "请拆成多行,每行一个指标值。",
        ),
        Reading::Unreadable => desk.line(
            FindingCode::UnreadableTarget,
            line,
            Field::Target,
            format!("指标值“{text}”读不出数值。"),
            "请写成“比较符+数值+单位”,例如 ≥95%、≤30万元。",
        ),
        _ => {}
    }
    let original = damage::likely_original(&line.target.text).or_else(|| {
        // Beside a certain damage a number that merely begins with 2 deserves a look as well.
        is_damaged
            .then(|| damage::doubtful_original(&line.target))
            .flatten()
    });
    if let Some(original) = original {
        desk.line(
            FindingCode::SuspectedMisreading,
            line,
            Field::Target,
            format!("指标值“{text}”疑似文字识别残损,原文可能是“{original}”。"),
            format!("请对照原件核对;确为“{original}”的请改正,系统不会自动改。"),
        );
    }
}

fn vague(desk: &mut Desk<'_>, line: &FormLine) {
    if !matches!(line.target.reading, Reading::Qualitative) {
        return;
    }
    let phrases = &desk.scoring().vague_phrases.value;
    let found = phrases
        .iter()
        .find(|phrase| line.target.text.contains(phrase.as_str()));
    if let Some(phrase) = found {
        desk.line(
            FindingCode::VagueTarget,
            line,
            Field::Target,
            format!(
                "指标值“{}”只有“{phrase}”而没有尺度。",
                shortened(line.target.text.trim())
            ),
            "请写明数量、比例或与什么相比,例如“比上年提高 ≥5%”。",
        );
    }
}

fn unit(desk: &mut Desk<'_>, line: &FormLine) {
    let is_bare_number = matches!(line.target.reading, Reading::Number { .. }) && line.target.unit.is_none();
    if is_bare_number {
        let mend = bracketed_unit(&line.level3).map_or_else(
            || "请在指标值后写明计量单位,例如 个、人次、万元。".to_owned(),
            |unit| format!("指标名称里的单位是“{unit}”,请写到指标值后。"),
        );
        let is_weight = line.target.number() == line.weight.value;
        let doubt = if is_weight {
            ",而且与分值相同,可能把分值填成了指标值"
        } else {
            ""
        };
        let message = format!("指标值“{}”没有计量单位{doubt}。", line.target.text.trim());
        desk.line(FindingCode::UnitMissing, line, Field::Target, message, mend);
    }
}

fn direction(desk: &mut Desk<'_>, line: &FormLine) {
    let words = &desk.scoring().reverse_words.value;
    let Some(number) = line.target.number() else {
        return;
    };
    let text = shortened(line.target.text.trim());
    let Some(sign) = line.target.comparator else {
        let assumed = match direction::assumed(line, words) {
            Comparator::Equal => "=0(不得发生)",
            Comparator::AtMost => "≤(越小越好)",
            _ => "≥(越大越好)",
        };
        let message = format!("指标值“{text}”没有比较符,按“{assumed}”理解。");
        let mend = "请写明 ≥、≤ 或 =。";
        desk.line(FindingCode::DirectionAssumed, line, Field::Target, message, mend);
        return;
    };
    let is_upward = matches!(sign, Comparator::AtLeast | Comparator::MoreThan);
    let is_percent = matches!(line.target.reading, Reading::Percent { .. });
    let is_whole = is_percent && is_upward && number == Decimal::ONE_HUNDRED;
    let may_exceed = ["增", "提高", "提升"]
        .iter()
        .any(|word| line.level3.contains(word));
    let (message, mend) = if is_upward && direction::is_reverse_name(&line.level3, words) {
        (
            format!("指标名称表示越小越好,指标值却是“{text}”。"),
            "请核对方向:应控制在多少以内的,请用 ≤。",
        )
    } else if sign.is_reverse() && direction::is_positive_name(&line.level3, words) {
        (
            format!("指标名称表示越大越好,指标值却是“{text}”。"),
            "请核对方向:应达到多少以上的,请用 ≥。",
        )
    } else if is_whole && line.level3.contains('率') && !may_exceed {
        (
            format!("指标值“{text}”:这类比率不会超过 100%,与 =100% 相同。"),
            "请改写为 =100%。",
        )
    } else {
        return;
    };
    desk.line(FindingCode::DirectionSuspect, line, Field::Target, message, mend);
}

/// A cost target beside the money of the form: a unit wrong by ten thousand, or more than the whole budget.
fn money(desk: &mut Desk<'_>, line: &FormLine) {
    const YUAN_IN_TEN_THOUSAND: i64 = 10_000;
    let (Some(target), Some(budget)) = (cost(line), crate::execution::budget(desk.form)) else {
        return;
    };
    if budget <= Money::ZERO || target <= Money::ZERO {
        return;
    }
    let text = shortened(line.target.text.trim());
    let scaled = |money: Money| money.fen().saturating_mul(YUAN_IN_TEN_THOUSAND);
    if scaled(target) == budget.fen() || scaled(budget) == target.fen() {
        desk.line(
            FindingCode::UnitMismatch,
            line,
            Field::Target,
            format!("指标值“{text}”与预算数 {budget} 万元恰好相差 1 万倍。"),
            "请核对是否混用了“元”和“万元”。",
        );
    } else if budget < target {
        desk.line(
            FindingCode::TargetFarFromMoney,
            line,
            Field::Target,
            format!("成本指标值“{text}”高于项目全年预算 {budget} 万元。"),
            "请核对金额和单位;成本应控制在预算以内。",
        );
    }
}

/// The money of a cost indicator; a price for each piece (元/亩) is no total and is left alone.
fn cost(line: &FormLine) -> Option<Money> {
    let is_cost = [&line.level1, &line.level2, &line.level3]
        .iter()
        .any(|name| name.contains("成本"));
    let value = line.target.number().filter(|_| is_cost)?;
    let factor = line.target.unit.as_deref().map(unit_factor)?;
    if normalise(&factor.base) != MoneyUnit::Yuan.name() {
        return None;
    }
    Money::from_decimal(value.checked_mul(factor.factor)?, MoneyUnit::Yuan)
}

fn formula(desk: &mut Desk<'_>, line: &FormLine) {
    for field in &line.formula_fields {
        desk.line(
            FindingCode::FormulaCell,
            line,
            *field,
            "单元格是公式,读取的是保存时的结果。".into(),
            "请核对结果,必要时改成数值后再导入。",
        );
    }
}
