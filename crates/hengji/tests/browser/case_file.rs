//! 重点评价 from both sides of the desk: plan, team, field record, evidence, two scorers and the draft at the bureau; the
//! answers of the unit; adoption, conclusion and the final report at the bureau.

use crate::visitor::Visitor;
use crate::walk::walk;

/// Fills every control of the score sheet, one item below its full points.
const FILL: &str = "
    document.querySelectorAll('#scores input[name$=\".score\"]').forEach(box => box.value = box.placeholder.split('–')[1]);
    document.querySelectorAll('#scores input[type=checkbox]').forEach(box => box.checked = true);
    document.querySelectorAll('#scores input[name$=\".asked\"]').forEach(box => box.value = '200');
    document.querySelectorAll('#scores input[name$=\".satisfied\"]').forEach(box => box.value = '172');
    document.querySelectorAll('#scores textarea').forEach(box => box.value = '见佐证第 3 页');
    document.querySelector('#item-o3').value = '4';
    window.confirm = () => true;
";
const FIGURES: &str = "
    document.querySelectorAll('#facts-form input[name=value]').forEach(box => box.value = '1000');
    document.querySelectorAll('#facts-form input[name=source]').forEach(box => box.value = '验收台账');
";
const OPENING: &str = "
    document.querySelector('details.card').open = true;
    document.querySelector('#kind').value = 'key';
";

/// Chooses the account in the form of members whose name holds these words.
fn choosing(words: &str, duty: &str) -> String {
    format!(
        "const user = [...document.querySelectorAll('#user option')].find(one => one.textContent.includes('{words}'));
         document.querySelector('#user').value = user.value;
         document.querySelector('#duty').value = '{duty}';"
    )
}

impl Visitor {
    async fn at_desk(&self, account: &str, page: &str) {
        self.become_account(account).await;
        self.choose_year("2020").await;
        self.open(page).await;
    }

    /// Opens the key evaluation of the first project of the clerk's unit; its address.
    async fn open_key_evaluation(&self) -> String {
        self.at_desk("clerk", "/projects").await;
        let code = self.text("table.list tbody .mono").await;
        self.at_desk("performance", "/evaluations").await;
        self.script(OPENING).await;
        self.fill("#subjects", &format!("{code},环卫作业市场化政策"))
            .await;
        self.press("#open button.primary").await;
        self.see(".title", "评分复核中").await;
        self.path().await
    }

    /// The plan with its team, approved by the leader; a conflict keeps a member from scoring.
    async fn plan_it(&self, evaluation: &str, case: &str) {
        self.open(case).await;
        for (field, text) in [
            ("#purpose", "检验政策目标实现程度"),
            ("#scope", "2020 年度政策资金"),
            ("#method", "成本效益分析、公众评判"),
            ("#schedule", "一月进场,二月成稿"),
            ("#funds", "126.5"),
            ("#institution", "甲评价机构"),
        ] {
            self.fill(field, text).await;
        }
        self.press("#plan button.primary").await;
        self.press("#plan form:nth-of-type(2) button").await;
        self.see("main", "[case-members-too-few]").await;
        self.open(case).await;
        self.script(&choosing("绩效管理科", "lead")).await;
        self.press("#team form[action$='/members'] button").await;
        self.script(&choosing("经济建设科", "scorer")).await;
        self.press("#team form[action$='/members'] button").await;
        self.see("#team", "经济建设科经办").await;
        self.press("#plan form:nth-of-type(2) button").await;
        self.see("#plan", "方案待审批").await;
        self.picture("140-case-plan").await;
        self.at_desk("leader", case).await;
        self.press("#plan button.primary").await;
        self.see("#plan", "方案已批准").await;
        self.at_desk("division", case).await;
        self.script("document.querySelector('#declaration').value = 'conflict'")
            .await;
        self.fill("#reason", "本人配偶在该单位任职").await;
        self.press("#team form[action$='/declaration'] button").await;
        self.open(evaluation).await;
        self.see("#next", "应当回避").await;
    }

    /// Puts a file into the field, as somebody would choose it.
    async fn put_file(&self, name: &str, text: &str) {
        self.script(&format!(
            "const kept = new DataTransfer(); kept.items.add(new File(['{text}'], '{name}')); \
             document.querySelector('#file').files = kept.files;"
        ))
        .await;
    }

    async fn declare_clear(&self, account: &str, case: &str) {
        self.at_desk(account, case).await;
        self.script("document.querySelector('#declaration').value = 'clear'")
            .await;
        self.press("#team form[action$='/declaration'] button").await;
    }

