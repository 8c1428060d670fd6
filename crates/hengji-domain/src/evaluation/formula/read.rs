//! From the text of a formula to its tree: words first, then the usual order of operations.

use rust_decimal::Decimal;

use super::{FormulaFault, Function, Node, Operator};
use crate::evaluation::ratio::Ratio;

/// Nesting that a reader can still follow, and that no recursion here could not.
const DEEPEST: usize = 24;
/// Longest formula, characters.
const LONGEST: usize = 600;

/// A word of the language with the character at which it begins, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    at: usize,
    text: String,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Name,
    Sign,
}

/// Reads a formula's text.
pub(super) fn node(text: &str) -> Result<Node, FormulaFault> {
    if LONGEST < text.chars().count() {
        return Err(too_deep());
    }
    let words = words(text)?;
    let mut reader = Reader {
        words: words.into_iter().peekable(),
        end: text.chars().count() + 1,
        depth: 0,
    };
    let node = reader.either()?;
    match reader.words.next() {
        None => Ok(node),
        Some(word) => Err(word.refused("运算符或公式结尾")),
    }
}

const fn too_deep() -> FormulaFault {
    FormulaFault::TooDeep {
        most: DEEPEST,
        longest: LONGEST,
    }
}

impl Word {
    fn refused(&self, expected: &'static str) -> FormulaFault {
        FormulaFault::Unreadable {
            at: self.at,
            expected,
            found: self.text.clone(),
        }
    }

    /// The operator of this level of precedence that the word is.
    fn operator(&self, level: &[(&str, Operator)]) -> Option<Operator> {
        let known = level.iter().find(|(text, _)| *text == self.text);
        known.map(|(_, operator)| *operator)
    }
}

fn words(text: &str) -> Result<Vec<Word>, FormulaFault> {
    let letters: Vec<char> = text.chars().collect();
    let mut words = Vec::new();
    let mut index = 0;
    while let Some(letter) = letters.get(index) {
        let begin = index;
        let run = |from: usize, part: fn(char) -> bool| {
            letters
                .iter()
                .skip(from)
                .take_while(|letter| part(**letter))
                .count()
        };
        let kind = match letter {
            letter if letter.is_whitespace() => {
                index += 1;
                continue;
            }
            '0'..='9' => {
                index += run(begin, |letter| letter.is_ascii_digit() || letter == '.');
                Kind::Number
            }
            'a'..='z' => {
                index += run(begin, |letter| {
                    letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_'
                });
                Kind::Name
            }
            '<' | '>' | '!' | '=' => {
                let is_pair = letters.get(begin + 1) == Some(&'=');
                index += if is_pair { 2 } else { 1 };
                Kind::Sign
            }
            '+' | '-' | '−' | '*' | '×' | '/' | '÷' | '(' | ')' | ',' | '≤' | '≥' | '≠' => {
                index += 1;
                Kind::Sign
            }
            other => {
                return Err(FormulaFault::Unreadable {
                    at: begin + 1,
                    expected: "数字、数据项名称或运算符",
                    found: other.to_string(),
                });
            }
        };
        words.push(Word {
            at: begin + 1,
            text: letters.iter().skip(begin).take(index - begin).collect(),
            kind,
        });
    }
    Ok(words)
}

struct Reader {
    words: std::iter::Peekable<std::vec::IntoIter<Word>>,
    /// The place after the last character.
    end: usize,
    depth: usize,
}

impl Reader {
    fn either(&mut self) -> Result<Node, FormulaFault> {
        self.depth += 1;
        if DEEPEST < self.depth {
            return Err(too_deep());
        }
        let node = self.chain(&[("or", Operator::Or)], Self::both)?;
        self.depth -= 1;
        Ok(node)
    }

    fn both(&mut self) -> Result<Node, FormulaFault> {
        self.chain(&[("and", Operator::And)], Self::comparison)
    }

    /// One comparison at most: `a < b < c` would compare a truth with a number.
    fn comparison(&mut self) -> Result<Node, FormulaFault> {
        const SIGNS: [(&str, Operator); 9] = [
            ("<", Operator::Below),
            ("<=", Operator::AtMost),
            ("≤", Operator::AtMost),
            (">", Operator::Above),
            (">=", Operator::AtLeast),
            ("≥", Operator::AtLeast),
            ("=", Operator::Equal),
            ("!=", Operator::Unequal),
            ("≠", Operator::Unequal),
        ];
        let left = self.sum()?;
        match self.take(&SIGNS) {
            None => Ok(left),
            Some(operator) => Ok(Node::Two(operator, Box::new(left), Box::new(self.sum()?))),
        }
    }

