//! A closed year stays as it is.

use hengji_domain::person::Role;

use super::*;
use crate::regulations::RegulationDraft;
use crate::rules::NewProposal;
use crate::stage::district::{opened, person};
use crate::stage::{Stage, actor, codes, department, key, year};

fn leader() -> Actor {
    person(Role::BureauLeader, department())
}

fn close(stage: &Stage, number: u32, of: &str) -> Result<Written, AppError> {
    let input = CloseYear {
        year: of.into(),
        note: String::new(),
    };
    stage.app.close_year(&leader(), &key(number), &input)
}

/// The clock of the stage stands in the last hour of 2020 in Shanghai.
const ONE_HOUR: i64 = 3_600;

#[test]
fn a_year_is_closed_when_it_is_over_and_its_papers_are_done() {
    let stage = opened();
    assert_eq!(codes(&close(&stage, 1, "2020").unwrap_err()), "year-not-over");
    stage.clock.pass(ONE_HOUR);
    let refused = close(&stage, 2, "2020").unwrap_err();
    assert_eq!(codes(&refused), "year-sheets-open");
    assert!(refused.to_string().contains("绩效目标 4 张"), "{refused}");
    close(&stage, 3, "2019").unwrap();
    assert_eq!(codes(&close(&stage, 4, "2019").unwrap_err()), "year-closed");
    assert_eq!(
        codes(&close(&stage, 5, "去年").unwrap_err()),
        "year:year-unreadable"
    );
}

#[test]
fn only_the_leader_closes_a_year() {
    let stage = Stage::new();
    stage.clock.pass(ONE_HOUR);
    for (number, role) in (1..).zip(Role::ALL) {
        let input = CloseYear {
            year: "2019".into(),
            note: String::new(),
        };
        let closed = stage.app.close_year(&actor(role), &key(number), &input);
        assert_eq!(closed.is_ok(), role == Role::BureauLeader, "{}", role.code());
    }
}

#[test]
fn years_are_listed_with_what_stands_in_the_way() {
    let stage = opened();
    stage.clock.pass(ONE_HOUR);
    close(&stage, 1, "2019").unwrap();
    let years = stage.app.budget_years(&leader()).unwrap();
    let shown: Vec<String> = years
        .iter()
        .map(|one| format!("{} {} {}", one.year, one.closed.is_some(), one.may_close))
        .collect();
    assert_eq!(shown, ["2020 false false", "2019 true false"]);
    assert!(
        years[0]
            .obstacle
            .as_deref()
            .unwrap()
            .contains("[year-sheets-open]")
    );
    assert!(years[1].obstacle.is_none() && years[1].is_unchanged);
}

#[test]
fn nothing_is_added_to_a_closed_year() {
    let stage = opened();
    stage.clock.pass(ONE_HOUR);
    close(&stage, 1, "2019").unwrap();
    let draft = crate::projects::ProjectDraft {
        code: "P9".into(),
        name: "补记项目".into(),
        unit: crate::stage::district::works().to_string(),
        project_type: "specific".into(),
        nature: "continued".into(),
        fiscal: "1".into(),
        ..crate::projects::ProjectDraft::default()
    };
    let clerk = person(Role::UnitClerk, crate::stage::district::works());
    let refused = stage
        .app
        .enter_project(&clerk, &key(2), year(2019), &draft)
        .unwrap_err();
    assert_eq!(codes(&refused), "year-closed");
    stage
        .app
        .enter_project(&clerk, &key(3), year(2020), &draft)
        .unwrap();
}

#[test]
fn a_change_of_rules_keeps_away_from_closed_years() {
    let stage = opened();
    stage.clock.pass(ONE_HOUR);
    close(&stage, 1, "2019").unwrap();
    let proposer = person(Role::PerformanceReviewer, department());
    let draft = RegulationDraft {
        name: "区级办法".into(),
        issuer: "区财政局".into(),
        level: "district".into(),
        text: "第一条".into(),
        ..RegulationDraft::default()
    };
    let document = stage
        .app
        .enter_regulation(&proposer, &key(2), &draft, None)
        .unwrap();
    for (number, kind, from, expected) in [
        (3, "change", "2019", "from_year:rule-year-closed"),
        (4, "change", "2018", "from_year:rule-year-closed"),
        (5, "verification", "2019", "from_year:rule-year-closed"),
        (6, "change", "2020", "ok"),
    ] {
        let input = NewProposal {
            kind: kind.into(),
            rule: "rectification.feedback_days".into(),
            from_year: from.into(),
            toml: "25".into(),
            regulation: document.id.clone(),
            clause: "第一条".into(),
            reason: "核对".into(),
            ..NewProposal::default()
        };
        let shown = stage
            .app
            .propose_rule(&proposer, &key(number), &input)
            .map_or_else(|error| codes(&error), |_| "ok".to_owned());
        assert_eq!(shown, expected, "{kind} {from}");
    }
}
