//! Cases that this crate can evaluate itself: look-ups, and formulas that are wholly in the rule.

use hengji_domain::project::{ProjectNature, ProjectType};
use hengji_domain::rule::FirstLevel;
use hengji_domain::time::working_days::{Holidays, add_days, add_working_days};
use hengji_domain::{Decimal, Money, Score, ex_ante};

use crate::case::{Case, CaseOutcome};
use crate::in_force::RulesInForce;
use crate::tree::Tree;

/// Evaluates a case by its rule and by what it gives.
pub(super) fn evaluate(case: &Case, rules: &RulesInForce) -> Result<CaseOutcome, String> {
    let (topic, key) = case.rule.split_once('.').unwrap_or_default();
    if case.input == Tree::Table(Default::default()) {
        return Ok(look_up(case, rules));
    }
    match (topic, key) {
        ("goal", "first_level_weights") => weight(case, rules),
        ("goal", "taxonomy") => class(case, rules),
        ("library", "categories") => category(case, rules),
        ("library", "class_moves") => moved_class(case, rules),
        ("grade", kind) => grade(case, rules, kind),
        ("scoring", "qualitative") if case.input.field("band").is_some() => band(case, rules),
        ("monitoring", "key_threshold") => key_monitoring(case, rules),
        ("calendar", "holidays") => working_days(case, rules),
        ("budget_cut", "books") => cut_book(case, rules),
        ("monitoring", "budget_lights" | "indicator_lights") if case.input.field("planned").is_some() => {
            light(case, rules)
        }
        ("monitoring", "periods") => period(case, rules),
        ("spot_evaluation", "formula") => spot_evaluation(case, rules),
        ("rectification", "escalation") => escalation(case, rules),
        ("third_party", "compliance_words" | "outcome_words") => sentence(case, rules),
        ("third_party", "concentration") => concentration(case, rules),
        ("third_party", "severity") => severity(case, rules),
        ("ex_ante", "conclusions") => conclusion(case, rules),
        ("ex_ante", "objects" | "categories") => object(case, rules),
        _ => Ok(CaseOutcome::NotMine),
    }
}

/// Without input a case is about the value itself: `value`, `unset`, or `missing`.
fn look_up(case: &Case, rules: &RulesInForce) -> CaseOutcome {
    let mut results = match rules.content(&case.rule) {
        Err(_) => vec![("missing", Tree::Flag(true))],
        Ok(dated) => match dated.value {
            None => vec![("missing", Tree::Flag(false)), ("unset", Tree::Flag(true))],
            Some(value) => vec![
                ("missing", Tree::Flag(false)),
                ("unset", Tree::Flag(false)),
                ("value", value),
            ],
        },
    };
    let deadlines = rules.calendar().unwrap_or_default();
    let code = case.rule.strip_prefix("calendar.");
    let deadline = deadlines.iter().find(|one| code == Some(one.value.code.as_str()));
    results.extend(deadline.map(|one| ("due_on", Tree::Date(one.value.due_on))));
    CaseOutcome::Computed(results)
}

fn weight(case: &Case, rules: &RulesInForce) -> Result<CaseOutcome, String> {
    let name = case.input_text("class")?;
    let frame = rules.goal_frame().map_err(|missing| missing.to_string())?.value;
    let weight = if name == "预算执行率" {
        Some(frame.execution_weight)
    } else {
        frame.first_level(name).map(|level| level.weight)
    };
    Ok(CaseOutcome::Computed(vec![(
        "weight",
        weight.map_or(Tree::Flag(false), |weight| number(weight.points())),
    )]))
}

fn class(case: &Case, rules: &RulesInForce) -> Result<CaseOutcome, String> {
    let frame = rules.goal_frame().map_err(|missing| missing.to_string())?.value;
    let first = frame.first_level(case.input_text("first_level")?);
    let second = |level: &FirstLevel| -> Option<String> {
        let name = case.input.field("second_level").and_then(Tree::text)?;
        Some(level.second_level(name)?.key.clone())
    };
    let shown = |key: Option<String>| key.map_or(Tree::Flag(false), Tree::Text);
    Ok(CaseOutcome::Computed(vec![
        ("first_level", shown(first.map(|level| level.key.clone()))),
        ("second_level", shown(first.and_then(second))),
    ]))
}

