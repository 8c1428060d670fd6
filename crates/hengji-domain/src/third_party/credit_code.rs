//! 统一社会信用代码 (unified social credit code): eighteen characters, the last of which checks the others.
//!
//! Basis: GB 32100-2015. The alphabet leaves out I, O, S, V and Z, which are read for digits.

use std::fmt;

/// The characters in the order of their values.
const ALPHABET: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// Characters of a code.
const LENGTH: usize = 18;
/// The values are reckoned modulo the size of the alphabet.
const MODULUS: usize = 31;

/// A code whose check character is right.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CreditCode(String);

/// Why a text is no code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CreditCodeError {
    /// Too short or too long.
    #[error("统一社会信用代码应为 18 位,现有 {found} 位,请对照营业执照补正。 [credit-code-length]")]
    Length {
        /// Characters given.
        found: usize,
    },
    /// A character that no code has.
    #[error(
        "统一社会信用代码第 {position} 位“{found}”不是代码用字(不用 I、O、S、V、Z),请核对。 [credit-code-character]"
    )]
    Character {
        /// Which, from 1.
        position: usize,
        /// The character.
        found: char,
    },
    /// The last character does not follow from the others.
    #[error(
        "统一社会信用代码的校验位应为“{expected}”,现为“{found}”,其中有录错的字,请对照营业执照核对。 [credit-code-check]"
    )]
    Check {
        /// What the others give.
        expected: char,
        /// What was given.
        found: char,
    },
}

impl CreditCode {
    /// Reads a code; small letters and blanks around it are let pass.
    ///
    /// # Errors
    ///
    /// [`CreditCodeError`].
    pub fn read(text: &str) -> Result<Self, CreditCodeError> {
        let text = text.trim().to_ascii_uppercase();
        let found = text.chars().count();
        if found != LENGTH {
            return Err(CreditCodeError::Length { found });
        }
        let mut values = Vec::with_capacity(LENGTH);
        for (character, position) in text.chars().zip(1..) {
            let value = ALPHABET.iter().position(|known| char::from(*known) == character);
            values.push(value.ok_or(CreditCodeError::Character {
                position,
                found: character,
            })?);
        }
        let expected = check_character(values.iter().take(LENGTH - 1));
        match text.chars().last() {
            Some(found) if found == expected => Ok(Self(text)),
            found => Err(CreditCodeError::Check {
                expected,
                found: found.unwrap_or(' '),
            }),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CreditCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The character that makes the weighted sum a multiple of the modulus; the weights are the powers of three.
fn check_character<'a>(values: impl Iterator<Item = &'a usize>) -> char {
    let mut weight = 1;
    let mut sum = 0;
    for value in values {
        sum += value * weight;
        weight = weight * 3 % MODULUS;
    }
    let rest = (MODULUS - sum % MODULUS) % MODULUS;
    ALPHABET.get(rest).map_or('0', |byte| char::from(*byte))
}
