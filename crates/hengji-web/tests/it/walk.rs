//! One line, end to end, by forms alone: goal, return, correction, approval, issue, self-evaluation, trace.

use hengji_domain::person::Role;
use hengji_store::testing;
use hengji_web::WebOptions;

use crate::world::{Answer, Browser, World, goal_fields};

/// The steps of the chain of a goal after submission, without the last.
const REVIEWERS: [Role; 5] = [
    Role::UnitFinance,
    Role::UnitHead,
    Role::DepartmentReviewer,
    Role::BudgetDivisionReviewer,
    Role::PerformanceReviewer,
];

async fn version(browser: &mut Browser, path: &str) -> String {
    browser.get(path).await.hidden("version").unwrap()
}

/// The keys of the lines in the grid.
fn keys_of(page: &Answer) -> Vec<String> {
    let rest = page.body.split("name=\"key\" value=\"").skip(1);
    let keys = rest.map(|rest| rest.split('"').next().unwrap().to_owned());
    keys.filter(|key| !key.is_empty()).collect()
}

/// Posts a step on the sheet's own page and says where it led.
async fn step(browser: &mut Browser, path: &str, step: &str, more: &[(&str, &str)]) -> Answer {
    let version = version(browser, path).await;
    let fields = [&[("version", version.as_str())], more].concat();
    let answer = browser.post(path, &format!("{path}/{step}"), &fields).await;
    assert_eq!(answer.status, 303, "{step}: {}", answer.body);
    assert_eq!(answer.location(), path, "{step}");
    answer
}

