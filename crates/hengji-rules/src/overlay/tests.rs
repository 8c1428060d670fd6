//! What a bureau has approved, over the files it was given.

use super::*;
use crate::check::Report;
use crate::sample::{division, year};

fn files() -> Vec<RuleFile> {
    RuleFile::embedded().unwrap()
}

fn base() -> RuleBook {
    RuleBook::load(&files()).unwrap()
}

fn change(place: &str, rule: &str, from: u16, value: &str) -> OverlayValue {
    OverlayValue {
        division: division(place),
        rule: rule.to_owned(),
        from: year(from),
        value: (value != "unset").then(|| value.to_owned()),
        basis: Basis {
            source_id: format!("regulation-{from}"),
            title: "区级预算绩效管理办法".into(),
            found_at: "制度库".into(),
            clause: "第八条".into(),
        },
        verification: Verification::Unverified,
        note: None,
    }
}

fn laid(values: &[OverlayValue]) -> Vec<RuleFile> {
    lay(&base(), &files(), values).unwrap()
}

/// Value and division in force of a rule of 330199 in each year, and the first fault otherwise.
fn check(case: &str) {
    let (given, expected) = case.split_once(" -> ").unwrap();
    let mut parts = given.split(" | ");
    let asked: Vec<&str> = parts.next().unwrap().split_whitespace().collect();
    let values: Vec<OverlayValue> = parts
        .map(|part| {
            let [place, rule, from, value] = part.splitn(4, ' ').collect::<Vec<_>>()[..] else {
                panic!("{part}")
            };
            change(place, rule, from.parse().unwrap(), value)
        })
        .collect();
    let shown = match lay(&base(), &files(), &values).and_then(|files| RuleBook::load(&files)) {
        Err(refusals) => crate::sample::describe(&refusals.0[0]),
        Ok(book) => {
            let rules = book.at(division(asked[0]), year(asked[2].parse().unwrap()));
            let row = rules.all().into_iter().find(|row| row.rule == asked[1]).unwrap();
            format!("{} {}", row.value, row.division)
        }
    };
    assert_eq!(shown, expected, "{case}");
}

#[test]
fn a_change_is_in_force_in_its_division_from_its_year_on() {
    let rate = "330199 goal.quantification_rate_min 2022 70";
    check(&format!(
        "330199 goal.quantification_rate_min 2021 | {rate} -> 60% 330108"
    ));
    check(&format!(
        "330199 goal.quantification_rate_min 2022 | {rate} -> 70% 330199"
    ));
    check(&format!(
        "330199 goal.quantification_rate_min 2030 | {rate} -> 70% 330199"
    ));
    check(&format!(
        "330108 goal.quantification_rate_min 2022 | {rate} -> 60% 330108"
    ));
    check(&format!(
        "330199 goal.quantification_rate_min 2023 | {rate} | 330199 goal.quantification_rate_min 2023 75 -> 75% 330199"
    ));
    check(&format!(
        "330199 goal.quantification_rate_min 2022 | {rate} | 330199 goal.quantification_rate_min 2022 65 -> 65% 330199"
    ));
    check(
        "330108 goal.quantification_rate_min 2022 | 330108 goal.quantification_rate_min 2022 70 -> 70% 330108",
    );
    check(
        "330199 goal.quantification_rate_min 2022 | 330108 goal.quantification_rate_min 2022 70 -> 70% 330108",
    );
    check(
        "330109 goal.quantification_rate_min 2022 | 330109 goal.quantification_rate_min 2022 unset -> 未设定 330109",
    );
}

#[test]
fn a_change_that_breaks_what_the_files_demand_is_refused() {
    check(
        "330199 x 2022 | 330199 goal.quantification_rate_min 2022 170 -> rule-constraint-broken quantification_rate_min.value[1].value",
    );
    check(
        "330199 x 2022 | 330199 goal.indicator_count_min 2022 99 -> rule-constraint-broken indicator_count_min.value[1].value",
    );
    check(
        "330199 x 2022 | 330199 goal.first_level_weights 2022 { budget_execution = 10, output = 50, benefit = 30, satisfaction = 20 } -> rule-constraint-broken first_level_weights.value[1].value",
    );
    check(
        "330199 x 2022 | 330199 goal.first_level_weights 2022 { budget_execution = 10, outputs = 90 } -> rule-class-unknown first_level_weights",
    );
    check("330199 x 2022 | 330199 goal.indicator_count_min 2022 0.5 -> rule-float indicator_count_min");
    check(
        "330199 x 2022 | 330199 goal.indicator_count_min 2022 5\nunit = \"yuan\" -> rule-file-unreadable indicator_count_min",
    );
    check("330199 x 2022 | 330199 goal.indicator_counts 2022 5 -> rule-overrides-nothing indicator_counts");
    check(
        "330199 x 2022 | 330199 goal.indicator_count_min 2022 多 -> rule-file-unreadable indicator_count_min",
    );
}

