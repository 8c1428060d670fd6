//! 单位成本标杆 (benchmark): is this target in proportion to this money, when scale matters?

mod error;
mod fay_herriot;
mod james_stein;
mod nested_error;
mod pooling;
mod small_area;

pub use error::BenchmarkError;
pub use fay_herriot::{AreaEstimate, FayHerriot, fay_herriot};
pub use james_stein::{JamesStein, james_stein};
pub use nested_error::{AreaMean, NestedError, nested_error};
pub use pooling::{Heterogeneity, Pooled, Shrunk, pool};
