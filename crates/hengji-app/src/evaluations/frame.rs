//! What is frozen when an evaluation is opened, as canonical JSON: the kind, the parts, the facts, the vetoes and the
//! grades; and methods and answers, which the store keeps as text.
//!
//! The order of the fields is the order of the structs and never changes within a format, so that the same content
//! has the same bytes for ever.

use std::collections::BTreeSet;

use hengji_domain::evaluation::formula::{Formula, FormulaType};
use hengji_domain::evaluation::{Answer, Deduction, EvaluationKind, JudgementBand, Method, SystemFact, Veto};
use hengji_domain::evaluation::{FactOrigin, Framework};
use hengji_domain::rule::{Citation, GradeBand};
use hengji_domain::{Score, evaluation};
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// What is frozen with an evaluation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Frame {
    format: u32,
    pub(crate) kind: String,
    pub(crate) kind_name: String,
    pub(crate) has_self_score: bool,
    pub(crate) scorers_least: u32,
    pub(crate) needs_sign_off: bool,
    /// Absent from frames that were frozen before there were case files.
    #[serde(default)]
    pub(crate) needs_case_file: bool,
    pub(crate) framework: String,
    pub(crate) framework_name: String,
    pub(crate) source: String,
    pub(crate) clause: String,
    pub(crate) mark: String,
    pub(crate) parts: Vec<FramePart>,
    pub(crate) facts: Vec<FrameFact>,
    pub(crate) vetoes: Vec<FrameVeto>,
    pub(crate) grades: String,
    pub(crate) bands: Vec<FrameGrade>,
}

/// A part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FramePart {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) share_bp: u32,
}

/// A fact that formulas may name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FrameFact {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) unit: String,
    /// Word of the system fact; none where people enter it.
    pub(crate) system: Option<String>,
}

/// A veto.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FrameVeto {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) grade: String,
}

/// A grade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FrameGrade {
    pub(crate) name: String,
    pub(crate) from_centi: i32,
}

/// The one format that there is.
const FORMAT: u32 = 1;

impl Frame {
    pub(super) fn of(
        kind: &EvaluationKind,
        framework: &Framework,
        citation: &Citation,
        bands: &[GradeBand],
    ) -> Self {
        Self {
            format: FORMAT,
            kind: kind.code.clone(),
            kind_name: kind.name.clone(),
            has_self_score: kind.has_self_score,
            scorers_least: kind.scorers_least,
            needs_sign_off: kind.needs_sign_off,
            needs_case_file: kind.needs_case_file,
            framework: framework.code.clone(),
            framework_name: framework.name.clone(),
            source: citation.source.clone(),
            clause: citation.clause.clone(),
            mark: citation.verification.mark().to_owned(),
            parts: framework
                .parts
                .iter()
                .map(|part| FramePart {
                    code: part.code.clone(),
                    name: part.name.clone(),
                    share_bp: part.share_bp,
                })
                .collect(),
            facts: framework
                .facts
                .iter()
                .map(|fact| FrameFact {
                    code: fact.code.clone(),
                    name: fact.name.clone(),
                    unit: fact.unit.clone(),
                    system: match fact.origin {
                        FactOrigin::Entered => None,
                        FactOrigin::System(system) => Some(system.code().to_owned()),
                    },
                })
                .collect(),
            vetoes: framework
                .vetoes
                .iter()
                .map(|veto| FrameVeto {
                    code: veto.code.clone(),
                    name: veto.name.clone(),
                    grade: veto.grade.clone(),
                })
                .collect(),
            grades: kind.grades.clone(),
            bands: bands
                .iter()
                .map(|band| FrameGrade {
                    name: band.name.clone(),
                    from_centi: band.from.centi(),
                })
                .collect(),
        }
    }

    pub(super) fn to_text(&self) -> Result<String, AppError> {
        serde_json::to_string(self).map_err(AppError::fault)
    }

    pub(crate) fn read(text: &str) -> Result<Self, AppError> {
        let frame: Self = serde_json::from_str(text).map_err(AppError::fault)?;
        if frame.format == FORMAT {
            Ok(frame)
        } else {
            Err(AppError::fault(format!(
                "评价体系快照的格式 {} 不认识",
                frame.format
            )))
        }
    }

    /// Whether several people score without seeing each other.
    pub(crate) const fn scores_independently(&self) -> bool {
        1 < self.scorers_least
    }

    pub(crate) fn veto(&self, code: &str) -> Option<Veto> {
        let known = self.vetoes.iter().find(|veto| veto.code == code)?;
        Some(Veto {
            code: known.code.clone(),
            name: known.name.clone(),
            grade: known.grade.clone(),
        })
    }

    pub(crate) fn grade_bands(&self) -> Vec<GradeBand> {
        let bands = self.bands.iter().map(|band| GradeBand {
            name: band.name.clone(),
            from: Score::from_centi(band.from_centi),
        });
        bands.collect()
    }

