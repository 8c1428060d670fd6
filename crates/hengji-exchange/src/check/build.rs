//! From a form and its judgements to the report.

use hengji_domain::form::{Form, FormLine, NumberText};
use hengji_domain::rule::SheetRules;
use hengji_domain::value::ValueText;
use hengji_domain::{BudgetYear, Finding, Score, Weight};
use hengji_scoring::execution::budget;
use hengji_scoring::{FormScore, Judgement, explain, score_form};

use super::report::{
    ExecutionReport, FileReport, FindingReport, LineReport, MoneyReport, TotalsReport, ValueReport,
};

impl FileReport {
    /// The report of one form.
    pub fn of(file: &str, form: &Form, rules: &SheetRules, asked: BudgetYear) -> Self {
        let scored = score_form(form, rules);
        let lines = form.lines.iter().zip(&scored.lines);
        Self {
            file: file.to_owned(),
            form: form.kind.map(|kind| kind.code()),
            project: form.project.clone(),
            unit: form.unit.clone(),
            department: form.department.clone(),
            year: form.year.map(BudgetYear::get),
            money: money(form),
            lines: lines
                .map(|(line, judgement)| line_report(line, judgement, rules))
                .collect(),
            execution: ExecutionReport {
                weight_centi: weight(&form.money.weight),
                stated_score_centi: score(&form.money.score),
                computed_score_centi: scored.execution.score().map(Score::centi),
            },
            totals: totals(form, &scored),
            findings: super::findings(form, rules, asked)
                .into_iter()
                .map(FindingReport::from)
                .collect(),
        }
    }
}

fn money(form: &Form) -> MoneyReport {
    let row = &form.money;
    let rate = row
        .executed
        .money
        .zip(budget(form))
        .and_then(|(executed, budget)| executed.rate_bp(budget));
    MoneyReport {
        initial_fen: row.initial.money.map(|it| it.fen()),
        adjusted_fen: row.adjusted.money.map(|it| it.fen()),
        executed_fen: row.executed.money.map(|it| it.fen()),
        execution_rate_bp: rate,
        stated_rate_text: (!row.rate_text.is_empty()).then(|| row.rate_text.clone()),
    }
}

fn line_report(line: &FormLine, judgement: &Judgement, rules: &SheetRules) -> LineReport {
    LineReport {
        row: line.row,
        level1: line.level1.clone(),
        level2: line.level2.clone(),
        level3: line.level3.clone(),
        target: value(&line.target),
        actual: value(&line.actual),
        weight_centi: weight(&line.weight),
        stated_score_centi: score(&line.score),
        computed_score_centi: judgement.score().map(Score::centi),
        rule: judgement.rule().map(|rule| rule.code()),
        explanation: match judgement {
            Judgement::Scored { .. } => explain(line, &rules.scoring).arithmetic,
            Judgement::NotComputable(why) => why.message(),
        },
    }
}

fn value(of: &ValueText) -> ValueReport {
    ValueReport {
        text: of.text.clone(),
        kind: of.kind(),
        comparator: of.comparator.map(|comparator| comparator.code()),
        value: of.number().map(|number| number.normalize().to_string()),
        unit: of.unit.clone(),
    }
}

fn totals(form: &Form, scored: &FormScore) -> TotalsReport {
    // 其中 rows are inside of the row above them and must not count twice.
    let rows = || form.lines.iter().filter(|line| line.parent.is_none());
    let weights = rows().map(|line| &line.weight).chain([&form.money.weight]);
    let scores = rows().map(|line| &line.score).chain([&form.money.score]);
    TotalsReport {
        weight_centi: sum(weights.filter_map(weight)),
        stated_centi: score(&form.total_score),
        sum_of_stated_centi: sum(scores.filter_map(score)),
        computed_centi: scored.total.map(Score::centi),
    }
}

/// The sum; none of nothing, for a form without weights has no total weight of zero.
fn sum(all: impl Iterator<Item = i32>) -> Option<i32> {
    all.reduce(i32::saturating_add)
}

fn weight(text: &NumberText) -> Option<i32> {
    text.value.and_then(Weight::from_points).map(Weight::centi)
}

fn score(text: &NumberText) -> Option<i32> {
    text.value.and_then(Score::from_points).map(Score::centi)
}

impl From<Finding> for FindingReport {
    fn from(finding: Finding) -> Self {
        Self {
            code: finding.code.code(),
            severity: finding.code.severity().code(),
            row: finding.row,
            cell: finding.cell,
            message: finding.message,
            suggestion: finding.suggestion,
        }
    }
}
