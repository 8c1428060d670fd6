//! Ex-ante evaluations in storage: what is written comes back, and nobody lists what is not theirs to see.

use hengji_authz::{Parts, Scope};
use hengji_domain::ex_ante::{
    Condition, ConditionTiming, Material, MaterialItem, MaterialState, Settlement, SubjectKind,
};
use hengji_domain::id::{ListChangeId, SheetId};
use hengji_domain::sheet::SheetKind;
use hengji_domain::workflow::SheetState;
use hengji_domain::{Money, NaiveDate, Score};

use super::*;
use crate::samples::{
    at, bytes, district_with_goals, division, line_key, project_id, sheet, unit_id, user_id, year,
};
use crate::testing::on_each_engine;
use crate::{Database, Db, StoreError, sheets};

fn object(project: u64, lead: u64) -> ExAnteObject {
    ExAnteObject {
        project: project_id(project),
        year: year(),
        kind: SubjectKind::Project,
        category: "other".into(),
        lead: unit_id(lead),
        is_listed: true,
        is_by_hand: false,
        reasons: vec!["新增重大项目".into(), "新增信息化项目".into()],
        listed_at: at(0),
        version: 1,
    }
}

fn evaluation(project: u64) -> SheetId {
    sheet(project, SheetKind::ExAnteEvaluation).id
}

fn result(project: u64) -> ExAnteResult {
    ExAnteResult {
        sheet: evaluation(project),
        project: project_id(project),
        year: year(),
        asked: Money::from_fen(1_000),
        summary: String::new(),
        discussion: None,
        score: None,
        proposed: None,
        conclusion: None,
        departure_reason: String::new(),
        granted: None,
        advice: String::new(),
        concluded_at: None,
    }
}

fn expert(user: u64) -> Expert {
    Expert {
        sheet: evaluation(1),
        user: user_id(user),
        name: format!("专家{user}"),
        institution: String::new(),
        invited_by: "牵头单位".into(),
        invited_at: at(i64::try_from(user).unwrap()),
        opinion: String::new(),
        submitted_at: None,
        revised_at: None,
        version: 1,
    }
}

/// Projects 1 (unit 11) and 4 (unit 21) on the list, led by department 20; project 1 is being evaluated.
fn prepare(db: &mut Db) -> Result<(), StoreError> {
    district_with_goals(db)?;
    insert_objects(db, division(), &[object(1, 20), object(4, 20)])?;
    sheets::insert(db, division(), &sheet(1, SheetKind::ExAnteEvaluation))?;
    insert_result(db, division(), &result(1))
}

fn prepared(database: &Database) {
    database.write(prepare).unwrap();
}

#[test]
fn objects_and_changes_by_hand_survive_storage() {
    on_each_engine(|database| {
        prepared(database);
        let mut one = object(1, 20);
        one.is_listed = false;
        one.is_by_hand = true;
        one.reasons.clear();
        assert_eq!(
            database.write(|db| update_object(db, division(), &one)).unwrap(),
            2
        );
        let stale = database
            .write(|db| update_object(db, division(), &one))
            .unwrap_err();
        assert!(matches!(stale, StoreError::Stale { .. }), "{stale}");
        one.version = 2;
        let found = database
            .read(|db| find_object(db, division(), one.project))
            .unwrap();
        assert_eq!(found, Some(one));
        let change = ListChange {
            id: ListChangeId::new(at(5), bytes(1)),
            project: project_id(1),
            year: year(),
            deed: "移出".into(),
            reason: "并入上级项目".into(),
            author: user_id(1),
            author_name: "绩效科".into(),
            made_at: at(5),
        };
        database
            .write(|db| insert_change(db, division(), &change))
            .unwrap();
        let changes = database
            .read(|db| changes_of_year(db, division(), year()))
            .unwrap();
        assert_eq!(changes, [change]);
    });
}

