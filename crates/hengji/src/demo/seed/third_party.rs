//! Institutions of the demonstration: five, one of which may not be chosen; the cases of the year before, most of them
//! with one institution; a conflict, a public list, a drawn batch, direct assignments, two reports that are alike, one
//! of them rated in two versions, and a draw that waits for its event.

mod reports;

use std::cell::Cell;

use hengji_app::common::{PageRequest, RequestKey};
use hengji_app::evaluations::{EvaluationQuery, EvaluationState};
use hengji_app::seed::{SeedInstitutionDraw, SeedPastCase, Signers};
use hengji_app::third_party::{AssignInput, ConflictInput, DrawAnnouncement, InstitutionInput, PersonInput};
use hengji_app::{App, AppError};
use hengji_domain::id::{EvaluationId, UnitId, UserId};
use hengji_domain::person::{Actor, Grant, Role};
use hengji_domain::{BudgetYear, Division, Timestamp};

use super::evaluations;
use crate::demo::calendar;
use crate::demo::district::Bodies;
use crate::exit::Failure;

/// An institution: name, code, kind, founded, whether its credit record was looked up, people besides the lead
/// evaluator, and the years in which that one began.
type Told = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    bool,
    usize,
    (u16, u16),
);

const INSTITUTIONS: [Told; 5] = [
    (
        "甲评价机构",
        "91330108MA2A0001A6",
        "专业咨询机构",
        "2009-04-12",
        true,
        7,
        (2008, 2012),
    ),
    (
        "乙评价机构",
        "91330108MA2A0002BA",
        "会计师事务所",
        "2004-09-01",
        true,
        9,
        (2003, 2011),
    ),
    (
        "丙评价机构",
        "91330108MA2A0003CE",
        "资产评估机构",
        "2011-06-20",
        true,
        6,
        (2010, 2014),
    ),
    (
        "丁评价机构",
        "91330108MA2A0004DJ",
        "科研院所",
        "1998-11-05",
        true,
        11,
        (2001, 2013),
    ),
    (
        "戊评价机构",
        "91330108MA2A0005EN",
        "专业咨询机构",
        "2019-08-15",
        false,
        2,
        (2017, 2019),
    ),
];

/// The places of the institutions that evaluated the subdistricts of the year before.
const PAST: [usize; 3] = [0, 0, 1];

/// Cases of the demonstration at most besides the rated one: the first is given directly, the last waits for a draw,
/// the others are drawn.
const CASES: usize = 8;

/// Registers, declares, freezes, assigns and draws.
///
/// # Errors
///
/// [`Failure`] when a use case refuses, which would be a fault of the demonstration.
pub(super) fn make(
    app: &App,
    bodies: &Bodies,
    users: &[(Role, UserId)],
    division: Division,
    year: BudgetYear,
) -> Result<(), Failure> {
    let desk = Desk {
        app,
        bodies,
        users,
        division,
        year,
        next_key: Cell::new(0),
    };
    desk.tell()
}

struct Desk<'a> {
    app: &'a App,
    bodies: &'a Bodies,
    users: &'a [(Role, UserId)],
    division: Division,
    year: BudgetYear,
    next_key: Cell<u32>,
}

