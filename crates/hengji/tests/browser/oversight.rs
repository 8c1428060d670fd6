//! Who must see nothing, and who looks over everybody's shoulder.

use crate::visitor::Visitor;
use crate::walk::walk;

impl Visitor {
    /// Where the clerk's first project is.
    async fn some_project(&self) -> String {
        self.become_account("clerk").await;
        self.open("/projects").await;
        self.press("main td a[href^='/projects/0']").await;
        self.path().await
    }
}

#[test]
fn in_a_browser_a_stranger_finds_nothing_where_a_project_is() {
    walk("stranger", |visitor| async move {
        let project = visitor.some_project().await;
        visitor.become_account("thirdparty").await;
        visitor.open(&project).await;
        visitor.picture("50-stranger-at-a-project").await;
        let status = "return performance.getEntriesByType('navigation')[0].responseStatus";
        assert_eq!(visitor.number(status).await, 404);
        visitor.see("main", "not-found").await;

        let absent = format!("{}0", project.trim_end_matches(|c| c != '/'));
        let said = visitor.text("main").await;
        visitor.open(&absent).await;
        assert_eq!(
            visitor.text("main").await,
            said,
            "what is hidden must look like what is not there"
        );
        // The browser reports both answers; anything else would be a fault of the page.
        let complaints = visitor.complaints().await;
        assert!(
            complaints.len() == 2 && complaints.iter().all(|line| line.contains("404")),
            "{complaints:?}"
        );
    });
}

#[test]
fn in_a_browser_the_audit_administrator_verifies_what_everybody_did() {
    walk("audit", |visitor| async move {
        visitor.become_account("clerk").await;
        visitor.become_account("auditadmin").await;
        visitor.picture("51-audit-administrator-home").await;
        visitor.open("/audit").await;
        visitor.see("main table", "环卫中心业务经办").await;
        visitor.picture("52-audit").await;
        visitor.follow("校验全链").await;
        visitor.see(".note.good", "全链完好").await;
        visitor.picture("53-audit-verified").await;
    });
}
