//! 隔离 (isolation): somebody of an institution tries every address of the product with every kind of id that is not
//! theirs, and learns nothing; what was given to their institution they read, score and hand in.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use axum::body::Body;
use axum::http::{Request, header};
use hengji_app::authz::Action;
use hengji_app::evaluations::OpenInput;
use hengji_app::third_party::{AssignInput, InstitutionInput, PersonInput, ReportInput, WithdrawInput};
use hengji_domain::id::{EvaluationId, UnitId};
use hengji_domain::person::{Actor, Grant, Role};
use serde_json::json;

use crate::imports::arrive;
use crate::world::{Answer, Browser, PASSWORD, World, key, login_name};

/// What nobody of the institution may ever read.
const FOREIGN: [&str; 7] = [
    "外单位机密评价",
    "旁人受托评价",
    "乙评价机构",
    "乙机构主评人",
    "乙机构报告里的话",
    "第一小学",
    "道路养护经费P2",
];

/// Pages read to learn which ids there are, at most.
const CRAWLED: usize = 220;
/// Ids of one kind that are tried.
const EACH: usize = 2;

/// A district in which one case belongs to the institution, another to somebody else, and a third to nobody.
struct Case {
    world: World,
    own: EvaluationId,
    foreign: EvaluationId,
    given_away: EvaluationId,
}

fn institution(world: &World, name: &str, credit_code: &str) -> UnitId {
    let performance = world.actor(Role::PerformanceReviewer);
    let input = InstitutionInput {
        name: name.into(),
        credit_code: credit_code.into(),
        kind: "专业咨询机构".into(),
        founded_on: "2008-03-01".into(),
        platform_on: "2018-01-10".into(),
        credit_checked_on: "2019-09-30".into(),
        ..InstitutionInput::default()
    };
    let written = world
        .app
        .enter_institution(&performance, &key(credit_code), &input)
        .unwrap();
    let unit: UnitId = written.id.parse().unwrap();
    for number in 1..=5 {
        let person = PersonInput {
            name: format!("{}机构主评人{number}", name.chars().next().unwrap()),
            practice_from: "2009".into(),
            evaluation_from: "2012".into(),
            is_lead: number == 1,
        };
        let key = key(&format!("{credit_code}-{number}"));
        world
            .app
            .add_institution_person(&performance, &key, unit, &person)
            .unwrap();
    }
    unit
}

fn open(world: &World, subject: &str) -> EvaluationId {
    let input = OpenInput {
        kind: "purchaser".into(),
        subjects: subject.into(),
    };
    let performance = world.actor(Role::PerformanceReviewer);
    let digits: String = subject.chars().filter(char::is_ascii_digit).collect();
    let key = key(&format!("open-{digits}-{}", subject.chars().count()));
    let opened = world
        .app
        .open_evaluations(&performance, &key, World::year(), &input)
        .unwrap();
    opened.ids[0].parse().unwrap()
}

fn assign(world: &World, evaluation: EvaluationId, institution: UnitId) -> String {
    let input = AssignInput {
        evaluation: evaluation.to_string(),
        institution: institution.to_string(),
        reason: "只有该机构熟悉采购评价的数据口径".into(),
    };
    let leader = world.actor(Role::BureauLeader);
    let key = key(&format!("assign-{evaluation}"));
    world.app.assign_institution(&leader, &key, &input).unwrap().id
}

fn hand_over(world: &World, actor: &Actor, evaluation: EvaluationId, words: &str) {
    let report = ReportInput {
        version: 0,
        pages: "30".into(),
        text: format!(
            "一、项目决策情况\n{}",
            format!("{words},申报程序规范。").repeat(30)
        ),
        explanation: String::new(),
    };
    let key = key(&format!("report-{evaluation}"));
    world
        .app
        .save_institution_report(actor, &key, evaluation, &report)
        .unwrap();
}

fn prepared() -> Case {
    let world = World::new();
    world.goal_after("P1", 7);
    world.opened_self_evaluation("P2");
    let firm = institution(&world, "评价机构", "91330108MA2A0001A6");
    let other = institution(&world, "乙评价机构", "91330108MA2A0002BA");
    let (own, foreign) = (
        open(&world, "301001,采购人整体评价"),
        open(&world, "401001,外单位机密评价"),
    );
    let given_away = open(&world, "301001,旁人受托评价");
    assign(&world, own, firm);
    assign(&world, given_away, other);
    let stranger = Actor {
        grants: vec![Grant {
            role: Role::ThirdParty,
            unit: other,
        }],
        ..world.actor(Role::ThirdParty)
    };
    hand_over(&world, &world.actor(Role::ThirdParty), own, "本机构报告里的话");
    hand_over(&world, &stranger, given_away, "乙机构报告里的话");
    let performance = world.actor(Role::PerformanceReviewer);
    world
        .app
        .freeze_institution_list(&performance, &key("freeze-list"))
        .unwrap();
    Case {
        world,
        own,
        foreign,
        given_away,
    }
}

