//! 事前绩效评估 over HTTP: the list, one evaluation, what is refused in which words, and what strangers learn.

use hengji_app::ex_ante::ListInput;
use hengji_domain::id::{ProjectId, SheetId};
use hengji_domain::person::Role;

use crate::world::{World, key};

/// A project put on the list by hand and its evaluation, just opened.
fn opened(world: &World) -> (ProjectId, SheetId) {
    let project = world.project("P1");
    let input = ListInput {
        is_listed: true,
        category: "other".into(),
        reason: "区领导交办".into(),
    };
    let performance = world.actor(Role::PerformanceReviewer);
    world
        .app
        .change_ex_ante_list(&performance, &key("list-ex-ante"), project, &input)
        .unwrap();
    let clerk = world.actor(Role::UnitClerk);
    let written = world
        .app
        .open_ex_ante_evaluation(&clerk, &key("open-ex-ante"), project)
        .unwrap();
    (project, written.id.parse().unwrap())
}

#[tokio::test]
async fn the_list_says_why_and_offers_each_role_what_it_may_do() {
    let world = World::new();
    let (_, evaluation) = opened(&world);
    for (role, changes, exports) in [
        (Role::PerformanceReviewer, true, true),
        (Role::UnitClerk, false, true),
        (Role::DepartmentReviewer, false, true),
    ] {
        let page = world.sign_in(role).await.get("/ex-ante").await;
        assert_eq!(page.status, 200, "{}", page.body);
        assert!(page.body.contains("纳入名单(手工):区领导交办"), "{}", role.name());
        assert!(page.body.contains(&format!("/ex-ante/{evaluation}")));
        assert_eq!(page.body.contains("按规则生成名单"), changes, "{}", role.name());
        assert_eq!(page.body.contains("/ex-ante/export"), exports, "{}", role.name());
    }
}

#[tokio::test]
async fn an_unfinished_application_is_refused_with_what_is_missing() {
    let world = World::new();
    let (_, evaluation) = opened(&world);
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    let path = format!("/ex-ante/{evaluation}");
    let page = clerk.get(&path).await;
    assert!(
        page.body.contains("评估材料(项目)") && page.body.contains("必备"),
        "{}",
        page.body
    );
    let version = page.hidden("version").unwrap();
    let answer = clerk
        .post(&path, &format!("{path}/submit"), &[("version", &version)])
        .await;
    assert_eq!(answer.status, 422, "{}", answer.body);
    assert!(
        answer.body.contains("[ex-ante-summary-missing]"),
        "{}",
        answer.body
    );
    let application = [
        ("version", version.as_str()),
        ("asked", "120"),
        ("summary", "按方案实施"),
    ];
    let answer = clerk
        .post(&path, &format!("{path}/application"), &application)
        .await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let stale = clerk
        .post(&path, &format!("{path}/application"), &application)
        .await;
    assert_eq!(stale.status, 409, "{}", stale.body);
}

#[tokio::test]
async fn strangers_and_uninvited_experts_find_no_evaluation() {
    let world = World::new();
    let (_, evaluation) = opened(&world);
    let path = format!("/ex-ante/{evaluation}");
    let mut stranger = world.sign_in_as("stranger", false).await;
    let mut expert = world.sign_in(Role::ThirdParty).await;
    for browser in [&mut stranger, &mut expert] {
        for rest in ["", "/report"] {
            let answer = browser.get(&format!("{path}{rest}")).await;
            assert_eq!(answer.status, 404, "{}", answer.body);
            assert!(!answer.body.contains("道路养护"), "{}", answer.body);
        }
        let list = browser.get("/ex-ante").await;
        assert!(
            list.status == 200 && !list.body.contains("道路养护"),
            "{}",
            list.body
        );
    }
    for action in [
        "submit",
        "pass",
        "return",
        "scores",
        "conclusion",
        "conditions",
        "experts",
    ] {
        let answer = stranger
            .post("/account", &format!("{path}/{action}"), &[("version", "1")])
            .await;
        assert!([404, 422].contains(&answer.status), "{action}: {}", answer.body);
        assert!(!answer.body.contains("道路养护"), "{action}");
    }
}

#[tokio::test]
async fn the_report_is_printed_from_the_first_edition_on() {
    let world = World::new();
    let (_, evaluation) = opened(&world);
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    let page = clerk.get(&format!("/ex-ante/{evaluation}")).await;
    assert!(!page.body.contains("评估报告"), "nothing was handed in yet");
    let report = clerk.get(&format!("/ex-ante/{evaluation}/report")).await;
    assert!(
        report.body.contains("事前绩效评估报告") && report.body.contains("未成稿"),
        "{}",
        report.body
    );
}
