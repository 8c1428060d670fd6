//! 测算依据 (basis): the rules a catalogue was computed under and the trace of each project, as they are kept.
//!
//! Both are written down with the catalogue, so that a frozen class can be read after the rules have changed.

use hengji_domain::project_class::{ClassRules, Criterion, CriterionScale};
use hengji_scoring::project_class::Classified;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// The rules of a catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Basis {
    pub(super) criteria: Vec<BasisCriterion>,
    pub(super) a_from_centi: i32,
    pub(super) b_from_centi: i32,
    pub(super) hard_rules: Vec<Named>,
    pub(super) rigid_kinds: Vec<Named>,
    pub(super) span_bp: u32,
    pub(super) clear_from_bp: u32,
}

/// A criterion of the rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct BasisCriterion {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) weight_bp: i32,
    pub(super) levels: Vec<Named>,
}

/// A code with its printed words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Named {
    pub(super) code: String,
    pub(super) name: String,
}

/// What one criterion gave a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct TraceRow {
    pub(super) key: String,
    pub(super) level: Option<String>,
    pub(super) points_centi: i32,
    pub(super) contribution_centi: i32,
    pub(super) is_missing: bool,
}

impl Basis {
    pub(super) fn of(rules: &ClassRules) -> Self {
        let named = |code: &str, name: &str| Named {
            code: code.to_owned(),
            name: name.to_owned(),
        };
        let criterion = |criterion: &Criterion| BasisCriterion {
            key: criterion.kind.code().to_owned(),
            name: criterion.name.clone(),
            weight_bp: criterion.weight.centi(),
            levels: match &criterion.scale {
                CriterionScale::Levels(levels) => levels
                    .iter()
                    .map(|level| named(&level.code, &level.name))
                    .collect(),
                CriterionScale::Bands(_) => Vec::new(),
            },
        };
        Self {
            criteria: rules.criteria.value.iter().map(criterion).collect(),
            a_from_centi: rules.thresholds.value.a_from.centi(),
            b_from_centi: rules.thresholds.value.b_from.centi(),
            hard_rules: rules
                .hard_rules
                .value
                .iter()
                .map(|rule| named(&rule.code, &rule.name))
                .collect(),
            rigid_kinds: rules
                .rigid_kinds
                .value
                .iter()
                .map(|kind| named(&kind.code, &kind.name))
                .collect(),
            span_bp: rules.stability.value.span_bp,
            clear_from_bp: rules.stability.value.clear_from_bp,
        }
    }

    pub(super) fn to_json(&self) -> Result<String, AppError> {
        serde_json::to_string(self).map_err(AppError::fault)
    }

    pub(super) fn from_json(text: &str) -> Result<Self, AppError> {
        serde_json::from_str(text).map_err(AppError::fault)
    }

    pub(super) fn criterion(&self, key: &str) -> Option<&BasisCriterion> {
        self.criteria.iter().find(|criterion| criterion.key == key)
    }
}

/// The printed words of a code; the code itself where the rules did not name it.
pub(super) fn name_of(all: &[Named], code: &str) -> String {
    all.iter()
        .find(|one| one.code == code)
        .map_or_else(|| code.to_owned(), |one| one.name.clone())
}

/// The trace of a project, as it is kept.
pub(super) fn trace(classified: &Classified) -> Result<String, AppError> {
    let rows: Vec<TraceRow> = classified
        .criteria
        .iter()
        .map(|scored| TraceRow {
            key: scored.kind.code().to_owned(),
            level: scored.level.clone(),
            points_centi: scored.points.centi(),
            contribution_centi: scored.contribution.centi(),
            is_missing: scored.is_missing,
        })
        .collect();
    serde_json::to_string(&rows).map_err(AppError::fault)
}

/// The rows of a kept trace.
pub(super) fn read_trace(text: &str) -> Result<Vec<TraceRow>, AppError> {
    serde_json::from_str(text).map_err(AppError::fault)
}
