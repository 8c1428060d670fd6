//! 绩效目标: the unit's clerk writes it, is told what is wrong while typing, and hands it in.

use crate::picture::NARROW;
use crate::visitor::Visitor;

/// A project of the clerk's unit that has no goal yet.
pub(crate) const PROJECT: &str = "环境质量监测";

/// As copied from the unit's own workbook: merged names appear once, one target says nothing that could be
/// measured, and the weights add up to 85 where 90 are to be given.
const BLOCK: &str = "成本指标\t经济成本指标\t单个点位年度监测成本\t≤8000元/个\t20\n\
产出指标\t数量指标\t环境质量监测点位\t≥24个\t16\n\
\t质量指标\t监测数据有效率\t≥95%\t13\n\
\t时效指标\t监测报告出具时间\t2021年12月底前\t11\n\
效益指标\t社会效益指标\t环境问题投诉办结水平\t有效提升\t10\n\
\t生态效益指标\t空气质量优良天数比率\t≥85%\t10\n\
满意度指标\t服务对象满意度指标\t居民对环境质量满意度\t≥90%\t5";

impl Visitor {
    /// From 待办 to the empty goal of the project; returns where goal and project are.
    pub(crate) async fn begin_goal(&self) -> (String, String) {
        self.become_account("clerk").await;
        self.choose_year("2021").await;
        self.picture("01-clerk-home").await;
        self.follow(PROJECT).await;
        let project = self.path().await;
        self.picture("02-project-without-goal").await;
        self.press("form[action$='/goals'] button").await;
        let goal = self.path().await;
        self.fail_to_submit("一行指标也没有", "03-goal-with-nothing")
            .await;
        (goal, project)
    }

    /// Fills the grid from the clipboard and is told at once what does not fit.
    pub(crate) async fn fill_goal(&self) {
        self.fill(
            "#annual_goal",
            "在全区布设点位监测空气、水和噪声质量,按月公布结果,让居民了解身边的环境。",
        )
        .await;
        self.picture_at("03-goal-empty", NARROW).await;
        self.paste(&Self::cell(1, "level1"), BLOCK).await;
        self.see_sum("85", false).await;
        let names = self.column("level1").await;
        assert_eq!(names.len(), 7, "{names:?}");
        assert_eq!(names[3], "产出指标", "a merged name is carried down");
        self.see_finding("weights-not-100").await;
        self.see_finding("vague-target").await;
        self.picture("04-goal-problems-while-typing").await;
        self.picture_at("04-goal-problems-while-typing", NARROW).await;
    }

    /// What has errors cannot be handed in, and the page before handing in says why.
    pub(crate) async fn fail_to_submit(&self, why: &str, picture: &str) {
        self.press("[data-grid] button[value=continue]").await;
        self.see("main", "还不能提交").await;
        self.see("main", why).await;
        let submit = self.find_all("form[action$='/submit'] button").await;
        assert!(submit.is_empty(), "a goal with errors is offered for submission");
        self.picture(picture).await;
        self.follow("返回填报页").await;
    }

    /// Mends what was found; the checks agree before anything is sent.
    pub(crate) async fn mend_goal(&self) {
        self.fill(&Self::cell(7, "weight"), "10").await;
        self.see_sum("90", true).await;
        self.fill(&Self::cell(5, "level3"), "环境问题投诉办结率").await;
        self.fill(&Self::cell(5, "target"), "≥95%").await;
        self.see_no_finding("weights-not-100").await;
        self.see_no_finding("vague-target").await;
        self.picture("06-goal-mended").await;
    }

    /// Saves, looks once more at what will be handed in, and hands it in.
    pub(crate) async fn submit_sheet(&self, picture: &str) {
        self.press("[data-grid] button[value=continue]").await;
        self.see("main h1", "提交前核对").await;
        self.picture(picture).await;
        self.press("form[action$='/submit'] button").await;
        self.see(".steps [aria-current=step]", "单位财务会签").await;
    }
}
