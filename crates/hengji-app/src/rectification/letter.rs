//! 绩效评价结果反馈书 (feedback letter): the findings of one origin and unit in one letter, and what becomes of them
//! when it is served, answered or taken back.

use hengji_authz::{Action, decide};
use hengji_domain::id::EvaluationFindingId;
use hengji_domain::paper::{Block, PaperColumn, PaperKind, PaperSource, PaperState, PaperTable};
use hengji_domain::person::Actor;
use hengji_domain::rectification::FindingState;
use hengji_domain::{Division, NaiveDate};
use hengji_store::Db;
use hengji_store::papers::PaperRecord;
use hengji_store::rectification::{
    EvaluationFinding, FindingListing, RectificationHand, Step as Trail, find_finding_listing,
    insert_finding_steps, listings_of_paper, move_with_letter, put_into_letter, unserved_of_unit,
};
use serde::{Deserialize, Serialize};

use super::case::{Names, choice, find, hand, place, resource, step};
use crate::app::{App, Request, Step, Tx};
use crate::common::{RequestKey, Written};
use crate::error::AppError;
use crate::papers::Copy;
use crate::papers::issue::{IssuingHand, PaperDraft};
use crate::papers::view::PaperPreview;

/// A letter to be issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterInput {
    /// How many findings the draft showed: one that came since must be read first.
    pub findings: usize,
    /// 整改要求, a paragraph for each line; blank where the standing words say enough.
    #[serde(default)]
    pub demands: String,
}

/// Longest demands, characters.
const DEMANDS_MAX: usize = 4_000;

impl App {
    /// The letter as it would be issued today, with the number of its findings.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for a stranger and for whoever may not issue letters; [`AppError::Refused`]
    /// `finding-served`, `holidays-missing`; [`AppError::RuleMissing`].
    pub fn preview_result_letter(
        &self,
        actor: &Actor,
        id: EvaluationFindingId,
        demands: &str,
    ) -> Result<(PaperPreview, usize), AppError> {
        let division = actor.division;
        let (listing, group) = self.read(|db| {
            let listing = find_finding_listing(db, division, id)?.ok_or(AppError::NotFound)?;
            let group = group(db, division, &listing)?;
            Ok((listing, group))
        })?;
        let about = resource(division, place(&listing), listing.finding.state);
        if !decide(actor, Action::IssuePaper, &about).allow {
            return Err(AppError::NotFound);
        }
        let draft = self.result_letter(division, &group, demands)?;
        let preview = PaperPreview {
            paper: self.preview_paper(division, &draft)?,
            at: self.now(),
        };
        Ok((preview, group.len()))
    }

    /// The same as a file, marked as a draft.
    ///
    /// # Errors
    ///
    /// As [`Self::preview_result_letter`]; [`AppError::Refused`] `fonts-missing`.
    pub fn print_result_letter_draft(
        &self,
        actor: &Actor,
        id: EvaluationFindingId,
        demands: &str,
    ) -> Result<Vec<u8>, AppError> {
        let (preview, _) = self.preview_result_letter(actor, id, demands)?;
        self.print_preview(&preview.paper, Copy::Pdf)
    }

    /// Issues the letter with all findings of the same origin and unit that wait for feedback.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `finding-in-letter`, `letter-findings-changed`, `finding-served`, `holidays-missing`;
    /// [`AppError::Invalid`] for demands that are too long; [`AppError::NotFound`].
    pub fn issue_result_letter(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: EvaluationFindingId,
        input: &LetterInput,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::IssuePaper,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| find(tx, actor, id),
            |tx, listing| {
                let group = group(tx.db, tx.division, &listing)?;
                if group.len() != input.findings {
                    let told = format!(
                        "草稿上是 {} 个问题,现在同一来源、同一单位待反馈的是 {} 个;请刷新草稿,看过后再成文。",
                        input.findings,
                        group.len()
                    );
                    return Err(AppError::refused("letter-findings-changed", told).into());
                }
                let record = self.issue_letter_of(tx, &IssuingHand::of(actor, tx), &group, &input.demands)?;
                let by = hand(actor, tx);
                tell(tx, &group, "lettered", &record.number, &by)?;
                Ok(Written {
                    id: record.id.to_string(),
                    version: record.version,
                })
            },
        )
    }

    /// Issues the letter of a group of findings and puts them into it.
    pub(crate) fn issue_letter_of(
        &self,
        tx: &mut Tx<'_>,
        by: &IssuingHand,
        group: &[FindingListing],
        demands: &str,
    ) -> Step<PaperRecord> {
        let draft = self.result_letter(tx.division, group, demands)?;
        let record = self.issue_paper(tx, by, &draft)?.record;
        let ids: Vec<EvaluationFindingId> = group.iter().map(|one| one.finding.id).collect();
        put_into_letter(tx.db, tx.division, &ids, record.id)?;
        tx.detail("findings", ids.len());
        Ok(record)
    }

    fn result_letter(
        &self,
        division: Division,
        group: &[FindingListing],
        demands: &str,
    ) -> Result<PaperDraft, AppError> {
        super::case::not_longer("demands", "整改要求", demands, DEMANDS_MAX)?;
        let first = group.first().ok_or(AppError::NotFound)?;
        let names = Names::of(&self.rules(division, first.finding.year))?;
        let is_own = first.finding.unit == first.department;
        Ok(PaperDraft {
            kind: PaperKind::EvaluationFeedback,
            year: first.finding.year,
            unit: first.finding.unit,
            unit_name: first.unit_name.clone(),
            subject: first.finding.origin.title.clone(),
            source: PaperSource::Findings(first.finding.id),
            body: body(&names, group, demands),
            enclosures: Vec::new(),
            copies_to: (!is_own)
                .then(|| first.department_name.clone())
                .into_iter()
                .collect(),
        })
    }
}

