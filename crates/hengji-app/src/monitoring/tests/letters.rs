//! The feedback letter from its draft to its answer, from both sides of the desk.

use hengji_domain::paper::PaperState;
use hengji_domain::person::{Actor, Role};

use super::super::{FeedbackInput, KeyAdjustment, RecordInput};
use super::{DAY, clerk_of, performance, prepare, project, watched};
use crate::common::{RequestKey, Written};
use crate::error::AppError;
use crate::papers::view::PaperPage;
use crate::papers::{Copy, PaperQuery, PaperStep};
use crate::stage::district::{fill, of_year, person, school, works};
use crate::stage::{Stage, codes, department, division, key};

fn list(stage: &Stage, number: u8) {
    let input = KeyAdjustment {
        version: 0,
        is_listed: true,
        reason: "群众反映集中".into(),
    };
    let listed = key(500 + u32::from(number));
    stage
        .app
        .adjust_key_list(&performance(), &listed, project(number), &input)
        .unwrap();
}

fn visit(stage: &Stage, number: u8) {
    let input = RecordInput {
        visited_on: "2020-08-07".into(),
        place: "第一小学操场".into(),
        present: "绩效科、学校总务".into(),
        situation: "工程尚未开工".into(),
        problems: "设计变更未批".into(),
    };
    let visited = key(520 + u32::from(number));
    stage
        .app
        .record_key_monitoring(&performance(), &visited, project(number), &input)
        .unwrap();
}

/// The district with 5 and 7 on the list, both visited.
fn visited() -> Stage {
    let stage = watched();
    listed_and_visited(&stage);
    stage
}

fn listed_and_visited(stage: &Stage) {
    for number in [5, 7] {
        list(stage, number);
        visit(stage, number);
    }
}

fn issue(stage: &Stage, number: u32, actor: &Actor, of: u8) -> Result<Written, AppError> {
    let input = FeedbackInput {
        version: 1,
        demands: "八月底前复工\n\n每月报送进度".into(),
    };
    stage.app.issue_feedback(actor, &key(number), project(of), &input)
}

fn page(stage: &Stage, actor: &Actor, paper: &Written) -> PaperPage {
    stage.app.paper(actor, paper.id.parse().unwrap()).unwrap()
}

#[test]
fn a_letter_tells_what_was_found_and_its_number_follows_the_rule_without_a_gap() {
    Stage::on_each_engine(|stage| {
        stage.database.database.write(fill).unwrap();
        stage.app.forget_directory(division());
        prepare(stage);
        listed_and_visited(stage);
        let first = issue(stage, 540, &performance(), 7).unwrap();
        let again = issue(stage, 541, &performance(), 7).unwrap_err();
        assert_eq!(codes(&again), "paper-already-issued");
        let retried = issue(stage, 540, &performance(), 7).unwrap();
        assert_eq!(retried, first, "a retry issues nothing");
        let second = issue(stage, 542, &performance(), 5).unwrap();
        let (first, second) = (
            page(stage, &performance(), &first),
            page(stage, &performance(), &second),
        );
        assert_eq!(first.row.number, "区财绩监〔2020〕1号");
        assert_eq!(second.row.number, "区财绩监〔2020〕2号");
        let told = format!("{:?}", first.paper);
        for part in [
            "示范区财政局",
            "一、预算执行情况",
            "截至2020年7月31日",
            "绩效目标完成情况",
            "2020年8月7日在第一小学操场",
            "1. 设计变更未批",
            "1. 八月底前复工",
            "2. 每月报送进度",
            "于2020年8月27日前(收到本反馈书后10个工作日内)",
        ] {
            assert!(told.contains(part), "{part} in {told}");
        }
        assert_eq!(first.sha256.len(), 64);
        assert_ne!(first.sha256, second.sha256);
    });
}

#[test]
fn a_draft_has_no_number_and_is_for_those_who_may_issue() {
    let stage = watched();
    list(&stage, 7);
    let preview = |actor: &Actor, of: u8| stage.app.preview_feedback(actor, project(of), "复工");
    assert_eq!(
        codes(&preview(&performance(), 7).unwrap_err()),
        "feedback-without-record"
    );
    visit(&stage, 7);
    let draft = preview(&performance(), 7).unwrap().paper;
    assert!(draft.is_draft && draft.number.is_none());
    let printed = stage
        .app
        .print_feedback_draft(&performance(), project(7), "")
        .unwrap();
    assert!(String::from_utf8(printed).unwrap().contains("is_draft: true"));
    for actor in [clerk_of(school()), person(Role::UnitHead, works())] {
        assert_eq!(
            codes(&preview(&actor, 7).unwrap_err()),
            "not-found",
            "{}",
            actor.name
        );
    }
    assert_eq!(
        codes(&preview(&performance(), 5).unwrap_err()),
        "not-found",
        "not listed"
    );
    let long = stage
        .app
        .preview_feedback(&performance(), project(7), &"长".repeat(4_001));
    assert_eq!(codes(&long.unwrap_err()), "demands:text-too-long");
}

