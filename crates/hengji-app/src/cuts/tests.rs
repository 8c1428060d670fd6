//! A cut from its proposal to its vouchers, from both sides of the desk, and everything that is refused on the way.

use hengji_domain::Money;
use hengji_domain::fact::{Fact, code};
use hengji_domain::id::{CutId, ProjectId, UserId};
use hengji_domain::person::{Actor, Grant, Role};
use hengji_store::closed_years::{self, ClosedYear};
use hengji_store::cuts::{self, CutSort};
use hengji_store::monitoring::{KeyEntry, Origin, insert_entries};
use hengji_store::{Direction, facts};

use super::{CutQuery, CutState, DirectProposal, Ruling, VoucherInput};
use crate::common::Written;
use crate::error::AppError;
use crate::stage::district::{at, bureau, of_year, opened, person, schools, works};
use crate::stage::{Stage, codes, department, division, key};

const DAY: i64 = 24 * 3600;

fn project(number: u8) -> ProjectId {
    let mut bytes = [0; 10];
    bytes[9] = number;
    ProjectId::new(at(0), bytes)
}

fn proposer() -> Actor {
    person(Role::DepartmentReviewer, department())
}

fn decider() -> Actor {
    person(Role::BudgetDivisionReviewer, bureau())
}

fn performance() -> Actor {
    person(Role::PerformanceReviewer, bureau())
}

fn leader() -> Actor {
    person(Role::BureauLeader, bureau())
}

/// The district on 15 September 2020; project 5 has 1 万元, of which 0.3 is paid; project 7 is on the key list.
fn stage() -> Stage {
    let stage = opened();
    prepare(&stage);
    stage
}

fn prepare(stage: &Stage) {
    stage.clock.pass(-107 * DAY);
    let paid = Fact {
        year: of_year(),
        subject: project(5).to_string(),
        code: code::EXECUTED_FEN.into(),
        period: "2020-07".into(),
        value: 300_000,
        source: "支付明细".into(),
        source_row: "1".into(),
        loaded_at: at(0),
    };
    let listed = KeyEntry {
        project: project(7),
        origin: Origin::Manual,
        is_listed: true,
        reason: "群众反映集中".into(),
        paper: None,
        listed_by: "绩效科".into(),
        listed_at: at(0),
        version: 1,
    };
    stage
        .database
        .database
        .write(|db| {
            facts::insert_many(db, division(), std::slice::from_ref(&paid))?;
            insert_entries(db, division(), of_year(), std::slice::from_ref(&listed))
        })
        .unwrap();
}

fn direct(code: &str, cut: &str) -> DirectProposal {
    DirectProposal {
        project_code: code.into(),
        ground: "behind-schedule".into(),
        cut: cut.into(),
        words: "上半年没有开工".into(),
    }
}

fn propose(stage: &Stage, number: u32, actor: &Actor, code: &str, cut: &str) -> Result<(CutId, i32), String> {
    let input = direct(code, cut);
    let written = stage
        .app
        .propose_direct_cut(actor, &key(number), of_year(), &input);
    let written = written.map_err(|error| codes(&error))?;
    Ok((written.id.parse().unwrap(), written.version))
}

fn rule(stage: &Stage, number: u32, actor: &Actor, id: CutId, text: &str) -> Result<Written, AppError> {
    let [version, amount, words] = text.split('|').collect::<Vec<_>>()[..] else {
        panic!("{text}")
    };
    let ruling = Ruling {
        version: version.parse().unwrap(),
        is_cut: !amount.is_empty(),
        amount: amount.into(),
        words: words.into(),
    };
    stage.app.decide_cut(actor, &key(number), id, &ruling)
}

fn enter(stage: &Stage, number: u32, actor: &Actor, id: CutId, text: &str) -> Result<Written, AppError> {
    let [paper, dated_on, amount] = text.split('|').collect::<Vec<_>>()[..] else {
        panic!("{text}")
    };
    let input = VoucherInput {
        number: paper.into(),
        dated_on: dated_on.into(),
        amount: amount.into(),
    };
    stage.app.enter_cut_voucher(actor, &key(number), id, &input)
}

fn all_of(stage: &Stage, actor: &Actor) -> super::view::CutList {
    stage.app.cuts(actor, of_year(), &CutQuery::default()).unwrap()
}

