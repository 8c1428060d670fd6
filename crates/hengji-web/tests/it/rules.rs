//! Rules in the bureau's hands: proposed on one side of the desk, decided on the other.

use hengji_domain::person::Role;

use crate::world::{Answer, Browser, World};

const RULE: &str = "goal.quantification_rate_min";

/// A document with an excerpt; its address.
async fn document(bureau: &mut Browser) -> String {
    let fields = [
        ("version", "0"),
        ("name", "区级预算绩效管理办法"),
        ("document_number", "区财〔2020〕8号"),
        ("issuer", "区财政局"),
        ("level", "district"),
        ("text", "第八条 量化率不低于百分之七十。"),
        ("rules", RULE),
        ("rules", "goal.taxonomy"),
    ];
    let sent = bureau
        .upload(
            "/regulations/new",
            "/regulations",
            &fields,
            "办法.pdf",
            b"%PDF-1.4 text",
        )
        .await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    sent.location().to_owned()
}

async fn propose(bureau: &mut Browser, document: &str, value: &str) -> Answer {
    let basis = document.rsplit('/').next().unwrap();
    let fields = [
        ("kind", "change"),
        ("rule", RULE),
        ("from_year", "2022"),
        ("v", value),
        ("toml", ""),
        ("regulation", basis),
        ("clause", "第八条"),
        ("note", ""),
        ("reason", "提高量化要求"),
    ];
    let form = format!("/rule-proposals/new?rule={RULE}&from_year=2022");
    bureau.post(&form, "/rule-proposals", &fields).await
}

