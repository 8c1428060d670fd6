//! A preview is committed once; a mapping keeps its name.

use super::*;
use crate::samples::{at, bytes, division, user_id, year};
use crate::testing::on_each_engine;
use hengji_domain::id::MappingId;

fn batch(number: u64, kind: ImportKind) -> ImportBatch {
    ImportBatch {
        id: ImportId::new(at(0), bytes(number)),
        year: year(),
        kind,
        state: ImportState::Checking,
        file_name: "自评表.xlsx".into(),
        file_sha256: "e3b0".into(),
        report: "{}".into(),
        created_by: user_id(1),
        created_at: at(i64::try_from(number).unwrap()),
        concluded_at: None,
        version: 1,
    }
}

#[test]
fn every_kind_and_state_survives_storage() {
    on_each_engine(|database| {
        for (number, state) in (0..).zip(ImportState::ALL) {
            for (offset, kind) in (0..).zip(ImportKind::OTHERS) {
                let one = ImportBatch {
                    state,
                    concluded_at: Some(at(7)),
                    ..batch(number * 10 + offset, kind)
                };
                database.write(|db| insert(db, division(), &one)).unwrap();
                assert_eq!(
                    database.read(|db| find(db, division(), one.id)).unwrap(),
                    Some(one)
                );
            }
        }
    });
}

#[test]
fn a_preview_is_committed_once() {
    on_each_engine(|database| {
        let previewed = batch(1, ImportKind::Sheets);
        database.write(|db| insert(db, division(), &previewed)).unwrap();
        let committed = ImportBatch {
            state: ImportState::Committed,
            ..previewed
        };
        assert_eq!(
            database.write(|db| update(db, division(), &committed)).unwrap(),
            2
        );
        let twice = database
            .write(|db| update(db, division(), &committed))
            .unwrap_err();
        assert!(
            matches!(
                twice,
                StoreError::Stale {
                    table: "import_batches",
                    ..
                }
            ),
            "{twice}"
        );
    });
}

#[test]
fn the_latest_batches_come_first() {
    on_each_engine(|database| {
        for number in [2, 3, 1] {
            let one = batch(number, ImportKind::Projects);
            database.write(|db| insert(db, division(), &one)).unwrap();
        }
        let ids: Vec<ImportId> = database
            .read(|db| latest(db, division(), 2))
            .unwrap()
            .iter()
            .map(|one| one.id)
            .collect();
        assert_eq!(ids, [3, 2].map(|number| batch(number, ImportKind::Projects).id));
    });
}

fn mapping(number: u64, name: &str) -> Mapping {
    Mapping {
        id: MappingId::new(at(0), bytes(number)),
        kind: ImportKind::Projects,
        name: name.into(),
        column_map: "{\"code\":\"项目代码\"}".into(),
        saved_by: user_id(1),
        saved_at: at(0),
        version: 0,
    }
}

#[test]
fn a_mapping_is_saved_changed_and_listed_by_name() {
    on_each_engine(|database| {
        let save = |one: &Mapping| database.write(|db| save_mapping(db, division(), one));
        assert_eq!(save(&mapping(1, "一体化导出")).unwrap(), 1);
        let changed = Mapping {
            version: 1,
            column_map: "{}".into(),
            ..mapping(1, "一体化导出")
        };
        assert_eq!(save(&changed).unwrap(), 2);
        assert!(matches!(save(&changed), Err(StoreError::Stale { .. })));
        let twin = save(&mapping(2, "一体化导出")).unwrap_err();
        assert!(
            matches!(&twin, StoreError::Duplicate { constraint } if constraint == "import_mappings_name_unique"),
            "{twin}"
        );
        let all = database
            .read(|db| mappings_of(db, division(), ImportKind::Projects))
            .unwrap();
        assert_eq!(
            all,
            [Mapping {
                version: 2,
                ..changed
            }]
        );
        let others = database.read(|db| mappings_of(db, division(), ImportKind::Sheets));
        assert_eq!(others.unwrap(), []);
    });
}
