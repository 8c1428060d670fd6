//! A step of an edition is signed once.

use super::*;
use crate::samples::{at, district_with_goals, division, sheet_id, user_id};
use crate::testing::on_each_engine;

fn signature(edition: i32, step: u32, role: Role) -> Signature {
    Signature {
        sheet: sheet_id(2),
        edition,
        step,
        role,
        signer: user_id(1),
        signer_name: "单位财务经办".into(),
        content_sha256: "e3b0".into(),
        signed_at: at(1),
    }
}

#[test]
fn signatures_come_by_edition_and_step_and_once_each() {
    on_each_engine(|database| {
        database.write(district_with_goals).unwrap();
        let all = [
            signature(1, 0, Role::UnitClerk),
            signature(1, 1, Role::UnitFinance),
            signature(2, 0, Role::UnitClerk),
        ];
        for one in all.iter().rev() {
            database.write(|db| insert(db, division(), one)).unwrap();
        }
        assert_eq!(
            database.read(|db| of_sheet(db, division(), sheet_id(2))).unwrap(),
            all
        );
        let other_hand = Signature {
            signer: user_id(2),
            ..signature(1, 1, Role::UnitHead)
        };
        let refusal = database
            .write(|db| insert(db, division(), &other_hand))
            .unwrap_err();
        assert!(
            matches!(&refusal, StoreError::Duplicate { constraint } if constraint == "signatures_pkey"),
            "{refusal}"
        );
    });
}
