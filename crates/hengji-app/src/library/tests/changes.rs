//! Entry, change, merge and exit: proposed by one, decided by another, with every version kept.

use hengji_domain::id::{IndicatorId, ProposalId};
use hengji_domain::person::{Actor, Role};

use super::super::{Decision, IndicatorInput, NewProposal, ProposalQuery};
use super::{CLERK, KEEPER, LEADER, check, check_in, id, input, seed};
use crate::common::Written;
use crate::error::AppError;
use crate::library::ProposalState;
use crate::stage::{Stage, actor, codes, key, year};

fn proposal(kind: &str, indicator: Option<u8>, content: IndicatorInput) -> NewProposal {
    NewProposal {
        kind: kind.into(),
        indicator: indicator.map(|number| id(number).to_string()),
        base_version: indicator.map(|_| 1),
        successor: String::new(),
        from_year: String::new(),
        reason: "本区项目需要".into(),
        content,
    }
}

fn propose(stage: &Stage, number: u32, role: Role, proposed: &NewProposal) -> Result<Written, AppError> {
    stage
        .app
        .propose_library_change(&actor(role), &key(number), proposed)
}

fn decide(
    stage: &Stage,
    number: u32,
    who: &Actor,
    written: &Written,
    approve: bool,
) -> Result<Written, AppError> {
    let decision = Decision {
        approve,
        opinion: "口径清楚".into(),
    };
    let id: ProposalId = written.id.parse().unwrap();
    stage
        .app
        .decide_library_proposal(who, &key(number), id, written.version, &decision)
}

fn page(stage: &Stage, id: IndicatorId) -> super::super::view::IndicatorPage {
    stage
        .app
        .library_indicator(&actor(CLERK), year(2020), id)
        .unwrap()
}

#[test]
fn a_new_indicator_enters_when_a_second_person_approves() {
    Stage::on_each_engine(|stage| {
        seed(stage);
        let proposed = proposal("enter", None, input("河道保洁长度"));
        let written = propose(stage, 1, CLERK, &proposed).unwrap();
        check(stage, "河道 / / / -> (0)");
        decide(stage, 2, &actor(KEEPER), &written, true).unwrap();
        check(stage, "hdbj / / / -> 河道保洁长度 (1)");
        // The seeded C04-00 is the last of its category, so the next serial number follows it.
        check(stage, "c04-01 / / / -> 河道保洁长度 (1)");
        assert_eq!(propose(stage, 1, CLERK, &proposed).unwrap(), written);
        let again = propose(stage, 3, CLERK, &proposed).unwrap_err();
        assert_eq!(codes(&again), "name:indicator-taken");
    });
}

#[test]
fn a_refused_proposal_changes_nothing_and_tells_why() {
    let stage = Stage::new();
    let written = propose(&stage, 1, CLERK, &proposal("enter", None, input("河道保洁长度"))).unwrap();
    let silent = Decision {
        approve: false,
        opinion: " ".into(),
    };
    let id: ProposalId = written.id.parse().unwrap();
    let error = stage
        .app
        .decide_library_proposal(&actor(KEEPER), &key(2), id, 1, &silent);
    assert_eq!(codes(&error.unwrap_err()), "opinion:opinion-missing");
    decide(&stage, 3, &actor(KEEPER), &written, false).unwrap();
    check(&stage, "河道 / / / -> (0)");
    let seen = stage.app.library_proposal(&actor(CLERK), id).unwrap();
    assert_eq!(
        (seen.row.state, seen.row.opinion.as_str()),
        (ProposalState::Refused, "口径清楚")
    );
    let error = decide(&stage, 4, &actor(KEEPER), &written, true).unwrap_err();
    assert_eq!(codes(&error), "proposal-decided");
}

#[test]
fn nobody_decides_his_own_proposal() {
    let stage = Stage::new();
    let written = propose(&stage, 1, KEEPER, &proposal("enter", None, input("河道保洁长度"))).unwrap();
    let error = decide(&stage, 2, &actor(KEEPER), &written, true).unwrap_err();
    assert_eq!(codes(&error), "own-proposal");
    let seen = stage
        .app
        .library_proposal(&actor(KEEPER), written.id.parse().unwrap())
        .unwrap();
    assert!(!seen.may_decide && seen.why_not.is_some());
    decide(&stage, 3, &actor(LEADER), &written, true).unwrap();
    check(&stage, "河道 / / / -> 河道保洁长度 (1)");
}

