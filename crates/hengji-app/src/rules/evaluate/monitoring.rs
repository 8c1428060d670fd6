//! Computes the cases beside the rules of monitoring, with the engine that lights real sheets.

use hengji_domain::NaiveDate;
use hengji_domain::form::{FormLine, NumberText};
use hengji_domain::monitoring::Light;
use hengji_domain::value::read::{read_actual, read_target};
use hengji_rules::{Case, CaseOutcome, RulesInForce, Tree};
use hengji_scoring::monitoring::{indicator, project_light};

/// Evaluates a case of the topic `monitoring` that the rules alone cannot answer.
pub(super) fn evaluate(case: &Case, rules: &RulesInForce) -> Result<CaseOutcome, String> {
    let monitoring = rules.monitoring().map_err(|missing| missing.to_string())?;
    let light = match case.rule.as_str() {
        "monitoring.project_light" => {
            let read = |name: &str| light_of(case.input_text(name)?);
            project_light(read("execution")?, read("goal")?, monitoring.project_light.value)
        }
        "monitoring.indicator_lights" if case.input.field("target").is_some() => {
            let scoring = rules.scoring().map_err(|missing| missing.to_string())?;
            let month = u32::try_from(case.input_number("month")?).map_err(|_| "month 不是月份")?;
            let year = i32::from(case.as_of.get());
            let cut_off = NaiveDate::from_ymd_opt(year, month, 1).ok_or("month 不是月份")?;
            indicator(&line(case)?, month, cut_off, &monitoring, &scoring).light
        }
        _ => return Ok(CaseOutcome::NotMine),
    };
    let name = light.map_or("无", Light::name);
    Ok(CaseOutcome::Computed(vec![(
        "light",
        Tree::Text(name.to_owned()),
    )]))
}

fn light_of(name: &str) -> Result<Option<Light>, String> {
    if name == "无" {
        return Ok(None);
    }
    let found = Light::ALL.into_iter().find(|light| light.name() == name);
    found.map(Some).ok_or_else(|| format!("没有“{name}”灯"))
}

fn line(case: &Case) -> Result<FormLine, String> {
    Ok(FormLine {
        row: 1,
        level1: String::new(),
        level2: String::new(),
        level3: case.input_text("indicator").unwrap_or_default().to_owned(),
        target: read_target(case.input_text("target")?),
        actual: read_actual(case.input_text("actual")?),
        weight: NumberText::default(),
        score: NumberText::default(),
        reason: String::new(),
        parent: None,
        formula_fields: Vec::new(),
        cells: Vec::new(),
    })
}
