//! The one way to write: retries, refusals, events, and that nothing is ever half done.

use std::cell::Cell;

use hengji_authz::{Action, Resource};
use hengji_domain::person::Role;
use hengji_store::audit::{self, AuditFilter, Event, Outcome as Ended};
use hengji_store::{Page, StoreError, counters};

use super::*;
use crate::common::Written;
use crate::stage::{Stage, actor, codes, division, key};

const COUNTER: &str = "test";

fn counted(stage: &Stage) -> i64 {
    // The counter gives the number after the last one that was kept; reading it is undone.
    let mut found = 0;
    let outcome: Result<(), StoreError> = stage.database.database.write(|db| {
        found = counters::next(db, division(), COUNTER)? - 1;
        Err(StoreError::Busy)
    });
    assert!(outcome.is_err());
    found
}

fn events(stage: &Stage) -> Vec<Event> {
    let page = Page {
        offset: 0,
        limit: 100,
    };
    let filter = AuditFilter {
        action: Some(Action::ImportLibrary.code().to_owned()),
        ..AuditFilter::default()
    };
    stage
        .database
        .database
        .read(|db| audit::list(db, division(), &filter, page))
        .unwrap()
}

/// Counts up by one as somebody who may; the answer is the number.
fn count_up(stage: &Stage, number: u32, body: &str) -> Result<Written, AppError> {
    let who = actor(Role::PerformanceReviewer);
    let key = key(number);
    stage.app.act(
        &who,
        Action::ImportLibrary,
        &Request::new(&key, &body).unwrap(),
        |tx| {
            tx.about("counter", COUNTER);
            Ok((Resource::Division(tx.division), ()))
        },
        |tx, ()| {
            let next = counters::next(tx.db, tx.division, COUNTER)?;
            Ok(Written {
                id: COUNTER.to_owned(),
                version: i32::try_from(next).unwrap(),
            })
        },
    )
}

#[test]
fn a_retried_request_gets_the_first_answer_and_acts_once() {
    Stage::on_each_engine(|stage| {
        assert_eq!(count_up(stage, 1, "a").unwrap().version, 1);
        assert_eq!(count_up(stage, 1, "a").unwrap().version, 1);
        assert_eq!((counted(stage), events(stage).len()), (1, 1));
        assert_eq!(count_up(stage, 2, "a").unwrap().version, 2);
        assert_eq!((counted(stage), events(stage).len()), (2, 2));
    });
}

#[test]
fn a_key_used_for_something_else_is_refused() {
    let stage = Stage::new();
    count_up(&stage, 1, "a").unwrap();
    assert_eq!(
        codes(&count_up(&stage, 1, "b").unwrap_err()),
        "request-key-reused"
    );
    assert_eq!(counted(&stage), 1);
    let refused = &events(&stage)[0];
    assert_eq!(refused.what.outcome, Ended::Refused);
    assert!(
        refused
            .what
            .details
            .as_ref()
            .unwrap()
            .contains("request-key-reused")
    );
}

#[test]
fn fifty_equal_requests_at_once_act_once() {
    Stage::on_each_engine(|stage| {
        let answers: Vec<i32> = std::thread::scope(|scope| {
            let all: Vec<_> = (0..50).map(|_| scope.spawn(|| count_up(stage, 9, "a"))).collect();
            all.into_iter()
                .filter_map(|one| one.join().unwrap().ok())
                .map(|written| written.version)
                .collect()
        });
        assert!(!answers.is_empty());
        assert!(answers.iter().all(|version| *version == 1), "{answers:?}");
        assert_eq!(counted(stage), 1);
        let done = events(stage)
            .iter()
            .filter(|one| one.what.outcome == Ended::Done)
            .count();
        assert_eq!(done, 1);
    });
}