/// Ids that pages show, by the first part of the address that leads to them.
async fn ids(case: &Case) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for role in [
        Role::PerformanceReviewer,
        Role::UnitClerk,
        Role::SystemAdministrator,
        Role::AuditAdministrator,
    ] {
        let mut browser = case.world.sign_in(role).await;
        let mut waiting = VecDeque::from(["/".to_owned()]);
        let mut seen: BTreeSet<String> = waiting.iter().cloned().collect();
        let mut read = 0;
        while let Some(path) = waiting.pop_front().filter(|_| read < CRAWLED) {
            read += 1;
            let body = browser.get(&path).await.body;
            for mark in ["href=\"", "action=\""] {
                for link in body.split(mark).skip(1) {
                    let link = link.split(['"', '?', '#']).next().unwrap();
                    note(&mut found, link);
                    let is_page = link.starts_with('/') && !link.starts_with("/assets") && link != "/logout";
                    if mark == "href=\"" && is_page && seen.insert(link.to_owned()) {
                        waiting.push_back(link.to_owned());
                    }
                }
            }
        }
    }
    let own = case.own.to_string();
    found.values_mut().for_each(|ids| {
        ids.remove(&own);
    });
    found
}

fn note(found: &mut BTreeMap<String, BTreeSet<String>>, link: &str) {
    let mut kind = "";
    for part in link.split('/').skip(1) {
        let is_id = part.len() == 36 && part.bytes().filter(|byte| *byte == b'-').count() == 4;
        if is_id {
            found.entry(kind.to_owned()).or_default().insert(part.to_owned());
        } else {
            kind = part;
        }
    }
}

/// A route of the committed list: method, path, and whether somebody of an institution may knock at all.
struct Route {
    method: String,
    path: String,
    is_open: bool,
}

fn routes() -> Vec<Route> {
    hengji_web::routes_text()
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let words: Vec<&str> = line.split_whitespace().collect();
            let roles = words.get(2..).unwrap_or_default();
            Route {
                method: words[0].to_owned(),
                path: words[1].to_owned(),
                is_open: roles
                    .iter()
                    .any(|word| ["third_party", "signed", "anybody", "password"].contains(word)),
            }
        })
        .collect()
}

/// The route with ids in the place of its parameters.
fn filled(path: &str, id: &str) -> String {
    let mut parts = Vec::new();
    for part in path.split('/') {
        parts.push(if part.starts_with('{') { id } else { part });
    }
    parts.join("/")
}

/// Nothing has this id.
const NOTHING: &str = "0190d2a4-7b1c-7def-8123-456789abcdef";

/// What is said of one address: refused, and without a foreign word.
fn assert_shut(path: &str, answer: &Answer) {
    assert!([403, 404].contains(&answer.status), "{path}: {}", answer.status);
    assert_silent(path, answer);
}

/// Whether a form or an address was refused for what it leaves blank before anything was looked up.
fn is_blank_form(answer: &Answer) -> bool {
    [400, 422].contains(&answer.status)
}

async fn knocked(browser: &mut Browser, method: &str, path: &str) -> Answer {
    match method {
        "GET" => browser.get(path).await,
        _ => posted(browser, path).await,
    }
}

fn assert_silent(path: &str, answer: &Answer) {
    for word in FOREIGN {
        assert!(!answer.body.contains(word), "{path} says {word}");
    }
}

async fn posted(browser: &mut Browser, path: &str) -> Answer {
    let answer = browser.post("/account", path, &[]).await;
    if [400, 415].contains(&answer.status) {
        return browser.upload("/account", path, &[], "a.xlsx", b"goal").await;
    }
    answer
}

