//! Writes the demonstration district through the application, like everything else that is written.

mod case_files;
mod cuts;
mod evaluations;
mod ex_ante;
mod money;
mod monitoring;
mod rectification;
mod regulations;
mod spot;
mod third_party;

use std::sync::{Arc, Mutex, PoisonError};

use hengji_app::ports::NoRandomness;
use hengji_app::seed::{
    Deed as SeedDeed, SeedAccount, SeedAdjustment, SeedDivision, SeedMove, SeedOutlook, SeedSheet,
    SeedSubject, Signers,
};
use hengji_app::{App, Ports, Randomness};
use hengji_domain::id::{ProjectId, UnitId, UserId};
use hengji_domain::person::Role;
use hengji_domain::rule::SheetRules;
use hengji_domain::{BudgetYear, Division, Timestamp};
use indicatif::ProgressBar;

use super::draw::Draw;
use super::story::{Deed, Move};
use super::subject::{DemoSheet, Subject};
use super::{DIVISION, EVALUATED_YEAR, PREPARED_YEAR, Plan, START};
use super::{library, library_story};
use crate::data::{self, StandingClock};
use crate::exit::Failure;

/// The instant at which the demonstration opens: 2021-03-01 09:00 in Shanghai. Goals of 2021 are issued or under
/// review then, self-evaluations of 2020 are due at the end of the month.
pub(crate) const OPENS_AT: Timestamp = Timestamp::from_micros(1_614_560_400_000_000);
/// When goals of the evaluated year were adjusted: 2020-09-15 10:00 in Shanghai.
const ADJUSTED_AT: Timestamp = Timestamp::from_micros(1_600_135_200_000_000);
/// The name that every page of the district shows.
pub(crate) const NAME: &str = "示范区(演示数据)";
/// Password of every account of the demonstration, shown on its sign-in page and nowhere else.
pub(crate) const PASSWORD: &str = "Hengji-Demo-2021";
/// Second factor of the bureau's accounts in the demonstration; the sign-in page shows its code.
pub(crate) const SECOND_FACTOR: &str = "HENGJIDEMOHENGJIDEMOHENGJIDEMOHE";

/// The world in which a demonstration is made: time stands still and every draw is repeatable, so that the same
/// start value gives the same database, byte for byte. It never serves anybody: sessions need real randomness.
///
/// # Errors
///
/// [`Failure::Fault`] when the operating system does not tell which program is running.
pub(crate) fn ports() -> Result<Ports, Failure> {
    Ok(Ports {
        randomness: Arc::new(Repeatable(Mutex::new(Draw::branch(START, TOPIC_RANDOMNESS, 0)))),
        ..data::ports(Arc::new(StandingClock(OPENS_AT)))?
    })
}

const TOPIC_RANDOMNESS: u64 = 8;

struct Repeatable(Mutex<Draw>);

impl Randomness for Repeatable {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        let mut draw = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for some in bytes.chunks_mut(10) {
            for (byte, drawn) in some.iter_mut().zip(draw.bytes()) {
                *byte = drawn;
            }
        }
        Ok(())
    }
}

/// How many projects a year of the demonstration has.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    /// Projects of the year that is evaluated.
    pub(crate) evaluated: u64,
    /// Projects of the year that is prepared.
    pub(crate) prepared: u64,
}

impl Size {
    /// The demonstration: as many projects as the district of the source report has. Of the year in preparation
    /// each unit has ten, so that the unit of the accounts has one at every step of the chain.
    pub(crate) const DISTRICT: Self = Self {
        evaluated: 1_400,
        prepared: 1_000,
    };

    /// The demonstration with so many projects of the year that is evaluated; none asks for the whole.
    pub(crate) fn of(projects: Option<u64>) -> Self {
        projects.map_or(Self::DISTRICT, |evaluated| Self {
            evaluated,
            prepared: evaluated.min(Self::DISTRICT.prepared),
        })
    }
}

/// Projects drawn for spot evaluation: as many as the published report of the district names.
const DRAWN: u32 = 140;

/// Projects written in one transaction: a batch is held in memory as a whole.
const BATCH: u64 = 5_000;

