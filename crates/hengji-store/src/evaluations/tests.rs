//! Evaluations are opened once, scored row by row, and listed within a scope.
