//! Accounts and roles, made and granted by different hands.

use hengji_domain::person::Actor;

use super::super::view::AccountRow;
use super::super::{AccountChange, AccountState, CreateAccount, GrantChange};
use super::*;
use crate::stage::{actor, key};

fn create(stage: &Stage, by: &Actor, number: u32, login_name: &str) -> Result<String, AppError> {
    let made = stage.app.create_account(
        by,
        &key(number),
        &CreateAccount {
            login_name: login_name.into(),
            name: "教育局业务经办".into(),
            unit: Some(department().to_string()),
        },
    )?;
    Ok(made.password.unwrap_or_default())
}

fn account(stage: &Stage, login_name: &str) -> AccountRow {
    let all = stage.app.accounts(&actor(Role::SystemAdministrator)).unwrap();
    all.into_iter().find(|row| row.login_name == login_name).unwrap()
}

fn change_of(row: &AccountRow) -> AccountChange {
    AccountChange {
        user: row.id.to_string(),
        version: row.version,
    }
}

fn grant(row: &AccountRow, role: Role) -> GrantChange {
    GrantChange {
        user: row.id.to_string(),
        role: role.code().into(),
        unit: department().to_string(),
    }
}

#[test]
fn one_makes_the_account_and_another_grants_the_role() {
    let stage = stage();
    let (system, security) = (
        actor(Role::SystemAdministrator),
        actor(Role::SecurityAdministrator),
    );
    assert_eq!(
        code(create(&stage, &security, 1, "school-clerk")),
        "role-not-held"
    );
    let initial = create(&stage, &system, 2, "school-clerk").unwrap();
    let row = account(&stage, "school-clerk");
    assert!(row.grants.is_empty() && row.must_change_password);
    let input = grant(&row, Role::UnitClerk);
    assert_eq!(
        code(stage.app.grant_role(&system, &key(3), &input)),
        "role-not-held"
    );
    stage.app.grant_role(&security, &key(4), &input).unwrap();
    assert_eq!(
        code(stage.app.grant_role(&security, &key(5), &input)),
        "role:role-already-held"
    );

    let signed_in = log_in(&stage, "school-clerk", &initial).unwrap();
    assert_eq!(signed_in.pending, Pending::PasswordChange);
    let changed = change(&stage, &signed_in, &initial, PASSWORD).unwrap();
    let session = stage.app.session(&changed.token, "10.1.2.3").unwrap();
    assert_eq!(
        (session.pending, session.actor.has(Role::UnitClerk)),
        (Pending::Nothing, true)
    );
    stage.app.revoke_role(&security, &key(6), &input).unwrap();
    let session = stage.app.session(&changed.token, "10.1.2.3").unwrap();
    assert!(session.actor.grants.is_empty());
    assert_eq!(
        code(stage.app.revoke_role(&security, &key(7), &input)),
        "not-found"
    );
}

#[test]
fn a_one_time_password_is_good_for_a_day_and_shown_once() {
    let stage = stage();
    let system = actor(Role::SystemAdministrator);
    let initial = create(&stage, &system, 1, "school-clerk").unwrap();
    assert_eq!(create(&stage, &system, 1, "school-clerk").unwrap(), "");
    stage.clock.pass(DAY + HOUR);
    assert_eq!(
        code(log_in(&stage, "school-clerk", &initial)),
        "initial-password-expired"
    );
    assert_eq!(code(log_in(&stage, "school-clerk", "wrong")), "login-failed");
}

#[test]
fn unfit_accounts_are_refused_by_field() {
    let stage = stage();
    let system = actor(Role::SystemAdministrator);
    for (login_name, expected) in [
        ("ab", "login_name:login-name-unfit"),
        ("经办", "login_name:login-name-unfit"),
        ("with space", "login_name:login-name-unfit"),
        ("clerk", "login_name:login-name-taken"),
        ("CLERK", "login_name:login-name-taken"),
    ] {
        let number = u32::try_from(login_name.len()).unwrap() + 10;
        assert_eq!(
            code(create(&stage, &system, number, login_name)),
            expected,
            "{login_name}"
        );
    }
    let lost = CreateAccount {
        login_name: "somebody".into(),
        name: String::new(),
        unit: None,
    };
    assert_eq!(
        code(stage.app.create_account(&system, &key(30), &lost)),
        "name:name-unfit"
    );
}

