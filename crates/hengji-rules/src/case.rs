//! 算例 (case): an example beside the rules, readable by the 绩效科, that the rules must give.

use hengji_domain::{BudgetYear, Decimal, Division};

use crate::fields::Place;
use crate::refusal::{Fault, Refusal};
use crate::tree::Tree;

/// A case as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The file it stands in.
    pub file: String,
    /// The rule it is about, `topic.key`.
    pub rule: String,
    /// What it says.
    pub name: String,
    /// The budget year whose rules apply.
    pub as_of: BudgetYear,
    /// The division whose rules apply; the file's own unless written.
    pub division: Division,
    /// The variant of the rule to put in force for this case.
    pub variant: Option<String>,
    /// What is given: a table.
    pub input: Tree,
    /// What must come out: a table.
    pub expected: Tree,
    /// Why.
    pub because: String,
}

/// What an evaluator makes of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseOutcome {
    /// The results by name; each name of `expected` must be among them and equal.
    Computed(Vec<(&'static str, Tree)>),
    /// The evaluator does not know rules of this kind.
    NotMine,
}

impl Case {
    /// A text of the input.
    ///
    /// # Errors
    ///
    /// Words for the report where the field is missing or no text.
    pub fn input_text(&self, name: &str) -> Result<&str, String> {
        self.input
            .field(name)
            .and_then(Tree::text)
            .ok_or_else(|| format!("input 缺少文字 {name}"))
    }

    /// A number of the input.
    ///
    /// # Errors
    ///
    /// Words for the report where the field is missing or no number.
    pub fn input_number(&self, name: &str) -> Result<Decimal, String> {
        self.input
            .field(name)
            .and_then(Tree::decimal)
            .ok_or_else(|| format!("input 缺少数值 {name}"))
    }

    /// Reads the entry of `[[case]]` at this place.
    pub(crate) fn read(place: &Place<'_>, file: &str, topic: &str, own: Division) -> Result<Self, Refusal> {
        let fields = place.fields(&[
            "rule", "name", "as_of", "division", "variant", "input", "expected", "because",
        ])?;
        let division = match fields.maybe("division") {
            None => own,
            Some(at) => at.text()?.parse().map_err(|_| {
                at.refuse(Fault::TypeWrong {
                    expected: "六位区划代码".to_owned(),
                    found: at.tree().kind(),
                })
            })?,
        };
        let table = |name: &str| -> Result<Tree, Refusal> {
            let at = fields.need(name)?;
            at.open_fields()?;
            Ok(at.tree().clone())
        };
        Ok(Self {
            file: file.to_owned(),
            rule: format!("{topic}.{}", fields.need("rule")?.text()?),
            name: fields.need("name")?.text()?.to_owned(),
            as_of: year(&fields.need("as_of")?)?,
            division,
            variant: match fields.maybe("variant") {
                None => None,
                Some(at) => Some(at.text()?.to_owned()),
            },
            input: table("input")?,
            expected: table("expected")?,
            because: fields.need("because")?.text()?.to_owned(),
        })
    }
}

fn year(place: &Place<'_>) -> Result<BudgetYear, Refusal> {
    let number = place.count()?;
    u16::try_from(number)
        .ok()
        .and_then(|number| BudgetYear::new(number).ok())
        .ok_or_else(|| {
            place.refuse(Fault::DateBad {
                text: number.to_string(),
                why: "应为四位预算年度,例如 2020".to_owned(),
            })
        })
}
