//! 衡绩 (Hengji): the one binary. Each command has its own file under `command`.

mod demo;

fn main() {}
