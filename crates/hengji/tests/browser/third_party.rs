//! 第三方机构 from both sides of the desk: the bureau registers, judges and assigns; the institution signs in, sees its
//! own cases under its mark, scores one and hands it in; the bureau reads who looked at what.

use crate::evaluation::FILL;
use crate::visitor::Visitor;
use crate::walk::walk;

/// A report long enough to be taken, half of which tells of results.
const REPORT: &str = "
    const box = document.querySelector('#text');
    box.value = '一、决策和过程管理\\n' + '申报程序规范,支付凭证齐全,合同和发票相互对应。'.repeat(8)
        + '\\n二、产出和效益\\n' + '完成率达到目标,抽查合格率百分之九十七,受益居民投诉减少。'.repeat(8);
";

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
        self.hand_report_over(&own).await;
        self.open(&own).await;
        self.script("window.confirm = () => true").await;
        self.press("#hand-in-assignment button").await;
        self.see("#own-assignment", "已提交").await;
        for address in [foreign.to_owned(), format!("{foreign}/report")] {
            self.open(&address).await;
            self.see("main", "not-found").await;
        }
        self.complaints().await;
        own
    }

    /// The institution hands its report over: too short and without pages it is refused, then it waits for the bureau.
    async fn hand_report_over(&self, own: &str) {
        self.open(own).await;
        self.press("#own-assignment a[href$='/report']").await;
        self.fill("#explanation", "正本同步报送").await;
        self.script("document.querySelector('#text').value = '太短'")
            .await;
        self.press("#hand-over button.primary").await;
        self.see("main", "[report-length]").await;
        self.see("main", "[report-pages]").await;
        self.fill("#pages", "36").await;
        self.script(REPORT).await;
        self.press("#hand-over button.primary").await;
        self.see("#next", "待财政局评分").await;
        self.see("#versions", "正本同步报送").await;
        self.see("#topics", "产出效益").await;
        self.see(".watermark", "甲评价机构").await;
        self.picture("127-report-of-the-institution").await;
    }

    /// The bureau rates the report with a page for each score; points above the weight and a missing page are refused.
    async fn rate_the_report(&self, own: &str) {
        self.become_of_2020("performance").await;
        self.open("/institution-reports").await;
        self.see("#list", "雷同").await;
        self.picture("128-reports-of-institutions").await;
        self.open(own).await;
        self.press("#institutions a[href$='/report']").await;
        self.see("#next", "待评分").await;
        self.script(
            "document.querySelectorAll('#rate input[name=points]').forEach(box => box.value = '2');
             document.querySelectorAll('#rate input[name=page]').forEach(box => box.value = '12');
             document.querySelectorAll('#rate input[name=evidence]').forEach(box => box.value = '正文第二段有数据');
             document.querySelector('#points-0').value = '99'; document.querySelector('#page-1').value = '37';",
        )
        .await;
        self.press("#rate button.primary").await;
        self.see("main", "[rating-points]").await;
        self.see("main", "[rating-page]").await;
        self.script("document.querySelector('#points-0').value = '2'; document.querySelector('#page-1').value = '36';")
            .await;
        self.press("#rate button.primary").await;
        self.see("#ratings", "24 分").await;
        self.see("#next", "[report-rated]").await;
        self.picture("129-rating-of-a-report").await;
        self.complaints().await;
    }

    /// The institution reads its rating with the pages.
    async fn read_the_rating(&self, own: &str) {
        self.become_of_2020("thirdparty").await;
        self.open(&format!("{own}/report")).await;
        self.see("#ratings", "第 36 页").await;
        self.see("#next", "作为新的一稿报送").await;
        self.picture("130-rating-read-by-the-institution").await;
        self.complaints().await;
    }

    /// What the years say of the spread of the work and of the scorers.
    async fn look_at_concentration_and_severity(&self) {
        self.become_of_2020("performance").await;
        self.open("/institution-concentration").await;
        self.see("#year-2019", "样本不足,不作判断").await;
        self.see("#year-2020", "最大一家").await;
        self.picture("131-concentration").await;
        self.open("/scorer-severity").await;
        self.see("#people", "绩效管理科经办").await;
        self.see("#bodies", "样本不足,不作判断").await;
        self.see("#totals", "校正后").await;
        self.picture("132-severity-of-scorers").await;
        self.complaints().await;
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
        visitor.rate_the_report(&own).await;
        visitor.read_the_rating(&own).await;
        visitor.look_at_concentration_and_severity().await;
        visitor.become_of_2020("performance").await;
        visitor.open(&own).await;
        visitor.see("#institutions", "已提交").await;
        visitor.press("#institutions a[href$='/reads']").await;
        visitor.see("main", "查阅评价").await;
        visitor.picture("126-looks-of-the-institution").await;
    });
}
