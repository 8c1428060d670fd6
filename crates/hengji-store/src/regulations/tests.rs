//! Documents come back as they were written, with the rules they ground.

use super::*;
use crate::attachments::store_content;
use crate::samples::{at, bytes, district, division, user_id};
use crate::testing::on_each_engine;

pub(crate) fn regulation_id(number: u64) -> RegulationId {
    RegulationId::new(at(0), bytes(number))
}

pub(crate) fn kept(number: u64) -> KeptRegulation {
    KeptRegulation {
        regulation: Regulation {
            id: regulation_id(number),
            name: format!("办法{number}"),
            document_number: String::new(),
            issuer: "区财政局".into(),
            level: RegulationLevel::District,
            issued_on: None,
            effective_from: "2021-01-01".parse().ok(),
            effective_to: None,
            text: String::new(),
            found_at: String::new(),
            rules: vec!["goal.taxonomy".into(), "grade.self_evaluation".into()],
            version: 1,
        },
        file: None,
        pinyin_sort: format!("banfa{number}"),
        entered_by: None,
        entered_at: at(7),
    }
}

#[test]
fn a_document_comes_back_with_file_and_rules() {
    on_each_engine(|database| {
        let full = database
            .write(|db| {
                district(db)?;
                let sha256 = store_content(db, division(), b"%PDF-1.4")?;
                let full = KeptRegulation {
                    regulation: Regulation {
                        document_number: "区财〔2021〕3号".into(),
                        text: "第八条摘录".into(),
                        found_at: "局内网".into(),
                        issued_on: "2020-12-20".parse().ok(),
                        effective_to: "2025-12-31".parse().ok(),
                        ..kept(1).regulation
                    },
                    file: Some(KeptFile {
                        name: "办法.pdf".into(),
                        media_type: "application/pdf".into(),
                        byte_count: 8,
                        sha256,
                    }),
                    entered_by: Some(user_id(1)),
                    ..kept(1)
                };
                insert_many(db, division(), &[full.clone(), kept(2)])?;
                Ok::<_, StoreError>(full)
            })
            .unwrap();
        let find = |number| {
            database
                .read(|db| find(db, division(), regulation_id(number)))
                .unwrap()
        };
        assert_eq!(find(1), Some(full.clone()));
        assert_eq!(find(2), Some(kept(2)));
        assert_eq!(find(3), None);
        assert_eq!(database.read(|db| list(db, division())).unwrap(), [full, kept(2)]);
        let elsewhere = database.read(|db| list(db, Division::NATION)).unwrap();
        assert_eq!(elsewhere, []);
    });
}

#[test]
fn a_change_of_an_old_version_is_refused_and_keeps_what_stands() {
    on_each_engine(|database| {
        database
            .write(|db| {
                district(db)?;
                insert_many(db, division(), &[kept(1)])
            })
            .unwrap();
        let mut changed = kept(1);
        changed.regulation.issuer = "区人大".into();
        changed.regulation.rules = vec!["scoring.reverse".into()];
        assert_eq!(database.write(|db| update(db, division(), &changed)).unwrap(), 2);
        let late = database.write(|db| update(db, division(), &kept(1))).unwrap_err();
        assert!(matches!(late, StoreError::Stale { .. }), "{late}");
        let found = database
            .read(|db| find(db, division(), regulation_id(1)))
            .unwrap()
            .unwrap();
        assert_eq!(found.regulation.issuer, "区人大");
        assert_eq!(found.regulation.rules, ["scoring.reverse"]);
        assert_eq!(found.regulation.version, 2);
    });
}

#[test]
fn a_file_must_be_stored_before_a_document_names_it() {
    on_each_engine(|database| {
        database.write(district).unwrap();
        let stray = KeptRegulation {
            file: Some(KeptFile {
                name: "办法.pdf".into(),
                media_type: "application/pdf".into(),
                byte_count: 8,
                sha256: "0".repeat(64),
            }),
            ..kept(1)
        };
        let error = database
            .write(|db| insert_many(db, division(), std::slice::from_ref(&stray)))
            .unwrap_err();
        assert!(matches!(error, StoreError::Reference { .. }), "{error}");
    });
}
