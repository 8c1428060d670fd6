//! 导入指标库 (import): a file of indicators becomes proposals, which somebody else approves as a whole.

use std::collections::BTreeMap;

use hengji_authz::{Action, Resource};
use hengji_domain::Division;
use hengji_domain::id::ImportId;
use hengji_domain::person::Actor;
use hengji_domain::rule::plain_name;
use hengji_store::library::proposals::{self, Proposal, ProposalKind, ProposalState};
use hengji_store::library::{self, IndicatorKey, LibraryIndicator};
use serde::{Deserialize, Serialize};

use super::keys::Keys;
use super::propose::proposing_unit;
use super::search::Grounds;
use super::{IndicatorInput, check};
use crate::app::{App, Request, Step, Tx};
use crate::common::RequestKey;
use crate::error::{AppError, FieldError};
use crate::ports::RawTable;

/// Rows of one file: a library of a province has fewer.
const ROWS_MAX: usize = 20_000;
/// Headings stand in the first rows, under a title and notes at most.
const HEADING_ROWS: usize = 15;
/// So many known headings make a row of headings.
const HEADINGS_MIN: usize = 6;
/// How many problems are told: the first ones tell what is wrong with the rest.
const PROBLEMS_MAX: usize = 200;

/// What a file of indicators brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedLibrary {
    /// The batch of proposals; none where nothing differs.
    pub batch: Option<String>,
    /// Indicators proposed for entry.
    pub new_count: usize,
    /// Indicators proposed for change.
    pub changed_count: usize,
    /// Indicators that already stand just so.
    pub unchanged_count: usize,
}

/// The indicators of a file with their rows, read by its headings.
///
/// # Errors
///
/// [`AppError::Refused`] `list-without-headings`, `list-too-long`.
pub fn inputs_of(table: &RawTable) -> Result<Vec<(u32, IndicatorInput)>, AppError> {
    let known = |heading: &str| {
        let plain = plain_name(heading);
        IndicatorInput::FIELDS.iter().find(|field| field.title == plain)
    };
    let headings = table
        .rows
        .iter()
        .take(HEADING_ROWS)
        .find(|row| row.cells.iter().filter(|cell| known(cell).is_some()).count() >= HEADINGS_MIN);
    let Some(headings) = headings else {
        let titles: Vec<&str> = IndicatorInput::FIELDS.iter().map(|field| field.title).collect();
        return Err(AppError::refused(
            "list-without-headings",
            format!(
                "没有找到表头:前 {HEADING_ROWS} 行中应有一行写明列名,可用的列名有:{}。",
                titles.join("、")
            ),
        ));
    };
    let fields: Vec<_> = headings.cells.iter().map(|heading| known(heading)).collect();
    let rows: Vec<(u32, IndicatorInput)> = table
        .rows
        .iter()
        .filter(|row| headings.row < row.row && row.cells.iter().any(|cell| !cell.trim().is_empty()))
        .map(|row| {
            let mut input = IndicatorInput::default();
            for (field, cell) in fields.iter().zip(&row.cells) {
                if let Some(field) = field {
                    input.set(field.code, cell);
                }
            }
            (row.row, input)
        })
        .collect();
    if ROWS_MAX < rows.len() {
        let message = format!(
            "文件有 {} 行指标,一次最多 {ROWS_MAX} 行,请分成几个文件。",
            rows.len()
        );
        return Err(AppError::refused("list-too-long", message));
    }
    Ok(rows)
}

impl App {
    /// Reads a file of indicators and proposes what differs from the library, as one batch. Any wrong row refuses the
    /// whole file.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] with the words of the reader, `list-without-headings`, `list-too-long`;
    /// [`AppError::Invalid`] with each wrong field as `rows[7].name`; [`AppError::Forbidden`].
    pub fn import_library(
        &self,
        actor: &Actor,
        key: &RequestKey,
        file_name: &str,
        bytes: &[u8],
    ) -> Result<ImportedLibrary, AppError> {
        self.may_look(actor, Action::ImportLibrary)?;
        // The file is read before the transaction opens: a slow reader must not hold up other writers.
        let table = self.ports().workbook_reader.read_table(file_name, bytes)?;
        let rows = inputs_of(&table)?;
        let sha256 = hengji_store::sha256_hex(bytes);
        self.act(
            actor,
            Action::ImportLibrary,
            &Request::new(key, &(file_name, &sha256))?,
            |tx| Ok((Resource::Division(tx.division), ())),
            |tx, ()| {
                tx.detail("file_name", file_name);
                tx.detail("file_sha256", &sha256);
                tx.detail("rows", rows.len());
                let batch: ImportId = tx.fresh()?;
                let (found, unchanged_count) = self.compared(tx, actor, batch, &rows)?;
                let changed_count = found
                    .iter()
                    .filter(|one| one.kind == ProposalKind::Change)
                    .count();
                let new_count = found.len() - changed_count;
                proposals::insert_many(tx.db, tx.division, &found)?;
                tx.about("library_batch", batch);
                tx.detail("new", new_count);
                tx.detail("changed", changed_count);
                Ok(ImportedLibrary {
                    batch: (!found.is_empty()).then(|| batch.to_string()),
                    new_count,
                    changed_count,
                    unchanged_count,
                })
            },
        )
    }