#[test]
fn a_reset_ends_sessions_and_forgets_the_second_factor() {
    let stage = stage();
    let system = actor(Role::SystemAdministrator);
    let before = log_in(&stage, "reviewer", PASSWORD).unwrap();
    let row = account(&stage, "reviewer");
    assert!(row.has_second_factor);
    let made = stage
        .app
        .reset_password(&system, &key(1), &change_of(&row))
        .unwrap();
    assert_eq!(
        code(stage.app.session(&before.token, "10.1.2.3")),
        "not-signed-in"
    );
    assert_eq!(code(log_in(&stage, "reviewer", PASSWORD)), "login-failed");
    let signed_in = log_in(&stage, "reviewer", &made.password.unwrap()).unwrap();
    assert_eq!(signed_in.pending, Pending::PasswordChange);
    assert!(!account(&stage, "reviewer").has_second_factor);
    let stale = stage.app.reset_password(&system, &key(2), &change_of(&row));
    assert_eq!(code(stale), "stale-version");
}

#[test]
fn a_closed_account_is_out_at_once() {
    let stage = stage();
    let system = actor(Role::SystemAdministrator);
    let signed_in = log_in(&stage, "clerk", PASSWORD).unwrap();
    let close = |number, row: &AccountRow, state| {
        stage
            .app
            .set_account_state(&system, &key(number), &change_of(row), state)
    };
    close(1, &account(&stage, "clerk"), AccountState::Disabled).unwrap();
    assert_eq!(
        code(stage.app.session(&signed_in.token, "10.1.2.3")),
        "not-signed-in"
    );
    assert_eq!(code(log_in(&stage, "clerk", PASSWORD)), "login-failed");
    close(2, &account(&stage, "clerk"), AccountState::Active).unwrap();
    log_in(&stage, "clerk", PASSWORD).unwrap();
}

#[test]
fn all_sessions_of_an_account_can_be_ended() {
    let stage = stage();
    let system = actor(Role::SystemAdministrator);
    let all = [
        log_in(&stage, "clerk", PASSWORD).unwrap(),
        log_in(&stage, "clerk", PASSWORD).unwrap(),
    ];
    let row = account(&stage, "clerk");
    stage
        .app
        .end_sessions(&system, &key(1), &change_of(&row))
        .unwrap();
    for one in all {
        assert_eq!(code(stage.app.session(&one.token, "10.1.2.3")), "not-signed-in");
    }
}

#[test]
fn the_three_administrators_never_meet_in_one_person() {
    let stage = stage();
    let (system, security) = (
        actor(Role::SystemAdministrator),
        actor(Role::SecurityAdministrator),
    );
    create(&stage, &system, 1, "new-admin").unwrap();
    let row = account(&stage, "new-admin");
    // The department on stage is no bureau division, so the body is refused before anything is granted.
    let refused = stage
        .app
        .grant_role(&security, &key(2), &grant(&row, Role::AuditAdministrator));
    assert_eq!(code(refused), "unit:role-unfit-for-unit");
    let clerk = account(&stage, "clerk");
    let refused = stage
        .app
        .grant_role(&security, &key(3), &grant(&clerk, Role::AuditAdministrator));
    assert_eq!(code(refused), "administrators-exclusive");
    let nonsense = GrantChange {
        role: "minister".into(),
        ..grant(&clerk, Role::UnitHead)
    };
    assert_eq!(
        code(stage.app.grant_role(&security, &key(4), &nonsense)),
        "role:role-unknown"
    );
}

#[test]
fn only_administrators_see_accounts() {
    let stage = stage();
    for role in Role::ALL {
        let seen = stage.app.accounts(&actor(role));
        assert_eq!(seen.is_ok(), role.is_administrator(), "{role:?}");
    }
}

#[test]
fn the_first_three_administrators_are_made_once() {
    let stage = Stage::new();
    let elsewhere = "330108".parse().unwrap();
    let made = stage.app.bootstrap(elsewhere, "滨江区").unwrap();
    let roles: Vec<_> = made.iter().filter_map(|one| one.role_name.as_deref()).collect();
    assert_eq!(roles, ["系统管理员", "安全管理员", "审计管理员"]);
    let first = &made[0];
    let signed_in = log_in(&stage, &first.login_name, first.password.as_deref().unwrap()).unwrap();
    assert_eq!(signed_in.pending, Pending::PasswordChange);
    let changed = change(&stage, &signed_in, first.password.as_deref().unwrap(), PASSWORD).unwrap();
    assert_eq!(pending(&stage, &changed), Pending::Enrolment);
    assert!(!stage.app.session(&changed.token, "").unwrap().sees_business());
    assert_eq!(
        code(stage.app.bootstrap(elsewhere, "滨江区")),
        "already-initialised"
    );
}
