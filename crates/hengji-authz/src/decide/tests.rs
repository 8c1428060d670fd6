//! Rights as cases, and the property that lists and single decisions agree.

use hengji_domain::id::{UnitId, UserId};
use hengji_domain::{Division, Timestamp};
use proptest::prelude::*;

use super::*;
use crate::scope::scope;

fn unit(n: u8) -> UnitId {
    UnitId::new(Timestamp::from_micros(0), [n; 10])
}

fn user(n: u8) -> UserId {
    UserId::new(Timestamp::from_micros(0), [n; 10])
}

fn division(code: &str) -> Division {
    code.parse().unwrap()
}

/// The sheet of unit 1, department 2, budget division 3.
const PLACE: [u8; 3] = [1, 2, 3];

fn place([own, department, owner]: [u8; 3]) -> Place {
    Place {
        unit: unit(own),
        department: unit(department),
        budget_division: Some(unit(owner)),
    }
}

fn actor(grants: &[(Role, u8)]) -> Actor {
    Actor {
        user: user(9),
        name: "某角色".into(),
        division: division("330108"),
        grants: grants
            .iter()
            .map(|(role, n)| Grant {
                role: *role,
                unit: unit(*n),
            })
            .collect(),
        address: "127.0.0.1".into(),
    }
}

fn resource(word: &str) -> Resource {
    let division = division("330108");
    let sheet = |standing| Resource::Sheet {
        division,
        place: place(PLACE),
        standing,
    };
    match word {
        "division" => Resource::Division(division),
        "account" => Resource::Accounts {
            division,
            user: Some(user(5)),
        },
        "own-account" => Resource::Accounts {
            division,
            user: Some(user(9)),
        },
        "self" => Resource::Own(user(9)),
        "somebody" => Resource::Own(user(5)),
        "project" => Resource::Project {
            division,
            place: place(PLACE),
            has_concluded: false,
        },
        "issued-project" => Resource::Project {
            division,
            place: place(PLACE),
            has_concluded: true,
        },
        "unit" => Resource::Unit {
            division,
            place: place(PLACE),
        },
        "draft" => sheet(Standing::WithUnit),
        "concluded" => sheet(Standing::Concluded),
        other => {
            let (code, mine) = other.strip_suffix("-mine").map_or((other, false), |c| (c, true));
            let role = Role::from_code(code.strip_prefix("at-").unwrap()).unwrap();
            sheet(Standing::Waiting {
                role,
                hands: if mine { vec![user(9)] } else { vec![user(5)] },
            })
        }
    }
}

/// `role@unit action resource -> ✔|✘ rule`; unit 1 is the sheet's own, 2 its department, 3 its budget division.
fn check(case: &str) {
    let (given, expected) = case.split_once("->").unwrap();
    let [who, action, what] = given.split_whitespace().collect::<Vec<_>>()[..] else {
        panic!("{case}")
    };
    let grants: Vec<(Role, u8)> = match who {
        "nobody" => vec![],
        who => who
            .split('+')
            .map(|grant| {
                let (role, unit) = grant.split_once('@').unwrap();
                (Role::from_code(role).unwrap(), unit.parse().unwrap())
            })
            .collect(),
    };
    let decision = decide(
        &actor(&grants),
        Action::from_code(action).unwrap(),
        &resource(what),
    );
    let shown = format!("{} {}", if decision.allow { "✔" } else { "✘" }, decision.rule);
    assert_eq!(shown, expected.trim(), "{case}");
    assert!(!decision.why.is_empty(), "{case}");
}

#[test]
fn who_may_see_a_sheet() {
    check("unit_clerk@1               view_sheet draft     -> ✔ role-and-reach");
    check("unit_clerk@4               view_sheet draft     -> ✘ out-of-reach");
    check("unit_clerk@2               view_sheet draft     -> ✘ out-of-reach");
    check("department_reviewer@2      view_sheet draft     -> ✔ role-and-reach");
    check("department_reviewer@1      view_sheet draft     -> ✘ out-of-reach");
    check("budget_division_reviewer@3 view_sheet draft     -> ✔ role-and-reach");
    check("budget_division_reviewer@4 view_sheet draft     -> ✘ out-of-reach");
    check("performance_reviewer@8     view_sheet draft     -> ✔ role-and-reach");
    check("bureau_leader@8            view_sheet draft     -> ✔ role-and-reach");
    check("oversight_reader@8         view_sheet draft     -> ✘ out-of-reach");
    check("oversight_reader@8         view_sheet concluded -> ✔ role-and-reach");
    check("oversight_reader@8         view_project project        -> ✘ out-of-reach");
    check("oversight_reader@8         view_project issued-project -> ✔ role-and-reach");
    check("third_party@1              view_sheet concluded -> ✘ role-not-held");
    check("system_administrator@1     view_sheet concluded -> ✘ role-not-held");
    check("security_administrator@1   view_project project -> ✘ role-not-held");
    check("audit_administrator@1      view_project project -> ✘ role-not-held");
    check("nobody                     view_sheet concluded -> ✘ role-not-held");
}

