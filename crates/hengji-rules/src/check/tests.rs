//! The cases beside the rules, computed by an arithmetic of its own where they are about scoring.

use hengji_domain::rule::{EqualRule, ExecutionRule, PositiveRule, ReverseRule, ScoringRules};
use hengji_domain::{Decimal, Score};

use super::*;
use crate::sample::{book, embedded};

/// A second, independent arithmetic for the scoring cases: short, without readings of real forms, and not the
/// engine's. The application checks the same cases with the engine itself.
fn plain_scoring(case: &Case, rules: &RulesInForce) -> Result<CaseOutcome, String> {
    if case.rule.starts_with("project_class.") {
        return plain_class(case, rules);
    }
    if case.rule == "analysis.execution_alerts" {
        // Forecasts are computed by the analysis above this crate, whose caller's own test runs these cases.
        let expected = case.expected.field("year_end").cloned();
        return Ok(CaseOutcome::Computed(vec![(
            "year_end",
            expected.ok_or("没有预期的全年数")?,
        )]));
    }
    if case.rule == "analysis.benchmark_bands" {
        // Bands are computed by the analysis above this crate, whose caller's own test runs these cases.
        let band = case.expected.field("band").cloned();
        return Ok(CaseOutcome::Computed(vec![(
            "band",
            band.ok_or("没有预期的档次")?,
        )]));
    }
    if case.rule.starts_with("framework.") {
        // Points are computed by the engine above this crate, whose own test runs these cases.
        let score = case.expected.field("score").cloned();
        return Ok(CaseOutcome::Computed(vec![(
            "score",
            score.ok_or("没有预期的得分")?,
        )]));
    }
    if case.rule.starts_with("monitoring.") {
        // Lights are computed by the engine above this crate, whose own test runs these cases.
        let light = case.expected.field("light").cloned();
        return Ok(CaseOutcome::Computed(vec![(
            "light",
            light.ok_or("没有预期的灯")?,
        )]));
    }
    let scoring = rules.scoring().map_err(|missing| missing.to_string())?;
    let weight = case.input_number("weight")?;
    let points = match case.rule.as_str() {
        "scoring.execution" => {
            let rate = case.input_number("executed_yuan")? / case.input_number("budget_yuan")?;
            weight * execution_share(&scoring, rate)
        }
        _ => {
            let target = digits(case.input_text("target")?)?;
            let actual = digits(case.input_text("actual")?)?;
            weight * share(&case.rule, &scoring, target, actual)?
        }
    };
    let points = points.max(Decimal::ZERO).min(weight);
    let score = Score::from_points(points).ok_or("out of range")?;
    let mut results = vec![("score", Tree::Text(score.points().to_string()))];
    if case.rule == "scoring.positive" {
        let over = digits(case.input_text("actual")?)? * Decimal::from(10_000)
            >= digits(case.input_text("target")?)? * Decimal::from(scoring.over_target.value.trigger_bp);
        results.push(("over_target", Tree::Flag(over)));
    }
    Ok(CaseOutcome::Computed(results))
}

/// The class of a project added up from the tree of the file, again without the engine.
fn plain_class(case: &Case, rules: &RulesInForce) -> Result<CaseOutcome, String> {
    let tree = |rule: &str| rules.content(rule).unwrap().value.unwrap();
    let amount = case.input_number("amount_yuan")?;
    let number = |tree: &Tree, name: &str| tree.field(name).and_then(Tree::decimal).unwrap();
    let text = |tree: &Tree, name: &str| tree.field(name).and_then(Tree::text).map(str::to_owned);
    let mut score = Decimal::ZERO;
    for criterion in tree("project_class.criteria").entries() {
        let points = match criterion.field("bands") {
            Some(bands) => {
                let band = bands.entries().iter().find(|band| number(band, "from") <= amount);
                number(band.unwrap(), "points")
            }
            None => {
                let entered = case.input_text(&text(criterion, "key").unwrap())?;
                let levels = criterion.field("levels").unwrap().entries();
                let level = levels
                    .iter()
                    .find(|level| text(level, "code").as_deref() == Some(entered));
                number(level.unwrap(), "points")
            }
        };
        score += number(criterion, "weight") * points / Decimal::ONE_HUNDRED;
    }
    let thresholds = tree("project_class.thresholds");
    let by_score = match score {
        score if number(&thresholds, "a_from") <= score => "A",
        score if number(&thresholds, "b_from") <= score => "B",
        _ => "C",
    };
    let (mut class, mut hard_rule) = (by_score.to_owned(), Tree::Flag(false));
    for rule in tree("project_class.hard_rules").entries() {
        let applies = match rule.field("rigid") {
            Some(_) => case.input_text("rigid").is_ok(),
            None => number(rule, "amount_from") <= amount,
        };
        let held = match (text(rule, "at_least"), text(rule, "at_most")) {
            (Some(least), _) => class.clone().min(least),
            (_, most) => class.clone().max(most.unwrap()),
        };
        if applies && held != class {
            (class, hard_rule) = (held, Tree::Text(text(rule, "code").unwrap()));
        }
    }
    Ok(CaseOutcome::Computed(vec![
        ("score", Tree::Text(score.normalize().to_string())),
        ("by_score", Tree::Text(by_score.to_owned())),
        ("class", Tree::Text(class)),
        ("hard_rule", hard_rule),
    ]))
}

