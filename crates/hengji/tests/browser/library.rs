//! 指标库: a unit proposes an indicator, the bureau approves it, the unit picks it into a goal and renames it, and the
//! bureau sees the figures and what was changed.

use crate::visitor::Visitor;
use crate::walk::walk;

/// What the clerk writes into the form, field by field.
const PROPOSED: [(&str, &str); 18] = [
    ("category", "A04"),
    ("level1", "产出指标"),
    ("level2", "质量指标"),
    ("name", "监测点位数据上传率"),
    ("explanation", "按要求实时上传数据的监测点位占全部点位的比例"),
    ("formula", "按要求上传点位数÷点位总数×100%"),
    ("comparator", "≥"),
    ("example", "95"),
    ("unit", "%"),
    ("evidence", "平台在线率月报"),
    ("data_source", "环境监测平台"),
    ("value_basis", "行业标准"),
    ("obtained_by", "情况统计"),
    ("scoring_kind", "完成比例赋分"),
    ("functional_classes", "211"),
    ("economic_classes", "30227"),
    ("source", "环境监测项目历年目标"),
    ("reason", "环境监测项目没有反映数据上传的指标"),
];

#[test]
fn an_indicator_is_proposed_approved_picked_and_followed() {
    walk("library", |visitor| async move {
        let proposal = visitor.propose_indicator().await;
        visitor.approve_indicator(&proposal).await;
        visitor.pick_indicator().await;
        visitor.read_figures().await;
    });
}

impl Visitor {
    /// The clerk looks for an indicator, finds none, and proposes it; returns where the proposal is.
    async fn propose_indicator(&self) -> String {
        self.become_account("clerk").await;
        self.choose_year("2021").await;
        self.open("/indicators").await;
        self.see(".figures", "306").await;
        self.see(".figures", "88%").await;
        self.fill("form.filters input[name=q]", "sjscl").await;
        self.press("form.filters button.primary").await;
        self.see("main table", "没有找到").await;
        self.follow("申请新增").await;
        self.press("form[action='/library-proposals'] button.primary")
            .await;
        self.see("[data-error-summary]", "请填写三级指标").await;
        self.picture("library-01-nothing-filled").await;
        for (field, words) in PROPOSED {
            self.fill(&format!("#{field}"), words).await;
        }
        self.press("form[action='/library-proposals'] button.primary")
            .await;
        self.see(".title", "待审核").await;
        self.picture("library-02-proposed").await;
        self.path().await
    }

    /// 绩效科 finds it among the proposals and approves it; it has a code of its category now.
    async fn approve_indicator(&self, proposal: &str) {
        self.become_account("performance").await;
        self.choose_year("2021").await;
        self.open("/indicators").await;
        self.picture("library-03-figures").await;
        self.press("main a.figure[href='/library-proposals?state=pending']")
            .await;
        self.press(&format!("main a[href='{proposal}']")).await;
        self.fill("#opinion", "口径清楚,同意入库。").await;
        self.picture("library-04-review").await;
        self.press("form[action$='/decide'] button.primary").await;
        self.see(".title", "已通过").await;
        self.open("/indicators?q=sjscl").await;
        self.see("main table", "A04-17").await;
        self.follow("监测点位数据上传率").await;
        self.see("main", "新增入库").await;
        self.picture("library-05-indicator").await;
    }

    /// The clerk picks it into a goal from the pop-up and calls it otherwise; the page says so.
    async fn pick_indicator(&self) {
        let (goal, _) = self.begin_goal().await;
        self.find("a[data-dialog='从指标库选用']")
            .await
            .click()
            .await
            .unwrap();
        self.choose("dialog select[name=category]", "A04 执法检查与监测")
            .await;
        self.fill("dialog input[name=q]", "数据上传").await;
        self.find("dialog form.filters button")
            .await
            .click()
            .await
            .unwrap();
        self.see("dialog table", "监测点位数据上传率").await;
        self.picture("library-06-picker").await;
        self.find("dialog button[data-pick]").await.click().await.unwrap();
        self.see("dialog button[data-pick]", "已加入").await;
        self.find("dialog button.icon, dialog [data-close]")
            .await
            .click()
            .await
            .unwrap();
        let row = self.column("level3").await.len();
        self.fill(&Self::cell(row, "level3"), "监测点位在线率").await;
        self.fill(&Self::cell(row, "target"), "≥95%").await;
        self.fill(&Self::cell(row, "weight"), "20").await;
        self.press("[data-grid] button[value=save]").await;
        self.become_account("performance").await;
        self.choose_year("2021").await;
        self.open(&goal).await;
        self.see("main table.sheet", "库 A04-17").await;
        self.see("main table.sheet", "改指标名称").await;
        self.picture("library-07-drift-on-the-goal").await;
    }

    /// Every figure opens the list behind it.
    async fn read_figures(&self) {
        self.choose_year("2020").await;
        for (list, words) in [
            ("/indicators?category=common&flag=core", "306"),
            ("/indicators?category=common&flag=quantified", "269"),
            ("/indicators/coverage?is_covered=yes", "已覆盖"),
            ("/indicators/uses?drift=any", "改"),
        ] {
            self.open("/indicators").await;
            self.press(&format!("main a.figure[href='{list}']")).await;
            self.see("main", words).await;
        }
        self.open("/indicators").await;
        self.follow("运用质量").await;
        self.see("main", "从未低于 100%").await;
        self.picture("library-08-fates").await;
    }
}
