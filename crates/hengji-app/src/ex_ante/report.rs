//! 评估报告 (report) in print: the page's values as a paper, in the state that the report is in.

use hengji_domain::ex_ante::ReportState;
use hengji_domain::id::SheetId;
use hengji_domain::paper::phrase::ex_ante_report as phrase;
use hengji_domain::paper::{
    Block, LetterText, Paper, PaperColumn, PaperKind, PaperSource, PaperTable, SignatureLine, printed_date,
};
use hengji_domain::person::Actor;
use hengji_domain::{Money, Score};

use super::view::{EvaluationPage, ScoreMatrix};
use crate::app::App;
use crate::error::AppError;
use crate::papers::issue::PaperDraft;
use crate::papers::{Copy, PrintedPaper, parted};

impl App {
    /// The report as a file: marked as a draft until it is final, and the same bytes each time from then on.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for a stranger; [`AppError::RuleMissing`]; [`AppError::Refused`] `fonts-missing`.
    pub fn print_ex_ante_report(
        &self,
        actor: &Actor,
        id: SheetId,
        copy: Copy,
    ) -> Result<PrintedPaper, AppError> {
        let page = self.ex_ante_page(actor, id)?;
        let case = self.viewed_evaluation(actor, id)?;
        let kind = PaperKind::ExAnteReport;
        let rules = self.rules(actor.division, case.sheet.year);
        let telling = Telling {
            page: &page,
            text: &rules.letter_text(kind)?.value,
        };
        let draft = PaperDraft {
            kind,
            year: case.sheet.year,
            unit: case.listing.project.unit,
            unit_name: page.row.unit_name.clone(),
            subject: page.row.name.clone(),
            source: PaperSource::ExAnteEvaluation(id),
            body: telling.body(),
            enclosures: Vec::new(),
            copies_to: Vec::new(),
        };
        // The day of the last signature: a final report must not look younger each time it is printed.
        let signed = page.signatures.iter().map(|one| one.hand.at).max();
        let date = signed.unwrap_or_else(|| self.now()).shanghai_date();
        let paper = Paper {
            addressee: None,
            is_draft: page.report != ReportState::Formal,
            ..self.unnumbered_paper(actor.division, &draft, date)?
        };
        let digest = page.editions.iter().max_by_key(|one| one.edition);
        Ok(PrintedPaper {
            bytes: self.print_unregistered(
                actor.division,
                &paper,
                digest.map(|one| &*one.content_sha256),
                copy,
            )?,
            name: paper.title,
        })
    }
}

/// What is told, and the words in which it is told.
struct Telling<'a> {
    page: &'a EvaluationPage,
    text: &'a LetterText,
}

