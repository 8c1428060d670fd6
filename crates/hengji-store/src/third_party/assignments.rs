//! 委托 (assignments): with the evaluations they are for, for caps, rotation and concentration.

use diesel::prelude::*;
use hengji_domain::evaluation::EvaluationState;
use hengji_domain::id::{AssignmentId, EvaluationId, InstitutionDrawId, ProjectId, UnitId, UserId};
use hengji_domain::third_party::{AssignmentState, AssignmentWay};
use hengji_domain::{BudgetYear, Division, Money, Timestamp};

use super::{InstitutionHand, hand};
use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::{evaluations, institution_assignments, projects, units};
use crate::text::{Row, loaded, stored};

/// 委托 (assignment).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// Identity.
    pub id: AssignmentId,
    /// The case.
    pub evaluation: EvaluationId,
    /// The institution.
    pub institution: UnitId,
    /// How it came to it.
    pub way: AssignmentWay,
    /// The draw, where it was drawn.
    pub draw: Option<InstitutionDrawId>,
    /// Why, where it was not drawn.
    pub reason: String,
    /// Who assigned it.
    pub assigned_by: UserId,
    /// The name at the time, and when.
    pub assigned: InstitutionHand,
    /// Who of the institution handed in, and when.
    pub handed_in: Option<InstitutionHand>,
    /// Who took it away and why.
    pub withdrawn: Option<(InstitutionHand, String)>,
    /// Where it stands.
    pub state: AssignmentState,
    /// Optimistic lock.
    pub version: i32,
}

/// An assignment with its case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignmentListing {
    /// The assignment.
    pub assignment: Assignment,
    /// What is evaluated.
    pub title: String,
    /// Budget year of the evaluation.
    pub year: BudgetYear,
    /// How far the evaluation has come.
    pub evaluation_state: EvaluationState,
    /// The evaluated unit.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// The project, where it is one.
    pub project: Option<ProjectId>,
    /// Money of the project; nought where a unit is evaluated.
    pub amount: Money,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = institution_assignments, treat_none_as_default_value = false)]
struct AssignmentRow {
    division: String,
    assignment_id: String,
    evaluation_id: String,
    unit_id: String,
    way: String,
    draw_id: Option<String>,
    reason: Option<String>,
    assigned_by: String,
    assigned_by_name: String,
    assigned_at: i64,
    handed_in_by_name: Option<String>,
    handed_in_at: Option<i64>,
    withdrawn_reason: Option<String>,
    withdrawn_by_name: Option<String>,
    withdrawn_at: Option<i64>,
    state: String,
    version: i32,
}

impl AssignmentRow {
    fn new(division: Division, one: &Assignment) -> Self {
        let handed_in = one.handed_in.as_ref();
        let withdrawn = one.withdrawn.as_ref();
        Self {
            division: division.to_string(),
            assignment_id: one.id.to_string(),
            evaluation_id: one.evaluation.to_string(),
            unit_id: one.institution.to_string(),
            way: one.way.code().to_owned(),
            draw_id: one.draw.map(|id| id.to_string()),
            reason: stored(&one.reason),
            assigned_by: one.assigned_by.to_string(),
            assigned_by_name: one.assigned.name.clone(),
            assigned_at: one.assigned.at.micros(),
            handed_in_by_name: handed_in.map(|hand| hand.name.clone()),
            handed_in_at: handed_in.map(|hand| hand.at.micros()),
            withdrawn_reason: withdrawn.map(|(_, reason)| reason.clone()),
            withdrawn_by_name: withdrawn.map(|(hand, _)| hand.name.clone()),
            withdrawn_at: withdrawn.map(|(hand, _)| hand.at.micros()),
            state: one.state.code().to_owned(),
            version: one.version,
        }
    }
}

impl TryFrom<AssignmentRow> for Assignment {
    type Error = StoreError;

    fn try_from(read: AssignmentRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "institution_assignments",
            key: &read.assignment_id,
        };
        let reason = loaded(read.withdrawn_reason);
        Ok(Self {
            id: row.parse("assignment_id", &read.assignment_id)?,
            evaluation: row.parse("evaluation_id", &read.evaluation_id)?,
            institution: row.parse("unit_id", &read.unit_id)?,
            way: row.code("way", &read.way, AssignmentWay::from_code)?,
            draw: row.parse_opt("draw_id", read.draw_id.as_deref())?,
            reason: loaded(read.reason),
            assigned_by: row.parse("assigned_by", &read.assigned_by)?,
            assigned: InstitutionHand {
                name: read.assigned_by_name,
                at: Timestamp::from_micros(read.assigned_at),
            },
            handed_in: hand(read.handed_in_by_name, read.handed_in_at),
            withdrawn: hand(read.withdrawn_by_name, read.withdrawn_at).map(|hand| (hand, reason)),
            state: row.code("state", &read.state, AssignmentState::from_code)?,
            version: read.version,
        })
    }
}

