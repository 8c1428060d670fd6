//! The page of a cut: where it was found, what the project can lose, what was decided, voucher by voucher, and who
//! must do what next.

use hengji_authz::{Action, decide, scope};
use hengji_domain::Money;
use hengji_domain::cut::CutState;
use hengji_domain::id::{CutId, ProjectId};
use hengji_domain::person::Actor;
use hengji_domain::rule::CutBook;
use hengji_store::cuts::{self, BudgetCut, CutListing, CutVoucher};
use hengji_store::monitoring::find_finding;
use hengji_store::{Db, closed_years, projects, sheets};

use super::case::{Names, acting_as, place, purse, resource};
use super::list::row;
use super::view::{CutPage, CutSource, ProjectCut, VoucherRow};
use crate::app::{App, Step};
use crate::common::Hand;
use crate::error::AppError;
use crate::projects::view::TimelineEntry;

impl App {
    /// One cut, in at most eleven statements.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for one that does not exist or is out of sight; [`AppError::Forbidden`].
    pub fn cut_page(&self, actor: &Actor, id: CutId) -> Result<CutPage, AppError> {
        self.may_look(actor, Action::ViewCuts)?;
        let division = actor.division;
        let found = self.read(|db| Ok(cuts::find_listing(db, division, id)?))?;
        let listing = found.ok_or(AppError::NotFound)?;
        if !scope(actor).contains(&place(&listing), listing.cut.state == CutState::Approved) {
            return Err(AppError::NotFound);
        }
        let cut = listing.cut.clone();
        let names = Names::of(&self.rules(division, cut.year))?;
        let (source, purse, vouchers, is_closed) = self.read(|db| {
            let project = projects::find(db, division, cut.project)?.ok_or(AppError::NotFound)?;
            let registered = project.funding.total().unwrap_or_default();
            Ok((
                source(db, actor, &cut)?,
                purse(db, division, cut.year, (cut.project, registered), Some(id))?,
                cuts::vouchers(db, division, id)?,
                closed_years::is_closed(db, division, cut.year)?,
            ))
        })?;
        let taken = Money::from_fen(vouchers.iter().map(|one| one.amount.fen()).sum());
        let steps = Steps::of(actor, &listing, &names, taken, is_closed);
        Ok(CutPage {
            finding: cut.finding.clone(),
            source,
            room: purse.room,
            money_sources: purse.sources,
            words: cut
                .decision
                .as_ref()
                .map(|one| one.words.clone())
                .unwrap_or_default(),
            trail: trail(&cut, &vouchers),
            vouchers: vouchers.into_iter().map(voucher).collect(),
            next: steps.next,
            may_decide: steps.may_decide,
            may_withdraw: steps.may_withdraw,
            may_enter_voucher: steps.may_enter_voucher,
            why_not: steps.why_not,
            version: cut.version,
            row: row(listing, taken, &names),
        })
    }

    /// The cuts of a project for its page, in two statements.
    pub(crate) fn cuts_of_project(
        &self,
        db: &mut Db,
        actor: &Actor,
        project: ProjectId,
        sees_drafts: bool,
    ) -> Step<Vec<ProjectCut>> {
        let all = cuts::of_project(db, actor.division, project)?;
        let seen: Vec<BudgetCut> = all
            .into_iter()
            .filter(|cut| sees_drafts || cut.state == CutState::Approved)
            .collect();
        let Some(first) = seen.first() else {
            return Ok(Vec::new());
        };
        let names = Names::of(&self.rules(actor.division, first.year))?;
        let ids: Vec<CutId> = seen.iter().map(|cut| cut.id).collect();
        let taken = cuts::taken_by_cut(db, actor.division, &ids)?;
        let shown = seen.into_iter().map(|cut| ProjectCut {
            book: names.book(&cut.book).name,
            ground: names.ground(&cut.ground),
            taken: taken.get(&cut.id).copied().unwrap_or_default(),
            decided: cut.decision.as_ref().and_then(|one| one.amount),
            at: cut.decision.as_ref().map_or(cut.proposer.at, |one| one.hand.at),
            id: cut.id,
            serial: cut.serial,
            state: cut.state,
            proposed: cut.proposed,
        });
        Ok(shown.collect())
    }
}

/// Where the cut was found, with the name of the line.
fn source(db: &mut Db, actor: &Actor, cut: &BudgetCut) -> Step<Option<CutSource>> {
    let Some(id) = cut.source else {
        return Ok(None);
    };
    let Some(finding) = find_finding(db, actor.division, id)? else {
        return Ok(None);
    };
    let line = match finding.line {
        None => String::new(),
        Some(key) => {
            let sheet = sheets::find(db, actor.division, finding.sheet)?;
            let lines = sheet.map(|sheet| sheet.lines).unwrap_or_default();
            let named = lines.into_iter().find(|line| line.key == key);
            named.map(|line| line.level3).unwrap_or_default()
        }
    };
    Ok(Some(CutSource {
        sheet: finding.sheet,
        period: finding.period,
        line,
    }))
}

