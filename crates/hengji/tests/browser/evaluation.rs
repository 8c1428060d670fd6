//! 街道财政综合运行绩效评价 from both sides of the desk: opened by the bureau, scored by the subdistrict, verified and
//! concluded by the bureau.

use crate::visitor::Visitor;
use crate::walk::walk;

/// Fills every control of the score sheet as well as can be, and every figure with the same number.
pub(crate) const FILL: &str = "
    document.querySelectorAll('#scores input[name$=\".score\"]').forEach(box => box.value = box.placeholder.split('–')[1]);
    document.querySelectorAll('#scores input[type=checkbox]').forEach(box => box.checked = true);
    document.querySelectorAll('#scores select').forEach(box => box.value = 'true');
    document.querySelectorAll('#scores input').forEach(box => { if (/[.]c[0-9]+$/.test(box.name)) box.value = '0'; });
    document.querySelectorAll('#scores input[name$=\".asked\"]').forEach(box => box.value = '200');
    document.querySelectorAll('#scores input[name$=\".satisfied\"]').forEach(box => box.value = '179');
    document.querySelectorAll('#scores textarea').forEach(box => box.value = '年度工作总结第 3 页');
    window.confirm = () => true;
";
/// Unfolds the form that opens evaluations and chooses the kind.
const OPENING: &str = "
    document.querySelector('details.card').open = true;
    document.querySelector('#kind').value = 'subdistrict';
";
const FIGURES: &str = "
    document.querySelectorAll('#facts-form input[name=value]').forEach(box => box.value = '1000');
    document.querySelectorAll('#facts-form input[name=source]').forEach(box => box.value = '2021 年决算报表');
";

impl Visitor {
    /// The bureau opens the evaluation of a subdistrict; its address.
    async fn open_evaluation(&self, code: &str) -> String {
        self.become_account("performance").await;
        self.choose_year("2021").await;
        self.open("/evaluations").await;
        self.script(OPENING).await;
        self.fill("#subjects", "没有这个代码").await;
        self.press("#open button.primary").await;
        self.see("main", "[evaluation-subject-unknown]").await;
        self.open("/evaluations").await;
        self.script(OPENING).await;
        self.fill("#subjects", code).await;
        self.press("#open button.primary").await;
        self.see(".title", "单位自评中").await;
        self.path().await
    }

    /// The subdistrict scores itself; too early a hand-in says what is missing.
    async fn score_itself(&self, evaluation: &str) {
        self.become_account("subdistrict").await;
        self.choose_year("2021").await;
        self.see("main", "等您评分").await;
        self.open(evaluation).await;
        self.see("#next", "请逐项自评").await;
        self.press("#hand-in button").await;
        self.see("main", "[evaluation-").await;
        self.open(evaluation).await;
        self.script(FIGURES).await;
        self.press("#facts-form button.primary").await;
        self.see("#facts", "2021 年决算报表").await;
        self.script(FILL).await;
        self.press("#scores button.primary").await;
        self.see("#next", "各项已评完").await;
        self.picture("110-evaluation-self").await;
        self.press("#hand-in button").await;
        self.see(".title", "评分复核中").await;
    }

    /// The bureau verifies: one figure differs, one score is above its weight and refused.
    async fn verify_it(&self, evaluation: &str) {
        self.become_account("performance").await;
        self.choose_year("2021").await;
        self.open(evaluation).await;
        self.script(
            "const rows = [...document.querySelectorAll('#facts-form tr')];
             const row = rows.find(row => row.textContent.includes('livelihood'));
             row.querySelector('input[name=value]').value = '600';
             row.querySelector('input[name=source]').value = '现场核对';",
        )
        .await;
        self.press("#facts-form button.primary").await;
        self.see("#facts", "现场核对").await;
        self.script(FILL).await;
        self.script("document.querySelector('#item-d1').value = '99'")
            .await;
        self.press("#scores button.primary").await;
        self.see("main", "[evaluation-score-out-of-range]").await;
        self.open(evaluation).await;
        self.script(FILL).await;
        self.press("#scores button.primary").await;
        self.see("#next", "形成结论").await;
        self.picture("111-evaluation-verification").await;
    }
}

#[test]
fn in_a_browser_a_subdistrict_is_evaluated_from_both_sides() {
    walk("evaluation", |visitor| async move {
        let evaluation = visitor.open_evaluation("301").await;
        visitor.score_itself(&evaluation).await;
        visitor.verify_it(&evaluation).await;
        visitor.fill("#words", "基层履职到位,民生投入占比偏低。").await;
        visitor.press("#conclude button.primary").await;
        visitor.see(".title", "已形成结论").await;
        visitor.see("#results", "重算一致").await;

        visitor.become_account("subdistrict").await;
        visitor.choose_year("2021").await;
        visitor.open(&evaluation).await;
        visitor
            .script("document.querySelectorAll('details').forEach(one => one.open = true)")
            .await;
        visitor.see("#sheet", "6.86").await;
        visitor.see("#sheet", "置信区间").await;
        visitor.picture("112-evaluation-concluded").await;
        visitor.open("/evaluations?kind=subdistrict").await;
        visitor.see("#list", "城东街道").await;
        visitor.picture("113-evaluations").await;
    });
}
