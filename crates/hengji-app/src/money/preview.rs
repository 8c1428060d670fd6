//! The preview of a file of money data: what would be loaded and replaced, what would differ, what is in the way.

use std::collections::BTreeMap;

use hengji_authz::{Action, Resource};
use hengji_domain::difference::{Found, Ground, reconcile};
use hengji_domain::fact::code;
use hengji_domain::fact::load::{FactLoad, LoadKind};
use hengji_domain::fact::money::{FactSum, by_subject};
use hengji_domain::id::{ImportId, UnitId};
use hengji_domain::money::MoneyUnit;
use hengji_domain::person::Actor;
use hengji_domain::project::Project;
use hengji_domain::unit::Unit;
use hengji_domain::{BudgetYear, Division};
use hengji_store::imports::{self, ImportBatch, ImportKind, ImportState, Mapping};
use hengji_store::{Db, attachments, facts, projects, units};

use super::check::{AmountRow, Checked, File, Register, Tally, check};
use super::columns::MoneyField;
use super::view::{MoneyPreview, PeriodPreview, PreviewDifference, UnknownProject};
use super::{Reading, UploadedMoney, period};
use crate::app::{App, Request, Step, Tx};
use crate::common::RequestKey;
use crate::error::AppError;
use crate::lists::{Columns, read_mapping};
use crate::ports::RawTable;

/// How many rows of each list of a preview are shown: the first ones tell what is wrong with the rest.
const SHOWN: usize = 200;
/// How many pairs of equal rows are shown.
const DUPLICATES_SHOWN: usize = 50;
/// Longest name of a source, characters.
const SOURCE_MAX: usize = 40;

/// What the year holds beside a file.
pub(super) struct Ledger {
    pub(super) units: Vec<Unit>,
    pub(super) projects: Vec<Project>,
    pub(super) sums: Vec<FactSum>,
    pub(super) loads: Vec<FactLoad>,
}

impl Ledger {
    /// Four statements, whatever the year holds.
    pub(super) fn load(db: &mut Db, division: Division, year: BudgetYear) -> Step<Self> {
        Ok(Self {
            units: units::list(db, division)?,
            projects: projects::of_year(db, division, year)?,
            sums: facts::sums_of_year(db, division, year, &CODES)?,
            loads: facts::loads_of_year(db, division, year)?,
        })
    }

    /// Every difference that these sums show.
    pub(super) fn differences(&self, year: BudgetYear, sums: &[FactSum]) -> Vec<Found> {
        let (stated, told): (Vec<FactSum>, Vec<FactSum>) = sums
            .iter()
            .cloned()
            .partition(|sum| sum.code == code::STATED_PAID_FEN);
        let unit_names: BTreeMap<UnitId, String> = self
            .units
            .iter()
            .map(|unit| (unit.id, unit.name.clone()))
            .collect();
        reconcile(&Ground {
            year,
            projects: &self.projects,
            money: &by_subject(&told),
            stated: &stated,
            unit_names: &unit_names,
        })
    }

    /// The loads in force that a file of this kind and source takes the place of.
    pub(super) fn replaced(&self, kind: LoadKind, source: &str, periods: &[String]) -> Vec<FactLoad> {
        self.in_force(kind)
            .filter(|load| load.source_name == source && periods.contains(&load.period))
            .cloned()
            .collect()
    }

    fn in_force(&self, kind: LoadKind) -> impl Iterator<Item = &FactLoad> {
        self.loads
            .iter()
            .filter(move |load| load.kind == kind && load.replaced.is_none())
    }
}

/// Everything that reconciling looks at.
const CODES: [&str; 5] = [
    code::INITIAL_BUDGET_FEN,
    code::ADJUSTED_BUDGET_FEN,
    code::ADJUSTMENT_FEN,
    code::EXECUTED_FEN,
    code::STATED_PAID_FEN,
];

/// A file as it is read now, against the year as it stands now.
pub(super) struct ReadMoney {
    pub(super) kind: LoadKind,
    pub(super) year: BudgetYear,
    pub(super) file_name: String,
    pub(super) reading: Reading,
    pub(super) columns: Columns<MoneyField>,
    pub(super) checked: Checked,
    pub(super) ledger: Ledger,
}

