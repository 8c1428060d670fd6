//! Nothing is changed by a request that one of our own pages did not send.

use axum::body::Body;
use axum::http::{Request, header};
use hengji_domain::person::Role;

use crate::world::{Browser, World};

async fn hidden(browser: &mut Browser) -> (String, String) {
    let page = browser.get("/account").await;
    (page.hidden("csrf").unwrap(), page.hidden("request_key").unwrap())
}

const PLACE: [(&str, &str); 3] = [("division", "330199"), ("year", "2021"), ("next", "/")];

#[tokio::test]
async fn a_form_without_the_token_of_its_session_is_refused() {
    let world = World::new();
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    let mut finance = world.sign_in(Role::UnitFinance).await;
    let (_, key) = hidden(&mut clerk).await;
    let (foreign, _) = hidden(&mut finance).await;
    for csrf in ["", "made-up", foreign.as_str()] {
        let fields = [&[("csrf", csrf), ("request_key", key.as_str())], &PLACE[..]].concat();
        let answer = clerk.post_plain("/place", &fields).await;
        assert_eq!(answer.status, 403, "{csrf}");
        assert!(answer.body.contains("[foreign-form]"), "{}", answer.body);
    }
}

#[tokio::test]
async fn a_form_from_another_site_is_refused_even_with_the_token() {
    let world = World::new();
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    let (csrf, key) = hidden(&mut clerk).await;
    let fields = [
        &[("csrf", csrf.as_str()), ("request_key", key.as_str())],
        &PLACE[..],
    ]
    .concat();
    let cases = [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ];
    for (name, value) in cases {
        let request = Request::post("/place")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::HOST, "hengji.test")
            .header(name, value);
        let body = crate::world::encoded(&fields);
        let answer = clerk.send(request.body(Body::from(body)).unwrap()).await;
        assert_eq!(answer.status, 403, "{name}: {value}");
        assert!(answer.body.contains("[foreign-origin]"), "{}", answer.body);
    }
}

#[tokio::test]
async fn another_kind_of_body_is_refused() {
    let world = World::new();
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    let request = Request::post("/place").header(header::CONTENT_TYPE, "text/plain");
    let answer = clerk
        .send(request.body(Body::from("{\"year\":2021}")).unwrap())
        .await;
    assert_eq!(answer.status, 415);
}

#[tokio::test]
async fn a_field_that_the_form_does_not_have_is_refused() {
    let world = World::new();
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    let fields = [&PLACE[..], &[("role", "system_administrator")]].concat();
    let answer = clerk.post("/account", "/place", &fields).await;
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("[form-unreadable]"), "{}", answer.body);
}

#[tokio::test]
async fn a_form_too_large_is_refused_and_the_server_lives() {
    let world = World::new();
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    let huge = "x".repeat(3 * 1024 * 1024);
    let answer = clerk.post("/account", "/place", &[("next", &huge)]).await;
    assert_eq!(answer.status, 413);
    assert_eq!(clerk.get("/").await.status, 200);
}

#[tokio::test]
async fn a_method_that_an_address_does_not_take_is_refused() {
    let world = World::new();
    let answer = world.browser().post_plain("/healthz", &[]).await;
    assert_eq!(answer.status, 405);
    assert!(answer.body.contains("[method-not-allowed]"));
}

/// Reading is reading: after every page was looked at, the chain of events stands where it stood.
#[tokio::test]
async fn looking_at_pages_changes_nothing() {
    let world = World::new();
    let (project, goal) = world.draft_goal("P1");
    let (_, evaluation) = world.opened_self_evaluation("P2");
    let mut reviewer = world.sign_in(Role::PerformanceReviewer).await;
    let auditor = world.actor(Role::AuditAdministrator);
    let before = world.app.audit_verify(&auditor).unwrap();
    for path in [
        "/".to_owned(),
        "/projects".to_owned(),
        "/goals?state=draft".to_owned(),
        "/overview/goal".to_owned(),
        "/findings".to_owned(),
        "/indicators?q=x".to_owned(),
        "/rules".to_owned(),
        "/recompute".to_owned(),
        format!("/projects/{project}"),
        format!("/goals/{goal}"),
        format!("/goals/{goal}/paper"),
        format!("/goals/{goal}/submit"),
        format!("/self-evaluations/{evaluation}"),
        format!("/self-evaluations/{evaluation}/trace/execution"),
    ] {
        let answer = reviewer.get(&path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    }
    let after = world.app.audit_verify(&auditor).unwrap();
    assert_eq!((before.checked, before.head), (after.checked, after.head));
}
