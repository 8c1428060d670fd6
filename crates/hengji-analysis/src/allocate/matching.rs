//! 一般指派 (generalised assignment): every job to one agent within the agents' capacities, for the most profit.

use serde::Serialize;

use super::error::AllocateError;
use super::zero_one::{Outcome, Program, Relation};
use crate::number::float;

/// Who does what.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Matching {
    /// The agent of every job.
    pub agents: Vec<usize>,
    /// Sum of the profits.
    pub profit: f64,
    /// Whether no matching is better.
    pub proven: bool,
    /// How far from the best it can be, as a share; zero when proven.
    pub gap: f64,
    /// Branch-and-bound nodes used.
    pub nodes: u64,
}

/// Gives every job to exactly one agent: `profits` and `uses` have a row per agent and a column per job.
///
/// # Errors
///
/// [`AllocateError::Length`] if the tables do not fit each other, [`AllocateError::NoMatching`] if the capacities
/// cannot hold the jobs, [`AllocateError::NodeLimit`] if the nodes were used up before any matching was found.
pub fn match_jobs(
    profits: &[Vec<f64>],
    uses: &[Vec<f64>],
    capacities: &[f64],
    node_limit: u64,
) -> Result<Matching, AllocateError> {
    let (agents, jobs) = (profits.len(), profits.first().map_or(0, Vec::len));
    check(profits, uses, capacities)?;
    // Column `agent * jobs + job`.
    let mut program = Program {
        choices: agents * jobs,
        ..Program::default()
    };
    for job in 0..jobs {
        program.push(
            (0..agents).map(|agent| (agent * jobs + job, 1.0)).collect(),
            Relation::Equal,
            1.0,
        );
    }
    for (agent, (uses, capacity)) in uses.iter().zip(capacities).enumerate() {
        let terms = uses
            .iter()
            .enumerate()
            .map(|(job, used)| (agent * jobs + job, *used))
            .collect();
        program.push(terms, Relation::AtMost, *capacity);
    }
    let costs: Vec<f64> = profits
        .iter()
        .flatten()
        .map(|profit| -profit)
        .chain([0.0])
        .collect();
    let answer = match program.minimise(&costs, None, node_limit)? {
        Outcome::Found(answer) => answer,
        Outcome::Infeasible => return Err(AllocateError::NoMatching { agents, jobs }),
        Outcome::Stopped => return Err(AllocateError::NodeLimit { nodes: node_limit }),
    };
    let chosen = answer.chosen.iter().enumerate().filter(|(_, chosen)| **chosen);
    let mut by_job: Vec<(usize, usize)> = chosen.map(|(at, _)| (at % jobs, at / jobs)).collect();
    by_job.sort_unstable();
    let agents: Vec<usize> = by_job.into_iter().map(|(_, agent)| agent).collect();
    let profit = |(job, agent): (usize, &usize)| profits.get(*agent).and_then(|row| row.get(job)).copied();
    let profit = agents.iter().enumerate().filter_map(profit).sum();
    Ok(Matching {
        agents,
        profit,
        proven: answer.proven,
        gap: answer.gap,
        nodes: answer.nodes,
    })
}

fn check(profits: &[Vec<f64>], uses: &[Vec<f64>], capacities: &[f64]) -> Result<(), AllocateError> {
    let jobs = profits.first().map_or(0, Vec::len);
    if jobs == 0 {
        return Err(AllocateError::Nothing {
            what: "待指派的任务"
        });
    }
    for found in [uses.len(), capacities.len()] {
        if found != profits.len() {
            return Err(AllocateError::Length {
                what: "用量表或能力表",
                expected: profits.len(),
                found,
            });
        }
    }
    for (at, row) in profits.iter().chain(uses).enumerate() {
        if row.len() != jobs {
            return Err(AllocateError::Length {
                what: "各行任务",
                expected: jobs,
                found: row.len(),
            });
        }
        for value in row {
            AllocateError::within(
                &format!("第 {} 行", at % profits.len() + 1),
                "收益或用量",
                *value,
                -1e12,
                1e12,
            )?;
        }
    }
    for (at, capacity) in capacities.iter().enumerate() {
        AllocateError::within(&format!("第 {} 行", at + 1), "能力", *capacity, 0.0, 1e15)?;
    }
    AllocateError::within("全部", "指派组合数", float(profits.len() * jobs), 1.0, 1e6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capacities_decide_who_does_what() {
        let profits = vec![vec![9.0, 8.0, 7.0], vec![1.0, 5.0, 6.0]];
        let uses = vec![vec![1.0; 3], vec![1.0; 3]];
        let found = match_jobs(&profits, &uses, &[2.0, 3.0], 1_000).unwrap();
        assert_eq!((found.agents.as_slice(), found.proven), (&[0, 0, 1][..], true));
        assert!((found.profit - 23.0).abs() < 1e-12);
    }

    #[test]
    fn what_cannot_be_matched_is_refused() {
        let one = vec![vec![1.0]];
        for (refusal, code) in [
            (match_jobs(&[], &[], &[], 10).err(), "[allocate-nothing]"),
            (match_jobs(&one, &one, &[], 10).err(), "[allocate-length]"),
            (
                match_jobs(&one, &[vec![1.0, 2.0]], &[1.0], 10).err(),
                "[allocate-length]",
            ),
            (
                match_jobs(&[vec![f64::NAN]], &one, &[1.0], 10).err(),
                "[allocate-out-of-range]",
            ),
            (
                match_jobs(&one, &[vec![2.0]], &[1.0], 10).err(),
                "[allocate-no-matching]",
            ),
        ] {
            let text = refusal.map(|error| error.to_string());
            assert!(
                text.as_deref().is_some_and(|text| text.ends_with(code)),
                "{code}: {text:?}"
            );
        }
    }
}