impl ReadMoney {
    /// The periods that the file speaks of.
    pub(super) fn periods(&self) -> Vec<String> {
        let months = self.checked.filed();
        months.keys().map(|month| period(self.year, *month)).collect()
    }

    /// The source as the facts of this file name it.
    pub(super) fn fact_source(&self) -> String {
        let name: String = self.file_name.chars().take(100).collect();
        format!("{}({name})", self.reading.source)
    }

    /// The id of what a row speaks of, as text.
    pub(super) fn subject(&self, row: &AmountRow) -> Option<String> {
        if self.kind.is_of_units() {
            self.ledger.units.get(row.subject).map(|unit| unit.id.to_string())
        } else {
            let project = self.ledger.projects.get(row.subject);
            project.map(|project| project.id.to_string())
        }
    }

    /// The sums of the year as they would be with the file in force.
    fn sums_after(&self, now: hengji_domain::Timestamp) -> Vec<FactSum> {
        let gone = self
            .ledger
            .replaced(self.kind, &self.reading.source, &self.periods());
        let is_gone = |sum: &FactSum| {
            sum.code == self.kind.fact_code()
                && gone
                    .iter()
                    .any(|load| load.period == sum.period && load.fact_source == sum.source)
        };
        let mut sums: Vec<FactSum> = self
            .ledger
            .sums
            .iter()
            .filter(|sum| !is_gone(sum))
            .cloned()
            .collect();
        let mut fresh: BTreeMap<(usize, u32), (AmountRow, Tally)> = BTreeMap::new();
        for row in &self.checked.rows {
            let entry = fresh
                .entry((row.subject, row.month))
                .or_insert((*row, Tally::default()));
            entry.1.add(1, row.amount);
        }
        sums.extend(fresh.values().filter_map(|(row, tally)| {
            Some(FactSum {
                subject: self.subject(row)?,
                code: self.kind.fact_code().to_owned(),
                period: period(self.year, row.month),
                source: self.fact_source(),
                loaded_at: now,
                value: tally.total.fen(),
            })
        }));
        sums
    }
}

impl App {
    /// Checks a file and keeps it for the commit. No fact is written. The meaning of its columns is kept under its
    /// source at once, so that the next file needs no saying.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] with the words of the reader for a file that cannot be used, `list-without-headings`;
    /// [`AppError::Invalid`] for an unknown kind or no source; [`AppError::Forbidden`].
    pub fn preview_money_import(
        &self,
        actor: &Actor,
        key: &RequestKey,
        year: BudgetYear,
        upload: &UploadedMoney,
    ) -> Result<MoneyPreview, AppError> {
        self.may_look(actor, Action::ImportMoney)?;
        let kind = kind_of(&upload.kind)?;
        let reading = reading_of(upload)?;
        let table = self
            .ports()
            .workbook_reader
            .read_table(&upload.file_name, &upload.bytes)?;
        let read = self.read_money(actor.division, year, kind, &upload.file_name, &table, reading)?;
        let sha256 = hengji_store::sha256_hex(&upload.bytes);
        let body = (year.get(), kind.code(), &upload.file_name, &sha256, &read.reading);
        let id = self.act(
            actor,
            Action::ImportMoney,
            &Request::new(key, &body)?,
            |tx| Ok((Resource::Division(tx.division), ())),
            |tx, ()| {
                attachments::store_content(tx.db, tx.division, &upload.bytes)?;
                let batch = ImportBatch {
                    id: tx.fresh()?,
                    year,
                    kind: ImportKind::Money(kind),
                    state: ImportState::Previewed,
                    file_name: upload.file_name.clone(),
                    file_sha256: sha256.clone(),
                    report: serde_json::to_string(&read.reading).map_err(AppError::fault)?,
                    created_by: actor.user,
                    created_at: tx.now,
                    concluded_at: None,
                    version: 1,
                };
                imports::insert(tx.db, tx.division, &batch)?;
                tx.about("import", batch.id);
                tx.detail("file_name", &upload.file_name);
                tx.detail("file_sha256", &sha256);
                tx.detail("money_kind", kind.code());
                tx.detail("source", &read.reading.source);
                tx.detail("stage", "preview");
                keep_mapping(tx, actor, kind, &read)?;
                Ok(batch.id.to_string())
            },
        )?;
        Ok(self.money_view(id.parse()?, false, &read))
    }

