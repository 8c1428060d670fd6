//! Every published workbook reads as the published table: rows, verbatim texts, money, totals.

use crate::cases::{self, Expected, plain, read};
use hengji_domain::form::Form;

#[test]
fn every_published_workbook_reads_as_it_was_published() {
    let all = cases::expected();
    let mut differences = Vec::new();
    for expected in &all {
        match read(&expected.file).as_slice() {
            [form] => differences.extend(compare(expected, form)),
            forms => differences.push(format!("{}: {} forms", expected.file, forms.len())),
        }
    }
    assert_eq!(all.len(), 50);
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// One line for each difference between a published table and what was read.
fn compare(expected: &Expected, form: &Form) -> Vec<String> {
    let mut differ = Differences {
        file: &expected.file,
        found: Vec::new(),
    };
    differ.text(
        "kind",
        Some(&expected.kind),
        form.kind.map_or("", |kind| kind.code()),
    );
    differ.text("project", expected.project.as_deref(), &form.project);
    differ.text("department", expected.department.as_deref(), &form.department);
    differ.text("unit", expected.unit.as_deref(), &form.unit);
    let year = expected.year.map(|year| year.to_string());
    differ.text(
        "year",
        year.as_deref(),
        &form.year.map_or_else(String::new, |year| year.to_string()),
    );
    differ.text(
        "leftovers",
        None,
        &form
            .leftovers
            .iter()
            .map(|(_, text)| text.as_str())
            .collect::<Vec<_>>()
            .join(";"),
    );
    differ.money(expected, form);
    if expected.lines.len() != form.lines.len() {
        differ.found.push(format!(
            "{}: {} lines for {}",
            expected.file,
            form.lines.len(),
            expected.lines.len()
        ));
    }
    for (want, line) in expected.lines.iter().zip(&form.lines) {
        let at = format!("row {} ", line.row);
        differ.text(&format!("{at}level1"), want.level1.as_deref(), &line.level1);
        differ.text(&format!("{at}level2"), want.level2.as_deref(), &line.level2);
        differ.text(&format!("{at}level3"), want.level3.as_deref(), &line.level3);
        differ.text(
            &format!("{at}target"),
            want.target.as_ref().and_then(|it| it.written()).as_deref(),
            &line.target.text,
        );
        differ.text(
            &format!("{at}actual"),
            want.actual.as_ref().and_then(|it| it.written()).as_deref(),
            &line.actual.text,
        );
        differ.text(&format!("{at}weight"), want.weight.as_deref(), &line.weight.text);
        differ.text(&format!("{at}score"), want.score.as_deref(), &line.score.text);
        differ.text(&format!("{at}reason"), want.reason.as_deref(), &line.reason);
    }
    differ.found
}

struct Differences<'a> {
    file: &'a str,
    found: Vec<String>,
}

impl Differences<'_> {
    fn text(&mut self, what: &str, expected: Option<&str>, found: &str) {
        if plain(expected.unwrap_or("")) != plain(found) {
            self.found
                .push(format!("{}: {what}: {found:?} for {expected:?}", self.file));
        }
    }

    fn money(&mut self, expected: &Expected, form: &Form) {
        self.text(
            "amount",
            expected
                .amount
                .as_deref()
                .or(expected.budget.as_ref().and_then(|it| it.initial.as_deref())),
            &form.money.initial.text,
        );
        let Some(budget) = &expected.budget else { return };
        self.text("adjusted", budget.adjusted.as_deref(), &form.money.adjusted.text);
        self.text("executed", budget.executed.as_deref(), &form.money.executed.text);
        if let Some(execution) = &expected.execution {
            self.text("rate", execution.rate.as_deref(), &form.money.rate_text);
            self.text(
                "execution weight",
                execution.weight.as_deref(),
                &form.money.weight.text,
            );
            self.text(
                "execution score",
                execution.score.as_deref(),
                &form.money.score.text,
            );
        }
        if let Some(total) = &expected.total {
            let weight = total.weight.as_ref().map(ToString::to_string);
            self.text("total weight", weight.as_deref(), &form.total_weight.text);
            self.text("total score", total.score.as_deref(), &form.total_score.text);
            self.text("grade", total.grade.as_deref(), &form.stated_grade);
        }
        let parts = |names: Vec<&str>| names.join(";");
        let names = expected.parts.iter().map(|part| part.name.as_str()).collect();
        self.text(
            "parts",
            Some(&parts(names)),
            &parts(form.money_parts.iter().map(|part| part.name.as_str()).collect()),
        );
        let executed = expected
            .parts
            .iter()
            .filter_map(|part| part.executed.as_deref())
            .collect();
        self.text(
            "parts executed",
            Some(&parts(executed)),
            &parts(
                form.money_parts
                    .iter()
                    .map(|part| part.executed.text.as_str())
                    .collect(),
            ),
        );
    }
}
