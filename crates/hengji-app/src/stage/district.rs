//! A small district on stage: two departments, a unit under each, and sheets at every stage of their life.

use hengji_domain::id::{IndicatorId, LineKey, OpinionId, ProjectId, SheetId, UnitId, UserId};
use hengji_domain::person::{Actor, Grant, Role};
use hengji_domain::project::{FundingBySource, Project, ProjectNature, ProjectType};
use hengji_domain::sheet::{ExecutionRow, Line, Sheet, SheetKind, SheetMoney, SheetPeriod};
use hengji_domain::unit::{Unit, UnitKind};
use hengji_domain::value::read::{read_actual, read_target};
use hengji_domain::workflow::SheetState;
use hengji_domain::{BudgetYear, Money, Score, Timestamp, Weight};
use hengji_store::opinions::{self, Opinion, Verdict};
use hengji_store::users::{self, User};
use hengji_store::{Db, StoreError, projects, sheets, units};

use super::{Stage, department, division, year};
use crate::projects::enter::sorted as sorted_project;
use crate::units::sorted as sorted_unit;

/// The year all of this happens in.
pub(crate) fn of_year() -> BudgetYear {
    year(2020)
}

/// An instant, so many seconds after the beginning of the year's business.
pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_micros(1_577_836_800_000_000).plus_seconds(seconds)
}

fn bytes(number: u64) -> [u8; 10] {
    let mut bytes = [0; 10];
    for (index, byte) in number.to_be_bytes().into_iter().enumerate() {
        if let Some(place) = bytes.get_mut(index + 2) {
            *place = byte;
        }
    }
    bytes
}

/// 市政中心 under 城管局 (the department on stage), whose budget 经建科 owns.
pub(crate) fn works() -> UnitId {
    UnitId::new(at(0), bytes(11))
}

/// 教育局.
pub(crate) fn schools() -> UnitId {
    UnitId::new(at(0), bytes(20))
}

/// 第一小学 under 教育局; no bureau division owns its budget.
pub(crate) fn school() -> UnitId {
    UnitId::new(at(0), bytes(21))
}

/// 经建科 of the bureau.
pub(crate) fn bureau() -> UnitId {
    UnitId::new(at(0), bytes(90))
}

/// The library indicator that the lines of projects with odd numbers were taken from; tests may enter it or not.
pub(crate) fn indicator_id() -> IndicatorId {
    IndicatorId::new(at(0), bytes(700))
}

/// The sheet of a kind of the project with this number.
pub(crate) fn sheet_id(project: u64, kind: SheetKind) -> SheetId {
    let number = match kind {
        SheetKind::Goal | SheetKind::GoalAdjustment => project * 2,
        SheetKind::SelfEvaluation => project * 2 + 1,
        SheetKind::Monitoring => project * 2 + 100_001,
        SheetKind::ExAnteEvaluation => project * 2 + 200_001,
    };
    SheetId::new(at(0), bytes(number))
}

/// Somebody with a role for a unit: everybody here is another person.
pub(crate) fn person(role: Role, unit: UnitId) -> Actor {
    let role_number = Role::ALL.iter().position(|one| *one == role).unwrap();
    let unit_number = HOLDERS.iter().position(|one| one() == unit).unwrap();
    let number = u64::try_from(100 + role_number * 10 + unit_number).unwrap();
    Actor {
        user: UserId::new(at(0), bytes(number)),
        name: format!("演示{}", role.name()),
        division: division(),
        grants: vec![Grant { role, unit }],
        address: "10.1.2.3".into(),
    }
}

/// Bodies for which people hold roles.
const HOLDERS: [fn() -> UnitId; 5] = [works, school, department, schools, bureau];

/// The bodies, people, projects and sheets:
///
/// | project | unit | goal | self-evaluation |
/// |---|---|---|---|
/// | 1 | 市政中心 | – | – |
/// | 2 | 市政中心 | draft | – |
/// | 3 | 市政中心 | returned by its department | – |
/// | 4 | 市政中心 | waiting at step 1, signed by its clerk | – |
/// | 5 | 市政中心 | issued | – |
/// | 6 | 第一小学 | waiting at step 3 | – |
/// | 7 | 第一小学 | issued | finalised, 90 points |
pub(crate) fn opened() -> Stage {
    let stage = Stage::new();
    stage.database.database.write(fill).unwrap();
    stage.app.forget_directory(division());
    stage
}

/// Fills the database of a stage.
pub(crate) fn fill(db: &mut Db) -> Result<(), StoreError> {
    let all: Vec<_> = bodies().into_iter().map(sorted_unit).collect();
    units::insert_many(db, division(), &all)?;
    for role in Role::ALL {
        for unit in HOLDERS {
            users::insert(db, &account(&person(role, unit())))?;
        }
    }
    let all: Vec<_> = (1..=7).map(project).map(sorted_project).collect();
    projects::insert_many(db, division(), &all)?;
    sheets::insert_many(db, division(), &papers())?;
    let said = [("not-quantified", None), ("other", Some("第 1 行请写明单位"))];
    for (number, (reason, line)) in (1..).zip(said) {
        opinions::insert(db, division(), &opinion(number, reason, line))?;
    }
    signed(db, 4)
}

