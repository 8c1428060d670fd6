//! The report for people: one paragraph for each form, one line for each finding with the way to mend it.

use std::fmt;

use hengji_domain::sheet::SheetKind;
use hengji_domain::{Score, Severity};

use super::report::{CheckReport, FileReport, FindingReport, RefusedFile};

impl fmt::Display for CheckReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for file in &self.files {
            writeln!(f, "{file}")?;
        }
        for refused in &self.refused {
            writeln!(f, "{refused}")?;
        }
        let count = |severity: Severity| {
            let findings = self.files.iter().flat_map(|file| &file.findings);
            findings
                .filter(|finding| finding.severity == severity.code())
                .count()
        };
        write!(
            f,
            "共 {} 张表:错误 {} 个,提醒 {} 个,提示 {} 个;无法读取的文件 {} 个。",
            self.files.len(),
            count(Severity::Error),
            count(Severity::Warning),
            count(Severity::Notice),
            self.refused.len()
        )
    }
}

impl fmt::Display for RefusedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}  未读入", self.file)?;
        writeln!(f, "  错误  {} [{}]", self.message, self.code)
    }
}

impl fmt::Display for FileReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = self
            .form
            .and_then(SheetKind::from_code)
            .map_or("未识别的表", SheetKind::name);
        let year = self
            .year
            .map_or_else(|| "年度不明".to_owned(), |year| format!("{year} 年度"));
        let project = if self.project.is_empty() {
            "(未写项目名称)"
        } else {
            &self.project
        };
        writeln!(f, "{}  {kind}  {year}  {project}", self.file)?;
        if self.form == Some(SheetKind::SelfEvaluation.code()) {
            let shown = |centi: Option<i32>| {
                centi.map_or_else(|| "—".to_owned(), |centi| Score::from_centi(centi).to_string())
            };
            let (stated, computed) = (shown(self.totals.stated_centi), shown(self.totals.computed_centi));
            writeln!(
                f,
                "  指标 {} 行;总分:自评 {stated},按规则 {computed}",
                self.lines.len()
            )?;
        } else {
            writeln!(f, "  指标 {} 行", self.lines.len())?;
        }
        if self.findings.is_empty() {
            writeln!(f, "  没有发现问题。")?;
        }
        self.findings
            .iter()
            .try_for_each(|finding| write!(f, "{finding}"))
    }
}

impl fmt::Display for FindingReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = Severity::from_code(self.severity).map_or("", Severity::name);
        let place = match (&self.cell, self.row) {
            (Some(cell), _) => format!("{cell}  "),
            (None, Some(row)) => format!("第 {row} 行  "),
            (None, None) => String::new(),
        };
        writeln!(f, "  {severity}  {place}{} [{}]", self.message, self.code)?;
        writeln!(f, "        建议:{}", self.suggestion)
    }
}
