//! 精确求解 (exact search): branch and bound, the node with the largest bound first.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::greedy::filled;
use super::problem::{Open, Problem, Selection};
use super::relaxation::{Relaxed, relaxed};

/// What the search found.
#[derive(Debug, Clone)]
pub(super) struct Search {
    pub(super) best: Selection,
    /// No plan is worth more; equal to the best value when that is proven.
    pub(super) bound: f64,
    pub(super) proven: bool,
    pub(super) nodes: usize,
}

/// Values are sums of many floats; a plan that could be better by less than this share is not looked for.
const VALUE_TOLERANCE: f64 = 1e-12;

/// Part of the problem that may still hold a better plan.
struct Node {
    relaxed: Relaxed,
    open: Open,
    born: usize,
}

impl Ord for Node {
    fn cmp(&self, other: &Self) -> Ordering {
        self.relaxed
            .bound
            .total_cmp(&other.relaxed.bound)
            .then(other.born.cmp(&self.born))
    }
}

impl PartialOrd for Node {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Node {}

/// Searches below a start plan until it is proven or the nodes are used up.
pub(super) fn search(problem: &Problem, root: &Relaxed, start: Selection, node_limit: usize) -> Search {
    let mut best = start;
    let mut nodes = 0;
    let mut waiting = BinaryHeap::new();
    waiting.push(Node {
        relaxed: root.clone(),
        open: problem.open(),
        born: 0,
    });
    while let Some(node) = waiting.pop() {
        if !better(node.relaxed.bound, best.value) {
            // The largest bound is not above the best plan, so no other is.
            return Search {
                bound: best.value,
                best,
                proven: true,
                nodes,
            };
        }
        if nodes == node_limit {
            return Search {
                bound: node.relaxed.bound,
                best,
                proven: false,
                nodes,
            };
        }
        nodes += 1;
        improve(problem, &node, &mut best);
        for open in children(problem, &node) {
            if let Some(relaxed) = relaxed(problem, &open)
                && better(relaxed.bound, best.value)
            {
                waiting.push(Node {
                    relaxed,
                    open,
                    born: nodes,
                });
            }
        }
    }
    Search {
        bound: best.value,
        best,
        proven: true,
        nodes,
    }
}

fn better(bound: f64, value: f64) -> bool {
    value + VALUE_TOLERANCE * value.abs().max(1.0) < bound
}

/// The relaxation's own plan, with the days left over spent.
fn improve(problem: &Problem, node: &Node, best: &mut Selection) {
    let found = filled(problem, &node.relaxed.within);
    if best.value < found.value {
        *best = found;
    }
}

/// Two parts: without and with only the level that the exceeding choice gives to the project over which the two
/// choices differ by most days.
fn children(problem: &Problem, node: &Node) -> Vec<Open> {
    let Some(beyond) = &node.relaxed.beyond else {
        return Vec::new();
    };
    let pairs = node
        .relaxed
        .within
        .levels
        .iter()
        .zip(&beyond.levels)
        .zip(&problem.projects)
        .enumerate();
    let apart = pairs
        .filter(|(_, ((within, beyond), _))| within != beyond)
        .map(|(at, ((within, beyond), candidate))| {
            (
                at,
                *beyond,
                (candidate.level(*beyond).days - candidate.level(*within).days).abs(),
            )
        })
        .max_by(|a, b| a.2.total_cmp(&b.2).then(b.0.cmp(&a.0)));
    let Some((at, level, _)) = apart else {
        return Vec::new();
    };
    let part = |keep: &dyn Fn(u64) -> u64| {
        let mut open = node.open.clone();
        if let Some(bits) = open.get_mut(at) {
            *bits = keep(*bits);
        }
        open
    };
    vec![
        part(&|bits| bits & !(1 << level)),
        part(&|bits| bits & (1 << level)),
    ]
}