#[test]
fn a_result_survives_with_its_cut_and_counts_once_it_is_final() {
    on_each_engine(|database| {
        prepared(database);
        let settled = ExAnteResult {
            discussion: Some((at(7), "牵头单位".into())),
            score: Some(Score::from_centi(8_250)),
            proposed: Some("support".into()),
            conclusion: Some("support_after_adjustment".into()),
            departure_reason: "测算偏高".into(),
            granted: Some(Money::from_fen(700)),
            advice: "压减设备".into(),
            ..result(1)
        };
        database
            .write(|db| update_result(db, division(), &settled))
            .unwrap();
        assert_eq!(
            database
                .read(|db| results_of_year(db, division(), year()))
                .unwrap(),
            []
        );
        let closed = ExAnteResult {
            concluded_at: Some(at(9)),
            ..settled
        };
        database
            .write(|db| update_result(db, division(), &closed))
            .unwrap();
        let found = database
            .read(|db| find_result(db, division(), evaluation(1)))
            .unwrap();
        assert_eq!(found.as_ref(), Some(&closed));
        let all = database
            .read(|db| results_of_year(db, division(), year()))
            .unwrap();
        assert_eq!(all, [closed]);
        let again = database
            .write(|db| insert_result(db, division(), &result(1)))
            .unwrap_err();
        assert!(matches!(again, StoreError::Duplicate { .. }), "{again}");
    });
}

#[test]
fn materials_keep_their_order_and_their_decisions() {
    on_each_engine(|database| {
        prepared(database);
        let material = |number: u64| Material {
            key: line_key(900 + number),
            position: u32::try_from(number).unwrap(),
            item: MaterialItem {
                code: format!("m{number}"),
                name: format!("材料{number}"),
                is_required: number == 1,
            },
            state: MaterialState::Missing,
            reason: String::new(),
            decided_by: None,
            decided_at: None,
        };
        let (one, two) = (material(1), material(2));
        database
            .write(|db| insert_materials(db, division(), evaluation(1), &[two.clone(), one.clone()]))
            .unwrap();
        let rejected = two
            .receive()
            .unwrap()
            .reject("缺测算", "牵头单位", at(8))
            .unwrap();
        database
            .write(|db| update_material(db, division(), evaluation(1), &rejected))
            .unwrap();
        let all = database
            .read(|db| materials_of_sheet(db, division(), evaluation(1)))
            .unwrap();
        assert_eq!(all, [one, rejected]);
    });
}

#[test]
fn both_rounds_of_an_experts_scores_stay() {
    on_each_engine(|database| {
        prepared(database);
        let expert = expert(1);
        let score = |round, centi| ExpertScore {
            user: expert.user,
            line: line_key(10),
            round,
            score: Score::from_centi(centi),
            words: "理由".into(),
            made_at: at(3),
        };
        let (first, revised) = (score(Round::Independent, 400), score(Round::Revised, 300));
        let put = |round, all: &[ExpertScore]| {
            database.write(|db| replace_round(db, division(), evaluation(1), expert.user, round, all))
        };
        assert!(matches!(
            put(Round::Independent, std::slice::from_ref(&first)).unwrap_err(),
            StoreError::Reference { .. }
        ));
        database
            .write(|db| insert_expert(db, division(), &expert))
            .unwrap();
        put(Round::Independent, &[score(Round::Independent, 500)]).unwrap();
        put(Round::Independent, std::slice::from_ref(&first)).unwrap();
        put(Round::Revised, std::slice::from_ref(&revised)).unwrap();
        let all = database
            .read(|db| scores_of_sheet(db, division(), evaluation(1)))
            .unwrap();
        assert_eq!(all, [first, revised]);
        let gone = database.write(|db| remove_expert(db, division(), evaluation(1), expert.user));
        assert!(matches!(gone.unwrap_err(), StoreError::Reference { .. }));
    });
}

#[test]
fn experts_are_counted_by_evaluation_and_know_their_own() {
    on_each_engine(|database| {
        prepared(database);
        for user in [1, 2] {
            database
                .write(|db| insert_expert(db, division(), &expert(user)))
                .unwrap();
        }
        let submitted = Expert {
            submitted_at: Some(at(9)),
            opinion: "总体可行".into(),
            ..expert(1)
        };
        assert_eq!(
            database
                .write(|db| update_expert(db, division(), &submitted))
                .unwrap(),
            2
        );
        assert!(
            database
                .write(|db| update_expert(db, division(), &submitted))
                .is_err()
        );
        let counts = database
            .read(|db| experts_of_year(db, division(), year()))
            .unwrap();
        assert_eq!(counts.into_iter().collect::<Vec<_>>(), [(evaluation(1), (2, 1))]);
        for (user, is_in) in [(1, true), (2, false)] {
            let own = database
                .read(|db| assigned_sheets(db, division(), user_id(user)))
                .unwrap();
            assert_eq!(own.get(&evaluation(1)), Some(&is_in));
        }
        let nobody = database
            .read(|db| assigned_sheets(db, division(), user_id(7)))
            .unwrap();
        assert!(nobody.is_empty());
    });
}

