//! 分类分级: the bureau hands in the catalogue, its leader approves it, and a unit reads why its project is in its class.

use crate::visitor::Visitor;
use crate::walk::walk;

#[test]
fn a_catalogue_is_adjusted_approved_and_frozen() {
    walk("project-class", |visitor| async move {
        visitor.freeze_the_catalogue().await;
    });
}

impl Visitor {
    /// From the proposal of 2021 to the frozen catalogue, from both sides of the desk.
    async fn freeze_the_catalogue(&self) {
        self.become_account("performance").await;
        self.choose_year("2021").await;
        self.open("/classes?mark=unclear&sort=score&order=desc").await;
        self.see("main .title", "拟定中").await;
        self.picture("80-classes-borderline").await;
        self.press("main table.list.sticky tbody tr:first-child a").await;
        let card = self.path().await;
        self.see("main aside", "的权重组合下仍为").await;
        let before = self.value("form[action$='/adjust'] input[name=from]").await;
        let to = if before == "A" { "B 类" } else { "A 类" };
        self.choose("#to", to).await;
        self.fill("#reason", "列入区委区政府年度督办事项").await;
        self.press("form[action$='/adjust'] button").await;
        self.see("main", "列入区委区政府年度督办事项").await;
        self.picture("81-class-card").await;
        self.open("/classes/review").await;
        self.see("main", "列入区委区政府年度督办事项").await;
        self.press("form[action='/classes/submit'] button").await;
        self.see("main .title", "待批准").await;

        self.become_account("leader").await;
        self.choose_year("2021").await;
        self.open("/classes/review").await;
        self.picture("82-class-review").await;
        self.press("form[action='/classes/approve'] button").await;
        self.see("main .title", "已冻结").await;
        self.picture("83-classes-frozen").await;

        self.become_account("performance").await;
        self.open(&card).await;
        assert!(self.find_all("form[action$='/adjust']").await.is_empty());

        self.become_account("clerk").await;
        self.choose_year("2020").await;
        self.open("/classes").await;
        self.see("main .title", "已冻结").await;
        self.press("main table.list.sticky tbody tr:first-child a").await;
        self.see("main", "各因素得分").await;
        self.picture("84-class-card-of-a-unit").await;
    }
}
