//! 计分 (scoring): methods, bands, steps and grades.

use hengji_domain::rule::{
    Band, EqualRule, ExecutionRule, GradeBand, OverTargetAction, OverTargetRule, PositiveRule, ReverseRule,
    Step,
};

use super::points;
use crate::constraint::falls_to_zero;
use crate::fields::{Place, unique};
use crate::refusal::{Fault, Refusal};

/// Which fields a method takes.
#[derive(Clone, Copy)]
enum Method {
    Plain,
    Parametric,
}

pub(super) fn positive(place: &Place<'_>) -> Result<PositiveRule, Refusal> {
    let fields = place.fields(&["method", "gate"])?;
    let method = fields
        .need("method")?
        .choice(&[("proportional", Method::Plain), ("pass_gate", Method::Parametric)])?;
    match (method, fields.maybe("gate")) {
        (Method::Plain, None) => Ok(PositiveRule::Proportional),
        (Method::Plain, Some(_)) => Err(needless(place, "gate", "method")),
        (Method::Parametric, _) => Ok(PositiveRule::PassGate {
            gate_bp: gate(&fields.need("gate")?)?,
        }),
    }
}

/// A gate of 100 % or more would divide by nothing.
fn gate(place: &Place<'_>) -> Result<u32, Refusal> {
    let bp = place.percent_bp()?;
    if bp < 10_000 {
        Ok(bp)
    } else {
        Err(place.refuse(Fault::TypeWrong {
            expected: "小于 100 的百分数".to_owned(),
            found: place.tree().kind(),
        }))
    }
}

pub(super) fn equal(place: &Place<'_>) -> Result<EqualRule, Refusal> {
    place.choice(&[
        ("as_at_least", EqualRule::AsAtLeast),
        ("strict", EqualRule::Strict),
    ])
}

pub(super) fn reverse(place: &Place<'_>) -> Result<ReverseRule, Refusal> {
    place.choice(&[
        ("linear_to_twice", ReverseRule::LinearToTwice),
        ("ratio", ReverseRule::Ratio),
    ])
}

pub(super) fn execution(place: &Place<'_>) -> Result<ExecutionRule, Refusal> {
    let fields = place.fields(&["method", "tiers"])?;
    let method = fields
        .need("method")?
        .choice(&[("linear", Method::Plain), ("tiers", Method::Parametric)])?;
    match (method, fields.maybe("tiers")) {
        (Method::Plain, None) => Ok(ExecutionRule::Linear),
        (Method::Plain, Some(_)) => Err(needless(place, "tiers", "method")),
        (Method::Parametric, _) => Ok(ExecutionRule::Tiers(steps(&fields.need("tiers")?)?)),
    }
}

pub(super) fn over_target(place: &Place<'_>) -> Result<OverTargetRule, Refusal> {
    let fields = place.fields(&["trigger", "action"])?;
    Ok(OverTargetRule {
        trigger_bp: fields.need("trigger")?.percent_bp()?,
        action: fields.need("action")?.choice(&[
            ("off", OverTargetAction::Off),
            ("reason_required", OverTargetAction::ReasonRequired),
            ("manual_deduction", OverTargetAction::ManualDeduction),
        ])?,
    })
}

pub(super) fn bands(place: &Place<'_>) -> Result<Vec<Band>, Refusal> {
    let bands: Vec<Band> = place.entries()?.iter().map(band).collect::<Result<_, _>>()?;
    unique(place, bands.iter().map(|band| band.name.as_str()))?;
    unique(
        place,
        bands.iter().flat_map(|band| &band.phrases).map(String::as_str),
    )?;
    Ok(bands)
}

fn band(place: &Place<'_>) -> Result<Band, Refusal> {
    let fields = place.fields(&["name", "phrases", "from", "to"])?;
    Ok(Band {
        name: fields.need("name")?.text()?.to_owned(),
        phrases: fields.texts("phrases")?,
        from_bp: fields.need("from")?.percent_bp()?,
        to_bp: fields.need("to")?.percent_bp()?,
    })
}

pub(super) fn steps(place: &Place<'_>) -> Result<Vec<Step>, Refusal> {
    let step = |place: &Place<'_>| {
        let fields = place.fields(&["from", "score"])?;
        Ok(Step {
            from_bp: fields.need("from")?.percent_bp()?,
            score_bp: fields.need("score")?.percent_bp()?,
        })
    };
    let steps = place.entries()?.iter().map(step).collect::<Result<_, _>>()?;
    falls_to_zero(place)?;
    Ok(steps)
}

pub(super) fn grades(place: &Place<'_>) -> Result<Vec<GradeBand>, Refusal> {
    let grade = |place: &Place<'_>| {
        let fields = place.fields(&["name", "from"])?;
        Ok(GradeBand {
            name: fields.need("name")?.text()?.to_owned(),
            from: points(&fields.need("from")?)?,
        })
    };
    let grades: Vec<GradeBand> = place.entries()?.iter().map(grade).collect::<Result<_, _>>()?;
    unique(place, grades.iter().map(|grade| grade.name.as_str()))?;
    falls_to_zero(place)?;
    Ok(grades)
}

fn needless(place: &Place<'_>, field: &str, known: &str) -> Refusal {
    place.refuse(Fault::FieldUnknown {
        field: field.to_owned(),
        known: known.to_owned(),
    })
}
