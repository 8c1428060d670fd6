//! 线性规划 (linear programs): a bounded simplex for few rows and many columns, every answer with a certificate.
//!
//! A bureau has 120 evaluation days. A project evaluation takes 6 days and covers 8,000,000 yuan, a department
//! evaluation takes 15 days and covers 25,000,000; at most 10 projects and 4 departments are due. What can be
//! covered at most, and what is one more day worth?
//!
//! ```
//! use hengji_analysis::lp::{Kind, Outcome, Program, Relation};
//!
//! let mut plan = Program::maximise();
//! let days = plan.row(Relation::AtMost, 120.0);
//! let projects = plan.column(8_000_000.0, Kind::UpTo(10.0), &[(days, 6.0)]);
//! let departments = plan.column(25_000_000.0, Kind::UpTo(4.0), &[(days, 15.0)]);
//! let Outcome::Optimal(best) = plan.solve()? else { return Err("无解".into()) };
//!
//! // 四个部门全部评价,剩下的 60 天评价 10 个项目。
//! assert!((best.primal(departments) - 4.0).abs() < 1e-9);
//! assert!((best.primal(projects) - 10.0).abs() < 1e-9);
//! assert!((best.value - 180_000_000.0).abs() < 1e-3);
//! assert!(best.certificate.ok, "answer and prices prove each other");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Only a best value with a valid certificate is taken from floats; everything else, and every claim that there is
//! no answer, is settled in fractions.

mod basis;
mod certificate;
mod check;
mod exact;
mod kernel;
mod prepared;
mod program;
pub(crate) mod scaling;
pub(crate) mod staged;
pub(crate) mod standard;
pub(crate) mod table;

pub use certificate::{Certificate, TOLERANCE};
pub use program::{Column, Kind, LpError, Outcome, Program, Relation, Row, Solution};