impl Telling<'_> {
    fn body(&self) -> Vec<Block> {
        let page = self.page;
        let paragraph = |words: String| vec![Block::Paragraph(words)];
        let mut parts = vec![
            (phrase::SUBJECT_HEADING, self.subject()),
            (phrase::PROCEDURE_HEADING, paragraph(self.procedure())),
            (phrase::CONTENTS_HEADING, self.contents()),
            (phrase::CONCLUSION_HEADING, paragraph(self.conclusion())),
        ];
        if !page.conditions.is_empty() {
            parts.push((phrase::CONDITIONS_HEADING, vec![conditions(page)]));
        }
        if !page.advice.is_empty() {
            parts.push((phrase::ADVICE_HEADING, paragraph(page.advice.clone())));
        }
        if !page.opinions.is_empty() {
            let opinions = page.opinions.iter();
            let said = opinions.map(|one| format!("{}:{}({})", one.step, one.text, one.hand.name));
            parts.push((phrase::OPINIONS_HEADING, vec![Block::List(said.collect())]));
        }
        let parts = parts
            .into_iter()
            .map(|(heading, part)| (self.text.say(heading, &[]), part));
        let mut blocks = parted(parts);
        blocks.push(Block::Signatures(signatures(page)));
        blocks
    }

    fn subject(&self) -> Vec<Block> {
        let row = &self.page.row;
        let mut blocks = vec![Block::Paragraph(self.text.say(
            phrase::SUBJECT,
            &[
                &row.unit_name,
                &row.name,
                &row.category,
                &row.code,
                &row.department_name,
                &row.reasons.join(";"),
                &row.lead_name,
            ],
        ))];
        if !self.page.summary.is_empty() {
            blocks.push(Block::Paragraph(self.page.summary.clone()));
        }
        blocks
    }

    fn procedure(&self) -> String {
        let (page, text) = (self.page, self.text);
        let materials = page.materials.iter().filter(|one| !one.files.is_empty()).count();
        let names: Vec<&str> = page.experts.iter().map(|one| one.name.as_str()).collect();
        let met = page.discussion.as_ref().map_or_else(String::new, |hand| {
            text.say(phrase::DISCUSSION, &[&printed_date(hand.at.shanghai_date())])
        });
        let (materials, experts) = (materials.to_string(), names.len().to_string());
        text.say(
            phrase::PROCEDURE,
            &[&materials, &experts, &names.join("、"), &met],
        )
    }

    fn contents(&self) -> Vec<Block> {
        match &self.page.matrix {
            Some(matrix) => vec![Block::Table(scores(matrix))],
            None => vec![Block::Paragraph(self.text.say(phrase::SEALED, &[]))],
        }
    }

    fn conclusion(&self) -> String {
        let (page, text) = (self.page, self.text);
        let row = &page.row;
        let Some(name) = &row.conclusion else {
            return text.say(phrase::WITHOUT_CONCLUSION, &[]);
        };
        let money =
            |amount: Option<Money>| amount.map_or_else(|| "—".to_owned(), |amount| amount.to_string());
        let score = |score: Option<Score>| score.map_or_else(|| "—".to_owned(), |score| score.to_string());
        let departure = if page.departure_reason.is_empty() {
            String::new()
        } else {
            text.say(phrase::DEPARTURE, &[&page.departure_reason])
        };
        text.say(
            phrase::CONCLUSION,
            &[
                &score(row.score),
                name,
                &money(row.asked),
                &money(row.granted),
                &money(row.cut),
                &departure,
            ],
        )
    }
}

fn scores(matrix: &ScoreMatrix) -> PaperTable {
    let three = |summary: Option<hengji_domain::ex_ante::ScoreSummary>| match summary {
        Some(one) => [one.mean, one.highest, one.lowest].map(|score| score.to_string()),
        None => ["", "", ""].map(str::to_owned),
    };
    let mut rows: Vec<Vec<String>> = Vec::with_capacity(matrix.rows.len() + 1);
    for row in &matrix.rows {
        let mut cells = vec![row.content.clone(), row.item.clone(), row.points.to_string()];
        cells.extend(three(row.summary));
        rows.push(cells);
    }
    if matrix.summary.is_some() {
        let mut cells = vec!["总分".to_owned(), String::new(), "100".to_owned()];
        cells.extend(three(matrix.summary));
        rows.push(cells);
    }
    PaperTable {
        caption: "专家评分汇总".to_owned(),
        columns: vec![
            PaperColumn::text("评估内容", 3),
            PaperColumn::text("评分项", 5),
            PaperColumn::number("分值", 2),
            PaperColumn::number("平均", 2),
            PaperColumn::number("最高", 2),
            PaperColumn::number("最低", 2),
        ],
        rows,
    }
}

fn conditions(page: &EvaluationPage) -> Block {
    let rows = page.conditions.iter().map(|view| {
        let condition = &view.condition;
        vec![
            condition.number.to_string(),
            condition.words.clone(),
            view.unit_name.clone(),
            condition.due_on.to_string(),
            condition.timing.name().to_owned(),
        ]
    });
    Block::Table(PaperTable {
        caption: "前置条件".to_owned(),
        columns: vec![
            PaperColumn::word("编号", 1),
            PaperColumn::text("条件", 6),
            PaperColumn::text("责任单位", 3),
            PaperColumn::word("期限", 3),
            PaperColumn::word("时点", 3),
        ],
        rows: rows.collect(),
    })
}

fn signatures(page: &EvaluationPage) -> Vec<SignatureLine> {
    let of_edition = page.signatures.iter().filter(|one| one.edition == page.edition);
    of_edition
        .map(|one| SignatureLine {
            party: one.step.clone(),
            role: one.role_name.to_owned(),
            name: Some(one.hand.name.clone()),
            date: Some(one.hand.at.shanghai_date()),
        })
        .collect()
}
