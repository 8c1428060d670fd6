//! What pages show, and that nothing shown can do harm.

use hengji_domain::person::Role;

use crate::world::{World, goal_fields, key};

/// Text that would do harm wherever it is not written out literally.
const HOSTILE: &str = "</textarea><script>alert(1)</script>\"'><img src=x onerror=alert(2)>";

#[tokio::test]
async fn the_home_page_says_what_to_do_and_until_when() {
    let world = World::new();
    world.goal_after("P1", 1);
    world.project("P2");
    let mut finance = world.sign_in(Role::UnitFinance).await;
    let home = finance.get("/").await.body;
    assert!(
        home.contains("单位财务会签") && home.contains("道路养护经费"),
        "{home}"
    );
    assert!(home.contains("2019年10月31日"), "{home}");
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    let home = clerk.get("/").await.body;
    assert!(
        home.contains("道路养护经费P2") && home.contains("尚未填报"),
        "{home}"
    );
}

#[tokio::test]
async fn past_the_deadline_a_project_is_shown_as_late() {
    let world = World::new();
    world.draft_goal("P1");
    world.clock.advance_seconds(30 * 24 * 3600);
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    assert!(clerk.get("/").await.body.contains("逾期 19 天"));
    assert!(clerk.get("/goals").await.body.contains("逾期"));
    let overview = clerk.get("/overview/goal").await.body;
    assert!(
        overview.contains("class=\"late\"") && overview.contains("role=\"img\""),
        "{overview}"
    );
}

#[tokio::test]
async fn the_project_list_is_filtered_sorted_paged_and_exported_alike() {
    let world = World::new();
    for n in 1..=35 {
        world.project(&format!("P{n}"));
    }
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    let first = clerk.get("/projects").await.body;
    assert!(first.contains("共 35 条") && first.contains("page=2"), "{first}");
    let found = clerk.get("/projects?q=P35").await.body;
    assert!(
        found.contains("共 1 条") && found.contains("道路养护经费P35"),
        "{found}"
    );
    let backwards = clerk.get("/projects?sort=code&order=desc").await.body;
    let (nine, one) = (
        backwards.find("经费P9<").unwrap(),
        backwards.find("经费P35<").unwrap(),
    );
    assert!(nine < one);
    let fields = [("kind", ""), ("q", "P35"), ("sort", "code"), ("order", "asc")];
    let export = clerk.post("/projects", "/projects/export", &fields).await;
    assert!(
        export
            .header("content-disposition")
            .contains("projects-2020.xlsx")
    );
    assert!(
        export.body.contains("道路养护经费P35") && !export.body.contains("道路养护经费P34"),
        "{}",
        export.body
    );
}

#[tokio::test]
async fn hostile_text_is_shown_literally_everywhere() {
    let world = World::new();
    let (project, goal) = world.draft_goal("P1");
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    let path = format!("/goals/{goal}");
    let mut fields = goal_fields(&clerk.get(&path).await.hidden("version").unwrap());
    for (name, value) in &mut fields {
        if ["annual_goal", "level3", "target"].contains(name) {
            *value = HOSTILE.to_owned();
        }
    }
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    assert_eq!(clerk.post(&path, &path, &fields).await.status, 303);
    let lint = clerk.post(&path, &format!("{path}/lint"), &fields).await;
    assert_eq!(lint.status, 200);
    let pages = [
        path.clone(),
        format!("{path}/paper"),
        format!("{path}/submit"),
        format!("/projects/{project}"),
        "/findings".to_owned(),
    ];
    for page in &pages {
        let body = clerk.get(page).await.body;
        assert!(
            !body.contains("<script>alert") && !body.contains("<img src=x"),
            "{page}: {body}"
        );
    }
    let lint: serde_json::Value = serde_json::from_str(&lint.body).unwrap();
    assert!(!lint["panel"].as_str().unwrap().contains("<script>"), "{lint}");
    assert!(clerk.get(&path).await.body.contains("&lt;script&gt;alert(1)"));
    let searched = clerk.get("/projects?q=%3Cscript%3Ealert(1)").await.body;
    assert!(!searched.contains("<script>alert"), "{searched}");
}

