//! 公开通报 from every side of the desk: refused while evaluations are open, drafted, issued by another hand, signed for
//! by a department and read by the congress.

use std::path::Path;

use crate::visitor::Visitor;
use crate::walk::{walk, walk_in};

/// The shipped rules, but a circular may be issued when four fifths are concluded.
fn rules_for_a_part(to: &Path) {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
    copy(&rules, to);
    let file = to.join("000000/spot_evaluation.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("concluded_min = 100", "concluded_min = 80")).unwrap();
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

impl Visitor {
    async fn read_circular(&self, login: &str) {
        self.become_account(login).await;
        self.choose_year("2020").await;
        self.open("/spot").await;
        self.follow("通报").await;
        self.see("h1", "抽评通报").await;
    }

    /// The address of the circular of the year.
    async fn draft_circular(&self) -> String {
        self.read_circular("performance").await;
        self.see("#prepare", "已形成结论 116 项").await;
        self.fill("#remarks", "请各部门于 4 月底前报送整改情况。").await;
        self.press("#draft button.primary").await;
        self.see(".title", "待签发").await;
        self.see("#next", "拟稿人不能签发").await;
        assert!(self.find_all("#decide").await.is_empty());
        self.picture("127-circular-draft").await;
        self.path().await
    }

    async fn issue_circular(&self, circular: &str) {
        self.become_account("leader").await;
        self.choose_year("2020").await;
        self.see("main", "抽评通报已拟稿,请审核签发").await;
        self.open(circular).await;
        self.see("#paper", "其余24个形成结论后另行通报").await;
        self.script("document.querySelector('#decide details').open = true")
            .await;
        self.fill("#reason", "不行").await;
        self.press("#return button").await;
        self.see("main", "[circular-reason-short]").await;
        self.script("window.confirm = () => true").await;
        self.press("#issue button.primary").await;
        self.see(".title", "已通报").await;
        self.see("#facts", "区财绩通〔2021〕1号").await;
        self.see("#facts", "校验一致").await;
        self.picture("128-circular-issued").await;
    }

    /// Each file of the circular on the page can be fetched by whoever reads it.
    async fn fetch_circular(&self) {
        for ending in ["paper.pdf", "paper.docx"] {
            let script = format!(
                "const link = document.querySelector(\"a[href$='{ending}']\"); const asked = new XMLHttpRequest(); \
                 asked.open('GET', link.href, false); asked.send(); return asked.status"
            );
            assert_eq!(self.script(&script).await, 200, "{ending}");
        }
    }
}

#[test]
fn in_a_browser_a_circular_waits_for_the_conclusions_and_says_which() {
    walk("circular-refused", |visitor| async move {
        visitor.read_circular("performance").await;
        visitor.see("#refusal", "还有 24 项没有形成结论").await;
        visitor.see("#refusal", "[circular-not-concluded]").await;
        assert_eq!(visitor.find_all("#waiting tbody tr").await.len(), 24);
        assert!(visitor.find_all("#draft").await.is_empty());
        visitor.picture("126b-circular-refused").await;
        visitor.read_circular("department").await;
        visitor.see("main", "还没有发布通报").await;
        assert!(
            visitor.find_all("#trial").await.is_empty(),
            "a trial is the bureau's own"
        );
    });
}

#[test]
fn in_a_browser_a_circular_is_drafted_issued_signed_for_and_read() {
    let directory = tempfile::tempdir().unwrap();
    rules_for_a_part(directory.path());
    let rules = directory.path().to_str().unwrap();
    walk_in(&["--rules", rules], "circular", |visitor| async move {
        let circular = visitor.draft_circular().await;
        visitor.issue_circular(&circular).await;
        visitor
            .open(&format!("{circular}?show=ranked&sort=mean&order=desc"))
            .await;
        visitor.see("#ranking tbody tr", "1").await;
        visitor.fetch_circular().await;

        visitor.become_account("department").await;
        visitor.choose_year("2020").await;
        visitor.see("main", "通报已送达").await;
        visitor.open(&circular).await;
        visitor.see("#ranking", "低于平均分的共").await;
        visitor.see("#paper", "共性问题").await;
        visitor.press("#receipts button.primary").await;
        visitor.see("#receipts", "已签收").await;
        visitor.picture("129-circular-of-the-department").await;
        visitor.fetch_circular().await;
        visitor.open(&format!("{circular}/print")).await;
        visitor.see("body", "区财绩通〔2021〕1号").await;

        visitor.read_circular("congress").await;
        visitor.see("#paper", "部门排名").await;
        assert!(visitor.find_all("#receipts").await.is_empty());
        visitor.become_account("performance").await;
        visitor.choose_year("2020").await;
        visitor.open(&circular).await;
        visitor.see("#receipts", "1 /").await;
        visitor.see("#prepare", "另拟一版替换").await;
        visitor.press("#draft button.primary").await;
        visitor.see("main", "[circular-reason-short]").await;
    });
}
