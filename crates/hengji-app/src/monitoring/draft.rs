//! 监控填报 (draft): what a unit says of the lines of a monitoring sheet beside their actual values.

use hengji_domain::id::LineKey;
use hengji_domain::money::MoneyUnit;
use hengji_domain::monitoring::{MonitoringRules, Outlook};
use hengji_domain::sheet::Sheet;
use hengji_domain::value::Reading;
use hengji_domain::value::read::read_amount;
use hengji_domain::{Money, NaiveDate};

use crate::error::FieldError;
use crate::sheets::{LineDraft, SheetDraft};

/// Longest words of an outlook, characters.
const WORDS_MAX: usize = 2_000;

/// The outlooks of a draft, in the order of the lines, and 全年预计执行数.
pub(crate) struct Said {
    pub(crate) outlooks: Vec<(LineKey, Outlook)>,
    pub(crate) expected: Option<Money>,
}

/// Reads what a draft says; the codes must be of the closed lists in force.
pub(crate) fn said(
    sheet: &Sheet,
    draft: &SheetDraft,
    rules: &MonitoringRules,
) -> Result<Said, Vec<FieldError>> {
    let mut errors = Vec::new();
    let outlooks = sheet
        .lines
        .iter()
        .zip(&draft.lines)
        .enumerate()
        .map(|(index, (line, written))| (line.key, outlook(written, index, rules, &mut errors)))
        .collect();
    let expected = amount(&draft.expected_executed, &mut errors);
    if errors.is_empty() {
        Ok(Said { outlooks, expected })
    } else {
        Err(errors)
    }
}

fn amount(text: &str, errors: &mut Vec<FieldError>) -> Option<Money> {
    if text.trim().is_empty() {
        return None;
    }
    let money = read_amount(text, MoneyUnit::TenThousandYuan).money;
    match money {
        Some(amount) if Money::ZERO <= amount => Some(amount),
        _ => {
            errors.push(FieldError::new(
                "expected_executed",
                "amount-unreadable",
                format!("全年预计执行数“{text}”无法识别,请填写以万元为单位、不小于零的数字,例如 620.82。"),
            ));
            None
        }
    }
}

fn outlook(
    written: &LineDraft,
    index: usize,
    rules: &MonitoringRules,
    errors: &mut Vec<FieldError>,
) -> Outlook {
    let at = |field: &str| format!("lines[{index}].{field}");
    let mut words = |field: &str, text: &str| {
        let length = text.chars().count();
        if WORDS_MAX < length {
            errors.push(FieldError::new(
                at(field),
                "text-too-long",
                format!("此处最多 {WORDS_MAX} 字,现有 {length} 字,请精简。"),
            ));
            return String::new();
        }
        text.trim()
            .chars()
            .filter(|c| !c.is_control() || *c == '\n')
            .collect()
    };
    let outlook = Outlook {
        expected: words("expected", &written.expected),
        measures: words("measures", &written.measures),
        likelihood: written.likelihood.clone(),
        cause: written.cause.clone(),
    };
    if !outlook.likelihood.is_empty() && rules.likelihood(&outlook.likelihood).is_none() {
        errors.push(FieldError::new(
            at("likelihood"),
            "likelihood-unknown",
            "“完成目标可能性”不在清单内,请重新选择。",
        ));
    }
    if !outlook.cause.is_empty() && rules.causes.value.iter().all(|cause| cause.code != outlook.cause) {
        errors.push(FieldError::new(
            at("cause"),
            "cause-unknown",
            "“偏差原因”不在清单内,请重新选择。",
        ));
    }
    outlook
}

/// What is not there yet and keeps a monitoring sheet from being handed in.
pub(crate) fn unanswered(
    sheet: &Sheet,
    outlook_of: impl Fn(LineKey) -> Outlook,
    rules: &MonitoringRules,
    cut_off: NaiveDate,
) -> Vec<FieldError> {
    let mut errors = Vec::new();
    for (index, line) in sheet.lines.iter().enumerate() {
        // A part of another line, and a line without a weight, may stay silent.
        if line.parent.is_some() || line.weight.is_none() {
            continue;
        }
        let mut refuse = |field: &str, code, words: String| {
            errors.push(FieldError::new(format!("lines[{index}].{field}"), code, words));
        };
        let name = &line.level3;
        let is_ahead = matches!(&line.target.reading, Reading::Date { due_on: Some(day) } if cut_off < *day);
        if line.actual.is_blank() && !is_ahead {
            refuse(
                "actual",
                "actual-missing",
                format!("“{name}”没有填写截至本期的完成情况。"),
            );
        }
        let outlook = outlook_of(line.key);
        let Some(likelihood) = rules.likelihood(&outlook.likelihood) else {
            refuse(
                "likelihood",
                "likelihood-missing",
                format!("“{name}”没有选择完成目标可能性。"),
            );
            continue;
        };
        if !likelihood.needs_cause {
            continue;
        }
        let cause = rules
            .causes
            .value
            .iter()
            .find(|cause| cause.code == outlook.cause);
        if cause.is_none() {
            refuse(
                "cause",
                "cause-missing",
                format!("“{name}”的可能性为“{}”,必须选择偏差原因。", likelihood.name),
            );
        }
        let has_words = line
            .reason
            .as_deref()
            .is_some_and(|words| !words.trim().is_empty());
        if cause.is_some_and(|cause| cause.needs_text) && !has_words {
            refuse(
                "reason",
                "cause-needs-text",
                format!("“{name}”选择了“其他”原因,请写明具体情况。"),
            );
        }
        if outlook.measures.trim().is_empty() {
            refuse(
                "measures",
                "measures-missing",
                format!("“{name}”的可能性为“{}”,必须填写改进措施。", likelihood.name),
            );
        }
    }
    errors
}
