//! 签证单 from both sides of the desk: a changed score is disputed by the department, looked at again by somebody else,
//! signed by both sides, concluded and printed.

use crate::visitor::Visitor;
use crate::walk::walk;

/// The first line that the unit scored itself gets a point less than it gave, with the reason.
const LOWER: &str = "
    const own = row => parseFloat((row.innerText.match(/自评表得分 ([0-9.]+)/) || [])[1]);
    const row = [...document.querySelectorAll('#scores tbody tr')].find(row => 1 <= own(row) && row.querySelector('input[name$=\".score\"]'));
    row.querySelector('input[name$=\".score\"]').value = String(own(row) - 1);
    row.querySelector('textarea').value = '验收资料第 3 页,少一处签字';
    window.confirm = () => true;
";
/// The evaluation that has no sheet yet.
const WITHOUT_SHEET: &str = "
    const rows = [...document.querySelectorAll('#list tbody tr')];
    return rows.find(row => row.cells[4].innerText.trim() === '—').querySelector('a').getAttribute('href');
";
/// The first point disputed with its reason and evidence, the others agreed to.
const ANSWER: &str = "
    document.querySelectorAll('#answers input[value=agreed]').forEach(box => box.checked = true);
    document.querySelector('#answers input[name=\"a.1.verdict\"][value=disputed]').checked = true;
    document.querySelector('#answers textarea[name=\"a.1.words\"]').value = '验收单已经补签,请予采信';
    document.querySelector('#answers input[name=\"a.1.evidence\"]').value = '补签的验收单,第 1 页';
    window.confirm = () => true;
";
const AMEND: &str = "
    document.querySelector('#look-1 input[value=amended]').checked = true;
    const box = document.querySelector('#look-1 input[name$=\".score\"]');
    box.value = String(parseFloat(document.querySelector('#sheet tbody td:nth-child(5)').innerText) + 0.5);
    document.querySelector('#look-1 textarea[name=words]').value = '补签属实,酌情恢复一半';
    window.confirm = () => true;
";

impl Visitor {
    async fn act_as(&self, login: &str, path: &str) {
        self.become_account(login).await;
        self.choose_year("2020").await;
        self.open(path).await;
    }

    /// The bureau sees how far the sample has come; the address of an evaluation of the department without a sheet.
    async fn find_scored_evaluation(&self) -> String {
        self.act_as("performance", "/spot?show=drawn").await;
        self.see("main", "已有结论(共 140 项抽评)").await;
        self.picture("120-spot-evaluations").await;
        self.act_as("department", "/evaluations?kind=spot&state=verification")
            .await;
        let found = self.script(WITHOUT_SHEET).await;
        found.as_str().unwrap().to_owned()
    }

    async fn score_and_issue(&self, evaluation: &str) {
        self.act_as("performance", evaluation).await;
        self.see("#sign-off", "未发出").await;
        self.script(LOWER).await;
        self.press("#scores button.primary").await;
        self.see("#next", "发出签证单").await;
        self.open(&format!("{evaluation}/sign-off")).await;
        self.see("#draft", "验收资料第 3 页").await;
        self.fill("#findings", "项目资料没有按年度归档").await;
        self.script("window.confirm = () => true").await;
        self.press("#issue button.primary").await;
        self.see(".title", "待部门答复").await;
        self.picture("121-sign-off-issued").await;
        self.open(evaluation).await;
        self.see("#next", "签证期间评分不变").await;
    }

    async fn dispute(&self, evaluation: &str) {
        self.become_account("department").await;
        self.choose_year("2020").await;
        self.see("main", "份评价签证单等您单位逐项答复").await;
        self.picture("122-home-with-sign-offs").await;
        self.open(&format!("{evaluation}/sign-off")).await;
        self.press("#answers button.primary").await;
        self.see("main", "[sign-off-unanswered]").await;
        self.script(ANSWER).await;
        self.picture("122b-sign-off-answers").await;
        self.press("#answers button.primary").await;
        self.see(".title", "待复查").await;
    }

    async fn look_again(&self, sheet: &str) {
        self.act_as("performance", sheet).await;
        self.see("#look-1", "须由财政局另一人复查").await;
        self.become_account("leader").await;
        self.choose_year("2020").await;
        self.see("main", "签证单部门有异议").await;
        self.open(sheet).await;
        self.script(AMEND).await;
        self.picture("123-sign-off-second-look").await;
        self.press("#look-1 button.primary").await;
        self.see(".title", "待签字").await;
        self.see("#sheet", "补签属实").await;
    }

    async fn sign(&self, login: &str, sheet: &str) {
        self.act_as(login, sheet).await;
        self.script("window.confirm = () => true").await;
        self.press("#sign button").await;
    }
}

#[test]
fn in_a_browser_an_evaluation_is_signed_off_from_both_sides_before_it_is_concluded() {
    walk("sign-off", |visitor| async move {
        let evaluation = visitor.find_scored_evaluation().await;
        let sheet = format!("{evaluation}/sign-off");
        visitor.score_and_issue(&evaluation).await;
        visitor.dispute(&evaluation).await;
        visitor.look_again(&sheet).await;
        visitor.sign("department", &sheet).await;
        visitor.see("#next", "等待财政部门签字").await;
        visitor.sign("performance", &sheet).await;
        visitor.see(".title", "已签定").await;
        visitor.picture("124-sign-off-signed").await;
        let paper = visitor.find(".actions a[href^='/papers/']").await;
        let paper = paper.attr("href").await.unwrap().unwrap();
        visitor.open(&paper).await;
        visitor.see("main", "区财绩签〔").await;
        visitor.see("main", "补签属实").await;
        visitor.picture("125-sign-off-paper").await;
        for file in ["paper.pdf", "paper.docx"] {
            let script = format!(
                "const asked = new XMLHttpRequest(); asked.open('GET', '{paper}/{file}', false); asked.send(); \
                 return asked.status"
            );
            assert_eq!(visitor.script(&script).await, 200, "{file}");
        }
        visitor.open(&evaluation).await;
        visitor.fill("#words", "总体完成,资料管理有待加强。").await;
        visitor.script("window.confirm = () => true").await;
        visitor.press("#conclude button.primary").await;
        visitor.see("#results", "重算一致").await;
        visitor.act_as("department", "/spot?show=drawn").await;
        visitor.see("#list", "已签定").await;
        visitor.picture("126-spot-outcome").await;
    });
}