#[tokio::test]
async fn what_was_typed_survives_a_refusal_with_the_error_beside_it() {
    let world = World::new();
    let (_, goal) = world.draft_goal("P1");
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    let path = format!("/goals/{goal}");
    let mut fields = goal_fields(&clerk.get(&path).await.hidden("version").unwrap());
    fields
        .iter_mut()
        .filter(|(name, _)| *name == "weight")
        .take(1)
        .for_each(|(_, value)| *value = "若干".to_owned());
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let refused = clerk.post(&path, &path, &fields).await;
    assert_eq!(refused.status, 422);
    for part in ["href=\"#line-1-weight\"", "value=\"若干\"", "data-error-summary"] {
        assert!(refused.body.contains(part), "{part}: {}", refused.body);
    }
}

#[tokio::test]
async fn a_stale_edit_is_refused_and_says_who_was_faster() {
    let world = World::new();
    let (_, goal) = world.draft_goal("P1");
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    let path = format!("/goals/{goal}");
    let old = goal_fields(&clerk.get(&path).await.hidden("version").unwrap());
    let old: Vec<(&str, &str)> = old.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(clerk.post(&path, &path, &old).await.status, 303);
    let stale = clerk.post(&path, &path, &old).await;
    assert_eq!(stale.status, 409);
    assert!(
        stale.body.contains("单位业务经办") && stale.body.contains("保存绩效目标"),
        "{}",
        stale.body
    );
}

#[tokio::test]
async fn a_form_sent_twice_is_done_once() {
    let world = World::new();
    let project = world.project("P1");
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    let page = clerk.get(&format!("/projects/{project}")).await;
    let fields = [
        ("csrf", page.hidden("csrf").unwrap()),
        ("request_key", page.hidden("request_key").unwrap()),
    ];
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let path = format!("/projects/{project}/goals");
    let (first, second) = (
        clerk.post_plain(&path, &fields).await,
        clerk.post_plain(&path, &fields).await,
    );
    assert_eq!(
        (first.status, first.location()),
        (second.status, second.location())
    );
    let other = clerk
        .post_plain(&format!("/projects/{project}/self-evaluations"), &fields)
        .await;
    assert_eq!(other.status, 422, "{}", other.body);
}

#[tokio::test]
async fn typing_is_answered_with_marks_for_the_rows_on_the_page() {
    let world = World::new();
    let (_, goal) = world.draft_goal("P1");
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    let path = format!("/goals/{goal}");
    let empty = [
        "key",
        "library_indicator",
        "level1",
        "level2",
        "level3",
        "target",
        "weight",
        "is_part",
    ]
    .map(|name| (name, String::new()));
    let mut fields = goal_fields("1");
    // An empty row above the vague one: marks must count the rows that are on the page.
    let at = fields.iter().position(|(name, _)| *name == "key").unwrap();
    fields.splice(at..at, empty);
    fields
        .iter_mut()
        .filter(|(_, value)| value == "≥120公里")
        .for_each(|(_, value)| *value = "有效提升".to_owned());
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let lint = clerk.post(&path, &format!("{path}/lint"), &fields).await;
    let lint: serde_json::Value = serde_json::from_str(&lint.body).unwrap();
    let vague = lint["cells"]
        .as_array()
        .unwrap()
        .iter()
        .find(|cell| cell["field"] == "target")
        .unwrap();
    assert_eq!(vague["row"], 2, "{lint}");
    assert!(
        lint["panel"].as_str().unwrap().contains("[vague-target]"),
        "{lint}"
    );
}

#[tokio::test]
async fn a_blocked_submission_lists_what_is_missing() {
    let world = World::new();
    let project = world.project("P1");
    let clerk_actor = world.actor(Role::UnitClerk);
    let goal = world.app.open_goal(&clerk_actor, &key("bare"), project).unwrap();
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    let path = format!("/goals/{}", goal.id);
    let check = clerk.get(&format!("{path}/submit")).await.body;
    assert!(
        check.contains("还不能提交") && !check.contains("确认提交"),
        "{check}"
    );
    let refused = clerk
        .post(
            &path,
            &format!("{path}/submit"),
            &[("version", &goal.version.to_string())],
        )
        .await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("没有填写年度总体目标"), "{}", refused.body);
}

#[tokio::test]
async fn a_return_without_a_reason_is_refused() {
    let world = World::new();
    let (_, goal) = world.goal_after("P1", 1);
    let mut finance = world.sign_in(Role::UnitFinance).await;
    let path = format!("/goals/{goal}");
    let version = finance.get(&path).await.hidden("version").unwrap();
    let fields = [
        ("version", version.as_str()),
        ("line", ""),
        ("reason", ""),
        ("text", ""),
    ];
    let refused = finance.post(&path, &format!("{path}/return"), &fields).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.body.contains("[return-without-reason]"),
        "{}",
        refused.body
    );
}

