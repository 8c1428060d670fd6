//! Evaluations from opening to conclusion.
