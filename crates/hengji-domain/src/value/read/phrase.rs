//! Texts that hold no number: placeholders, remains of a template, units without a value, phrases.

use super::super::Comparator;
use super::unit;

const PLACEHOLDERS: [&str; 9] = ["无", "暂无", "空", "/", "\\", "、", "不适用", "无数据", "N/A"];

/// Blank, or a sign that stands for blank.
pub(super) fn is_placeholder(plain: &str) -> bool {
    plain.chars().all(|c| matches!(c, '-' | '/' | '_' | ' ')) || PLACEHOLDERS.contains(&plain)
}

/// A gap of the printed template that nobody filled: `≥**人`, `20xx年`, `……`.
pub(super) fn is_template(plain: &str) -> bool {
    let lower = plain.to_ascii_lowercase();
    ["**", "xx", "××", "…"].iter().any(|gap| lower.contains(gap))
}

/// A unit or a sign that waits for its number: `公里`, `万亩`, `≥%`.
pub(super) fn is_without_number(plain: &str) -> bool {
    unit::is_known(plain) || !plain.chars().any(char::is_alphabetic)
}

/// Words before the number that compare, longest first where one contains another.
const BEFORE: [(&str, Comparator); 34] = [
    ("大于或等于", Comparator::AtLeast),
    ("小于或等于", Comparator::AtMost),
    ("大于等于", Comparator::AtLeast),
    ("高于等于", Comparator::AtLeast),
    ("小于等于", Comparator::AtMost),
    ("低于等于", Comparator::AtMost),
    ("不得低于", Comparator::AtLeast),
    ("不得少于", Comparator::AtLeast),
    ("不得超过", Comparator::AtMost),
    ("不得高于", Comparator::AtMost),
    ("不低于", Comparator::AtLeast),
    ("不少于", Comparator::AtLeast),
    ("不小于", Comparator::AtLeast),
    ("不超过", Comparator::AtMost),
    ("不高于", Comparator::AtMost),
    ("不大于", Comparator::AtMost),
    ("不多于", Comparator::AtMost),
    ("至少", Comparator::AtLeast),
    ("最少", Comparator::AtLeast),
    ("至多", Comparator::AtMost),
    ("最多", Comparator::AtMost),
    ("不超", Comparator::AtMost),
    ("超过", Comparator::MoreThan),
    ("高于", Comparator::MoreThan),
    ("大于", Comparator::MoreThan),
    ("多于", Comparator::MoreThan),
    ("低于", Comparator::LessThan),
    ("小于", Comparator::LessThan),
    ("少于", Comparator::LessThan),
    ("等于", Comparator::Equal),
    ("≥", Comparator::AtLeast),
    ("≤", Comparator::AtMost),
    (">", Comparator::MoreThan),
    ("<", Comparator::LessThan),
];

const AFTER: [(&str, Comparator); 11] = [
    ("(含)以上", Comparator::AtLeast),
    ("(含)以下", Comparator::AtMost),
    ("(含)以内", Comparator::AtMost),
    ("及以上", Comparator::AtLeast),
    ("及以下", Comparator::AtMost),
    ("及以内", Comparator::AtMost),
    ("或以上", Comparator::AtLeast),
    ("以上", Comparator::AtLeast),
    ("以下", Comparator::AtMost),
    ("以内", Comparator::AtMost),
    ("之内", Comparator::AtMost),
];

/// Words that lead to the number without changing what it says. 下降 and 减少 are not among them: they turn the
/// direction round, and an actual beside them may be written with a minus or without.
const LEADING: [&str; 21] = [
    "控制在",
    "保持在",
    "维持在",
    "稳定在",
    "提高到",
    "提升到",
    "提高至",
    "提升至",
    "同比增长",
    "达到",
    "完成",
    "实现",
    "增长",
    "提高",
    "提升",
    "增加",
    "共计",
    "累计",
    "共",
    "达",
    "为",
];

/// The comparing words at the start of a text and the rest; leading words on either side are passed over.
pub(super) fn comparator_before(text: &str) -> (Option<Comparator>, &str) {
    let text = without_leading(text);
    let sign = BEFORE
        .iter()
        .chain(&[("=", Comparator::Equal)])
        .find_map(|(word, sign)| text.strip_prefix(word).map(|rest| (*sign, rest)));
    sign.map_or((None, text), |(sign, rest)| (Some(sign), without_leading(rest)))
}

/// The comparing words at the end of a unit and the unit before them.
pub(super) fn comparator_after(text: &str) -> (Option<Comparator>, &str) {
    // 30日内 is a limit, 辖区内 is a place: a lone 内 compares only behind a unit.
    let inside = text
        .strip_suffix('内')
        .filter(|unit| unit::is_known(unit))
        .map(|rest| (Some(Comparator::AtMost), rest));
    AFTER
        .iter()
        .find_map(|(word, sign)| text.strip_suffix(word).map(|rest| (Some(*sign), rest)))
        .or(inside)
        .unwrap_or((None, text))
}

fn without_leading(text: &str) -> &str {
    let mut rest = text;
    while let Some(shorter) = LEADING.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = shorter;
    }
    rest
}
