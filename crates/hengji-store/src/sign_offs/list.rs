//! Where the sheets of a year stand, for lists and for what is to be done.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use hengji_authz::Scope;
use hengji_domain::evaluation::EvaluationState;
use hengji_domain::id::EvaluationId;
use hengji_domain::sign_off::SignOffState;
use hengji_domain::{BudgetYear, Division, NaiveDate};

use crate::Db;
use crate::db::Engine;
use crate::error::StoreError;
use crate::schema::{evaluations, sign_offs, units};
use crate::text::{Row, year_column};

/// Where the latest edition for an evaluation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignOffStanding {
    /// The evaluation.
    pub evaluation: EvaluationId,
    /// Number of the edition.
    pub edition: i32,
    /// Its state.
    pub state: SignOffState,
    /// By when the department answers.
    pub answer_due_on: NaiveDate,
}

/// How many sheets of evaluations that are not concluded stand in a state, with a deadline, with these signatures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignOffCount {
    /// The state.
    pub state: SignOffState,
    /// By when the department answers.
    pub answer_due_on: NaiveDate,
    /// Whether the bureau has signed.
    pub has_bureau: bool,
    /// Whether the department has signed.
    pub has_department: bool,
    /// How many.
    pub count: u64,
}

/// State, deadline, who signed for each side, how many.
type CountColumns = (String, String, Option<String>, Option<String>, i64);

/// The latest edition for each evaluation of a kind and year, in one statement, in the order of the evaluations.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn standings(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    kind: &str,
) -> Result<Vec<SignOffStanding>, StoreError> {
    let rows: Vec<(String, i32, String, String)> = sign_offs::table
        .inner_join(
            evaluations::table.on(evaluations::division
                .eq(sign_offs::division)
                .and(evaluations::evaluation_id.eq(sign_offs::evaluation_id))),
        )
        .filter(sign_offs::division.eq(division.to_string()))
        .filter(evaluations::budget_year.eq(year_column(year)))
        .filter(evaluations::kind.eq(kind))
        .order((sign_offs::evaluation_id, sign_offs::edition))
        .select((
            sign_offs::evaluation_id,
            sign_offs::edition,
            sign_offs::state,
            sign_offs::answer_due_on,
        ))
        .load(db)?;
    let mut all: Vec<SignOffStanding> = Vec::new();
    for (evaluation, edition, state, due) in rows {
        let row = Row {
            table: "sign_offs",
            key: &evaluation,
        };
        let one = SignOffStanding {
            evaluation: row.parse("evaluation_id", &evaluation)?,
            edition,
            state: row.code("state", &state, SignOffState::from_code)?,
            answer_due_on: row.parse("answer_due_on", &due)?,
        };
        match all.last_mut().filter(|last| last.evaluation == one.evaluation) {
            Some(last) => *last = one,
            None => all.push(one),
        }
    }
    Ok(all)
}

/// Sheets in force of the year's evaluations within a scope that are not concluded, counted, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn counts(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    scope: &Scope,
) -> Result<Vec<SignOffCount>, StoreError> {
    if *scope == Scope::Nothing {
        return Ok(Vec::new());
    }
    let in_force: Vec<&str> = SignOffState::ALL
        .into_iter()
        .filter(|state| state.is_in_force())
        .map(SignOffState::code)
        .collect();
    let mut query = sign_offs::table
        .inner_join(
            evaluations::table.on(evaluations::division
                .eq(sign_offs::division)
                .and(evaluations::evaluation_id.eq(sign_offs::evaluation_id))),
        )
        .inner_join(
            units::table.on(units::division
                .eq(evaluations::division)
                .and(units::unit_id.eq(evaluations::unit_id))),
        )
        .group_by((
            sign_offs::state,
            sign_offs::answer_due_on,
            sign_offs::bureau_by,
            sign_offs::department_by,
        ))
        .select((
            sign_offs::state,
            sign_offs::answer_due_on,
            sign_offs::bureau_by,
            sign_offs::department_by,
            sql::<BigInt>("COUNT(*)"),
        ))
        .into_boxed::<Engine>();
    if let Scope::Parts(parts) = scope {
        query = query.filter(
            evaluations::unit_id
                .eq_any(crate::scope::texts(&parts.units))
                .or(evaluations::department_id.eq_any(crate::scope::texts(&parts.departments)))
                .or(units::budget_division_id
                    .assume_not_null()
                    .eq_any(crate::scope::texts(&parts.budget_divisions))),
        );
    }
    let rows: Vec<CountColumns> = query
        .filter(sign_offs::division.eq(division.to_string()))
        .filter(sign_offs::state.eq_any(in_force))
        .filter(evaluations::budget_year.eq(year_column(year)))
        .filter(evaluations::state.ne(EvaluationState::Concluded.code()))
        .load(db)?;
    rows.into_iter()
        .map(|(state, due, bureau, department, count)| {
            let row = Row {
                table: "sign_offs",
                key: &state,
            };
            Ok(SignOffCount {
                state: row.code("state", &state, SignOffState::from_code)?,
                answer_due_on: row.parse("answer_due_on", &due)?,
                has_bureau: bureau.is_some(),
                has_department: department.is_some(),
                count: row.number("COUNT", count)?,
            })
        })
        .collect()
}
