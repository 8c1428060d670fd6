//! A change of a rule from both sides of the desk.

use hengji_domain::BudgetYear;
use hengji_domain::id::{RegulationId, RuleProposalId};
use hengji_domain::person::{Actor, Role};
use hengji_domain::rule_proposal::ProposalState;

use super::*;
use crate::common::Written;
use crate::error::AppError;
use crate::recompute;
use crate::regulations::RegulationDraft;
use crate::stage::district::{fill, person};
use crate::stage::{Stage, actor, codes, department, division, key, year};

const RULE: &str = "goal.quantification_rate_min";

fn proposer() -> Actor {
    person(Role::PerformanceReviewer, department())
}

fn leader() -> Actor {
    person(Role::BureauLeader, department())
}

fn document(stage: &Stage, number: u32, text: &str) -> RegulationId {
    let draft = RegulationDraft {
        name: format!("区级预算绩效管理办法{number}"),
        document_number: "区财〔2020〕8号".into(),
        issuer: "区财政局".into(),
        level: "district".into(),
        text: text.into(),
        rules: vec![RULE.into()],
        ..RegulationDraft::default()
    };
    let written = stage
        .app
        .enter_regulation(&proposer(), &key(900 + number), &draft, None);
    written.unwrap().id.parse().unwrap()
}

fn proposal(document: RegulationId, rule: &str, from: &str, toml: &str) -> NewProposal {
    NewProposal {
        kind: "change".into(),
        rule: rule.into(),
        from_year: from.into(),
        toml: toml.into(),
        regulation: document.to_string(),
        clause: "第八条".into(),
        reason: "提高量化要求".into(),
        ..NewProposal::default()
    }
}

fn opened() -> Stage {
    let stage = crate::stage::district::opened();
    document(&stage, 1, "第八条 量化率不低于百分之七十。");
    stage
}

fn basis(stage: &Stage) -> RegulationId {
    let all = stage
        .app
        .regulations(&proposer(), &crate::regulations::RegulationFilter::default());
    all.unwrap()[0].regulation.id
}

fn propose(stage: &Stage, number: u32, from: &str, toml: &str) -> Result<Written, AppError> {
    let input = proposal(basis(stage), RULE, from, toml);
    stage.app.propose_rule(&proposer(), &key(number), &input)
}

fn settle(version: i32) -> Settle {
    Settle {
        version,
        opinion: "同意".into(),
    }
}

fn id(written: &Written) -> RuleProposalId {
    written.id.parse().unwrap()
}

fn value(app: &crate::App, of: BudgetYear) -> String {
    let rules = app.rules(division(), of).all();
    rules.into_iter().find(|row| row.rule == RULE).unwrap().value
}

#[test]
fn an_approved_change_is_in_force_from_its_year_on_in_every_process() {
    Stage::on_each_engine(|stage| {
        stage.database.database.write(fill).unwrap();
        document(stage, 1, "第八条");
        let other = stage.at(&stage.database.place);
        let written = propose(stage, 1, "2022", "70").unwrap();
        assert_eq!(
            value(&stage.app, year(2022)),
            "60%",
            "nothing holds before the approval"
        );
        stage
            .app
            .approve_rule(&leader(), &key(2), id(&written), &settle(1))
            .unwrap();
        // The version that every request brings makes the next one follow, here and elsewhere.
        for app in [&stage.app, &other] {
            app.read(|db| app.follow_rules_in(db)).unwrap();
            assert_eq!(value(app, year(2021)), "60%");
            assert_eq!(value(app, year(2022)), "70%");
            assert_eq!(value(app, year(2030)), "70%");
        }
        let started_later = stage.at(&stage.database.place);
        assert_eq!(value(&started_later, year(2022)), "70%");
    });
}

#[test]
fn nothing_is_read_anew_while_nothing_changes() {
    let stage = opened();
    let book = stage.app.rule_book();
    propose(&stage, 1, "2022", "70").unwrap();
    stage.app.follow_rules(0).unwrap();
    assert!(std::sync::Arc::ptr_eq(&book, &stage.app.rule_book()));
}

