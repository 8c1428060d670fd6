//! The generator as a whole: repeatable, plausible, and of the promised size.

use std::collections::{BTreeMap, BTreeSet};

use hengji_domain::form::Form;
use hengji_domain::person::Role;
use hengji_domain::sheet::SheetKind;
use hengji_domain::unit::UnitKind;
use hengji_domain::workflow::SheetState;
use hengji_domain::{BudgetYear, Score, Severity, Weight};
use hengji_rules::RuleBook;
use hengji_scoring::lint::lint;

use super::outcome::{Care, Fair};
use super::subject::Subject;
use super::{DIVISION, EVALUATED_YEAR, PREPARED_YEAR, Plan, START};

pub(super) fn plan(year: u16) -> Plan {
    let book = RuleBook::embedded().unwrap();
    Plan::read(&book.at(DIVISION.parse().unwrap(), BudgetYear::new(year).unwrap())).unwrap()
}

fn subjects(year: u16, count: u64) -> Vec<Subject> {
    let plan = plan(year);
    (0..count)
        .map(|index| plan.subject(index).unwrap_or_else(|| panic!("project {index}")))
        .collect()
}

/// What a reader of the demonstration sees of a subject: independent of how types are printed or texts are read.
fn shown(subject: &Subject) -> String {
    let project = &subject.project;
    let mut text = format!(
        "{} {} {} {:?}\n",
        project.id, project.code, project.name, project.funding
    );
    for fact in &subject.facts {
        text += &format!("{} {} {}\n", fact.code, fact.period, fact.value);
    }
    for told in subject.goal.iter().chain(&subject.self_evaluation) {
        text += &format!("{} {:?} {:?}\n", told.sheet.id, told.sheet.state, told.story);
        for line in &told.sheet.lines {
            let (target, actual) = (&line.target.text, &line.actual.text);
            text += &format!(
                "{} {} {target} {actual} {:?}\n",
                line.key, line.level3, line.weight
            );
        }
    }
    text
}