#[test]
fn years_before_the_change_keep_their_fingerprint() {
    let changed = RuleBook::load(&laid(&[change(
        "330199",
        "goal.quantification_rate_min",
        2022,
        "70",
    )]))
    .unwrap();
    let print = |book: &RuleBook, number| book.at(division("330199"), year(number)).fingerprint().to_owned();
    for number in [2019, 2020, 2021] {
        assert_eq!(print(&base(), number), print(&changed, number), "{number}");
    }
    assert_ne!(print(&base(), 2022), print(&changed, 2022));
}

/// Only look-ups are computed here; the cases of scoring belong to the application.
fn lookups(book: &RuleBook) -> Report {
    book.check(&|_, _| Ok(crate::CaseOutcome::Computed(Vec::new())))
}

#[test]
fn what_is_exported_loads_proves_itself_and_lays_the_same_again() {
    let values = [
        change(
            "330108",
            "goal.first_level_weights",
            2021,
            "{ budget_execution = 10, output = 40, benefit = 40, satisfaction = 10 }",
        ),
        change("330108", "rectification.feedback_days", 2022, "unset"),
        change("330108", "goal.quantification_rate_min", 2020, "62"),
    ];
    let laid = laid(&values);
    let own = |name: &str| laid.iter().find(|file| file.name == name).unwrap();
    assert!(own("330108/sources.toml").text.contains("区级预算绩效管理办法"));
    assert!(
        own("330108/goal.toml")
            .text
            .contains("滨江 2020 年预算执行率占 10"),
        "cases before the change stay"
    );
    assert!(
        !own("330108/goal.toml").text.contains("滨江 2021 年按全国框架"),
        "cases of what it replaces go"
    );
    let book = RuleBook::load(&laid).unwrap();
    let broken = |report: Report| -> Vec<String> {
        let own = report
            .faults
            .into_iter()
            .filter(|fault| fault.rule.starts_with("goal.") || fault.name.contains("本地值"));
        own.map(|fault| format!("{} {}", fault.name, fault.problem))
            .collect()
    };
    assert_eq!(broken(lookups(&book)), Vec::<String>::new());
    let again = lay(&book, &laid, &values).unwrap();
    let print = |book: &RuleBook| book.at(division("330108"), year(2022)).fingerprint().to_owned();
    assert_eq!(print(&RuleBook::load(&again).unwrap()), print(&book));
}

#[test]
fn files_that_nobody_changed_are_left_as_they_are() {
    let laid = laid(&[change("330199", "goal.quantification_rate_min", 2022, "70")]);
    for file in files() {
        assert!(laid.contains(&file), "{}", file.name);
    }
    assert_eq!(laid.len(), files().len() + 2);
}

#[test]
fn a_value_marked_as_verified_is_the_same_value_with_another_mark() {
    let verified = OverlayValue {
        verification: Verification::Verified {
            on: "2021-03-01".parse().unwrap(),
        },
        ..change("330199", "goal.quantification_rate_min", 2021, "60")
    };
    let book = RuleBook::load(&laid(&[verified])).unwrap();
    let rules = book.at(division("330199"), year(2021));
    let before = base().at(division("330199"), year(2021));
    assert_eq!(rules.fingerprint(), before.fingerprint());
    let mark = |rules: &crate::RulesInForce| {
        let row = rules
            .all()
            .into_iter()
            .find(|row| row.rule == "goal.quantification_rate_min");
        row.unwrap().citation.verification.mark()
    };
    assert_eq!((mark(&before), mark(&rules)), ("✎", "✔"));
}
