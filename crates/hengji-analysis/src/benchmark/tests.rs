//! The scale model on histories whose truth is known: recovery, coverage, invariance, planted errors.

mod coverage;
mod invariance;
mod judged;
mod simulate;
mod unit_errors;

pub(super) use simulate::settings;
