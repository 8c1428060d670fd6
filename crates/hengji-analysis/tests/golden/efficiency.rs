//! Radial models, slacks, super-efficiency, on every table of units.
