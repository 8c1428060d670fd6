//! The API as a program meets it.

use axum::body::Body;
use axum::http::{Request, header};
use hengji_domain::person::Role;
use serde_json::{Value, json};

use crate::world::{Answer, Browser, PASSWORD, TOTP_SECRET, World, login_name};

/// A program with a token.
struct Program {
    browser: Browser,
    token: String,
}

impl Program {
    async fn sign_in(world: &World, role: Role) -> Self {
        let mut browser = world.browser();
        let mut credentials = json!({ "login_name": login_name(role), "password": PASSWORD });
        if role.needs_second_factor() {
            world.clock.advance_seconds(30);
            let code = hengji_app::people::code_at(TOTP_SECRET, world.app.now()).unwrap();
            credentials["code"] = json!(code);
        }
        let request = Request::post("/api/v1/sessions").header(header::CONTENT_TYPE, "application/json");
        let answer = browser
            .send(request.body(Body::from(credentials.to_string())).unwrap())
            .await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        let token = body(&answer)["token"].as_str().unwrap().to_owned();
        Self { browser, token }
    }

    async fn get(&mut self, path: &str) -> Answer {
        self.call("GET", path, None, None).await
    }

    async fn send(&mut self, method: &str, path: &str, body: Value) -> Answer {
        self.call(method, path, Some(body), None).await
    }

    async fn call(&mut self, method: &str, path: &str, body: Option<Value>, key: Option<&str>) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::AUTHORIZATION, format!("Bearer {}", self.token));
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        let body = match body {
            Some(body) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(body.to_string())
            }
            None => Body::empty(),
        };
        self.browser.send(request.body(body).unwrap()).await
    }
}

fn body(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap()
}

fn assert_problem(answer: &Answer, status: u16, code: &str) {
    assert_eq!(answer.status, status, "{}", answer.body);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert_eq!(body(answer)["code"], code, "{}", answer.body);
}

/// The year that a fresh session acts in is the present one; the test data are of 2020.
async fn program_of_2020(world: &World, role: Role) -> Program {
    let program = Program::sign_in(world, role).await;
    let session = world.app.session(&program.token, "127.0.0.1").unwrap();
    let place = hengji_app::people::SwitchPlace {
        division: "330199".to_owned(),
        year: "2020".to_owned(),
    };
    world.app.switch_place(&session, &program.token, &place).unwrap();
    program
}

#[tokio::test]
async fn a_program_signs_in_reads_and_signs_out() {
    let world = World::new();
    let (project, _) = world.draft_goal("P1");
    let mut clerk = program_of_2020(&world, Role::UnitClerk).await;
    let list = body(&clerk.get("/api/v1/projects?q=P1").await);
    assert_eq!(
        (&list["total"], &list["projects"][0]["code"]),
        (&json!(1), &json!("P1")),
        "{list}"
    );
    let one = body(&clerk.get(&format!("/api/v1/projects/{project}")).await);
    assert_eq!(one["fiscal_fen"], 1_250_000_000_i64, "{one}");
    assert_eq!(one["sheets"][0]["state"], "draft");
    assert_eq!(
        clerk
            .call("DELETE", "/api/v1/sessions/current", None, None)
            .await
            .status,
        204
    );
    assert_problem(&clerk.get("/api/v1/projects").await, 401, "not-signed-in");
}

#[tokio::test]
async fn a_wrong_password_or_a_missing_code_is_a_problem() {
    let world = World::new();
    let mut browser = world.browser();
    let sign_in = |credentials: Value| {
        let request = Request::post("/api/v1/sessions").header(header::CONTENT_TYPE, "application/json");
        request.body(Body::from(credentials.to_string())).unwrap()
    };
    let wrong = browser
        .send(sign_in(json!({ "login_name": "unit-clerk", "password": "x" })))
        .await;
    assert_eq!(wrong.status, 422, "{}", wrong.body);
    let half = browser
        .send(sign_in(
            json!({ "login_name": "bureau-leader", "password": PASSWORD }),
        ))
        .await;
    assert_problem(&half, 403, "sign-in-unfinished");
    let more = browser
        .send(sign_in(
            json!({ "login_name": "unit-clerk", "password": "x", "role": "root" }),
        ))
        .await;
    assert_problem(&more, 422, "form-unreadable");
}

