//! 评价档案 over HTTP: the file, what is refused in which words and kept, and what the unit and strangers learn.

use hengji_app::evaluations::OpenInput;
use hengji_domain::id::EvaluationId;
use hengji_domain::person::Role;

use crate::world::{World, key};

/// The key evaluation of a project of the clerk's unit, just opened.
fn opened(world: &World) -> EvaluationId {
    world.project("P1");
    let input = OpenInput {
        kind: "key".into(),
        subjects: "P1".into(),
    };
    let performance = world.actor(Role::PerformanceReviewer);
    let opened = world
        .app
        .open_evaluations(&performance, &key("open-key"), World::year(), &input);
    opened.unwrap().ids[0].parse().unwrap()
}

#[tokio::test]
async fn a_plan_is_typed_refused_with_reason_and_kept() {
    let world = World::new();
    let id = opened(&world);
    let path = format!("/evaluations/{id}/case");
    let mut performance = world.sign_in(Role::PerformanceReviewer).await;
    let page = performance.get(&path).await;
    assert_eq!(page.status, 200, "{}", page.body);
    for part in ["工作方案", "评价组", "暂无佐证", "立项文件、政策依据"] {
        assert!(page.body.contains(part), "{part}");
    }
    let fields = [
        ("version", "1"),
        ("purpose", "检验政策效果"),
        ("scope", ""),
        ("method", ""),
        ("schedule", ""),
        ("funds", "很多"),
        ("funds_source", ""),
        ("institution", ""),
    ];
    let answer = performance.post(&path, &format!("{path}/plan"), &fields).await;
    assert_eq!(answer.status, 422);
    assert!(
        answer.body.contains("[case-funds-unreadable]") && answer.body.contains("检验政策效果</textarea>"),
        "{}",
        answer.body
    );
    let submit = performance
        .post(
            &path,
            &format!("{path}/plan/submit"),
            &[("version", "1"), ("words", "")],
        )
        .await;
    assert_eq!(submit.status, 422);
    assert!(submit.body.contains("[case-plan-incomplete]"), "{}", submit.body);
    let list = performance.get("/case-files").await;
    assert!(
        list.body.contains(&path) && list.body.contains("方案编制中"),
        "{}",
        list.body
    );
}

#[tokio::test]
async fn the_unit_and_strangers_do_not_see_the_file() {
    let world = World::new();
    let id = opened(&world);
    let (case, exchange) = (
        format!("/evaluations/{id}/case"),
        format!("/evaluations/{id}/exchange"),
    );
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    assert_eq!(clerk.get(&case).await.status, 403);
    assert_eq!(clerk.get(&exchange).await.status, 404, "not before it is asked");
    assert_eq!(clerk.get("/case-files").await.status, 403);
    let mut stranger = world.sign_in_as("stranger", false).await;
    for path in [
        &case,
        &exchange,
        &format!("/evaluations/{id}/reports/1/report.pdf"),
    ] {
        assert_eq!(stranger.get(path).await.status, 404, "{path}");
    }
    let answer = stranger
        .post("/account", &format!("{exchange}/answers"), &[("version", "1")])
        .await;
    assert_eq!(answer.status, 404);
    let slipped = clerk
        .post("/account", &format!("{case}/plan/approve"), &[("version", "1")])
        .await;
    assert_eq!(slipped.status, 403);
}
