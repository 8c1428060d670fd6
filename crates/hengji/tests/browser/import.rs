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
fn in_a_browser_a_workbook_is_checked_and_then_stored() {
    walk("import", |visitor| async move {
        visitor.become_account("performance").await;
        visitor.choose_year("2020").await;
        visitor.open("/form-imports/new").await;
        visitor.picture("60-import").await;
        visitor.upload("self_evaluation/se-009.xlsx").await;
        visitor.see("main .title", "尚未入库").await;
        visitor.see("main", "[weights-not-100]").await;
        visitor.picture("61-import-checked").await;
        visitor.press("form[action$='/commit'] button.primary").await;
        visitor.see("main .title", "已入库").await;
        visitor.picture("62-import-stored").await;
        visitor.follow("打开该表").await;
        visitor.see("[data-lint-panel]", "[weights-not-100]").await;
        visitor.picture("63-imported-sheet").await;
    });
}
