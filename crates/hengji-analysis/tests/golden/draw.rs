//! Draws, samples, estimators, sizes.
