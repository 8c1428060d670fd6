//! Fractions on programs whose answers are known.