#[tokio::test]
async fn a_goal_is_written_submitted_returned_and_approved() {
    let world = World::new();
    let project = world.project("P1");
    let mut clerk = program_of_2020(&world, Role::UnitClerk).await;
    let opened = clerk
        .send(
            "POST",
            &format!("/api/v1/projects/{project}/sheets"),
            json!({ "kind": "goal" }),
        )
        .await;
    assert_eq!(opened.status, 201, "{}", opened.body);
    let path = format!("/api/v1/sheets/{}", body(&opened)["id"].as_str().unwrap());
    let line = |level: [&str; 3], target: &str, weight: &str| json!({ "level1": level[0], "level2": level[1], "level3": level[2], "target": target, "weight": weight });
    let goal = |version: &Value| {
        json!({
            "version": version,
            "annual_goal": "全年养护辖区道路 120 公里,道路完好率达到 95% 以上。",
            "lines": [
                line(["产出指标", "数量指标", "道路养护里程"], "≥120公里", "20"),
                line(["产出指标", "质量指标", "养护验收合格率"], "≥98%", "20"),
                line(["产出指标", "时效指标", "任务按时完成率"], "≥95%", "10"),
                line(["效益指标", "社会效益指标", "道路完好率"], "≥95%", "30"),
                line(["满意度指标", "服务对象满意度指标", "居民满意度"], "≥90%", "10"),
            ],
        })
    };
    let saved = clerk.send("PUT", &path, goal(&body(&opened)["version"])).await;
    assert_eq!(saved.status, 200, "{}", saved.body);
    let version = body(&saved)["version"].clone();
    assert_problem(
        &clerk.send("PUT", &path, goal(&json!(1))).await,
        409,
        "stale-version",
    );
    let submitted = clerk
        .send("POST", &format!("{path}/submit"), json!({ "version": version }))
        .await;
    assert_eq!(submitted.status, 200, "{}", submitted.body);
    let version = body(&submitted)["version"].clone();
    assert_problem(
        &clerk
            .send("POST", &format!("{path}/submit"), json!({ "version": version }))
            .await,
        422,
        "sheet-not-editable",
    );

    let mut finance = program_of_2020(&world, Role::UnitFinance).await;
    let bare = json!({ "version": version, "opinions": [] });
    assert_problem(
        &finance.send("POST", &format!("{path}/return"), bare).await,
        422,
        "return-without-reason",
    );
    let approved = finance
        .send(
            "POST",
            &format!("{path}/approve"),
            json!({ "version": version, "words": "同意" }),
        )
        .await;
    assert_eq!(approved.status, 200, "{}", approved.body);
    let sheet = body(&finance.get(&path).await);
    assert_eq!(
        (&sheet["state"], &sheet["state_name"]),
        (&json!("in_review"), &json!("单位审核")),
        "{sheet}"
    );
    assert_eq!(sheet["lines"][0]["target"], "≥120公里");
}

#[tokio::test]
async fn a_retried_request_makes_no_second_record() {
    let world = World::new();
    let (first, second) = (world.project("P1"), world.project("P2"));
    let mut clerk = program_of_2020(&world, Role::UnitClerk).await;
    let path = format!("/api/v1/projects/{first}/sheets");
    let goal = Some(json!({ "kind": "goal" }));
    let one = clerk.call("POST", &path, goal.clone(), Some("retry-0001")).await;
    let again = clerk.call("POST", &path, goal.clone(), Some("retry-0001")).await;
    assert_eq!((one.status, &one.body), (201, &again.body));
    let other = clerk
        .call(
            "POST",
            &format!("/api/v1/projects/{second}/sheets"),
            goal.clone(),
            Some("retry-0001"),
        )
        .await;
    assert_problem(&other, 422, "request-key-reused");
    let fresh = clerk.call("POST", &path, goal, Some("retry-0002")).await;
    assert_eq!(fresh.status, 422, "{}", fresh.body);
}

