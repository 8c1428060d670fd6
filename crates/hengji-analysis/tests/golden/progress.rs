//! Intervals of shares, expected profiles, first digits.
