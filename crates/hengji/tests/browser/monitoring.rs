//! 绩效监控: the bureau opens a period for all, a unit fills its sheet, the finance clerk signs in bulk, the bureau sees
//! the lights, its department proposes a cut.

use crate::visitor::Visitor;
use crate::walk::walk;

impl Visitor {
    /// Presses what asks for confirmation, and confirms.
    async fn press_and_confirm(&self, css: &str) {
        let button = self.find(css).await;
        self.turns_page("a confirmed deed", async {
            button.click().await?;
            self.driver.accept_alert().await
        })
        .await;
    }

    /// Fills every line of the monitoring sheet that is open.
    async fn fill_monitoring(&self) {
        let rows = self.find_all("[data-rows] tr").await.len();
        for row in 1..=rows {
            let target = self
                .text(&format!("#line-{row} td.fixed:nth-last-of-type(8)"))
                .await;
            let actual: String = target.trim_start_matches(['≥', '≤', '=', '>', '<']).to_owned();
            self.fill(&Self::cell(row, "actual"), &actual).await;
            self.choose(&Self::cell(row, "likelihood"), "确定能").await;
        }
        self.fill("#expected_executed", "10").await;
    }
}

#[test]
fn in_a_browser_a_period_goes_from_its_opening_to_the_bureau() {
    walk("monitoring", |visitor| async move {
        visitor.become_account("performance").await;
        visitor.open("/monitoring").await;
        visitor.see("main", "1—7月").await;
        visitor.press_and_confirm("form[action$='/open'] button").await;
        visitor.see(".title", "填报中").await;
        visitor.see("main svg", "红").await;
        visitor.picture("60-monitoring-opened").await;

        visitor.become_account("clerk").await;
        visitor.open("/").await;
        visitor.see("main", "绩效监控待填报").await;
        visitor.picture("61-digest").await;
        visitor.open("/monitoring?state=unfinished").await;
        visitor
            .press("main tbody td a[href^='/monitoring-sheets/']")
            .await;
        let sheet = visitor.path().await;
        visitor.choose(&Visitor::cell(1, "likelihood"), "不可能").await;
        visitor.press("[data-grid] button[value=continue]").await;
        visitor.see(".note.bad", "必须选择偏差原因").await;
        visitor.picture("62-cause-demanded").await;
        visitor.open(&sheet).await;
        visitor.fill_monitoring().await;
        visitor.picture("63-monitoring-filled").await;
        visitor.press("[data-grid] button[value=continue]").await;
        visitor.press("form[action$='/submit'] button").await;
        visitor.see(".title", "单位财务会签").await;

        visitor.become_account("finance").await;
        visitor.open("/monitoring?state=in_review").await;
        visitor
            .find("main tbody input[type=checkbox]")
            .await
            .click()
            .await
            .unwrap();
        visitor
            .press_and_confirm("button[formaction='/monitoring/approve']")
            .await;
        visitor.open(&sheet).await;
        visitor.see(".title", "单位审核").await;

        visitor.become_account("performance").await;
        visitor.open(&sheet).await;
        visitor.see("main table", "绿").await;

        visitor.become_account("department").await;
        visitor.open(&sheet).await;
        visitor.fill("input[name=cut]", "0.01").await;
        visitor
            .fill(
                "form[action$='/findings'] input[name=words]",
                "可以推迟到下年实施",
            )
            .await;
        visitor.press("form[action$='/findings'] button").await;
        visitor.see("#cuts", "待决定").await;
        visitor.picture("64-monitoring-with-a-cut").await;
        visitor.become_account("performance").await;
        visitor.open("/key-monitoring").await;
        visitor.see("main", "选取规则").await;
        visitor.picture("65-key-monitoring").await;
    });
}
