//! 打印 (print): a paper as PDF or Word, made from the kept text each time it is asked for.

use hengji_authz::Action;
use hengji_domain::Division;
use hengji_domain::id::PaperId;
use hengji_domain::paper::{Imprint, Paper, PaperState};
use hengji_domain::person::Actor;
use hengji_store::papers::{self, PaperRecord};

use super::content;
use super::page::found;
use crate::app::App;
use crate::error::AppError;

/// In which form a paper is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Copy {
    /// PDF, which is the paper.
    Pdf,
    /// Word, to work with.
    Word,
}

/// A paper as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedPaper {
    /// Its number, for the name of the file.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
}

impl App {
    /// A paper of the register as a file: the same bytes each time, as long as the fonts and its fate are the same.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for a stranger; [`AppError::Refused`] `fonts-missing` on a machine without a Chinese
    /// font.
    pub fn print_paper(&self, actor: &Actor, id: PaperId, copy: Copy) -> Result<PrintedPaper, AppError> {
        self.may_look(actor, Action::ViewPapers)?;
        let (record, text) = self.read(|db| {
            let (record, _) = found(db, actor, id)?;
            let text = papers::content(db, actor.division, id)?.ok_or(AppError::NotFound)?;
            Ok((record, text))
        })?;
        self.print_registered(actor.division, record, &text, copy)
    }

    /// A paper of the register from its kept text, for whoever was found to be allowed to read it.
    pub(crate) fn print_registered(
        &self,
        division: Division,
        record: PaperRecord,
        text: &str,
        copy: Copy,
    ) -> Result<PrintedPaper, AppError> {
        let is_withdrawn = record.standing.state == PaperState::Withdrawn;
        let imprint = Imprint {
            digest: Some(record.sha256),
            mark: if is_withdrawn {
                Some(PaperState::Withdrawn.name().to_owned())
            } else {
                self.demonstration_mark(division)?
            },
        };
        Ok(PrintedPaper {
            name: record.number,
            bytes: self.set_in_print(&content::read(text)?, &imprint, copy)?,
        })
    }

    /// A paper that is not issued, as a file.
    pub(crate) fn print_preview(&self, paper: &Paper, copy: Copy) -> Result<Vec<u8>, AppError> {
        self.set_in_print(paper, &Imprint::default(), copy)
    }

    /// A draft for the unit's opinions, marked so on every page, with the digest of its text.
    pub(crate) fn print_for_opinions(
        &self,
        paper: &Paper,
        digest: &str,
        copy: Copy,
    ) -> Result<Vec<u8>, AppError> {
        let imprint = Imprint {
            digest: Some(digest.to_owned()),
            mark: Some("征求意见稿".to_owned()),
        };
        self.set_in_print(paper, &imprint, copy)
    }

    /// A paper that is not in the register, with the digest of what it was made from.
    pub(crate) fn print_unregistered(
        &self,
        division: Division,
        paper: &Paper,
        digest: Option<&str>,
        copy: Copy,
    ) -> Result<Vec<u8>, AppError> {
        let imprint = Imprint {
            digest: digest.map(str::to_owned),
            mark: self.demonstration_mark(division)?,
        };
        self.set_in_print(paper, &imprint, copy)
    }

    fn set_in_print(&self, paper: &Paper, imprint: &Imprint, copy: Copy) -> Result<Vec<u8>, AppError> {
        let documents = &self.ports().documents;
        let bytes = match copy {
            Copy::Pdf => documents.pdf(paper, imprint),
            Copy::Word => documents.docx(paper, imprint),
        };
        Ok(bytes?)
    }

    /// What is made up says so on every sheet, since paper travels without the screen it came from.
    fn demonstration_mark(&self, division: Division) -> Result<Option<String>, AppError> {
        let served = self.served_divisions()?;
        let known = served.iter().find(|one| one.division == division);
        let is_demonstration = known.is_some_and(|one| one.is_demonstration);
        Ok(is_demonstration.then(|| "演示".to_owned()))
    }
}
