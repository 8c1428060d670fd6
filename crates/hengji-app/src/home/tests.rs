//! What each role finds on its home page.

use hengji_domain::id::UnitId;
use hengji_domain::person::{Actor, Role};
use hengji_domain::sheet::SheetKind;

use super::view::{Home, Todo};
use crate::stage::district::{bureau, fill, of_year, opened, person, school, schools, sheet_id, works};
use crate::stage::{Stage, department};

const HOUR: i64 = 3_600;

fn told(todo: &Todo) -> String {
    format!("{} {} {}", todo.kind.name(), todo.what, todo.project_name)
}

fn list(stage: &Stage, actor: &Actor) -> Vec<String> {
    let home = stage.app.home(actor, of_year()).unwrap();
    assert_eq!(home.todo_count, u64::try_from(home.todos.len()).unwrap());
    home.todos.iter().map(told).collect()
}

fn of(stage: &Stage, role: Role, unit: UnitId) -> Home {
    stage.app.home(&person(role, unit), of_year()).unwrap()
}

#[test]
fn the_clerk_finds_what_came_back_what_is_in_draft_and_what_is_not_begun() {
    Stage::on_each_engine(|stage| {
        stage.database.database.write(fill).unwrap();
        let mut all = list(stage, &person(Role::UnitClerk, works()));
        all.sort();
        assert_eq!(
            all,
            [
                "绩效目标 尚未填报 项目1",
                "绩效目标 编报中 项目2",
                "绩效目标 退回修改 项目3",
            ]
        );
    });
}

#[test]
fn each_step_finds_what_waits_for_it_within_reach() {
    let stage = opened();
    for (role, unit, expected) in [
        (Role::UnitFinance, works(), vec!["绩效目标 单位财务会签 项目4"]),
        (Role::UnitFinance, school(), vec![]),
        (Role::UnitHead, works(), vec![]),
        (
            Role::DepartmentReviewer,
            schools(),
            vec!["绩效目标 主管部门审核 项目6"],
        ),
        (Role::DepartmentReviewer, department(), vec![]),
        (Role::UnitClerk, school(), vec![]),
        (Role::BudgetDivisionReviewer, bureau(), vec![]),
        (Role::PerformanceReviewer, bureau(), vec![]),
        (Role::OversightReader, bureau(), vec![]),
        (Role::SystemAdministrator, bureau(), vec![]),
    ] {
        assert_eq!(list(&stage, &person(role, unit)), expected, "{role:?}");
    }
}

#[test]
fn several_roles_find_the_work_of_each() {
    let stage = opened();
    let mut both = person(Role::DepartmentReviewer, schools());
    both.grants.extend(person(Role::UnitFinance, works()).grants);
    let mut all = list(&stage, &both);
    all.sort();
    assert_eq!(
        all,
        ["绩效目标 主管部门审核 项目6", "绩效目标 单位财务会签 项目4"]
    );
}

#[test]
fn a_returned_sheet_says_who_returned_it_at_which_step_and_why() {
    let stage = opened();
    let home = of(&stage, Role::UnitClerk, works());
    let returned = home.todos.iter().find(|todo| todo.what == "退回修改").unwrap();
    let said: Vec<String> = returned
        .opinions
        .iter()
        .map(|opinion| {
            let about = if opinion.line.is_some() { "行" } else { "全表" };
            format!("{} {} {about} {}", opinion.step, opinion.hand.name, opinion.text)
        })
        .collect();
    assert_eq!(
        said,
        [
            "主管部门审核 演示主管部门 全表 ",
            "主管部门审核 演示主管部门 行 第 1 行请写明单位",
        ]
    );
    assert_eq!(returned.sheet, Some(sheet_id(3, SheetKind::Goal)));
    let others = home.todos.iter().filter(|todo| todo.what != "退回修改");
    assert!(others.map(|todo| todo.opinions.len()).sum::<usize>() == 0);
}

#[test]
fn a_reason_is_told_as_the_closed_list_prints_it() {
    let stage = opened();
    let rules = stage.app.rules(crate::stage::division(), of_year());
    let printed = rules.review_reasons().unwrap().value;
    let home = of(&stage, Role::UnitClerk, works());
    let told: Vec<&str> = home
        .todos
        .iter()
        .flat_map(|todo| &todo.opinions)
        .map(|opinion| opinion.reason.as_str())
        .collect();
    assert_eq!(told.len(), 2);
    for reason in told {
        assert!(printed.iter().any(|one| one.name == reason), "{reason}");
    }
}

#[test]
fn what_somebody_signed_is_not_offered_to_them_again() {
    let stage = opened();
    let mut both = person(Role::UnitClerk, works());
    both.grants.extend(person(Role::UnitFinance, works()).grants);
    let all = list(&stage, &both);
    assert!(!all.iter().any(|todo| todo.contains("单位财务会签")), "{all:?}");
    assert_eq!(all.len(), 3);
}

