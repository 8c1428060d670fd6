//! `hengji frontier`: who does more with less, with scale effects, peers, evidence and certificates.

mod answer;
mod arguments;
pub(crate) mod choice;
mod findings;
mod portrait;
mod scale;
mod sheet;
pub(crate) mod units;

#[cfg(test)]
mod tests;

use std::io::Write;

use hengji_analysis::frontier::{EvidenceGrade, EvidenceThresholds};

use crate::arguments::Format;
use crate::report::{Method, Report};
use crate::rules::Rules;
use crate::threads::with_threads;
use crate::{Context, Exit, Failure, Outcome};
use answer::Answer;
pub use arguments::Arguments;
use findings::Findings;

/// Computes and prints.
pub(crate) fn run(arguments: &Arguments, out: &mut dyn Write, context: &mut Context<'_>) -> Outcome {
    let mut rules = arguments.shared.rules(context)?;
    let thresholds = evidence_thresholds(&mut rules)?;
    let bootstrap = arguments.bootstrap_settings(&mut rules)?;
    let (units, input) = arguments.columns.read(context)?;
    let findings = with_threads(arguments.threads, || {
        Findings::of(arguments, units, thresholds, bootstrap.as_ref())
    })??;
    let is_withheld =
        findings.evidence.grade == EvidenceGrade::C && !arguments.show_all && arguments.rts.scale().is_some();
    let sheet = if is_withheld {
        sheet::without_efficiency(arguments, &findings)
    } else {
        sheet::with_efficiency(arguments, &findings)
    };
    let method = arguments
        .describe(Method::new(arguments.name(), findings.units.len(), &input))
        .rules(rules);
    let mut report = Report::new(method, Answer::of(&findings, bootstrap.as_ref()), sheet).note(format!(
        "证据等级 {:?}:{}",
        findings.evidence.grade, findings.evidence.reason
    ));
    if is_withheld && let Some(instead) = &findings.evidence.instead {
        report = report.note(instead);
    }
    if !is_withheld {
        for sentence in portrait::sentences(arguments, &findings) {
            report = report.note(sentence);
        }
    }
    report.write(arguments.shared.format, out, context)?;
    Ok(match arguments.shared.format {
        // The figures were asked for and are withheld: a script must not take this for an answer.
        Format::Csv | Format::Table if is_withheld => Exit::Findings,
        _ => Exit::Fine,
    })
}

/// How many units a grade needs, by the rules of the year.
pub(crate) fn evidence_thresholds(rules: &mut Rules) -> Result<EvidenceThresholds, Failure> {
    let asked = rules.parameters("analysis.evidence_frontier")?;
    Ok(EvidenceThresholds {
        a_units: asked.count("a_units")?,
        a_units_per_column: asked.count("a_units_per_column")?,
        b_units: asked.count("b_units")?,
    })
}