#[tokio::test]
async fn a_change_is_proposed_refused_to_its_proposer_and_approved_by_another() {
    let world = World::new();
    let mut bureau = world.sign_in(Role::PerformanceReviewer).await;
    let document = document(&mut bureau).await;
    let page = bureau.get(&document).await.body;
    for words in ["区财〔2020〕8号", "办法.pdf", "三级指标量化率下限", "指标分类"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let proposed = propose(&mut bureau, &document, "70").await;
    assert_eq!(proposed.status, 303, "{}", proposed.body);
    let path = proposed.location().to_owned();
    let own = bureau.get(&path).await.body;
    assert!(own.contains("撤回申请") && !own.contains("/approve\""), "{own}");
    let refused = bureau
        .post(
            &path,
            &format!("{path}/approve"),
            &[("version", "1"), ("opinion", "")],
        )
        .await;
    assert!(
        refused.status == 422 && refused.body.contains("rule-proposal-own"),
        "{}",
        refused.body
    );

    let mut leader = world.sign_in(Role::BureauLeader).await;
    let waiting = leader.get("/rule-proposals?state=proposed").await.body;
    assert!(
        waiting.contains("项等待您审批") && waiting.contains("60%"),
        "{waiting}"
    );
    let read = leader.get(&path).await.body;
    assert!(read.contains("算例全部符合"), "{read}");
    let approved = leader
        .post(
            &path,
            &format!("{path}/approve"),
            &[("version", "1"), ("opinion", "同意")],
        )
        .await;
    assert_eq!(approved.status, 303, "{}", approved.body);
    let late = leader
        .post(
            "/rule-proposals",
            &format!("{path}/reject"),
            &[("version", "1"), ("opinion", "晚了")],
        )
        .await;
    assert!(
        late.status == 409 && late.body.contains("批准规则更改"),
        "{}",
        late.body
    );

    let compared = leader.get("/rules/compare?from=2020&to=2022").await.body;
    assert!(
        compared.contains("70%") && compared.contains("本地更改"),
        "{compared}"
    );
    let rule = leader.get(&format!("/rules/{RULE}")).await.body;
    assert!(
        rule.contains("区级预算绩效管理办法") && rule.contains("已批准"),
        "{rule}"
    );
    let files = leader.get("/rule-overlay").await.body;
    assert!(
        files.contains("goal.toml") && files.contains("sources.toml"),
        "{files}"
    );
    let file = leader.get("/rule-overlay/goal.toml").await;
    assert!(file.body.contains("value = 70") && file.header("content-disposition").contains("goal.toml"));
    assert_eq!(leader.get("/rule-overlay/..%2Fsecret.toml").await.status, 404);
}

#[tokio::test]
async fn what_breaks_the_rules_is_refused_beside_the_field_and_nothing_is_lost() {
    let world = World::new();
    let mut bureau = world.sign_in(Role::PerformanceReviewer).await;
    let document = document(&mut bureau).await;
    let refused = propose(&mut bureau, &document, "170").await;
    assert_eq!(refused.status, 422);
    for words in [
        "[rule-constraint-broken]",
        "value=\"170\"",
        "提高量化要求",
        "第八条",
    ] {
        assert!(refused.body.contains(words), "{words}: {}", refused.body);
    }
    let none = bureau.get("/rule-proposals").await.body;
    assert!(none.contains("没有符合条件的申请"), "{none}");
}

#[tokio::test]
async fn a_document_with_a_script_is_refused_and_what_was_typed_stays() {
    let world = World::new();
    let mut bureau = world.sign_in(Role::PerformanceReviewer).await;
    let fields = [
        ("version", "0"),
        ("name", "带脚本的办法"),
        ("issuer", "区财政局"),
        ("level", "district"),
    ];
    for (name, bytes, code) in [
        ("办法.html", &b"<html></html>"[..], "attachment-type-unknown"),
        ("图.svg", b"<svg/>", "attachment-type-unknown"),
        (
            "办法.pdf",
            b"%PDF-1.4 /S /JavaScript",
            "attachment-active-content",
        ),
    ] {
        let refused = bureau
            .upload("/regulations/new", "/regulations", &fields, name, bytes)
            .await;
        assert_eq!(refused.status, 422, "{name}");
        assert!(
            refused.body.contains(code) && refused.body.contains("带脚本的办法"),
            "{}",
            refused.body
        );
    }
    assert!(!bureau.get("/regulations").await.body.contains("带脚本的办法"));
}

#[tokio::test]
async fn a_file_goes_out_as_a_download() {
    let world = World::new();
    let mut bureau = world.sign_in(Role::PerformanceReviewer).await;
    let document = document(&mut bureau).await;
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    let file = clerk.get(&format!("{document}/file")).await;
    assert_eq!((file.status, file.body.as_str()), (200, "%PDF-1.4 text"));
    assert!(file.header("content-disposition").starts_with("attachment"));
    assert!(
        !clerk.get(&document).await.body.contains("/edit"),
        "only its keeper may change it"
    );
}

#[tokio::test]
async fn lists_are_filtered_and_leave_as_workbooks() {
    let world = World::new();
    let mut bureau = world.sign_in(Role::PerformanceReviewer).await;
    document(&mut bureau).await;
    let unverified = bureau.get("/rules?mark=unverified&topic=goal").await.body;
    assert!(
        unverified.contains(RULE) && !unverified.contains("id=\"goal.taxonomy\""),
        "{unverified}"
    );
    assert!(unverified.contains("去核实"));
    let found = bureau.get("/rules?q=%E9%87%8F%E5%8C%96%E7%8E%87").await.body;
    assert!(
        found.contains(RULE) && !found.contains("scoring.reverse"),
        "{found}"
    );
    for (on, path, fields) in [
        (
            "/rules",
            "/rules/export",
            vec![("q", ""), ("topic", "goal"), ("mark", ""), ("local", "")],
        ),
        (
            "/rules/compare",
            "/rules/compare/export",
            vec![("from", "2020"), ("to", "2021")],
        ),
        (
            "/rule-proposals",
            "/rule-proposals/export",
            vec![("q", ""), ("state", "")],
        ),
        (
            "/regulations",
            "/regulations/export",
            vec![("q", ""), ("level", ""), ("rule", RULE), ("in_force", "")],
        ),
    ] {
        let file = bureau.post(on, path, &fields).await;
        assert_eq!(file.status, 200, "{path} {}", file.body);
        assert!(file.header("content-disposition").contains(".xlsx"), "{path}");
    }
}

#[tokio::test]
async fn a_year_with_open_sheets_is_not_closed() {
    let world = World::new();
    world.draft_goal("P1");
    let mut leader = world.sign_in(Role::BureauLeader).await;
    let page = leader.get("/budget-years").await.body;
    assert!(page.contains("year-"), "{page}");
    let refused = leader
        .post(
            "/budget-years",
            "/budget-years/close",
            &[("year", "2020"), ("note", "")],
        )
        .await;
    assert_eq!(refused.status, 422, "{}", refused.body);
}

#[tokio::test]
async fn every_rule_has_a_page_and_a_form() {
    let world = World::new();
    let mut bureau = world.sign_in(Role::PerformanceReviewer).await;
    let rules = world
        .app
        .rules_page(&world.actor(Role::PerformanceReviewer), World::year());
    for rule in rules.unwrap().rules {
        for path in [
            format!("/rules/{}", rule.key),
            format!("/rule-proposals/new?rule={}", rule.key),
            format!("/rule-proposals/new?kind=verification&rule={}", rule.key),
        ] {
            let answer = bureau.get(&path).await;
            assert_eq!(answer.status, 200, "{path}");
        }
    }
    assert_eq!(bureau.get("/rules/no.such").await.status, 404);
    assert_eq!(bureau.get("/rule-proposals/new?rule=no.such").await.status, 404);
}

#[tokio::test]
async fn every_framework_has_a_page_with_its_criteria_and_a_workbook() {
    let world = World::new();
    let mut bureau = world.sign_in(Role::PerformanceReviewer).await;
    let frameworks = world
        .app
        .frameworks(&world.actor(Role::PerformanceReviewer), World::year())
        .unwrap();
    let list = bureau.get("/frameworks").await.body;
    assert!(list.contains("未核实"), "{list}");
    for row in frameworks.rows {
        let path = format!("/frameworks/{}", row.code);
        assert!(list.contains(&path), "{path}: {list}");
        let page = world
            .app
            .framework(&world.actor(Role::PerformanceReviewer), World::year(), &row.code)
            .unwrap();
        let shown = bureau.get(&path).await;
        assert_eq!(shown.status, 200, "{path}");
        for item in page.parts.iter().filter_map(|part| part.items.as_ref()).flatten() {
            assert!(shown.body.contains(&item.name), "{path}: {}", item.name);
            assert!(
                !item.criteria.is_empty() || item.method == "判断法",
                "{path}: {}",
                item.code
            );
        }
        let file = bureau.post(&path, &format!("{path}/export"), &[]).await;
        assert_eq!(file.status, 200, "{path} {}", file.body);
        assert!(file.header("content-disposition").contains(".xlsx"), "{path}");
    }
    assert_eq!(bureau.get("/frameworks/none").await.status, 404);
}
