//! The page of a round: what was fixed when, what comes next, its list and its sample.

use hengji_authz::{Action, Resource, Scope, decide, scope};
use hengji_domain::id::SpotRoundId;
use hengji_domain::person::Actor;
use hengji_domain::spot::{SpotDrawRules, SpotState};
use hengji_domain::{BudgetYear, Money, Timestamp};
use hengji_store::Page;
use hengji_store::spot::{self, SpotHand, SpotListing, SpotRound, SpotTally};

use super::case::is_seen;
use super::frame;
use super::list::{SpotQuery, row};
use super::outcomes::Outcomes;
use super::view::{
    SpotAnnounced, SpotBrief, SpotDepartment, SpotMay, SpotPage, SpotPrepared, SpotRow, SpotStart,
    SpotTotals, SpotYear,
};
use crate::app::App;
use crate::common::{Choice, Hand, PageOf};
use crate::error::AppError;
use crate::projects::view::TimelineEntry;

impl App {
    /// The latest round of a year that the actor may see, in at most nine statements whatever its rows; or what
    /// could be frozen.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`] for people without business data; [`AppError::RuleMissing`] for a year in which
    /// rounds exist and rules do not.
    pub fn spot_year(
        &self,
        actor: &Actor,
        year: BudgetYear,
        query: &SpotQuery,
    ) -> Result<SpotYear, AppError> {
        self.may_look(actor, Action::ViewSpotRounds)?;
        let rounds = self.read(|db| Ok(spot::rounds_of_year(db, actor.division, year)?))?;
        match rounds.iter().rfind(|round| is_seen(actor, round)) {
            Some(round) => {
                let page = self.laid_out(actor, round.clone(), &rounds, query)?;
                Ok(SpotYear::Round(Box::new(page)))
            }
            None => Ok(SpotYear::Prepared(self.prepared(actor, year)?)),
        }
    }

    /// One round, in at most ten statements whatever its rows: five of them ask for the evaluations of the sample.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for one that does not exist or is not public yet; [`AppError::Forbidden`].
    pub fn spot_round(
        &self,
        actor: &Actor,
        id: SpotRoundId,
        query: &SpotQuery,
    ) -> Result<SpotPage, AppError> {
        self.may_look(actor, Action::ViewSpotRounds)?;
        let (round, rounds) = self.read(|db| {
            let round = spot::find_round(db, actor.division, id)?.ok_or(AppError::NotFound)?;
            let rounds = spot::rounds_of_year(db, actor.division, round.year)?;
            Ok((round, rounds))
        })?;
        if !is_seen(actor, &round) {
            return Err(AppError::NotFound);
        }
        self.laid_out(actor, round, &rounds, query)
    }

    fn prepared(&self, actor: &Actor, year: BudgetYear) -> Result<SpotPrepared, AppError> {
        let may_freeze = may(actor, Action::FreezeSpotList);
        let mut prepared = SpotPrepared {
            year,
            title: format!("{year} 年度项目绩效抽评"),
            eligible: 0,
            least: None,
            may_freeze,
        };
        if may_freeze {
            let all = self.read(|db| Ok(spot::candidates(db, actor.division, year)?))?;
            prepared.eligible = counted(all.len());
            let rules = self.rules(actor.division, year).spot_draw().ok();
            let sample = rules.zip(frame::of(&all).ok()).and_then(|(rules, frame)| {
                let rule = frame::rule(frame::numbers(&rules));
                hengji_analysis::draw::draw(&frame, &rule, "试算").ok()
            });
            prepared.least = sample.map(|drawing| counted(drawing.sample.len()));
        }
        Ok(prepared)
    }

