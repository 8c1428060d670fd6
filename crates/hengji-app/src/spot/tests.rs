//! A round from the frozen list to the sample, from both sides of the desk, and everything that is refused on the way.

use hengji_analysis::draw::{Record, verify};
use hengji_domain::id::{ProjectId, SpotRoundId};
use hengji_domain::person::{Actor, Role};
use hengji_domain::sheet::SheetKind;
use hengji_domain::workflow::SheetState;
use hengji_domain::{Money, Score};
use hengji_store::{Db, StoreError, sha256_hex, sheets, spot::candidates};

use super::view::{SpotPage, SpotYear};
use super::{AnnouncementInput, RedrawInput, SpotFile, SpotQuery, SpotSort, SpotState, ValueInput, frame};
use crate::common::Written;
use crate::error::AppError;
use crate::stage::district::{at, bureau, of_year, opened, person, schools, sheet_id, works};
use crate::stage::{Stage, codes, department, division, key};

mod evaluations;

const TITLE: &str = "2020 年度项目绩效抽评";
const VALUE: &str = "02-07-11-19-23-30";

fn performance() -> Actor {
    person(Role::PerformanceReviewer, bureau())
}

fn leader() -> Actor {
    person(Role::BureauLeader, bureau())
}

fn clerk() -> Actor {
    person(Role::UnitClerk, works())
}

fn project(number: u8) -> ProjectId {
    let mut bytes = [0; 10];
    bytes[9] = number;
    ProjectId::new(at(0), bytes)
}

/// Projects 1 to 6 get a finalised self-evaluation like that of 7: five of 城管局, two of 教育局.
fn evaluated(db: &mut Db) -> Result<(), StoreError> {
    let known = sheets::find(db, division(), sheet_id(7, SheetKind::SelfEvaluation))?.unwrap();
    let all: Vec<_> = (1_u8..=6)
        .map(|number| {
            let mut one = known.clone();
            one.id = sheet_id(number.into(), SheetKind::SelfEvaluation);
            one.project = project(number);
            one.state = SheetState::Concluded { at: at(600) };
            one.stated_total = Some(Score::from_centi(9_000 + i32::from(number) * 100));
            one.lines.clear();
            one
        })
        .collect();
    sheets::insert_many(db, division(), &all).map(|_| ())
}

fn stage() -> Stage {
    let stage = opened();
    stage.database.database.write(evaluated).unwrap();
    stage
}

fn told<T>(outcome: Result<T, AppError>) -> Result<T, String> {
    let code = |error: AppError| codes(&error).rsplit(':').next().unwrap_or_default().to_owned();
    outcome.map_err(code)
}

fn id_of(written: &Written) -> SpotRoundId {
    written.id.parse().unwrap()
}

fn freeze(stage: &Stage, number: u32) -> Result<(SpotRoundId, i32), String> {
    let written = told(
        stage
            .app
            .freeze_spot_list(&performance(), &key(number), of_year(), TITLE),
    )?;
    Ok((id_of(&written), written.version))
}

/// `source|known_at|total`; the clock of the stage stands at 2020-12-31 23:00.
fn announce(stage: &Stage, number: u32, id: SpotRoundId, version: i32, text: &str) -> Result<i32, String> {
    let [source, known_at, total] = text.split('|').collect::<Vec<_>>()[..] else {
        panic!("{text}")
    };
    let input = AnnouncementInput {
        version,
        source: source.into(),
        known_at: known_at.into(),
        total: total.into(),
    };
    let written = told(
        stage
            .app
            .announce_spot_round(&performance(), &key(number), id, &input),
    )?;
    Ok(written.version)
}

const EVENT: &str = "福利彩票第 2021001 期红球|2021-01-03 21:15|";
const HOURS: i64 = 3_600;

fn enter(
    stage: &Stage,
    number: u32,
    who: &Actor,
    id: SpotRoundId,
    version: i32,
    value: &str,
) -> Result<i32, String> {
    let input = ValueInput {
        version,
        value: value.into(),
    };
    Ok(told(stage.app.enter_spot_value(who, &key(number), id, &input))?.version)
}

