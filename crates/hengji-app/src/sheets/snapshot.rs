//! 版次快照 (snapshot): the content of a sheet at one submission as canonical JSON, hashed and signed.
//!
//! The order of the fields is the order of the structs and never changes within a format, so that the same
//! content has the same hash for ever.

use hengji_domain::sheet::{Line, Sheet};
use hengji_domain::value::read::{read_actual, read_target};
use hengji_domain::{Money, Score, Weight};
use serde::{Deserialize, Serialize};

use crate::error::AppError;
use crate::monitoring::fill::Beside;
use crate::sheets::as_form::Names;

/// A sheet as it was handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Snapshot {
    /// 1; a later change of the shape takes the next number.
    pub(crate) format: u32,
    pub(crate) sheet: String,
    pub(crate) kind: String,
    pub(crate) year: u16,
    pub(crate) edition: i32,
    pub(crate) project: String,
    pub(crate) unit: String,
    pub(crate) department: String,
    pub(crate) annual_goal: String,
    pub(crate) achievement: String,
    pub(crate) initial_fen: Option<i64>,
    pub(crate) adjusted_fen: Option<i64>,
    pub(crate) executed_fen: Option<i64>,
    pub(crate) execution_weight_centi: Option<i32>,
    pub(crate) execution_stated_centi: Option<i32>,
    pub(crate) execution_computed_centi: Option<i32>,
    pub(crate) stated_total_centi: Option<i32>,
    pub(crate) computed_total_centi: Option<i32>,
    pub(crate) rules_fingerprint: String,
    /// Period of a sheet that recurs; absent otherwise, so that hashes of other kinds stay as they are.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) period: String,
    /// 全年预计执行数 of a monitoring sheet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) expected_fen: Option<i64>,
    pub(crate) lines: Vec<SnapshotLine>,
    /// Absent on every other kind, so that their digests are what they always were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) adjustment: Option<AdjustmentSnapshot>,
}

/// Why a goal is adjusted, as it was handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AdjustmentSnapshot {
    pub(crate) goal: String,
    pub(crate) from_edition: i32,
    pub(crate) reason: String,
    pub(crate) basis: String,
    pub(crate) dropped: String,
}

/// A line as it was handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SnapshotLine {
    pub(crate) key: String,
    pub(crate) level1: String,
    pub(crate) level2: String,
    pub(crate) level3: String,
    pub(crate) target: String,
    pub(crate) actual: String,
    pub(crate) weight_centi: Option<i32>,
    pub(crate) stated_centi: Option<i32>,
    pub(crate) computed_centi: Option<i32>,
    pub(crate) reason: String,
    pub(crate) parent: Option<String>,
    /// What a monitoring sheet says besides: expected, likelihood, cause, measures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) outlook: Option<[String; 4]>,
}

impl Snapshot {
    /// The snapshot of a sheet.
    pub(crate) fn of(sheet: &Sheet, names: Names<'_>, rules_fingerprint: &str) -> Self {
        Self {
            format: 1,
            sheet: sheet.id.to_string(),
            kind: sheet.kind.code().to_owned(),
            year: sheet.year.get(),
            edition: sheet.edition,
            project: names.project.to_owned(),
            unit: names.unit.to_owned(),
            department: names.department.to_owned(),
            annual_goal: sheet.annual_goal.clone(),
            achievement: sheet.achievement.clone(),
            initial_fen: sheet.money.initial.map(Money::fen),
            adjusted_fen: sheet.money.adjusted.map(Money::fen),
            executed_fen: sheet.money.executed.map(Money::fen),
            execution_weight_centi: sheet.execution.weight.map(Weight::centi),
            execution_stated_centi: sheet.execution.stated_score.map(Score::centi),
            execution_computed_centi: sheet.execution.computed_score.map(Score::centi),
            stated_total_centi: sheet.stated_total.map(Score::centi),
            computed_total_centi: sheet.computed_total.map(Score::centi),
            rules_fingerprint: rules_fingerprint.to_owned(),
            period: sheet.period.code().to_owned(),
            expected_fen: None,
            lines: sheet.lines.iter().map(SnapshotLine::of).collect(),
            adjustment: None,
        }
    }

    /// With what a monitoring sheet keeps beside its lines.
    pub(crate) fn with_monitoring(mut self, beside: Option<&Beside>) -> Self {
        let Some(beside) = beside else {
            return self;
        };
        self.expected_fen = beside
            .result
            .as_ref()
            .and_then(|result| result.expected)
            .map(Money::fen);
        for line in &mut self.lines {
            let said = line.key.parse().ok().map(|key| beside.outlook(key));
            line.outlook = said.map(|one| [one.expected, one.likelihood, one.cause, one.measures]);
        }
        self
    }

    /// Canonical JSON.
    pub(crate) fn to_json(&self) -> Result<String, AppError> {
        serde_json::to_string(self).map_err(AppError::fault)
    }

    /// Reads what was stored.
    pub(crate) fn from_json(text: &str) -> Result<Self, AppError> {
        serde_json::from_str(text).map_err(AppError::fault)
    }
}

impl SnapshotLine {
    /// The line as it was handed in, its texts read again.
    pub(crate) fn to_line(&self, position: u32) -> Result<Line, AppError> {
        Ok(Line {
            key: self.key.parse().map_err(AppError::fault)?,
            position,
            level1: self.level1.clone(),
            level2: self.level2.clone(),
            level3: self.level3.clone(),
            target: read_target(&self.target),
            actual: read_actual(&self.actual),
            weight: self.weight_centi.map(Weight::from_centi),
            stated_score: None,
            computed_score: None,
            reason: None,
            parent: self
                .parent
                .as_deref()
                .map(str::parse)
                .transpose()
                .map_err(AppError::fault)?,
            library_indicator: None,
        })
    }

    fn of(line: &Line) -> Self {
        Self {
            key: line.key.to_string(),
            level1: line.level1.clone(),
            level2: line.level2.clone(),
            level3: line.level3.clone(),
            target: line.target.text.clone(),
            actual: line.actual.text.clone(),
            weight_centi: line.weight.map(Weight::centi),
            stated_centi: line.stated_score.map(Score::centi),
            computed_centi: line.computed_score.map(Score::centi),
            reason: line.reason.clone().unwrap_or_default(),
            parent: line.parent.map(|key| key.to_string()),
            outlook: None,
        }
    }
}
