//! 公文: the bureau reads the draft of a feedback letter, issues and serves it; the unit signs for it and answers.

use crate::visitor::Visitor;
use crate::walk::walk;

/// The last feedback letter of the register whose addressee is the unit of the demonstration's clerk.
const OF_THE_UNIT: &str = "/papers?state=issued";

#[test]
fn in_a_browser_a_letter_goes_from_its_draft_to_its_answer() {
    walk("papers", |visitor| async move {
        visitor.become_account("performance").await;
        visitor.choose_year("2020").await;
        visitor.open("/papers").await;
        visitor.see("main", "区财绩监〔2020〕1号").await;
        visitor.see("main", "逾期").await;
        visitor.picture("80-papers").await;

        visitor.open(OF_THE_UNIT).await;
        visitor.press("main tbody td a[href^='/papers/']").await;
        let letter = visitor.path().await;
        visitor.see(".official", "预算执行情况").await;
        taken_back_and_written_again(&visitor).await;
        let second = visitor.path().await;
        assert_ne!(second, letter);
        visitor.press("form[action$='/serve'] button").await;
        visitor.see(".title", "待签收").await;
        visitor.picture("83-served").await;

        visitor.become_account("clerk").await;
        visitor.choose_year("2020").await;
        visitor.open("/").await;
        visitor.see("main", "件公文等您单位签收或答复").await;
        visitor.follow("去办理").await;
        visitor.open(&second).await;
        visitor.press("form[action$='/receipt'] button").await;
        visitor.see(".title", "已签收").await;
        visitor
            .fill("#answer", "一、由工程科补齐签证,三月底前完成;二、每周核对进度。")
            .await;
        visitor.press("form[action$='/answer'] button").await;
        visitor.see(".title", "已答复").await;
        visitor.picture("84-answered").await;

        visitor.become_account("performance").await;
        visitor.open(&second).await;
        visitor.see(".timeline", "由工程科补齐签证").await;
    });
}

/// The letter on the page is withdrawn with a reason, and another one is issued with a demand of its own.
async fn taken_back_and_written_again(visitor: &Visitor) {
    visitor.find("details summary").await.click().await.unwrap();
    visitor.fill("#reason", "需要补充整改要求").await;
    visitor.press("form[action$='/withdraw'] button").await;
    visitor.see(".title", "已撤回").await;
    visitor.press("main a[href^='/key-monitoring/']").await;
    visitor.press("#letters a.button").await;
    visitor.see(".official", "草稿").await;
    visitor.fill("#demands", "三月底前报送整改情况").await;
    visitor.press("form[method=get] button").await;
    visitor.see(".official", "三月底前报送整改情况").await;
    visitor.picture("82-draft").await;
    visitor.press("form[method=post][action$='/letter'] button").await;
    visitor.see(".title", "待送达").await;
}
