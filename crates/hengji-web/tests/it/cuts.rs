//! The register of budget cuts by page: proposed, decided, carried out, refused and hidden.

use hengji_domain::person::Role;

use crate::world::{Answer, Browser, World};

async fn propose(browser: &mut Browser, code: &str, cut: &str) -> Answer {
    let fields = [
        ("project_code", code),
        ("ground", "not-urgent"),
        ("cut", cut),
        ("words", "可以推迟到下年"),
    ];
    browser.post("/cuts/new", "/cuts", &fields).await
}

/// A cut of 0.02 万元 that waits; its address.
async fn waiting(world: &World) -> String {
    world.goal_after("P1", 7);
    let mut department = world.sign_in(Role::DepartmentReviewer).await;
    let made = propose(&mut department, "P1", "0.02").await;
    assert_eq!(made.status, 303, "{}", made.body);
    made.location().to_owned()
}

#[tokio::test]
async fn a_cut_goes_from_the_department_to_the_sentence_of_the_report() {
    let world = World::new();
    let cut = waiting(&world).await;
    let mut division = world.sign_in(Role::BudgetDivisionReviewer).await;
    let home = division.get("/").await.body;
    assert!(home.contains("有 1 笔压减、核减建议等您决定"), "{home}");
    let page = division.get(&cut).await.body;
    for part in [
        "可以推迟到下年",
        "可压减余额",
        "归口科室",
        "决定压减",
        "市政养护中心",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let ruling = [("version", "1"), ("amount", "0.02"), ("words", ""), ("do", "cut")];
    let decided = division.post(&cut, &format!("{cut}/decide"), &ruling).await;
    assert_eq!(decided.status, 303, "{}", decided.body);
    let voucher = |amount: &'static str| {
        [
            ("number", "财预〔2020〕60号"),
            ("dated_on", "2020-03-01"),
            ("amount", amount),
        ]
    };
    let path = format!("{cut}/vouchers");
    let refused = division.post(&cut, &path, &voucher("0.03")).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    for part in [
        "[voucher-above-decided]",
        "尚未执行的 0.02 万元",
        "财预〔2020〕60号",
    ] {
        assert!(refused.body.contains(part), "{part}: {}", refused.body);
    }
    // The year has not begun in this world, so its papers lie ahead.
    let ahead = division.post(&cut, &path, &voucher("0.02")).await;
    assert_eq!(ahead.status, 422, "{}", ahead.body);
    assert!(ahead.body.contains("[date-ahead]"), "{}", ahead.body);
    let mut reader = world.sign_in(Role::OversightReader).await;
    let list = reader.get("/cuts").await.body;
    for part in [
        "部门自行监控发现非急需的项目 1 个,压减预算 0.02 万元",
        "/cuts?book=department_monitoring&amp;state=approved",
        "ground=not-urgent",
        &cut,
    ] {
        assert!(list.contains(part), "{part}: {list}");
    }
    let file = reader
        .post("/cuts", "/cuts/export", &[("state", "approved")])
        .await;
    assert!(file.status == 200 && file.header("content-disposition").contains("cuts-2020.xlsx"));
}

#[tokio::test]
async fn whoever_decides_second_is_told_what_was_decided() {
    let world = World::new();
    let cut = waiting(&world).await;
    let mut division = world.sign_in(Role::BudgetDivisionReviewer).await;
    let path = format!("{cut}/decide");
    let reject = |words: &'static str| {
        [
            ("version", "1"),
            ("amount", ""),
            ("words", words),
            ("do", "reject"),
        ]
    };
    let wordless = division.post(&cut, &path, &reject("")).await;
    assert_eq!(wordless.status, 422, "{}", wordless.body);
    assert!(
        wordless.body.contains("[cut-rejection-needs-words]"),
        "{}",
        wordless.body
    );
    let first = division.post(&cut, &path, &reject("合同已签")).await;
    assert_eq!(first.status, 303, "{}", first.body);
    let second = division.post(&cut, &path, &reject("再次")).await;
    assert_eq!(second.status, 409, "{}", second.body);
    assert!(second.body.contains("不予压减"), "{}", second.body);
}

#[tokio::test]
async fn a_wrong_proposal_keeps_what_was_typed_and_other_roles_are_turned_away() {
    let world = World::new();
    let cut = waiting(&world).await;
    let mut department = world.sign_in(Role::DepartmentReviewer).await;
    let refused = propose(&mut department, "P1", "99999999").await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    for part in ["[cut-above-remaining]", "其他压减 0.02", "可以推迟到下年"] {
        assert!(refused.body.contains(part), "{part}: {}", refused.body);
    }
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    assert_eq!(clerk.get("/cuts/new").await.status, 403);
    assert_eq!(
        clerk.get(&cut).await.status,
        200,
        "the unit sees what is proposed for its project"
    );
    let ruling = [("version", "1"), ("amount", "0.02"), ("words", ""), ("do", "cut")];
    let mut leader = world.sign_in(Role::BureauLeader).await;
    let other = leader.post(&cut, &format!("{cut}/decide"), &ruling).await;
    assert_eq!(other.status, 403, "{}", other.body);
    assert!(other.body.contains("[cut-decider]"), "{}", other.body);
}

#[tokio::test]
async fn a_stranger_finds_no_cut_and_an_administrator_no_register() {
    let world = World::new();
    let cut = waiting(&world).await;
    let mut stranger = world.sign_in_as("stranger", false).await;
    assert_eq!(stranger.get(&cut).await.status, 404);
    assert!(!stranger.get("/cuts").await.body.contains("道路养护"));
    for (path, fields) in [
        (
            "/decide",
            vec![("version", "1"), ("amount", "1"), ("words", ""), ("do", "cut")],
        ),
        ("/withdraw", vec![("version", "1")]),
        (
            "/vouchers",
            vec![("number", "1"), ("dated_on", "2020-09-01"), ("amount", "1")],
        ),
    ] {
        let answer = stranger.post("/account", &format!("{cut}{path}"), &fields).await;
        assert_eq!(answer.status, 404, "{path}: {}", answer.body);
    }
    for role in [Role::SystemAdministrator, Role::AuditAdministrator] {
        let mut administrator = world.sign_in(role).await;
        assert_eq!(administrator.get("/cuts").await.status, 403);
    }
}
