//! Parts and items of a framework: weights that add up, methods that have what they need.

use hengji_domain::evaluation::formula::{Formula, FormulaType};
use hengji_domain::evaluation::{Deduction, FactDefinition, Item, JudgementBand, Method, Part, PartContent};
use hengji_domain::{Decimal, Weight};

use crate::fields::{Fields, Place, unique};
use crate::refusal::{Fault, Refusal};
use crate::value::points;

/// A whole of shares, basis points, and a hundred points, hundredths: the same number.
const WHOLE: u64 = 10_000;

pub(super) fn parts(
    place: &Place<'_>,
    facts: &[FactDefinition],
    is_unverified: bool,
) -> Result<Vec<Part>, Refusal> {
    let entries = place.entries()?;
    let parts: Vec<Part> = entries
        .iter()
        .map(|entry| part(entry, facts, is_unverified))
        .collect::<Result<_, _>>()?;
    unique(place, parts.iter().map(|part| part.code.as_str()))?;
    let all = || {
        parts.iter().filter_map(|part| match &part.content {
            PartContent::Items(items) => Some(items.iter().map(|item| item.code.as_str())),
            PartContent::Lines => None,
        })
    };
    unique(place, all().flatten())?;
    let sum: u64 = parts.iter().map(|part| u64::from(part.share_bp)).sum();
    if sum == WHOLE {
        Ok(parts)
    } else {
        Err(place.refuse(Fault::ConstraintBroken {
            constraint: "各部分 share 合计 100%".to_owned(),
            found: format!("合计为 {}%", percent(sum)),
        }))
    }
}

fn percent(bp: u64) -> Decimal {
    Decimal::new(i64::try_from(bp).unwrap_or(i64::MAX), 2).normalize()
}

fn part(place: &Place<'_>, facts: &[FactDefinition], is_unverified: bool) -> Result<Part, Refusal> {
    let fields = place.fields(&["code", "name", "share", "lines", "item"])?;
    let share_bp = fields.need("share")?.percent_bp()?;
    let content = match (fields.maybe("lines"), fields.maybe("item")) {
        (Some(lines), None) => {
            lines.choice(&[("self_evaluation", ())])?;
            PartContent::Lines
        }
        (None, Some(list)) => PartContent::Items(items(&list, share_bp, facts, is_unverified)?),
        _ => {
            return Err(place.refuse(Fault::TypeWrong {
                expected: "item 与 lines = \"self_evaluation\" 只写一种".to_owned(),
                found: "两者都有或都没有".to_owned(),
            }));
        }
    };
    Ok(Part {
        code: fields.need("code")?.text()?.to_owned(),
        name: fields.need("name")?.text()?.to_owned(),
        share_bp,
        content,
    })
}

/// The items of a part: their weights make up a hundred points, or the points that the part's share is worth.
fn items(
    place: &Place<'_>,
    share_bp: u32,
    facts: &[FactDefinition],
    is_unverified: bool,
) -> Result<Vec<Item>, Refusal> {
    let entries = place.entries()?;
    let items: Vec<Item> = entries
        .iter()
        .map(|entry| item(entry, facts, is_unverified))
        .collect::<Result<_, _>>()?;
    let sum = Weight::total(items.iter().map(|item| item.weight));
    let centi = u64::try_from(sum.centi()).unwrap_or_default();
    if centi == WHOLE || centi == u64::from(share_bp) {
        Ok(items)
    } else {
        Err(place.refuse(Fault::ConstraintBroken {
            constraint: format!(
                "各指标 weight 合计 100 分或该部分的 {} 分",
                percent(share_bp.into())
            ),
            found: format!("合计为 {sum} 分"),
        }))
    }
}

const FIELDS: [&str; 18] = [
    "code",
    "path",
    "name",
    "weight",
    "method",
    "explanation",
    "evidence",
    "basis",
    "unverified",
    "bands",
    "elements",
    "deductions",
    "condition",
    "holds",
    "formula",
    "words",
    "full_from",
    "kind",
];

