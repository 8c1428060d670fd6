//! Passwords, sessions, second factors.

use super::super::{SwitchPlace, code_at};
use super::*;

#[test]
fn a_good_password_opens_a_session_with_its_roles() {
    Stage::on_each_engine(|stage| {
        let account = SeedAccount {
            login_name: "clerk".into(),
            name: "城管局业务经办".into(),
            password: PASSWORD.into(),
            second_factor: None,
            unit: department(),
            roles: vec![Role::UnitClerk, Role::UnitFinance],
        };
        stage.app.seed_accounts(division(), &[account]).unwrap();
        let signed_in = log_in(stage, " Clerk ", PASSWORD).unwrap();
        let session = stage.app.session(&signed_in.token, "10.1.2.3").unwrap();
        assert_eq!(session.pending, Pending::Nothing);
        assert_eq!(session.actor.name, "城管局业务经办");
        assert_eq!(session.role_names(), "单位业务经办、单位财务经办");
        assert!(session.sees_business() && session.is_demonstration);
        assert_eq!(session.division_name, "示范区(演示数据)");
        assert_eq!(session.divisions.len(), 1);
        assert_ne!(session.form_token, signed_in.token);
    });
}

#[test]
fn every_failure_gives_the_same_answer() {
    let stage = stage();
    let wrong = log_in(&stage, "clerk", "wrong").unwrap_err().to_string();
    let unknown = log_in(&stage, "nobody", "wrong").unwrap_err().to_string();
    assert_eq!(wrong, unknown);
    assert!(wrong.ends_with("[login-failed]"), "{wrong}");
}

#[test]
fn too_many_failures_lock_the_account_for_a_while() {
    let stage = stage();
    for _ in 0..5 {
        assert_eq!(code(log_in(&stage, "clerk", "wrong")), "login-failed");
    }
    assert_eq!(code(log_in(&stage, "clerk", PASSWORD)), "login-failed");
    stage.clock.pass(29 * MINUTE);
    assert_eq!(code(log_in(&stage, "clerk", PASSWORD)), "login-failed");
    stage.clock.pass(2 * MINUTE);
    log_in(&stage, "clerk", PASSWORD).unwrap();
}

#[test]
fn an_address_that_keeps_failing_is_closed_for_a_while_whatever_the_name() {
    let stage = stage();
    for number in 0..50 {
        let name = format!("guess{number}");
        assert_eq!(code(log_in(&stage, &name, "wrong")), "login-failed");
    }
    assert_eq!(code(log_in(&stage, "clerk", PASSWORD)), "too-many-attempts");
    let elsewhere = LogIn {
        login_name: "clerk".into(),
        password: PASSWORD.into(),
        address: "10.9.9.9".into(),
        user_agent: None,
    };
    stage.app.log_in(&elsewhere).unwrap();
    stage.clock.pass(31 * MINUTE);
    log_in(&stage, "clerk", PASSWORD).unwrap();
}

#[test]
fn a_good_sign_in_forgets_earlier_failures() {
    let stage = stage();
    for _ in 0..3 {
        for _ in 0..4 {
            log_in(&stage, "clerk", "wrong").unwrap_err();
        }
        log_in(&stage, "clerk", PASSWORD).unwrap();
    }
}

#[test]
fn sessions_end_when_idle_and_in_any_case() {
    let stage = stage();
    let idle = log_in(&stage, "clerk", PASSWORD).unwrap();
    stage.clock.pass(29 * MINUTE);
    stage.app.session(&idle.token, "10.1.2.3").unwrap();
    stage.clock.pass(29 * MINUTE);
    stage.app.session(&idle.token, "10.1.2.3").unwrap();
    stage.clock.pass(31 * MINUTE);
    assert_eq!(code(stage.app.session(&idle.token, "10.1.2.3")), "not-signed-in");

    let busy = log_in(&stage, "clerk", PASSWORD).unwrap();
    for _ in 0..35 {
        stage.clock.pass(20 * MINUTE);
        stage.app.session(&busy.token, "10.1.2.3").unwrap();
    }
    stage.clock.pass(20 * MINUTE);
    assert_eq!(code(stage.app.session(&busy.token, "10.1.2.3")), "not-signed-in");
}

