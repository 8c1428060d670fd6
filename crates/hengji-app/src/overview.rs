//! 填报进度 (unit overview): who has handed in and who is late.

pub mod view;
