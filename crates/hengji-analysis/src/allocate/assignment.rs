//! 第三方机构分派 (assignment of third-party institutions): who evaluates what, without favourites.
//!
//! Skills, conflicts of interest and rotation exclude pairs; shares of count and amount are capped for the year and
//! for a window of years; part of the projects gets two institutions independently. The aims come one after the
//! other: quality-weighted fit, then the smallest largest share, then the fewest repeated pairs; what is still equal
//! is settled by the tickets of a public start value, so that nobody chose.

mod caps;
mod eligibility;
mod placement;
mod result;
mod stages;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use serde::Serialize;

use super::error::{AllocateError, money_within, unique};
use crate::number::float;
use caps::{Room, rooms};
pub use eligibility::{Excluded, Exclusion};
use eligibility::{Pair, pairs};
pub use placement::Unplaced;
pub use result::{Assignment, InstitutionLoad, Placed, Placement};
pub use stages::{Aim, Stage};

/// 委托项目 (engagement): an evaluation to hand out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Engagement {
    /// The project, once in the table.
    pub project: String,
    /// Its department.
    pub department: String,
    /// What the engagement is worth in fen; counted in full for each of two institutions.
    pub amount_fen: i64,
    /// Skills an institution must have.
    pub skills: BTreeSet<String>,
    /// Skills that make an institution fit better.
    pub preferred: BTreeSet<String>,
}

/// 第三方中介机构 (third-party institution).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Institution {
    /// Its name, once in the table.
    pub name: String,
    /// The skills it has.
    pub skills: BTreeSet<String>,
    /// Quality of its earlier work, 0 to 100; the same number for all if nothing is known.
    pub quality: f64,
}

/// 回避关系 (conflict of interest).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Conflict {
    /// The institution.
    pub institution: String,
    /// The department or the project it must not evaluate.
    pub with: String,
    /// Why.
    pub kind: ConflictKind,
}

/// Why an institution must not evaluate a department or project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ConflictKind {
    /// 近年审计: it audited the unit in this year; it expires.
    Auditor {
        /// The year of the audit.
        year: i32,
    },
    /// 股权关联: shared owners.
    SharedOwner,
    /// 受益单位: it receives the subsidy itself.
    Recipient,
}

/// An engagement of an earlier year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PastEngagement {
    /// Its year.
    pub year: i32,
    /// Who evaluated.
    pub institution: String,
    /// Whom.
    pub department: String,
    /// For how much, in fen.
    pub amount_fen: i64,
}

/// What the bureau publishes beforehand.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AssignmentSettings {
    /// The year to hand out.
    pub year: i32,
    /// The public start value of the lottery.
    pub start_value: String,
    /// The largest share of count and of amount, in basis points, of the year and of the window.
    pub share_cap_bp: u32,
    /// Steps in which the largest share counts, in basis points, at least 1: shares within one step are as good as each
    /// other, so that the aims after it are not decided by a few yuan.
    pub share_step_bp: u32,
    /// Years of the window, this one included.
    pub window_years: u32,
    /// How many years running an institution may evaluate the same department.
    pub pair_years: u32,
    /// How many years an audit stays a conflict.
    pub conflict_years: u32,
    /// Share of the projects that get two institutions, in basis points.
    pub overlap_bp: u32,
    /// Branch-and-bound nodes for each aim at most; an aim that needs more is told as not proven.
    pub node_limit: u64,
}

/// All that is known before the lottery.
#[derive(Debug, Clone, Copy)]
pub struct Candidates<'a> {
    /// What to hand out.
    pub engagements: &'a [Engagement],
    /// To whom.
    pub institutions: &'a [Institution],
    /// Who must not.
    pub conflicts: &'a [Conflict],
    /// Who did before.
    pub history: &'a [PastEngagement],
}

/// Hands out the year's engagements.
///
/// # Errors
///
/// [`AllocateError::Unplaceable`] names every project that cannot be placed and why; otherwise the first unusable
/// input.
pub fn assign_institutions(
    candidates: Candidates<'_>,
    settings: &AssignmentSettings,
) -> Result<Assignment, AllocateError> {
    check(candidates, settings)?;
    let table = pairs(candidates, settings);
    let needs = placement::needs(candidates.engagements, &table, settings);
    let rooms = rooms(candidates, &needs, settings);
    let (open, full): (Vec<Pair>, Vec<Pair>) = table.pairs.iter().cloned().partition(|pair| {
        let amount_fen = candidates
            .engagements
            .get(pair.engagement)
            .map_or(0, |engagement| engagement.amount_fen);
        rooms
            .get(pair.institution)
            .is_some_and(|room| amount_fen <= room.amount_fen && 0 < room.count)
    });
    let model = placement::Model::new(candidates.engagements, open, &needs, &rooms);
    let unplaced = |missing: Vec<usize>| {
        AllocateError::Unplaceable(placement::unplaced(candidates, &table, &full, &missing))
    };
    let short = model.short(&needs);
    if short.iter().any(|missing| *missing != 0) {
        return Err(unplaced(short));
    }
    match stages::solve(&model, settings)? {
        Some(solved) => Ok(result::result(
            candidates, settings, &model, &table, &needs, solved,
        )),
        None => Err(unplaced(placement::missing(&model, &needs, settings.node_limit)?)),
    }
}

fn check(candidates: Candidates<'_>, settings: &AssignmentSettings) -> Result<(), AllocateError> {
    let Candidates {
        engagements,
        institutions,
        conflicts,
        history,
    } = candidates;
    unique(
        "项目",
        engagements.iter().map(|engagement| engagement.project.as_str()),
    )?;
    unique(
        "机构",
        institutions.iter().map(|institution| institution.name.as_str()),
    )?;
    for (what, bp) in [
        ("份额上限(万分点)", settings.share_cap_bp),
        ("双机构比例(万分点)", settings.overlap_bp),
    ] {
        AllocateError::within("分派规则", what, f64::from(bp), 0.0, 10_000.0)?;
    }
    AllocateError::within(
        "分派规则",
        "份额步长(万分点)",
        f64::from(settings.share_step_bp),
        1.0,
        10_000.0,
    )?;
    for engagement in engagements {
        money_within(&engagement.project, "委托金额", engagement.amount_fen)?;
    }
    for institution in institutions {
        AllocateError::within(&institution.name, "质量分", institution.quality, 0.0, 100.0)?;
    }
    let known: BTreeSet<&str> = institutions
        .iter()
        .map(|institution| institution.name.as_str())
        .collect();
    let unknown = |conflict: &&Conflict| !known.contains(conflict.institution.as_str());
    if let Some(conflict) = conflicts.iter().find(unknown) {
        // A misspelt name would quietly lift the recusal.
        return Err(AllocateError::UnknownInstitution {
            name: conflict.institution.clone(),
        });
    }
    for past in history {
        money_within(&past.institution, "历史委托金额", past.amount_fen)?;
    }
    let all = engagements
        .iter()
        .map(|e| e.amount_fen)
        .chain(history.iter().map(|past| past.amount_fen));
    // Each engagement may count twice.
    let sum = all.map(i128::from).sum::<i128>() * 2;
    money_within(
        "全部项目与历史",
        "委托金额合计",
        i64::try_from(sum).unwrap_or(i64::MAX),
    )?;
    AllocateError::within(
        "全部",
        "分派组合数",
        float(engagements.len() * institutions.len()),
        1.0,
        1e5,
    )
}
