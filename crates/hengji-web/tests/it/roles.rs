//! Role × page: whoever the table of actions lets in gets in, and nobody else.

use hengji_app::authz::Action;
use hengji_domain::person::Role;

use crate::world::World;

/// An address of every page with the action behind it.
fn pages(project: &str, goal: &str) -> Vec<(String, Action)> {
    let fixed = [
        ("/", Action::ViewHome),
        ("/account", Action::ViewHome),
        ("/projects", Action::ListProjects),
        ("/goals", Action::ListProjects),
        ("/self-evaluations", Action::ListProjects),
        ("/projects/new", Action::EnterProject),
        ("/project-imports/new", Action::ImportProjects),
        ("/form-imports/new", Action::ImportForms),
        ("/money", Action::ViewMoneyLoads),
        ("/money-imports/new", Action::ImportMoney),
        ("/differences", Action::ListDifferences),
        ("/standard-tables", Action::ExportStandard),
        ("/overview/goal", Action::ViewUnitOverview),
        ("/overview/self_evaluation", Action::ViewUnitOverview),
        ("/ex-ante", Action::ListExAnteEvaluations),
        ("/evaluations", Action::ListEvaluations),
        ("/case-files", Action::ListCaseFiles),
        ("/findings", Action::ListFindings),
        ("/indicators", Action::ViewLibrary),
        ("/indicators/new", Action::ProposeLibraryChange),
        ("/indicators/import", Action::ImportLibrary),
        ("/indicators/coverage", Action::ViewLibrary),
        ("/indicators/uses", Action::ViewLibrary),
        ("/indicators/fates", Action::ViewLibrary),
        ("/library-proposals", Action::ViewLibrary),
        ("/rules", Action::ViewRules),
        ("/rules/compare", Action::ViewRules),
        ("/rules/goal.taxonomy", Action::ViewRules),
        ("/evaluation-report", Action::ViewEvaluationReport),
        ("/results", Action::ViewResults),
        ("/frameworks", Action::ViewRules),
        ("/frameworks/department", Action::ViewRules),
        ("/rule-proposals", Action::ViewRuleProposals),
        ("/rule-proposals/new?rule=goal.taxonomy", Action::ProposeRule),
        ("/rule-overlay", Action::ViewRuleProposals),
        ("/regulations", Action::ViewRegulations),
        ("/regulations/new", Action::EnterRegulation),
        ("/budget-years", Action::ViewBudgetYears),
        ("/units", Action::ViewUnits),
        ("/institutions", Action::ViewInstitutions),
        ("/institution-lists", Action::ViewInstitutions),
        ("/assignments", Action::ViewInstitutions),
        ("/institution-concentration", Action::ViewInstitutions),
        ("/institution-reports", Action::ViewInstitutions),
        ("/scorer-severity", Action::ViewInstitutions),
        ("/users", Action::ViewAccounts),
        ("/audit", Action::ViewAudit),
        ("/audit/verify", Action::VerifyAudit),
        ("/recompute", Action::Recompute),
        ("/review", Action::ViewReview),
        ("/goal-adjustments", Action::ListAdjustments),
        ("/evaluation-findings", Action::ViewEvaluationFindings),
        ("/evaluation-findings/new", Action::EnterEvaluationFinding),
        ("/rectifications", Action::ViewEvaluationFindings),
        ("/look-backs", Action::ViewLookBacks),
        ("/recurrences", Action::ViewEvaluationFindings),
        ("/papers", Action::ViewPapers),
        ("/goal-letters", Action::IssueGoalLetters),
        ("/review/consistency", Action::PlanReview),
    ];
    let mut all: Vec<(String, Action)> = fixed.map(|(path, action)| (path.to_owned(), action)).to_vec();
    all.push((format!("/projects/{project}"), Action::ViewProject));
    for rest in ["", "/submit", "/paper", "/diff?from=1&to=1"] {
        all.push((format!("/goals/{goal}{rest}"), Action::ViewSheet));
    }
    all
}

#[tokio::test]
async fn each_role_opens_the_pages_of_its_actions_and_no_others() {
    let world = World::new();
    let (project, goal) = world.goal_after("P1", 7);
    let pages = pages(&project.to_string(), &goal.to_string());
    for role in Role::ALL {
        let mut browser = world.sign_in(role).await;
        for (path, action) in &pages {
            let answer = browser.get(path).await;
            let expected: &[u16] = if action.roles().contains(&role) {
                &[200]
            } else {
                &[403, 404]
            };
            assert!(
                expected.contains(&answer.status),
                "{} {path}: {} is not in {expected:?}",
                role.name(),
                answer.status
            );
        }
    }
}

#[tokio::test]
async fn the_menu_offers_only_pages_that_open() {
    let world = World::new();
    for role in Role::ALL {
        let mut browser = world.sign_in(role).await;
        let home = browser.get("/").await.body;
        let menu = home
            .split("<nav class=\"side\"")
            .nth(1)
            .unwrap()
            .split("</nav>")
            .next()
            .unwrap();
        for link in menu.split("href=\"").skip(1) {
            let path = link.split('"').next().unwrap();
            let answer = browser.get(path).await;
            assert_eq!(answer.status, 200, "{} is offered {path}", role.name());
        }
    }
}