#[tokio::test]
async fn a_submitted_goal_is_taken_back_before_anybody_acted() {
    let world = World::new();
    let (_, goal) = world.goal_after("P1", 1);
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    let path = format!("/goals/{goal}");
    let page = clerk.get(&path).await;
    assert!(
        page.body.contains("撤回") && !page.body.contains("data-grid"),
        "{}",
        page.body
    );
    let version = page.hidden("version").unwrap();
    let answer = clerk
        .post(&path, &format!("{path}/withdraw"), &[("version", &version)])
        .await;
    assert_eq!(
        (answer.status, answer.location()),
        (303, path.as_str()),
        "{}",
        answer.body
    );
    assert!(clerk.get(&path).await.body.contains("data-grid"));
}

#[tokio::test]
async fn a_sheet_under_the_address_of_the_other_kind_leads_to_its_own() {
    let world = World::new();
    let (_, goal) = world.draft_goal("P1");
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    let answer = clerk.get(&format!("/self-evaluations/{goal}")).await;
    assert_eq!(
        (answer.status, answer.location()),
        (303, format!("/goals/{goal}").as_str())
    );
}

#[tokio::test]
async fn evidence_is_kept_as_sent_and_always_downloaded() {
    let world = World::new();
    let (_, goal) = world.draft_goal("P1");
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    let path = format!("/goals/{goal}");
    let sent = clerk
        .upload(
            &path,
            &format!("{path}/attachments"),
            &[],
            "验收记录.txt",
            "验收合格\n".as_bytes(),
        )
        .await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let page = clerk.get(&path).await.body;
    assert!(page.contains("验收记录.txt"), "{page}");
    let file = page
        .split("href=\"/attachments/")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let download = clerk.get(&format!("/attachments/{file}")).await;
    assert_eq!(download.body, "验收合格\n");
    assert!(download.header("content-disposition").starts_with("attachment;"));
    assert!(download.header("content-security-policy").contains("sandbox"));
    assert_eq!(
        world
            .sign_in_as("stranger", false)
            .await
            .get(&format!("/attachments/{file}"))
            .await
            .status,
        404
    );
    let gone = clerk
        .post(
            &path,
            &format!("/attachments/{file}/withdraw"),
            &[("next", &path)],
        )
        .await;
    assert_eq!(
        (gone.status, gone.location()),
        (303, path.as_str()),
        "{}",
        gone.body
    );
    assert_eq!(clerk.get(&format!("/attachments/{file}")).await.status, 404);
}

#[tokio::test]
async fn the_audit_page_shows_who_did_what_and_verifies_the_chain() {
    let world = World::new();
    world.goal_after("P1", 2);
    let mut auditor = world.sign_in(Role::AuditAdministrator).await;
    let page = auditor.get("/audit?action=submit_goal").await.body;
    assert!(
        page.contains("提交绩效目标") && page.contains("共 1 条"),
        "{page}"
    );
    let verdict = auditor.get("/audit/verify").await.body;
    assert!(verdict.contains("全链完好"), "{verdict}");
    let export = auditor.post("/audit", "/audit/export", &[]).await;
    assert!(
        export
            .header("content-disposition")
            .contains("audit-330199.jsonl")
    );
    assert!(export.body.lines().count() > 5, "{}", export.body);
}

#[tokio::test]
async fn choosing_another_year_comes_back_to_the_list() {
    let world = World::new();
    world.project("P1");
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    let fields = [
        ("division", "330199"),
        ("year", "2021"),
        ("next", "/projects?page=1"),
    ];
    let answer = clerk.post("/projects", "/place", &fields).await;
    assert_eq!(
        (answer.status, answer.location()),
        (303, "/projects"),
        "{}",
        answer.body
    );
    assert!(!clerk.get("/projects").await.body.contains("道路养护经费"));
    let nowhere = [("division", "110000"), ("year", "2020"), ("next", "/")];
    assert_eq!(clerk.post("/projects", "/place", &nowhere).await.status, 404);
}