#[test]
fn a_write_in_another_process_follows_before_it_decides() {
    let stage = opened();
    let other = stage.at(&stage.database.place);
    let written = propose(&stage, 1, "2022", "70").unwrap();
    stage
        .app
        .approve_rule(&leader(), &key(2), id(&written), &settle(1))
        .unwrap();
    let same = proposal(basis(&stage), RULE, "2022", "70");
    let error = other.propose_rule(&proposer(), &key(3), &same).unwrap_err();
    assert_eq!(codes(&error), "v:rule-value-same");
}

#[test]
fn the_proposer_never_approves_and_the_second_of_two_is_told() {
    Stage::on_each_engine(|stage| {
        stage.database.database.write(fill).unwrap();
        document(stage, 1, "第八条");
        let written = propose(stage, 1, "2022", "70").unwrap();
        let own = stage
            .app
            .approve_rule(&proposer(), &key(2), id(&written), &settle(1))
            .unwrap_err();
        assert_eq!(codes(&own), "rule-proposal-own");
        stage
            .app
            .approve_rule(&leader(), &key(3), id(&written), &settle(1))
            .unwrap();
        let late = stage
            .app
            .reject_rule(&leader(), &key(4), id(&written), &settle(1))
            .unwrap_err();
        let AppError::Stale(stale) = &late else {
            panic!("{late}")
        };
        assert_eq!(
            (stale.what.as_str(), stale.changed_by.as_str()),
            ("批准规则更改", "演示局领导")
        );
        let again = stage
            .app
            .approve_rule(&leader(), &key(5), id(&written), &settle(2))
            .unwrap_err();
        assert_eq!(codes(&again), "rule-proposal-settled");
        let retried = stage
            .app
            .approve_rule(&leader(), &key(3), id(&written), &settle(1))
            .unwrap();
        assert_eq!(retried.version, 2, "a retried request is answered again");
    });
}

#[test]
fn what_is_rejected_or_withdrawn_changes_nothing() {
    let stage = opened();
    let one = propose(&stage, 1, "2022", "70").unwrap();
    let silent = Settle {
        version: 1,
        opinion: " ".into(),
    };
    let error = stage
        .app
        .reject_rule(&leader(), &key(2), id(&one), &silent)
        .unwrap_err();
    assert_eq!(codes(&error), "rule-proposal-opinion-missing");
    stage
        .app
        .reject_rule(&leader(), &key(3), id(&one), &settle(1))
        .unwrap();
    let other = propose(&stage, 4, "2022", "75").unwrap();
    let error = stage
        .app
        .withdraw_rule(&leader(), &key(5), id(&other), &settle(1))
        .unwrap_err();
    assert_eq!(codes(&error), "role-not-held", "the leader proposes nothing");
    stage
        .app
        .withdraw_rule(&proposer(), &key(6), id(&other), &settle(1))
        .unwrap();
    assert_eq!(value(&stage.app, year(2022)), "60%");
    let all = stage
        .app
        .rule_proposals(&leader(), &ProposalFilter::default())
        .unwrap();
    let states: Vec<ProposalState> = all.iter().map(|one| one.state).collect();
    assert_eq!(states.len(), 2);
    assert!(states.contains(&ProposalState::Withdrawn) && states.contains(&ProposalState::Rejected));
}

/// `rule from toml -> ok or code`.
fn check(stage: &Stage, number: u32, case: &str) {
    let (given, expected) = case.split_once(" -> ").unwrap();
    let [rule, from, toml] = given.splitn(3, ' ').collect::<Vec<_>>()[..] else {
        panic!("{case}")
    };
    let input = proposal(basis(stage), rule, from, toml);
    let shown = stage
        .app
        .propose_rule(&proposer(), &key(number), &input)
        .map_or_else(|error| codes(&error), |_| "ok".to_owned());
    assert_eq!(shown, expected, "{case}");
}

