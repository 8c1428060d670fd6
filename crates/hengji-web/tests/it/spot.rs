//! 绩效抽评 by page: who is offered what, and refusals that say what to do and lose nothing.

use hengji_domain::person::Role;

use crate::world::World;

const NOBODY: &str = "0190d2a4-7b1c-7def-8123-456789abcdef";

#[tokio::test]
async fn a_year_without_finalised_self_evaluations_says_what_is_missing() {
    let world = World::new();
    world.opened_self_evaluation("P1");
    let mut performance = world.sign_in(Role::PerformanceReviewer).await;
    let page = performance.get("/spot").await;
    assert_eq!(page.status, 200);
    assert!(
        page.body.contains("冻结名单") && page.body.contains("2020 年度项目绩效抽评"),
        "{}",
        page.body
    );
    let refused = performance.post("/spot", "/spot", &[("title", "试抽")]).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    for part in [
        "[spot-nothing-eligible]",
        "请待自评审定后再冻结名单",
        "value=\"试抽\"",
    ] {
        assert!(refused.body.contains(part), "{part}: {}", refused.body);
    }
    let empty = performance.post("/spot", "/spot", &[("title", " ")]).await;
    assert!(
        empty.status == 422 && empty.body.contains("[text-missing]"),
        "{}",
        empty.body
    );
}

#[tokio::test]
async fn readers_see_that_nothing_is_announced_and_may_not_freeze() {
    let world = World::new();
    for role in [Role::UnitClerk, Role::DepartmentReviewer, Role::OversightReader] {
        let mut reader = world.sign_in(role).await;
        let page = reader.get("/spot").await;
        assert_eq!(page.status, 200);
        assert!(page.body.contains("还没有公告抽评"), "{}", page.body);
        assert!(!page.body.contains("action=\"/spot\""), "{}", page.body);
        let refused = reader.post("/spot", "/spot", &[("title", "试抽")]).await;
        assert_eq!(refused.status, 403, "{}", refused.body);
    }
}

#[tokio::test]
async fn a_round_that_does_not_exist_is_not_found_whatever_is_asked_of_it() {
    let world = World::new();
    let mut performance = world.sign_in(Role::PerformanceReviewer).await;
    for path in [
        format!("/spot/{NOBODY}"),
        "/spot/no-id".to_owned(),
        format!("/spot/{NOBODY}/files/list.csv"),
        format!("/spot/{NOBODY}/files/hengji.db"),
    ] {
        assert_eq!(performance.get(&path).await.status, 404, "{path}");
    }
    for (deed, fields) in [
        (
            "announce",
            vec![
                ("version", "1"),
                ("source", "红球"),
                ("known_at", "2031-01-01 21:15"),
            ],
        ),
        ("value", vec![("version", "1"), ("value", "01")]),
        ("draw", vec![("version", "1"), ("value", "01")]),
        (
            "off",
            vec![
                ("version", "1"),
                ("project", NOBODY),
                ("reason", "涉及国家秘密的项目"),
            ],
        ),
    ] {
        let answer = performance
            .post("/spot", &format!("/spot/{NOBODY}/{deed}"), &fields)
            .await;
        assert_eq!(answer.status, 404, "{deed}: {}", answer.body);
    }
}

#[tokio::test]
async fn administrators_have_no_business_with_draws() {
    let world = World::new();
    for role in [Role::SystemAdministrator, Role::AuditAdministrator] {
        let mut administrator = world.sign_in(role).await;
        assert_eq!(administrator.get("/spot").await.status, 403, "{}", role.name());
    }
}