#[tokio::test]
async fn every_route_is_shut_to_an_institution_for_what_is_not_its_own() {
    let case = prepared();
    let known = ids(&case).await;
    // The crawl reaches what it must: otherwise the walk below would prove nothing.
    for kind in [
        "projects",
        "goals",
        "evaluations",
        "institutions",
        "institution-lists",
        "assignments",
        "users",
    ] {
        assert!(
            known.get(kind).is_some_and(|ids| !ids.is_empty()),
            "no id of {kind}: {known:?}"
        );
    }
    let sample: Vec<&String> = known.values().flat_map(|ids| ids.iter().take(EACH)).collect();
    let mut firm = case.world.sign_in(Role::ThirdParty).await;
    let (mut tried, mut blank) = (0, 0);
    for route in routes() {
        if !route.path.contains('{') || route.path.starts_with("/api/") || route.path.starts_with("/assets/")
        {
            continue;
        }
        let kind = route.path.split('/').nth(1).unwrap();
        // Where the role may knock, every kind of id is tried; elsewhere those that the address is made for.
        let ids: Vec<&String> = if route.is_open {
            sample.clone()
        } else {
            let own_kind = known.get(kind).into_iter().flatten();
            own_kind.chain(known["evaluations"].iter()).take(EACH).collect()
        };
        for id in ids {
            let path = filled(&route.path, id);
            let answer = knocked(&mut firm, &route.method, &path).await;
            let told = format!("{} {path}", route.method);
            // Rules are public to everybody who is signed in, and know no ids.
            if kind == "rules" || kind == "regulations" {
                assert_silent(&path, &answer);
            } else if is_blank_form(&answer) {
                // Blank fields are refused before anything is looked up: an id that names nothing gets the same answer.
                let nothing = knocked(&mut firm, &route.method, &filled(&route.path, NOTHING)).await;
                assert_eq!(nothing.status, answer.status, "{told}");
                assert_silent(&path, &answer);
                blank += 1;
            } else if answer.status == 303 {
                // Long work is begun before anybody looks at its id; what it leads to is refused, and says nothing.
                let led = arrive(&mut firm, answer.location()).await;
                assert_shut(&told, &led);
            } else {
                assert_shut(&told, &answer);
            }
            tried += 1;
        }
    }
    assert!(500 < tried && blank * 10 < tried, "{blank} of {tried}");
}

#[tokio::test]
async fn no_page_without_an_id_tells_an_institution_a_foreign_name() {
    let case = prepared();
    let mut firm = case.world.sign_in(Role::ThirdParty).await;
    for route in routes() {
        let is_page = !route.path.contains('{') && !route.path.starts_with("/api/");
        if !is_page || ["/logout", "/place"].contains(&route.path.as_str()) {
            continue;
        }
        if route.method == "GET" {
            let answer = firm.get(&route.path).await;
            assert_silent(&route.path, &answer);
            assert!(
                route.is_open || [403, 404].contains(&answer.status),
                "{}: {}",
                route.path,
                answer.status
            );
        } else if !route.is_open {
            let answer = posted(&mut firm, &route.path).await;
            assert_silent(&route.path, &answer);
            if answer.status == 303 {
                // A file is taken in before anybody reads it; what it leads to is refused, and says nothing.
                let led = arrive(&mut firm, answer.location()).await;
                assert_silent(&route.path, &led);
                continue;
            }
            assert!(
                is_blank_form(&answer) || [403, 404].contains(&answer.status),
                "{}: {}",
                route.path,
                answer.status
            );
        }
    }
    for query in [
        "?q=机密",
        "?kind=purchaser",
        "?state=self_scoring",
        "?department=x",
    ] {
        assert_silent(query, &firm.get(&format!("/evaluations{query}")).await);
    }
    let file = firm.post("/evaluations", "/evaluations/export", &[]).await;
    assert_eq!(file.status, 200, "{}", file.body);
    assert_silent("export", &file);
}

#[tokio::test]
async fn the_api_is_shut_to_an_institution() {
    let case = prepared();
    let mut browser = case.world.browser();
    let credentials = json!({ "login_name": login_name(Role::ThirdParty), "password": PASSWORD });
    let request = Request::post("/api/v1/sessions").header(header::CONTENT_TYPE, "application/json");
    let answer = browser
        .send(request.body(Body::from(credentials.to_string())).unwrap())
        .await;
    let token = serde_json::from_str::<serde_json::Value>(&answer.body).unwrap()["token"].clone();
    let known = ids(&case).await;
    let sample: Vec<&String> = known.values().flat_map(|ids| ids.iter().take(EACH)).collect();
    for route in routes() {
        let is_mine = route.path.contains("/sessions") || route.path.ends_with("openapi.json");
        if !route.path.starts_with("/api/") || is_mine {
            continue;
        }
        for id in sample.iter().take(if route.path.contains('{') { 60 } else { 1 }) {
            let path = filled(&route.path, id);
            let request = Request::builder()
                .method(route.method.as_str())
                .uri(&path)
                .header(
                    header::AUTHORIZATION,
                    format!("Bearer {}", token.as_str().unwrap()),
                )
                .header(header::CONTENT_TYPE, "application/json")
                .header("idempotency-key", "isolation-0001");
            let answer = browser.send(request.body(Body::from("{}")).unwrap()).await;
            assert_silent(&path, &answer);
            assert!(
                route.is_open || (400..500).contains(&answer.status),
                "{} {path}: {}",
                route.method,
                answer.status
            );
        }
    }
}

