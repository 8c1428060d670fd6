//! What anybody downloads to check a draw without us: the list, its canonical text, the record, the verifier page.

use hengji_analysis::draw::{Record, verifier_page};
use hengji_authz::Action;
use hengji_domain::id::SpotRoundId;
use hengji_domain::person::Actor;
use hengji_store::spot;

use super::case::{frozen, is_seen};
use super::frame;
use crate::app::App;
use crate::error::AppError;

/// A published file of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpotFile {
    /// 名单, for spreadsheets, the verifier page and `hengji draw verify`.
    List,
    /// 规范文本, whose SHA-256 is the hash of the list.
    Canonical,
    /// 抽取记录.
    Record,
    /// 核验页, which works without a network.
    Verifier,
}

impl SpotFile {
    /// Every file, in the order in which they are published.
    pub const ALL: [Self; 4] = [Self::List, Self::Canonical, Self::Record, Self::Verifier];

    /// Its name in an address.
    pub const fn code(self) -> &'static str {
        match self {
            Self::List => "list.csv",
            Self::Canonical => "list.txt",
            Self::Record => "record.json",
            Self::Verifier => "verifier.html",
        }
    }

    /// The file with this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|file| file.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::List => "名单(CSV)",
            Self::Canonical => "名单规范文本",
            Self::Record => "抽取记录(JSON)",
            Self::Verifier => "离线核验页",
        }
    }

    /// Whether it exists only after the draw.
    pub const fn needs_record(self) -> bool {
        matches!(self, Self::Record | Self::Verifier)
    }

    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::List => "text/csv; charset=utf-8",
            Self::Canonical => "text/plain; charset=utf-8",
            Self::Record => "application/json",
            Self::Verifier => "text/html; charset=utf-8",
        }
    }
}

/// A file to save.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpotDownload {
    /// Its name.
    pub name: String,
    /// Which file.
    pub file: SpotFile,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl App {
    /// A published file of a round. The record is given as it was written at the draw, byte for byte.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for a round that is not public yet; [`AppError::Refused`] `spot-no-record` before the
    /// draw; [`AppError::Forbidden`].
    pub fn spot_file(
        &self,
        actor: &Actor,
        id: SpotRoundId,
        file: SpotFile,
    ) -> Result<SpotDownload, AppError> {
        self.may_look(actor, Action::ViewSpotRounds)?;
        let (round, text) = self.read(|db| {
            let round = spot::find_round(db, actor.division, id)?.ok_or(AppError::NotFound)?;
            if !is_seen(actor, &round) {
                return Err(AppError::NotFound.into());
            }
            let text = if file.needs_record() {
                let record = spot::record(db, actor.division, id)?;
                record
                    .ok_or_else(|| AppError::refused("spot-no-record", "本批次还没有抽取,没有抽取记录。"))?
            } else {
                let frame = frozen(db, &round, actor)?.frame;
                match file {
                    SpotFile::Canonical => frame.canonical_text(),
                    _ => frame::csv(&frame),
                }
            };
            Ok((round, text))
        })?;
        let text = match file {
            SpotFile::Verifier => {
                let record: Record = serde_json::from_str(&text).map_err(AppError::fault)?;
                verifier_page(&record).map_err(AppError::fault)?
            }
            _ => text,
        };
        Ok(SpotDownload {
            name: format!("spot-{}-{}-{}", round.year, round.number, file.code()),
            file,
            bytes: text.into_bytes(),
        })
    }
}