/// One step of the life of the letter, as `who does version words`.
fn step(stage: &Stage, id: &Written, number: u32, told: &str) -> String {
    let mut parts = told.splitn(4, ' ');
    let mut part = || parts.next().unwrap_or_default().to_owned();
    let (who, deed, version, words) = (part(), part(), part(), part());
    let actor = match who.as_str() {
        "bureau" => performance(),
        "unit" => clerk_of(school()),
        "head" => person(Role::UnitHead, school()),
        "department" => person(Role::DepartmentReviewer, department()),
        "stranger" => clerk_of(works()),
        other => panic!("{other}"),
    };
    let step = PaperStep {
        version: version.parse().unwrap(),
        words,
    };
    let id = id.id.parse().unwrap();
    let request: RequestKey = key(number);
    let done = match deed.as_str() {
        "serves" => stage.app.serve_paper(&actor, &request, id, &step),
        "receipts" => stage.app.receipt_paper(&actor, &request, id, &step),
        "answers" => stage.app.answer_paper(&actor, &request, id, &step),
        "withdraws" => stage.app.withdraw_paper(&actor, &request, id, &step),
        other => panic!("{other}"),
    };
    match done {
        Ok(written) => format!("v{}", written.version),
        Err(error) => codes(&error),
    }
}

#[test]
fn every_step_has_its_hand_and_its_turn() {
    let stage = visited();
    assert_eq!(
        codes(&issue(&stage, 600, &clerk_of(works()), 7).unwrap_err()),
        "not-found"
    );
    assert_eq!(
        codes(&issue(&stage, 601, &clerk_of(school()), 7).unwrap_err()),
        "role-not-held"
    );
    let letter = issue(&stage, 602, &performance(), 7).unwrap();
    let steps = [
        ("unit receipts 1", "not-found"),
        ("unit serves 1", "not-found"),
        ("bureau receipts 1", "role-not-held"),
        ("bureau answers 1 好", "role-not-held"),
        ("bureau serves 9", "stale-version"),
        ("bureau serves 1", "v2"),
        ("bureau serves 2", "paper-already-served"),
        ("unit serves 2", "role-not-held"),
        ("unit answers 2 已整改", "paper-not-receipted"),
        ("stranger receipts 2", "not-found"),
        ("department receipts 2", "not-found"),
        ("unit receipts 2", "v3"),
        ("head receipts 3", "paper-already-receipted"),
        ("head answers 3 ", "paper-needs-words"),
        ("stranger answers 3 已整改", "not-found"),
        ("head answers 2 已整改", "stale-version"),
        ("head answers 3 已复工,按月报送进度", "v4"),
        ("unit answers 4 再答", "paper-already-answered"),
        ("bureau withdraws 4 有误", "paper-answered-stays"),
    ];
    for ((told, expected), number) in steps.into_iter().zip(610..) {
        assert_eq!(step(&stage, &letter, number, told), expected, "{told}");
    }
    let page = page(&stage, &clerk_of(school()), &letter);
    let trail: Vec<&str> = page.steps.iter().map(|step| step.state.code()).collect();
    assert_eq!(trail, ["issued", "served", "receipted", "answered"]);
    assert_eq!(page.steps[3].words, "已复工,按月报送进度");
    assert!(page.may.is_empty() && page.row.late.is_none());
}

#[test]
fn a_letter_taken_back_stays_readable_and_makes_room_for_another() {
    let stage = visited();
    let letter = issue(&stage, 650, &performance(), 7).unwrap();
    assert_eq!(
        step(&stage, &letter, 651, "bureau withdraws 1 "),
        "paper-needs-words"
    );
    assert_eq!(step(&stage, &letter, 652, "bureau withdraws 1 日期有误"), "v2");
    assert_eq!(step(&stage, &letter, 653, "bureau serves 2"), "paper-withdrawn");
    assert_eq!(
        page(&stage, &performance(), &letter).row.state,
        PaperState::Withdrawn
    );
    let unit = stage.app.paper(&clerk_of(school()), letter.id.parse().unwrap());
    assert_eq!(
        codes(&unit.unwrap_err()),
        "not-found",
        "it never reached the unit"
    );
    let input = FeedbackInput {
        version: 2,
        demands: String::new(),
    };
    let second = stage
        .app
        .issue_feedback(&performance(), &key(654), project(7), &input)
        .unwrap();
    assert_eq!(
        page(&stage, &performance(), &second).row.number,
        "区财绩监〔2020〕2号",
        "a number is never given twice"
    );
    let shown = stage
        .app
        .key_project(&performance(), of_year(), project(7))
        .unwrap();
    assert_eq!((shown.letters.len(), shown.has_letter), (2, true));
}

