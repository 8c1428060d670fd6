//! 核验页: anybody opens the page of a draw from a file and repeats it with the published list.

use std::path::Path;
use std::process::Command;

use crate::visitor::Visitor;
use crate::walk::walk;

const LIST: &str = "编号,部门,金额,自评分\n\
    A-01,城管局,120.50,96\nA-02,城管局,80,88.5\nA-03,城管局,15.2,100\nA-04,城管局,300,91\n\
    B-01,教育局,500,97\nB-02,教育局,42,99.5\nB-03,教育局,60,85\nB-04,教育局,9.99,100\n";

/// Draws from the list with the real program; the page stands beside it afterwards.
fn drawn(directory: &Path) {
    let list = directory.join("名单.csv");
    std::fs::write(&list, LIST).unwrap();
    let ran = Command::new(env!("CARGO_BIN_EXE_hengji"))
        .args(["draw", "run"])
        .arg(&list)
        .args([
            "--id",
            "编号",
            "--department",
            "部门",
            "--amount",
            "金额",
            "--score",
            "自评分",
        ])
        .args([
            "--start-value",
            "2021-01-31 第 021 期 07 19 23",
            "--announced",
            "抽取公告第 1 号",
        ])
        .arg("--record")
        .arg(directory.join("记录.json"))
        .arg("--page")
        .arg(directory.join("核验页.html"))
        .output()
        .unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
}

impl Visitor {
    async fn check_list(&self, path: &Path) {
        let chosen = self.find("#file").await;
        chosen.send_keys(path.to_str().unwrap()).await.unwrap();
        self.see("#result", "已读入 8 行").await;
        self.find("#check").await.click().await.unwrap();
    }
}

#[test]
fn in_a_browser_a_draw_is_repeated_without_network_and_a_changed_list_is_found() {
    walk("draw", |visitor| async move {
        let directory = tempfile::tempdir().unwrap();
        drawn(directory.path());
        let page = format!("file://{}", directory.path().join("核验页.html").display());

        visitor.driver.goto(&page).await.unwrap();
        visitor.check_list(&directory.path().join("名单.csv")).await;
        visitor.see("#result", "一致").await;
        visitor.see("#result", "共 8 个项目,抽中 4 个").await;
        visitor.picture("90-draw-agrees").await;

        let changed = directory.path().join("改动.csv");
        std::fs::write(&changed, LIST.replace("A-03,城管局,15.2,", "A-03,城管局,1520,")).unwrap();
        visitor.driver.goto(&page).await.unwrap();
        visitor.check_list(&changed).await;
        visitor.see("#result", "不一致").await;
        visitor.see("#result", "A-03").await;
        visitor.picture("91-draw-differs").await;
    });
}
