//! Money data by page: a file is previewed, stored, and what differs is explained and closed.

use hengji_domain::person::Role;

use crate::world::{Browser, World};

const FIELDS: [(&str, &str); 3] = [("kind", "payments"), ("source", "国库集中支付"), ("month", "1")];

async fn send(browser: &mut Browser, text: &str) -> crate::world::Answer {
    browser
        .upload(
            "/money-imports/new",
            "/money-imports",
            &FIELDS,
            "payments.csv",
            text.as_bytes(),
        )
        .await
}

#[tokio::test]
async fn a_payment_above_the_budget_goes_from_its_preview_to_a_closed_difference() {
    let world = World::new();
    world.goal_after("P1", 7);
    let mut bureau = world.sign_in(Role::PerformanceReviewer).await;
    let sent = send(&mut bureau, "项目代码,金额(亿元)\nP1,900\nX99,1\n").await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let path = sent.location().to_owned();
    let preview = bureau.get(&path).await.body;
    for part in ["文件无错", "支付超预算", "X99", "国库集中支付"] {
        assert!(preview.contains(part), "{part}: {preview}");
    }
    let stored = bureau.post(&path, &format!("{path}/commit"), &[]).await;
    assert_eq!(
        (stored.status, stored.location()),
        (303, "/money"),
        "{}",
        stored.body
    );
    let ledger = bureau.get("/money").await.body;
    assert!(
        ledger.contains("有未登记项目") && ledger.contains("payments.csv"),
        "{ledger}"
    );

    let list = bureau.get("/differences?kind=paid-above-budget").await.body;
    let (_, rest) = list.split_once("\"/differences/0").unwrap();
    let one = format!("/differences/0{}", rest.split('"').next().unwrap());
    let mut unit = world.sign_in(Role::UnitFinance).await;
    let shown = unit.get(&one).await.body;
    assert!(
        shown.contains("说明原因") && !shown.contains("办结理由</label>"),
        "{shown}"
    );
    let fields = [("version", "1"), ("words", "金额单位写错")];
    let said = unit.post(&one, &format!("{one}/explain"), &fields).await;
    assert_eq!(said.status, 303, "{}", said.body);
    let fields = [("version", "2"), ("words", "已要求重报")];
    let closed = bureau.post(&one, &format!("{one}/close"), &fields).await;
    assert_eq!(closed.status, 303, "{}", closed.body);
    assert!(bureau.get(&one).await.body.contains("已办结"));
    let stale = bureau
        .post("/differences", &format!("{one}/close"), &fields)
        .await;
    assert!([409, 422].contains(&stale.status), "{}", stale.body);
}

#[tokio::test]
async fn a_file_with_a_wrong_row_cannot_be_stored_and_lists_leave_as_workbooks() {
    let world = World::new();
    let mut bureau = world.sign_in(Role::PerformanceReviewer).await;
    let sent = send(&mut bureau, "项目代码,金额(元)\nP1,很多\n").await;
    let path = sent.location().to_owned();
    let preview = bureau.get(&path).await.body;
    assert!(
        preview.contains("不能入库") && preview.contains("B2"),
        "{preview}"
    );
    let refused = bureau.post("/account", &format!("{path}/commit"), &[]).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    for (page, action) in [
        ("/money", "/money/export"),
        ("/differences", "/differences/export"),
    ] {
        let file = bureau.post(page, action, &[]).await;
        assert_eq!(file.status, 200, "{action}");
    }
    for format in ["xlsx", "csv"] {
        let fields = [("table", "PM_PERF_GOAL_INFO"), ("format", format)];
        let file = bureau
            .post("/standard-tables", "/standard-tables/export", &fields)
            .await;
        assert_eq!(file.status, 200, "{format}");
    }
}