    /// Reads a stored method; its formula is checked again against the frozen facts.
    pub(super) fn method(&self, text: &str) -> Result<Method, AppError> {
        let text: MethodText = serde_json::from_str(text).map_err(AppError::fault)?;
        let names: Vec<&str> = self.facts.iter().map(|fact| fact.code.as_str()).collect();
        let formula = |text: &str, gives| Formula::read(text, &names, gives).map_err(AppError::fault);
        Ok(match text {
            MethodText::Judgement { bands } => Method::Judgement {
                bands: bands
                    .into_iter()
                    .map(|(name, from_bp)| JudgementBand { name, from_bp })
                    .collect(),
            },
            MethodText::Elements { elements } => Method::Elements { elements },
            MethodText::Deduction { deductions } => Method::Deduction {
                deductions: deductions
                    .into_iter()
                    .map(|(name, points_centi, most_centi)| Deduction {
                        name,
                        points: Score::from_centi(points_centi),
                        most: most_centi.map(Score::from_centi),
                    })
                    .collect(),
            },
            MethodText::Condition { condition, holds } => Method::Condition {
                condition,
                holds: holds.map(|text| formula(&text, FormulaType::Truth)).transpose()?,
            },
            MethodText::Formula { formula: text, words } => Method::Formula {
                formula: formula(&text, FormulaType::Number)?,
                words,
            },
            MethodText::Survey { full_from_bp } => Method::Survey { full_from_bp },
            MethodText::Conversion { kind } => Method::Conversion { kind },
        })
    }
}

/// The system fact that a frozen fact stands for.
pub(super) fn system_fact(fact: &FrameFact) -> Option<SystemFact> {
    let word = fact.system.as_deref()?;
    SystemFact::ALL.into_iter().find(|known| known.code() == word)
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum MethodText {
    Judgement {
        bands: Vec<(String, u32)>,
    },
    Elements {
        elements: Vec<String>,
    },
    Deduction {
        deductions: Vec<(String, i32, Option<i32>)>,
    },
    Condition {
        condition: String,
        holds: Option<String>,
    },
    Formula {
        formula: String,
        words: String,
    },
    Survey {
        full_from_bp: u32,
    },
    Conversion {
        kind: String,
    },
}

/// A method as the store keeps it.
pub(super) fn method_text(method: &Method) -> Result<String, AppError> {
    let text = match method {
        Method::Judgement { bands } => MethodText::Judgement {
            bands: bands
                .iter()
                .map(|band| (band.name.clone(), band.from_bp))
                .collect(),
        },
        Method::Elements { elements } => MethodText::Elements {
            elements: elements.clone(),
        },
        Method::Deduction { deductions } => MethodText::Deduction {
            deductions: deductions
                .iter()
                .map(|one| (one.name.clone(), one.points.centi(), one.most.map(Score::centi)))
                .collect(),
        },
        Method::Condition { condition, holds } => MethodText::Condition {
            condition: condition.clone(),
            holds: holds.as_ref().map(|formula| formula.text().to_owned()),
        },
        Method::Formula { formula, words } => MethodText::Formula {
            formula: formula.text().to_owned(),
            words: words.clone(),
        },
        Method::Survey { full_from_bp } => MethodText::Survey {
            full_from_bp: *full_from_bp,
        },
        Method::Conversion { kind } => MethodText::Conversion { kind: kind.clone() },
    };
    serde_json::to_string(&text).map_err(AppError::fault)
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum AnswerText {
    Points(i32),
    Elements(BTreeSet<u32>),
    Counts(Vec<u32>),
    Holds(bool),
    Survey { asked: u32, satisfied: u32 },
    Computed,
}

/// An answer as the store keeps it.
pub(crate) fn answer_text(answer: &Answer) -> Result<String, AppError> {
    let text = match answer {
        Answer::Points(score) => AnswerText::Points(score.centi()),
        Answer::Elements(met) => AnswerText::Elements(met.clone()),
        Answer::Counts(counts) => AnswerText::Counts(counts.clone()),
        Answer::Holds(holds) => AnswerText::Holds(*holds),
        Answer::Survey { asked, satisfied } => AnswerText::Survey {
            asked: *asked,
            satisfied: *satisfied,
        },
        Answer::Computed => AnswerText::Computed,
    };
    serde_json::to_string(&text).map_err(AppError::fault)
}

/// Reads a stored answer.
pub(crate) fn read_answer(text: &str) -> Result<Answer, AppError> {
    let text: AnswerText = serde_json::from_str(text).map_err(AppError::fault)?;
    Ok(match text {
        AnswerText::Points(centi) => Answer::Points(Score::from_centi(centi)),
        AnswerText::Elements(met) => Answer::Elements(met),
        AnswerText::Counts(counts) => Answer::Counts(counts),
        AnswerText::Holds(holds) => Answer::Holds(holds),
        AnswerText::Survey { asked, satisfied } => evaluation::Answer::Survey { asked, satisfied },
        AnswerText::Computed => Answer::Computed,
    })
}