/// A code of the library's tree, and what it means in the year.
fn category(case: &Case, rules: &RulesInForce) -> Result<CaseOutcome, String> {
    let code = case.input_text("code")?;
    let library = rules.library().map_err(|missing| missing.to_string())?;
    let found = library.category(code);
    let text = |text: Option<&str>| text.map_or(Tree::Flag(false), |text| Tree::Text(text.to_owned()));
    Ok(CaseOutcome::Computed(vec![
        ("name", text(found.map(|one| one.name.as_str()))),
        ("group", text(found.and_then(|one| one.group.as_deref()))),
    ]))
}

/// Where an indicator of a class stands in the taxonomy of the year.
fn moved_class(case: &Case, rules: &RulesInForce) -> Result<CaseOutcome, String> {
    let key = case.input_text("class")?;
    let library = rules.library().map_err(|missing| missing.to_string())?;
    let frame = rules.goal_frame().map_err(|missing| missing.to_string())?.value;
    let place = library.place(&frame, key);
    let shown = place.map_or(Tree::Flag(false), |(_, second)| Tree::Text(second.key.clone()));
    Ok(CaseOutcome::Computed(vec![("class", shown)]))
}

fn grade(case: &Case, rules: &RulesInForce, kind: &str) -> Result<CaseOutcome, String> {
    let score = case.input_number("score")?;
    Ok(CaseOutcome::Computed(vec![(
        "grade",
        grade_of(rules, kind, score)?,
    )]))
}

fn grade_of(rules: &RulesInForce, kind: &str, score: Decimal) -> Result<Tree, String> {
    let bands = rules.grade_bands(kind).map_err(|missing| missing.to_string())?;
    let score = Score::from_points(score).ok_or("分数超出范围")?;
    let band = bands.value.into_iter().find(|band| band.from <= score);
    band.map(|band| Tree::Text(band.name))
        .ok_or_else(|| format!("{score} 分没有等级"))
}

/// The interval of a qualitative band in points; every band but the best ends just below `to`.
fn band(case: &Case, rules: &RulesInForce) -> Result<CaseOutcome, String> {
    let name = case.input_text("band")?;
    let weight = case.input_number("weight")?;
    let bands = rules
        .scoring()
        .map_err(|missing| missing.to_string())?
        .qualitative
        .value
        .clone();
    let index = bands.iter().position(|band| band.name == name);
    let band = bands
        .iter()
        .find(|band| band.name == name)
        .ok_or_else(|| format!("没有“{name}”这一档"))?;
    let share = |bp: u32| rounded(weight * Decimal::from(bp) / Decimal::from(10_000));
    Ok(CaseOutcome::Computed(vec![
        ("from", share(band.from_bp)?),
        ("to", share(band.to_bp)?),
        ("to_included", Tree::Flag(index == Some(0))),
    ]))
}

fn key_monitoring(case: &Case, rules: &RulesInForce) -> Result<CaseOutcome, String> {
    let budget = case.input_number("budget_yuan")?;
    let threshold = rules
        .quantity(&case.rule)
        .map_err(|missing| missing.to_string())?
        .value
        .ok_or("金额起点未设定")?;
    // 来源写“500万以上”; whether the bound is included is open, the case beside the rule says so.
    Ok(CaseOutcome::Computed(vec![(
        "key_monitoring",
        Tree::Flag(threshold.value < budget),
    )]))
}

/// The days of a period in the year of the case.
fn period(case: &Case, rules: &RulesInForce) -> Result<CaseOutcome, String> {
    let code = case.input_text("period")?;
    let periods = rules
        .monitoring_periods()
        .map_err(|missing| missing.to_string())?;
    let period = periods.value.into_iter().find(|period| period.code == code);
    let period = period.ok_or_else(|| format!("没有监控期“{code}”"))?;
    Ok(CaseOutcome::Computed(vec![
        ("month", Tree::Integer(period.month.into())),
        ("cut_off", Tree::Date(period.cut_off)),
        ("unit_due_on", Tree::Date(period.unit_due_on)),
        ("department_due_on", Tree::Date(period.department_due_on)),
        ("finance_due_on", Tree::Date(period.finance_due_on)),
    ]))
}

