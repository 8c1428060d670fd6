//! The good way, on both engines.

use hengji_authz::Action;
use hengji_domain::Score;
use hengji_domain::id::LineKey;
use hengji_domain::sheet::SheetKind;

use super::*;
use crate::sheets::view::{LineChange, StepStatus};
use crate::stage::district::fill;

fn filled(stage: &Stage) {
    stage.database.database.write(fill).unwrap();
    stage.app.forget_directory(crate::stage::division());
}

#[test]
fn a_goal_is_returned_corrected_approved_and_issued() {
    Stage::on_each_engine(|stage| {
        filled(stage);
        let walker = Walker::open_goal(stage);
        let empty = walker.page(&clerk());
        assert_eq!((empty.state.code, empty.edition), ("draft", 0));
        assert!(empty.may(Action::SaveGoal) && empty.may(Action::SubmitGoal));

        let mut vague = GOAL;
        vague[0] = "产出指标|数量指标|道路养护里程|≥200公里|20";
        walker.save(&clerk(), &goal_draft(1, &vague)).unwrap();
        let saved = walker.page(&clerk());
        assert_eq!(saved.totals.weight, saved.totals.weight_required);
        assert_eq!((saved.totals.line_count, saved.totals.quantified_count), (7, 7));
        walker.submit(&clerk()).unwrap();

        walker.approve_by(&reviewers()[..4]);
        let reviewer = person(Role::PerformanceReviewer, bureau());
        walker
            .send_back(
                &reviewer,
                &[
                    (Some(0), "value-mismatch", "里程应为 300 公里"),
                    (None, "other", "请补充依据"),
                ],
            )
            .unwrap();

        let back = walker.page(&clerk());
        assert_eq!((back.state.code, back.opinions.len()), ("returned", 2));
        assert_eq!(back.opinions[0].line, Some(back.lines[0].key));
        assert_eq!(back.steps[5].status, StepStatus::ReturnedFrom);

        walker
            .save(&clerk(), &with_keys(goal_draft(0, &GOAL), &back))
            .unwrap();
        walker.submit(&clerk()).unwrap();
        let diff = stage.app.sheet_diff(&clerk(), walker.sheet, 1, 2).unwrap();
        let changed: Vec<_> = diff
            .lines
            .iter()
            .filter(|line| line.change != LineChange::Same)
            .collect();
        assert_eq!(changed.len(), 1);
        assert_eq!(
            (
                changed[0].fields[0].before.as_str(),
                changed[0].fields[0].after.as_str()
            ),
            ("≥200公里", "≥300公里")
        );

        let reviewed = walker.page(&clerk());
        assert!(reviewed.opinions.is_empty(), "they were answered");
        let said: Vec<_> = reviewed
            .earlier_opinions
            .iter()
            .map(|opinion| opinion.text.as_str())
            .collect();
        assert!(said.contains(&"里程应为 300 公里"), "{said:?}");
        assert!(said.contains(&"请补充依据"), "{said:?}");

        walker.approve_by(&reviewers()[..5]);
        let leader = person(Role::BureauLeader, bureau());
        assert!(walker.page(&leader).may(Action::IssueGoal));
        walker.approve(&leader).unwrap();
        let issued = walker.page(&clerk());
        assert_eq!(
            (issued.state.code, issued.state.name.as_str()),
            ("concluded", "已批复下达")
        );
        assert_eq!(
            issued.paper_sha256,
            Some(issued.editions[1].content_sha256.clone())
        );
        assert_eq!(issued.signatures.iter().filter(|one| one.edition == 2).count(), 7);
        assert!(issued.may.is_empty());
    });
}

fn issued(stage: &Stage) -> Walker<'_> {
    let walker = Walker::open_goal(stage);
    walker.submit_complete_goal();
    walker.approve_by(&reviewers());
    walker
}

/// `actual|score|reason` for each line of the goal.
fn answers(page: &SheetPage, texts: &[&str]) -> SheetDraft {
    SheetDraft {
        version: page.version,
        achievement: "全年养护道路 290 公里。".into(),
        adjusted: "900".into(),
        executed: "855".into(),
        lines: page
            .lines
            .iter()
            .zip(texts)
            .map(|(line, text)| {
                let [actual, score, reason] = text.split('|').collect::<Vec<_>>()[..] else {
                    panic!("{text}")
                };
                LineDraft {
                    key: Some(line.key.to_string()),
                    actual: actual.into(),
                    score: score.into(),
                    reason: reason.into(),
                    ..LineDraft::default()
                }
            })
            .collect(),
        ..SheetDraft::default()
    }
}

const ANSWERS: [&str; 7] = [
    "290公里||雨季停工十天",
    "96%||",
    "2020年12月20日||",
    "3万元||",
    "3起||",
    "92%||",
    "91%||",
];