#[test]
fn who_may_write_a_goal() {
    check("unit_clerk@1             open_goal   project                 -> ✔ role-and-reach");
    check("unit_finance@1           open_goal   project                 -> ✘ role-not-held");
    check("unit_clerk@4             open_goal   project                 -> ✘ out-of-reach");
    check("unit_finance@1           save_goal   draft                   -> ✔ role-and-reach");
    check("unit_clerk@1             submit_goal draft                   -> ✔ role-and-reach");
    check("unit_head@1              submit_goal draft                   -> ✘ role-not-held");
    check("unit_finance@1           approve_goal at-unit_finance        -> ✔ step-role");
    check("unit_finance@4           approve_goal at-unit_finance        -> ✘ out-of-reach");
    check("unit_head@1              approve_goal at-unit_finance        -> ✘ step-of-another-role");
    check("unit_clerk@1             approve_goal at-unit_finance        -> ✘ role-not-held");
    check("unit_finance@1           approve_goal at-unit_finance-mine   -> ✘ four-eyes");
    check("unit_finance@1+unit_head@1 approve_goal at-unit_head-mine    -> ✘ four-eyes");
    check("department_reviewer@2    return_goal at-department_reviewer  -> ✔ step-role");
    check("department_reviewer@1    return_goal at-department_reviewer  -> ✘ out-of-reach");
    check("bureau_leader@8          issue_goal  at-bureau_leader        -> ✔ step-role");
    check("performance_reviewer@8   issue_goal  at-bureau_leader        -> ✘ step-of-another-role");
    check("department_reviewer@2    approve_goal draft                  -> ✔ left-to-workflow");
    check("bureau_leader@8          issue_goal  concluded               -> ✔ left-to-workflow");
    check("bureau_leader@8          issue_goal  project                 -> ✘ not-a-sheet");
    check("unit_clerk@1             save_goal   division                -> ✘ not-at-a-place");
}

#[test]
fn who_may_run_accounts_and_the_division() {
    check("system_administrator@8   create_account account     -> ✔ role");
    check("security_administrator@8 create_account account     -> ✘ role-not-held");
    check("security_administrator@8 grant_role     account     -> ✔ role");
    check("security_administrator@8 grant_role     own-account -> ✘ no-self-grant");
    check("security_administrator@8 revoke_role    own-account -> ✘ no-self-grant");
    check("system_administrator@8   grant_role     account     -> ✘ role-not-held");
    check("audit_administrator@8    view_audit     division    -> ✔ role");
    check("performance_reviewer@8   view_audit     division    -> ✘ role-not-held");
    check("audit_administrator@8    list_projects  division    -> ✘ role-not-held");
    check("unit_clerk@1             list_projects  division    -> ✔ role");
    check("unit_clerk@1             import_projects division   -> ✘ role-not-held");
    check("performance_reviewer@8   import_projects division   -> ✔ role");
    check("performance_reviewer@8   import_forms   unit        -> ✔ role-and-reach");
    check("unit_clerk@4             import_forms   unit        -> ✘ out-of-reach");
    check("performance_reviewer@8   bootstrap      division    -> ✘ role-not-held");
    check("nobody                   view_rules     division    -> ✔ anybody");
    check("nobody                   change_password self       -> ✔ own-account");
    check("nobody                   change_password somebody   -> ✘ own-account-only");
}

#[test]
fn nothing_of_another_division_is_reached() {
    let mut leader = actor(&[(Role::BureauLeader, 8)]);
    leader.division = division("330109");
    for what in ["draft", "concluded", "project", "division", "account"] {
        let decision = decide(&leader, Action::ViewSheet, &resource(what));
        assert_eq!(
            (decision.allow, decision.rule),
            (false, "another-division"),
            "{what}"
        );
    }
}

fn grants() -> impl Strategy<Value = Vec<(Role, u8)>> {
    prop::collection::vec((prop::sample::select(Role::ALL.to_vec()), 0_u8..5), 0..4)
}

