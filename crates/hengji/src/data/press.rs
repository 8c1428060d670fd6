//! The press: papers set in the fonts of this machine, looked for when the first paper is wanted.

use std::path::PathBuf;
use std::sync::OnceLock;

use hengji_app::ports::{DocumentRefusal, Documents};
use hengji_documents::{Fonts, PaperError};
use hengji_domain::paper::{Imprint, Paper};

/// Sets papers.
pub(crate) struct Press {
    fonts_dir: Option<PathBuf>,
    /// Looking through the fonts of a machine takes longer than starting the program, and most commands print nothing.
    fonts: OnceLock<Result<Fonts, PaperError>>,
}

impl Press {
    /// With the fonts of this directory before those of the system.
    pub(crate) const fn new(fonts_dir: Option<PathBuf>) -> Self {
        Self {
            fonts_dir,
            fonts: OnceLock::new(),
        }
    }
}

impl Documents for Press {
    fn pdf(&self, paper: &Paper, imprint: &Imprint) -> Result<Vec<u8>, DocumentRefusal> {
        let fonts = self
            .fonts
            .get_or_init(|| Fonts::find(self.fonts_dir.as_deref()))
            .as_ref()
            .map_err(refusal)?;
        hengji_documents::pdf(paper, imprint, fonts).map_err(|error| refusal(&error))
    }

    fn docx(&self, paper: &Paper, imprint: &Imprint) -> Result<Vec<u8>, DocumentRefusal> {
        hengji_documents::docx(paper, imprint).map_err(|error| refusal(&error))
    }
}

fn refusal(error: &PaperError) -> DocumentRefusal {
    let text = error.to_string();
    let (message, code) = text.rsplit_once(" [").unwrap_or((&text, "paper-not-set]"));
    DocumentRefusal {
        code: code.trim_end_matches(']').to_owned(),
        message: message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use hengji_domain::NaiveDate;
    use hengji_domain::paper::{Block, PaperKind};

    use super::*;

    fn paper() -> Paper {
        Paper {
            kind: PaperKind::MonitoringFeedback,
            issuer: "示范区财政局".into(),
            number: Some("区财绩监〔2020〕1号".into()),
            title: "反馈书".into(),
            addressee: Some("区城管局".into()),
            blocks: vec![Block::Paragraph("文字".into())],
            enclosures: vec![],
            copies_to: vec![],
            date: NaiveDate::from_ymd_opt(2020, 8, 31).unwrap(),
            is_draft: false,
        }
    }

    #[test]
    fn two_presses_of_one_machine_give_the_same_bytes() {
        let imprint = Imprint::default();
        let of = |press: &Press| {
            (
                press.pdf(&paper(), &imprint).unwrap(),
                press.docx(&paper(), &imprint).unwrap(),
            )
        };
        let (one, other) = (Press::new(None), Press::new(None));
        assert!(of(&one) == of(&other) && of(&one) == of(&one));
    }

    #[test]
    fn a_refusal_keeps_its_code_and_its_words() {
        let missing = PaperError::FontsMissing {
            wanted: "仿宋".into(),
            searched: "某目录".into(),
        };
        let refused = refusal(&missing);
        assert_eq!(refused.code, "fonts-missing");
        assert!(
            refused.message.contains("某目录") && !refused.message.contains('['),
            "{}",
            refused.message
        );
        assert_eq!(refusal(&PaperError::NotSet("x".into())).code, "paper-not-set");
    }
}
