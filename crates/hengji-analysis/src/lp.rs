//! 线性规划 (linear programs): a bounded simplex for few rows and many columns, every answer with a certificate.

mod certificate;

pub use certificate::{Certificate, TOLERANCE};