#[test]
fn a_cut_goes_from_its_proposal_to_its_vouchers_and_the_report_says_so() {
    Stage::on_each_engine(|stage| {
        stage
            .database
            .database
            .write(crate::stage::district::fill)
            .unwrap();
        stage.app.forget_directory(division());
        prepare(stage);
        let (id, version) = propose(stage, 1, &proposer(), "P5", "0.5").unwrap();
        let waiting = stage.app.cut_page(&decider(), id).unwrap();
        assert_eq!(waiting.row.book.code, "department_monitoring");
        assert_eq!(
            (
                waiting.room.budget.fen(),
                waiting.room.paid.fen(),
                waiting.room.claimed.fen()
            ),
            (1_000_000, 300_000, 0)
        );
        assert!(waiting.may_decide && !waiting.may_withdraw && waiting.next.contains("归口科室"));
        let home = stage.app.home(&decider(), of_year()).unwrap();
        assert_eq!(home.cuts_to_decide, 1);
        rule(stage, 2, &decider(), id, &format!("{version}|0.4|进度太慢")).unwrap();
        assert_eq!(stage.app.home(&decider(), of_year()).unwrap().cuts_to_decide, 0);
        enter(stage, 3, &decider(), id, "财预〔2020〕60号|2020-09-15|0.1").unwrap();
        enter(stage, 4, &decider(), id, "财预〔2020〕61号|2020-09-15|0.3").unwrap();
        let done = stage.app.cut_page(&proposer(), id).unwrap();
        assert_eq!((done.row.taken.fen(), done.vouchers.len()), (400_000, 2));
        assert!(done.next.contains("办结"), "{}", done.next);
        let told: Vec<&str> = done.trail.iter().map(|one| one.what.as_str()).collect();
        assert_eq!(told, ["提出压减", "决定压减", "登记凭证", "登记凭证"]);
        let sums = stage.app.cut_sums(&performance(), of_year()).unwrap();
        assert_eq!(
            sums[0].sentence,
            "部门自行监控发现执行进度落后的项目 1 个,压减预算 0.4 万元"
        );
        let whole = stage.app.cut_sums_of_division(division(), of_year()).unwrap();
        assert_eq!((whole, sums[0].decided), (sums.clone(), Money::from_fen(400_000)));
        let page = stage.app.project_page(&performance(), project(5)).unwrap();
        assert_eq!((page.cuts.len(), page.cuts[0].taken.fen()), (1, 400_000));
    });
}

#[test]
fn a_proposal_is_refused_with_the_field_that_is_wrong() {
    let stage = stage();
    for (number, code, cut, expected) in [
        (1, "P5", "0.700001", "cut:cut-above-remaining"),
        (2, "P5", "0", "cut:amount-unreadable"),
        (3, "P5", "很多", "cut:amount-unreadable"),
        (4, "P99", "0.1", "project_code:cut-project-unknown"),
        (5, "P6", "0.1", "not-found"),
    ] {
        let refused = propose(&stage, number, &proposer(), code, cut);
        assert_eq!(refused.unwrap_err(), expected, "{code} {cut}");
    }
    let input = DirectProposal {
        ground: "weather".into(),
        words: " ".into(),
        ..direct("P5", "0.1")
    };
    let refused = stage
        .app
        .propose_direct_cut(&proposer(), &key(9), of_year(), &input);
    assert_eq!(
        codes(&refused.unwrap_err()),
        "ground:ground-unknown words:finding-words-missing"
    );
    propose(&stage, 10, &proposer(), "P5", "0.7").unwrap();
    let second = propose(&stage, 11, &proposer(), "P5", "0.000001");
    assert_eq!(
        second.unwrap_err(),
        "cut:cut-above-remaining",
        "another proposal holds the rest"
    );
}

