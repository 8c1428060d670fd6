//! Sample records for this crate's tests: a small division with two departments.

use hengji_domain::id::{LineKey, ProjectId, SheetId, UnitId, UserId};
use hengji_domain::project::{FundingBySource, Project, ProjectNature, ProjectType};
use hengji_domain::sheet::{ExecutionRow, Line, Sheet, SheetKind, SheetMoney, SheetPeriod};
use hengji_domain::unit::{Unit, UnitKind};
use hengji_domain::value::{Comparator, Reading, ValueText};
use hengji_domain::workflow::SheetState;
use hengji_domain::{BudgetYear, Decimal, Division, Money, Score, Timestamp, Weight};

use crate::divisions::{self, ServedDivision};
use crate::users::User;
use crate::{Db, Sorted, StoreError, projects, sheets, units, users};

/// An instant, so many seconds after some beginning.
pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_micros(1_600_000_000_000_000).plus_seconds(seconds)
}

/// Ten bytes made of a number, so that every number gives another id.
pub(crate) fn bytes(number: u64) -> [u8; 10] {
    let mut bytes = [0; 10];
    bytes[2..].copy_from_slice(&number.to_be_bytes());
    bytes
}

pub(crate) fn division() -> Division {
    "330199".parse().unwrap()
}

pub(crate) fn year() -> BudgetYear {
    BudgetYear::new(2020).unwrap()
}

pub(crate) fn unit_id(number: u64) -> UnitId {
    UnitId::new(at(0), bytes(number))
}

pub(crate) fn project_id(number: u64) -> ProjectId {
    ProjectId::new(at(0), bytes(number))
}

pub(crate) fn sheet_id(number: u64) -> SheetId {
    SheetId::new(at(0), bytes(number))
}

pub(crate) fn line_key(number: u64) -> LineKey {
    LineKey::new(at(0), bytes(number))
}

pub(crate) fn user_id(number: u64) -> UserId {
    UserId::new(at(0), bytes(number))
}

/// Bureau division 90; department 10 (owned by 90) with units 11 and 12; department 20 with unit 21.
pub(crate) fn district(db: &mut Db) -> Result<(), StoreError> {
    divisions::save(
        db,
        &ServedDivision {
            division: division(),
            name: "示范区".into(),
            is_demonstration: true,
        },
    )?;
    let unit = |number: u64, department: u64, owner: Option<u64>, kind| Sorted {
        record: Unit {
            id: unit_id(number),
            code: number.to_string(),
            name: format!("单位{number}"),
            kind,
            department: unit_id(department),
            budget_division: owner.map(unit_id),
        },
        pinyin_sort: format!("danwei{number}"),
    };
    let all = [
        unit(11, 10, Some(90), UnitKind::BudgetUnit),
        unit(12, 10, Some(90), UnitKind::BudgetUnit),
        unit(10, 10, Some(90), UnitKind::Department),
        unit(20, 20, None, UnitKind::Department),
        unit(21, 20, None, UnitKind::BudgetUnit),
        unit(90, 90, None, UnitKind::BureauDivision),
    ];
    units::insert_many(db, division(), &all).map(|_| ())
}

pub(crate) fn user(number: u64) -> User {
    User {
        id: user_id(number),
        home: division(),
        login_name: format!("clerk{number}"),
        name: format!("城管局业务经办{number}"),
        unit: Some(unit_id(11)),
        password_hash: "$argon2id$sample".into(),
        must_change_password: true,
        password_changed_at: at(0),
        second_factor: None,
        second_factor_step: None,
        failed_attempts: 0,
        locked_until: None,
        is_disabled: false,
        created_at: at(0),
        version: 1,
    }
}

pub(crate) fn insert_user(db: &mut Db, number: u64) -> Result<User, StoreError> {
    let user = user(number);
    users::insert(db, &user)?;
    Ok(user)
}

/// A project of a unit; its number is also its code and its money in yuan.
pub(crate) fn project(number: u64, unit: u64) -> Sorted<Project> {
    Sorted {
        record: Project {
            id: project_id(number),
            year: year(),
            code: format!("P{number:04}"),
            name: format!("道路养护{number}"),
            unit: unit_id(unit),
            department: unit_id(unit / 10 * 10),
            project_type: ProjectType::Specific,
            nature: ProjectNature::Continued,
            funding: FundingBySource {
                fiscal: Money::from_fen(i64::try_from(number).unwrap() * 100),
                ..FundingBySource::default()
            },
            version: 1,
        },
        pinyin_sort: format!("daoluyanghu{:04}", 9999 - number),
    }
}

pub(crate) fn value(text: &str, reading: Reading) -> ValueText {
    ValueText {
        text: text.into(),
        reading,
        comparator: None,
        unit: None,
    }
}

pub(crate) fn at_least(text: &str, number: i64) -> ValueText {
    ValueText {
        comparator: Some(Comparator::AtLeast),
        unit: Some("公里".into()),
        ..value(
            text,
            Reading::Number {
                value: Decimal::from(number),
            },
        )
    }
}

pub(crate) fn blank() -> ValueText {
    value("", Reading::Blank)
}

pub(crate) fn line(number: u64, position: u32) -> Line {
    Line {
        key: line_key(number),
        position,
        level1: "产出指标".into(),
        level2: "数量指标".into(),
        level3: format!("养护里程{number}"),
        target: at_least("≥266公里", 266),
        actual: blank(),
        weight: Some(Weight::from_centi(1000)),
        stated_score: None,
        computed_score: None,
        reason: None,
        parent: None,
        library_indicator: None,
    }
}

/// A draft sheet of a project with two lines, whose keys are ten times the project's number and the next.
pub(crate) fn sheet(project: u64, kind: SheetKind) -> Sheet {
    let number = match kind {
        SheetKind::Goal | SheetKind::GoalAdjustment => project * 2,
        SheetKind::SelfEvaluation => project * 2 + 1,
        SheetKind::Monitoring => project * 2 + 100_001,
        SheetKind::ExAnteEvaluation => project * 2 + 200_001,
    };
    Sheet {
        id: sheet_id(number),
        project: project_id(project),
        year: year(),
        kind,
        period: SheetPeriod::default(),
        state: SheetState::Draft,
        edition: 0,
        version: 1,
        annual_goal: "保障道路畅通".into(),
        achievement: String::new(),
        money: SheetMoney {
            initial: Some(Money::from_fen(100)),
            ..SheetMoney::default()
        },
        execution: ExecutionRow::default(),
        stated_total: None,
        computed_total: Some(Score::from_centi(9000)),
        lines: vec![line(project * 10, 1), line(project * 10 + 1, 2)],
    }
}

/// The district with projects 1 and 2 of unit 11, 3 of unit 12 and 4 of unit 21, and goals of 1, 2 and 4: the
/// first draft, the second waiting at step 1, the fourth concluded.
pub(crate) fn district_with_goals(db: &mut Db) -> Result<(), StoreError> {
    district(db)?;
    let all = [project(1, 11), project(2, 11), project(3, 12), project(4, 21)];
    projects::insert_many(db, division(), &all)?;
    let goal = |number, state| Sheet {
        state,
        ..sheet(number, SheetKind::Goal)
    };
    let waiting = SheetState::InReview {
        step: 1,
        since: at(60),
    };
    let goals = [
        goal(1, SheetState::Draft),
        goal(2, waiting),
        goal(4, SheetState::Concluded { at: at(120) }),
    ];
    sheets::insert_many(db, division(), &goals).map(|_| ())
}
