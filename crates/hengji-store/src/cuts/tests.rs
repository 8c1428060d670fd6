//! Cuts keep their numbers, are concluded once, and are listed and added up within a scope.

use hengji_authz::{Parts, Scope};
use hengji_domain::id::VoucherId;

use super::*;
use crate::page::{Count, Direction, Page};
use crate::projects;
use crate::samples::{at, bytes, district, division, project, project_id, unit_id, user_id, year};
use crate::testing::on_each_engine;

const ALL: Page = Page { offset: 0, limit: 50 };
/// 2020-09-15 in Shanghai.
const SEPTEMBER: i64 = 2 * 24 * 3600;

fn hand(seconds: i64) -> CutHand {
    CutHand {
        user: user_id(1),
        name: "主管部门审核".into(),
        at: at(seconds),
    }
}

/// A proposal of 500 fen in the department's book; its number in the book is that of the cut.
pub(crate) fn sample(number: u64, project: u64) -> BudgetCut {
    BudgetCut {
        id: CutId::new(at(0), bytes(number)),
        year: year(),
        book: "department_monitoring".into(),
        serial: i32::try_from(number).unwrap(),
        project: project_id(project),
        source: None,
        ground: "behind-schedule".into(),
        finding: "上半年没有开工".into(),
        proposed: Money::from_fen(500),
        proposer: hand(0),
        state: CutState::Proposed,
        decision: None,
        version: 1,
    }
}

fn decided(cut: &BudgetCut, state: CutState, fen: Option<i64>) -> BudgetCut {
    BudgetCut {
        state,
        decision: Some(CutDecision {
            amount: fen.map(Money::from_fen),
            words: "同意".into(),
            hand: hand(SEPTEMBER),
        }),
        ..cut.clone()
    }
}

fn voucher(number: u64, cut: u64, fen: i64) -> CutVoucher {
    CutVoucher {
        id: VoucherId::new(at(0), bytes(number)),
        cut: CutId::new(at(0), bytes(cut)),
        number: format!("财预〔2020〕{number}号"),
        dated_on: "2020-09-20".parse().unwrap(),
        amount: Money::from_fen(fen),
        hand: hand(SEPTEMBER + 5),
    }
}

/// Units 11 and 12 of department 10 (owned by 90) have projects 1 and 2, unit 21 of department 20 has project 3.
/// Cut 1 decided at 300, 2 waits, 3 rejected, 4 decided at 400 on another ground, 5 of the bureau's book at 70.
fn register(db: &mut Db) -> Result<(), StoreError> {
    district(db)?;
    let all = [project(1, 11), project(2, 12), project(3, 21)];
    projects::insert_many(db, division(), &all)?;
    let other = BudgetCut {
        ground: "not-urgent".into(),
        ..sample(4, 1)
    };
    let key = BudgetCut {
        book: "key_monitoring".into(),
        serial: 1,
        ..sample(5, 3)
    };
    let all = [
        decided(&sample(1, 1), CutState::Approved, Some(300)),
        sample(2, 2),
        decided(&sample(3, 2), CutState::Rejected, None),
        decided(&other, CutState::Approved, Some(400)),
        decided(&key, CutState::Approved, Some(70)),
    ];
    insert_many(db, division(), &all)?;
    let all = [voucher(1, 1, 100), voucher(2, 1, 200), voucher(1001, 5, 70)];
    insert_vouchers(db, division(), &all).map(|_| ())
}

fn of_year(scope: Scope) -> CutFilter {
    CutFilter::of_year(year(), scope)
}

fn everything() -> CutFilter {
    of_year(Scope::AllOfDivision)
}

