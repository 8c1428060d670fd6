//! 签证单 as a paper: what both sides said of each point, with their signatures.

use hengji_domain::Division;
use hengji_domain::evaluation::Side;
use hengji_domain::id::{EvaluationId, PaperId};
use hengji_domain::paper::phrase::sign_off_sheet as phrase;
use hengji_domain::paper::{
    Block, LetterText, PaperColumn, PaperKind, PaperSource, PaperTable, SignatureLine, Standing, printed_date,
};
use hengji_domain::person::Actor;
use hengji_domain::sign_off::{SecondLook, SignOffPoint, SignOffSheet, SignOffSide};
use hengji_domain::{Score, Weight};
use hengji_store::papers::{self, PaperEvent, PaperRecord};

use crate::app::{App, Step, Tx};
use crate::error::AppError;
use crate::evaluations::case::EvaluationCase;
use crate::papers::Copy;
use crate::papers::issue::PaperDraft;
use crate::third_party::access::is_outsider;

/// What stands where there is nothing to print.
const NONE: &str = "—";

impl App {
    /// The sheet in force as a file marked as a draft; once signed it is printed from the register of papers.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for a stranger and without a sheet; [`AppError::Refused`] `fonts-missing`;
    /// [`AppError::RuleMissing`].
    pub fn print_sign_off_draft(
        &self,
        actor: &Actor,
        id: EvaluationId,
        copy: Copy,
    ) -> Result<Vec<u8>, AppError> {
        let case = self.viewed_scored(actor, id)?;
        // A file without the institution's mark is not for institutions; the page has it.
        let sheet = case.sheet_in_force().filter(|_| !is_outsider(actor));
        let sheet = sheet.ok_or(AppError::NotFound)?;
        let draft = self.sign_off_paper(actor.division, &case, sheet)?;
        let paper = self.preview_paper(actor.division, &draft)?;
        self.print_preview(&paper, copy)
    }

    /// What the paper of a sheet is made from.
    pub(in crate::evaluations) fn sign_off_paper(
        &self,
        division: Division,
        case: &EvaluationCase,
        sheet: &SignOffSheet,
    ) -> Result<PaperDraft, AppError> {
        let one = &case.listing.evaluation;
        let kind = PaperKind::SignOffSheet;
        let text = self.rules(division, one.year).letter_text(kind)?.value;
        Ok(PaperDraft {
            kind,
            year: one.year,
            unit: one.department,
            unit_name: case.listing.department_name.clone(),
            subject: one.title.clone(),
            source: PaperSource::SignOff(one.id),
            body: body(case, sheet, &text)?,
            enclosures: Vec::new(),
            copies_to: Vec::new(),
        })
    }
}

/// Takes the paper of a sheet back whose conclusion was opened again.
pub(super) fn take_back(tx: &mut Tx<'_>, actor: &Actor, paper: PaperId) -> Step<()> {
    let known = papers::find(tx.db, tx.division, paper)?.ok_or(AppError::NotFound)?;
    let words = "评价重新开启,本签证单失效".to_owned();
    let state = known.standing.withdraw(&words)?;
    tx.detail("paper", &known.number);
    let withdrawn = PaperRecord {
        standing: Standing {
            state,
            ..known.standing
        },
        ..known
    };
    let version = papers::update(tx.db, tx.division, &withdrawn)?;
    let event = PaperEvent {
        paper: withdrawn.id,
        version,
        state,
        words,
        user: Some(actor.user),
        user_name: actor.name.clone(),
        at: tx.now,
    };
    papers::insert_events(tx.db, tx.division, &[event])?;
    Ok(())
}

fn body(case: &EvaluationCase, sheet: &SignOffSheet, text: &LetterText) -> Result<Vec<Block>, AppError> {
    let total = case.total(Side::Verification)?;
    let total = total.map_or_else(|| NONE.to_owned(), |total| total.total.to_string());
    let mut blocks = vec![Block::Paragraph(text.say(
        phrase::SUBJECT,
        &[
            &case.frame.kind_name,
            &case.listing.unit_name,
            &sheet.edition.to_string(),
            &total,
        ],
    ))];
    if sheet.points.is_empty() {
        blocks.push(Block::Paragraph(text.say(phrase::WITHOUT_POINTS, &[])));
    } else {
        blocks.push(Block::Paragraph(result(sheet, text)));
        blocks.push(heading(text.say(phrase::POINTS_HEADING, &[])));
        blocks.push(Block::Table(points(sheet)));
    }
    let disputes: Vec<&SignOffPoint> = sheet.points.iter().filter(|point| point.is_disputed()).collect();
    if !disputes.is_empty() {
        blocks.push(heading(text.say(phrase::DISPUTES_HEADING, &[])));
    }
    for point in disputes {
        blocks.push(Block::Paragraph(dispute(point, text)));
        if let Some(look) = &point.second {
            blocks.push(Block::Paragraph(second_look(look, text)));
        }
    }
    blocks.push(Block::Signatures(signatures(case, sheet)));
    Ok(blocks)
}

