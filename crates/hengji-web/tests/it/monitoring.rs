//! Monitoring as people meet it: opened by the bureau, filled by a unit, hidden from strangers.

use hengji_domain::person::Role;

use crate::world::{Answer, Browser, World};

/// The first address on the page that begins so.
fn address(answer: &Answer, start: &str) -> String {
    let at = answer
        .body
        .find(start)
        .unwrap_or_else(|| panic!("{start} in {}", answer.body));
    let rest = &answer.body[at..];
    rest.chars()
        .take_while(|letter| !matches!(letter, '"' | '#' | '?'))
        .collect()
}

async fn opened(world: &World) -> (Browser, String) {
    world.goal_after("P1", 7);
    let mut bureau = world.sign_in(Role::PerformanceReviewer).await;
    let before = bureau.get("/monitoring").await;
    assert!(before.body.contains("为全部项目开启"), "{}", before.body);
    let answer = bureau
        .post("/monitoring", "/monitoring/m07/open", &[("early", "yes")])
        .await;
    assert_eq!(answer.location(), "/monitoring?period=m07", "{}", answer.body);
    let list = bureau.get("/monitoring").await;
    assert!(
        list.body.contains("道路养护") && list.body.contains("各部门预警灯"),
        "{}",
        list.body
    );
    let sheet = address(&list, "/monitoring-sheets/");
    (bureau, sheet)
}

#[tokio::test]
async fn a_period_is_opened_filled_and_closed() {
    let world = World::new();
    let (mut bureau, sheet) = opened(&world).await;
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    let home = clerk.get("/").await;
    assert!(home.body.contains("绩效监控待填报"), "{}", home.body);
    let form = clerk.get(&sheet).await;
    assert!(
        form.body.contains("name=\"likelihood\"") && form.body.contains("无足够历史"),
        "{}",
        form.body
    );
    let submit = clerk.get(&format!("{sheet}/submit")).await;
    assert!(submit.body.contains("[likelihood-missing]"), "{}", submit.body);
    let closed = bureau.post("/monitoring", "/monitoring/m07/close", &[]).await;
    assert_eq!(closed.status, 303, "{}", closed.body);
    let verified = bureau.get("/monitoring/m07/verify").await;
    assert!(verified.body.contains("逐字相同"), "{}", verified.body);
    let reading = clerk.get(&sheet).await;
    assert!(
        !reading.body.contains("name=\"likelihood\""),
        "a closed period takes nothing"
    );
    let paper = clerk.get(&format!("{sheet}/paper")).await;
    assert!(paper.status == 200 && paper.body.contains("项目支出绩效目标执行监控表"));
}

#[tokio::test]
async fn a_stranger_finds_no_monitoring_and_an_administrator_no_list() {
    let world = World::new();
    let (_, sheet) = opened(&world).await;
    let mut stranger = world.sign_in_as("stranger", false).await;
    assert_eq!(stranger.get(&sheet).await.status, 404);
    for (path, fields) in [
        (
            "/findings",
            [("ground", "behind-schedule"), ("cut", "1"), ("words", "x")],
        ),
        (
            "/dispose",
            [("version", "1"), ("decision", "cancel"), ("words", "x")],
        ),
    ] {
        let answer = stranger
            .post("/account", &format!("{sheet}{path}"), &fields)
            .await;
        assert_eq!(answer.status, 404, "{path}: {}", answer.body);
    }
    assert!(!stranger.get("/monitoring").await.body.contains("道路养护"));
    for role in [Role::SystemAdministrator, Role::AuditAdministrator] {
        let mut administrator = world.sign_in(role).await;
        for path in ["/monitoring", "/key-monitoring", "/monitoring-findings"] {
            assert_eq!(administrator.get(path).await.status, 403, "{path}");
        }
    }
}

#[tokio::test]
async fn the_key_list_and_the_proposals_have_their_pages_and_workbooks() {
    let world = World::new();
    let (mut bureau, sheet) = opened(&world).await;
    let page = bureau.get("/key-monitoring").await;
    assert!(page.status == 200 && page.body.contains("名单"), "{}", page.body);
    let fields = [
        ("line", ""),
        ("ground", "not-urgent"),
        ("cut", "0.01"),
        ("words", "可以推迟"),
    ];
    let mut department = world.sign_in(Role::DepartmentReviewer).await;
    let answer = department
        .post(&sheet, &format!("{sheet}/findings"), &fields)
        .await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let list = bureau.get("/monitoring-findings").await;
    assert!(
        list.body.contains("可以推迟") && list.body.contains("非急需"),
        "{}",
        list.body
    );
    for path in [
        "/monitoring/export",
        "/monitoring-findings/export",
        "/key-monitoring/export",
    ] {
        let file = bureau.post("/monitoring", path, &[]).await;
        assert_eq!(file.status, 200, "{path}: {}", file.body);
        assert!(file.header("content-disposition").contains(".xlsx"), "{path}");
    }
}
