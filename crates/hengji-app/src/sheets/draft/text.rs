//! Reading of single fields of a draft: bounds of length, numbers and amounts.

use hengji_domain::money::MoneyUnit;
use hengji_domain::value::read::{read_amount, read_number};
use hengji_domain::{Decimal, Money, Score, Weight};

use crate::error::FieldError;

/// Longest name of an indicator, characters.
pub(super) const NAME_MAX: usize = 500;
/// Longest statement or reason, characters.
pub(super) const STATEMENT_MAX: usize = 5_000;

/// The errors of a draft as they are found.
#[derive(Default)]
pub(super) struct Errors(Vec<FieldError>);

impl Errors {
    /// The value when nothing was wrong.
    pub(super) fn or<T>(self, value: T) -> Result<T, Vec<FieldError>> {
        if self.0.is_empty() { Ok(value) } else { Err(self.0) }
    }

    pub(super) fn refuse(
        &mut self,
        field: impl Into<String>,
        code: &'static str,
        message: impl Into<String>,
    ) {
        self.0.push(FieldError::new(field, code, message));
    }

    /// A text within its bound, without control characters other than line breaks.
    pub(super) fn text(&mut self, field: String, text: &str, most: usize) -> String {
        let length = text.chars().count();
        if most < length {
            self.refuse(
                field,
                "text-too-long",
                format!("此处最多 {most} 字,现有 {length} 字,请精简。"),
            );
            return String::new();
        }
        let keep = |c: &char| !c.is_control() || *c == '\n';
        text.trim().chars().filter(keep).collect()
    }

    /// A weight; blank is none yet.
    pub(super) fn weight(&mut self, field: String, text: &str) -> Option<Weight> {
        let value = self.number(&field, text)?;
        if value.is_sign_negative() {
            self.refuse(
                field,
                "weight-negative",
                format!("分值“{text}”是负数,分值须大于 0。"),
            );
            return None;
        }
        let weight = Weight::from_points(value);
        if weight.is_none() || Decimal::ONE_THOUSAND < value {
            self.refuse(
                field,
                "weight-out-of-range",
                format!("分值“{text}”过大,分值合计为 100 分。"),
            );
            return None;
        }
        weight
    }

    /// A score; blank is none.
    pub(super) fn score(&mut self, field: String, text: &str) -> Option<Score> {
        let value = self.number(&field, text)?;
        let score = Score::from_points(value);
        if score.is_none() || Decimal::ONE_THOUSAND < value.abs() {
            self.refuse(field, "score-out-of-range", format!("得分“{text}”超出范围。"));
            return None;
        }
        score
    }

    /// An amount in 万元; blank is none.
    pub(super) fn money(&mut self, field: &str, text: &str) -> Option<Money> {
        if text.trim().is_empty() {
            return None;
        }
        let money = read_amount(text, MoneyUnit::TenThousandYuan).money;
        match money {
            None => self.refuse(
                field,
                "amount-unreadable",
                format!("金额“{text}”无法识别,请填写以万元为单位的数字,例如 620.82。"),
            ),
            Some(amount) if amount < Money::ZERO => {
                self.refuse(field, "amount-negative", format!("金额“{text}”是负数,请核对。"));
            }
            Some(_) => {}
        }
        money
    }

    fn number(&mut self, field: &str, text: &str) -> Option<Decimal> {
        if text.trim().is_empty() {
            return None;
        }
        let value = read_number(text).value;
        if value.is_none() {
            self.refuse(
                field,
                "number-unreadable",
                format!("“{text}”不是数字,请填写数字,例如 10 或 7.5。"),
            );
        }
        value
    }
}
