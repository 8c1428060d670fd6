//! 绩效自评: the lines of the issued goal are filled, scored while typing, explained, handed in and finalised.

use thirtyfour::prelude::*;

use crate::visitor::Visitor;

/// What was reached, in the order of the lines; one line falls short, one says why it went far over.
const ACTUALS: &str = "7600元/个\n30个\n98%\n2021年12月20日\n96%\n88%\n92%";

impl Visitor {
    /// From the project's page to the new self-evaluation; returns where it is.
    pub(crate) async fn begin_self_evaluation(&self, project: &str) -> String {
        self.become_account("clerk").await;
        self.open(project).await;
        self.picture("20-project-with-issued-goal").await;
        self.press("form[action$='/self-evaluations'] button").await;
        self.see("#line-2", "≥36个").await;
        self.path().await
    }

    /// Fills money and actual values and watches the scores come.
    pub(crate) async fn fill_self_evaluation(&self) {
        self.fill("#achievement", "全年布设监测点位 30 个,每月监测一次并公布结果。")
            .await;
        self.fill("#adjusted", "47.80").await;
        self.fill("#executed", "45.41").await;
        let lines: Vec<&str> = ACTUALS.lines().collect();
        for (row, actual) in (1..).zip(&lines) {
            self.fill(&Self::cell(row, "actual"), actual).await;
        }
        // 30 of 36 points of the line's 16: the numbers that the trace must show.
        self.see("#line-2 [data-slot=computed]", "13.33").await;
        // With 9.5 of 10 points for 95 % of the budget executed.
        self.see("[data-slot=total]", "96.83").await;
        self.see("[data-slot=grade]", "优").await;
        self.picture("21-self-evaluation-scored").await;
    }

    /// Says why a target was missed, where the checks ask for it, and saves.
    pub(crate) async fn give_reasons(&self) {
        self.fill(
            &Self::cell(2, "reason"),
            "6 个点位因道路施工推迟到 2022 年一季度布设,已与施工单位商定时间。",
        )
        .await;
        self.press("[data-grid] button[value=save]").await;
    }

    /// 为什么是 13.33 分: rule, clause and arithmetic, in a box over the form.
    pub(crate) async fn open_trace(&self) {
        self.find("#line-2 [data-slot=computed]")
            .await
            .click()
            .await
            .unwrap();
        self.see("dialog .head", "为什么是 13.33 分").await;
        self.see("dialog .arithmetic", "30 ÷ 36").await;
        for words in ["规则", "条款", "依据", "scoring."] {
            self.see("dialog .body", words).await;
        }
        self.picture("22-trace").await;
        self.keys(Key::Escape).await;
        self.until("the box to close", || async {
            self.find_all("dialog").await.is_empty().then_some(())
        })
        .await;
    }

    /// The finished sheet: total, grade, and nothing left to do.
    pub(crate) async fn see_finalised(&self, sheet: &str, project: &str) {
        self.become_account("clerk").await;
        self.open(sheet).await;
        self.see(".title", "已审定").await;
        self.see("tfoot .grade", "优").await;
        self.picture("30-self-evaluation-finalised").await;
        self.open(project).await;
        for words in ["已批复下达", "已审定", "退回"] {
            self.see("main", words).await;
        }
        self.picture("31-project-at-the-end").await;
    }
}
