//! 进度 (progress): expected profiles of execution, alerts, and shares with their intervals.
