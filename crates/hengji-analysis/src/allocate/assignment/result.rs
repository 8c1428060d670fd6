//! What an assignment says: who does what, how it came about, and how concentrated the work is.

use serde::Serialize;

use super::eligibility::Table;
use super::placement::{Model, overlaps_wanted};
use super::stages::{Solved, largest_share};
use super::{AssignmentSettings, Candidates, Excluded, Stage};
use crate::allocate::concentration::concentration;
use crate::allocate::money::float;
use crate::draw::Ticket;

/// An assignment with the figures it rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Assignment {
    /// Number of projects.
    pub n: usize,
    /// Engagements handed out: one per project, and one more for those with two institutions.
    pub engagements: usize,
    /// Projects with two institutions.
    pub overlaps: usize,
    /// Projects that should have two; more than `overlaps` where too few institutions may evaluate them.
    pub overlaps_wanted: usize,
    /// The aims in order, with how far each was reached.
    pub stages: Vec<Stage>,
    /// Herfindahl–Hirschman index of the year's amounts.
    pub concentration: Option<f64>,
    /// The same of the year before, from the history.
    pub concentration_before: Option<f64>,
    /// The largest share of the year's amount.
    pub largest_share: f64,
    /// Pairs that worked together within the window already.
    pub repeated_pairs: usize,
    /// One row per institution, in the order given.
    pub institutions: Vec<InstitutionLoad>,
    /// One row per project, in the order given.
    pub projects: Vec<Placed>,
}

/// What one institution gets.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InstitutionLoad {
    /// The institution.
    pub institution: String,
    /// Engagements it gets.
    pub count: usize,
    /// The most it could get.
    pub count_cap: usize,
    /// Their amount in fen.
    pub amount_fen: i64,
    /// The most that could be, in fen.
    pub amount_cap_fen: i64,
    /// Its share of the year's amount.
    pub share: f64,
}

/// Who evaluates one project.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Placed {
    /// The project.
    pub project: String,
    /// Its institution, or the two that work independently of each other.
    pub institutions: Vec<Placement>,
    /// Institutions that could have got it.
    pub eligible: usize,
    /// Institutions that could not, and why.
    pub excluded: Vec<Excluded>,
}

/// One institution on one project.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Placement {
    /// The institution.
    pub institution: String,
    /// Quality times match, 0 to 100.
    pub fit: f64,
    /// Whether it worked for the department within the window.
    pub is_repeat: bool,
    /// Its lottery ticket for the project.
    pub ticket: Ticket,
}

pub(super) fn result(
    candidates: Candidates<'_>,
    settings: &AssignmentSettings,
    model: &Model,
    table: &Table,
    needs: &[usize],
    solved: Solved,
) -> Assignment {
    let institutions = loads(candidates, model, &solved.chosen);
    let amounts: Vec<f64> = institutions.iter().map(|load| float(load.amount_fen)).collect();
    let projects = placed(candidates, model, table, &solved.chosen);
    let all = projects.iter().flat_map(|project| &project.institutions);
    Assignment {
        n: projects.len(),
        engagements: needs.iter().sum(),
        overlaps: needs.iter().filter(|need| **need == 2).count(),
        overlaps_wanted: overlaps_wanted(projects.len(), settings),
        concentration: concentration(&amounts),
        concentration_before: before(candidates, settings),
        largest_share: largest_share(model, &solved.chosen),
        repeated_pairs: all.filter(|placement| placement.is_repeat).count(),
        stages: solved.stages,
        institutions,
        projects,
    }
}

fn before(candidates: Candidates<'_>, settings: &AssignmentSettings) -> Option<f64> {
    let mut by_name = std::collections::BTreeMap::<&str, f64>::new();
    let last = settings.year.checked_sub(1)?;
    for past in candidates.history.iter().filter(|past| past.year == last) {
        *by_name.entry(&past.institution).or_default() += float(past.amount_fen);
    }
    concentration(&by_name.into_values().collect::<Vec<f64>>())
}

fn loads(candidates: Candidates<'_>, model: &Model, chosen: &[bool]) -> Vec<InstitutionLoad> {
    let rows = candidates.institutions.iter().zip(&model.rooms).enumerate();
    rows.map(|(who, (institution, room))| {
        let amount_fen = model.load(who, chosen);
        let columns = model.columns(|pair| pair.institution == who);
        InstitutionLoad {
            institution: institution.name.clone(),
            count: columns
                .filter(|column| chosen.get(*column) == Some(&true))
                .count(),
            count_cap: room.count,
            amount_fen,
            amount_cap_fen: room.amount_fen,
            share: float(amount_fen) / float(model.total_fen.max(1)),
        }
    })
    .collect()
}

fn placed(candidates: Candidates<'_>, model: &Model, table: &Table, chosen: &[bool]) -> Vec<Placed> {
    let rows = candidates.engagements.iter().zip(&table.excluded).enumerate();
    rows.map(|(at, (engagement, excluded))| {
        let pairs = model
            .pairs
            .iter()
            .zip(chosen)
            .filter(|(pair, _)| pair.engagement == at);
        let own = pairs.filter(|(_, chosen)| **chosen).filter_map(|(pair, _)| {
            let institution = candidates.institutions.get(pair.institution)?;
            Some(Placement {
                institution: institution.name.clone(),
                fit: crate::number::float(pair.fit) / 100.0,
                is_repeat: pair.is_repeat,
                ticket: pair.ticket,
            })
        });
        Placed {
            project: engagement.project.clone(),
            institutions: own.collect(),
            eligible: table.pairs.iter().filter(|pair| pair.engagement == at).count(),
            excluded: excluded.clone(),
        }
    })
    .collect()
}
