//! 绩效抽评: the published draw is read and checked by the unit; a second draw goes from its reason to its sample from
//! both sides of the desk; both records are repeated by the program and by a second implementation in Python.

use std::path::Path;
use std::process::Command;

use hengji_domain::Timestamp;

use crate::visitor::Visitor;
use crate::walk::walk;

/// Written from the description of the draw alone.
const SECOND: &str = include_str!("second_draw.py");
const VALUE: &str = "11-02-29-17-08-23";

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
fn in_a_browser_a_draw_is_announced_made_by_two_people_and_repeated_by_anybody() {
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
        visitor.see("#next", "开展抽评").await;
        visitor.picture("75-spot-round-drawn").await;
        let files = "#publication a[href$='record.json']";
        let first = visitor.find(files).await.attr("href").await.unwrap().unwrap();
        let first = first.trim_end_matches("/files/record.json").to_owned();
        assert_eq!(visitor.repeat_draw(&first).await, 140);

        visitor.become_evaluator("leader").await;
        visitor.open("/spot").await;
        visitor.fill("#reason", "重来").await;
        visitor.script("window.confirm = () => true").await;
        visitor.press("#redraw button").await;
        visitor.see(".note.bad", "理由至少").await;
        visitor
            .fill("#reason", "开奖当日公告的期号写错,起始值不能成立")
            .await;
        visitor.script("window.confirm = () => true").await;
        visitor.press("#redraw button").await;
        visitor.see("#next", "公告").await;
        let second = visitor.path().await;

        visitor.become_evaluator("performance").await;
        visitor.open("/").await;
        visitor.see("main", "请公告起始值来源").await;
        visitor.open(&second).await;
        visitor
            .fill("#source", "3 月 1 日收市的上证综合指数,精确到两位小数")
            .await;
        visitor.fill("#known_at", "2021-02-01 15:00").await;
        visitor.script("window.confirm = () => true").await;
        visitor.press("#announce button.primary").await;
        visitor.see(".note.bad", "spot-known-already").await;
        visitor.picture("76-spot-event-of-the-past-refused").await;
        let refused = visitor.text(".note.bad li").await;
        let now = refused.split_once("现在(").unwrap().1.split_once(')').unwrap().0;
        let soon = Timestamp::read_shanghai(now).unwrap().plus_seconds(15);
        visitor.fill("#known_at", &soon.to_string()).await;
        visitor.script("window.confirm = () => true").await;
        visitor.press("#announce button.primary").await;
        visitor.see("#next", "在此之前任何人都算不出结果").await;
        visitor.picture("77-spot-waiting-for-its-event").await;
        visitor
            .until("the announced instant", || async {
                visitor.open(&second).await;
                let form = visitor.driver.find(thirtyfour::By::Css("#value")).await;
                form.ok().map(|_| ())
            })
            .await;
        visitor.fill("#value", VALUE).await;
        visitor.press("#value-card button.primary").await;
        visitor.see("#next", "另一人").await;

        visitor.become_evaluator("leader").await;
        visitor.open("/").await;
        visitor.see("main", "确认并抽取").await;
        visitor.open(&second).await;
        visitor.fill("#value", "11-02-29-17-08-32").await;
        visitor.press("#value-card button.primary").await;
        visitor.see(".note.bad", "spot-value-differs").await;
        visitor.fill("#value", VALUE).await;
        visitor.press("#value-card button.primary").await;
        visitor.see("#publication", "记录封印").await;
        visitor.see("#rounds", "已重抽").await;
        visitor.picture("78-spot-second-draw").await;
        assert!(0 < visitor.repeat_draw(&second).await);
        assert_eq!(visitor.repeat_draw(&first).await, 140, "the old record stays");

        visitor.become_evaluator("department").await;
        visitor.open("/spot").await;
        visitor.see("h1", "抽评").await;
        visitor.see("#publication", "重抽理由").await;
    });
}
