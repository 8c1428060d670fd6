//! 成文 (issue): a draft becomes a paper with a number, dates and a digest, inside the transaction of whoever issues it.

use chrono::Datelike;
use hengji_domain::id::{PaperId, UnitId, UserId};
use hengji_domain::paper::{
    Block, DueDates, LetterWords, Paper, PaperKind, PaperSource, PaperState, Standing, Term, printed_date,
};
use hengji_domain::person::Actor;
use hengji_domain::{BudgetYear, Division, NaiveDate, Timestamp};
use hengji_store::papers::{self, PaperEvent, PaperRecord};
use hengji_store::{counters, sha256_hex};

use super::content;
use crate::app::{App, Step, Tx};
use crate::error::AppError;

/// What a paper is made from. The words around the body come from the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PaperDraft {
    pub(crate) kind: PaperKind,
    /// The budget year it speaks of.
    pub(crate) year: BudgetYear,
    /// The addressee.
    pub(crate) unit: UnitId,
    pub(crate) unit_name: String,
    /// The project, or what it is about.
    pub(crate) subject: String,
    pub(crate) source: PaperSource,
    /// What stands between the opening and the closing words.
    pub(crate) body: Vec<Block>,
    pub(crate) enclosures: Vec<String>,
    pub(crate) copies_to: Vec<String>,
}

/// Whose hand issues it, and when.
pub(crate) struct IssuingHand {
    /// None where the demonstration writes it.
    pub(crate) user: Option<UserId>,
    pub(crate) name: String,
    pub(crate) at: Timestamp,
    /// Whether it is served at once, as what travels with the budget is.
    pub(crate) serves: bool,
}

impl IssuingHand {
    /// The person who acts, now.
    pub(crate) fn of(actor: &Actor, tx: &Tx<'_>) -> Self {
        Self {
            user: Some(actor.user),
            name: actor.name.clone(),
            at: tx.now,
            serves: false,
        }
    }

    /// The same, serving what it issues.
    pub(crate) fn serving(actor: &Actor, tx: &Tx<'_>) -> Self {
        Self {
            serves: true,
            ..Self::of(actor, tx)
        }
    }

    /// The states that a paper passes in this hand. What both sides signed is signed for by that.
    const fn states(&self, kind: PaperKind) -> &'static [PaperState] {
        match (self.serves, kind.is_signed_by_both()) {
            (false, _) => &[PaperState::Issued],
            (true, false) => &[PaperState::Issued, PaperState::Served],
            (true, true) => &[PaperState::Issued, PaperState::Served, PaperState::Receipted],
        }
    }
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IssuedPaper {
    pub(crate) record: PaperRecord,
}

/// The parts of a paper that follow from its day.
struct Set {
    paper: Paper,
    due: DueDates,
    term: Term,
}

impl App {
    /// The paper as it would be issued today: without a number, and marked as a draft.
    ///
    /// # Errors
    ///
    /// [`AppError::RuleMissing`]; [`AppError::Refused`] `holidays-missing`.
    pub(crate) fn preview_paper(&self, division: Division, draft: &PaperDraft) -> Result<Paper, AppError> {
        Ok(Paper {
            is_draft: true,
            ..self.unnumbered_paper(division, draft, self.now().shanghai_date())?
        })
    }

    /// The paper of this day without a number, for what is printed and not registered.
    ///
    /// # Errors
    ///
    /// As [`Self::preview_paper`].
    pub(crate) fn unnumbered_paper(
        &self,
        division: Division,
        draft: &PaperDraft,
        day: NaiveDate,
    ) -> Result<Paper, AppError> {
        Ok(self.set_paper(division, draft, day)?.paper)
    }

    /// Issues one paper.
    ///
    /// # Errors
    ///
    /// As [`Self::issue_papers`].
    pub(crate) fn issue_paper(
        &self,
        tx: &mut Tx<'_>,
        hand: &IssuingHand,
        draft: &PaperDraft,
    ) -> Step<IssuedPaper> {
        let mut issued = self.issue_papers(tx, hand, std::slice::from_ref(draft))?;
        let one = issued.pop().ok_or_else(|| AppError::fault("公文没有成文"))?;
        tx.about("paper", one.record.id);
        tx.detail("paper", &one.record.number);
        tx.detail("title", &one.record.title);
        tx.detail("unit", &draft.unit_name);
        tx.detail("content_sha256", &one.record.sha256);
        Ok(one)
    }

    /// Issues papers of one kind and year in a row of numbers without a gap, in few statements however many.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `paper-already-issued` when something has a paper of this kind that was not taken back,
    /// `holidays-missing` for a year without a list; [`AppError::RuleMissing`].
    pub(crate) fn issue_papers(
        &self,
        tx: &mut Tx<'_>,
        hand: &IssuingHand,
        drafts: &[PaperDraft],
    ) -> Step<Vec<IssuedPaper>> {
        let Some(first) = drafts.first() else {
            return Ok(Vec::new());
        };
        let issued_on = hand.at.shanghai_date();
        let issuing_year = year_of(issued_on)?;
        // The number is taken first: whoever issues at the same time waits here, and then sees our papers.
        let name = format!("paper/{}/{issuing_year}", first.kind.code());
        let count = i64::try_from(drafts.len()).unwrap_or(i64::MAX);
        let last = counters::advance(tx.db, tx.division, &name, count)?;
        refuse_second(tx, first, drafts)?;
        let numbering = self.rules(tx.division, issuing_year).numbering(first.kind)?.value;
        let mut all = Vec::with_capacity(drafts.len());
        let mut events = Vec::with_capacity(drafts.len());
        for (draft, serial) in drafts.iter().zip(last - count + 1..) {
            let set = self.set_paper(tx.division, draft, issued_on)?;
            let number = numbering.number(issuing_year, u64::try_from(serial).unwrap_or(0));
            let paper = Paper {
                number: Some(number.clone()),
                ..set.paper
            };
            let text = content::written(&paper)?;
            let states = hand.states(draft.kind);
            let record = PaperRecord {
                id: tx.fresh()?,
                year: draft.year,
                kind: draft.kind,
                number,
                title: paper.title,
                unit: draft.unit,
                source: draft.source,
                issued_on,
                term: set.term,
                standing: Standing {
                    state: states.last().copied().unwrap_or(PaperState::Issued),
                    receipt_due_on: set.due.receipt_on,
                    answer_due_on: set.due.answer_on,
                },
                served_on: hand.serves.then_some(issued_on),
                receipted_on: states.contains(&PaperState::Receipted).then_some(issued_on),
                answered_on: None,
                sha256: sha256_hex(text.as_bytes()),
                version: i32::try_from(states.len()).unwrap_or(i32::MAX),
            };
            events.extend(issued_by(hand, states, record.id));
            all.push((record, text));
        }
        papers::insert_many(tx.db, tx.division, &all)?;
        papers::insert_events(tx.db, tx.division, &events)?;
        let issued = all.into_iter().map(|(record, _)| IssuedPaper { record });
        Ok(issued.collect())
    }

