//! What every step of a finding needs: the closed lists with their names, who may see it, reasons long enough.

use hengji_authz::{Action, Place, Resource};
use hengji_domain::id::EvaluationFindingId;
use hengji_domain::person::Actor;
use hengji_domain::rectification::{FindingState, RectificationRules};
use hengji_domain::rule::ReviewReason;
use hengji_domain::{Division, NaiveDate};
use hengji_rules::RulesInForce;
use hengji_store::rectification::{
    CommitmentListing, CommitmentTotals, EvaluationFinding, FindingListing, RectificationHand, Step as Trail,
    find_commitment_listing, find_finding_listing,
};

use super::view::{CommitmentRow, FindingRow, Lists};
use crate::app::{Step, Tx};
use crate::common::Choice;
use crate::error::AppError;
use crate::projects::view::TimelineEntry;

/// Longest texts, characters.
pub(super) const WORDS_MAX: usize = 2_000;
/// Longest short texts, characters.
pub(super) const SHORT_MAX: usize = 200;

/// The closed lists of a year with their names.
pub(crate) struct Names {
    pub(super) rules: RectificationRules,
}

impl Names {
    pub(super) fn of(rules: &RulesInForce) -> Result<Self, AppError> {
        Ok(Self {
            rules: rules.rectification()?,
        })
    }

    pub(super) fn lists(&self) -> Lists {
        let choices = |list: &[ReviewReason]| {
            list.iter()
                .map(|one| Choice {
                    code: one.code.clone(),
                    name: one.name.clone(),
                })
                .collect()
        };
        Lists {
            origins: choices(&self.rules.origins),
            causes: choices(&self.rules.causes),
            severities: choices(&self.rules.severities),
            kinds: choices(&self.rules.commitment_kinds),
        }
    }

    /// A finding as lists show it.
    pub(super) fn row(
        &self,
        listing: &FindingListing,
        totals: CommitmentTotals,
        today: NaiveDate,
    ) -> FindingRow {
        let one = &listing.finding;
        let waits = one.state == FindingState::Entered;
        let feedback_due_on = one.feedback_due_on.filter(|_| waits);
        FindingRow {
            id: one.id,
            year: one.year,
            serial: one.serial,
            origin: choice(&self.rules.origins, &one.origin.kind),
            origin_title: one.origin.title.clone(),
            unit_name: listing.unit_name.clone(),
            department_name: listing.department_name.clone(),
            project: one.project.zip(listing.project_name.clone()),
            words: one.words.clone(),
            cause: choice(&self.rules.causes, &one.cause),
            severity: choice(&self.rules.severities, &one.severity),
            amount: one.amount,
            state: one.state,
            promised: totals.promised,
            claimed: totals.claimed,
            verified: totals.verified,
            feedback_due_on,
            is_late: feedback_due_on.is_some_and(|due| due < today),
            is_relapse: one.earlier.is_some(),
        }
    }

    /// A measure as lists show it.
    pub(super) fn commitment(&self, listing: &CommitmentListing, today: NaiveDate) -> CommitmentRow {
        let one = &listing.commitment;
        let level = self.rules.escalation.level(one.due_on, today);
        CommitmentRow {
            id: one.id,
            finding: one.finding,
            finding_number: number(&listing.finding),
            finding_words: listing.finding.words.clone(),
            unit_name: listing.unit_name.clone(),
            department_name: listing.department_name.clone(),
            kind: choice(&self.rules.commitment_kinds, &one.kind),
            words: one.words.clone(),
            owner: one.owner.clone(),
            due_on: one.due_on,
            proof_asked: one.proof_asked.clone(),
            state: one.state,
            claimed_on: one.claimed_on,
            verified_on: one.verified_on,
            is_late: one.state.is_late(one.due_on, today),
            level: level.filter(|_| one.state.is_open()),
            version: one.version,
        }
    }

    /// The words of a reason, long enough and not too long.
    pub(super) fn reason<'a>(
        &self,
        field: &str,
        code: &'static str,
        what: &str,
        words: &'a str,
    ) -> Result<&'a str, AppError> {
        let words = words.trim();
        let length = words.chars().count();
        let least = usize::try_from(self.rules.reason_length_min).unwrap_or(0);
        if length < least {
            let told = format!("{what}至少 {least} 字,现有 {length} 字,请写清楚依据和情况。");
            return Err(AppError::field(field, code, told));
        }
        not_longer(field, what, words, WORDS_MAX)
    }
}

/// Refuses a text that is too long.
pub(super) fn not_longer<'a>(
    field: &str,
    what: &str,
    words: &'a str,
    most: usize,
) -> Result<&'a str, AppError> {
    let length = words.chars().count();
    if length <= most {
        return Ok(words);
    }
    let told = format!("{what}最多 {most} 字,现有 {length} 字,请精简。");
    Err(AppError::field(field, "text-too-long", told))
}

/// The entry of a list with this code; one that the rules no longer know is shown by its code.
pub(super) fn choice(list: &[ReviewReason], code: &str) -> Choice {
    let known = list.iter().find(|one| one.code == code);
    Choice {
        code: code.to_owned(),
        name: known.map_or_else(|| code.to_owned(), |one| one.name.clone()),
    }
}