/// Progress against the share of the year that has passed, and the light it gives.
fn light(case: &Case, rules: &RulesInForce) -> Result<CaseOutcome, String> {
    let planned = case.input_number("planned")?;
    let month = case.input_number("month")?;
    if planned.is_zero() || month.is_zero() {
        return Err("planned 和 month 不能为零".to_owned());
    }
    let months = Decimal::from(12);
    let progress = case.input_number("actual")? * months * Decimal::ONE_HUNDRED / (planned * month);
    let lights = rules
        .content(&case.rule)
        .map_err(|missing| missing.to_string())?
        .value
        .ok_or("预警分档未设定")?;
    let lit = lights.entries().iter().find(|entry| {
        let from = entry.field("from").and_then(Tree::decimal);
        from.is_some_and(|from| from <= progress)
    });
    let name = lit.and_then(|entry| entry.field("light")).cloned();
    Ok(CaseOutcome::Computed(vec![
        ("progress", rounded(progress)?),
        ("light", name.ok_or("没有对应的预警档")?),
    ]))
}

/// The last day of a period that begins after a day, in working days or in calendar days.
fn working_days(case: &Case, rules: &RulesInForce) -> Result<CaseOutcome, String> {
    let Some(Tree::Date(from)) = case.input.field("from") else {
        return Err("input 缺少日期 from".to_owned());
    };
    let list = rules.holidays().map_err(|missing| missing.to_string())?;
    let holidays = Holidays::default().with(rules.year().get().into(), list.value);
    let count = |name: &str| -> Result<u32, String> {
        u32::try_from(case.input_number(name)?).map_err(|_| format!("{name} 应为不小于零的整数"))
    };
    let due_on = if case.input.field("days").is_some() {
        add_days(*from, count("days")?, &holidays)
    } else {
        add_working_days(*from, count("workdays")?, &holidays)
    };
    let due_on = due_on.map_err(|missing| missing.to_string())?;
    Ok(CaseOutcome::Computed(vec![("due_on", Tree::Date(due_on))]))
}

/// What a sentence of a report below a heading is about.
fn sentence(case: &Case, rules: &RulesInForce) -> Result<CaseOutcome, String> {
    let report = rules
        .institution_report()
        .map_err(|missing| missing.to_string())?;
    let heading = report.topic(case.input_text("heading")?);
    let topic = report.sentence_topic(case.input_text("sentence")?, heading);
    Ok(CaseOutcome::Computed(vec![(
        "topic",
        Tree::Text(topic.name().to_owned()),
    )]))
}

/// What an index of so many cases says.
fn concentration(case: &Case, rules: &RulesInForce) -> Result<CaseOutcome, String> {
    let judged = rules
        .institution_concentration()
        .map_err(|missing| missing.to_string())?;
    let cases = usize::try_from(case.input_number("cases")?).map_err(|_| "cases 超出范围")?;
    let index = case.input_number("index")? * Decimal::from(10_000);
    let index = u32::try_from(index).map_err(|_| "index 超出范围")?;
    let verdict = judged.judge(cases, Some(index));
    Ok(CaseOutcome::Computed(vec![(
        "verdict",
        Tree::Text(verdict.name().to_owned()),
    )]))
}

/// What an estimate of a severity says by its interval in points.
fn severity(case: &Case, rules: &RulesInForce) -> Result<CaseOutcome, String> {
    let judged = rules.scorer_severity().map_err(|missing| missing.to_string())?;
    let shared = usize::try_from(case.input_number("shared")?).map_err(|_| "shared 超出范围")?;
    let end = |field: &str| -> Result<i32, String> {
        let points = Score::from_points(case.input_number(field)?);
        Ok(points.ok_or_else(|| format!("{field} 超出范围"))?.centi())
    };
    let verdict = judged.judge(shared, Some((end("low")?, end("high")?)));
    Ok(CaseOutcome::Computed(vec![(
        "verdict",
        Tree::Text(verdict.name().to_owned()),
    )]))
}

