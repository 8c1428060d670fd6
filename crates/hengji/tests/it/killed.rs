//! kill -9 at random moments: what was acknowledged is there, what was not is there wholly or not at all.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use hengji_domain::form::{Form, FormLine, NumberText};
use hengji_domain::sheet::SheetKind;
use hengji_domain::value::read::{read_actual, read_target};
use serde_json::{Value, json};

use crate::run::{HENGJI, hengji};
use crate::server::Server;

/// Operations of each test: together two hundred.
const OPERATIONS: u64 = 100;

/// Moments to kill at: drawn from a fixed start value, so that a failure can be run again.
struct Moments(u64);

impl Moments {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}

/// A goal workbook of its own project.
fn workbook(number: u64) -> Vec<u8> {
    let line = |row: u32, level1: &str, level2: &str, level3: &str, target: &str, points: i64| FormLine {
        row,
        level1: level1.into(),
        level2: level2.into(),
        level3: level3.into(),
        target: read_target(target),
        actual: read_actual(""),
        weight: NumberText {
            text: points.to_string(),
            value: Some(points.into()),
        },
        score: NumberText::default(),
        reason: String::new(),
        parent: None,
        formula_fields: vec![],
        cells: vec![],
    };
    let form = Form {
        kind: Some(SheetKind::Goal),
        project: format!("断电试验项目{number}"),
        unit: "断电试验单位".into(),
        department: "断电试验单位".into(),
        year_text: "2020".into(),
        annual_goal: "断电后数据不丢失。".into(),
        lines: vec![
            line(1, "产出指标", "数量指标", "完成试验次数", "≥100次", 50),
            line(2, "效益指标", "社会效益指标", "丢失记录", "=0条", 30),
            line(
                3,
                "满意度指标",
                "服务对象满意度指标",
                "使用单位满意度",
                "≥95%",
                10,
            ),
        ],
        has_weight_column: true,
        ..Form::default()
    };
    hengji_exchange::write_form(&form).unwrap()
}

