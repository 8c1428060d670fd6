//! 公开案例 (published cases): real forms that governments have published, taken in through the real importer.

use hengji_app::App;
use hengji_app::imports::OperatorImport;
use hengji_app::seed::SeedDivision;
use hengji_domain::id::{UnitId, UserId};
use hengji_domain::person::{Grant, Role};
use hengji_domain::unit::{Unit, UnitKind};
use hengji_domain::{BudgetYear, Division};
use include_dir::{Dir, include_dir};
use indicatif::ProgressBar;

use super::draw::Draw;
use super::seed::OPENS_AT;
use super::{EVALUATED_YEAR, START};
use crate::exit::Failure;

/// The division that holds them: no real one.
pub(crate) const DIVISION: &str = "990000";
const NAME: &str = "公开案例";
const TOPIC_CASES: u64 = 7;
/// Roles that look at the cases. Nobody of a unit does: the units of the cases have no accounts here.
const READERS: [Role; 3] = [
    Role::PerformanceReviewer,
    Role::BureauLeader,
    Role::AuditAdministrator,
];

static GOALS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../fixtures/cases/goal");
static SELF_EVALUATIONS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../fixtures/cases/self_evaluation");

/// The workbooks by name.
pub(crate) fn workbooks() -> Vec<(&'static str, &'static [u8])> {
    let mut all: Vec<(&str, &[u8])> = GOALS
        .files()
        .chain(SELF_EVALUATIONS.files())
        .filter_map(|file| Some((file.path().to_str()?, file.contents())))
        .filter(|(name, _)| name.ends_with(".xlsx"))
        .collect();
    all.sort_unstable_by_key(|(name, _)| *name);
    all
}

/// Makes the division of the cases and imports them, each under the rules of its own year.
///
/// # Errors
///
/// [`Failure`] when a case is not taken in: all of them are part of the binary.
pub(crate) fn import(app: &App, users: &[(Role, UserId)], bar: &ProgressBar) -> Result<(), Failure> {
    let division: Division = DIVISION.parse().map_err(Failure::fault)?;
    let keepers = keepers();
    app.seed_division(&SeedDivision {
        division,
        name: NAME.to_owned(),
        is_demonstration: false,
        units: vec![keepers.clone()],
    })?;
    let readers: Vec<(UserId, Grant)> = users
        .iter()
        .filter(|(role, _)| READERS.contains(role))
        .map(|(role, user)| {
            let grant = Grant {
                role: *role,
                unit: keepers.id,
            };
            (*user, grant)
        })
        .collect();
    app.seed_grants(division, &readers)?;
    let keeper = users.iter().find(|(role, _)| *role == Role::PerformanceReviewer);
    let keeper = keeper.ok_or_else(|| Failure::fault("演示账户里没有绩效科"))?.1;
    for (name, bytes) in workbooks() {
        take_in(app, division, name, bytes, keeper)?;
        bar.inc(1);
    }
    Ok(())
}

/// A case whose published extract does not show its year is kept under the year of the demonstration.
fn take_in(app: &App, division: Division, name: &str, bytes: &[u8], keeper: UserId) -> Result<(), Failure> {
    let mut import = OperatorImport {
        division,
        year: None,
        file_name: name.to_owned(),
        bytes: bytes.to_vec(),
        keeper,
    };
    let mut taken = app.import_as_operator(&import);
    if let Err(refusal) = &taken
        && refusal.code() == "import-without-year"
    {
        let year: BudgetYear = EVALUATED_YEAR.parse().map_err(Failure::fault)?;
        import.year = Some(year);
        taken = app.import_as_operator(&import);
    }
    match taken {
        Ok(_) => Ok(()),
        Err(refusal) => Err(Failure::Fault(format!("公开案例 {name}:{refusal}"))),
    }
}

/// The body that keeps the cases, so that accounts can be granted a role there.
fn keepers() -> Unit {
    let id = UnitId::new(OPENS_AT, Draw::branch(START, TOPIC_CASES, 0).bytes());
    Unit {
        id,
        code: "100".to_owned(),
        name: "公开案例整理组".to_owned(),
        kind: UnitKind::BureauDivision,
        department: id,
        budget_division: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_published_workbooks_are_in_the_binary() {
        let all = workbooks();
        let count = |kind: &str| all.iter().filter(|(name, _)| name.starts_with(kind)).count();
        assert_eq!((count("tg-"), count("se-")), (17, 33));
        assert!(all.iter().all(|(_, bytes)| bytes.starts_with(b"PK")));
    }
}
