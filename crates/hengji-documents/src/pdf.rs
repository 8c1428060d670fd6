//! PDF: the same paper gives the same bytes, today and in ten years, as long as the fonts are the same.

use chrono::Datelike;
use hengji_domain::NaiveDate;
use hengji_domain::paper::Paper;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::fonts::Fonts;
use crate::world::PaperWorld;
use crate::{Imprint, PaperError, data};

/// How many papers the typesetter's memory may be old. Without emptying it, it grows with every paper.
const REMEMBERED: usize = 8;

/// Sets the paper as PDF/A-2b with subset, embedded fonts. A text with a character that no font of this machine
/// has gives a plain PDF: an archive's format is worth less than the paper.
///
/// # Errors
///
/// [`PaperError::NotSet`] when the typesetter refuses, as it does a drawing that is none.
pub fn pdf(paper: &Paper, imprint: &Imprint, fonts: &Fonts) -> Result<Vec<u8>, PaperError> {
    let json = data::json(paper, imprint, fonts.families()).to_string();
    let world = PaperWorld::new(fonts, json.clone())?;
    let result = set(&world, &json, paper.date);
    comemo::evict(REMEMBERED);
    result
}

fn set(world: &PaperWorld<'_>, json: &str, date: NaiveDate) -> Result<Vec<u8>, PaperError> {
    let document: PagedDocument = typst::compile(world).output.map_err(|errors| said(&errors))?;
    let archive = PdfStandards::new(&[PdfStandard::A_2b])
        .map_err(|error| PaperError::NotSet(error.message().to_string()))?;
    let mut options = PdfOptions {
        // The content is the identity: no clock and no counter.
        ident: Smart::Custom(json.to_owned()),
        creator: Smart::Custom(Some("衡绩".to_owned())),
        timestamp: midnight(date),
        standards: archive,
        ..PdfOptions::default()
    };
    if let Ok(bytes) = typst_pdf::pdf(&document, &options) {
        return Ok(bytes);
    }
    options.standards = PdfStandards::default();
    typst_pdf::pdf(&document, &options).map_err(|errors| said(&errors))
}

fn midnight(date: NaiveDate) -> Option<Timestamp> {
    let month = u8::try_from(date.month()).ok()?;
    let day = u8::try_from(date.day()).ok()?;
    Datetime::from_ymd_hms(date.year(), month, day, 0, 0, 0).map(Timestamp::new_utc)
}

fn said(errors: &[SourceDiagnostic]) -> PaperError {
    let words: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    PaperError::NotSet(words.join(";"))
}

#[cfg(test)]
mod tests;