fn draw(
    stage: &Stage,
    number: u32,
    who: &Actor,
    id: SpotRoundId,
    version: i32,
    value: &str,
) -> Result<i32, String> {
    let input = ValueInput {
        version,
        value: value.into(),
    };
    Ok(told(stage.app.draw_spot_projects(who, &key(number), id, &input))?.version)
}

fn page(stage: &Stage, who: &Actor, id: SpotRoundId) -> SpotPage {
    stage.app.spot_round(who, id, &SpotQuery::default()).unwrap()
}

fn file(stage: &Stage, who: &Actor, id: SpotRoundId, file: SpotFile) -> Result<String, String> {
    let made = told(stage.app.spot_file(who, id, file))?;
    Ok(String::from_utf8(made.bytes).unwrap())
}

/// A round that is announced, with its value entered; its version.
fn entered(stage: &Stage) -> (SpotRoundId, i32) {
    let (id, version) = freeze(stage, 1).unwrap();
    let version = announce(stage, 2, id, version, EVENT).unwrap();
    stage.clock.pass(72 * HOURS);
    let version = enter(stage, 3, &performance(), id, version, VALUE).unwrap();
    (id, version)
}

fn drawn(stage: &Stage) -> (SpotRoundId, i32) {
    let (id, version) = entered(stage);
    let version = draw(stage, 4, &leader(), id, version, VALUE).unwrap();
    (id, version)
}

fn codes_of(page: &SpotPage) -> String {
    let codes: Vec<&str> = page.list.rows.iter().map(|row| row.code.as_str()).collect();
    codes.join(" ")
}

#[test]
fn a_round_goes_from_the_frozen_list_to_a_sample_that_anybody_can_repeat() {
    Stage::on_each_engine(|stage| {
        stage
            .database
            .database
            .write(crate::stage::district::fill)
            .unwrap();
        stage.database.database.write(evaluated).unwrap();
        stage.app.forget_directory(division());
        let (id, version) = freeze(stage, 1).unwrap();
        let frozen = page(stage, &performance(), id);
        assert_eq!((frozen.totals.eligible, frozen.totals.drawn), (7, 0));
        assert!(frozen.may.announce && frozen.may.change_list && !frozen.may.enter);
        let version = announce(stage, 2, id, version, EVENT).unwrap();
        let early = enter(stage, 3, &performance(), id, version, VALUE);
        assert_eq!(early.unwrap_err(), "spot-value-early");
        stage.clock.pass(72 * HOURS);
        let version = enter(stage, 4, &performance(), id, version, VALUE).unwrap();
        draw(stage, 5, &leader(), id, version, VALUE).unwrap();

        // At least two of each department: four of seven.
        let after = page(stage, &clerk(), id);
        assert_eq!((after.state, after.totals.drawn), (SpotState::Drawn, 4));
        assert_eq!(after.totals.share_bp, 5_714);
        let each: Vec<_> = after
            .departments
            .iter()
            .map(|one| (one.eligible, one.drawn))
            .collect();
        assert_eq!(each.iter().filter(|one| one.1 == 2).count(), 2, "{each:?}");

        let record: Record =
            serde_json::from_str(&file(stage, &clerk(), id, SpotFile::Record).unwrap()).unwrap();
        let all = stage
            .database
            .database
            .read(|db| candidates(db, division(), of_year()))
            .unwrap();
        let list = frame::of(&all).unwrap();
        assert!(
            verify(&record, &list).is_empty(),
            "anyone who repeats it finds the same"
        );
        assert_eq!(record.seal, after.seal);
        assert!(
            record.announced.contains("2021-01-03 21:15:00"),
            "{}",
            record.announced
        );
        let sample = SpotQuery {
            is_drawn: Some(true),
            sort: SpotSort::Position,
            ..SpotQuery::default()
        };
        let shown = stage.app.spot_round(&performance(), id, &sample).unwrap();
        assert_eq!(codes_of(&shown), record.sample.join(" "));
    });
}