#[test]
fn roles_that_propose_and_roles_that_review() {
    let stage = Stage::new();
    for (number, role) in (1..).zip(Role::ALL) {
        let name = format!("河道保洁长度{number}");
        let proposed = propose(&stage, number, role, &proposal("enter", None, input(&name)));
        let may = matches!(role, CLERK | Role::DepartmentReviewer | KEEPER);
        assert_eq!(proposed.is_ok(), may, "{}", role.code());
    }
    let written = propose(&stage, 50, CLERK, &proposal("enter", None, input("河道保洁面积"))).unwrap();
    for (number, role) in (60..).zip(Role::ALL) {
        let decided = decide(&stage, number, &actor(role), &written, false);
        let refused = decided.map_or_else(|error| codes(&error), |_| "ok".to_owned());
        let expected = match role {
            KEEPER => "ok",
            LEADER => "proposal-decided",
            _ => "role-not-held",
        };
        assert_eq!(refused, expected, "{}", role.code());
    }
}

#[test]
fn a_change_keeps_the_version_before_it() {
    let stage = Stage::new();
    seed(&stage);
    let before = page(&stage, id(0)).texts;
    let after = IndicatorInput {
        unit: "公里、米".into(),
        ..before.clone()
    };
    let same = propose(&stage, 1, KEEPER, &proposal("change", Some(0), before)).unwrap_err();
    assert_eq!(codes(&same), "reason:nothing-changed");
    let written = propose(&stage, 2, KEEPER, &proposal("change", Some(0), after.clone())).unwrap();
    let seen = stage
        .app
        .library_proposal(&actor(LEADER), written.id.parse().unwrap())
        .unwrap();
    let told = ("计量单位", "公里".to_owned(), "公里、米".to_owned());
    assert_eq!(seen.differences, std::slice::from_ref(&told));
    let second = propose(&stage, 3, CLERK, &proposal("change", Some(0), after)).unwrap_err();
    assert_eq!(codes(&second), "proposal-pending");
    decide(&stage, 4, &actor(LEADER), &written, true).unwrap();
    let page = page(&stage, id(0));
    assert_eq!(page.texts.unit, "公里、米");
    let versions: Vec<(i32, &str)> = page
        .versions
        .iter()
        .map(|one| (one.version, one.change.as_str()))
        .collect();
    assert_eq!(versions, [(2, "修改"), (1, "新增入库")]);
    assert_eq!(page.versions[0].differences, [told]);
}

#[test]
fn a_proposal_on_an_older_version_is_refused() {
    let stage = Stage::new();
    seed(&stage);
    let changed = |unit: &str| IndicatorInput {
        unit: unit.into(),
        ..page(&stage, id(0)).texts
    };
    let written = propose(&stage, 1, KEEPER, &proposal("change", Some(0), changed("米"))).unwrap();
    decide(&stage, 2, &actor(LEADER), &written, true).unwrap();
    let error = propose(&stage, 3, CLERK, &proposal("change", Some(0), changed("里"))).unwrap_err();
    assert_eq!(codes(&error), "stale-version");
}

#[test]
fn a_merged_indicator_points_at_its_successor_and_leaves_by_date() {
    let stage = Stage::new();
    seed(&stage);
    let merge = |successor: &str, from_year: &str| NewProposal {
        successor: successor.into(),
        from_year: from_year.into(),
        ..proposal("merge", Some(0), IndicatorInput::default())
    };
    for (number, (successor, from_year, expected)) in (1..).zip([
        ("", "2021", "successor:successor-unknown"),
        ("C04-00", "2021", "successor:successor-itself"),
        ("C03-01", "2020", "from_year:year-too-early"),
        ("C03-01", "明年", "from_year:year-unreadable"),
    ]) {
        let error = propose(&stage, number, KEEPER, &merge(successor, from_year)).unwrap_err();
        assert_eq!(codes(&error), expected, "{successor} {from_year}");
    }
    let written = propose(&stage, 9, KEEPER, &merge("C03-01", "2021")).unwrap();
    decide(&stage, 10, &actor(LEADER), &written, true).unwrap();
    check_in(&stage, 2020, "养护 / / / -> 道路养护里程 绿化养护面积 (2)");
    check_in(&stage, 2021, "养护 / / / -> 绿化养护面积 (1)");
    let page = page(&stage, id(0));
    assert_eq!(page.successor, Some((id(1), "绿化养护面积".to_owned())));
    let again = propose(&stage, 11, KEEPER, &merge("C03-01", "2022")).unwrap_err();
    assert_eq!(codes(&again), "indicator-gone");
}

