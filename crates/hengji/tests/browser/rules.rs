//! 制度库: a document is entered, a rule changed by one person and approved by another.

use thirtyfour::prelude::*;

use crate::visitor::Visitor;
use crate::walk::walk;

impl Visitor {
    /// The performance division enters the document that a change will rest on.
    async fn enter_document(&self) -> String {
        self.become_account("performance").await;
        self.open("/regulations").await;
        self.see("main table", "示范区预算绩效管理办法").await;
        self.picture("60-regulations").await;
        self.follow("登记文件").await;
        self.fill("#name", "示范区绩效自评等级办法").await;
        self.fill("#document_number", "示财〔2021〕2号").await;
        self.fill("#issuer", "示范区财政局").await;
        self.choose("#level", "区县级").await;
        self.fill("#text", "第三条 得分九十二分起为优。").await;
        self.picture("61-regulation-form").await;
        self.press("form[action='/regulations'] button.primary").await;
        self.see(".title", "示财〔2021〕2号").await;
        self.picture("62-regulation").await;
        self.path().await
    }

    /// It proposes that 优 begins higher, first with a mistake that the rules refuse.
    async fn propose_grade(&self) -> String {
        self.open("/rules?topic=grade").await;
        self.see("main table", "grade.self_evaluation").await;
        self.picture("63-rules-filtered").await;
        self.open("/rules/grade.self_evaluation").await;
        self.picture("64-rule").await;
        self.follow("提出更改").await;
        self.choose("#regulation", "示范区绩效自评等级办法(示财〔2021〕2号)")
            .await;
        self.fill("#clause", "第三条").await;
        self.fill("#reason", "新办法提高了优的起点。").await;
        self.fill("[name='v.0.from']", "10").await;
        self.press("form[action='/rule-proposals'] button.primary").await;
        self.see("[data-error-summary]", "[rule-constraint-broken]").await;
        assert_eq!(self.value("#clause").await, "第三条", "what was typed stays");
        self.picture("65-proposal-refused").await;
        self.choose("#regulation", "示范区绩效自评等级办法(示财〔2021〕2号)")
            .await;
        self.fill("[name='v.0.from']", "92").await;
        self.press("form[action='/rule-proposals'] button.primary").await;
        self.see(".title", "待审批").await;
        self.see("main", "申请人本人不能审批").await;
        self.picture("66-proposal-waits").await;
        self.path().await
    }

    /// The leadership reads it, approves it, and finds it in next year's rules.
    async fn approve_grade(&self, proposal: &str) {
        self.become_account("leader").await;
        self.open("/rule-proposals?state=proposed").await;
        self.see("main", "项等待您审批").await;
        self.picture("67-proposals").await;
        self.open(proposal).await;
        self.see("main", "算例全部符合").await;
        self.fill("#opinion", "同意。").await;
        self.picture("68-proposal-to-decide").await;
        self.press("form[action$='/approve'] button.primary").await;
        self.see(".title", "已批准").await;
        self.open("/rules/compare?from=2021&to=2022").await;
        self.see("main table", "优 92 分起").await;
        self.picture("69-years-compared").await;
        self.open("/rule-overlay").await;
        self.see("main", "grade.toml").await;
        self.picture("70-overlay-files").await;
        self.open("/budget-years").await;
        self.see("main table", "year-sheets-open").await;
        self.picture("71-budget-years").await;
    }
}

#[test]
fn in_a_browser_a_rule_is_changed_by_one_person_and_approved_by_another() {
    walk("rules", |visitor| async move {
        visitor.enter_document().await;
        let proposal = visitor.propose_grade().await;
        visitor.approve_grade(&proposal).await;
        // The clerk sees what holds, and has no button to change it.
        visitor.become_account("clerk").await;
        visitor.open("/rules/grade.self_evaluation").await;
        visitor.see("main", "优 92 分起").await;
        let buttons = visitor
            .driver
            .find_all(By::Css(".title .actions a"))
            .await
            .unwrap();
        assert!(buttons.is_empty());
    });
}
