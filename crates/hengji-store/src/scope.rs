//! 可见范围 (scope) as filters: what somebody may not see is not even counted.

/// Narrows a boxed query over `projects` (and whatever it joins) to a scope that is not `Nothing`.
///
/// It must come first: `or_filter` widens all that stands before it. Only the parts that are not empty become
/// conditions, so that a unit's list runs on the index of units. `$concluded` says when a row counts as
/// issued or finalised.
macro_rules! within {
    ($query:expr, $division:expr, $scope:expr, $concluded:expr) => {{
        let mut query = $query;
        if let hengji_authz::Scope::Parts(parts) = $scope {
            if !parts.units.is_empty() {
                query = query
                    .or_filter($crate::schema::projects::unit_id.eq_any($crate::scope::texts(&parts.units)));
            }
            if !parts.departments.is_empty() {
                query = query.or_filter(
                    $crate::schema::projects::department_id.eq_any($crate::scope::texts(&parts.departments)),
                );
            }
            if !parts.budget_divisions.is_empty() {
                let owned = $crate::scope::owned_units!($division, &parts.budget_divisions);
                query = query.or_filter($crate::schema::projects::unit_id.eq_any(owned));
            }
            if parts.concluded {
                query = query.or_filter($concluded);
            }
        }
        query
    }};
}
pub(crate) use within;

/// Narrows a boxed query to rows whose unit, joined as `units`, is within the parts of a scope: the owner of a
/// difference, the addressee of a paper. What a bureau division itself owns is within its reach too.
macro_rules! unit_within {
    ($query:expr, $scope:expr) => {{
        let mut query = $query;
        if let hengji_authz::Scope::Parts(parts) = $scope {
            use $crate::schema::units;
            use $crate::scope::texts;
            query = query.filter(
                units::unit_id
                    .eq_any(texts(&parts.units))
                    .or(units::department_id.eq_any(texts(&parts.departments)))
                    .or(units::unit_id.eq_any(texts(&parts.budget_divisions)))
                    .or(units::budget_division_id
                        .assume_not_null()
                        .eq_any(texts(&parts.budget_divisions))),
            );
        }
        query
    }};
}
pub(crate) use unit_within;

/// Ids of the units whose budget one of these bureau divisions owns.
macro_rules! owned_units {
    ($division:expr, $owners:expr) => {{
        use $crate::schema::units;
        let owned = $crate::schema::OWNED;
        owned
            .filter(owned.field(units::division).eq($division.to_string()))
            .filter(
                owned
                    .field(units::budget_division_id)
                    .eq_any($crate::scope::texts($owners)),
            )
            .select(owned.field(units::unit_id))
    }};
}
pub(crate) use owned_units;

/// Whether the project of the row has a sheet of one of these kinds in one of these states.
///
/// It is asked of each project by the key of its sheets, so that a page of a list asks it about as often as the
/// page has rows. Where it must hold, compare it with `true`: PostgreSQL turns a bare EXISTS into a join, and
/// guesses the order of so many joins badly (measured: 100 ms instead of 4).
macro_rules! has_sheet {
    ($division:expr, $kinds:expr, $states:expr) => {{
        use $crate::schema::{projects, sheets};
        let matched = $crate::schema::MATCHED;
        let kinds: Vec<&'static str> = $kinds.iter().map(|kind| kind.code()).collect();
        let states: Vec<&'static str> = $states.to_vec();
        diesel::dsl::exists(
            matched
                .filter(matched.field(sheets::division).eq($division.to_string()))
                .filter(matched.field(sheets::division).eq(projects::division))
                .filter(matched.field(sheets::project_id).eq(projects::project_id))
                .filter(matched.field(sheets::kind).eq_any(kinds))
                .filter(matched.field(sheets::state).eq_any(states)),
        )
    }};
}
pub(crate) use has_sheet;

use hengji_domain::id::UnitId;

/// Ids as texts.
pub(crate) fn texts(ids: &[UnitId]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}
