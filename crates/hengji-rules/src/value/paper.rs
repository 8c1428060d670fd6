//! 公文 (paper): numbering and standing words by kind of paper.

use std::collections::BTreeMap;

use hengji_domain::paper::{LetterText, Numbering, PaperKind, unknown_place};

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
        let fields = at.fields(&["issuer", "title", "opening", "closing"])?;
        let text = |name: &str| -> Result<String, Refusal> {
            let at = fields.need(name)?;
            let text = at.text()?;
            match unknown_place(text) {
                None => Ok(text.to_owned()),
                Some(unknown) => Err(at.refuse(Fault::ChoiceUnknown {
                    text: unknown.to_owned(),
                    known: hengji_domain::paper::PLACES.join("、"),
                })),
            }
        };
        let letter = LetterText {
            issuer: text("issuer")?,
            title: text("title")?,
            opening: text("opening")?,
            closing: text("closing")?,
        };
        texts.insert(kind(place, code)?, letter);
    }
    Ok(LetterTexts(texts))
}

fn kind(place: &Place<'_>, code: &str) -> Result<PaperKind, Refusal> {
    PaperKind::from_code(code).ok_or_else(|| {
        place.refuse(Fault::FieldUnknown {
            field: code.to_owned(),
            known: PaperKind::ALL.map(PaperKind::code).join("、"),
        })
    })
}
