//! 公文: the bureau visits a project, reads the draft of the feedback letter, issues and serves it; the unit signs for
//! it and answers. The letter with the approved goals goes the same way.

use crate::visitor::Visitor;
use crate::walk::walk;

impl Visitor {
    /// The page of a project of the clerk's unit under key monitoring.
    async fn project_of_the_unit(&self) -> String {
        self.become_account("clerk").await;
        self.choose_year("2020").await;
        self.open("/projects").await;
        self.press("main tbody td a[href^='/projects/']").await;
        self.path().await.replace("/projects/", "/key-monitoring/")
    }

    /// Puts the project on the list by hand. The form of another project is sent to this one's address, because the
    /// list shows only what is or was on it.
    async fn put_on_the_key_list(&self, here: &str) {
        self.open("/key-monitoring").await;
        self.press("main tbody td a[href^='/key-monitoring/']").await;
        self.script(&format!(
            "const form = document.querySelector(\"form[action$='/adjust']\"); form.action = '{here}/adjust'; \
             form.elements.listed.value = '1'; form.elements.version.value = '0';"
        ))
        .await;
        self.fill("form[action$='/adjust'] input[name=reason]", "群众反映集中")
            .await;
        self.press("form[action$='/adjust'] button").await;
        self.see("main", "群众反映集中").await;
    }

    /// Writes down what was seen on the spot.
    async fn visit_the_spot(&self) {
        self.script("document.querySelector('#visited_on').value = '2021-02-26'")
            .await;
        self.fill("#place", "项目现场").await;
        self.fill("#present", "绩效科、单位业务科室").await;
        self.fill("#situation", "查看现场和支付凭证").await;
        self.fill("#problems", "签证滞后,支付慢于形象进度").await;
        self.press("form[action$='/records'] button").await;
        self.see("#records", "签证滞后").await;
    }
}

#[test]
fn in_a_browser_a_letter_goes_from_its_draft_to_its_answer() {
    walk("papers", |visitor| async move {
        let here = visitor.project_of_the_unit().await;
        visitor.become_account("performance").await;
        visitor.choose_year("2020").await;
        visitor.open("/papers?kind=monitoring_feedback").await;
        visitor.see("main", "区财绩监〔2020〕1号").await;
        visitor.see("main", "逾期").await;
        visitor.picture("80-papers").await;
        visitor.put_on_the_key_list(&here).await;
        visitor.visit_the_spot().await;
        visitor.press("#letters a.button").await;
        visitor.see(".official", "草稿").await;
        visitor.fill("#demands", "三月底前报送整改情况").await;
        visitor.press("main form[method=get] button").await;
        visitor.see(".official", "三月底前报送整改情况").await;
        visitor.picture("81-draft").await;
        visitor.press("form[method=post][action$='/letter'] button").await;
        visitor.see(".title", "待送达").await;
        let letter = visitor.path().await;
        visitor.press("form[action$='/serve'] button").await;
        visitor.see(".title", "待签收").await;
        visitor.picture("82-served").await;

        visitor.become_account("clerk").await;
        visitor.see("main", "件公文等您单位签收或答复").await;
        visitor.follow("去办理").await;
        visitor.open(&letter).await;
        visitor.press("form[action$='/receipt'] button").await;
        visitor.see(".title", "已签收").await;
        visitor
            .fill("#answer", "一、由工程科补齐签证,三月底前完成;二、每周核对进度。")
            .await;
        visitor.press("form[action$='/answer'] button").await;
        visitor.see(".title", "已答复").await;
        visitor.picture("83-answered").await;

        visitor.become_account("performance").await;
        visitor.open(&letter).await;
        visitor.see(".timeline", "由工程科补齐签证").await;
    });
}

#[test]
fn in_a_browser_approved_goals_reach_a_unit_in_one_letter() {
    walk("goal_letters", |visitor| async move {
        visitor.become_account("performance").await;
        visitor.choose_year("2020").await;
        visitor.open("/goal-letters").await;
        visitor.see("main", "区环境卫生管理中心").await;
        visitor.picture("84-goal-letters").await;
        visitor.press("form[action='/goal-letters'] button").await;
        visitor.see("main table", "区财绩批〔2021〕1号").await;

        visitor.become_account("clerk").await;
        visitor.choose_year("2020").await;
        visitor.open("/papers?kind=goal_issue").await;
        visitor.press("main tbody td a[href^='/papers/']").await;
        visitor.see(".official", "随同预算一并批复").await;
        visitor.picture("85-goal-letter").await;
        visitor.press("form[action$='/receipt'] button").await;
        visitor.see(".title", "已签收").await;
        visitor.see("main", "不要求答复").await;
    });
}
