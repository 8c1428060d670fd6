//! What every step of a cut needs: the books with their roles, the money of the project, a new entry.

use std::sync::Arc;

use hengji_authz::{Action, Resource, decide};
use hengji_domain::cut::{CutRoom, CutState};
use hengji_domain::id::{CutId, MonitoringFindingId, ProjectId};
use hengji_domain::person::{Actor, Role};
use hengji_domain::rule::{Citation, CutBook, ReviewReason};
use hengji_domain::{BudgetYear, Division, Money};
use hengji_rules::RulesInForce;
use hengji_store::cuts::{self, BudgetCut, CutHand, CutListing};
use hengji_store::projects::ProjectListing;
use hengji_store::{Db, counters, facts};

use crate::app::{Step, Tx};
use crate::budget_years::require_open;
use crate::common::Choice;
use crate::error::AppError;
use crate::projects::page::sourced_money;

/// Held while amounts are compared and written: without it two writers could each see room for their own cut.
const QUEUE: &str = "budget_cuts";

/// The counter that numbers a book of a year.
pub(crate) fn counter(year: BudgetYear, book: &str) -> String {
    format!("budget_cuts:{year}:{book}")
}

/// Waits until no other transaction weighs cuts of the division.
pub(super) fn wait_in_line(tx: &mut Tx<'_>) -> Step<()> {
    counters::next(tx.db, tx.division, QUEUE)?;
    Ok(())
}

/// The actor with nothing but one role: a rule that names a role asks for the reach of that role alone.
pub(super) fn acting_as(actor: &Actor, role: Role) -> Actor {
    let mut part = actor.clone();
    part.grants.retain(|grant| grant.role == role);
    part
}

/// Names of books and grounds in a year.
pub(crate) struct Names {
    pub(crate) books: Vec<CutBook>,
    pub(crate) grounds: Vec<ReviewReason>,
    /// Where the books come from.
    pub(super) basis: Arc<Citation>,
}

impl Names {
    pub(crate) fn of(rules: &RulesInForce) -> Result<Self, AppError> {
        let books = rules.cut_books()?;
        Ok(Self {
            books: books.value,
            basis: books.citation,
            grounds: rules.cut_grounds()?.value,
        })
    }

    pub(crate) fn book(&self, code: &str) -> Choice {
        let known = self.books.iter().find(|book| book.code == code);
        Choice {
            code: code.to_owned(),
            name: known.map_or_else(|| code.to_owned(), |book| book.name.clone()),
        }
    }

    /// The book with its roles; a book that the rules no longer know can be read but not acted in.
    pub(super) fn rule(&self, code: &str) -> Result<&CutBook, AppError> {
        let known = self.books.iter().find(|book| book.code == code);
        known.ok_or_else(|| AppError::RuleMissing {
            message: format!("规则 budget_cut.books 中没有台账“{code}”,请绩效科核对该年度的规则。"),
        })
    }

    pub(crate) fn ground(&self, code: &str) -> String {
        let known = self.grounds.iter().find(|ground| ground.code == code);
        known.map_or_else(|| code.to_owned(), |ground| ground.name.clone())
    }

    pub(super) fn ground_choices(&self) -> Vec<Choice> {
        let choice = |ground: &ReviewReason| Choice {
            code: ground.code.clone(),
            name: ground.name.clone(),
        };
        self.grounds.iter().map(choice).collect()
    }
}

/// The book that takes a proposal of the actor about a project.
pub(crate) fn book_for<'a>(
    books: &'a [CutBook],
    actor: &Actor,
    resource: &Resource,
    is_on_key_list: bool,
) -> Result<&'a CutBook, AppError> {
    let takes = |book: &&CutBook| {
        (is_on_key_list || !book.takes_key_list_only)
            && decide(&acting_as(actor, book.proposer), Action::ProposeCut, resource).allow
    };
    books.iter().find(takes).ok_or_else(|| {
        let told = books.iter().map(|book| {
            let only = if book.takes_key_list_only {
                ",限财政重点监控名单上的项目"
            } else {
                ""
            };
            format!("{}由{}提出{only}", book.name, book.proposer.name())
        });
        AppError::Forbidden {
            rule: "cut-proposer",
            why: format!("您不能对该项目提出压减:{}。", told.collect::<Vec<_>>().join(";")),
        }
    })
}

/// The money of a project with the texts of its sources.
pub(super) struct Purse {
    pub(super) room: CutRoom,
    pub(super) sources: [Option<String>; 2],
}

