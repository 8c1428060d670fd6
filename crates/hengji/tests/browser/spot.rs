//! 绩效抽评: the published draw is read and checked by the unit and by the bureau, and repeated by the program and by a
//! second implementation in Python; its outcomes stand beside it.

use std::path::Path;
use std::process::Command;

use hengji_domain::Timestamp;

use crate::visitor::Visitor;
use crate::walk::{walk, walk_in};

/// Projects of a demonstration whose self-evaluations are finalised and not yet drawn from.
const UNDRAWN: [&str; 2] = ["--projects", "160"];
const FIRST_VALUE: &str = "07-26-13-01-30-18";
const SECOND_VALUE: &str = "11-02-29-17-08-31";

/// Written from the description of the draw alone.
const SECOND: &str = include_str!("second_draw.py");

impl Visitor {
    async fn become_evaluator(&self, login: &str) {
        self.become_account(login).await;
        self.choose_year("2020").await;
    }

    /// Announces the round of this page: an event of the past is refused, one in some seconds is waited for.
    async fn announce_event(&self, round: &str) {
        self.become_evaluator("performance").await;
        self.open(round).await;
        self.fill("#source", "3 月 1 日收市的上证综合指数,精确到两位小数")
            .await;
        self.fill("#known_at", "2021-02-01 15:00").await;
        self.script("window.confirm = () => true").await;
        self.press("#announce button.primary").await;
        self.see(".note.bad", "spot-known-already").await;
        let refused = self.text(".note.bad li").await;
        let now = refused.split_once("现在(").unwrap().1.split_once(')').unwrap().0;
        let soon = Timestamp::read_shanghai(now).unwrap().plus_seconds(15);
        self.fill("#known_at", &soon.to_string()).await;
        self.script("window.confirm = () => true").await;
        self.press("#announce button.primary").await;
        self.see("#next", "在此之前任何人都算不出结果").await;
    }

    /// One enters the value after its event, another confirms it without having seen it, which draws.
    async fn draw_by_two(&self, round: &str, value: &str) {
        self.until("the announced instant", || async {
            self.open(round).await;
            let form = self.driver.find(thirtyfour::By::Css("#value")).await;
            form.ok().map(|_| ())
        })
        .await;
        self.fill("#value", value).await;
        self.press("#value-card button.primary").await;
        self.see("#next", "另一人").await;
        self.become_evaluator("leader").await;
        self.see("main", "确认并抽取").await;
        self.open(round).await;
        self.fill("#value", "01-02-03-04-05-06").await;
        self.press("#value-card button.primary").await;
        self.see(".note.bad", "spot-value-differs").await;
        self.fill("#value", value).await;
        self.press("#value-card button.primary").await;
        self.see("#publication", "记录封印").await;
    }

    /// The leader draws again: not without a reason that says something.
    async fn redraw(&self) -> String {
        self.fill("#reason", "重来").await;
        self.script("window.confirm = () => true").await;
        self.press("#redraw button").await;
        self.see(".note.bad", "理由至少").await;
        self.fill("#reason", "公告的期号写错,起始值不能成立").await;
        self.picture("77-spot-redraw").await;
        self.script("window.confirm = () => true").await;
        self.press("#redraw button").await;
        self.see("#next", "公告").await;
        self.path().await
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

#[test]
fn in_a_browser_a_list_is_frozen_announced_drawn_drawn_again_and_then_begun() {
    walk_in(&UNDRAWN, "spot-draw", |visitor| async move {
        visitor.become_evaluator("clerk").await;
        visitor.open("/spot").await;
        visitor.see("main", "本年度还没有公告抽评").await;
        visitor.become_evaluator("performance").await;
        visitor.open("/spot").await;
        visitor.see("#freeze", "冻结名单").await;
        visitor.picture("74b-spot-before-the-list").await;
        visitor.press("#freeze button.primary").await;
        visitor.see("#next", "公告").await;
        let first = visitor.path().await;
        visitor.announce_event(&first).await;
        visitor.picture("75b-spot-announced").await;
        visitor.draw_by_two(&first, FIRST_VALUE).await;
        let drawn = visitor.repeat_draw(&first).await;
        assert!(0 < drawn);

        // The section that drew cannot draw again; the leader can, with a reason and another value.
        visitor.become_evaluator("performance").await;
        visitor.open(&first).await;
        visitor.see("#next", "由局领导写明理由办理").await;
        assert!(visitor.find_all("#redraw").await.is_empty());
        visitor.become_evaluator("leader").await;
        visitor.open(&first).await;
        let second = visitor.redraw().await;
        assert_ne!(second, first);
        visitor.become_evaluator("performance").await;
        visitor.see("main", "请公告起始值来源").await;
        visitor.announce_event(&second).await;
        visitor.draw_by_two(&second, SECOND_VALUE).await;
        visitor.see("#rounds", "已重抽").await;
        visitor.picture("78-spot-second-draw").await;
        assert!(0 < visitor.repeat_draw(&second).await);
        assert_eq!(visitor.repeat_draw(&first).await, drawn, "the old record stays");
        visitor.become_evaluator("department").await;
        visitor.open("/spot").await;
        visitor.see("#publication", "重抽理由").await;

        // What is begun is not drawn again, by nobody.
        visitor.become_evaluator("performance").await;
        visitor.open(&second).await;
        visitor.script("window.confirm = () => true").await;
        visitor.press("#begin button").await;
        visitor.see("#next", "评分、签证并形成结论").await;
        visitor.become_evaluator("leader").await;
        visitor.open(&second).await;
        assert!(visitor.find_all("#redraw").await.is_empty());
        visitor.open(&format!("{second}/circular")).await;
        visitor.see("main", "已形成结论 0 项").await;
    });
}