    /// A field record and evidence; a file of the wrong kind is refused and what was typed stays.
    async fn collect_for(&self, case: &str) {
        self.open(case).await;
        self.script("document.querySelector('#records details').open = true")
            .await;
        self.fill("#seen_on", "2021-01-12").await;
        self.fill("#place", "垃圾中转站").await;
        self.fill("#present", "评价组 2 人").await;
        self.fill("#situation", "现场核对台账 24 处,1 处不符。").await;
        self.script("document.querySelector('#records input[name=item]').checked = true")
            .await;
        self.press("#records form[action$='/records'] button.primary")
            .await;
        self.see("#records", "垃圾中转站").await;
        self.put_file("程序.exe", "MZ").await;
        self.fill("#page", "第 3 页").await;
        self.press("#evidence form[action$='/evidence'] button").await;
        self.see("main", "[attachment-type-unknown]").await;
        self.put_file("批复.txt", "立项批复").await;
        self.script("document.querySelector('#item').value = 'd1'").await;
        self.press("#evidence form[action$='/evidence'] button").await;
        self.see("#evidence-d1", "批复.txt").await;
        self.picture("141-case-evidence").await;
    }

    async fn score_key(&self, account: &str, evaluation: &str, with_figures: bool) {
        self.at_desk(account, evaluation).await;
        if with_figures {
            self.script(FIGURES).await;
            self.press("#facts-form button.primary").await;
        }
        self.script(FILL).await;
        self.press("#scores button.primary").await;
        self.script("window.confirm = () => true").await;
        self.press("form[action$='/hand-in-verification'] button").await;
    }
}

#[test]
fn in_a_browser_a_key_evaluation_goes_from_plan_to_final_report() {
    walk("case-file", |visitor| async move {
        let evaluation = visitor.open_key_evaluation().await;
        let case = format!("{evaluation}/case");
        visitor.plan_it(&evaluation, &case).await;
        visitor.declare_clear("division", &case).await;
        visitor.declare_clear("performance", &case).await;
        visitor.collect_for(&case).await;
        visitor.score_key("performance", &evaluation, true).await;
        visitor.score_key("division", &evaluation, false).await;

        visitor.at_desk("performance", &case).await;
        visitor.see("#agreement", "ICC(2,1)").await;
        visitor.see("#surveys", "n = 200").await;
        visitor.press("form[action$='/case/draft'] button").await;
        visitor.see("#editions", "初稿第 1 版").await;
        visitor.picture("142-case-draft").await;
        visitor.press("form[action$='/case/send'] button").await;
        visitor.see("#next", "等待单位逐点答复").await;

        let exchange = format!("{evaluation}/exchange");
        visitor.at_desk("clerk", "/").await;
        visitor.see("main", "征求意见").await;
        visitor.open(&exchange).await;
        visitor.see("#draft", "一、基本情况").await;
        visitor.press("#points button.primary").await;
        visitor.see("main", "[case-points-unanswered]").await;
        visitor
            .script(
                "document.querySelector('#points select').value = 'objected';
                 document.querySelector('#points textarea').value = '完成时间以批复的延期文件为准';
                 document.querySelector('#points input[name=rest]').checked = true;",
            )
            .await;
        visitor.picture("143-exchange-unit").await;
        visitor.press("#points button.primary").await;
        visitor.see("#points", "有异议").await;

        visitor.at_desk("performance", &exchange).await;
        visitor
            .script("document.querySelector('#points select[name=outcome]').value = 'partly_adopted'")
            .await;
        visitor
            .fill("#points textarea", "延期文件属实,在报告中注明")
            .await;
        visitor.press("#points form button").await;
        visitor.see("#points", "部分采纳").await;
        visitor.picture("144-exchange-bureau").await;
        visitor.open(&case).await;
        visitor.press("form[action$='/case/settle'] button").await;
        visitor.see(".title", "意见已处理").await;
        visitor.open(&evaluation).await;
        visitor.script("window.confirm = () => true").await;
        visitor.fill("#words", "政策目标基本实现。").await;
        visitor.press("#conclude button.primary").await;
        visitor.see(".title", "已形成结论").await;
        visitor.at_desk("leader", &case).await;
        visitor.press("form[action$='/case/final'] button").await;
        visitor.see("#editions", "定稿 区财绩价").await;
        visitor.picture("145-case-final").await;
        visitor.press("#editions a").await;
        visitor.see("article.official", "七、其他需要说明的问题").await;
        visitor.see("article.official", "126.5").await;
        let status = visitor
            .number(
                "const asked = new XMLHttpRequest(); \
                 asked.open('GET', location.pathname + '/paper.pdf', false); asked.send(); \
                 return asked.responseText.startsWith('%PDF') ? asked.status : 0;",
            )
            .await;
        assert_eq!(status, 200, "the final report is downloaded");
        visitor.open("/case-files").await;
        visitor.see("#list", "环卫作业市场化政策").await;
        visitor.picture("146-case-files").await;
    });
}
