//! 分派模型 (the model): who needs how many, what fits where, and what cannot be placed.

use serde::Serialize;

use super::eligibility::{Excluded, Exclusion, Table};
use super::{AssignmentSettings, Candidates, Engagement, Pair, Room};
use crate::allocate::error::AllocateError;
use crate::allocate::money::float;
use crate::allocate::zero_one::{Outcome, Program, Relation};
use crate::draw::Ticket;

/// 无法分派的项目 (a project that cannot be placed).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Unplaced {
    /// The project.
    pub project: String,
    /// How many institutions it still lacks.
    pub missing: usize,
    /// Institutions that could take it, were their shares not used up by other projects.
    pub eligible: usize,
    /// Institutions that cannot, and why.
    pub excluded: Vec<Excluded>,
}

/// How many institutions each engagement gets: two for the projects with the smallest tickets among those that at
/// least two may evaluate, as far as the share goes.
pub(super) fn needs(engagements: &[Engagement], table: &Table, settings: &AssignmentSettings) -> Vec<usize> {
    let mut eligible = vec![0_usize; engagements.len()];
    for pair in &table.pairs {
        if let Some(count) = eligible.get_mut(pair.engagement) {
            *count += 1;
        }
    }
    let mut order: Vec<(Ticket, usize)> = engagements
        .iter()
        .zip(&eligible)
        .enumerate()
        .filter(|(_, (_, eligible))| 2 <= **eligible)
        .map(|(at, (engagement, _))| (Ticket::of(&settings.start_value, &engagement.project), at))
        .collect();
    order.sort();
    let mut needs = vec![1; engagements.len()];
    for (_, at) in order
        .into_iter()
        .take(overlaps_wanted(engagements.len(), settings))
    {
        if let Some(need) = needs.get_mut(at) {
            *need = 2;
        }
    }
    needs
}

/// How many projects should get two institutions.
pub(super) fn overlaps_wanted(projects: usize, settings: &AssignmentSettings) -> usize {
    projects
        .saturating_mul(usize::try_from(settings.overlap_bp).unwrap_or(0))
        .div_ceil(10_000)
}

/// Pairs, needs and rooms as a zero-one program.
#[derive(Debug, Clone)]
pub(super) struct Model {
    pub(super) pairs: Vec<Pair>,
    /// Amount of every pair in fen.
    pub(super) amounts: Vec<i64>,
    pub(super) rooms: Vec<Room>,
    /// Sum of all engagements in fen.
    pub(super) total_fen: i64,
    pub(super) program: Program,
}

impl Model {
    pub(super) fn new(engagements: &[Engagement], pairs: Vec<Pair>, needs: &[usize], rooms: &[Room]) -> Self {
        let amount = |pair: &Pair| {
            engagements
                .get(pair.engagement)
                .map_or(0, |engagement| engagement.amount_fen)
        };
        let total_fen = engagements
            .iter()
            .zip(needs)
            .map(|(e, need)| e.amount_fen * i64::from(*need == 2) + e.amount_fen)
            .sum();
        let mut model = Self {
            amounts: pairs.iter().map(amount).collect(),
            rooms: rooms.to_vec(),
            total_fen,
            program: Program {
                choices: pairs.len(),
                ..Program::default()
            },
            pairs,
        };
        for (at, need) in needs.iter().enumerate() {
            let terms = model
                .columns(|pair| pair.engagement == at)
                .map(|column| (column, 1.0))
                .collect();
            model
                .program
                .push(terms, Relation::Equal, crate::number::float(*need));
        }
        for (who, room) in rooms.iter().enumerate() {
            let ones = model
                .columns(|pair| pair.institution == who)
                .map(|column| (column, 1.0))
                .collect();
            model
                .program
                .push(ones, Relation::AtMost, crate::number::float(room.count));
            let share = float(room.amount_fen) / float(total_fen.max(1));
            let shares = model.shares(who);
            model.program.push(shares, Relation::AtMost, share);
        }
        model
    }

