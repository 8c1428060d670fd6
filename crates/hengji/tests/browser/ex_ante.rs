//! 事前绩效评估 from both sides of the desk: the bureau, the unit, the lead and three experts.

use crate::picture::NARROW;
use crate::visitor::Visitor;
use crate::walk::walk;

/// Places of the required materials on the checklist of a project.
const REQUIRED: [u32; 5] = [1, 2, 4, 5, 9];

impl Visitor {
    /// Puts a project of the clerk's unit on the list by hand.
    async fn list_by_hand(&self) {
        self.become_account("clerk").await;
        self.choose_year("2021").await;
        self.open("/goals?state=in_review").await;
        let code = self.text("main table tbody tr td.mono").await;
        self.become_account("performance").await;
        self.choose_year("2021").await;
        self.open("/ex-ante").await;
        self.picture("90-ex-ante-list").await;
        self.fill("#candidate", code.trim()).await;
        self.choose("#add-by-hand select[name='category']", "其他项目")
            .await;
        self.fill("#add-reason", "区领导交办,社会关注").await;
        self.press("#add-by-hand button").await;
        self.see("main", "区领导交办,社会关注").await;
    }

    /// The unit writes what it asks for, sends its files and hands in; the address of the evaluation.
    async fn apply_for_evaluation(&self) -> String {
        self.become_account("clerk").await;
        self.see("main", "报送事前评估材料").await;
        self.open("/ex-ante").await;
        self.press("form[action$='/ex-ante'] button.primary").await;
        let evaluation = self.path().await;
        self.fill("#summary", "按实施方案分季度推进,资金按工作量和单价测算。")
            .await;
        self.press("form[action$='/application'] button").await;
        self.press("#deed button.primary").await;
        self.see("main", "[materials-incomplete]").await;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("材料.pdf");
        std::fs::write(&file, "%PDF-1.4\n%%EOF\n").unwrap();
        self.open(&evaluation).await;
        for number in REQUIRED {
            let chosen = self.find(&format!("#material-{number} input[type=file]")).await;
            chosen.send_keys(file.to_str().unwrap()).await.unwrap();
            self.press(&format!("#material-{number} form.filters button"))
                .await;
            self.see(&format!("#material-{number}"), "已收").await;
        }
        self.picture("91-ex-ante-materials").await;
        self.press("#deed button.primary").await;
        self.see(".title", "送审稿").await;
        evaluation
    }

    /// The lead accepts what came and invites three experts.
    async fn lead_to_experts(&self, evaluation: &str) {
        self.become_account("department").await;
        self.choose_year("2021").await;
        self.open(evaluation).await;
        for number in REQUIRED {
            self.press(&format!("#material-{number} button[value='accept']"))
                .await;
            self.see(&format!("#material-{number}"), "已通过").await;
        }
        self.press("#deed button.primary").await;
        for _ in 0..3 {
            self.press("#invite button").await;
        }
        self.picture("92-ex-ante-experts").await;
    }

    /// An expert finds the evaluation among the things to do and gives every item these points.
    async fn score_evaluation(&self, account: &str, evaluation: &str, points: &str) {
        self.become_account(account).await;
        self.choose_year("2021").await;
        self.see("main", "专家独立评分").await;
        self.open(evaluation).await;
        self.see("#scores", "互不可见").await;
        let fill = format!(
            "document.querySelectorAll('#own-scores input[name=score]').forEach(box => box.value = '{points}');
             window.confirm = () => true;"
        );
        self.script(&fill).await;
        self.picture(&format!("93-ex-ante-{account}")).await;
        self.press("#own-scores button[value='submit']").await;
        self.see("#own-scores", "提交").await;
    }

    /// The lead opens the discussion and draws a conclusion with a precondition.
    async fn conclude_evaluation(&self, evaluation: &str) {
        self.become_account("department").await;
        self.open(evaluation).await;
        self.see("#scores", "启封").await;
        self.press("#deed button.primary").await;
        self.see("#conclusion", "按规则建议").await;
        self.choose("#conclusion-code", "附条件支持").await;
        self.press("form[action$='/conclusion'] button.primary").await;
        self.see("main", "[conclusion-departure-without-reason]").await;
        self.open(evaluation).await;
        self.choose("#conclusion-code", "附条件支持").await;
        self.fill("#reason", "须先取得用地手续").await;
        self.fill("#granted", "1").await;
        self.fill("#condition-1-words", "取得用地预审意见").await;
        self.script("document.querySelector('#condition-1-due_on').value = '2021-04-30'")
            .await;
        self.press("form[action$='/conclusion'] button.primary").await;
        self.picture("94-ex-ante-conclusion").await;
        self.press("#deed button.primary").await;
        self.see(".title", "专家会后修订稿").await;
    }
}

#[test]
fn in_a_browser_an_evaluation_goes_from_its_materials_to_a_formal_report() {
    walk("ex-ante", |visitor| async move {
        visitor.list_by_hand().await;
        let evaluation = visitor.apply_for_evaluation().await;
        visitor.lead_to_experts(&evaluation).await;
        for (account, points) in [("thirdparty", "4"), ("expert2", "4.5"), ("expert3", "3.5")] {
            visitor.score_evaluation(account, &evaluation, points).await;
        }
        visitor.conclude_evaluation(&evaluation).await;

        visitor.become_account("division").await;
        visitor.choose_year("2021").await;
        visitor.open(&evaluation).await;
        visitor.fill("#words", "同意核定金额,条件落实后批复。").await;
        visitor.press("#deed form[action$='/pass'] button.primary").await;
        visitor.become_account("performance").await;
        visitor.open(&evaluation).await;
        visitor.press("#deed form[action$='/pass'] button.primary").await;
        visitor.see(".title", "正式稿").await;
        visitor
            .fill("#conditions input[name='evidence']", "用地预审意见〔2021〕3 号")
            .await;
        visitor.press("#conditions button[value='met']").await;
        visitor.see("#conditions", "已落实").await;

        visitor.become_account("clerk").await;
        visitor.open(&evaluation).await;
        visitor.see("#conclusion", "附条件支持").await;
        visitor.picture("95-ex-ante-final").await;
        visitor.open(&format!("{evaluation}/report")).await;
        visitor.see("main, body", "正式稿").await;
        visitor.picture_at("96-ex-ante-report", NARROW).await;
        visitor.print("96-ex-ante-report").await;
    });
}