fn heading(text: String) -> Block {
    Block::Heading { level: 1, text }
}

fn result(sheet: &SignOffSheet, text: &LetterText) -> String {
    let disputed = sheet.points.iter().filter(|point| point.is_disputed()).count();
    let answered = sheet.points.iter().filter(|point| point.answer.is_some()).count();
    let amended = |point: &&SignOffPoint| {
        let outcome = point.second.as_ref().map(|look| look.outcome);
        outcome == Some(hengji_domain::sign_off::SecondOutcome::Amended)
    };
    let amended = sheet.points.iter().filter(amended).count();
    let counts = [sheet.points.len(), answered - disputed, disputed, amended].map(|count| count.to_string());
    let [all, agreed, disputed, amended] = &counts;
    text.say(phrase::RESULT, &[all, agreed, disputed, amended])
}

fn points(sheet: &SignOffSheet) -> PaperTable {
    let score = |score: Option<Score>| score.map_or_else(|| NONE.to_owned(), |score| score.to_string());
    let row = |point: &SignOffPoint| {
        let verdict = point.answer.as_ref().map_or(NONE, |answer| answer.verdict.name());
        vec![
            point.number.to_string(),
            if point.name.is_empty() {
                "其他问题".to_owned()
            } else {
                point.name.clone()
            },
            point
                .weight
                .map_or_else(|| NONE.to_owned(), |weight: Weight| weight.to_string()),
            score(point.own),
            score(point.verified),
            score(point.signed_score()),
            point.words.clone(),
            verdict.to_owned(),
        ]
    };
    PaperTable {
        caption: String::new(),
        columns: vec![
            PaperColumn::word("序号", 2),
            PaperColumn::text("指标或事项", 5),
            PaperColumn::number("分值", 2),
            PaperColumn::number("自评分", 3),
            PaperColumn::number("复核分", 3),
            PaperColumn::number("签定分", 3),
            PaperColumn::text("改分理由、发现的问题", 8),
            PaperColumn::word("部门意见", 3),
        ],
        rows: sheet.points.iter().map(row).collect(),
    }
}

fn dispute(point: &SignOffPoint, text: &LetterText) -> String {
    let (words, evidence) = point
        .answer
        .as_ref()
        .map_or(("", ""), |answer| (&answer.words, &answer.evidence));
    let evidence = if evidence.is_empty() {
        String::new()
    } else {
        text.say(phrase::EVIDENCE, &[evidence])
    };
    let name = if point.name.is_empty() {
        &point.words
    } else {
        &point.name
    };
    let number = point.number.to_string();
    text.say(phrase::DISPUTE, &[&number, name, words, &evidence])
}

fn second_look(look: &SecondLook, text: &LetterText) -> String {
    let outcome = look.score.map_or_else(
        || look.outcome.name().to_owned(),
        |score| format!("{}为 {score} 分", look.outcome.name()),
    );
    let date = printed_date(look.hand.at.shanghai_date());
    text.say(
        phrase::SECOND_LOOK,
        &[&look.hand.name, &date, &outcome, &look.words],
    )
}

fn signatures(case: &EvaluationCase, sheet: &SignOffSheet) -> Vec<SignatureLine> {
    let line = |side: SignOffSide| {
        let signed = sheet.signature(side);
        SignatureLine {
            party: match side {
                SignOffSide::Bureau => side.name().to_owned(),
                SignOffSide::Department => case.listing.department_name.clone(),
            },
            role: "签证人".to_owned(),
            name: signed.map(|hand| hand.name.clone()),
            date: signed.map(|hand| hand.at.shanghai_date()),
        }
    };
    SignOffSide::ALL.map(line).into()
}
