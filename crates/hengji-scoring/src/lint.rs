//! 表的检查 (lint): everything that can be said about one form without asking anybody.
//!
//! A finding never changes a form. It names the numbers, the place, and what to do.

mod actuals;
mod copied;
mod execution;
mod frame;
mod head;
mod money;
mod residue;
mod scores;
mod sub_rows;
mod targets;
mod weights;

use std::collections::HashMap;

use hengji_domain::form::{Form, FormLine};
use hengji_domain::rule::{ScoringRules, SheetRules};
use hengji_domain::sheet::SheetKind;
use hengji_domain::{Field, Finding, FindingCode, Score, Weight};

use crate::form::{FormScore, score_form};
use crate::line::Judgement;

pub use copied::copied_goal;

/// Checks a form by the rules in force: findings of the head first, then row by row.
pub fn lint(form: &Form, rules: &SheetRules) -> Vec<Finding> {
    let scored = score_form(form, rules);
    let mut desk = Desk {
        form,
        rules,
        scored: &scored,
        findings: Vec::new(),
    };
    head::check(&mut desk);
    residue::check(&mut desk);
    weights::check(&mut desk);
    frame::check(&mut desk);
    money::check(&mut desk);
    execution::check(&mut desk);
    sub_rows::check(&mut desk);
    targets::check(&mut desk);
    if form.kind != Some(SheetKind::Goal) {
        actuals::check(&mut desk);
        scores::check(&mut desk);
    }
    let mut findings = desk.findings;
    name_cells(form, &mut findings);
    findings.extend(form.notes.iter().cloned());
    // A stable sort keeps the order of the checks within one row.
    findings.sort_by_key(|finding| finding.row);
    findings
}

/// Adds the name of the cell to every finding that points at one. The rows are looked up once, because a hostile
/// form may have as many findings as rows.
fn name_cells(form: &Form, findings: &mut [Finding]) {
    let rows: HashMap<u32, &FormLine> = form.lines.iter().map(|line| (line.row, line)).collect();
    for finding in findings {
        let line = finding.row.and_then(|row| rows.get(&row));
        let cells = line.map_or(&form.cells, |line| &line.cells);
        finding.cell = cells
            .iter()
            .find(|(field, _)| Some(*field) == finding.field)
            .map(|(_, cell)| cell.clone());
    }
}

/// What the checks work on, and where they put what they find.
struct Desk<'f> {
    form: &'f Form,
    rules: &'f SheetRules,
    scored: &'f FormScore,
    findings: Vec<Finding>,
}

impl<'f> Desk<'f> {
    fn scoring(&self) -> &'f ScoringRules {
        &self.rules.scoring
    }

    /// Lines with their judgements.
    fn judged(&self) -> impl Iterator<Item = (&'f FormLine, &'f Judgement)> + use<'f> {
        self.form.lines.iter().zip(&self.scored.lines)
    }

    /// A finding about the whole form.
    fn whole(&mut self, code: FindingCode, field: Field, message: String, suggestion: &str) {
        self.findings
            .push(Finding::new(code, message, suggestion).on(field));
    }

    /// A finding about one line.
    fn line(
        &mut self,
        code: FindingCode,
        line: &FormLine,
        field: Field,
        message: String,
        suggestion: impl Into<String>,
    ) {
        let message = format!("{}:{message}", name_of(line));
        self.findings
            .push(Finding::new(code, message, suggestion).at_row(line.row).on(field));
    }
}

/// How a line is called in a message: by its indicator, or by its row where the indicator is blank.
fn name_of(line: &FormLine) -> String {
    let name = line.level3.trim();
    if name.is_empty() {
        format!("第 {} 行", line.row)
    } else {
        format!("“{}”", shortened(name))
    }
}

/// A text as it is quoted in a message: a cell may hold ten thousand characters.
fn shortened(text: &str) -> String {
    const QUOTED_CHARS_MAX: usize = 40;
    if text.chars().count() <= QUOTED_CHARS_MAX {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(QUOTED_CHARS_MAX).collect();
    short.push('…');
    short
}

/// A text without spaces and punctuation, for comparing what is said rather than how it is set.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn weight_of(line: &FormLine) -> Option<Weight> {
    line.weight.value.and_then(Weight::from_points)
}

fn score_of(line: &FormLine) -> Option<Score> {
    line.score.value.and_then(Score::from_points)
}

/// Whether two scores differ by more than rounding.
fn differs(one: Score, other: Score, tolerance: Score) -> bool {
    let gap = i64::from(one.centi()) - i64::from(other.centi());
    i64::from(tolerance.centi()) < gap.abs()
}

#[cfg(test)]
mod tests;
