//! Proposals come back as they were written, and only one hand ends each.

use super::*;
use crate::Database;
use crate::regulations::tests::{kept, regulation_id};
use crate::samples::{at, bytes, district, division, user_id, year};
use crate::testing::on_each_engine;

fn proposal(number: u64) -> RuleProposal {
    RuleProposal {
        id: RuleProposalId::new(at(0), bytes(number)),
        kind: ProposalKind::Change,
        rule: "goal.quantification_rate_min".into(),
        from: year(),
        value: Some("70".into()),
        before: "60%".into(),
        after: "70%".into(),
        regulation: regulation_id(1),
        clause: "第八条".into(),
        verification: Verification::Unverified,
        note: String::new(),
        reason: "提高要求".into(),
        state: ProposalState::Proposed,
        proposed_by: user_id(1),
        proposed_at: at(i64::try_from(number).unwrap()),
        settled: None,
        version: 1,
    }
}

fn prepared(database: &Database) {
    database
        .write(|db| {
            district(db)?;
            crate::regulations::insert_many(db, division(), &[kept(1)])?;
            insert(db, division(), &proposal(1))?;
            insert(db, division(), &proposal(2))
        })
        .unwrap();
}

fn approve(database: &Database, number: u64, after: i64) -> Result<i32, StoreError> {
    let approved = RuleProposal {
        state: ProposalState::Approved,
        settled: Some(Settlement {
            by: user_id(2),
            at: at(after),
            opinion: String::new(),
        }),
        ..proposal(number)
    };
    database.write(|db| {
        count_change(db, division())?;
        settle(db, division(), &approved)
    })
}

#[test]
fn a_proposal_comes_back_as_it_was_written() {
    on_each_engine(|database| {
        prepared(database);
        let verified = RuleProposal {
            kind: ProposalKind::Verification,
            value: None,
            note: "本地另有说明".into(),
            verification: Verification::Verified {
                on: "2021-03-01".parse().unwrap(),
            },
            ..proposal(3)
        };
        database.write(|db| insert(db, division(), &verified)).unwrap();
        let find = |one: &RuleProposal| database.read(|db| find(db, division(), one.id)).unwrap();
        assert_eq!(find(&verified), Some(verified.clone()));
        assert_eq!(find(&proposal(1)), Some(proposal(1)));
        assert_eq!(find(&proposal(9)), None);
        let all = database.read(|db| list(db, division())).unwrap();
        let ids: Vec<RuleProposalId> = all.iter().map(|one| one.id).collect();
        assert_eq!(
            ids,
            [proposal(3).id, proposal(2).id, proposal(1).id],
            "the latest first"
        );
    });
}

#[test]
fn the_second_of_two_hands_is_too_late() {
    on_each_engine(|database| {
        prepared(database);
        assert_eq!(approve(database, 1, 50).unwrap(), 2);
        let late = approve(database, 1, 51).unwrap_err();
        assert!(matches!(late, StoreError::Stale { .. }), "{late}");
        let version = database.read(rules_version).unwrap();
        assert_eq!(version, 1, "what failed has counted nothing");
    });
}

#[test]
fn approved_proposals_stand_in_the_order_of_their_approval() {
    on_each_engine(|database| {
        prepared(database);
        assert_eq!(database.read(changed_divisions).unwrap(), []);
        approve(database, 2, 50).unwrap();
        approve(database, 1, 60).unwrap();
        let approved = database.read(|db| approved(db, division())).unwrap();
        let ids: Vec<RuleProposalId> = approved.iter().map(|one| one.id).collect();
        assert_eq!(ids, [proposal(2).id, proposal(1).id]);
        assert_eq!(approved[0].settled.as_ref().unwrap().at, at(50));
        assert_eq!(database.read(rules_version).unwrap(), 2);
        assert_eq!(database.read(changed_divisions).unwrap(), [division()]);
    });
}

#[test]
fn a_proposal_needs_its_document() {
    on_each_engine(|database| {
        prepared(database);
        let stray = RuleProposal {
            regulation: regulation_id(9),
            ..proposal(4)
        };
        let error = database.write(|db| insert(db, division(), &stray)).unwrap_err();
        assert!(matches!(error, StoreError::Reference { .. }), "{error}");
    });
}
