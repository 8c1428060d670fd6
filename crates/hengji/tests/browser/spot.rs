//! 绩效抽评: the published draw is read and checked by the unit and by the bureau, and repeated by the program and by a
//! second implementation in Python; its outcomes stand beside it.

use std::path::Path;
use std::process::Command;

use crate::visitor::Visitor;
use crate::walk::walk;

/// Written from the description of the draw alone.
const SECOND: &str = include_str!("second_draw.py");

impl Visitor {
    async fn become_evaluator(&self, login: &str) {
        self.become_account(login).await;
        self.choose_year("2020").await;
    }

    /// A published file of a round, as a visitor would save it.
    async fn published(&self, round: &str, file: &str, to: &Path) {
        let script = format!(
            "const asked = new XMLHttpRequest(); asked.open('GET', '{round}/files/{file}', false); asked.send(); \
             if (asked.status !== 200) throw new Error(asked.responseText); return asked.responseText"
        );
        let text = self.script(&script).await;
        std::fs::write(to.join(file), text.as_str().unwrap()).unwrap();
    }

    /// Repeats the draw of a round from its files twice over; how many were drawn.
    pub(crate) async fn repeat_draw(&self, round: &str) -> usize {
        let directory = tempfile::tempdir().unwrap();
        for file in ["list.csv", "record.json"] {
            self.published(round, file, directory.path()).await;
        }
        let (list, record) = (
            directory.path().join("list.csv"),
            directory.path().join("record.json"),
        );
        let ours = Command::new(env!("CARGO_BIN_EXE_hengji"))
            .args(["draw", "verify"])
            .args([&record, &list])
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&ours.stdout);
        assert!(ours.status.success() && said.contains("一致"), "{said}");
        let script = directory.path().join("second_draw.py");
        std::fs::write(&script, SECOND).unwrap();
        let theirs = Command::new("python3").args([&script, &list, &record]).output();
        let theirs = theirs.unwrap_or_else(|error| panic!("python3: {error}"));
        assert!(
            theirs.status.success(),
            "{}",
            String::from_utf8_lossy(&theirs.stderr)
        );
        let kept: serde_json::Value = serde_json::from_slice(&std::fs::read(&record).unwrap()).unwrap();
        let sample: Vec<&str> = kept["sample"]
            .as_array()
            .unwrap()
            .iter()
            .map(|code| code.as_str().unwrap())
            .collect();
        let printed = String::from_utf8(theirs.stdout).unwrap();
        assert_eq!(printed.lines().collect::<Vec<_>>(), sample);
        sample.len()
    }
}

#[test]
fn in_a_browser_a_published_draw_is_read_by_both_sides_and_repeated_by_anybody() {
    walk("spot", |visitor| async move {
        visitor.become_evaluator("clerk").await;
        visitor.open("/spot").await;
        visitor.see("main", "140").await;
        visitor.see("#publication", "双色球").await;
        visitor.see("#list", "全区名单见右侧下载").await;
        visitor.picture("74-spot-round-of-the-unit").await;
        visitor.become_evaluator("performance").await;
        visitor.open("/spot?show=drawn&sort=position").await;
        visitor.see("#list .pager", "共 140 条").await;
        visitor.picture("75-spot-round-drawn").await;
        let files = "#publication a[href$='record.json']";
        let first = visitor.find(files).await.attr("href").await.unwrap().unwrap();
        let first = first.trim_end_matches("/files/record.json").to_owned();
        assert_eq!(visitor.repeat_draw(&first).await, 140);

        // What is being evaluated is not drawn again; what has come of it stands beside what was drawn.
        visitor.become_evaluator("leader").await;
        visitor.open("/spot").await;
        assert!(visitor.find_all("#redraw").await.is_empty());
        visitor.see("main", "已有结论(共 140 项抽评)").await;
        visitor.see("#inference", "自评虚高").await;
        visitor.picture("76-spot-outcomes").await;

        visitor.become_evaluator("department").await;
        visitor.open("/spot").await;
        visitor.see("h1", "抽评").await;
        visitor.see("#list", "抽评得分").await;
        assert!(
            visitor.find_all("#inference").await.is_empty(),
            "what the sample says of other departments is the bureau's"
        );
    });
}
