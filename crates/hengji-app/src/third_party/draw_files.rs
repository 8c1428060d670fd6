//! What anybody downloads to check a draw of institutions: the candidates, the record, a page that works offline.

use hengji_analysis::draw::{Record, decimal, verifier_page};
use hengji_authz::Action;
use hengji_domain::id::InstitutionDrawId;
use hengji_domain::person::Actor;
use hengji_store::third_party;

use super::draw::{candidates_of, columns, frame};
use crate::app::App;
use crate::error::AppError;

/// A published file of a draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DrawFile {
    /// 候选名单.
    List,
    /// 抽取记录.
    Record,
    /// 核验页.
    Verifier,
}

impl DrawFile {
    /// Every file.
    pub const ALL: [Self; 3] = [Self::List, Self::Record, Self::Verifier];

    /// Its name in an address.
    pub const fn code(self) -> &'static str {
        match self {
            Self::List => "list.csv",
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
            Self::List => "候选名单(CSV)",
            Self::Record => "抽取记录(JSON)",
            Self::Verifier => "离线核验页",
        }
    }

    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::List => "text/csv; charset=utf-8",
            Self::Record => "application/json",
            Self::Verifier => "text/html; charset=utf-8",
        }
    }
}

impl App {
    /// A file of a draw: its name and its text. The record is given as it was written, byte for byte.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `institution-draw-no-record` before the draw; [`AppError::NotFound`];
    /// [`AppError::Forbidden`].
    pub fn institution_draw_file(
        &self,
        actor: &Actor,
        id: InstitutionDrawId,
        file: DrawFile,
    ) -> Result<(String, String), AppError> {
        self.may_look(actor, Action::ViewInstitutions)?;
        let found = self.read(|db| Ok(third_party::find_draw(db, actor.division, id)?))?;
        let draw = found.ok_or(AppError::NotFound)?;
        let name = format!("institution-draw-{}-{}-{}", draw.year, draw.number, file.code());
        let record = || match draw.record.as_str() {
            "" => Err(AppError::refused(
                "institution-draw-no-record",
                "还没有抽取,没有抽取记录。",
            )),
            record => Ok(record.to_owned()),
        };
        let text = match file {
            DrawFile::Record => record()?,
            DrawFile::Verifier => {
                let record: Record = serde_json::from_str(&record()?).map_err(AppError::fault)?;
                verifier_page(&record).map_err(AppError::fault)?
            }
            DrawFile::List => {
                let columns = columns();
                let mut text = format!(
                    "\u{feff}{},{},{}\r\n",
                    columns.id, columns.department, columns.amount
                );
                for unit in frame(&candidates_of(&draw)?)?.units() {
                    // A title with a comma or a quote in it would shift the columns.
                    let case = unit.department.replace('"', "\"\"");
                    text += &format!("{},\"{case}\",{}\r\n", unit.id, decimal(unit.amount_fen));
                }
                text
            }
        };
        Ok((name, text))
    }
}