proptest! {
    #[test]
    fn a_row_is_in_scope_exactly_when_it_may_be_viewed(
        grants in grants(), at in prop::array::uniform3(0_u8..5), owned: bool, concluded: bool
    ) {
        let actor = actor(&grants);
        let mut place = place(at);
        if !owned {
            place.budget_division = None;
        }
        let inside = scope(&actor).contains(&place, concluded);
        let standing = if concluded { Standing::Concluded } else { Standing::WithUnit };
        let sheet = Resource::Sheet { division: actor.division, place, standing };
        let project = Resource::Project { division: actor.division, place, has_concluded: concluded };
        prop_assert_eq!(decide(&actor, Action::ViewSheet, &sheet).allow, inside);
        prop_assert_eq!(decide(&actor, Action::ViewProject, &project).allow, inside);
    }

    #[test]
    fn whoever_may_change_a_sheet_may_see_it(
        grants in grants(), at in prop::array::uniform3(0_u8..5), action in prop::sample::select(Action::ALL.to_vec())
    ) {
        let actor = actor(&grants);
        let sheet = Resource::Sheet { division: actor.division, place: place(at), standing: Standing::WithUnit };
        if action.target() == Target::Place && decide(&actor, action, &sheet).allow {
            prop_assert!(decide(&actor, Action::ViewSheet, &sheet).allow);
        }
    }
}

/// An evaluation of a project of unit 1 under department 2 (budget division 3), led by unit 9; expert is user 77.
fn evaluation(standing: Standing) -> Resource {
    Resource::ExAnteEvaluation {
        division: division("330108"),
        place: place(PLACE),
        lead: unit(9),
        experts: vec![user(77)],
        standing,
    }
}

/// The rule that decides about an evaluation that waits for this role.
fn of_evaluation(role: Role, at: u8, action: Action, waiting: Role) -> (bool, &'static str) {
    let standing = Standing::Waiting {
        role: waiting,
        hands: vec![],
    };
    let decision = decide(&actor(&[(role, at)]), action, &evaluation(standing));
    (decision.allow, decision.rule)
}

#[test]
fn the_lead_acts_on_an_evaluation_and_the_department_only_looks() {
    use Role::{BudgetDivisionReviewer, DepartmentReviewer, PerformanceReviewer, UnitClerk};
    for (role, at, action, waiting, expected) in [
        (
            DepartmentReviewer,
            9,
            Action::ViewExAnteEvaluation,
            DepartmentReviewer,
            "role-and-reach",
        ),
        (
            DepartmentReviewer,
            2,
            Action::ViewExAnteEvaluation,
            DepartmentReviewer,
            "role-and-reach",
        ),
        (
            DepartmentReviewer,
            5,
            Action::ViewExAnteEvaluation,
            DepartmentReviewer,
            "out-of-reach",
        ),
        (
            DepartmentReviewer,
            9,
            Action::ReviewExAnteMaterial,
            DepartmentReviewer,
            "role-and-reach",
        ),
        (
            DepartmentReviewer,
            2,
            Action::ReviewExAnteMaterial,
            DepartmentReviewer,
            "out-of-reach",
        ),
        (
            DepartmentReviewer,
            9,
            Action::ApproveExAnteEvaluation,
            DepartmentReviewer,
            "step-role",
        ),
        (
            DepartmentReviewer,
            9,
            Action::ApproveExAnteEvaluation,
            BudgetDivisionReviewer,
            "step-of-another-role",
        ),
        (
            BudgetDivisionReviewer,
            3,
            Action::ApproveExAnteEvaluation,
            BudgetDivisionReviewer,
            "step-role",
        ),
        (
            BudgetDivisionReviewer,
            4,
            Action::ApproveExAnteEvaluation,
            BudgetDivisionReviewer,
            "out-of-reach",
        ),
        (
            PerformanceReviewer,
            8,
            Action::ConcludeExAnteEvaluation,
            PerformanceReviewer,
            "step-role",
        ),
        (
            UnitClerk,
            1,
            Action::SendExAnteMaterial,
            DepartmentReviewer,
            "role-and-reach",
        ),
        (
            UnitClerk,
            1,
            Action::ReviewExAnteMaterial,
            DepartmentReviewer,
            "role-not-held",
        ),
        (
            UnitClerk,
            4,
            Action::ViewExAnteEvaluation,
            DepartmentReviewer,
            "out-of-reach",
        ),
    ] {
        let (_, rule) = of_evaluation(role, at, action, waiting);
        assert_eq!(rule, expected, "{} {at} {}", role.name(), action.code());
    }
}

