//! The exchange crate from outside: published workbooks, bad files, the worker, the check report, lists.

#[cfg(test)]
mod bad_files;
#[cfg(test)]
mod cases;
#[cfg(test)]
mod formats;
#[cfg(test)]
mod published_findings;
#[cfg(test)]
mod published_forms;
#[cfg(test)]
mod published_scores;
#[cfg(test)]
mod round_trip;
#[cfg(test)]
mod workbooks;
#[cfg(test)]
mod worker;
