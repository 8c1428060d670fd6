//! What the rules of classification refuse, and the bundle of the embedded book.

use hengji_domain::project_class::{ClassStage, CriterionKind, ProjectClass};
use hengji_domain::{BudgetYear, Division};

use crate::book::RuleBook;
use crate::catalogue;
use crate::fields::Place;
use crate::in_force::RulesInForce;
use crate::sample::describe;
use crate::value::TypedValue;

/// `rule | value -> ok` or the code and place of the refusal.
fn check(case: &str) {
    let (given, expected) = case.rsplit_once(" -> ").unwrap();
    let (rule, value) = given.split_once(" | ").unwrap();
    let shape = catalogue::find(rule).unwrap().shape;
    let tree = crate::tree::read("f", &format!("v = {value}")).unwrap();
    let place = Place::new("f", "v", tree.field("v").unwrap());
    let found = TypedValue::read(shape, &place).err();
    let told = found.as_ref().map_or_else(|| "ok".to_owned(), describe);
    assert_eq!(told, expected, "{given}");
}

fn binjiang(year: u16) -> RulesInForce {
    let division: Division = "330108".parse().unwrap();
    RuleBook::embedded()
        .unwrap()
        .at(division, BudgetYear::new(year).unwrap())
}

#[test]
fn a_hard_rule_has_one_condition_and_one_bound() {
    let rule = |rest: &str| format!("project_class.hard_rules | [{{ code = \"a\", name = \"甲\", {rest} }}]");
    check(&format!(
        "{} -> ok",
        rule("amount_from = 5000000, at_least = \"B\"")
    ));
    check(&format!("{} -> ok", rule("rigid = [\"staff\"], at_most = \"C\"")));
    check(&format!(
        "{} -> rule-type-wrong v[1]",
        rule("rigid = [\"staff\"], amount_from = 1, at_most = \"C\"")
    ));
    check(&format!("{} -> rule-type-wrong v[1]", rule("amount_from = 1")));
    check(&format!(
        "{} -> rule-choice-unknown v[1].at_most",
        rule("rigid = [\"staff\"], at_most = \"D\"")
    ));
}

#[test]
fn criteria_are_the_four_of_the_report() {
    let amount =
        "{ key = \"amount\", name = \"资金规模\", weight = 100, bands = [{ from = 0, points = 10 }] }";
    check(&format!(
        "project_class.criteria | [{amount}] -> rule-type-wrong v"
    ));
    check(&format!(
        "project_class.criteria | [{amount}, {amount}] -> rule-name-twice v"
    ));
    check(
        "project_class.criteria | [{ key = \"weather\", name = \"天气\", weight = 100, levels = [] }] -> rule-choice-unknown v[1].key",
    );
    check(
        "project_class.criteria | [{ key = \"amount\", name = \"资金规模\", weight = 100, bands = [{ from = 9, points = 10 }] }] -> rule-constraint-broken v[1].bands",
    );
    check(
        "project_class.criteria | [{ key = \"stage\", name = \"阶段\", weight = 100, levels = [{ code = \"new\", name = \"新增\", points = 101 }] }] -> rule-type-wrong v[1].levels[1].points",
    );
}

#[test]
fn depth_names_every_class_and_a_deadline_of_the_calendar() {
    let entry = |class: &str, due: &str| {
        format!(
            "{{ class = \"{class}\", stages = [\"goal\"], form = \"full\", monitoring = \"filled\", listed = \"all\", goal_due = \"{due}\", self_evaluation_due = \"self_evaluation_submit\" }}"
        )
    };
    let all = ["A", "B", "C"]
        .map(|class| entry(class, "goal_submit"))
        .join(", ");
    check(&format!("project_class.depth | [{all}] -> ok"));
    check(&format!(
        "project_class.depth | [{}] -> rule-type-wrong v",
        entry("A", "goal_submit")
    ));
    check(&format!(
        "project_class.depth | [{}] -> rule-choice-unknown v[1].goal_due",
        entry("A", "some_day")
    ));
}

#[test]
fn the_embedded_book_classes_projects_from_2020_on() {
    for year in [2020, 2021] {
        let rules = binjiang(year).class_rules().unwrap();
        let kinds: Vec<CriterionKind> = rules.criteria.value.iter().map(|one| one.kind).collect();
        assert_eq!(kinds, CriterionKind::ALL);
        assert!(rules.thresholds.value.b_from < rules.thresholds.value.a_from);
        assert_eq!(rules.rigid_kinds.value.len(), 2);
    }
    assert_eq!(
        binjiang(2019).class_rules().unwrap_err().rule,
        "project_class.criteria"
    );
}

#[test]
fn class_c_asks_less_than_class_a() {
    let rules = binjiang(2020);
    let (a, c) = (
        rules.class_depth(ProjectClass::A).unwrap().value,
        rules.class_depth(ProjectClass::C).unwrap().value,
    );
    assert!(!a.is_light && c.is_light && c.is_monitored_by_facts && c.is_listed_by_exception);
    assert!(a.requires(ClassStage::Monitoring) && c.requires(ClassStage::Goal));
    let (general, light) = (
        rules.sheet_rules().unwrap(),
        rules.class_sheet_rules(Some(ProjectClass::C)).unwrap(),
    );
    assert!(light.limits.indicator_count_min.value < general.limits.indicator_count_min.value);
    assert_eq!(light.frame, general.frame);
    assert_eq!(
        light.limits.indicator_count_min.citation.rule,
        "project_class.depth"
    );
}

#[test]
fn a_project_without_a_class_meets_the_general_limits() {
    let rules = binjiang(2020);
    assert_eq!(
        rules.class_sheet_rules(None).unwrap(),
        rules.sheet_rules().unwrap()
    );
    // A year without depths manages every project alike, whatever class somebody gave it.
    let before = binjiang(2019);
    assert_eq!(
        before.class_sheet_rules(Some(ProjectClass::C)).unwrap(),
        before.sheet_rules().unwrap()
    );
}
