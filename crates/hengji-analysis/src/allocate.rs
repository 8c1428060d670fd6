//! 分配 (allocation): budgets by results, scarce evaluation days, institutions to projects.
