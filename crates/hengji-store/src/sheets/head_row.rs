//! The head of a sheet as a row.

use diesel::prelude::*;
use hengji_domain::sheet::{ExecutionRow, Line, Sheet, SheetKind, SheetMoney, SheetPeriod};
use hengji_domain::{Division, Money, Score, Weight};

use super::state;
use crate::error::StoreError;
use crate::schema::sheets;
use crate::text::{Row, loaded, stored, year_column};

#[derive(Insertable, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = sheets, treat_none_as_default_value = false, treat_none_as_null = true)]
#[diesel(primary_key(division, sheet_id))]
pub(super) struct SheetRow {
    division: String,
    sheet_id: String,
    project_id: String,
    budget_year: i32,
    kind: String,
    period: String,
    state: String,
    step: Option<i32>,
    state_at: Option<i64>,
    edition: i32,
    version: i32,
    annual_goal: Option<String>,
    achievement: Option<String>,
    initial_fen: Option<i64>,
    adjusted_fen: Option<i64>,
    executed_fen: Option<i64>,
    execution_weight_centi: Option<i32>,
    execution_stated_centi: Option<i32>,
    execution_computed_centi: Option<i32>,
    stated_total_centi: Option<i32>,
    computed_total_centi: Option<i32>,
}

impl SheetRow {
    pub(super) fn new(division: Division, sheet: &Sheet, version: i32) -> Result<Self, StoreError> {
        let state = state::columns(&sheet.state)?;
        Ok(Self {
            division: division.to_string(),
            sheet_id: sheet.id.to_string(),
            project_id: sheet.project.to_string(),
            budget_year: year_column(sheet.year),
            kind: sheet.kind.code().to_owned(),
            period: period_column(&sheet.period),
            state: state.state.to_owned(),
            step: state.step,
            state_at: state.at,
            edition: sheet.edition,
            version,
            annual_goal: stored(&sheet.annual_goal),
            achievement: stored(&sheet.achievement),
            initial_fen: sheet.money.initial.map(Money::fen),
            adjusted_fen: sheet.money.adjusted.map(Money::fen),
            executed_fen: sheet.money.executed.map(Money::fen),
            execution_weight_centi: sheet.execution.weight.map(Weight::centi),
            execution_stated_centi: sheet.execution.stated_score.map(Score::centi),
            execution_computed_centi: sheet.execution.computed_score.map(Score::centi),
            stated_total_centi: sheet.stated_total.map(Score::centi),
            computed_total_centi: sheet.computed_total.map(Score::centi),
        })
    }

    pub(super) fn id(&self) -> &str {
        &self.sheet_id
    }

    pub(super) fn read(self, lines: Vec<Line>) -> Result<Sheet, StoreError> {
        let row = Row {
            table: "sheets",
            key: &self.sheet_id,
        };
        Ok(Sheet {
            id: row.parse("sheet_id", &self.sheet_id)?,
            project: row.parse("project_id", &self.project_id)?,
            year: row.year(self.budget_year)?,
            kind: row.code("kind", &self.kind, SheetKind::from_code)?,
            period: read_period(&self.period),
            state: state::read(row, &self.state, self.step, self.state_at)?,
            edition: self.edition,
            version: self.version,
            annual_goal: loaded(self.annual_goal),
            achievement: loaded(self.achievement),
            money: SheetMoney {
                initial: self.initial_fen.map(Money::from_fen),
                adjusted: self.adjusted_fen.map(Money::from_fen),
                executed: self.executed_fen.map(Money::from_fen),
            },
            execution: ExecutionRow {
                weight: self.execution_weight_centi.map(Weight::from_centi),
                stated_score: self.execution_stated_centi.map(Score::from_centi),
                computed_score: self.execution_computed_centi.map(Score::from_centi),
            },
            stated_total: self.stated_total_centi.map(Score::from_centi),
            computed_total: self.computed_total_centi.map(Score::from_centi),
            lines,
        })
    }
}

/// The period of a sheet that speaks of the whole year. An empty text is no value on some engines.
pub(crate) const WHOLE_YEAR: &str = "year";

/// The period as a column.
pub(crate) fn period_column(period: &SheetPeriod) -> String {
    if period.is_whole_year() {
        WHOLE_YEAR
    } else {
        period.code()
    }
    .to_owned()
}

/// The period from its column.
pub(crate) fn read_period(column: &str) -> SheetPeriod {
    if column == WHOLE_YEAR {
        SheetPeriod::default()
    } else {
        SheetPeriod::new(column)
    }
}