    /// What differs from the library, as proposals, and how many rows do not.
    fn compared(
        &self,
        tx: &mut Tx<'_>,
        actor: &Actor,
        batch: ImportId,
        rows: &[(u32, IndicatorInput)],
    ) -> Step<(Vec<Proposal>, usize)> {
        let unit = proposing_unit(actor)?;
        let stored: BTreeMap<String, LibraryIndicator> = library::all(tx.db, &[tx.division])?
            .into_iter()
            .map(|one| (one.code.clone(), one))
            .collect();
        let mut grounds = Grounds::new(self, tx.division);
        let mut keys = Keys::load(tx.db, tx.division)?;
        let mut found = Vec::new();
        let mut problems = Vec::new();
        let mut unchanged = 0;
        for (number, input) in rows {
            let before = stored
                .get(&input.code.to_uppercase())
                .filter(|_| !input.code.is_empty());
            let texts = match texts(&mut grounds, tx.division, input) {
                Ok(texts) => texts,
                Err(errors) => {
                    problems.extend(errors.into_iter().map(|error| at_row(*number, &error)));
                    continue;
                }
            };
            if before.is_some_and(|before| IndicatorInput::of(before) == texts) {
                unchanged += 1;
                continue;
            }
            if let Some(twin) = keys.twin(&texts, before.map(|before| before.id)) {
                problems.push(at_row(*number, &twin));
                continue;
            }
            let proposal = Proposal {
                id: tx.fresh()?,
                batch: Some(batch),
                kind: if before.is_some() {
                    ProposalKind::Change
                } else {
                    ProposalKind::Enter
                },
                state: ProposalState::Pending,
                indicator: before.map(|before| before.id),
                base_version: before.map(|before| before.version),
                successor: None,
                year: texts.first_year().ok_or(AppError::NotFound)?,
                name: texts.name.clone(),
                content: serde_json::to_string(&texts).map_err(AppError::fault)?,
                reason: format!("文件导入,第 {number} 行"),
                unit,
                proposed_by: actor.user,
                proposer_name: actor.name.clone(),
                proposed_at: tx.now,
                decided_by: None,
                decider_name: String::new(),
                decided_at: None,
                opinion: String::new(),
                version: 1,
            };
            keys.add(IndicatorKey {
                id: before.map_or_else(|| tx.fresh(), |before| Ok(before.id))?,
                division: tx.division,
                code: texts.code,
                level2: texts.level2,
                name: texts.name,
            });
            found.push(proposal);
        }
        if problems.is_empty() {
            Ok((found, unchanged))
        } else {
            problems.truncate(PROBLEMS_MAX);
            Err(AppError::Invalid(problems).into())
        }
    }
}

/// A row as the library would write it.
fn texts(
    grounds: &mut Grounds<'_>,
    division: Division,
    input: &IndicatorInput,
) -> Result<IndicatorInput, Vec<FieldError>> {
    let unreadable = |message: String| vec![FieldError::new("valid_from", "year-unreadable", message)];
    let Some(year) = input.first_year() else {
        return Err(unreadable(format!(
            "“{}”不是预算年度,请在“生效年度”写四位年份。",
            input.valid_from
        )));
    };
    let ground = grounds
        .of(year)
        .map_err(|_| unreadable(format!("{year} 年没有指标分类规则,不能入库。")))?;
    Ok(check(input, &ground.rules, &ground.frame, division)?.texts())
}

/// An error of a row, as a problem of the file.
fn at_row(row: u32, error: &FieldError) -> FieldError {
    FieldError {
        field: format!("rows[{row}].{}", error.field),
        code: error.code,
        message: format!("第 {row} 行:{}", error.message),
    }
}
