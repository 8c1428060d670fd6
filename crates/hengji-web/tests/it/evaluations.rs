//! 绩效评价 over HTTP: the list, one score sheet from both sides, what is refused in which words, what strangers learn.

use hengji_app::evaluations::OpenInput;
use hengji_domain::id::EvaluationId;
use hengji_domain::person::Role;

use crate::world::{World, key};

/// The purchaser evaluation of the unit of the clerk, just opened.
fn opened(world: &World) -> EvaluationId {
    let input = OpenInput {
        kind: "purchaser".into(),
        subjects: "301001".into(),
    };
    let performance = world.actor(Role::PerformanceReviewer);
    let opened = world
        .app
        .open_evaluations(&performance, &key("open-evaluations"), World::year(), &input);
    opened.unwrap().ids[0].parse().unwrap()
}

#[tokio::test]
async fn the_list_offers_opening_to_the_bureau_alone() {
    let world = World::new();
    let evaluation = opened(&world);
    for (role, opens) in [
        (Role::PerformanceReviewer, true),
        (Role::UnitClerk, false),
        (Role::DepartmentReviewer, false),
    ] {
        let page = world.sign_in(role).await.get("/evaluations").await;
        assert_eq!(page.status, 200, "{}", page.body);
        assert!(
            page.body.contains(&format!("/evaluations/{evaluation}")),
            "{}",
            role.name()
        );
        assert_eq!(page.body.contains("下达评价"), opens, "{}", role.name());
    }
    let page = world
        .sign_in(Role::PerformanceReviewer)
        .await
        .get("/evaluations")
        .await;
    assert!(
        page.body.contains("3 级 28 条") && page.body.contains("3 级 17 条"),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn a_list_that_names_nothing_is_refused_and_kept() {
    let world = World::new();
    let mut performance = world.sign_in(Role::PerformanceReviewer).await;
    let fields = [("kind", "purchaser"), ("subjects", "没有这个代码")];
    let answer = performance.post("/evaluations", "/evaluations", &fields).await;
    assert_eq!(answer.status, 422);
    assert!(
        answer.body.contains("[evaluation-subject-unknown]")
            && answer.body.contains("没有这个代码</textarea>")
    );
}

#[tokio::test]
async fn the_unit_scores_and_is_told_what_is_wrong() {
    let world = World::new();
    let path = format!("/evaluations/{}", opened(&world));
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    let page = clerk.get(&path).await;
    assert!(
        page.body.contains("请逐项自评") && page.body.contains("✎"),
        "{}",
        page.body
    );
    let scores = format!("{path}/own-scores");
    let fields = [("s.c1.seen", "0"), ("s.c1.score", "5.01")];
    let answer = clerk.post(&path, &scores, &fields).await;
    assert_eq!(answer.status, 422);
    assert!(
        answer.body.contains("[evaluation-score-out-of-range]"),
        "{}",
        answer.body
    );
    let fields = [
        ("s.c1.seen", "0"),
        ("s.c1.score", "4.5"),
        ("s.c1.evidence", "价格比对表第 2 页"),
        ("s.d6.seen", "0"),
        ("s.d6.asked", "200"),
        ("s.d6.satisfied", "179"),
    ];
    let answer = clerk.post(&path, &scores, &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let page = clerk.get(&path).await.body;
    for part in [
        "为什么是 4.5 分",
        "价格比对表第 2 页",
        "为什么是 2.98 分",
        "Wilson,n = 200",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let mut finance = world.sign_in(Role::UnitFinance).await;
    let stale = finance
        .post(&path, &scores, &[("s.c1.seen", "0"), ("s.c1.score", "3")])
        .await;
    assert_eq!(stale.status, 409);
    assert!(stale.body.contains(Role::UnitClerk.name()), "{}", stale.body);
    let answer = clerk
        .post(&path, &format!("{path}/hand-in"), &[("version", "1")])
        .await;
    assert_eq!(answer.status, 422);
}

#[tokio::test]
async fn strangers_find_no_evaluation_and_slip_nothing_past_the_form() {
    let world = World::new();
    let path = format!("/evaluations/{}", opened(&world));
    let mut stranger = world.sign_in_as("stranger", false).await;
    assert_eq!(stranger.get(&path).await.status, 404);
    let list = stranger.get("/evaluations").await;
    assert!(
        list.status == 200 && !list.body.contains("市政养护中心"),
        "{}",
        list.body
    );
    for action in ["own-scores", "own-facts", "hand-in"] {
        let answer = stranger.post("/account", &format!("{path}/{action}"), &[]).await;
        assert_eq!(answer.status, 404, "{action}");
    }
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    let answer = clerk
        .post(&path, &format!("{path}/own-scores"), &[("is_admin", "1")])
        .await;
    assert_eq!(answer.status, 422, "{}", answer.body);
    assert_eq!(
        clerk
            .post(&path, &format!("{path}/conclude"), &[("version", "1")])
            .await
            .status,
        403
    );
}

#[tokio::test]
async fn a_sign_off_sheet_is_found_only_where_the_kind_asks_for_one_and_only_by_those_it_concerns() {
    let world = World::new();
    world.project("P1");
    let performance = world.actor(Role::PerformanceReviewer);
    let input = OpenInput {
        kind: "procurement".into(),
        subjects: "P1".into(),
    };
    let opened_key = world
        .app
        .open_evaluations(&performance, &key("open-key"), World::year(), &input)
        .unwrap();
    let path = format!("/evaluations/{}", opened_key.ids[0]);
    let sheet = format!("{path}/sign-off");
    let mut performance = world.sign_in(Role::PerformanceReviewer).await;
    let page = performance.get(&sheet).await;
    assert!(
        page.status == 200 && page.body.contains("没有复核评分"),
        "{}",
        page.body
    );
    assert!(performance.get(&path).await.body.contains("打开签证单"));
    let fields = [
        ("version", "1"),
        ("seen", ""),
        ("findings", "档案不全"),
        ("words.x", "一"),
    ];
    let refused = performance.post(&sheet, &sheet, &fields).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert!(
        refused.body.contains("[sign-off-scores-changed]"),
        "{}",
        refused.body
    );
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    let page = clerk.get(&sheet).await;
    assert!(
        page.status == 200 && page.body.contains("还没有发出签证单") && !page.body.contains("id=\"issue\""),
        "{}",
        page.body
    );
    assert_eq!(clerk.post(&sheet, &sheet, &[("version", "1")]).await.status, 403);
    for (deed, fields) in [
        ("answers", [("version", "1"), ("a.1.verdict", "agreed")]),
        ("answers", [("version", "1"), ("a.x.verdict", "agreed")]),
    ] {
        let answer = clerk.post(&sheet, &format!("{sheet}/{deed}"), &fields).await;
        assert_eq!(answer.status, 404, "{}", answer.body);
    }
    assert_eq!(clerk.get(&format!("{path}/sign-off.pdf")).await.status, 404);
    let mut stranger = world.sign_in_as("stranger", false).await;
    for path in [
        &sheet,
        &format!("{path}/sign-off.pdf"),
        &format!("{path}/sign-off.docx"),
    ] {
        assert_eq!(stranger.get(path).await.status, 404, "{path}");
    }
    for deed in ["answers", "export"] {
        let answer = stranger.post("/account", &format!("{sheet}/{deed}"), &[]).await;
        assert_eq!(answer.status, 404, "{deed}");
    }
    let purchaser = opened(&world);
    let none = performance
        .get(&format!("/evaluations/{purchaser}/sign-off"))
        .await;
    assert_eq!(none.status, 404);
}
