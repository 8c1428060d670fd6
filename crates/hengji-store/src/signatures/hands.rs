//! Who has a hand in what: for lists that must not offer somebody a step after another of their own.

use std::collections::BTreeSet;

use diesel::prelude::*;
use hengji_domain::Division;
use hengji_domain::id::{SheetId, UserId};

use crate::Db;
use crate::error::StoreError;
use crate::schema::{sheets, signatures};
use crate::text::Row;

/// Those of the sheets whose present edition the person has signed at some step, in one statement.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn signed_by(
    db: &mut Db,
    division: Division,
    signer: UserId,
    sheets: &[SheetId],
) -> Result<BTreeSet<SheetId>, StoreError> {
    if sheets.is_empty() {
        return Ok(BTreeSet::new());
    }
    let ids: Vec<String> = sheets.iter().map(ToString::to_string).collect();
    signatures::table
        .inner_join(
            sheets::table.on(sheets::division
                .eq(signatures::division)
                .and(sheets::sheet_id.eq(signatures::sheet_id))
                .and(sheets::edition.eq(signatures::edition))),
        )
        .filter(signatures::division.eq(division.as_str()))
        .filter(sheets::division.eq(division.as_str()))
        .filter(signatures::sheet_id.eq_any(ids))
        .filter(signatures::signer_id.eq(signer.to_string()))
        .order((signatures::sheet_id, signatures::step))
        .select(signatures::sheet_id)
        .load::<String>(db)?
        .iter()
        .map(|id| {
            let row = Row {
                table: "signatures",
                key: id,
            };
            row.parse("sheet_id", id)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use hengji_domain::person::Role;
    use hengji_domain::workflow::SheetState;

    use super::*;
    use crate::samples::{at, district_with_goals, division, insert_user, sheet_id, user_id};
    use crate::signatures::{self, Signature};
    use crate::testing::on_each_engine;
    use crate::{sheets, statements};

    fn signature(sheet: u64, edition: i32, signer: u64) -> Signature {
        Signature {
            sheet: sheet_id(sheet),
            edition,
            step: 0,
            role: Role::UnitClerk,
            signer: user_id(signer),
            signer_name: "城管局业务经办".into(),
            content_sha256: "0".repeat(64),
            signed_at: at(1),
        }
    }

    /// Person 1 signed the present edition of the second goal and an earlier one of the first.
    fn signed(db: &mut Db) -> Result<(), StoreError> {
        district_with_goals(db)?;
        insert_user(db, 1)?;
        insert_user(db, 2)?;
        let waiting = SheetState::InReview {
            step: 1,
            since: at(60),
        };
        for sheet in [2, 4] {
            sheets::set_state(db, division(), sheet_id(sheet), 1, &waiting, 2)?;
        }
        let all = [signature(2, 1, 1), signature(2, 2, 2), signature(4, 2, 1)];
        signatures::insert_many(db, division(), &all).map(|_| ())
    }

    #[test]
    fn only_a_hand_on_the_present_edition_counts() {
        on_each_engine(|database| {
            database.write(signed).unwrap();
            let hands = |person, sheets: &[SheetId]| {
                database
                    .read(|db| signed_by(db, division(), user_id(person), sheets))
                    .unwrap()
                    .into_iter()
                    .collect::<Vec<_>>()
            };
            let all = [sheet_id(2), sheet_id(4), sheet_id(8)];
            assert_eq!(hands(1, &all), [sheet_id(4)]);
            assert_eq!(hands(2, &all), [sheet_id(2)]);
            assert_eq!(hands(1, &[sheet_id(2)]), []);
        });
    }

    #[test]
    fn a_list_without_sheets_asks_nothing() {
        on_each_engine(|database| {
            let sent = database
                .read(|db| {
                    let before = statements::sent();
                    assert!(signed_by(db, division(), user_id(1), &[])?.is_empty());
                    Ok::<_, StoreError>(statements::sent() - before)
                })
                .unwrap();
            assert_eq!(sent, 0);
        });
    }
}