/// The findings that travel in one letter: of the same origin, unit and year, waiting for feedback.
fn group(db: &mut Db, division: Division, listing: &FindingListing) -> Step<Vec<FindingListing>> {
    let one = &listing.finding;
    one.state.may_change()?;
    if one.paper.is_some() {
        let told = "该问题已写入反馈书,请在公文登记中送达;需要重写的,先撤回原反馈书。";
        return Err(AppError::refused("finding-in-letter", told).into());
    }
    let same = |other: &EvaluationFinding| {
        other.paper.is_none()
            && other.origin.kind == one.origin.kind
            && other.origin.id == one.origin.id
            && other.origin.title == one.origin.title
    };
    let all = unserved_of_unit(db, division, one.unit, one.year)?;
    Ok(all.into_iter().filter(|other| same(&other.finding)).collect())
}

fn body(names: &Names, group: &[FindingListing], demands: &str) -> Vec<Block> {
    let rows = group.iter().zip(1_u32..).map(|(listing, number)| {
        let one = &listing.finding;
        let place = if one.place.is_empty() {
            "—".to_owned()
        } else {
            one.place.clone()
        };
        vec![
            number.to_string(),
            one.words.clone(),
            place,
            choice(&names.rules.causes, &one.cause).name,
            one.amount
                .map_or_else(|| "—".to_owned(), |money| money.to_string()),
        ]
    });
    let mut blocks = vec![
        Block::Heading {
            level: 1,
            text: "一、发现的问题".to_owned(),
        },
        Block::Paragraph(format!("共发现问题 {} 个,列表如下。", group.len())),
        Block::Table(PaperTable {
            caption: String::new(),
            columns: vec![
                PaperColumn::word("序号", 1),
                PaperColumn::text("问题", 6),
                PaperColumn::word("所在指标或事项", 3),
                PaperColumn::word("根源", 3),
                PaperColumn::number("金额(万元)", 2),
            ],
            rows: rows.collect(),
        }),
    ];
    let asked: Vec<String> = demands
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .zip(1_u32..)
        .map(|(line, number)| format!("{number}. {line}"))
        .collect();
    if !asked.is_empty() {
        blocks.push(Block::Heading {
            level: 1,
            text: "二、整改要求".to_owned(),
        });
        blocks.push(Block::List(asked));
    }
    blocks
}

/// The findings of a feedback letter move with it. Called wherever a paper takes a step.
pub(crate) fn follow_letter(tx: &mut Tx<'_>, by: &RectificationHand, record: &PaperRecord) -> Step<()> {
    if record.kind != PaperKind::EvaluationFeedback {
        return Ok(());
    }
    let (entered, served) = (FindingState::Entered, FindingState::Served);
    let served_on: Option<NaiveDate> = record.served_on;
    let (moves, deed): (Vec<(FindingState, FindingState)>, &str) = match record.standing.state {
        PaperState::Served => (vec![(entered, served)], "served"),
        PaperState::Answered => (vec![(served, FindingState::Rectifying)], "planned"),
        PaperState::Withdrawn => (
            // Those that were never served only leave the letter.
            vec![(served, entered), (entered, entered)],
            "letter-withdrawn",
        ),
        PaperState::Issued | PaperState::Receipted => return Ok(()),
    };
    let all = listings_of_paper(tx.db, tx.division, record.id)?;
    for (from, to) in moves {
        let on = served_on.filter(|_| to != entered);
        move_with_letter(tx.db, tx.division, record.id, (from, to), on)?;
    }
    let standing: Vec<FindingListing> = all
        .into_iter()
        .filter(|one| one.finding.state != FindingState::Withdrawn)
        .collect();
    tell(tx, &standing, deed, &record.number, by)
}

/// Writes one step for each finding.
fn tell(
    tx: &mut Tx<'_>,
    group: &[FindingListing],
    deed: &str,
    words: &str,
    by: &RectificationHand,
) -> Step<()> {
    let steps: Vec<(EvaluationFindingId, Trail)> = group
        .iter()
        .map(|one| {
            let told = Trail {
                deed: deed.to_owned(),
                words: words.to_owned(),
                before: String::new(),
                hand: by.clone(),
            };
            (one.finding.id, told)
        })
        .collect();
    insert_finding_steps(tx.db, tx.division, &steps)?;
    Ok(())
}

/// One step of one finding.
pub(super) fn tell_one(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: EvaluationFindingId,
    deed: &str,
    words: &str,
) -> Step<()> {
    let told = step(actor, tx, deed, words, "");
    insert_finding_steps(tx.db, tx.division, &[(id, told)])?;
    Ok(())
}
