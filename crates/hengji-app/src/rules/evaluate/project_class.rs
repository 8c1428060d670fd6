//! Computes the cases beside the rules of classification, with the engine that classes real projects.

use hengji_domain::Money;
use hengji_domain::money::MoneyUnit;
use hengji_domain::project_class::ClassTraits;
use hengji_rules::{Case, CaseOutcome, RulesInForce, Tree};
use hengji_scoring::project_class::classify;

/// Evaluates a case that states levels and an amount.
pub(super) fn evaluate(case: &Case, rules: &RulesInForce) -> Result<CaseOutcome, String> {
    let rules = rules.class_rules().map_err(|missing| missing.to_string())?;
    let level = |name: &str| case.input_text(name).ok().map(str::to_owned);
    let traits = ClassTraits {
        key_work: None,
        key_work_level: level("key_work"),
        function_level: level("main_function"),
        stage_level: level("stage"),
        rigid: level("rigid"),
    };
    let amount = Money::from_decimal(case.input_number("amount_yuan")?, MoneyUnit::Yuan)
        .ok_or("金额超出可记录的范围")?;
    let found = classify(&traits, amount, &rules);
    // A case with a misspelt level would quietly prove something about a project without it.
    if found.is_incomplete() {
        return Err("有一个因素没有写档位,或档位代码不在规则中".to_owned());
    }
    let text = |text: &str| Tree::Text(text.to_owned());
    Ok(CaseOutcome::Computed(vec![
        ("score", Tree::Text(found.score.points().normalize().to_string())),
        ("by_score", text(found.by_score.code())),
        ("class", text(found.class.code())),
        ("hard_rule", found.hard_rule.map_or(Tree::Flag(false), Tree::Text)),
    ]))
}