    fn laid_out(
        &self,
        actor: &Actor,
        round: SpotRound,
        rounds: &[SpotRound],
        query: &SpotQuery,
    ) -> Result<SpotPage, AppError> {
        let rules = self.rules(actor.division, round.year).spot_draw()?;
        let filter = query.filter(actor, round.id);
        let part = Page {
            offset: query.page.offset(),
            limit: query.page.page_size,
        };
        let (division, now) = (actor.division, self.now());
        let (tallies, rows, total) = self.read(|db| {
            Ok((
                spot::tallies(db, division, round.id)?,
                spot::list(db, division, &filter, query.sort, query.direction, part)?,
                spot::count(db, division, &filter)?,
            ))
        })?;
        let outcomes = self.outcomes(actor, &round)?;
        let inference = self.inference_of(actor, &round, &outcomes)?;
        let desk = Desk { actor, now };
        let departments: Vec<SpotDepartment> = tallies.iter().map(department).collect();
        Ok(SpotPage {
            id: round.id,
            year: round.year,
            number: round.number,
            state: round.state,
            frozen: shown(&round.frozen),
            announced: round.announced.as_ref().map(|one| SpotAnnounced {
                source: one.source.clone(),
                known_at: one.known_at,
                hand: shown(&one.hand),
            }),
            start: desk.start(&round),
            share_bp: round.numbers.share_bp,
            department_least: round.numbers.department_least,
            total: round.numbers.total,
            reason_least: rules.reason_least,
            totals: totals(&tallies),
            choices: departments.iter().map(choice).collect(),
            departments,
            list: PageOf::of(listed(rows, &outcomes), query.page, total),
            begun: counted(outcomes.by_project.len()),
            concluded: counted(outcomes.concluded()),
            inference,
            sees_all: scope(actor) == Scope::AllOfDivision,
            rounds: rounds
                .iter()
                .filter(|one| one.id != round.id && is_seen(actor, one))
                .map(brief)
                .collect(),
            next: desk.next(&round, &rules, (outcomes.by_project.len(), outcomes.concluded())),
            why_not: desk.why_not(&round),
            may: desk.may(&round, outcomes.by_project.is_empty()),
            trail: trail(&round),
            version: round.version,
            share_basis: rules.share_basis,
            basis: rules.basis,
            title: round.title,
            reason: round.reason,
            frame_sha256: round.frame_sha256,
            seal: round.seal,
        })
    }
}

/// The rows with the evaluations of what was drawn.
fn listed(rows: Vec<SpotListing>, outcomes: &Outcomes) -> Vec<SpotRow> {
    let with_outcome = |listing: SpotListing| {
        let outcome = outcomes.by_project.get(&listing.eligible.project).cloned();
        row(listing, outcome)
    };
    rows.into_iter().map(with_outcome).collect()
}

/// Whoever looks, and when.
struct Desk<'a> {
    actor: &'a Actor,
    now: Timestamp,
}

impl Desk<'_> {
    fn is_own(&self, round: &SpotRound) -> bool {
        let entered_by = round.value.as_ref().map(|one| one.hand.user);
        entered_by == Some(self.actor.user)
    }

    fn is_known(&self, round: &SpotRound) -> bool {
        let known_at = round.announced.as_ref().map(|one| one.known_at);
        round.state.may_enter_value(known_at, self.now).is_ok()
    }

    fn may(&self, round: &SpotRound, is_not_begun: bool) -> SpotMay {
        let open = |action| may(self.actor, action);
        SpotMay {
            change_list: !round.state.is_public() && open(Action::FreezeSpotList),
            announce: round.state == SpotState::Frozen && open(Action::AnnounceSpotRound),
            enter: self.is_known(round)
                && open(Action::EnterSpotValue)
                && (round.state == SpotState::Announced || self.is_own(round)),
            draw: round.state == SpotState::Entered && open(Action::DrawSpotProjects) && !self.is_own(round),
            begin: is_not_begun && round.state.may_evaluate().is_ok() && open(Action::OpenEvaluations),
            redraw: is_not_begun && round.state.may_draw_again().is_ok() && open(Action::RedrawSpotProjects),
        }
    }

    fn next(&self, round: &SpotRound, rules: &SpotDrawRules, (begun, concluded): (usize, usize)) -> String {
        let next = round.state.next();
        match (&round.announced, round.state) {
            (_, SpotState::Drawn) if 0 < begun && begun == concluded => {
                format!("抽中的 {begun} 个项目均已形成抽评结论。")
            }
            (_, SpotState::Drawn) if 0 < begun => {
                format!("下一步:对抽中的 {begun} 个项目评分、签证并形成结论,已形成 {concluded} 个。")
            }
            (_, SpotState::Frozen) => {
                format!(
                    "下一步:{next}。公告前仍可重新冻结,或写明理由(至少 {} 字)撤下个别项目。",
                    rules.reason_least
                )
            }
            (Some(announced), SpotState::Announced) if self.now < announced.known_at => {
                format!(
                    "等待 {} 产生起始值;在此之前任何人都算不出结果。",
                    announced.known_at
                )
            }
            _ => format!("下一步:{next}。"),
        }
    }

    fn why_not(&self, round: &SpotRound) -> String {
        let open = |action| may(self.actor, action);
        match round.state {
            SpotState::Frozen if !open(Action::AnnounceSpotRound) => "公告由绩效科办理。".to_owned(),
            SpotState::Entered if self.is_own(round) && open(Action::DrawSpotProjects) => {
                "起始值由您录入,须由另一人核对公开结果后确认;发现录错可以重新录入。".to_owned()
            }
            SpotState::Drawn if open(Action::FreezeSpotList) => {
                "抽中的项目不能撤下或调换;确需重新抽取的,由局领导写明理由办理。".to_owned()
            }
            _ => String::new(),
        }
    }

    /// The value, kept from whoever is to confirm it: who types what they see confirms nothing.
    fn start(&self, round: &SpotRound) -> Option<SpotStart> {
        let value = round.value.as_ref()?;
        let is_open = round.state.has_record() || self.is_own(round);
        Some(SpotStart {
            text: is_open.then(|| value.text.clone()),
            entered: shown(&value.hand),
            confirmed: round.confirmed.as_ref().map(shown),
        })
    }
}