#[test]
fn a_session_that_was_ended_or_never_was_opens_nothing() {
    let stage = stage();
    let signed_in = log_in(&stage, "clerk", PASSWORD).unwrap();
    let session = stage.app.session(&signed_in.token, "10.1.2.3").unwrap();
    stage.app.log_out(&session, &signed_in.token).unwrap();
    assert_eq!(
        code(stage.app.session(&signed_in.token, "10.1.2.3")),
        "not-signed-in"
    );
    for forged in [
        "",
        "330199",
        &format!("330199.{}", "a".repeat(64)),
        &format!("990000.{}", "a".repeat(64)),
    ] {
        assert_eq!(
            code(stage.app.session(forged, "10.1.2.3")),
            "not-signed-in",
            "{forged}"
        );
    }
}

#[test]
fn a_second_factor_is_asked_and_works_once() {
    let stage = stage();
    let half = log_in(&stage, "reviewer", PASSWORD).unwrap();
    assert_eq!(half.pending, Pending::SecondFactor);
    let session = stage.app.session(&half.token, "10.1.2.3").unwrap();
    assert_eq!(session.pending, Pending::SecondFactor);
    let confirm = |code: &str| stage.app.confirm_second_factor(&session, &half.token, code);
    assert_eq!(code(confirm("000000")), "code-wrong");
    let good = code_at(SECRET, stage.app.now()).unwrap();
    let whole = confirm(&good).unwrap();
    assert_eq!(pending(&stage, &whole), Pending::Nothing);
    assert_ne!(whole.token, half.token);
    assert_eq!(code(stage.app.session(&half.token, "10.1.2.3")), "not-signed-in");

    let again = log_in(&stage, "reviewer", PASSWORD).unwrap();
    let session = stage.app.session(&again.token, "10.1.2.3").unwrap();
    let used = stage.app.confirm_second_factor(&session, &again.token, &good);
    assert_eq!(code(used), "code-wrong");
    stage.clock.pass(30);
    let next = code_at(SECRET, stage.app.now()).unwrap();
    stage
        .app
        .confirm_second_factor(&session, &again.token, &next)
        .unwrap();
}

#[test]
fn wrong_codes_lock_the_account_too() {
    let stage = stage();
    let half = log_in(&stage, "reviewer", PASSWORD).unwrap();
    let session = stage.app.session(&half.token, "10.1.2.3").unwrap();
    for _ in 0..5 {
        let wrong = stage.app.confirm_second_factor(&session, &half.token, "000000");
        assert_eq!(code(wrong), "code-wrong");
    }
    let good = code_at(SECRET, stage.app.now()).unwrap();
    let locked = stage.app.confirm_second_factor(&session, &half.token, &good);
    assert_eq!(code(locked), "code-wrong");
}

#[test]
fn a_bureau_role_without_a_second_factor_must_bind_one() {
    let stage = stage();
    let signed_in = log_in(&stage, "leader", PASSWORD).unwrap();
    assert_eq!(signed_in.pending, Pending::Enrolment);
    let session = stage.app.session(&signed_in.token, "10.1.2.3").unwrap();
    let offer = stage.app.begin_enrolment(&session).unwrap();
    assert!(offer.address.contains("leader"));
    let plain: String = offer.secret.split_whitespace().collect();
    let wrong = stage
        .app
        .finish_enrolment(&session, &signed_in.token, &offer.secret, "000000");
    assert_eq!(code(wrong), "code-wrong");
    let proof = code_at(&plain, stage.app.now()).unwrap();
    let bound = stage
        .app
        .finish_enrolment(&session, &signed_in.token, &offer.secret, &proof)
        .unwrap();
    assert_eq!(pending(&stage, &bound), Pending::Nothing);
    let next = log_in(&stage, "leader", PASSWORD).unwrap();
    assert_eq!(next.pending, Pending::SecondFactor);
    let session = stage.app.session(&next.token, "10.1.2.3").unwrap();
    assert_eq!(code(stage.app.begin_enrolment(&session)), "second-factor-bound");
}

#[test]
fn a_new_password_is_no_second_factor() {
    let stage = stage();
    let half = log_in(&stage, "reviewer", PASSWORD).unwrap();
    let changed = change(&stage, &half, PASSWORD, OTHER).unwrap();
    assert_eq!(pending(&stage, &changed), Pending::SecondFactor);
}