#[test]
fn refusals_when_proposing_a_change() {
    let stage = opened();
    for (number, case) in (100..).zip([
        "goal.quantification_rate_min 2022 70 -> ok",
        "goal.quantification_rate_min 2022 60 -> v:rule-value-same",
        "goal.quantification_rate_min 2022 170 -> rule-constraint-broken",
        "goal.quantification_rate_min 2022 \"高\" -> rule-type-wrong",
        "goal.quantification_rate_min 2022 0.7 -> toml:rule-value-unreadable",
        "goal.quantification_rate_min 2022 { -> toml:rule-value-unreadable",
        "goal.quantification_rate_min 甲 70 -> from_year:rule-year-missing",
        "goal.first_level_weights 2022 { budget_execution = 10, output = 90, benefit = 90 } -> rule-constraint-broken",
        "goal.first_level_weights 2022 { budget_execution = 10, other = 90 } -> rule-class-unknown",
        "grade.self_evaluation 2022 [{ name = \"优\", from = 90 }, { name = \"差\", from = 10 }] -> rule-constraint-broken",
        "goal.no_such_rule 2022 7 -> not-found",
        "goal.quantification_rate_min 2020 70 -> from_year:rule-year-used",
        "scoring.reverse 2020 \"ratio\" -> from_year:rule-year-used",
        "scoring.reverse 2021 \"ratio\" -> ok",
        "workflow.goal 2020 [] -> from_year:rule-year-used",
    ]) {
        check(&stage, number, case);
    }
}

#[test]
fn a_change_without_basis_clause_or_reason_is_refused_field_by_field() {
    let stage = opened();
    let bare = NewProposal {
        regulation: String::new(),
        clause: " ".into(),
        reason: String::new(),
        ..proposal(basis(&stage), RULE, "2022", "70")
    };
    let error = stage.app.propose_rule(&proposer(), &key(1), &bare).unwrap_err();
    assert_eq!(
        codes(&error),
        "regulation:rule-basis-missing clause:text-missing reason:text-missing"
    );
}

#[test]
fn an_overlay_that_breaks_later_is_refused_at_its_approval_and_stays_proposed() {
    let stage = opened();
    let weights = "{ budget_execution = 20, output = 40, benefit = 30, satisfaction = 10 }";
    let input = proposal(basis(&stage), "goal.first_level_weights", "2023", weights);
    let frame = stage.app.propose_rule(&proposer(), &key(1), &input).unwrap();
    let taxonomy = "[{ key = \"output\", name = \"产出指标\", second_levels = [{ key = \"output.quantity\", name = \"数量指标\" }] }]";
    let input = proposal(basis(&stage), "goal.taxonomy", "2023", taxonomy);
    let refused = stage.app.propose_rule(&proposer(), &key(2), &input).unwrap_err();
    assert_eq!(
        codes(&refused),
        "rule-class-unknown",
        "the weights in force name other classes"
    );
    let only = proposal(
        basis(&stage),
        "goal.first_level_weights",
        "2023",
        "{ budget_execution = 20, output = 80 }",
    );
    let narrow = stage.app.propose_rule(&proposer(), &key(3), &only).unwrap();
    stage
        .app
        .approve_rule(&leader(), &key(4), id(&narrow), &settle(1))
        .unwrap();
    let input = proposal(basis(&stage), "goal.taxonomy", "2023", taxonomy);
    let classes = stage.app.propose_rule(&proposer(), &key(5), &input).unwrap();
    stage
        .app
        .approve_rule(&leader(), &key(6), id(&classes), &settle(1))
        .unwrap();
    // What was sound when it was proposed no longer fits.
    let refused = stage
        .app
        .approve_rule(&leader(), &key(7), id(&frame), &settle(1))
        .unwrap_err();
    assert_eq!(codes(&refused), "rule-class-unknown");
    let view = stage.app.rule_proposal(&leader(), id(&frame)).unwrap();
    assert_eq!((view.state, view.version), (ProposalState::Proposed, 1));
    assert!(view.obstacle.unwrap().contains("[rule-class-unknown]"));
}

