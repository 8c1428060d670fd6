//! 目标调整: the unit asks, everybody of the chain agrees, and the goal in force is another one; the issued one stays.

use crate::visitor::Visitor;
use crate::walk::walk;

impl Visitor {
    /// From the list of issued goals to the project and an adjustment of its goal; returns the adjustment.
    async fn begin_adjustment(&self) -> String {
        self.become_account("clerk").await;
        self.choose_year("2021").await;
        self.open("/goals?state=concluded").await;
        self.press("main td a[href^='/goals/0']").await;
        self.see("main", "编制").await;
        self.picture("70-issued-goal-versions").await;
        self.press("main dd a[href^='/projects/0']").await;
        self.press("form[action$='/goal-adjustments'] button").await;
        self.path().await
    }
}

#[test]
fn in_a_browser_an_issued_goal_is_adjusted_by_everybody_of_its_chain() {
    walk("adjustment", |visitor| async move {
        let sheet = visitor.begin_adjustment().await;
        visitor
            .fill(
                "#annual_goal",
                "受疫情影响,按调整后的预算完成年度任务,服务不断档、质量不降低。",
            )
            .await;
        visitor
            .fill("#adjustment_reason", "上半年停工两个月,预算同步调减。")
            .await;
        visitor.fill("#adjustment_basis", "区财政局预算调整通知").await;
        visitor.picture("71-adjustment").await;
        visitor.submit_sheet("72-adjustment-before-submission").await;
        for account in ["finance", "head", "department", "division", "performance"] {
            let picture = format!("73-{account}-approves-adjustment");
            visitor.pass(account, &sheet, "审核通过", &picture).await;
        }
        visitor
            .pass("leader", &sheet, "批准调整", "74-leader-approves-adjustment")
            .await;
        visitor.see("main", "已替换执行中的目标").await;
        visitor.follow("批复的目标").await;
        visitor.see("main", "经批准的调整替换").await;
        visitor.picture("75-goal-in-force").await;
        visitor.choose_year("2020").await;
        visitor.open("/goal-adjustments").await;
        visitor.see("main table", "已批准调整").await;
        visitor.picture("76-adjustments").await;
    });
}
