//! 规则更改申请 (rule proposals): the approved ones are the overlay over the rule files.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use hengji_domain::id::RuleProposalId;
use hengji_domain::rule::Verification;
use hengji_domain::rule_proposal::{ProposalKind, ProposalState, RuleProposal, Settlement};
use hengji_domain::{Division, Timestamp};

use crate::Db;
use crate::error::StoreError;
use crate::schema::{rule_heads, rule_proposals};
use crate::text::{Row, loaded, stored, year_column};

/// How often the rules of all divisions were changed, as a part of another query.
pub(crate) const RULES_VERSION: &str = "(SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM rule_heads)";

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = rule_proposals, treat_none_as_default_value = false)]
struct ProposalRow {
    division: String,
    proposal_id: String,
    kind: String,
    rule: String,
    from_year: i32,
    value: Option<String>,
    words_before: String,
    words_after: String,
    regulation_id: String,
    clause: String,
    verification: String,
    verified_on: Option<String>,
    note: Option<String>,
    reason: String,
    state: String,
    proposed_by: String,
    proposed_at: i64,
    settled_by: Option<String>,
    settled_at: Option<i64>,
    opinion: Option<String>,
    version: i32,
}

impl ProposalRow {
    fn of(division: Division, proposal: &RuleProposal) -> Self {
        let (verification, verified_on) = match proposal.verification {
            Verification::Verified { on } => ("verified", Some(on.to_string())),
            Verification::Partly => ("partly", None),
            Verification::Unverified => ("unverified", None),
        };
        let settled = proposal.settled.as_ref();
        Self {
            division: division.to_string(),
            proposal_id: proposal.id.to_string(),
            kind: proposal.kind.code().to_owned(),
            rule: proposal.rule.clone(),
            from_year: year_column(proposal.from),
            value: proposal.value.clone(),
            words_before: proposal.before.clone(),
            words_after: proposal.after.clone(),
            regulation_id: proposal.regulation.to_string(),
            clause: proposal.clause.clone(),
            verification: verification.to_owned(),
            verified_on,
            note: stored(&proposal.note),
            reason: proposal.reason.clone(),
            state: proposal.state.code().to_owned(),
            proposed_by: proposal.proposed_by.to_string(),
            proposed_at: proposal.proposed_at.micros(),
            settled_by: settled.map(|settled| settled.by.to_string()),
            settled_at: settled.map(|settled| settled.at.micros()),
            opinion: settled.and_then(|settled| stored(&settled.opinion)),
            version: proposal.version,
        }
    }
}

impl TryFrom<ProposalRow> for RuleProposal {
    type Error = StoreError;

    fn try_from(stored: ProposalRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "rule_proposals",
            key: &stored.proposal_id,
        };
        let verified_on = row.date("verified_on", stored.verified_on.as_deref())?;
        let verification = match (stored.verification.as_str(), verified_on) {
            ("verified", Some(on)) => Verification::Verified { on },
            ("partly", None) => Verification::Partly,
            ("unverified", None) => Verification::Unverified,
            (other, _) => return Err(row.corrupt(format!("verification 为“{other}”"))),
        };
        let by = row.parse_opt("settled_by", stored.settled_by.as_deref())?;
        Ok(Self {
            id: row.parse("proposal_id", &stored.proposal_id)?,
            kind: row.code("kind", &stored.kind, ProposalKind::from_code)?,
            from: row.year(stored.from_year)?,
            regulation: row.parse("regulation_id", &stored.regulation_id)?,
            verification,
            state: row.code("state", &stored.state, ProposalState::from_code)?,
            proposed_by: row.parse("proposed_by", &stored.proposed_by)?,
            proposed_at: Timestamp::from_micros(stored.proposed_at),
            settled: by.zip(stored.settled_at).map(|(by, at)| Settlement {
                by,
                at: Timestamp::from_micros(at),
                opinion: loaded(stored.opinion),
            }),
            rule: stored.rule,
            value: stored.value,
            before: stored.words_before,
            after: stored.words_after,
            clause: stored.clause,
            note: loaded(stored.note),
            reason: stored.reason,
            version: stored.version,
        })
    }
}

