//! 逐级目标 (aims in order): each aim is reached as far as it can be, and then held while the next is sought.

use serde::Serialize;

use super::placement::Model;
use super::{AssignmentSettings, Pair};
use crate::allocate::error::AllocateError;
use crate::allocate::money::float as fen;
use crate::allocate::zero_one::{Answer, Outcome, Program, Relation};
use crate::number::float;

/// What is sought, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Aim {
    /// 质量加权匹配度: the largest sum of quality times match.
    Fit,
    /// 最大份额: the smallest largest share of the year's amount, counted in the settings' steps.
    LargestShare,
    /// 重复搭配: the fewest pairs that worked together within the window.
    Repeats,
    /// 抽签: the smallest sum of tickets.
    Lottery,
}

/// How far an aim was reached.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Stage {
    /// The aim.
    pub aim: Aim,
    /// Its value, in its own unit: points, a share, a count, a sum of tickets.
    pub value: f64,
    /// Whether no assignment that holds the aims before does better.
    pub proven: bool,
    /// Branch-and-bound nodes used.
    pub nodes: u64,
}

/// An assignment as chosen pairs, with the aims it reached.
#[derive(Debug, Clone)]
pub(super) struct Solved {
    pub(super) chosen: Vec<bool>,
    pub(super) stages: Vec<Stage>,
}

/// A share that was reached is held with this much to spare, since it is computed in floats.
const SHARE_TOLERANCE: f64 = 1e-9;

/// Pursues all aims; nothing if the engagements cannot all be placed.
pub(super) fn solve(model: &Model, settings: &AssignmentSettings) -> Result<Option<Solved>, AllocateError> {
    let node_limit = settings.node_limit;
    let step = f64::from(settings.share_step_bp) / 10_000.0;
    let mut program = model.program.clone();
    let fits = costs(model, |pair| -float(pair.fit));
    let Some(first) = answer(model, &mut program, &fits, None, node_limit)? else {
        return Ok(None);
    };
    let mut solved = Solved {
        chosen: first.chosen.clone(),
        stages: Vec::new(),
    };
    let reached = sum(&fits, &solved.chosen);
    solved.stages.push(stage(Aim::Fit, -reached / 100.0, &first));
    program.push(terms(&fits), Relation::AtMost, reached);

    let mut level = program.clone();
    for institution in 0..model.rooms.len() {
        let mut row = model.shares(institution);
        row.push((level.choices, -step));
        level.push(row, Relation::AtMost, 0.0);
    }
    let mut only_level = vec![0.0; level.choices];
    only_level.push(1.0);
    let best = improved(model, &mut level, &only_level, &mut solved, node_limit)?;
    solved.stages.push(stage(
        Aim::LargestShare,
        largest_share(model, &solved.chosen),
        &best,
    ));
    let held = float(steps(model, &solved.chosen, settings.share_step_bp)) * step;
    for institution in 0..model.rooms.len() {
        program.push(
            model.shares(institution),
            Relation::AtMost,
            held + SHARE_TOLERANCE,
        );
    }

    let repeats = costs(model, |pair| f64::from(u8::from(pair.is_repeat)));
    let best = improved(model, &mut program, &repeats, &mut solved, node_limit)?;
    let reached = sum(&repeats, &solved.chosen);
    solved.stages.push(stage(Aim::Repeats, reached, &best));
    program.push(terms(&repeats), Relation::AtMost, reached);

    let tickets = costs(model, |pair| pair.ticket.value());
    let best = improved(model, &mut program, &tickets, &mut solved, node_limit)?;
    solved
        .stages
        .push(stage(Aim::Lottery, sum(&tickets, &solved.chosen), &best));
    Ok(Some(solved))
}

fn costs(model: &Model, cost: impl Fn(&Pair) -> f64) -> Vec<f64> {
    model.pairs.iter().map(cost).collect()
}

fn terms(costs: &[f64]) -> Vec<(usize, f64)> {
    costs.iter().copied().enumerate().collect()
}

fn sum(costs: &[f64], chosen: &[bool]) -> f64 {
    costs
        .iter()
        .zip(chosen)
        .filter(|(_, chosen)| **chosen)
        .map(|(cost, _)| cost)
        .sum()
}

fn stage(aim: Aim, value: f64, answer: &Answer) -> Stage {
    Stage {
        aim,
        value,
        proven: answer.proven,
        nodes: answer.nodes,
    }
}

/// The largest share of the year's amount that one institution gets.
pub(super) fn largest_share(model: &Model, chosen: &[bool]) -> f64 {
    let loads = (0..model.rooms.len()).map(|institution| model.load(institution, chosen));
    fen(loads.max().unwrap_or(0)) / fen(model.total_fen.max(1))
}

/// How many steps the largest share fills, counted in whole fen.
fn steps(model: &Model, chosen: &[bool], step_bp: u32) -> usize {
    let loads = (0..model.rooms.len()).map(|institution| i128::from(model.load(institution, chosen)));
    let one = (i128::from(model.total_fen) * i128::from(step_bp)).max(1);
    let steps = (loads.max().unwrap_or(0) * 10_000 + one - 1).div_euclid(one);
    usize::try_from(steps).unwrap_or(0)
}

/// Pursues one more aim from what is held, and keeps what is held if the nodes do not suffice for better.
fn improved(
    model: &Model,
    program: &mut Program,
    costs: &[f64],
    solved: &mut Solved,
    node_limit: u64,
) -> Result<Answer, AllocateError> {
    let found = answer(model, program, costs, Some(&solved.chosen), node_limit)?;
    let found = found.unwrap_or_else(|| Answer {
        chosen: solved.chosen.clone(),
        proven: false,
        nodes: node_limit,
        gap: f64::INFINITY,
    });
    solved.chosen.clone_from(&found.chosen);
    Ok(found)
}

/// The best choice; caps are checked in whole fen, and a choice that breaks one by rounding is cut off and sought
/// anew.
fn answer(
    model: &Model,
    program: &mut Program,
    costs: &[f64],
    start: Option<&[bool]>,
    node_limit: u64,
) -> Result<Option<Answer>, AllocateError> {
    loop {
        let answer = match program.minimise(costs, start, node_limit)? {
            Outcome::Found(answer) => answer,
            Outcome::Infeasible => return Ok(None),
            Outcome::Stopped if start.is_some() => return Ok(None),
            Outcome::Stopped => return Err(AllocateError::NodeLimit { nodes: node_limit }),
        };
        let over = model.rooms.iter().enumerate();
        let mut over = over.filter(|(who, room)| room.amount_fen < model.load(*who, &answer.chosen));
        let Some((who, _)) = over.next() else {
            return Ok(Some(answer));
        };
        let cut: Vec<(usize, f64)> = model
            .columns(|pair| pair.institution == who)
            .filter(|column| answer.chosen.get(*column) == Some(&true))
            .map(|column| (column, 1.0))
            .collect();
        let fewer = float(cut.len()) - 1.0;
        program.push(cut, Relation::AtMost, fewer);
    }
}