#[tokio::test]
async fn a_project_is_corrected_and_a_taken_code_refused() {
    let world = World::new();
    let (project, other) = (world.project("P1"), world.project("P2"));
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    let unit = world.unit_of(Role::UnitClerk).to_string();
    let edit = format!("/projects/{project}/edit");
    let version = clerk.get(&edit).await.hidden("version").unwrap();
    let fields = |code: &'static str| {
        [
            ("version", version.clone()),
            ("name", "城市道路养护经费".to_owned()),
            ("code", code.to_owned()),
            ("unit", unit.clone()),
            ("project_type", "specific".to_owned()),
            ("nature", "continued".to_owned()),
            ("fiscal", "1300.5".to_owned()),
            ("carried_over", String::new()),
            ("other", String::new()),
        ]
    };
    let plain = |fields: &[(&'static str, String); 9]| -> Vec<(&'static str, String)> { fields.to_vec() };
    for (code, status) in [("P2", 422), ("P1", 303)] {
        let fields = plain(&fields(code));
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let answer = clerk.post(&edit, &format!("/projects/{project}"), &fields).await;
        assert_eq!(answer.status, status, "{code}: {}", answer.body);
    }
    let page = clerk.get(&format!("/projects/{project}")).await.body;
    assert!(
        page.contains("城市道路养护经费") && page.contains("1,300.50"),
        "{page}"
    );
    assert_eq!(clerk.get(&format!("/projects/{other}")).await.status, 200);
}

#[tokio::test]
async fn fragments_are_pieces_of_pages_without_their_frame() {
    let world = World::new();
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    let fragment = clerk.fragment("/indicators?pick=1").await;
    assert!(
        fragment.status == 200 && !fragment.body.contains("<html"),
        "{}",
        fragment.body
    );
    let refused = clerk.fragment("/audit").await;
    assert!(
        refused.status == 403 && !refused.body.contains("<html"),
        "{}",
        refused.body
    );
}

/// The form of a new indicator, filled.
fn indicator_fields(name: &'static str) -> Vec<(&'static str, &'static str)> {
    vec![
        ("kind", "enter"),
        ("category", "C04"),
        ("level1", "产出指标"),
        ("level2", "数量指标"),
        ("name", name),
        ("explanation", "全年保洁的河道长度"),
        ("formula", "验收长度合计"),
        ("comparator", "≥"),
        ("example", "120"),
        ("unit", "公里"),
        ("evidence", "验收单"),
        ("data_source", "河道保洁台账"),
        ("value_basis", "计划标准"),
        ("obtained_by", "直接证明"),
        ("scoring_kind", "完成比例赋分"),
        ("functional_classes", "213"),
        ("economic_classes", "30213"),
        ("is_quantified", "是"),
        ("is_core", "否"),
        ("valid_from", "2020"),
        ("source", "历年目标"),
        ("reason", "河道保洁项目要用"),
    ]
}

#[tokio::test]
async fn an_indicator_is_proposed_by_a_unit_approved_by_the_bureau_and_picked() {
    let world = World::new();
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    let refused = clerk
        .post("/indicators/new", "/library-proposals", &indicator_fields(""))
        .await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("href=\"#name\""), "{}", refused.body);
    let proposed = clerk
        .post(
            "/indicators/new",
            "/library-proposals",
            &indicator_fields("河道保洁长度"),
        )
        .await;
    assert_eq!(proposed.status, 303, "{}", proposed.body);
    let address = proposed.location().to_owned();
    let decide = format!("{address}/decide");
    let waiting = "/indicators?q=%E6%B2%B3%E9%81%93&pick=1";
    assert!(!clerk.fragment(waiting).await.body.contains("data-pick"));
    let mut reviewer = world.sign_in(Role::PerformanceReviewer).await;
    let approve = [("version", "1"), ("opinion", "口径清楚"), ("do", "approve")];
    let approved = reviewer.post(&address, &decide, &approve).await;
    assert_eq!(approved.status, 303, "{}", approved.body);
    let found = clerk.fragment(waiting).await.body;
    assert!(
        found.contains("河道保洁长度") && found.contains("data-pick"),
        "{found}"
    );
    let mut finance = world.sign_in(Role::UnitFinance).await;
    assert_eq!(finance.get("/indicators/new").await.status, 403);
    for page in [
        "/indicators",
        "/indicators/coverage",
        "/indicators/uses",
        "/indicators/fates",
        "/library-proposals",
    ] {
        assert_eq!(reviewer.get(page).await.status, 200, "{page}");
    }
}
