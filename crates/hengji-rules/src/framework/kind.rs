//! The kinds of evaluation that a framework's file states.

use hengji_domain::evaluation::sentence::SENTENCE_PLACES;
use hengji_domain::evaluation::{EvaluationKind, KindReport, Side, SubjectKind};
use hengji_domain::unit::UnitKind;

use crate::fields::{Fields, Place, unique};
use crate::refusal::{Fault, Refusal};
use crate::value::with_places;

/// The kinds; a file may state none where another division's file of the same name states them.
pub(super) fn kinds(fields: &Fields<'_>, framework: &str) -> Result<Vec<EvaluationKind>, Refusal> {
    let Some(list) = fields.maybe("kind") else {
        return Ok(Vec::new());
    };
    let entries = list.entries()?;
    let kinds: Vec<EvaluationKind> = entries
        .iter()
        .map(|entry| kind(entry, framework))
        .collect::<Result<_, _>>()?;
    unique(&list, kinds.iter().map(|kind| kind.code.as_str()))?;
    Ok(kinds)
}

fn kind(place: &Place<'_>, framework: &str) -> Result<EvaluationKind, Refusal> {
    let fields = place.fields(&[
        "code",
        "name",
        "subject",
        "units",
        "sides",
        "scorers_least",
        "self_days",
        "sign_off",
        "case_file",
        "grades",
        "report",
    ])?;
    let subjects = SubjectKind::ALL.map(|subject| (subject.code(), subject));
    let units = UnitKind::ALL.map(|kind| (kind.code(), kind));
    let sides = Side::ALL.map(|side| (side.code(), side));
    let text = |name: &str| -> Result<String, Refusal> { Ok(fields.need(name)?.text()?.to_owned()) };
    let sides_place = fields.need("sides")?;
    let stated: Vec<Side> = sides_place
        .entries()?
        .iter()
        .map(|entry| entry.choice(&sides))
        .collect::<Result<_, _>>()?;
    if !stated.contains(&Side::Verification) {
        return Err(sides_place.refuse(Fault::TypeWrong {
            expected: "含 verification 的评分方".to_owned(),
            found: sides_place.tree().kind(),
        }));
    }
    Ok(EvaluationKind {
        // A file with one kind needs no second name for it.
        code: match fields.maybe("code") {
            None => framework.to_owned(),
            Some(code) => code.text()?.to_owned(),
        },
        name: text("name")?,
        subject: fields.need("subject")?.choice(&subjects)?,
        unit_kinds: match fields.maybe("units") {
            None => Vec::new(),
            Some(list) => {
                let entries = list.entries()?;
                entries
                    .iter()
                    .map(|entry| entry.choice(&units))
                    .collect::<Result<_, _>>()?
            }
        },
        has_self_score: stated.contains(&Side::SelfScore),
        scorers_least: match fields.maybe("scorers_least") {
            None => 1,
            Some(at) => scorers(&at)?,
        },
        needs_sign_off: fields.flag("sign_off")?,
        needs_case_file: fields.flag("case_file")?,
        grades: text("grades")?,
        report: fields.maybe("report").map(|at| report(&at)).transpose()?,
        self_days: match fields.maybe("self_days") {
            None => None,
            Some(days) => Some(u32::try_from(days.count()?).unwrap_or(u32::MAX)),
        },
    })
}

fn report(place: &Place<'_>) -> Result<KindReport, Refusal> {
    let fields = place.fields(&["order", "sentences", "sentences_of_all"])?;
    let sentences = |list: Place<'_>| -> Result<Vec<String>, Refusal> {
        let entries = list.entries()?;
        entries
            .iter()
            .map(|at| with_places(at, &SENTENCE_PLACES))
            .collect()
    };
    let order = fields.need("order")?.count()?;
    Ok(KindReport {
        order: u32::try_from(order).unwrap_or(u32::MAX),
        sentences: sentences(fields.need("sentences")?)?,
        sentences_of_all: match fields.maybe("sentences_of_all") {
            None => Vec::new(),
            Some(list) => sentences(list)?,
        },
    })
}

fn scorers(place: &Place<'_>) -> Result<u32, Refusal> {
    let count = u32::try_from(place.count()?).ok().filter(|count| 0 < *count);
    count.ok_or_else(|| {
        place.refuse(Fault::TypeWrong {
            expected: "不小于 1 的人数".to_owned(),
            found: place.tree().kind(),
        })
    })
}