#[test]
fn an_issued_goal_becomes_a_computed_self_evaluation_that_explains_itself() {
    Stage::on_each_engine(|stage| {
        filled(stage);
        let goal = issued(stage);
        let keys: Vec<LineKey> = goal.page(&clerk()).lines.iter().map(|line| line.key).collect();
        let opened = stage
            .app
            .open_self_evaluation(&clerk(), &goal.key(), project())
            .unwrap();
        let walker = Walker {
            sheet: opened.id.parse().unwrap(),
            next_key: std::cell::Cell::new(500),
            ..goal
        };
        let page = walker.page(&clerk());
        assert_eq!(page.kind, SheetKind::SelfEvaluation);
        assert_eq!(page.lines.iter().map(|line| line.key).collect::<Vec<_>>(), keys);

        walker.save(&clerk(), &answers(&page, &ANSWERS)).unwrap();
        let page = walker.page(&clerk());
        // 20 × 290 ÷ 300 = 19.333…; execution 10 × 855 ÷ 900 = 9.5; everything else is met.
        assert_eq!(page.lines[0].computed_score, Some(Score::from_centi(1933)));
        assert_eq!(
            page.execution.as_ref().unwrap().computed_score,
            Some(Score::from_centi(950))
        );
        assert_eq!(page.totals.computed_total, Some(Score::from_centi(9883)));
        assert_eq!(page.totals.grade.as_deref(), Some("优"));
        assert_eq!(page.execution_rate_bp, Some(9500));

        let trace = stage.app.trace_line(&clerk(), walker.sheet, keys[0]).unwrap();
        assert_eq!(trace.rule_code, "scoring.positive");
        assert!(trace.arithmetic.contains("19.33"), "{}", trace.arithmetic);
        assert_eq!(trace.result, Some(Score::from_centi(1933)));
        let trace = stage.app.trace_execution(&clerk(), walker.sheet).unwrap();
        assert_eq!(trace.result, Some(Score::from_centi(950)));

        walker.submit(&clerk()).unwrap();
        let chain = [0, 1, 2, 4].map(|index| reviewers()[index]);
        walker.approve_by(&chain);
        let done = walker.page(&clerk());
        assert_eq!(done.state.name, "已审定");

        let life = stage.app.project_page(&clerk(), project()).unwrap();
        assert_eq!(life.indicators.len(), 7);
        assert_eq!(life.indicators[0].goal_target.as_deref(), Some("≥300公里"));
        assert_eq!(life.indicators[0].actual.as_deref(), Some("290公里"));
        assert!(life.timeline.iter().any(|entry| entry.what == "批复下达绩效目标"));
        assert!(life.may_open.is_empty());
    });
}

#[test]
fn every_act_leaves_exactly_one_event() {
    let stage = crate::stage::district::opened();
    let before = event_count(&stage);
    let walker = issued(&stage);
    // Opened, saved, submitted, six approvals.
    assert_eq!(event_count(&stage) - before, 9);
    walker.submit(&clerk()).unwrap_err();
    assert_eq!(event_count(&stage) - before, 10);
    walker.page(&clerk());
    assert_eq!(event_count(&stage) - before, 10);
}

#[test]
fn a_draft_is_checked_while_it_is_typed_and_nothing_is_written() {
    let stage = crate::stage::district::opened();
    let walker = Walker::open_goal(&stage);
    let mut lines = GOAL;
    lines[0] = "产出指标|数量指标|道路养护里程|有效提升|25";
    let checked = stage
        .app
        .check_draft(&clerk(), walker.sheet, &goal_draft(1, &lines))
        .unwrap();
    let codes: Vec<&str> = checked.findings.iter().map(|finding| finding.code).collect();
    assert!(
        codes.contains(&"vague-target") && codes.contains(&"weights-not-100"),
        "{codes:?}"
    );
    let found = checked
        .findings
        .iter()
        .find(|one| one.code == "vague-target")
        .unwrap();
    assert_eq!(found.position, Some(1));
    assert_eq!(checked.totals.quantified_count, 6);
    assert_eq!((walker.page(&clerk()).lines.len(), walker.version()), (0, 1));
}

#[test]
fn a_goal_copied_from_another_project_is_noticed() {
    let stage = crate::stage::district::opened();
    let walker = Walker::open_goal(&stage);
    let mut copied = goal_draft(1, &GOAL);
    copied.annual_goal = "保障道路畅通并完成年度养护任务".into();
    walker.save(&clerk(), &copied).unwrap();
    let has_notice = |walker: &Walker<'_>| {
        let page = walker.page(&clerk());
        page.findings
            .iter()
            .any(|finding| finding.code == "copied-goal-text")
    };
    assert!(!has_notice(&walker));
    let other = crate::stage::district::sheet_id(2, SheetKind::Goal);
    let draft = SheetDraft {
        version: 1,
        ..copied.clone()
    };
    stage.app.save_sheet(&clerk(), &key(900), other, &draft).unwrap();
    copied.version = walker.version();
    walker
        .save(&clerk(), &with_keys(copied, &walker.page(&clerk())))
        .unwrap();
    assert!(has_notice(&walker));
}