fn may(actor: &Actor, action: Action) -> bool {
    decide(actor, action, &Resource::Division(actor.division)).allow
}

/// Lists are held in memory, so their lengths fit.
fn counted(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

fn shown(hand: &SpotHand) -> Hand {
    Hand {
        name: hand.name.clone(),
        at: hand.at,
    }
}

fn brief(round: &SpotRound) -> SpotBrief {
    SpotBrief {
        id: round.id,
        number: round.number,
        state: round.state,
        reason: round.reason.clone(),
    }
}

fn choice(one: &SpotDepartment) -> Choice {
    Choice {
        code: one.department.to_string(),
        name: one.name.clone(),
    }
}

/// A share in basis points, rounded down: a share below the least share must not look like it.
pub(super) fn share(drawn: u64, eligible: u64) -> i64 {
    let bp = drawn.saturating_mul(10_000).checked_div(eligible);
    i64::try_from(bp.unwrap_or_default()).unwrap_or_default()
}

fn department(tally: &SpotTally) -> SpotDepartment {
    SpotDepartment {
        department: tally.department,
        name: tally.name.clone(),
        eligible: tally.eligible,
        drawn: tally.drawn,
        share_bp: share(tally.drawn, tally.eligible),
        amount: tally.amount,
        drawn_amount: tally.drawn_amount,
    }
}

fn totals(tallies: &[SpotTally]) -> SpotTotals {
    let mut sums = SpotTotals::default();
    for one in tallies {
        sums.eligible += one.eligible;
        sums.drawn += one.drawn;
        sums.off += one.off;
        sums.amount = plus(sums.amount, one.amount);
        sums.drawn_amount = plus(sums.drawn_amount, one.drawn_amount);
    }
    sums.share_bp = share(sums.drawn, sums.eligible);
    sums
}

/// The frame refuses lists whose amounts add up to more than 2^53 fen.
fn plus(one: Money, other: Money) -> Money {
    Money::from_fen(one.fen().saturating_add(other.fen()))
}

/// What happened to the round, newest first.
fn trail(round: &SpotRound) -> Vec<TimelineEntry> {
    let entry = |hand: &SpotHand, what: &str, detail: String| TimelineEntry {
        at: hand.at,
        who: hand.name.clone(),
        what: what.to_owned(),
        detail,
    };
    let begun = if round.reason.is_empty() {
        entry(&round.frozen, "冻结名单", String::new())
    } else {
        entry(
            &round.frozen,
            "冻结名单(重新抽取)",
            format!("理由:{}", round.reason),
        )
    };
    let announced = round
        .announced
        .as_ref()
        .map(|one| entry(&one.hand, "公告", format!("{} 产生起始值", one.known_at)));
    let entered = round
        .value
        .as_ref()
        .map(|one| entry(&one.hand, "录入起始值", String::new()));
    let drawn = round
        .confirmed
        .as_ref()
        .map(|hand| entry(hand, "确认起始值并抽取", String::new()));
    let mut all: Vec<TimelineEntry> = std::iter::once(begun)
        .chain(announced)
        .chain(entered)
        .chain(drawn)
        .collect();
    all.reverse();
    all
}
