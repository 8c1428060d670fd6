//! 制度文件 (regulations): what rules are based on, found by words, by level and by the rules they ground.

use std::collections::BTreeMap;

use diesel::prelude::*;
use hengji_domain::id::{RegulationId, UserId};
use hengji_domain::regulation::{Regulation, RegulationLevel};
use hengji_domain::{Division, NaiveDate, Timestamp};

use crate::Db;
use crate::db::insert_chunked;
use crate::error::StoreError;
use crate::schema::{regulation_rules, regulations};
use crate::text::{Row, loaded, stored};

/// A document with what the product adds to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptRegulation {
    /// The document.
    pub regulation: Regulation,
    /// Its file, where one was sent.
    pub file: Option<KeptFile>,
    /// Full pinyin of the name, for the order of lists.
    pub pinyin_sort: String,
    /// Who entered it or changed it last; none for what came with a demonstration.
    pub entered_by: Option<UserId>,
    /// When.
    pub entered_at: Timestamp,
}

/// 附件 of a document; its bytes lie with the contents of all attachments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFile {
    /// Name of the file as sent.
    pub name: String,
    /// Media type as recognised.
    pub media_type: String,
    /// Size in bytes.
    pub byte_count: u64,
    /// SHA-256 of the content.
    pub sha256: String,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = regulations, treat_none_as_default_value = false)]
struct RegulationRow {
    division: String,
    regulation_id: String,
    name: String,
    document_number: Option<String>,
    issuer: String,
    level: String,
    issued_on: Option<String>,
    effective_from: Option<String>,
    effective_to: Option<String>,
    content: Option<String>,
    found_at: Option<String>,
    file_name: Option<String>,
    media_type: Option<String>,
    byte_count: Option<i64>,
    sha256: Option<String>,
    pinyin_sort: String,
    entered_by: Option<String>,
    entered_at: i64,
    version: i32,
}

#[derive(Insertable)]
#[diesel(table_name = regulation_rules)]
struct RuleRow {
    division: String,
    regulation_id: String,
    rule: String,
}

impl RegulationRow {
    fn of(division: Division, kept: &KeptRegulation) -> Result<Self, StoreError> {
        let one = &kept.regulation;
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
        let size = |file: &KeptFile| {
            i64::try_from(file.byte_count)
                .map_err(|_| StoreError::corrupt("regulations", one.id, "byte_count"))
        };
        let file = kept.file.as_ref();
        Ok(Self {
            division: division.to_string(),
            regulation_id: one.id.to_string(),
            name: one.name.clone(),
            document_number: stored(&one.document_number),
            issuer: one.issuer.clone(),
            level: one.level.code().to_owned(),
            issued_on: day(one.issued_on),
            effective_from: day(one.effective_from),
            effective_to: day(one.effective_to),
            content: stored(&one.text),
            found_at: stored(&one.found_at),
            file_name: file.map(|file| file.name.clone()),
            media_type: file.map(|file| file.media_type.clone()),
            byte_count: file.map(size).transpose()?,
            sha256: file.map(|file| file.sha256.clone()),
            pinyin_sort: kept.pinyin_sort.clone(),
            entered_by: kept.entered_by.map(|user| user.to_string()),
            entered_at: kept.entered_at.micros(),
            version: one.version,
        })
    }

    fn rules(&self, kept: &KeptRegulation) -> Vec<RuleRow> {
        let row = |rule: &String| RuleRow {
            division: self.division.clone(),
            regulation_id: self.regulation_id.clone(),
            rule: rule.clone(),
        };
        kept.regulation.rules.iter().map(row).collect()
    }

    fn read(self, rules: Vec<String>) -> Result<KeptRegulation, StoreError> {
        let row = Row {
            table: "regulations",
            key: &self.regulation_id,
        };
        let file = match (&self.file_name, &self.sha256) {
            (Some(name), Some(sha256)) => Some(KeptFile {
                name: name.clone(),
                media_type: loaded(self.media_type.clone()),
                byte_count: row.number("byte_count", self.byte_count.unwrap_or_default())?,
                sha256: sha256.clone(),
            }),
            _ => None,
        };
        Ok(KeptRegulation {
            regulation: Regulation {
                id: row.parse("regulation_id", &self.regulation_id)?,
                level: row.code("level", &self.level, RegulationLevel::from_code)?,
                issued_on: row.date("issued_on", self.issued_on.as_deref())?,
                effective_from: row.date("effective_from", self.effective_from.as_deref())?,
                effective_to: row.date("effective_to", self.effective_to.as_deref())?,
                name: self.name,
                document_number: loaded(self.document_number),
                issuer: self.issuer,
                text: loaded(self.content),
                found_at: loaded(self.found_at),
                rules,
                version: self.version,
            },
            file,
            entered_by: row.parse_opt("entered_by", self.entered_by.as_deref())?,
            entered_at: Timestamp::from_micros(self.entered_at),
            pinyin_sort: self.pinyin_sort,
        })
    }
}

