//! The binary as scripts and integrators meet it: processes, exit codes, JSON.

#[cfg(test)]
mod check;
#[cfg(test)]
mod help;
#[cfg(test)]
mod operations;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod run;
