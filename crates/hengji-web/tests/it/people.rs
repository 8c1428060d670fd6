//! Signing in, passwords, accounts and roles on their pages.

use hengji_domain::person::Role;
use hengji_store::testing;
use hengji_web::{DemoAccount, WebOptions};

use crate::world::{PASSWORD, TOTP_SECRET, World};

#[tokio::test]
async fn a_wrong_password_is_refused_without_saying_which_half_was_wrong() {
    let world = World::new();
    let mut texts = Vec::new();
    for name in ["unit-clerk", "nobody-here"] {
        let fields = [("login_name", name), ("password", "wrong"), ("next", "/")];
        let answer = world.browser().post_plain("/login", &fields).await;
        assert_eq!(answer.status, 422);
        assert!(answer.header("set-cookie").is_empty());
        texts.push(answer.body.replace(name, ""));
    }
    assert_eq!(texts[0], texts[1]);
}

#[tokio::test]
async fn too_many_wrong_passwords_lock_the_account() {
    let world = World::new();
    let attempt = |password: &'static str| {
        [
            ("login_name", "unit-clerk"),
            ("password", password),
            ("next", "/"),
        ]
    };
    for _ in 0..5 {
        world.browser().post_plain("/login", &attempt("wrong")).await;
    }
    let locked = world.browser().post_plain("/login", &attempt(PASSWORD)).await;
    assert_eq!(locked.status, 422, "{}", locked.body);
}

#[tokio::test]
async fn after_signing_in_one_arrives_where_one_wanted_to_go_within_this_site() {
    let world = World::new();
    for (next, arrives) in [
        ("/projects?q=x", "/projects?q=x"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
    ] {
        let fields = [
            ("login_name", "unit-clerk"),
            ("password", PASSWORD),
            ("next", next),
        ];
        let answer = world.browser().post_plain("/login", &fields).await;
        assert_eq!((answer.status, answer.location()), (303, arrives));
    }
}

#[tokio::test]
async fn bureau_roles_see_nothing_before_the_second_factor() {
    let world = World::new();
    let mut leader = world.browser();
    let fields = [
        ("login_name", "bureau-leader"),
        ("password", PASSWORD),
        ("next", "/"),
    ];
    let answer = leader.post_plain("/login", &fields).await;
    assert_eq!(answer.location(), "/login/second-factor");
    let elsewhere = leader.get("/projects").await;
    assert_eq!(
        (elsewhere.status, elsewhere.location()),
        (303, "/login/second-factor")
    );
    let wrong = leader
        .post(
            "/login/second-factor",
            "/login/second-factor",
            &[("code", "000000")],
        )
        .await;
    assert_eq!(wrong.status, 422, "{}", wrong.body);
    let code = hengji_app::people::code_at(TOTP_SECRET, world.app.now()).unwrap();
    let right = leader
        .post("/login/second-factor", "/login/second-factor", &[("code", &code)])
        .await;
    assert_eq!((right.status, right.location()), (303, "/"));
    assert_eq!(leader.get("/projects").await.status, 200);
}

#[tokio::test]
async fn the_secret_of_a_session_changes_with_what_it_opens() {
    let world = World::new();
    let mut leader = world.browser();
    let fields = [
        ("login_name", "bureau-leader"),
        ("password", PASSWORD),
        ("next", "/"),
    ];
    leader.post_plain("/login", &fields).await;
    let half = leader.cookie.clone();
    let code = hengji_app::people::code_at(TOTP_SECRET, world.app.now()).unwrap();
    leader
        .post("/login/second-factor", "/login/second-factor", &[("code", &code)])
        .await;
    assert_ne!(half, leader.cookie);
}

fn demo(role: &str, totp_secret: Option<&str>) -> DemoAccount {
    DemoAccount {
        login_name: role.to_owned(),
        password: PASSWORD.to_owned(),
        role: "城管局 单位业务经办".to_owned(),
        hint: "填报绩效目标".to_owned(),
        totp_secret: totp_secret.map(str::to_owned),
    }
}

#[tokio::test]
async fn demonstration_accounts_are_listed_only_by_a_demonstration() {
    let real = World::new();
    assert!(!real.browser().get("/login").await.body.contains(PASSWORD));
    let options = WebOptions {
        demo_accounts: vec![demo("unit-clerk", None), demo("bureau-leader", Some(TOTP_SECRET))],
        ..WebOptions::default()
    };
    let world = World::on(testing::sqlite(), options);
    let shown = world.browser().get("/login").await.body;
    assert!(shown.contains("演示账户") && shown.contains(PASSWORD) && shown.contains("城管局 单位业务经办"));
    let mut leader = world.browser();
    let fields = [
        ("login_name", "bureau-leader"),
        ("password", PASSWORD),
        ("next", "/"),
    ];
    leader.post_plain("/login", &fields).await;
    let code = hengji_app::people::code_at(TOTP_SECRET, world.app.now()).unwrap();
    assert!(leader.get("/login/second-factor").await.body.contains(&code));
}

#[tokio::test]
async fn an_account_from_creation_to_the_first_page_of_its_own() {
    let world = World::new();
    let mut system = world.sign_in(Role::SystemAdministrator).await;
    let fields = [("login_name", "new-clerk"), ("name", "市政养护中心新经办")];
    let made = system.post("/users", "/users", &fields).await;
    assert_eq!(made.status, 200, "{}", made.body);
    let mark = "<p class=\"arithmetic mono\">";
    let at = made.body.find(mark).unwrap() + mark.len();
    let password = made.body[at..].split('<').next().unwrap().to_owned();

    let mut security = world.sign_in(Role::SecurityAdministrator).await;
    let users = security.get("/users").await.body;
    let id = users
        .split("id=\"user-")
        .find(|rest| rest.contains("new-clerk"))
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let unit = world.unit_of(Role::UnitClerk).to_string();
    let grant = [("role", "unit_clerk"), ("unit", unit.as_str())];
    let granted = security
        .post(
            &format!("/users/{id}/roles"),
            &format!("/users/{id}/grant"),
            &grant,
        )
        .await;
    assert_eq!(granted.status, 303, "{}", granted.body);

    let mut clerk = world.browser();
    let fields = [
        ("login_name", "new-clerk"),
        ("password", password.as_str()),
        ("next", "/"),
    ];
    let first = clerk.post_plain("/login", &fields).await;
    assert_eq!(first.location(), "/login/password", "{}", first.body);
    assert_eq!(clerk.get("/projects").await.location(), "/login/password");
    let weak = [("current", password.as_str()), ("new", "123"), ("repeat", "123")];
    let refused = clerk.post("/login/password", "/login/password", &weak).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("href=\"#new\""), "{}", refused.body);
    let strong = [
        ("current", password.as_str()),
        ("new", "Heng-2020-shengjiang"),
        ("repeat", "Heng-2020-shengjiang"),
    ];
    let changed = clerk.post("/login/password", "/login/password", &strong).await;
    assert_eq!(
        (changed.status, changed.location()),
        (303, "/"),
        "{}",
        changed.body
    );
    assert_eq!(clerk.get("/projects").await.status, 200);
}