#[test]
fn an_indicator_leaves_after_its_last_year() {
    let stage = Stage::new();
    seed(&stage);
    let exit = NewProposal {
        from_year: "2022".into(),
        ..proposal("exit", Some(1), IndicatorInput::default())
    };
    let written = propose(&stage, 1, Role::DepartmentReviewer, &exit).unwrap();
    decide(&stage, 2, &actor(KEEPER), &written, true).unwrap();
    check_in(&stage, 2021, "绿化 / / / -> 绿化养护面积 (1)");
    check_in(&stage, 2022, "绿化 / / / -> (0)");
}

#[test]
fn the_library_of_a_division_above_is_not_changed_from_below() {
    let stage = Stage::new();
    seed(&stage);
    let error = propose(
        &stage,
        1,
        KEEPER,
        &proposal("change", Some(2), input("服务对象满意度")),
    )
    .unwrap_err();
    assert_eq!(codes(&error), "library-of-other-division");
    let error = propose(
        &stage,
        2,
        KEEPER,
        &proposal("exit", Some(6), IndicatorInput::default()),
    )
    .unwrap_err();
    assert_eq!(codes(&error), "not-found");
    let error = propose(&stage, 3, KEEPER, &proposal("burn", None, input("河道"))).unwrap_err();
    assert_eq!(codes(&error), "kind:proposal-kind-unknown");
    let unsaid = NewProposal {
        reason: String::new(),
        ..proposal("enter", None, input("河道保洁长度"))
    };
    let error = propose(&stage, 4, KEEPER, &unsaid).unwrap_err();
    assert_eq!(codes(&error), "reason:text-missing");
}

#[test]
fn a_body_sees_its_own_proposals_and_reviewers_see_all() {
    use crate::stage::district::{opened, person, school, works};
    let stage = opened();
    let works_clerk = person(CLERK, works());
    let proposed = proposal("enter", None, input("河道保洁长度"));
    let written = stage
        .app
        .propose_library_change(&works_clerk, &key(1), &proposed)
        .unwrap();
    let seen = |who: &Actor| {
        let page = stage
            .app
            .library_proposals(who, &ProposalQuery::default())
            .unwrap();
        page.total
    };
    assert_eq!(
        stage
            .app
            .home(&actor(KEEPER), year(2020))
            .unwrap()
            .library_reviews,
        1
    );
    assert_eq!(
        stage.app.home(&works_clerk, year(2020)).unwrap().library_reviews,
        0
    );
    let other = person(CLERK, school());
    assert_eq!(
        (seen(&works_clerk), seen(&other), seen(&actor(KEEPER))),
        (1, 0, 1)
    );
    let error = stage
        .app
        .library_proposal(&other, written.id.parse().unwrap())
        .unwrap_err();
    assert_eq!(codes(&error), "not-found");
}

#[test]
fn a_reviewer_is_shown_indicators_that_are_like_the_proposed_one() {
    let stage = Stage::new();
    seed(&stage);
    let written = propose(
        &stage,
        1,
        CLERK,
        &proposal("enter", None, input("道路养护的里程")),
    )
    .unwrap();
    let seen = stage
        .app
        .library_proposal(&actor(KEEPER), written.id.parse().unwrap())
        .unwrap();
    let names: Vec<&str> = seen.similar.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, Vec::<&str>::new());
    let written = propose(
        &stage,
        2,
        CLERK,
        &proposal("enter", None, input("道路养护里程数")),
    )
    .unwrap();
    let seen = stage
        .app
        .library_proposal(&actor(KEEPER), written.id.parse().unwrap())
        .unwrap();
    let names: Vec<&str> = seen.similar.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["道路养护里程"]);
}
