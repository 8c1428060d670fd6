//! The documents of the demonstration, and two changes of rules: one in force from next year, one waiting.

use hengji_app::rules::{NewProposal, Settle};
use hengji_app::seed::SeedRegulation;
use hengji_app::{App, RequestKey};
use hengji_domain::id::{RegulationId, RuleProposalId, UserId};
use hengji_domain::person::{Actor, Grant, Role};
use hengji_domain::regulation::{Regulation, RegulationLevel};
use hengji_domain::{Division, NaiveDate, Timestamp};
use serde::Deserialize;

use crate::demo::Plan;
use crate::exit::Failure;

const FILE: &str = include_str!("../../../../../fixtures/demo/regulations.toml");

/// The budget year from which the bureau of the demonstration wants more of a goal.
const CHANGED_FROM: &str = "2022";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    regulation: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    #[serde(default)]
    document_number: String,
    issuer: String,
    level: String,
    issued_on: Option<String>,
    effective_from: Option<String>,
    #[serde(default)]
    text: String,
    found_at: String,
    rules: Vec<String>,
}

/// Writes the documents, and lets the performance division and the leadership do what people would.
pub(super) fn write(
    app: &App,
    division: Division,
    plan: &Plan,
    users: &[(Role, UserId)],
) -> Result<(), Failure> {
    let documents = read()?;
    let ids = app.seed_regulations(division, &documents)?;
    let basis = ids.last().ok_or_else(|| Failure::fault("演示制度文件为空"))?;
    let proposer = somebody(division, plan, users, Role::PerformanceReviewer)?;
    let leader = somebody(division, plan, users, Role::BureauLeader)?;
    let count = proposal(
        "goal.indicator_count_min",
        "6",
        basis,
        "新办法要求三级指标不少于六条。",
    );
    let written = app.propose_rule(&proposer, &key("count")?, &count)?;
    let id: RuleProposalId = written.id.parse().map_err(Failure::fault)?;
    let consent = Settle {
        version: written.version,
        opinion: "同意,自下一预算年度起施行。".to_owned(),
    };
    app.approve_rule(&leader, &key("consent")?, id, &consent)?;
    let rate = proposal(
        "goal.quantification_rate_min",
        "70",
        basis,
        "新办法要求可以量化的指标不低于百分之七十。",
    );
    app.propose_rule(&proposer, &key("rate")?, &rate)?;
    Ok(())
}

fn proposal(rule: &str, toml: &str, basis: &RegulationId, reason: &str) -> NewProposal {
    NewProposal {
        kind: "change".to_owned(),
        rule: rule.to_owned(),
        from_year: CHANGED_FROM.to_owned(),
        toml: toml.to_owned(),
        regulation: basis.to_string(),
        clause: "第八条".to_owned(),
        is_verified: true,
        reason: reason.to_owned(),
        ..NewProposal::default()
    }
}

fn key(name: &str) -> Result<RequestKey, Failure> {
    Ok(RequestKey::new(&format!("demonstration-rule-{name}"))?)
}

/// The account of a role, acting in the demonstration.
fn somebody(division: Division, plan: &Plan, users: &[(Role, UserId)], role: Role) -> Result<Actor, Failure> {
    let missing = || Failure::fault(format!("演示区没有“{}”账户", role.name()));
    let account = plan.bodies().accounts.iter().find(|account| account.role == role);
    let account = account.ok_or_else(missing)?;
    let user = users
        .iter()
        .find(|(known, _)| *known == role)
        .ok_or_else(missing)?
        .1;
    Ok(Actor {
        user,
        name: account.name.clone(),
        division,
        grants: vec![Grant {
            role,
            unit: account.unit,
        }],
        address: String::new(),
    })
}

fn read() -> Result<Vec<SeedRegulation>, Failure> {
    let file: File = toml::from_str(FILE).map_err(Failure::fault)?;
    file.regulation.into_iter().map(seed).collect()
}

fn seed(entry: Entry) -> Result<SeedRegulation, Failure> {
    let day = |text: Option<String>| -> Result<Option<NaiveDate>, Failure> {
        text.map(|text| text.parse().map_err(Failure::fault)).transpose()
    };
    let level = RegulationLevel::from_code(&entry.level);
    Ok(SeedRegulation(Regulation {
        // The application gives the identifier when it writes.
        id: RegulationId::new(Timestamp::from_micros(0), [0; 10]),
        level: level.ok_or_else(|| Failure::fault(format!("效力层级“{}”", entry.level)))?,
        issued_on: day(entry.issued_on)?,
        effective_from: day(entry.effective_from)?,
        effective_to: None,
        name: entry.name,
        document_number: entry.document_number,
        issuer: entry.issuer,
        text: entry.text,
        found_at: entry.found_at,
        rules: entry.rules,
        version: 1,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use hengji_rules::RuleBook;

    #[test]
    fn every_document_grounds_rules_that_exist() {
        let book = RuleBook::embedded().unwrap();
        let known = book.names(crate::demo::DIVISION.parse().unwrap());
        let all = read().unwrap();
        assert!(10 < all.len());
        for SeedRegulation(one) in &all {
            for rule in &one.rules {
                assert!(
                    known.iter().any(|(known, _)| known == rule),
                    "{} {rule}",
                    one.name
                );
            }
        }
    }

    #[test]
    fn documents_are_named_once() {
        let mut titles: Vec<String> = read()
            .unwrap()
            .iter()
            .map(|SeedRegulation(one)| one.title())
            .collect();
        let count = titles.len();
        titles.sort();
        titles.dedup();
        assert_eq!(titles.len(), count);
    }
}
