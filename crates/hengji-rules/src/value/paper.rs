//! 公文 (paper): numbering and standing words by kind of paper.

use std::collections::BTreeMap;

use hengji_domain::paper::phrase::Phrase;
use hengji_domain::paper::{LetterText, Numbering, PLACES, PaperKind, unknown_place};

use crate::fields::{Place, unique};
use crate::refusal::{Fault, Refusal};

/// 文号格式 by kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Numberings(pub(crate) BTreeMap<PaperKind, Numbering>);

/// 文本模板 by kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LetterTexts(pub(crate) BTreeMap<PaperKind, LetterText>);

/// Two kinds must not share a pattern: each counts for itself, so that they would give one number twice.
pub(super) fn numberings(place: &Place<'_>) -> Result<Numberings, Refusal> {
    let fields = place.open_fields()?;
    let mut patterns = Vec::new();
    let mut numberings = BTreeMap::new();
    for (code, at) in fields.all() {
        let pattern = at.text()?;
        let numbering = Numbering::read(pattern).map_err(|_| {
            at.refuse(Fault::TypeWrong {
                expected: "先写一次 {year}、再写一次 {serial} 的文号格式".to_owned(),
                found: pattern.to_owned(),
            })
        })?;
        patterns.push(pattern);
        numberings.insert(kind(place, code)?, numbering);
    }
    unique(place, patterns.into_iter())?;
    Ok(Numberings(numberings))
}

pub(super) fn letter_texts(place: &Place<'_>) -> Result<LetterTexts, Refusal> {
    let mut texts = BTreeMap::new();
    for (code, at) in place.open_fields()?.all() {
        let kind = kind(place, code)?;
        let wanted = kind.phrases();
        let fields = match wanted {
            // A kind whose body is written by people has no phrases of its own.
            [] => at.fields(&["issuer", "title", "opening", "closing"])?,
            _ => at.fields(&["issuer", "title", "opening", "closing", "phrases"])?,
        };
        let text = |name: &str| with_places(&fields.need(name)?, &PLACES);
        let letter = LetterText {
            issuer: text("issuer")?,
            title: text("title")?,
            opening: text("opening")?,
            closing: text("closing")?,
            phrases: match wanted {
                [] => BTreeMap::new(),
                _ => phrases(wanted, &fields.need("phrases")?)?,
            },
        };
        texts.insert(kind, letter);
    }
    Ok(LetterTexts(texts))
}

/// Every phrase wanted, and no others.
fn phrases(wanted: &[Phrase], place: &Place<'_>) -> Result<BTreeMap<String, String>, Refusal> {
    let names: Vec<&str> = wanted.iter().map(|phrase| phrase.name).collect();
    let fields = place.fields(&names)?;
    let said = wanted.iter().map(|phrase| {
        let text = with_places(&fields.need(phrase.name)?, phrase.places)?;
        Ok((phrase.name.to_owned(), text))
    });
    said.collect()
}

/// A text that holds no place but these.
pub(crate) fn with_places(at: &Place<'_>, known: &[&str]) -> Result<String, Refusal> {
    let text = at.text()?;
    match unknown_place(text, known) {
        None => Ok(text.to_owned()),
        Some(unknown) => Err(at.refuse(Fault::ChoiceUnknown {
            text: unknown.to_owned(),
            known: known.join("、"),
        })),
    }
}

fn kind(place: &Place<'_>, code: &str) -> Result<PaperKind, Refusal> {
    PaperKind::from_code(code).ok_or_else(|| {
        place.refuse(Fault::FieldUnknown {
            field: code.to_owned(),
            known: PaperKind::ALL.map(PaperKind::code).join("、"),
        })
    })
}
