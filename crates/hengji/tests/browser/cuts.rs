//! 压减核减台账: a reader opens the sentence of the report down to a voucher; a department proposes, its budget division
//! decides and enters the voucher, and the sentence counts it.

use crate::visitor::Visitor;
use crate::walk::walk;

impl Visitor {
    /// Becomes somebody in the year that is evaluated.
    async fn become_in_2020(&self, login: &str) {
        self.become_account(login).await;
        self.choose_year("2020").await;
    }
}

#[test]
fn in_a_browser_a_cut_goes_from_the_department_to_the_sentence_of_the_report() {
    walk("cuts", |visitor| async move {
        visitor.become_in_2020("congress").await;
        visitor.open("/cuts").await;
        visitor.see("#sentences", "压减预算 15,582.34 万元").await;
        visitor.see("#sentences", "另行核减预算 228 万元").await;
        visitor.picture("70-cuts").await;
        visitor.press("#sentences li:nth-child(2) a").await;
        visitor.see("#list p", "228.00 万元").await;
        visitor.press("#list tbody tr td a[href^='/cuts/']").await;
        visitor.see("#vouchers", "示范区财预〔2020〕").await;
        visitor.see("#next", "办结").await;
        visitor.picture("71-cut-with-its-vouchers").await;

        visitor.become_in_2020("department").await;
        // What was cut most leaves most to cut again.
        visitor.open("/cuts?state=approved").await;
        let code = visitor.text("#list tbody tr td:nth-child(2) .mono").await;
        visitor.open("/cuts/new").await;
        visitor.fill("#project_code", &code).await;
        visitor.choose("#ground", "非急需").await;
        visitor.fill("#cut", "9999999").await;
        visitor.fill("#words", "可以推迟到下年实施").await;
        visitor.press("form[action='/cuts'] button.primary").await;
        visitor.see(".note.bad", "超过可压减余额").await;
        visitor.picture("72-cut-refused-with-its-arithmetic").await;
        visitor.fill("#cut", "0.02").await;
        visitor.press("form[action='/cuts'] button.primary").await;
        visitor.see("#next", "归口科室").await;
        let cut = visitor.path().await;

        visitor.become_in_2020("division").await;
        visitor.open("/").await;
        visitor.see("main", "压减、核减建议等您决定").await;
        visitor.open(&cut).await;
        visitor.press("#decision button.primary").await;
        visitor.see("#next", "没有凭证").await;
        visitor.fill("#number", "示范区财预〔2020〕99号").await;
        visitor.fill("#dated_on", "2020-12-30").await;
        visitor.press("#vouchers button.primary").await;
        visitor.see("#next", "办结").await;
        visitor.picture("73-cut-carried-out").await;

        visitor.become_in_2020("performance").await;
        visitor.open("/cuts").await;
        visitor.see("#sentences", "压减预算 15,582.36 万元").await;
        visitor.press("main svg a[href*='ground=not-urgent']").await;
        visitor.see("#list", "非急需").await;
    });
}
