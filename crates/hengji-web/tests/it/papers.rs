//! Papers as people meet them: read as a draft, issued, served, signed for, answered, taken away as a file.

use hengji_app::monitoring::{KeyAdjustment, RecordInput};
use hengji_domain::person::Role;

use crate::world::{Browser, World, key};

/// A project on the list of key monitoring that was visited: its page.
fn visited(world: &World) -> String {
    let (project, _) = world.goal_after("P1", 7);
    let bureau = world.actor(Role::PerformanceReviewer);
    let listed = KeyAdjustment {
        version: 0,
        is_listed: true,
        reason: "群众反映集中".into(),
    };
    world
        .app
        .adjust_key_list(&bureau, &key("listed"), project, &listed)
        .unwrap();
    let record = RecordInput {
        visited_on: "2019-10-18".into(),
        place: "江晖路".into(),
        present: "绩效科、单位业务科室".into(),
        situation: "已查看<b>现场</b>".into(),
        problems: "签证滞后".into(),
    };
    world
        .app
        .record_key_monitoring(&bureau, &key("visited"), project, &record)
        .unwrap();
    format!("/key-monitoring/{project}")
}

async fn issued(world: &World) -> (Browser, String) {
    let here = visited(world);
    let mut bureau = world.sign_in(Role::PerformanceReviewer).await;
    let answer = bureau.get(&here).await;
    assert!(answer.body.contains("出具反馈书"), "{}", answer.body);
    let letter = format!("{here}/letter");
    let draft = bureau.get(&format!("{letter}?demands=%E5%A4%8D%E5%B7%A5")).await;
    for part in ["尚未编号", "1. 签证滞后", "1. 复工", "&lt;b&gt;"] {
        assert!(draft.body.contains(part), "{part} in {}", draft.body);
    }
    let version = draft.hidden("version").unwrap();
    let fields = [("version", version.as_str()), ("demands", "复工")];
    let answer = bureau.post(&letter, &letter, &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let paper = answer.location().to_owned();
    let second = bureau.post("/papers", &letter, &fields).await;
    assert!(
        second.status == 422 && second.body.contains("[paper-already-issued]"),
        "{}",
        second.body
    );
    (bureau, paper)
}

#[tokio::test]
async fn a_letter_goes_from_its_draft_to_its_answer() {
    let world = World::new();
    let (mut bureau, paper) = issued(&world).await;
    let page = bureau.get(&paper).await;
    assert!(page.body.contains("区财绩监〔2019〕1号") && page.body.contains("待送达"));
    let mut clerk = world.sign_in(Role::UnitClerk).await;
    assert_eq!(clerk.get(&paper).await.status, 404, "not served yet");
    let served = bureau
        .post(&paper, &format!("{paper}/serve"), &[("version", "1")])
        .await;
    assert_eq!(served.status, 303, "{}", served.body);
    let home = clerk.get("/").await;
    assert!(home.body.contains("1 件公文等您单位签收或答复"), "{}", home.body);
    let list = clerk.get("/papers?sort=due").await;
    assert!(
        list.body.contains("待签收") && list.body.contains(&paper),
        "{}",
        list.body
    );
    let receipt = clerk
        .post(&paper, &format!("{paper}/receipt"), &[("version", "2")])
        .await;
    assert_eq!(receipt.status, 303, "{}", receipt.body);
    let fields = [("version", "3"), ("words", "已复工,<script>alert(1)</script>")];
    let answer = clerk.post(&paper, &format!("{paper}/answer"), &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let page = bureau.get(&paper).await;
    assert!(
        page.body.contains("已答复") && page.body.contains("&lt;script&gt;"),
        "{}",
        page.body
    );
    assert!(!page.body.contains("<script>alert"));
}

#[tokio::test]
async fn a_paper_is_taken_away_as_a_file_with_its_number_in_the_name() {
    let world = World::new();
    let (mut bureau, paper) = issued(&world).await;
    let pdf = bureau.get(&format!("{paper}/paper.pdf")).await;
    assert_eq!(pdf.status, 200, "{}", pdf.body);
    assert_eq!(pdf.header("content-type"), "application/pdf");
    assert!(
        pdf.header("content-disposition")
            .contains("filename*=UTF-8''%E5%8C%BA")
    );
    let again = bureau.get(&format!("{paper}/paper.pdf")).await;
    assert_eq!(pdf.body, again.body);
    let word = bureau.get(&format!("{paper}/paper.docx")).await;
    assert!(
        word.status == 422 && word.body.contains("[fonts-missing]"),
        "{}",
        word.body
    );
    let list = bureau
        .post("/papers", "/papers/export", &[("kind", "monitoring_feedback")])
        .await;
    assert!(list.header("content-disposition").contains("papers-2020.xlsx"));
}

#[tokio::test]
async fn a_stranger_finds_no_paper_and_an_administrator_no_register() {
    let world = World::new();
    let (mut bureau, paper) = issued(&world).await;
    bureau
        .post(&paper, &format!("{paper}/serve"), &[("version", "1")])
        .await;
    let mut stranger = world.sign_in_as("stranger", false).await;
    for path in ["", "/paper.pdf", "/paper.docx"] {
        assert_eq!(
            stranger.get(&format!("{paper}{path}")).await.status,
            404,
            "{path}"
        );
    }
    for deed in ["serve", "receipt"] {
        let answer = stranger
            .post("/account", &format!("{paper}/{deed}"), &[("version", "2")])
            .await;
        assert_eq!(answer.status, 404, "{deed}: {}", answer.body);
    }
    let list = stranger.get("/papers").await;
    assert!(
        list.status == 200 && !list.body.contains("区财绩监"),
        "{}",
        list.body
    );
    let mut administrator = world.sign_in(Role::SystemAdministrator).await;
    assert_eq!(administrator.get("/papers").await.status, 403);
}