/// FNV-1a over the shown texts: equal bytes, equal hash.
fn fingerprint(subjects: &[Subject]) -> u64 {
    let bytes = subjects.iter().flat_map(|one| shown(one).into_bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[test]
fn the_same_start_value_makes_the_same_district_on_every_machine() {
    assert_eq!(plan(2020).bodies(), plan(2020).bodies());
    let made = subjects(2020, 120);
    assert_eq!(fingerprint(&made), fingerprint(&subjects(2020, 120)));
    // Changes only when the catalogue or the generator is changed on purpose.
    assert_eq!(format!("{:016x}", fingerprint(&made)), "e1a11a53ba8e4b43");
}

#[test]
fn a_larger_district_begins_with_the_projects_of_a_smaller_one() {
    let few = subjects(2021, 20);
    let more = subjects(2021, 40);
    assert_eq!(few, more[..20]);
}

#[test]
fn the_district_has_three_subdistricts_and_a_hundred_units() {
    let plan = plan(2020);
    let bodies = plan.bodies();
    let count = |kind| bodies.units.iter().filter(|unit| unit.kind == kind).count();
    assert_eq!(count(UnitKind::Subdistrict), 3);
    assert_eq!(bodies.spenders.len(), 100);
    let codes: BTreeSet<_> = bodies.units.iter().map(|unit| &unit.code).collect();
    assert_eq!(codes.len(), bodies.units.len());
    let roles: BTreeSet<Role> = bodies.accounts.iter().map(|account| account.role).collect();
    assert_eq!(roles.len(), Role::ALL.len());
}

#[test]
fn fourteen_hundred_projects_have_twelve_thousand_six_hundred_lines() {
    let all = subjects(2020, 1_400);
    // Every project is counted with the lines its goal has or would have.
    let lines: usize = all
        .iter()
        .filter_map(|one| one.goal.as_ref())
        .map(|goal| goal.sheet.lines.len())
        .sum();
    let goals = all.iter().filter(|one| one.goal.is_some()).count();
    assert!((1_370..=1_400).contains(&goals), "{goals}");
    assert!((goals * 89 / 10..=goals * 91 / 10).contains(&lines), "{lines}");
    let codes: BTreeSet<_> = all.iter().map(|one| one.project.code.as_str()).collect();
    assert_eq!(codes.len(), 1_400);
    assert!(codes.iter().all(|code| code.len() == 21));
    let names: BTreeSet<_> = all
        .iter()
        .map(|one| (one.project.unit, one.project.name.as_str()))
        .collect();
    assert_eq!(names.len(), 1_400);
}

#[test]
fn nearly_all_self_evaluations_are_final_before_the_list_of_spot_evaluation_is_frozen() {
    let frozen = super::calendar::first_of(2021, 2);
    let own = subjects(2020, 1_400)
        .into_iter()
        .filter_map(|one| one.self_evaluation);
    let (mut finals, mut open) = (0, 0);
    for told in own {
        match told.sheet.state {
            SheetState::Concluded { at } => {
                assert!(at.shanghai_date() < frozen, "{at}");
                finals += 1;
            }
            _ => open += 1,
        }
    }
    // A tenth of each department, rounded up, must not exceed the 140 that are drawn.
    assert!((1_200..=1_260).contains(&finals), "{finals}");
    assert!((40..=100).contains(&open), "{open}");
}

#[test]
fn issued_goals_carry_the_weights_of_the_frame() {
    for subject in subjects(2020, 300) {
        let Some(goal) = subject.goal.filter(|goal| goal.sheet.state.code() == "concluded") else {
            continue;
        };
        let mut sums: BTreeMap<&str, i32> = BTreeMap::new();
        for line in &goal.sheet.lines {
            let weight = line.weight.unwrap();
            assert!(Weight::ZERO < weight, "{line:?}");
            *sums.entry(line.level1.as_str()).or_default() += weight.centi();
        }
        let expected = [("产出指标", 5000), ("效益指标", 3000), ("满意度指标", 1000)];
        assert_eq!(sums, expected.into_iter().collect(), "{}", subject.project.name);
    }
}

#[test]
fn a_self_evaluation_keeps_the_line_keys_of_its_goal() {
    let mut seen = 0;
    for subject in subjects(2020, 200) {
        let (Some(goal), Some(own)) = (&subject.goal, &subject.self_evaluation) else {
            continue;
        };
        seen += 1;
        let keys = |sheet: &hengji_domain::sheet::Sheet| -> Vec<_> {
            sheet
                .lines
                .iter()
                .map(|line| (line.key, line.target.clone()))
                .collect()
        };
        assert_eq!(keys(&goal.sheet), keys(&own.sheet));
        let paid: i64 = subject
            .facts
            .iter()
            .filter(|fact| fact.code == hengji_domain::fact::code::EXECUTED_FEN)
            .map(|fact| fact.value)
            .sum();
        assert_eq!(own.sheet.money.executed.map(|money| money.fen()), Some(paid));
    }
    assert!(100 < seen, "{seen}");
}

#[test]
fn the_unit_of_the_accounts_has_a_sheet_at_every_step() {
    let focus = plan(2020).bodies().accounts[0].unit;
    let book = RuleBook::embedded().unwrap();
    for (year, kind) in [(2020, SheetKind::SelfEvaluation), (2021, SheetKind::Goal)] {
        let in_force = book.at(DIVISION.parse().unwrap(), BudgetYear::new(year).unwrap());
        let steps = in_force.chain(kind).unwrap().value.steps.len();
        let states: BTreeSet<String> = subjects(year, 1_400)
            .iter()
            .filter(|subject| subject.project.unit == focus)
            .filter_map(|subject| match kind {
                SheetKind::SelfEvaluation => subject.self_evaluation.as_ref(),
                SheetKind::Goal => subject.goal.as_ref(),
                SheetKind::GoalAdjustment | SheetKind::Monitoring | SheetKind::ExAnteEvaluation => None,
            })
            .map(|told| match &told.sheet.state {
                SheetState::InReview { step, .. } => format!("step {step}"),
                other => other.code().to_owned(),
            })
            .collect();
        // A draft, a returned and a concluded sheet, and one at each step but the first.
        assert_eq!(states.len(), steps - 1 + 3, "{states:?}");
    }
}

#[test]
fn stated_scores_mostly_follow_the_rules_and_sometimes_do_not() {
    let mut draw = super::draw::Draw::new(1);
    let (mut fair, mut all) = (0, 0);
    for subject in subjects(2020, 400) {
        let Some(mut own) = subject.self_evaluation else {
            continue;
        };
        let due: Vec<Fair> = own
            .sheet
            .lines
            .iter()
            .map(|line| {
                line.weight
                    .map(|weight| Score::from_centi(weight.centi() * 4 / 5))
            })
            .map(|score| score.map_or(Fair::Unknown, Fair::Score))
            .collect();
        super::outcome::state(
            &mut own.sheet,
            &due,
            Some(Score::from_centi(950)),
            Care::HandedIn,
            &mut draw,
        );
        for (line, due) in own.sheet.lines.iter().zip(&due) {
            all += 1;
            fair += usize::from(line.stated_score.map(Fair::Score) == Some(*due));
        }
        assert!(own.sheet.stated_total.is_some());
    }
    let share = fair * 100 / all;
    assert!((90..98).contains(&share), "{share} % of {all}");
}

#[test]
fn nothing_happens_before_its_season_or_after_the_day_of_the_demonstration() {
    let today = super::calendar::first_of(2021, 3);
    for year in [2020, 2021] {
        for subject in subjects(year, 600) {
            let told = subject.goal.iter().chain(&subject.self_evaluation);
            for (one, first) in told.zip([(year - 1, 10), (year + 1, 1)]) {
                let begins = super::calendar::first_of(first.0, first.1);
                for made in &one.story.moves {
                    let day = made.at.shanghai_date();
                    assert!(begins < day && day < today, "{} {day}", subject.project.name);
                }
            }
        }
    }
}

#[test]
fn what_was_handed_in_has_nothing_that_would_have_stopped_it() {
    let book = RuleBook::embedded().unwrap();
    for year in [EVALUATED_YEAR, PREPARED_YEAR] {
        let in_force = book.at(DIVISION.parse().unwrap(), year.parse().unwrap());
        let rules = in_force.sheet_rules().unwrap();
        let plan = Plan::read(&in_force).unwrap();
        for index in 0..300 {
            let mut subject = plan.subject(index).unwrap();
            if let Some(own) = &mut subject.self_evaluation {
                super::judged::state_scores(own, &rules, START, index);
            }
            let told = subject.goal.iter().chain(&subject.self_evaluation);
            for told in told.filter(|told| told.sheet.state != SheetState::Draft) {
                for sheet in told.earlier.iter().chain([&told.sheet]) {
                    let form = Form {
                        project: subject.project.name.clone(),
                        ..super::judged::form(sheet)
                    };
                    let stopping = lint(&form, &rules).into_iter().find(|finding| {
                        finding.code.severity() == Severity::Error
                            || finding.code.code().ends_with("without-reason")
                    });
                    assert_eq!(stopping, None, "{} {}", subject.project.code, form.project);
                }
            }
        }
    }
}

#[test]
fn every_indicator_of_the_catalogue_has_its_place_in_the_taxonomy() {
    let book = RuleBook::embedded().unwrap();
    let in_force = book.at(DIVISION.parse().unwrap(), EVALUATED_YEAR.parse().unwrap());
    let frame = in_force.goal_frame().unwrap().value;
    let places: BTreeSet<&str> = frame
        .first_levels
        .iter()
        .flat_map(|level| &level.second_levels)
        .map(|level| level.key.as_str())
        .collect();
    let plan = plan(2020);
    for sub in plan.catalogue.subcategories() {
        for indicator in &sub.indicators {
            assert!(
                places.contains(indicator.at.as_str()),
                "{} {}",
                sub.name,
                indicator.name
            );
        }
    }
    assert_eq!(plan.catalogue.categories.len(), 5);
    assert_eq!(plan.catalogue.subcategories().count(), 20);
}