#[test]
fn the_files_let_anybody_check_the_draw_without_us() {
    let stage = stage();
    let (id, version) = freeze(&stage, 1).unwrap();
    assert_eq!(
        file(&stage, &performance(), id, SpotFile::Record).unwrap_err(),
        "spot-no-record"
    );
    announce(&stage, 2, id, version, EVENT).unwrap();
    let text = file(&stage, &clerk(), id, SpotFile::Canonical).unwrap();
    let told = page(&stage, &clerk(), id);
    assert_eq!(sha256_hex(text.as_bytes()), told.frame_sha256);
    assert!(text.starts_with("hengji-frame-1\nP1\t"), "{text}");
    let list = file(&stage, &clerk(), id, SpotFile::List).unwrap();
    let lines: Vec<&str> = list.lines().collect();
    assert_eq!(lines[0], "\u{feff}项目代码,主管部门,金额(元),自评分");
    assert_eq!((lines.len(), lines[7]), (8, "P7,教育局,10000.00,90.00"));
}

#[test]
fn what_is_out_of_its_time_is_refused_and_nothing_is_lost() {
    let stage = stage();
    let (id, version) = freeze(&stage, 1).unwrap();
    for (event, expected) in [
        ("|2021-01-03 21:15|", "text-missing"),
        ("红球|明天|", "spot-known-at-unreadable"),
        ("红球|2020-12-31 22:59|", "spot-known-already"),
        ("红球|2021-01-03 21:15|很多", "spot-total-unreadable"),
        ("红球|2021-01-03 21:15|3", "draw-total-range"),
        ("红球|2021-01-03 21:15|8", "draw-total-range"),
        ("红\n球|2021-01-03 21:15|", "draw-unclean-text"),
    ] {
        assert_eq!(
            announce(&stage, 2, id, version, event).unwrap_err(),
            expected,
            "{event}"
        );
    }
    assert_eq!(
        enter(&stage, 3, &performance(), id, version, VALUE).unwrap_err(),
        "spot-not-announced"
    );
    assert_eq!(
        announce(&stage, 4, id, version + 1, EVENT).unwrap_err(),
        "stale-version"
    );
    let version = announce(&stage, 5, id, version, "红球|2021-01-03 21:15|5").unwrap();
    assert_eq!(freeze(&stage, 6).unwrap_err(), "spot-list-fixed");
    assert_eq!(
        announce(&stage, 7, id, version, EVENT).unwrap_err(),
        "spot-not-now"
    );
    assert_eq!(
        draw(&stage, 8, &leader(), id, version, VALUE).unwrap_err(),
        "spot-not-now"
    );
    stage.clock.pass(72 * HOURS);
    assert_eq!(
        enter(&stage, 9, &performance(), id, version, "  ").unwrap_err(),
        "text-missing"
    );
    let version = enter(&stage, 10, &performance(), id, version, "02-07").unwrap();
    let version = enter(&stage, 11, &performance(), id, version, VALUE).unwrap();
    assert_eq!(
        draw(&stage, 12, &performance(), id, version, VALUE).unwrap_err(),
        "spot-own-value"
    );
    assert_eq!(
        draw(&stage, 13, &leader(), id, version, "02-07-11-19-23-31").unwrap_err(),
        "spot-value-differs"
    );
    let version = draw(&stage, 14, &leader(), id, version, VALUE).unwrap();
    assert_eq!(
        enter(&stage, 15, &performance(), id, version, "01-01").unwrap_err(),
        "spot-not-now"
    );
    assert_eq!(
        page(&stage, &performance(), id).totals.drawn,
        5,
        "as many as were announced"
    );
}

fn take_off(
    stage: &Stage,
    number: u32,
    id: SpotRoundId,
    of: u8,
    version: i32,
    reason: &str,
) -> Result<i32, String> {
    let asked = (version, reason);
    let outcome = stage
        .app
        .take_off_spot_list(&performance(), &key(number), id, project(of), asked);
    Ok(told(outcome)?.version)
}

