//! 人员 (people): signing in, passwords, second factor, accounts and roles.

pub(crate) mod accounts;
pub(crate) mod attempts;
mod bootstrap;
mod change_password;
mod confirm;
mod grants;
mod log_in;
mod log_out;
pub(crate) mod password;
mod places;
mod second_factor;
mod session;
mod switch_place;
mod token;
pub mod view;

pub use accounts::{AccountChange, AccountState, CreateAccount};
pub use change_password::ChangePassword;
pub use grants::GrantChange;
pub use log_in::LogIn;
pub use second_factor::code_at;
pub use switch_place::SwitchPlace;

#[cfg(test)]
mod tests;