fn item(place: &Place<'_>, facts: &[FactDefinition], is_unverified: bool) -> Result<Item, Refusal> {
    let fields = place.fields(&FIELDS)?;
    let text = |name: &str| -> Result<String, Refusal> { Ok(fields.need(name)?.text()?.to_owned()) };
    let optional = |name: &str| -> Result<String, Refusal> {
        fields
            .maybe(name)
            .map_or(Ok(String::new()), |at| Ok(at.text()?.to_owned()))
    };
    let weight_place = fields.need("weight")?;
    let weight = Weight::from_centi(points(&weight_place)?.centi());
    if weight <= Weight::ZERO {
        return Err(weight_place.refuse(Fault::TypeWrong {
            expected: "大于零的分值".to_owned(),
            found: weight_place.tree().kind(),
        }));
    }
    Ok(Item {
        code: text("code")?,
        path: fields.texts("path")?,
        name: text("name")?,
        weight,
        method: method(&fields, facts)?,
        explanation: optional("explanation")?,
        evidence: optional("evidence")?,
        basis: optional("basis")?,
        is_unverified: is_unverified || fields.flag("unverified")?,
    })
}

/// Which fields a method takes.
#[derive(Clone, Copy)]
enum Word {
    Judgement,
    Elements,
    Deduction,
    Condition,
    Formula,
    Survey,
    Conversion,
}

fn method(fields: &Fields<'_>, facts: &[FactDefinition]) -> Result<Method, Refusal> {
    let word = fields.need("method")?.choice(&[
        ("judgement", Word::Judgement),
        ("elements", Word::Elements),
        ("deduction", Word::Deduction),
        ("condition", Word::Condition),
        ("formula", Word::Formula),
        ("survey", Word::Survey),
        ("conversion", Word::Conversion),
    ])?;
    Ok(match word {
        Word::Judgement => Method::Judgement {
            bands: match fields.maybe("bands") {
                None => Vec::new(),
                Some(list) => bands(&list)?,
            },
        },
        Word::Elements => Method::Elements {
            elements: fields.need("elements")?.texts()?,
        },
        Word::Deduction => Method::Deduction {
            deductions: fields
                .need("deductions")?
                .entries()?
                .iter()
                .map(deduction)
                .collect::<Result<_, _>>()?,
        },
        Word::Condition => Method::Condition {
            condition: fields.need("condition")?.text()?.to_owned(),
            holds: match fields.maybe("holds") {
                None => None,
                Some(at) => Some(formula(&at, facts, FormulaType::Truth)?),
            },
        },
        Word::Formula => Method::Formula {
            formula: formula(&fields.need("formula")?, facts, FormulaType::Number)?,
            words: fields.need("words")?.text()?.to_owned(),
        },
        Word::Survey => Method::Survey {
            full_from_bp: fields.need("full_from")?.percent_bp()?,
        },
        Word::Conversion => Method::Conversion {
            kind: fields.need("kind")?.text()?.to_owned(),
        },
    })
}

fn formula(place: &Place<'_>, facts: &[FactDefinition], gives: FormulaType) -> Result<Formula, Refusal> {
    let names: Vec<&str> = facts.iter().map(|fact| fact.code.as_str()).collect();
    Formula::read(place.text()?, &names, gives).map_err(|fault| place.refuse(Fault::FormulaBad(fault)))
}

/// Bands fall to zero, so that every score has one.
fn bands(place: &Place<'_>) -> Result<Vec<JudgementBand>, Refusal> {
    crate::constraint::falls_to_zero(place)?;
    let band = |place: &Place<'_>| {
        let fields = place.fields(&["name", "from"])?;
        Ok(JudgementBand {
            name: fields.need("name")?.text()?.to_owned(),
            from_bp: fields.need("from")?.percent_bp()?,
        })
    };
    place.entries()?.iter().map(band).collect()
}

fn deduction(place: &Place<'_>) -> Result<Deduction, Refusal> {
    let fields = place.fields(&["name", "points", "most"])?;
    Ok(Deduction {
        name: fields.need("name")?.text()?.to_owned(),
        points: points(&fields.need("points")?)?,
        most: fields.maybe("most").map(|most| points(&most)).transpose()?,
    })
}
