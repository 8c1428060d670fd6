//! What a page costs the database: bounded, and not growing with its rows.

use std::future::Future;

use hengji_domain::person::Role;
use hengji_store::statements;

use crate::world::{Browser, World};

/// All use cases of the test run on one blocking thread, whose statements can then be counted.
fn on_one_thread(test: impl Future<Output = ()>) {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = builder.max_blocking_threads(1).enable_all().build().unwrap();
    runtime.block_on(test);
}

async fn statements_of(browser: &mut Browser, path: &str) -> u64 {
    let sent = || tokio::task::spawn_blocking(statements::sent);
    // The first visit fills caches of names and rules, which do not belong to the page.
    assert_eq!(browser.get(path).await.status, 200, "{path}");
    let before = sent().await.unwrap();
    assert_eq!(browser.get(path).await.status, 200, "{path}");
    sent().await.unwrap() - before
}

#[test]
fn pages_ask_few_questions() {
    on_one_thread(async {
        let world = World::new();
        let (project, goal) = world.goal_after("P1", 7);
        let (_, evaluation) = world.opened_self_evaluation("P2");
        let mut reviewer = world.sign_in(Role::PerformanceReviewer).await;
        for (path, most) in [
            ("/projects".to_owned(), 3),
            ("/goals".to_owned(), 3),
            ("/self-evaluations?state=draft".to_owned(), 3),
            ("/".to_owned(), 15),
            ("/monitoring".to_owned(), 3),
            ("/key-monitoring".to_owned(), 4),
            ("/papers".to_owned(), 4),
            ("/goal-letters".to_owned(), 7),
            ("/monitoring-findings".to_owned(), 4),
            ("/cuts".to_owned(), 7),
            ("/evaluation-findings".to_owned(), 6),
            ("/rectifications".to_owned(), 4),
            ("/look-backs".to_owned(), 5),
            ("/recurrences".to_owned(), 2),
            ("/spot".to_owned(), 5),
            ("/findings".to_owned(), 4),
            ("/review".to_owned(), 14),
            ("/ex-ante".to_owned(), 6),
            ("/evaluations".to_owned(), 3),
            ("/case-files".to_owned(), 4),
            ("/institution-reports".to_owned(), 4),
            ("/institution-concentration".to_owned(), 2),
            ("/scorer-severity".to_owned(), 7),
            ("/evaluation-report".to_owned(), 14),
            ("/results".to_owned(), 4),
            ("/overview/goal".to_owned(), 4),
            ("/rules".to_owned(), 1),
            ("/frameworks".to_owned(), 1),
            ("/rules/goal.taxonomy".to_owned(), 5),
            ("/rule-proposals".to_owned(), 5),
            ("/rule-proposals/new?rule=goal.taxonomy".to_owned(), 5),
            ("/regulations".to_owned(), 4),
            ("/budget-years".to_owned(), 4),
            (format!("/projects/{project}"), 12),
            (format!("/goals/{goal}"), 14),
            (format!("/self-evaluations/{evaluation}"), 14),
        ] {
            let sent = statements_of(&mut reviewer, &path).await;
            assert!(sent <= most, "{path}: {sent} statements, at most {most}");
        }
    });
}

#[test]
fn a_longer_list_asks_no_more() {
    on_one_thread(async {
        let world = World::new();
        world.project("P1");
        let mut reviewer = world.sign_in(Role::PerformanceReviewer).await;
        let short = statements_of(&mut reviewer, "/projects").await;
        for n in 2..40 {
            world.project(&format!("P{n}"));
        }
        assert_eq!(statements_of(&mut reviewer, "/projects").await, short);
    });
}
