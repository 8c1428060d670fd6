//! The exchange crate from outside: published workbooks, bad files, the worker, the check report, lists.

mod cases;
mod published_forms;
