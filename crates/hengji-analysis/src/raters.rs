//! 评分者 (raters): who is severe, who agrees, and scores corrected for it.

mod error;
mod graph;
mod ranks;
mod ratings;
mod severity;

pub use error::RatersError;
pub use graph::{Bridge, Component, Connection, connection};
pub use ranks::{Better, Interval, RankRange, rank_ranges};
pub use ratings::{Cell, Ratings};
pub use severity::{
    CorrectedScore, Difference, EvaluatorSeverity, FittedComponent, MeanSquare, ProjectLevel, Severity,
    TwoWay, severity,
};