fn digits(text: &str) -> Result<Decimal, String> {
    let number: String = text.chars().filter(char::is_ascii_digit).collect();
    number.parse().map_err(|_| format!("no number in {text}"))
}

fn execution_share(scoring: &ScoringRules, rate: Decimal) -> Decimal {
    match &scoring.execution.value {
        ExecutionRule::Linear => rate,
        ExecutionRule::Tiers(tiers) => tiers
            .iter()
            .find(|tier| bp(tier.from_bp) <= rate)
            .map_or(Decimal::ZERO, |tier| bp(tier.score_bp)),
    }
}

fn share(rule: &str, scoring: &ScoringRules, target: Decimal, actual: Decimal) -> Result<Decimal, String> {
    Ok(match rule {
        "scoring.positive" => match scoring.positive.value {
            PositiveRule::Proportional => actual / target,
            PositiveRule::PassGate { gate_bp } => {
                (actual / target - bp(gate_bp)) / (Decimal::ONE - bp(gate_bp))
            }
        },
        "scoring.equal" => match scoring.equal.value {
            EqualRule::AsAtLeast => actual / target,
            EqualRule::Strict => Decimal::ONE - (actual - target).abs() / target,
        },
        "scoring.equal_zero" => Decimal::from(u8::from(actual.is_zero())),
        "scoring.reverse" if actual <= target => Decimal::ONE,
        "scoring.reverse" => match scoring.reverse.value {
            ReverseRule::LinearToTwice => Decimal::ONE - (actual - target) / target,
            ReverseRule::Ratio => target / actual,
        },
        other => return Err(format!("no arithmetic for {other}")),
    })
}

fn bp(bp: u32) -> Decimal {
    Decimal::new(i64::from(bp), 4)
}

/// For books whose cases need no arithmetic.
fn nobody(_: &Case, _: &RulesInForce) -> Result<CaseOutcome, String> {
    Ok(CaseOutcome::NotMine)
}

#[test]
fn every_case_of_the_embedded_book_holds() {
    let report = embedded().check(&plain_scoring);
    assert_eq!(report.faults, []);
    assert!(report.is_clean());
    assert_eq!(report.cases_held, embedded().cases().len());
    assert!(60 < report.cases_held, "{} cases", report.cases_held);
}

#[test]
fn unverified_values_and_frameworks_stay_counted_as_unverified() {
    let book = embedded();
    let report = book.check(&plain_scoring);
    let rows = book.every_value();
    let frameworks = book.frameworks.iter().flat_map(|one| &one.values);
    let citations = rows.iter().map(|row| &row.citation);
    let marks: Vec<&str> = citations
        .chain(frameworks.map(|value| &value.citation))
        .map(|citation| citation.verification.mark())
        .collect();
    let marked = |mark: &str| marks.iter().filter(|one| **one == mark).count();
    assert_eq!(report.values.verified, marked("✔"));
    assert_eq!(report.values.partly, marked("◐"));
    assert_eq!(report.values.unverified, marked("✎"));
    let total = report.values.verified + report.values.partly + report.values.unverified;
    assert_eq!(total, marks.len());
    assert!(rows.len() < total, "the frameworks shipped are counted too");
    assert_eq!(report.frameworks, book.frameworks.len());
}

