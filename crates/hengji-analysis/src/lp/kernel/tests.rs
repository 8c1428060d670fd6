//! The kernel against programs whose answers are known.
