//! The page of a circular: what stands in the way, the edition with its ranking, who has signed.

use hengji_authz::{Action, Resource, decide};
use hengji_domain::circular::CircularState;
use hengji_domain::id::{CircularId, SpotRoundId, UnitId};
use hengji_domain::person::{Actor, Role};
use hengji_store::circulars::{self, Circular, CircularHand, CircularReceipt};
use hengji_store::spot::{self, SpotRound};
use hengji_store::{papers as kept, sha256_hex};

use super::content::{Content, ContentDepartment};
use super::gather::{Gathered, percent};
use super::view::{CircularBrief, CircularPage, CircularPreparation, CircularServed, CircularShown};
use super::{is_seen, prepares};
use crate::app::App;
use crate::common::Hand;
use crate::error::AppError;
use crate::papers::content as paper_content;
use crate::papers::{Copy, PrintedPaper};
use crate::spot::case;

/// Which departments are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CircularShow {
    /// All that the reader may see.
    #[default]
    All,
    /// Those with a place.
    Ranked,
    /// Those without.
    Unranked,
    /// Those that the circular names.
    Named,
}

/// The order of the ranking; equal rows follow by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CircularSort {
    /// By place, the unranked last.
    #[default]
    Place,
    /// By name.
    Name,
    /// By the number of drawn projects.
    Drawn,
    /// By the mean 抽评得分.
    Mean,
    /// By 自评平均 less 复核平均.
    Inflation,
}

/// What of a circular is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CircularQuery {
    /// Which edition; none asks for the latest that the reader may see.
    pub edition: Option<i32>,
    /// Which departments.
    pub show: CircularShow,
    /// Words in the name of a department.
    pub text: Option<String>,
    /// The order.
    pub sort: CircularSort,
    /// Whether downward.
    pub descending: bool,
}

impl App {
    /// The circular of a round: an edition in seven statements, with what a draft would rest on in fourteen.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for a round or an edition that the actor may not know of; [`AppError::Forbidden`];
    /// [`AppError::RuleMissing`].
    pub fn circular(
        &self,
        actor: &Actor,
        round: SpotRoundId,
        query: &CircularQuery,
    ) -> Result<CircularPage, AppError> {
        self.may_look(actor, Action::ViewSpotRounds)?;
        let (round, all) = self.read(|db| {
            let round = spot::find_round(db, actor.division, round)?.ok_or(AppError::NotFound)?;
            let all = circulars::of_round(db, actor.division, round.id)?;
            Ok((round, all))
        })?;
        if !case::is_seen(actor, &round) {
            return Err(AppError::NotFound);
        }
        let seen: Vec<&Circular> = all.iter().filter(|one| is_seen(actor, one)).collect();
        let wanted = match query.edition {
            Some(edition) => {
                let found = seen.iter().find(|one| one.edition == edition);
                Some(*found.ok_or(AppError::NotFound)?)
            }
            None => latest(&seen),
        };
        let now = self.figures_now(actor, &round, wanted)?;
        let is_waiting = all.iter().any(|one| one.state == CircularState::Drafted);
        let shown = wanted
            .map(|one| self.shown(actor, &round, one, now.as_ref(), query).map(Box::new))
            .transpose()?;
        let preparation = now
            .filter(|_| !is_waiting && prepares(actor))
            .map(|gathered| self.preparation(actor, &round, &all, &gathered).map(Box::new))
            .transpose()?;
        Ok(CircularPage {
            round: round.id,
            title: round.title,
            year: round.year,
            editions: seen.iter().rev().map(|one| brief(one)).collect(),
            shown,
            preparation,
            sees_all: prepares(actor),
        })
    }

    /// The figures as the records are now, for who prepares circulars and for nobody else.
    fn figures_now(
        &self,
        actor: &Actor,
        round: &SpotRound,
        wanted: Option<&Circular>,
    ) -> Result<Option<Gathered>, AppError> {
        if !prepares(actor) || round.state.may_evaluate().is_err() {
            return Ok(None);
        }
        let remarks = wanted.map_or("", |one| one.remarks.as_str());
        let day = self.now().shanghai_date();
        self.read(|db| self.gathered(db, actor, round, remarks, day))
            .map(Some)
    }

