//! 计算公式 (formula): a small exact language over named facts, in which a framework says how points arise.
//!
//! ```text
//! weight × min(1, paid ÷ budget)
//! if(staff ≤ posts, weight, max(0, weight − 0.1 × floor((staff ÷ posts − 1) × 100)))
//! ```
//!
//! A formula is read once, when the rules are loaded: names it does not know, a truth where a number belongs and
//! nesting beyond reason are refused there, with the place. What is left for the day of use is division by zero and
//! numbers beyond 128 bits, and both are refusals, not values.

mod compute;
mod read;

use std::collections::BTreeSet;

use super::ratio::Ratio;

pub use compute::FormulaError;

/// The full points of the item, known to every formula.
pub const WEIGHT: &str = "weight";

/// What a formula gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormulaType {
    /// 数.
    Number,
    /// 是否.
    Truth,
}

impl FormulaType {
    const fn name(self) -> &'static str {
        match self {
            Self::Number => "数",
            Self::Truth => "是否",
        }
    }
}

/// 计算公式 (formula), read and checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    text: String,
    root: Node,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Node {
    Number(Ratio),
    Fact(String),
    Negated(Box<Node>),
    Two(Operator, Box<Node>, Box<Node>),
    Call(Function, Vec<Node>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Plus,
    Minus,
    Times,
    Over,
    Below,
    AtMost,
    Above,
    AtLeast,
    Equal,
    Unequal,
    And,
    Or,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Function {
    Least,
    Most,
    Floor,
    If,
}

/// Why a text is no formula.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum FormulaFault {
    /// Something stands where nothing of the kind may.
    #[error(
        "第 {at} 个字符处应为{expected},现为“{found}”。请对照 rules/README.md“公式”一节改正。 [formula-unreadable]"
    )]
    Unreadable {
        /// Character, from 1.
        at: usize,
        /// What may stand there.
        expected: &'static str,
        /// What does.
        found: String,
    },
    /// A name that is no fact of the framework.
    #[error(
        "公式用到的“{name}”不是本体系的数据项。已有:{known}。请在 fact 中登记该数据项,或改正名称。 [formula-fact-unknown]"
    )]
    FactUnknown {
        /// The name.
        name: String,
        /// The names known.
        known: String,
    },
    /// A truth where a number belongs, or the other way round.
    #[error("“{part}”应为{expected},现为{found}。请改正公式。 [formula-type-wrong]")]
    TypeWrong {
        /// Which part.
        part: &'static str,
        /// What belongs there.
        expected: &'static str,
        /// What is there.
        found: &'static str,
    },
    /// More than a reader could follow.
    #[error("公式嵌套超过 {most} 层或长于 {longest} 字,请拆成几个指标。 [formula-too-deep]")]
    TooDeep {
        /// Deepest nesting.
        most: usize,
        /// Longest text.
        longest: usize,
    },
    /// A division by the number zero, written so.
    #[error("公式把数除以零,请改正。 [formula-divides-by-zero]")]
    DividesByZero,
}

impl Formula {
    /// Reads a formula that must give `wanted`, over facts of these names.
    ///
    /// # Errors
    ///
    /// [`FormulaFault`].
    pub fn read(text: &str, facts: &[&str], wanted: FormulaType) -> Result<Self, FormulaFault> {
        let root = read::node(text)?;
        let found = check(&root, facts)?;
        if found == wanted {
            Ok(Self {
                text: text.to_owned(),
                root,
            })
        } else {
            Err(wrong("整个公式", wanted, found))
        }
    }

    /// The text as written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The facts it names, without the weight.
    pub fn facts(&self) -> BTreeSet<&str> {
        let mut names = BTreeSet::new();
        gather(&self.root, &mut names);
        names.remove(WEIGHT);
        names
    }

    /// The number it gives.
    ///
    /// # Errors
    ///
    /// [`FormulaError`].
    pub fn number(&self, value: &dyn Fn(&str) -> Option<Ratio>) -> Result<Ratio, FormulaError> {
        compute::number(&self.root, value)
    }

    /// Whether it holds.
    ///
    /// # Errors
    ///
    /// [`FormulaError`].
    pub fn holds(&self, value: &dyn Fn(&str) -> Option<Ratio>) -> Result<bool, FormulaError> {
        compute::truth(&self.root, value)
    }
}

fn gather<'a>(node: &'a Node, names: &mut BTreeSet<&'a str>) {
    match node {
        Node::Number(_) => {}
        Node::Fact(name) => drop(names.insert(name)),
        Node::Negated(inner) => gather(inner, names),
        Node::Two(_, left, right) => {
            gather(left, names);
            gather(right, names);
        }
        Node::Call(_, inner) => inner.iter().for_each(|one| gather(one, names)),
    }
}

const fn wrong(part: &'static str, expected: FormulaType, found: FormulaType) -> FormulaFault {
    FormulaFault::TypeWrong {
        part,
        expected: expected.name(),
        found: found.name(),
    }
}

/// What a node gives, once every name in it is known and every part has its type.
fn check(node: &Node, facts: &[&str]) -> Result<FormulaType, FormulaFault> {
    match node {
        Node::Number(_) => Ok(FormulaType::Number),
        Node::Fact(name) if name == WEIGHT || facts.contains(&name.as_str()) => Ok(FormulaType::Number),
        Node::Fact(name) => Err(FormulaFault::FactUnknown {
            name: name.clone(),
            known: facts
                .iter()
                .copied()
                .chain([WEIGHT])
                .collect::<Vec<_>>()
                .join("、"),
        }),
        Node::Negated(inner) => {
            expect("负号之后", FormulaType::Number, inner, facts)?;
            Ok(FormulaType::Number)
        }
        Node::Two(operator, left, right) => {
            if matches!((operator, right.as_ref()), (Operator::Over, Node::Number(number)) if number.is_zero())
            {
                return Err(FormulaFault::DividesByZero);
            }
            let (taken, given) = operator.types();
            expect("运算符左边", taken, left, facts)?;
            expect("运算符右边", taken, right, facts)?;
            Ok(given)
        }
        Node::Call(Function::If, parts) => {
            if let Some(condition) = parts.first() {
                expect("if 的条件", FormulaType::Truth, condition, facts)?;
            }
            for part in parts.iter().skip(1) {
                expect("if 的结果", FormulaType::Number, part, facts)?;
            }
            Ok(FormulaType::Number)
        }
        Node::Call(_, parts) => {
            for part in parts {
                expect("函数的参数", FormulaType::Number, part, facts)?;
            }
            Ok(FormulaType::Number)
        }
    }
}

fn expect(part: &'static str, wanted: FormulaType, node: &Node, facts: &[&str]) -> Result<(), FormulaFault> {
    let found = check(node, facts)?;
    if found == wanted {
        Ok(())
    } else {
        Err(wrong(part, wanted, found))
    }
}

impl Operator {
    /// What it takes on both sides, and what it gives.
    const fn types(self) -> (FormulaType, FormulaType) {
        match self {
            Self::Plus | Self::Minus | Self::Times | Self::Over => (FormulaType::Number, FormulaType::Number),
            Self::Below | Self::AtMost | Self::Above | Self::AtLeast | Self::Equal | Self::Unequal => {
                (FormulaType::Number, FormulaType::Truth)
            }
            Self::And | Self::Or => (FormulaType::Truth, FormulaType::Truth),
        }
    }
}

#[cfg(test)]
mod tests;
