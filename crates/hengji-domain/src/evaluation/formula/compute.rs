//! What a formula gives for the facts of an evaluation.

use std::cmp::Ordering;
use std::fmt;

use super::{Function, Node, Operator};
use crate::evaluation::ratio::Ratio;

/// Why a formula gives nothing; its words stand inside a refusal that names the item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormulaError {
    /// A fact that nobody has given yet.
    FactMissing {
        /// Its name in the formula.
        name: String,
    },
    /// Division by zero.
    DividesByZero,
    /// Beyond 128 bits.
    TooLarge,
}

impl fmt::Display for FormulaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FactMissing { name } => write!(f, "缺少数据“{name}”"),
            Self::DividesByZero => f.write_str("公式中的除数为零"),
            Self::TooLarge => f.write_str("数字过大,公式算不出结果"),
        }
    }
}

impl std::error::Error for FormulaError {}

type Known<'a> = &'a dyn Fn(&str) -> Option<Ratio>;

/// The number that a node gives. The formula was checked, so a truth does not stand here.
pub(super) fn number(node: &Node, known: Known<'_>) -> Result<Ratio, FormulaError> {
    match node {
        Node::Number(number) => Ok(*number),
        Node::Fact(name) => known(name).ok_or_else(|| FormulaError::FactMissing { name: name.clone() }),
        Node::Negated(inner) => number(inner, known)?.negated().ok_or(FormulaError::TooLarge),
        Node::Two(operator, left, right) => {
            let (left, right) = (number(left, known)?, number(right, known)?);
            let result = match operator {
                Operator::Plus => left.plus(right),
                Operator::Minus => left.minus(right),
                Operator::Times => left.times(right),
                Operator::Over if right.is_zero() => return Err(FormulaError::DividesByZero),
                Operator::Over => left.over(right),
                _ => None,
            };
            result.ok_or(FormulaError::TooLarge)
        }
        Node::Call(Function::If, parts) => match parts.as_slice() {
            [condition, then, otherwise] => {
                let chosen = if truth(condition, known)? { then } else { otherwise };
                number(chosen, known)
            }
            _ => Err(FormulaError::TooLarge),
        },
        Node::Call(Function::Floor, parts) => {
            let inner = parts.first().ok_or(FormulaError::TooLarge)?;
            Ok(number(inner, known)?.floor())
        }
        Node::Call(function, parts) => {
            let wanted = match function {
                Function::Least => Ordering::Less,
                _ => Ordering::Greater,
            };
            let mut best: Option<Ratio> = None;
            for part in parts {
                let next = number(part, known)?;
                best = Some(match best {
                    Some(best) if compared(next, best)? != wanted => best,
                    _ => next,
                });
            }
            best.ok_or(FormulaError::TooLarge)
        }
    }
}

/// Whether a node holds.
pub(super) fn truth(node: &Node, known: Known<'_>) -> Result<bool, FormulaError> {
    let Node::Two(operator, left, right) = node else {
        return Err(FormulaError::TooLarge);
    };
    match operator {
        Operator::And => Ok(truth(left, known)? && truth(right, known)?),
        Operator::Or => Ok(truth(left, known)? || truth(right, known)?),
        operator => {
            let order = compared(number(left, known)?, number(right, known)?)?;
            Ok(match operator {
                Operator::Below => order.is_lt(),
                Operator::AtMost => order.is_le(),
                Operator::Above => order.is_gt(),
                Operator::AtLeast => order.is_ge(),
                Operator::Equal => order.is_eq(),
                _ => order.is_ne(),
            })
        }
    }
}

fn compared(left: Ratio, right: Ratio) -> Result<Ordering, FormulaError> {
    left.compared(right).ok_or(FormulaError::TooLarge)
}
