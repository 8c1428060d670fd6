//! Who may not know of a thing is told that it does not exist.

use axum::body::Body;
use axum::http::Request;
use hengji_domain::person::Role;

use crate::world::World;

#[tokio::test]
async fn a_clerk_of_another_unit_finds_nothing() {
    let world = World::new();
    let (project, goal) = world.goal_after("P1", 1);
    let mut stranger = world.sign_in_as("stranger", false).await;
    for path in [
        format!("/projects/{project}"),
        format!("/projects/{project}/edit"),
        format!("/goals/{goal}"),
        format!("/goals/{goal}/submit"),
        format!("/goals/{goal}/paper"),
        format!("/goals/{goal}/diff?from=1&to=1"),
        format!("/goals/{goal}/trace/execution"),
    ] {
        let answer = stranger.get(&path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.body.contains("道路养护"), "{path}: {}", answer.body);
    }
    for action in ["submit", "withdraw", "approve", "return"] {
        let answer = stranger
            .post(
                "/account",
                &format!("/goals/{goal}/{action}"),
                &[("version", "1")],
            )
            .await;
        assert_eq!(answer.status, 404, "{action}: {}", answer.body);
    }
    let list = stranger.get("/projects").await;
    assert_eq!(list.status, 200);
    assert!(!list.body.contains("道路养护"), "{}", list.body);
}

#[tokio::test]
async fn administrators_see_no_business_data_anywhere() {
    let world = World::new();
    let (project, goal) = world.goal_after("P1", 7);
    for role in [
        Role::SystemAdministrator,
        Role::SecurityAdministrator,
        Role::AuditAdministrator,
    ] {
        let mut administrator = world.sign_in(role).await;
        for path in [
            "/projects".to_owned(),
            format!("/projects/{project}"),
            format!("/goals/{goal}"),
            "/findings".to_owned(),
        ] {
            let answer = administrator.get(&path).await;
            assert!(
                [403, 404].contains(&answer.status),
                "{} {path} {}",
                role.name(),
                answer.status
            );
            assert!(!answer.body.contains("道路养护"), "{} {path}", role.name());
        }
        let home = administrator.get("/").await;
        assert!(
            home.status == 200 && !home.body.contains("道路养护"),
            "{}",
            role.name()
        );
    }
}

#[tokio::test]
async fn somebody_not_signed_in_is_sent_to_the_sign_in_page_and_back() {
    let world = World::new();
    let answer = world.browser().get("/projects?q=x").await;
    assert_eq!(
        (answer.status, answer.location()),
        (303, "/login?next=%2Fprojects%3Fq%3Dx")
    );
    let posted = world.browser().post_plain("/projects", &[]).await;
    assert_eq!((posted.status, posted.location()), (303, "/login"));
}

#[tokio::test]
async fn after_signing_out_the_old_cookie_opens_nothing() {
    let world = World::new();
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    let mut thief = clerk.clone();
    let answer = clerk.post("/account", "/logout", &[]).await;
    assert_eq!((answer.status, answer.location()), (303, "/login"));
    assert!(clerk.cookie.is_none());
    assert_eq!(thief.get("/projects").await.status, 303);
}

#[tokio::test]
async fn an_idle_session_ends() {
    let world = World::new();
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    world.clock.advance_seconds(24 * 3600);
    assert_eq!(clerk.get("/projects").await.status, 303);
}

#[tokio::test]
async fn identifiers_that_name_nothing_are_not_found() {
    let world = World::new();
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    for path in [
        "/projects/no-id",
        "/projects/0190d2a4-7b1c-7def-8123-456789abcdef",
        "/goals/0190d2a4-7b1c-7def-8123-456789abcdef",
        "/attachments/0190d2a4-7b1c-7def-8123-456789abcdef",
        "/overview/no-kind",
        "/progress/no-ticket",
        "/no-such-page",
    ] {
        let answer = clerk.get(path).await;
        assert!([403, 404].contains(&answer.status), "{path} {}", answer.status);
    }
}

#[tokio::test]
async fn a_cookie_does_not_open_the_api_nor_a_token_the_pages() {
    let world = World::new();
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    assert_eq!(clerk.get("/api/v1/projects").await.status, 401);
    let secret = clerk.cookie.clone().unwrap();
    let token = secret.split_once('=').unwrap().1;
    let request = Request::get("/projects").header("authorization", format!("Bearer {token}"));
    let answer = world.browser().send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, 303);
}
