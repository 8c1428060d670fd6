//! Standard tables of project goals become drafts of goals, by way of the same planner as workbooks.

use std::collections::BTreeMap;

use hengji_authz::Action;
use hengji_domain::form::{Form, FormLine, NumberText};
use hengji_domain::project::Project;
use hengji_domain::sheet::SheetKind;
use hengji_domain::unit::Unit;
use hengji_domain::value::read::{read_actual, read_number, read_target};
use hengji_domain::{BudgetYear, Division};
use hengji_store::{projects, units};

use super::{StandardTable, WEIGHT_WORDS, YES, nine_digits};
use crate::app::App;
use crate::error::AppError;
use crate::imports::view::Imported;
use crate::ports::{RawRow, RawTable};

/// The two files of an import: names and bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandardFiles {
    /// PM_PERF_GOAL_INFO.
    pub goals: (String, Vec<u8>),
    /// PM_PERF_INDICATOR.
    pub indicators: (String, Vec<u8>),
}

/// What an import of standard tables wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedStandard {
    /// Goals written.
    pub goals: usize,
    /// Their indicators.
    pub lines: u32,
    /// Rows that the standard marks as deleted, left out.
    pub deleted: u32,
}

impl App {
    /// Imports goals from both tables in one transaction: new drafts, or drafts filled anew.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] with the words of the reader, `standard-columns-missing`, `standard-row-refused` naming
    /// the first rows that do not fit, `import-not-ready`; [`AppError::RuleMissing`].
    pub fn import_standard_as_operator(
        &self,
        division: Division,
        year: BudgetYear,
        files: &StandardFiles,
    ) -> Result<ImportedStandard, AppError> {
        let reader = &self.ports().workbook_reader;
        let goals = reader.read_table(&files.goals.0, &files.goals.1)?;
        let indicators = reader.read_table(&files.indicators.0, &files.indicators.1)?;
        let (known, bodies) = self.read(|db| {
            let known = projects::of_year(db, division, year)?;
            Ok((known, units::list(db, division)?))
        })?;
        let mut desk = Desk {
            division: nine_digits(division),
            year,
            projects: known
                .iter()
                .map(|project| (project.code.as_str(), project))
                .collect(),
            units: &bodies,
            forms: BTreeMap::new(),
            refusals: Vec::new(),
            deleted: 0,
        };
        desk.read_goals(&goals)?;
        desk.read_indicators(&indicators)?;
        let (forms, deleted) = desk.finish()?;
        let done: Imported = self.import_forms_as_operator(division, year, forms, Action::ImportStandard)?;
        Ok(ImportedStandard {
            goals: done.sheets.len(),
            lines: done.lines,
            deleted,
        })
    }
}

/// How many refused rows are named: the first ones tell what is wrong with the rest.
const NAMED: usize = 5;

struct Desk<'a> {
    division: String,
    year: BudgetYear,
    projects: BTreeMap<&'a str, &'a Project>,
    units: &'a [Unit],
    forms: BTreeMap<String, Form>,
    refusals: Vec<String>,
    deleted: u32,
}

/// Where the columns of a table are in a file.
struct Places<'a> {
    table: StandardTable,
    heading_row: u32,
    of: BTreeMap<&'static str, usize>,
    raw: &'a RawTable,
}

/// Columns without which a table says nothing.
const fn needed(table: StandardTable) -> &'static [&'static str] {
    match table {
        StandardTable::Goals => &["MOF_DIV_CODE", "FISCAL_YEAR", "PRO_CODE", "KPI_TARGET"],
        StandardTable::Indicators => &[
            "MOF_DIV_CODE",
            "FISCAL_YEAR",
            "PRO_CODE",
            "LV1_PERF_IND_NAME",
            "LV2_PERF_IND_NAME",
            "LV3_PERF_IND_NAME",
            "KPI_VAL",
        ],
    }
}

impl<'a> Places<'a> {
    fn find(table: StandardTable, raw: &'a RawTable) -> Result<Self, AppError> {
        let is_head = |row: &&RawRow| {
            row.cells
                .iter()
                .any(|cell| cell.trim().eq_ignore_ascii_case("PRO_CODE"))
        };
        let head = raw.rows.iter().take(15).find(is_head);
        let cells: &[String] = head.map_or(&[], |row| row.cells.as_slice());
        let of: BTreeMap<&'static str, usize> = table
            .columns()
            .iter()
            .filter_map(|name| {
                let at = cells
                    .iter()
                    .position(|cell| cell.trim().eq_ignore_ascii_case(name))?;
                Some((*name, at))
            })
            .collect();
        let missing: Vec<&str> = needed(table)
            .iter()
            .copied()
            .filter(|name| !of.contains_key(name))
            .collect();
        if missing.is_empty() {
            Ok(Self {
                table,
                heading_row: head.map_or(0, |row| row.row),
                of,
                raw,
            })
        } else {
            Err(AppError::refused(
                "standard-columns-missing",
                format!(
                    "{} 缺少列:{}。请按标准字段名补上表头后重新导入。",
                    table.code(),
                    missing.join("、")
                ),
            ))
        }
    }