impl Desk<'_> {
    fn tell(&self) -> Result<(), Failure> {
        let (performance, leader) = (
            self.actor(Role::PerformanceReviewer)?,
            self.actor(Role::BureauLeader)?,
        );
        let mut firms = Vec::new();
        for told in &INSTITUTIONS {
            firms.push(self.register(&performance, told)?);
        }
        let (Some(first), Some(second)) = (firms.first(), firms.get(1)) else {
            return Ok(());
        };
        self.past(&firms, &leader)?;
        self.conflict(&performance, *second)?;
        self.app.freeze_institution_list(&performance, &self.key()?)?;
        // The case of the rated report is of a kind that one body scores, so that it counts for no severity.
        let done = self.cases(&performance, Some("spot"))?.first().copied();
        let mut cases = self.cases(&performance, None)?;
        cases.retain(|case| Some(*case) != done);
        cases.truncate(CASES);
        if let Some(case) = cases.first() {
            let input = AssignInput {
                evaluation: case.to_string(),
                institution: first.to_string(),
                reason: "该机构上年度建立了同类项目的成本数据库,本次须沿用同一口径".to_owned(),
            };
            self.app.assign_institution(&leader, &self.key()?, &input)?;
        }
        if let (Some(draft), Some(done)) = (cases.first(), done) {
            self.reported((*draft, done), *first, (&performance, &leader))?;
        }
        let Some((waiting, before)) = cases.split_last() else {
            return Ok(());
        };
        let drawn = before.get(1..).unwrap_or_default();
        if !drawn.is_empty() {
            self.draw(drawn, (&performance, &leader))?;
        }
        if !before.is_empty() {
            let input = DrawAnnouncement {
                evaluations: vec![waiting.to_string()],
                source: "2021 年 3 月 4 日晚双色球开奖的六个红球号码,按开出顺序写成两位数,以“-”相连"
                    .to_owned(),
                known_at: "2021-03-04 21:15".to_owned(),
            };
            self.app
                .announce_institution_draw(&performance, &self.key()?, self.year, &input)?;
        }
        Ok(())
    }

    fn register(&self, performance: &Actor, told: &Told) -> Result<UnitId, AppError> {
        let (name, code, kind, founded_on, is_checked, others, (practice, evaluation)) = *told;
        let input = InstitutionInput {
            name: name.to_owned(),
            credit_code: code.to_owned(),
            kind: kind.to_owned(),
            founded_on: founded_on.to_owned(),
            contact: "见机构公开网页".to_owned(),
            platform_on: "2021-01-18".to_owned(),
            credit_checked_on: if is_checked { "2021-02-22" } else { "" }.to_owned(),
            ..InstitutionInput::default()
        };
        let written = self.app.enter_institution(performance, &self.key()?, &input)?;
        let unit: UnitId = written.id.parse()?;
        let lead = PersonInput {
            name: format!("{name}主评人"),
            practice_from: practice.to_string(),
            evaluation_from: evaluation.to_string(),
            is_lead: true,
        };
        self.app
            .add_institution_person(performance, &self.key()?, unit, &lead)?;
        for number in 1..=others {
            let person = PersonInput {
                name: format!("{name}评价人员{number}"),
                practice_from: practice.saturating_add(2).to_string(),
                evaluation_from: evaluation.saturating_add(1).to_string(),
                is_lead: false,
            };
            self.app
                .add_institution_person(performance, &self.key()?, unit, &person)?;
        }
        Ok(unit)
    }

    /// The subdistricts of the year before: two of three were evaluated by the first institution.
    fn past(&self, firms: &[UnitId], leader: &Actor) -> Result<(), Failure> {
        let (year, seeds) = evaluations::of_year_before(&self.bodies.units, "subdistrict", self.year)?;
        let signers: Signers = self.users.iter().copied().collect();
        let ids = self.app.seed_evaluations(self.division, year, &seeds, &signers)?;
        let told = ids.into_iter().zip(&seeds).zip(PAST);
        let cases = told.filter_map(|((evaluation, seed), place)| {
            let [opened_at, _, verified_at, _] = seed.at;
            Some(SeedPastCase {
                evaluation,
                institution: *firms.get(place)?,
                hand: "机构评价岗".to_owned(),
                reason: "上年度按街道直接委托,尚未实行抽取".to_owned(),
                at: [opened_at, verified_at],
            })
        });
        let cases: Vec<SeedPastCase> = cases.collect();
        self.app.seed_past_cases(self.division, &cases, leader)?;
        Ok(())
    }

    /// The second institution audited the unit of the accounts until last year.
    fn conflict(&self, performance: &Actor, institution: UnitId) -> Result<(), AppError> {
        let focus = self.bodies.accounts.first().map(|account| account.unit);
        let unit = self.bodies.units.iter().find(|unit| Some(unit.id) == focus);
        let input = ConflictInput {
            unit_code: unit.map(|unit| unit.code.clone()).unwrap_or_default(),
            kind: "审计过该单位".to_owned(),
            ended_on: "2020-06-30".to_owned(),
            note: "2019 年度财务报表审计".to_owned(),
            ..ConflictInput::default()
        };
        let asked = (institution, self.year);
        self.app
            .declare_conflict(performance, &self.key()?, asked, &input)?;
        Ok(())
    }

    /// Evaluations that wait for the bureau's scores and have no sign-off sheet yet, of a kind or of any.
    fn cases(&self, performance: &Actor, kind: Option<&str>) -> Result<Vec<EvaluationId>, AppError> {
        let mut cases = Vec::new();
        for number in 1.. {
            let query = EvaluationQuery {
                state: Some(EvaluationState::Verification),
                kind: kind.map(str::to_owned),
                page: PageRequest::new(number, 100),
                ..EvaluationQuery::default()
            };
            let page = self.app.evaluations(performance, self.year, &query)?.page;
            let pages = page.pages();
            let open = page.rows.into_iter().filter(|row| row.sign_off.is_none());
            cases.extend(open.map(|row| row.id));
            if CASES < cases.len() || pages <= u64::from(number) {
                break;
            }
        }
        Ok(cases)
    }

    fn draw(&self, cases: &[EvaluationId], (performance, leader): (&Actor, &Actor)) -> Result<(), AppError> {
        let moment = |day: usize, minutes: i64| -> Timestamp {
            let day = calendar::days_after(calendar::first_of(2021, 2), day.saturating_sub(1));
            Timestamp::start_of_day(day).plus_seconds(minutes * 60)
        };
        let seed = SeedInstitutionDraw {
            year: self.year,
            evaluations: cases.to_vec(),
            source: "2021 年 2 月 25 日晚双色球开奖的六个红球号码,按开出顺序写成两位数,以“-”相连".to_owned(),
            value: "11-04-29-17-32-08".to_owned(),
            announced_at: moment(23, 600),
            known_at: moment(25, 1_275),
            entered_at: moment(26, 520),
        };
        self.app
            .seed_institution_draw(self.division, &seed, (performance, leader))?;
        Ok(())
    }

    /// Somebody of an institution who has an account.
    fn of_institution(&self, institution: UnitId) -> Option<Actor> {
        let mut accounts = self.bodies.accounts.iter().zip(self.users);
        let (account, (role, user)) =
            accounts.find(|(account, _)| account.role == Role::ThirdParty && account.unit == institution)?;
        Some(Actor {
            user: *user,
            name: account.name.clone(),
            division: self.division,
            grants: vec![Grant {
                role: *role,
                unit: institution,
            }],
            address: String::new(),
        })
    }

    fn actor(&self, role: Role) -> Result<Actor, AppError> {
        let mut accounts = self.bodies.accounts.iter().zip(self.users);
        let found = accounts.find(|(account, _)| account.role == role);
        let missing = || AppError::fault(format!("演示数据缺少“{}”账户", role.name()));
        let (account, (_, user)) = found.ok_or_else(missing)?;
        Ok(Actor {
            user: *user,
            name: account.name.clone(),
            division: self.division,
            grants: vec![Grant {
                role,
                unit: account.unit,
            }],
            address: String::new(),
        })
    }

    fn key(&self) -> Result<RequestKey, AppError> {
        self.next_key.set(self.next_key.get() + 1);
        RequestKey::new(&format!("third-party-{:06}", self.next_key.get()))
    }
}