    fn shown(
        &self,
        actor: &Actor,
        round: &SpotRound,
        one: &Circular,
        now: Option<&Gathered>,
        query: &CircularQuery,
    ) -> Result<CircularShown, AppError> {
        let (content, text) = self.read(|db| {
            let content = circulars::content(db, actor.division, one.id)?;
            let text = match one.paper {
                Some(paper) => kept::content(db, actor.division, paper)?,
                None => None,
            };
            Ok((content, text))
        })?;
        let receipts = self.read(|db| Ok(circulars::receipts_of(db, actor.division, one.id)?))?;
        let is_intact = content
            .as_ref()
            .is_none_or(|text| sha256_hex(text.as_bytes()) == one.content_sha256);
        let issued = content.as_deref().map(Content::read).transpose()?;
        let live = now.map(|gathered| &gathered.content);
        let has_changed = issued
            .as_ref()
            .zip(live)
            .map(|(then, now)| !says_the_same(then, now));
        // A returned draft was never issued: what it would say now is all there is.
        let content = issued.or_else(|| live.cloned()).ok_or(AppError::NotFound)?;
        let paper = match text {
            Some(text) => paper_content::read(&text)?,
            None => {
                let draft = self.circular_paper(actor.division, round, &content, bureau(actor)?)?;
                self.preview_paper(actor.division, &draft)?
            }
        };
        let is_decider = may(actor, Action::DecideCircular) && one.state == CircularState::Drafted;
        let is_own = one.drafted.user == actor.user;
        let own = own_departments(actor);
        let signed = receipts.iter().filter(|one| one.receipted.is_some()).count();
        Ok(CircularShown {
            brief: brief(one),
            content_sha256: content.sha256()?,
            is_intact,
            has_changed,
            paper,
            registered: one.paper,
            departments: chosen(&content, query, prepares(actor), &own),
            receipt_due_on: one.receipt_due_on,
            receipted: (signed, receipts.len()),
            served: receipts
                .into_iter()
                .filter(|receipt| prepares(actor) || own.contains(&receipt.department))
                .map(|receipt| served(actor, one, receipt))
                .collect(),
            may_decide: is_decider && !is_own,
            why_not: if is_decider && is_own {
                "通报由您拟稿,须由另一位局领导审核签发。".to_owned()
            } else {
                String::new()
            },
            version: one.version,
            content,
        })
    }

    fn preparation(
        &self,
        actor: &Actor,
        round: &SpotRound,
        all: &[Circular],
        gathered: &Gathered,
    ) -> Result<CircularPreparation, AppError> {
        let refusal = gathered.require_enough().err();
        let is_begun = gathered
            .content
            .projects
            .iter()
            .any(|one| !one.evaluation.is_empty());
        let trial = if is_begun {
            let content = Content {
                remarks: String::new(),
                ..gathered.content.clone()
            };
            let draft = self.circular_paper(actor.division, round, &content, bureau(actor)?)?;
            Some(self.preview_paper(actor.division, &draft)?)
        } else {
            None
        };
        Ok(CircularPreparation {
            drawn: gathered.content.draw.drawn,
            concluded: gathered.content.concluded,
            least_percent: percent(gathered.rules.concluded_bp),
            basis: std::sync::Arc::clone(&gathered.rules.basis),
            waiting: gathered.waiting.clone(),
            may_draft: refusal.is_none() && may(actor, Action::DraftCircular),
            refusal: refusal.map_or_else(String::new, |refusal| refusal.to_string()),
            is_replacement: all.iter().any(|one| one.state == CircularState::Issued),
            reason_least: gathered.rules.reason_least,
            trial,
        })
    }

    /// An edition as PDF or Word: a draft is marked so and has no number.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for one that the actor may not know of; [`AppError::Refused`] `fonts-missing`.
    pub fn print_circular(
        &self,
        actor: &Actor,
        id: CircularId,
        copy: Copy,
    ) -> Result<PrintedPaper, AppError> {
        self.may_look(actor, Action::ViewSpotRounds)?;
        let one = self.seen_circular(actor, id)?;
        let kept = self.read(|db| match one.paper {
            Some(paper) => {
                let record = kept::find(db, actor.division, paper)?.ok_or(AppError::NotFound)?;
                let text = kept::content(db, actor.division, paper)?.ok_or(AppError::NotFound)?;
                Ok(Some((record, text)))
            }
            None => Ok(None),
        })?;
        if let Some((record, text)) = kept {
            return self.print_registered(actor.division, record, &text, copy);
        }
        let query = CircularQuery {
            edition: Some(one.edition),
            ..CircularQuery::default()
        };
        let shown = self.circular(actor, one.round, &query)?.shown;
        let shown = shown.ok_or(AppError::NotFound)?;
        Ok(PrintedPaper {
            bytes: self.print_preview(&shown.paper, copy)?,
            name: shown.paper.title,
        })
    }

