//! 绩效目标 (goal): how it begins. What it shares with other sheets stands under `sheets`.

mod open;
