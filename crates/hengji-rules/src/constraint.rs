//! 约束 (constraint): the small closed language in which a rule file states what its values must obey.

use hengji_domain::Decimal;

use crate::fields::Place;
use crate::refusal::{Fault, Refusal};
use crate::tree::Tree;

/// A constraint as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Constraint {
    text: String,
    demand: Demand,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Demand {
    /// `sum == 100`: all fields of a table.
    Sum(Decimal),
    /// `sum of points == 100`: this field of each entry of a list.
    SumOf(String, Decimal),
    /// `5 <= value <= 10`.
    Within(Decimal, Decimal),
    /// `floor < 100 < cap`: fields of a table and numbers in this order.
    Ascends(Vec<Term>, Vec<Step>),
    /// `from falls to 0`: each entry starts lower than the one before, the last at zero.
    FallsToZero,
    /// `bands cover 0..100`: each band ends where the one before starts, from 100 down to 0.
    CoversHundred,
}

/// A field of a table, or a number, in an order.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Term {
    Field(String),
    Number(Decimal),
}

/// How one term of an order stands to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Below,
    AtMost,
}

impl Constraint {
    pub(crate) fn read(place: &Place<'_>) -> Result<Self, Refusal> {
        let text = place.text()?;
        match demand(text) {
            Some(demand) => Ok(Self {
                text: text.to_owned(),
                demand,
            }),
            None => Err(place.refuse(Fault::ConstraintUnknown {
                text: text.to_owned(),
            })),
        }
    }

    /// Refuses a value that breaks the constraint.
    pub(crate) fn hold(&self, place: &Place<'_>) -> Result<(), Refusal> {
        match self.demand.fault(place.tree()) {
            None => Ok(()),
            Some(found) => Err(place.refuse(Fault::ConstraintBroken {
                constraint: self.text.clone(),
                found,
            })),
        }
    }
}

/// The engine itself needs steps that fall to zero, whether or not the file says so.
pub(crate) fn falls_to_zero(place: &Place<'_>) -> Result<(), Refusal> {
    let constraint = Constraint {
        text: "from falls to 0".to_owned(),
        demand: Demand::FallsToZero,
    };
    constraint.hold(place)
}

fn demand(text: &str) -> Option<Demand> {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.as_slice() {
        ["sum", "==", total] => Some(Demand::Sum(total.parse().ok()?)),
        ["sum", "of", field, "==", total] => Some(Demand::SumOf((*field).to_owned(), total.parse().ok()?)),
        [low, "<=", "value", "<=", high] => Some(Demand::Within(low.parse().ok()?, high.parse().ok()?)),
        ["from", "falls", "to", "0"] => Some(Demand::FallsToZero),
        ["bands", "cover", "0..100"] => Some(Demand::CoversHundred),
        words => order(words),
    }
}

/// Terms with `<` or `<=` between them. `value` stands for the whole, which has no order with others; an order of
/// numbers alone demands nothing.
fn order(words: &[&str]) -> Option<Demand> {
    let terms: Vec<Term> = words
        .iter()
        .step_by(2)
        .map(|word| term(word))
        .collect::<Option<_>>()?;
    let steps: Vec<Step> = words
        .iter()
        .skip(1)
        .step_by(2)
        .map(|word| step(word))
        .collect::<Option<_>>()?;
    let has_field = terms.iter().any(|term| matches!(term, Term::Field(_)));
    (has_field && 1 < terms.len() && terms.len() == steps.len() + 1).then_some(Demand::Ascends(terms, steps))
}

fn term(word: &str) -> Option<Term> {
    if let Ok(number) = word.parse() {
        return Some(Term::Number(number));
    }
    let is_name = word.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    (is_name && word != "value").then(|| Term::Field(word.to_owned()))
}

fn step(word: &str) -> Option<Step> {
    match word {
        "<" => Some(Step::Below),
        "<=" => Some(Step::AtMost),
        _ => None,
    }
}

impl Demand {
    /// What is wrong with the tree, in words; none where the demand is met.
    fn fault(&self, tree: &Tree) -> Option<String> {
        match self {
            Self::Sum(total) => {
                let Tree::Table(fields) = tree else {
                    return Some("不是表,无法合计".to_owned());
                };
                sum_fault(fields.values().map(Tree::decimal), *total)
            }
            Self::SumOf(field, total) => {
                let numbers = tree.entries().iter().map(|entry| number(entry, field));
                sum_fault(numbers, *total)
            }
            Self::Within(low, high) => match tree.decimal() {
                Some(value) if *low <= value && value <= *high => None,
                Some(value) => Some(format!("现为 {value}")),
                None => Some("不是数".to_owned()),
            },
            Self::Ascends(terms, steps) => order_fault(tree, terms, steps),
            Self::FallsToZero => fall_fault(tree),
            Self::CoversHundred => cover_fault(tree),
        }
    }
}

fn number(entry: &Tree, field: &str) -> Option<Decimal> {
    entry.field(field).and_then(Tree::decimal)
}

fn sum_fault(numbers: impl Iterator<Item = Option<Decimal>>, total: Decimal) -> Option<String> {
    let mut sum = Decimal::ZERO;
    for number in numbers {
        match number {
            Some(number) => sum += number,
            None => return Some("有一项不是数".to_owned()),
        }
    }
    (sum != total).then(|| format!("合计为 {sum},应为 {total}"))
}

fn order_fault(tree: &Tree, terms: &[Term], steps: &[Step]) -> Option<String> {
    let mut found: Vec<(String, Decimal)> = Vec::new();
    for term in terms {
        match term {
            Term::Number(value) => found.push((value.to_string(), *value)),
            Term::Field(name) => match number(tree, name) {
                Some(value) => found.push((format!("{name} {value}"), value)),
                None => return Some(format!("没有数值 {name}")),
            },
        }
    }
    let pairs = found.iter().zip(found.iter().skip(1));
    pairs
        .zip(steps)
        .find_map(|(((low, lower), (high, higher)), step)| match step {
            Step::Below if lower < higher => None,
            Step::AtMost if lower <= higher => None,
            Step::Below => Some(format!("{low} 应小于 {high}")),
            Step::AtMost => Some(format!("{low} 应不大于 {high}")),
        })
}

fn fall_fault(tree: &Tree) -> Option<String> {
    let mut before: Option<Decimal> = None;
    for entry in tree.entries() {
        let Some(from) = number(entry, "from") else {
            return Some("有一档没有数值 from".to_owned());
        };
        match before {
            Some(higher) if higher <= from => {
                return Some(format!("{higher} 之后是 {from},应逐档降低"));
            }
            _ => before = Some(from),
        }
    }
    match before {
        Some(last) if last.is_zero() => None,
        Some(last) => Some(format!("最后一档从 {last} 起,应从 0 起,否则更低的数没有档")),
        None => Some("没有任何一档".to_owned()),
    }
}

fn cover_fault(tree: &Tree) -> Option<String> {
    let mut end = Decimal::ONE_HUNDRED;
    for entry in tree.entries() {
        let (Some(from), Some(to)) = (number(entry, "from"), number(entry, "to")) else {
            return Some("有一档缺少数值 from 或 to".to_owned());
        };
        if to != end || to <= from {
            return Some(format!("{from}–{to} 这一档应止于 {end},且下限低于上限"));
        }
        end = from;
    }
    (!end.is_zero()).then(|| format!("最低一档从 {end} 起,应从 0 起"))
}

#[cfg(test)]
mod tests;
