//! Tests that own the whole crate: published texts and published forms, and the sample that tests build on.

pub(crate) mod sample;

mod published_frameworks;
mod published_scores;
mod value_forms;