#[test]
fn a_project_leaves_the_list_before_it_is_public_and_never_after() {
    let stage = stage();
    let (id, version) = freeze(&stage, 1).unwrap();
    let before = page(&stage, &performance(), id).frame_sha256;
    let reason = "涉及国家秘密的项目不公开评价";
    assert_eq!(
        take_off(&stage, 2, id, 5, version, "涉密").unwrap_err(),
        "spot-reason-short"
    );
    let version = take_off(&stage, 3, id, 5, version, reason).unwrap();
    let rest = page(&stage, &performance(), id);
    assert_eq!((rest.totals.eligible, rest.totals.off), (6, 1));
    assert_ne!(rest.frame_sha256, before, "another list has another hash");
    let off = rest.list.rows.iter().find(|row| row.code == "P5").unwrap();
    assert_eq!(off.off.as_ref().map(|(why, _)| why.as_str()), Some(reason));
    let list = file(&stage, &performance(), id, SpotFile::List).unwrap();
    assert!(!list.contains("P5,"), "{list}");

    let version = announce(&stage, 4, id, version, EVENT).unwrap();
    assert_eq!(
        take_off(&stage, 5, id, 1, version, reason).unwrap_err(),
        "spot-list-fixed"
    );
    stage.clock.pass(72 * HOURS);
    let version = enter(&stage, 6, &performance(), id, version, VALUE).unwrap();
    let version = draw(&stage, 7, &leader(), id, version, VALUE).unwrap();
    // Both projects of 教育局 were drawn, because the rule asks for two.
    assert_eq!(
        take_off(&stage, 8, id, 7, version, reason).unwrap_err(),
        "spot-drawn-fixed"
    );
    let refused = stage
        .app
        .take_off_spot_list(&performance(), &key(9), id, project(7), (version, reason))
        .unwrap_err()
        .to_string();
    assert!(
        refused.contains("项目7") && refused.contains("不能撤下或调换"),
        "{refused}"
    );
}

#[test]
fn a_list_is_frozen_afresh_until_it_is_announced() {
    let stage = opened();
    let (id, version) = freeze(&stage, 1).unwrap();
    assert_eq!(page(&stage, &performance(), id).totals.eligible, 1);
    stage.database.database.write(evaluated).unwrap();
    let (again, next) = freeze(&stage, 2).unwrap();
    assert_eq!(
        (again, next),
        (id, version + 1),
        "the same round with another list"
    );
    assert_eq!(page(&stage, &performance(), id).totals.eligible, 7);
}

#[test]
fn a_year_without_finalised_self_evaluations_has_nothing_to_draw() {
    let stage = opened();
    let year = crate::stage::year(2021);
    let refused = stage.app.freeze_spot_list(&performance(), &key(1), year, TITLE);
    assert_eq!(told(refused).unwrap_err(), "spot-nothing-eligible");
    let found = stage
        .app
        .spot_year(&performance(), year, &SpotQuery::default())
        .unwrap();
    let SpotYear::Prepared(prepared) = found else {
        panic!("{found:?}")
    };
    assert_eq!(
        (prepared.eligible, prepared.least, prepared.may_freeze),
        (0, None, true)
    );
}