#[tokio::test]
async fn its_own_case_is_read_under_a_mark_and_every_look_is_written_down() {
    let case = prepared();
    let mut firm = case.world.sign_in(Role::ThirdParty).await;
    let list = firm.get("/evaluations").await;
    let path = format!("/evaluations/{}", case.own);
    assert!(list.status == 200 && list.body.contains(&path), "{}", list.body);
    assert!(
        !list.body.contains(&case.foreign.to_string()) && !list.body.contains(&case.given_away.to_string())
    );
    let page = firm.get(&path).await;
    assert_eq!(page.status, 200);
    for part in ["采购人整体评价", "class=\"watermark\"", "评价机构 · ", "由贵机构"] {
        assert!(page.body.contains(part), "{part}: {}", page.body);
    }
    let file = firm.post(&path, &format!("{path}/export"), &[]).await;
    assert_eq!(file.status, 200);
    // Its own report is read under the same mark; whether another institution wrote one is not told.
    let report = firm.get(&format!("{path}/report")).await;
    for part in [
        "本机构报告里的话",
        "class=\"watermark\"",
        "评分表",
        "没有可比的其他报告",
    ] {
        assert!(report.body.contains(part), "{part}: {}", report.body);
    }
    assert_silent("report", &report);
    for id in [case.foreign, case.given_away] {
        let shut = firm.get(&format!("/evaluations/{id}/report")).await;
        assert_shut("report of another", &shut);
        let fields = [("version", "0"), ("pages", "3"), ("text", "一、概况")];
        let shut = firm
            .post("/account", &format!("/evaluations/{id}/report"), &fields)
            .await;
        assert_shut("report for another", &shut);
    }
    let mut performance = case.world.sign_in(Role::PerformanceReviewer).await;
    let reads = performance.get(&format!("{path}/reads")).await.body;
    let name = case.world.actor(Role::ThirdParty).name;
    assert!(reads.contains(&name) && reads.contains("查阅评价"), "{reads}");
    let mut auditor = case.world.sign_in(Role::AuditAdministrator).await;
    let chain = auditor
        .get(&format!("/audit?action={}", Action::ReadAssignedCase.code()))
        .await
        .body;
    assert!(chain.contains("第三方查阅评价"), "{chain}");
    assert!(!performance.get(&path).await.body.contains("class=\"watermark\""));
}

#[tokio::test]
async fn what_is_taken_away_is_gone_and_stays_gone() {
    let case = prepared();
    let leader = case.world.actor(Role::BureauLeader);
    let mut firm = case.world.sign_in(Role::ThirdParty).await;
    let path = format!("/evaluations/{}", case.own);
    assert_eq!(firm.get(&path).await.status, 200);
    let query = hengji_app::third_party::AssignmentQuery::default();
    let board = case
        .world
        .app
        .assignments(&leader, World::year(), &query)
        .unwrap();
    let row = board.rows.iter().find(|row| row.evaluation == case.own).unwrap();
    let input = WithdrawInput {
        version: row.version,
        reason: "该机构申报了回避事项,改由他人评价".into(),
    };
    case.world
        .app
        .withdraw_assignment(&leader, &key("withdraw"), row.id, &input)
        .unwrap();
    assert_eq!(firm.get(&path).await.status, 404);
    for action in [
        "scores",
        "facts",
        "export",
        "hand-in-assignment",
        "hand-in-verification",
        "report",
    ] {
        let answer = firm.post("/account", &format!("{path}/{action}"), &[]).await;
        assert_eq!(answer.status, 404, "{action}: {}", answer.body);
    }
    assert_eq!(firm.get(&format!("{path}/report")).await.status, 404);
    assert!(!firm.get("/evaluations").await.body.contains("采购人整体评价"));
}
