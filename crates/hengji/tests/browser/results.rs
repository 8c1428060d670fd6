//! 评价结果 from both sides of the desk: the bureau freezes and signs, the subdistrict finds itself in what was published.

use crate::visitor::Visitor;
use crate::walk::walk;

impl Visitor {
    /// The performance division freezes the results; its address.
    async fn freeze_results(&self) -> String {
        self.become_account("performance").await;
        self.choose_year("2020").await;
        self.open("/results").await;
        self.see("#kind-subdistrict", "城东街道").await;
        self.see("#kind-department", "区市场监督管理局").await;
        self.picture("120-results").await;
        self.fill("#title", "2020 年度绩效评价结果公开").await;
        self.press("#propose button.primary").await;
        self.see(".title", "待复核").await;
        let snapshot = self.path().await;
        self.open("/results").await;
        self.see("#snapshots", "已有一份快照等待局领导复核").await;
        snapshot
    }

    /// The leadership signs; without a reason it cannot reject.
    async fn sign_results(&self, snapshot: &str) {
        self.become_account("leader").await;
        self.choose_year("2020").await;
        self.open(snapshot).await;
        self.see("#differences", "与今天的记录一致").await;
        self.press("#reject button").await;
        self.see("main", "[results-reason-missing]").await;
        self.open(snapshot).await;
        self.press("#publish button.primary").await;
        self.see(".title", "已发布").await;
        self.see("#signing", "校验一致").await;
        self.picture("121-results-snapshot").await;
    }
}

#[test]
fn in_a_browser_results_are_frozen_signed_and_read_by_a_unit() {
    walk("results", |visitor| async move {
        let snapshot = visitor.freeze_results().await;
        visitor.sign_results(&snapshot).await;
        visitor.open("/evaluation-report").await;
        visitor.see("#sentences", "抽取140个项目实施绩效抽评").await;
        visitor.see("#sentences", "涵盖3级28条指标").await;
        visitor.see("#kinds", "部门整体绩效评价").await;
        visitor.picture("122-evaluation-report").await;

        visitor.become_account("subdistrict").await;
        visitor.choose_year("2020").await;
        visitor.open("/results").await;
        visitor.see("#kind-subdistrict", "城东街道").await;
        visitor.see("#snapshots", "2020 年度绩效评价结果公开").await;
        visitor.picture("123-results-unit").await;
        visitor.press("#kind-subdistrict tbody td a").await;
        visitor.see(".title", "城东街道绩效画像").await;
        visitor.see("#results", "街道财政综合运行绩效评价").await;
        visitor.picture("125-unit-profile").await;
        visitor.open(&snapshot).await;
        visitor.see("#content", "城南街道").await;
        visitor.open(&format!("{snapshot}/print")).await;
        visitor.see("body", "封印(SHA-256)").await;
        visitor.picture("124-results-print").await;
    });
}