/// Makes the district in a database that does not have it; who its accounts are, by role.
///
/// # Errors
///
/// [`Failure`] when something of it cannot be made or written.
pub(crate) fn district(app: &App, size: Size, bar: &ProgressBar) -> Result<Vec<(Role, UserId)>, Failure> {
    let division: Division = DIVISION.parse().map_err(Failure::fault)?;
    let evaluated: BudgetYear = EVALUATED_YEAR.parse().map_err(Failure::fault)?;
    let prepared: BudgetYear = PREPARED_YEAR.parse().map_err(Failure::fault)?;
    let plan = Plan::read(&app.rules(division, evaluated)).map_err(Failure::fault)?;
    app.seed_division(&SeedDivision {
        division,
        name: NAME.to_owned(),
        is_demonstration: true,
        units: plan.bodies().units.clone(),
    })?;
    let users = accounts(app, division, &plan)?;
    let signers: Signers = users.iter().copied().collect();
    app.seed_library(division, &library::shipped().map_err(Failure::fault)?)?;
    let (first, said) = year(app, &plan, evaluated, size.evaluated, &signers, bar)?;
    money::reconciled(app, &plan, evaluated, &signers)?;
    let visited = monitoring::period(app, division, evaluated, said, &signers)?;
    library_story::tell(app, division, &plan.bodies().accounts, &users)?;
    let hands = hands(&plan, &users);
    catalogue(app, division, evaluated, &first, &hands, true)?;
    adjustments(app, division, evaluated, &plan, &signers)?;
    if size.evaluated == Size::DISTRICT.evaluated {
        spot::drawn(app, &plan, evaluated, focus_department(&plan), &signers)?;
        case_files::make(app, &plan, evaluated, &signers)?;
    }
    let plan = Plan::read(&app.rules(division, prepared)).map_err(Failure::fault)?;
    let (second, _) = year(app, &plan, prepared, size.prepared, &signers, bar)?;
    catalogue(app, division, prepared, &second, &hands, false)?;
    let bodies = plan.bodies();
    let focus = bodies.accounts.first().map(|account| account.unit);
    app.seed_reviews(
        division,
        prepared,
        &super::reviews::sessions(&bodies.units, focus),
        &signers,
    )?;
    regulations::write(app, division, &plan, &users)?;
    for (of_year, is_closed) in [(evaluated, true), (prepared, false)] {
        ex_ante::make(app, plan.bodies(), &users, division, of_year, is_closed)?;
    }
    rectification::make(app, division, plan.bodies(), evaluated, &visited)?;
    if size.evaluated == Size::DISTRICT.evaluated {
        evaluations::make(app, &plan, evaluated, &signers)?;
        third_party::make(app, plan.bodies(), &users, division, evaluated)?;
    }
    Ok(users)
}

/// A register without sheets or money, for measuring what comes by file; who its accounts are.
///
/// # Errors
///
/// [`Failure`] when something of it cannot be made or written.
pub(crate) fn register(app: &App, plan: &Plan, year: BudgetYear, count: u64) -> Result<(), Failure> {
    let division = plan.division;
    app.seed_division(&SeedDivision {
        division,
        name: NAME.to_owned(),
        is_demonstration: true,
        units: plan.bodies().units.clone(),
    })?;
    let signers: Signers = accounts(app, division, plan)?.into_iter().collect();
    let mut subjects = Vec::new();
    for index in 0..count {
        let missing = || Failure::fault("演示目录与单位类别不符 [demo-district-broken]");
        let subject = plan.subject(index).ok_or_else(missing)?;
        subjects.push(SeedSubject {
            project: subject.project,
            facts: Vec::new(),
            sheets: Vec::new(),
        });
    }
    app.seed_year(division, year, &subjects, &signers)?;
    Ok(())
}

/// The accounts with their names, for what names its hands.
fn hands(plan: &Plan, users: &[(Role, UserId)]) -> Vec<(Role, UserId, String)> {
    let names = plan.bodies().accounts.iter().map(|account| account.name.clone());
    users
        .iter()
        .zip(names)
        .map(|((role, user), name)| (*role, *user, name))
        .collect()
}

/// The catalogue of project classes of a year: that of the evaluated year is frozen, that of the prepared one
/// proposed.
fn catalogue(
    app: &App,
    division: Division,
    year: BudgetYear,
    projects: &[ProjectId],
    hands: &[(Role, UserId, String)],
    is_frozen: bool,
) -> Result<(), Failure> {
    if projects.is_empty() {
        return Ok(());
    }
    match super::project_class::catalogue(year, projects, hands, is_frozen, START) {
        Some(seed) => Ok(app.seed_class_catalogue(division, &seed)?),
        None => Ok(()),
    }
}

/// Adjustments of the year that is evaluated, in the department of the demonstration accounts: one still being
/// written, one under review, one that has replaced its goal.
fn adjustments(
    app: &App,
    division: Division,
    year: BudgetYear,
    plan: &Plan,
    signers: &Signers,
) -> Result<(), Failure> {
    let Some(department) = focus_department(plan) else {
        return Ok(());
    };
    let all = [
        SeedAdjustment::Draft,
        SeedAdjustment::Waiting(5),
        SeedAdjustment::Approved,
    ];
    app.seed_adjustments(division, year, department, &all, ADJUSTED_AT, signers)?;
    Ok(())
}

/// The department of the demonstration accounts.
fn focus_department(plan: &Plan) -> Option<UnitId> {
    let bodies = plan.bodies();
    let focus = bodies.accounts.first().map(|account| account.unit);
    let unit = bodies.units.iter().find(|unit| Some(unit.id) == focus);
    unit.map(|unit| unit.department)
}

