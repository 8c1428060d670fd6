//! 问题、整改、回头看: the bureau enters a finding, issues and serves its letter; the unit signs, plans, claims with a
//! proof, is refused, claims again; a second person verifies; later years look back.

use crate::visitor::Visitor;
use crate::walk::walk;

impl Visitor {
    /// Becomes somebody in the year that is evaluated.
    async fn act_in_2020(&self, login: &str) {
        self.become_account(login).await;
        self.choose_year("2020").await;
    }

    /// The code of a project of the clerk's unit.
    async fn own_project(&self) -> String {
        self.act_in_2020("clerk").await;
        self.open("/projects").await;
        self.text("main tbody tr .mono").await
    }

    /// Agrees to whatever the present page asks for before a deed.
    async fn agree(&self) {
        self.script("window.confirm = () => true;").await;
    }

    /// Puts a file into the field of a claim, as somebody would choose it.
    async fn attach(&self, name: &str, text: &str) {
        self.script(&format!(
            "const kept = new DataTransfer(); kept.items.add(new File(['{text}'], '{name}')); \
             document.querySelector('#file').files = kept.files;"
        ))
        .await;
    }
}

#[test]
fn in_a_browser_a_finding_goes_from_its_letter_to_its_verified_rectification() {
    walk("rectification", |visitor| async move {
        let project = visitor.own_project().await;
        visitor.act_in_2020("performance").await;
        visitor.open("/evaluation-findings").await;
        visitor.see("#letters", "出具反馈书").await;
        visitor.picture("90-findings").await;
        visitor.open("/evaluation-findings/new").await;
        visitor.choose("#origin", "其他检查").await;
        visitor.fill("#origin_title", "专项检查通知〔2021〕3号").await;
        visitor.fill("#project_code", &project).await;
        visitor.fill("#words", "验收资料不完整,缺少检测报告").await;
        visitor.choose("#severity", "较重").await;
        visitor
            .press("form[action='/evaluation-findings'] button.primary")
            .await;
        visitor.see(".note.bad", "请选择问题根源").await;
        visitor.choose("#cause", "档案和佐证资料不全").await;
        visitor
            .press("form[action='/evaluation-findings'] button.primary")
            .await;
        visitor.see("#next", "出具反馈书").await;
        let finding = visitor.path().await;
        visitor.press(".actions a.button").await;
        visitor.see(".official", "草稿").await;
        visitor.picture("91-letter-of-findings").await;
        visitor.press("form[method=post][action$='/letter'] button").await;
        visitor.see(".title", "待送达").await;
        let letter = visitor.path().await;
        visitor.press("form[action$='/serve'] button").await;
        visitor.see(".title", "待签收").await;

        visitor.act_in_2020("clerk").await;
        visitor.open(&letter).await;
        visitor.press("form[action$='/receipt'] button").await;
        visitor.see(".note", "整改方案").await;
        visitor.press(".note a[href^='/rectification-plans/']").await;
        visitor.see("#next", "还缺措施的问题").await;
        visitor.choose("#kind", "补齐资料").await;
        visitor.fill("#words", "补齐检测报告并归档").await;
        visitor.fill("#owner", "工程科").await;
        visitor.fill("#due_on", "2021-02-01").await;
        visitor.fill("#proof_asked", "检测报告").await;
        visitor.press("form.measure button").await;
        visitor.see(".note.bad", "已经过去").await;
        visitor.fill("#due_on", "2021-03-31").await;
        visitor.press("form.measure button").await;
        visitor.see("main", "补齐检测报告并归档").await;
        visitor.picture("92-plan").await;
        visitor.agree().await;
        visitor.press("#hand-in button.primary").await;
        visitor.see("#next", "整改方案已报送").await;
        visitor
            .press(".finding-of-plan a[href^='/rectifications/']")
            .await;
        let measure = visitor.path().await;
        visitor.fill("#claim-words", "报告已出具").await;
        visitor.press("#proofs button.primary").await;
        visitor.see(".note.bad", "须附证明材料").await;
        visitor.attach("说明.txt", "检测已完成").await;
        visitor.press("#proofs button.primary").await;
        visitor.see(".title", "单位报完成").await;

        visitor.act_in_2020("division").await;
        visitor.open("/").await;
        visitor.see("main", "等您核实").await;
        visitor.open(&measure).await;
        visitor.fill("#verify-words", "只有说明,没有检测报告").await;
        visitor.press("#verification button[formaction$='/reject']").await;
        visitor.see(".title", "核实未通过").await;

        visitor.act_in_2020("clerk").await;
        visitor.open(&measure).await;
        visitor.fill("#claim-words", "补充检测报告").await;
        visitor.attach("检测报告.txt", "合格").await;
        visitor.press("#proofs button.primary").await;
        visitor.see(".title", "单位报完成").await;
        visitor.picture("93-claimed-again").await;

        visitor.act_in_2020("division").await;
        visitor.open(&measure).await;
        visitor.press("#verification button.primary").await;
        visitor.see(".title", "已核实").await;
        visitor.open(&finding).await;
        visitor.see(".title", "整改已核实").await;
        visitor.picture("94-rectified").await;
        visitor.open("/rectifications?years=all").await;
        visitor.see("main", "单位报完成不等于已核实").await;
        visitor.picture("95-rectifications").await;
    });
}

#[test]
fn in_a_browser_earlier_rectifications_are_drawn_and_looked_back_at() {
    walk("look_back", |visitor| async move {
        visitor.act_in_2020("performance").await;
        visitor.open("/look-backs").await;
        visitor.press("main tbody td a[href^='/look-backs/']").await;
        visitor.see("#objects", "问题反弹").await;
        visitor.see("main", "记录校验值").await;
        visitor.picture("96-look-back").await;
        visitor.press("#objects a[href^='/evaluation-findings/']").await;
        visitor.see("main", "回头看").await;
        visitor.open("/recurrences").await;
        visitor.see("#rows", "年").await;
        visitor.picture("97-recurrences").await;
        visitor.open("/look-backs").await;
        visitor
            .fill("#announced", "三月一日公告,以三月八日开奖号为起始值")
            .await;
        visitor.fill("#reason", "局领导要求扩大抽取范围").await;
        visitor.press("form[action='/look-backs'] button.primary").await;
        visitor.see(".title", "第 2 次").await;
        visitor.fill("#start_value", "20210308-123456").await;
        visitor.agree().await;
        visitor.press("form[action$='/draw'] button.primary").await;
        visitor.see("#objects", "登记结果").await;
        visitor.script("const form = document.querySelector('#objects form'); form.elements.result.value = 'holds'; form.elements.looked_on.value = '2021-03-01'; form.elements.evidence.value = '现场查看,整改成果保持'").await;
        visitor.press("#objects form button").await;
        visitor.see("#objects", "整改保持").await;
        visitor.picture("98-looked-back").await;
    });
}
