//! Letters with approved goals: one a unit, numbered in a row, issued and served at once.

use hengji_domain::id::UnitId;
use hengji_domain::person::Role;

use super::GoalLettersInput;
use crate::stage::district::{bureau, of_year, opened, person, school, schools, works};
use crate::stage::{codes, key};

#[test]
fn approved_goals_travel_to_each_unit_in_one_letter() {
    let stage = opened();
    let bureau = person(Role::PerformanceReviewer, bureau());
    let issue = |number, units: &[UnitId]| {
        let input = GoalLettersInput {
            units: units.iter().map(ToString::to_string).collect(),
        };
        let issued = stage
            .app
            .issue_goal_letters(&bureau, &key(number), of_year(), &input);
        issued
            .map(|written| written.version)
            .map_err(|error| codes(&error))
    };
    let rows = stage.app.goal_letters(&bureau, of_year()).unwrap();
    let told: Vec<(UnitId, u64, bool)> = rows
        .iter()
        .map(|row| (row.unit, row.goals, row.letter.is_some()))
        .collect();
    assert_eq!(told.len(), 2);
    assert!(told.contains(&(works(), 1, false)) && told.contains(&(school(), 1, false)));
    assert_eq!(issue(800, &[]), Err("goal-letters-nobody".into()));
    assert_eq!(issue(801, &[schools()]), Err("goal-letters-without-goal".into()));
    assert_eq!(issue(802, &[works(), school()]), Ok(2));
    assert_eq!(issue(803, &[works()]), Err("paper-already-issued".into()));
    let rows = stage.app.goal_letters(&bureau, of_year()).unwrap();
    let numbers: std::collections::BTreeSet<String> = rows
        .iter()
        .map(|row| row.letter.as_ref().unwrap().number.clone())
        .collect();
    let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
    assert_eq!(numbers, ["区财绩批〔2020〕1号", "区财绩批〔2020〕2号"]);
    let of_works = rows.iter().find(|row| row.unit == works()).unwrap();
    let id = of_works.letter.as_ref().unwrap().id;
    let clerk = person(Role::UnitClerk, works());
    let page = stage.app.paper(&clerk, id).unwrap();
    assert_eq!(
        (page.steps.len(), page.version),
        (2, 2),
        "issued and served at once"
    );
    assert!(page.row.answer_due_on.is_none() && page.row.receipt_due_on.is_some());
    assert!(format!("{:?}", page.paper).contains("随同预算一并批复"));
    let stranger = person(Role::UnitClerk, school());
    assert_eq!(codes(&stage.app.paper(&stranger, id).unwrap_err()), "not-found");
    let refused = stage.app.goal_letters(&clerk, of_year()).unwrap_err();
    assert_eq!(codes(&refused), "role-not-held");
}
