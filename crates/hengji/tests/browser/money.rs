//! 资金数据与对账: a file of payments comes in, pays a project more than its budget, and both sides of the desk end
//! the difference.

use std::path::{Path, PathBuf};

use crate::visitor::Visitor;
use crate::walk::walk;

/// A file of payments in a directory that lives as long as the walk.
fn payments(directory: &tempfile::TempDir, name: &str, rows: &[String]) -> PathBuf {
    let path = directory.path().join(name);
    let text = format!(
        "单位:元\n项目代码,支付日期,支付金额,支付凭证号\n{}\n",
        rows.join("\n")
    );
    std::fs::write(&path, text).unwrap();
    path
}

impl Visitor {
    /// Sends a file of payments and waits for its preview.
    async fn send_payments(&self, file: &Path) {
        self.open("/money-imports/new").await;
        self.fill("#source", "单位自有账户").await;
        let chosen = file.to_str().unwrap();
        self.find("#file").await.send_keys(chosen).await.unwrap();
        self.press("form[action='/money-imports'] button.primary").await;
        self.see("main h1", "支付明细预览").await;
    }
}

#[test]
fn in_a_browser_a_payment_above_the_budget_is_told_explained_and_closed() {
    walk("money", |visitor| async move {
        visitor.become_account("finance").await;
        visitor.choose_year("2020").await;
        visitor.open("/projects").await;
        let code = visitor.text("main tbody td.mono").await;
        let directory = tempfile::tempdir().unwrap();

        visitor.become_account("performance").await;
        visitor.choose_year("2020").await;
        visitor.open("/money").await;
        visitor.see("main table", "国库对账数").await;
        visitor.see("main .figures", "未结对账差异").await;
        visitor.picture("70-money").await;

        // A file of another year is refused, cell by cell.
        let wrong = payments(&directory, "去年.csv", &[format!("{code},2019-12-05,100,A1")]);
        visitor.send_payments(&wrong).await;
        visitor.see("main table", "[wrong-year]").await;
        visitor.see("main", "[money-not-ready]").await;
        assert!(visitor.find_all("form[action$='/commit']").await.is_empty());
        visitor.picture("71-money-refused").await;

        // More than the budget is told before it is stored, and so is a project nobody registered.
        let rows = [
            format!("{code},2020-12-05,99999999999,A1"),
            "33019920T999999999999,2020-12-06,88,A2".to_owned(),
        ];
        let file = payments(&directory, "十二月.csv", &rows);
        visitor.send_payments(&file).await;
        visitor.see("main", "支付超预算").await;
        visitor.see("main", "33019920T999999999999").await;
        visitor.see("main table", "将相加").await;
        visitor.picture("72-money-preview").await;
        visitor.press("form[action$='/commit'] button.primary").await;
        visitor.see("main table", "有未登记项目").await;

        // The unit says why.
        visitor.become_account("finance").await;
        visitor.choose_year("2020").await;
        visitor.open("/differences?kind=paid-above-budget").await;
        visitor.press("main td a[href^='/differences/']").await;
        visitor.see("main .title", "待说明").await;
        visitor.see("main table", "单位自有账户(十二月.csv)").await;
        visitor.fill("#explanation", "金额误填为分,正在更正。").await;
        visitor.picture("73-difference").await;
        visitor.press("form[action$='/explain'] button").await;
        visitor.see("main .title", "已说明").await;

        // The bureau ends it.
        visitor.become_account("performance").await;
        visitor.choose_year("2020").await;
        visitor.open("/differences?kind=paid-above-budget").await;
        visitor.picture("74-differences").await;
        visitor.press("main td a[href^='/differences/']").await;
        visitor.see("main", "金额误填为分").await;
        visitor.fill("#conclusion", "已要求重报十二月文件。").await;
        visitor.press("form[action$='/close'] button.primary").await;
        visitor.see("main .title", "已办结").await;
        visitor.picture("75-difference-closed").await;
    });
}
