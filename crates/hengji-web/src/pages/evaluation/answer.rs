//! The controls of one item by its method, and how what was typed comes back.
//!
//! Every control is named `s.<item>.<what>`, so that one form holds items of every method.

use std::collections::BTreeMap;

use hengji_app::evaluations::view::ItemView;
use hengji_app::evaluations::{LineInput, ScoreInput};
use hengji_domain::evaluation::{Answer, Method};
use maud::{Markup, html};

use crate::fields::Fields;

/// Below this name the answers are posted.
pub(super) const ROOT: &str = "s";

/// Most elements or deductions that one item may have on the page.
const PARTS_MAX: u32 = 40;

/// What was typed.
pub(super) fn typed(fields: &Fields) -> ScoreInput {
    let mut items: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for (name, value) in fields.below(ROOT) {
        let rest = name.strip_prefix("s.").unwrap_or_default();
        if let Some((item, what)) = rest.rsplit_once('.') {
            let line = items.entry(item.to_owned()).or_default();
            line.insert(what.to_owned(), value);
        }
    }
    let lines = items.into_iter().map(|(item, values)| line(item, &values));
    ScoreInput {
        items: lines.collect(),
    }
}

fn line(item: String, values: &BTreeMap<String, String>) -> LineInput {
    let text = |what: &str| values.get(what).cloned().unwrap_or_default();
    let numbered = |letter: char| {
        (1..=PARTS_MAX).filter_map(move |number| {
            let value = values.get(&format!("{letter}{number}"))?;
            Some((number, value.clone()))
        })
    };
    LineInput {
        item,
        seen: text("seen").parse().unwrap_or_default(),
        score: text("score"),
        elements: numbered('e').map(|(number, _)| number).collect(),
        looked_at: values.contains_key("looked"),
        counts: numbered('c').map(|(_, count)| count).collect(),
        holds: text("holds"),
        asked: text("asked"),
        satisfied: text("satisfied"),
        evidence: text("evidence"),
    }
}

/// What stands in the controls: what was typed and refused, else what was answered last.
fn standing(item: &ItemView, typed: Option<&LineInput>) -> LineInput {
    if let Some(typed) = typed {
        return typed.clone();
    }
    let mut line = LineInput {
        item: item.key.clone(),
        seen: item.seen,
        evidence: item.answered_with.clone(),
        looked_at: item.answer.is_some(),
        ..LineInput::default()
    };
    match &item.answer {
        Some(Answer::Points(score)) => line.score = score.to_string(),
        Some(Answer::Elements(met)) => line.elements = met.iter().copied().collect(),
        Some(Answer::Counts(counts)) => line.counts = counts.iter().map(u32::to_string).collect(),
        Some(Answer::Holds(holds)) => line.holds = holds.to_string(),
        Some(Answer::Survey { asked, satisfied }) => {
            line.asked = asked.to_string();
            line.satisfied = satisfied.to_string();
        }
        Some(Answer::Computed) | None => {}
    }
    line
}

/// What stands in the controls of an item with these words added to its evidence, as if they had been typed.
pub(super) fn cited(item: &ItemView, words: &str) -> LineInput {
    let mut line = standing(item, None);
    if !line.evidence.contains(words) {
        let gap = if line.evidence.is_empty() { "" } else { "\n" };
        line.evidence = format!("{}{gap}{words}", line.evidence);
    }
    line
}

/// The controls of an item.
pub(super) fn controls(item: &ItemView, typed: Option<&LineInput>) -> Markup {
    let name = |what: &str| format!("{ROOT}.{}.{what}", item.key);
    let line = standing(item, typed);
    html! {
        input type="hidden" name=(name("seen")) value=(line.seen);
        (by_method(item, &line, &name))
        @if !item.method.is_computed() {
            textarea name=(name("evidence")) rows="2" aria-label={ (item.name) "依据" } placeholder="依据、页码或附件名称" { (line.evidence) }
        }
    }
}

fn by_method(item: &ItemView, line: &LineInput, name: &dyn Fn(&str) -> String) -> Markup {
    html! {
        @match &item.method {
            Method::Judgement { bands } => {
                input class="num" type="text" inputmode="decimal" id={ "item-" (item.key) } name=(name("score")) value=(line.score)
                    aria-label={ (item.name) "得分" } placeholder={ "0–" (item.weight) } size="6" autocomplete="off";
                @if !bands.is_empty() {
                    div class="small quiet" { @for (index, band) in bands.iter().enumerate() { @if 0 < index { " · " } (band.name) "≥" (band.from_bp / 100) "%" } }
                }
            }
            Method::Elements { elements } => {
                @for (words, number) in elements.iter().zip(1_u32..) {
                    label class="check" { input type="checkbox" name=(name(&format!("e{number}"))) value="1" checked[line.elements.contains(&number)]; " " (words) }
                }
                label class="check quiet" { input type="checkbox" name=(name("looked")) value="1" checked[line.looked_at]; " 已逐项核对" }
            }
            Method::Deduction { deductions } => {
                @for (index, (deduction, number)) in deductions.iter().zip(1_u32..).enumerate() {
                    label class="check" {
                        (deduction.name) ",每次扣 " (deduction.points) " 分 "
                        input class="num" type="text" inputmode="numeric" size="3" name=(name(&format!("c{number}"))) value=(line.counts.get(index).map_or("", String::as_str)) placeholder="次" autocomplete="off";
                    }
                }
            }
            Method::Condition { holds: None, condition } => {
                div { (condition) }
                select name=(name("holds")) aria-label={ (item.name) "是否满足" } {
                    @for (code, words) in [("", "未评"), ("true", "满足"), ("false", "不满足")] { option value=(code) selected[code == line.holds] { (words) } }
                }
            }
            Method::Survey { full_from_bp } => {
                label class="check" { "有效问卷 " input class="num" type="text" inputmode="numeric" size="5" name=(name("asked")) value=(line.asked) autocomplete="off"; " 份" }
                label class="check" { "其中满意 " input class="num" type="text" inputmode="numeric" size="5" name=(name("satisfied")) value=(line.satisfied) autocomplete="off"; " 份" }
                div class="small quiet" { "满意率达 " (full_from_bp / 100) "% 得满分" }
            }
            Method::Condition { condition, .. } => { div class="small quiet" { "按数据计分:" (condition) } }
            Method::Formula { words, .. } => { div class="small quiet" { "按数据计分:" (words) } }
            Method::Conversion { .. } => { div class="small quiet" { "由其他评价的结果折算" } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_posted_sheet_is_read_item_by_item() {
        let pairs = [
            ("s.a1.seen", "2"),
            ("s.a1.score", "8.5"),
            ("s.a1.evidence", "第 3 页"),
            ("s.b1.e1", "1"),
            ("s.b1.e3", "1"),
            ("s.b1.looked", "1"),
            ("s.c1.c1", ""),
            ("s.c1.c2", "4"),
            ("s.d1.asked", "200"),
            ("s.d1.satisfied", "180"),
        ];
        let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let found = typed(&Fields::new(pairs.to_vec())).items;
        let [a, b, c, d] = found.as_slice() else {
            panic!("{found:?}")
        };
        assert_eq!((a.item.as_str(), a.seen, a.score.as_str()), ("a1", 2, "8.5"));
        assert_eq!((b.elements.as_slice(), b.looked_at), ([1, 3].as_slice(), true));
        assert_eq!(c.counts, ["", "4"]);
        assert_eq!((d.asked.as_str(), d.satisfied.as_str()), ("200", "180"));
    }
}
