//! 首页 (home): what is to be done.

pub mod view;
