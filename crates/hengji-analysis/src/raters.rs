//! 评分者 (raters): who is severe, who agrees, and scores corrected for it.

mod agreement;
mod alpha;
mod dense;
mod error;
mod graph;
mod icc;
mod random;
mod ranks;
mod rasch;
mod ratings;
mod severity;

pub use agreement::{Agreement, Classified, Coefficient, Weighting, conger_kappa, fleiss_kappa, gwet_ac};
pub use alpha::{Alpha, Level, krippendorff_alpha};
pub use error::RatersError;
pub use graph::{Bridge, Component, Connection, connection};
pub use icc::{Correlation, Form, IntraclassCorrelations, MeanSquares, intraclass_correlations};
pub use random::{RandomSeverity, ShrunkenLevel, ShrunkenSeverity, random_severity};
pub use ranks::{Better, Interval, RankRange, rank_ranges};
pub use rasch::{Extreme, Facet, Judgements, Measure, RaschFit, Spread, Threshold, rasch};
pub use ratings::{Cell, Ratings};
pub use severity::{
    CorrectedScore, Difference, EvaluatorSeverity, FittedComponent, MeanSquare, ProjectLevel, Severity,
    TwoWay, severity,
};