/// Writes a new proposal.
///
/// # Errors
///
/// [`StoreError::Reference`] when its document does not exist.
pub fn insert(db: &mut Db, division: Division, proposal: &RuleProposal) -> Result<(), StoreError> {
    diesel::insert_into(rule_proposals::table)
        .values(ProposalRow::of(division, proposal))
        .execute(db)?;
    Ok(())
}

/// Writes how a proposal ended; its new version.
///
/// # Errors
///
/// [`StoreError::Stale`] when somebody else was faster.
pub fn settle(db: &mut Db, division: Division, proposal: &RuleProposal) -> Result<i32, StoreError> {
    let next = proposal.version.saturating_add(1);
    let row = ProposalRow::of(division, proposal);
    let updated = diesel::update(
        rule_proposals::table
            .find((&row.division, &row.proposal_id))
            .filter(rule_proposals::version.eq(proposal.version)),
    )
    .set((
        rule_proposals::state.eq(&row.state),
        rule_proposals::settled_by.eq(&row.settled_by),
        rule_proposals::settled_at.eq(row.settled_at),
        rule_proposals::opinion.eq(&row.opinion),
        rule_proposals::version.eq(next),
    ))
    .execute(db)?;
    if updated == 0 {
        return Err(StoreError::Stale {
            table: "rule_proposals",
            key: row.proposal_id,
        });
    }
    Ok(next)
}

/// The proposal.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find(db: &mut Db, division: Division, id: RuleProposalId) -> Result<Option<RuleProposal>, StoreError> {
    let found: Option<ProposalRow> = rule_proposals::table
        .find((division.as_str(), id.to_string()))
        .select(ProposalRow::as_select())
        .first(db)
        .optional()?;
    found.map(RuleProposal::try_from).transpose()
}

/// Every proposal of the division, the latest first: a bureau changes some dozens of rules a year.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn list(db: &mut Db, division: Division) -> Result<Vec<RuleProposal>, StoreError> {
    rule_proposals::table
        .filter(rule_proposals::division.eq(division.as_str()))
        .order((
            rule_proposals::proposed_at.desc(),
            rule_proposals::proposal_id.desc(),
        ))
        .select(ProposalRow::as_select())
        .load(db)?
        .into_iter()
        .map(RuleProposal::try_from)
        .collect()
}

/// The approved proposals of the division in the order of their approval.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn approved(db: &mut Db, division: Division) -> Result<Vec<RuleProposal>, StoreError> {
    rule_proposals::table
        .filter(rule_proposals::division.eq(division.as_str()))
        .filter(rule_proposals::state.eq(ProposalState::Approved.code()))
        .order((rule_proposals::settled_at, rule_proposals::proposal_id))
        .select(ProposalRow::as_select())
        .load(db)?
        .into_iter()
        .map(RuleProposal::try_from)
        .collect()
}

/// How often the rules of all divisions were changed so far.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn rules_version(db: &mut Db) -> Result<i64, StoreError> {
    Ok(diesel::select(sql::<BigInt>(RULES_VERSION)).get_result(db)?)
}

/// The divisions that have changed rules.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn changed_divisions(db: &mut Db) -> Result<Vec<Division>, StoreError> {
    let codes: Vec<String> = rule_heads::table
        .select(rule_heads::division)
        .order(rule_heads::division)
        .load(db)?;
    let read = |code: &String| {
        let row = Row {
            table: "rule_heads",
            key: code,
        };
        row.parse("division", code)
    };
    codes.iter().map(read).collect()
}

/// Counts one more change of the division's rules. Done first in an approval, it lets only one at a time go on.
///
/// # Errors
///
/// [`StoreError::Duplicate`] when two are first at once; the transaction is then run once more.
pub fn count_change(db: &mut Db, division: Division) -> Result<(), StoreError> {
    let updated = diesel::update(rule_heads::table.find(division.as_str()))
        .set(rule_heads::version.eq(rule_heads::version + 1))
        .execute(db)?;
    if updated == 0 {
        diesel::insert_into(rule_heads::table)
            .values((
                rule_heads::division.eq(division.as_str()),
                rule_heads::version.eq(1),
            ))
            .execute(db)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
