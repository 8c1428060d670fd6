//! 绩效自评 (self-evaluation): how it begins. What it shares with other sheets stands under `sheets`.

mod open;
