//! Lists and workbooks: checked first, then stored, all or nothing.

use hengji_domain::person::Role;

use crate::world::{Browser, World};

/// Waits until the work behind a `/progress/…` page has led somewhere.
pub(crate) async fn arrive(browser: &mut Browser, work: &str) -> crate::world::Answer {
    for _ in 0..200 {
        let answer = browser.get(work).await;
        if answer.status != 200 {
            return answer;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("{work} never ended")
}

const LIST: &str = "项目代码,项目名称,实施单位,项目类型,项目属性,当年财政拨款(万元)\n\
                    X1,路灯维护,市政养护中心,特定目标类,延续,120.5\n\
                    X2,绿化养护,市政养护中心,特定目标类,新增,80\n";

#[tokio::test]
async fn a_list_of_projects_is_previewed_then_stored() {
    let world = World::new();
    let mut bureau = world.sign_in(Role::PerformanceReviewer).await;
    let sent = bureau
        .upload(
            "/project-imports/new",
            "/project-imports",
            &[],
            "list.csv",
            LIST.as_bytes(),
        )
        .await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let path = sent.location().to_owned();
    let preview = bureau.get(&path).await.body;
    assert!(
        preview.contains("路灯维护") && preview.contains("清单无错"),
        "{preview}"
    );
    assert!(!bureau.get("/projects").await.body.contains("路灯维护"));
    let stored = bureau.post(&path, &format!("{path}/commit"), &[]).await;
    assert_eq!(
        (stored.status, stored.location()),
        (303, "/projects"),
        "{}",
        stored.body
    );
    let list = bureau.get("/projects").await.body;
    assert!(list.contains("路灯维护") && list.contains("绿化养护"), "{list}");
}

#[tokio::test]
async fn a_list_with_one_bad_row_stores_nothing_and_names_the_cell() {
    let world = World::new();
    let mut bureau = world.sign_in(Role::PerformanceReviewer).await;
    let bad = LIST.replace("80\n", "很多\n");
    let sent = bureau
        .upload(
            "/project-imports/new",
            "/project-imports",
            &[],
            "list.csv",
            bad.as_bytes(),
        )
        .await;
    let path = sent.location().to_owned();
    let preview = bureau.get(&path).await.body;
    assert!(
        preview.contains("不能入库") && preview.contains("F3"),
        "{preview}"
    );
    let refused = bureau.post("/account", &format!("{path}/commit"), &[]).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert!(!bureau.get("/projects").await.body.contains("路灯维护"));
}

#[tokio::test]
async fn a_column_read_wrongly_is_told_by_hand() {
    let world = World::new();
    let mut bureau = world.sign_in(Role::PerformanceReviewer).await;
    let odd = LIST.replace("项目名称", "内容");
    let fields = [
        ("letter", "B"),
        ("field", "name"),
        ("money_unit", "万元"),
        ("keep_mapping_as", "预算导出"),
    ];
    let sent = bureau
        .upload(
            "/project-imports/new",
            "/project-imports",
            &fields,
            "list.csv",
            odd.as_bytes(),
        )
        .await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let preview = bureau.get(sent.location()).await.body;
    assert!(
        preview.contains("清单无错") && preview.contains("路灯维护"),
        "{preview}"
    );
}

#[tokio::test]
async fn a_workbook_is_checked_shown_and_stored() {
    let world = World::new();
    world.project("P1");
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    let sent = clerk
        .upload("/form-imports/new", "/form-imports", &[], "目标.xlsx", b"goal")
        .await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let checked = arrive(&mut clerk, sent.location()).await;
    assert!(
        checked.location().starts_with("/form-imports/"),
        "{}",
        checked.body
    );
    let path = checked.location().to_owned();
    let preview = clerk.get(&path).await.body;
    assert!(
        preview.contains("新建表") && preview.contains("全部入库"),
        "{preview}"
    );
    let sent = clerk.post(&path, &format!("{path}/commit"), &[]).await;
    let stored = arrive(&mut clerk, sent.location()).await;
    assert_eq!(stored.location(), path, "{}", stored.body);
    assert!(clerk.get(&path).await.body.contains("已入库"));
    assert!(clerk.get("/goals").await.body.contains("编报中"));
}

#[tokio::test]
async fn progress_is_told_by_events_to_the_owner_only() {
    let world = World::new();
    world.project("P1");
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    let sent = clerk
        .upload("/form-imports/new", "/form-imports", &[], "目标.xlsx", b"goal")
        .await;
    let work = sent.location().to_owned();
    let events = clerk.get(&format!("{work}/events")).await;
    assert_eq!(events.header("content-type"), "text/event-stream");
    assert!(
        events.body.contains("event: finished") && events.body.contains("/form-imports/"),
        "{}",
        events.body
    );
    let mut finance = world.sign_in(Role::UnitFinance).await;
    assert_eq!(finance.get(&work).await.status, 404);
    assert_eq!(finance.get(&format!("{work}/events")).await.status, 404);
}

#[tokio::test]
async fn a_workbook_whose_project_nobody_knows_is_shown_but_not_stored() {
    let world = World::new();
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    let sent = clerk
        .upload(
            "/form-imports/new",
            "/form-imports",
            &[],
            "x.xlsx",
            b"goal of strangers",
        )
        .await;
    let checked = arrive(&mut clerk, sent.location()).await;
    let preview = clerk.get(checked.location()).await.body;
    assert!(
        preview.contains("无法入库") && !preview.contains("全部入库"),
        "{preview}"
    );
}

#[tokio::test]
async fn an_unreadable_workbook_is_refused_in_words() {
    let world = World::new();
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    let sent = clerk
        .upload("/form-imports/new", "/form-imports", &[], "x.xlsx", b"\x00\x01")
        .await;
    let refused = arrive(&mut clerk, sent.location()).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("[workbook-unreadable]"), "{}", refused.body);
}

#[tokio::test]
async fn a_reader_that_breaks_ends_the_work_and_shows_no_insides() {
    let world = World::new();
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    let sent = clerk
        .upload("/form-imports/new", "/form-imports", &[], "x.xlsx", b"panic")
        .await;
    let broken = arrive(&mut clerk, sent.location()).await;
    assert_eq!(broken.status, 500);
    assert!(
        broken.body.contains("[internal-fault]") && !broken.body.contains("a reader that breaks"),
        "{}",
        broken.body
    );
    assert_eq!(clerk.get("/").await.status, 200);
}

#[tokio::test]
async fn an_upload_without_a_file_is_refused() {
    let world = World::new();
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    let sent = clerk
        .upload("/form-imports/new", "/form-imports", &[], "", b"")
        .await;
    assert_eq!(sent.status, 422);
    assert!(sent.body.contains("[file-missing]"), "{}", sent.body);
}
