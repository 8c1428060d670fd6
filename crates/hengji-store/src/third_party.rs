//! 第三方机构 (third-party institutions): the register, what they keep away from, public lists, draws, assignments.
//!
//! A district has some dozens of institutions, so the register is read whole and judged by the application.

mod assignments;
mod conflicts;
mod draws;
mod lists;
mod register;
mod reports;

use hengji_domain::Timestamp;
use hengji_domain::id::UserId;

pub use assignments::{
    Assignment, AssignmentListing, all_assignments, assignments_of, find_assignment, insert_assignments,
    update_assignment,
};
pub use conflicts::{InstitutionConflict, conflicts, insert_conflict, withdraw_conflict};
pub use draws::{InstitutionDraw, draws_of_year, find_draw, insert_draw, update_draw};
pub use lists::{InstitutionList, find_list, insert_list, lists};
pub use register::{
    Institution, InstitutionPerson, find_institution, insert_institution, insert_person, institutions, leave,
    people, update_institution,
};
pub use reports::{InstitutionReport, ReportRating, insert_rating, insert_report, ratings_of, reports_of};

/// A hand put to something of an institution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstitutionHand {
    /// The name at the time.
    pub name: String,
    /// When.
    pub at: Timestamp,
}

/// The same with the account, where two hands must be different people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstitutionSigner {
    /// Who.
    pub user: UserId,
    /// The name at the time.
    pub name: String,
    /// When.
    pub at: Timestamp,
}

/// A hand from its two columns; none where either is empty.
fn hand(name: Option<String>, at: Option<i64>) -> Option<InstitutionHand> {
    let at = Timestamp::from_micros(at?);
    Some(InstitutionHand { name: name?, at })
}

#[cfg(test)]
mod tests;