#[test]
fn a_book_takes_proposals_of_its_own_role_and_projects_only() {
    let stage = stage();
    for (number, actor, code, expected) in [
        (1, performance(), "P5", Err("cut-proposer")),
        (2, performance(), "P7", Ok("key_monitoring")),
        (3, decider(), "P5", Err("cut-proposer")),
        (
            4,
            person(Role::DepartmentReviewer, schools()),
            "P7",
            Ok("department_monitoring"),
        ),
        (5, person(Role::UnitClerk, works()), "P5", Err("role-not-held")),
    ] {
        let made = propose(&stage, number, &actor, code, "0.1");
        match (made, expected) {
            (Ok((id, _)), Ok(book)) => {
                let found = stage.app.cut_page(&leader(), id).unwrap();
                assert_eq!(found.row.book.code, book, "{number}");
            }
            (Err(refused), Err(code)) => assert_eq!(refused, code, "{number}"),
            (made, expected) => panic!("{number}: {made:?} {expected:?}"),
        }
    }
    let form = stage
        .app
        .cut_proposal_form(&performance(), of_year(), Some(project(5)))
        .unwrap();
    assert!(
        form.book.is_none() && form.why_not.contains("限财政重点监控名单"),
        "{}",
        form.why_not
    );
}

#[test]
fn numbers_of_a_book_have_no_gap_even_after_a_refusal() {
    let stage = stage();
    let serial = |id| stage.app.cut_page(&leader(), id).unwrap().row.serial;
    let (first, _) = propose(&stage, 1, &proposer(), "P5", "0.1").unwrap();
    propose(&stage, 2, &proposer(), "P5", "9").unwrap_err();
    let (second, _) = propose(&stage, 3, &proposer(), "P5", "0.1").unwrap();
    let (other, _) = propose(&stage, 4, &performance(), "P7", "0.1").unwrap();
    assert_eq!([serial(first), serial(second), serial(other)], [1, 2, 1]);
}

#[test]
fn a_decision_is_refused_to_whoever_must_not_take_it_and_beyond_its_bounds() {
    let stage = stage();
    let (id, _) = propose(&stage, 1, &proposer(), "P5", "0.5").unwrap();
    let mut both = decider();
    both.user = proposer().user;
    for (number, actor, text, expected) in [
        (2, proposer(), "1|0.5|", "role-not-held"),
        (3, performance(), "1|0.5|", "cut-decider"),
        (4, leader(), "1|0.5|", "cut-decider"),
        (
            5,
            person(Role::DepartmentReviewer, schools()),
            "1|0.5|",
            "not-found",
        ),
        (6, both, "1|0.5|", "cut-own-proposal"),
        (7, decider(), "1|0.500001|", "amount:cut-above-proposed"),
        (8, decider(), "1|-1|", "amount:amount-unreadable"),
        (9, decider(), "1||", "words:cut-rejection-needs-words"),
        (10, decider(), "7|0.5|", "stale-version"),
    ] {
        let refused = rule(&stage, number, &actor, id, text).unwrap_err();
        assert_eq!(codes(&refused), expected, "{number}: {refused}");
    }
    let still = stage.app.cut_page(&decider(), id).unwrap();
    assert_eq!((still.row.state, still.version), (CutState::Proposed, 1));
    rule(&stage, 20, &decider(), id, "1||合同已签").unwrap();
    let rejected = stage.app.cut_page(&proposer(), id).unwrap();
    assert_eq!(
        (rejected.row.state, rejected.row.decided),
        (CutState::Rejected, None)
    );
    propose(&stage, 21, &proposer(), "P5", "0.7").unwrap();
}

#[test]
fn what_was_paid_since_the_proposal_narrows_the_decision() {
    let stage = stage();
    let (id, _) = propose(&stage, 1, &proposer(), "P5", "0.5").unwrap();
    let later = Fact {
        year: of_year(),
        subject: project(5).to_string(),
        code: code::EXECUTED_FEN.into(),
        period: "2020-08".into(),
        value: 400_000,
        source: "支付明细".into(),
        source_row: "2".into(),
        loaded_at: at(9),
    };
    let write = |db: &mut hengji_store::Db| facts::insert_many(db, division(), std::slice::from_ref(&later));
    stage.database.database.write(write).unwrap();
    let refused = rule(&stage, 2, &decider(), id, "1|0.5|").unwrap_err();
    let AppError::Invalid(fields) = &refused else {
        panic!("{refused}")
    };
    assert!(
        fields[0].message.contains("余额 0.3 万元") && fields[0].message.contains("已支付 0.7"),
        "{}",
        fields[0].message
    );
    rule(&stage, 3, &decider(), id, "1|0.3|").unwrap();
}

