//! 连通性 (connectedness): which evaluators can be compared at all, and which extra scorings would connect the rest.

use serde::Serialize;

use super::ratings::Ratings;

/// Projects and evaluators that a chain of jointly scored projects connects: severities are comparable within only.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Component {
    /// The projects' names.
    pub projects: Vec<String>,
    /// The evaluators' names.
    pub evaluators: Vec<String>,
    /// How many scores lie within.
    pub scores: usize,
}

/// 加评 (extra scoring): this evaluator scoring this project as well would connect two components.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bridge {
    /// The project to be scored once more.
    pub project: String,
    /// By whom.
    pub evaluator: String,
}

/// The components in the order of their first project, and the membership of each project and evaluator.
#[derive(Debug, Clone, PartialEq)]
pub struct Connection {
    /// The components.
    pub components: Vec<Component>,
    /// For each project its component.
    pub of_project: Vec<usize>,
    /// For each evaluator its component.
    pub of_evaluator: Vec<usize>,
    /// One extra scoring fewer than there are components: no shorter list connects all.
    pub bridges: Vec<Bridge>,
}

/// Finds the components of the graph whose nodes are projects and evaluators and whose edges are scores.
#[must_use]
pub fn connection(ratings: &Ratings) -> Connection {
    let (projects, evaluators) = (ratings.projects().len(), ratings.evaluators().len());
    let mut forest = Forest {
        above: (0..projects + evaluators).collect(),
    };
    for cell in ratings.cells() {
        forest.join(cell.project, projects + cell.evaluator);
    }
    let mut number = vec![None; projects + evaluators];
    let mut found = 0;
    let mut component = |forest: &mut Forest, node: usize| {
        let root = forest.root(node);
        let Some(slot) = number.get_mut(root) else {
            return 0;
        };
        *slot.get_or_insert_with(|| {
            found += 1;
            found - 1
        })
    };
    let of_project: Vec<usize> = (0..projects).map(|node| component(&mut forest, node)).collect();
    let of_evaluator: Vec<usize> = (0..evaluators)
        .map(|node| component(&mut forest, projects + node))
        .collect();
    let components = components(ratings, &of_project, &of_evaluator, found);
    let bridges = bridges(ratings, &of_project, &of_evaluator, &components);
    Connection {
        components,
        of_project,
        of_evaluator,
        bridges,
    }
}

fn components(
    ratings: &Ratings,
    of_project: &[usize],
    of_evaluator: &[usize],
    count: usize,
) -> Vec<Component> {
    let mut components = vec![
        Component {
            projects: Vec::new(),
            evaluators: Vec::new(),
            scores: 0
        };
        count
    ];
    for ((name, at), row) in ratings.projects().iter().zip(of_project).zip(ratings.rows()) {
        if let Some(component) = components.get_mut(*at) {
            component.projects.push(name.clone());
            component.scores += row.len();
        }
    }
    for (name, at) in ratings.evaluators().iter().zip(of_evaluator) {
        if let Some(component) = components.get_mut(*at) {
            component.evaluators.push(name.clone());
        }
    }
    components
}

/// From each smaller component its most scored project, to be scored by the busiest evaluator of the largest one:
/// those are the ends whose own estimates are the surest, so that the bridge is too.
fn bridges(
    ratings: &Ratings,
    of_project: &[usize],
    of_evaluator: &[usize],
    components: &[Component],
) -> Vec<Bridge> {
    let Some(hub) = first_largest(components.iter().map(|component| component.scores)) else {
        return Vec::new();
    };
    let mut busy = vec![0_usize; of_evaluator.len()];
    for cell in ratings.cells() {
        if let Some(count) = busy.get_mut(cell.evaluator) {
            *count += 1;
        }
    }
    let in_hub = busy
        .iter()
        .zip(of_evaluator)
        .map(|(count, at)| if *at == hub { *count } else { 0 });
    let evaluator = first_largest(in_hub).and_then(|at| ratings.evaluators().get(at));
    let mut best: Vec<Option<(usize, &String)>> = vec![None; components.len()];
    for ((name, at), row) in ratings.projects().iter().zip(of_project).zip(ratings.rows()) {
        if let Some(slot) = best.get_mut(*at)
            && slot.is_none_or(|(scores, _)| scores < row.len())
        {
            *slot = Some((row.len(), name));
        }
    }
    let outside = best.into_iter().enumerate().filter(|(at, _)| *at != hub);
    outside
        .filter_map(|(_, best)| {
            Some(Bridge {
                project: best?.1.clone(),
                evaluator: evaluator?.clone(),
            })
        })
        .collect()
}

/// The place of the largest; of equals the first.
fn first_largest(values: impl Iterator<Item = usize>) -> Option<usize> {
    let mut best: Option<(usize, usize)> = None;
    for (at, value) in values.enumerate() {
        if best.is_none_or(|(_, largest)| largest < value) {
            best = Some((at, value));
        }
    }
    best.map(|(at, _)| at)
}

/// Disjoint sets with paths halved on the way up.
struct Forest {
    above: Vec<usize>,
}

impl Forest {
    fn parent(&self, node: usize) -> usize {
        self.above.get(node).copied().unwrap_or(node)
    }

    fn root(&mut self, mut node: usize) -> usize {
        loop {
            let parent = self.parent(node);
            if parent == node {
                return node;
            }
            let grandparent = self.parent(parent);
            if let Some(slot) = self.above.get_mut(node) {
                *slot = grandparent;
            }
            node = grandparent;
        }
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        if let Some(slot) = self.above.get_mut(one.max(other)) {
            *slot = one.min(other);
        }
    }
}

#[cfg(test)]
mod tests;