#[test]
fn an_expert_reaches_the_evaluation_they_are_invited_to_and_no_other() {
    let mut expert = actor(&[(Role::ThirdParty, 7)]);
    let standing = || Standing::Waiting {
        role: Role::DepartmentReviewer,
        hands: vec![],
    };
    for action in [Action::ViewExAnteEvaluation, Action::ScoreExAnteEvaluation] {
        expert.user = user(77);
        assert!(decide(&expert, action, &evaluation(standing())).allow);
        expert.user = user(78);
        assert_eq!(
            decide(&expert, action, &evaluation(standing())).rule,
            "out-of-reach"
        );
    }
    expert.user = user(77);
    assert!(!decide(&expert, Action::DrawExAnteConclusion, &evaluation(standing())).allow);
}

#[test]
fn whoever_drew_the_conclusion_does_not_make_it_final() {
    let mut both = actor(&[(Role::PerformanceReviewer, 8), (Role::DepartmentReviewer, 9)]);
    both.user = user(5);
    let waiting = |role, hands| Standing::Waiting { role, hands };
    let decided = |action, role, hands| decide(&both, action, &evaluation(waiting(role, hands))).rule;
    let signed = || vec![user(5)];
    assert_eq!(
        decided(
            Action::ApproveExAnteEvaluation,
            Role::DepartmentReviewer,
            signed()
        ),
        "step-role"
    );
    assert_eq!(
        decided(
            Action::ConcludeExAnteEvaluation,
            Role::PerformanceReviewer,
            signed()
        ),
        "four-eyes"
    );
    assert_eq!(
        decided(
            Action::ConcludeExAnteEvaluation,
            Role::PerformanceReviewer,
            vec![]
        ),
        "step-role"
    );
}

proptest! {
    #[test]
    fn whoever_may_act_on_an_evaluation_may_see_it(
        grants in grants(), at in prop::array::uniform3(0_u8..5), lead in 0_u8..5, invited: bool,
        action in prop::sample::select(Action::ALL.to_vec())
    ) {
        let actor = actor(&grants);
        let resource = Resource::ExAnteEvaluation {
            division: actor.division,
            place: place(at),
            lead: unit(lead),
            experts: if invited { vec![actor.user] } else { vec![] },
            standing: Standing::WithUnit,
        };
        let writes = action.code().contains("ex_ante") && action.target() == Target::Place;
        if writes && decide(&actor, action, &resource).allow {
            prop_assert!(decide(&actor, Action::ViewExAnteEvaluation, &resource).allow);
        }
    }
}

/// An evaluation of unit 1 that was given to institution 7.
fn given_to_seven() -> Resource {
    Resource::Evaluation {
        division: division("330108"),
        place: place(PLACE),
        is_concluded: true,
        institutions: vec![unit(7)],
    }
}

#[test]
fn an_institution_reaches_what_was_given_to_it_and_nothing_else() {
    use Action::{
        ConcludeEvaluation, HandInAssignment, VerifyEvaluation, ViewEvaluation, ViewInstitutions,
        ViewLineBenchmark,
    };
    for (action, at, expected) in [
        (ViewEvaluation, 7, "role-and-reach"),
        (VerifyEvaluation, 7, "role-and-reach"),
        (HandInAssignment, 7, "role-and-reach"),
        (ViewEvaluation, 8, "out-of-reach"),
        (VerifyEvaluation, 1, "out-of-reach"),
        (ViewLineBenchmark, 7, "role-and-reach"),
        (ViewLineBenchmark, 8, "out-of-reach"),
        (HandInAssignment, 8, "out-of-reach"),
        (ConcludeEvaluation, 7, "role-not-held"),
    ] {
        let firm = actor(&[(Role::ThirdParty, at)]);
        assert_eq!(
            decide(&firm, action, &given_to_seven()).rule,
            expected,
            "{} {at}",
            action.code()
        );
    }
    let firm = actor(&[(Role::ThirdParty, 7)]);
    for action in [ViewInstitutions, Action::ViewUnits, Action::ListProjects] {
        assert!(
            !decide(&firm, action, &Resource::Division(division("330108"))).allow,
            "{}",
            action.code()
        );
    }
}

proptest! {
    #[test]
    fn who_is_no_third_party_gains_nothing_from_assignments(
        grants in grants(), given in prop::collection::vec(0_u8..9, 0..3), concluded: bool,
        action in prop::sample::select(Action::ALL.to_vec())
    ) {
        let actor = actor(&grants);
        let resource = |institutions: Vec<UnitId>| Resource::Evaluation {
            division: actor.division,
            place: place(PLACE),
            is_concluded: concluded,
            institutions,
        };
        if !actor.has(Role::ThirdParty) {
            let given = given.into_iter().map(unit).collect();
            prop_assert_eq!(decide(&actor, action, &resource(given)), decide(&actor, action, &resource(vec![])));
        }
    }
}
