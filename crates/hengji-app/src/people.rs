//! 人员 (people): signing in, passwords, second factor, accounts and roles.

pub mod view;