    fn set_paper(
        &self,
        division: Division,
        draft: &PaperDraft,
        issued_on: NaiveDate,
    ) -> Result<Set, AppError> {
        let rules = self.rules(division, draft.year);
        let term = rules.paper_term(draft.kind)?;
        let holidays = self.rule_book().holidays_around(division, year_of(issued_on)?);
        let due = term.due_dates(issued_on, &holidays)?;
        let words = LetterWords {
            division: self.printed_division(division)?,
            unit: draft.unit_name.clone(),
            subject: draft.subject.clone(),
            year: draft.year.to_string(),
            answer_by: due.answer_on.map(printed_date).unwrap_or_default(),
            answer_within: term
                .answer_days
                .map(hengji_domain::time::working_days::DayCount::printed)
                .unwrap_or_default(),
        };
        let text = rules.letter_text(draft.kind)?.value.filled(&words);
        let mut blocks = vec![Block::Paragraph(text.opening)];
        blocks.extend(draft.body.iter().cloned());
        if !text.closing.is_empty() {
            // Signatures stand at the very end, after the closing words.
            let at = blocks
                .iter()
                .position(|block| matches!(block, Block::Signatures(_)))
                .unwrap_or(blocks.len());
            blocks.insert(at, Block::Paragraph(text.closing));
        }
        Ok(Set {
            paper: Paper {
                kind: draft.kind,
                issuer: text.issuer,
                number: None,
                title: text.title,
                addressee: Some(draft.unit_name.clone()),
                blocks,
                enclosures: draft.enclosures.clone(),
                copies_to: draft.copies_to.clone(),
                date: issued_on,
                is_draft: false,
            },
            due,
            term,
        })
    }

    /// The name of the division as papers print it: a remark in brackets belongs to screens.
    fn printed_division(&self, division: Division) -> Result<String, AppError> {
        let served = self.served_divisions()?;
        let known = served.iter().find(|one| one.division == division);
        let name = known.map(|one| one.name.as_str()).unwrap_or_default();
        let plain = name.split(['(', '(']).next().unwrap_or(name);
        Ok(plain.trim().to_owned())
    }
}

fn year_of(day: NaiveDate) -> Result<BudgetYear, AppError> {
    let year = u16::try_from(day.year()).unwrap_or(0);
    BudgetYear::new(year).map_err(AppError::fault)
}

fn issued_by(
    hand: &IssuingHand,
    states: &'static [PaperState],
    paper: PaperId,
) -> impl Iterator<Item = PaperEvent> {
    states.iter().zip(1..).map(move |(state, version)| PaperEvent {
        paper,
        version,
        state: *state,
        words: String::new(),
        user: hand.user,
        user_name: hand.name.clone(),
        at: hand.at,
    })
}

/// Takes an earlier paper back, saying what stands in its place.
///
/// # Errors
///
/// [`AppError::Refused`] for one that was taken back before; [`AppError::Stale`].
pub(crate) fn replace(tx: &mut Tx<'_>, hand: &IssuingHand, earlier: PaperRecord, words: String) -> Step<()> {
    let state = earlier.standing.withdraw(&words)?;
    tx.detail("replaced", &earlier.number);
    let withdrawn = PaperRecord {
        standing: Standing {
            state,
            ..earlier.standing
        },
        ..earlier
    };
    let version = papers::update(tx.db, tx.division, &withdrawn)?;
    let event = PaperEvent {
        paper: withdrawn.id,
        version,
        state,
        words,
        user: hand.user,
        user_name: hand.name.clone(),
        at: hand.at,
    };
    papers::insert_events(tx.db, tx.division, &[event])?;
    Ok(())
}

/// One thing has one paper of a kind; another one only after the first was taken back.
fn refuse_second(tx: &mut Tx<'_>, first: &PaperDraft, drafts: &[PaperDraft]) -> Step<()> {
    let sources: Vec<PaperSource> = drafts.iter().map(|draft| draft.source).collect();
    let known = papers::of_sources(tx.db, tx.division, first.year, &sources)?;
    let standing = known.iter().find(|one| one.kind == first.kind && one.stands());
    match standing {
        None => Ok(()),
        Some(one) => Err(AppError::refused(
            "paper-already-issued",
            format!(
                "已于{}发出{}(“{}”),不能重复发文;如需重发,请先撤回原件。",
                printed_date(one.issued_on),
                one.number,
                one.title
            ),
        )
        .into()),
    }
}