    /// The preview of a kept file, read again against the year as it stands now.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`], [`AppError::Forbidden`], [`AppError::Refused`].
    pub fn money_import(&self, actor: &Actor, id: ImportId) -> Result<MoneyPreview, AppError> {
        self.may_look(actor, Action::ImportMoney)?;
        let (batch, read) = self.kept_money(actor.division, id)?;
        let is_committed = batch.state == ImportState::Committed;
        Ok(self.money_view(id, is_committed, &read))
    }

    /// A kept file with its batch.
    pub(super) fn kept_money(
        &self,
        division: Division,
        id: ImportId,
    ) -> Result<(ImportBatch, ReadMoney), AppError> {
        let (batch, kind, bytes) = self.read(|db| {
            let batch = imports::find(db, division, id)?.ok_or(AppError::NotFound)?;
            let ImportKind::Money(kind) = batch.kind else {
                return Err(AppError::NotFound.into());
            };
            let bytes = attachments::content(db, division, &batch.file_sha256)?.ok_or(AppError::NotFound)?;
            Ok((batch, kind, bytes))
        })?;
        let table = self
            .ports()
            .workbook_reader
            .read_table(&batch.file_name, &bytes)?;
        let reading: Reading = serde_json::from_str(&batch.report).map_err(AppError::fault)?;
        let read = self.read_money(division, batch.year, kind, &batch.file_name, &table, reading)?;
        Ok((batch, read))
    }

    pub(super) fn read_money(
        &self,
        division: Division,
        year: BudgetYear,
        kind: LoadKind,
        file_name: &str,
        table: &RawTable,
        reading: Reading,
    ) -> Result<ReadMoney, AppError> {
        let (ledger, mappings) = self.read(|db| {
            let ledger = Ledger::load(db, division, year)?;
            Ok((
                ledger,
                imports::mappings_of(db, division, ImportKind::Money(kind))?,
            ))
        })?;
        // What was said of one source says nothing of another one.
        let kept: Vec<_> = mappings
            .iter()
            .filter(|mapping| mapping.name == reading.source)
            .map(|mapping| read_mapping(&mapping.column_map))
            .collect();
        let money_unit = reading.money_unit.as_deref().and_then(MoneyUnit::read);
        let columns =
            Columns::find(table, &kept, &reading.columns, money_unit).ok_or_else(|| no_headings(kind))?;
        let file = File {
            table,
            columns: &columns,
            reading: &reading,
        };
        let checked = check(
            &file,
            &Register {
                kind,
                year,
                today: self.now().shanghai_date(),
                units: &ledger.units,
                projects: &ledger.projects,
            },
        );
        Ok(ReadMoney {
            kind,
            year,
            file_name: file_name.to_owned(),
            reading,
            columns,
            checked,
            ledger,
        })
    }

    fn money_view(&self, import: ImportId, is_committed: bool, read: &ReadMoney) -> MoneyPreview {
        let checked = &read.checked;
        // A stored file is in the sums already; what differs now is in the list of differences.
        let differences = if is_committed || !checked.problems.is_empty() {
            Vec::new()
        } else {
            read.ledger.differences(read.year, &read.sums_after(self.now()))
        };
        MoneyPreview {
            import,
            is_committed,
            kind: read.kind,
            source: read.reading.source.clone(),
            month: read.reading.month.clone(),
            file_name: read.file_name.clone(),
            heading_row: read.columns.heading_row,
            columns: read.columns.view(),
            money_unit: read.columns.money_unit.map_or("未写明", MoneyUnit::name),
            periods: periods(read),
            refund_rows: checked.refunds.0,
            refund_total: checked.refunds.1,
            unknown: checked
                .unknown
                .iter()
                .take(SHOWN)
                .map(|((code, month), unknown)| UnknownProject {
                    code: code.clone(),
                    name: unknown.name.clone(),
                    period: period(read.year, *month),
                    first_row: unknown.first_row,
                    rows: unknown.rows,
                    total: unknown.total,
                })
                .collect(),
            unknown_count: count(checked.unknown.len()),
            duplicates: checked
                .duplicates
                .iter()
                .take(DUPLICATES_SHOWN)
                .copied()
                .collect(),
            duplicate_count: count(checked.duplicates.len()),
            accepts_duplicates: read.reading.accepts_duplicates,
            difference_count: count(differences.len()),
            differences: differences
                .into_iter()
                .take(SHOWN)
                .map(|found| PreviewDifference {
                    kind: found.kind,
                    subject_name: found.subject_name,
                    period: found.period,
                    expected: found.expected,
                    found: found.found,
                })
                .collect(),
            problems: checked.problems.iter().take(SHOWN).cloned().collect(),
            problem_count: count(checked.problems.len()),
            is_ready: !is_committed && checked.is_ready(&read.reading),
        }
    }
}