#[test]
fn what_fails_after_writing_leaves_nothing_but_its_event() {
    Stage::on_each_engine(|stage| {
        let who = actor(Role::PerformanceReviewer);
        let key = key(1);
        let result: Result<Written, AppError> = stage.app.act(
            &who,
            Action::ImportLibrary,
            &Request::new(&key, &"a").unwrap(),
            |tx| Ok((Resource::Division(tx.division), ())),
            |tx, ()| {
                counters::next(tx.db, tx.division, COUNTER)?;
                Err(AppError::refused("halfway", "中途出错。").into())
            },
        );
        assert_eq!(codes(&result.unwrap_err()), "halfway");
        assert_eq!(counted(stage), 0);
        let all = events(stage);
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].what.outcome, Ended::Refused);
        assert!(all[0].what.details.as_ref().unwrap().contains("halfway"));
        // The key was not spent: the same request may be tried again.
        assert_eq!(count_up(stage, 1, "a").unwrap().version, 1);
    });
}

#[test]
fn whoever_may_not_is_denied_before_anything_runs() {
    let stage = Stage::new();
    let ran = Cell::new(false);
    let who = actor(Role::UnitClerk);
    let key = key(1);
    let result: Result<Written, AppError> = stage.app.act(
        &who,
        Action::ImportLibrary,
        &Request::new(&key, &"a").unwrap(),
        |tx| Ok((Resource::Division(tx.division), ())),
        |_, ()| {
            ran.set(true);
            Err(AppError::NotFound.into())
        },
    );
    assert_eq!(codes(&result.unwrap_err()), "role-not-held");
    assert!(!ran.get());
    let all = events(&stage);
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].what.actor, Some(who.user));
    assert_eq!(all[0].what.address.as_deref(), Some("10.1.2.3"));
    assert!(all[0].what.details.as_ref().unwrap().contains("role-not-held"));
}

#[test]
fn another_division_does_not_exist() {
    let stage = Stage::new();
    let who = actor(Role::PerformanceReviewer);
    let elsewhere = "330108".parse().unwrap();
    let denied = stage
        .app
        .may_view(&who, Action::ListProjects, &Resource::Division(elsewhere))
        .unwrap_err();
    assert_eq!(codes(&denied), "not-found");
}

#[test]
fn the_chain_stays_whole_through_refusals() {
    Stage::on_each_engine(|stage| {
        for number in 1..=5 {
            count_up(stage, number, "a").unwrap();
            count_up(stage, number, "b").unwrap_err();
        }
        let verdict = stage
            .database
            .database
            .read(|db| audit::verify_chain(db, division(), &[]))
            .unwrap();
        // The division was made first.
        assert_eq!(verdict.unwrap().events, 11);
    });
}

#[test]
fn what_the_operator_does_is_in_the_chain_too() {
    let stage = Stage::new();
    let outcome: Result<(), AppError> = stage.app.operate(division(), Action::ImportLibrary, |tx| {
        tx.detail("reason", "test");
        Ok(())
    });
    outcome.unwrap();
    let all = events(&stage);
    assert_eq!(all[0].what.actor, None);
    assert_eq!(all[0].what.actor_name.as_deref(), Some("运维人员(服务器命令行)"));
    assert_eq!(all[0].what.details.as_deref(), Some(r#"{"reason":"test"}"#));
}

#[test]
fn a_missing_rule_is_an_answer_and_no_fault() {
    let stage = Stage::new();
    let error = stage
        .app
        .rules(division(), crate::stage::year(1995))
        .chain(hengji_domain::sheet::SheetKind::Goal);
    let error = AppError::from(error.unwrap_err());
    assert_eq!(error.code(), "rule-missing");
    assert!(error.to_string().contains("1995"), "{error}");
}

#[test]
fn a_book_of_rules_with_a_fault_is_not_opened() {
    let stage = Stage::new();
    let directory = tempfile::tempdir().unwrap();
    std::fs::create_dir(directory.path().join("000000")).unwrap();
    std::fs::write(directory.path().join("000000").join("goal.toml"), "nonsense = [").unwrap();
    let config = AppConfig {
        options: hengji_store::testing::options(),
        rules: Some(directory.path().to_owned()),
        ..AppConfig::at(stage.database.place.clone())
    };
    let opened = App::open(&config, stage.app.ports().clone());
    assert_eq!(opened.err().unwrap().code(), "rules-refused");
}
