//! 模板残留: gaps and sample words of the printed template that nobody replaced.

use hengji_domain::{Field, Finding, FindingCode};

use super::{Desk, shortened};

pub(super) fn check(desk: &mut Desk<'_>) {
    let form = desk.form;
    let heads = [
        (Field::ProjectName, &form.project),
        (Field::Year, &form.year_text),
        (Field::AnnualGoal, &form.annual_goal),
        (Field::Achievement, &form.achievement),
    ];
    for (field, text) in heads {
        if let Some(gap) = gap(text) {
            let message = format!("“{}”中留有模板的“{gap}”。", shortened(text));
            desk.whole(FindingCode::TemplateResidue, field, message, MEND);
        }
    }
    for line in &form.lines {
        let cells = [
            (Field::Level3, &line.level3),
            (Field::Target, &line.target.text),
            (Field::Actual, &line.actual.text),
        ];
        let found = cells.into_iter().find_map(|(field, text)| {
            let is_label = field == Field::Level3 && is_bare_label(text);
            gap(text)
                .or_else(|| is_label.then(|| text.trim().to_owned()))
                .map(|gap| (field, gap))
        });
        if let Some((field, gap)) = found {
            let message = format!("留有模板的“{gap}”。");
            desk.line(FindingCode::TemplateResidue, line, field, message, MEND);
        }
    }
    for (row, text) in form.leftovers.iter().filter(|(_, text)| is_residue(text)) {
        let message = format!("第 {row} 行“{}”是模板的空行。", shortened(text));
        desk.findings
            .push(Finding::new(FindingCode::TemplateResidue, message, MEND).at_row(*row));
    }
}

const MEND: &str = "请删去,或改成本项目的内容。";

/// Whether a text is nothing but the template, or still holds one of its gaps.
pub(super) fn is_residue(text: &str) -> bool {
    gap(text).is_some() || text.split_whitespace().any(is_bare_label)
}

/// The gap in a text: `**`, `……`, `20xx`, `XX`.
fn gap(text: &str) -> Option<String> {
    if text.contains("**") {
        return Some("**".to_owned());
    }
    if text.contains('…') {
        return Some("……".to_owned());
    }
    let lower = text.to_lowercase();
    ["20xx", "xx", "××", "20**"]
        .into_iter()
        .find(|gap| lower.contains(gap))
        .map(ToOwned::to_owned)
}

/// `指标2:` with nothing behind it.
fn is_bare_label(text: &str) -> bool {
    let Some(rest) = text.trim().strip_prefix("指标") else {
        return false;
    };
    let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = behind.len() < rest.len();
    is_numbered
        && behind
            .chars()
            .all(|c| matches!(c, ':' | '\u{ff1a}' | '/' | '、' | '.' | ' ' | '-'))
}

#[cfg(test)]
mod tests {
    use super::is_residue;

    #[test]
    fn gaps_and_bare_labels_are_remains_of_the_template() {
        for text in [
            "(≥**人)",
            "指标2:",
            "指标1:/",
            "……",
            "20xx年",
            "XX项目",
            "指标3\u{ff1a}",
        ] {
            assert!(is_residue(text), "{text}");
        }
        for text in ["指标1:服务对象满意度", "★★★受益人口", "指标", "2021年", "*重点"]
        {
            assert!(!is_residue(text), "{text}");
        }
    }
}
