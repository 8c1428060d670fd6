//! Severity, agreement, many-facet Rasch.