#[test]
fn days_are_counted_from_the_service_and_lateness_in_working_days() {
    let stage = visited();
    // Monday, 10 August.
    let letter = issue(&stage, 700, &performance(), 7).unwrap();
    let days = |stage: &Stage| {
        let row = page(stage, &performance(), &letter).row;
        let text = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        let late = row.late.map(|late| late.to_string()).unwrap_or_default();
        format!("{} {} {late}", text(row.receipt_due_on), text(row.answer_due_on))
    };
    assert_eq!(days(&stage), "2020-08-13 2020-08-27 ");
    stage.clock.pass(DAY);
    assert_eq!(step(&stage, &letter, 701, "bureau serves 1"), "v2");
    assert_eq!(days(&stage), "2020-08-14 2020-08-28 ");
    // Saturday: the last day has passed, no working day has.
    stage.clock.pass(4 * DAY);
    assert_eq!(days(&stage), "2020-08-14 2020-08-28 逾期不足 1 个工作日");
    let home = stage.app.home(&clerk_of(school()), of_year()).unwrap();
    let due = home.papers.unwrap();
    assert_eq!((due.count, due.late, due.days_left), (1, 1, -1));
    assert_eq!(
        stage.app.home(&clerk_of(works()), of_year()).unwrap().papers,
        None
    );
    stage.clock.pass(3 * DAY);
    assert_eq!(days(&stage), "2020-08-14 2020-08-28 逾期 2 个工作日");
    assert_eq!(step(&stage, &letter, 702, "unit receipts 2"), "v3");
    assert_eq!(
        days(&stage),
        "2020-08-14 2020-08-28 ",
        "signing late wins nothing"
    );
    stage.clock.pass(13 * DAY);
    assert_eq!(days(&stage), "2020-08-14 2020-08-28 逾期 1 个工作日");
    assert_eq!(step(&stage, &letter, 703, "unit answers 3 已整改"), "v4");
    stage.clock.pass(30 * DAY);
    assert_eq!(
        days(&stage),
        "2020-08-14 2020-08-28 逾期 1 个工作日",
        "it stays so late"
    );
}

#[test]
fn a_year_without_holidays_issues_and_serves_nothing() {
    let stage = visited();
    let letter = issue(&stage, 720, &performance(), 7).unwrap();
    // Into 2023, whose holidays no rule lists.
    stage.clock.pass(900 * DAY);
    let refused = issue(&stage, 721, &performance(), 5).unwrap_err();
    assert_eq!(codes(&refused), "holidays-missing");
    assert!(refused.to_string().contains("2023"), "{refused}");
    assert_eq!(step(&stage, &letter, 722, "bureau serves 1"), "holidays-missing");
}

#[test]
fn the_register_is_filtered_by_reach_and_leaves_with_an_event() {
    let stage = visited();
    let letter = issue(&stage, 740, &performance(), 7).unwrap();
    let query = PaperQuery::default();
    let shown = |actor: &Actor| {
        let list = stage.app.papers(actor, of_year(), &query).unwrap();
        (list.page.total, list.counts.len())
    };
    assert_eq!(shown(&performance()), (1, 1));
    assert_eq!(shown(&clerk_of(school())), (0, 0), "not served yet");
    assert_eq!(step(&stage, &letter, 741, "bureau serves 1"), "v2");
    assert_eq!(shown(&clerk_of(school())), (1, 1));
    assert_eq!(shown(&clerk_of(works())), (0, 0));
    let oversight = person(Role::OversightReader, school());
    let refused = stage.app.papers(&oversight, of_year(), &query).unwrap_err();
    assert!(matches!(refused, AppError::Forbidden { .. }), "{refused}");
    stage
        .app
        .export_papers(&performance(), of_year(), &query)
        .unwrap();
    let table = stage.desk.last_written();
    assert_eq!((table.rows.len(), table.columns.len()), (1, 12));
}

#[test]
fn a_print_carries_the_digest_and_the_fate_of_the_paper() {
    let stage = visited();
    let letter = issue(&stage, 760, &performance(), 7).unwrap();
    let id = letter.id.parse().unwrap();
    let print = |actor: &Actor, copy| stage.app.print_paper(actor, id, copy);
    let text = |printed: &[u8]| String::from_utf8(printed.to_vec()).unwrap();
    let printed = print(&performance(), Copy::Pdf).unwrap();
    assert_eq!(printed.name, "区财绩监〔2020〕1号");
    let sha256 = page(&stage, &performance(), &letter).sha256;
    let told = text(&printed.bytes);
    assert!(told.contains(&sha256) && told.contains("演示"), "{told}");
    assert_eq!(
        codes(&print(&clerk_of(school()), Copy::Pdf).unwrap_err()),
        "not-found"
    );
    assert_eq!(
        codes(&print(&performance(), Copy::Word).unwrap_err()),
        "docx-not-written"
    );
    assert_eq!(step(&stage, &letter, 761, "bureau withdraws 1 有误"), "v2");
    let told = text(&print(&performance(), Copy::Pdf).unwrap().bytes);
    assert!(told.contains("已撤回"), "{told}");
}
