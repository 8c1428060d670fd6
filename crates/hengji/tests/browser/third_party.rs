//! 第三方机构 from both sides of the desk: the bureau registers, judges and assigns; the institution signs in, sees its
//! own cases under its mark, scores one and hands it in; the bureau reads who looked at what.

use crate::evaluation::FILL;
use crate::visitor::Visitor;
use crate::walk::walk;

impl Visitor {
    async fn become_of_2020(&self, login: &str) {
        self.become_account(login).await;
        self.choose_year("2020").await;
    }

    /// Who may be chosen and who may not; a code with a wrong digit is refused beside its field.
    async fn look_at_the_register(&self) {
        self.become_of_2020("performance").await;
        self.open("/institutions").await;
        self.see("#list", "戊评价机构").await;
        self.see("#list", "不能入选").await;
        self.picture("120-institutions").await;
        self.fill("#name", "己评价机构").await;
        self.fill("#credit_code", "91330108MA2A0001A7").await;
        self.choose("#kind", "律师事务所").await;
        self.fill("#founded_on", "2012-03-01").await;
        self.press("#new button.primary").await;
        self.see("main", "校验位应为").await;
        self.open("/institutions?eligible=no").await;
        self.press("#list td a").await;
        self.see("#conditions", "未举证").await;
        self.see("#conditions", "不符合").await;
        self.picture("121-institution-not-eligible").await;
    }

    /// The drawn batch is repeated by the program and by a second implementation.
    async fn check_the_draw(&self) {
        self.open("/assignments").await;
        self.see("#draws", "已抽取").await;
        self.picture("122-assignments").await;
        let link = self.find("#list a[href^='/institution-draws/']").await;
        let draw = link.attr("href").await.unwrap().unwrap();
        self.open(&draw).await;
        self.see("#candidates", "抽中").await;
        self.picture("123-institution-draw").await;
        assert!(0 < self.repeat_draw(&draw).await);
    }

    /// The leader gives a case directly, for a reason, and takes it away again.
    async fn give_and_take(&self) {
        self.become_of_2020("leader").await;
        let choose = "
            const pick = (id, words) => { const box = document.querySelector(id); box.value = [...box.options].find(one => one.value && one.text.includes(words)).value; };
            pick('#direct #evaluation', ''); pick('#institution', '丁评价机构'); window.confirm = () => true;
        ";
        self.open("/assignments").await;
        self.script(choose).await;
        self.fill("#reason", "熟悉").await;
        self.press("#direct button.primary").await;
        self.see("main", "[assignment-reason-short]").await;
        self.script(choose).await;
        self.fill("#reason", "该项目技术性强,只有该机构有检测能力").await;
        self.press("#direct button.primary").await;
        self.see("#list", "只有该机构有检测能力").await;
        let first = "const row = [...document.querySelectorAll('#list tr')].find(row => row.textContent.includes('检测能力'));
            row.querySelector('details').open = true; row.querySelector('input[name=reason]').value = '机构补报了回避事项,改由他人'; window.confirm = () => true;
            row.querySelector('details button').id = 'take-away';";
        self.script(first).await;
        self.press("#take-away").await;
        self.see("#list", "机构补报了回避事项").await;
    }

    /// The institution sees its cases and no others, scores one and hands it in.
    async fn evaluate_as_institution(&self, foreign: &str) -> String {
        self.become_of_2020("thirdparty").await;
        self.see("main", "等您评分").await;
        self.open("/evaluations").await;
        let own = self.find("#list td a[href^='/evaluations/']").await;
        let own = own.attr("href").await.unwrap().unwrap();
        assert_ne!(own, foreign);
        self.see(".watermark", "甲评价机构").await;
        self.picture("124-evaluations-of-the-institution").await;
        self.open(&own).await;
        self.see("#own-assignment", "甲评价机构").await;
        self.script("window.confirm = () => true").await;
        self.press("#hand-in-assignment button").await;
        self.see("main", "[evaluation-incomplete]").await;
        self.script(FILL).await;
        self.press("#scores button.primary").await;
        self.see("#next", "核对后提交").await;
        self.picture("125-evaluation-of-the-institution").await;
        self.script("window.confirm = () => true").await;
        self.press("#hand-in-assignment button").await;
        self.see("#own-assignment", "已提交").await;
        self.open(foreign).await;
        self.see("main", "not-found").await;
        self.complaints().await;
        own
    }
}

#[test]
fn in_a_browser_an_institution_evaluates_its_own_case_and_finds_no_other() {
    walk("third-party", |visitor| async move {
        visitor.look_at_the_register().await;
        visitor.check_the_draw().await;
        let foreign = "return [...document.querySelectorAll('#list tr')].filter(row => row.textContent.includes('评价机构') && !row.textContent.includes('甲评价机构')).map(row => row.querySelector('a').getAttribute('href'))[0]";
        visitor.open("/assignments").await;
        let foreign = visitor.script(foreign).await.as_str().unwrap().to_owned();
        visitor.give_and_take().await;
        let own = visitor.evaluate_as_institution(&foreign).await;
        visitor.become_of_2020("performance").await;
        visitor.open(&own).await;
        visitor.see("#institutions", "已提交").await;
        visitor.press("#institutions a[href$='/reads']").await;
        visitor.see("main", "查阅评价").await;
        visitor.picture("126-looks-of-the-institution").await;
    });
}
