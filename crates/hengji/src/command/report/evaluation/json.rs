//! The JSON of `hengji report evaluation`: integers only, so that nothing is rounded on the way. A record's `id` is found
//! again among `evaluations` or `findings`, so that every number opens down to scores and evidence.

use hengji_app::evaluation_report::view::{
    EvaluationReport, FigureValue, KindOfYear, ReportFigure, ReportRecord, ReportedEvaluation,
    ReportedFinding, ReportedLine, Sentence,
};
use hengji_domain::{Division, Score};
use serde::Serialize;

use super::number;

/// The whole.
#[derive(Serialize)]
pub(super) struct Report<'a> {
    division: String,
    year: u16,
    as_of: String,
    sentences: Vec<Told<'a>>,
    figures: Vec<Figure<'a>>,
    kinds: Vec<Kind<'a>>,
    evaluations: Vec<Evaluation<'a>>,
    findings: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Told<'a> {
    heading: &'a str,
    text: &'a str,
    figures: &'a [String],
}

/// `value` is a count, basis points or fen, as `value_unit` says.
#[derive(Serialize)]
struct Figure<'a> {
    code: &'a str,
    name: &'a str,
    value: Option<i64>,
    value_unit: &'static str,
    shown: String,
    unit: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    whole: Option<u64>,
    counted: &'a str,
    list: Option<&'a str>,
    records: Vec<Record<'a>>,
}

#[derive(Serialize)]
struct Record<'a> {
    kind: &'static str,
    id: &'a str,
    title: &'a str,
    unit: &'a str,
    money_fen: Option<i64>,
    note: &'a str,
    address: Option<&'a str>,
}

#[derive(Serialize)]
struct Kind<'a> {
    code: &'a str,
    name: &'a str,
    evaluations: u64,
    concluded: u64,
    funds_fen: Option<i64>,
    findings: u64,
    indicators: u64,
    levels: u64,
    is_unverified: bool,
}

#[derive(Serialize)]
struct Evaluation<'a> {
    id: String,
    kind: &'a str,
    kind_name: &'a str,
    title: &'a str,
    unit: &'a str,
    department: &'a str,
    state: &'static str,
    money_fen: Option<i64>,
    self_centi: Option<i32>,
    total_centi: Option<i32>,
    grade: Option<&'a str>,
    words: &'a str,
    trace_sha256: &'a str,
    lines: Vec<Line<'a>>,
    findings: Vec<String>,
}

#[derive(Serialize)]
struct Line<'a> {
    key: &'a str,
    path: &'a [String],
    name: &'a str,
    weight_centi: i32,
    self_centi: Option<i32>,
    score_centi: Option<i32>,
    evidence: &'a [String],
    steps: &'a [String],
}

#[derive(Serialize)]
struct Finding<'a> {
    id: String,
    number: &'a str,
    evaluation: String,
    unit: &'a str,
    place: &'a str,
    words: &'a str,
    cause: &'a str,
    severity: &'a str,
    amount_fen: Option<i64>,
    evidence: &'a str,
    state: &'static str,
}

impl<'a> Report<'a> {
    pub(super) fn of(division: Division, report: &'a EvaluationReport) -> Self {
        Self {
            division: division.to_string(),
            year: report.year.get(),
            as_of: report.as_of.to_string(),
            sentences: report.sentences.iter().map(told).collect(),
            figures: report.figures.iter().map(figure).collect(),
            kinds: report.kinds.iter().map(kind).collect(),
            evaluations: report.evaluations.iter().map(evaluation).collect(),
            findings: report.findings.iter().map(finding).collect(),
        }
    }
}

fn told(sentence: &Sentence) -> Told<'_> {
    Told {
        heading: &sentence.heading,
        text: &sentence.text,
        figures: &sentence.figures,
    }
}

fn figure(one: &ReportFigure) -> Figure<'_> {
    let (value, value_unit) = match one.value {
        FigureValue::Count(count) => (i64::try_from(count).ok(), "count"),
        FigureValue::Money(amount) => (Some(amount.fen()), "fen"),
        FigureValue::Rate { .. } => {
            let bp = one.value.basis_points();
            (bp.and_then(|bp| i64::try_from(bp).ok()), "basis_points")
        }
    };
    let (part, whole) = match one.value {
        FigureValue::Rate { part, whole } => (Some(part), Some(whole)),
        FigureValue::Count(_) | FigureValue::Money(_) => (None, None),
    };
    Figure {
        code: &one.code,
        name: &one.name,
        value,
        value_unit,
        shown: number(one),
        unit: one.unit,
        part,
        whole,
        counted: &one.counted,
        list: one.list.as_deref(),
        records: one.records.iter().map(record).collect(),
    }
}

fn record(one: &ReportRecord) -> Record<'_> {
    Record {
        kind: one.kind.code(),
        id: &one.id,
        title: &one.title,
        unit: &one.unit,
        money_fen: one.money.map(|money| money.fen()),
        note: &one.note,
        address: one.address.as_deref(),
    }
}

fn kind(one: &KindOfYear) -> Kind<'_> {
    Kind {
        code: &one.code,
        name: &one.name,
        evaluations: one.evaluations,
        concluded: one.concluded,
        funds_fen: one.funds.map(|money| money.fen()),
        findings: one.findings,
        indicators: one.indicators,
        levels: one.levels,
        is_unverified: one.is_unverified,
    }
}

fn evaluation(one: &ReportedEvaluation) -> Evaluation<'_> {
    Evaluation {
        id: one.id.to_string(),
        kind: &one.kind,
        kind_name: &one.kind_name,
        title: &one.title,
        unit: &one.unit,
        department: &one.department,
        state: one.state.code(),
        money_fen: one.money.map(|money| money.fen()),
        self_centi: one.self_total.map(Score::centi),
        total_centi: one.total.map(Score::centi),
        grade: one.grade.as_deref(),
        words: &one.words,
        trace_sha256: &one.trace_sha256,
        lines: one.lines.iter().map(line).collect(),
        findings: one.findings.iter().map(ToString::to_string).collect(),
    }
}

fn line(one: &ReportedLine) -> Line<'_> {
    Line {
        key: &one.key,
        path: &one.path,
        name: &one.name,
        weight_centi: one.weight.centi(),
        self_centi: one.own.map(Score::centi),
        score_centi: one.score.map(Score::centi),
        evidence: &one.evidence,
        steps: &one.steps,
    }
}

fn finding(one: &ReportedFinding) -> Finding<'_> {
    Finding {
        id: one.id.to_string(),
        number: &one.number,
        evaluation: one.evaluation.to_string(),
        unit: &one.unit,
        place: &one.place,
        words: &one.words,
        cause: &one.cause,
        severity: &one.severity,
        amount_fen: one.amount.map(|money| money.fen()),
        evidence: &one.evidence,
        state: one.state,
    }
}
