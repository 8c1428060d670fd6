//! 入选条件 (admission): each condition met, not met, or not evidenced, with the reason in words.

use std::sync::Arc;

use chrono::{Datelike, Months, NaiveDate};

use crate::rule::Citation;

/// What the rules of a year ask of an institution.
#[derive(Debug, Clone)]
pub struct AdmissionRules {
    /// Years without a major violation.
    pub clean_years: u32,
    /// Years of practice of a lead evaluator.
    pub lead_years: u32,
    /// Years of those in performance evaluation.
    pub lead_evaluation_years: u32,
    /// How many lead evaluators at least.
    pub leads_least: u32,
    /// How many people at least.
    pub people_least: u32,
    /// For how many months a look-up of the credit record counts.
    pub credit_months: u32,
    /// Where the clean years come from.
    pub clean_basis: Arc<Citation>,
    /// Where the years of a lead evaluator come from.
    pub lead_basis: Arc<Citation>,
    /// Where the other numbers come from.
    pub basis: Arc<Citation>,
}

/// A person as far as the conditions ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PersonFacts {
    /// The calendar year in which practice began.
    pub practice_from: i32,
    /// The calendar year in which work in performance evaluation began.
    pub evaluation_from: i32,
    /// 主评人.
    pub is_lead: bool,
}

/// What is known of an institution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InstitutionFacts<'a> {
    /// Why the bureau suspended it; none where it did not.
    pub suspended: Option<&'a str>,
    /// When it registered on the credit platform of the ministry.
    pub platform_on: Option<NaiveDate>,
    /// When its credit record was last looked up.
    pub credit_checked_on: Option<NaiveDate>,
    /// The last major violation on that record.
    pub violation_on: Option<NaiveDate>,
    /// Its people of today.
    pub people: &'a [PersonFacts],
}

/// How a condition stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// 符合.
    Met,
    /// 不符合.
    NotMet,
    /// 未举证: nothing was handed in that would show it.
    Missing,
}

impl Evidence {
    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Met => "符合",
            Self::NotMet => "不符合",
            Self::Missing => "未举证",
        }
    }
}

/// One condition with its answer.
#[derive(Debug, Clone)]
pub struct Condition {
    /// What is asked.
    pub name: String,
    /// How it stands.
    pub evidence: Evidence,
    /// Why, with the numbers.
    pub why: String,
    /// Where it comes from; none for what the bureau itself decided.
    pub basis: Option<Arc<Citation>>,
}

/// Judges an institution as of a day.
pub fn conditions(facts: &InstitutionFacts<'_>, rules: &AdmissionRules, on: NaiveDate) -> Vec<Condition> {
    vec![
        in_good_standing(facts),
        on_platform(facts, rules),
        clean(facts, rules, on),
        staffed(facts, rules),
        led(facts, rules, on),
    ]
}

fn in_good_standing(facts: &InstitutionFacts<'_>) -> Condition {
    let (evidence, why) = match facts.suspended {
        None => (Evidence::Met, "在册,未被暂停。".to_owned()),
        Some(reason) => (Evidence::NotMet, format!("已被财政局暂停:{reason}。")),
    };
    Condition {
        name: "在册且未被暂停".to_owned(),
        evidence,
        why,
        basis: None,
    }
}

fn on_platform(facts: &InstitutionFacts<'_>, rules: &AdmissionRules) -> Condition {
    let (evidence, why) = match facts.platform_on {
        Some(day) => (Evidence::Met, format!("{day} 登记。")),
        None => (
            Evidence::Missing,
            "没有填写登记日期,请机构提供平台登记页。".to_owned(),
        ),
    };
    Condition {
        name: "在第三方机构信用管理平台登记".to_owned(),
        evidence,
        why,
        basis: Some(Arc::clone(&rules.lead_basis)),
    }
}

fn clean(facts: &InstitutionFacts<'_>, rules: &AdmissionRules, on: NaiveDate) -> Condition {
    let since = on.checked_sub_months(Months::new(rules.clean_years.saturating_mul(12)));
    let fresh_from = on.checked_sub_months(Months::new(rules.credit_months));
    let (evidence, why) = match (facts.violation_on, facts.credit_checked_on) {
        (Some(day), _) if since.is_none_or(|since| since < day) => (
            Evidence::NotMet,
            format!("{day} 有重大违法记录,距今不满 {} 年。", rules.clean_years),
        ),
        (_, None) => (
            Evidence::Missing,
            "没有查询信用记录,请查询后填写查询日期。".to_owned(),
        ),
        (_, Some(day)) if fresh_from.is_some_and(|from| day < from) => (
            Evidence::Missing,
            format!(
                "上次查询为 {day},已超过 {} 个月,请重新查询。",
                rules.credit_months
            ),
        ),
        (None, Some(day)) => (Evidence::Met, format!("{day} 查询,无重大违法记录。")),
        (Some(violation), Some(day)) => (
            Evidence::Met,
            format!(
                "{day} 查询,最近一次记录为 {violation},已满 {} 年。",
                rules.clean_years
            ),
        ),
    };
    Condition {
        name: format!("近 {} 年无重大违法记录", rules.clean_years),
        evidence,
        why,
        basis: Some(Arc::clone(&rules.clean_basis)),
    }
}

fn staffed(facts: &InstitutionFacts<'_>, rules: &AdmissionRules) -> Condition {
    let found = facts.people.len();
    let enough = usize::try_from(rules.people_least).is_ok_and(|least| least <= found);
    Condition {
        name: format!("专业人员不少于 {} 人", rules.people_least),
        evidence: match (enough, found) {
            (true, _) => Evidence::Met,
            (false, 0) => Evidence::Missing,
            (false, _) => Evidence::NotMet,
        },
        why: match found {
            0 => "没有登记人员。".to_owned(),
            found => format!("登记 {found} 人。"),
        },
        basis: Some(Arc::clone(&rules.basis)),
    }
}

fn led(facts: &InstitutionFacts<'_>, rules: &AdmissionRules, on: NaiveDate) -> Condition {
    let years = |from: i32| u32::try_from(on.year().saturating_sub(from)).unwrap_or_default();
    let leads: Vec<&PersonFacts> = facts.people.iter().filter(|person| person.is_lead).collect();
    let able = leads.iter().filter(|person| {
        rules.lead_years <= years(person.practice_from)
            && rules.lead_evaluation_years <= years(person.evaluation_from)
    });
    let found = u32::try_from(able.count()).unwrap_or(u32::MAX);
    let evidence = match (rules.leads_least <= found, leads.is_empty()) {
        (true, _) => Evidence::Met,
        (false, true) => Evidence::Missing,
        (false, false) => Evidence::NotMet,
    };
    let why = if leads.is_empty() {
        "没有登记主评人。".to_owned()
    } else {
        let best = |of: fn(&PersonFacts) -> i32| {
            leads
                .iter()
                .map(|person| years(of(person)))
                .max()
                .unwrap_or_default()
        };
        format!(
            "登记主评人 {} 名,年限够的 {found} 名;从业最长 {} 年,从事绩效评价最长 {} 年。",
            leads.len(),
            best(|person| person.practice_from),
            best(|person| person.evaluation_from)
        )
    };
    Condition {
        name: format!(
            "主评人不少于 {} 名,从业满 {} 年、从事绩效评价满 {} 年",
            rules.leads_least, rules.lead_years, rules.lead_evaluation_years
        ),
        evidence,
        why,
        basis: Some(Arc::clone(&rules.lead_basis)),
    }
}
