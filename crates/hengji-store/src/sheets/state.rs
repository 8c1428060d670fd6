//! Where a sheet stands, as columns.

use hengji_domain::Timestamp;
use hengji_domain::workflow::SheetState;

use crate::error::StoreError;
use crate::text::Row;

/// The code of an issued or finalised sheet, by which scopes filter.
pub(crate) const CONCLUDED: &str = "concluded";

/// Every state.
pub(crate) const STATES: [&str; 4] = ["draft", "in_review", "returned", CONCLUDED];

/// A state as columns.
pub(super) struct StateColumns {
    pub(super) state: &'static str,
    pub(super) step: Option<i32>,
    pub(super) at: Option<i64>,
}

pub(super) fn columns(state: &SheetState) -> Result<StateColumns, StoreError> {
    let step_number = |step: usize| {
        i32::try_from(step).map_err(|_| StoreError::corrupt("sheets", "-", format!("step 为 {step}")))
    };
    let (step, at) = match state {
        SheetState::Draft => (None, None),
        SheetState::InReview { step, since } => (Some(step_number(*step)?), Some(*since)),
        SheetState::Returned { from_step, at } => (Some(step_number(*from_step)?), Some(*at)),
        SheetState::Concluded { at } => (None, Some(*at)),
    };
    Ok(StateColumns {
        state: state.code(),
        step,
        at: at.map(Timestamp::micros),
    })
}

pub(super) fn read(
    row: Row<'_>,
    state: &str,
    step: Option<i32>,
    at: Option<i64>,
) -> Result<SheetState, StoreError> {
    let at = at.map(Timestamp::from_micros);
    match (state, step, at) {
        ("draft", None, None) => Ok(SheetState::Draft),
        ("in_review", Some(step), Some(since)) => Ok(SheetState::InReview {
            step: row.number("step", step)?,
            since,
        }),
        ("returned", Some(step), Some(at)) => Ok(SheetState::Returned {
            from_step: row.number("step", step)?,
            at,
        }),
        (CONCLUDED, None, Some(at)) => Ok(SheetState::Concluded { at }),
        _ => Err(row.corrupt(format!("state 为“{state}”,step 为 {step:?},state_at 为 {at:?}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: Row<'_> = Row {
        table: "sheets",
        key: "a-sheet",
    };

    #[test]
    fn states_survive_storage() {
        let at = Timestamp::from_micros(7);
        for state in [
            SheetState::Draft,
            SheetState::InReview { step: 3, since: at },
            SheetState::Returned { from_step: 2, at },
            SheetState::Concluded { at },
        ] {
            let stored = columns(&state).unwrap();
            assert_eq!(read(ROW, stored.state, stored.step, stored.at).unwrap(), state);
        }
    }

    #[test]
    fn a_state_that_nobody_wrote_is_refused() {
        for (state, step, at) in [
            ("draft", Some(1), None),
            ("in_review", None, Some(7)),
            ("in_review", Some(-1), Some(7)),
            ("concluded", None, None),
            ("lost", None, None),
        ] {
            let refusal = read(ROW, state, step, at).unwrap_err();
            assert!(refusal.to_string().contains("a-sheet"), "{refusal}");
        }
    }
}
