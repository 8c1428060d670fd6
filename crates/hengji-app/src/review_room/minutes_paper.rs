//! 会审纪要 as a paper: registered with a number in the moment in which the second side signs.

use hengji_domain::paper::phrase::review_minutes as phrase;
use hengji_domain::paper::{
    Block, LetterText, PaperColumn, PaperKind, PaperSource, PaperTable, SignatureLine,
};
use hengji_store::papers::{self, PaperRecord};
use hengji_store::review_room::minutes::Minutes;

use super::minutes::minutes_view;
use super::slot::Table;
use super::view::{MinutesGoal, MinutesPaper, MinutesView};
use crate::app::{App, Step, Tx};
use crate::error::AppError;
use crate::papers::issue::{IssuingHand, PaperDraft, replace};

impl App {
    /// Registers minutes that both sides have signed; both have them, so they count as served. Those of an earlier
    /// edition are taken back: two papers must not stand for one slot.
    pub(crate) fn issue_minutes(
        &self,
        tx: &mut Tx<'_>,
        hand: &IssuingHand,
        table: &Table,
        signed: &Minutes,
    ) -> Step<PaperRecord> {
        let entry = &table.slot.entry;
        let source = PaperSource::ReviewSlot(entry.slot);
        let standing = papers::of_sources(tx.db, tx.division, table.year(), &[source])?
            .into_iter()
            .find(PaperRecord::stands);
        if let Some(earlier) = standing {
            replace(
                tx,
                hand,
                earlier,
                format!("由第 {} 份会审纪要代替", signed.edition),
            )?;
        }
        let kind = PaperKind::ReviewMinutes;
        let text = self.rules(tx.division, table.year()).letter_text(kind)?.value;
        let draft = PaperDraft {
            kind,
            year: table.year(),
            unit: entry.department,
            unit_name: entry.department_name.clone(),
            subject: table.session.name.clone(),
            source,
            body: body(&minutes_view(signed)?, &text),
            enclosures: Vec::new(),
            copies_to: Vec::new(),
        };
        let issued = self.issue_papers(tx, hand, &[draft])?.pop();
        let issued = issued.ok_or_else(|| AppError::fault("会审纪要没有成文"))?;
        Ok(issued.record)
    }
}

fn body(minutes: &MinutesView, text: &LetterText) -> Vec<Block> {
    let paper = &minutes.paper;
    let mut blocks = vec![
        Block::Paragraph(text.say(
            phrase::MEETING,
            &[
                &paper.session,
                &paper.time,
                &paper.place,
                &paper.reviewers.join("、"),
            ],
        )),
        Block::Paragraph(result(paper, text)),
    ];
    let (remarked, plain): (Vec<&MinutesGoal>, Vec<&MinutesGoal>) =
        paper.goals.iter().partition(|goal| goal.has_remarks());
    if !plain.is_empty() {
        let count = plain.len().to_string();
        blocks.push(Block::Paragraph(text.say(phrase::WITHOUT_REMARKS, &[&count])));
        blocks.push(Block::Table(passed_table(&plain)));
    }
    if !remarked.is_empty() {
        blocks.push(Block::Heading {
            level: 1,
            text: text.say(phrase::REMARKS_HEADING, &[]),
        });
    }
    for (goal, number) in remarked.into_iter().zip(1_u32..) {
        blocks.extend(goal_part(goal, number, text));
    }
    blocks.push(Block::Paragraph(
        text.say(phrase::DIGEST, &[&minutes.edition.to_string(), &minutes.sha256]),
    ));
    blocks.push(Block::Signatures(signatures(minutes)));
    blocks
}

/// The goals without a remark, one a row: a hundred names in one sentence cannot be checked off.
fn passed_table(goals: &[&MinutesGoal]) -> PaperTable {
    let row = |(number, goal): (usize, &&MinutesGoal)| {
        vec![
            number.to_string(),
            goal.project.clone(),
            goal.unit.clone(),
            format!("第{}版", goal.edition),
        ]
    };
    PaperTable {
        caption: String::new(),
        columns: vec![
            PaperColumn::number("序号", 1),
            PaperColumn::text("项目", 6),
            PaperColumn::text("单位", 4),
            PaperColumn::text("目标版次", 2),
        ],
        rows: (1..).zip(goals).map(row).collect(),
    }
}

fn result(paper: &MinutesPaper, text: &LetterText) -> String {
    let count = paper.count();
    let counts = [
        count.goals,
        count.passed,
        count.returned,
        count.open,
        count.opinions,
        count.edits,
    ]
    .map(|count| count.to_string());
    let [goals, passed, returned, open, opinions, edits] = &counts;
    text.say(phrase::RESULT, &[goals, passed, returned, open, opinions, edits])
}

fn goal_part(goal: &MinutesGoal, number: u32, text: &LetterText) -> Vec<Block> {
    let points = if goal.points.is_empty() {
        String::new()
    } else {
        text.say(phrase::POINTS, &[&goal.points])
    };
    let mut blocks = vec![
        Block::Heading {
            level: 2,
            text: format!("{number}. {}", goal.project),
        },
        Block::Paragraph(text.say(
            phrase::OUTCOME,
            &[&goal.unit, &goal.edition.to_string(), &goal.outcome, &points],
        )),
    ];
    if !goal.opinions.is_empty() {
        let rows = goal.opinions.iter();
        let rows = rows.map(|one| vec![one.line.clone(), one.reason.clone(), one.words.clone()]);
        blocks.push(Block::Table(PaperTable {
            caption: String::new(),
            columns: vec![
                PaperColumn::text("指标", 3),
                PaperColumn::text("理由", 3),
                PaperColumn::text("意见", 6),
            ],
            rows: rows.collect(),
        }));
    }
    let edits = goal.edits.iter();
    blocks.extend(edits.map(|edit| Block::Paragraph(text.say(phrase::EDIT, &[edit]))));
    blocks
}

fn signatures(minutes: &MinutesView) -> Vec<SignatureLine> {
    let sides = [("财政部门", &minutes.bureau), ("主管部门", &minutes.department)];
    sides
        .map(|(party, hand)| SignatureLine {
            party: party.to_owned(),
            role: "审核代表".to_owned(),
            name: hand.as_ref().map(|hand| hand.name.clone()),
            date: hand.as_ref().map(|hand| hand.at.shanghai_date()),
        })
        .into()
}