/// As people call a finding: `2020-12`.
pub(super) fn number(finding: &EvaluationFinding) -> String {
    format!("{}-{}", finding.year, finding.serial)
}

/// Whether somebody sees findings that were never served.
pub(crate) fn sees_unserved(actor: &Actor) -> bool {
    Action::IssueGoal.roles().iter().any(|role| actor.has(*role))
}

/// Where the unit of a finding stands.
pub(super) const fn place(listing: &FindingListing) -> Place {
    Place {
        unit: listing.finding.unit,
        department: listing.department,
        budget_division: listing.budget_division,
    }
}

/// Whether those may see it who only read what is settled.
pub(super) const fn is_settled(state: FindingState) -> bool {
    matches!(
        state,
        FindingState::Served | FindingState::Rectifying | FindingState::Rectified
    )
}

/// What a decision about a finding needs.
pub(super) const fn resource(division: Division, place: Place, state: FindingState) -> Resource {
    Resource::Project {
        division,
        place,
        has_concluded: is_settled(state),
    }
}

/// Finds the finding that a step is about; to the unit it does not exist before its service.
pub(super) fn find(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: EvaluationFindingId,
) -> Step<(Resource, FindingListing)> {
    tx.about("evaluation_finding", id);
    let listing = find_finding_listing(tx.db, tx.division, id)?.ok_or(AppError::NotFound)?;
    if listing.finding.served_on.is_none() && !sees_unserved(actor) {
        return Err(AppError::NotFound.into());
    }
    tx.detail("finding", number(&listing.finding));
    tx.detail("unit", &listing.unit_name);
    let state = listing.finding.state;
    Ok((resource(tx.division, place(&listing), state), listing))
}

/// Finds the measure that a step is about.
pub(super) fn find_measure(
    tx: &mut Tx<'_>,
    id: hengji_domain::id::CommitmentId,
) -> Step<(Resource, CommitmentListing)> {
    tx.about("commitment", id);
    let listing = find_commitment_listing(tx.db, tx.division, id)?.ok_or(AppError::NotFound)?;
    tx.detail("finding", number(&listing.finding));
    tx.detail("unit", &listing.unit_name);
    tx.detail("commitment", excerpt(&listing.commitment.words));
    let state = listing.finding.state;
    Ok((resource(tx.division, measure_place(&listing), state), listing))
}

/// Where the unit of a measure stands.
pub(super) const fn measure_place(listing: &CommitmentListing) -> Place {
    Place {
        unit: listing.finding.unit,
        department: listing.department,
        budget_division: listing.budget_division,
    }
}

/// So much of a text goes into an audit event; the whole stands in the register.
pub(super) fn excerpt(words: &str) -> String {
    words.chars().take(SHORT_MAX).collect()
}

/// The hand of who acts, now.
pub(super) fn hand(actor: &Actor, tx: &Tx<'_>) -> RectificationHand {
    RectificationHand {
        user: Some(actor.user),
        name: actor.name.clone(),
        at: tx.now,
    }
}

/// A step to be added.
pub(super) fn step(actor: &Actor, tx: &Tx<'_>, deed: &str, words: &str, before: &str) -> Trail {
    Trail {
        deed: deed.to_owned(),
        words: words.to_owned(),
        before: before.to_owned(),
        hand: hand(actor, tx),
    }
}

/// Steps as a timeline, newest first.
pub(super) fn trail(steps: Vec<Trail>) -> Vec<TimelineEntry> {
    let mut all: Vec<TimelineEntry> = steps
        .into_iter()
        .map(|step| TimelineEntry {
            at: step.hand.at,
            who: step.hand.name,
            what: deed_name(&step.deed).to_owned(),
            detail: if step.before.is_empty() {
                step.words
            } else {
                format!("{} 原文:{}", step.words, step.before)
            },
        })
        .collect();
    all.reverse();
    all
}

/// What was done, in Chinese.
pub(super) fn deed_name(deed: &str) -> &str {
    match deed {
        "entered" => "登记问题",
        "changed" => "修改问题",
        "withdrawn" => "撤销问题",
        "lettered" => "写入反馈书",
        "served" => "反馈书送达",
        "letter-withdrawn" => "反馈书撤回",
        "planned" => "报送整改方案",
        "objected" => "提出异议",
        "objection-decided" => "答复异议",
        "rectified" => "整改全部核实",
        "relapsed" => "回头看发现反弹",
        "held" => "回头看:整改保持",
        "promised" => "填写整改措施",
        "claimed" => "单位报完成",
        "verified" => "核实通过",
        "rejected" => "核实不通过",
        "reminded" => "催办",
        other => other,
    }
}

/// A day that was typed.
pub(super) fn read_day(field: &str, what: &str, text: &str) -> Result<NaiveDate, AppError> {
    text.trim().parse().map_err(|_| {
        let told = format!("{what}“{}”不是日期,请写成 2021-06-30 这样。", text.trim());
        AppError::field(field, "date-unreadable", told)
    })
}