#[test]
fn the_second_of_two_decisions_learns_what_the_first_was() {
    let stage = stage();
    let (id, _) = propose(&stage, 1, &proposer(), "P5", "0.5").unwrap();
    let mut other = decider();
    other.user = UserId::new(at(0), [77; 10]);
    let ruled = std::thread::scope(|scope| {
        let one = scope.spawn(|| rule(&stage, 2, &decider(), id, "1|0.4|"));
        let two = scope.spawn(|| rule(&stage, 3, &other, id, "1||不压"));
        [one.join().unwrap(), two.join().unwrap()]
    });
    assert_eq!(ruled.iter().filter(|one| one.is_ok()).count(), 1, "{ruled:?}");
    let refused = ruled.into_iter().find_map(Result::err).unwrap();
    let AppError::Stale(stale) = &refused else {
        panic!("{refused}")
    };
    assert!(
        stale.what == "决定压减 0.4 万元" || stale.what == "不予压减",
        "{stale:?}"
    );
    let withdrawn = stage.app.withdraw_cut(&proposer(), &key(4), id, 1);
    assert_eq!(codes(&withdrawn.unwrap_err()), "stale-version");
}

#[test]
fn a_voucher_stays_within_the_decision_and_the_year() {
    let stage = stage();
    let (id, _) = propose(&stage, 1, &proposer(), "P5", "0.5").unwrap();
    let early = enter(&stage, 2, &decider(), id, "60号|2020-09-15|0.1");
    assert_eq!(codes(&early.unwrap_err()), "cut-not-decided");
    rule(&stage, 3, &decider(), id, "1|0.4|").unwrap();
    enter(&stage, 4, &decider(), id, "60号|2020-09-15|0.3").unwrap();
    for (number, actor, text, expected) in [
        (
            5,
            decider(),
            "61号|2020-09-15|0.100001",
            "amount:voucher-above-decided",
        ),
        (6, decider(), "60号|2020-09-15|0.1", "number:voucher-number-taken"),
        (7, decider(), "61号|2019-12-31|0.1", "dated_on:voucher-other-year"),
        (8, decider(), "61号|2021-01-04|0.1", "dated_on:voucher-other-year"),
        (9, decider(), "61号|2020-12-01|0.1", "dated_on:date-ahead"),
        (
            11,
            decider(),
            "|九月|零",
            "number:voucher-number-missing dated_on:date-unreadable amount:amount-unreadable",
        ),
        (12, proposer(), "61号|2020-09-15|0.1", "role-not-held"),
    ] {
        let refused = enter(&stage, number, &actor, id, text).unwrap_err();
        assert_eq!(codes(&refused), expected, "{text}");
    }
    // Minutes of a meeting may reach the register after the paper that followed from it.
    enter(&stage, 20, &decider(), id, "61号|2020-09-01|0.1").unwrap();
}

#[test]
fn a_closed_year_takes_no_step() {
    let stage = stage();
    let (id, _) = propose(&stage, 1, &proposer(), "P5", "0.5").unwrap();
    let (ruled, _) = propose(&stage, 2, &proposer(), "P5", "0.1").unwrap();
    rule(&stage, 3, &decider(), ruled, "1|0.1|").unwrap();
    let closed = ClosedYear {
        year: of_year(),
        rules_fingerprint: "0".repeat(64),
        note: String::new(),
        by: leader().user,
        at: at(0),
    };
    let write = |db: &mut hengji_store::Db| closed_years::insert(db, division(), &closed);
    stage.database.database.write(write).unwrap();
    let refused = [
        propose(&stage, 4, &proposer(), "P5", "0.1").unwrap_err(),
        codes(&rule(&stage, 5, &decider(), id, "1|0.5|").unwrap_err()),
        codes(&enter(&stage, 6, &decider(), ruled, "60号|2020-09-15|0.1").unwrap_err()),
        codes(&stage.app.withdraw_cut(&proposer(), &key(7), id, 1).unwrap_err()),
    ];
    assert_eq!(refused, ["year-closed"; 4]);
    let page = stage.app.cut_page(&decider(), id).unwrap();
    assert!(!page.may_decide && page.next.contains("已结账"), "{}", page.next);
}

