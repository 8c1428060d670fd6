//! The generator as a whole: repeatable, plausible, and of the promised size.

use std::collections::{BTreeMap, BTreeSet};

use hengji_domain::person::Role;
use hengji_domain::rule::{Chain, ChainStep, FirstLevel, GoalFrame, ReviewReason, SecondLevel};
use hengji_domain::unit::UnitKind;
use hengji_domain::{BudgetYear, Score, Weight};

use super::district::Bodies;
use super::outcome::Fair;
use super::project::Ground;
use super::subject::{Season, Subject, SubjectMaker, YearRules};

const START: u64 = 20_201_231;

fn bodies() -> Bodies {
    let made_at = super::calendar::office_hour(
        &mut super::draw::Draw::new(START),
        super::calendar::first_of(2019, 1),
    );
    super::district::read(super::district_text().unwrap(), START, made_at).unwrap()
}

fn rules(year: u16) -> YearRules {
    let second = |key: &str, name: &str| SecondLevel {
        key: key.into(),
        name: name.into(),
        aliases: vec![],
    };
    let first = |key: &str, name: &str, points: i32, second_levels| FirstLevel {
        key: key.into(),
        name: name.into(),
        weight: Weight::from_centi(points * 100),
        is_required: true,
        second_levels,
        aliases: vec![],
    };
    let step = |code: &str| ChainStep {
        code: code.into(),
        name: code.into(),
        role: Role::UnitClerk,
        may_return: true,
    };
    let chain = |steps: &[&str]| Chain {
        steps: steps.iter().map(|code| step(code)).collect(),
    };
    YearRules {
        year: BudgetYear::new(year).unwrap(),
        frame: GoalFrame {
            execution_weight: Weight::from_centi(1000),
            first_levels: vec![
                first(
                    "output",
                    "产出指标",
                    50,
                    vec![
                        second("output.quantity", "数量指标"),
                        second("output.quality", "质量指标"),
                        second("output.timeliness", "时效指标"),
                        second("output.cost", "成本指标"),
                    ],
                ),
                first(
                    "benefit",
                    "效益指标",
                    30,
                    vec![
                        second("benefit.economic", "经济效益"),
                        second("benefit.social", "社会效益"),
                        second("benefit.ecological", "生态效益"),
                        second("benefit.sustained", "可持续影响"),
                    ],
                ),
                first(
                    "satisfaction",
                    "满意度指标",
                    10,
                    vec![second("satisfaction.user", "服务对象满意度")],
                ),
            ],
        },
        goal_chain: chain(&[
            "prepare",
            "sign",
            "head",
            "department",
            "division",
            "review",
            "issue",
        ]),
        self_evaluation_chain: chain(&["prepare", "sign", "head", "department", "review"]),
        reasons: vec![
            ReviewReason {
                code: "not-quantified".into(),
                name: "不够细化量化".into(),
                needs_text: false,
            },
            ReviewReason {
                code: "other".into(),
                name: "其他".into(),
                needs_text: true,
            },
        ],
        band_phrases: vec!["达成".into(), "部分达成".into()],
    }
}

fn subjects(bodies: &Bodies, year: u16, season: Season, count: u64) -> Vec<Subject> {
    let catalogue = super::catalogue().unwrap();
    let rules = rules(year);
    let maker = SubjectMaker {
        ground: Ground {
            division: "330199".parse().unwrap(),
            start: START,
            catalogue: &catalogue,
            spenders: &bodies.spenders,
        },
        rules: &rules,
        season,
        focus: bodies.accounts.first().map(|account| account.unit),
    };
    (0..count)
        .map(|index| maker.subject(index).unwrap_or_else(|| panic!("project {index}")))
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
    let bodies = bodies();
    assert_eq!(bodies, self::bodies());
    let made = subjects(&bodies, 2020, Season::Evaluating, 120);
    assert_eq!(
        fingerprint(&made),
        fingerprint(&subjects(&bodies, 2020, Season::Evaluating, 120))
    );
    // Changes only when the catalogue or the generator is changed on purpose.
    assert_eq!(format!("{:016x}", fingerprint(&made)), "8574d3b406d0bbc6");
}

#[test]
fn a_larger_district_begins_with_the_projects_of_a_smaller_one() {
    let bodies = bodies();
    let few = subjects(&bodies, 2021, Season::Preparing, 20);
    let more = subjects(&bodies, 2021, Season::Preparing, 40);
    assert_eq!(few, more[..20]);
}

#[test]
fn the_district_has_three_subdistricts_and_a_hundred_units() {
    let bodies = bodies();
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
    let bodies = bodies();
    let all = subjects(&bodies, 2020, Season::Evaluating, 1_400);
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
fn issued_goals_carry_the_weights_of_the_frame() {
    let bodies = bodies();
    for subject in subjects(&bodies, 2020, Season::Evaluating, 300) {
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
    let bodies = bodies();
    let mut seen = 0;
    for subject in subjects(&bodies, 2020, Season::Evaluating, 200) {
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
    let bodies = bodies();
    let focus = bodies.accounts[0].unit;
    for (year, season, steps) in [(2020, Season::Evaluating, 5), (2021, Season::Preparing, 7)] {
        let own: Vec<Subject> = subjects(&bodies, year, season, 1_400)
            .into_iter()
            .filter(|subject| subject.project.unit == focus)
            .collect();
        let states: BTreeSet<String> = own
            .iter()
            .filter_map(|subject| match season {
                Season::Evaluating => subject.self_evaluation.as_ref(),
                Season::Preparing => subject.goal.as_ref(),
            })
            .map(|one| match &one.sheet.state {
                hengji_domain::workflow::SheetState::InReview { step, .. } => format!("step {step}"),
                other => other.code().to_owned(),
            })
            .collect();
        assert_eq!(states.len(), steps - 1 + 3, "{states:?}");
    }
}

#[test]
fn stated_scores_mostly_follow_the_rules_and_sometimes_do_not() {
    let bodies = bodies();
    let mut draw = super::draw::Draw::new(1);
    let (mut fair, mut all) = (0, 0);
    for subject in subjects(&bodies, 2020, Season::Evaluating, 400) {
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
        super::outcome::state(&mut own.sheet, &due, Some(Score::from_centi(950)), &mut draw);
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
    let bodies = bodies();
    let today = super::calendar::first_of(2021, 3);
    for (year, season) in [(2020, Season::Evaluating), (2021, Season::Preparing)] {
        for subject in subjects(&bodies, year, season, 600) {
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