#[test]
fn a_value_is_verified_by_two_people_and_stays_the_same() {
    let stage = opened();
    let check = NewProposal {
        kind: "verification".into(),
        ..proposal(basis(&stage), RULE, "2021", "")
    };
    let before = stage.app.rules(division(), year(2021)).fingerprint().to_owned();
    let unverified = |of| {
        let page = stage.app.rules_page(&leader(), year(of));
        page.unwrap().unverified_count
    };
    let (earlier, same) = (unverified(2020), unverified(2021));
    let written = stage.app.propose_rule(&proposer(), &key(1), &check).unwrap();
    stage
        .app
        .approve_rule(&leader(), &key(2), id(&written), &settle(1))
        .unwrap();
    stage.app.read(|db| stage.app.follow_rules_in(db)).unwrap();
    assert_eq!(stage.app.rules(division(), year(2021)).fingerprint(), before);
    assert_eq!(unverified(2021), same - 1);
    assert_eq!(unverified(2020), earlier, "years before keep their mark");
    assert_eq!(
        stage.app.rules_page(&leader(), year(2021)).unwrap().local_count,
        1
    );
}

#[test]
fn a_document_that_is_only_a_name_verifies_nothing() {
    let stage = crate::stage::district::opened();
    let empty = document(&stage, 1, "");
    let check = NewProposal {
        kind: "verification".into(),
        ..proposal(empty, RULE, "2022", "")
    };
    let error = stage.app.propose_rule(&proposer(), &key(1), &check).unwrap_err();
    assert_eq!(codes(&error), "regulation:rule-basis-without-text");
}

#[test]
fn each_act_is_for_its_roles() {
    let stage = opened();
    for (number, role) in (200..).zip(Role::ALL) {
        let input = proposal(basis(&stage), RULE, "2022", "70");
        let proposed = stage.app.propose_rule(&actor(role), &key(number), &input);
        assert_eq!(
            proposed.is_ok(),
            role == Role::PerformanceReviewer,
            "{}",
            role.code()
        );
        let seen = stage.app.rule_proposals(&actor(role), &ProposalFilter::default());
        let is_shut = role.is_administrator() || role == Role::ThirdParty;
        assert_eq!(seen.is_err(), is_shut, "{}", role.code());
    }
}

#[test]
fn what_is_exported_is_accepted_by_the_rules_check() {
    let stage = opened();
    assert!(stage.app.overlay_files(&leader()).unwrap().is_empty());
    let written = propose(&stage, 1, "2022", "70").unwrap();
    stage
        .app
        .approve_rule(&leader(), &key(2), id(&written), &settle(1))
        .unwrap();
    stage.app.read(|db| stage.app.follow_rules_in(db)).unwrap();
    let mut files = hengji_rules::RuleFile::embedded().unwrap();
    for file in stage.app.overlay_files(&leader()).unwrap() {
        let name = format!("{}/{}", division(), file.name);
        files.retain(|known| known.name != name);
        files.push(hengji_rules::RuleFile {
            name,
            text: file.text,
        });
    }
    let book = hengji_rules::RuleBook::load(&files).unwrap();
    let report = book.check(&crate::rules::evaluate);
    assert!(report.is_clean(), "{:#?}", report.faults);
    let print = book.at(division(), year(2022)).fingerprint().to_owned();
    assert_eq!(print, stage.app.rules(division(), year(2022)).fingerprint());
}

#[test]
fn a_year_recomputes_the_same_after_next_years_rules_change() {
    let stage = opened();
    let before = stage.app.recompute(&proposer(), year(2020)).unwrap();
    let input = proposal(basis(&stage), "scoring.reverse", "2021", "\"ratio\"");
    let written = stage.app.propose_rule(&proposer(), &key(1), &input).unwrap();
    stage
        .app
        .approve_rule(&leader(), &key(2), id(&written), &settle(1))
        .unwrap();
    stage.app.read(|db| stage.app.follow_rules_in(db)).unwrap();
    let after: recompute::Recomputed = stage.app.recompute(&proposer(), year(2020)).unwrap();
    assert_eq!(format!("{after:?}"), format!("{before:?}"), "byte for byte");
    let rules = |of| stage.app.rules(division(), year(of)).all();
    let reverse = |of| {
        rules(of)
            .into_iter()
            .find(|row| row.rule == "scoring.reverse")
            .unwrap()
            .value
    };
    assert_ne!(reverse(2020), reverse(2021));
}