#[test]
fn another_draw_needs_a_reason_and_another_value_and_the_old_record_stays() {
    let stage = stage();
    let (first, version) = drawn(&stage);
    let record = file(&stage, &clerk(), first, SpotFile::Record).unwrap();
    let again = |number, who: &Actor, version, reason: &str| {
        let input = RedrawInput {
            version,
            reason: reason.into(),
        };
        told(stage.app.redraw_spot_projects(who, &key(number), first, &input))
    };
    let reason = "公告的开奖期号写错,结果不能作为起始值";
    assert_eq!(
        again(20, &performance(), version, reason).unwrap_err(),
        "role-not-held"
    );
    assert_eq!(
        again(21, &leader(), version, "重来").unwrap_err(),
        "spot-reason-short"
    );
    let second = id_of(&again(22, &leader(), version, reason).unwrap());
    assert_eq!(
        again(23, &leader(), version + 1, reason).unwrap_err(),
        "spot-not-now"
    );
    let old = page(&stage, &clerk(), first);
    assert_eq!(old.state, SpotState::Superseded);
    assert_eq!(file(&stage, &clerk(), first, SpotFile::Record).unwrap(), record);
    let version = announce(&stage, 24, second, 1, "红球第 2 期|2021-01-05 21:15|").unwrap();
    stage.clock.pass(72 * HOURS);
    assert_eq!(
        enter(&stage, 25, &performance(), second, version, VALUE).unwrap_err(),
        "spot-value-used"
    );
    let version = enter(&stage, 26, &performance(), second, version, "01-02-03").unwrap();
    draw(&stage, 27, &leader(), second, version, "01-02-03").unwrap();
    let record: Record =
        serde_json::from_str(&file(&stage, &clerk(), second, SpotFile::Record).unwrap()).unwrap();
    assert_eq!((record.number, record.reason.as_deref()), (2, Some(reason)));
    let latest = stage
        .app
        .spot_year(&clerk(), of_year(), &SpotQuery::default())
        .unwrap();
    let SpotYear::Round(latest) = latest else {
        panic!("{latest:?}")
    };
    assert_eq!((latest.id, latest.rounds.len()), (second, 1));
}

#[test]
fn before_the_announcement_nobody_outside_knows_and_after_it_each_sees_their_own() {
    let stage = stage();
    let (id, version) = freeze(&stage, 1).unwrap();
    let hidden = stage.app.spot_round(&clerk(), id, &SpotQuery::default());
    assert_eq!(told(hidden).unwrap_err(), "not-found");
    assert_eq!(
        file(&stage, &clerk(), id, SpotFile::List).unwrap_err(),
        "not-found"
    );
    let year = stage
        .app
        .spot_year(&clerk(), of_year(), &SpotQuery::default())
        .unwrap();
    assert!(
        matches!(&year, SpotYear::Prepared(one) if one.eligible == 0 && !one.may_freeze),
        "{year:?}"
    );
    announce(&stage, 2, id, version, EVENT).unwrap();
    for (who, expected) in [
        (performance(), "P1 P2 P3 P4 P5 P6 P7"),
        (clerk(), "P1 P2 P3 P4 P5"),
        (person(Role::DepartmentReviewer, schools()), "P6 P7"),
        (person(Role::DepartmentReviewer, department()), "P1 P2 P3 P4 P5"),
        (person(Role::BudgetDivisionReviewer, bureau()), "P1 P2 P3 P4 P5"),
        (person(Role::OversightReader, bureau()), "P1 P2 P3 P4 P5 P6 P7"),
    ] {
        let seen = page(&stage, &who, id);
        assert_eq!(codes_of(&seen), expected, "{}", who.name);
        assert_eq!(seen.totals.eligible, 7, "the sums are public");
        let list = file(&stage, &who, id, SpotFile::List).unwrap();
        assert_eq!(list.lines().count(), 8, "the list is public");
    }
    for role in [Role::SystemAdministrator, Role::ThirdParty] {
        let refused = stage
            .app
            .spot_round(&person(role, bureau()), id, &SpotQuery::default());
        assert_eq!(told(refused).unwrap_err(), "role-not-held");
    }
}