/// Writes new documents with the rules they ground.
///
/// # Errors
///
/// [`StoreError::Reference`] when a content is not stored.
pub fn insert_many(db: &mut Db, division: Division, all: &[KeptRegulation]) -> Result<usize, StoreError> {
    let rows: Vec<RegulationRow> = all
        .iter()
        .map(|kept| RegulationRow::of(division, kept))
        .collect::<Result<_, _>>()?;
    let rules: Vec<RuleRow> = rows
        .iter()
        .zip(all)
        .flat_map(|(row, kept)| row.rules(kept))
        .collect();
    let inserted = insert_chunked!(db, regulations::table, rows)?;
    insert_chunked!(db, regulation_rules::table, rules)?;
    Ok(inserted)
}

/// Writes a changed document; its new version.
///
/// # Errors
///
/// [`StoreError::Stale`] when it was changed since it was read.
pub fn update(db: &mut Db, division: Division, kept: &KeptRegulation) -> Result<i32, StoreError> {
    let next = kept.regulation.version.saturating_add(1);
    let row = RegulationRow::of(division, kept)?;
    let rules = row.rules(kept);
    let id = row.regulation_id.clone();
    let updated = diesel::update(
        regulations::table
            .find((division.as_str(), &id))
            .filter(regulations::version.eq(kept.regulation.version)),
    )
    .set((
        (
            regulations::name.eq(&row.name),
            regulations::document_number.eq(&row.document_number),
            regulations::issuer.eq(&row.issuer),
            regulations::level.eq(&row.level),
            regulations::issued_on.eq(&row.issued_on),
            regulations::effective_from.eq(&row.effective_from),
            regulations::effective_to.eq(&row.effective_to),
            regulations::content.eq(&row.content),
            regulations::found_at.eq(&row.found_at),
        ),
        (
            regulations::file_name.eq(&row.file_name),
            regulations::media_type.eq(&row.media_type),
            regulations::byte_count.eq(row.byte_count),
            regulations::sha256.eq(&row.sha256),
            regulations::pinyin_sort.eq(&row.pinyin_sort),
            regulations::entered_by.eq(&row.entered_by),
            regulations::entered_at.eq(row.entered_at),
            regulations::version.eq(next),
        ),
    ))
    .execute(db)?;
    if updated == 0 {
        return Err(StoreError::Stale {
            table: "regulations",
            key: id,
        });
    }
    diesel::delete(
        regulation_rules::table
            .filter(regulation_rules::division.eq(division.as_str()))
            .filter(regulation_rules::regulation_id.eq(&id)),
    )
    .execute(db)?;
    insert_chunked!(db, regulation_rules::table, rules)?;
    Ok(next)
}

/// The document.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find(db: &mut Db, division: Division, id: RegulationId) -> Result<Option<KeptRegulation>, StoreError> {
    let found: Option<RegulationRow> = regulations::table
        .find((division.as_str(), id.to_string()))
        .select(RegulationRow::as_select())
        .first(db)
        .optional()?;
    let Some(found) = found else { return Ok(None) };
    let rules: Vec<String> = regulation_rules::table
        .filter(regulation_rules::division.eq(division.as_str()))
        .filter(regulation_rules::regulation_id.eq(&found.regulation_id))
        .order(regulation_rules::rule)
        .select(regulation_rules::rule)
        .load(db)?;
    Ok(Some(found.read(rules)?))
}

/// Every document of the division with the rules it grounds, by level and name: a bureau keeps some hundreds.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn list(db: &mut Db, division: Division) -> Result<Vec<KeptRegulation>, StoreError> {
    let rows: Vec<RegulationRow> = regulations::table
        .filter(regulations::division.eq(division.as_str()))
        .order((regulations::pinyin_sort, regulations::regulation_id))
        .select(RegulationRow::as_select())
        .load(db)?;
    let links: Vec<(String, String)> = regulation_rules::table
        .filter(regulation_rules::division.eq(division.as_str()))
        .order((regulation_rules::regulation_id, regulation_rules::rule))
        .select((regulation_rules::regulation_id, regulation_rules::rule))
        .load(db)?;
    let mut rules: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (regulation, rule) in links {
        rules.entry(regulation).or_default().push(rule);
    }
    rows.into_iter()
        .map(|row| {
            let own = rules.remove(&row.regulation_id).unwrap_or_default();
            row.read(own)
        })
        .collect()
}

#[cfg(test)]
pub(crate) mod tests;
