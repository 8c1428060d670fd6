//! 审核: each step finds the sheet in its list, passes it on, or sends it back with reasons.

use crate::goal::PROJECT;
use crate::visitor::Visitor;

impl Visitor {
    /// The holder of a step comes from 待办 to the sheet and passes it on.
    pub(crate) async fn pass(&self, account: &str, sheet: &str, button: &str, picture: &str) {
        self.become_account(account).await;
        self.find_sheet(sheet).await;
        self.see("form[action$='/approve'] button", button).await;
        self.picture(picture).await;
        self.press("form[action$='/approve'] button").await;
        assert_eq!(self.path().await, sheet);
    }

    /// From the home page to the sheet: 待办 shows the most urgent first, and the rest is found by its name.
    async fn find_sheet(&self, sheet: &str) {
        self.choose_year("2021").await;
        let link = format!("main a[href='{sheet}']");
        if self.find_all(&link).await.is_empty() {
            let list = sheet.rsplit_once('/').map(|(list, _)| list).unwrap_or_default();
            self.open(&format!("{list}?q={PROJECT}")).await;
        }
        self.press(&link).await;
    }

    /// 归口科室 sends the goal back: a reason of the closed list on one line, and words on the whole.
    pub(crate) async fn return_goal(&self, sheet: &str) {
        self.become_account("division").await;
        self.find_sheet(sheet).await;
        self.choose("#line-2 select[name=reason]", "指标与指标值不匹配")
            .await;
        self.fill(
            "#line-2 input[name=text]",
            "2020 年已布设 30 个点位,请核实 24 个的依据。",
        )
        .await;
        self.choose(
            "form[action$='/return'] [aria-label='全表意见 1退回理由']",
            "其他",
        )
        .await;
        self.fill(
            "form[action$='/return'] [aria-label='全表意见 1具体意见']",
            "请在年度总体目标中写明监测频次。",
        )
        .await;
        self.picture("10-division-returns").await;
        self.press("form[action$='/return'] button.danger").await;
        self.see(".title", "退回修改").await;
    }

    /// The clerk finds it in 待办, reads why, corrects, hands in again and sees what has changed.
    pub(crate) async fn correct_goal(&self, sheet: &str) {
        self.become_account("clerk").await;
        self.see("main table", "共 2 条意见").await;
        self.picture("11-clerk-home-returned").await;
        self.press(&format!("main a[href='{sheet}']")).await;
        for words in [
            "归口科室审核”退回,共 2 条意见",
            "指标与指标值不匹配",
            "请核实 24 个的依据",
            "请在年度总体目标中写明监测频次",
        ] {
            self.see(".note.bad", words).await;
        }
        self.picture("12-goal-returned").await;
        self.fill(&Self::cell(2, "target"), "≥36个").await;
        self.fill(
            "#annual_goal",
            "在全区布设点位监测空气、水和噪声质量,每月一次并公布结果,让居民了解身边的环境。",
        )
        .await;
        self.submit_sheet("13-goal-before-second-submission").await;
        self.follow("与上一版比较").await;
        for (css, words) in [
            ("del", "≥24个"),
            ("ins", "≥36个"),
            ("main", "每月一次"),
            ("main", "另有 6 条指标未变"),
        ] {
            self.see_any(css, words).await;
        }
        self.picture("14-goal-difference").await;
    }

    /// Some element like this shows these words.
    async fn see_any(&self, css: &str, words: &str) {
        let mut seen = Vec::new();
        for element in self.find_all(css).await {
            seen.push(element.text().await.unwrap());
        }
        assert!(
            seen.iter().any(|text| text.contains(words)),
            "{words} is not in {seen:?}"
        );
    }
}
