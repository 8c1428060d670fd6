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
    /// `from falls to 0`: each entry starts lower than the one before, the last at zero.
    FallsToZero,
    /// `bands cover 0..100`: each band ends where the one before starts, from 100 down to 0.
    CoversHundred,
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
