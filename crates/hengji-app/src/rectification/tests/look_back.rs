//! Looking back: a frozen list, one draw that anyone can repeat, a relapse that becomes a new finding.

use hengji_analysis::draw::{Frame, Record, Unit, verify};
use hengji_domain::BudgetYear;
use hengji_domain::id::LookBackId;
use hengji_domain::rectification::{FindingState, LookBackResult};

use super::*;
use crate::rectification::{FreezeInput, LookBackDraw, LookBackFinding};
use crate::stage::year;

/// A finding of 2020 whose rectification is verified.
fn rectified(stage: &Stage, from: u32) -> EvaluationFindingId {
    let finding = enter(stage, from, "签证资料滞后");
    let paper = receipted(stage, from + 1, finding, 1);
    let id = planned(stage, from + 4, paper, finding);
    claim(stage, from + 6, &clerk(), id, 1, file("签证单.txt", b"a")).unwrap();
    let done = verification(2, "");
    stage
        .app
        .verify_rectification(&owner(), &key(from + 7), id, &done)
        .unwrap();
    finding
}

fn next_year() -> BudgetYear {
    year(2021)
}

fn freeze(stage: &Stage, number: u32, announced: &str, reason: &str) -> Result<Written, AppError> {
    let input = FreezeInput {
        announced: announced.into(),
        reason: reason.into(),
    };
    stage
        .app
        .freeze_look_back(&performance(), &key(number), next_year(), &input)
}

#[test]
fn a_look_back_is_frozen_drawn_once_and_a_relapse_becomes_a_new_finding() {
    let stage = stage();
    let app = &stage.app;
    refused(freeze(&stage, 1, "九月一日公告", ""), "look-back-nothing");
    let finding = rectified(&stage, 10);
    assert_eq!(app.look_backs(&performance(), next_year()).unwrap().eligible, 1);
    refused(
        freeze(&stage, 2, " ", ""),
        "announced:look-back-announcement-missing",
    );
    let id: LookBackId = freeze(&stage, 3, "九月一日公告", "").unwrap().id.parse().unwrap();
    refused(freeze(&stage, 4, "九月二日公告", "换一批"), "look-back-open");
    let draw = |number, start: &str| {
        let input = LookBackDraw {
            version: 1,
            start_value: start.into(),
        };
        app.draw_look_back(&performance(), &key(number), id, &input)
    };
    refused(draw(5, ""), "start_value:look-back-start-value");
    draw(6, "20200930-071923").unwrap();
    refused(draw(7, "20201001-000000"), "look-back-drawn");
    let record: Record = serde_json::from_str(&app.look_back_record(&performance(), id).unwrap()).unwrap();
    let units: Vec<Unit> = record.units.iter().map(|one| one.unit.clone()).collect();
    assert!(verify(&record, &Frame::new(units).unwrap()).is_empty());
    assert!(
        app.look_back_verifier(&performance(), id)
            .unwrap()
            .contains(&record.seal)
    );
    let list = app.look_back_frame(&performance(), id).unwrap();
    assert!(list.contains("2020-1,") && list.contains("15000"), "{list}");
    let see = |number, result: &str, day: &str, evidence: &str| {
        let input = LookBackFinding {
            version: 1,
            result: result.into(),
            looked_on: day.into(),
            evidence: evidence.into(),
        };
        app.record_look_back(&owner(), &key(number), (id, finding), &input)
    };
    refused(
        see(20, "maybe", "2020-09-15", "现场仍缺签证单"),
        "result:look-back-result-unknown",
    );
    refused(
        see(21, "relapsed", "2020-09-15", "缺"),
        "evidence:look-back-needs-evidence",
    );
    refused(
        see(22, "relapsed", "2020-09-16", "现场仍缺签证单"),
        "looked_on:date-ahead",
    );
    let written = see(23, "relapsed", "2020-09-15", "现场仍缺签证单").unwrap();
    refused(see(24, "holds", "2020-09-15", "现场资料齐全了"), "look-back-seen");
    let relapse = app
        .evaluation_finding(&performance(), written.id.parse().unwrap())
        .unwrap();
    assert_eq!(relapse.row.state, FindingState::Entered);
    assert_eq!(relapse.earlier.map(|(id, _)| id), Some(finding));
    assert!(relapse.row.year == next_year() && relapse.row.words.contains("签证资料滞后"));
    let old = app.evaluation_finding(&performance(), finding).unwrap();
    assert_eq!(old.look_backs[0].1, Some(LookBackResult::Relapsed));
    let page = app.look_back(&performance(), id).unwrap();
    assert_eq!(page.counts, [0, 1, 0]);
    let table = app.recurrences(&performance(), next_year()).unwrap();
    assert_eq!((table.years.len(), table.rows[0].counts.clone()), (2, vec![1, 1]));
    refused(
        freeze(&stage, 30, "十月一日公告", ""),
        "reason:look-back-reason-missing",
    );
}