/// The clerk of 市政中心 signs the present edition of a goal.
fn signed(db: &mut Db, project: u64) -> Result<(), StoreError> {
    use hengji_store::signatures::{self, Signature};
    let clerk = person(Role::UnitClerk, works());
    let signature = Signature {
        sheet: sheet_id(project, SheetKind::Goal),
        edition: 1,
        step: 0,
        role: Role::UnitClerk,
        signer: clerk.user,
        signer_name: clerk.name,
        content_sha256: "0".repeat(64),
        signed_at: at(10),
    };
    signatures::insert(db, division(), &signature)
}

fn bodies() -> Vec<Unit> {
    let body = |id, code: &str, name: &str, kind, above, budget_division| Unit {
        id,
        code: code.into(),
        name: name.into(),
        kind,
        department: above,
        budget_division,
    };
    let unit = UnitKind::BudgetUnit;
    vec![
        body(
            bureau(),
            "901",
            "经建科",
            UnitKind::BureauDivision,
            bureau(),
            None,
        ),
        body(
            schools(),
            "220001",
            "教育局",
            UnitKind::Department,
            schools(),
            None,
        ),
        body(works(), "219011", "市政中心", unit, department(), Some(bureau())),
        body(school(), "220021", "第一小学", unit, schools(), None),
    ]
}

fn account(actor: &Actor) -> User {
    User {
        id: actor.user,
        home: division(),
        login_name: actor.user.to_string(),
        name: actor.name.clone(),
        unit: None,
        password_hash: "-".into(),
        must_change_password: false,
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

fn project(number: u64) -> Project {
    let (unit, above) = if number < 6 {
        (works(), department())
    } else {
        (school(), schools())
    };
    Project {
        id: ProjectId::new(at(0), bytes(number)),
        year: of_year(),
        code: format!("P{number}"),
        name: format!("项目{number}"),
        unit,
        department: above,
        project_type: ProjectType::Specific,
        nature: ProjectNature::Continued,
        funding: FundingBySource {
            fiscal: Money::from_fen(1_000_000),
            ..FundingBySource::default()
        },
        version: 1,
    }
}

fn papers() -> Vec<Sheet> {
    let concluded = || SheetState::Concluded { at: at(500) };
    let waiting = |step, since| SheetState::InReview {
        step,
        since: at(since),
    };
    let back = SheetState::Returned {
        from_step: 3,
        at: at(300),
    };
    let goal = |number, state| paper(number, SheetKind::Goal, state);
    let evaluation = Sheet {
        computed_total: Some(Score::from_centi(9_000)),
        ..paper(7, SheetKind::SelfEvaluation, concluded())
    };
    vec![
        goal(2, SheetState::Draft),
        goal(3, back),
        goal(4, waiting(1, 10)),
        goal(5, concluded()),
        goal(6, waiting(3, 20)),
        goal(7, concluded()),
        evaluation,
    ]
}

/// A sheet with one line, in its first edition unless it is a draft.
fn paper(project: u64, kind: SheetKind, state: SheetState) -> Sheet {
    let line = Line {
        key: LineKey::new(at(0), bytes(project)),
        position: 1,
        level1: "产出指标".into(),
        level2: "数量指标".into(),
        level3: "养护里程".into(),
        target: read_target("≥266公里"),
        actual: read_actual(""),
        weight: Some(Weight::from_centi(1_000)),
        stated_score: None,
        computed_score: (kind == SheetKind::SelfEvaluation).then(|| Score::from_centi(1_000)),
        reason: None,
        parent: None,
        library_indicator: (project % 2 == 1).then(indicator_id),
    };
    Sheet {
        id: sheet_id(project, kind),
        project: ProjectId::new(at(0), bytes(project)),
        year: of_year(),
        kind,
        period: SheetPeriod::default(),
        edition: i32::from(state != SheetState::Draft),
        state,
        version: 1,
        annual_goal: "保障道路畅通".into(),
        achievement: String::new(),
        money: SheetMoney::default(),
        execution: ExecutionRow::default(),
        stated_total: None,
        computed_total: None,
        lines: vec![line],
    }
}

/// What the department said when it returned the goal of project 3.
fn opinion(number: i64, reason: &str, words: Option<&str>) -> Opinion {
    let reviewer = person(Role::DepartmentReviewer, department());
    Opinion {
        id: OpinionId::new(at(number), [0; 10]),
        sheet: sheet_id(3, SheetKind::Goal),
        edition: 1,
        step: 3,
        verdict: Verdict::Returned,
        line: words.map(|_| LineKey::new(at(0), bytes(3))),
        reason: Some(reason.into()),
        words: words.unwrap_or_default().into(),
        author: reviewer.user,
        author_name: reviewer.name,
        made_at: at(300 + number),
    }
}
