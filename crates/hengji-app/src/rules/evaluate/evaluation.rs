//! Computes the cases beside the frameworks, with the engine that scores real evaluations.

use std::collections::BTreeSet;

use hengji_domain::evaluation::{Answer, FactDefinition, Item, Method};
use hengji_domain::{Decimal, Score};
use hengji_rules::{Case, CaseOutcome, RulesInForce, Tree};
use hengji_scoring::evaluation::{Basis, score_item};

/// Evaluates a case that names an item and gives its answer or its facts.
pub(super) fn evaluate(case: &Case, rules: &RulesInForce) -> Result<CaseOutcome, String> {
    let code = case.rule.strip_prefix("framework.").unwrap_or_default();
    let mut known = rules.frameworks();
    let found = known.find(|one| one.framework.code == code);
    let framework = &found.ok_or_else(|| format!("没有指标体系“{code}”"))?.framework;
    let wanted = case.input_text("item")?;
    let item = framework
        .items()
        .map(|(_, item)| item)
        .find(|item| item.code == wanted);
    let item = item.ok_or_else(|| format!("指标体系“{code}”没有指标“{wanted}”"))?;
    let basis = basis(case, item, &framework.facts);
    let found = score_item(
        &item.name,
        item.weight,
        &item.method,
        &answer(case, item)?,
        &basis,
    );
    let found = found.map_err(|refusal| refusal.to_string())?;
    Ok(CaseOutcome::Computed(vec![(
        "score",
        Tree::Text(found.score.points().normalize().to_string()),
    )]))
}

fn basis<'a>(case: &Case, item: &'a Item, facts: &'a [FactDefinition]) -> Basis<'a> {
    let mut basis = Basis::default();
    for fact in facts {
        if let Ok(value) = case.input_number(&fact.code) {
            basis.facts.insert(&fact.code, (value, &fact.name));
        }
    }
    if let Method::Conversion { kind } = &item.method
        && let Some(total) = case.input_number(kind).ok().and_then(Score::from_points)
    {
        basis.converted.insert(kind, (total, kind));
    }
    basis
}

fn answer(case: &Case, item: &Item) -> Result<Answer, String> {
    let count = |number: Decimal| u32::try_from(number).map_err(|_| "应为不小于零的整数".to_owned());
    let list = |name: &str| -> Result<Vec<u32>, String> {
        let entries = case.input.field(name).map(Tree::entries).unwrap_or_default();
        let numbers = entries
            .iter()
            .map(|entry| count(entry.decimal().unwrap_or(Decimal::NEGATIVE_ONE)));
        numbers.collect()
    };
    Ok(match &item.method {
        Method::Judgement { .. } => {
            let score = Score::from_points(case.input_number("score")?);
            Answer::Points(score.ok_or("score 超出范围")?)
        }
        Method::Elements { .. } => Answer::Elements(list("met")?.into_iter().collect::<BTreeSet<u32>>()),
        Method::Deduction { .. } => Answer::Counts(list("counts")?),
        Method::Condition { holds: None, .. } => match case.input.field("holds") {
            Some(Tree::Flag(holds)) => Answer::Holds(*holds),
            _ => return Err("input 缺少是否值 holds".to_owned()),
        },
        Method::Survey { .. } => Answer::Survey {
            asked: count(case.input_number("asked")?)?,
            satisfied: count(case.input_number("satisfied")?)?,
        },
        Method::Condition { .. } | Method::Formula { .. } | Method::Conversion { .. } => Answer::Computed,
    })
}