fn periods(read: &ReadMoney) -> Vec<PeriodPreview> {
    let loaded = read.checked.loaded();
    read.checked
        .filed()
        .into_iter()
        .map(|(month, file)| {
            let period = period(read.year, month);
            let taken = loaded.get(&month).copied().unwrap_or_default();
            let replaced =
                read.ledger
                    .replaced(read.kind, &read.reading.source, std::slice::from_ref(&period));
            let mut other_sources: Vec<String> = read
                .ledger
                .in_force(read.kind)
                .filter(|load| load.period == period && load.source_name != read.reading.source)
                .map(|load| load.source_name.clone())
                .collect();
            other_sources.dedup();
            PeriodPreview {
                period,
                file_rows: file.rows,
                file_total: file.total,
                loaded_rows: taken.rows,
                loaded_total: taken.total,
                replaces: replaced.into_iter().next(),
                other_sources,
            }
        })
        .collect()
}

fn keep_mapping(tx: &mut Tx<'_>, actor: &Actor, kind: LoadKind, read: &ReadMoney) -> Step<()> {
    let kind = ImportKind::Money(kind);
    let known = imports::mappings_of(tx.db, tx.division, kind)?
        .into_iter()
        .find(|mapping| mapping.name == read.reading.source);
    let column_map = serde_json::to_string(&read.columns.mapping()).map_err(AppError::fault)?;
    if known.as_ref().is_some_and(|known| known.column_map == column_map) {
        return Ok(());
    }
    let mapping = Mapping {
        id: match &known {
            Some(known) => known.id,
            None => tx.fresh()?,
        },
        kind,
        name: read.reading.source.clone(),
        column_map,
        saved_by: actor.user,
        saved_at: tx.now,
        version: known.map_or(0, |known| known.version),
    };
    imports::save_mapping(tx.db, tx.division, &mapping)?;
    Ok(())
}

pub(super) fn kind_of(code: &str) -> Result<LoadKind, AppError> {
    LoadKind::from_code(code).ok_or_else(|| {
        AppError::field(
            "kind",
            "money-kind-unknown",
            "请选择文件的种类:年初预算、全年预算数、预算调整、支付明细或国库对账数。",
        )
    })
}

pub(super) fn reading_of(upload: &UploadedMoney) -> Result<Reading, AppError> {
    let source = upload.source.trim();
    if !(1..=SOURCE_MAX).contains(&source.chars().count()) {
        return Err(AppError::field(
            "source",
            "money-source-missing",
            format!(
                "请填写数据来源(1 至 {SOURCE_MAX} 字),例如“国库集中支付”;同一来源以后再导入同一月份时作替换处理。"
            ),
        ));
    }
    Ok(Reading {
        source: source.to_owned(),
        columns: upload.columns.clone(),
        money_unit: upload.money_unit.clone(),
        month: upload.month.clone().filter(|month| !month.trim().is_empty()),
        accepts_duplicates: upload.accepts_duplicates,
    })
}

fn no_headings(kind: LoadKind) -> AppError {
    let subject = if kind.is_of_units() {
        "预算单位"
    } else {
        "项目代码"
    };
    AppError::refused(
        "list-without-headings",
        format!(
            "没有找到表头:前 15 行中应有一行写明“{subject}”“金额”等列名。请补上表头,或指定列对应后重新上传。"
        ),
    )
}

pub(super) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