    fn rows(&self) -> impl Iterator<Item = &'a RawRow> {
        let heading_row = self.heading_row;
        self.raw.rows.iter().filter(move |row| heading_row < row.row)
    }

    fn text<'r>(&self, row: &'r RawRow, name: &str) -> &'r str {
        self.of
            .get(name)
            .and_then(|at| row.cells.get(*at))
            .map_or("", |cell| cell.trim())
    }
}

impl Desk<'_> {
    fn read_goals(&mut self, raw: &RawTable) -> Result<(), AppError> {
        let places = Places::find(StandardTable::Goals, raw)?;
        for row in places.rows() {
            let Some(project) = self.project(&places, row) else {
                continue;
            };
            let unit = self.units.iter().find(|unit| unit.id == project.unit);
            let form = Form {
                kind: Some(SheetKind::Goal),
                project: project.name.clone(),
                unit: unit.map(|unit| unit.name.clone()).unwrap_or_default(),
                year: Some(self.year),
                year_text: self.year.to_string(),
                annual_goal: places.text(row, "KPI_TARGET").to_owned(),
                has_weight_column: true,
                ..Form::default()
            };
            if self.forms.insert(project.code.clone(), form).is_some() {
                self.refuse(&places, row, format!("项目“{}”有多个目标", project.code));
            }
        }
        Ok(())
    }

    fn read_indicators(&mut self, raw: &RawTable) -> Result<(), AppError> {
        let places = Places::find(StandardTable::Indicators, raw)?;
        for row in places.rows() {
            let Some(project) = self.project(&places, row) else {
                continue;
            };
            let line = line(&places, row);
            match self.forms.get_mut(&project.code) {
                Some(form) => form.lines.push(line),
                None => {
                    let code = project.code.clone();
                    self.refuse(&places, row, format!("项目“{code}”在目标表中没有目标"));
                }
            }
        }
        Ok(())
    }

    /// The project of a live row of this division and year.
    fn project(&mut self, places: &Places<'_>, row: &RawRow) -> Option<Project> {
        let (division, year) = (places.text(row, "MOF_DIV_CODE"), places.text(row, "FISCAL_YEAR"));
        if places.text(row, "IS_DELETED") == YES {
            self.deleted = self.deleted.saturating_add(1);
            return None;
        }
        let wrong = if division != self.division {
            Some(format!("区划“{division}”不是 {}", self.division))
        } else if year != self.year.to_string() {
            Some(format!("年度“{year}”不是 {}", self.year))
        } else {
            None
        };
        if let Some(wrong) = wrong {
            self.refuse(places, row, wrong);
            return None;
        }
        let code = places.text(row, "PRO_CODE");
        let project = self.projects.get(code).map(|project| (*project).clone());
        if project.is_none() {
            self.refuse(places, row, format!("项目代码“{code}”没有登记"));
        }
        project
    }

    fn refuse(&mut self, places: &Places<'_>, row: &RawRow, why: String) {
        self.refusals
            .push(format!("{} 第 {} 行:{why}", places.table.code(), row.row));
    }

    fn finish(self) -> Result<(Vec<Form>, u32), AppError> {
        if self.refusals.is_empty() {
            return Ok((self.forms.into_values().collect(), self.deleted));
        }
        let named: Vec<&str> = self.refusals.iter().take(NAMED).map(String::as_str).collect();
        Err(AppError::refused(
            "standard-row-refused",
            format!(
                "有 {} 行不能导入,整份没有写入:{}。请改正后重新导入。",
                self.refusals.len(),
                named.join(";")
            ),
        ))
    }
}

fn line(places: &Places<'_>, row: &RawRow) -> FormLine {
    let text = |name| places.text(row, name).to_owned();
    let standard = places.text(row, "KPI_EVALSTD");
    let weight = standard.strip_prefix(WEIGHT_WORDS).map(read_number);
    FormLine {
        row: row.row,
        level1: text("LV1_PERF_IND_NAME"),
        level2: text("LV2_PERF_IND_NAME"),
        level3: text("LV3_PERF_IND_NAME"),
        target: read_target(places.text(row, "KPI_VAL")),
        actual: read_actual(""),
        weight: weight.unwrap_or(NumberText {
            text: String::new(),
            value: None,
        }),
        score: NumberText {
            text: String::new(),
            value: None,
        },
        reason: String::new(),
        parent: None,
        formula_fields: Vec::new(),
        cells: Vec::new(),
    }
}