#[test]
fn what_is_stored_is_read_back_and_a_number_is_given_once() {
    on_each_engine(|database| {
        database.write(register).unwrap();
        let expected = decided(&sample(1, 1), CutState::Approved, Some(300));
        let found = database.read(|db| find_listing(db, division(), expected.id));
        let found = found.unwrap().unwrap();
        assert_eq!(found.cut, expected);
        assert_eq!(
            (
                found.project_code.as_str(),
                found.unit_name.as_str(),
                found.department_name.as_str()
            ),
            ("P0001", "单位11", "单位10")
        );
        assert_eq!(found.budget_division, Some(unit_id(90)));
        let twin = BudgetCut {
            id: CutId::new(at(9), bytes(9)),
            ..sample(2, 1)
        };
        let refused = database.write(|db| insert_many(db, division(), std::slice::from_ref(&twin)));
        assert!(
            matches!(&refused, Err(StoreError::Duplicate { constraint }) if constraint == "budget_cuts_serial_unique"),
            "{refused:?}"
        );
        let orphan = sample(77, 99);
        let refused = database.write(|db| insert_many(db, division(), std::slice::from_ref(&orphan)));
        assert!(
            matches!(refused, Err(StoreError::Reference { .. })),
            "{refused:?}"
        );
        let of_one = database.read(|db| super::of_project(db, division(), project_id(1)));
        let serials: Vec<i32> = of_one.unwrap().iter().map(|cut| cut.serial).collect();
        assert_eq!(serials, [1, 4]);
    });
}

#[test]
fn a_proposal_is_concluded_once() {
    on_each_engine(|database| {
        database.write(register).unwrap();
        let first = decided(&sample(2, 2), CutState::Approved, Some(450));
        assert_eq!(database.write(|db| conclude(db, division(), &first)).unwrap(), 2);
        let second = decided(&sample(2, 2), CutState::Rejected, None);
        let refused = database.write(|db| conclude(db, division(), &second));
        assert!(matches!(refused, Err(StoreError::Stale { .. })), "{refused:?}");
        let kept = database.read(|db| find_listing(db, division(), first.id));
        let kept = kept.unwrap().unwrap().cut;
        assert_eq!((kept.state, kept.version), (CutState::Approved, 2));
        assert_eq!(kept.decision, first.decision);
    });
}

#[test]
fn only_what_waits_or_was_decided_lays_claim_to_money() {
    on_each_engine(|database| {
        database.write(register).unwrap();
        let claimed = |project, but: Option<u64>| {
            let but = but.map(|number| CutId::new(at(0), bytes(number)));
            let found = database.read(|db| claimed(db, division(), project_id(project), but));
            found.unwrap().fen()
        };
        assert_eq!(claimed(1, None), 700, "what was decided, not what was proposed");
        assert_eq!(claimed(1, Some(4)), 300);
        assert_eq!(claimed(2, None), 500, "a rejected cut claims nothing");
        assert_eq!(claimed(3, Some(5)), 0);
    });
}

#[test]
fn a_voucher_belongs_to_its_cut_and_is_entered_once() {
    on_each_engine(|database| {
        database.write(register).unwrap();
        let cut = sample(1, 1).id;
        let read = database.read(|db| vouchers(db, division(), cut)).unwrap();
        assert_eq!(read, [voucher(1, 1, 100), voucher(2, 1, 200)]);
        assert_eq!(database.read(|db| taken(db, division(), cut)).unwrap().fen(), 300);
        let all = [cut, sample(2, 2).id, sample(5, 3).id];
        let by_cut = database.read(|db| taken_by_cut(db, division(), &all)).unwrap();
        assert_eq!(
            by_cut.values().map(|money| money.fen()).collect::<Vec<_>>(),
            [300, 70]
        );
        let again = CutVoucher {
            id: VoucherId::new(at(1), bytes(50)),
            ..voucher(1, 1, 5)
        };
        let refused = database.write(|db| insert_voucher(db, division(), &again));
        assert!(
            matches!(&refused, Err(StoreError::Duplicate { constraint }) if constraint == "cut_vouchers_number_unique"),
            "{refused:?}"
        );
        let elsewhere = CutVoucher {
            cut: sample(4, 1).id,
            ..again
        };
        database
            .write(|db| insert_voucher(db, division(), &elsewhere))
            .unwrap();
    });
}

