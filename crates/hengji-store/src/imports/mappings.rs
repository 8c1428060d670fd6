//! 列对应 (column mappings): which column of a list means what.

use diesel::prelude::*;
use hengji_domain::id::{MappingId, UserId};
use hengji_domain::{Division, Timestamp};

use super::ImportKind;
use crate::Db;
use crate::error::StoreError;
use crate::schema::import_mappings;
use crate::text::Row;

/// A saved mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// Identity.
    pub id: MappingId,
    /// What the files bring.
    pub kind: ImportKind,
    /// The name given to it, unique for its kind.
    pub name: String,
    /// Columns and their meanings, as JSON.
    pub column_map: String,
    /// Who saved it last.
    pub saved_by: UserId,
    /// When.
    pub saved_at: Timestamp,
    /// Optimistic lock; 0 for one that is new.
    pub version: i32,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = import_mappings)]
struct MappingRow {
    mapping_id: String,
    kind: String,
    name: String,
    column_map: String,
    saved_by: String,
    saved_at: i64,
    version: i32,
}

impl TryFrom<MappingRow> for Mapping {
    type Error = StoreError;

    fn try_from(stored: MappingRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "import_mappings",
            key: &stored.mapping_id,
        };
        Ok(Self {
            id: row.parse("mapping_id", &stored.mapping_id)?,
            kind: row.code("kind", &stored.kind, ImportKind::from_code)?,
            saved_by: row.parse("saved_by", &stored.saved_by)?,
            name: stored.name,
            column_map: stored.column_map,
            saved_at: Timestamp::from_micros(stored.saved_at),
            version: stored.version,
        })
    }
}

/// Saves a mapping, new or changed; its new version.
///
/// # Errors
///
/// [`StoreError::Stale`] when it was changed since it was read; [`StoreError::Duplicate`] when the name is taken.
pub fn save_mapping(db: &mut Db, division: Division, mapping: &Mapping) -> Result<i32, StoreError> {
    let next = mapping.version.saturating_add(1);
    let values = (
        import_mappings::kind.eq(mapping.kind.code()),
        import_mappings::name.eq(&mapping.name),
        import_mappings::column_map.eq(&mapping.column_map),
        import_mappings::saved_by.eq(mapping.saved_by.to_string()),
        import_mappings::saved_at.eq(mapping.saved_at.micros()),
        import_mappings::version.eq(next),
    );
    let key = (division.as_str(), mapping.id.to_string());
    if mapping.version == 0 {
        diesel::insert_into(import_mappings::table)
            .values((
                import_mappings::division.eq(key.0),
                import_mappings::mapping_id.eq(&key.1),
                values,
            ))
            .execute(db)?;
        return Ok(next);
    }
    let updated = diesel::update(
        import_mappings::table
            .find(key)
            .filter(import_mappings::version.eq(mapping.version)),
    )
    .set(values)
    .execute(db)?;
    if updated == 0 {
        return Err(StoreError::Stale {
            table: "import_mappings",
            key: mapping.id.to_string(),
        });
    }
    Ok(next)
}

/// The saved mappings of a kind, by name.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn mappings_of(db: &mut Db, division: Division, kind: ImportKind) -> Result<Vec<Mapping>, StoreError> {
    import_mappings::table
        .filter(import_mappings::division.eq(division.as_str()))
        .filter(import_mappings::kind.eq(kind.code()))
        .order((import_mappings::name, import_mappings::mapping_id))
        .select(MappingRow::as_select())
        .load(db)?
        .into_iter()
        .map(Mapping::try_from)
        .collect()
}
