//! Case files from plan to final report.
