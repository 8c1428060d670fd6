//! Signing in and everything around it, with a clock that moves when told.

mod accounts;
mod sign_in;

use hengji_domain::person::Role;

use super::view::{Pending, SignedIn};
use super::{ChangePassword, LogIn};
use crate::error::AppError;
use crate::seed::SeedAccount;
use crate::stage::{Stage, department, division};

const PASSWORD: &str = "Liu-Shui8";
const OTHER: &str = "Gao-Shan9";
/// The secret of RFC 6238's vectors.
const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const MINUTE: i64 = 60;
const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// A stage with a clerk, and a reviewer of the performance division who has a second factor.
fn stage() -> Stage {
    let stage = Stage::new();
    let account = |login: &str, role, second_factor: Option<&str>| SeedAccount {
        login_name: login.into(),
        name: format!("演示{login}"),
        password: PASSWORD.into(),
        second_factor: second_factor.map(str::to_owned),
        unit: department(),
        roles: vec![role],
    };
    stage
        .app
        .seed_accounts(
            division(),
            &[
                account("clerk", Role::UnitClerk, None),
                account("reviewer", Role::PerformanceReviewer, Some(SECRET)),
                account("leader", Role::BureauLeader, None),
            ],
        )
        .unwrap();
    stage
}

fn log_in(stage: &Stage, login_name: &str, password: &str) -> Result<SignedIn, AppError> {
    stage.app.log_in(&LogIn {
        login_name: login_name.into(),
        password: password.into(),
        address: "10.1.2.3".into(),
        user_agent: Some("Chromium".into()),
    })
}

fn code<T: std::fmt::Debug>(result: Result<T, AppError>) -> String {
    crate::stage::codes(&result.unwrap_err())
}

fn change(stage: &Stage, signed_in: &SignedIn, current: &str, new: &str) -> Result<SignedIn, AppError> {
    let session = stage.app.session(&signed_in.token, "10.1.2.3")?;
    stage.app.change_password(
        &session,
        &signed_in.token,
        &ChangePassword {
            current: current.into(),
            new: new.into(),
            repeat: new.into(),
        },
    )
}

fn pending(stage: &Stage, signed_in: &SignedIn) -> Pending {
    stage.app.session(&signed_in.token, "10.1.2.3").unwrap().pending
}
