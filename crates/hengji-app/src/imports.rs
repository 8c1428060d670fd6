//! 导入 (imports): goal and self-evaluation workbooks, checked and then stored all or nothing.

pub mod view;
