//! Why sheets came back.

use hengji_domain::id::OpinionId;
use hengji_domain::workflow::SheetState;

use super::last_returns;
use crate::opinions::{self, Opinion, Verdict};
use crate::samples::{at, bytes, district_with_goals, division, insert_user, sheet_id, user_id};
use crate::testing::on_each_engine;
use crate::{Db, StoreError, sheets, statements};

fn opinion(number: u64, sheet: u64, edition: i32, verdict: Verdict) -> Opinion {
    Opinion {
        id: OpinionId::new(at(0), bytes(number)),
        sheet: sheet_id(sheet),
        edition,
        step: 1,
        verdict,
        line: None,
        reason: (verdict == Verdict::Returned).then(|| "not-quantified".to_owned()),
        words: format!("第 {number} 条"),
        author: user_id(1),
        author_name: "城管局财务经办".into(),
        made_at: at(i64::try_from(number).unwrap()),
    }
}

/// The goal of project 1 was returned twice, that of project 2 once before it was handed in again.
fn returned(db: &mut Db) -> Result<(), StoreError> {
    district_with_goals(db)?;
    insert_user(db, 1)?;
    let back = SheetState::Returned {
        from_step: 1,
        at: at(50),
    };
    sheets::set_state(db, division(), sheet_id(2), 1, &back, 2)?;
    let waiting = SheetState::InReview {
        step: 1,
        since: at(60),
    };
    sheets::set_state(db, division(), sheet_id(4), 1, &waiting, 2)?;
    let all = [
        opinion(1, 2, 1, Verdict::Returned),
        opinion(2, 2, 2, Verdict::Approved),
        opinion(4, 2, 2, Verdict::Returned),
        opinion(3, 2, 2, Verdict::Returned),
        opinion(5, 4, 1, Verdict::Returned),
    ];
    opinions::insert_many(db, division(), &all).map(|_| ())
}

#[test]
fn only_the_return_of_the_present_edition_is_told() {
    on_each_engine(|database| {
        database.write(returned).unwrap();
        let (returns, sent) = database
            .read(|db| {
                let before = statements::sent();
                let returns = last_returns(db, division(), &[sheet_id(2), sheet_id(4), sheet_id(8)])?;
                Ok::<_, StoreError>((returns, statements::sent() - before))
            })
            .unwrap();
        let words: Vec<&str> = returns
            .values()
            .flatten()
            .map(|opinion| opinion.words.as_str())
            .collect();
        assert_eq!(words, ["第 3 条", "第 4 条"]);
        assert_eq!(returns.keys().copied().collect::<Vec<_>>(), [sheet_id(2)]);
        assert_eq!(sent, 1);
    });
}

#[test]
fn a_list_without_sheets_asks_nothing() {
    on_each_engine(|database| {
        let sent = database
            .read(|db| {
                let before = statements::sent();
                assert!(last_returns(db, division(), &[])?.is_empty());
                Ok::<_, StoreError>(statements::sent() - before)
            })
            .unwrap();
        assert_eq!(sent, 0);
    });
}
