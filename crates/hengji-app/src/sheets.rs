//! 表 (sheets): what goals and self-evaluations share, from draft to conclusion.

pub mod view;
