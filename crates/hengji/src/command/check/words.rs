//! The report of a check in words.

use hengji_exchange::check::{CheckReport, FileReport, FindingReport};

/// The whole report, file by file, with a sum at the end.
pub(super) fn of(report: &CheckReport) -> String {
    let mut words: String = report.files.iter().map(file).collect();
    for refused in &report.refused {
        words += &format!(
            "{}\n  不可用:{} [{}]\n",
            refused.file, refused.message, refused.code
        );
    }
    let count = |severity: &str| {
        let findings = report.files.iter().flat_map(|file| &file.findings);
        findings.filter(|finding| finding.severity == severity).count()
    };
    words += &format!(
        "共 {} 张表:错误 {} 处,提醒 {} 处,提示 {} 处;不可用 {} 个。\n",
        report.files.len(),
        count("error"),
        count("warning"),
        count("notice"),
        report.refused.len()
    );
    words
}

fn file(report: &FileReport) -> String {
    let kind = match report.form {
        Some("goal") => "绩效目标表",
        Some("self_evaluation") => "自评表",
        _ => "未识别的表",
    };
    let mut words = format!("{}  {kind}  {}\n", report.file, report.project);
    words += &format!(
        "  {} 行指标;分值合计 {};得分 {};按规则计算 {}\n",
        report.lines.len(),
        points(report.totals.weight_centi),
        points(report.totals.stated_centi),
        points(report.totals.computed_centi)
    );
    words.extend(report.findings.iter().map(finding));
    words
}

fn finding(finding: &FindingReport) -> String {
    let severity = match finding.severity {
        "error" => "错误",
        "warning" => "提醒",
        _ => "提示",
    };
    let place = match (&finding.cell, finding.row) {
        (Some(cell), _) => format!("单元格 {cell}:"),
        (None, Some(row)) => format!("第 {row} 行:"),
        (None, None) => String::new(),
    };
    format!(
        "  {severity} {place}{}{} [{}]\n",
        finding.message, finding.suggestion, finding.code
    )
}

fn points(centi: Option<i32>) -> String {
    centi.map_or("—".to_owned(), |centi| {
        hengji_domain::Score::from_centi(centi).to_string()
    })
}

#[cfg(test)]
mod tests {
    use hengji_domain::form::Form;
    use hengji_domain::{BudgetYear, Division};
    use hengji_exchange::check::RefusedFile;
    use hengji_rules::RuleBook;

    use super::*;

    fn report(of_form: Option<Form>) -> CheckReport {
        let year = BudgetYear::new(2020).unwrap();
        let division: Division = "330108".parse().unwrap();
        let rules = RuleBook::embedded()
            .unwrap()
            .at(division, year)
            .sheet_rules()
            .unwrap();
        let mut report = CheckReport::default();
        if let Some(form) = of_form {
            report.files.push(FileReport::of("a.xlsx", &form, &rules, year));
        }
        report
    }

    #[test]
    fn nothing_checked_is_said_to_be_nothing() {
        assert_eq!(
            of(&report(None)),
            "共 0 张表:错误 0 处,提醒 0 处,提示 0 处;不可用 0 个。\n"
        );
    }

    #[test]
    fn an_unknown_form_is_named_as_such_and_its_findings_end_with_codes() {
        let words = of(&report(Some(Form::default())));
        assert!(words.contains("未识别的表"), "{words}");
        let findings = words.lines().filter(|line| line.starts_with("  错误"));
        assert!(
            findings.clone().count() != 0 && findings.clone().all(|line| line.ends_with(']')),
            "{words}"
        );
    }

    #[test]
    fn a_refused_file_is_named_with_its_reason() {
        let mut report = report(None);
        report.refused.push(RefusedFile {
            file: "b.xls".into(),
            code: "workbook-empty".into(),
            message: "文件是空的。".into(),
        });
        let words = of(&report);
        assert!(
            words.starts_with("b.xls\n  不可用:文件是空的。 [workbook-empty]\n"),
            "{words}"
        );
        assert!(words.ends_with("不可用 1 个。\n"), "{words}");
    }

    #[test]
    fn points_are_shown_without_needless_zeros() {
        for (centi, shown) in [(None, "—"), (Some(857), "8.57"), (Some(1000), "10")] {
            assert_eq!(points(centi), shown);
        }
    }
}