    fn sum(&mut self) -> Result<Node, FormulaFault> {
        const SIGNS: [(&str, Operator); 3] = [
            ("+", Operator::Plus),
            ("-", Operator::Minus),
            ("−", Operator::Minus),
        ];
        self.chain(&SIGNS, Self::product)
    }

    fn product(&mut self) -> Result<Node, FormulaFault> {
        const SIGNS: [(&str, Operator); 4] = [
            ("*", Operator::Times),
            ("×", Operator::Times),
            ("/", Operator::Over),
            ("÷", Operator::Over),
        ];
        self.chain(&SIGNS, Self::signed)
    }

    fn signed(&mut self) -> Result<Node, FormulaFault> {
        let minus = [("-", Operator::Minus), ("−", Operator::Minus)];
        if self.take(&minus).is_some() {
            return Ok(Node::Negated(Box::new(self.atom()?)));
        }
        self.atom()
    }

    fn atom(&mut self) -> Result<Node, FormulaFault> {
        let expected = "数字、数据项名称或左括号";
        let Some(word) = self.words.next() else {
            return Err(self.ended(expected));
        };
        match (word.kind, word.text.as_str()) {
            (Kind::Number, text) => {
                let number = text.parse::<Decimal>().ok().and_then(Ratio::of_decimal);
                number.map(Node::Number).ok_or_else(|| word.refused("数字"))
            }
            (Kind::Sign, "(") => {
                let inner = self.either()?;
                self.sign(")", "右括号")?;
                Ok(inner)
            }
            (Kind::Name, name) => match Function::named(name) {
                Some(function) => self.call(&word, function),
                None if matches!(name, "and" | "or") => Err(word.refused(expected)),
                None => Ok(Node::Fact(name.to_owned())),
            },
            _ => Err(word.refused(expected)),
        }
    }

    fn call(&mut self, word: &Word, function: Function) -> Result<Node, FormulaFault> {
        self.sign("(", "函数名后的左括号")?;
        let mut parts = vec![self.either()?];
        while self.take(&[(",", Operator::Plus)]).is_some() {
            parts.push(self.either()?);
        }
        self.sign(")", "右括号")?;
        let (least, most) = function.arity();
        if least <= parts.len() && parts.len() <= most {
            Ok(Node::Call(function, parts))
        } else {
            Err(word.refused(function.usage()))
        }
    }

    /// Operators of one level, from left to right. A long chain nests to the left, so it counts as depth too.
    fn chain(
        &mut self,
        level: &[(&str, Operator)],
        next: fn(&mut Self) -> Result<Node, FormulaFault>,
    ) -> Result<Node, FormulaFault> {
        let mut node = next(self)?;
        let mut links = 0;
        while let Some(operator) = self.take(level) {
            links += 1;
            if DEEPEST < links {
                return Err(too_deep());
            }
            node = Node::Two(operator, Box::new(node), Box::new(next(self)?));
        }
        Ok(node)
    }

    fn take(&mut self, level: &[(&str, Operator)]) -> Option<Operator> {
        let operator = self.words.peek()?.operator(level)?;
        self.words.next();
        Some(operator)
    }

    fn sign(&mut self, sign: &str, expected: &'static str) -> Result<(), FormulaFault> {
        match self.words.next() {
            Some(word) if word.text == sign => Ok(()),
            Some(word) => Err(word.refused(expected)),
            None => Err(self.ended(expected)),
        }
    }

    fn ended(&self, expected: &'static str) -> FormulaFault {
        FormulaFault::Unreadable {
            at: self.end,
            expected,
            found: "公式结尾".to_owned(),
        }
    }
}

impl Function {
    fn named(name: &str) -> Option<Self> {
        match name {
            "min" => Some(Self::Least),
            "max" => Some(Self::Most),
            "floor" => Some(Self::Floor),
            "if" => Some(Self::If),
            _ => None,
        }
    }

    /// Fewest and most arguments.
    const fn arity(self) -> (usize, usize) {
        match self {
            Self::Least | Self::Most => (2, 8),
            Self::Floor => (1, 1),
            Self::If => (3, 3),
        }
    }

    const fn usage(self) -> &'static str {
        match self {
            Self::Least | Self::Most => "min、max 带 2 至 8 个参数",
            Self::Floor => "floor 带 1 个参数",
            Self::If => "if 带 3 个参数:条件、成立时的数、不成立时的数",
        }
    }
}
