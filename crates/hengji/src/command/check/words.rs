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