#[tokio::test]
async fn scores_and_their_traces_are_read() {
    let world = World::new();
    let (_, evaluation) = world.opened_self_evaluation("P1");
    let mut clerk = program_of_2020(&world, Role::UnitClerk).await;
    let path = format!("/api/v1/sheets/{evaluation}");
    let sheet = body(&clerk.get(&path).await);
    let lines: Vec<Value> = sheet["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| json!({ "key": line["key"], "actual": "60", "reason": "工期顺延" }))
        .collect();
    let draft =
        json!({ "version": sheet["version"], "adjusted": "1250", "executed": "1000", "lines": lines });
    let saved = clerk.send("PUT", &path, draft).await;
    assert_eq!(saved.status, 200, "{}", saved.body);
    let sheet = body(&clerk.get(&path).await);
    assert_eq!(sheet["lines"][0]["computed_score_centi"], 1000, "{sheet}");
    let key = sheet["lines"][0]["key"].as_str().unwrap();
    let trace = body(&clerk.get(&format!("{path}/traces/{key}")).await);
    assert_eq!(
        (&trace["rule"], &trace["result_centi"]),
        (&json!("scoring.positive"), &json!(1000)),
        "{trace}"
    );
    let execution = body(&clerk.get(&format!("{path}/traces/execution")).await);
    assert_eq!(execution["result_centi"], 800, "{execution}");
    assert_problem(
        &clerk.get(&format!("{path}/traces/no-key")).await,
        404,
        "not-found",
    );
}

#[tokio::test]
async fn rules_findings_and_the_head_of_the_chain_are_read_by_their_roles() {
    let world = World::new();
    world.draft_goal("P1");
    let mut clerk = program_of_2020(&world, Role::UnitClerk).await;
    let rules = body(&clerk.get("/api/v1/rules").await);
    assert!(rules["rules"].as_array().unwrap().len() > 20, "{rules}");
    assert_eq!(clerk.get("/api/v1/findings?severity=error").await.status, 200);
    let denied = clerk.get("/api/v1/audit/head").await;
    assert_eq!(
        (denied.status, denied.header("content-type")),
        (403, "application/problem+json")
    );
    let mut auditor = program_of_2020(&world, Role::AuditAdministrator).await;
    let head = body(&auditor.get("/api/v1/audit/head").await);
    assert!(head["broken_at"].is_null() && head["head"].is_string(), "{head}");
}

#[tokio::test]
async fn a_workbook_is_checked_and_stored_by_a_program() {
    let world = World::new();
    world.project("P1");
    let mut clerk = program_of_2020(&world, Role::UnitClerk).await;
    let request = Request::post("/api/v1/form-imports?file_name=goal.xlsx")
        .header(header::AUTHORIZATION, format!("Bearer {}", clerk.token))
        .header(header::CONTENT_TYPE, "application/octet-stream");
    let checked = clerk
        .browser
        .send(request.body(Body::from("goal")).unwrap())
        .await;
    assert_eq!(checked.status, 201, "{}", checked.body);
    let import = body(&checked);
    assert_eq!(
        (&import["can_commit"], &import["forms"][0]["line_count"]),
        (&json!(true), &json!(5)),
        "{import}"
    );
    let path = format!("/api/v1/form-imports/{}", import["id"].as_str().unwrap());
    let stored = clerk.send("POST", &format!("{path}/commit"), json!({})).await;
    assert_eq!(stored.status, 200, "{}", stored.body);
    assert_eq!(body(&stored)["lines"], 5);
    assert_eq!(body(&clerk.get(&path).await)["state"], "stored");
}

#[tokio::test]
async fn bodies_that_are_not_what_the_document_says_are_problems() {
    let world = World::new();
    let (_, goal) = world.draft_goal("P1");
    let mut clerk = program_of_2020(&world, Role::UnitClerk).await;
    let path = format!("/api/v1/sheets/{goal}");
    for wrong in [
        json!({}),
        json!({ "version": "one", "lines": [] }),
        json!({ "version": 1, "lines": [], "state": "concluded" }),
    ] {
        assert_problem(&clerk.send("PUT", &path, wrong).await, 422, "form-unreadable");
    }
    let request = Request::put(&path)
        .header(header::AUTHORIZATION, format!("Bearer {}", clerk.token))
        .header(header::CONTENT_TYPE, "text/plain");
    let answer = clerk.browser.send(request.body(Body::from("{}")).unwrap()).await;
    assert_problem(&answer, 415, "wrong-media-type");
    assert_problem(&clerk.get("/api/v1/nothing").await, 404, "not-found");
}

#[tokio::test]
async fn the_served_document_is_the_committed_one() {
    let world = World::new();
    let served = world.browser().get("/api/v1/openapi.json").await;
    assert_eq!(served.header("content-type"), "application/json");
    assert_eq!(served.body, hengji_web::openapi_json().unwrap());
}

#[tokio::test]
async fn the_library_and_its_figures_are_read_by_programs() {
    let world = World::new();
    let mut clerk = Program::sign_in(&world, Role::UnitClerk).await;
    let answer = clerk
        .get("/api/v1/indicators?q=%E5%85%BB%E6%8A%A4&category=common")
        .await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(body(&answer)["total"], 0);
    let answer = clerk.get("/api/v1/indicator-figures").await;
    assert_eq!(body(&answer)["core"], 0);
    assert_eq!(body(&answer)["quantification_rate_bp"], Value::Null);
    let mut auditor = Program::sign_in(&world, Role::AuditAdministrator).await;
    assert_eq!(auditor.get("/api/v1/indicators").await.status, 403);
}
