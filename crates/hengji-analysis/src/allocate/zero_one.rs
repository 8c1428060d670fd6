//! 0-1 规划 (zero-one programs): a thin, deterministic use of the mixed-integer solver, limited by nodes.

use microlp::{
    ComparisonOp, OptimizationDirection, Problem, SolutionStatus, SolveOptions, SolveOutcome, Variable,
};

use super::error::AllocateError;

/// The highest level: all of ten thousand parts.
const LEVELS: i32 = 10_000;

/// How a row compares with its right side.
#[derive(Debug, Clone, Copy)]
pub(super) enum Relation {
    AtMost,
    Equal,
}

/// One row: columns with their factors.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) terms: Vec<(usize, f64)>,
    pub(super) relation: Relation,
    pub(super) right: f64,
}

/// Columns that are zero or one, and after them one that is any whole number up to [`LEVELS`]: a level to push down.
#[derive(Debug, Clone, Default)]
pub(super) struct Program {
    pub(super) choices: usize,
    pub(super) rows: Vec<Row>,
}

/// What was chosen.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub(super) chosen: Vec<bool>,
    pub(super) proven: bool,
    pub(super) nodes: u64,
    /// How far from the best it can be, as a share; zero when proven.
    pub(super) gap: f64,
}

/// How the search ended.
#[derive(Debug, Clone)]
pub(super) enum Outcome {
    Found(Answer),
    /// No choice keeps the rows.
    Infeasible,
    /// The nodes were used up before any choice was found.
    Stopped,
}

impl Program {
    pub(super) fn push(&mut self, terms: Vec<(usize, f64)>, relation: Relation, right: f64) {
        self.rows.push(Row {
            terms,
            relation,
            right,
        });
    }

    /// Minimises the sum of the costs, of which the last belongs to the level. `start` is a choice known to keep the
    /// rows.
    pub(super) fn minimise(
        &self,
        costs: &[f64],
        start: Option<&[bool]>,
        node_limit: u64,
    ) -> Result<Outcome, AllocateError> {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let cost = |at: usize| costs.get(at).copied().unwrap_or(0.0);
        let mut columns: Vec<Variable> = (0..self.choices)
            .map(|at| problem.add_binary_var(cost(at)))
            .collect();
        columns.push(problem.add_integer_var(cost(self.choices), (0, LEVELS)));
        for row in &self.rows {
            let terms: Vec<(Variable, f64)> = row
                .terms
                .iter()
                .filter_map(|(at, factor)| Some((*columns.get(*at)?, *factor)))
                .collect();
            let relation = match row.relation {
                Relation::AtMost => ComparisonOp::Le,
                Relation::Equal => ComparisonOp::Eq,
            };
            problem.add_constraint(terms, relation, row.right);
        }
        let mut options = SolveOptions::default();
        options.node_limit = Some(node_limit);
        options.warm_start = start.map(|start| {
            columns
                .iter()
                .zip(start)
                .map(|(column, chosen)| (*column, f64::from(u8::from(*chosen))))
                .collect()
        });
        match problem.solve_with(options) {
            Ok(SolveOutcome::Solution(solution)) => {
                let is_chosen = |column: &Variable| 0.5 < solution.var_value(*column);
                Ok(Outcome::Found(Answer {
                    chosen: columns.iter().take(self.choices).map(is_chosen).collect(),
                    proven: solution.status() == SolutionStatus::Optimal,
                    nodes: solution.stats().nodes_solved,
                    gap: solution.gap().unwrap_or(0.0),
                }))
            }
            Ok(SolveOutcome::Interrupted(_)) => Ok(Outcome::Stopped),
            Err(microlp::Error::Infeasible) => Ok(Outcome::Infeasible),
            Err(error) => Err(AllocateError::Solver {
                message: error.to_string(),
            }),
        }
    }
}