async fn enter_project(clerk: &mut Browser, world: &World) -> String {
    let unit = world.unit_of(Role::UnitClerk).to_string();
    let fields = [
        ("version", "0"),
        ("name", "道路养护经费"),
        ("code", "33019920T000000000001"),
        ("unit", unit.as_str()),
        ("project_type", "specific"),
        ("nature", "continued"),
        ("fiscal", "1250"),
        ("carried_over", ""),
        ("other", ""),
    ];
    let answer = clerk.post("/projects/new", "/projects", &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.location().to_owned()
}

async fn write_goal(clerk: &mut Browser, project: &str) -> String {
    let opened = clerk.post(project, &format!("{project}/goals"), &[]).await;
    assert_eq!(opened.status, 303, "{}", opened.body);
    let goal = opened.location().to_owned();
    let early = clerk.get(&format!("{goal}/submit")).await.body;
    assert!(early.contains("还不能提交"), "{early}");
    let fields = goal_fields(&version(clerk, &goal).await);
    let mut fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    fields.push(("do", "continue"));
    let saved = clerk.post(&goal, &goal, &fields).await;
    assert_eq!(
        (saved.status, saved.location()),
        (303, format!("{goal}/submit").as_str()),
        "{}",
        saved.body
    );
    goal
}

async fn submit(clerk: &mut Browser, sheet: &str) {
    let check = clerk.get(&format!("{sheet}/submit")).await;
    assert!(check.body.contains("确认提交"), "{}", check.body);
    step(clerk, sheet, "submit", &[]).await;
}

/// The department sends the goal back for one line; the clerk reads why, mends it and compares.
async fn return_and_correct(world: &World, clerk: &mut Browser, goal: &str) {
    for role in [Role::UnitFinance, Role::UnitHead] {
        step(&mut world.sign_in(role).await, goal, "approve", &[("words", "")]).await;
    }
    let mut department = world.sign_in(Role::DepartmentReviewer).await;
    let page = department.get(goal).await;
    let reason = page
        .body
        .split("<option value=\"")
        .map(|rest| rest.split('"').next().unwrap());
    let reason = reason.skip(1).find(|code| code.contains('-')).unwrap().to_owned();
    let line = page
        .body
        .split("name=\"line\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let opinion = [
        ("line", line.as_str()),
        ("reason", reason.as_str()),
        ("text", "里程偏低,请核实"),
    ];
    step(&mut department, goal, "return", &opinion).await;

    let returned = clerk.get(goal).await;
    let keys = keys_of(&returned);
    let returned = returned.body;
    assert!(
        returned.contains("“主管部门审核”退回") && returned.contains("里程偏低,请核实"),
        "{returned}"
    );
    assert!(clerk.get("/").await.body.contains("退回修改"));
    let mut fields = goal_fields(&version(clerk, goal).await);
    let blanks = fields.iter_mut().filter(|(name, _)| *name == "key");
    blanks.zip(keys).for_each(|((_, value), key)| *value = key);
    fields
        .iter_mut()
        .filter(|(_, value)| value == "≥120公里")
        .for_each(|(_, value)| *value = "≥130公里".to_owned());
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    assert_eq!(clerk.post(goal, goal, &fields).await.status, 303);
    submit(clerk, goal).await;
    let diff = clerk.get(&format!("{goal}/diff?from=1&to=2")).await.body;
    assert!(diff.contains("≥130公里"), "{diff}");
}

async fn self_evaluate(world: &World, clerk: &mut Browser, project: &str) -> String {
    let opened = clerk
        .post(project, &format!("{project}/self-evaluations"), &[])
        .await;
    assert_eq!(opened.status, 303, "{}", opened.body);
    let sheet = opened.location().to_owned();
    let page = clerk.get(&sheet).await;
    let keys = keys_of(&page);
    let version = page.hidden("version").unwrap();
    let mut fields = vec![
        ("version", version.as_str()),
        ("achievement", "全年养护道路 117 公里。"),
        ("adjusted", "1250"),
        ("executed", "1200"),
        ("do", "continue"),
    ];
    let actuals = ["117公里", "99%", "96%", "95%", "92%"];
    for (key, actual) in keys.iter().zip(actuals) {
        let reason = if actual == "117公里" {
            "雨季工期顺延,剩余 13 公里次年一季度完成。"
        } else {
            ""
        };
        fields.extend([
            ("key", key.as_str()),
            ("actual", actual),
            ("score", ""),
            ("reason", reason),
        ]);
    }
    let saved = clerk.post(&sheet, &sheet, &fields).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let trace = clerk.fragment(&format!("{sheet}/trace/{}", keys[0])).await.body;
    assert!(
        trace.contains("20 × 117 ÷ 130") && !trace.contains("<html"),
        "{trace}"
    );
    submit(clerk, &sheet).await;
    for role in [
        Role::UnitFinance,
        Role::UnitHead,
        Role::DepartmentReviewer,
        Role::PerformanceReviewer,
    ] {
        step(
            &mut world.sign_in(role).await,
            &sheet,
            "approve",
            &[("words", "同意")],
        )
        .await;
    }
    sheet
}

async fn walk(world: &World) {
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    let project = enter_project(&mut clerk, world).await;
    let goal = write_goal(&mut clerk, &project).await;
    submit(&mut clerk, &goal).await;
    return_and_correct(world, &mut clerk, &goal).await;
    for role in REVIEWERS {
        step(
            &mut world.sign_in(role).await,
            &goal,
            "approve",
            &[("words", "同意")],
        )
        .await;
    }
    step(
        &mut world.sign_in(Role::BureauLeader).await,
        &goal,
        "approve",
        &[("words", "批复")],
    )
    .await;
    let issued = clerk.get(&goal).await.body;
    assert!(
        issued.contains("已批复下达") && issued.contains("办结文本摘要值"),
        "{issued}"
    );

    let sheet = self_evaluate(world, &mut clerk, &project).await;
    let paper = clerk.get(&format!("{sheet}/paper")).await.body;
    for part in [
        "项目支出绩效自评表",
        "雨季工期顺延",
        "未核实",
        "总  分",
        "演示数据",
    ] {
        assert!(paper.contains(part), "{part}: {paper}");
    }
    let life = clerk.get(&project).await.body;
    assert!(life.contains("≥130公里") && life.contains("117公里"), "{life}");
    let verdict = world
        .app
        .audit_verify(&world.actor(Role::AuditAdministrator))
        .unwrap();
    assert_eq!(verdict.broken, None);
}

#[tokio::test]
async fn the_walk_from_goal_to_trace_on_each_engine() {
    for (engine, database) in testing::databases() {
        eprintln!("on {engine}");
        walk(&World::on(database, WebOptions::default())).await;
    }
}