#[test]
fn self_evaluations_are_to_be_begun_once_the_year_is_over() {
    let stage = opened();
    let clerk = person(Role::UnitClerk, works());
    let begin = "绩效自评 尚未填报 项目5".to_owned();
    stage.clock.pass(HOUR - 1);
    assert!(!list(&stage, &clerk).contains(&begin));
    stage.clock.pass(1);
    assert!(list(&stage, &clerk).contains(&begin));
    assert_eq!(
        list(&stage, &person(Role::UnitClerk, school())),
        Vec::<String>::new()
    );
}

#[test]
fn deadlines_are_counted_in_days_and_the_most_urgent_come_first() {
    let stage = opened();
    stage.clock.pass(HOUR);
    let home = of(&stage, Role::UnitClerk, works());
    let days: Vec<Option<i64>> = home.todos.iter().map(|todo| todo.days_left).collect();
    let mut sorted = days.clone();
    sorted.sort();
    assert_eq!(days, sorted);
    assert!(days.first().unwrap().unwrap() < 0 && 0 < days.last().unwrap().unwrap());
    let due: Vec<_> = home.deadlines.iter().map(|one| one.due_on).collect();
    assert!(due.is_sorted() && !due.is_empty());
    for deadline in &home.deadlines {
        assert!(["✔", "◐", "✎"].contains(&deadline.mark));
        assert!(!deadline.name.is_empty());
    }
}

#[test]
fn reviewers_have_their_own_deadlines() {
    let stage = opened();
    let rules = stage.app.rules(crate::stage::division(), of_year());
    let due = |code: &str| {
        let calendar = rules.calendar().unwrap();
        let one = calendar.iter().find(|deadline| deadline.value.code == code);
        one.unwrap().value.due_on
    };
    let first = |role, unit| of(&stage, role, unit).todos.first().unwrap().due_on.unwrap();
    assert_eq!(first(Role::UnitFinance, works()), due("goal_submit"));
    assert_eq!(first(Role::DepartmentReviewer, schools()), due("goal_review"));
}

#[test]
fn figures_lead_to_the_list_they_count() {
    let stage = opened();
    let home = of(&stage, Role::PerformanceReviewer, bureau());
    let figures: Vec<String> = home
        .figures
        .iter()
        .map(|one| format!("{} {} {}", one.name, one.count, one.filter.unwrap().1))
        .collect();
    assert_eq!(
        figures,
        [
            "绩效目标未填报 1 missing",
            "绩效目标编报中 1 draft",
            "绩效目标退回修改 1 returned",
            "绩效目标审核中 2 in_review",
            "绩效目标已批复下达 2 concluded",
            "绩效自评未填报 6 missing",
            "绩效自评编报中 0 draft",
            "绩效自评退回修改 0 returned",
            "绩效自评审核中 0 in_review",
            "绩效自评已审定 1 concluded",
        ]
    );
}

#[test]
fn before_the_year_is_over_nobody_counts_self_evaluations_that_nobody_began() {
    let stage = opened();
    let of_works = |stage: &Stage| of(stage, Role::UnitHead, works()).figures.len();
    assert_eq!(of_works(&stage), 5);
    stage.clock.pass(HOUR);
    assert_eq!(of_works(&stage), 10);
}

#[test]
fn whoever_reads_issued_papers_only_learns_nothing_of_the_others() {
    let stage = opened();
    let home = of(&stage, Role::OversightReader, bureau());
    let figures: Vec<String> = home
        .figures
        .iter()
        .map(|one| format!("{} {}", one.name, one.count))
        .collect();
    assert_eq!(figures, ["绩效目标已批复下达 2", "绩效自评已审定 1"]);
}

#[test]
fn an_administrator_sees_deadlines_and_no_business_data() {
    let stage = opened();
    for role in [
        Role::SystemAdministrator,
        Role::SecurityAdministrator,
        Role::AuditAdministrator,
        Role::ThirdParty,
    ] {
        let home = of(&stage, role, bureau());
        assert_eq!((home.todos.len(), home.todo_count, home.figures.len()), (0, 0, 0));
        assert!(!home.deadlines.is_empty());
    }
}

#[test]
fn a_home_page_takes_sixteen_statements_at_most() {
    Stage::on_each_engine(|stage| {
        stage.database.database.write(fill).unwrap();
        stage.clock.pass(HOUR);
        for (role, unit) in [
            (Role::UnitClerk, works()),
            (Role::DepartmentReviewer, schools()),
            (Role::PerformanceReviewer, bureau()),
            (Role::AuditAdministrator, bureau()),
        ] {
            let before = hengji_store::statements::sent();
            of(stage, role, unit);
            let sent = hengji_store::statements::sent() - before;
            assert!(sent <= 16, "{role:?} took {sent}");
        }
    });
}