fn start_import(file: &Path, database: &Path) -> Child {
    Command::new(HENGJI)
        .arg("import")
        .arg(file)
        .args([
            "--division",
            "330198",
            "--year",
            "2020",
            "--format",
            "json",
            "--database",
        ])
        .arg(database)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Waits so long, then kills; whether the import had been acknowledged by then.
fn acknowledged(mut child: Child, patience: Duration) -> bool {
    let until = Instant::now() + patience;
    while Instant::now() < until {
        if child.try_wait().unwrap().is_some() {
            break;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    let _ = child.kill();
    let left = child.wait_with_output().unwrap();
    // An answer that is cut off is no acknowledgement.
    serde_json::from_slice::<Value>(&left.stdout).is_ok_and(|answer| answer[0]["sheets"] == 1)
}

#[test]
fn imports_killed_at_random_moments_lose_nothing_acknowledged() {
    let directory = tempfile::tempdir().unwrap();
    let database = directory.path().join("hengji.db");
    let on = |arguments: &[&str]| {
        let database = database.to_string_lossy();
        hengji(arguments.iter().copied().chain(["--database", &*database]))
    };
    assert_eq!(on(&["init", "--division", "330198", "--name", "测试区"]).code, 0);
    let file = |number: u64| directory.path().join(format!("{number}.xlsx"));
    for number in 0..OPERATIONS {
        std::fs::write(file(number), workbook(number)).unwrap();
    }

    let unhurried = Instant::now();
    assert!(acknowledged(
        start_import(&file(0), &database),
        Duration::from_secs(60)
    ));
    let usual = u64::try_from(unhurried.elapsed().as_millis()).unwrap();

    let mut moments = Moments(0x9e37_79b9);
    let mut kept = vec![0];
    for number in 1..OPERATIONS {
        let patience = Duration::from_millis(moments.below(usual * 3 / 2));
        if acknowledged(start_import(&file(number), &database), patience) {
            kept.push(number);
        }
    }
    assert!(
        10 < kept.len() && kept.len() < 90,
        "{} of {OPERATIONS} finished",
        kept.len()
    );

    let verified = on(&["audit", "verify"]);
    assert_eq!(verified.code, 0, "{}", verified.out);
    let health = on(&["doctor", "--format", "json"]).json();
    let looked_at = health
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["check"] == "数据库")
        .unwrap();
    assert_eq!(looked_at["is_fine"], true, "{looked_at}");

    // Importing everything again makes no project that was acknowledged before, and every sheet is whole.
    for number in 0..OPERATIONS {
        let path = file(number);
        let ran = on(&[
            "import",
            &path.to_string_lossy(),
            "--division",
            "330198",
            "--year",
            "2020",
            "--format",
            "json",
        ]);
        let answer = ran.json();
        assert_eq!(answer[0]["lines"], 3, "{number}: {answer}");
        if kept.contains(&number) {
            assert_eq!(
                answer[0]["projects"], 0,
                "project {number} was acknowledged and is lost"
            );
        }
    }
}

/// The state and version of a sheet.
fn standing(server: &Server, token: &str, sheet: &str) -> (String, i64) {
    let found = server.request("GET", &format!("/api/v1/sheets/{sheet}"), Some(token), None);
    assert_eq!(found.status, 200, "{}", found.body);
    let found = found.json();
    let state = found["state"]["code"]
        .as_str()
        .or(found["state"].as_str())
        .unwrap();
    (state.to_owned(), found["version"].as_i64().unwrap())
}

/// The goal of the demonstration's clerk that was returned for revision and can be handed in again.
fn returned_goal(server: &Server, token: &str) -> String {
    let list = server
        .request(
            "GET",
            "/api/v1/projects?kind=goal&state=returned",
            Some(token),
            None,
        )
        .json();
    list["projects"][0]["goal"]["id"]
        .as_str()
        .unwrap_or_else(|| panic!("{list}"))
        .to_owned()
}

#[test]
fn submissions_killed_at_random_moments_lose_nothing_acknowledged() {
    let directory = tempfile::tempdir().unwrap();
    let mut server = Server::demo(directory.path());
    let token = server.sign_in("clerk");
    let sheet = returned_goal(&server, &token);
    let mut moments = Moments(0x2545_f491);
    let mut killed = 0;
    for operation in 0..OPERATIONS {
        let (state, version) = standing(&server, &token, &sheet);
        let verb = if state == "in_review" {
            "withdraw"
        } else {
            "submit"
        };
        let path = format!("/api/v1/sheets/{sheet}/{verb}");
        let (body, key) = (
            json!({ "version": version }),
            format!("Idempotency-Key: operation-{operation}\r\n"),
        );
        let send = |server: &Server| server.try_request_with("POST", &path, Some(&token), Some(&body), &key);
        let mut answer = None;
        if moments.below(4) == 0 {
            let patience = Duration::from_millis(moments.below(25));
            std::thread::scope(|scope| {
                let asked = scope.spawn(|| send(&server).filter(|answer| answer.status == 200));
                std::thread::sleep(patience);
                server.signal_kill();
                answer = asked.join().unwrap();
            });
            killed += 1;
            server.kill();
            server = Server::demo(directory.path());
            if let Some(answer) = &answer {
                let (_, found) = standing(&server, &token, &sheet);
                assert_eq!(
                    Some(found),
                    answer.json()["version"].as_i64(),
                    "operation {operation} is lost"
                );
            }
        }
        // The same request again gets the same answer, whether it was done before the kill or is done now.
        let again = send(&server).unwrap_or_else(|| panic!("operation {operation}: no answer"));
        assert_eq!(again.status, 200, "operation {operation} {verb}: {}", again.body);
        if let Some(answer) = answer {
            assert_eq!(again.json(), answer.json(), "operation {operation}");
        }
        let (_, found) = standing(&server, &token, &sheet);
        assert_eq!(
            Some(found),
            again.json()["version"].as_i64(),
            "operation {operation}"
        );
        assert_eq!(found, version + 1, "operation {operation} was done twice");
    }
    assert!(10 < killed, "{killed}");
    assert!(server.stop().success());
    let database = directory.path().join("hengji.db");
    let verified = hengji(["audit", "verify", "--database", &database.to_string_lossy()]);
    assert_eq!(verified.code, 0, "{}", verified.out);
}
