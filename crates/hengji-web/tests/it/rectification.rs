//! Findings by page: entered, served, planned, claimed with a proof, refused, verified, hidden from strangers.

use hengji_domain::person::Role;

use crate::world::{Answer, Browser, World};

const FINDINGS: &str = "/evaluation-findings";

fn fields(words: &'static str) -> [(&'static str, &'static str); 11] {
    [
        ("origin", "inspection"),
        ("origin_id", ""),
        ("origin_title", "专项检查通知"),
        ("project_code", "P1"),
        ("unit_code", ""),
        ("place", ""),
        ("words", words),
        ("cause", "records"),
        ("severity", "minor"),
        ("amount", "1.5"),
        ("evidence", "验收档案"),
    ]
}

fn held(answer: &Answer, parts: &[&str]) {
    for part in parts {
        assert!(answer.body.contains(part), "{part}: {}", answer.body);
    }
}

/// A finding that waits for its letter; its address.
async fn entered(world: &World) -> (Browser, String) {
    world.goal_after("P1", 7);
    let mut bureau = world.sign_in(Role::PerformanceReviewer).await;
    let made = bureau
        .post(
            "/evaluation-findings/new",
            FINDINGS,
            &fields("验收资料<b>不完整</b>"),
        )
        .await;
    assert_eq!(made.status, 303, "{}", made.body);
    let path = made.location().to_owned();
    (bureau, path)
}

/// Issues, serves and signs for the letter of a finding; the bureau, the unit, the address of the plan.
async fn with_letter(world: &World) -> (Browser, Browser, String, String) {
    let (mut bureau, finding) = entered(world).await;
    let letter = format!("{finding}/letter");
    let draft = bureau.get(&letter).await;
    held(&draft, &["尚未编号", "验收资料&lt;b&gt;", "档案和佐证资料不全"]);
    let issued = bureau
        .post(&letter, &letter, &[("findings", "1"), ("demands", "")])
        .await;
    assert_eq!(issued.status, 303, "{}", issued.body);
    let paper = issued.location().to_owned();
    let served = bureau
        .post(&paper, &format!("{paper}/serve"), &[("version", "1")])
        .await;
    assert_eq!(served.status, 303, "{}", served.body);
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    let signed = clerk
        .post(&paper, &format!("{paper}/receipt"), &[("version", "2")])
        .await;
    assert_eq!(signed.status, 303, "{}", signed.body);
    let page = clerk.get(&paper).await;
    held(&page, &["报送整改方案", "/rectification-plans/"]);
    assert!(!page.body.contains("提交答复"), "the plan is the answer");
    (
        bureau,
        clerk,
        finding,
        paper.replace("/papers/", "/rectification-plans/"),
    )
}

