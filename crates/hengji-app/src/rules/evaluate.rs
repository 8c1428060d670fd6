//! Computes the cases beside the scoring rules, with the engine that scores real sheets.

mod benchmark;
mod evaluation;
mod forecast;
mod monitoring;
mod project_class;

use hengji_domain::form::{AmountText, Form, FormLine, MoneyRow, NumberText};
use hengji_domain::rule::ScoringRules;
use hengji_domain::value::read::{read_actual, read_target};
use hengji_domain::value::{ActualValue, TargetValue};
use hengji_domain::{Decimal, Money, Score};
use hengji_rules::{Case, CaseOutcome, RulesInForce, Tree};
use hengji_scoring::{Judgement, judge, judge_execution};

/// Basis points in a whole.
const WHOLE_BP: i64 = 10_000;

/// Evaluates a case of the topics `scoring`, `monitoring` and `project_class` and forecasts; other topics belong to somebody else.
///
/// # Errors
///
/// What the case lacks, or why its line cannot be scored, in Chinese.
pub fn evaluate(case: &Case, rules: &RulesInForce) -> Result<CaseOutcome, String> {
    if case.rule.starts_with("framework.") {
        return evaluation::evaluate(case, rules);
    }
    if case.rule.starts_with("project_class.") {
        return project_class::evaluate(case, rules);
    }
    if case.rule == "analysis.execution_alerts" {
        return forecast::evaluate(case, rules);
    }
    if case.rule == "analysis.benchmark_bands" {
        return benchmark::evaluate(case, rules);
    }
    if case.rule.starts_with("monitoring.") {
        return monitoring::evaluate(case, rules);
    }
    if !case.rule.starts_with("scoring.") {
        return Ok(CaseOutcome::NotMine);
    }
    let scoring = rules.scoring().map_err(|missing| missing.to_string())?;
    if case.rule == "scoring.execution" {
        return execution(case, &scoring);
    }
    line(case, &scoring)
}

fn line(case: &Case, rules: &ScoringRules) -> Result<CaseOutcome, String> {
    let target = read_target(case.input_text("target")?);
    let actual = read_actual(case.input_text("actual")?);
    let over_target = is_over(&target, &actual, rules);
    let line = FormLine {
        row: 1,
        level1: String::new(),
        level2: if case.rule == "scoring.satisfaction" {
            "服务对象满意度指标".to_owned()
        } else {
            String::new()
        },
        level3: case.input_text("indicator").unwrap_or_default().to_owned(),
        target,
        actual,
        weight: number(case.input_number("weight")?),
        score: case.input_number("stated").map(number).unwrap_or_default(),
        reason: String::new(),
        parent: None,
        formula_fields: Vec::new(),
        cells: Vec::new(),
    };
    match judge(&line, rules) {
        Judgement::NotComputable(why) => Err(format!("不能计分:{} [{}]", why.message(), why.code())),
        Judgement::Scored { score: _, rule } if rule.code() != case.rule => {
            Err(format!("由规则 {} 计分,而不是 {}", rule.code(), case.rule))
        }
        Judgement::Scored { score, .. } => Ok(CaseOutcome::Computed(vec![
            ("score", points(score)),
            ("over_target", Tree::Flag(over_target)),
        ])),
    }
}

/// Whether the over-achievement reaches the trigger of the rule.
fn is_over(target: &TargetValue, actual: &ActualValue, rules: &ScoringRules) -> bool {
    let (Some(target), Some(actual)) = (target.number(), actual.number()) else {
        return false;
    };
    let trigger = Decimal::from(rules.over_target.value.trigger_bp);
    Decimal::ZERO < target && target * trigger <= actual * Decimal::from(WHOLE_BP)
}

fn execution(case: &Case, rules: &ScoringRules) -> Result<CaseOutcome, String> {
    let amount = |name: &str| -> Result<AmountText, String> {
        let yuan = case.input_number(name)?;
        Ok(AmountText {
            text: yuan.to_string(),
            money: Money::from_decimal(yuan, hengji_domain::money::MoneyUnit::Yuan),
        })
    };
    let form = Form {
        money: MoneyRow {
            adjusted: amount("budget_yuan")?,
            executed: amount("executed_yuan")?,
            weight: number(case.input_number("weight")?),
            ..MoneyRow::default()
        },
        ..Form::default()
    };
    let judgement = judge_execution(&form, rules);
    let score = judgement
        .score()
        .ok_or_else(|| format!("不能计分:{judgement:?}"))?;
    Ok(CaseOutcome::Computed(vec![("score", points(score))]))
}

fn number(value: Decimal) -> NumberText {
    NumberText {
        text: value.to_string(),
        value: Some(value),
    }
}

fn points(score: Score) -> Tree {
    Tree::Text(score.points().to_string())
}

#[cfg(test)]
mod tests {
    use hengji_domain::BudgetYear;
    use hengji_rules::RuleBook;

    use super::*;

    /// Reads `rule | name=text … -> outcome` and computes it under the rules of 330108 in 2020.
    fn check(case: &str) {
        let (given, expected) = case.split_once(" -> ").unwrap();
        let (rule, input) = given.split_once(" | ").unwrap();
        let input = input.split_whitespace().map(|pair| {
            let (name, text) = pair.split_once(':').unwrap();
            (name.to_owned(), Tree::Text(text.to_owned()))
        });
        let year = BudgetYear::new(2020).unwrap();
        let case = Case {
            file: String::new(),
            rule: rule.to_owned(),
            name: String::new(),
            as_of: year,
            division: "330108".parse().unwrap(),
            variant: None,
            input: Tree::Table(input.collect()),
            expected: Tree::Table(Default::default()),
            because: String::new(),
        };
        let rules = RuleBook::embedded().unwrap().at(case.division, year);
        let outcome = match evaluate(&case, &rules) {
            Ok(CaseOutcome::NotMine) => "not mine".to_owned(),
            Ok(CaseOutcome::Computed(results)) => results
                .iter()
                .map(|(name, tree)| match tree {
                    Tree::Text(text) => format!("{name} {text}"),
                    other => format!("{name} {other:?}"),
                })
                .collect::<Vec<_>>()
                .join(", "),
            Err(problem) => problem,
        };
        assert!(outcome.contains(expected), "{given}: {outcome}");
    }

    #[test]
    fn cases_are_computed_by_the_engine_that_scores_sheets() {
        check(
            "scoring.positive | target:≥100个 actual:90个 weight:10 -> score 9.00, over_target Flag(false)",
        );
        check(
            "scoring.positive | target:≥100个 actual:140个 weight:10 -> score 10.00, over_target Flag(true)",
        );
        check("scoring.equal_zero | target:=0起 actual:1起 weight:8 -> score 0.00");
        check("scoring.reverse | target:≤10天 actual:12天 weight:10 -> score 8.00");
        check("scoring.execution | budget_yuan:1000000 executed_yuan:400000 weight:10 -> score 4.00");
    }

    #[test]
    fn a_case_that_proves_nothing_is_said_to() {
        check("goal.taxonomy | a:b -> not mine");
        check("scoring.positive | actual:90个 weight:10 -> target");
        check("scoring.positive | target:≤10天 actual:12天 weight:10 -> 由规则 scoring.reverse 计分");
        check("scoring.positive | target:≥100个 actual:很多 weight:10 -> [");
        check("scoring.execution | budget_yuan:0 executed_yuan:1 weight:10 -> 不能计分");
    }
}