#[test]
fn a_stranger_finds_no_cut_and_oversight_only_what_was_decided() {
    let stage = stage();
    let (waiting, _) = propose(&stage, 1, &proposer(), "P5", "0.1").unwrap();
    let (ruled, _) = propose(&stage, 2, &proposer(), "P5", "0.2").unwrap();
    rule(&stage, 3, &decider(), ruled, "1|0.2|").unwrap();
    let elsewhere = person(Role::DepartmentReviewer, schools());
    assert_eq!(
        stage.app.cut_page(&elsewhere, ruled).unwrap_err(),
        AppError::NotFound
    );
    assert_eq!(all_of(&stage, &elsewhere).page.total, 0);
    let oversight = person(Role::OversightReader, bureau());
    assert_eq!(all_of(&stage, &oversight).page.total, 1);
    assert!(stage.app.cut_page(&oversight, ruled).is_ok());
    assert_eq!(
        stage.app.cut_page(&oversight, waiting).unwrap_err(),
        AppError::NotFound
    );
    let nobody = Actor {
        grants: vec![Grant {
            role: Role::SystemAdministrator,
            unit: bureau(),
        }],
        ..performance()
    };
    let refused = stage.app.cuts(&nobody, of_year(), &CutQuery::default());
    assert!(matches!(refused, Err(AppError::Forbidden { .. })));
    let unknown = CutId::new(at(1), [9; 10]);
    assert_eq!(
        stage.app.cut_page(&decider(), unknown).unwrap_err(),
        AppError::NotFound
    );
}

#[test]
fn a_retried_request_changes_nothing() {
    let stage = stage();
    let (id, _) = propose(&stage, 1, &proposer(), "P5", "0.5").unwrap();
    assert_eq!(propose(&stage, 1, &proposer(), "P5", "0.5").unwrap().0, id);
    rule(&stage, 2, &decider(), id, "1|0.4|").unwrap();
    assert_eq!(rule(&stage, 2, &decider(), id, "1|0.4|").unwrap().version, 2);
    enter(&stage, 3, &decider(), id, "60号|2020-09-15|0.4").unwrap();
    enter(&stage, 3, &decider(), id, "60号|2020-09-15|0.4").unwrap();
    let taken = stage
        .database
        .database
        .read(|db| cuts::taken(db, division(), id))
        .unwrap();
    assert_eq!((taken.fen(), all_of(&stage, &leader()).page.total), (400_000, 1));
}

#[test]
fn the_list_is_narrowed_and_adds_up_what_it_shows() {
    let stage = stage();
    for (number, cut) in [(1, "0.1"), (2, "0.2"), (3, "0.3")] {
        propose(&stage, number, &proposer(), "P5", cut).unwrap();
    }
    let rows = all_of(&stage, &leader()).page.rows;
    rule(&stage, 4, &decider(), rows[1].id, "1|0.15|").unwrap();
    let query = CutQuery {
        state: Some(CutState::Approved),
        text: Some(" 项目5 ".into()),
        month: Some("2020-09".into()),
        ..CutQuery::default()
    };
    let list = stage.app.cuts(&leader(), of_year(), &query).unwrap();
    assert_eq!(
        (
            list.totals.cuts,
            list.totals.proposed.fen(),
            list.totals.decided.fen()
        ),
        (1, 200_000, 150_000)
    );
    assert_eq!(list.by_ground[0].name, "执行进度落后");
    assert_eq!(
        (list.by_month[0].key.as_str(), list.by_department.len()),
        ("2020-09", 1)
    );
    let counts: Vec<u64> = list.states.iter().map(|(_, count)| *count).collect();
    assert_eq!(counts, [2, 1, 0, 0]);
    let sorted = CutQuery {
        sort: CutSort::Proposed,
        direction: Direction::Descending,
        ..CutQuery::default()
    };
    let list = stage.app.cuts(&leader(), of_year(), &sorted).unwrap();
    assert_eq!(list.page.rows[0].proposed.fen(), 300_000);
    stage.app.export_cuts(&leader(), of_year(), &query).unwrap();
    let table = stage.desk.last_written();
    assert_eq!((table.rows.len(), table.rows[0].len()), (1, table.columns.len()));
    assert!(table.notes[1].contains("压减预算 0.15 万元"), "{:?}", table.notes);
}