fn accounts(app: &App, division: Division, plan: &Plan) -> Result<Vec<(Role, UserId)>, Failure> {
    let all = &plan.bodies().accounts;
    let seeds: Vec<SeedAccount> = all
        .iter()
        .map(|account| SeedAccount {
            login_name: account.login.clone(),
            name: account.name.clone(),
            password: PASSWORD.to_owned(),
            second_factor: second_factor(account.role).map(str::to_owned),
            unit: account.unit,
            roles: vec![account.role],
        })
        .collect();
    let users = app.seed_accounts(division, &seeds)?;
    Ok(all.iter().map(|account| account.role).zip(users).collect())
}

/// The second factor of a role's account, where the role needs one.
pub(crate) fn second_factor(role: Role) -> Option<&'static str> {
    role.needs_second_factor().then_some(SECOND_FACTOR)
}

/// Writes the projects of a year with their sheets; which projects, and what their units said while monitored.
fn year(
    app: &App,
    plan: &Plan,
    year: BudgetYear,
    count: u64,
    signers: &Signers,
    bar: &ProgressBar,
) -> Result<(Vec<ProjectId>, Vec<SeedOutlook>), Failure> {
    let division = plan.division;
    let rules = app.rules(division, year).sheet_rules().map_err(Failure::fault)?;
    let class_rules = app.rules(division, year).class_rules().map_err(Failure::fault)?;
    let mut projects = Vec::new();
    let mut from = 0;
    let mut said = Vec::new();
    while from < count {
        let to = count.min(from + BATCH);
        let mut subjects = Vec::new();
        let mut traits = Vec::new();
        for index in from..to {
            let subject = plan
                .subject(index)
                .ok_or_else(|| Failure::fault("演示目录与单位类别不符 [demo-district-broken]"))?;
            let entered = super::project_class::traits(&subject.project, &class_rules, START, index);
            traits.push((subject.project.id, entered));
            said.extend(subject.monitoring.as_ref().map(monitoring::outlook));
            subjects.push(seeded(subject, &rules, index));
        }
        app.seed_year(division, year, &subjects, signers)?;
        app.seed_class_traits(division, &traits)?;
        projects.extend(traits.into_iter().map(|(project, _)| project));
        bar.inc(to - from);
        from = to;
    }
    Ok((projects, said))
}

fn seeded(subject: Subject, rules: &SheetRules, index: u64) -> SeedSubject {
    let mut own = subject.self_evaluation;
    if let Some(own) = &mut own {
        super::judged::state_scores(own, rules, START, index);
    }
    SeedSubject {
        project: subject.project,
        facts: subject.facts,
        sheets: subject
            .goal
            .into_iter()
            .chain(subject.monitoring.map(|monitoring| monitoring.told))
            .chain(own)
            .map(sheet)
            .collect(),
    }
}

fn sheet(told: DemoSheet) -> SeedSheet {
    SeedSheet {
        sheet: told.sheet,
        earlier: told.earlier,
        moves: told.story.moves.into_iter().map(a_move).collect(),
    }
}

fn a_move(made: Move) -> SeedMove {
    SeedMove {
        at: made.at,
        step: made.step,
        deed: match made.deed {
            Deed::Submitted => SeedDeed::Submitted,
            Deed::Approved => SeedDeed::Approved,
            Deed::Returned(opinions) => SeedDeed::Returned(opinions),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_factor_of_the_demonstration_gives_codes() {
        let code = hengji_app::people::code_at(SECOND_FACTOR, OPENS_AT).unwrap();
        assert!(
            code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()),
            "{code}"
        );
        assert_eq!(second_factor(Role::UnitClerk), None);
        assert_eq!(second_factor(Role::PerformanceReviewer), Some(SECOND_FACTOR));
    }

    #[test]
    fn the_demonstration_opens_on_a_morning_in_shanghai() {
        assert_eq!(OPENS_AT.to_string(), "2021-03-01 09:00:00");
    }

    #[test]
    fn repeatable_randomness_repeats_and_does_not_stand_still() {
        let drawn = || {
            let ports = ports().unwrap();
            let mut bytes = [[0_u8; 16]; 3];
            for some in &mut bytes {
                ports.randomness.fill(some).unwrap();
            }
            bytes
        };
        let bytes = drawn();
        assert_eq!(bytes, drawn());
        assert_ne!(bytes[0], bytes[1]);
        assert_ne!(bytes[1], bytes[2]);
    }

    #[test]
    fn moves_are_handed_over_as_they_were_told() {
        let made = |deed| Move {
            at: OPENS_AT,
            step: 3,
            deed,
        };
        assert_eq!(a_move(made(Deed::Submitted)).deed, SeedDeed::Submitted);
        assert_eq!(a_move(made(Deed::Approved)).deed, SeedDeed::Approved);
        let returned = a_move(made(Deed::Returned(vec![])));
        assert_eq!((returned.deed, returned.step), (SeedDeed::Returned(vec![]), 3));
    }
}