#[test]
fn preconditions_are_settled_one_by_one() {
    on_each_engine(|database| {
        prepared(database);
        let condition = |number, timing| Condition {
            number,
            words: format!("条件{number}"),
            unit: unit_id(11),
            due_on: NaiveDate::from_ymd_opt(2020, 10, 31).unwrap(),
            timing,
            settled: None,
        };
        let all = [
            condition(1, ConditionTiming::BeforeIssue),
            condition(2, ConditionTiming::BeforePayment),
        ];
        database
            .write(|db| replace_conditions(db, division(), evaluation(1), &all))
            .unwrap();
        let met = Condition {
            settled: Some(Settlement {
                evidence: "批复 3 号".into(),
                by: "牵头单位".into(),
                at: at(8),
            }),
            ..all[1].clone()
        };
        let settle =
            |one: &Condition| database.write(|db| settle_condition(db, division(), evaluation(1), one));
        assert!(settle(&met).unwrap());
        assert!(!settle(&condition(3, ConditionTiming::BeforeIssue)).unwrap());
        let found = database
            .read(|db| conditions_of_sheet(db, division(), evaluation(1)))
            .unwrap();
        assert_eq!(found, [all[0].clone(), met]);
    });
}

#[test]
fn everybody_lists_what_they_may_see_and_nothing_else() {
    on_each_engine(|database| {
        prepared(database);
        let seen = |scope: Scope, leads: &[u64], assigned: &[SheetId]| -> Vec<String> {
            let filter = ExAnteFilter {
                year: year(),
                scope,
                leads: leads.iter().copied().map(unit_id).collect(),
                assigned: assigned.to_vec(),
            };
            let all = database.read(|db| listings(db, division(), &filter)).unwrap();
            all.into_iter().map(|one| one.project_code).collect()
        };
        let parts = |parts: Parts| Scope::Parts(parts);
        let unit = |number| {
            parts(Parts {
                units: vec![unit_id(number)],
                ..Parts::default()
            })
        };
        let department = |number| {
            parts(Parts {
                departments: vec![unit_id(number)],
                ..Parts::default()
            })
        };
        let concluded = parts(Parts {
            concluded: true,
            ..Parts::default()
        });
        let both = ["P0001", "P0004"];
        assert_eq!(seen(Scope::AllOfDivision, &[], &[]), both);
        assert_eq!(seen(Scope::Nothing, &[], &[]), [""; 0]);
        assert_eq!(seen(Scope::Nothing, &[], &[evaluation(1)]), ["P0001"]);
        assert_eq!(seen(unit(11), &[], &[]), ["P0001"]);
        assert_eq!(seen(department(20), &[], &[]), ["P0004"]);
        assert_eq!(seen(department(20), &[20], &[]), both);
        assert_eq!(seen(concluded.clone(), &[], &[]), [""; 0]);
        let state = SheetState::Concluded { at: at(1) };
        database
            .write(|db| sheets::set_state(db, division(), evaluation(1), 1, &state, 1).map(|_| ()))
            .unwrap();
        assert_eq!(seen(concluded, &[], &[]), ["P0001"]);
    });
}

#[test]
fn a_row_of_the_list_carries_its_evaluation_and_its_money() {
    on_each_engine(|database| {
        prepared(database);
        let filter = ExAnteFilter {
            year: year(),
            scope: Scope::AllOfDivision,
            leads: vec![],
            assigned: vec![],
        };
        let all = database.read(|db| listings(db, division(), &filter)).unwrap();
        let [one, other] = all.as_slice() else {
            panic!("{all:?}")
        };
        assert_eq!(one.sheet.as_ref().map(|sheet| sheet.id), Some(evaluation(1)));
        assert_eq!(
            one.result.as_ref().map(|result| result.asked),
            Some(Money::from_fen(1_000))
        );
        assert_eq!((one.unit_name.as_str(), one.department), ("单位11", unit_id(10)));
        assert_eq!((other.sheet.is_none(), other.result.is_none()), (true, true));
        assert_eq!(one.object.reasons.len(), 2);
    });
}
