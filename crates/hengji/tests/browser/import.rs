//! 导入表格: a workbook as units send it is checked first and stored only then.

use std::path::PathBuf;

use crate::visitor::Visitor;
use crate::walk::walk;

fn workbook(name: &str) -> PathBuf {
    let fixtures = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/cases");
    fixtures.join(name).canonicalize().unwrap()
}

impl Visitor {
    /// Chooses a file and waits until the page that watches the work has led to its end.
    async fn upload(&self, name: &str) {
        self.open("/form-imports/new").await;
        let path = workbook(name);
        let chosen = path.to_str().unwrap();
        self.find("#file").await.send_keys(chosen).await.unwrap();
        self.press("form[action='/form-imports'] button.primary").await;
        self.see("main h1", "检查结果").await;
    }
}

#[test]
fn in_a_browser_a_workbook_of_an_unknown_unit_is_checked_and_not_stored() {
    walk("import-refused", |visitor| async move {
        visitor.become_account("performance").await;
        visitor.choose_year("2020").await;
        visitor.open("/form-imports/new").await;
        visitor.picture("60-import").await;
        visitor.upload("self_evaluation/se-009.xlsx").await;
        visitor.see("main .title", "尚未入库").await;
        visitor.see("main", "[import-not-ready]").await;
        for code in ["weights-not-100", "scores-not-total", "first-level-weight-off"] {
            visitor.see("main table", &format!("[{code}]")).await;
        }
        let commit = visitor.find_all("form[action$='/commit']").await;
        assert!(commit.is_empty(), "a file without a place is offered for storing");
        visitor.picture("61-import-refused").await;
    });
}

#[test]
fn in_a_browser_a_published_case_is_read_and_its_workbook_taken_in_again() {
    walk("published-case", |visitor| async move {
        visitor.become_account("performance").await;
        visitor.choose_place("#place-division", "公开案例").await;
        visitor.choose_year("2022").await;
        visitor.open("/self-evaluations").await;
        visitor.picture("62-published-cases").await;
        visitor.open("/self-evaluations?q=中江县农业水价").await;
        visitor.press("main td a[href^='/self-evaluations/0']").await;
        for code in ["weights-not-100", "scores-not-total", "actual-carries-comparator"] {
            visitor.see(".rail", &format!("[{code}]")).await;
        }
        visitor.see("#line-1", "≥266米").await;
        visitor.picture("63-published-case").await;

        visitor.upload("self_evaluation/se-009.xlsx").await;
        visitor.picture("64-import-checked").await;
        visitor.press("form[action$='/commit'] button.primary").await;
        visitor.see("main .title", "已入库").await;
        visitor.picture("65-import-stored").await;
        visitor.follow("打开该表").await;
        visitor.see(".rail", "[weights-not-100]").await;
    });
}
