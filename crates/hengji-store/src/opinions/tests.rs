//! Opinions survive storage in the order in which they were given.

use super::*;
use crate::samples::{at, bytes, district_with_goals, division, line_key, sheet_id, user_id};
use crate::testing::on_each_engine;

fn opinion(number: u64, verdict: Verdict) -> Opinion {
    Opinion {
        id: OpinionId::new(at(0), bytes(number)),
        sheet: sheet_id(2),
        edition: 1,
        step: 3,
        verdict,
        line: Some(line_key(10)),
        reason: Some("not_measurable".into()),
        words: "请写明里程".into(),
        author: user_id(1),
        author_name: "主管部门审核".into(),
        made_at: at(i64::try_from(number).unwrap()),
    }
}

#[test]
fn every_verdict_survives_storage() {
    on_each_engine(|database| {
        database.write(district_with_goals).unwrap();
        let mut all = [
            opinion(1, Verdict::Returned),
            opinion(2, Verdict::Approved),
            opinion(3, Verdict::Withdrawn),
        ];
        all[1].line = None;
        all[1].reason = None;
        all[1].words = String::new();
        let latest_first: Vec<Opinion> = all.iter().rev().cloned().collect();
        assert_eq!(
            database
                .write(|db| insert_many(db, division(), &latest_first))
                .unwrap(),
            3
        );
        assert_eq!(
            database.read(|db| of_sheet(db, division(), sheet_id(2))).unwrap(),
            all
        );
        assert_eq!(
            database.read(|db| of_sheet(db, division(), sheet_id(4))).unwrap(),
            []
        );
    });
}

#[test]
fn an_opinion_on_no_sheet_is_refused() {
    on_each_engine(|database| {
        let refusal = database
            .write(|db| insert(db, division(), &opinion(1, Verdict::Returned)))
            .unwrap_err();
        assert!(matches!(refusal, StoreError::Reference { .. }), "{refusal}");
    });
}
