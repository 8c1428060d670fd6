//! Who may do what: one table of actions and roles, pure decisions, and scopes that lists are filtered with.
//!
//! [`decide`] answers for one thing, [`scope`] for a list; a property test keeps the two in agreement.
//! Nothing here reads a database or a clock: what a decision needs is handed in as a [`Resource`].

pub mod action;
pub mod decide;
pub mod matrix;
pub mod reach;
pub mod resource;
pub mod scope;

pub use action::{Action, ActionKind};
pub use decide::{Decision, decide};
pub use matrix::matrix;
pub use reach::{Reach, reach_of};
pub use resource::{Place, Resource, Standing};
pub use scope::{Parts, Scope, scope};
