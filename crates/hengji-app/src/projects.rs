//! 项目 (projects): the register, its import and export, one project with its life.

pub mod view;