#[test]
fn a_list_is_narrowed_sorted_and_counted_within_the_readers_scope() {
    on_each_engine(|database| {
        database.write(register).unwrap();
        let shown = |filter: &CutFilter, sort, direction| {
            let rows = database
                .read(|db| list(db, division(), filter, sort, direction, ALL))
                .unwrap();
            let total = database.read(|db| count(db, division(), filter)).unwrap();
            assert_eq!(total, Count::Exactly(u64::try_from(rows.len()).unwrap()));
            let number = |row: &CutListing| bytes_of(row.cut.id);
            rows.iter().map(number).collect::<Vec<_>>()
        };
        let narrowed = |filter: CutFilter| shown(&filter, CutSort::Serial, Direction::Ascending);
        assert_eq!(narrowed(everything()), [1, 2, 3, 4, 5]);
        let serial = shown(&everything(), CutSort::Serial, Direction::Descending);
        assert_eq!(serial, [5, 4, 3, 2, 1]);
        for (direction, expected) in [
            (Direction::Ascending, [5, 1, 4, 2, 3]),
            (Direction::Descending, [4, 1, 5, 2, 3]),
        ] {
            let decided = shown(&everything(), CutSort::Decided, direction);
            assert_eq!(decided, expected, "what was not decided stands last");
        }
        let with = |change: fn(&mut CutFilter)| {
            let mut filter = everything();
            change(&mut filter);
            narrowed(filter)
        };
        assert_eq!(with(|filter| filter.book = Some("key_monitoring".into())), [5]);
        assert_eq!(with(|filter| filter.ground = Some("not-urgent".into())), [4]);
        assert_eq!(with(|filter| filter.department = Some(unit_id(20))), [5]);
        assert_eq!(with(|filter| filter.month = Some("2020-09".into())), [1, 4, 5]);
        assert_eq!(with(|filter| filter.state = Some(CutState::Proposed)), [2]);
        assert_eq!(with(|filter| filter.words = Some("p0002".into())), [2, 3]);
        let parts = |parts| narrowed(of_year(Scope::Parts(parts)));
        let unit = Parts {
            units: vec![unit_id(12)],
            ..Parts::default()
        };
        assert_eq!(parts(unit), [2, 3]);
        let owner = Parts {
            budget_divisions: vec![unit_id(90)],
            ..Parts::default()
        };
        assert_eq!(parts(owner), [1, 2, 3, 4]);
        let oversight = Parts {
            concluded: true,
            ..Parts::default()
        };
        assert_eq!(parts(oversight), [1, 4, 5], "only what was decided");
        assert!(narrowed(of_year(Scope::Nothing)).is_empty());
    });
}

/// The number a cut was made of.
fn bytes_of(id: CutId) -> u64 {
    let all = (1..=9).find(|number| CutId::new(at(0), bytes(*number)) == id);
    all.unwrap_or_default()
}

#[test]
fn sums_are_told_apart_and_a_project_is_counted_once_in_a_book() {
    on_each_engine(|database| {
        database.write(register).unwrap();
        let all = database.read(|db| sums(db, division(), &everything())).unwrap();
        let told: Vec<String> = all
            .iter()
            .map(|sum| {
                let month = sum.month.as_deref().unwrap_or("-");
                format!(
                    "{} {} {month} {} {}",
                    sum.ground,
                    sum.state.code(),
                    sum.cuts,
                    sum.decided.fen()
                )
            })
            .collect();
        assert_eq!(told.len(), 5, "{told:?}");
        for expected in [
            "behind-schedule approved 2020-09 1 300",
            "behind-schedule proposed - 1 0",
            "behind-schedule rejected - 1 0",
            "not-urgent approved 2020-09 1 400",
            "behind-schedule approved 2020-09 1 70",
        ] {
            assert!(told.iter().any(|one| one == expected), "{expected}: {told:?}");
        }
        let books = database.read(|db| decided_by_book(db, division(), year(), &Scope::AllOfDivision));
        let books = books.unwrap();
        let own = &books["department_monitoring"];
        assert_eq!((own.cuts, own.projects, own.decided.fen()), (2, 1, 700));
        let grounds: Vec<&str> = own.grounds.iter().map(String::as_str).collect();
        assert_eq!(grounds, ["behind-schedule", "not-urgent"]);
        assert_eq!(books["key_monitoring"].decided.fen(), 70);
        let nothing = database.read(|db| decided_by_book(db, division(), year(), &Scope::Nothing));
        assert!(nothing.unwrap().is_empty());
    });
}
