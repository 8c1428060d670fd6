//! Every answer carries the headers that keep a page what it is.

use hengji_domain::person::Role;
use hengji_store::testing;
use hengji_web::WebOptions;

use crate::world::{Answer, World};

fn assert_guarded(answer: &Answer, path: &str) {
    let policy = answer.header("content-security-policy");
    assert!(
        policy.contains("frame-ancestors 'none'") || policy.contains("sandbox"),
        "{path}: {policy}"
    );
    assert!(!policy.contains("unsafe-inline"), "{path}: {policy}");
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
    assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
    assert!(!answer.header("x-request-id").is_empty(), "{path}");
    assert_eq!(answer.header("access-control-allow-origin"), "", "{path}");
}

#[tokio::test]
async fn pages_refusals_files_and_api_are_all_guarded() {
    let world = World::new();
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    for path in [
        "/",
        "/projects",
        "/nothing-here",
        "/audit",
        "/healthz",
        "/api/v1/projects",
        "/api/v1/openapi.json",
    ] {
        assert_guarded(&clerk.get(path).await, path);
    }
    assert_guarded(&world.browser().get("/login").await, "/login");
    assert_guarded(
        &world.browser().get("/projects").await,
        "/projects without a session",
    );
}

#[tokio::test]
async fn pages_are_stored_nowhere_and_assets_for_ever() {
    let world = World::new();
    let login = world.browser().get("/login").await;
    assert_eq!(login.header("cache-control"), "no-store");
    let mark = "href=\"/assets/style-";
    let at = login.body.find(mark).unwrap() + "href=\"".len();
    let path = login.body[at..].split('"').next().unwrap();
    let style = world.browser().get(path).await;
    assert_eq!(style.status, 200);
    assert_eq!(
        style.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    assert_guarded(&style, path);
    assert_eq!(
        world.browser().get("/assets/style-000000000000.css").await.status,
        404
    );
}

#[tokio::test]
async fn the_session_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    let fields = [
        ("login_name", "unit-clerk"),
        ("password", crate::world::PASSWORD),
        ("next", "/"),
    ];
    let world = World::new();
    let plain = world.browser().post_plain("/login", &fields).await;
    let cookie = plain.header("set-cookie");
    assert!(
        cookie.starts_with("hengji=") && cookie.contains("HttpOnly; SameSite=Strict"),
        "{cookie}"
    );

    let https = WebOptions {
        https: true,
        ..WebOptions::default()
    };
    let world = World::on(testing::sqlite(), https);
    let secure = world.browser().post_plain("/login", &fields).await;
    let cookie = secure.header("set-cookie");
    assert!(
        cookie.starts_with("__Host-hengji=") && cookie.contains("; Secure"),
        "{cookie}"
    );
    assert!(secure.header("strict-transport-security").contains("max-age="));
}

#[tokio::test]
async fn the_counters_and_health_of_the_server_can_be_asked() {
    let world = World::new();
    assert_eq!(world.browser().get("/healthz").await.body, "ok\n");
    assert_eq!(world.browser().get("/readyz").await.body, "ready\n");
    let text = world.browser().get("/metrics").await.body;
    assert!(text.contains("hengji_requests_total{class=\"2xx\"} 2"), "{text}");
}

#[tokio::test]
async fn behind_a_gateway_the_counters_are_hidden() {
    let options = WebOptions {
        behind_proxy: true,
        ..WebOptions::default()
    };
    let world = World::on(testing::sqlite(), options);
    assert_eq!(world.browser().get("/metrics").await.status, 404);
}