type ListingColumns = (
    AssignmentRow,
    (String, i32, String, String, Option<String>),
    String,
    Option<i64>,
);

macro_rules! listings {
    ($division:expr) => {
        institution_assignments::table
            .inner_join(
                evaluations::table.on(evaluations::division
                    .eq(institution_assignments::division)
                    .and(evaluations::evaluation_id.eq(institution_assignments::evaluation_id))),
            )
            .inner_join(
                units::table.on(units::division
                    .eq(evaluations::division)
                    .and(units::unit_id.eq(evaluations::unit_id))),
            )
            .left_join(
                projects::table.on(projects::division
                    .eq(evaluations::division)
                    .and(projects::project_id.nullable().eq(evaluations::project_id))),
            )
            .filter(institution_assignments::division.eq($division.to_string()))
            .select((
                AssignmentRow::as_select(),
                (
                    evaluations::title,
                    evaluations::budget_year,
                    evaluations::state,
                    evaluations::unit_id,
                    evaluations::project_id,
                ),
                units::name,
                projects::total_fen.nullable(),
            ))
    };
}

fn read_listing(columns: ListingColumns) -> Result<AssignmentListing, StoreError> {
    let (read, (title, year, state, unit, project), unit_name, amount) = columns;
    let assignment = Assignment::try_from(read)?;
    let key = assignment.id.to_string();
    let row = Row {
        table: "institution_assignments",
        key: &key,
    };
    Ok(AssignmentListing {
        year: row.year(year)?,
        evaluation_state: row.code("state", &state, EvaluationState::from_code)?,
        unit: row.parse("unit_id", &unit)?,
        project: row.parse_opt("project_id", project.as_deref())?,
        amount: Money::from_fen(amount.unwrap_or_default()),
        assignment,
        title,
        unit_name,
    })
}

/// Writes assignments; how many.
///
/// # Errors
///
/// [`StoreError::Duplicate`] `institution_assignments_pair_unique` when an institution has, or had, the case;
/// [`StoreError::Reference`] for what does not exist.
pub fn insert_assignments(db: &mut Db, division: Division, all: &[Assignment]) -> Result<usize, StoreError> {
    let rows: Vec<AssignmentRow> = all.iter().map(|one| AssignmentRow::new(division, one)).collect();
    insert_chunked!(db, institution_assignments::table, rows)
}

/// Writes how an assignment went on; its new version.
///
/// # Errors
///
/// [`StoreError::Stale`] when it was changed since it was read.
pub fn update_assignment(db: &mut Db, division: Division, one: &Assignment) -> Result<i32, StoreError> {
    let next = one.version.saturating_add(1);
    let row = AssignmentRow::new(division, one);
    let known = institution_assignments::table
        .find((row.division, row.assignment_id))
        .filter(institution_assignments::version.eq(one.version));
    let updated = diesel::update(known)
        .set((
            institution_assignments::handed_in_by_name.eq(row.handed_in_by_name),
            institution_assignments::handed_in_at.eq(row.handed_in_at),
            institution_assignments::withdrawn_reason.eq(row.withdrawn_reason),
            institution_assignments::withdrawn_by_name.eq(row.withdrawn_by_name),
            institution_assignments::withdrawn_at.eq(row.withdrawn_at),
            institution_assignments::state.eq(row.state),
            institution_assignments::version.eq(next),
        ))
        .execute(db)?;
    if updated == 0 {
        return Err(StoreError::Stale {
            table: "institution_assignments",
            key: one.id.to_string(),
        });
    }
    Ok(next)
}

/// Every assignment of the division with its case, in the order of assigning. Caps, rotation and concentration ask for
/// all years, and one statement answers them all.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn all_assignments(db: &mut Db, division: Division) -> Result<Vec<AssignmentListing>, StoreError> {
    listings!(division)
        .order(institution_assignments::assignment_id)
        .load::<ListingColumns>(db)?
        .into_iter()
        .map(read_listing)
        .collect()
}

/// The assignments of one evaluation, taken away ones among them.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn assignments_of(
    db: &mut Db,
    division: Division,
    evaluation: EvaluationId,
) -> Result<Vec<Assignment>, StoreError> {
    institution_assignments::table
        .filter(institution_assignments::division.eq(division.to_string()))
        .filter(institution_assignments::evaluation_id.eq(evaluation.to_string()))
        .order(institution_assignments::assignment_id)
        .select(AssignmentRow::as_select())
        .load(db)?
        .into_iter()
        .map(Assignment::try_from)
        .collect()
}

/// One assignment with its case.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find_assignment(
    db: &mut Db,
    division: Division,
    id: AssignmentId,
) -> Result<Option<AssignmentListing>, StoreError> {
    listings!(division)
        .filter(institution_assignments::assignment_id.eq(id.to_string()))
        .get_result::<ListingColumns>(db)
        .optional()?
        .map(read_listing)
        .transpose()
}