#[tokio::test]
async fn the_three_administrators_keep_to_their_own() {
    let world = World::new();
    let mut security = world.sign_in(Role::SecurityAdministrator).await;
    let fields = [("login_name", "new-one"), ("name", "新账户")];
    assert_eq!(security.post("/account", "/users", &fields).await.status, 403);
    let mut system = world.sign_in(Role::SystemAdministrator).await;
    let clerk = world.actor(Role::UnitClerk).user;
    let unit = world.unit_of(Role::UnitClerk).to_string();
    let grant = [("role", "unit_head"), ("unit", unit.as_str())];
    assert_eq!(
        system
            .post("/account", &format!("/users/{clerk}/grant"), &grant)
            .await
            .status,
        403
    );
    let exclusive = [("role", "audit_administrator"), ("unit", unit.as_str())];
    let refused = security
        .post("/account", &format!("/users/{clerk}/grant"), &exclusive)
        .await;
    assert_eq!(refused.status, 422, "{}", refused.body);
}

#[tokio::test]
async fn a_disabled_account_is_out_with_its_next_request() {
    let world = World::new();
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    let mut system = world.sign_in(Role::SystemAdministrator).await;
    let id = world.actor(Role::UnitClerk).user;
    let users = system.get("/users").await.body;
    let row = users.split(&format!("id=\"user-{id}\"")).nth(1).unwrap();
    let version = row
        .split("name=\"version\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let answer = system
        .post(
            "/users",
            &format!("/users/{id}/disable"),
            &[("version", &version)],
        )
        .await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert_eq!(clerk.get("/projects").await.status, 303);
}

#[tokio::test]
async fn ones_own_password_is_changed_and_other_sessions_end() {
    let world = World::new();
    let mut here = world.sign_in(Role::UnitClerk).await;
    let mut elsewhere = world.sign_in(Role::UnitClerk).await;
    let fields = [
        ("current", PASSWORD),
        ("new", "Heng-2020-shengjiang"),
        ("repeat", "Heng-2020-shengjiang"),
    ];
    let answer = here.post("/account", "/account/password", &fields).await;
    assert_eq!(
        (answer.status, answer.location()),
        (303, "/account"),
        "{}",
        answer.body
    );
    assert_eq!(here.get("/account").await.status, 200);
    assert_eq!(elsewhere.get("/account").await.status, 303);
}

#[tokio::test]
async fn a_new_unit_stands_in_the_list() {
    let world = World::new();
    let mut system = world.sign_in(Role::SystemAdministrator).await;
    let fields = [
        ("code", "501"),
        ("name", "文化局"),
        ("kind", "department"),
        ("department", ""),
        ("budget_division", ""),
    ];
    let answer = system.post("/units", "/units", &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert!(system.get("/units").await.body.contains("文化局"));
    let again = system.post("/units", "/units", &fields).await;
    assert_eq!(again.status, 422, "{}", again.body);
    assert!(again.body.contains("data-error-summary"), "{}", again.body);
}
