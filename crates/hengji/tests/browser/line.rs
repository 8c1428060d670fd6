//! The whole line: goal, return, correction, issue, self-evaluation, trace, final score.

use crate::picture::NARROW;
use crate::walk::walk;

#[test]
fn in_a_browser_a_goal_goes_from_its_first_word_to_a_final_score() {
    walk("line", |visitor| async move {
        let (goal, project) = visitor.begin_goal().await;
        visitor.fill_goal().await;
        visitor
            .fail_to_submit("[weights-not-100]", "05-goal-not-yet")
            .await;
        visitor.mend_goal().await;
        visitor.submit_sheet("07-goal-before-submission").await;

        for (account, picture) in [
            ("finance", "08-finance-signs"),
            ("head", "09-head-approves"),
            ("department", "09-department-approves"),
        ] {
            visitor.pass(account, &goal, "审核通过", picture).await;
        }
        visitor.return_goal(&goal).await;
        visitor.correct_goal(&goal).await;
        for account in ["finance", "head", "department", "division", "performance"] {
            let picture = format!("15-{account}-approves");
            visitor.pass(account, &goal, "审核通过", &picture).await;
        }
        visitor
            .pass("leader", &goal, "批复下达", "16-leader-issues")
            .await;
        visitor.see(".title", "已批复下达").await;
        visitor.open(&format!("{goal}/paper")).await;
        visitor.picture_at("17-goal-on-paper", NARROW).await;
        visitor.print("17-goal-on-paper").await;

        let own = visitor.begin_self_evaluation(&project).await;
        visitor.fill_self_evaluation().await;
        visitor.give_reasons().await;
        visitor.open_trace().await;
        visitor.submit_sheet("23-self-evaluation-before-submission").await;
        for account in ["finance", "head", "department"] {
            let picture = format!("24-{account}-approves-self-evaluation");
            visitor.pass(account, &own, "审核通过", &picture).await;
        }
        visitor
            .pass("performance", &own, "审定", "25-performance-finalises")
            .await;
        visitor.see_finalised(&own, &project).await;
        visitor.open(&format!("{own}/paper")).await;
        visitor.picture_at("32-self-evaluation-on-paper", NARROW).await;
        visitor.print("32-self-evaluation-on-paper").await;
    });
}
