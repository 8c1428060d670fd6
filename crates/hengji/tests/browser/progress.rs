//! 全过程进度: the leader opens the year, follows a stage and three figures down to a record; a department sees its
//! own part. The addresses and the counts are those that the command reports.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::visitor::Visitor;
use crate::walk::walk;

/// What `hengji report progress` says of the demonstration that the visitor walks through.
fn reported(data: &Path) -> Value {
    let ran = Command::new(env!("CARGO_BIN_EXE_hengji"))
        .args([
            "report", "progress", "--year", "2020", "--format", "json", "--data",
        ])
        .arg(data)
        .output()
        .unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    serde_json::from_slice(&ran.stdout).unwrap()
}

fn one<'a>(all: &'a Value, code: &str) -> &'a Value {
    all.as_array()
        .unwrap()
        .iter()
        .find(|one| one["code"] == code)
        .unwrap()
}

impl Visitor {
    /// Opens the list of a figure from the dashboard, sees its count there, and opens its first record.
    async fn follow_figure(&self, figure: &Value, words: &str, record: &str) {
        self.open("/dashboard").await;
        let list = figure["list"].as_str().unwrap();
        self.press(&format!(".figures a[href='{list}']")).await;
        let path = list.split('?').next().unwrap();
        assert_eq!(self.path().await, path);
        let count = figure.get("part").unwrap_or(&figure["value"]).to_string();
        self.see(".title .sub", &words.replace("{}", &count)).await;
        self.press(&format!("main tbody td a[href^='{record}']")).await;
        assert!(self.path().await.starts_with(record), "{}", self.path().await);
    }
}

#[test]
fn in_a_browser_every_number_of_the_year_opens_its_list() {
    walk("progress", |visitor| async move {
        let report = reported(&visitor.data);
        visitor.become_account("leader").await;
        visitor.choose_year("2020").await;
        visitor.press(".side a[href='/dashboard']").await;
        visitor.see("main h1", "2020 年度全过程进度").await;
        visitor.see(".figures", "306").await;
        visitor.picture("90-dashboard").await;

        let issued = &one(&report["stages"], "goal_issue")["parts"][0];
        let list = issued["list"].as_str().unwrap();
        visitor.press(&format!("svg.stages a[href='{list}'] rect")).await;
        assert_eq!(visitor.path().await, "/goals");
        let count = format!("符合条件 {} 个项目", issued["count"]);
        visitor.see(".title .sub", &count).await;
        visitor.press("main tbody td a[href^='/goals/']").await;
        visitor.see(".title", "已批复").await;

        let figures = &report["figures"];
        visitor
            .follow_figure(one(figures, "library_core"), "符合条件 {} 条", "/indicators/")
            .await;
        visitor
            .follow_figure(
                one(figures, "library_coverage"),
                "符合条件 {} 个项目",
                "/projects/",
            )
            .await;
        visitor
            .follow_figure(
                one(figures, "key_monitored"),
                "列入 {} 个项目",
                "/key-monitoring/",
            )
            .await;

        visitor.become_account("department").await;
        visitor.choose_year("2020").await;
        visitor.open("/dashboard").await;
        visitor.see(".title .sub", "只含您范围内的项目").await;
        assert_eq!(visitor.find_all("#departments tbody tr").await.len(), 1);
        visitor.picture("91-dashboard-of-a-department").await;
    });
}
