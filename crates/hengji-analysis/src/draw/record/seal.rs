//! 封印 (seal): one hash for everything in a record that recomputing the draw would not show.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::Record;
use crate::draw::rule::{Rounding, Selection, Strata};
use crate::draw::ticket::hex;

/// SHA-256 of the sealed text of a record.
///
/// UTF-8, one line per item, its fields separated by tabs, each line ended by a line feed; what is absent is an
/// empty field. In this order: the format; `title`, `announced`, `start`, `drawn_at`, `number`, `reason` with
/// their value; `columns` with the four names; `frame` with its hash and number of units; `rule` with selection,
/// kind of strata, share in basis points, least number, rounding, total; a `merged` line for each merged group
/// with its name and departments; a `stratum` line for each with name, population, number drawn and the three
/// figures of the probabilities; a `sample` line for each id drawn.
pub(super) fn of(record: &Record) -> String {
    hex(&Sha256::digest(text(record).as_bytes()))
}

fn text(record: &Record) -> String {
    let mut lines = vec![
        vec![record.format.clone()],
        item("title", &record.title),
        item("announced", &record.announced),
        item("start", &record.start_value),
        item("drawn_at", &record.drawn_at),
        item("number", &record.number.to_string()),
        item("reason", record.reason.as_deref().unwrap_or("")),
    ];
    let columns = &record.columns;
    let score = columns.self_score.as_deref().unwrap_or("");
    lines.push(fields(
        "columns",
        &[&columns.id, &columns.department, &columns.amount, score],
    ));
    lines.push(fields(
        "frame",
        &[&record.frame_sha256, &record.units.len().to_string()],
    ));
    lines.extend(rule_lines(record));
    lines.extend(record.strata.iter().map(|stratum| {
        let of = stratum.probabilities.as_ref();
        let certain = of.and_then(|of| of.certain_from_fen);
        fields(
            "stratum",
            &[
                &stratum.name,
                &stratum.population.to_string(),
                &stratum.drawn.to_string(),
                &written(certain),
                &written(of.map(|of| of.drawn)),
                &written(of.map(|of| of.sum_fen)),
            ],
        )
    }));
    lines.extend(record.sample.iter().map(|id| item("sample", id)));
    lines.iter().fold(String::new(), |mut text, line| {
        // Writing to a string does not fail.
        let _ = writeln!(text, "{}", line.join("\t"));
        text
    })
}

fn rule_lines(record: &Record) -> Vec<Vec<String>> {
    let rule = &record.rule;
    let selection = match rule.selection {
        Selection::Equal => "equal",
        Selection::Proportional => "proportional",
    };
    let rounding = match rule.rounding {
        Rounding::Up => "up",
        Rounding::Nearest => "nearest",
    };
    let (strata, groups) = match &rule.strata {
        Strata::Whole => ("whole", [].as_slice()),
        Strata::Departments(groups) => ("departments", groups.as_slice()),
    };
    let (share, least) = (rule.share_bp.to_string(), rule.least.to_string());
    let first = fields(
        "rule",
        &[selection, strata, &share, &least, rounding, &written(rule.total)],
    );
    let merged = groups.iter().map(|group| {
        let names: Vec<&str> = std::iter::once(&group.name)
            .chain(&group.departments)
            .map(String::as_str)
            .collect();
        fields("merged", &names)
    });
    std::iter::once(first).chain(merged).collect()
}

fn written<T: ToString>(value: Option<T>) -> String {
    value.map_or(String::new(), |value| value.to_string())
}

fn item(name: &str, value: &str) -> Vec<String> {
    fields(name, &[value])
}

fn fields(name: &str, values: &[&str]) -> Vec<String> {
    std::iter::once(name)
        .chain(values.iter().copied())
        .map(str::to_owned)
        .collect()
}