/// What comes next, and what of it the actor may do.
#[derive(Default)]
struct Steps {
    next: String,
    may_decide: bool,
    may_withdraw: bool,
    may_enter_voucher: bool,
    why_not: String,
}

impl Steps {
    fn of(actor: &Actor, listing: &CutListing, names: &Names, taken: Money, is_closed: bool) -> Self {
        let cut = &listing.cut;
        if is_closed {
            let next = format!("{} 年度已结账,台账只能查阅。", cut.year);
            return Self {
                next,
                ..Self::default()
            };
        }
        let decided = cut.decision.as_ref().and_then(|one| one.amount);
        match (cut.state, decided, names.rule(&cut.book)) {
            (CutState::Proposed, _, Ok(book)) => Self::of_proposal(actor, listing, book),
            (CutState::Proposed, _, Err(missing)) => Self {
                next: missing.to_string(),
                ..Self::default()
            },
            (CutState::Approved, Some(decided), _) => Self::of_decision(actor, listing, decided, taken),
            (CutState::Rejected, _, _) => Self::ended("已决定不予压减,无须再办。"),
            _ => Self::ended("提出方已撤回,无须再办。"),
        }
    }

    fn ended(words: &str) -> Self {
        Self {
            next: words.to_owned(),
            ..Self::default()
        }
    }

    fn of_proposal(actor: &Actor, listing: &CutListing, book: &CutBook) -> Self {
        let resource = resource(actor.division, listing);
        let may = |role, action| decide(&acting_as(actor, role), action, &resource).allow;
        let is_own = listing.cut.proposer.user == actor.user;
        let is_decider = may(book.decider, Action::DecideCut);
        let why_not = match (is_decider, is_own) {
            (true, true) => "这笔压减由您提出,提出人不能自己决定,请由他人办理。".to_owned(),
            (true, false) => String::new(),
            (false, _) => format!("{}由{}决定,您的角色不能决定。", book.name, book.decider.name()),
        };
        Self {
            next: format!("等{}决定:压减多少,或者不予压减。", book.decider.name()),
            may_decide: is_decider && !is_own,
            may_withdraw: may(book.proposer, Action::WithdrawCut),
            may_enter_voucher: false,
            why_not,
        }
    }

    fn of_decision(actor: &Actor, listing: &CutListing, decided: Money, taken: Money) -> Self {
        let rest = Money::from_fen(decided.fen().saturating_sub(taken.fen()));
        if rest <= Money::ZERO {
            return Self::ended("凭证已全部取得,压减办结。");
        }
        let resource = resource(actor.division, listing);
        let may = decide(actor, Action::EnterCutVoucher, &resource);
        let roles: Vec<&str> = Action::EnterCutVoucher
            .roles()
            .iter()
            .map(|role| role.name())
            .collect();
        Self {
            next: format!("尚有 {rest} 万元没有凭证;由{}登记。", roles.join("或")),
            may_enter_voucher: may.allow,
            why_not: if may.allow { String::new() } else { may.why },
            ..Self::default()
        }
    }
}

fn voucher(one: CutVoucher) -> VoucherRow {
    VoucherRow {
        number: one.number,
        dated_on: one.dated_on,
        amount: one.amount,
        hand: Hand {
            name: one.hand.name,
            at: one.hand.at,
        },
    }
}

/// What happened to the cut, newest first.
fn trail(cut: &BudgetCut, vouchers: &[CutVoucher]) -> Vec<TimelineEntry> {
    let proposed = TimelineEntry {
        at: cut.proposer.at,
        who: cut.proposer.name.clone(),
        what: "提出压减".to_owned(),
        detail: format!("建议 {} 万元", cut.proposed),
    };
    let concluded = cut.decision.as_ref().map(|one| TimelineEntry {
        at: one.hand.at,
        who: one.hand.name.clone(),
        what: match one.amount {
            Some(_) => "决定压减".to_owned(),
            None => cut.state.name().trim_start_matches('已').to_owned(),
        },
        detail: match one.amount {
            Some(amount) => format!("{amount} 万元 {}", one.words).trim().to_owned(),
            None => one.words.clone(),
        },
    });
    let entered = vouchers.iter().map(|one| TimelineEntry {
        at: one.hand.at,
        who: one.hand.name.clone(),
        what: "登记凭证".to_owned(),
        detail: format!("{} {} 万元", one.number, one.amount),
    });
    let mut all: Vec<TimelineEntry> = std::iter::once(proposed)
        .chain(concluded)
        .chain(entered)
        .collect();
    all.sort_by_key(|entry| std::cmp::Reverse(entry.at));
    all
}