/// The conclusion that is proposed for a score.
fn conclusion(case: &Case, rules: &RulesInForce) -> Result<CaseOutcome, String> {
    let ex_ante = rules.ex_ante().map_err(|missing| missing.to_string())?;
    let score = Score::from_points(case.input_number("score")?).ok_or("score 超出范围")?;
    let proposed = ex_ante::conclusion::propose(&ex_ante.conclusions.value, score);
    let name = proposed.map_or(Tree::Flag(false), |rule| Tree::Text(rule.name.clone()));
    Ok(CaseOutcome::Computed(vec![("conclusion", name)]))
}

/// The category of a project by its name, and by how many criteria it is on the list.
fn object(case: &Case, rules: &RulesInForce) -> Result<CaseOutcome, String> {
    let ex_ante = rules.ex_ante().map_err(|missing| missing.to_string())?;
    let name = case.input_text("name")?;
    let category = ex_ante::object::categorise(&ex_ante.categories.value, name).ok_or("没有兜底的类别")?;
    let mut results = vec![("category", Tree::Text(category.code.clone()))];
    if case.input.field("yuan").is_some() {
        let text = |field| case.input_text(field);
        let fen = case.input_number("yuan")? * Decimal::ONE_HUNDRED;
        let amount = i64::try_from(fen).map_err(|_| "yuan 超出范围")?;
        let nature = ProjectNature::from_code(text("nature")?).ok_or("nature 写 new 或 continued")?;
        let project_type =
            ProjectType::from_code(text("type")?).ok_or("type 写 staff、running 或 specific")?;
        let met =
            ex_ante.criteria.value.iter().filter(|criterion| {
                criterion.is_met(category, nature, project_type, Money::from_fen(amount))
            });
        let names: Vec<&str> = met.map(|criterion| criterion.name.as_str()).collect();
        results.push(("criteria", Tree::Text(names.join("、"))));
    }
    Ok(CaseOutcome::Computed(results))
}

/// Who proposes and who decides in a book of budget cuts.
fn cut_book(case: &Case, rules: &RulesInForce) -> Result<CaseOutcome, String> {
    let code = case.input_text("book")?;
    let books = rules.cut_books().map_err(|missing| missing.to_string())?.value;
    let book = books.iter().find(|book| book.code == code);
    let book = book.ok_or_else(|| format!("没有台账“{code}”"))?;
    Ok(CaseOutcome::Computed(vec![
        ("proposer", Tree::Text(book.proposer.code().to_owned())),
        ("decider", Tree::Text(book.decider.code().to_owned())),
    ]))
}

/// Who is told on a day about a rectification that was due on another.
fn escalation(case: &Case, rules: &RulesInForce) -> Result<CaseOutcome, String> {
    let day = |name: &str| match case.input.field(name) {
        Some(Tree::Date(day)) => Ok(*day),
        _ => Err(format!("input 缺少日期 {name}")),
    };
    let rule = rules
        .rectification()
        .map_err(|missing| missing.to_string())?
        .escalation;
    let level = rule.level(day("due_on")?, day("today")?);
    let name = level.map_or(Tree::Flag(false), |level| Tree::Text(level.name().to_owned()));
    Ok(CaseOutcome::Computed(vec![("level", name)]))
}

/// Shares of the formula × the scores given under the same names.
fn spot_evaluation(case: &Case, rules: &RulesInForce) -> Result<CaseOutcome, String> {
    let formula = rules
        .content(&case.rule)
        .map_err(|missing| missing.to_string())?
        .value
        .ok_or("得分构成未设定")?;
    let Tree::Table(shares) = formula else {
        return Err("得分构成应为表".to_owned());
    };
    let mut score = Decimal::ZERO;
    for (name, share) in &shares {
        let share = share.decimal().ok_or("得分构成中有一项不是数")?;
        score += share * case.input_number(name)? / Decimal::ONE_HUNDRED;
    }
    let rounded = rounded(score)?;
    let grade = grade_of(rules, "spot_evaluation", score)?;
    Ok(CaseOutcome::Computed(vec![("score", rounded), ("grade", grade)]))
}

fn number(number: Decimal) -> Tree {
    Tree::Text(number.normalize().to_string())
}

/// Two decimals, half up, as every printed score.
fn rounded(value: Decimal) -> Result<Tree, String> {
    let score = Score::from_points(value).ok_or("结果超出范围")?;
    Ok(Tree::Text(score.points().to_string()))
}
