//! 评估材料 (materials) of an evaluation.

use diesel::prelude::*;
use hengji_domain::ex_ante::{Material, MaterialItem, MaterialState};
use hengji_domain::id::SheetId;
use hengji_domain::{Division, Timestamp};

use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::ex_ante_materials;
use crate::text::{Row, loaded, stored};

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = ex_ante_materials, treat_none_as_default_value = false)]
struct MaterialRow {
    division: String,
    sheet_id: String,
    material_key: String,
    position: i32,
    code: String,
    name: String,
    is_required: bool,
    state: String,
    reason: Option<String>,
    decided_by: Option<String>,
    decided_at: Option<i64>,
}

impl MaterialRow {
    fn new(division: Division, sheet: SheetId, material: &Material) -> Result<Self, StoreError> {
        Ok(Self {
            division: division.to_string(),
            sheet_id: sheet.to_string(),
            material_key: material.key.to_string(),
            position: i32::try_from(material.position)
                .map_err(|_| StoreError::corrupt("ex_ante_materials", sheet, "position"))?,
            code: material.item.code.clone(),
            name: material.item.name.clone(),
            is_required: material.item.is_required,
            state: material.state.code().to_owned(),
            reason: stored(&material.reason),
            decided_by: material.decided_by.clone(),
            decided_at: material.decided_at.map(Timestamp::micros),
        })
    }
}

impl TryFrom<MaterialRow> for Material {
    type Error = StoreError;

    fn try_from(read: MaterialRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "ex_ante_materials",
            key: &read.material_key,
        };
        Ok(Self {
            key: row.parse("material_key", &read.material_key)?,
            position: row.number("position", read.position)?,
            state: row.code("state", &read.state, MaterialState::from_code)?,
            item: MaterialItem {
                code: read.code,
                name: read.name,
                is_required: read.is_required,
            },
            reason: loaded(read.reason),
            decided_by: read.decided_by,
            decided_at: read.decided_at.map(Timestamp::from_micros),
        })
    }
}

/// Writes the checklist of a fresh evaluation; how many entries.
///
/// # Errors
///
/// [`StoreError::Reference`] when the sheet does not exist.
pub fn insert_materials(
    db: &mut Db,
    division: Division,
    sheet: SheetId,
    all: &[Material],
) -> Result<usize, StoreError> {
    let rows: Vec<MaterialRow> = all
        .iter()
        .map(|material| MaterialRow::new(division, sheet, material))
        .collect::<Result<_, _>>()?;
    insert_chunked!(db, ex_ante_materials::table, rows)
}

/// Stores where a material stands now.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn update_material(
    db: &mut Db,
    division: Division,
    sheet: SheetId,
    material: &Material,
) -> Result<(), StoreError> {
    let key = (division.as_str(), sheet.to_string(), material.key.to_string());
    diesel::update(ex_ante_materials::table.find(key))
        .set((
            ex_ante_materials::state.eq(material.state.code()),
            ex_ante_materials::reason.eq(stored(&material.reason)),
            ex_ante_materials::decided_by.eq(material.decided_by.clone()),
            ex_ante_materials::decided_at.eq(material.decided_at.map(Timestamp::micros)),
        ))
        .execute(db)?;
    Ok(())
}

/// The checklist of an evaluation in its order.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn materials_of_sheet(
    db: &mut Db,
    division: Division,
    sheet: SheetId,
) -> Result<Vec<Material>, StoreError> {
    ex_ante_materials::table
        .filter(ex_ante_materials::division.eq(division.as_str()))
        .filter(ex_ante_materials::sheet_id.eq(sheet.to_string()))
        .order((ex_ante_materials::position, ex_ante_materials::material_key))
        .select(MaterialRow::as_select())
        .load(db)?
        .into_iter()
        .map(Material::try_from)
        .collect()
}