#[tokio::test]
async fn a_finding_goes_from_its_letter_to_its_verified_rectification() {
    let world = World::new();
    let (mut bureau, mut clerk, finding, plan) = with_letter(&world).await;
    let list = clerk.get(FINDINGS).await;
    held(&list, &["验收资料&lt;b&gt;", "待报方案"]);
    let early = clerk.post(&plan, &plan, &[("version", "3"), ("words", "")]).await;
    assert_eq!(early.status, 422, "{}", early.body);
    held(&early, &["[plan-incomplete]"]);
    let measure = |due_on: &'static str| {
        [
            ("kind", "records"),
            ("words", "补齐检测报告"),
            ("owner", "工程科"),
            ("due_on", due_on),
            ("proof_asked", "检测报告"),
        ]
    };
    let promise = format!("{finding}/measures");
    let past = clerk.post(&plan, &promise, &measure("2001-01-01")).await;
    assert_eq!(past.status, 422, "{}", past.body);
    held(&past, &["[date-past]", "补齐检测报告"]);
    let promised = clerk.post(&plan, &promise, &measure("2030-01-01")).await;
    assert_eq!(
        (promised.status, promised.location()),
        (303, plan.as_str()),
        "{}",
        promised.body
    );
    let handed_in = clerk.post(&plan, &plan, &[("version", "3"), ("words", "")]).await;
    assert_eq!(handed_in.status, 303, "{}", handed_in.body);
    let twice = clerk.post(&plan, &plan, &[("version", "4"), ("words", "")]).await;
    held(&twice, &["[paper-already-answered]"]);
    let page = clerk.get(&plan).await.body;
    let at = page.find("/rectifications/").unwrap();
    let measure = page[at..].split('"').next().unwrap().to_owned();
    let claim = format!("{measure}/claim");
    let fields = [("version", "1"), ("words", "报告已出具"), ("do", "claim")];
    let wrong = clerk.upload(&measure, &claim, &fields, "报告.exe", b"MZ").await;
    assert_eq!(wrong.status, 422, "{}", wrong.body);
    held(&wrong, &["[attachment-type-unknown]", "报告已出具"]);
    let claimed = clerk
        .upload(&measure, &claim, &fields, "报告.txt", "合格".as_bytes())
        .await;
    assert_eq!(claimed.status, 303, "{}", claimed.body);
    held(&bureau.get("/").await, &["等您核实"]);
    let reject = format!("{measure}/reject");
    let short = bureau
        .post(&measure, &reject, &[("version", "2"), ("words", "缺")])
        .await;
    assert_eq!(short.status, 422, "{}", short.body);
    held(&short, &["[rejection-needs-reason]"]);
    let by_unit = clerk
        .post(
            &measure,
            &format!("{measure}/verify"),
            &[("version", "2"), ("words", "")],
        )
        .await;
    assert_eq!(by_unit.status, 403, "{}", by_unit.body);
    let verified = bureau
        .post(
            &measure,
            &format!("{measure}/verify"),
            &[("version", "2"), ("words", "")],
        )
        .await;
    assert_eq!(verified.status, 303, "{}", verified.body);
    held(&bureau.get(&finding).await, &["整改已核实", "纳入回头看"]);
    for (page, path) in [
        (FINDINGS, "/evaluation-findings/export"),
        ("/rectifications", "/rectifications/export"),
        ("/recurrences", "/recurrences/export"),
    ] {
        let file = bureau.post(page, path, &[]).await;
        assert_eq!(file.status, 200, "{path}: {}", file.body);
        assert!(file.header("content-disposition").contains(".xlsx"), "{path}");
    }
}

#[tokio::test]
async fn a_wrong_finding_keeps_what_was_typed() {
    let world = World::new();
    world.goal_after("P1", 7);
    let mut bureau = world.sign_in(Role::PerformanceReviewer).await;
    let mut wrong = fields("验收资料不完整");
    wrong[7] = ("cause", "");
    wrong[9] = ("amount", "很多");
    let refused = bureau.post("/evaluation-findings/new", FINDINGS, &wrong).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    held(
        &refused,
        &[
            "[finding-choice-unknown]",
            "[amount-unreadable]",
            "验收资料不完整",
        ],
    );
}

#[tokio::test]
async fn nobody_but_the_bureau_sees_a_finding_before_its_letter_is_served() {
    let world = World::new();
    let (_, finding) = entered(&world).await;
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    assert_eq!(clerk.get(&finding).await.status, 404);
    assert!(!clerk.get(FINDINGS).await.body.contains("验收资料"));
    assert_eq!(clerk.get("/evaluation-findings/new").await.status, 403);
    let mut stranger = world.sign_in_as("stranger", false).await;
    for (path, fields) in [
        ("/withdraw", vec![("version", "1"), ("words", "写错了重来")]),
        ("/object", vec![("words", "资料都在档案室")]),
    ] {
        let answer = stranger
            .post("/account", &format!("{finding}{path}"), &fields)
            .await;
        assert!([403, 404].contains(&answer.status), "{path}: {}", answer.body);
    }
    let mut administrator = world.sign_in(Role::SystemAdministrator).await;
    assert_eq!(administrator.get(FINDINGS).await.status, 403);
}

#[tokio::test]
async fn a_look_back_without_anything_to_draw_says_so() {
    let world = World::new();
    let mut bureau = world.sign_in(Role::PerformanceReviewer).await;
    held(&bureau.get("/look-backs").await, &["可抽取的对象 <strong>0"]);
    let refused = bureau
        .post(
            "/look-backs",
            "/look-backs",
            &[("announced", "公告"), ("reason", "")],
        )
        .await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    held(&refused, &["[look-back-nothing]"]);
}
