//! 集中审核: both sides of the table, from the agenda to the signed minutes.

use thirtyfour::prelude::*;

use crate::picture::NARROW;
use crate::visitor::Visitor;
use crate::walk::walk;

impl Visitor {
    /// From the agenda to the slot of the department of the demonstration accounts.
    async fn come_to_the_table(&self, account: &str) {
        self.become_account(account).await;
        self.choose_year("2021").await;
        self.open("/review").await;
        let named = "//section[starts-with(@id, 'session-')]//a[contains(., '城市管理局')]";
        let link = self
            .until(named, || async { self.driver.find(By::XPath(named)).await.ok() })
            .await;
        self.turns_page("the slot", link.click()).await;
    }

    /// Opens the first goal that waits at the reviewer's own step.
    async fn take_a_goal(&self) -> String {
        let named = "//table//tr[contains(., '绩效科审核') and contains(., '环境卫生')]//a[contains(@href, '/goals/')]";
        let link = self
            .until(named, || async { self.driver.find(By::XPath(named)).await.ok() })
            .await;
        self.turns_page("a goal", link.click()).await;
        self.path().await
    }
}

#[test]
fn in_a_browser_a_goal_is_reviewed_changed_and_minuted_by_both_sides() {
    walk("review-room", |visitor| async move {
        visitor.become_account("performance").await;
        visitor.choose_year("2021").await;
        visitor.open("/review").await;
        visitor.see("main h1", "集中审核").await;
        visitor.picture("60-review-sessions").await;

        // An agenda that overlaps is refused with both entries named.
        visitor
            .script("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
            .await;
        visitor
            .choose("section:nth-last-of-type(1) select[name=department]", "区教育局")
            .await;
        visitor
            .fill("section:nth-last-of-type(1) input[name=room]", "三楼会议室")
            .await;
        visitor
            .choose(
                "section:nth-last-of-type(1) select[name=reviewer]",
                "绩效管理科经办",
            )
            .await;
        visitor.press("section:nth-last-of-type(1) button.primary").await;
        visitor.see("[role=alert]", "agenda-room-overlap").await;
        visitor.picture("61-review-agenda-refused").await;

        visitor.come_to_the_table("performance").await;
        let slot = visitor.path().await;
        visitor.picture("62-review-slot").await;
        let goal = visitor.take_a_goal().await;
        visitor.picture("63-review-desk").await;
        visitor.picture_at("63-review-desk", NARROW).await;

        // By keyboard: a reason by its number, words, the next line; then the rest is accepted.
        visitor
            .find("#line-1 select[name=reason]")
            .await
            .focus()
            .await
            .unwrap();
        visitor.keys("2").await;
        visitor.fill("#line-1 input[name=words]", "请写明测算依据").await;
        visitor.press("button[value=accept_rest]").await;
        assert_eq!(
            visitor.value("#line-1 select[name=reason]").await,
            "not-quantified"
        );
        assert_eq!(visitor.value("#line-2 select[name=reason]").await, "accepted");

        // Changed together on the spot: the target of the first line.
        visitor.press("#edits a[href$='/edit']").await;
        visitor
            .fill(
                "#annual_goal",
                "与部门商定:按季度公布完成情况,做到全区覆盖、居民满意。",
            )
            .await;
        visitor.fill("#words", "补充公布频次").await;
        visitor.picture("64-review-edit").await;
        visitor.press("button[value=propose]").await;
        visitor.see("#edits", "待部门确认").await;

        visitor.become_account("department").await;
        visitor.choose_year("2021").await;
        visitor.open("/review").await;
        visitor.see(".note.warn", "待您答复的现场修改").await;
        visitor.picture("65-department-waits").await;
        visitor.press(".note.warn a").await;
        visitor.see("#edits ins", "按季度公布").await;
        visitor.press("#edits button[value=confirm]").await;
        visitor.see("#edits", "部门已确认").await;

        visitor.become_account("performance").await;
        visitor.open(&goal).await;
        visitor.see(".title", "第 2 版").await;
        visitor.press("button[value=accept_rest]").await;
        visitor.picture("66-review-second-edition").await;
        visitor.press("button[name=outcome][value=passed]").await;

        visitor.open(&slot).await;
        visitor.see("main table", "审核通过").await;
        visitor.press("#minutes form[action$='/minutes'] button").await;
        visitor.press("#minutes form[action$='/sign'] button").await;
        visitor.see("#minutes", "待部门签署").await;
        visitor.become_account("department").await;
        visitor.open(&slot).await;
        visitor.press("#minutes form[action$='/sign'] button").await;
        visitor.see("#minutes", "双方已签").await;
        visitor.press("#minutes a[href$='/minutes']").await;
        visitor.see(".sheet-paper", "现场修改").await;
        visitor.picture("67-review-minutes").await;

        visitor.become_account("performance").await;
        visitor.open("/review/consistency").await;
        visitor.see("main h1", "审核一致性").await;
        visitor.picture("68-review-consistency").await;
    });
}