    /// The columns of the pairs that are meant.
    pub(super) fn columns(&self, is_meant: impl Fn(&Pair) -> bool) -> impl Iterator<Item = usize> {
        self.pairs
            .iter()
            .enumerate()
            .filter(move |(_, pair)| is_meant(pair))
            .map(|(column, _)| column)
    }

    /// An institution's columns with the share of the year's amount.
    pub(super) fn shares(&self, institution: usize) -> Vec<(usize, f64)> {
        let share = |column: usize| {
            self.amounts
                .get(column)
                .map_or(0.0, |amount| float(*amount) / float(self.total_fen.max(1)))
        };
        self.columns(|pair| pair.institution == institution)
            .map(|column| (column, share(column)))
            .collect()
    }

    /// Fen an institution gets under a choice.
    pub(super) fn load(&self, institution: usize, chosen: &[bool]) -> i64 {
        self.pairs
            .iter()
            .zip(&self.amounts)
            .zip(chosen)
            .filter(|((pair, _), chosen)| pair.institution == institution && **chosen)
            .map(|((_, amount), _)| *amount)
            .sum()
    }

    /// How many institutions each engagement lacks even before shares are looked at.
    pub(super) fn short(&self, needs: &[usize]) -> Vec<usize> {
        let open = |at: usize| self.columns(|pair| pair.engagement == at).count();
        needs
            .iter()
            .enumerate()
            .map(|(at, need)| need.saturating_sub(open(at)))
            .collect()
    }
}

/// How many institutions each engagement lacks when as many as possible are placed.
pub(super) fn missing(model: &Model, needs: &[usize], node_limit: u64) -> Result<Vec<usize>, AllocateError> {
    let mut program = model.program.clone();
    let mut of_engagement: Vec<usize> = Vec::new();
    for (at, need) in needs.iter().enumerate() {
        for _ in 0..*need {
            if let Some(row) = program.rows.get_mut(at) {
                row.terms.push((program.choices, 1.0));
            }
            program.choices += 1;
            of_engagement.push(at);
        }
    }
    let costs: Vec<f64> = (0..program.choices)
        .map(|column| f64::from(u8::from(model.pairs.len() <= column)))
        .collect();
    let Outcome::Found(answer) = program.minimise(&costs, None, node_limit)? else {
        return Err(AllocateError::NodeLimit { nodes: node_limit });
    };
    let mut missing = vec![0; needs.len()];
    for (at, _) in of_engagement
        .iter()
        .zip(answer.chosen.iter().skip(model.pairs.len()))
        .filter(|(_, left)| **left)
    {
        if let Some(count) = missing.get_mut(*at) {
            *count += 1;
        }
    }
    Ok(missing)
}

/// The projects that lack institutions, with what stands in the way.
pub(super) fn unplaced(
    candidates: Candidates<'_>,
    table: &Table,
    full: &[Pair],
    missing: &[usize],
) -> Vec<Unplaced> {
    let rows = candidates
        .engagements
        .iter()
        .zip(&table.excluded)
        .zip(missing)
        .enumerate();
    rows.filter(|(_, (_, missing))| **missing != 0)
        .map(|(at, ((engagement, excluded), missing))| {
            let no_room = full.iter().filter(|pair| pair.engagement == at);
            let names = no_room.filter_map(|pair| candidates.institutions.get(pair.institution));
            let no_room: Vec<Excluded> = names
                .map(|institution| Excluded {
                    institution: institution.name.clone(),
                    why: Exclusion::Share,
                })
                .collect();
            let open = table.pairs.iter().filter(|pair| pair.engagement == at).count();
            Unplaced {
                project: engagement.project.clone(),
                missing: *missing,
                eligible: open.saturating_sub(no_room.len()),
                excluded: excluded.iter().cloned().chain(no_room).collect(),
            }
        })
        .collect()
}