/// What a project has, paid and has promised away, without one of its cuts. Two statements.
pub(super) fn purse(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    (project, registered): (ProjectId, Money),
    but: Option<CutId>,
) -> Step<Purse> {
    let facts = facts::of_subject(db, division, year, &project.to_string())?;
    let figures = sourced_money(&facts, registered);
    let known = figures.adjusted.or(figures.initial);
    let money = |sourced: &Option<crate::projects::view::SourcedMoney>| sourced.as_ref().map(|one| one.money);
    Ok(Purse {
        room: CutRoom {
            budget: money(&known).unwrap_or(registered),
            paid: money(&figures.executed).unwrap_or_default(),
            claimed: cuts::claimed(db, division, project, but)?,
        },
        sources: [
            known.map(|one| one.source),
            figures.executed.map(|one| one.source),
        ],
    })
}

/// Refuses an amount for which the project has no room, with the arithmetic.
pub(super) fn require_room(room: CutRoom, amount: Money, field: &str) -> Result<(), AppError> {
    if room.holds(amount) {
        return Ok(());
    }
    let left = room.left().unwrap_or_default();
    let CutRoom {
        budget,
        paid,
        claimed,
    } = room;
    Err(AppError::field(
        field,
        "cut-above-remaining",
        format!(
            "压减 {amount} 万元,超过可压减余额 {left} 万元(预算 {budget} − 已支付 {paid} − 其他压减 {claimed}),请核减金额。"
        ),
    ))
}

/// An entry of the register that is about to be made.
pub(crate) struct Filing<'a> {
    pub(crate) actor: &'a Actor,
    pub(crate) year: BudgetYear,
    pub(crate) book: &'a CutBook,
    pub(crate) listing: &'a ProjectListing,
    pub(crate) source: Option<MonitoringFindingId>,
    pub(crate) ground: String,
    pub(crate) words: String,
    pub(crate) amount: Money,
}

impl Filing<'_> {
    /// Numbers and writes the entry, when the project has room for it.
    pub(crate) fn write(self, tx: &mut Tx<'_>) -> Step<BudgetCut> {
        wait_in_line(tx)?;
        require_open(tx, self.year)?;
        let project = &self.listing.project;
        let registered = project.funding.total().unwrap_or_default();
        let purse = purse(tx.db, tx.division, self.year, (project.id, registered), None)?;
        require_room(purse.room, self.amount, "cut")?;
        let number = counters::next(tx.db, tx.division, &counter(self.year, &self.book.code))?;
        let cut = BudgetCut {
            id: tx.fresh()?,
            year: self.year,
            book: self.book.code.clone(),
            serial: i32::try_from(number).map_err(AppError::fault)?,
            project: project.id,
            source: self.source,
            ground: self.ground,
            finding: self.words,
            proposed: self.amount,
            proposer: CutHand {
                user: self.actor.user,
                name: self.actor.name.clone(),
                at: tx.now,
            },
            state: CutState::Proposed,
            decision: None,
            version: 1,
        };
        cuts::insert_many(tx.db, tx.division, std::slice::from_ref(&cut))?;
        tx.about("budget_cut", cut.id);
        tx.detail("project", &project.name);
        tx.detail("cut_book", &self.book.name);
        tx.detail("serial", cut.serial);
        tx.detail("proposed_cut", cut.proposed);
        Ok(cut)
    }
}

/// What a decision about the cut needs; whoever only reads what is concluded sees a cut once it is decided.
pub(super) fn resource(division: Division, listing: &CutListing) -> Resource {
    Resource::Project {
        division,
        place: place(listing),
        has_concluded: listing.cut.state == CutState::Approved,
    }
}

/// Where the project of a cut stands in the district.
pub(super) const fn place(listing: &CutListing) -> hengji_authz::Place {
    hengji_authz::Place {
        unit: listing.unit,
        department: listing.department,
        budget_division: listing.budget_division,
    }
}

/// A cut as a step of it finds it.
pub(super) struct Found {
    pub(super) listing: CutListing,
    pub(super) resource: Resource,
}

/// Finds the cut that a step is about.
pub(super) fn find(tx: &mut Tx<'_>, id: CutId) -> Step<(Resource, Found)> {
    tx.about("budget_cut", id);
    let listing = cuts::find_listing(tx.db, tx.division, id)?.ok_or(AppError::NotFound)?;
    tx.detail("project", &listing.project_name);
    tx.detail("serial", listing.cut.serial);
    let resource = resource(tx.division, &listing);
    Ok((resource.clone(), Found { listing, resource }))
}