#[test]
fn steps_belong_to_their_roles() {
    let stage = stage();
    let (id, version) = freeze(&stage, 1).unwrap();
    for who in [clerk(), leader(), person(Role::BudgetDivisionReviewer, bureau())] {
        let frozen = stage.app.freeze_spot_list(&who, &key(2), of_year(), TITLE);
        assert_eq!(told(frozen).unwrap_err(), "role-not-held", "{}", who.name);
        let input = AnnouncementInput {
            version,
            source: "红球".into(),
            known_at: "2021-01-03 21:15".into(),
            total: String::new(),
        };
        let announced = stage.app.announce_spot_round(&who, &key(3), id, &input);
        assert_eq!(told(announced).unwrap_err(), "role-not-held", "{}", who.name);
        if !who.has(Role::BureauLeader) {
            let outcome = enter(&stage, 4, &who, id, version, VALUE);
            assert_eq!(outcome.unwrap_err(), "role-not-held", "{}", who.name);
        }
    }
}

#[test]
fn whoever_confirms_does_not_see_what_was_entered() {
    let stage = stage();
    let (id, _) = entered(&stage);
    let own = page(&stage, &performance(), id);
    let other = page(&stage, &leader(), id);
    let text = |page: &SpotPage| page.start.as_ref().and_then(|start| start.text.clone());
    assert_eq!(text(&own).as_deref(), Some(VALUE));
    assert_eq!(text(&other), None);
    assert!(own.may.enter && !own.may.draw && other.may.draw && !other.may.enter);
    assert!(own.why_not.contains("另一人"), "{}", own.why_not);
}

#[test]
fn the_home_page_says_whose_turn_it_is() {
    let stage = stage();
    let task = |who: &Actor| {
        let home = stage.app.home(who, of_year()).unwrap();
        home.spot_task.map(|task| task.words).unwrap_or_default()
    };
    let (id, version) = freeze(&stage, 1).unwrap();
    assert!(task(&performance()).contains("请公告"));
    assert_eq!(task(&leader()), "");
    let version = announce(&stage, 2, id, version, EVENT).unwrap();
    assert_eq!(
        (task(&performance()), task(&leader())),
        (String::new(), String::new())
    );
    stage.clock.pass(72 * HOURS);
    assert!(task(&performance()).contains("请录入") && task(&leader()).contains("请录入"));
    enter(&stage, 3, &performance(), id, version, VALUE).unwrap();
    assert_eq!(task(&performance()), "");
    assert!(task(&leader()).contains("确认并抽取"));
    assert_eq!(task(&clerk()), "");
}

#[test]
fn the_list_leaves_the_house_as_it_was_filtered() {
    let stage = stage();
    let (id, _) = drawn(&stage);
    let query = SpotQuery {
        is_drawn: Some(true),
        ..SpotQuery::default()
    };
    stage.app.export_spot_round(&performance(), id, &query).unwrap();
    let table = stage.desk.last_written();
    assert_eq!((table.title.as_str(), table.rows.len()), (TITLE, 4));
    assert!(table.notes[0].contains(&page(&stage, &clerk(), id).frame_sha256));
    assert!(
        table
            .rows
            .iter()
            .all(|row| row[6] == crate::ports::Cell::text("抽中"))
    );
}

#[test]
fn a_repeated_request_draws_once() {
    let stage = stage();
    let (id, version) = entered(&stage);
    let first = draw(&stage, 30, &leader(), id, version, VALUE).unwrap();
    assert_eq!(draw(&stage, 30, &leader(), id, version, VALUE).unwrap(), first);
    assert_eq!(page(&stage, &clerk(), id).totals.drawn, 4);
}

#[test]
fn a_changed_list_is_noticed_before_anybody_draws_from_it() {
    let stage = stage();
    let (id, version) = entered(&stage);
    stage
        .database
        .database
        .write(|db| {
            let mut all = hengji_store::spot::eligible(db, division(), id)?;
            hengji_store::spot::remove_eligible(db, division(), id)?;
            for one in &mut all {
                one.amount = Money::from_fen(1);
            }
            hengji_store::spot::insert_eligible(db, division(), id, &all)
        })
        .unwrap();
    assert_eq!(
        draw(&stage, 4, &leader(), id, version, VALUE).unwrap_err(),
        "internal-fault"
    );
    assert_eq!(
        file(&stage, &clerk(), id, SpotFile::List).unwrap_err(),
        "internal-fault"
    );
}