#[test]
fn a_password_is_changed_by_whoever_knows_it_and_ends_other_sessions() {
    let stage = stage();
    let elsewhere = log_in(&stage, "clerk", PASSWORD).unwrap();
    let here = log_in(&stage, "clerk", PASSWORD).unwrap();
    assert_eq!(
        code(change(&stage, &here, "wrong", OTHER)),
        "current:password-wrong"
    );
    assert_eq!(
        code(change(&stage, &here, PASSWORD, "short")),
        "new:password-too-short new:password-too-plain"
    );
    assert_eq!(
        code(change(&stage, &here, PASSWORD, PASSWORD)),
        "new:password-used-before"
    );
    let changed = change(&stage, &here, PASSWORD, OTHER).unwrap();
    for old in [&elsewhere, &here] {
        assert_eq!(code(stage.app.session(&old.token, "10.1.2.3")), "not-signed-in");
    }
    stage.app.session(&changed.token, "10.1.2.3").unwrap();
    assert_eq!(code(log_in(&stage, "clerk", PASSWORD)), "login-failed");
    log_in(&stage, "clerk", OTHER).unwrap();
    stage.clock.pass(1);
    assert_eq!(
        code(change(&stage, &changed, OTHER, PASSWORD)),
        "new:password-used-before"
    );
}

#[test]
fn a_password_grows_old() {
    let stage = stage();
    stage.clock.pass(89 * DAY);
    let young = log_in(&stage, "clerk", PASSWORD).unwrap();
    assert_eq!(young.pending, Pending::Nothing);
    stage.clock.pass(2 * DAY);
    let old = log_in(&stage, "clerk", PASSWORD).unwrap();
    assert_eq!(old.pending, Pending::PasswordChange);
    let renewed = change(&stage, &old, PASSWORD, OTHER).unwrap();
    assert_eq!(pending(&stage, &renewed), Pending::Nothing);
}

#[test]
fn a_year_and_a_division_are_switched_where_a_role_is_held() {
    let stage = stage();
    let signed_in = log_in(&stage, "clerk", PASSWORD).unwrap();
    let session = stage.app.session(&signed_in.token, "10.1.2.3").unwrap();
    let switch = |division: &str, year: &str| {
        let place = SwitchPlace {
            division: division.into(),
            year: year.into(),
        };
        stage.app.switch_place(&session, &signed_in.token, &place)
    };
    switch("330199", "2021").unwrap();
    let switched = stage.app.session(&signed_in.token, "10.1.2.3").unwrap();
    assert_eq!(switched.year.get(), 2021);
    assert_eq!(code(switch("330108", "2021")), "not-found");
    assert_eq!(code(switch("33", "2021")), "not-found");
    assert_eq!(code(switch("330199", "next")), "year:budget-year-unreadable");
}

#[test]
fn nothing_typed_at_sign_in_is_in_the_chain() {
    let stage = stage();
    log_in(&stage, "S3cret-typed-as-name", "S3cret-typed").unwrap_err();
    log_in(&stage, "clerk", "S3cret-typed").unwrap_err();
    let mut chain = String::new();
    stage
        .database
        .database
        .read(|db| {
            hengji_store::audit::stream(db, division(), |event| {
                chain.push_str(&hengji_store::audit::write_line(&event).unwrap());
                Ok::<(), hengji_store::StoreError>(())
            })
        })
        .unwrap();
    assert!(
        chain.contains("login-failed") && !chain.contains("cret-typed"),
        "{chain}"
    );
}

#[test]
fn secrets_stay_out_of_what_a_log_would_print() {
    let attempt = LogIn {
        login_name: "clerk".into(),
        password: PASSWORD.into(),
        address: "10.1.2.3".into(),
        user_agent: None,
    };
    let change = ChangePassword {
        current: PASSWORD.into(),
        new: OTHER.into(),
        repeat: OTHER.into(),
    };
    let signed_in = log_in(&stage(), "clerk", PASSWORD).unwrap();
    let printed = format!("{attempt:?} {change:?} {signed_in:?}");
    for secret in [PASSWORD, OTHER, &signed_in.token] {
        assert!(!printed.contains(secret), "{printed}");
    }
}
