//! Equal contents are stored once; a changed content is refused; a withdrawn attachment keeps its row.

use super::*;
use crate::samples::{at, bytes, district_with_goals, division, sheet_id, user_id};
use crate::testing::on_each_engine;
use crate::{Database, statements};

fn attachment(number: u64, sha256: &str) -> Attachment {
    Attachment {
        id: AttachmentId::new(at(0), bytes(number)),
        sheet: sheet_id(2),
        line: None,
        file_name: "验收单\"1\".pdf".into(),
        media_type: "application/pdf".into(),
        byte_count: 4,
        sha256: sha256.into(),
        uploaded_by: user_id(1),
        uploaded_at: at(i64::try_from(number).unwrap()),
        withdrawn_at: None,
    }
}

fn stored(database: &Database, content: &[u8]) -> String {
    database
        .write(|db| store_content(db, division(), content))
        .unwrap()
}

#[test]
fn every_byte_survives_storage() {
    on_each_engine(|database| {
        let all: Vec<u8> = (0..=255).collect();
        for bytes in [&all[..], b"", b"\0"] {
            let sha256 = stored(database, bytes);
            assert_eq!(sha256, sha256_hex(bytes));
            let found = database.read(|db| content(db, division(), &sha256)).unwrap();
            assert_eq!(found.as_deref(), Some(bytes));
        }
        assert_eq!(
            database.read(|db| content(db, division(), "unknown")).unwrap(),
            None
        );
    });
}

#[test]
fn equal_contents_are_stored_once() {
    on_each_engine(|database| {
        let first = stored(database, b"same");
        let before = statements::sent();
        assert_eq!(stored(database, b"same"), first);
        assert_eq!(statements::sent() - before, 1);
    });
}

#[test]
fn a_content_changed_behind_the_back_is_refused() {
    on_each_engine(|database| {
        let sha256 = stored(database, b"true");
        database
            .write(|db| {
                diesel::update(attachment_contents::table)
                    .set(attachment_contents::content.eq(b"false".as_slice()))
                    .execute(db)
                    .map_err(StoreError::from)
            })
            .unwrap();
        let refusal = database.read(|db| content(db, division(), &sha256)).unwrap_err();
        assert!(matches!(refusal, StoreError::Corrupt { .. }), "{refusal}");
    });
}

#[test]
fn a_withdrawn_attachment_is_no_longer_listed_but_still_known() {
    on_each_engine(|database| {
        database.write(district_with_goals).unwrap();
        let sha256 = stored(database, b"%PDF");
        let (one, two) = (attachment(1, &sha256), attachment(2, &sha256));
        for each in [&two, &one] {
            database.write(|db| insert(db, division(), each)).unwrap();
        }
        let listed = |database: &Database| database.read(|db| of_sheet(db, division(), sheet_id(2))).unwrap();
        assert_eq!(listed(database), [one.clone(), two.clone()]);
        assert!(
            database
                .write(|db| withdraw(db, division(), one.id, at(9)))
                .unwrap()
        );
        assert!(
            !database
                .write(|db| withdraw(db, division(), one.id, at(10)))
                .unwrap()
        );
        assert_eq!(listed(database), [two]);
        let known = database.read(|db| find(db, division(), one.id)).unwrap().unwrap();
        assert_eq!(known.withdrawn_at, Some(at(9)));
    });
}

#[test]
fn an_attachment_without_content_is_refused() {
    on_each_engine(|database| {
        database.write(district_with_goals).unwrap();
        let refusal = database
            .write(|db| insert(db, division(), &attachment(1, "nothing")))
            .unwrap_err();
        assert!(matches!(refusal, StoreError::Reference { .. }), "{refusal}");
    });
}