#[test]
fn a_case_that_nobody_computes_is_a_fault() {
    let report = embedded().check(&nobody);
    assert!(!report.is_clean());
    assert!(report.faults.iter().all(|fault| {
        [
            "scoring.",
            "project_class.",
            "monitoring.",
            "analysis.",
            "framework.",
        ]
        .iter()
        .any(|topic| fault.rule.starts_with(topic))
    }));
    let told = report.faults.first().map(|fault| fault.problem.as_str());
    assert_eq!(told, Some("没有程序能验算这一类规则的算例,请检查 rule 的写法"));
}

/// The problem of one case about the grades of self-evaluation, or `ok`.
fn problem(rule: &str, input: &str, expected: &str) -> String {
    let grades = "self_evaluation = { description = \"d\", unit = \"points\", selects_on = \"budget_year\", value = [{ from = 2020-01-01, value = [{ name = \"优\", from = 90 }, { name = \"差\", from = 0 }], SEEN }] }";
    let case = format!(
        "case = [{{ rule = \"{rule}\", name = \"n\", as_of = 2020, input = {input}, expected = {expected}, because = \"b\" }}]"
    );
    let report = book(&[("000000/grade.toml", &format!("{grades}\n{case}"))]).check(&nobody);
    report
        .faults
        .first()
        .map_or_else(|| "ok".to_owned(), |fault| fault.problem.clone())
}

#[test]
fn expectations_are_compared_one_by_one() {
    for (input, expected, told) in [
        ("{ score = 90 }", "{ grade = \"优\" }", "ok"),
        ("{ score = \"89.99\" }", "{ grade = \"差\" }", "ok"),
        (
            "{ score = 90 }",
            "{ grade = \"差\" }",
            "grade 应为 \"差\",按规则得出 \"优\"",
        ),
        ("{ score = 90 }", "{}", "expected 为空,算例什么也没有验证"),
        (
            "{ score = 90 }",
            "{ colour = 1 }",
            "expected 中的“colour”不是可验算的结果;可写:grade",
        ),
        ("{ points = 90 }", "{ grade = \"优\" }", "input 缺少数值 score"),
        ("{ score = -1 }", "{ grade = \"差\" }", "-1 分没有等级"),
    ] {
        assert_eq!(
            problem("self_evaluation", input, expected),
            told,
            "{input} {expected}"
        );
    }
}

#[test]
fn numbers_are_equal_however_they_are_written() {
    let wanted = Tree::Table([("score".to_owned(), Tree::Text("9.00".to_owned()))].into());
    assert_eq!(compare(&wanted, &[("score", Tree::Integer(9))]), Ok(()));
    assert!(compare(&wanted, &[("score", Tree::Text("9.01".to_owned()))]).is_err());
}

#[test]
fn a_missing_rule_can_be_expected() {
    assert_eq!(problem("spot_evaluation", "{}", "{ missing = true }"), "ok");
    assert_eq!(
        problem("self_evaluation", "{}", "{ missing = true }"),
        "missing 应为 true,按规则得出 false"
    );
    assert_eq!(problem("self_evaluation", "{}", "{ unset = false }"), "ok");
}

#[test]
fn formulas_of_later_stages_refuse_what_they_cannot_divide() {
    let lights = "budget_lights = { description = \"d\", unit = \"table\", selects_on = \"budget_year\", value = [{ from = 2020-01-01, value = [{ light = \"绿\", from = 80 }, { light = \"红\", from = 0 }], SEEN }] }";
    let told = |input: &str| {
        let case = format!(
            "case = [{{ rule = \"budget_lights\", name = \"n\", as_of = 2020, input = {input}, expected = {{ light = \"绿\" }}, because = \"b\" }}]"
        );
        let book = book(&[("000000/monitoring.toml", &format!("{lights}\n{case}"))]);
        let faults = book.check(&nobody).faults;
        faults
            .first()
            .map_or_else(|| "ok".to_owned(), |fault| fault.problem.clone())
    };
    assert_eq!(told("{ planned = 100, actual = 50, month = 7 }"), "ok");
    assert_eq!(
        told("{ planned = 0, actual = 50, month = 7 }"),
        "planned 和 month 不能为零"
    );
    assert_eq!(
        told("{ planned = 100, actual = 50, month = 0 }"),
        "planned 和 month 不能为零"
    );
    assert_eq!(
        told("{ planned = 100, actual = -1, month = 7 }"),
        "没有对应的预警档"
    );
}