    /// The circular with this id, for whoever may know of it.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`].
    pub(super) fn seen_circular(&self, actor: &Actor, id: CircularId) -> Result<Circular, AppError> {
        let found = self.read(|db| Ok(circulars::find(db, actor.division, id)?))?;
        found.filter(|one| is_seen(actor, one)).ok_or(AppError::NotFound)
    }
}

/// The draft that waits, the edition in force, or else the latest.
fn latest<'a>(seen: &[&'a Circular]) -> Option<&'a Circular> {
    let of = |state: CircularState| seen.iter().rfind(|one| one.state == state);
    let found = of(CircularState::Drafted).or_else(|| of(CircularState::Issued));
    found.or_else(|| seen.last()).copied()
}

/// Whether both say the same but for the day and what follows from it.
fn says_the_same(then: &Content, now: &Content) -> bool {
    let now = Content {
        as_of: then.as_of.clone(),
        rectify_by: then.rectify_by.clone(),
        rules_fingerprint: then.rules_fingerprint.clone(),
        ..now.clone()
    };
    *then == now
}

fn may(actor: &Actor, action: Action) -> bool {
    decide(actor, action, &Resource::Division(actor.division)).allow
}

fn bureau(actor: &Actor) -> Result<UnitId, AppError> {
    Ok(actor.grants.first().ok_or(AppError::NotFound)?.unit)
}

/// Departments for which the actor signs.
pub(in crate::spot) fn own_departments(actor: &Actor) -> Vec<UnitId> {
    let grants = actor
        .grants
        .iter()
        .filter(|grant| grant.role == Role::DepartmentReviewer);
    grants.map(|grant| grant.unit).collect()
}

fn shown_hand(hand: &CircularHand) -> Hand {
    Hand {
        name: hand.name.clone(),
        at: hand.at,
    }
}

fn brief(one: &Circular) -> CircularBrief {
    CircularBrief {
        id: one.id,
        edition: one.edition,
        state: one.state,
        reason: one.reason.clone(),
        drafted: shown_hand(&one.drafted),
        decided: one.decided.as_ref().map(shown_hand),
        decision: one.decision.clone(),
    }
}

fn served(actor: &Actor, one: &Circular, receipt: CircularReceipt) -> CircularServed {
    let is_own = own_departments(actor).contains(&receipt.department);
    CircularServed {
        may_receipt: is_own && receipt.receipted.is_none() && one.state.may_receipt().is_ok(),
        department: receipt.department,
        name: receipt.department_name,
        projects: receipt.projects,
        receipted: receipt.receipted.as_ref().map(shown_hand),
    }
}

/// The departments that are asked for, as far as they are open to the reader.
pub(super) fn chosen(
    content: &Content,
    query: &CircularQuery,
    sees_all: bool,
    own: &[UnitId],
) -> Vec<ContentDepartment> {
    let ranking = &content.ranking;
    let is_open = |one: &ContentDepartment| {
        sees_all || ranking.is_open(one) || own.iter().any(|unit| unit.to_string() == one.id)
    };
    let is_asked = |one: &ContentDepartment| match query.show {
        CircularShow::All => true,
        CircularShow::Ranked => one.place.is_some(),
        CircularShow::Unranked => one.place.is_none(),
        CircularShow::Named => !one.mention.is_empty(),
    };
    let words = query.text.as_deref().unwrap_or_default();
    let found = ranking
        .rows
        .iter()
        .filter(|one| is_open(one) && is_asked(one) && one.name.contains(words));
    let mut rows: Vec<ContentDepartment> = found.cloned().collect();
    let key = |one: &ContentDepartment| match query.sort {
        CircularSort::Place => (one.place.is_none(), one.place.map(i64::from)),
        CircularSort::Name => (false, None),
        CircularSort::Drawn => (false, i64::try_from(one.drawn).ok()),
        CircularSort::Mean => (one.mean_centi.is_none(), one.mean_centi.map(i64::from)),
        CircularSort::Inflation => {
            let inflation = one.own_centi.zip(one.verified_centi);
            let inflation = inflation.map(|(own, verified)| i64::from(own) - i64::from(verified));
            (inflation.is_none(), inflation)
        }
    };
    rows.sort_by(|one, other| {
        let ((one_blank, one_key), (other_blank, other_key)) = (key(one), key(other));
        let order = one_key.cmp(&other_key).then_with(|| one.name.cmp(&other.name));
        let order = if query.descending { order.reverse() } else { order };
        // What has no number comes last in either direction.
        one_blank.cmp(&other_blank).then(order)
    });
    rows
}
